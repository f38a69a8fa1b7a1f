//! GetSessionToken, GetFederationToken and GetAccessKeyInfo, and what their sessions may not do.

use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_sts::types::Credentials as Made;
use sandbox::Sandbox;
use std::time::Duration;

const BEDROCK: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}]}"#;

async fn session_token(sandbox: &Sandbox, caller: &str) -> Credentials {
    let answer = sts(sandbox, caller).get_session_token().send().await.unwrap();
    session_keys(answer.credentials())
}

async fn federated(sandbox: &Sandbox, caller: &str, policy: Option<&str>) -> Credentials {
    let ask = sts(sandbox, caller).get_federation_token().name("partner");
    let answer = ask.set_policy(policy.map(str::to_owned)).send().await.unwrap();
    session_keys(answer.credentials())
}

fn with(sandbox: &Sandbox, keys: &Credentials) -> aws_sdk_sts::Client {
    sts_of(sandbox, keys.clone(), "us-east-1")
}

fn lasts(sandbox: &Sandbox, made: Option<&Made>) -> i64 {
    let now = sandbox.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    made.unwrap().expiration().secs() - now
}

fn around(found: i64, expected: i64) -> bool {
    (expected - 10..=expected).contains(&found)
}

/// What IAM answers to a session that it does not take.
fn unknown_to_iam() -> (String, u16, String) {
    ("InvalidClientTokenId".into(), 403, "The security token included in the request is invalid.".into())
}

fn only_long_term(operation: &str) -> (String, u16, String) {
    ("AccessDenied".into(), 403, format!("Cannot call {operation} with session credentials"))
}

#[tokio::test]
async fn a_session_token_is_its_user_for_a_while() {
    let sandbox = start().await;
    let answer = sts(&sandbox, "admin").get_session_token().send().await.unwrap();
    assert!(around(lasts(&sandbox, answer.credentials()), 43_200), "twelve hours unless asked otherwise");
    let keys = session_keys(answer.credentials());
    assert!(keys.access_key_id().starts_with("ASIA"));
    let who = with(&sandbox, &keys).get_caller_identity().send().await.unwrap();
    assert_eq!(who.arn(), Some("arn:aws:iam::123456789012:user/admin"));
    assert!(who.user_id().unwrap().starts_with("AIDA"));
    // It has the user's rights, and is no chain: twelve hours are no matter.
    create_role(&sandbox, &trust_without_condition("arn:aws:iam::123456789012:user/admin"), None).await;
    let admin = iam(&sandbox, "admin");
    admin.update_role().role_name(ROLE).max_session_duration(43200).send().await.unwrap();
    let assume = with(&sandbox, &keys).assume_role().role_arn(ROLE_ARN).role_session_name("test");
    assume.duration_seconds(43200).send().await.unwrap();
    bedrock_of(&sandbox, keys.clone(), "us-east-1").list_foundation_models().send().await.unwrap();

    let iam = iam_of(&sandbox, keys.clone(), "us-east-1");
    assert_eq!(refusal(iam.list_roles().send().await), unknown_to_iam(), "without MFA no IAM");
    let sts = with(&sandbox, &keys);
    assert_eq!(refusal(sts.get_session_token().send().await), only_long_term("GetSessionToken"));
    let federation = sts.get_federation_token().name("partner").send().await;
    assert_eq!(refusal(federation), only_long_term("GetFederationToken"));
    let info = sts.get_access_key_info().access_key_id(keys.access_key_id()).send().await;
    assert_eq!(refusal(info), only_long_term("GetAccessKeyInfo"));

    sandbox.advance(Duration::from_secs(43_201));
    assert_eq!(code(sts.get_caller_identity().send().await), ("ExpiredToken".into(), 403));
}

#[tokio::test]
async fn a_session_token_needs_no_permission_and_a_long_term_key() {
    let sandbox = start().await;
    // The gateway may assume roles and nothing else.
    session_token(&sandbox, "gateway").await;
    let refused = sts(&sandbox, "sso").get_session_token().send().await;
    assert_eq!(refusal(refused), only_long_term("GetSessionToken"));
    for (seconds, bound) in [(899, "greater than or equal to 900"), (129_601, "less than or equal to 129600")]
    {
        let refused = sts(&sandbox, "admin").get_session_token().duration_seconds(seconds).send().await;
        let text = format!(
            "1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value {bound}"
        );
        assert_eq!(refusal(refused), ("ValidationError".into(), 400, text));
    }
    let longest = sts(&sandbox, "admin").get_session_token().duration_seconds(129_600).send().await.unwrap();
    assert!(around(lasts(&sandbox, longest.credentials()), 129_600));
    let root = sts(&sandbox, "root").get_session_token().duration_seconds(43_200).send().await.unwrap();
    assert!(around(lasts(&sandbox, root.credentials()), 3600), "an hour at most for the root user");
    let who = with(&sandbox, &session_keys(root.credentials())).get_caller_identity().send().await.unwrap();
    assert_eq!(who.arn(), Some("arn:aws:iam::123456789012:root"));
}

#[tokio::test]
async fn a_federated_user_has_what_both_the_user_and_the_policy_give() {
    let sandbox = start().await;
    let ask = sts(&sandbox, "admin").get_federation_token().name("partner").policy(BEDROCK);
    let answer = ask.send().await.unwrap();
    assert!(around(lasts(&sandbox, answer.credentials()), 43_200));
    let user = answer.federated_user().unwrap();
    let arn = "arn:aws:sts::123456789012:federated-user/partner";
    assert_eq!((user.arn(), user.federated_user_id()), (arn, "123456789012:partner"));
    let keys = session_keys(answer.credentials());
    let who = with(&sandbox, &keys).get_caller_identity().send().await.unwrap();
    assert_eq!((who.arn(), who.user_id()), (Some(arn), Some("123456789012:partner")));

    bedrock_of(&sandbox, keys.clone(), "us-east-1").list_foundation_models().send().await.unwrap();
    let without = federated(&sandbox, "admin", None).await;
    let refused = bedrock_of(&sandbox, without, "us-east-1").list_foundation_models().send().await;
    let (code, status, text) = refusal(refused);
    assert_eq!((code.as_str(), status), ("AccessDeniedException", 403));
    assert!(text.starts_with(&format!("User: {arn} is not authorized")), "{text}");
    assert!(
        text.ends_with("because no session policy allows the bedrock:ListFoundationModels action"),
        "{text}"
    );

    let all = federated(&sandbox, "admin", Some(ALL)).await;
    let iam = iam_of(&sandbox, all.clone(), "us-east-1");
    assert_eq!(refusal(iam.list_roles().send().await), unknown_to_iam());
    create_role(&sandbox, &trust_without_condition("*"), None).await;
    let sts = with(&sandbox, &all);
    let assume = sts.assume_role().role_arn(ROLE_ARN).role_session_name("test").send().await;
    assert_eq!(refusal(assume), only_long_term("AssumeRole"));
    assert_eq!(refusal(sts.get_session_token().send().await), only_long_term("GetSessionToken"));
}

#[tokio::test]
async fn federation_needs_a_permission_and_a_long_term_key() {
    let sandbox = start().await;
    let arn = "arn:aws:sts::975050335771:federated-user/partner";
    let refused = sts(&sandbox, "gateway").get_federation_token().name("partner").send().await;
    let text = format!(
        "User: {GATEWAY_ARN} is not authorized to perform: sts:GetFederationToken on resource: {arn} because no identity-based policy allows the sts:GetFederationToken action"
    );
    assert_eq!(refusal(refused), ("AccessDenied".into(), 403, text));
    let refused = sts(&sandbox, "sso").get_federation_token().name("partner").send().await;
    assert_eq!(refusal(refused), only_long_term("GetFederationToken"));
    let admin = sts(&sandbox, "admin");
    for name in ["x", "a b", &"n".repeat(33)] {
        let refused = admin.get_federation_token().name(name).send().await;
        assert_eq!(code(refused), ("ValidationError".into(), 400), "{name}");
    }
    let long = BEDROCK.replace("\"Allow\"", &format!("\"Allow\",\"Sid\":\"{}\"", "S".repeat(2000)));
    let (code_, status, text) =
        refusal(admin.get_federation_token().name("partner").policy(long).send().await);
    assert_eq!((code_.as_str(), status), ("ValidationError", 400));
    assert!(
        text.contains(
            "at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048"
        ),
        "{text}"
    );
    let malformed = admin.get_federation_token().name("partner").policy("{").send().await;
    assert_eq!(code(malformed), ("MalformedPolicyDocument".into(), 400));
    let root = sts(&sandbox, "root").get_federation_token().name("partner").policy(ALL).send().await.unwrap();
    assert!(around(lasts(&sandbox, root.credentials()), 3600));
    let keys = session_keys(root.credentials());
    bedrock_of(&sandbox, keys, "us-east-1").list_foundation_models().send().await.unwrap();
}

#[tokio::test]
async fn a_federated_user_s_tags_are_its_principal_tags() {
    let sandbox = start().await;
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red","aws:PrincipalType":"FederatedUser"}}}]}"#;
    for (team, status) in [("red", 200), ("blue", 403)] {
        let tag = aws_sdk_sts::types::Tag::builder().key("team").value(team).build().unwrap();
        let ask = sts(&sandbox, "admin").get_federation_token().name("partner").policy(policy).tags(tag);
        let keys = session_keys(ask.send().await.unwrap().credentials());
        let answer = bedrock_of(&sandbox, keys, "us-east-1").list_foundation_models().send().await;
        let found = if answer.is_ok() { 200 } else { code(answer).1 };
        assert_eq!(found, status, "{team}");
    }
}

#[tokio::test]
async fn a_key_id_tells_its_account_to_those_who_may_ask() {
    let sandbox = start().await;
    let admin = sts(&sandbox, "admin");
    let account = async |id: &str| {
        let answer = admin.get_access_key_info().access_key_id(id).send().await;
        answer
            .map(|answer| answer.account().unwrap().to_owned())
            .map_err(|error| refusal::<(), _>(Err(error)))
    };
    let gateway = seeded(&sandbox, "gateway");
    assert_eq!(account(gateway.access_key_id()).await.unwrap(), "975050335771");
    let session = session_token(&sandbox, "gateway").await;
    assert_eq!(account(session.access_key_id()).await.unwrap(), "975050335771");
    assert_eq!(account("ASIAQNZGKIQY56JQ7WML").await.unwrap(), "029608264753", "one that was never here");
    assert_eq!(account("AKIAIOSFODNN7EXAMPLE").await.unwrap_err().1, 400, "it tells none");
    assert_eq!(account("AKIA").await.unwrap_err().0, "ValidationError");
    let refused =
        sts(&sandbox, "gateway").get_access_key_info().access_key_id("ASIAQNZGKIQY56JQ7WML").send().await;
    let text = format!(
        "User: {GATEWAY_ARN} is not authorized to perform: sts:GetAccessKeyInfo because no identity-based policy allows the sts:GetAccessKeyInfo action"
    );
    assert_eq!(refusal(refused), ("AccessDenied".into(), 403, text));
}

#[tokio::test]
async fn what_is_not_served_says_so_signed_or_not() {
    let sandbox = start().await;
    let to = sandbox.address();
    for (operation, signed) in [
        ("AssumeRoleWithSAML", false),
        ("AssumeRoleWithWebIdentity", false),
        ("AssumeRoleWithWebIdentity", true),
        ("DecodeAuthorizationMessage", true),
        ("GetWebIdentityToken", true),
    ] {
        let raw = Raw::query(&format!("Action={operation}&Version=2011-06-15&WebIdentityToken=abcd"));
        let raw =
            if signed { raw.sign(to, &seeded(&sandbox, "admin")) } else { raw.set("host", &to.to_string()) };
        let answer = raw.send(to).await;
        let says = format!(
            "<Code>NotImplemented</Code><Message>The sandbox does not serve the operation {operation}."
        );
        assert!(answer.status == 501 && answer.body.contains(&says), "{answer:?}");
    }
    // Any other operation needs its signature first.
    let raw = Raw::query("Action=DecodeAuthorizationMessage&Version=2011-06-15").set("host", &to.to_string());
    let answer = raw.send(to).await;
    assert!(answer.status == 403 && answer.body.contains("MissingAuthenticationToken"), "{answer:?}");
}
