//! Clients of the sandbox: AWS's own SDK, and bare sockets for what the SDK would never send.

#![allow(unreachable_pub)]

pub mod chat;
pub mod totp;

use aws_credential_types::Credentials;
use aws_sdk_sts::config::retry::RetryConfig;
use aws_sdk_sts::config::{BehaviorVersion, Region};
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use sandbox::{Options, Sandbox, SeededIdentity};
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const CUSTOMER: &str = "123456789012";
pub const GATEWAY_ARN: &str = "arn:aws:iam::975050335771:user/quilr-gateway";
pub const EXTERNAL_ID: &str = "7f3c2b1e-acme-2026";
pub const ROLE: &str = "quilr-gateway-bedrock";
pub const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";

/// Whom the tests' sessions of that role are.
pub const SESSION: &str = "arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/test";
/// Every right.
pub const ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// The page's permissions policy, to the letter.
pub const PERMISSIONS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"Resource":"arn:aws:bedrock:*::foundation-model/*"}]}"#;

/// The page's trust policy for a principal.
pub fn trust(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":"{EXTERNAL_ID}"}}}}}}]}}"#
    )
}

/// A trust policy that names a principal and asks for nothing.
pub fn trust_without_condition(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

pub async fn start() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

/// The keys of a caller.
pub fn keys(identity: &SeededIdentity) -> Credentials {
    Credentials::new(
        &identity.access_key_id,
        &identity.secret_access_key,
        identity.session_token.clone(),
        None,
        "test",
    )
}

pub fn seeded(sandbox: &Sandbox, name: &str) -> Credentials {
    keys(sandbox.identity(name).unwrap())
}

/// A client of one service, of a caller in a region.
macro_rules! client {
    ($name:ident, $sdk:ident) => {
        pub fn $name(sandbox: &Sandbox, keys: Credentials, region: &str) -> $sdk::Client {
            $sdk::Client::from_conf(
                $sdk::Config::builder()
                    .behavior_version(BehaviorVersion::latest())
                    .region(Region::new(region.to_owned()))
                    .endpoint_url(sandbox.endpoint())
                    .credentials_provider(keys)
                    .retry_config(RetryConfig::disabled())
                    .http_client(aws_smithy_http_client::Builder::new().build_http())
                    .build(),
            )
        }
    };
}
client!(sts_of, aws_sdk_sts);
client!(iam_of, aws_sdk_iam);
client!(bedrock_of, aws_sdk_bedrock);
client!(runtime_of, aws_sdk_bedrockruntime);

pub fn sts(sandbox: &Sandbox, name: &str) -> aws_sdk_sts::Client {
    sts_of(sandbox, seeded(sandbox, name), "us-east-1")
}

pub fn iam(sandbox: &Sandbox, name: &str) -> aws_sdk_iam::Client {
    iam_of(sandbox, seeded(sandbox, name), "us-east-1")
}

/// The admin creates the page's role.
pub async fn create_role(sandbox: &Sandbox, trust: &str, permissions: Option<&str>) {
    let iam = iam(sandbox, "admin");
    let create = iam.create_role().role_name(ROLE).assume_role_policy_document(trust);
    create.send().await.unwrap();
    if let Some(permissions) = permissions {
        put_policy(sandbox, permissions).await;
    }
}

pub async fn put_policy(sandbox: &Sandbox, permissions: &str) {
    let put =
        iam(sandbox, "admin").put_role_policy().role_name(ROLE).policy_name("quilr-gateway-bedrock-invoke");
    put.policy_document(permissions).send().await.unwrap();
}

/// The keys of a session of the page's role, assumed by the gateway.
pub async fn assume(sandbox: &Sandbox) -> Credentials {
    assume_with(sandbox, None).await
}

pub async fn assume_with(sandbox: &Sandbox, session_policy: Option<&str>) -> Credentials {
    let request = sts(sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    let answer =
        request.external_id(EXTERNAL_ID).set_policy(session_policy.map(str::to_owned)).send().await.unwrap();
    let made = answer.credentials().unwrap();
    Credentials::new(
        made.access_key_id(),
        made.secret_access_key(),
        Some(made.session_token().to_owned()),
        None,
        "session",
    )
}

/// Code, status and message of a refusal.
pub fn refusal<T: std::fmt::Debug, E>(result: Result<T, SdkError<E, HttpResponse>>) -> (String, u16, String)
where
    E: ProvideErrorMetadata + std::fmt::Debug,
{
    let error = result.unwrap_err();
    let status = error.raw_response().unwrap().status().as_u16();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (text(error.code()), status, text(error.message()))
}

/// A refusal as the code and the status only.
pub fn code<T: std::fmt::Debug, E>(result: Result<T, SdkError<E, HttpResponse>>) -> (String, u16)
where
    E: ProvideErrorMetadata + std::fmt::Debug,
{
    let (code, status, _) = refusal(result);
    (code, status)
}

/// An answer as it came over the socket.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answered {
    /// The body, with XML's apostrophes as they are read.
    pub fn plain(&self) -> String {
        self.body.replace("&apos;", "'")
    }
}

/// A tag of IAM.
pub fn iam_tag(key: &str, value: &str) -> aws_sdk_iam::types::Tag {
    aws_sdk_iam::types::Tag::builder().key(key).value(value).build().unwrap()
}

/// The keys of a session.
pub fn session_keys(made: Option<&aws_sdk_sts::types::Credentials>) -> Credentials {
    let made = made.unwrap();
    let token = Some(made.session_token().to_owned());
    Credentials::new(made.access_key_id(), made.secret_access_key(), token, None, "session")
}

/// What IAM refuses for its form, and says so in these words.
pub async fn assert_invalid(sandbox: &Sandbox, form: &str, says: &str) {
    let (to, keys) = (sandbox.address(), seeded(sandbox, "admin"));
    let raw = Raw::query(&format!("Version=2010-05-08&Action={form}"));
    let answer = raw.sign(to, &keys).send(to).await;
    assert!(
        answer.status == 400
            && answer.body.contains("<Code>ValidationError</Code>")
            && answer.plain().contains(says),
        "{form}: {answer:?}"
    );
}

/// Sends bytes as they are and reads until the server closes.
pub async fn send_bytes(address: SocketAddr, bytes: &[u8]) -> Answered {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    let text = String::from_utf8_lossy(&all).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answered { status, head: head.to_owned(), body: body.to_owned() }
}

/// A request to sign by hand.
#[derive(Clone)]
pub struct Raw {
    pub method: &'static str,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub service: &'static str,
    pub region: &'static str,
    pub time: SystemTime,
}

impl Raw {
    pub fn query(form: &str) -> Raw {
        Raw {
            method: "POST",
            path: "/".to_owned(),
            headers: vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
            body: form.as_bytes().to_vec(),
            service: match form {
                form if form.contains("2010-05-08") => "iam",
                form if form.contains("2010-05-15") => "cloudformation",
                _ => "sts",
            },
            region: "us-east-1",
            time: SystemTime::now(),
        }
    }

    pub fn get_caller_identity() -> Raw {
        Raw::query("Action=GetCallerIdentity&Version=2011-06-15")
    }

    pub fn rest(method: &'static str, path: &str, body: &str) -> Raw {
        Raw {
            method,
            path: path.to_owned(),
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.as_bytes().to_vec(),
            service: "bedrock",
            region: "us-east-1",
            time: SystemTime::now(),
        }
    }

    /// An operation of CloudTrail.
    pub fn json(operation: &str, body: &str) -> Raw {
        Raw::target("cloudtrail", &format!("CloudTrail_20131101.{operation}"), body)
    }

    /// An operation of a service of the JSON 1.1 protocol.
    pub fn target(service: &'static str, target: &str, body: &str) -> Raw {
        Raw {
            headers: vec![
                ("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()),
                ("x-amz-target".to_owned(), target.to_owned()),
            ],
            service,
            ..Raw::rest("POST", "/", body)
        }
    }

    /// Signs; what is done to the result after that is what the server has to notice.
    pub fn sign(self, address: SocketAddr, keys: &Credentials) -> Raw {
        self.sign_with(address, keys, SigningSettings::default(), false)
    }

    /// Signs as if the body did not matter.
    pub fn sign_unsigned_payload(self, address: SocketAddr, keys: &Credentials) -> Raw {
        self.sign_with(address, keys, SigningSettings::default(), true)
    }

    /// Signs by the query.
    pub fn presign(self, address: SocketAddr, keys: &Credentials, seconds: u64) -> Raw {
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(seconds));
        self.sign_with(address, keys, settings, false)
    }

    fn sign_with(
        mut self,
        address: SocketAddr,
        keys: &Credentials,
        settings: SigningSettings,
        unsigned_payload: bool,
    ) -> Raw {
        self.headers.push(("host".to_owned(), address.to_string()));
        let identity = keys.clone().into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(self.time)
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let url = format!("http://{address}{}", self.path);
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let body =
            if unsigned_payload { SignableBody::UnsignedPayload } else { SignableBody::Bytes(&self.body) };
        let signable = SignableRequest::new(self.method, url, headers, body).unwrap();
        let (instructions, _) = sign(signable, &params).unwrap().into_parts();
        let (added, parameters) = instructions.into_parts();
        for header in added {
            self.headers.push((header.name().to_owned(), header.value().to_owned()));
        }
        for (name, value) in parameters {
            let value = percent_encoding::utf8_percent_encode(&value, percent_encoding::NON_ALPHANUMERIC);
            let start = if self.path.contains('?') { '&' } else { '?' };
            self.path.push_str(&format!("{start}{name}={value}"));
        }
        self
    }

    /// As if it had been made so many seconds ago.
    pub fn aged(mut self, seconds: u64) -> Raw {
        self.time -= Duration::from_secs(seconds);
        self
    }

    /// Replaces a part of a header.
    pub fn edit(self, name: &str, from: &str, to: &str) -> Raw {
        assert!(self.header(name).contains(from), "{name} holds {from}: {}", self.header(name));
        let value = self.header(name).replacen(from, to, 1);
        self.set(name, &value)
    }

    /// Replaces a part of the path and query.
    pub fn edit_path(mut self, from: &str, to: &str) -> Raw {
        assert!(self.path.contains(from), "{} holds {from}", self.path);
        self.path = self.path.replacen(from, to, 1);
        self
    }

    pub fn set(mut self, name: &str, value: &str) -> Raw {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Raw {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// As it is sent.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str(&format!("content-length: {}\r\n\r\n", self.body.len()));
        let mut bytes = bytes.into_bytes();
        bytes.extend(&self.body);
        bytes
    }

    pub async fn send(&self, address: SocketAddr) -> Answered {
        let mut closing = self.clone();
        closing.headers.insert(0, ("connection".to_owned(), "close".to_owned()));
        send_bytes(address, &closing.bytes()).await
    }
}

/// A sandbox with a built-in scenario.
pub async fn start_in(scenario: &str) -> Sandbox {
    let scenario = Some(sandbox::Scenario::built_in(scenario).unwrap());
    Sandbox::start(Options { scenario, ..Options::default() }).await.unwrap()
}

/// Asks the control endpoint, with the token.
pub async fn control(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> (u16, serde_json::Value) {
    let authorization = format!("Bearer {}", sandbox.control_token());
    let headers = [("authorization", authorization.as_str())];
    let answer = control_with(sandbox, method, path, &headers, body).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

pub async fn control_with(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answered {
    send_unsigned(sandbox, method, &format!("/_sandbox{path}"), headers, body).await
}

/// Sends what is not signed.
pub async fn send_unsigned(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answered {
    let to = sandbox.address();
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
    send_bytes(to, text.as_bytes()).await
}
