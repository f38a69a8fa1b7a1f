//! `bedrock-role sandbox --format json`, running.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// A sandbox of its own; dropping it ends it.
pub(crate) struct SandboxProcess {
    child: Child,
    /// Held open: a reader that goes away would be a different story.
    stdout: BufReader<ChildStdout>,
    /// The one line that it prints.
    pub(crate) started: Value,
    _home: TempDir,
}

impl SandboxProcess {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// With more arguments. Nothing of this machine's environment gets in.
    pub(crate) fn start_with(more: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_bedrock-role"))
            .args(["sandbox", "--format", "json"])
            .args(more)
            .env_clear()
            .env("HOME", home.path())
            .env("BEDROCK_ROLE_DATA_DIR", home.path().join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        if line.is_empty() {
            panic!("the sandbox did not start: {:?}", child.wait());
        }
        Self { child, stdout, started: serde_json::from_str(&line).unwrap(), _home: home }
    }

    pub(crate) fn endpoint(&self) -> &str {
        self.started["endpoint"].as_str().unwrap()
    }

    pub(crate) fn region(&self) -> &str {
        self.started["region"].as_str().unwrap()
    }

    /// The ARN and the keys of a seeded caller.
    pub(crate) fn keys(&self, identity: &str) -> &Value {
        &self.started["identities"][identity]
    }

    /// What a client of AWS needs in its environment to be that caller here.
    pub(crate) fn environment(&self, identity: &str) -> Vec<(&'static str, String)> {
        environment(self.endpoint(), self.region(), self.keys(identity))
    }

    /// Asks its control endpoint; gives the status and the answer.
    pub(crate) fn control(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let address = self.endpoint().strip_prefix("http://").unwrap();
        let token = self.started["control"]["token"].as_str().unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request = format!(
            "{method} /_sandbox{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    /// Ends it without asking, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end; gives what it still printed and how it ended.
    pub(crate) fn stop(mut self, signal: &str) -> (String, Option<i32>) {
        send(&self.child, signal);
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (rest, self.child.wait().unwrap().code())
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same for any endpoint, such as one in front of the sandbox.
pub(crate) fn environment(endpoint: &str, region: &str, keys: &Value) -> Vec<(&'static str, String)> {
    [
        ("AWS_ENDPOINT_URL", Some(endpoint)),
        ("AWS_REGION", Some(region)),
        ("AWS_DEFAULT_REGION", Some(region)),
        ("AWS_ACCESS_KEY_ID", keys["access_key_id"].as_str()),
        ("AWS_SECRET_ACCESS_KEY", keys["secret_access_key"].as_str()),
        ("AWS_SESSION_TOKEN", keys["session_token"].as_str()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?.to_owned())))
    .collect()
}

/// Sends a signal to a process that was started here.
pub(crate) fn send(child: &Child, signal: &str) {
    let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success(), "kill -s {signal}");
}
