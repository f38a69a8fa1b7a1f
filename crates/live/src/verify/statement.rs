//! The temporary statement: a clone of the live one that names the gateway, for the caller, and
//! dying by itself. Pure: a policy in, a policy out.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use iam_policy::meaning::{add_statement, quota_size, remove_statement, statement_text, statements_naming};
use iam_policy::{Context, Kind, Outcome, Policy, Request, evaluate_resource};
use serde_json::{Map, Value, json};

/// IAM's quota for a trust policy, and what it can be raised to (white space not counted).
const QUOTA: usize = 2048;
const RAISED_QUOTA: usize = 4096;

/// How the Sid of every temporary statement begins.
pub(super) const SID_PREFIX: &str = "BedrockRoleWizardTemporary";

/// What the clone is made for.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    /// Whose statement is cloned.
    pub(super) gateway: &'a str,
    /// Whom the clone lets in: a user's or a role's ARN.
    pub(super) caller: &'a str,
    /// The caller as it asks: the session's ARN where `caller` is its role.
    pub(super) caller_arn: &'a str,
    /// The role that is to be assumed.
    pub(super) role_arn: &'a str,
    /// The setup's ExternalId.
    pub(super) external_id: &'a str,
    /// The Sid of the clone.
    pub(super) sid: &'a str,
    /// Now, by AWS's clock.
    pub(super) now: DateTime,
    /// When the clone dies.
    pub(super) expires: DateTime,
}

/// The policy with the clone in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Temporary {
    /// The whole new policy; every other statement keeps its bytes.
    pub(super) policy: String,
    /// Why the policy would refuse the caller with the right ExternalId, as far as can be computed;
    /// `None`: it would let it in.
    pub(super) refused: Option<String>,
    /// Whether the policy lets the caller in even without the clone.
    pub(super) trusted_anyway: bool,
    /// Whether the policy refuses the caller without an ExternalId, and with another one.
    pub(super) refuses_others: bool,
}

/// Why there is no clone. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoClone {
    /// AWS's copy of the policy cannot be read.
    #[error("the trust policy cannot be read: {0}")]
    Unreadable(String),
    /// No Allow statement names the gateway.
    #[error("no statement of the trust policy names `{0}`")]
    GatewayNotNamed(String),
    /// The statement has a limit in time that is not understood; a clone might outlive it.
    #[error("the statement that names the gateway ends at `{0}`, which cannot be read as a time")]
    UnreadableExpiry(String),
    /// With the clone, the policy would be over IAM's quota.
    #[error("the trust policy would have {size} characters with the temporary statement, IAM allows {QUOTA}")]
    TooLarge {
        /// In characters, white space not counted.
        size: usize,
    },
}

/// When a time is, in the form of policies and records: `2026-11-22T14:17:11Z`.
pub(super) fn in_policy(time: DateTime) -> String {
    // A time in whole seconds always has this form.
    time.fmt(Format::DateTime).unwrap_or_default()
}

/// Puts a clone of the statement that names the gateway into the trust policy.
pub(super) fn temporary(trust: &str, wanted: &Wanted<'_>) -> Result<Temporary, NoClone> {
    let unreadable = |why: String| NoClone::Unreadable(why);
    let live = Policy::parse(trust, Kind::Trust).map_err(|error| unreadable(error.to_string()))?;
    let index =
        most_open(&live, wanted).ok_or_else(|| NoClone::GatewayNotNamed(wanted.gateway.to_owned()))?;
    let original = statement_text(trust, index)
        .ok_or_else(|| unreadable(format!("its statement {} is not found", index + 1)))?;
    let original: Map<String, Value> =
        serde_json::from_str(original).map_err(|error| unreadable(error.to_string()))?;
    let clone = Value::Object(clone(&original, wanted)?);
    let policy = add_statement(trust, &clone.to_string()).map_err(|error| unreadable(error.to_string()))?;
    let (before, size) = (quota_size(trust), quota_size(&policy));
    // A policy that is over the usual quota by itself proves that the account's was raised.
    if size > RAISED_QUOTA || (size > QUOTA && before <= QUOTA) {
        return Err(NoClone::TooLarge { size });
    }
    let changed = Policy::parse(&policy, Kind::Trust).map_err(|error| unreadable(error.to_string()))?;
    let before = evaluate_resource(&as_caller(wanted), &without_other_tests(trust, &live));
    let after = evaluate_resource(&as_caller(wanted), &changed);
    Ok(Temporary {
        refused: (after.outcome != Outcome::Allowed).then_some(after.reason),
        trusted_anyway: before.outcome == Outcome::Allowed,
        refuses_others: others(wanted)
            .iter()
            .all(|request| evaluate_resource(request, &changed).outcome != Outcome::Allowed),
        policy,
    })
}

/// The policy without the statements of tests that run at the same time: they are taken out too.
fn without_other_tests(trust: &str, live: &Policy) -> Policy {
    let mut text = trust.to_owned();
    let sids = live.statements.iter().filter_map(|statement| statement.sid.as_deref());
    for sid in sids.filter(|sid| sid.starts_with(SID_PREFIX)) {
        if let Ok(Some(rest)) = remove_statement(&text, sid) {
            text = rest;
        }
    }
    Policy::parse(&text, Kind::Trust).unwrap_or_else(|_| live.clone())
}

/// The statement to clone where several name the gateway: the one that lets it in *without* an
/// ExternalId, for that is the hole to find; else the one that lets it in at all; else the first.
fn most_open(policy: &Policy, wanted: &Wanted<'_>) -> Option<usize> {
    let naming = statements_naming(policy, wanted.gateway);
    let applies = |request: &Request, index: usize| {
        evaluate_resource(request, policy)
            .trace
            .iter()
            .any(|entry| entry.statement == index && entry.mismatch.is_none())
    };
    let request = |context: Context| Request {
        principal: wanted.gateway.to_owned(),
        role_arn: None,
        action: "sts:AssumeRole".to_owned(),
        resource: wanted.role_arn.to_owned(),
        context,
    };
    let without = request(context(wanted, wanted.gateway));
    let with = request(context(wanted, wanted.gateway).with("sts:ExternalId", wanted.external_id));
    let find = |request: &Request| naming.iter().copied().find(|index| applies(request, *index));
    find(&without).or_else(|| find(&with)).or_else(|| naming.first().copied())
}

fn as_caller(wanted: &Wanted<'_>) -> Request {
    caller_with(wanted, Some(wanted.external_id))
}

/// The caller as it must not be let in: without an ExternalId, and with one that only begins right.
fn others(wanted: &Wanted<'_>) -> [Request; 2] {
    let another = format!("{}x", wanted.external_id);
    [caller_with(wanted, None), caller_with(wanted, Some(&another))]
}

fn caller_with(wanted: &Wanted<'_>, external_id: Option<&str>) -> Request {
    let context = context(wanted, wanted.caller);
    Request {
        principal: wanted.caller_arn.to_owned(),
        role_arn: (wanted.caller != wanted.caller_arn).then(|| wanted.caller.to_owned()),
        action: "sts:AssumeRole".to_owned(),
        resource: wanted.role_arn.to_owned(),
        context: match external_id {
            Some(external_id) => context.with("sts:ExternalId", external_id),
            None => context,
        },
    }
}

fn context(wanted: &Wanted<'_>, principal: &str) -> Context {
    let account = principal.split(':').nth(4).unwrap_or_default();
    Context::default()
        .with("aws:PrincipalArn", principal)
        .with("aws:PrincipalAccount", account)
        .with("aws:SecureTransport", "true")
        .with("aws:CurrentTime", in_policy(wanted.now))
        .with("aws:EpochTime", wanted.now.secs().to_string())
}

/// The same statement for the caller: Effect, Action and Condition are kept, since what is missing
/// there must be missing here too.
fn clone(original: &Map<String, Value>, wanted: &Wanted<'_>) -> Result<Map<String, Value>, NoClone> {
    let mut clone = Map::new();
    clone.insert("Sid".to_owned(), json!(wanted.sid));
    for element in ["Effect", "Action", "NotAction"] {
        if let Some(value) = original.get(element) {
            clone.insert(element.to_owned(), value.clone());
        }
    }
    clone.insert("Principal".to_owned(), json!({ "AWS": wanted.caller }));
    let mut condition = match original.get("Condition") {
        Some(Value::Object(condition)) => condition.clone(),
        _ => Map::new(),
    };
    let operator = existing(&condition, "DateLessThan");
    let mut dates = match condition.get(&operator) {
        Some(Value::Object(dates)) => dates.clone(),
        _ => Map::new(),
    };
    let key = existing(&dates, "aws:CurrentTime");
    let end = match dates.get(&key) {
        Some(end) => earlier(end, wanted.expires)?,
        None => wanted.expires,
    };
    dates.insert(key, json!(in_policy(end)));
    condition.insert(operator, Value::Object(dates));
    clone.insert("Condition".to_owned(), Value::Object(condition));
    Ok(clone)
}

/// The key as the policy writes it, or as it is written here.
fn existing(object: &Map<String, Value>, key: &str) -> String {
    object.keys().find(|found| found.eq_ignore_ascii_case(key)).map_or_else(|| key.to_owned(), Clone::clone)
}

/// The earlier of a statement's own end and ours. Of several times any one suffices, so the latest
/// of them is its end.
fn earlier(end: &Value, ours: DateTime) -> Result<DateTime, NoClone> {
    let times = match end {
        Value::Array(times) => times.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut latest: Option<DateTime> = None;
    for time in times {
        let text = match time {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let time = DateTime::from_str(&text, Format::DateTimeWithOffset)
            .ok()
            .or_else(|| text.parse().ok().map(DateTime::from_secs))
            .ok_or(NoClone::UnreadableExpiry(text))?;
        latest = latest.max(Some(time));
    }
    Ok(latest.map_or(ours, |latest| latest.min(ours)))
}

#[cfg(test)]
mod tests;
