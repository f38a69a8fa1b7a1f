//! `docs/lint.md` is made from the rules. `UPDATE_DOCS=1 cargo test -p iam-policy --test lint` renews it.

use iam_policy::lint::{RULES, Severity};
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lint.md");

const INTRODUCTION: &str = r#"# What the linter finds

<!-- Made from crates/iam-policy/src/lint/rules.rs: change it there, then UPDATE_DOCS=1 cargo test -p iam-policy --test lint -->

`bedrock-role lint` reads trust and permissions policies and tells what IAM would refuse, and what it would accept although it means something else. The window shows the same findings at the line.

```
bedrock-role lint trust trust.json --external-id 7f3c2b1e-acme-2026
bedrock-role lint permissions policies/*.json --strict
bedrock-role lint trust - --any-principal --format json < trust.json
```

- Many files at once; `-` is standard input. A file that is not UTF-8 text is a finding of its own and does not stop the others.
- `--format text` reads like a compiler's messages: `FILE:LINE:COLUMN: severity[code]: message`, the line, the remedy. `--format json` is `{"findings":[{"file","code","severity","line","column","end_line","end_column","message","remedy"}]}`; files that could not be read are named under `"unreadable"`. `--format sarif` is SARIF 2.1.0. Lines and columns count from 1, columns in characters; the end is one past the last character.
- Exit code 0: no error. 1: at least one (with `--strict`, a warning too). 2: a file that cannot be read, or wrong usage.
- A trust policy is expected to name the gateway's user of the template pack: `--principal ARN` expects another, `--any-principal` none. `--external-id ID` or `--setup FILE` say which ExternalId is expected; without, any will do, as long as one is asked for.
- One fault does not hide the next: reading goes on where it is plain how the text is meant, a comma too many or `Principle` for `Principal`. What only follows from a fault is not told again.

What is known of AWS (actions, types of resources, condition keys and their types, services, regions) stands in [crates/iam-policy/data](../crates/iam-policy/data), each file with its source and date.

"#;

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("| code | severity | finds |\n|---|---|---|\n");
    for rule in RULES {
        let (code, severity) = (rule.code, name(rule.severity));
        writeln!(page, "| [`{code}`](#{code}) | {severity} | {} |", rule.title).unwrap();
    }
    for rule in RULES {
        writeln!(page, "\n## {}\n", rule.code).unwrap();
        let mut title = rule.title.chars();
        let first: String = title.next().into_iter().flat_map(char::to_uppercase).collect();
        writeln!(page, "{first}{} ({}). {}\n", title.as_str(), name(rule.severity), rule.why).unwrap();
        writeln!(page, "*Remedy:* {}", rule.remedy).unwrap();
    }
    page
}

#[test]
fn the_reference_page_is_current() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        written == page,
        "docs/lint.md is out of date: UPDATE_DOCS=1 cargo test -p iam-policy --test lint"
    );
}
