//! The shell script, with the real AWS CLI against `bedrock-role sandbox`: what it makes is what `plan`
//! wants, as often as it is run, and no trust policy is overwritten unseen.

use crate::setups::{ACCOUNT, POLICY_NAME, Setup, Setups, assert_same};
use crate::support::sandbox::SandboxProcess;
use crate::tools::{bash, python, succeeded};
use iam_policy::Kind;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

struct Sandbox {
    process: SandboxProcess,
    setups: Setups,
}

/// A script in its file.
struct Script(PathBuf);

impl Sandbox {
    fn start() -> Self {
        Self { process: SandboxProcess::start(), setups: Setups::new() }
    }

    fn signed_in<'a>(&self, command: &'a mut Command, caller: &str) -> &'a mut Command {
        command.envs(self.process.environment(caller)).env("HOME", self.setups.path())
    }

    fn script(&self, setup: &Setup) -> Script {
        Script(self.setups.write_one(setup, "cli"))
    }

    fn run(&self, script: &Script, arguments: &[&str], caller: &str) -> Output {
        self.signed_in(bash().arg(&script.0).args(arguments), caller).output().unwrap()
    }

    fn aws(&self, arguments: &[&str]) -> Value {
        let mut aws = python("aws");
        let output =
            self.signed_in(aws.args(arguments).args(["--output", "json"]), "admin").output().unwrap();
        serde_json::from_str(&succeeded("aws", &output)).unwrap_or(Value::Null)
    }

    fn role(&self, setup: &Setup) -> Value {
        self.aws(&["iam", "get-role", &format!("--role-name={}", setup.role_name)])["Role"].clone()
    }

    /// Puts the trust policy as IAM may give it back: keys and values in another order, a list of one as
    /// one value.
    fn rewrite_trust(&self, setup: &Setup) {
        let mut trust: Value = serde_json::from_str(&setup.render("trust", &[])).unwrap();
        let statement = &mut trust["Statement"][0];
        statement["Action"] = statement["Action"][0].clone();
        statement["Principal"]["AWS"] = statement["Principal"]["AWS"][0].clone();
        statement["Condition"]["StringEquals"]["sts:ExternalId"].as_array_mut().unwrap().reverse();
        let sid = statement.as_object_mut().unwrap().shift_remove("Sid").unwrap();
        statement["Sid"] = sid;
        self.aws(&[
            "iam",
            "update-assume-role-policy",
            &format!("--role-name={}", setup.role_name),
            &format!("--policy-document={trust}"),
        ]);
    }

    fn bedrock_role(&self, command: &[&str], setup: &Setup) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_bedrock-role"));
        program.env_clear().args(command).args(setup.flags()).stdin(Stdio::null());
        let data = self.setups.path().join("data");
        self.signed_in(&mut program, "admin").env("BEDROCK_ROLE_DATA_DIR", data).output().unwrap()
    }

    #[track_caller]
    fn assert_nothing_to_change(&self, setup: &Setup) {
        let output = self.bedrock_role(&["plan", "--format", "json"], setup);
        let plan: Value = serde_json::from_str(&succeeded("plan", &output)).unwrap();
        assert_eq!(plan["exists"], true, "{plan:#}");
        assert_eq!(plan["changes"], serde_json::json!([]), "{}: {plan:#}", setup.name);
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn run_twice_it_makes_the_role_that_plan_wants_and_verify_proves() {
    let sandbox = Sandbox::start();
    let setup = sandbox.setups.named("inference profiles");
    let script = sandbox.script(setup);
    let first = sandbox.run(&script, &[], "admin");
    assert_eq!(succeeded("the first run", &first), setup.role_arn() + "\n", "the ARN and nothing else");
    assert!(stderr(&first).contains("Creating the role"), "{first:?}");
    let made = sandbox.role(setup);

    let second = sandbox.run(&script, &[], "admin");
    assert_eq!(succeeded("the second run", &second), setup.role_arn() + "\n");
    assert_eq!(stderr(&second), "The role is as it should be. aws_role_arn:\n", "nothing was left to change");
    assert_eq!(sandbox.role(setup), made);

    sandbox.assert_nothing_to_change(setup);
    let verified = sandbox.bedrock_role(&["verify"], setup);
    succeeded("verify", &verified);
}

#[test]
fn odd_values_arrive_as_they_are() {
    let sandbox = Sandbox::start();
    for name in ["long and odd", "edited by hand"] {
        let setup = sandbox.setups.named(name);
        let script = sandbox.script(setup);
        succeeded("the first run", &sandbox.run(&script, &[], "admin"));
        if name == "edited by hand" {
            sandbox.rewrite_trust(setup);
        }
        let output = sandbox.run(&script, &[], "admin");
        assert_eq!(succeeded("the second run", &output), setup.role_arn() + "\n", "{name}");
        assert!(!stderr(&output).contains("Replacing"), "{name}: {output:?}");
        sandbox.assert_nothing_to_change(setup);
        let role = sandbox.role(setup);
        let policy = sandbox.aws(&[
            "iam",
            "get-role-policy",
            &format!("--role-name={}", setup.role_name),
            &format!("--policy-name={POLICY_NAME}"),
        ]);
        setup.assert_documents(&role["AssumeRolePolicyDocument"], &policy["PolicyDocument"]);
    }
}

#[test]
fn another_trust_policy_is_shown_and_stays_until_told_otherwise() {
    let sandbox = Sandbox::start();
    let setup = sandbox.setups.named("default");
    let ours: Value = serde_json::from_str(&setup.render("trust", &[])).unwrap();
    // Equal in all but one value, deep inside.
    let theirs = ours.to_string().replace("7f3c2b1e", "8f3c2b1e");
    let create = |description: &str| {
        sandbox.aws(&[
            "iam",
            "create-role",
            "--role-name=quilr-gateway-bedrock",
            &format!("--assume-role-policy-document={theirs}"),
            &format!("--description={description}"),
            "--tags=Key=owner,Value=platform",
        ])
    };
    create("Made by the platform team");
    let before = sandbox.role(setup);
    let setup = setup.with(&["--duration", "7200"]);
    let script = sandbox.script(&setup);

    let refused = sandbox.run(&script, &[], "admin");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(refused.stdout.is_empty(), "no ARN: the role is not ready");
    for shown in ["8f3c2b1e", "7f3c2b1e", "nothing was changed", "--replace-trust"] {
        assert!(stderr(&refused).contains(shown), "{shown} in {}", stderr(&refused));
    }
    assert_eq!(sandbox.role(&setup), before, "nothing was changed");
    let policies = sandbox.aws(&["iam", "list-role-policies", "--role-name=quilr-gateway-bedrock"]);
    assert_eq!(policies["PolicyNames"], serde_json::json!([]));

    let replaced = sandbox.run(&script, &["--replace-trust"], "admin");
    assert_eq!(succeeded("--replace-trust", &replaced), setup.role_arn() + "\n");
    assert!(stderr(&replaced).contains("8f3c2b1e"), "what is overwritten was shown: {}", stderr(&replaced));
    let after = sandbox.role(&setup);
    assert_same("replaced", Kind::Trust, &ours.to_string(), &after["AssumeRolePolicyDocument"].to_string());
    assert_eq!(after["MaxSessionDuration"], 7200);
    assert_eq!(after["Description"], "Made by the platform team", "UpdateRole did not take it back");
    assert!(after["Tags"].to_string().contains("owner"), "{after:#}");
    sandbox.assert_nothing_to_change(&setup);

    let lower = sandbox.script(sandbox.setups.named("default"));
    succeeded("a shorter session", &sandbox.run(&lower, &[], "admin"));
    assert_eq!(sandbox.role(&setup)["MaxSessionDuration"], 7200, "only raised");
}

#[test]
fn in_the_wrong_account_or_without_rights_nothing_is_made() {
    let sandbox = Sandbox::start();
    let setup = sandbox.setups.named("default");
    let script = sandbox.script(setup);
    let elsewhere = sandbox.run(&script, &[], "somebody");
    assert_eq!(elsewhere.status.code(), Some(2), "{elsewhere:?}");
    assert!(stderr(&elsewhere).contains(ACCOUNT), "{elsewhere:?}");
    let wrong = sandbox.run(&script, &["--force"], "admin");
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    let roles = sandbox.aws(&["iam", "list-roles"]);
    assert!(!roles.to_string().contains("quilr-gateway-bedrock"), "{roles:#}");
}
