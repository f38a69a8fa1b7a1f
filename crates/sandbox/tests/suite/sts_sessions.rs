//! What an AssumeRole gives with a session, and what the session carries on: tags, a source identity,
//! session policies.

use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};
use sandbox::Sandbox;

fn ask(sandbox: &Sandbox, caller: &str) -> AssumeRoleFluentBuilder {
    ask_with(sandbox, seeded(sandbox, caller), ROLE_ARN)
}

fn ask_with(sandbox: &Sandbox, keys: Credentials, role: &str) -> AssumeRoleFluentBuilder {
    sts_of(sandbox, keys, "us-east-1").assume_role().role_arn(role).role_session_name("test")
}

fn tag(key: &str, value: &str) -> Tag {
    Tag::builder().key(key).value(value).build().unwrap()
}

fn keys_of(answer: &AssumeRoleOutput) -> Credentials {
    session_keys(answer.credentials())
}

/// A trust policy that allows these actions to a principal, under a condition.
fn trust_for(principal: &str, actions: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":{actions},"Condition":{condition}}}]}}"#
    )
}

const TAGGING: &str = r#"["sts:AssumeRole","sts:TagSession"]"#;
const NAMING: &str = r#"["sts:AssumeRole","sts:SetSourceIdentity"]"#;
const EACH: &str = r#"["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]"#;

async fn create(sandbox: &Sandbox, name: &str, trust: &str, permissions: &str) -> String {
    let iam = iam(sandbox, "admin");
    let made = iam.create_role().role_name(name).assume_role_policy_document(trust).send().await.unwrap();
    let put = iam.put_role_policy().role_name(name).policy_name("all").policy_document(permissions);
    put.send().await.unwrap();
    made.role().unwrap().arn().to_owned()
}

fn allow(action: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"*","Condition":{condition}}}]}}"#
    )
}

async fn invoke(sandbox: &Sandbox, keys: Credentials) -> (String, u16) {
    match chat::converse(sandbox, &keys, "us-east-1", chat::NOVA).await {
        Ok(_) => granted(),
        Err((code, status, _)) => (code, status),
    }
}

fn refused() -> (String, u16) {
    ("AccessDeniedException".into(), 403)
}

fn granted() -> (String, u16) {
    (String::new(), 200)
}

#[tokio::test]
async fn tags_need_a_permission_of_their_own_and_reach_the_conditions() {
    let sandbox = start().await;
    create_role(&sandbox, &trust_for(GATEWAY_ARN, r#""sts:AssumeRole""#, "{}"), None).await;
    let untrusted = ask(&sandbox, "gateway").tags(tag("team", "red")).send().await;
    assert_eq!(
        refusal(untrusted),
        (
            "AccessDenied".into(),
            403,
            format!(
                "User: {GATEWAY_ARN} is not authorized to perform: sts:TagSession on resource: {ROLE_ARN}"
            )
        )
    );
    // Across accounts the caller's own policies have to allow it too: the gateway's allow AssumeRole alone.
    let iam = iam(&sandbox, "admin");
    let update =
        |trust: String| iam.update_assume_role_policy().role_name(ROLE).policy_document(trust).send();
    update(trust_for(GATEWAY_ARN, TAGGING, "{}")).await.unwrap();
    let one_sided = ask(&sandbox, "gateway").tags(tag("team", "red")).send().await;
    assert_eq!(code(one_sided), ("AccessDenied".into(), 403));
    ask(&sandbox, "gateway").send().await.unwrap();

    let admin = "arn:aws:iam::123456789012:user/admin";
    let condition = r#"{"StringEquals":{"aws:RequestTag/team":"red"},"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost"],"sts:TransitiveTagKeys":["team"]}}"#;
    update(trust_for(admin, TAGGING, condition)).await.unwrap();
    put_policy(
        &sandbox,
        &allow(
            "bedrock:*",
            r#"{"StringEquals":{"aws:PrincipalTag/team":"red","aws:PrincipalTag/Cost":"7"}}"#,
        ),
    )
    .await;
    let with = |tags: Vec<Tag>| ask(&sandbox, "admin").set_tags(Some(tags));
    assert_eq!(code(with(vec![tag("team", "blue")]).send().await), ("AccessDenied".into(), 403));
    assert_eq!(code(with(vec![tag("team", "red"), tag("other", "x")]).send().await).1, 403);
    let both = vec![tag("team", "red"), tag("cost", "7")];
    assert_eq!(code(with(both.clone()).transitive_tag_keys("cost").send().await).1, 403);
    let whole = with(both).transitive_tag_keys("team").send().await.unwrap();
    let half = with(vec![tag("team", "red")]).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&whole)).await, granted());
    assert_eq!(invoke(&sandbox, keys_of(&half)).await, refused());
}

#[tokio::test]
async fn tags_out_of_their_rules_are_refused_in_aws_s_words() {
    let sandbox = start().await;
    create_role(&sandbox, &trust_for("*", TAGGING, "{}"), None).await;
    let with = |tags: Vec<Tag>| ask(&sandbox, "admin").set_tags(Some(tags));
    let parameter = |text: &str| ("InvalidParameterValue".to_owned(), 400, text.to_owned());
    assert_eq!(
        refusal(with(vec![tag("Team", "a"), tag("team", "b")]).send().await),
        parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    );
    assert_eq!(
        refusal(with(vec![tag("team", "a")]).transitive_tag_keys("cost").send().await),
        parameter("The specified transitive tag key must be included in the requested tags.")
    );
    let many = |count: usize| (0..count).map(|n| tag(&format!("key-{n}"), "v")).collect();
    with(many(50)).send().await.unwrap();
    let (code, status, text) = refusal(with(many(51)).send().await);
    assert_eq!((code.as_str(), status), ("ValidationError", 400));
    assert!(
        text.contains(
            "at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50"
        ),
        "{text}"
    );
    let (code, status, text) = refusal(with(vec![tag("a*b", "x")]).send().await);
    assert_eq!((code.as_str(), status), ("ValidationError", 400));
    assert!(text.contains("'a*b' at 'tags.1.member.key'"), "{text}");
    let large = (0..20).map(|n| tag(&format!("key-{n}"), &"v".repeat(256))).collect();
    let (code, status, _) = refusal(with(large).send().await);
    assert_eq!((code.as_str(), status), ("PackedPolicyTooLarge", 400));
}

#[tokio::test]
async fn transitive_tags_go_along_the_chain_and_cannot_be_changed() {
    let sandbox = start().await;
    let next = "arn:aws:iam::123456789012:role/next";
    let first = create(&sandbox, "first", &trust_for("*", TAGGING, "{}"), &allow("sts:*", "{}")).await;
    let tagged = r#"{"StringEquals":{"aws:PrincipalTag/team":"red"}}"#;
    create(&sandbox, "next", &trust_for("*", TAGGING, "{}"), &allow("bedrock:*", tagged)).await;
    create(&sandbox, "untagged", &trust_for("*", r#""sts:AssumeRole""#, "{}"), &allow("bedrock:*", "{}"))
        .await;

    let start = ask_with(&sandbox, seeded(&sandbox, "admin"), &first);
    let start = start.tags(tag("team", "red")).tags(tag("cost", "7")).transitive_tag_keys("TEAM");
    let chained = keys_of(&start.send().await.unwrap());
    let inherited = ask_with(&sandbox, chained.clone(), next).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&inherited)).await, granted(), "team is inherited");
    let conflict = ask_with(&sandbox, chained.clone(), next).tags(tag("Team", "blue")).send().await;
    assert_eq!(
        refusal(conflict),
        (
            "InvalidParameterValue".into(),
            400,
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.".into()
        )
    );
    ask_with(&sandbox, chained.clone(), next).tags(tag("cost", "8")).send().await.unwrap();
    let untagged = ask_with(&sandbox, chained, "arn:aws:iam::123456789012:role/untagged").send().await;
    let (code, status, text) = refusal(untagged);
    assert_eq!((code.as_str(), status), ("AccessDenied", 403));
    assert!(text.contains("sts:TagSession"), "an inherited tag needs the permission too: {text}");
}

#[tokio::test]
async fn a_source_identity_needs_a_permission_and_stays() {
    let sandbox = start().await;
    let admin = "arn:aws:iam::123456789012:user/admin";
    create_role(&sandbox, &trust_for(admin, r#""sts:AssumeRole""#, "{}"), None).await;
    let (code, status, text) = refusal(ask(&sandbox, "admin").source_identity("alex").send().await);
    assert_eq!((code.as_str(), status), ("AccessDenied", 403));
    assert!(text.contains("sts:SetSourceIdentity on resource"), "{text}");

    let condition = r#"{"StringLike":{"sts:SourceIdentity":"al*"}}"#;
    let first = create(&sandbox, "first", &trust_for(admin, NAMING, condition), &allow("sts:*", "{}")).await;
    let named = r#"{"StringEquals":{"aws:SourceIdentity":"alex"}}"#;
    let next = create(&sandbox, "next", &trust_for("*", EACH, "{}"), &allow("bedrock:*", named)).await;
    let with = |name: &str| ask_with(&sandbox, seeded(&sandbox, "admin"), &first).source_identity(name);
    assert_eq!(refusal(with("sam").send().await).1, 403);
    let answer = with("alex").send().await.unwrap();
    assert_eq!(answer.source_identity(), Some("alex"));

    let chained = ask_with(&sandbox, keys_of(&answer), &next).send().await.unwrap();
    assert_eq!(chained.source_identity(), Some("alex"), "it stays");
    assert_eq!(invoke(&sandbox, keys_of(&chained)).await, granted());
    let changed = ask_with(&sandbox, keys_of(&answer), &next).source_identity("sam").send().await;
    assert_eq!(refusal(changed).1, 403);
    let plain = ask_with(&sandbox, seeded(&sandbox, "admin"), &next).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&plain)).await, refused());
}

#[tokio::test]
async fn managed_policies_narrow_a_session_as_inline_ones_do() {
    let sandbox = start().await;
    create_role(&sandbox, &trust_for("*", EACH, "{}"), Some(&allow("bedrock:*", "{}"))).await;
    let arn = |arn: &str| PolicyDescriptorType::builder().arn(arn).build();
    let administrator = arn("arn:aws:iam::aws:policy/AdministratorAccess");
    let wide = ask(&sandbox, "admin").policy_arns(administrator.clone()).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&wide)).await, granted());
    // Neither grants more than the role has.
    let keys = keys_of(&wide);
    assert_eq!(
        code(iam_of(&sandbox, keys, "us-east-1").list_roles().send().await),
        ("AccessDenied".into(), 403)
    );
    // Together they grant what any of them does.
    let both = ask(&sandbox, "admin").policy(allow("s3:*", "{}")).policy_arns(administrator.clone());
    assert_eq!(invoke(&sandbox, keys_of(&both.send().await.unwrap())).await, granted());
    let narrow = ask(&sandbox, "admin").policy(allow("s3:*", "{}")).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&narrow)).await, refused());

    let eleven = ask(&sandbox, "admin").set_policy_arns(Some(vec![administrator; 11])).send().await;
    let (code, status, text) = refusal(eleven);
    assert_eq!((code.as_str(), status), ("ValidationError", 400));
    assert!(
        text.contains(
            "'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10"
        ),
        "{text}"
    );
    for missing in ["arn:aws:iam::123456789012:policy/nothing", "arn:aws:iam::aws:policy/nothing"] {
        let (code, status, text) = refusal(ask(&sandbox, "admin").policy_arns(arn(missing)).send().await);
        assert_eq!((code.as_str(), status), ("InvalidParameterValue", 400), "{text}");
    }
    let principal = trust_without_condition("*");
    let (code, status, text) = refusal(ask(&sandbox, "admin").policy(principal).send().await);
    assert_eq!((code.as_str(), status), ("MalformedPolicyDocument", 400), "{text}");
}

#[tokio::test]
async fn a_role_s_own_tags_are_its_sessions_principal_tags_and_a_session_tag_comes_first() {
    let sandbox = start().await;
    let tagged = r#"{"StringEquals":{"aws:PrincipalTag/team":"red"}}"#;
    create_role(&sandbox, &trust_for("*", TAGGING, "{}"), Some(&allow("bedrock:*", tagged))).await;
    let plain = || ask(&sandbox, "admin");
    assert_eq!(invoke(&sandbox, keys_of(&plain().send().await.unwrap())).await, refused());
    let role_tag = aws_sdk_iam::types::Tag::builder().key("Team").value("red").build().unwrap();
    iam(&sandbox, "admin").tag_role().role_name(ROLE).tags(role_tag).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&plain().send().await.unwrap())).await, granted());
    let over = plain().tags(tag("team", "blue")).send().await.unwrap();
    assert_eq!(invoke(&sandbox, keys_of(&over)).await, refused());
}

#[tokio::test]
async fn a_session_is_a_principal_and_a_role_that_trusts_itself_can_be_assumed_anew() {
    let sandbox = start().await;
    let own = create(&sandbox, "own", &trust_without_condition("*"), &allow("sts:*", "{}")).await;
    let session = "arn:aws:sts::123456789012:assumed-role/own/test";
    create_role(&sandbox, &trust_without_condition(session), None).await;
    let keys = keys_of(&ask_with(&sandbox, seeded(&sandbox, "admin"), &own).send().await.unwrap());
    ask_with(&sandbox, keys.clone(), ROLE_ARN).send().await.unwrap();
    let other = ask_with(&sandbox, seeded(&sandbox, "admin"), &own).role_session_name("other");
    let other = keys_of(&other.send().await.unwrap());
    assert_eq!(code(ask_with(&sandbox, other, ROLE_ARN).send().await), ("AccessDenied".into(), 403));

    let iam = iam(&sandbox, "admin");
    let update = iam.update_assume_role_policy().role_name("own");
    update.policy_document(trust_without_condition(&own)).send().await.unwrap();
    ask_with(&sandbox, keys, &own).send().await.unwrap();
    let outside = ask_with(&sandbox, seeded(&sandbox, "admin"), &own).send().await;
    assert_eq!(code(outside), ("AccessDenied".into(), 403));
}

#[tokio::test]
async fn the_conditions_see_the_caller() {
    let sandbox = start().await;
    for (caller, condition, admitted) in [
        ("admin", r#"{"StringEquals":{"aws:username":"admin","aws:PrincipalType":"User"}}"#, true),
        ("gateway", r#"{"StringEquals":{"aws:PrincipalAccount":"975050335771"}}"#, true),
        (
            "gateway",
            r#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::975050335771:user/quilr-gateway"}}"#,
            true,
        ),
        (
            "sso",
            r#"{"StringEquals":{"aws:PrincipalType":"AssumedRole"},"DateLessThan":{"aws:TokenIssueTime":"2100-01-01T00:00:00Z"}}"#,
            true,
        ),
        (
            "sso",
            r#"{"Null":{"aws:username":"true"},"StringLike":{"aws:userid":"AROA*:alex.morgan@example.com"}}"#,
            true,
        ),
        ("admin", r#"{"StringEquals":{"sts:RoleSessionName":"test"}}"#, true),
        ("admin", r#"{"StringEquals":{"sts:RoleSessionName":"other"}}"#, false),
        ("admin", r#"{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}"#, true),
        ("admin", r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, false),
        ("admin", r#"{"Bool":{"aws:ViaAWSService":"false","aws:PrincipalIsAWSService":"false"}}"#, true),
        // A long-term key has no such key, not even a false one; a session has.
        ("admin", r#"{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#, false),
        ("admin", r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#, true),
        ("sso", r#"{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#, true),
        (
            "admin",
            r#"{"Null":{"aws:TokenIssueTime":"true","aws:SourceArn":"true","aws:SourceIdentity":"true"}}"#,
            true,
        ),
    ] {
        let document = trust_for("*", r#""sts:AssumeRole""#, condition);
        let iam = iam(&sandbox, "admin");
        let made = iam.create_role().role_name(ROLE).assume_role_policy_document(&document).send().await;
        if made.is_err() {
            iam.update_assume_role_policy().role_name(ROLE).policy_document(&document).send().await.unwrap();
        }
        let answer = ask(&sandbox, caller).send().await;
        assert_eq!(answer.is_ok(), admitted, "{caller} {condition}: {answer:?}");
    }
}

#[tokio::test]
async fn a_token_can_be_asked_to_be_long() {
    let sandbox = start().await;
    create_role(&sandbox, &trust_without_condition("*"), None).await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    for size in [0, 1000, 4096] {
        let form = format!(
            "Action=AssumeRole&Version=2011-06-15&RoleArn={ROLE_ARN}&RoleSessionName=test&MinimumSessionTokenSize={size}"
        );
        let answer = Raw::query(&form).sign(to, &keys).send(to).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let token = answer.body.split("<SessionToken>").nth(1).unwrap().split('<').next().unwrap();
        assert!(token.len() >= size && token.len() < size.max(700) + 600, "{size}: {}", token.len());
    }
    let form = format!(
        "Action=AssumeRole&Version=2011-06-15&RoleArn={ROLE_ARN}&RoleSessionName=test&MinimumSessionTokenSize=4097"
    );
    assert_eq!(Raw::query(&form).sign(to, &keys).send(to).await.status, 400);
}
