//! Running the program, and a sandbox for it to work against.

pub(crate) use crate::support::sandbox::{SandboxProcess, send};

use crate::support::sandbox::environment;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub(crate) const EXTERNAL_ID: &str = "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11";
pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";

/// A home of its own: no profile, no key and no data of this machine gets in.
pub(crate) struct Home {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// Signed in as one of the sandbox's callers, at its endpoint or one in front of it.
    pub(crate) fn signed_in(endpoint: &str, keys: &Value) -> Self {
        let mut home = Self::new();
        for (name, value) in environment(endpoint, "us-east-1", keys) {
            home.set(name, &value);
        }
        home
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the home; gives its path.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes a profile's keys where the AWS CLI keeps them.
    pub(crate) fn keys_of_profile(&self, name: &str, keys: &Value) {
        let key = |name: &str| keys[name].as_str().unwrap();
        let (id, secret) = (key("access_key_id"), key("secret_access_key"));
        let text = format!("[{name}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        self.file(".aws/credentials", text);
    }

    /// Where the program keeps its data.
    pub(crate) fn data_folder(&self) -> String {
        self.path().join("data").to_str().unwrap().to_owned()
    }

    /// The undo records that are on disk.
    pub(crate) fn undo_records(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.path().join("data/undo")) else {
            return Vec::new();
        };
        entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .collect()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bedrock-role"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.path())
            .env("BEDROCK_ROLE_DATA_DIR", self.path().join("data"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments).spawn().unwrap())
    }

    pub(crate) fn run_with_stdin(&self, arguments: &[&str], text: &str) -> Ended {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        drop(stdin);
        ended(child)
    }
}

/// Waits for the end of a run.
pub(crate) fn ended(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ended {
    /// The one JSON document on standard output: anything else there is a failure.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:#?}"))
    }

    /// The one error on standard error; standard output stays empty.
    pub(crate) fn json_error(&self) -> Value {
        assert_eq!(self.stdout, "", "standard output is for results only");
        let document: Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error} in {self:#?}"));
        document["error"].clone()
    }

    #[track_caller]
    pub(crate) fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

impl SandboxProcess {
    pub(crate) fn home(&self, identity: &str) -> Home {
        Home::signed_in(self.endpoint(), self.keys(identity))
    }
}

/// The arguments with those of the role under test after them.
pub(crate) fn with_role<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let mut all = arguments.to_vec();
    all.extend(["--external-id", EXTERNAL_ID]);
    all
}
