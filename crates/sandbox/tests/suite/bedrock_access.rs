//! Bedrock: the lists, and the rights for every ARN that a call touches.

use crate::support::chat::*;
use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_bedrock::types::{InferenceProfileType, ModelModality};
use aws_sdk_bedrockruntime::error::DisplayErrorContext;
use aws_sdk_bedrockruntime::types::ConversationRole;
use sandbox::Sandbox;
use serde_json::json;

fn allow(resources: &[&str]) -> String {
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        "Resource": resources,
    }] })
    .to_string()
}

/// The page's policy with its inference profiles line.
fn with_profiles() -> String {
    allow(&["arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:*:123456789012:inference-profile/*"])
}

async fn session(sandbox: &Sandbox, permissions: &str) -> Credentials {
    create_role(sandbox, &trust(GATEWAY_ARN), Some(permissions)).await;
    assume(sandbox).await
}

fn denied(action: &str, resource: &str) -> Result<String, (String, u16, String)> {
    let text = format!(
        "User: {SESSION} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action"
    );
    Err(("AccessDeniedException".into(), 403, text))
}

#[tokio::test]
async fn the_lists_tell_what_a_region_has() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let ids = async |region: &str, modality: Option<ModelModality>, provider: Option<&str>| -> Vec<String> {
        let list = bedrock_of(&sandbox, admin.clone(), region).list_foundation_models();
        let list = list.set_by_output_modality(modality).set_by_provider(provider.map(str::to_owned));
        list.send().await.unwrap().model_summaries().iter().map(|model| model.model_id().to_owned()).collect()
    };
    let here = ids("us-east-1", None, None).await;
    assert!(here.contains(&NOVA.to_owned()) && !here.contains(&"amazon.rerank-v1:0".to_owned()), "{here:?}");
    assert!(ids("us-west-2", None, None).await.contains(&"amazon.rerank-v1:0".to_owned()));
    let embedding = ids("us-east-1", Some(ModelModality::Embedding), None).await;
    assert_eq!(
        embedding,
        [
            "amazon.titan-embed-text-v1",
            "amazon.titan-embed-text-v2:0",
            "cohere.embed-english-v3",
            "cohere.embed-multilingual-v3",
            "cohere.embed-v4:0"
        ]
    );
    assert!(ids("us-east-1", None, Some("anthropic")).await.iter().all(|id| id.starts_with("anthropic.")));

    let all = bedrock_of(&sandbox, admin.clone(), "us-east-1").list_foundation_models().send().await.unwrap();
    let of = |id: &str| all.model_summaries().iter().find(|model| model.model_id() == id).unwrap().clone();
    let types = |id: &str| -> Vec<String> {
        of(id).inference_types_supported().iter().map(|kind| kind.as_str().to_owned()).collect()
    };
    assert_eq!(types(HAIKU), ["INFERENCE_PROFILE"]);
    assert_eq!(types(NOVA), ["ON_DEMAND", "INFERENCE_PROFILE"]);
    assert_eq!(of(NOVA).model_arn(), "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0");
    assert_eq!(of(OLD_HAIKU).model_lifecycle().unwrap().status().as_str(), "LEGACY");

    let bedrock = bedrock_of(&sandbox, admin, "eu-central-1");
    let mut pages = bedrock.list_inference_profiles().max_results(3).into_paginator().send();
    let mut profiles = Vec::new();
    while let Some(page) = pages.next().await {
        profiles.extend(page.unwrap().inference_profile_summaries().to_vec());
    }
    assert!(profiles.len() > 3, "more than one page");
    let eu = profiles.iter().find(|profile| profile.inference_profile_id() == format!("eu.{HAIKU}")).unwrap();
    assert_eq!(
        eu.inference_profile_arn(),
        format!("arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.{HAIKU}")
    );
    assert!(
        eu.models().iter().any(|model| model.model_arn()
            == Some(&format!("arn:aws:bedrock:eu-west-3::foundation-model/{HAIKU}")))
    );
    assert!(profiles.iter().all(|profile| !profile.inference_profile_id().starts_with("us.")));
    let none = bedrock
        .list_inference_profiles()
        .type_equals(InferenceProfileType::Application)
        .send()
        .await
        .unwrap();
    assert!(none.inference_profile_summaries().is_empty());
}

#[tokio::test]
async fn the_lists_refuse_what_is_wrong_and_who_may_not() {
    let sandbox = start().await;
    let (to, admin) = (sandbox.address(), seeded(&sandbox, "admin"));
    for (path, says) in [
        (
            "/foundation-models?byOutputModality=SMELL",
            "Value 'SMELL' at 'byOutputModality' failed to satisfy constraint: Member must satisfy enum value set: [TEXT, IMAGE, EMBEDDING]",
        ),
        (
            "/foundation-models?byInferenceType=x",
            "Member must satisfy enum value set: [ON_DEMAND, PROVISIONED]",
        ),
        (
            "/foundation-models?byProvider=a_b",
            "Member must satisfy regular expression pattern: [A-Za-z0-9- ]{1,63}",
        ),
        ("/inference-profiles?maxResults=0", "Member must have value greater than or equal to 1"),
        ("/inference-profiles?maxResults=x", "Invalid integer value for maxResults"),
        ("/inference-profiles?type=x", "Member must satisfy enum value set: [SYSTEM_DEFINED, APPLICATION]"),
        ("/inference-profiles?nextToken=x", "The provided nextToken is invalid."),
    ] {
        let answer = Raw::rest("GET", path, "").sign(to, &admin).send(to).await;
        assert!(answer.status == 400 && answer.body.contains(says), "{path}: {answer:?}");
        assert!(answer.head.contains("x-amzn-errortype: ValidationException"), "{answer:?}");
    }
    let list =
        bedrock_of(&sandbox, seeded(&sandbox, "gateway"), "us-east-1").list_foundation_models().send().await;
    let says = format!(
        "User: {GATEWAY_ARN} is not authorized to perform: bedrock:ListFoundationModels because no identity-based policy allows the bedrock:ListFoundationModels action"
    );
    assert_eq!(refusal(list), ("AccessDeniedException".into(), 403, says));
}

#[tokio::test]
async fn each_resource_that_a_call_touches_must_be_allowed() {
    let sandbox = start().await;
    let keys = session(&sandbox, PERMISSIONS).await;
    let eu = format!("eu.{NOVA}");
    let model = |region: &str, id: &str| format!("arn:aws:bedrock:{region}::foundation-model/{id}");
    let profile =
        |region: &str, id: &str| format!("arn:aws:bedrock:{region}:123456789012:inference-profile/{id}");
    // The page's minimum: on-demand models anywhere, and no profile.
    converse(&sandbox, &keys, "us-east-1", NOVA).await.unwrap();
    let refused = converse(&sandbox, &keys, "eu-central-1", &eu).await;
    assert_eq!(refused, denied("bedrock:InvokeModel", &profile("eu-central-1", &eu)));
    // With the page's line for profiles.
    put_policy(&sandbox, &with_profiles()).await;
    for (region, id) in [
        ("eu-central-1", eu.clone()),
        ("us-west-2", format!("us.{HAIKU}")),
        ("us-east-1", profile("us-east-1", &format!("us.{HAIKU}"))),
    ] {
        converse(&sandbox, &keys, region, &id).await.unwrap();
    }
    // A policy for the chosen region alone fails on a region that nobody chose.
    put_policy(
        &sandbox,
        &allow(&[&profile("eu-central-1", "*"), "arn:aws:bedrock:eu-central-1::foundation-model/*"]),
    )
    .await;
    let refused = converse(&sandbox, &keys, "eu-central-1", &eu).await;
    assert_eq!(refused, denied("bedrock:InvokeModel", &model("eu-north-1", NOVA)));
    // A global profile reaches a model without a region.
    let global = format!("global.{HAIKU}");
    put_policy(
        &sandbox,
        &allow(&[&profile("us-east-1", "*"), "arn:aws:bedrock:us-east-1::foundation-model/*"]),
    )
    .await;
    let refused = converse(&sandbox, &keys, "us-east-1", &global).await;
    assert_eq!(refused, denied("bedrock:InvokeModel", &model("", HAIKU)));
    put_policy(
        &sandbox,
        &allow(&[
            &profile("us-east-1", "*"),
            "arn:aws:bedrock:us-east-1::foundation-model/*",
            "arn:aws:bedrock:::foundation-model/*",
        ]),
    )
    .await;
    converse(&sandbox, &keys, "us-east-1", &global).await.unwrap();
}

#[tokio::test]
async fn streams_are_another_right() {
    let sandbox = start().await;
    let whole_only = PERMISSIONS.replace(",\"bedrock:InvokeModelWithResponseStream\"", "");
    let keys = session(&sandbox, &whole_only).await;
    converse(&sandbox, &keys, "us-east-1", NOVA).await.unwrap();
    let stream = runtime_of(&sandbox, keys, "us-east-1").converse_stream().model_id(NOVA);
    let error = stream.messages(says(ConversationRole::User, "hello")).send().await.unwrap_err();
    let status = error.raw_response().unwrap().status().as_u16();
    let shown = format!("{}", DisplayErrorContext(&error));
    assert!(status == 403 && shown.contains("bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"), "{shown}");
}

#[tokio::test]
async fn a_deny_and_a_session_policy_are_named() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let narrowed =
        assume_with(&sandbox, Some(&allow(&["arn:aws:bedrock:*::foundation-model/amazon.titan*"]))).await;
    let (_, status, text) = converse(&sandbox, &narrowed, "us-east-1", NOVA).await.unwrap_err();
    assert!(
        status == 403 && text.ends_with("because no session policy allows the bedrock:InvokeModel action"),
        "{text}"
    );
    let deny = PERMISSIONS.replace("[{", r#"[{"Effect":"Deny","Action":"bedrock:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}},{"#);
    put_policy(&sandbox, &deny).await;
    let keys = assume(&sandbox).await;
    let (_, _, text) = converse(&sandbox, &keys, "us-east-1", NOVA).await.unwrap_err();
    assert!(text.ends_with("with an explicit deny in an identity-based policy"), "{text}");
}

#[tokio::test]
async fn a_model_must_be_there_and_callable_so() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let invalid =
        Err(("ValidationException".to_owned(), 400, "The provided model identifier is invalid.".to_owned()));
    for (region, model) in [
        ("us-east-1", "amazon.nova-nano-v1:0"),
        ("us-east-1", "amazon.rerank-v1:0"),
        ("us-east-1", "eu.amazon.nova-micro-v1:0"),
        ("us-east-1", "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-micro-v1:0"),
        ("us-east-1", "arn:aws:bedrock:us-east-1:999999999999:inference-profile/us.amazon.nova-micro-v1:0"),
        ("us-east-1", "arn:aws:s3:::bucket"),
        ("eu-west-2", "us.amazon.nova-micro-v1:0"),
    ] {
        assert_eq!(converse(&sandbox, &admin, region, model).await, invalid, "{region} {model}");
    }
    for (path, shown) in [("%C3%A9", "é"), ("a%2Fb", "a/b"), ("a%20b", "a b")] {
        let raw = Raw::rest("POST", &format!("/model/{path}/converse"), r#"{"messages":[]}"#);
        let answer = raw.sign(sandbox.address(), &admin).send(sandbox.address()).await;
        let says = format!(
            "1 validation error detected: Value '{shown}' at 'modelId' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:aws"
        );
        assert!(answer.status == 400 && answer.body.contains(&says), "{answer:?}");
    }
    for (region, model) in [("us-east-1", HAIKU), ("eu-central-1", NOVA)] {
        let says = format!(
            "Invocation of model ID {model} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model."
        );
        assert_eq!(
            converse(&sandbox, &admin, region, model).await,
            Err(("ValidationException".into(), 400, says))
        );
    }
    let embedding =
        converse(&sandbox, &admin, "us-east-1", "amazon.titan-embed-text-v2:0").await.unwrap_err();
    assert_eq!(
        embedding.2,
        "This action doesn't support the model that you provided. Try again with a supported text or chat model."
    );
}

#[tokio::test]
async fn a_model_s_arn_may_stand_in_the_path_escaped_or_not() {
    let sandbox = start().await;
    let (to, admin) = (sandbox.address(), seeded(&sandbox, "admin"));
    let body = json!({ "messages": [{ "role": "user", "content": [{ "text": "hi" }] }] }).to_string();
    for path in [
        "/model/amazon.nova-micro-v1:0/converse",
        "/model/amazon.nova-micro-v1%3A0/converse",
        "/model/arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0/converse",
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.amazon.nova-micro-v1%3A0/converse",
    ] {
        let answer = Raw::rest("POST", path, &body).sign(to, &admin).send(to).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
    }
}
