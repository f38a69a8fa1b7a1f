//! The vendor's page, line by line, with the real `aws` client and boto3 against `bedrock-role sandbox`.
//!
//! `script/test` installs both and names their folder in `BEDROCK_ROLE_TEST_PYTHON`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Output, Stdio};
use support::programs::python;
use support::sandbox::SandboxProcess;

const EXTERNAL_ID: &str = "7f3c2b1e-acme-2026";
const ROLE: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";
const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";
const ADMIN: &str = "arn:aws:iam::123456789012:user/admin";

struct Sandbox(SandboxProcess);

impl Sandbox {
    fn start() -> Self {
        Self(SandboxProcess::start())
    }

    /// A command of the real clients, as one of the sandbox's callers.
    fn command(&self, program: &str, caller: &str) -> Command {
        let mut command = python(program);
        command.envs(self.0.environment(caller));
        command
    }

    fn aws(&self, caller: &str, arguments: &[&str]) -> Output {
        self.command("aws", caller).args(arguments).args(["--output", "json"]).output().unwrap()
    }

    fn aws_ok(&self, caller: &str, arguments: &[&str]) -> Value {
        let output = self.aws(caller, arguments);
        assert!(output.status.success(), "aws {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }

    fn aws_refused(&self, caller: &str, arguments: &[&str]) -> String {
        let output = self.aws(caller, arguments);
        assert!(!output.status.success(), "aws {arguments:?} as {caller} was let in");
        String::from_utf8(output.stderr).unwrap().trim().to_owned()
    }

    /// The page's steps 2 and 3, with these principals in the trust policy.
    fn create_role(&self, principals: Value) {
        let trust = trust_policy(principals).to_string();
        let permissions = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
                "Resource": "arn:aws:bedrock:*::foundation-model/*"
            }]
        })
        .to_string();
        let name = "quilr-gateway-bedrock";
        let created = self.aws_ok(
            "admin",
            &["iam", "create-role", "--role-name", name, "--assume-role-policy-document", &trust],
        );
        assert_eq!(created["Role"]["Arn"], ROLE);
        let policy = "quilr-gateway-bedrock-invoke";
        self.aws_ok(
            "admin",
            &[
                "iam",
                "put-role-policy",
                "--role-name",
                name,
                "--policy-name",
                policy,
                "--policy-document",
                &permissions,
            ],
        );
    }
}

fn trust_policy(principals: Value) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": principals },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "sts:ExternalId": EXTERNAL_ID } }
        }]
    })
}

const ASSUME: [&str; 6] = ["sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "test"];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

#[test]
fn the_pages_local_cli_check() {
    let sandbox = Sandbox::start();
    sandbox.create_role(json!(GATEWAY));

    // "You cannot run aws sts assume-role against this role from your own terminal as written."
    let denied = format!(
        "An error occurred (AccessDenied) when calling the AssumeRole operation: \
         User: {ADMIN} is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
    );
    let with_id = with(&ASSUME, &["--external-id", EXTERNAL_ID]);
    assert!(sandbox.aws_refused("admin", &with_id).ends_with(&denied));

    // "Temporarily add your own IAM user or role to the Principal.AWS array."
    let both = trust_policy(json!([GATEWAY, ADMIN])).to_string();
    let update =
        ["iam", "update-assume-role-policy", "--role-name", "quilr-gateway-bedrock", "--policy-document"];
    sandbox.aws_ok("admin", &with(&update, &[&both]));

    // "Should fail with AccessDenied (ExternalId condition not satisfied)." "Should succeed."
    assert!(sandbox.aws_refused("admin", &ASSUME).ends_with(&denied));
    assert!(
        sandbox.aws_refused("admin", &with(&ASSUME, &["--external-id", "other-tenant"])).ends_with(&denied)
    );
    let assumed = sandbox.aws_ok("admin", &with_id);
    assert_eq!(
        assumed["AssumedRoleUser"]["Arn"],
        "arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/test"
    );

    // "Remove your own ARN from the Principal block before going live."
    let only_gateway = trust_policy(json!(GATEWAY)).to_string();
    sandbox.aws_ok("admin", &with(&update, &[&only_gateway]));
    assert!(sandbox.aws_refused("admin", &with_id).ends_with(&denied));
}

#[test]
fn only_the_gateway_gets_in_and_only_with_the_external_id() {
    let sandbox = Sandbox::start();
    sandbox.create_role(json!(GATEWAY));
    let with_id = with(&ASSUME, &["--external-id", EXTERNAL_ID]);
    sandbox.aws_ok("gateway", &with_id);
    for (caller, arguments) in
        [("gateway", ASSUME.to_vec()), ("gateway-2", with_id.clone()), ("somebody", with_id.clone())]
    {
        let refused = sandbox.aws_refused(caller, &arguments);
        assert!(refused.contains("(AccessDenied)"), "{caller}: {refused}");
        assert!(
            refused.contains("is not authorized to perform: sts:AssumeRole on resource:"),
            "{caller}: {refused}"
        );
    }
}

#[test]
fn the_pages_error_texts_to_the_letter() {
    let sandbox = Sandbox::start();
    sandbox.create_role(json!(GATEWAY));
    let refused = |more: &[&str]| {
        sandbox.aws_refused("gateway", &with(&with(&ASSUME, &["--external-id", EXTERNAL_ID]), more))
    };
    let over = refused(&["--duration-seconds", "7200"]);
    assert!(
        over.contains("(ValidationError)")
            && over
                .contains("The requested DurationSeconds exceeds the MaxSessionDuration set for this role"),
        "{over}"
    );
    let session = sandbox.aws_refused(
        "gateway",
        &[
            "sts",
            "assume-role",
            "--role-arn",
            ROLE,
            "--role-session-name",
            "a b",
            "--external-id",
            EXTERNAL_ID,
        ],
    );
    assert!(
        session.contains("Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"),
        "{session}"
    );
}

#[test]
fn boto3_runs_every_surface_of_bedrock_through_the_role() {
    let sandbox = Sandbox::start();
    sandbox.create_role(json!(GATEWAY));
    let mut python = sandbox
        .command("python", "gateway")
        .arg("-")
        .env("ROLE_ARN", ROLE)
        .env("EXTERNAL_ID", EXTERNAL_ID)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(include_bytes!("gateway.py")).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        seen["identity"],
        "arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/quilr-gateway-test"
    );
    assert!(seen["converse_tokens"].as_u64().unwrap() > 0, "{seen}");
    assert_eq!(
        seen["stream_events"],
        json!(["messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"])
    );
    assert_eq!(seen["embedding_length"], 256);
    assert_eq!(seen["best_document"], 1);
    assert_eq!(
        seen["profile_refused"],
        "AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/quilr-gateway-test \
         is not authorized to perform: bedrock:InvokeModel on resource: \
         arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0 because no identity-based \
         policy allows the bedrock:InvokeModel action"
    );
}
