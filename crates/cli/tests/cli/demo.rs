//! `demo`: the whole story, from nothing.

use crate::harness::{Home, ROLE_ARN};
use serde_json::Value;

/// Endpoints and keys of the environment must not matter: the demo never leaves the machine.
fn home_with_a_misleading_environment() -> Home {
    let mut home = Home::new();
    home.set("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    home.set("AWS_PROFILE", "nobody");
    home
}

#[test]
fn every_check_passes_with_evidence() {
    let report = home_with_a_misleading_environment().run(&["demo", "--format", "json"]).exits_with(0).json();
    assert_eq!(report["passed"], true, "{report:#}");
    assert_eq!(report["level_reached"], "gateway");
    assert_eq!(report["setup"]["role_arn"], ROLE_ARN);
    let checks = report["checks"].as_array().unwrap();
    for check in checks {
        assert_eq!(check["status"], "passed", "{check:#}");
        assert_ne!(check["evidence"]["what"], "", "{check:#}");
    }
    let ids: Vec<&str> = checks.iter().map(|check| check["id"].as_str().unwrap()).collect();
    assert_eq!(ids[..3], ["demo.plan", "demo.apply", "demo.second-plan"]);
    for level in ["documents", "account", "assume_and_invoke", "gateway"] {
        assert!(checks.iter().any(|check| check["level"] == level), "{level} in {ids:?}");
    }
    let provider_types = report["setup"]["provider_types"].as_array().unwrap();
    assert_eq!(provider_types.len(), 4);
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len(), "an id names one check");
}

#[test]
fn the_text_form_shows_each_check_and_no_escape_codes() {
    let ended = home_with_a_misleading_environment().run(&["demo"]).exits_with(0);
    assert_eq!(ended.stderr, "", "progress is for terminals");
    assert!(!ended.stdout.contains('\u{1b}'), "{}", ended.stdout);
    for heading in [
        "The role, created",
        "The documents as they stand",
        "The role as AWS has it",
        "Assumed and invoked for real",
        "Through QuilrAI's gateway",
    ] {
        let lines = ended.stdout.lines().filter(|line| *line == heading);
        assert_eq!(lines.count(), 1, "{heading}: {}", ended.stdout);
    }
    assert!(ended.stdout.contains("  ✓ The plan is applied  "));
    assert!(!ended.stdout.contains('✗'));
}

#[test]
fn each_run_has_its_own_external_id() {
    let external_id = || -> Value {
        Home::new().run(&["demo", "--format", "json"]).exits_with(0).json()["setup"]["external_id"].clone()
    };
    assert_ne!(external_id(), external_id());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Home::new().command(&["demo"]).spawn().unwrap();
    drop(child.stdout.take());
    let ended = crate::harness::ended(child).exits_with(0);
    assert_eq!(ended.stderr, "");
}
