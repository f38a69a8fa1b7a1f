//! The programs of the two virtual environments.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

/// A program of the environment with the AWS CLI, boto3, cfn-lint, moto, python-hcl2 and shellcheck.
pub(crate) fn python(program: &str) -> Command {
    of("BEDROCK_ROLE_TEST_PYTHON", program)
}

/// checkov, which pins another boto3 and so lives by itself.
pub(crate) fn checkov() -> Command {
    of("BEDROCK_ROLE_TEST_CHECKOV", "checkov")
}

fn folder(variable: &str) -> PathBuf {
    std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} names a folder of Python programs: run script/test"))
        .into()
}

fn of(variable: &str, program: &str) -> Command {
    let folder = folder(variable);
    let mut command = Command::new(folder.join(program));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([folder].into_iter().chain(std::env::split_paths(&path))).unwrap();
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
        .env("PATH", path)
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_MAX_ATTEMPTS", "1");
    command
}

/// Runs lines in bash as the environment's programs see it; asserts nothing.
pub(crate) fn bash() -> Command {
    let mut command = python("python");
    let mut bash = Command::new("bash");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => bash.env(name, value),
            None => bash.env_remove(name),
        };
    }
    command.stdin(Stdio::null());
    bash.stdin(Stdio::null());
    bash
}

/// What a run printed, if it ended well.
#[track_caller]
pub(crate) fn succeeded(what: &str, output: &Output) -> String {
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{what}: {}\n{stdout}\n{stderr}", output.status);
    stdout.into_owned()
}

/// A Python program that answers a line of JSON with a line of JSON.
pub(crate) struct Helper {
    process: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Helper {
    pub(crate) fn start(source: &str) -> Self {
        let mut process = python("python")
            .args(["-c", source])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = process.stdin.take();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        Self { process, stdin, stdout }
    }

    #[track_caller]
    pub(crate) fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.stdin.as_mut().unwrap(), "{question}").unwrap();
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "it ended, and says why on standard error; asked {question}");
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // The end of its input is its end.
        self.stdin.take();
        let _ = self.process.wait();
    }
}
