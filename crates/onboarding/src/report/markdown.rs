//! The Markdown form, for a ticket: pasted into GitHub or Jira it reads the same. Whatever came from
//! outside stands in code, where nothing in it means anything, or is escaped.

use super::findings::{doubt, findings};
use super::html::masked;
use super::words::{self, LEVELS};
use super::{AppliedPlan, Report};
use crate::check::Check;
use crate::plan::DiffSign;
use std::fmt::Write;

pub(super) fn text(report: &Report) -> String {
    let mut page = Page::default();
    summary(report, &mut page);
    to_fix(report, &mut page);
    setup(report, &mut page);
    page.heading(2, "Documents");
    page.heading(3, "Trust policy");
    page.fence("json", &report.documents.trust);
    page.heading(3, "Permissions policy");
    page.line(&format!("Inline, as {}.", code(&report.documents.permissions_name)));
    page.fence("json", &report.documents.permissions);
    applied(report, &mut page);
    checks(report, &mut page);
    again(report, &mut page);
    page.text
}

fn summary(report: &Report, page: &mut Page) {
    page.heading(1, &plain(&words::headline(report)));
    if let Some(warning) = report.place.warning() {
        page.line(&format!("> **Not about an AWS account.** {}", plain(&warning)));
    }
    let value = |name: &str| report.setup.dashboard.iter().find(|value| value.name == name);
    let arn = value("aws_role_arn").and_then(|value| value.value.as_deref()).unwrap_or_default();
    let by = report.made.by.as_deref().map_or_else(|| "nobody was signed in".to_owned(), code);
    let pack = format!("{} {}", report.made.template_pack, report.made.template_pack_version);
    let program = format!("{} {}", words::PROGRAM, report.made.version);
    page.table(
        ["About", "Value"],
        [
            ["Role".to_owned(), code(arn)],
            ["Account".to_owned(), code(&report.setup.account)],
            ["Verified by".to_owned(), by],
            ["When".to_owned(), plain(&words::when(&report.made.at))],
            ["Where".to_owned(), plain(report.place.words())],
            ["Setup".to_owned(), plain(&report.setup.name)],
            ["Program".to_owned(), plain(&program)],
            ["Template pack".to_owned(), plain(&pack)],
        ],
    );
    page.table(
        ["Level", "What it proves", "Result"],
        report.verdict.levels.iter().zip(LEVELS).map(|(level, words)| {
            let (sign, state) = words::state(level.state, &report.place);
            let counts = words::counts(level.counts);
            [words.title.to_owned(), plain(words.proves), format!("{sign} {state} ({counts})")]
        }),
    );
    for said in words::not_proven(report) {
        page.line(&plain(&said));
    }
    if report.masked.accounts || report.masked.external_ids {
        page.line(&plain(masked(report)));
    }
}

fn to_fix(report: &Report, page: &mut Page) {
    page.heading(2, "Findings");
    let findings = findings(report);
    if findings.is_empty() {
        page.line("Nothing failed, and there is nothing to read.");
    }
    for found in findings {
        let (sign, word) = words::status(found.status);
        let first = found.checks.first().map(|check| check.title.as_str()).unwrap_or_default();
        page.heading(3, &format!("{sign} {word}: {}", plain(found.diagnosis.map_or(first, |it| &it.cause))));
        if let Some(diagnosis) = found.diagnosis {
            page.line(&format!("**What to do:** {}", plain(&diagnosis.remedy)));
            let step = diagnosis.step.map(|step| format!("In the wizard: {}.", words::step(step)));
            let doubt = doubt(diagnosis).map(|doubt| format!("How sure: {doubt}."));
            let said: Vec<String> = step.into_iter().chain(doubt).collect();
            if !said.is_empty() {
                page.line(&said.join(" "));
            }
        }
        page.list(found.checks.iter().map(|check| {
            let title = format!("{}: {}", words::level(check), plain(&check.title));
            match check.evidence.what.as_str() {
                "" => title,
                what => format!("{title}: {}", code(what)),
            }
        }));
    }
}

fn setup(report: &Report, page: &mut Page) {
    page.heading(2, "Setup");
    page.table(
        ["Dashboard field", "Value"],
        report.setup.dashboard.iter().map(|value| {
            let text = value.value.as_deref().map_or_else(|| words::BY_DEFAULT.to_owned(), code);
            [code(&value.name), text]
        }),
    );
    let trusted = ["Trusted principal".to_owned(), code(&report.setup.gateway_principal)];
    page.table(
        ["Choice", "Value"],
        words::choices(&report.setup)
            .into_iter()
            .map(|(name, value)| [name.to_owned(), plain(&value)])
            .chain([trusted]),
    );
}

fn applied(report: &Report, page: &mut Page) {
    page.heading(2, "What was changed in the account");
    if report.applied.is_empty() {
        page.line(words::NOTHING_APPLIED);
    }
    for plan in &report.applied {
        applied_plan(plan, page);
    }
}

fn applied_plan(plan: &AppliedPlan, page: &mut Page) {
    page.heading(3, words::purpose(plan));
    page.line(&format!("{}, by {}", plain(&words::when(&plan.at)), code(&plan.by)));
    for change in &plan.changes {
        page.heading(4, &plain(&change.title));
        let unknown = if change.answered { "" } else { "Sent, and no answer came: it may have been made. " };
        let request = change.request_id.as_deref().map(|id| format!("Request {}, ", code(id)));
        page.line(&format!("{unknown}{}{}", request.unwrap_or_default(), words::duration(change.millis)));
        let lines: Vec<String> = change
            .diff
            .iter()
            .map(|line| match line.sign {
                DiffSign::Added => format!("+ {}", line.text),
                DiffSign::Removed => format!("- {}", line.text),
                DiffSign::Same => format!("  {}", line.text),
            })
            .collect();
        page.fence("diff", &lines.join("\n"));
    }
    for (title, list) in
        [("Stayed as it was", &plan.untouched), ("Removed, because it was chosen", &plan.removed)]
    {
        if !list.is_empty() {
            page.heading(4, title);
            page.list(list.iter().map(|one| plain(one)));
        }
    }
}

fn checks(report: &Report, page: &mut Page) {
    page.heading(2, "Checks");
    for (place, words) in (0..).zip(LEVELS) {
        let of_level: Vec<&Check> =
            report.checks.iter().filter(|check| check.level as usize == place).collect();
        if of_level.is_empty() {
            continue;
        }
        page.heading(3, words.title);
        page.table(
            ["Result", "Check", "Seen", "As", "Request", "Took"],
            of_level.into_iter().map(|check| {
                let (sign, word) = words::status(check.status);
                let evidence = &check.evidence;
                let or_empty = |text: Option<&str>| text.map(code).unwrap_or_default();
                [
                    format!("{sign} {word}"),
                    format!("{} ({})", plain(&check.title), code(&check.id)),
                    or_empty(Some(evidence.what.as_str()).filter(|what| !what.is_empty())),
                    or_empty(evidence.who.as_deref()),
                    or_empty(evidence.request_id.as_deref()),
                    words::took(evidence),
                ]
            }),
        );
    }
}

fn again(report: &Report, page: &mut Page) {
    let again = &report.again;
    page.heading(2, "How to check again");
    page.line(words::ABOUT_CHECKING);
    page.fence("sh", &again.verify);
    page.line(words::ABOUT_DRIFT);
    page.fence("sh", &again.drift);
    if report.setup.trust_policy_edited {
        let file = code("trust-policy.json");
        page.line(&format!("The trust policy was edited by hand: save the one above as {file} first."));
    }
    page.heading(2, "How to revoke");
    page.line(words::ABOUT_REVOKING);
    page.fence("sh", &again.revoke);
    page.line(&format!("The role in the console: {}", code(&again.console)));
}

/// Blocks with an empty line between them.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn heading(&mut self, level: usize, text: &str) {
        self.line(&format!("{} {text}", "#".repeat(level)));
    }

    fn line(&mut self, line: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "{gap}{line}");
    }

    fn list(&mut self, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
        self.line(&items.join("\n"));
    }

    fn fence(&mut self, language: &str, text: &str) {
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        self.line(&format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n')));
    }

    fn table<const N: usize>(&mut self, head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        // A bar ends a cell wherever it stands, also within code.
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut lines = vec![row(&head.map(str::to_owned)), row(&head.map(|_| "---".to_owned()))];
        lines.extend(rows.into_iter().map(|cells| row(&cells.map(|cell| cell.replace('|', "\\|")))));
        self.line(&lines.join("\n"));
    }
}

/// On one line, nothing in it a mark, a mention or a link.
fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if is_mark(before, character, rest.peek().copied(), &escaped) {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

/// Whether a character would mean something where it stands. A bar is left to the table: escaped twice
/// it would end the cell after all.
fn is_mark(before: Option<char>, character: char, after: Option<char>, so_far: &str) -> bool {
    match character {
        // Lists and underlines begin a line; so does a number.
        '-' | '+' | '=' => before.is_none(),
        '.' | ')' => !so_far.is_empty() && so_far.chars().all(|each| each.is_ascii_digit()),
        // Links and emoji; not the time of day.
        ':' => {
            let digit = |beside: Option<char>| beside.is_some_and(|beside| beside.is_ascii_digit());
            after.is_some_and(|after| !after.is_whitespace()) && !(digit(before) && digit(after))
        }
        '|' | ',' | ';' | '\'' | '"' | '/' | '(' | '%' | '?' => false,
        other => other.is_ascii_punctuation(),
    }
}

/// On one line, in code.
fn code(text: &str) -> String {
    let text = one_line(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    match text.as_str() {
        "" => text,
        // The spaces are no part of the code.
        text if text.starts_with('`') || text.ends_with('`') => format!("{fence} {text} {fence}"),
        text => format!("{fence}{text}{fence}"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}
