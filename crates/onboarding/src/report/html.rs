//! The HTML form: one file to read, to print and to hand on. Nothing in it is fetched and nothing runs;
//! its policy forbids both, should a text ever get out of its place.

use super::findings::{Finding, doubt, findings};
use super::words::{self, LEVELS};
use super::{AppliedChange, AppliedPlan, Report};
use crate::check::Check;
use crate::plan::DiffSign;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(super) fn page(report: &Report) -> String {
    let headline = words::headline(report);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (words::PROGRAM) ": " (headline) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (summary(report, &headline))
                main {
                    (to_fix(report))
                    (setup(report))
                    (documents(report))
                    (applied(report))
                    (checks(report))
                    (again(report))
                }
                footer {
                    p { (words::PROGRAM) " " (report.made.version) ", report form " (report.schema) ". No secret is in this file: no AWS credential, no session token, no QuilrAI key." }
                }
            }
        }
    };
    page.into_string()
}

fn summary(report: &Report, headline: &str) -> Markup {
    let tone = if report.verdict.counts.failed > 0 {
        "bad"
    } else if report.verdict.passed && report.place.warning().is_none() {
        "good"
    } else {
        "open"
    };
    html! {
        header class=(tone) {
            p.kind { "Verification report" }
            h1 { (headline) }
            @if let Some(warning) = report.place.warning() {
                p.notice { strong { "Not about an AWS account. " } (warning) }
            }
            dl.facts {
                div.wide { dt { "Role" } dd { code { (role(report)) } } }
                div { dt { "Account" } dd { code { (report.setup.account) } } }
                div.wide { dt { "Verified by" } dd {
                    @if let Some(by) = &report.made.by { code { (by) } } @else { "Nobody was signed in" }
                } }
                div { dt { "When" } dd { time datetime=(report.made.at) { (words::when(&report.made.at)) } } }
                div { dt { "Setup" } dd { (report.setup.name) } }
                div { dt { "Where" } dd { (report.place.words()) } }
                div { dt { "Template pack" } dd { (report.made.template_pack) " " (report.made.template_pack_version) } }
            }
            (levels(report))
            @for said in words::not_proven(report) { p.mute { (said) } }
            @if report.masked.accounts || report.masked.external_ids {
                p.mute { (masked(report)) }
            }
        }
    }
}

fn role(report: &Report) -> &str {
    let arn = report.setup.dashboard.iter().find(|value| value.name == "aws_role_arn");
    arn.and_then(|value| value.value.as_deref()).unwrap_or_default()
}

/// What cannot be read here, and what can all the same.
pub(super) fn masked(report: &Report) -> &'static str {
    match (report.masked.accounts, report.masked.external_ids) {
        (true, true) => {
            "Account ids and ExternalIds are masked, each the same everywhere. QuilrAI\u{2019}s own account is public and is not."
        }
        (true, false) => {
            "Account ids are masked, each the same everywhere. QuilrAI\u{2019}s own account is public and is not."
        }
        _ => "ExternalIds are masked, each the same everywhere.",
    }
}

fn levels(report: &Report) -> Markup {
    html! {
        table.levels {
            caption { "What is proven, level by level" }
            thead { tr { th scope="col" { "Level" } th scope="col" { "What it proves" } th scope="col" { "Result" } } }
            tbody {
                @for (level, words) in report.verdict.levels.iter().zip(LEVELS) {
                    @let (sign, state) = words::state(level.state, &report.place);
                    tr {
                        th scope="row" { (words.title) }
                        td { (words.proves) }
                        td class=(sign_class(sign)) {
                            strong { (sign) " " (state) }
                            @if level.counts.all() > 0 { div.mute { (words::counts(level.counts)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The colour that goes with a sign; it says nothing that the sign and its word do not.
fn sign_class(sign: &str) -> &'static str {
    match sign {
        "\u{2713}" => "ok",
        "\u{2717}" => "bad",
        "!" => "warn",
        _ => "mute",
    }
}

fn to_fix(report: &Report) -> Markup {
    let findings = findings(report);
    html! {
        section {
            h2 { "Findings" }
            @if findings.is_empty() { p { "Nothing failed, and there is nothing to read." } }
            @for found in &findings { (finding(found)) }
        }
    }
}

fn finding(found: &Finding<'_>) -> Markup {
    let (sign, word) = words::status(found.status);
    let cause = found.diagnosis.map(|it| it.cause.as_str());
    let title = cause.or_else(|| found.checks.first().map(|check| check.title.as_str())).unwrap_or_default();
    html! {
        article class={ "finding " (sign_class(sign)) } {
            h3 { span.status { (sign) " " (word) } span.cap { (title) } }
            @if let Some(diagnosis) = found.diagnosis {
                p { strong { "What to do: " } span { (diagnosis.remedy) } }
                p.mute {
                    @if let Some(step) = diagnosis.step { "In the wizard: " (words::step(step)) ". " }
                    @if let Some(doubt) = doubt(diagnosis) { "How sure: " (doubt) "." }
                }
            }
            ul {
                @for check in &found.checks {
                    li { span.mute { (words::level(check)) ": " } (check.title) @if !check.evidence.what.is_empty() { ": " span.seen { (check.evidence.what) } } }
                }
            }
        }
    }
}

fn setup(report: &Report) -> Markup {
    html! {
        section {
            h2 { "Setup" }
            table {
                caption { "Values of the QuilrAI dashboard" }
                thead { tr { th scope="col" { "Field" } th scope="col" { "Value" } } }
                tbody {
                    @for value in &report.setup.dashboard {
                        tr {
                            th scope="row" { code { (value.name) } }
                            td { @if let Some(text) = &value.value { code { (text) } } @else { (words::BY_DEFAULT) } }
                        }
                    }
                }
            }
            table {
                caption { "What was chosen" }
                thead { tr { th scope="col" { "Choice" } th scope="col" { "Value" } } }
                tbody {
                    @for (name, value) in words::choices(&report.setup) {
                        tr { th scope="row" { (name) } td { (value) } }
                    }
                    tr { th scope="row" { "Trusted principal" } td { code { (report.setup.gateway_principal) } } }
                }
            }
        }
    }
}

fn documents(report: &Report) -> Markup {
    html! {
        section {
            h2 { "Documents" }
            h3 { "Trust policy" }
            pre { code { (report.documents.trust) } }
            h3 { "Permissions policy, inline as " code { (report.documents.permissions_name) } }
            pre { code { (report.documents.permissions) } }
        }
    }
}

fn applied(report: &Report) -> Markup {
    html! {
        section {
            h2 { "What was changed in the account" }
            @if report.applied.is_empty() { p { (words::NOTHING_APPLIED) } }
            @for plan in &report.applied { (applied_plan(plan)) }
        }
    }
}

fn applied_plan(plan: &AppliedPlan) -> Markup {
    html! {
        h3 { (words::purpose(plan)) }
        p { time datetime=(plan.at) { (words::when(&plan.at)) } ", by " code { (plan.by) } }
        @for change in &plan.changes { (applied_change(change)) }
        @for (title, list) in [("Stayed as it was", &plan.untouched), ("Removed, because it was chosen", &plan.removed)] {
            @if !list.is_empty() {
                h4 { (title) }
                ul { @for one in list { li { (one) } } }
            }
        }
    }
}

fn applied_change(change: &AppliedChange) -> Markup {
    html! {
        h4 { (change.title) }
        p.mute {
            @if !change.answered { "Sent, and no answer came: it may have been made. " }
            @if let Some(id) = &change.request_id { "Request " code { (id) } ", " }
            (words::duration(change.millis))
        }
        pre.diff { code {
            @for line in &change.diff {
                @match line.sign {
                    DiffSign::Added => ins { "+ " (line.text) "\n" },
                    DiffSign::Removed => del { "- " (line.text) "\n" },
                    DiffSign::Same => span { "  " (line.text) "\n" },
                }
            }
        } }
    }
}

fn checks(report: &Report) -> Markup {
    html! {
        section {
            h2 { "Checks" }
            @for (place, words) in (0..).zip(LEVELS) {
                @let checks: Vec<&Check> = report.checks.iter().filter(|check| check.level as usize == place).collect();
                @let asked = checks.iter().any(|check| check.evidence.request_id.is_some() || check.evidence.millis.is_some());
                @if !checks.is_empty() {
                    table.checks {
                        caption { (words.title) }
                        thead { tr {
                            th scope="col" { "Result" }
                            th scope="col" { "Check and evidence" }
                            @if asked { th scope="col" { "Request" } }
                        } }
                        tbody { @for each in checks { (check(each, asked)) } }
                    }
                }
            }
        }
    }
}

/// A row; `asked`: whether AWS was asked for any of them.
fn check(check: &Check, asked: bool) -> Markup {
    let (sign, word) = words::status(check.status);
    let evidence = &check.evidence;
    let took = words::took(evidence);
    html! {
        tr {
            td class={ "status " (sign_class(sign)) } { (sign) " " (word) }
            td {
                strong { (check.title) } " " code.id { (check.id) }
                @if !evidence.what.is_empty() { p.seen { (evidence.what) } }
                @if let Some(who) = &evidence.who { p.mute { "as " code { (who) } } }
                @if let Some(diagnosis) = &check.diagnosis {
                    p { strong { "Cause: " } span { (diagnosis.cause) } }
                    p { strong { "What to do: " } span { (diagnosis.remedy) } }
                }
            }
            @if asked {
                td.request {
                    @if let Some(id) = &evidence.request_id { code { (id) } }
                    @if !took.is_empty() { div.mute { (took) } }
                }
            }
        }
    }
}

fn again(report: &Report) -> Markup {
    let again = &report.again;
    html! {
        section {
            h2 { "How to check again" }
            p { (words::ABOUT_CHECKING) }
            pre { code { (again.verify) } }
            p { (words::ABOUT_DRIFT) }
            pre { code { (again.drift) } }
            @if report.setup.trust_policy_edited {
                p { "The trust policy was edited by hand: save the one above as " code { "trust-policy.json" } " first." }
            }
        }
        section {
            h2 { "How to revoke" }
            p { (words::ABOUT_REVOKING) }
            pre { code { (again.revoke) } }
            p { "The role in the console: " span.url { (again.console) } }
        }
    }
}
