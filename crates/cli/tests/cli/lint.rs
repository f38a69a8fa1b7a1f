//! `lint`: findings like a compiler's, for people and programs.

use crate::harness::{EXTERNAL_ID, Home};
use serde_json::{Value, json};

const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
      "Action": "sts:AssumeRole",
      "Condition": { "StringEquals": { "sts:ExternalId": "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11" } }
    }
  ]
}"#;

fn lint(home: &Home, more: &[&str]) -> crate::harness::Ended {
    home.run(&[&["lint"], more].concat())
}

#[test]
fn what_render_prints_has_no_finding() {
    let home = Home::new();
    let trust = home.run(&["render", "trust", "--external-id", EXTERNAL_ID]).exits_with(0).stdout;
    let file = home.file("trust.json", trust);
    let ended = lint(&home, &["trust", &file, "--external-id", EXTERNAL_ID]).exits_with(0);
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("no finding in 1 file\n", ""));
    let all = ["--inference-profiles", "--application-inference-profiles", "--provisioned-models"];
    let arguments = [&["render", "permissions", "--account-id", "123456789012"][..], &all].concat();
    let permissions = home.run(&arguments).exits_with(0).stdout;
    let ended = home.run_with_stdin(&["lint", "permissions", "-", "--strict"], &permissions).exits_with(0);
    assert_eq!(ended.stdout, "no finding in 1 file\n");
}

#[test]
fn a_finding_reads_like_a_compilers() {
    let home = Home::new();
    let file = home.file("trust.json", TRUST.replace("StringEquals", "StringEqualsIfExists"));
    let ended = lint(&home, &["trust", &file]).exits_with(1);
    let wanted = format!(
        "{file}:8:22: error[optional-external-id]: `StringEqualsIfExists` lets in a caller who sends no ExternalId
8 |       \"Condition\": {{ \"StringEqualsIfExists\": {{ \"sts:ExternalId\": \"{EXTERNAL_ID}\" }} }}
  |                      ^^^^^^^^^^^^^^^^^^^^^^
  Use StringEquals with the one ExternalId.

1 error in 1 file
"
    );
    assert_eq!(ended.stdout, wanted);
    assert_eq!(ended.stderr, "", "findings are the result");
}

#[test]
fn many_files_in_one_json_document() {
    let home = Home::new();
    let good = home.file("good.json", TRUST);
    let bad = home.file("bad.json", TRUST.replace("iam::9", "iam:9"));
    let latin = home.file("latin.json", b"{\n \"Id\": \"caf\xE9\"}");
    let json = lint(&home, &["trust", &good, &bad, &latin, "--format", "json"]).exits_with(1).json();
    let findings = json["findings"].as_array().unwrap();
    let [colon, encoding] = findings.as_slice() else { panic!("{json:#}") };
    assert_eq!(
        colon,
        &json!({
            "file": bad, "code": "invalid-principal", "severity": "error",
            "line": 6, "column": 29, "end_line": 6, "end_column": 74,
            "message": "`arn:aws:iam:975050335771:user/quilr-gateway` is not a principal that `AWS` can name",
            "remedy": "Did you mean arn:aws:iam::975050335771:user/quilr-gateway?"
        })
    );
    // A file that is no text is a finding, and the others are judged all the same.
    assert_eq!(encoding["file"], latin);
    assert_eq!(
        (&encoding["code"], &encoding["line"], &encoding["column"]),
        (&json!("not-utf8"), &json!(2), &json!(12))
    );
}

#[test]
fn warnings_count_only_when_asked() {
    let home = Home::new();
    let file = home.file("old.json", TRUST.replace("2012-10-17", "2008-10-17"));
    let text = lint(&home, &["trust", &file]).exits_with(0);
    assert!(text.stdout.contains(":2:14: warning[old-version]: "), "{text:#?}");
    assert!(text.stdout.ends_with("1 warning in 1 file\n"), "{text:#?}");
    lint(&home, &["trust", &file, "--strict"]).exits_with(1);
    // What is only worth knowing never counts.
    let double = TRUST.replace("\"sts:AssumeRole\"", "[\"sts:AssumeRole\", \"sts:AssumeRole\"]");
    let ended = home.run_with_stdin(&["lint", "trust", "-", "--strict"], &double).exits_with(0);
    assert!(ended.stdout.contains("-:7:36: info[duplicate-value]: "), "{ended:#?}");
}

#[test]
fn who_and_what_is_expected() {
    let home = Home::new();
    let partner = "arn:aws:iam::111122223333:role/partner";
    let file =
        home.file("trust.json", TRUST.replace("arn:aws:iam::975050335771:user/quilr-gateway", partner));
    let codes = |more: &[&str]| -> Vec<String> {
        let json = lint(&home, &[&["trust", &file, "--format", "json"], more].concat()).json();
        let findings = json["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&[]), ["wrong-principal"], "the template pack's gateway is expected");
    assert_eq!(codes(&["--any-principal"]), [] as [&str; 0]);
    assert_eq!(codes(&["--principal", partner]), [] as [&str; 0]);
    assert_eq!(codes(&["--any-principal", "--external-id", "another"]), ["other-external-id"]);
    let setup = home.file("setup.json", json!({"schema": 1, "external_id": "of-the-setup"}).to_string());
    assert_eq!(codes(&["--any-principal", "--setup", &setup]), ["other-external-id"]);
    lint(&home, &["trust", &file, "--any-principal", "--principal", partner]).exits_with(2);
}

#[test]
fn sarif_names_the_rule_and_the_region() {
    let home = Home::new();
    let file = home.file("a b.json", TRUST.replace("StringEquals", "StringEqual"));
    let log = lint(&home, &["trust", &file, "--format", "sarif"]).exits_with(1).json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let [result] = run["results"].as_array().unwrap().as_slice() else { panic!("{log:#}") };
    assert_eq!(result["ruleId"], "unknown-operator");
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "unknown-operator");
    let place = &result["locations"][0]["physicalLocation"];
    assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("/a%20b.json"), "{place:#}");
    assert_eq!(place["region"], json!({"startLine": 8, "startColumn": 22, "endLine": 8, "endColumn": 35}));
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let home = Home::new();
    let file = home.file("bad.json", "[]");
    let ended = lint(&home, &["trust", "missing.json", &file, "--format", "json"]).exits_with(2);
    let json = ended.json();
    assert_eq!(json["findings"][0]["code"], "wrong-type");
    assert_eq!(json["unreadable"], json!(["missing.json"]));
    let error: Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(error["error"]["code"], "unreadable");
    let ended = lint(&home, &["trust"]).exits_with(2);
    assert!(ended.stderr.contains("<FILE>..."), "{ended:#?}");
}

#[test]
fn a_policy_in_one_line_is_shown_around_its_finding() {
    let home = Home::new();
    let line: String = TRUST.replace("StringEquals", "StringEqual").split_whitespace().collect();
    let ended = home.run_with_stdin(&["lint", "trust", "-"], &line).exits_with(1);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    let shown = lines[1].strip_prefix("1 | ").unwrap();
    let carets = lines[2].strip_prefix("  | ").unwrap();
    assert!(shown.chars().count() <= 120, "{shown}");
    let start = carets.find('^').unwrap();
    assert_eq!(&shown[start..carets.len()], "\"StringEqual\"");
}
