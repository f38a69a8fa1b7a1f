//! `templates verify`: a pack's schema, its documents over a table of inputs, and its baseline.

use super::Context;
use crate::args::{ResultFormat, TemplatesArgs, TemplatesCommand, TemplatesVerifyArgs};
use crate::error::{Failure, Outcome};
use crate::output::{BAD, CARE, FAINT, GOOD, Output};
use crate::{junit, pack_folder, sarif};
use onboarding::Pack;
use onboarding::templates::{
    BASELINE_FOLDER, Case, Distinct, Group, Report, Status, embedded_baseline, golden_files, verify,
};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(crate) fn run(context: &Context, args: &TemplatesArgs) -> Result<Outcome, Failure> {
    let TemplatesCommand::Verify(args) = &args.command;
    let folder = folder(context, args)?;
    let started = Instant::now();
    let report = match (&folder, args.update_baseline) {
        (Some(folder), true) => update(folder, &context.output)?,
        (Some(folder), false) => {
            verify(&pack_folder::read_files(folder)?, pack_folder::read_baseline(folder)?.as_deref())
        }
        (None, true) => {
            return Err(Failure::bad_input("no-folder", "the built-in pack's baseline cannot be renewed")
                .hint("name the pack's folder: `bedrock-role templates verify DIR --update-baseline`"));
        }
        (None, false) => verify(&Pack::embedded_files(), Some(&embedded_baseline())),
    };
    let took = started.elapsed();
    // Where the built-in pack's files are in the source tree.
    let place = folder.as_deref().unwrap_or(Path::new("templates"));
    let output = &context.output;
    match context.format {
        ResultFormat::Text | ResultFormat::Csv => text(&report, place, output),
        ResultFormat::Json => output.json(&Json::of(&report)),
        ResultFormat::Junit => output.text(&junit(&report, place, took)?),
        ResultFormat::Sarif => output.json(&sarif(&report, place)),
    }
    Ok(if report.passed() { Outcome::Fine } else { Outcome::CheckFailed })
}

fn folder(context: &Context, args: &TemplatesVerifyArgs) -> Result<Option<PathBuf>, Failure> {
    match (&args.folder, &context.templates) {
        (Some(one), Some(other)) if one != other => Err(Failure::bad_input(
            "two-folders",
            format_args!("two packs are named, `{}` and `{}`", one.display(), other.display()),
        )
        .hint("name one folder, as DIR or with `--templates`")),
        (Some(folder), _) | (None, Some(folder)) => Ok(Some(folder.clone())),
        (None, None) => Ok(None),
    }
}

/// Renews the baseline, and verifies with the new one. A pack that fails otherwise keeps the old one:
/// what is wrong must not become what is expected.
fn update(folder: &Path, output: &Output) -> Result<Report, Failure> {
    let files = pack_folder::read_files(folder)?;
    let before = pack_folder::read_baseline(folder)?;
    let report = verify(&files, before.as_deref());
    let others = Group::ALL.into_iter().filter(|group| *group != Group::Baseline);
    if others.map(|group| report.counts(group).failed).sum::<usize>() > 0 {
        output.notice(
            "baseline-kept",
            "the baseline is left as it is, because other cases failed",
            Some("correct the templates first"),
        );
        return Ok(report);
    }
    let golden = golden_files(&files);
    pack_folder::write_baseline(folder, before.as_deref().unwrap_or_default(), &golden)?;
    let message =
        format!("{} golden files are written to `{}`", golden.len(), folder.join(BASELINE_FOLDER).display());
    output.notice("baseline-written", &message, None);
    Ok(verify(&files, pack_folder::read_baseline(folder)?.as_deref()))
}

fn path_of(case: &Case, folder: &Path) -> String {
    folder.join(case.file.as_deref().unwrap_or("pack.json")).display().to_string()
}

fn text(report: &Report, folder: &Path, output: &Output) {
    for group in Group::ALL {
        let counts = report.counts(group);
        let (style, sign) = match (counts.failed, counts.passed) {
            (0, 0) => (FAINT, '-'),
            (0, _) => (GOOD, '✓'),
            _ => (BAD, '✗'),
        };
        let mut line = format!("{style}{sign}{style:#} {:<8} {:>5} passed", group.as_str(), counts.passed);
        if counts.failed > 0 {
            line.push_str(&format!(", {BAD}{} failed{BAD:#}", counts.failed));
        }
        if counts.skipped > 0 {
            line.push_str(&format!(", {CARE}{} skipped{CARE:#}", counts.skipped));
        }
        output.line(line);
        // Why a whole group was passed over; single cases were because of a failure that is told.
        if counts.passed + counts.failed == 0
            && let Some(case) = report.of(group).next()
        {
            output.line(format_args!("    {FAINT}{}{FAINT:#}", case.message));
        }
    }
    for Distinct { case, others } in report.failures() {
        let place = match (case.file.is_some(), case.line, case.column) {
            (true, Some(line), Some(column)) => format!("{}:{line}:{column}", path_of(case, folder)),
            (true, ..) => path_of(case, folder),
            (false, ..) => String::new(),
        };
        output.line(format_args!("\n{BAD}✗{BAD:#} {}  {FAINT}{place}{FAINT:#}", case.id));
        output.line(format_args!("    {}", case.message));
        if let Some(remedy) = &case.remedy {
            output.line(format_args!("    {remedy}"));
        }
        match others.len() {
            0 => {}
            1 => output.line(format_args!("    {FAINT}and 1 more case{FAINT:#}")),
            more => output.line(format_args!("    {FAINT}and {more} more cases{FAINT:#}")),
        }
        for line in case.detail.iter().flat_map(|detail| detail.lines()) {
            let style = match line.get(..1) {
                Some("+") => GOOD,
                Some("-") => BAD,
                _ => FAINT,
            };
            output.line(format_args!("    {style}{line}{style:#}"));
        }
    }
}

#[derive(Serialize)]
struct Json<'r> {
    version: Option<&'r str>,
    passed: bool,
    groups: Vec<GroupJson>,
    cases: &'r [Case],
}

#[derive(Serialize)]
struct GroupJson {
    group: Group,
    #[serde(flatten)]
    counts: onboarding::templates::Counts,
}

impl<'r> Json<'r> {
    fn of(report: &'r Report) -> Self {
        Self {
            version: report.version.as_deref(),
            passed: report.passed(),
            groups: Group::ALL
                .map(|group| GroupJson { group, counts: report.counts(group) })
                .into_iter()
                .collect(),
            cases: &report.cases,
        }
    }
}

fn junit(report: &Report, folder: &Path, took: Duration) -> Result<String, Failure> {
    let suites: Vec<junit::Suite<'_>> = Group::ALL
        .iter()
        .map(|group| junit::Suite {
            name: group.as_str(),
            cases: report.of(*group).map(|case| junit_case(case, folder)).collect(),
        })
        .collect();
    junit::document("bedrock-role templates verify", &suites, took)
        .map_err(|error| Failure::outside("junit", format_args!("cannot write the report: {error}")))
}

fn junit_case<'r>(case: &'r Case, folder: &Path) -> junit::Case<'r> {
    let Case { id, rule, status, message, remedy, line, column, detail, .. } = case;
    junit::Case {
        name: id,
        result: match status {
            Status::Passed => junit::Result::Passed,
            Status::Skipped => junit::Result::Skipped { why: message },
            Status::Failed => {
                let mut place = path_of(case, folder);
                if let (Some(line), Some(column)) = (line, column) {
                    place = format!("{place}:{line}:{column}");
                }
                let parts = [Some(&place), Some(message), remedy.as_ref(), detail.as_ref()];
                let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
                junit::Result::Failed { kind: rule, message, text }
            }
        },
    }
}

/// Each mistake once, however many inputs show it.
fn sarif(report: &Report, folder: &Path) -> serde_json::Value {
    let failures = report.failures();
    let mut rules: Vec<sarif::Rule<'_>> = Vec::new();
    for Distinct { case, .. } in &failures {
        if rules.iter().all(|rule| rule.id != case.rule) {
            // Without the input that showed it first.
            let summary = case.title.split_once(": ").map_or(case.title.as_str(), |(_, what)| what);
            rules.push(sarif::Rule {
                id: &case.rule,
                level: sarif::Level::Error,
                summary,
                why: about(case.group),
                remedy: case.remedy.as_deref().unwrap_or_default(),
            });
        }
    }
    let paths: Vec<String> = failures.iter().map(|failure| path_of(failure.case, folder)).collect();
    let found: Vec<sarif::Found<'_>> = failures
        .iter()
        .zip(&paths)
        .map(|(Distinct { case, others }, file)| {
            let start = (case.line.unwrap_or(1), case.column.unwrap_or(1));
            let remedy = case.remedy.as_deref().unwrap_or_default();
            let more = match others.len() {
                0 => String::new(),
                more => format!("; {more} more cases show it"),
            };
            sarif::Found {
                rule: &case.rule,
                level: sarif::Level::Error,
                message: format!("{} ({}{more}). {remedy}", case.message, case.id),
                file,
                region: sarif::Region { start, end: (start.0, start.1 + 1) },
            }
        })
        .collect();
    sarif::log(&rules, &found)
}

fn about(group: Group) -> &'static str {
    match group {
        Group::Schema => {
            "The program reads a template pack strictly, and refuses one that breaks its format."
        }
        Group::Render => "What is rendered goes into an account and into a key as it is.",
        Group::Lint => "A finding in a template is a finding in every role that is made from it.",
        Group::Simulate => "The role must let the gateway do what the key serves, and nobody anything else.",
        Group::Baseline => "A change in what is rendered must be meant, and reviewed.",
    }
}
