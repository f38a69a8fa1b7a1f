//! Profiles by scenario folders: files and environment in, the resolved chains out. No value that
//! could be a secret (marked `CANARY` in the files) comes through.
//!
//! `UPDATE_PROFILES=1` writes what is resolved now; read the difference before committing it.

use live::profiles::{default_in, profiles_in};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

/// The environment of a scenario: its files, and what its `environment` says.
fn environment(folder: &Path) -> HashMap<String, String> {
    let text = std::fs::read_to_string(folder.join("environment")).unwrap_or_default();
    let file = |name: &str| folder.join(name).display().to_string();
    let named = text.lines().filter_map(|line| line.split_once('='));
    named
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain([
            ("AWS_CONFIG_FILE".to_owned(), file("config")),
            ("AWS_SHARED_CREDENTIALS_FILE".to_owned(), file("credentials")),
        ])
        .collect()
}

async fn resolved(folder: &Path) -> Value {
    let environment = environment(folder);
    let read = |name: &str| environment.get(name).cloned();
    let profiles = profiles_in(&read).await.unwrap();
    let default = match default_in(&read).await {
        Ok(default) => json!(default),
        Err(error) => json!({ "error": error.code(), "message": error.to_string() }),
    };
    let shown = format!("{profiles:?} {default}");
    assert!(!shown.contains("CANARY"), "{} shows a secret: {shown}", folder.display());
    json!({ "profiles": profiles, "default": default })
}

#[tokio::test]
async fn every_scenario_resolves_as_expected() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles");
    let update = std::env::var_os("UPDATE_PROFILES").is_some();
    let mut seen = 0;
    for entry in std::fs::read_dir(&scenarios).unwrap() {
        let folder = entry.unwrap().path();
        let found = resolved(&folder).await;
        let shown = serde_json::to_string_pretty(&found).unwrap();
        assert!(!shown.contains("CANARY"), "{} shows a secret", folder.display());
        if update {
            std::fs::write(folder.join("expected.json"), shown + "\n").unwrap();
        }
        let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        assert_eq!(found, expected, "scenario {}", folder.display());
        seen += 1;
    }
    assert!(seen >= 22, "the scenario folders were found");
}

#[tokio::test]
async fn the_home_folder_is_used_where_no_file_is_named() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".aws")).unwrap();
    std::fs::write(home.path().join(".aws/config"), "[profile at-home]\nregion = eu-west-1\n").unwrap();
    std::fs::write(home.path().join("other"), "[profile elsewhere]\n").unwrap();
    let path = home.path().display().to_string();
    let names = async |config: Option<&str>| -> Vec<String> {
        let read = |name: &str| match name {
            "HOME" => Some(path.clone()),
            "AWS_CONFIG_FILE" => config.map(str::to_owned),
            _ => None,
        };
        profiles_in(&read).await.unwrap().into_iter().map(|profile| profile.name).collect()
    };
    assert_eq!(names(None).await, ["at-home"]);
    assert_eq!(names(Some("~/other")).await, ["elsewhere"]);
}

#[tokio::test]
async fn a_damaged_file_is_named_without_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("credentials"), "[default\naws_secret_access_key = CANARY\n").unwrap();
    let environment = environment(folder.path());
    let error = profiles_in(&|name| environment.get(name).cloned()).await.unwrap_err();
    assert_eq!(error.code(), "profile-files");
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}
