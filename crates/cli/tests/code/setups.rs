//! The setups that every form is tried with: what a person can choose, and the longest and oddest
//! values that are legal.

use iam_policy::{Kind, Policy, meaning};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const POLICY_NAME: &str = "quilr-gateway-bedrock-invoke";
const EXTERNAL_ID: &str = "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11";

/// A setup as the flags of the command line.
pub(crate) struct Setup {
    pub(crate) name: &'static str,
    pub(crate) role_name: String,
    flags: Vec<String>,
}

/// A folder with the setups' trust policies, and the program.
pub(crate) struct Setups {
    folder: TempDir,
    pub(crate) all: Vec<Setup>,
}

/// A trust policy as a person may write one: lists, a policy variable, quotes, a backslash, what
/// Terraform, `Fn::Sub` and a shell would take for their own.
const BY_HAND: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": { "AWS": ["arn:aws:iam::975050335771:user/quilr-gateway"] },
      "Action": ["sts:AssumeRole"],
      "Condition": {
        "StringEquals": { "sts:ExternalId": ["7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11", "rotated-0d9f6f2c11"] },
        "StringNotLike": { "aws:PrincipalTag/team": ["${aws:PrincipalTag/other}", "it's \"$(id)\" `id` \\ %{x} ${!y}"] },
        "Bool": { "aws:SecureTransport": true }
      }
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sts:AssumeRole",
      "Condition": { "DateGreaterThan": { "aws:CurrentTime": "2035-01-01T00:00:00Z" } }
    }
  ]
}"#;

/// Lets the gateway in without asking for anything: not wise, but what was typed is what is made.
const NO_EXTERNAL_ID: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"},"Action":"sts:AssumeRole"}}"#;

impl Setups {
    pub(crate) fn new() -> Self {
        let mut setups = Self { folder: tempfile::tempdir().unwrap(), all: Vec::new() };
        setups.add("default", &[]);
        setups.add("inference profiles", &["--inference-profiles"]);
        setups.add("application inference profiles", &["--application-inference-profiles"]);
        setups.add("provisioned throughput", &["--provisioned-models", "--no-streaming"]);
        setups.add("custom models", &["--custom-models", "--duration", "900"]);
        setups.add(
            "narrowed",
            &[
                "--inference-profiles",
                "--only-region=eu-central-1",
                "--only-region=eu-west-1",
                "--only-model=amazon.nova-micro-v1:0",
                "--only-model=anthropic.claude-*",
                "--region=eu-central-1",
            ],
        );
        let external_id = format!("-=,.@:/+_{}", "aZ9".repeat(405));
        let path = format!("/it's$(id)\"`id`\\%{{x}}${{y}}#!|&;<>*?[~]/{}/", "p".repeat(400));
        setups.add(
            "long and odd",
            &[
                "--inference-profiles",
                "--custom-models",
                &format!("--external-id={external_id}"),
                &format!("--role-name={}", odd_name()),
                &format!("--role-path={path}"),
                "--session-name=+=,.@-_",
                "--duration=43200",
            ],
        );
        setups.set_role_name(&odd_name());
        for (name, text) in [("edited by hand", BY_HAND), ("without an ExternalId", NO_EXTERNAL_ID)] {
            let file = setups.path().join(format!("{name}.json"));
            std::fs::write(&file, text).unwrap();
            setups.add(name, &["--trust-policy", file.to_str().unwrap()]);
        }
        setups
    }

    fn add(&mut self, name: &'static str, flags: &[&str]) {
        let mut all = vec!["--account-id".to_owned(), ACCOUNT.to_owned()];
        if !flags.iter().any(|flag| flag.starts_with("--external-id=")) {
            all.extend(["--external-id".to_owned(), EXTERNAL_ID.to_owned()]);
        }
        all.extend(flags.iter().map(|flag| (*flag).to_owned()));
        self.all.push(Setup { name, role_name: "quilr-gateway-bedrock".to_owned(), flags: all });
    }

    fn set_role_name(&mut self, name: &str) {
        self.all.last_mut().unwrap().role_name = name.to_owned();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn named(&self, name: &str) -> &Setup {
        self.all.iter().find(|setup| setup.name == name).unwrap()
    }

    /// Writes each setup in a form to a folder of its own; gives the files.
    pub(crate) fn write(&self, artifact: &str) -> Vec<PathBuf> {
        self.all.iter().map(|setup| self.write_one(setup, artifact)).collect()
    }

    pub(crate) fn write_one(&self, setup: &Setup, artifact: &str) -> PathBuf {
        let code = setup.code(artifact);
        let folder = self.path().join(setup.name).join(artifact);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(code["file_name"].as_str().unwrap());
        std::fs::write(&file, code["text"].as_str().unwrap()).unwrap();
        file
    }
}

/// 64 characters, a hyphen first.
fn odd_name() -> String {
    format!("-=,.@+_{}", "aZ9".repeat(19))
}

impl Setup {
    /// With these values (`--flag value`) in the place of its own.
    pub(crate) fn with(&self, values: &[&str]) -> Setup {
        let mut flags = self.flags.clone();
        for pair in values.chunks(2) {
            if let Some(at) = flags.iter().position(|flag| flag == pair[0]) {
                flags.drain(at..at + 2);
            }
            flags.retain(|flag| !flag.starts_with(&format!("{}=", pair[0])));
            flags.push(format!("{}={}", pair[0], pair[1]));
        }
        Setup { name: self.name, role_name: self.role_name.clone(), flags }
    }

    pub(crate) fn flags(&self) -> &[String] {
        &self.flags
    }

    pub(crate) fn render(&self, artifact: &str, more: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_bedrock-role"))
            .arg("render")
            .arg(artifact)
            .args(&self.flags)
            .args(more)
            .env_clear()
            .output()
            .unwrap();
        assert!(output.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The JSON form: `file_name`, `text`, `run`.
    pub(crate) fn code(&self, artifact: &str) -> Value {
        serde_json::from_str(&self.render(artifact, &["--format", "json"])).unwrap()
    }

    /// The commands to run.
    pub(crate) fn run(&self, artifact: &str) -> Vec<String> {
        serde_json::from_value(self.code(artifact)["run"].clone()).unwrap()
    }

    /// The ARN that the dashboard gets.
    pub(crate) fn role_arn(&self) -> String {
        self.dashboard("aws_role_arn").as_str().unwrap().to_owned()
    }

    /// A value of the dashboard form.
    pub(crate) fn dashboard(&self, name: &str) -> Value {
        serde_json::from_str::<Value>(&self.render("dashboard", &[])).unwrap()[name].clone()
    }

    /// What the role's MaxSessionDuration must be.
    pub(crate) fn longest_session(&self) -> u64 {
        self.dashboard("aws_session_duration_seconds").as_u64().unwrap().max(3600)
    }

    /// That two documents mean what `render trust` and `render permissions` print.
    #[track_caller]
    pub(crate) fn assert_documents(&self, trust: &Value, permissions: &Value) {
        for (what, kind, made) in
            [("trust", Kind::Trust, trust), ("permissions", Kind::Identity, permissions)]
        {
            let wanted = self.render(what, &[]);
            assert_same(self.name, kind, &wanted, &made.to_string());
        }
    }
}

/// That two documents mean the same.
#[track_caller]
pub(crate) fn assert_same(name: &str, kind: Kind, wanted: &str, made: &str) {
    let parse =
        |text: &str| Policy::parse(text, kind).unwrap_or_else(|error| panic!("{name}: {error:?} in {text}"));
    assert!(meaning::equivalent(&parse(wanted), &parse(made)), "{name}: wanted {wanted}\nmade {made}");
}
