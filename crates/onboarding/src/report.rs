//! The report: what was set up, put into the account and proven, for whoever was not there. One value;
//! its serialisation is the JSON form, and the HTML and Markdown forms are functions of it.

mod again;
mod findings;
mod html;
mod markdown;
mod mask;
mod place;
mod texts;
mod verdict;
mod words;

use crate::check::Check;
use crate::documents::{self, DashboardValue};
use crate::pack::{Pack, ProviderType};
use crate::plan::DiffLine;
use crate::setup::{ResourceKinds, ValidSetup};
use again::again;
use serde::{Deserialize, Serialize};

pub use mask::Mask;
pub use place::Place;
pub use verdict::{Counts, LevelState, LevelVerdict, Verdict};

/// What a report is made from.
#[derive(Debug, Clone)]
pub struct ReportInput<'a> {
    /// What was set up.
    pub setup: &'a ValidSetup,
    /// The template pack, and what it is called: `built-in`, or its folder.
    pub pack: (&'a Pack, &'a str),
    /// What was verified, in order.
    pub checks: &'a [Check],
    /// How the verification ended.
    pub ran: Ran,
    /// What the wizard did to the role, the oldest first.
    pub applied: &'a [AppliedPlan],
    /// Where it ran.
    pub place: Place,
    /// When it ended, as `2026-11-22T14:02:11Z`.
    pub at: &'a str,
    /// The program's version.
    pub version: &'a str,
}

/// How a verification ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ran {
    /// It was stopped before its end.
    pub cancelled: bool,
    /// Nothing was changed or assumed, by choice.
    pub read_only: bool,
}

/// A verification on record. Holds no secret: credentials and keys have no field here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The version of this form: 1.
    pub schema: u32,
    /// By whom, when and with what.
    pub made: Made,
    /// Where it ran: a sandbox proves nothing about an account.
    pub place: Place,
    /// What was made unreadable.
    pub masked: Mask,
    /// What is proven.
    pub verdict: Verdict,
    /// What was set up.
    pub setup: SetupFacts,
    /// The documents that follow from it.
    pub documents: ReportDocuments,
    /// What the wizard did to the role, the oldest first.
    pub applied: Vec<AppliedPlan>,
    /// Every check with its evidence, in order.
    pub checks: Vec<Check>,
    /// How to check again, and how to revoke.
    pub again: Again,
}

/// By whom, when and with what a report was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The ARN that ran the checks; `None`: nobody was signed in.
    pub by: Option<String>,
    /// When, as `2026-11-22T14:02:11Z`.
    pub at: String,
    /// The program's version.
    pub version: String,
    /// What the template pack is called.
    pub template_pack: String,
    /// Its version.
    pub template_pack_version: String,
}

/// What was set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupFacts {
    /// What people call it.
    pub name: String,
    /// 12 digits.
    pub account: String,
    /// The principal that may assume the role: QuilrAI's gateway.
    pub gateway_principal: String,
    /// The values of the dashboard form.
    pub dashboard: Vec<DashboardValue>,
    /// What the key serves.
    pub provider_types: Vec<ProviderType>,
    /// What besides foundation models the role may use.
    pub resources: ResourceKinds,
    /// Narrowed to these regions; empty: all.
    pub regions: Vec<String>,
    /// Narrowed to these models; empty: all.
    pub models: Vec<String>,
    /// Whether the role may answer in streams.
    pub streaming: bool,
    /// Whether the trust policy was edited by hand.
    pub trust_policy_edited: bool,
}

/// The documents of the role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDocuments {
    /// The trust policy.
    pub trust: String,
    /// The inline policy's name.
    pub permissions_name: String,
    /// The inline policy.
    pub permissions: String,
}

/// Something that the wizard did to a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedPlan {
    /// What for.
    pub purpose: AppliedFor,
    /// When it ended, as `2026-11-22T14:02:11Z`.
    pub at: String,
    /// The ARN that did it.
    pub by: String,
    /// Whether all of the plan was done; `false`: it was interrupted.
    pub whole: bool,
    /// The changes that were made, or may have been, in order.
    pub changes: Vec<AppliedChange>,
    /// What was there and stayed as it was.
    pub untouched: Vec<String>,
    /// What somebody else wrote and was removed, because it was chosen.
    pub removed: Vec<String>,
}

/// What a plan was applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppliedFor {
    /// To make the role what a setup asks for.
    Apply,
    /// To change the ExternalId.
    Rotate,
    /// To revoke the gateway's access.
    Revoke,
    /// To take back what was interrupted.
    TakeBack,
    /// To carry on what was interrupted.
    CarryOn,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedChange {
    /// As the plan showed it.
    pub title: String,
    /// Before and after, line by line.
    pub diff: Vec<DiffLine>,
    /// Whether AWS confirmed it; `false`: it was sent, and no answer came.
    pub answered: bool,
    /// AWS's request id.
    pub request_id: Option<String>,
    /// How long it took, in milliseconds.
    pub millis: u32,
}

/// How to check again, and how to revoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// The command that runs the checks again.
    pub verify: String,
    /// The command that says whether the role has drifted.
    pub drift: String,
    /// The command that shows what revoking would change and stop.
    pub revoke: String,
    /// The role in the AWS console.
    pub console: String,
}

/// The version of the form that this program writes.
const SCHEMA: u32 = 1;

/// Makes the report of a verification. Control characters of what AWS or a person wrote are made
/// visible, and what looks like a QuilrAI key is left out: a report is passed on.
pub fn report(input: &ReportInput<'_>) -> Report {
    let (pack, pack_name) = input.pack;
    let draft = &input.setup.draft;
    let documents = documents::documents(input.setup, pack);
    let mut report = Report {
        schema: SCHEMA,
        made: Made {
            by: input.checks.iter().find_map(|check| check.evidence.who.clone()),
            at: input.at.to_owned(),
            version: input.version.to_owned(),
            template_pack: pack_name.to_owned(),
            template_pack_version: pack.version().to_owned(),
        },
        place: input.place.clone(),
        masked: Mask::default(),
        verdict: Verdict::of(input.checks, input.ran),
        setup: SetupFacts {
            name: draft.name.clone(),
            account: input.setup.role_arn.account().to_owned(),
            gateway_principal: pack.gateway_principal().to_owned(),
            dashboard: documents::valid_dashboard_values(input.setup, pack),
            provider_types: draft.chosen().collect(),
            resources: draft.resources,
            regions: draft.regions.clone(),
            models: draft.models.clone(),
            streaming: draft.streaming,
            trust_policy_edited: draft.trust_policy.is_some(),
        },
        documents: ReportDocuments {
            trust: documents.trust,
            permissions_name: pack.policy_name().to_owned(),
            permissions: documents.permissions,
        },
        applied: input.applied.to_vec(),
        checks: input.checks.to_vec(),
        again: again(input.setup, pack),
    };
    report.each_text(&mut |text| *text = texts::presentable(text));
    report
}

impl Report {
    /// What is proven, in one line.
    pub fn headline(&self) -> String {
        words::headline(self)
    }

    /// The JSON form: `docs/report.md` describes every field.
    pub fn json(&self) -> String {
        // Numbers, texts and lists under names always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The HTML form: one file with nothing in it that is fetched or runs.
    pub fn html(&self) -> String {
        html::page(self)
    }

    /// The Markdown form, for a ticket.
    pub fn markdown(&self) -> String {
        markdown::text(self)
    }

    /// The same with account ids, or the ExternalId too, made unreadable in every text of it. QuilrAI's
    /// own account is public and stays.
    #[must_use]
    pub fn masked(mut self, mask: Mask) -> Self {
        mask::hide(&mut self, mask);
        self
    }
}
