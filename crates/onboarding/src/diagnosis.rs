//! From an error text to a cause, a step and a remedy. *Unknown* when it is unknown.

use crate::pack::{ErrorEntry, Pack};
use crate::placeholder::Placeholder;
use crate::setup::{Setup, Step};
use serde::{Deserialize, Serialize};

/// What an error means and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Diagnosis {
    /// Stable, for example `trust-or-external-id`; `unknown`.
    pub code: String,
    /// One sentence, in the page's words where it has them.
    pub cause: String,
    /// How sure.
    pub certainty: Certainty,
    /// Where it is mended.
    pub step: Option<Step>,
    /// What to do.
    pub remedy: String,
    /// What the wizard can do about it at a click.
    pub action: Option<RemedyAction>,
}

/// How sure a diagnosis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The text admits one cause.
    Certain,
    /// The most probable of several.
    Likely,
    /// It is not known.
    Unknown,
}

/// What the wizard can do at a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RemedyAction {
    /// Allow inference profiles in the permissions, then show the plan.
    AllowInferenceProfiles,
    /// Allow streaming in the permissions, then show the plan.
    AllowStreaming,
    /// Show the plan that raises MaxSessionDuration, or restores the role.
    ShowPlan,
    /// Throw away the hand edits of the trust policy.
    RestoreTrustPolicy,
    /// Open the model catalog, where access is given; the sandbox gives it itself.
    GrantModelAccess,
    /// Run the checks again.
    VerifyAgain,
    /// Sign in again.
    SignIn,
    /// Enter the QuilrAI key again.
    EnterKey,
}

/// What an error text means, by the pack's error table: its first entry that matches.
pub fn diagnose(text: &str, pack: &Pack) -> Diagnosis {
    let plain = plain(text);
    match pack.errors().iter().find(|entry| matches(entry, &plain)) {
        Some(entry) => {
            let fill =
                |text: &str| text.replace(Placeholder::GatewayPrincipal.token(), pack.gateway_principal());
            let cause = fill(&entry.cause);
            Diagnosis {
                code: entry.code.clone(),
                cause: match denied_region(text) {
                    Some(region) => format!("{cause} (refused in `{region}`)"),
                    None => cause,
                },
                certainty: entry.certainty,
                step: entry.step,
                remedy: fill(&entry.remedy),
                action: entry.action,
            }
        }
        None => unknown(),
    }
}

/// What an answer of AWS means, by its error code and its message.
pub fn diagnose_aws(code: &str, message: &str, pack: &Pack) -> Diagnosis {
    diagnose(&format!("{code}: {message}"), pack)
}

fn unknown() -> Diagnosis {
    Diagnosis {
        code: "unknown".to_owned(),
        cause: "The cause is not known: this text is not in the table".to_owned(),
        certainty: Certainty::Unknown,
        step: None,
        remedy: "Run the checks: they tell which part is right. CloudTrail in your account has the whole event under the request id.".to_owned(),
        action: None,
    }
}

/// Small letters, straight apostrophes and single spaces: what is pasted from web pages and tickets
/// has curly ones and line ends of its own.
fn plain(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            other => other,
        })
        .collect();
    straight.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn matches(entry: &ErrorEntry, plain_text: &str) -> bool {
    let holds = |pattern: &String| plain_text.contains(&plain(pattern));
    entry.all_of.iter().all(holds) && (entry.any_of.is_empty() || entry.any_of.iter().any(holds))
}

/// The region of the Bedrock resource that was refused: cross-region profiles reach regions that the
/// user never chose.
fn denied_region(text: &str) -> Option<&str> {
    let (_, resource) = text.split_once("on resource: arn:aws:bedrock:")?;
    let region = resource.split(':').next()?;
    let is_region =
        !region.is_empty() && region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_region.then_some(region)
}

/// What it means that the gateway, or its stand-in, is let in without an ExternalId.
pub fn missing_external_id_condition(setup: &Setup) -> Diagnosis {
    Diagnosis {
        code: "missing-external-id-condition".to_owned(),
        cause: "the trust policy is missing the ExternalId condition".to_owned(),
        certainty: Certainty::Certain,
        step: Some(Step::Role),
        remedy: "Fix it before using the role: put StringEquals with sts:ExternalId into the Condition of the statement that names the gateway.".to_owned(),
        action: Some(mend_trust(setup)),
    }
}

/// What it means that the gateway, or its stand-in, is let in with an ExternalId that is not this
/// setup's. Where it is let in without one too, the condition is missing: one cause, not two.
pub fn wrong_external_id_admitted(setup: &Setup, admitted_without: bool) -> Diagnosis {
    if admitted_without {
        return missing_external_id_condition(setup);
    }
    Diagnosis {
        code: "external-id-not-compared".to_owned(),
        cause: "the trust policy admits the gateway with an ExternalId that is not this setup's".to_owned(),
        certainty: Certainty::Certain,
        step: Some(Step::Role),
        remedy:
            "Compare sts:ExternalId by StringEquals, without a wildcard, and with this setup's value only."
                .to_owned(),
        action: Some(mend_trust(setup)),
    }
}

/// The click that mends a trust policy: the plan, unless it is the setup's own hand edits that are wrong.
pub(crate) fn mend_trust(setup: &Setup) -> RemedyAction {
    if setup.trust_policy.is_some() { RemedyAction::RestoreTrustPolicy } else { RemedyAction::ShowPlan }
}
