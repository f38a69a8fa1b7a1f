//! The endpoints of IAM Identity Center that a sign-in uses, over HTTP: OIDC (RegisterClient,
//! StartDeviceAuthorization, CreateToken) and the portal (GetRoleCredentials), answering as AWS's do.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a person at the browser does, call by call of CreateToken: an error of AWS, or a yes.
pub(crate) type Answers = VecDeque<&'static str>;

#[derive(Default)]
struct Inner {
    answers: Answers,
    /// The bodies of CreateToken and RegisterClient, as they came.
    seen: Vec<Value>,
    /// The access tokens that the portal takes.
    valid: Vec<String>,
    role: Option<sandbox::SeededIdentity>,
    made: u32,
    /// For how long a token is good.
    seconds: i64,
}

#[derive(Clone)]
pub(crate) struct IdentityCenter {
    inner: Arc<Mutex<Inner>>,
    pub(crate) url: String,
}

impl IdentityCenter {
    /// Serves until the test ends. The role of everybody is this caller of the sandbox.
    pub(crate) async fn start(role: &sandbox::SeededIdentity, answers: &[&'static str]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inner = Inner { role: Some(role.clone()), seconds: 28_800, ..Inner::default() };
        let center = Self { inner: Arc::new(Mutex::new(inner)), url };
        center.answer(answers);
        let router = Router::new()
            .route("/client/register", post(register))
            .route("/device_authorization", post(device))
            .route("/token", post(token))
            .route("/federation/credentials", get(credentials))
            .with_state(center.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        center
    }

    /// The person at the browser does this from now on.
    pub(crate) fn answer(&self, answers: &[&'static str]) {
        self.inner.lock().unwrap().answers = answers.iter().copied().collect();
    }

    /// Tokens made from now on are good for this long.
    pub(crate) fn token_seconds(&self, seconds: i64) {
        self.inner.lock().unwrap().seconds = seconds;
    }

    /// What was sent to this endpoint (`register`, `token`).
    pub(crate) fn seen(&self, endpoint: &str) -> Vec<Value> {
        let inner = self.inner.lock().unwrap();
        inner
            .seen
            .iter()
            .filter(|seen| seen["endpoint"] == endpoint)
            .map(|seen| seen["body"].clone())
            .collect()
    }

    /// No token is taken any more: the administrator ended the session.
    pub(crate) fn forget_tokens(&self) {
        self.inner.lock().unwrap().valid.clear();
    }

    fn note(&self, endpoint: &str, body: &str) -> Value {
        let body: Value = serde_json::from_str(body).unwrap();
        self.inner.lock().unwrap().seen.push(json!({ "endpoint": endpoint, "body": body }));
        body
    }
}

fn refusal(status: u16, kind: &str) -> Response {
    let body = json!({ "error": "refused", "error_description": kind, "message": kind }).to_string();
    (StatusCode::from_u16(status).unwrap(), [("x-amzn-errortype", kind.to_owned())], body).into_response()
}

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

async fn register(State(center): State<IdentityCenter>, body: String) -> Response {
    center.note("register", &body);
    json!({
        "clientId": "client-1", "clientSecret": "CANARY-CLIENT-SECRET",
        "clientIdIssuedAt": now(), "clientSecretExpiresAt": now() + 7_776_000,
    })
    .to_string()
    .into_response()
}

async fn device(State(center): State<IdentityCenter>, body: String) -> Response {
    let body = center.note("device", &body);
    assert_eq!(body["clientSecret"], "CANARY-CLIENT-SECRET");
    let page = format!("{}/page", body["startUrl"].as_str().unwrap());
    json!({
        "deviceCode": "device-CANARY", "userCode": "WDJB-MJHT", "verificationUri": page,
        "verificationUriComplete": format!("{page}?user_code=WDJB-MJHT"), "expiresIn": 600, "interval": 1,
    })
    .to_string()
    .into_response()
}

async fn token(State(center): State<IdentityCenter>, body: String) -> Response {
    let body = center.note("token", &body);
    let mut inner = center.inner.lock().unwrap();
    let answer = inner.answers.pop_front().unwrap_or("ExpiredTokenException");
    if answer != "yes" {
        return refusal(400, answer);
    }
    let right = match body["grantType"].as_str().unwrap() {
        "refresh_token" => body["refreshToken"].as_str().unwrap().starts_with("refresh-CANARY"),
        grant => {
            grant == "urn:ietf:params:oauth:grant-type:device_code" && body["deviceCode"] == "device-CANARY"
        }
    };
    assert!(right, "{body}");
    inner.made += 1;
    let token = format!("token-CANARY-{}", inner.made);
    inner.valid.push(token.clone());
    let refresh = format!("refresh-CANARY-{}", inner.made);
    json!({ "accessToken": token, "tokenType": "Bearer", "expiresIn": inner.seconds, "refreshToken": refresh })
        .to_string()
        .into_response()
}

async fn credentials(State(center): State<IdentityCenter>, headers: HeaderMap, uri: Uri) -> Response {
    let asked: HashMap<_, _> =
        uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('=')).collect();
    let inner = center.inner.lock().unwrap();
    let token = headers.get("x-amz-sso_bearer_token").map(|token| token.to_str().unwrap().to_owned());
    if !token.is_some_and(|token| inner.valid.contains(&token)) {
        return refusal(401, "UnauthorizedException");
    }
    if asked["role_name"] != "Admin" || asked["account_id"] != "123456789012" {
        return refusal(403, "ForbiddenException");
    }
    let role = inner.role.as_ref().unwrap();
    json!({ "roleCredentials": {
        "accessKeyId": role.access_key_id, "secretAccessKey": role.secret_access_key,
        "sessionToken": role.session_token, "expiration": (now() + 3600) * 1000,
    }})
    .to_string()
    .into_response()
}
