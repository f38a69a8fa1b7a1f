//! Verifying a template pack: its schema; every template rendered over a table of inputs; the linter
//! over what was rendered; the policy evaluator's answers against the matrix that is expected; and a
//! baseline of golden files.
//!
//! What is expected is written here, from the vendor's page and AWS's documentation, and never read
//! back from what was rendered: a template that is wrong fails.

mod baseline;
mod inputs;
mod lint;
mod refused;
mod render;
mod report;
mod schema;
mod simulate;
mod source;

use crate::pack::Pack;
use inputs::Input;
use render::Rendering;
use source::Source;

pub use report::{Case, Counts, Distinct, Group, Report, Status};

/// The folder of a pack that holds its golden files, `<setup>/<document>.json` each.
pub const BASELINE_FOLDER: &str = "baseline";

/// Verifies a pack's files, by file name. `golden`: the files of its baseline by their path in
/// [`BASELINE_FOLDER`]; `None`: it has none.
///
/// A broken pack is no error: its faults are cases that failed, and what can be rendered in spite of
/// them is verified too. The time is linear in the number of cases.
pub fn verify(files: &[(String, String)], golden: Option<&[(String, String)]>) -> Report {
    verify_inputs(files, golden, None)
}

/// The same over so many inputs, the first of the table or all of them again and again: to measure
/// what one costs.
#[doc(hidden)]
pub fn verify_inputs(
    files: &[(String, String)],
    golden: Option<&[(String, String)]>,
    count: Option<usize>,
) -> Report {
    let (pack, faults) = Pack::with_faults(files);
    let mut cases = schema::cases(&faults);
    let Some(pack) = pack else {
        let why = "what every document needs cannot be read: see the group `schema`";
        for group in [Group::Render, Group::Lint, Group::Simulate, Group::Baseline] {
            cases.push(Case::skipped(group, group.as_str(), "Everything of this group", why));
        }
        return Report::new(None, cases);
    };
    let source = Source::new(files, &pack, &faults);
    let table = inputs::table(&pack);
    let count = count.unwrap_or(table.len());
    let inputs: Vec<&Input> = table.iter().cycle().take(count).collect();
    let renderings: Vec<Rendering<'_>> =
        inputs.into_iter().filter_map(|input| render::render(input, &source, &mut cases)).collect();
    refused::cases(&pack, &mut cases);
    for rendering in &renderings {
        lint::cases(rendering, &source, &mut cases);
    }
    for rendering in &renderings {
        simulate::cases(rendering, &source, &mut cases);
    }
    baseline::compare(&renderings, golden, &mut cases);
    Report::new(Some(pack.version().to_owned()), cases)
}

/// The golden files that a pack would have now, by their path in [`BASELINE_FOLDER`]; empty where
/// nothing can be rendered.
pub fn golden_files(files: &[(String, String)]) -> Vec<(String, String)> {
    let (Some(pack), faults) = Pack::with_faults(files) else {
        return Vec::new();
    };
    let source = Source::new(files, &pack, &faults);
    let inputs = inputs::table(&pack);
    let renderings: Vec<Rendering<'_>> = inputs
        .iter()
        .filter(|input| input.is_golden)
        .filter_map(|input| render::render(input, &source, &mut Vec::new()))
        .collect();
    baseline::golden(&renderings)
}

/// The golden files of the default pack, embedded at build.
pub fn embedded_baseline() -> Vec<(String, String)> {
    baseline::EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
