//! The templates as CloudFormation deploys them: the roles that come out are those that were asked for.

use crate::setups::{ACCOUNT, POLICY_NAME, Setup, Setups};
use crate::support::sandbox::SandboxProcess;
use crate::tools::{Helper, bash, succeeded};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const HELPER: &str = include_str!("accounts.py");

/// Accounts, and what a client of theirs needs in its environment.
struct Accounts {
    helper: Helper,
    environment: Vec<(&'static str, String)>,
    _sandbox: Option<SandboxProcess>,
}

impl Accounts {
    fn of_moto() -> Self {
        let mut helper = Helper::start(HELPER);
        let endpoint = helper.ask(&json!({ "do": "endpoint" }))["endpoint"].as_str().unwrap().to_owned();
        let environment = [
            ("AWS_ENDPOINT_URL", endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
        ];
        let environment = environment.map(|(name, value)| (name, value.to_owned())).into();
        Self { helper, environment, _sandbox: None }
    }

    /// The sandbox's organisation, as its administrator sees it.
    fn of_sandbox() -> Self {
        let sandbox = SandboxProcess::start();
        let environment = sandbox.environment("admin");
        Self { helper: Helper::start_in(HELPER, &environment), environment, _sandbox: Some(sandbox) }
    }

    fn role(&mut self, name: &str, account: Option<&str>) -> Value {
        self.helper.ask(&json!({ "do": "role", "role": name, "account": account }))
    }

    /// Runs commands as they are printed, in the folder of the template; gives what they print.
    fn run(&mut self, folder: &Path, commands: &str) -> String {
        let output = bash()
            .args(["-euo", "pipefail", "-c", commands])
            .current_dir(folder)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        succeeded(commands, &output)
    }
}

#[track_caller]
fn assert_role(setup: &Setup, role: &Value) {
    setup.assert_documents(&role["trust"], &role["policies"][POLICY_NAME]);
    assert_eq!(role["policies"].as_object().unwrap().len(), 1, "{}", setup.name);
    assert_eq!(role["arn"], setup.role_arn(), "{}", setup.name);
    assert_eq!(role["longest_session"], setup.longest_session(), "{}", setup.name);
    assert_eq!(role["tags"], json!({ "created-by": "bedrock-role-wizard" }));
    assert_eq!(role["description"], "Assumed by QuilrAI's LLM gateway to call Amazon Bedrock");
}

#[test]
fn every_setups_stack_makes_the_role_of_its_documents() {
    let setups = Setups::new();
    let mut accounts = Accounts::of_moto();
    for (number, setup) in setups.all.iter().enumerate() {
        let file = setups.write_one(setup, "cloudformation");
        let made =
            accounts.helper.ask(&json!({ "do": "deploy", "number": number, "file": file, "parameters": {} }));
        assert_eq!(made["status"], "CREATE_COMPLETE", "{}", setup.name);
        assert_eq!(made["outputs"]["RoleArn"], setup.role_arn(), "{}", setup.name);
        assert_eq!(
            made["outputs"]["SessionDuration"],
            setup.dashboard("aws_session_duration_seconds").to_string()
        );
        let role = accounts.role(&setup.role_name, None);
        assert_role(setup, &role);
        if setup.name != "without an ExternalId" {
            assert_eq!(made["outputs"]["ExternalId"], setup.dashboard("aws_external_id"), "{}", setup.name);
        }
        // Most of the setups use the same role name.
        accounts.helper.ask(&json!({ "do": "forget", "number": number }));
    }
}

#[test]
fn the_stacks_commands_deploy_it() {
    let setups = Setups::new();
    let mut accounts = Accounts::of_moto();
    let setup = setups.named("inference profiles");
    let folder = setups.write_one(setup, "cloudformation").parent().unwrap().to_owned();
    let printed = accounts.run(&folder, &setup.run("cloudformation").join("\n"));
    assert!(printed.starts_with(ACCOUNT), "{printed}");
    assert_role(setup, &accounts.role(&setup.role_name, None));
}

/// The printed commands, from the first to the last: the setup's own account, then two further ones.
fn stack_set(accounts: &mut Accounts, setups: &Setups, setup: &Setup) -> Vec<(String, Value)> {
    let folder = setups.write_one(setup, "stackset").parent().unwrap().to_owned();
    // A generator of UUIDs is not on every test machine; the program is one.
    let generator = folder.join("uuidgen");
    std::fs::write(
        &generator,
        format!("#!/bin/sh\nexec '{}' external-id\n", env!("CARGO_BIN_EXE_bedrock-role")),
    )
    .unwrap();
    let prepare = "chmod +x uuidgen\nPATH=$PWD:$PATH\n";
    let [whoami, create, own, further, list] = <[String; 5]>::try_from(setup.run("stackset")).unwrap();
    let more: Vec<String> = ["222222222222", "333333333333"]
        .map(|account| further.replacen("account_id=...", &format!("account_id={account}"), 1))
        .into();
    let commands = [&[prepare.to_owned(), whoami, create, own], &more[..]].concat().join("\n");
    accounts.run(&folder, &commands);
    // "All must become CURRENT": every look brings the sandbox's operations a step on.
    let mut printed = String::new();
    for _ in 0..10 {
        printed = accounts.run(&folder, &list);
        if printed.matches("CURRENT").count() == 3 {
            break;
        }
    }
    assert_eq!(printed.matches("CURRENT").count(), 3, "{printed}");
    [ACCOUNT, "222222222222", "333333333333"]
        .map(|account| {
            // Into one's own account nobody needs a role.
            let other = (account != ACCOUNT).then_some(account);
            (account.to_owned(), accounts.role(&setup.role_name, other))
        })
        .into()
}

#[test]
fn a_stack_set_gives_three_accounts_of_moto_three_external_ids() {
    three_external_ids(Accounts::of_moto());
}

#[test]
fn a_stack_set_gives_three_accounts_of_the_sandbox_three_external_ids() {
    three_external_ids(Accounts::of_sandbox());
}

fn three_external_ids(mut accounts: Accounts) {
    let setups = Setups::new();
    for name in ["inference profiles", "long and odd"] {
        let setup = setups.named(name);
        let mut seen = BTreeSet::new();
        for (account, role) in stack_set(&mut accounts, &setups, setup) {
            let id = role["trust"]["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"]
                .as_str()
                .unwrap();
            assert!(seen.insert(id.to_owned()), "{account} has the ExternalId of another account: {id}");
            let own = setup.with(&["--account-id", &account, "--external-id", id]);
            assert_role(&own, &role);
        }
        assert!(seen.contains(setup.dashboard("aws_external_id").as_str().unwrap()), "{name}: {seen:?}");
    }
}
