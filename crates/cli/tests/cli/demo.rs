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

#[test]
fn a_scene_shows_its_fault_its_diagnosis_and_ends_green() {
    // The scene; the check at which it shows; the error on it; the remedy. The slow one would take half
    // a minute, and its story is the sandbox's.
    for (scene, check, status, words, remedy) in [
        ("all-good", "", "", "", ""),
        (
            "wrong-external-id",
            "assume.with-external-id",
            "failed",
            "is not authorized to perform: sts:AssumeRole",
            "show_plan",
        ),
        (
            "no-external-id-condition",
            "assume.without-external-id",
            "failed",
            "let the caller in",
            "show_plan",
        ),
        ("gateway-not-trusted", "account.trust-admits-gateway", "failed", "", "show_plan"),
        (
            "duration-too-long",
            "assume.with-external-id",
            "failed",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
            "show_plan",
        ),
        (
            "inference-profile-not-allowed",
            "invoke.anthropic-messages",
            "failed",
            "is not authorized to perform: bedrock:InvokeModel",
            "allow_inference_profiles",
        ),
        (
            "model-access",
            "invoke.anthropic-messages",
            "failed",
            "You don't have access",
            "grant_model_access",
        ),
        ("throttled", "invoke.converse", "warning", "access proven, quota not", "verify_again"),
    ] {
        let home = home_with_a_misleading_environment();
        let played = home.run(&["demo", "--scenario", scene, "--format", "json"]).exits_with(0).json();
        assert_eq!((&played["passed"], &played["scene"]["name"]), (&true.into(), &scene.into()), "{scene}");
        for check in played["checks"].as_array().unwrap() {
            assert_eq!(check["status"], "passed", "{scene}: {check:#}");
        }
        let fault = played["fault"].as_array().unwrap();
        if check.is_empty() {
            assert_eq!((fault.len(), &played["remedies"]), (0, &serde_json::json!([])), "{scene}");
            continue;
        }
        let at = fault.iter().find(|one| one["id"] == check).unwrap_or_else(|| panic!("{scene}: {fault:#?}"));
        assert_eq!(at["status"], status, "{scene}");
        assert!(at["evidence"]["what"].as_str().unwrap().contains(words), "{scene}: {at:#}");
        assert_eq!(played["remedies"][0]["action"], remedy, "{scene}");
    }
}

#[test]
fn a_scene_for_people_tells_the_remedy_between_the_two_runs() {
    let home = home_with_a_misleading_environment();
    let text = home.run(&["demo", "--scenario", "inference-profile-not-allowed"]).exits_with(0).stdout;
    let (before, after) = text.split_once("The remedy\n").expect("it is told");
    assert!(before.contains('✗') && !after.contains('✗'), "{text}");
    let unknown = home.run(&["demo", "--scenario", "boundary"]).exits_with(2);
    assert!(unknown.stderr.contains("wrong-external-id"), "the scenes are named: {unknown:#?}");
}
