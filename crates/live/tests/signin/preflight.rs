//! Before anything is done: who cannot do the work is stopped, and what IAM does not tell is unknown.

use crate::admin::{iam, sts};
use crate::clients::account_with;
use live::preflight::{Has, admit, preflight};
use live::{Account, Purpose, Source};
use sandbox::{Options, Sandbox};

const ROLE: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";

async fn account(sandbox: &Sandbox, who: &str) -> Account {
    let identity = sandbox.identity(who).unwrap();
    Account::connect(Source::Endpoint {
        url: sandbox.endpoint(),
        region: "us-east-1".to_owned(),
        access_key_id: identity.access_key_id.clone(),
        secret_access_key: identity.secret_access_key.clone(),
        session_token: identity.session_token.clone(),
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn who_may_not_ask_is_told_that_it_is_unknown() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let account = account(&sandbox, "somebody").await;
    let who = account.whoami().await.unwrap();
    let found = preflight(&account, &who, ROLE, Purpose::Apply).await;
    assert!(found.unknown.is_some(), "{found:?}");
    assert!(!found.actions.is_empty() && found.actions.iter().all(|action| action.has == Has::Unknown));
    assert_eq!(found.lacking(), [] as [String; 0], "unknown is not lacking");
    found.must_allow_all().unwrap();
}

#[tokio::test]
async fn root_federated_users_and_foreign_partitions_are_stopped_with_the_reason() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let who = account(&sandbox, "admin").await.whoami().await.unwrap();
    admit(&who, ROLE, Purpose::Verify).unwrap();
    let elsewhere = ROLE.replace("arn:aws:", "arn:aws-cn:");
    let stopped = admit(&who, &elsewhere, Purpose::Read).unwrap_err();
    assert_eq!(stopped.code(), "partition");
    assert!(stopped.to_string().contains("`aws-cn`") && stopped.hint().is_some(), "{stopped}");
    let who = account(&sandbox, "root").await.whoami().await.unwrap();
    admit(&who, ROLE, Purpose::Read).unwrap();
    for purpose in [Purpose::Apply, Purpose::Verify] {
        assert_eq!(admit(&who, ROLE, purpose).unwrap_err().code(), "root-user");
    }
    let who = federated(&sandbox).await.whoami().await.unwrap();
    assert_eq!(who.arn, "arn:aws:sts::123456789012:federated-user/ann");
    for purpose in [Purpose::Read, Purpose::Apply, Purpose::Verify] {
        let stopped = admit(&who, ROLE, purpose).unwrap_err();
        assert_eq!(stopped.code(), "federated-user");
        assert!(stopped.to_string().contains("can neither call IAM nor assume roles"), "{stopped}");
        assert!(stopped.hint().unwrap().contains("Identity Center"), "{stopped}");
    }
}

/// Somebody for whom the admin speaks (GetFederationToken), with all of the admin's rights.
async fn federated(sandbox: &Sandbox) -> Account {
    let all = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let made = sts(sandbox).get_federation_token().name("ann").policy(all).send().await.unwrap();
    let keys = made.credentials.unwrap();
    account_with(sandbox, keys).await
}

#[tokio::test]
async fn the_end_to_end_test_needs_to_assume_the_role_and_to_list_models() {
    let listing = ["bedrock:ListFoundationModels", "bedrock:ListInferenceProfiles"];
    let found = async |statement: &str| {
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["iam:*"],"Resource":"*"}}{statement}]}}"#
        );
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let account = user_with(&sandbox, &policy).await;
        let who = account.whoami().await.unwrap();
        let apply = preflight(&account, &who, ROLE, Purpose::Apply).await;
        assert_eq!(apply.lacking(), [] as [String; 0], "only the test needs more: {apply:?}");
        preflight(&account, &who, ROLE, Purpose::Verify).await
    };
    let assume = |found: &live::Preflight| {
        found.actions.iter().find(|action| action.action == "sts:AssumeRole").unwrap().has
    };
    let nothing_more = found("").await;
    assert_eq!(nothing_more.lacking(), listing);
    assert_eq!(assume(&nothing_more), Has::Allowed, "the temporary statement names the user");
    assert_eq!(nothing_more.must_allow_all().unwrap_err().code(), "missing-permissions");

    let lists = r#",{"Effect":"Allow","Action":"bedrock:List*","Resource":"*"}"#;
    found(lists).await.must_allow_all().unwrap();
    let denied = format!(r#"{lists},{{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}}"#);
    assert_eq!(found(&denied).await.lacking(), ["sts:AssumeRole"]);
    let elsewhere = r#",{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/other"}"#;
    let elsewhere = found(&format!("{lists}{elsewhere}")).await;
    assert_eq!(elsewhere.lacking(), [] as [String; 0], "it is asked about this role");
}

/// A user of the account with this policy, signed in.
async fn user_with(sandbox: &Sandbox, policy: &str) -> Account {
    let iam = iam(sandbox);
    iam.create_user().user_name("ann").send().await.unwrap();
    iam.put_user_policy().user_name("ann").policy_name("own").policy_document(policy).send().await.unwrap();
    let made = iam.create_access_key().user_name("ann").send().await.unwrap();
    let key = made.access_key().unwrap();
    Account::connect(Source::Endpoint {
        url: sandbox.endpoint(),
        region: "us-east-1".to_owned(),
        access_key_id: key.access_key_id().to_owned(),
        secret_access_key: key.secret_access_key().to_owned(),
        session_token: None,
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn an_administrator_lacks_nothing() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    for who in ["admin", "sso"] {
        let account = account(&sandbox, who).await;
        let identity = account.whoami().await.unwrap();
        let found = preflight(&account, &identity, ROLE, Purpose::Apply).await;
        assert_eq!(found.unknown, None, "{who}");
        assert!(found.actions.iter().all(|action| action.has == Has::Allowed), "{who}: {found:?}");
    }
}

#[tokio::test]
async fn what_a_user_lacks_is_named_with_the_reason_and_stops_only_what_needs_it() {
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iam:Get*","iam:List*","iam:CreateRole","iam:UpdateAssumeRolePolicy",
            "iam:TagRole","iam:SimulatePrincipalPolicy"],"Resource":"*"},
        {"Effect":"Deny","Action":"iam:UpdateAssumeRolePolicy","Resource":"*"}]}"#;
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let account = user_with(&sandbox, policy).await;
    let who = account.whoami().await.unwrap();
    let found = preflight(&account, &who, ROLE, Purpose::Apply).await;
    assert_eq!(found.unknown, None);
    assert_eq!(found.lacking(), ["iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:PutRolePolicy"]);
    let why = |action: &str| {
        let found = found.actions.iter().find(|found| found.action == action).unwrap();
        (found.has, found.why.clone().unwrap_or_default())
    };
    assert_eq!(why("iam:UpdateAssumeRolePolicy"), (Has::Denied, "a policy of yours denies it".to_owned()));
    assert_eq!(why("iam:PutRolePolicy"), (Has::Denied, "no policy of yours allows it".to_owned()));
    assert_eq!(why("iam:CreateRole"), (Has::Allowed, String::new()));
    let stopped = found.must_allow_all().unwrap_err();
    assert_eq!(stopped.code(), "missing-permissions");
    assert!(stopped.to_string().contains("`iam:PutRolePolicy`") && stopped.hint().is_some());
    let reading = preflight(&account, &who, ROLE, Purpose::Read).await;
    reading.must_allow_all().unwrap();
}
