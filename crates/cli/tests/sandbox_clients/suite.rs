//! Runs the suite in Python against two sandboxes of its own, and reads what it tells.

use crate::support::programs::python;
use crate::support::sandbox::SandboxProcess;
use serde::Deserialize;
use std::fmt;
use std::process::Stdio;

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sandbox_clients/suite/main.py");

/// What the second one begins with: the clock, the faults and the organisation of it are moved.
const CONTROLLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sandbox_clients/suite/controlled.json");

/// A check, and how it ended if it was run.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    pub(crate) service: String,
    pub(crate) operation: String,
    pub(crate) says: String,
    /// What it shares with others, `{}` where they differ.
    pub(crate) family: String,
    /// Where it differs; empty if it stands alone.
    pub(crate) case: String,
    #[serde(default)]
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) detail: String,
}

impl fmt::Display for Line {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, says, status, detail, .. } = self;
        write!(to, "{status}: {operation} {says}\n    {}", detail.trim_end())
    }
}

/// A line for each check.
pub(crate) fn run(arguments: &[&str]) -> Vec<Line> {
    let sandbox = SandboxProcess::start();
    let controlled = SandboxProcess::start_with(&["--scenario", CONTROLLED]);
    let output = python("python")
        .arg(SUITE)
        .args(arguments)
        .env("SANDBOX", sandbox.started.to_string())
        .env("CONTROLLED", controlled.started.to_string())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "the suite broke off; what it printed last stands above");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
