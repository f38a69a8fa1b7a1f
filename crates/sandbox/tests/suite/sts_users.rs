//! Users as callers of STS: what follows from their tags and boundaries, and what is left of their
//! sessions when they, or their keys, are gone.

use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_iam::types::Tag;
use sandbox::Sandbox;

const ALEX: &str = "arn:aws:iam::123456789012:user/alex";
const EVERYTHING: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// A user with a key, tagged, with or without every right.
async fn user(sandbox: &Sandbox, team: &str, rights: bool) -> Credentials {
    let iam = iam(sandbox, "admin");
    let tag = Tag::builder().key("team").value(team).build().unwrap();
    iam.create_user().user_name("alex").tags(tag).send().await.unwrap();
    if rights {
        iam.attach_user_policy().user_name("alex").policy_arn(EVERYTHING).send().await.unwrap();
    }
    let key = iam.create_access_key().user_name("alex").send().await.unwrap();
    let key = key.access_key().unwrap();
    Credentials::new(key.access_key_id(), key.secret_access_key(), None, None, "alex")
}

async fn delete_keys(sandbox: &Sandbox, key: &Credentials) {
    let delete = iam(sandbox, "admin").delete_access_key().user_name("alex");
    delete.access_key_id(key.access_key_id()).send().await.unwrap();
}

async fn delete(sandbox: &Sandbox, key: &Credentials) {
    delete_keys(sandbox, key).await;
    let iam = iam(sandbox, "admin");
    iam.detach_user_policy().user_name("alex").policy_arn(EVERYTHING).send().await.ok();
    iam.delete_user().user_name("alex").send().await.unwrap();
}

async fn assume(sandbox: &Sandbox, keys: &Credentials) -> (String, u16) {
    let ask = sts_of(sandbox, keys.clone(), "us-east-1").assume_role().role_arn(ROLE_ARN);
    match ask.role_session_name("test").send().await {
        Ok(_) => (String::new(), 200),
        refused => code(refused),
    }
}

fn granted() -> (String, u16) {
    (String::new(), 200)
}

fn denied() -> (String, u16) {
    ("AccessDenied".into(), 403)
}

fn unknown() -> (String, u16) {
    ("InvalidClientTokenId".into(), 403)
}

#[tokio::test]
async fn named_itself_a_user_needs_no_policy_and_named_by_its_account_it_does() {
    let sandbox = start().await;
    let alex = user(&sandbox, "red", false).await;
    create_role(&sandbox, &trust_without_condition(ALEX), None).await;
    assert_eq!(assume(&sandbox, &alex).await, granted());
    let iam = iam(&sandbox, "admin");
    let root = trust_without_condition("arn:aws:iam::123456789012:root");
    iam.update_assume_role_policy().role_name(ROLE).policy_document(root).send().await.unwrap();
    assert_eq!(assume(&sandbox, &alex).await, denied());
    iam.attach_user_policy().user_name("alex").policy_arn(EVERYTHING).send().await.unwrap();
    assert_eq!(assume(&sandbox, &alex).await, granted());

    // A boundary limits what its policies grant, and what its account was granted.
    let boundary =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let made = iam.create_policy().policy_name("only-s3").policy_document(boundary).send().await.unwrap();
    let arn = made.policy().unwrap().arn().unwrap().to_owned();
    iam.put_user_permissions_boundary().user_name("alex").permissions_boundary(arn).send().await.unwrap();
    assert_eq!(assume(&sandbox, &alex).await, denied());
}

#[tokio::test]
async fn a_user_s_tags_are_its_principal_tags_in_its_sessions_too() {
    let sandbox = start().await;
    let alex = user(&sandbox, "red", true).await;
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}]}"#;
    create_role(&sandbox, document, None).await;
    let token = sts_of(&sandbox, alex.clone(), "us-east-1").get_session_token().send().await.unwrap();
    let session = session_keys(token.credentials());
    assert_eq!(assume(&sandbox, &alex).await, granted());
    assert_eq!(assume(&sandbox, &session).await, granted());
    let admin = seeded(&sandbox, "admin");
    assert_eq!(assume(&sandbox, &admin).await, denied(), "who has no such tag");
    iam(&sandbox, "admin").untag_user().user_name("alex").tag_keys("team").send().await.unwrap();
    assert_eq!(assume(&sandbox, &session).await, denied(), "its tags are those that it has now");
}

#[tokio::test]
async fn sessions_outlive_a_key_and_not_the_user() {
    let sandbox = start().await;
    let alex = user(&sandbox, "red", true).await;
    create_role(&sandbox, &trust_without_condition("*"), None).await;
    let sts = sts_of(&sandbox, alex.clone(), "us-east-1");
    let own = session_keys(sts.get_session_token().send().await.unwrap().credentials());
    let federated = sts.get_federation_token().name("partner").policy(ALL).send().await.unwrap();
    let federated = session_keys(federated.credentials());
    let models = async |keys: &Credentials| match bedrock_of(&sandbox, keys.clone(), "us-east-1")
        .list_foundation_models()
        .send()
        .await
    {
        Ok(_) => 200,
        refused => code(refused).1,
    };
    delete_keys(&sandbox, &alex).await;
    assert_eq!(assume(&sandbox, &alex).await, unknown());
    assert_eq!(assume(&sandbox, &own).await, granted());
    assert_eq!(models(&federated).await, 200);

    let iam = iam(&sandbox, "admin");
    iam.detach_user_policy().user_name("alex").policy_arn(EVERYTHING).send().await.unwrap();
    assert_eq!(models(&own).await, 403, "a right that the user lost is lost to its sessions");
    assert_eq!(models(&federated).await, 403);
    iam.delete_user().user_name("alex").send().await.unwrap();
    assert_eq!(assume(&sandbox, &own).await, unknown());
    let client = sts_of(&sandbox, federated, "us-east-1");
    assert_eq!(code(client.get_caller_identity().send().await), unknown());
}

#[tokio::test]
async fn a_user_made_again_under_its_name_is_another_one() {
    let sandbox = start().await;
    let first = user(&sandbox, "red", true).await;
    create_role(&sandbox, &trust_without_condition(ALEX), None).await;
    let token = sts_of(&sandbox, first.clone(), "us-east-1").get_session_token().send().await.unwrap();
    assert_eq!(assume(&sandbox, &first).await, granted());
    delete(&sandbox, &first).await;
    let second = user(&sandbox, "red", true).await;
    assert_eq!(assume(&sandbox, &second).await, denied());
    assert_eq!(assume(&sandbox, &session_keys(token.credentials())).await, unknown());
    let shown = iam(&sandbox, "admin").get_role().role_name(ROLE).send().await.unwrap();
    let shown = shown.role().unwrap().assume_role_policy_document().unwrap().to_owned();
    assert!(shown.contains("AIDA") && !shown.contains("user"), "{shown}");
}

#[tokio::test]
async fn managed_session_policies_are_those_of_the_role_s_account() {
    let sandbox = start().await;
    create_role(&sandbox, &trust_without_condition("*"), Some(ALL)).await;
    let iam = iam(&sandbox, "admin");
    let bedrock =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}]}"#;
    let made = iam.create_policy().policy_name("only-bedrock").policy_document(bedrock).send().await.unwrap();
    let arn = made.policy().unwrap().arn().unwrap().to_owned();
    let descriptor = aws_sdk_sts::types::PolicyDescriptorType::builder().arn(&arn).build();
    // Across accounts as well.
    let ask = sts(&sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    let keys = session_keys(ask.policy_arns(descriptor).send().await.unwrap().credentials());
    let models = async || {
        let answer = bedrock_of(&sandbox, keys.clone(), "us-east-1").list_foundation_models().send().await;
        answer.map(|_| ()).map_err(|error| refusal::<(), _>(Err(error)))
    };
    models().await.unwrap();
    let refused = iam_of(&sandbox, keys.clone(), "us-east-1").list_roles().send().await;
    let (_, status, text) = refusal(refused);
    assert_eq!(status, 403);
    assert!(text.ends_with("because no session policy allows the iam:ListRoles action"), "{text}");
    iam.delete_policy().policy_arn(arn).send().await.unwrap();
    assert_eq!(models().await.unwrap_err().1, 403, "one that is gone grants nothing");
}

#[tokio::test]
async fn a_user_with_an_mfa_device_is_not_deleted() {
    let sandbox = start().await;
    let alex = user(&sandbox, "red", false).await;
    let iam = iam(&sandbox, "admin");
    let made = iam.create_virtual_mfa_device().virtual_mfa_device_name("telephone").send().await.unwrap();
    let device = made.virtual_mfa_device().unwrap();
    let seed = String::from_utf8(device.base32_string_seed().unwrap().as_ref().to_vec()).unwrap();
    let (now, step) = (sandbox.now(), std::time::Duration::from_secs(30));
    let enable = iam.enable_mfa_device().user_name("alex").serial_number(device.serial_number());
    let enable = enable.authentication_code1(totp::code_at(&seed, now));
    enable.authentication_code2(totp::code_at(&seed, now + step)).send().await.unwrap();
    delete_keys(&sandbox, &alex).await;
    let text = "Cannot delete entity, must delete MFA device first.";
    let refused = iam.delete_user().user_name("alex").send().await;
    assert_eq!(refusal(refused), ("DeleteConflict".into(), 409, text.into()));
    let summary = iam.get_account_summary().send().await.unwrap();
    let summary: Vec<_> = summary
        .summary_map()
        .unwrap()
        .iter()
        .filter(|(key, _)| key.as_str().starts_with("MFADevices"))
        .map(|(key, value)| (key.as_str().to_owned(), *value))
        .collect();
    assert_eq!(summary.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [1, 1], "{summary:?}");
    iam.deactivate_mfa_device().user_name("alex").serial_number(device.serial_number()).send().await.unwrap();
    iam.delete_user().user_name("alex").send().await.unwrap();
}
