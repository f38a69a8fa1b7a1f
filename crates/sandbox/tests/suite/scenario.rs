//! Each built-in scenario tells the story that its description promises; and a scenario that cannot be
//! used is refused with its place and a remedy.

use crate::support::chat::{HAIKU, NOVA, converse, converse_stream};
use crate::support::*;
use aws_credential_types::Credentials;
use sandbox::{Options, Sandbox, Scenario, StartError};
use std::time::Duration;

type Refusal = (String, u16, String);

async fn assume_role(sandbox: &Sandbox) -> Result<Credentials, Refusal> {
    let ask = sts(sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    let answer = ask.external_id(EXTERNAL_ID).send().await;
    let made = answer.map_err(|error| refusal::<(), _>(Err(error)))?;
    Ok(session_keys(made.credentials()))
}

async fn model(sandbox: &Sandbox, keys: &Credentials, model: &str) -> Result<String, Refusal> {
    converse(sandbox, keys, "us-east-1", model).await
}

fn claude() -> String {
    format!("us.{HAIKU}")
}

/// The page's role with its permissions, and inference profiles besides.
async fn make_role(sandbox: &Sandbox) {
    let permissions = PERMISSIONS.replace(
        r#""arn:aws:bedrock:*::foundation-model/*""#,
        r#"["arn:aws:bedrock:*::foundation-model/*","arn:aws:bedrock:*:*:inference-profile/*"]"#,
    );
    create_role(sandbox, &trust(GATEWAY_ARN), Some(&permissions)).await;
}

fn code_of<T>(outcome: &Result<T, Refusal>) -> &str {
    outcome.as_ref().map_or_else(|(code, ..)| code.as_str(), |_| "fine")
}

#[tokio::test]
async fn default_is_aws_as_it_should_be() {
    let sandbox = start_in("default").await;
    make_role(&sandbox).await;
    let session = assume_role(&sandbox).await.unwrap();
    for id in [NOVA, &claude()] {
        assert_eq!(code_of(&model(&sandbox, &session, id).await), "fine", "{id}");
    }
}

/// AssumeRole with an ExternalId, or none, for so many seconds.
async fn ask_for(sandbox: &Sandbox, external_id: Option<&str>, seconds: i32) -> Result<Credentials, Refusal> {
    let ask = sts(sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    let answer = ask.set_external_id(external_id.map(str::to_owned)).duration_seconds(seconds).send().await;
    let made = answer.map_err(|error| refusal::<(), _>(Err(error)))?;
    Ok(session_keys(made.credentials()))
}

#[tokio::test]
async fn each_scene_s_role_is_wrong_in_one_way() {
    // name; with the example's ExternalId, without any, for four hours; Claude through its profile.
    for (name, with, without, long, claude_through) in [
        ("all-good", "fine", "AccessDenied", "ValidationError", "fine"),
        ("wrong-external-id", "AccessDenied", "AccessDenied", "AccessDenied", ""),
        ("no-external-id-condition", "fine", "fine", "ValidationError", "fine"),
        ("gateway-not-trusted", "AccessDenied", "AccessDenied", "AccessDenied", ""),
        ("duration-too-long", "fine", "AccessDenied", "ValidationError", "fine"),
        ("inference-profile-not-allowed", "fine", "AccessDenied", "ValidationError", "AccessDeniedException"),
    ] {
        let sandbox = start_in(name).await;
        let session = ask_for(&sandbox, Some("7f3c2b1e-acme-2026"), 3600).await;
        assert_eq!(code_of(&session), with, "{name}: with the ExternalId");
        assert_eq!(code_of(&ask_for(&sandbox, None, 3600).await), without, "{name}: without one");
        let four_hours = ask_for(&sandbox, Some("7f3c2b1e-acme-2026"), 14_400).await;
        assert_eq!(code_of(&four_hours), long, "{name}: for four hours");
        if let Ok(session) = session {
            assert_eq!(code_of(&model(&sandbox, &session, NOVA).await), "fine", "{name}");
            assert_eq!(code_of(&model(&sandbox, &session, &claude()).await), claude_through, "{name}");
        }
    }
}

#[tokio::test]
async fn a_scene_is_played_with_the_setup_s_own_role_and_leaves_nothing_of_the_last() {
    let sandbox = start_in("default").await;
    let play = |name: &str| {
        let scenario = Scenario::built_in(name).unwrap();
        sandbox.play(&scenario.played_with(ROLE, "/", EXTERNAL_ID).unwrap()).unwrap();
    };
    make_role(&sandbox).await;
    play("model-access");
    let session =
        assume_role(&sandbox).await.expect("the role of `all-good` asks for the setup's ExternalId");
    assert_eq!(code_of(&model(&sandbox, &session, &claude()).await), "AccessDeniedException");
    sandbox.grant_model_access();
    assert_eq!(code_of(&model(&sandbox, &session, &claude()).await), "fine", "access was granted");
    play("gateway-not-trusted");
    assert_eq!(code_of(&assume_role(&sandbox).await), "AccessDenied");
    play("all-good");
    let session = assume_role(&sandbox).await.unwrap();
    assert_eq!(code_of(&model(&sandbox, &session, &claude()).await), "fine");
    let unknown = Scenario::parse(
        r#"{"description": "x", "accounts": [{"id": "123456789012", "roles": [{"name": "r", "trust":
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/nobody"}, "Action": "sts:AssumeRole"}]}}]}]}"#,
    );
    assert!(sandbox.play(&unknown.unwrap()).is_err(), "a principal that does not exist");
    assert!(assume_role(&sandbox).await.is_ok(), "and nothing has changed");
}

#[tokio::test]
async fn slow_propagation_refuses_until_somebody_has_waited() {
    let sandbox = start_in("slow-propagation").await;
    sandbox.freeze(true);
    make_role(&sandbox).await;
    let mut waited = 0;
    loop {
        let asked = assume_role(&sandbox).await;
        if code_of(&asked) == "fine" {
            break;
        }
        assert_eq!(code_of(&asked), "AccessDenied");
        sandbox.advance(Duration::from_secs(1));
        waited += 1;
        assert!(waited < 60, "it ends");
    }
    assert_eq!(waited, 20, "a new role takes 20 seconds");
    let change = iam(&sandbox, "admin").update_assume_role_policy().role_name(ROLE);
    change.policy_document(trust("arn:aws:iam::975050335771:root")).send().await.unwrap();
    change_takes(&sandbox, 8..=15).await;
}

async fn change_takes(sandbox: &Sandbox, seconds: std::ops::RangeInclusive<u32>) {
    let ask = || sts(sandbox, "somebody").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    let mut waited = 0;
    while ask().external_id(EXTERNAL_ID).send().await.is_err() {
        sandbox.advance(Duration::from_secs(1));
        waited += 1;
        assert!(waited < 60, "it ends");
    }
    assert!(seconds.contains(&waited), "{waited}");
}

#[tokio::test]
async fn throttled_lets_a_client_through_that_tries_again() {
    let sandbox = start_in("throttled").await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        let listed = iam(&sandbox, "admin").list_roles().send().await;
        codes.push(listed.map_or_else(|error| refusal::<(), _>(Err(error)).0, |_| "fine".into()));
    }
    assert_eq!(codes, ["fine", "fine", "fine", "Throttling"]);
    make_role(&sandbox).await;
    for expected in ["Throttling", "Throttling", "fine"] {
        assert_eq!(code_of(&assume_role(&sandbox).await), expected);
    }
    let admin = seeded(&sandbox, "admin");
    for expected in ["ThrottlingException", "ThrottlingException", "ThrottlingException", "fine"] {
        assert_eq!(code_of(&model(&sandbox, &admin, NOVA).await), expected);
    }
}

#[tokio::test]
async fn flaky_network_loses_answers_and_lets_through_who_tries_again() {
    let sandbox = start_in("flaky-network").await;
    let create = iam(&sandbox, "admin").create_role().role_name(ROLE);
    create.assume_role_policy_document(trust(GATEWAY_ARN)).send().await.unwrap();
    let change = || {
        let change = iam(&sandbox, "admin").update_assume_role_policy().role_name(ROLE);
        change.policy_document(trust_without_condition(GATEWAY_ARN)).send()
    };
    let lost = change().await.unwrap_err();
    assert!(lost.as_service_error().is_none(), "no answer came: {lost:?}");
    // The third call of IAM is lost as well; then it is seen that the change was made.
    assert!(iam(&sandbox, "admin").get_role().role_name(ROLE).send().await.is_err());
    let role = iam(&sandbox, "admin").get_role().role_name(ROLE).send().await.unwrap();
    let text = role.role().unwrap().assume_role_policy_document().unwrap();
    assert!(!text.contains("ExternalId"), "the change was made though its answer was lost: {text}");
    let admin = seeded(&sandbox, "admin");
    assert_eq!(converse_stream(&sandbox, &admin, NOVA).await.1.as_deref(), Some(""), "it breaks off");
    assert_eq!(converse_stream(&sandbox, &admin, NOVA).await.1, None, "the next is whole");
}

#[tokio::test]
async fn slow_network_is_slow_and_nothing_more() {
    let sandbox = start_in("slow-network").await;
    sandbox.freeze(true);
    let call = tokio::spawn(sts(&sandbox, "admin").get_caller_identity().send());
    let held = async {
        while sandbox.waiting() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), held).await.expect("the answer is held back");
    assert!(!call.is_finished());
    sandbox.advance(Duration::from_secs(3));
    assert!(call.await.unwrap().is_ok());
}

#[tokio::test]
async fn scp_denies_bedrock_refuses_every_model_and_says_why() {
    let sandbox = start_in("scp-denies-bedrock").await;
    make_role(&sandbox).await;
    let session = assume_role(&sandbox).await.unwrap();
    let (code, status, message) = model(&sandbox, &session, NOVA).await.unwrap_err();
    assert_eq!((code.as_str(), status), ("AccessDeniedException", 403));
    assert!(message.ends_with("with an explicit deny in a service control policy"), "{message}");
    assert!(iam(&sandbox, "admin").list_roles().send().await.is_ok(), "the rest of AWS is allowed");
}

#[tokio::test]
async fn boundary_leaves_bedrock_out() {
    let sandbox = start_in("boundary").await;
    let session = assume_role(&sandbox).await.unwrap();
    let (code, status, message) = model(&sandbox, &session, NOVA).await.unwrap_err();
    assert_eq!((code.as_str(), status), ("AccessDeniedException", 403));
    assert!(
        message.ends_with("because no permissions boundary allows the bedrock:InvokeModel action"),
        "{message}"
    );
}

/// Claude is refused so, and Nova answers.
async fn only_claude_is_refused(scenario: &str, code: &str, status: u16, begins: &str) {
    let sandbox = start_in(scenario).await;
    make_role(&sandbox).await;
    let session = assume_role(&sandbox).await.unwrap();
    let refused = model(&sandbox, &session, &claude()).await.unwrap_err();
    assert!(refused.0 == code && refused.1 == status && refused.2.starts_with(begins), "{refused:?}");
    assert_eq!(code_of(&model(&sandbox, &session, NOVA).await), "fine");
}

#[tokio::test]
async fn model_access_marketplace_and_the_form_each_refuse_claude_in_their_words() {
    let denied = "AccessDeniedException";
    only_claude_is_refused("model-access", denied, 403, "You don't have access to the model").await;
    let begins = "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions";
    only_claude_is_refused("marketplace", denied, 403, begins).await;
    let form = "Model use case details have not been submitted for this account.";
    only_claude_is_refused("anthropic-form", "ResourceNotFoundException", 404, form).await;
}

#[tokio::test]
async fn marketplace_later_turns_red_after_two_minutes() {
    let sandbox = start_in("marketplace-later").await;
    sandbox.freeze(true);
    let admin = seeded(&sandbox, "admin");
    assert_eq!(code_of(&model(&sandbox, &admin, &claude()).await), "fine");
    sandbox.advance(Duration::from_secs(119));
    assert_eq!(code_of(&model(&sandbox, &admin, &claude()).await), "fine");
    sandbox.advance(Duration::from_secs(1));
    let (_, status, message) = model(&sandbox, &admin, &claude()).await.unwrap_err();
    assert!(status == 403 && message.contains("AWS Marketplace actions"), "{message}");
    assert_eq!(code_of(&model(&sandbox, &admin, NOVA).await), "fine");
}

#[tokio::test]
async fn model_not_ready_is_ready_in_the_end() {
    let sandbox = start_in("model-not-ready").await;
    let admin = seeded(&sandbox, "admin");
    for expected in ["ModelNotReadyException", "ModelNotReadyException", "ModelTimeoutException", "fine"] {
        assert_eq!(code_of(&model(&sandbox, &admin, NOVA).await), expected);
    }
}

#[tokio::test]
async fn broken_stream_is_whole_the_third_time() {
    let sandbox = start_in("broken-stream").await;
    let admin = seeded(&sandbox, "admin");
    for expected in [Some("ThrottlingException"), Some("ModelStreamErrorException"), None] {
        assert_eq!(converse_stream(&sandbox, &admin, NOVA).await.1.as_deref(), expected);
    }
}

#[tokio::test]
async fn expired_session_refuses_sso_alone() {
    let sandbox = start_in("expired-session").await;
    let refused = refusal(sts(&sandbox, "sso").get_caller_identity().send().await);
    let text = "The security token included in the request is expired";
    assert_eq!(refused, ("ExpiredToken".into(), 403, text.into()));
    let refused = model(&sandbox, &seeded(&sandbox, "sso"), NOVA).await;
    assert_eq!(code_of(&refused), "ExpiredTokenException");
    assert!(sts(&sandbox, "admin").get_caller_identity().send().await.is_ok());
}

#[tokio::test]
async fn clock_skew_refuses_every_signature_until_the_clock_is_right() {
    let sandbox = start_in("clock-skew").await;
    let ask = || sts(&sandbox, "admin").get_caller_identity().send();
    let (code, status, message) = refusal(ask().await);
    assert_eq!((code.as_str(), status), ("SignatureDoesNotMatch", 403));
    assert!(message.starts_with("Signature expired: "), "{message}");
    sandbox.set_clock_skew(0);
    assert!(ask().await.is_ok());
}

#[tokio::test]
async fn outage_is_over_after_two_minutes() {
    let sandbox = start_in("outage").await;
    sandbox.freeze(true);
    let first = refusal(sts(&sandbox, "admin").get_caller_identity().send().await);
    assert_eq!((first.0.as_str(), first.1), ("InternalFailure", 500));
    assert!(sts(&sandbox, "admin").get_caller_identity().send().await.is_ok());
    let admin = seeded(&sandbox, "admin");
    for (seconds, expected) in
        [(0, "ServiceUnavailableException"), (119, "ServiceUnavailableException"), (1, "fine")]
    {
        sandbox.advance(Duration::from_secs(seconds));
        assert_eq!(code_of(&model(&sandbox, &admin, NOVA).await), expected);
    }
}

#[tokio::test]
async fn every_built_in_scenario_starts_and_tells_its_story_in_a_sentence() {
    // A scenario without a test above would be one that nobody has seen at work.
    let tested = concat!(include_str!("scenario.rs"), include_str!("stack_sets.rs"));
    for name in Scenario::built_in_names() {
        let scenario = Scenario::built_in(name).unwrap();
        assert!(tested.contains(&format!("\"{name}\"")), "{name} has no test");
        assert!(scenario.description.ends_with('.') && scenario.description.len() > 40, "{name}");
        assert_eq!(scenario.description.matches(". ").count(), 0, "{name}: one sentence");
        let written = serde_json::to_string(&scenario).unwrap();
        let read = Scenario::parse(&written).unwrap();
        assert_eq!(Scenario { name: name.into(), ..read }, scenario, "{name} can be written and read");
        Sandbox::start(Options { scenario: Some(scenario), ..Options::default() }).await.unwrap();
    }
}

#[tokio::test]
async fn a_scenario_seeds_users_roles_and_policies() {
    let text = r#"{
        "description": "An auditor and a role.",
        "accounts": [{
            "id": "111122223333",
            "policies": { "read": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:List*", "Resource": "*" }] } },
            "users": { "auditor": { "permissions": { "attached": ["arn:aws:iam::111122223333:policy/read"] } } },
            "roles": [{
                "name": "audited", "path": "/team/", "max_session_seconds": 7200,
                "trust": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/auditor" }, "Action": "sts:AssumeRole" }] }
            }]
        }]
    }"#;
    let scenario = Some(Scenario::parse(text).unwrap());
    let sandbox = Sandbox::start(Options { scenario, ..Options::default() }).await.unwrap();
    assert_eq!(sandbox.identity("auditor").unwrap().arn, "arn:aws:iam::111122223333:user/auditor");
    let listed = iam(&sandbox, "auditor").list_roles().send().await.unwrap();
    assert_eq!(listed.roles()[0].arn(), "arn:aws:iam::111122223333:role/team/audited");
    let role = "arn:aws:iam::111122223333:role/team/audited";
    let ask = sts(&sandbox, "auditor").assume_role().role_arn(role).role_session_name("test");
    assert!(ask.duration_seconds(7200).send().await.is_ok());
}

#[test]
fn what_is_no_scenario_is_told_with_its_place() {
    for (text, says) in [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("{}", "line 1, column 2: missing field `description`"),
        (
            "{\n  \"description\": \"x\",\n  \"fault\": []\n}",
            "line 3, column 9: unknown field `fault`, expected one of ",
        ),
        (
            "{\"description\": \"x\", \"faults\": [\n{\"fault\": \"trottle\"}]}",
            "line 2, column 19: unknown variant `trottle`, expected one of ",
        ),
        (
            r#"{"description": "x", "faults": [{"fault": "throttle"}, {"fault": "throttle", "often": {"every": 0}}]}"#,
            "`faults[1].often.every`: it counts from 1",
        ),
        (
            r#"{"description": "x", "faults": [{"fault": "throttle", "when": {"operation": "AsumeRole"}}]}"#,
            "`faults[0].when.operation`: the sandbox has no operation `AsumeRole`; did you mean `AssumeRole`?",
        ),
        (
            r#"{"description": "x", "propagation": {"seconds": 9, "up_to_seconds": 3}}"#,
            "`propagation.up_to_seconds`: 3 is less than `seconds`, 9",
        ),
    ] {
        let error = Scenario::parse(text).unwrap_err();
        assert!(error.to_string().starts_with(says), "{text}: {error}");
        assert!(error.hint().contains("docs/scenarios.md"), "{error}");
    }
    let unknown = Scenario::built_in("nothing").unwrap_err();
    assert!(unknown.to_string().contains("`nothing`") && unknown.hint().contains("slow-propagation"));
}

#[tokio::test]
async fn what_a_world_cannot_hold_is_told_with_its_field() {
    let account = |inside: &str| format!(r#"{{"description":"x","accounts":[{{{inside}}}]}}"#);
    let role = |inside: &str| account(&format!(r#""id":"123456789012","roles":[{{"name":"r",{inside}}}]"#));
    let trust = r#""trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}"#;
    for (text, says) in [
        (account(r#""id":"12""#), "`accounts[0].id`: it has twelve digits"),
        (
            role(&trust.replace('*', "arn:aws:iam::975050335771:user/nobody")),
            "`accounts[0].roles[0].trust`: Invalid principal in policy: ",
        ),
        (role(r#""trust":{}"#), "`accounts[0].roles[0].trust`: "),
        (
            role(&format!(r#"{trust},"permissions":{{"boundary":"arn:aws:iam::123456789012:policy/no"}}"#)),
            "`accounts[0].roles[0].permissions.boundary`: there is no managed policy ",
        ),
        (
            role(&format!(r#"{trust},"permissions":{{"inline":{{"p":{{"Statement":1}}}}}}"#)),
            "`accounts[0].roles[0].permissions.inline.p`: ",
        ),
        (
            role(&format!(r#"{trust},"max_session_seconds":60"#)),
            "`accounts[0].roles[0].max_session_seconds`: ",
        ),
        (
            account(r#""id":"123456789012","service_control_policies":[[{"Statement":[]}, 1]]"#),
            "`accounts[0].service_control_policies[0][",
        ),
    ] {
        let scenario = Some(Scenario::parse(&text).unwrap());
        let refused = Sandbox::start(Options { scenario, ..Options::default() }).await.err().unwrap();
        assert!(matches!(refused, StartError::Scenario(_)), "{refused}");
        let said = refused.to_string();
        assert!(said.starts_with(&format!("cannot use the scenario: {says}")), "{said}");
    }
}

/// Every JSON block of the documentation is one that the program takes.
#[test]
fn the_documentation_s_examples_are_current() {
    let text = include_str!("../../../../docs/scenarios.md");
    let blocks: Vec<&str> =
        text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 5, "{} examples", blocks.len());
    for block in blocks {
        Scenario::parse(block).unwrap_or_else(|error| panic!("{error}\n{block}"));
    }
    for name in Scenario::built_in_names() {
        let described = format!("| `{name}` | {} |", Scenario::built_in(name).unwrap().description);
        assert!(text.contains(&described), "docs/scenarios.md lacks the line:\n{described}");
    }
}
