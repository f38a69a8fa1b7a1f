//! What AWS sees of a role: the calls to it, through it and about it, as CloudTrail's event history has
//! them. Read by `cloudtrail:LookupEvents`, which answers twice a second at most and is up to about
//! fifteen minutes late (CloudTrail User Guide, "Viewing events with CloudTrail event history").

use crate::account::Account;
use crate::error::LiveError;
use aws_config::Region;
use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::primitives::DateTime;
use aws_sdk_cloudtrail::types::{Event, LookupAttribute, LookupAttributeKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;
use std::time::{Duration, SystemTime};

/// The call, and the permission that it takes.
const LOOKUP: &str = "cloudtrail:LookupEvents";
/// AWS allows two lookups a second, in an account and region.
const PAUSE: Duration = Duration::from_millis(550);
/// Pages of one lookup: the busy history of a large account must not be read to its end.
const PAGES: usize = 2;
const PAGE: i32 = 50;
/// How many events are told, the newest.
const MOST: usize = 100;
/// Where IAM's events are, in each partition.
const OF_IAM: [(&str, &str); 3] =
    [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")];

/// Which events are wanted.
#[derive(Debug, Clone)]
pub struct Look<'a> {
    /// The role's ARN.
    pub role_arn: &'a str,
    /// The key's region, in which Bedrock is called.
    pub region: &'a str,
    /// From when on.
    pub since: SystemTime,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Seen {
    /// The newest first.
    pub events: Vec<SeenEvent>,
    /// Whether there may be more than was read.
    pub more: bool,
}

/// A call, as CloudTrail recorded it. No field of it can hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeenEvent {
    /// CloudTrail's id.
    pub id: String,
    /// When, as `2026-11-22T14:02:11Z`.
    pub at: String,
    /// For example `AssumeRole`.
    pub name: String,
    /// Who called: an ARN, or what CloudTrail tells of somebody of another account.
    pub principal: String,
    /// The name of the session that was made, or that called.
    pub session_name: Option<String>,
    /// AWS's error code; `None`: it succeeded.
    pub error_code: Option<String>,
    /// AWS's request id.
    pub request_id: Option<String>,
}

/// Reads the event history: who assumed the role, what was called through it, what was changed in it.
///
/// # Errors
/// [`LiveError::AccessDenied`] where the caller lacks `cloudtrail:LookupEvents`.
pub async fn events(account: &Account, look: &Look<'_>) -> Result<Seen, LiveError> {
    let partition = look.role_arn.split(':').nth(1).unwrap_or("aws");
    let iam = OF_IAM.iter().find(|(name, _)| *name == partition).map_or("us-east-1", |(_, region)| region);
    let own = account.config().region().map_or(look.region, Region::as_ref);
    let name = look.role_arn.rsplit('/').next().unwrap_or_default();
    let mut lookups = vec![
        (own, LookupAttributeKey::EventName, "AssumeRole"),
        (look.region, LookupAttributeKey::EventSource, "bedrock.amazonaws.com"),
        (iam, LookupAttributeKey::ResourceName, name),
    ];
    if own != look.region {
        lookups.push((look.region, LookupAttributeKey::EventName, "AssumeRole"));
    }
    let mut history =
        History { account, look, found: Vec::new(), seen: HashSet::new(), more: false, asked: false };
    for (region, key, value) in lookups {
        history.lookup(region, key, value).await?;
    }
    let History { mut found, more, .. } = history;
    // Those of one second stay in the order in which CloudTrail told them.
    found.sort_by(|a, b| b.at.cmp(&a.at));
    let more = more || found.len() > MOST;
    found.truncate(MOST);
    Ok(Seen { events: found, more })
}

struct History<'a> {
    account: &'a Account,
    look: &'a Look<'a>,
    found: Vec<SeenEvent>,
    seen: HashSet<String>,
    more: bool,
    asked: bool,
}

impl History<'_> {
    async fn lookup(&mut self, region: &str, key: LookupAttributeKey, value: &str) -> Result<(), LiveError> {
        let asked = self.account.asked();
        let config = aws_sdk_cloudtrail::config::Builder::from(self.account.config())
            .region(Region::new(region.to_owned()))
            .build();
        let client = Client::from_conf(config);
        let attribute = LookupAttribute::builder().attribute_key(key).attribute_value(value).build();
        let attribute = attribute.map_err(|error| asked.not_understood(LOOKUP, &error.to_string()))?;
        let mut next = None;
        for _ in 0..PAGES {
            if std::mem::replace(&mut self.asked, true) {
                tokio::time::sleep(PAUSE).await;
            }
            let answer = client
                .lookup_events()
                .lookup_attributes(attribute.clone())
                .start_time(DateTime::from(self.look.since))
                .max_results(PAGE)
                .set_next_token(next)
                .send()
                .await
                .map_err(|error| asked.error(LOOKUP, &error))?;
            for event in answer.events() {
                self.take(event);
            }
            next = answer.next_token().map(str::to_owned);
            if next.is_none() {
                return Ok(());
            }
        }
        self.more = true;
        Ok(())
    }

    fn take(&mut self, event: &Event) {
        let record = event.cloud_trail_event().and_then(|text| serde_json::from_str(text).ok());
        let Some(seen) = record.and_then(|record: Value| read(&record, self.look.role_arn)) else { return };
        if self.seen.insert(seen.id.clone()) {
            self.found.push(seen);
        }
    }
}

/// What a record says, where it is about the role; `None`: it is not.
fn read(record: &Value, role_arn: &str) -> Option<SeenEvent> {
    let text = |pointer: &str| record.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let name = text("/eventName")?;
    let is_role = |pointer: &str| record.pointer(pointer).and_then(Value::as_str) == Some(role_arn);
    let (about, session_name) = match name.as_str() {
        "AssumeRole" => {
            // A refused one has no parameters: the role stands in the message alone.
            let refused = text("/errorMessage").is_some_and(|message| {
                message.split_whitespace().any(|word| word.trim_end_matches('.') == role_arn)
            });
            (is_role("/requestParameters/roleArn") || refused, text("/requestParameters/roleSessionName"))
        }
        _ if text("/eventSource").as_deref() == Some("iam.amazonaws.com") => {
            // Reading the role is what the wizard does all the time.
            (record.get("readOnly") != Some(&Value::Bool(true)), None)
        }
        _ => {
            let through = is_role("/userIdentity/sessionContext/sessionIssuer/arn");
            (through, text("/userIdentity/arn").and_then(|arn| arn.rsplit('/').next().map(str::to_owned)))
        }
    };
    let principal = || {
        text("/userIdentity/arn")
            .or_else(|| {
                Some(format!(
                    "{} of account {}",
                    text("/userIdentity/principalId")?,
                    text("/userIdentity/accountId")?
                ))
            })
            .or_else(|| text("/userIdentity/invokedBy"))
            .unwrap_or_else(|| "unknown".to_owned())
    };
    about.then(|| {
        Some(SeenEvent {
            id: text("/eventID")?,
            at: text("/eventTime")?,
            principal: principal(),
            session_name,
            error_code: text("/errorCode"),
            request_id: text("/requestID"),
            name,
        })
    })?
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ROLE: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";

    #[test]
    fn a_record_is_about_the_role_or_is_left_out() {
        let refused = |message: &str| {
            json!({ "eventID": "1", "eventTime": "2026-11-22T14:02:11Z", "eventName": "AssumeRole",
                "errorCode": "AccessDenied", "errorMessage": message, "requestParameters": null })
        };
        let of = |record: &Value| read(record, ROLE).map(|seen| (seen.error_code, seen.session_name));
        let denied = format!(
            "User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
        );
        assert_eq!(of(&refused(&denied)), Some((Some("AccessDenied".to_owned()), None)));
        assert_eq!(of(&refused(&format!("{denied}-2"))), None, "a role of a longer name");

        let invoked = |issuer: &str| {
            json!({ "eventID": "2", "eventTime": "2026-11-22T14:02:11Z", "eventName": "Converse",
                "eventSource": "bedrock.amazonaws.com",
                "userIdentity": { "arn": "arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/acme",
                    "sessionContext": { "sessionIssuer": { "arn": issuer } } } })
        };
        assert_eq!(of(&invoked(ROLE)), Some((None, Some("acme".to_owned()))));
        assert_eq!(of(&invoked("arn:aws:iam::123456789012:role/other")), None);
    }

    #[test]
    fn somebody_of_another_account_is_named_as_far_as_cloudtrail_does() {
        let record = json!({ "eventID": "3", "eventTime": "2026-11-22T14:02:11Z", "eventName": "AssumeRole",
            "requestParameters": { "roleArn": ROLE, "roleSessionName": "acme" },
            "responseElements": { "credentials": { "sessionToken": "CANARY" } },
            "userIdentity": { "type": "AWSAccount", "principalId": "AIDAX", "accountId": "975050335771" } });
        let seen = read(&record, ROLE);
        assert_eq!(seen.as_ref().map(|seen| seen.principal.as_str()), Some("AIDAX of account 975050335771"));
        assert!(!format!("{seen:?}").contains("CANARY"));
    }
}
