//! What is measured.

use crate::harness::{EXTERNAL_ID, Home};
use crate::support::programs::python;
use crate::support::sandbox::environment;
use serde_json::Value;
use std::process::{Command, Stdio};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Aws,
    Boto3,
    BedrockRole,
}

const PERMISSIONS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"Resource":"arn:aws:bedrock:*::foundation-model/*"}]}"#;

/// The page's trust policy; with one's own ARN in it for the test.
fn trust(test: bool) -> String {
    let gateway = r#""arn:aws:iam::975050335771:user/quilr-gateway""#;
    let principals = if test {
        format!(r#"[{gateway},"arn:aws:iam::123456789012:user/admin"]"#)
    } else {
        gateway.to_owned()
    };
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":{principals}}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":"{EXTERNAL_ID}"}}}}}}]}}"#
    )
}

impl Program {
    pub(crate) const EACH: [Program; 3] = [Program::Aws, Program::Boto3, Program::BedrockRole];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Program::Aws => "aws",
            Program::Boto3 => "boto3",
            Program::BedrockRole => "bedrock-role",
        }
    }

    /// The whole flow, with a role that there is not yet.
    pub(crate) fn run(self, endpoint: &str, keys: &Value, role: &str) {
        match self {
            Program::Aws => aws(endpoint, keys, role),
            Program::Boto3 => {
                let mut script = python("python");
                script.args(["-c", include_str!("flow.py"), role, &trust(false), &trust(true), PERMISSIONS]);
                succeeds(script.arg(EXTERNAL_ID).envs(environment(endpoint, "us-east-1", keys)));
            }
            Program::BedrockRole => {
                let mut home = Home::signed_in(endpoint, keys);
                home.set("AWS_MAX_ATTEMPTS", "1");
                let of_role = ["--external-id", EXTERNAL_ID, "--role-name", role];
                home.run(&[&["apply", "--yes"], &of_role[..]].concat()).exits_with(0);
                // moto serves no Bedrock and decides by no trust policy, which the checks say.
                home.run(&[&["verify"], &of_role[..]].concat()).exits_with(1);
            }
        }
    }
}

fn aws(endpoint: &str, keys: &Value, role: &str) {
    let arn = format!("arn:aws:iam::123456789012:role/{role}");
    let (closed, open) = (trust(false), trust(true));
    let iam = |call: &'static str| vec!["iam", call, "--role-name", role];
    let assume = vec!["sts", "assume-role", "--role-arn", &arn, "--role-session-name", "test"];
    for arguments in [
        [iam("create-role"), vec!["--assume-role-policy-document", &closed]].concat(),
        [
            iam("put-role-policy"),
            vec!["--policy-name", "quilr-gateway-bedrock-invoke", "--policy-document", PERMISSIONS],
        ]
        .concat(),
        iam("get-role"),
        [iam("update-assume-role-policy"), vec!["--policy-document", &open]].concat(),
        assume.clone(),
        [assume, vec!["--external-id", EXTERNAL_ID]].concat(),
        [iam("update-assume-role-policy"), vec!["--policy-document", &closed]].concat(),
    ] {
        succeeds(python("aws").args(arguments).envs(environment(endpoint, "us-east-1", keys)));
    }
}

fn succeeds(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
