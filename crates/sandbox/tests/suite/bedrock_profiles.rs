//! Inference profiles: looked at, made by an account, called, tagged, and deleted; and single models.

use crate::support::chat::*;
use crate::support::*;
use aws_sdk_bedrock::types::{InferenceProfileModelSource, InferenceProfileType, Tag};
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::{
    ConversationRole, ConverseTokensRequest, CountTokensInput, InvokeModelTokensRequest,
};
use sandbox::Sandbox;
use serde_json::{Value, json};

fn model_arn(region: &str, id: &str) -> String {
    format!("arn:aws:bedrock:{region}::foundation-model/{id}")
}

fn profile_arn(region: &str, id: &str) -> String {
    format!("arn:aws:bedrock:{region}:123456789012:inference-profile/{id}")
}

fn tag(key: &str, value: &str) -> Tag {
    Tag::builder().key(key).value(value).build().unwrap()
}

async fn create(
    sandbox: &Sandbox,
    region: &str,
    name: &str,
    copy_from: &str,
) -> Result<String, (String, u16, String)> {
    let source = InferenceProfileModelSource::CopyFrom(copy_from.to_owned());
    let call = bedrock_of(sandbox, seeded(sandbox, "admin"), region).create_inference_profile();
    match call.inference_profile_name(name).model_source(source).send().await {
        Ok(made) => Ok(made.inference_profile_arn().to_owned()),
        Err(error) => Err(refusal::<(), _>(Err(error))),
    }
}

/// A signed request as the admin; the answer's status and body.
async fn raw(sandbox: &Sandbox, method: &'static str, path: &str, body: &Value) -> (u16, Value) {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let raw = Raw::rest(method, path, &text);
    let answer = raw.sign(sandbox.address(), &seeded(sandbox, "admin")).send(sandbox.address()).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
}

fn denied(action: &str, resource: &str) -> Result<String, (String, u16, String)> {
    let text = format!(
        "User: {SESSION} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action"
    );
    Err(("AccessDeniedException".into(), 403, text))
}

fn allow(actions: &[&str], resources: &[&str]) -> Value {
    json!({ "Effect": "Allow", "Action": actions, "Resource": resources })
}

fn policy(statements: &[Value]) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

#[tokio::test]
async fn a_model_is_looked_at_by_id_or_arn() {
    let sandbox = start().await;
    let bedrock = bedrock_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    for id in [NOVA.to_owned(), model_arn("us-east-1", NOVA)] {
        let got = bedrock.get_foundation_model().model_identifier(&id).send().await.unwrap();
        let details = got.model_details().unwrap();
        assert_eq!((details.model_id(), details.model_name()), (NOVA, Some("Nova Micro")));
        assert_eq!(details.model_arn(), model_arn("us-east-1", NOVA));
        assert_eq!(details.response_streaming_supported(), Some(true));
    }
    let old = bedrock.get_foundation_model().model_identifier(OLD_HAIKU).send().await.unwrap();
    let life = old.model_details().unwrap().model_lifecycle().unwrap().clone();
    assert_eq!(life.status().as_str(), "LEGACY");
    assert!(life.legacy_time().unwrap().secs() > life.start_of_life_time().unwrap().secs());

    for id in ["amazon.nova-nano-v1:0", "amazon.rerank-v1:0"] {
        let none = bedrock.get_foundation_model().model_identifier(id).send().await;
        let says = "The provided model identifier is invalid.".to_owned();
        assert_eq!(refusal(none), ("ValidationException".into(), 400, says), "{id}");
    }
    let (status, said) = raw(&sandbox, "GET", "/foundation-models/Nova", &Value::Null).await;
    assert!(status == 400 && said["message"].as_str().unwrap().starts_with("1 validation error detected: Value 'Nova' at 'modelIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:aws"), "{said}");
    let (status, said) = raw(&sandbox, "GET", "/foundation-models?projectIdentifier=x", &Value::Null).await;
    assert_eq!(
        (status, said["message"].as_str()),
        (400, Some("The sandbox does not serve projectIdentifier."))
    );
}

#[tokio::test]
async fn a_models_availability_depends_on_the_region() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    for (region, here) in [("us-west-2", "AVAILABLE"), ("us-east-1", "NOT_AVAILABLE")] {
        let call = bedrock_of(&sandbox, admin.clone(), region).get_foundation_model_availability();
        let got = call.model_id("amazon.rerank-v1:0").send().await.unwrap();
        assert_eq!(got.region_availability().as_str(), here, "{region}");
        assert_eq!(got.authorization_status().as_str(), "AUTHORIZED");
        assert_eq!(got.agreement_availability().unwrap().status().as_str(), "AVAILABLE");
        assert_eq!(got.entitlement_availability().as_str(), "AVAILABLE");
    }
    let none = bedrock_of(&sandbox, admin, "us-east-1").get_foundation_model_availability();
    assert_eq!(code(none.model_id("a.b").send().await), ("ValidationException".into(), 400));
}

#[tokio::test]
async fn looking_is_a_right_on_what_is_looked_at() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let keys = assume(&sandbox).await;
    let bedrock = bedrock_of(&sandbox, keys, "us-east-1");
    let us = format!("us.{NOVA}");
    let got = bedrock.get_foundation_model().model_identifier(NOVA).send().await;
    assert_eq!(Err(refusal(got)), denied("bedrock:GetFoundationModel", &model_arn("us-east-1", NOVA)));
    let got = bedrock.get_inference_profile().inference_profile_identifier(&us).send().await;
    assert_eq!(Err(refusal(got)), denied("bedrock:GetInferenceProfile", &profile_arn("us-east-1", &us)));
    let got = bedrock.get_foundation_model_availability().model_id(NOVA).send().await;
    assert!(
        refusal(got)
            .2
            .contains("is not authorized to perform: bedrock:GetFoundationModelAvailability because")
    );
    put_policy(
        &sandbox,
        &policy(&[
            allow(&["bedrock:GetFoundationModel"], &[&model_arn("us-east-1", "amazon.nova*")]),
            allow(&["bedrock:GetInferenceProfile"], &[&profile_arn("us-east-1", "us.amazon*")]),
            allow(&["bedrock:GetFoundationModelAvailability"], &["*"]),
        ]),
    )
    .await;
    bedrock.get_foundation_model().model_identifier(NOVA).send().await.unwrap();
    bedrock.get_inference_profile().inference_profile_identifier(&us).send().await.unwrap();
    bedrock.get_foundation_model_availability().model_id(NOVA).send().await.unwrap();
}

#[tokio::test]
async fn a_system_profile_tells_where_it_routes_from_here() {
    let sandbox = start().await;
    let get = async |region: &str, id: &str| {
        let call = bedrock_of(&sandbox, seeded(&sandbox, "admin"), region).get_inference_profile();
        call.inference_profile_identifier(id).send().await
    };
    let us = format!("us.{NOVA}");
    for id in [us.clone(), profile_arn("us-east-1", &us)] {
        let got = get("us-east-1", &id).await.unwrap();
        assert_eq!(
            got.description(),
            Some("Routes requests to Nova Micro in us-east-1, us-east-2 and us-west-2.")
        );
        assert_eq!((got.r#type(), got.status().as_str()), (&InferenceProfileType::SystemDefined, "ACTIVE"));
        let arns: Vec<_> = got.models().iter().map(|model| model.model_arn().unwrap().to_owned()).collect();
        assert_eq!(arns, ["us-east-1", "us-east-2", "us-west-2"].map(|region| model_arn(region, NOVA)));
    }
    // The same profile routes elsewhere from another source.
    let regions = async |source: &str| -> Vec<String> {
        let got = get(source, &format!("eu.{NOVA}")).await.unwrap();
        got.models()
            .iter()
            .map(|model| model.model_arn().unwrap().split(':').nth(3).unwrap().to_owned())
            .collect()
    };
    assert_eq!(regions("eu-west-1").await.len(), 4);
    assert!(regions("eu-south-1").await.contains(&"eu-south-1".to_owned()));
    let global = get("us-east-1", &format!("global.{HAIKU}")).await.unwrap();
    assert!(global.models().iter().any(|model| model.model_arn() == Some(&model_arn("", HAIKU))));

    let says = "The specified inference profile could not be found.".to_owned();
    for id in [NOVA.to_owned(), "us.nothing".to_owned(), profile_arn("us-west-2", &us), format!("eu.{NOVA}")]
    {
        let none = get("us-east-1", &id).await;
        assert_eq!(refusal(none), ("ResourceNotFoundException".into(), 404, says.clone()), "{id}");
    }
    let (status, said) = raw(&sandbox, "GET", "/inference-profiles/a%20b", &Value::Null).await;
    assert!(
        status == 400
            && said["message"]
                .as_str()
                .unwrap()
                .contains("at 'inferenceProfileIdentifier' failed to satisfy constraint"),
        "{said}"
    );
}

#[tokio::test]
async fn an_application_profile_lives_from_its_making_to_its_end() {
    let sandbox = start().await;
    let bedrock = bedrock_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    let source = InferenceProfileModelSource::CopyFrom(profile_arn("us-east-1", &format!("us.{NOVA}")));
    let make = || {
        bedrock
            .create_inference_profile()
            .inference_profile_name("Team Red")
            .description("of team red")
            .model_source(source.clone())
            .tags(tag("team", "red"))
            .client_request_token("first-1")
    };
    let made = make().send().await.unwrap();
    let arn = made.inference_profile_arn().to_owned();
    let id = arn.rsplit('/').next().unwrap().to_owned();
    assert!(
        arn.starts_with("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/")
            && id.len() == 12,
        "{arn}"
    );
    // The same request again is the same profile; another one under its token is not.
    assert_eq!(make().send().await.unwrap().inference_profile_arn(), arn);
    assert_eq!(code(make().description("another").send().await), ("ConflictException".into(), 400));
    assert_eq!(
        code(make().client_request_token("second").send().await),
        ("ConflictException".into(), 400),
        "the name is taken"
    );

    for identifier in [&arn, &id] {
        let got =
            bedrock.get_inference_profile().inference_profile_identifier(identifier).send().await.unwrap();
        assert_eq!((got.inference_profile_name(), got.description()), ("Team Red", Some("of team red")));
        assert_eq!((got.inference_profile_arn(), got.inference_profile_id()), (arn.as_str(), id.as_str()));
        assert_eq!(got.r#type(), &InferenceProfileType::Application);
        assert_eq!(got.models().len(), 3);
    }
    let listed = async |kind: Option<InferenceProfileType>| -> Vec<String> {
        let answer =
            bedrock.list_inference_profiles().set_type_equals(kind).max_results(1000).send().await.unwrap();
        answer
            .inference_profile_summaries()
            .iter()
            .map(|profile| profile.inference_profile_arn().to_owned())
            .collect()
    };
    assert_eq!(listed(Some(InferenceProfileType::Application)).await, std::slice::from_ref(&arn));
    assert!(!listed(Some(InferenceProfileType::SystemDefined)).await.contains(&arn));
    assert!(listed(None).await.contains(&arn));
    let elsewhere = bedrock_of(&sandbox, seeded(&sandbox, "admin"), "us-west-2");
    assert_eq!(
        code(elsewhere.get_inference_profile().inference_profile_identifier(&arn).send().await),
        ("ResourceNotFoundException".into(), 404)
    );

    let answer = converse(&sandbox, &seeded(&sandbox, "admin"), "us-east-1", &arn).await.unwrap();
    assert!(answer.contains("Nova Micro"));
    let by_id = converse(&sandbox, &seeded(&sandbox, "admin"), "us-east-1", &id).await;
    assert_eq!(
        by_id.unwrap_err().2,
        "The provided model identifier is invalid.",
        "its ARN, not its id, is called"
    );

    bedrock.delete_inference_profile().inference_profile_identifier(&id).send().await.unwrap();
    assert_eq!(
        code(bedrock.delete_inference_profile().inference_profile_identifier(&id).send().await),
        ("ResourceNotFoundException".into(), 404)
    );
    assert!(listed(Some(InferenceProfileType::Application)).await.is_empty());
    let gone = converse(&sandbox, &seeded(&sandbox, "admin"), "us-east-1", &arn).await.unwrap_err();
    assert_eq!((gone.0.as_str(), gone.1), ("ValidationException", 400));
    let system =
        bedrock.delete_inference_profile().inference_profile_identifier(format!("us.{NOVA}")).send().await;
    assert_eq!(code(system), ("ValidationException".into(), 400));
}

#[tokio::test]
async fn profiles_are_listed_in_pages() {
    let sandbox = start().await;
    let bedrock = bedrock_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    for number in 0..5 {
        create(&sandbox, "us-east-1", &format!("p{number}"), &model_arn("us-east-1", NOVA)).await.unwrap();
    }
    let mut pages = bedrock
        .list_inference_profiles()
        .type_equals(InferenceProfileType::Application)
        .max_results(2)
        .into_paginator()
        .send();
    let (mut names, mut sizes) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        sizes.push(page.inference_profile_summaries().len());
        names.extend(
            page.inference_profile_summaries()
                .iter()
                .map(|profile| profile.inference_profile_name().to_owned()),
        );
    }
    assert_eq!((names, sizes), (["p0", "p1", "p2", "p3", "p4"].map(str::to_owned).to_vec(), vec![2, 2, 1]));
}

#[tokio::test]
async fn what_makes_no_profile_is_refused() {
    let sandbox = start().await;
    let source = json!({ "copyFrom": model_arn("us-east-1", NOVA) });
    let tags = |many: usize| -> Value {
        (0..many).map(|n| json!({ "key": format!("k{n}"), "value": "" })).collect()
    };
    for (body, error, says) in [
        (json!({}), "ValidationException", "2 validation errors detected: Value null at 'inferenceProfileName' failed to satisfy constraint: Member must not be null; Value null at 'modelSource' failed to satisfy constraint: Member must not be null".to_owned()),
        (json!({ "inferenceProfileName": "a  b", "modelSource": source }), "ValidationException", "Value 'a  b' at 'inferenceProfileName' failed to satisfy constraint: Member must satisfy regular expression pattern: ([0-9a-zA-Z][ _-]?)+".into()),
        (json!({ "inferenceProfileName": "n".repeat(65), "modelSource": source }), "ValidationException", "Member must have length less than or equal to 64".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": {} }), "ValidationException", "InferenceProfileModelSource object at modelSource must set one of the following keys: copyFrom.".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": { "copyFrom": NOVA } }), "ValidationException", "at 'modelSource.copyFrom' failed to satisfy constraint: Member must satisfy regular expression pattern".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "description": "é" }), "ValidationException", "Value at 'description' failed to satisfy constraint".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "clientRequestToken": "-" }), "ValidationException", "at 'clientRequestToken' failed to satisfy constraint".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "tags": [{ "key": "a" }] }), "ValidationException", "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "tags": [{ "key": "é", "value": "" }] }), "ValidationException", "at 'tags.1.member.key' failed to satisfy constraint".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "tags": [{ "key": "a", "value": "1" }, { "key": "a", "value": "2" }] }), "ValidationException", "Duplicate tag key a".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "tags": [{ "key": "aws:a", "value": "1" }] }), "ValidationException", "reserved prefix".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "tags": tags(51) }), "TooManyTagsException", "50 tags per resource".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": source, "tags": tags(201) }), "ValidationException", "at 'tags' failed to satisfy constraint: Member must have length less than or equal to 200".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": { "copyFrom": model_arn("us-west-2", NOVA) } }), "ValidationException", "The provided model identifier is invalid.".into()),
        (json!({ "inferenceProfileName": "a", "modelSource": { "copyFrom": model_arn("us-east-1", HAIKU) } }), "ValidationException", "The provided model identifier is invalid.".into()),
        (json!({ "inferenceProfileName": 1, "modelSource": source }), "SerializationException", "NUMBER_VALUE cannot be converted to String".into()),
    ] {
        let raw = Raw::rest("POST", "/inference-profiles", &body.to_string());
        let answer = raw.sign(sandbox.address(), &seeded(&sandbox, "admin")).send(sandbox.address()).await;
        assert!(answer.status == 400 && answer.head.contains(&format!("x-amzn-errortype: {error}\r\n")), "{body}: {answer:?}");
        assert!(answer.body.contains(&says), "{body}: {answer:?}");
    }
    let (status, _) = raw(
        &sandbox,
        "POST",
        "/inference-profiles",
        &json!({ "inferenceProfileName": "a", "modelSource": source }),
    )
    .await;
    assert_eq!(status, 201);
}

#[tokio::test]
async fn making_and_ending_a_profile_are_rights() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let keys = assume(&sandbox).await;
    let bedrock = bedrock_of(&sandbox, keys, "us-east-1");
    let make = || {
        let source = InferenceProfileModelSource::CopyFrom(model_arn("us-east-1", NOVA));
        bedrock
            .create_inference_profile()
            .inference_profile_name("mine")
            .model_source(source)
            .tags(tag("team", "red"))
    };
    let own = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/*";
    let action = "bedrock:CreateInferenceProfile";
    assert_eq!(Err(refusal(make().send().await)), denied(action, &model_arn("us-east-1", NOVA)));
    put_policy(&sandbox, &policy(&[allow(&[action], &[&model_arn("us-east-1", "*")])])).await;
    assert_eq!(Err(refusal(make().send().await)), denied(action, own));
    let mut by_tag = allow(&[action], &["*"]);
    by_tag["Condition"] = json!({ "StringEquals": { "aws:RequestTag/team": "blue" } });
    put_policy(&sandbox, &policy(&[by_tag.clone()])).await;
    assert_eq!(code(make().send().await), ("AccessDeniedException".into(), 403));
    by_tag["Condition"] = json!({ "StringEquals": { "aws:RequestTag/team": "red" }, "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } });
    put_policy(&sandbox, &policy(&[by_tag])).await;
    let arn = make().send().await.unwrap().inference_profile_arn().to_owned();
    let delete = || bedrock.delete_inference_profile().inference_profile_identifier(&arn);
    assert_eq!(Err(refusal(delete().send().await)), denied("bedrock:DeleteInferenceProfile", &arn));
    let tags = bedrock.list_tags_for_resource().resource_arn(&arn).send().await;
    assert_eq!(Err(refusal(tags)), denied("bedrock:ListTagsForResource", &arn));
    let mut tagged = allow(&["bedrock:DeleteInferenceProfile"], &["*"]);
    tagged["Condition"] = json!({ "StringEquals": { "aws:ResourceTag/team": "red" } });
    put_policy(&sandbox, &policy(&[tagged])).await;
    delete().send().await.unwrap();
}

#[tokio::test]
async fn an_application_profile_is_called_by_rights_on_it_and_on_every_model_behind_it() {
    let sandbox = start().await;
    let one = create(&sandbox, "us-east-1", "one", &model_arn("us-east-1", NOVA)).await.unwrap();
    let many = create(&sandbox, "us-east-1", "many", &profile_arn("us-east-1", &format!("us.{NOVA}")))
        .await
        .unwrap();
    let global =
        create(&sandbox, "us-east-1", "global", &profile_arn("us-east-1", &format!("global.{HAIKU}")))
            .await
            .unwrap();
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let keys = assume(&sandbox).await;
    let invoke = "bedrock:InvokeModel";
    let call = async |arn: &str| converse(&sandbox, &keys, "us-east-1", arn).await;
    assert_eq!(call(&one).await, denied(invoke, &one), "the page's policy names models only");
    put_policy(&sandbox, &policy(&[allow(&[invoke], &[&one, &many, &global])])).await;
    assert_eq!(call(&one).await, denied(invoke, &model_arn("us-east-1", NOVA)));
    let here = model_arn("us-east-1", "*");
    put_policy(&sandbox, &policy(&[allow(&[invoke], &[&one, &many, &global, &here])])).await;
    call(&one).await.unwrap();
    // The region in the text is the one that is denied, not the one that was called.
    assert_eq!(call(&many).await, denied(invoke, &model_arn("us-east-2", NOVA)));
    assert_eq!(call(&global).await, denied(invoke, &model_arn("", HAIKU)));
    // The system-defined profile that it was copied from needs no right of its own.
    let everywhere = "arn:aws:bedrock:*::foundation-model/*";
    put_policy(&sandbox, &policy(&[allow(&[invoke], &[&one, &many, &global, everywhere])])).await;
    for arn in [&one, &many, &global] {
        call(arn).await.unwrap();
    }
    // Models through one profile only.
    let mut through = allow(&[invoke], &[everywhere]);
    through["Condition"] = json!({ "StringEquals": { "bedrock:InferenceProfileArn": many } });
    put_policy(&sandbox, &policy(&[allow(&[invoke], &[&one, &many]), through])).await;
    call(&many).await.unwrap();
    assert_eq!(call(&one).await, denied(invoke, &model_arn("us-east-1", NOVA)));
    assert_eq!(call(NOVA).await, denied(invoke, &model_arn("us-east-1", NOVA)), "and not without it");
    // A stream is another right here as well.
    let stream = runtime_of(&sandbox, keys.clone(), "us-east-1").converse_stream().model_id(&many);
    let stream = stream.messages(says(ConversationRole::User, "hello")).send().await;
    assert_eq!(stream.unwrap_err().raw_response().unwrap().status().as_u16(), 403);
}

#[tokio::test]
async fn a_global_profile_s_call_has_no_region() {
    let sandbox = start().await;
    let global = format!("global.{HAIKU}");
    let mut by_region = allow(&["bedrock:InvokeModel"], &["*"]);
    by_region["Condition"] = json!({ "StringEquals": { "aws:RequestedRegion": "us-east-1" } });
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(&policy(&[by_region.clone()]))).await;
    let keys = assume(&sandbox).await;
    let call = async || converse(&sandbox, &keys, "us-east-1", &global).await;
    assert_eq!(call().await, denied("bedrock:InvokeModel", &model_arn("", HAIKU)));
    by_region["Condition"]["StringEquals"]["aws:RequestedRegion"] = json!(["us-east-1", "unspecified"]);
    put_policy(&sandbox, &policy(&[by_region])).await;
    call().await.unwrap();
}

#[tokio::test]
async fn a_profile_s_tags_are_kept_changed_and_taken_off() {
    let sandbox = start().await;
    let bedrock = bedrock_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    let arn = create(&sandbox, "us-east-1", "one", &model_arn("us-east-1", NOVA)).await.unwrap();
    let tags = async || -> Vec<(String, String)> {
        let got = bedrock.list_tags_for_resource().resource_arn(&arn).send().await.unwrap();
        got.tags().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect()
    };
    assert!(tags().await.is_empty());
    bedrock.tag_resource().resource_arn(&arn).tags(tag("a", "1")).tags(tag("b", "")).send().await.unwrap();
    bedrock.tag_resource().resource_arn(&arn).tags(tag("a", "2")).send().await.unwrap();
    assert_eq!(tags().await, [("a".to_owned(), "2".to_owned()), ("b".to_owned(), String::new())]);
    bedrock.untag_resource().resource_arn(&arn).tag_keys("a").tag_keys("none").send().await.unwrap();
    assert_eq!(tags().await, [("b".to_owned(), String::new())]);
    let many: Vec<Tag> = (0..50).map(|number| tag(&format!("k{number}"), "")).collect();
    let over = bedrock.tag_resource().resource_arn(&arn).set_tags(Some(many)).send().await;
    assert_eq!(code(over), ("TooManyTagsException".into(), 400));
    let other = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/aaaaaaaaaaaa";
    for result in [
        code(bedrock.tag_resource().resource_arn(other).tags(tag("a", "1")).send().await),
        code(bedrock.untag_resource().resource_arn(other).tag_keys("a").send().await),
        code(bedrock.list_tags_for_resource().resource_arn(other).send().await),
    ] {
        assert_eq!(result, ("ResourceNotFoundException".into(), 404));
    }
    let (status, said) = raw(&sandbox, "POST", "/listTagsForResource", &json!({})).await;
    assert!(
        status == 400 && said["message"].as_str().unwrap().contains("Value null at 'resourceARN'"),
        "{said}"
    );
    let (status, _) = raw(&sandbox, "POST", "/tagResource", &json!({ "resourceARN": "x", "tags": [] })).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn tokens_are_counted_as_they_will_be_charged() {
    let sandbox = start().await;
    let runtime = runtime_of(&sandbox, seeded(&sandbox, "admin"), "us-east-1");
    let count = async |model: &str, input: CountTokensInput| {
        runtime.count_tokens().model_id(model).input(input).send().await
    };
    let hello = says(ConversationRole::User, "How many tokens might this be, all told?");
    let conversation = ConverseTokensRequest::builder().messages(hello.clone()).build();
    let counted =
        count(HAIKU, CountTokensInput::Converse(conversation.clone())).await.unwrap().input_tokens();
    let answered = runtime.converse().model_id(format!("us.{HAIKU}")).messages(hello).send().await.unwrap();
    assert_eq!(counted, answered.usage().unwrap().input_tokens());
    assert!(counted > 5);

    let body = json!({ "anthropic_version": "bedrock-2023-05-31", "max_tokens": 5, "messages": [{ "role": "user", "content": "How many tokens might this be, all told?" }] });
    let of_body = |body: &Value| {
        let body = InvokeModelTokensRequest::builder().body(Blob::new(body.to_string())).build().unwrap();
        CountTokensInput::InvokeModel(body)
    };
    let counted = count(HAIKU, of_body(&body)).await.unwrap().input_tokens();
    let answered = invoke(&sandbox, &seeded(&sandbox, "admin"), &format!("us.{HAIKU}"), &body).await.unwrap();
    assert_eq!(answered["usage"]["input_tokens"], counted);

    let unsupported = "The provided model doesn't support counting tokens.";
    for model in [NOVA, OLD_HAIKU, &format!("us.{HAIKU}"), "amazon.titan-embed-text-v2:0"] {
        let refused = refusal(count(model, CountTokensInput::Converse(conversation.clone())).await);
        assert_eq!(refused, ("ValidationException".into(), 400, unsupported.to_owned()), "{model}");
    }
    let unknown = refusal(count("anthropic.nobody", CountTokensInput::Converse(conversation.clone())).await);
    assert_eq!(unknown.2, "The provided model identifier is invalid.");
    let no_body = refusal(count(HAIKU, of_body(&json!({ "messages": [] }))).await);
    assert_eq!(no_body.2, "anthropic_version: Field required");
    let long = says(ConversationRole::User, &"a ".repeat(200_001));
    let long = ConverseTokensRequest::builder().messages(long).build();
    let too_long = refusal(count(HAIKU, CountTokensInput::Converse(long)).await);
    assert_eq!(too_long.2, "prompt is too long: 200002 tokens > 200000 maximum");
    for (body, says) in [
        (json!({}), "Value null at 'input' failed to satisfy constraint: Member must not be null"),
        (
            json!({ "input": {} }),
            "CountTokensInput object at input must set one of the following keys: invokeModel, converse.",
        ),
        (json!({ "input": { "invokeModel": {} } }), "Value null at 'input.invokeModel.body'"),
        (
            json!({ "input": { "converse": { "messages": [] } } }),
            "A conversation must start with a user message.",
        ),
    ] {
        let (status, said) = raw(&sandbox, "POST", &format!("/model/{HAIKU}/count-tokens"), &body).await;
        assert!(status == 400 && said["message"].as_str().unwrap().contains(says), "{body}: {said}");
    }

    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let runtime = runtime_of(&sandbox, assume(&sandbox).await, "us-east-1");
    let call =
        || runtime.count_tokens().model_id(HAIKU).input(CountTokensInput::Converse(conversation.clone()));
    assert_eq!(
        Err(refusal(call().send().await)),
        denied("bedrock:CountTokens", &model_arn("us-east-1", HAIKU))
    );
    put_policy(&sandbox, &policy(&[allow(&["bedrock:CountTokens"], &[&model_arn("us-east-1", HAIKU)])]))
        .await;
    call().send().await.unwrap();
}

#[tokio::test]
async fn the_newest_models_are_called_through_a_profile() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    for model in ["anthropic.claude-haiku-5-5", "anthropic.claude-opus-5-5", "anthropic.claude-sonnet-5-5"] {
        let got = bedrock_of(&sandbox, admin.clone(), "us-east-1").get_foundation_model();
        let got = got.model_identifier(model).send().await.unwrap();
        let details = got.model_details().unwrap();
        let types: Vec<&str> = details.inference_types_supported().iter().map(|kind| kind.as_str()).collect();
        assert_eq!(types, ["INFERENCE_PROFILE"], "{model}");
        // A date that nobody told is left out.
        assert!(details.model_lifecycle().unwrap().start_of_life_time().is_none());
        converse(&sandbox, &admin, "us-east-1", &format!("us.{model}")).await.unwrap();
        let alone = converse(&sandbox, &admin, "us-east-1", model).await.unwrap_err();
        assert!(alone.2.contains("with on-demand throughput isn’t supported"), "{alone:?}");
    }
}
