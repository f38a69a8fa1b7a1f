//! The report's own words, the same in every form of it.

use super::{AppliedFor, AppliedPlan, Counts, LevelState, Place, Report, SetupFacts};
use crate::check::{Check, CheckStatus, Evidence};
use crate::setup::Step;

/// What is said of a level.
pub(super) struct LevelWords {
    /// As files name it.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// What it is that it proves.
    pub(super) proves: &'static str,
    /// What is proven once it is the highest that is.
    pub(super) headline: &'static str,
}

/// The levels, each at the place of its [`crate::Level`].
pub(super) const LEVELS: [LevelWords; 4] = [
    LevelWords {
        name: "documents",
        title: "Documents",
        proves: "The policies, evaluated as written: only the gateway, only with the ExternalId, only what was chosen.",
        headline: "the documents are right",
    },
    LevelWords {
        name: "account",
        title: "Account",
        proves: "The role as AWS has it: trust, permissions, session duration, boundary, and nobody else let in.",
        headline: "the role in the account is right",
    },
    LevelWords {
        name: "assume_and_invoke",
        title: "Assume and invoke",
        proves: "The role assumed for real, refused without the right ExternalId, and Bedrock called through it.",
        headline: "the role can be assumed as asked, and calls Bedrock",
    },
    LevelWords {
        name: "gateway",
        title: "Gateway",
        proves: "A request through QuilrAI\u{2019}s gateway with the key: the final proof.",
        headline: "requests through QuilrAI\u{2019}s gateway reach Bedrock",
    },
];

pub(super) const PROGRAM: &str = "Bedrock Role Wizard";

/// What is proven, in one line.
pub(super) fn headline(report: &Report) -> String {
    let verdict = &report.verdict;
    let left = super::findings::findings(report).iter().filter(|it| it.status == CheckStatus::Failed).count();
    let proven = verdict.level_reached.and_then(|level| LEVELS.get(level as usize));
    if left > 0 {
        return format!("Not proven: {} left to fix", things(left));
    }
    let headline = match (verdict.cancelled, proven) {
        (true, _) => return "Not proven: the verification was stopped before its end".to_owned(),
        (false, None) => return "Nothing is proven yet".to_owned(),
        (false, Some(words)) => words.headline,
    };
    match report.place {
        Place::Aws => format!("Proven: {headline}"),
        Place::Sandbox | Place::Elsewhere { .. } => format!("Rehearsed, not in AWS: {headline}"),
    }
}

/// What is not proven, and why it matters; empty where everything is.
pub(super) fn not_proven(report: &Report) -> Vec<String> {
    let names: Vec<&str> = report
        .verdict
        .levels
        .iter()
        .zip(LEVELS)
        .filter(|(level, _)| level.state != LevelState::Proven)
        .map(|(_, words)| words.title)
        .collect();
    let mut said = Vec::new();
    if !names.is_empty() {
        said.push(format!("Not proven by this report: {}.", list(&names)));
    }
    if report.verdict.read_only {
        said.push("It was to read only: nothing was changed, and the role was not assumed.".to_owned());
    }
    if report.verdict.cancelled {
        said.push("It was stopped before its end; the checks that had not run are skipped.".to_owned());
    }
    said
}

/// `one thing`, `3 things`.
fn things(count: usize) -> String {
    if count == 1 { "one thing".to_owned() } else { format!("{count} things") }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `5 passed, 1 failed`.
pub(super) fn counts(counts: Counts) -> String {
    let said: Vec<String> = [
        (counts.passed, "passed"),
        (counts.failed, "failed"),
        (counts.warning, "to read"),
        (counts.skipped, "skipped"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    if said.is_empty() { "no checks".to_owned() } else { said.join(", ") }
}

/// A status by its sign and its word: colour alone tells nothing on paper.
pub(super) fn status(status: CheckStatus) -> (&'static str, &'static str) {
    match status {
        CheckStatus::Passed => ("\u{2713}", "Passed"),
        CheckStatus::Failed => ("\u{2717}", "Failed"),
        CheckStatus::Warning => ("!", "Read this"),
        CheckStatus::Skipped => ("\u{2013}", "Skipped"),
    }
}

/// The level that a check belongs to.
pub(super) fn level(check: &Check) -> &'static str {
    LEVELS.get(check.level as usize).map_or("", |words| words.title)
}

/// The same for a level. What was not tried in AWS is not called proven.
pub(super) fn state(state: LevelState, place: &Place) -> (&'static str, &'static str) {
    match state {
        LevelState::Proven if *place == Place::Aws => ("\u{2713}", "Proven"),
        LevelState::Proven => ("\u{2713}", "Rehearsed"),
        LevelState::Unsupported => ("\u{2013}", "Passed, but a level below did not"),
        LevelState::Failed => ("\u{2717}", "Failed"),
        LevelState::InPart => ("\u{2013}", "In part"),
        LevelState::NotRun => ("\u{2013}", "Not run"),
    }
}

/// Where the wizard mends it.
pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::Overview => "Overview",
        Step::ExternalId => "Step 1, ExternalId",
        Step::Role => "Step 2, IAM role",
        Step::Permissions => "Step 3, Permissions",
        Step::Dashboard => "Step 4, Dashboard values",
        Step::Verify => "Step 5, Verify",
    }
}

/// `Applied`, `ExternalId rotated`.
pub(super) fn purpose(applied: &AppliedPlan) -> &'static str {
    match (applied.purpose, applied.whole) {
        (AppliedFor::Apply, true) => "Applied",
        (AppliedFor::Apply, false) => "Applied in part, then interrupted",
        (AppliedFor::Rotate, true) => "A step of rotating the ExternalId",
        (AppliedFor::Rotate, false) => "Rotating the ExternalId, interrupted",
        (AppliedFor::Revoke, true) => "The gateway\u{2019}s access revoked",
        (AppliedFor::Revoke, false) => "Revoking the gateway\u{2019}s access, interrupted",
        (AppliedFor::TakeBack, true) => "What was interrupted, taken back",
        (AppliedFor::TakeBack, false) => "Taking back what was interrupted, interrupted again",
        (AppliedFor::CarryOn, true) => "What was interrupted, carried on to its end",
        (AppliedFor::CarryOn, false) => "Carrying on what was interrupted, interrupted again",
    }
}

/// `2026-11-22 14:02:11 UTC`; a time in another form as it is.
pub(super) fn when(at: &str) -> String {
    match at.strip_suffix('Z').and_then(|at| at.split_once('T')) {
        Some((day, time)) => format!("{day} {time} UTC"),
        None => at.to_owned(),
    }
}

/// `4.1 s, 3 tries`; empty for what is evaluated offline.
pub(super) fn took(evidence: &Evidence) -> String {
    let tries = evidence.attempts.filter(|tries| *tries > 1).map(|tries| format!("{tries} tries"));
    let parts: Vec<String> = evidence.millis.map(duration).into_iter().chain(tries).collect();
    parts.join(", ")
}

/// `38 ms`, `4.1 s`.
pub(super) fn duration(millis: u32) -> String {
    match millis {
        0..100 => format!("{millis} ms"),
        _ => format!("{:.1} s", f64::from(millis) / 1000.0),
    }
}

/// What was chosen, by name.
pub(super) fn choices(setup: &SetupFacts) -> Vec<(&'static str, String)> {
    let types: Vec<&str> = setup.provider_types.iter().map(|it| it.as_str()).collect();
    let kinds: Vec<&str> = [
        (true, "foundation models"),
        (setup.resources.inference_profiles, "inference profiles"),
        (setup.resources.application_inference_profiles, "application inference profiles"),
        (setup.resources.provisioned_models, "provisioned throughput"),
        (setup.resources.custom_models, "custom models"),
    ]
    .into_iter()
    .filter_map(|(chosen, name)| chosen.then_some(name))
    .collect();
    let or_all = |list: &[String]| if list.is_empty() { "all".to_owned() } else { list.join(", ") };
    let yes_or_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    vec![
        ("Provider types", types.join(", ")),
        ("May use", list(&kinds)),
        ("Regions", or_all(&setup.regions)),
        ("Models", or_all(&setup.models)),
        ("Answers in streams", yes_or_no(setup.streaming)),
        ("Trust policy edited by hand", yes_or_no(setup.trust_policy_edited)),
    ]
}

/// What a value is where the form fills it in by itself.
pub(super) const BY_DEFAULT: &str = "left to the gateway\u{2019}s default";

/// What is said where nothing was applied.
pub(super) const NOTHING_APPLIED: &str = "No change to this role is on record on the machine that made this report: it was made by hand, as code, or from another machine. The checks of the account say how the role is.";

pub(super) const ABOUT_REVOKING: &str = "This shows what would change and what would stop; without --dry-run it asks, then does it. Sessions under way are denied first, then the gateway is refused. Without the program: in the AWS console, revoke the role\u{2019}s active sessions, then delete the role or detach its policies. Credentials that were issued before last until they expire where sessions are not revoked.";

pub(super) const ABOUT_CHECKING: &str = "Runs every check again, signed in to the account. The test lets its caller in for at most fifteen minutes, and takes that out again at its end.";

pub(super) const ABOUT_DRIFT: &str =
    "Reads only; exits with 1 where the role is no longer as the setup asks.";
