//! What reads the files without running them has nothing to say.

use crate::setups::{POLICY_NAME, Setups};
use crate::tools::{Helper, checkov, python, succeeded};
use serde_json::{Value, json};

#[test]
fn cfn_lint_has_nothing_to_say() {
    let setups = Setups::new();
    let files = [setups.write("cloudformation"), setups.write("stackset")].concat();
    let output = python("cfn-lint").arg("--").args(&files).output().unwrap();
    assert_eq!(succeeded("cfn-lint", &output), "");
}

#[test]
fn checkov_has_nothing_to_say() {
    let setups = Setups::new();
    let count = setups.write("terraform").len() + setups.write("cloudformation").len();
    let output = checkov()
        .args(["--framework", "terraform", "cloudformation", "--skip-download", "--output", "json"])
        .arg("--directory")
        .arg(setups.path())
        .output()
        .unwrap();
    let found: Value = serde_json::from_str(&succeeded("checkov", &output)).unwrap();
    let mut seen = 0;
    for report in found.as_array().unwrap() {
        assert_eq!(report["results"]["failed_checks"], json!([]));
        assert_eq!(report["results"]["parsing_errors"], json!([]));
        assert_eq!(report["results"]["skipped_checks"], json!([]));
        // Every file has at least the role's checks.
        let files: std::collections::BTreeSet<&str> = report["results"]["passed_checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["file_path"].as_str().unwrap())
            .collect();
        seen += files.len();
    }
    assert_eq!(seen, count, "a file that was not read proves nothing");
}

#[test]
fn terraform_files_hold_the_documents() {
    let setups = Setups::new();
    let mut reader = Helper::start(include_str!("terraform.py"));
    for setup in &setups.all {
        let read = reader.ask(&json!({ "file": setups.write_one(setup, "terraform") }));
        setup.assert_documents(&read["trust"], &read["permissions"]);
        assert_eq!(read["name"], setup.role_name);
        assert_eq!(read["policy_name"], POLICY_NAME);
        assert_eq!(read["longest_session"], setup.longest_session());
        let arn = format!(
            "arn:aws:iam::{}:role{}{}",
            read["account_id"].as_str().unwrap(),
            read["path"].as_str().unwrap(),
            setup.role_name
        );
        assert_eq!(arn, setup.role_arn());
    }
}

#[test]
fn shellcheck_has_nothing_to_say_and_bash_reads_every_script() {
    let setups = Setups::new();
    let files = setups.write("cli");
    let output = python("shellcheck").args(&files).output().unwrap();
    assert_eq!(succeeded("shellcheck", &output), "");
    for file in files {
        let output = std::process::Command::new("bash").arg("-n").arg(&file).output().unwrap();
        succeeded("bash -n", &output);
    }
}
