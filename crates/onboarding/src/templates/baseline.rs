//! The golden files: what a few setups were rendered to when somebody last looked. A change in them
//! may be meant or not; it must not go unseen.

use super::render::Rendering;
use super::report::{Case, Group};
use super::source::{Place, Template};
use crate::pack::LineColumn;
use serde_json::json;
use similar::{DiffTag, TextDiff};

macro_rules! embedded {
    ($($setup:literal),*) => {
        &[$(
            embedded!(@ $setup, "trust.json"),
            embedded!(@ $setup, "permissions.json"),
            embedded!(@ $setup, "dashboard.json"),
            embedded!(@ $setup, "role.json"),
        )*]
    };
    (@ $setup:literal, $file:literal) => {
        (
            concat!($setup, "/", $file),
            include_str!(concat!("../../../../templates/baseline/", $setup, "/", $file)),
        )
    };
}

/// The default pack's.
pub(super) const EMBEDDED: &[(&str, &str)] =
    embedded!("page", "everything", "narrowed", "no-streaming", "odd-values");

/// The golden files of what was rendered, as they would be written.
pub(super) fn golden(renderings: &[Rendering<'_>]) -> Vec<(String, String)> {
    let golden = renderings.iter().filter(|rendering| rendering.input.is_golden);
    golden.flat_map(files).collect()
}

fn files(rendering: &Rendering<'_>) -> [(String, String); 4] {
    let role = &rendering.role;
    // What the pack says of the role besides its two policies.
    let rest = json!({
        "arn": role.arn,
        "description": role.description,
        "tags": role.tags,
        "max_session_duration": role.max_session_duration,
        "policy_name": role.policy_name,
    });
    [
        ("trust.json", rendering.text(Template::Trust).to_owned()),
        ("permissions.json", rendering.text(Template::Permissions).to_owned()),
        ("dashboard.json", rendering.documents.dashboard.clone()),
        ("role.json", format!("{rest:#}")),
    ]
    .map(|(name, text)| (format!("{}/{name}", rendering.input.id), ended(&text)))
}

/// With one line end at the end, and none of another system's: version control may change them.
fn ended(text: &str) -> String {
    format!("{}\n", text.replace("\r\n", "\n").trim_end_matches('\n'))
}

const REMEDY: &str = "If the change is meant, raise `version` in pack.json and renew the baseline: bedrock-role \
                      templates verify DIR --update-baseline.";

pub(super) fn compare(
    renderings: &[Rendering<'_>],
    stored: Option<&[(String, String)]>,
    cases: &mut Vec<Case>,
) {
    let Some(stored) = stored else {
        let message = "the pack has no folder `baseline`; --update-baseline makes one";
        cases.push(Case::skipped(Group::Baseline, "baseline", "The golden files", message));
        return;
    };
    let now = golden(renderings);
    for (path, text) in &now {
        let case = |rule: &str| {
            Case::passed(
                Group::Baseline,
                (format!("baseline/{path}"), format!("baseline/{rule}")),
                format!("{path}: as the baseline has it"),
                "unchanged",
            )
        };
        let file = format!("{}/{path}", super::BASELINE_FOLDER);
        let before = stored.iter().find(|(name, _)| name == path).map(|(_, text)| ended(text));
        cases.push(match before {
            None => {
                let place = Place { file, at: None };
                case("missing").failed("the golden file is missing", REMEDY, Some(place))
            }
            Some(before) if before == *text => case("changed"),
            Some(before) => {
                let (line, detail) = diff(&before, text, &file);
                let place = Place { file, at: Some(LineColumn { line, column: 1 }) };
                let message = "what is rendered is not what the golden file holds";
                Case { detail: Some(detail), ..case("changed").failed(message, REMEDY, Some(place)) }
            }
        });
    }
    for (path, _) in stored.iter().filter(|(path, _)| now.iter().all(|(name, _)| name != path)) {
        let ids = (format!("baseline/{path}"), "baseline/not-rendered");
        let case = Case::passed(Group::Baseline, ids, format!("{path}: as the baseline has it"), "");
        let place = Place { file: format!("{}/{path}", super::BASELINE_FOLDER), at: None };
        cases.push(case.failed("nothing is rendered to compare this golden file with", REMEDY, Some(place)));
    }
}

/// The first line that changed, and the whole change as a unified diff.
fn diff(before: &str, now: &str, file: &str) -> (usize, String) {
    let diff = TextDiff::from_lines(before, now);
    let first = diff.ops().iter().find(|op| op.tag() != DiffTag::Equal);
    let line = first.map_or(1, |op| op.old_range().start + 1);
    let text = diff.unified_diff().context_radius(3).header(file, "rendered now").to_string();
    (line, text)
}
