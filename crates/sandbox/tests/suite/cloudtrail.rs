//! CloudTrail's event history, over its JSON protocol.

use crate::support::*;
use aws_credential_types::Credentials;
use sandbox::Sandbox;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

async fn lookup_with(
    sandbox: &Sandbox,
    keys: &Credentials,
    region: &'static str,
    input: &str,
) -> (u16, Value) {
    let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
    let raw = Raw {
        method: "POST",
        path: "/".to_owned(),
        headers: vec![
            ("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()),
            ("x-amz-target".to_owned(), target.to_owned()),
        ],
        body: input.as_bytes().to_vec(),
        service: "cloudtrail",
        region,
        time: SystemTime::now(),
    };
    let answer = raw.sign(sandbox.address(), keys).send(sandbox.address()).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

async fn lookup(sandbox: &Sandbox, input: Value) -> Value {
    let (status, answer) =
        lookup_with(sandbox, &seeded(sandbox, "admin"), "us-east-1", &input.to_string()).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

fn by(key: &str, value: &str) -> Value {
    json!({ "LookupAttributes": [{ "AttributeKey": key, "AttributeValue": value }] })
}

fn events(answer: &Value) -> &Vec<Value> {
    answer["Events"].as_array().unwrap()
}

fn names(answer: &Value) -> Vec<&str> {
    events(answer).iter().map(|event| event["EventName"].as_str().unwrap()).collect()
}

/// `CloudTrailEvent`, read.
fn whole(event: &Value) -> Value {
    serde_json::from_str(event["CloudTrailEvent"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn an_assume_role_is_on_record_in_both_accounts() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let keys = assume(&sandbox).await;
    let who = sts_of(&sandbox, keys.clone(), "us-east-1").get_caller_identity().send().await.unwrap();
    let answer = lookup(&sandbox, by("EventName", "AssumeRole")).await;
    let [event] = events(&answer).as_slice() else { panic!("{answer}") };
    let role_side = whole(event);
    assert_eq!(event["EventSource"], "sts.amazonaws.com");
    assert_eq!(event["ReadOnly"], "true");
    assert_eq!((event.get("Username"), event.get("AccessKeyId")), (None, None), "the vendor's are not told");
    let id =
        sandbox.events().iter().find(|event| event.operation == "AssumeRole").unwrap().request_id.clone();
    assert_eq!(role_side["requestID"], id);
    assert_eq!(role_side["userIdentity"]["type"], "AWSAccount");
    assert_eq!(role_side["userIdentity"]["accountId"], "975050335771");
    assert_eq!(role_side["userIdentity"].get("arn"), None);
    assert_eq!(role_side["recipientAccountId"], CUSTOMER);
    assert_eq!(
        role_side["resources"],
        json!([{ "accountId": CUSTOMER, "type": "AWS::IAM::Role", "ARN": ROLE_ARN }])
    );
    assert_eq!(role_side["requestParameters"]["roleArn"], ROLE_ARN);
    assert_eq!(role_side["requestParameters"]["externalId"], EXTERNAL_ID);
    let made = &role_side["responseElements"];
    assert_eq!(made["credentials"]["accessKeyId"], keys.access_key_id());
    assert_eq!(made["credentials"].get("secretAccessKey"), None);
    assert_eq!(made["assumedRoleUser"]["arn"], who.arn().unwrap());
    for secret in [keys.secret_access_key(), keys.session_token().unwrap()] {
        assert!(!answer.to_string().contains(secret));
    }
    let resources = event["Resources"].to_string();
    for part in [ROLE_ARN, keys.access_key_id(), who.arn().unwrap(), who.user_id().unwrap()] {
        assert!(resources.contains(part), "{part} in {resources}");
    }

    // The vendor's own half has the same shared id: see the tests of `record.rs`.
    assert_eq!(role_side["sharedEventID"].as_str().map(str::len), Some(36));

    let answer = lookup(&sandbox, by("EventName", "GetCallerIdentity")).await;
    let session = whole(&events(&answer)[0]);
    let identity = &session["userIdentity"];
    assert_eq!(identity["type"], "AssumedRole");
    assert_eq!(identity["arn"], who.arn().unwrap());
    assert_eq!(identity["accessKeyId"], keys.access_key_id());
    let issuer = &identity["sessionContext"]["sessionIssuer"];
    assert_eq!(
        (&issuer["type"], &issuer["arn"], &issuer["userName"]),
        (&json!("Role"), &json!(ROLE_ARN), &json!(ROLE))
    );
    assert_eq!(identity["sessionContext"]["attributes"]["mfaAuthenticated"], "false");
    assert_eq!(events(&answer)[0]["Username"], "test");
}

#[tokio::test]
async fn a_refusal_is_on_record_where_its_caller_is() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let ask = |name| sts(&sandbox, name).assume_role().role_arn(ROLE_ARN).role_session_name("test").send();
    ask("gateway").await.unwrap_err();
    assert_eq!(names(&lookup(&sandbox, by("EventName", "AssumeRole")).await), [""; 0]);
    ask("admin").await.unwrap_err();
    let missing = iam(&sandbox, "admin").get_role().role_name("nobody").send().await;
    assert_eq!(code(missing).1, 404);
    let answer = lookup(&sandbox, json!({})).await;
    assert_eq!(names(&answer), ["GetRole", "AssumeRole", "LookupEvents", "CreateRole"]);
    let (get_role, assume_role) = (whole(&events(&answer)[0]), whole(&events(&answer)[1]));
    assert_eq!(get_role["errorCode"], "NoSuchEntityException");
    assert_eq!(get_role["errorMessage"], "The role with name nobody cannot be found.");
    assert_eq!(assume_role["errorCode"], "AccessDenied");
    assert_eq!(assume_role["responseElements"], Value::Null);
    assert_eq!(assume_role["userIdentity"]["type"], "IAMUser");
    assert_eq!(assume_role["userIdentity"]["userName"], "admin");
    assert_eq!(assume_role.get("sharedEventID"), None);
    let created = whole(&events(&answer)[3]);
    assert_eq!(created["readOnly"], false);
    assert_eq!(created["requestParameters"]["assumeRolePolicyDocument"], trust(GATEWAY_ARN));
    assert_eq!(created["responseElements"]["role"]["arn"], ROLE_ARN);
    // A signature that is wrong is nobody's.
    let mut wrong = seeded(&sandbox, "admin");
    wrong = Credentials::new(wrong.access_key_id(), "wrong", None, None, "wrong");
    let before = names(&lookup(&sandbox, json!({})).await).len();
    sts_of(&sandbox, wrong, "us-east-1").get_caller_identity().send().await.unwrap_err();
    assert_eq!(
        names(&lookup(&sandbox, json!({})).await).len(),
        before + 1,
        "the look before it, and no more"
    );
}

#[tokio::test]
async fn events_are_found_by_what_they_are() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let keys = assume(&sandbox).await;
    let model = chat::NOVA;
    chat::converse(&sandbox, &keys, "us-east-1", model).await.unwrap();
    let sso = seeded(&sandbox, "sso");
    bedrock_of(&sandbox, sso, "us-east-1").list_foundation_models().send().await.unwrap();
    for (key, value, expected) in [
        ("EventName", "PutRolePolicy", vec!["PutRolePolicy"]),
        ("Username", "alex.morgan@example.com", vec!["ListFoundationModels"]),
        ("EventSource", "bedrock.amazonaws.com", vec!["ListFoundationModels", "Converse"]),
        ("AccessKeyId", keys.access_key_id(), vec!["Converse"]),
        ("ResourceName", ROLE, vec!["PutRolePolicy", "CreateRole"]),
        ("ResourceName", ROLE_ARN, vec!["AssumeRole", "CreateRole"]),
        ("ResourceType", "AWS::STS::AssumedRole", vec!["AssumeRole"]),
        ("ReadOnly", "false", vec!["PutRolePolicy", "CreateRole"]),
        ("EventId", "no-such-id", vec![]),
    ] {
        let answer = lookup(&sandbox, by(key, value)).await;
        assert_eq!(names(&answer), expected, "{key} {value}");
    }
    let converse = lookup(&sandbox, by("EventName", "Converse")).await;
    let record = whole(&events(&converse)[0]);
    assert_eq!((&record["readOnly"], &record["managementEvent"]), (&json!(true), &json!(true)));
    assert_eq!(record["requestParameters"], json!({ "modelId": model }), "and not what was said");
    assert_eq!(record["awsRegion"], "us-east-1");
    let id = events(&converse)[0]["EventId"].as_str().unwrap();
    assert_eq!(names(&lookup(&sandbox, by("EventId", id)).await), ["Converse"]);
    assert_eq!(record["eventID"], id);
}

#[tokio::test]
async fn each_region_and_account_has_its_own_history() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let admin = seeded(&sandbox, "admin");
    sts_of(&sandbox, admin.clone(), "eu-central-1").get_caller_identity().send().await.unwrap();
    bedrock_of(&sandbox, admin.clone(), "eu-central-1").list_foundation_models().send().await.unwrap();
    iam_of(&sandbox, admin.clone(), "us-east-1").list_roles().send().await.unwrap();
    sts(&sandbox, "gateway").get_caller_identity().send().await.unwrap();
    let (_, here) = lookup_with(&sandbox, &admin, "eu-central-1", "{}").await;
    assert_eq!(names(&here), ["ListFoundationModels", "GetCallerIdentity"]);
    assert_eq!(whole(&events(&here)[0])["awsRegion"], "eu-central-1");
    assert_eq!(names(&lookup(&sandbox, json!({})).await), ["ListRoles", "CreateRole"]);
}

#[tokio::test]
async fn pages_follow_each_other_and_a_token_belongs_to_its_question() {
    let sandbox = start().await;
    let client = sts(&sandbox, "admin");
    for _ in 0..55 {
        client.get_caller_identity().send().await.unwrap();
    }
    let question = |token: Option<&str>, size: Option<u32>| {
        let mut input = by("EventName", "GetCallerIdentity");
        input["NextToken"] = json!(token);
        input["MaxResults"] = json!(size);
        input
    };
    let first = lookup(&sandbox, question(None, None)).await;
    let token = first["NextToken"].as_str().unwrap();
    let second = lookup(&sandbox, question(Some(token), None)).await;
    assert_eq!((events(&first).len(), events(&second).len(), second.get("NextToken")), (50, 5, None));
    let mut ids: Vec<_> =
        events(&first).iter().chain(events(&second)).map(|event| event["EventId"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 55, "none is shown twice");
    assert_eq!(events(&lookup(&sandbox, question(None, Some(7))).await).len(), 7);

    let other = json!({ "NextToken": token });
    for input in [other, question(Some("nonsense"), None)] {
        let (status, answer) =
            lookup_with(&sandbox, &seeded(&sandbox, "admin"), "us-east-1", &input.to_string()).await;
        assert_eq!((status, &answer["__type"]), (400, &json!("InvalidNextTokenException")), "{input}");
    }
}

#[tokio::test]
async fn the_time_is_a_bound_at_both_ends() {
    let sandbox = start().await;
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let start = seconds(sandbox.now());
    let client = sts(&sandbox, "admin");
    client.get_caller_identity().send().await.unwrap();
    sandbox.advance(Duration::from_secs(3600));
    client.get_caller_identity().send().await.unwrap();
    let count = async |input: Value| {
        names(&lookup(&sandbox, input).await).into_iter().filter(|name| *name == "GetCallerIdentity").count()
    };
    assert_eq!(count(json!({})).await, 2);
    assert_eq!(count(json!({ "StartTime": start + 1800 })).await, 1);
    assert_eq!(count(json!({ "EndTime": start as f64 + 1800.5 })).await, 1);
    assert_eq!(count(json!({ "StartTime": start, "EndTime": start + 7200 })).await, 2);
    sandbox.advance(Duration::from_secs(91 * 24 * 3600));
    assert_eq!(count(json!({})).await, 0, "90 days are kept");
}

#[tokio::test]
async fn what_is_out_of_the_model_is_refused() {
    let sandbox = start().await;
    let admin = seeded(&sandbox, "admin");
    let two = json!({ "LookupAttributes": [
        { "AttributeKey": "EventName", "AttributeValue": "a" }, { "AttributeKey": "Username", "AttributeValue": "b" },
    ] });
    for (input, error) in [
        (two, "InvalidLookupAttributesException"),
        (by("ReadOnly", "maybe"), "InvalidLookupAttributesException"),
        (by("Colour", "red"), "ValidationException"),
        (by("EventName", ""), "ValidationException"),
        (by("EventName", &"x".repeat(2001)), "ValidationException"),
        (json!({ "LookupAttributes": [{ "AttributeKey": "EventName" }] }), "ValidationException"),
        (json!({ "MaxResults": 0 }), "InvalidMaxResultsException"),
        (json!({ "MaxResults": 51 }), "InvalidMaxResultsException"),
        (json!({ "StartTime": 2000, "EndTime": 1000 }), "InvalidTimeRangeException"),
        (json!({ "EventCategory": "data" }), "InvalidEventCategoryException"),
        (json!({ "MaxResults": "ten" }), "SerializationException"),
        (json!({ "StartTime": "today" }), "SerializationException"),
        (json!({ "LookupAttributes": "x" }), "SerializationException"),
    ] {
        let (status, answer) = lookup_with(&sandbox, &admin, "us-east-1", &input.to_string()).await;
        assert_eq!((status, &answer["__type"]), (400, &json!(error)), "{input}: {answer}");
    }
    let insights = lookup(&sandbox, json!({ "EventCategory": "insight" })).await;
    assert_eq!(events(&insights).len(), 0);
    let (status, answer) = lookup_with(&sandbox, &seeded(&sandbox, "gateway"), "us-east-1", "{}").await;
    assert_eq!((status, &answer["__type"]), (400, &json!("AccessDeniedException")));
    assert_eq!(
        answer["message"],
        format!(
            "User: {GATEWAY_ARN} is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action"
        )
    );
}
