//! An HTTP proxy that passes each call on to a sandbox, or does something else with it. It listens at
//! IPv6's loopback on the sandbox's own port, so that the signed `Host` is one that the sandbox serves.

use std::io::{Error, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What is done with a call.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Passed on, and its answer passed back.
    Pass,
    /// Neither passed on nor answered: it was never sent, as far as AWS knows.
    Hold,
    /// Passed on, its answer kept back: the program waits.
    KeepAnswer,
    /// Passed on and answered; the test is told.
    Answer,
    /// Passed on when the test says so.
    After(Arc<Notify>),
    /// Answered with this instead.
    Refuse { status: u16, code: &'static str },
    /// The connection is cut without an answer.
    Reset,
    /// Passed on; half of the answer comes, then the connection is cut.
    HalfAnAnswer,
    /// Passed on; the answer comes in pieces.
    Slow,
}

type Rule = Box<dyn Fn(usize, &str) -> Act + Send + Sync>;

/// A running proxy.
pub(crate) struct Proxy {
    pub(crate) endpoint: String,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

struct Shared {
    sandbox_port: u16,
    rule: Mutex<Rule>,
    /// The calls, by their names, in the order in which they came.
    calls: Mutex<Vec<String>>,
    reached: Notify,
    /// The secrets of the sessions that were begun.
    secrets: Mutex<Vec<String>>,
}

impl Proxy {
    /// `None`: the port is taken at that address.
    pub(crate) async fn start(sandbox_endpoint: &str) -> Option<Self> {
        let port: u16 = sandbox_endpoint.rsplit(':').next().unwrap().parse().unwrap();
        let listener = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => listener,
            Err(error) if error.kind() == ErrorKind::AddrInUse => return None,
            Err(error) => panic!("IPv6's loopback is needed: {error}"),
        };
        let shared = Arc::new(Shared {
            sandbox_port: port,
            rule: Mutex::new(Box::new(|_, _| Act::Pass)),
            calls: Mutex::default(),
            reached: Notify::new(),
            secrets: Mutex::default(),
        });
        let served = Arc::clone(&shared);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&served);
                tokio::spawn(async move {
                    // A client that goes away, as a killed one does, is no failure of the proxy.
                    let _ = serve(stream, &shared).await;
                });
            }
        });
        Some(Self { endpoint: format!("http://[::1]:{port}"), shared, server })
    }

    /// From now on the calls are counted from 0, and this is done with each.
    pub(crate) fn rule(&self, rule: impl Fn(usize, &str) -> Act + Send + Sync + 'static) {
        self.shared.calls.lock().unwrap().clear();
        *self.shared.rule.lock().unwrap() = Box::new(rule);
    }

    /// The calls since the last rule.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.shared.calls.lock().unwrap().clone()
    }

    /// What must never be told: the secrets of the sessions that were begun.
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.shared.secrets.lock().unwrap().clone()
    }

    /// Waits until a call is held, kept, or answered on demand.
    pub(crate) async fn reached(&self) {
        self.shared.reached.notified().await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(mut client: TcpStream, shared: &Shared) -> Result<(), Error> {
    let mut buffer = Vec::new();
    loop {
        let request = read_message(&mut client, &mut buffer, false).await?;
        let name = name_of(&request);
        let act = {
            let mut calls = shared.calls.lock().unwrap();
            calls.push(name.clone());
            shared.rule.lock().unwrap()(calls.len() - 1, &name)
        };
        match act {
            Act::Pass => client.write_all(&forward(&request, shared).await?).await?,
            Act::Answer => {
                client.write_all(&forward(&request, shared).await?).await?;
                shared.reached.notify_one();
            }
            Act::After(signal) => {
                shared.reached.notify_one();
                signal.notified().await;
                client.write_all(&forward(&request, shared).await?).await?;
            }
            Act::Hold => {
                shared.reached.notify_one();
                return std::future::pending().await;
            }
            Act::KeepAnswer => {
                forward(&request, shared).await?;
                shared.reached.notify_one();
                return std::future::pending().await;
            }
            Act::Refuse { status, code } => {
                client.write_all(refusal(&request, status, code).as_bytes()).await?;
            }
            Act::Reset => return Ok(()),
            Act::HalfAnAnswer => {
                let answer = forward(&request, shared).await?;
                return client.write_all(&answer[..answer.len() / 2]).await;
            }
            Act::Slow => {
                for piece in forward(&request, shared).await?.chunks(64) {
                    client.write_all(piece).await?;
                    client.flush().await?;
                    tokio::task::yield_now().await;
                }
            }
        }
    }
}

/// An error in the protocol of the call: XML for STS and IAM, JSON for Bedrock.
fn refusal(request: &[u8], status: u16, code: &str) -> String {
    let (kind, header, body) = if is_query(request) {
        let error =
            format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>injected</Message></Error>");
        (
            "text/xml",
            String::new(),
            format!("<ErrorResponse>{error}<RequestId>r-1</RequestId></ErrorResponse>"),
        )
    } else {
        ("application/json", format!("x-amzn-ErrorType: {code}\r\n"), r#"{"message":"injected"}"#.to_owned())
    };
    format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{header}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn is_query(request: &[u8]) -> bool {
    request.windows(7).any(|window| window == b"Action=")
}

/// `GetRole`, or the last part of the path of Bedrock's calls.
fn name_of(request: &[u8]) -> String {
    let text = String::from_utf8_lossy(request);
    if let Some((_, rest)) = text.split_once("Action=") {
        return rest.split(['&', '\r', '\n']).next().unwrap_or_default().to_owned();
    }
    let path = text.split_whitespace().nth(1).unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A connection a call: what is left of one belongs to no other.
async fn forward(request: &[u8], shared: &Shared) -> Result<Vec<u8>, Error> {
    let mut upstream = TcpStream::connect((Ipv4Addr::LOCALHOST, shared.sandbox_port)).await?;
    upstream.write_all(request).await?;
    let answer = read_message(&mut upstream, &mut Vec::new(), true).await?;
    let text = String::from_utf8_lossy(&answer);
    for element in ["SecretAccessKey", "SessionToken"] {
        let secret = text.split_once(&format!("<{element}>")).and_then(|(_, rest)| rest.split('<').next());
        shared.secrets.lock().unwrap().extend(secret.map(str::to_owned));
    }
    Ok(answer)
}

/// One whole request or answer, head and body; `buffer` keeps what came after it.
async fn read_message(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    is_answer: bool,
) -> Result<Vec<u8>, Error> {
    loop {
        if let Some(end) = end_of_message(buffer, is_answer) {
            let rest = buffer.split_off(end);
            return Ok(std::mem::replace(buffer, rest));
        }
        let mut part = [0_u8; 16 * 1024];
        match stream.read(&mut part).await? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            count => buffer.extend_from_slice(&part[..count]),
        }
    }
}

/// Where the first message in the bytes ends, if it is all there.
fn end_of_message(bytes: &[u8], is_answer: bool) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let header = |name: &str| text.lines().find_map(|line| line.strip_prefix(name).map(str::trim));
    if let Some(length) = header("content-length:") {
        let end = head + length.parse::<usize>().unwrap();
        return (bytes.len() >= end).then_some(end);
    }
    if header("transfer-encoding:").is_some() {
        let body = &bytes[head..];
        return body.windows(5).position(|window| window == b"0\r\n\r\n").map(|at| head + at + 5);
    }
    assert!(!is_answer, "an answer whose end is not known: {text}");
    Some(head)
}
