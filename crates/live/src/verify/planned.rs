//! Which checks there are, known before the first call, so that the screen does not jump.

use super::invoke::Call;
use super::{PlannedCheck, VerifyOptions, gateway};
use onboarding::check::{account_checks, documents_checks};
use onboarding::pack::ProbeKind;
use onboarding::{Check, Level, ProviderType};

pub(super) const SIGNED_IN: &str = "account.signed-in";
pub(super) const CALLER: &str = "assume.caller";
pub(super) const STATEMENT: &str = "assume.temporary-statement";
pub(super) const WITH: &str = "assume.with-external-id";
pub(super) const WITHOUT: &str = "assume.without-external-id";
pub(super) const WRONG: &str = "assume.wrong-external-id";
pub(super) const REMOVED: &str = "assume.temporary-statement-removed";
pub(super) const REFUSED_AGAIN: &str = "assume.refused-again";

/// Everything that will run.
pub(super) fn planned(options: &VerifyOptions) -> Vec<PlannedCheck> {
    let VerifyOptions { setup, pack, read_only, .. } = options;
    let mut checks: Vec<PlannedCheck> = documents_checks(setup, pack).iter().map(of_check).collect();
    checks.push(check(SIGNED_IN, Level::Account, "Signed in to the role's account"));
    checks.extend(account_checks(setup, pack, None).iter().map(of_check));
    if *read_only {
        return checks;
    }
    let level = Level::AssumeAndInvoke;
    checks.push(check(CALLER, level, "You can be let in for a test"));
    checks.push(check(STATEMENT, level, "A temporary statement lets you in for fifteen minutes"));
    checks.push(check(WITH, level, "Assumed with the ExternalId"));
    checks.push(check(WITHOUT, level, "Refused without an ExternalId"));
    checks.push(check(WRONG, level, "Refused with a wrong ExternalId"));
    checks.extend(calls(options).into_iter().map(|(_, call)| check(call.id(), level, call.title())));
    checks.push(check(REMOVED, level, "The temporary statement is out again"));
    checks.push(check(REFUSED_AGAIN, level, "You are refused again"));
    if options.gateway.is_some() {
        checks.extend(gateway::planned(&setup.draft, pack));
    }
    checks
}

/// The calls that prove the chosen provider types, in the page's order.
pub(super) fn calls(options: &VerifyOptions) -> Vec<(ProviderType, Call)> {
    let chosen = &options.setup.draft.provider_types;
    ProviderType::ALL
        .into_iter()
        .filter(|provider_type| chosen.contains(provider_type))
        .flat_map(|provider_type| {
            let streams = options.setup.draft.streaming && options.pack.provider_type(provider_type).streams;
            let calls: &[Call] = match options.pack.probe(provider_type).kind {
                ProbeKind::Converse if streams => &[Call::Converse, Call::ConverseStream],
                ProbeKind::Converse => &[Call::Converse],
                ProbeKind::AnthropicMessages => &[Call::AnthropicMessages],
                ProbeKind::Embedding => &[Call::Embedding],
                ProbeKind::Rerank => &[Call::Rerank],
            };
            calls.iter().map(move |call| (provider_type, *call))
        })
        .collect()
}

/// The checks between the adding of the temporary statement and its removal.
pub(super) fn while_let_in(options: &VerifyOptions) -> Vec<&'static str> {
    let mut ids = vec![WITH, WITHOUT, WRONG];
    ids.extend(calls(options).into_iter().map(|(_, call)| call.id()));
    ids
}

fn of_check(check: &Check) -> PlannedCheck {
    PlannedCheck { id: check.id.clone(), level: check.level, title: check.title.clone() }
}

pub(super) fn check(id: &str, level: Level, title: &str) -> PlannedCheck {
    PlannedCheck { id: id.to_owned(), level, title: title.to_owned() }
}
