//! What is generated from the command line's definition: docs/cli.md, completions, manual pages.

use crate::harness::Home;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The names under `Commands:` of a help text.
fn commands(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("Commands:\n") else { return Vec::new() };
    let names = list.lines().take_while(|line| !line.is_empty());
    let names = names.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn help(home: &Home, command: &[&str]) -> String {
    home.run(&[command, &["--help"]].concat()).exits_with(0).stdout
}

/// Every command with its commands, as they are typed.
fn every_command(home: &Home) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for name in commands(&help(home, &[])) {
        let below = commands(&help(home, &[&name]));
        all.push(vec![name.clone()]);
        all.extend(below.into_iter().map(|inner| vec![name.clone(), inner]));
    }
    assert!(all.len() > 15, "the commands are read from the help: {all:?}");
    all
}

/// A command's help without the options that all have.
fn own_help(home: &Home, command: &[&str]) -> String {
    let mut in_global = false;
    let help = help(home, command);
    let own = help.lines().filter(|line| {
        if !line.is_empty() && !line.starts_with(' ') {
            in_global = *line == "Global options:";
        }
        !in_global
    });
    own.map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn reference(home: &Home) -> String {
    let mut page = "# `bedrock-role`\n\n\
        Generated from the program's own `--help`. Credentials and endpoints come the AWS way: \
        `--profile`, `AWS_PROFILE`, `AWS_ENDPOINT_URL`, and what else the AWS CLI reads. Every command \
        takes the global options of the first section.\n"
        .to_owned();
    let mut section = |title: &str, text: &str| {
        write!(page, "\n## {title}\n\n```text\n{}\n```\n", text.trim_end()).unwrap();
    };
    section("bedrock-role", &help(home, &[]));
    for command in every_command(home) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        section(&format!("bedrock-role {}", words.join(" ")), &own_help(home, &words));
    }
    page
}

#[test]
fn the_reference_is_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md");
    let now = reference(&Home::new());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "docs/cli.md is old: UPDATE_DOCS=1 cargo test -p bedrock-role --test cli reference");
}

#[test]
fn bash_completes_the_programs_words() {
    let home = Home::new();
    let script = home.run(&["completions", "bash"]).exits_with(0).stdout;
    let file = home.file("completions.bash", script);
    // What bash does when somebody types `bedrock-role ver<TAB>`, then `bedrock-role verify --read<TAB>`.
    let asks = r#"source "$1"
        [[ $(complete -p bedrock-role) =~ -F\ ([^ ]+) ]] && completes=${BASH_REMATCH[1]}
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
                "$completes" bedrock-role "${!#}" "${COMP_WORDS[COMP_CWORD-1]}"; echo "${COMPREPLY[*]}"; }
        ask bedrock-role ver
        ask bedrock-role verify --read-o"#;
    let answer = Command::new("bash")
        .args(["-c", asks, "bash", &file])
        .stdin(Stdio::null())
        .output()
        .expect("bash is there");
    assert_eq!(String::from_utf8_lossy(&answer.stdout), "verify\n--read-only\n", "{answer:?}");
}

#[test]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    let whole = home.run(&["man"]).exits_with(0).stdout;
    assert!(whole.contains(".SH NAME\nbedrock\\-role \\- "), "{whole}");
    for command in every_command(&home) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let page = home.run(&[&["man"], words.as_slice()].concat()).exits_with(0).stdout;
        let name =
            format!("bedrock\\-role\\-{}", command.join("\\-").replace('-', "\\-").replace("\\\\-", "\\-"));
        assert!(page.contains(&name), "{name} is not in {page}");
    }
    let wrong = home.run(&["man", "verfy", "--format", "text"]).exits_with(2);
    assert!(wrong.stderr.contains("`verfy` is no command"), "{wrong:?}");
}
