//! The programs of the two virtual environments.

pub(crate) use crate::support::programs::python;

use crate::support::programs::of;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

/// checkov, which pins another boto3 and so lives by itself.
pub(crate) fn checkov() -> Command {
    of("BEDROCK_ROLE_TEST_CHECKOV", "checkov")
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
        Self::start_in(source, &[])
    }

    /// With more in its environment.
    pub(crate) fn start_in(source: &str, environment: &[(&str, String)]) -> Self {
        let mut process = python("python")
            .args(["-c", source])
            .envs(environment.iter().map(|(name, value)| (name, value)))
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
