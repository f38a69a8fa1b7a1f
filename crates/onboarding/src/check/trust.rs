//! The checks of a trust policy, the same for the one that was rendered and the one that AWS has.

use super::{Check, CheckStatus, Level};
use crate::decisions::{Assumption, Caller};
use crate::diagnosis::{
    Certainty, Diagnosis, mend_trust, missing_external_id_condition, wrong_external_id_admitted,
};
use crate::pack::Pack;
use crate::setup::{Step, ValidSetup};
use iam_policy::{Decision, Kind, Outcome, Policy};

/// Admits the gateway with the ExternalId; refuses it without and with a wrong one; refuses others.
/// `trust`: the text, or `None` where there is no role.
pub(super) fn checks(
    level: Level,
    prefix: &str,
    trust: Option<&str>,
    setup: &ValidSetup,
    pack: &Pack,
) -> Vec<Check> {
    let policy = trust.map(|text| Policy::parse(text, Kind::Trust));
    [
        (
            "trust-admits-gateway",
            "The trust policy admits the gateway with the ExternalId",
            &[Caller::Gateway][..],
        ),
        (
            "trust-without-external-id",
            "The trust policy refuses the gateway without an ExternalId",
            &[Caller::GatewayWithoutExternalId],
        ),
        (
            "trust-wrong-external-id",
            "The trust policy refuses the gateway with a wrong ExternalId",
            &[Caller::GatewayWithWrongExternalId],
        ),
        (
            "trust-nobody-else",
            "The trust policy admits nobody else",
            &[Caller::OtherUser, Caller::OtherAccount, Caller::Anyone],
        ),
    ]
    .into_iter()
    .map(|(id, title, callers)| {
        let new = |status, what: String| Check::new(level, format!("{prefix}.{id}"), title, status, what);
        let policy = match &policy {
            None => return new(CheckStatus::Skipped, "there is no role".to_owned()),
            Some(Err(error)) => {
                return new(
                    CheckStatus::Failed,
                    format!(
                        "line {} column {}: {}",
                        error.position.line, error.position.column, error.message
                    ),
                )
                .with(Some(unreadable(setup)));
            }
            Some(Ok(policy)) => policy,
        };
        let about = Assumption {
            role_arn: Some(setup.role_arn.as_str()),
            external_id: Some(setup.external_id.as_str()),
            session_name: setup.session_name.as_ref().map(|name| name.as_str()),
        };
        let ask = |caller: Caller| caller.ask(policy, &about, setup.external_id.as_str(), pack);
        let asked: Vec<(Caller, Decision)> = callers.iter().map(|caller| (*caller, ask(*caller))).collect();
        let wrong = asked
            .iter()
            .find(|(caller, decision)| (decision.outcome == Outcome::Allowed) != caller.should_be_allowed());
        match (wrong, asked.first()) {
            (Some((caller, decision)), _) => {
                let admitted_without = ask(Caller::GatewayWithoutExternalId).outcome == Outcome::Allowed;
                new(CheckStatus::Failed, decision.reason.clone()).with(Some(diagnosis(
                    *caller,
                    admitted_without,
                    setup,
                    pack,
                )))
            }
            (None, first) => new(
                CheckStatus::Passed,
                first.map(|(_, decision)| decision.reason.clone()).unwrap_or_default(),
            ),
        }
    })
    .collect()
}

fn diagnosis(caller: Caller, admitted_without: bool, setup: &ValidSetup, pack: &Pack) -> Diagnosis {
    let known = |code: &str, cause: String, remedy: &str| Diagnosis {
        code: code.to_owned(),
        cause,
        certainty: Certainty::Certain,
        step: Some(Step::Role),
        remedy: remedy.to_owned(),
        action: Some(mend_trust(&setup.draft)),
    };
    match caller {
        Caller::Gateway => known(
            "trust-or-external-id",
            format!(
                "The trust policy does not list {} as a principal, or the ExternalId in the API key doesn't match the policy condition",
                pack.gateway_principal()
            ),
            "Put the gateway's ARN and this setup's ExternalId into the trust policy.",
        ),
        Caller::GatewayWithoutExternalId => missing_external_id_condition(&setup.draft),
        Caller::GatewayWithWrongExternalId => wrong_external_id_admitted(&setup.draft, admitted_without),
        Caller::OtherUser | Caller::OtherAccount | Caller::Anyone => known(
            "trust-too-wide",
            "the trust policy admits others than the gateway".to_owned(),
            "Name the gateway's user as the only principal: neither an account nor `*`.",
        ),
    }
}

fn unreadable(setup: &ValidSetup) -> Diagnosis {
    Diagnosis {
        code: "trust-policy-unreadable".to_owned(),
        cause: "the trust policy cannot be evaluated".to_owned(),
        certainty: Certainty::Certain,
        step: Some(Step::Role),
        remedy: "Correct the place that the evidence names.".to_owned(),
        action: Some(mend_trust(&setup.draft)),
    }
}
