//! From a call to what CloudTrail records of it.
//! Source: "CloudTrail record contents" and "Logging IAM and AWS STS API calls with AWS CloudTrail";
//! for Bedrock, whose calls of models are management events, "Log Amazon Bedrock API calls".

use super::history::Record;
use super::{identity, parameters};
use crate::caller::{Caller, Origin};
use crate::clock::iso;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::ids;
use crate::route::Route;
use crate::wire::reply::Answer;
use crate::wire::request::Incoming;
use serde_json::{Map, Value, json};

/// The version of the record's form.
const EVENT_VERSION: &str = "1.11";
/// "requestParameters … has a maximum size of 100 KB; when the field exceeds it, its content is
/// omitted", and the same of responseElements.
const LARGEST_PART: usize = 100 * 1024;
/// "errorMessage … 1 KB", "userAgent … 1 KB".
const LONGEST_TEXT: usize = 1024;

/// A call whose caller is known: others are nobody's, and are not recorded.
pub(crate) struct Asked<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) origin: &'a Origin,
    pub(crate) request: &'a Incoming,
    pub(crate) route: &'a Route,
    pub(crate) operation: &'static str,
    pub(crate) request_id: &'a str,
}

/// Records a call in its caller's account, and an AssumeRole that was granted in the role's as well.
pub(crate) fn record(cloud: &Cloud, asked: &Asked<'_>, outcome: &Result<Answer, ApiError>) {
    let request = bounded(request_parameters(asked));
    let response = bounded(response_elements(asked, outcome));
    let role = request.get("roleArn").and_then(Value::as_str).filter(|_| asked.operation == "AssumeRole");
    let role_account = role.and_then(|arn| arn.split(':').nth(4)).filter(|_| outcome.is_ok());
    let shared = role_account.filter(|account| **account != *asked.caller.account);
    let shared_id = shared.map(|_| ids::request_id());

    let mut whole = Map::new();
    let mut set = |name: &str, value: Value| {
        whole.insert(name.to_owned(), value);
    };
    let source = format!("{}.amazonaws.com", asked.route.service);
    // Both are global, and log in one region.
    let is_global = matches!(asked.route.service, "iam" | "organizations");
    let region = if is_global { "us-east-1" } else { &asked.origin.region };
    let read_only = is_read_only(asked.operation);
    set("eventVersion", json!(EVENT_VERSION));
    set("userIdentity", identity::own(asked.caller));
    set("eventTime", json!(iso(asked.origin.now)));
    set("eventSource", json!(source));
    set("eventName", json!(asked.operation));
    set("awsRegion", json!(region));
    set("sourceIPAddress", json!(asked.origin.source_ip.to_string()));
    set("userAgent", json!(short(asked.origin.user_agent.as_deref().unwrap_or("-"))));
    if let Err(error) = outcome {
        set("errorCode", json!(error_code(asked.route.service, error.code)));
        set("errorMessage", json!(short(&error.message)));
    }
    let resources = resources(asked, &request, &response);
    set("requestParameters", request.clone());
    set("responseElements", response);
    set("requestID", json!(asked.request_id));
    set("readOnly", json!(read_only));
    set("eventType", json!("AwsApiCall"));
    set("managementEvent", json!(true));
    set("eventCategory", json!("Management"));
    if let (Some(arn), Some(account)) = (role, role_account) {
        let role = json!({ "accountId": account, "type": "AWS::IAM::Role", "ARN": arn });
        set("resources", json!([role]));
    }
    if let Some(id) = &shared_id {
        set("sharedEventID", json!(id));
    }

    let mut add = |account: &str, is_foreign: bool| {
        let event_id = ids::request_id();
        if is_foreign {
            whole.insert("userIdentity".to_owned(), identity::foreign(asked.caller));
        }
        whole.insert("eventID".to_owned(), json!(event_id));
        whole.insert("recipientAccountId".to_owned(), json!(account));
        let text = serde_json::to_string(&whole).unwrap_or_default();
        cloud.events.history.add(Record {
            account: account.to_owned(),
            region: region.to_owned(),
            at: asked.origin.now,
            event_id,
            event_name: asked.operation,
            event_source: source.clone(),
            read_only,
            access_key_id: (!is_foreign).then(|| asked.caller.access_key_id.clone()),
            username: (!is_foreign).then(|| identity::username(asked.caller)),
            resources: resources.clone(),
            text,
        });
    };
    add(&asked.caller.account, false);
    if let Some(account) = shared {
        add(account, true);
    }
}

/// Making a session changes nothing, and calling a model does not: CloudTrail calls them read-only.
fn is_read_only(operation: &str) -> bool {
    const READS: [&str; 9] = [
        "AssumeRole",
        "Converse",
        "Describe",
        "Get",
        "InvokeModel",
        "List",
        "Lookup",
        "Simulate",
        "GenerateCredentialReport",
    ];
    READS.iter().any(|start| operation.starts_with(start))
}

/// CloudTrail names an error by its shape in the service model, and a refusal `AccessDenied`.
fn error_code(service: &str, code: &str) -> String {
    const AS_THEY_ARE: [&str; 3] = ["AccessDenied", "InvalidParameterValue", "NotImplemented"];
    match (service, code) {
        (_, "AccessDeniedException") => "AccessDenied".to_owned(),
        (_, "ValidationError") => "ValidationException".to_owned(),
        ("iam" | "sts", code) if !AS_THEY_ARE.contains(&code) => format!("{code}Exception"),
        (_, code) => code.to_owned(),
    }
}

fn request_parameters(asked: &Asked<'_>) -> Value {
    let mut shown = match asked.route.service {
        "cloudtrail" | "organizations" => {
            serde_json::from_slice(&asked.request.body).map_or(Value::Null, parameters::of_json)
        }
        _ => parameters::of_form(&asked.route.form),
    };
    let Value::Object(map) = &mut shown else { return Value::Null };
    if asked.route.service == "sts" {
        // A session policy is not shown.
        map.remove("policy");
        incoming(asked.caller, asked.operation, map);
    }
    if !asked.route.target.is_empty() {
        let name = match asked.operation {
            name if name.contains("InferenceProfile") => "inferenceProfileIdentifier",
            name if name.contains("FoundationModel") => "modelIdentifier",
            _ => "modelId",
        };
        map.insert(name.to_owned(), json!(asked.route.target));
    }
    if map.is_empty() { Value::Null } else { shown }
}

/// What an AssumeRole takes over from the calling session.
fn incoming(caller: &Caller, operation: &str, map: &mut Map<String, Value>) {
    let Some(temporary) = caller.temporary.as_ref().filter(|_| operation == "AssumeRole") else { return };
    if !temporary.transitive.is_empty() {
        let tags = temporary.transitive.iter().map(|(key, value)| (key.clone(), json!(value)));
        map.insert("incomingTransitiveTags".to_owned(), Value::Object(tags.collect()));
    }
    if let Some(source) = &temporary.source_identity {
        map.insert("sourceIdentity".to_owned(), json!(source));
    }
}

fn response_elements(asked: &Asked<'_>, outcome: &Result<Answer, ApiError>) -> Value {
    const SESSIONS: [&str; 3] = ["AssumeRole", "GetFederationToken", "GetSessionToken"];
    match outcome {
        Ok(Answer::Xml(Some(xml)))
            if SESSIONS.contains(&asked.operation) || !is_read_only(asked.operation) =>
        {
            parameters::of_xml(xml)
        }
        _ => Value::Null,
    }
}

/// What the record is found by, besides its own fields.
fn resources(asked: &Asked<'_>, request: &Value, response: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut look = |value: &Value, path: &str, kind: &'static str| {
        let name = value.pointer(path).and_then(Value::as_str);
        if let Some(name) =
            name.filter(|name| !name.is_empty() && !found.iter().any(|(_, known)| known == name))
        {
            found.push((kind, name.to_owned()));
        }
    };
    look(request, "/roleArn", "AWS::IAM::Role");
    look(request, "/roleName", "AWS::IAM::Role");
    look(response, "/role/arn", "AWS::IAM::Role");
    look(response, "/role/roleId", "AWS::IAM::Role");
    look(request, "/userName", "AWS::IAM::User");
    look(response, "/user/arn", "AWS::IAM::User");
    look(response, "/user/userId", "AWS::IAM::User");
    look(request, "/policyArn", "AWS::IAM::Policy");
    look(response, "/policy/arn", "AWS::IAM::Policy");
    look(request, "/serialNumber", "AWS::IAM::MfaDevice");
    look(request, "/accessKeyId", "AWS::IAM::AccessKey");
    look(response, "/accessKey/accessKeyId", "AWS::IAM::AccessKey");
    look(response, "/credentials/accessKeyId", "AWS::IAM::AccessKey");
    look(response, "/assumedRoleUser/arn", "AWS::STS::AssumedRole");
    look(response, "/assumedRoleUser/assumedRoleId", "AWS::STS::AssumedRole");
    look(response, "/federatedUser/arn", "AWS::STS::FederatedUser");
    if asked.route.service == "bedrock" {
        look(request, "/modelId", "AWS::Bedrock::FoundationModel");
    }
    found
}

/// A part of a record, or nothing where it is too large.
fn bounded(part: Value) -> Value {
    if part.to_string().len() > LARGEST_PART { Value::Null } else { part }
}

fn short(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::clock::epoch_seconds;
    use crate::route::route;
    use crate::session::{Given, Holder, Person, Session};
    use crate::sts::resume;
    use axum::http::{HeaderMap, Method};
    use std::net::{IpAddr, Ipv4Addr};

    fn incoming(form: String) -> Incoming {
        Incoming {
            method: Method::POST,
            path: "/".into(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: form.into(),
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        }
    }

    /// Records an AssumeRole of the gateway's, as its user or with a session token of it.
    fn recorded(form: String, outcome: &Result<Answer, ApiError>) -> Vec<(String, Value)> {
        let (cloud, identities, _) = crate::start::build(&crate::Options::default()).unwrap();
        let gateway = identities.iter().find(|identity| identity.name == "gateway").unwrap();
        let world = cloud.read();
        let key = world.key(&gateway.access_key_id).unwrap();
        let person = Person::User(key.user_id.clone().unwrap());
        let given = Given { mfa_at: Some(0), ..Given::default() };
        let now = epoch_seconds(cloud.clock.now());
        let session = Session::new(&key.account, Holder::Own(person), now, 900, given);
        let caller = resume::of_session(&cloud, &world, &session, "sts").unwrap();
        let request = incoming(format!("Action=AssumeRole&Version=2011-06-15&{form}"));
        let route = route(&request);
        let origin = Origin {
            now: cloud.clock.now(),
            source_ip: request.peer,
            region: "eu-west-1".into(),
            user_agent: Some("x".repeat(5000)),
        };
        let asked = Asked {
            caller: &caller,
            origin: &origin,
            request: &request,
            route: &route,
            operation: "AssumeRole",
            request_id: "id",
        };
        record(&cloud, &asked, outcome);
        let records = cloud.events.history.newest_first();
        records.iter().map(|(_, r)| (r.account.clone(), serde_json::from_str(&r.text).unwrap())).collect()
    }

    #[test]
    fn the_two_halves_of_a_call_between_accounts_belong_together() {
        let form = "RoleArn=arn:aws:iam::123456789012:role/x&RoleSessionName=test&Policy=%7B%7D&Tags.member.1.Key=k&Tags.member.1.Value=v";
        let records = recorded(form.into(), &Ok(Answer::Xml(None)));
        let [(theirs, role_side), (own, own_side)] = records.as_slice() else { panic!("{records:?}") };
        assert_eq!((theirs.as_str(), own.as_str()), ("123456789012", "975050335771"));
        assert!(role_side.get("sharedEventID").is_some());
        assert_eq!(role_side.get("sharedEventID"), own_side.get("sharedEventID"));
        assert_ne!(role_side.get("eventID"), own_side.get("eventID"));
        let identity = own_side.get("userIdentity").unwrap();
        assert_eq!(identity.get("type"), Some(&json!("IAMUser")));
        assert_eq!(identity.pointer("/sessionContext/attributes/mfaAuthenticated"), Some(&json!("true")));
        assert_eq!(own_side.pointer("/requestParameters/policy"), None);
        let tags = own_side.pointer("/requestParameters/tags");
        assert_eq!(tags, Some(&json!([{ "key": "k", "value": "v" }])));
        assert_eq!(own_side.get("userAgent").and_then(Value::as_str).map(str::len), Some(LONGEST_TEXT));
    }

    #[test]
    fn a_part_that_is_too_large_is_left_out() {
        let form = format!("RoleArn={}", "x".repeat(LARGEST_PART));
        let error = ApiError::validation("é".repeat(LONGEST_TEXT));
        let records = recorded(form, &Err(error));
        let [(_, only)] = records.as_slice() else { panic!("{}", records.len()) };
        assert_eq!(only.get("requestParameters"), Some(&Value::Null));
        assert_eq!(only.get("errorCode"), Some(&json!("ValidationException")));
        assert!(only.to_string().len() < 5 * LONGEST_TEXT);
    }
}
