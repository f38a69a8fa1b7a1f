//! `userIdentity`: who called, as CloudTrail writes it.
//! Source: "CloudTrail userIdentity element", CloudTrail User Guide.

use crate::caller::{Caller, CallerKind};
use crate::clock::iso;
use serde_json::{Map, Value, json};
use std::time::{Duration, UNIX_EPOCH};

/// In the caller's own account.
pub(super) fn own(caller: &Caller) -> Value {
    let kind = match &caller.kind {
        CallerKind::Root => "Root",
        CallerKind::User { .. } => "IAMUser",
        CallerKind::Session { .. } => "AssumedRole",
        CallerKind::Federated { .. } => "FederatedUser",
    };
    let mut identity = json!({
        "type": kind,
        "principalId": caller.user_id,
        "arn": caller.arn,
        "accountId": caller.account,
        "accessKeyId": caller.access_key_id,
    });
    if let (Value::Object(identity), CallerKind::User { name }) = (&mut identity, &caller.kind) {
        identity.insert("userName".to_owned(), json!(name));
    }
    if let (Value::Object(identity), Some(context)) = (&mut identity, session_context(caller)) {
        identity.insert("sessionContext".to_owned(), context);
    }
    identity
}

/// In another account, that of the role: no more than who it is.
pub(super) fn foreign(caller: &Caller) -> Value {
    json!({ "type": "AWSAccount", "principalId": caller.user_id, "accountId": caller.account })
}

/// `Username`: a user's name, or a session's.
pub(super) fn username(caller: &Caller) -> String {
    match &caller.kind {
        CallerKind::Root => "root".to_owned(),
        CallerKind::User { name } => name.clone(),
        CallerKind::Session { .. } | CallerKind::Federated { .. } => last(&caller.arn, '/').to_owned(),
    }
}

fn session_context(caller: &Caller) -> Option<Value> {
    let temporary = caller.temporary.as_ref()?;
    let issued = UNIX_EPOCH + Duration::from_secs(u64::try_from(temporary.issued).unwrap_or(0));
    let mut context = Map::new();
    let issuer = match &caller.kind {
        CallerKind::Session { role_arn } => {
            let id = caller.user_id.split(':').next().unwrap_or_default();
            Some(("Role", id, role_arn, last(role_arn, '/')))
        }
        CallerKind::Federated { issuer_arn, issuer_id } => {
            let is_root = issuer_arn.ends_with(":root");
            let (kind, name) = if is_root { ("Root", "root") } else { ("IAMUser", last(issuer_arn, '/')) };
            Some((kind, issuer_id.as_str(), issuer_arn, name))
        }
        CallerKind::Root | CallerKind::User { .. } => None,
    };
    if let Some((kind, id, arn, name)) = issuer {
        let account = &caller.account;
        let issuer =
            json!({ "type": kind, "principalId": id, "arn": arn, "accountId": account, "userName": name });
        context.insert("sessionIssuer".to_owned(), issuer);
    }
    let mfa = if temporary.mfa_at.is_some() { "true" } else { "false" };
    let attributes = json!({ "creationDate": iso(issued), "mfaAuthenticated": mfa });
    context.insert("attributes".to_owned(), attributes);
    if let Some(source) = &temporary.source_identity {
        context.insert("sourceIdentity".to_owned(), json!(source));
    }
    Some(Value::Object(context))
}

fn last(text: &str, separator: char) -> &str {
    text.rsplit(separator).next().unwrap_or_default()
}
