//! `docs/sandbox.md` is made from the checks. `UPDATE_DOCS=1 cargo test -p bedrock-role --test
//! sandbox_clients` renews it.

use crate::suite::{Line, run};
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sandbox.md");

const INTRODUCTION: &str = include_str!("introduction.md");

/// The services in the page's order, and how AWS writes them.
const SERVICES: &[(&str, &str)] = &[
    ("sts", "STS"),
    ("iam", "IAM"),
    ("bedrock", "Bedrock"),
    ("bedrock-runtime", "Bedrock Runtime"),
    ("cloudtrail", "CloudTrail"),
    ("organizations", "Organizations"),
    ("cloudformation", "CloudFormation"),
    ("gateway", "QuilrAI's gateway"),
    ("every service", "Every service"),
];

/// What a cell of a table cannot hold as it is.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

/// One sentence a family of checks, its cases told one after another.
fn sentences(lines: &[&Line]) -> Vec<String> {
    let mut families: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        match families.iter_mut().find(|(family, _)| *family == line.family) {
            Some((_, cases)) => cases.push(&line.case),
            None => families.push((&line.family, vec![&line.case])),
        }
    }
    families.into_iter().map(|(family, cases)| cell(&family.replace("{}", &cases.join("; ")))).collect()
}

fn page(lines: &[Line]) -> String {
    let mut page = INTRODUCTION.to_owned();
    for (service, name) in SERVICES {
        let here: Vec<&Line> = lines.iter().filter(|line| line.service == *service).collect();
        let mut operations: Vec<&str> = here.iter().map(|line| line.operation.as_str()).collect();
        operations.sort_unstable();
        operations.dedup();
        if operations.is_empty() {
            continue;
        }
        writeln!(page, "\n## {name}\n\n| operation | checked |\n|---|---|").unwrap();
        for operation in operations {
            let of: Vec<&Line> = here.iter().filter(|line| line.operation == operation).copied().collect();
            writeln!(page, "| `{operation}` | {} |", sentences(&of).join("<br>")).unwrap();
        }
    }
    page
}

#[test]
fn the_reference_page_is_current() {
    let page = page(&run(&["--list"]));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        written == page,
        "docs/sandbox.md is out of date: UPDATE_DOCS=1 cargo test -p bedrock-role --test sandbox_clients"
    );
}
