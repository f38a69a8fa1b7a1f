//! `simulate`: cases in, decisions out.

use crate::harness::{Home, ended};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";

/// A user of an account with one identity policy, on a queue of theirs.
fn case(id: u32, action: &str, more: &str) -> String {
    format!(
        r#"{{"id":{id},"principal":"arn:aws:iam::111122223333:user/u","action":"{action}","resource":"*","context":{{}},"identityPolicies":[{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}]}}],"resourcePolicy":null,"scps":[],"permissionBoundaries":[],"sessionPolicy":null{more}}}"#
    )
}

fn results(stdout: &str) -> Vec<(Value, String)> {
    let parse = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    stdout
        .lines()
        .map(parse)
        .map(|mut answer| (answer["id"].take(), answer["result"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn a_line_in_is_a_line_out_in_the_same_order() {
    let home = Home::new();
    let input: String = (0..1000)
        .map(|id| case(id, ["sqs:SendMessage", "s3:GetObject"][id as usize % 2], "") + "\n")
        .collect();
    let file = home.file("cases.jsonl", &input);
    let from_file = home.run(&["simulate", "--cases", &file]).exits_with(0);
    let from_stdin = home.run_with_stdin(&["simulate", "--cases", "-"], &input).exits_with(0);
    assert_eq!(from_file.stdout, from_stdin.stdout, "the same bytes, always");
    assert_eq!(from_file.stderr, "");
    let results = results(&from_file.stdout);
    assert_eq!(results.len(), 1000);
    for (at, (id, result)) in results.iter().enumerate() {
        assert_eq!(*id, at);
        assert_eq!(result, ["Allowed", "ImplicitlyDenied"][at % 2]);
    }
}

#[test]
fn the_rendered_trust_policy_lets_in_the_gateway_alone() {
    let home = Home::new();
    let trust = home.run(&["render", "trust", "--external-id", "7f3c2b1e-acme-2026"]).exits_with(0).stdout;
    let trust: Value = serde_json::from_str(&trust).unwrap();
    let ask = |principal: &str, context: &str| {
        format!(
            r#"{{"id":0,"principal":"{principal}","action":"sts:AssumeRole","resource":"arn:aws:iam::123456789012:role/r","context":{context},"identityPolicies":[{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}]}}],"resourcePolicy":{trust}}}"#
        ) + "\n"
    };
    let right = r#"{"sts:ExternalId":"7f3c2b1e-acme-2026"}"#;
    let input = [
        ask(GATEWAY, right),
        ask(GATEWAY, "{}"),
        ask(GATEWAY, r#"{"sts:ExternalId":"wrong"}"#),
        ask("arn:aws:iam::975050335771:user/other", right),
        ask("arn:aws:iam::975050335771:root", right),
        ask("*", right),
    ]
    .concat();
    let answers = home.run_with_stdin(&["simulate", "--cases", "-"], &input).exits_with(0).stdout;
    let results: Vec<String> = results(&answers).into_iter().map(|(_, result)| result).collect();
    let denied = "ImplicitlyDenied";
    assert_eq!(results, ["Allowed", denied, denied, denied, denied, denied]);
    assert!(answers.contains("`sts:ExternalId` is absent, the statement wants `7f3c2b1e-acm…`"), "{answers}");
}

#[test]
fn a_line_that_is_no_case_is_an_error_and_the_rest_go_on() {
    let home = Home::new();
    let mut input = case(1, "sqs:SendMessage", "").into_bytes();
    input.extend_from_slice(b"\nnot a case\n\n\xff\xfe\n{\"id\":4}\n");
    input.extend_from_slice(case(5, "sqs:SendMessage", "").as_bytes());
    let file = home.file("cases.jsonl", &input);
    let run = home.run(&["simulate", "--cases", &file]).exits_with(2);
    let got: Vec<String> =
        results(&run.stdout).into_iter().map(|(id, result)| format!("{id} {result}")).collect();
    assert_eq!(got, ["1 Allowed", "null error", "null error", "4 error", "5 Allowed"]);
    assert!(run.stderr.contains("3 of 5 lines could not be evaluated"), "{run:#?}");
}

#[test]
fn a_line_beyond_the_limit_is_passed_over() {
    let home = Home::new();
    let long = "a".repeat(iam_policy::simulate::MAX_LINE_BYTES + 10);
    let input = format!("{long}\n{}\n", case(2, "sqs:SendMessage", ""));
    let file = home.file("cases.jsonl", &input);
    let run = home.run(&["simulate", "--cases", &file]).exits_with(2);
    let results: Vec<String> = results(&run.stdout).into_iter().map(|(_, result)| result).collect();
    assert_eq!(results, ["error", "Allowed"]);
}

#[test]
fn a_case_with_another_result_than_it_expects_fails_the_run() {
    let home = Home::new();
    let expecting = |result: &str| case(1, "sqs:SendMessage", &format!(r#","expected":"{result}""#));
    home.run_with_stdin(&["simulate", "--cases", "-"], &expecting("Allowed")).exits_with(0);
    let run =
        home.run_with_stdin(&["simulate", "--cases", "-"], &expecting("ImplicitlyDenied")).exits_with(1);
    assert!(run.stdout.contains(r#""asExpected":false"#), "{run:#?}");
    assert!(run.stderr.contains("1 of 1 cases"), "{run:#?}");
    home.run_with_stdin(&["simulate", "--cases", "-"], r#"{"expected":"error"}"#).exits_with(0);
}

/// Another program can ask one case after the other.
#[test]
fn each_answer_comes_before_the_next_case_is_awaited() {
    let mut child = Home::new().command(&["simulate", "--cases", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in 0..3 {
        writeln!(stdin, "{}", case(id, "sqs:SendMessage", "")).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!(r#"{{"id":{id},"result":"Allowed""#)), "{line}");
    }
    drop(stdin);
    ended(child).exits_with(0);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let home = Home::new();
    let input: String = (0..20_000).map(|id| case(id, "sqs:SendMessage", "") + "\n").collect();
    let file = home.file("cases.jsonl", &input);
    let mut child = home.command(&["simulate", "--cases", &file]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(ended(child).exits_with(0).stderr, "");
}

#[test]
fn what_cannot_be_read_is_said() {
    let home = Home::new();
    let missing = home.run(&["simulate", "--cases", "/nowhere/cases.jsonl"]).exits_with(2);
    assert!(missing.stderr.contains("cannot read the cases"), "{missing:#?}");
    let folder = home.path().to_str().unwrap().to_owned();
    let folder = home.run(&["simulate", "--cases", &folder]).exits_with(2);
    assert!(folder.stderr.contains("it is a folder"), "{folder:#?}");
    home.run(&["simulate"]).exits_with(2);
}
