//! StackSets over what a client cannot see: a thousand accounts, restarts, snapshots, and the clock.
//! What a client sees is checked in crates/cli/tests/sandbox_clients.

use crate::support::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sandbox::{Options, Sandbox, Scenario};
use serde_json::{Value, json};
use std::time::Duration;

const TEMPLATE: &str = r#"{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"made","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}}}}}"#;
const MEMBERS: [&str; 4] = ["222222222222", "333333333333", "444444444444", "555555555555"];

/// What an operation of CloudFormation answers the administrator.
async fn ask(sandbox: &Sandbox, action: &str, parameters: &[(&str, &str)]) -> Answered {
    let mut form = format!("Action={action}&Version=2010-05-15&StackSetName=set");
    for (name, value) in parameters {
        form.push_str(&format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    }
    Raw::query(&form).sign(sandbox.address(), &seeded(sandbox, "admin")).send(sandbox.address()).await
}

async fn done(sandbox: &Sandbox, action: &str, parameters: &[(&str, &str)]) -> String {
    let answer = ask(sandbox, action, parameters).await;
    assert_eq!(answer.status, 200, "{action}: {}", answer.body);
    answer.body
}

async fn create_set(sandbox: &Sandbox, more: &[(&str, &str)]) {
    let parameters = [("TemplateBody", TEMPLATE), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM")];
    done(sandbox, "CreateStackSet", &[&parameters, more].concat()).await;
}

async fn deploy(sandbox: &Sandbox, accounts: &[&str]) -> String {
    let mut parameters = vec![("Regions.member.1".to_owned(), "us-east-1")];
    parameters.extend((1..).zip(accounts).map(|(n, account)| (format!("Accounts.member.{n}"), *account)));
    let borrowed: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    text_of(&done(sandbox, "CreateStackInstances", &borrowed).await, "OperationId")
}

fn text_of(xml: &str, element: &str) -> String {
    let (_, rest) =
        xml.split_once(&format!("<{element}>")).unwrap_or_else(|| panic!("no {element} in {xml}"));
    rest.split_once('<').unwrap().0.to_owned()
}

async fn status(sandbox: &Sandbox, operation: &str) -> String {
    let xml = done(sandbox, "DescribeStackSetOperation", &[("OperationId", operation)]).await;
    // The first status in it is the operation's own.
    text_of(&xml, "Status")
}

/// Looks until it is over; how it ended, and how often that took.
async fn wait(sandbox: &Sandbox, operation: &str) -> (String, usize) {
    for look in 1..=50 {
        let status = status(sandbox, operation).await;
        if status != "RUNNING" && status != "QUEUED" {
            return (status, look);
        }
    }
    panic!("it is not over after fifty looks");
}

/// How many roles each account has.
async fn roles(sandbox: &Sandbox) -> Vec<(String, u64)> {
    let (_, state) = control(sandbox, "GET", "/state", "").await;
    let accounts = state["accounts"].as_array().unwrap().iter();
    accounts.map(|one| (one["id"].as_str().unwrap().to_owned(), one["roles"].as_u64().unwrap())).collect()
}

async fn roles_in(sandbox: &Sandbox, account: &str) -> u64 {
    roles(sandbox).await.into_iter().find(|(id, _)| id == account).unwrap().1
}

async fn member_ids(sandbox: &Sandbox) -> Vec<String> {
    let (mut ids, mut token) = (Vec::new(), None::<String>);
    loop {
        let body = token.as_ref().map_or(json!({}), |token| json!({ "NextToken": token }));
        let target = "AWSOrganizationsV20161128.ListAccounts";
        let asked = Raw::target("organizations", target, &body.to_string());
        let keys = seeded(sandbox, "admin");
        let answer = asked.sign(sandbox.address(), &keys).send(sandbox.address()).await;
        let page: Value = serde_json::from_str(&answer.body).unwrap();
        let accounts = page["Accounts"].as_array().unwrap();
        assert!(accounts.len() <= 20, "a page has 20 accounts at most");
        ids.extend(accounts.iter().map(|account| account["Id"].as_str().unwrap().to_owned()));
        match page["NextToken"].as_str() {
            Some(next) => token = Some(next.to_owned()),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn a_thousand_accounts_are_listed_and_get_their_role_in_a_few_looks() {
    let options = Options { member_accounts: Some(1000), ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    sandbox.freeze(true);
    let ids = member_ids(&sandbox).await;
    assert_eq!(ids.len(), 1001, "with the management account");
    create_set(&sandbox, &[]).await;
    let members: Vec<&str> = ids.iter().map(String::as_str).filter(|id| *id != CUSTOMER).collect();
    let operation = deploy(&sandbox, &members).await;
    let (status, looks) = wait(&sandbox, &operation).await;
    assert_eq!(status, "SUCCEEDED");
    assert!((2..=9).contains(&looks), "{looks} looks");
    let made = roles(&sandbox).await.into_iter().filter(|(id, roles)| id != CUSTOMER && *roles == 3);
    assert_eq!(made.count(), 1000, "each has its role beside the two that it began with");
}

#[tokio::test]
async fn more_than_a_thousand_member_accounts_are_refused() {
    for options in [
        Options { member_accounts: Some(1001), ..Options::default() },
        Options {
            scenario: Some(Scenario { member_accounts: Some(1001), ..Scenario::default() }),
            ..Options::default()
        },
    ] {
        let refused = Sandbox::start(options).await.err().unwrap().to_string();
        assert!(refused.contains("`member_accounts`: an organisation of the sandbox has 1000"), "{refused}");
    }
}

#[tokio::test]
async fn an_operation_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { state: Some(folder.path().join("state.json")), ..Options::default() };
    let first = Sandbox::start(options()).await.unwrap();
    first.freeze(true);
    create_set(&first, &[("ManagedExecution.Active", "true")]).await;
    let operation = deploy(&first, &MEMBERS[..2]).await;
    let waiting = deploy(&first, &MEMBERS[2..]).await;
    assert_eq!(status(&first, &operation).await, "RUNNING");
    assert_eq!((roles_in(&first, MEMBERS[0]).await, roles_in(&first, MEMBERS[1]).await), (3, 2));
    first.finish().await.unwrap();

    let second = Sandbox::start(options()).await.unwrap();
    assert!(second.kept_aside().is_none());
    assert_eq!(wait(&second, &waiting).await.0, "SUCCEEDED");
    for member in MEMBERS {
        assert_eq!(roles_in(&second, member).await, 3, "{member}");
    }
}

#[tokio::test]
async fn a_snapshot_and_a_reset_take_operations_and_roles_back() {
    let sandbox = start().await;
    sandbox.freeze(true);
    create_set(&sandbox, &[]).await;
    let operation = deploy(&sandbox, &MEMBERS[..1]).await;
    let snapshot = sandbox.snapshot().unwrap();
    assert_eq!(wait(&sandbox, &operation).await.0, "SUCCEEDED");
    assert_eq!(roles_in(&sandbox, MEMBERS[0]).await, 3);
    assert!(sandbox.restore(snapshot));
    assert_eq!(roles_in(&sandbox, MEMBERS[0]).await, 2);
    assert_eq!(status(&sandbox, &operation).await, "RUNNING");
    sandbox.reset();
    let gone = ask(&sandbox, "DescribeStackSet", &[]).await;
    assert_eq!((gone.status, text_of(&gone.body, "Code").as_str()), (404, "StackSetNotFoundException"));
}

#[tokio::test]
async fn time_alone_brings_an_operation_to_its_end() {
    let sandbox = start().await;
    sandbox.freeze(true);
    create_set(&sandbox, &[]).await;
    deploy(&sandbox, &MEMBERS).await;
    assert!(iam(&sandbox, "admin").list_users().send().await.is_ok(), "any request, and no time has passed");
    assert_eq!(roles_in(&sandbox, MEMBERS[0]).await, 2);
    for (seconds, with_role) in [(2, 1), (2, 2), (3600, 4)] {
        sandbox.advance(Duration::from_secs(seconds));
        iam(&sandbox, "admin").list_users().send().await.unwrap();
        let found = roles(&sandbox).await.into_iter().filter(|(_, roles)| *roles == 3).count();
        // The management account's SSO role makes it three there from the start.
        assert_eq!(found, with_role + 1, "after {seconds} more seconds");
    }
}

#[tokio::test]
async fn the_scenario_fails_in_one_account_once() {
    let sandbox = start_in("stackset-account-fails").await;
    create_set(&sandbox, &[]).await;
    let operation = deploy(&sandbox, &MEMBERS[1..2]).await;
    assert_eq!(wait(&sandbox, &operation).await.0, "FAILED");
    let listed = done(&sandbox, "ListStackInstances", &[]).await;
    assert!(listed.contains("<Status>OUTDATED</Status>") && listed.contains("Rate exceeded"), "{listed}");
    let again = deploy(&sandbox, &MEMBERS[1..2]).await;
    assert_eq!(wait(&sandbox, &again).await.0, "SUCCEEDED");
    assert_eq!(sandbox.faults_met(), [1]);
}

#[tokio::test]
async fn a_template_cannot_make_it_go_deep_or_far() {
    let sandbox = start().await;
    let create = |template: String| {
        let sandbox = &sandbox;
        async move {
            let more =
                [("TemplateBody", template.as_str()), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM")];
            ask(sandbox, "CreateStackSet", &more).await
        }
    };
    for template in [
        "[".repeat(50_000),
        "{a: ".repeat(12_000),
        "- ".repeat(25_000),
        "? ".repeat(25_000),
        format!(
            "Resources: {{ R: {{ Type: 'AWS::IAM::Role', Properties: {{ AssumeRolePolicyDocument: {}",
            "[".repeat(40_000)
        ),
        format!(
            "Parameters: {{ P: {{ Type: String, AllowedPattern: '{}' }} }}",
            "(a{1000}){1000}".repeat(100)
        ),
        "!Ref ".repeat(10_000),
        "\u{0}\u{1}\u{fffe}".repeat(1000),
    ] {
        let answer = create(template.clone()).await;
        assert_eq!(answer.status, 400, "{}: {}", &template[..20.min(template.len())], answer.body);
    }
    assert!(iam(&sandbox, "admin").list_users().send().await.is_ok(), "it is still there");
}
