//! Revoking the gateway's access: sessions that are under way are denied, then no new ones are let in.

use crate::pack::Pack;
use crate::plan::{
    Kept, Plan, delete_policy, delete_role, detach_policy, put_policy, same_meaning, update_trust,
};
use crate::role::ActualRole;
use crate::setup::ValidSetup;
use crate::trust::{admitted, is_allow, is_dead, principals, statements, without_principals};
use iam_policy::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The inline policy by which IAM's console revokes sessions; the same name, so that it is known there.
pub const REVOKE_POLICY: &str = "AWSRevokeOlderSessions";

/// How far it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RevokeHow {
    /// Sessions that are under way are denied; the gateway may begin new ones.
    Sessions,
    /// And the gateway is refused from then on; the role stays, without the wizard's permissions.
    Detach,
    /// And the role is deleted.
    Delete,
}

/// What is revoked, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation<'a> {
    /// How far it goes.
    pub how: RevokeHow,
    /// Sessions that began before are denied, as `2026-11-22T14:17:11Z`.
    pub issued_before: &'a str,
    /// What somebody else wrote and is to go with the role, chosen line by line ([`Kept::removal`]).
    pub remove: &'a [String],
}

/// A revocation's plan, and what will stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RevokePlan {
    /// What changes.
    pub plan: Plan,
    /// Sessions that began before are denied, as `2026-11-22T14:17:11Z`.
    pub issued_before: String,
    /// What will stop, in words.
    pub stops: Vec<String>,
    /// What must be chosen before the role can be deleted: it is there, and not the wizard's. Until
    /// then the plan is empty.
    pub in_the_way: Vec<Kept>,
}

/// What would change. `actual`: the role as it is.
pub fn revoke_plan(
    setup: &ValidSetup,
    pack: &Pack,
    actual: &ActualRole,
    what: &Revocation<'_>,
) -> RevokePlan {
    let gateway = pack.gateway_principal();
    let mut plan = Plan::of(actual);
    let stops = stops(setup, pack, actual, what.how);
    let in_the_way = match what.how {
        RevokeHow::Sessions => {
            deny_older(actual, what.issued_before, &mut plan);
            Vec::new()
        }
        RevokeHow::Detach => {
            deny_older(actual, what.issued_before, &mut plan);
            refuse_gateway(actual, gateway, &mut plan);
            for policy in actual.inline_policies.iter().filter(|policy| policy.name == pack.policy_name()) {
                plan.changes.push(delete_policy(&policy.name, &policy.document));
            }
            others_stay(actual, pack, &mut plan);
            Vec::new()
        }
        RevokeHow::Delete => delete(actual, pack, what, &mut plan),
    };
    RevokePlan { plan, issued_before: what.issued_before.to_owned(), stops, in_the_way }
}

/// Denies sessions that began before a time, in the console's words. A later time than the one that is
/// there is not put back to an earlier one.
fn deny_older(actual: &ActualRole, issued_before: &str, plan: &mut Plan) {
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Deny",
            "Action": ["*"],
            "Resource": ["*"],
            "Condition": { "DateLessThan": { "aws:TokenIssueTime": issued_before } }
        }]
    });
    let before = actual.inline_policies.iter().find(|policy| policy.name == REVOKE_POLICY);
    let mut change =
        put_policy(REVOKE_POLICY, &format!("{document:#}"), before.map(|policy| policy.document.as_str()));
    change.title = format!("Deny every session that began before {issued_before}");
    plan.changes.push(change);
}

/// The gateway's statements become one that refuses it: a trust policy must not be empty, and what
/// else may let the gateway in (an account, anyone) is overruled.
fn refuse_gateway(actual: &ActualRole, gateway: &str, plan: &mut Plan) {
    let Ok(mut document) = serde_json::from_str::<Value>(&actual.trust_policy) else {
        plan.warnings.push("the role's trust policy cannot be read: it stays as it is".to_owned());
        return;
    };
    let refusal = json!({
        "Effect": "Deny",
        "Principal": { "AWS": gateway },
        "Action": "sts:AssumeRole"
    });
    let goes = |name: &str| name == gateway || is_dead(name);
    let mut kept: Vec<Value> = statements(&document)
        .into_iter()
        .filter_map(|statement| {
            if is_allow(statement) { without_principals(statement, &goes) } else { Some(statement.clone()) }
        })
        .collect();
    for statement in kept.iter().filter(|statement| is_allow(statement)) {
        plan.untouched.push(Kept {
            what: format!("the trust policy's statement for `{}`", principals(statement).join("`, `")),
            removal: None,
        });
    }
    kept.push(refusal);
    if let Some(object) = document.as_object_mut() {
        object.insert("Statement".to_owned(), Value::Array(kept));
    }
    let after = format!("{document:#}");
    if !same_meaning(&actual.trust_policy, &after, Kind::Trust) {
        let mut change = update_trust(&actual.trust_policy, after);
        change.title = "Refuse the gateway in the trust policy".to_owned();
        plan.changes.push(change);
    }
}

fn others_stay(actual: &ActualRole, pack: &Pack, plan: &mut Plan) {
    for (what, _) in others(actual, pack) {
        plan.untouched.push(Kept { what, removal: None });
    }
}

/// The policies that are not the wizard's, and by what each is chosen.
fn others(actual: &ActualRole, pack: &Pack) -> Vec<(String, String)> {
    let inline = actual
        .inline_policies
        .iter()
        .filter(|policy| policy.name != pack.policy_name() && policy.name != REVOKE_POLICY)
        .map(|policy| {
            (format!("the inline policy `{}`", policy.name), format!("inline-policy:{}", policy.name))
        });
    let attached = actual
        .attached_policies
        .iter()
        .map(|arn| (format!("the attached policy `{arn}`"), format!("attached-policy:{arn}")));
    inline.chain(attached).collect()
}

/// Deletes the role with all that is in it; gives what must be chosen first.
fn delete(actual: &ActualRole, pack: &Pack, what: &Revocation<'_>, plan: &mut Plan) -> Vec<Kept> {
    let mut in_the_way = Vec::new();
    for (words, removal) in others(actual, pack) {
        let chosen = what.remove.contains(&removal);
        let kept = Kept { what: words, removal: Some(removal) };
        if chosen { plan.removed.push(kept) } else { in_the_way.push(kept) }
    }
    if !in_the_way.is_empty() {
        plan.untouched.clone_from(&in_the_way);
        plan.warnings.push(
            "a role is deleted only with everything in it: choose each line that is not the wizard's, or detach instead"
                .to_owned(),
        );
        return in_the_way;
    }
    deny_older(actual, what.issued_before, plan);
    let (older, policies): (Vec<_>, Vec<_>) =
        actual.inline_policies.iter().partition(|policy| policy.name == REVOKE_POLICY);
    plan.changes.extend(policies.iter().map(|policy| delete_policy(&policy.name, &policy.document)));
    plan.changes.extend(actual.attached_policies.iter().map(|arn| detach_policy(arn)));
    // Last, so that no session is without a refusal while something is still allowed.
    let document = older.first().map_or("", |policy| policy.document.as_str());
    plan.changes.push(delete_policy(REVOKE_POLICY, document));
    plan.changes.push(delete_role(actual));
    Vec::new()
}

fn stops(setup: &ValidSetup, pack: &Pack, actual: &ActualRole, how: RevokeHow) -> Vec<String> {
    let mut stops = vec![match how {
        RevokeHow::Sessions => {
            "the gateway's sessions that are under way: its next call begins a new one".to_owned()
        }
        RevokeHow::Detach | RevokeHow::Delete => format!(
            "every QuilrAI key whose aws_role_arn is `{}` and whose aws_external_id is `{}`",
            actual.arn,
            setup.external_id.as_str()
        ),
    }];
    let served: Vec<String> =
        setup.draft.chosen().map(|provider_type| pack.provider_type(provider_type).title.clone()).collect();
    stops.push(format!("requests in progress through it: {}", served.join(", ")));
    let others: Vec<String> = admitted(&actual.trust_policy)
        .into_iter()
        .filter(|name| name != pack.gateway_principal() && !is_dead(name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !others.is_empty() {
        stops.push(match how {
            RevokeHow::Sessions | RevokeHow::Detach => {
                format!(
                    "the sessions of {} that are under way: the trust policy lets them in too",
                    others.join(", ")
                )
            }
            RevokeHow::Delete => {
                format!("the role for {}: the trust policy lets them in too", others.join(", "))
            }
        });
    }
    stops
}
