//! `lint`: the findings of policy files, like a compiler's.

use super::Context;
use crate::args::{LintArgs, PolicyKind, ResultFormat};
use crate::error::{Failure, Kind, Outcome};
use crate::output::{BAD, CARE, FAINT, HEADING, Output};
use crate::sarif::{self, Found, Level, Region};
use crate::setup_args::{read_setup, unreadable};
use iam_policy::lint::{Finding, RULES, Severity, TrustExpectation, lint_permissions, lint_trust, text_of};
use serde::Serialize;
use std::io::Read;
use std::path::Path;

/// A file and what there is to say about it.
struct Linted {
    file: String,
    /// Lossy where the file is no UTF-8 text: only to be shown.
    text: String,
    findings: Vec<Finding>,
}

/// A finding as `--format json` prints it.
#[derive(Serialize)]
struct FindingJson<'a> {
    file: &'a str,
    code: &'a str,
    severity: Severity,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    remedy: &'a str,
}

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<FindingJson<'a>>,
    /// The files that could not be read: they are not without findings.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unreadable: &'a [String],
}

pub(crate) fn run(context: &Context, args: &LintArgs) -> Result<Outcome, Failure> {
    let expected = expectation(context, args)?;
    let mut linted = Vec::new();
    let mut failures = Vec::new();
    for path in &args.files {
        match read(path) {
            Ok(bytes) => linted.push(lint(args.policy, path, &bytes, &expected)),
            Err(failure) => failures.push((path.display().to_string(), failure)),
        }
    }
    let unreadable: Vec<String> = failures.iter().map(|(file, _)| file.clone()).collect();
    match context.format {
        ResultFormat::Json => context.output.json(&report(&linted, &unreadable)),
        ResultFormat::Sarif => context.output.json(&sarif_log(&linted)),
        ResultFormat::Text | ResultFormat::Junit | ResultFormat::Csv => print(&linted, &context.output),
    }
    // What could be read is told; what could not decides how it ends, with the last as the reason.
    if let Some((_, last)) = failures.pop() {
        for (_, failure) in &failures {
            context.output.failure(failure);
        }
        return Err(Failure { kind: Kind::BadInput, ..last });
    }
    let worst = linted.iter().flat_map(|file| &file.findings).map(|finding| finding.severity).min();
    let is_bad = match worst {
        Some(Severity::Error) => true,
        Some(Severity::Warning) => args.strict,
        Some(Severity::Info) | None => false,
    };
    Ok(if is_bad { Outcome::CheckFailed } else { Outcome::Fine })
}

fn expectation(context: &Context, args: &LintArgs) -> Result<TrustExpectation, Failure> {
    let expected = &args.expected;
    let of_setup = match &expected.setup {
        Some(path) => Some(read_setup(path)?.external_id).filter(|id| !id.is_empty()),
        None => None,
    };
    let gateway = || context.pack.gateway_principal().to_owned();
    Ok(TrustExpectation {
        principal: (!expected.any_principal).then(|| expected.principal.clone().unwrap_or_else(gateway)),
        external_id: expected.external_id.clone().or(of_setup),
    })
}

/// The bytes of a file, whatever they are.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| unreadable(path, "policy", &error))
}

fn lint(policy: PolicyKind, path: &Path, bytes: &[u8], expected: &TrustExpectation) -> Linted {
    let file = path.display().to_string();
    let findings = match text_of(bytes) {
        Ok(text) => match policy {
            PolicyKind::Trust => lint_trust(text, expected),
            PolicyKind::Permissions => lint_permissions(text),
        },
        Err(finding) => vec![*finding],
    };
    Linted { file, text: String::from_utf8_lossy(bytes).into_owned(), findings }
}

fn report<'a>(linted: &'a [Linted], unreadable: &'a [String]) -> Report<'a> {
    let findings = linted.iter().flat_map(|Linted { file, findings, .. }| {
        findings.iter().map(|finding| FindingJson {
            file,
            code: finding.code,
            severity: finding.severity,
            line: finding.position.line,
            column: finding.position.column,
            end_line: finding.end.line,
            end_column: finding.end.column,
            message: &finding.message,
            remedy: &finding.remedy,
        })
    });
    Report { findings: findings.collect(), unreadable }
}

fn sarif_log(linted: &[Linted]) -> serde_json::Value {
    let rules: Vec<sarif::Rule<'_>> = RULES
        .iter()
        .map(|rule| sarif::Rule {
            id: rule.code,
            level: level(rule.severity),
            summary: rule.title,
            why: rule.why,
            remedy: rule.remedy,
        })
        .collect();
    let found: Vec<Found<'_>> = linted
        .iter()
        .flat_map(|Linted { file, findings, .. }| {
            findings.iter().map(|finding| Found {
                rule: finding.code,
                level: level(finding.severity),
                message: format!("{}. {}", finding.message, finding.remedy),
                file,
                region: Region {
                    start: (finding.position.line, finding.position.column),
                    end: (finding.end.line, finding.end.column),
                },
            })
        })
        .collect();
    sarif::log(&rules, &found)
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    }
}

fn print(linted: &[Linted], output: &Output) {
    for Linted { file, text, findings } in linted {
        for finding in findings {
            print_finding(file, text, finding, output);
        }
    }
    let of = |severity: Severity| {
        linted.iter().flat_map(|file| &file.findings).filter(|finding| finding.severity == severity).count()
    };
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let told: Vec<String> = counts
        .iter()
        .filter_map(|(severity, name)| match of(*severity) {
            0 => None,
            1 => Some(format!("1 {name}")),
            count => Some(format!("{count} {name}s")),
        })
        .collect();
    let files = match linted.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    if told.is_empty() {
        output.line(format_args!("{FAINT}no finding in {files}{FAINT:#}"));
    } else {
        output.line(format_args!("{HEADING}{}{HEADING:#} in {files}", told.join(", ")));
    }
}

fn print_finding(file: &str, text: &str, finding: &Finding, output: &Output) {
    let (style, name) = match finding.severity {
        Severity::Error => (BAD, "error"),
        Severity::Warning => (CARE, "warning"),
        Severity::Info => (FAINT, "info"),
    };
    let Finding { position, code, message, remedy, .. } = finding;
    output.line(format_args!(
        "{HEADING}{file}:{}:{}:{HEADING:#} {style}{name}[{code}]{style:#}: {message}",
        position.line, position.column
    ));
    if let Some(line) = text.lines().nth(position.line.saturating_sub(1)) {
        let (shown, caret) = excerpt(line, finding);
        let number = position.line.to_string();
        let margin = " ".repeat(number.len());
        output.line(format_args!("{FAINT}{number} |{FAINT:#} {shown}"));
        output.line(format_args!("{FAINT}{margin} |{FAINT:#} {style}{caret}{style:#}"));
    }
    output.line(format_args!("  {remedy}\n"));
}

/// The most characters of a line that are shown: a policy in one line would flood the terminal.
const WIDTH: usize = 120;

/// The part of a line around a finding, and the carets under it. What a terminal would not show as
/// one cell is shown as one.
fn excerpt(line: &str, finding: &Finding) -> (String, String) {
    let start = finding.position.column.saturating_sub(1);
    let end = match finding.end.line == finding.position.line {
        true => finding.end.column.saturating_sub(1),
        false => line.chars().count(),
    };
    // All of the finding where there is room for it, its beginning in any case.
    let first = (end + 4).saturating_sub(WIDTH).min(start.saturating_sub(20));
    let visible = |letter: char| if letter.is_control() || letter == '\u{feff}' { ' ' } else { letter };
    let shown: String = line.chars().skip(first).take(WIDTH).map(visible).collect();
    let length = end.saturating_sub(start).clamp(1, WIDTH.saturating_sub(start - first).max(1));
    (shown, format!("{}{}", " ".repeat(start - first), "^".repeat(length)))
}
