//! The policy evaluator's answers against the expected matrix.

mod permissions;
mod trust;

use super::render::Rendering;
use super::report::{Case, Group};
use super::source::{Place, Source, Template};
use iam_policy::evaluate::Mismatch;
use iam_policy::{Decision, Effect, Outcome};

pub(super) fn cases(rendering: &Rendering<'_>, source: &Source<'_>, cases: &mut Vec<Case>) {
    for template in [Template::Trust, Template::Permissions] {
        let Some(policy) = rendering.policy(template) else {
            let id = format!("simulate/{}/{}", rendering.input.id, template.id());
            let title = format!("{}: the {} policy", rendering.input.title, template.id());
            cases.push(Case {
                rule: format!("simulate/{}", template.id()),
                ..Case::skipped(Group::Simulate, &id, &title, "there is no policy to look at")
            });
            continue;
        };
        match template {
            Template::Trust => trust::cases(rendering, policy, source, cases),
            Template::Permissions => permissions::cases(rendering, policy, source, cases),
        }
    }
}

/// A question's case: it passed until something is said against it.
fn case(rendering: &Rendering<'_>, template: Template, question: &str, title: &str, message: &str) -> Case {
    let (input, template) = (rendering.input, template.id());
    Case::passed(
        Group::Simulate,
        (format!("simulate/{}/{template}/{question}", input.id), format!("simulate/{template}/{question}")),
        format!("{}: {title}", input.title),
        message,
    )
}

fn word(allowed: bool) -> &'static str {
    if allowed { "allowed" } else { "denied" }
}

/// The pointer to the statement that decided, and in it to the element that is to blame.
/// `too_wide`: the element that lets in what it must not.
fn blame(decision: &Decision, too_wide: &str) -> String {
    let applied =
        |effect| decision.trace.iter().find(|entry| entry.effect == effect && entry.mismatch.is_none());
    match decision.outcome {
        Outcome::Allowed => applied(Effect::Allow)
            .map(|entry| format!("/Statement/{}/{too_wide}", entry.statement))
            .unwrap_or_default(),
        Outcome::ExplicitlyDenied => {
            applied(Effect::Deny).map(|entry| format!("/Statement/{}", entry.statement)).unwrap_or_default()
        }
        Outcome::ImplicitlyDenied => decision
            .trace
            .iter()
            .filter(|entry| entry.effect == Effect::Allow)
            .filter_map(|entry| Some((entry.statement, entry.mismatch.as_ref()?)))
            // The statement that comes nearest to letting it in.
            .max_by_key(|(statement, mismatch)| (depth(mismatch), std::cmp::Reverse(*statement)))
            .map(|(statement, mismatch)| format!("/Statement/{statement}/{}", element(mismatch)))
            .unwrap_or_default(),
    }
}

fn depth(mismatch: &Mismatch) -> u8 {
    match mismatch {
        Mismatch::Principal { .. } => 0,
        Mismatch::Action { .. } => 1,
        Mismatch::Resource { .. } => 2,
        Mismatch::Condition { .. } => 3,
    }
}

fn element(mismatch: &Mismatch) -> String {
    match mismatch {
        Mismatch::Principal { .. } => "Principal/AWS".to_owned(),
        Mismatch::Action { .. } => "Action".to_owned(),
        Mismatch::Resource { .. } => "Resource".to_owned(),
        Mismatch::Condition { operator, key, .. } => {
            format!("Condition/{operator}/{}", key.replace('~', "~0").replace('/', "~1"))
        }
    }
}

/// The case of an answer that is not the expected one.
fn failed(case: Case, what: &str, decision: &Decision, remedy: &str, place: Place) -> Case {
    let allowed = decision.outcome == Outcome::Allowed;
    let (first, rest) = what.split_at(what.chars().next().map_or(0, char::len_utf8));
    let what = format!("{}{rest}", first.to_lowercase());
    let (is, must) = (word(allowed), word(!allowed));
    let message = format!("{what}: {is}, and must be {must}; {}", decision.reason);
    let remedy = match decision.outcome {
        Outcome::ExplicitlyDenied => "Take the Deny statement out, or let it spare what must be allowed.",
        Outcome::Allowed | Outcome::ImplicitlyDenied => remedy,
    };
    case.failed(&message, remedy, Some(place))
}
