//! Everything a screen shows of a setup, computed on every keystroke.

mod steps;

use crate::decisions::{Assumption, CapabilityRow, DecisionRow, RoleSession, what_can_do, who_can_assume};
use crate::documents::{self, DashboardValue, Document};
use crate::fields::{Field, FieldNote};
use crate::pack::Pack;
use crate::setup::{Assessment, Setup, Step, assess};
use iam_policy::{Kind, Policy};
use serde::Serialize;

/// What the screens show of a setup.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct View {
    /// Errors, warnings and hints, by field.
    pub notes: Vec<FieldNote>,
    /// The trust policy, live.
    pub trust: Document,
    /// Who can assume this role.
    pub who: Vec<DecisionRow>,
    /// The permissions policy, live.
    pub permissions: Document,
    /// What this role can do.
    pub what: Vec<CapabilityRow>,
    /// The dashboard form's five values.
    pub dashboard: Vec<DashboardValue>,
    /// The same as JSON; `None` while a value is missing or wrong.
    pub dashboard_json: Option<String>,
    /// The role's ARN, when account, path and name are right.
    pub role_arn: Option<String>,
    /// The page's local CLI check with every value filled in; empty while a value is wrong.
    pub terminal_lines: String,
    /// Where each step stands.
    pub steps: Vec<StepState>,
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StepState {
    /// Which.
    pub step: Step,
    /// Whether everything on it is right.
    pub state: StepStatus,
    /// A few words for the rail, for example the role's name.
    pub summary: String,
}

/// Whether a step is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Not finished yet.
    Open,
    /// Finished, and right.
    Done,
    /// Something on it is wrong.
    Attention,
}

/// Everything the screens show. `others`: the ExternalIds that other setups use already.
pub fn view(setup: &Setup, pack: &Pack, others: &[String]) -> View {
    let mut found = assess(setup, pack, others);
    let trust = documents::trust_document(setup, pack, &found);
    let permissions = documents::permissions_document(setup, pack, &found);
    let role_arn = found.role_arn.as_ref().map(|arn| arn.as_str().to_owned());
    let who = who_can_assume(
        &trust.text,
        &Assumption {
            role_arn: role_arn.as_deref(),
            external_id: found.external_id.as_ref().map(|id| id.as_str()),
            session_name: found.session_name.as_ref().and_then(Option::as_ref).map(|name| name.as_str()),
        },
        pack,
    );
    if let Some(note) = edited_trust(&trust, &who) {
        found.notes.push(note);
        found.notes.sort_by_key(|note| (note.field, note.severity));
    }
    View {
        what: capabilities(setup, pack, &found, &permissions),
        dashboard: documents::dashboard_values(&found, &setup.duration_seconds, pack),
        dashboard_json: documents::dashboard_json(&found, &setup.duration_seconds, pack),
        terminal_lines: match (&found.role_arn, &found.external_id) {
            (Some(arn), Some(external_id)) => documents::terminal_lines(arn, external_id, pack),
            _ => String::new(),
        },
        steps: steps::states(setup, &found),
        notes: found.notes,
        trust,
        who,
        permissions,
        role_arn,
    }
}

/// What the hand edits of the trust policy did, where that is not as it should be.
fn edited_trust(trust: &Document, who: &[DecisionRow]) -> Option<FieldNote> {
    let wrong = who.iter().find(|row| !row.as_expected)?;
    if !trust.edited || !trust.complete {
        return None;
    }
    let outcome = if wrong.allowed { "is let in" } else { "is refused" };
    Some(
        FieldNote::warning(
            Field::TrustPolicy,
            "trust-policy-unexpected",
            format!("as edited, \u{201c}{}\u{201d} {outcome}", wrong.who),
        )
        .hint("Correct the document, or throw the edits away."),
    )
}

/// An account that stands in while none was entered, so that the table can already be shown.
const ANY_ACCOUNT: &str = "123456789012";

fn capabilities(
    setup: &Setup,
    pack: &Pack,
    found: &Assessment,
    permissions: &Document,
) -> Vec<CapabilityRow> {
    let account = found.account.as_ref().map(|account| account.as_str());
    let policy = match account {
        Some(_) => Policy::parse(&permissions.text, Kind::Identity),
        None => Policy::parse(&documents::permissions(pack, setup, Some(ANY_ACCOUNT)).text, Kind::Identity),
    };
    let account = account.unwrap_or(ANY_ACCOUNT);
    let any_role = format!("arn:aws:iam::{account}:role/{}", pack.defaults().role_name);
    let session = RoleSession {
        account,
        role_arn: found.role_arn.as_ref().map_or(any_role.as_str(), |arn| arn.as_str()),
    };
    match policy {
        Ok(policy) => what_can_do(&[policy], setup, session, pack),
        // Only another pack's template can be no policy: then no row is allowed.
        Err(_) => what_can_do(&[], setup, session, pack),
    }
}
