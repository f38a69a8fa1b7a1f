//! What the README and the pages of docs/ show: commands that the program takes, and links that lead
//! somewhere.

use crate::harness::Home;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every page that a reader of the repository meets.
fn pages() -> Vec<(PathBuf, String)> {
    let root = root();
    let mut folders = vec![root.join("docs"), root.join("templates")];
    let mut found: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
            .map(|name| root.join(name))
            .into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The commands in a page's shell blocks: without comments, variables before them, and what a shell
/// does with them.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut shell = false;
    let mut found = Vec::new();
    for line in page.replace("\\\n", " ").lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            shell = !shell && matches!(language, "" | "sh" | "bash");
            continue;
        }
        let mut words = line.split_whitespace().skip_while(|word| word.contains('=')).peekable();
        if shell && words.next_if_eq(&"bedrock-role").is_some() {
            let own = words.take_while(|word| !matches!(*word, "#" | "&" | "|" | ">" | "<" | "&&" | "2>"));
            found.push(own.map(str::to_owned).collect());
        }
    }
    found
}

#[test]
fn every_command_that_is_shown_is_one() {
    let home = Home::new();
    let mut seen = 0;
    for (path, page) in pages() {
        // Generated from the program.
        if path.ends_with("docs/cli.md") {
            continue;
        }
        for command in commands(&page) {
            // With `--help` at the end the line is read to there, and nothing is done.
            let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
            arguments.push("--help");
            let ended = home.run(&arguments);
            assert_eq!(ended.code, Some(0), "{}: {}\n{}", path.display(), command.join(" "), ended.stderr);
            seen += 1;
        }
    }
    assert!(seen > 50, "the commands are found in the pages: {seen}");
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    let mut seen = 0;
    for (path, page) in pages() {
        for (before, after) in page.match_indices("](").map(|(at, _)| page.split_at(at)) {
            // A pattern of characters in code, as `[\w+=,.@-](…)`, is no link.
            let line = before.rsplit('\n').next().unwrap_or_default();
            if line.matches('`').count() % 2 == 1 {
                continue;
            }
            let target = after.trim_start_matches("](").split(')').next().unwrap_or_default();
            if target.contains("://") {
                continue;
            }
            seen += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let aim = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            if !aim.exists() || !(anchor.is_empty() || has_heading(&aim, anchor)) {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(seen > 30, "the links are found in the pages: {seen}");
}

/// Whether a heading of the page has that anchor, as GitHub makes them.
fn has_heading(page: &Path, anchor: &str) -> bool {
    std::fs::read_to_string(page).unwrap().lines().filter(|line| line.starts_with('#')).any(|line| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).eq(anchor.chars())
    })
}
