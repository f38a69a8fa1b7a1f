//! What a machine, a container or an identity provider gives credentials through, on loopback and in
//! the real protocols: the container's endpoint, the instance's metadata, STS for a web identity, and
//! AWS Sign-In's token endpoint.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use sandbox::SeededIdentity;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Long after any test.
const ENDS: &str = "2099-01-01T00:00:00Z";

#[derive(Clone)]
pub(crate) struct Machine {
    pub(crate) url: String,
    gives: SeededIdentity,
    /// A call of STS that is denied to everybody.
    denies: Option<&'static str>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Machine {
    /// Serves until the test ends; gives everybody the keys of this caller of the sandbox.
    pub(crate) async fn start(gives: &SeededIdentity) -> Self {
        Self::denying(gives, None).await
    }

    /// The same; as a forward proxy, it denies a call.
    pub(crate) async fn denying(gives: &SeededIdentity, denies: Option<&'static str>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let machine = Self { url, gives: gives.clone(), denies, seen: Arc::default() };
        let router = Router::new()
            .route("/container/credentials", get(container))
            .route("/latest/api/token", put(metadata_token))
            .route("/latest/meta-data/iam/security-credentials/", get(metadata_role))
            .route("/latest/meta-data/iam/security-credentials/{role}", get(metadata_credentials))
            .route("/", post(web_identity))
            .route("/v1/token", post(login))
            .with_state(machine.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        machine
    }

    /// What was asked for, in order.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    fn note(&self, what: impl Into<String>) {
        self.seen.lock().unwrap().push(what.into());
    }

    fn keys(&self) -> Value {
        json!({
            "Code": "Success", "AccessKeyId": self.gives.access_key_id,
            "SecretAccessKey": self.gives.secret_access_key, "Token": self.gives.session_token,
            "Expiration": ENDS,
        })
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

async fn container(State(machine): State<Machine>, headers: HeaderMap) -> Response {
    machine.note(format!("container {}", header(&headers, "host")));
    match header(&headers, "authorization") {
        "" | "CANARY-CONTAINER" => machine.keys().to_string().into_response(),
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

async fn metadata_token(State(machine): State<Machine>) -> Response {
    machine.note("metadata token");
    ([("x-aws-ec2-metadata-token-ttl-seconds", "21600")], "CANARY-METADATA").into_response()
}

async fn metadata_role(State(machine): State<Machine>, headers: HeaderMap) -> Response {
    machine.note("metadata role");
    match header(&headers, "x-aws-ec2-metadata-token") {
        "CANARY-METADATA" => "Admin".into_response(),
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

async fn metadata_credentials(
    State(machine): State<Machine>,
    Path(role): Path<String>,
    headers: HeaderMap,
) -> Response {
    machine.note(format!("metadata credentials of {role}"));
    match header(&headers, "x-aws-ec2-metadata-token") {
        "CANARY-METADATA" => machine.keys().to_string().into_response(),
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// AssumeRoleWithWebIdentity, which the sandbox does not serve: takes the token `CANARY-WEB`. As a
/// forward proxy, the machine passes on whatever else is said to STS.
async fn web_identity(State(machine): State<Machine>, headers: HeaderMap, body: String) -> Response {
    let xml = |status, text: String| (status, [("content-type", "text/xml")], text).into_response();
    if machine.denies.is_some_and(|action| body.contains(&format!("Action={action}&"))) {
        let text = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: u is not \
                    authorized to perform: sts:GetSessionToken with an explicit deny in a service control \
                    policy</Message></Error><RequestId>r</RequestId></ErrorResponse>";
        return xml(StatusCode::FORBIDDEN, text.to_owned());
    }
    if !body.contains("Action=AssumeRoleWithWebIdentity&") {
        return passed_on(&headers, &body).await;
    }
    let signed = headers.contains_key("authorization");
    let parameter = |name: &str| {
        let found = body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        found.unwrap_or_default().replace("%3A", ":").replace("%2F", "/")
    };
    machine.note(format!("{} {} signed={signed}", parameter("Action"), parameter("RoleArn")));
    if parameter("WebIdentityToken") != "CANARY-WEB" {
        let text = "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code>\
                    <Message>Couldn't retrieve verification key from your identity provider</Message></Error>\
                    <RequestId>r</RequestId></ErrorResponse>";
        return xml(StatusCode::BAD_REQUEST, text.to_owned());
    }
    let SeededIdentity { access_key_id, secret_access_key, session_token, .. } = &machine.gives;
    xml(
        StatusCode::OK,
        format!(
            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
             <AccessKeyId>{access_key_id}</AccessKeyId><SecretAccessKey>{secret_access_key}</SecretAccessKey>\
             <SessionToken>{}</SessionToken><Expiration>{ENDS}</Expiration></Credentials>\
             </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>",
            session_token.as_deref().unwrap()
        ),
    )
}

/// The answer of the host that the request names.
async fn passed_on(headers: &HeaderMap, body: &str) -> Response {
    let mut server = TcpStream::connect(header(headers, "host")).await.unwrap();
    let mut request = "POST / HTTP/1.1\r\nconnection: close\r\n".to_owned();
    for (name, value) in headers.iter().filter(|(name, _)| !["connection", "te"].contains(&name.as_str())) {
        request += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    server.write_all(format!("{request}\r\n{body}").as_bytes()).await.unwrap();
    let mut answer = String::new();
    server.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (StatusCode::from_u16(status).unwrap(), [("content-type", "text/xml")], body.to_owned()).into_response()
}

/// AWS Sign-In's CreateOAuth2Token: takes a refresh token that is proven (DPoP) to be its owner's.
async fn login(State(machine): State<Machine>, headers: HeaderMap, body: String) -> Response {
    let body: Value = serde_json::from_str(&body).unwrap();
    let proven = header(&headers, "dpop").split('.').count() == 3;
    machine.note(format!("login {} proven={proven}", body["grantType"].as_str().unwrap()));
    if body["refreshToken"] != "CANARY-REFRESH" {
        let text = json!({ "error": "TOKEN_EXPIRED", "message": "the session is over" }).to_string();
        return (StatusCode::FORBIDDEN, [("x-amzn-errortype", "AccessDeniedException")], text)
            .into_response();
    }
    json!({
        "accessToken": {
            "accessKeyId": machine.gives.access_key_id, "secretAccessKey": machine.gives.secret_access_key,
            "sessionToken": machine.gives.session_token,
        },
        "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "CANARY-REFRESH-2",
    })
    .to_string()
    .into_response()
}
