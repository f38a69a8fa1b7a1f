//! Profiles by scenario folders: files and environment in, the resolved profiles out. No value that
//! could be a secret (marked `CANARY` in the files) comes through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use live::profiles::{Profile, profiles_in};
use std::collections::HashMap;
use std::path::Path;

async fn profiles_of(folder: &Path) -> Result<Vec<Profile>, live::LiveError> {
    let environment: HashMap<&str, String> = HashMap::from([
        ("AWS_CONFIG_FILE", folder.join("config").display().to_string()),
        ("AWS_SHARED_CREDENTIALS_FILE", folder.join("credentials").display().to_string()),
    ]);
    profiles_in(&|name| environment.get(name).cloned()).await
}

#[tokio::test]
async fn every_scenario_resolves_as_expected() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles");
    let mut seen = 0;
    for entry in std::fs::read_dir(&scenarios).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let found = profiles_of(&folder).await.unwrap();
        let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: Vec<Profile> = serde_json::from_str(&expected).unwrap();
        assert_eq!(found, expected, "scenario {name}");
        let shown = format!("{found:?} {}", serde_json::to_string(&found).unwrap());
        assert!(!shown.contains("CANARY"), "scenario {name} shows a secret");
        seen += 1;
    }
    assert!(seen >= 9, "the scenario folders were found");
}

#[tokio::test]
async fn the_home_folder_is_used_where_no_file_is_named() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".aws")).unwrap();
    std::fs::write(home.path().join(".aws/config"), "[profile at-home]\nregion = eu-west-1\n").unwrap();
    let path = home.path().display().to_string();
    let found = profiles_in(&|name| (name == "HOME").then(|| path.clone())).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "at-home");
}

#[tokio::test]
async fn no_files_are_no_profiles() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(profiles_of(home.path()).await.unwrap(), []);
}

#[tokio::test]
async fn a_damaged_file_is_named_without_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("credentials"), "[default\naws_secret_access_key = CANARY\n").unwrap();
    let error = profiles_of(folder.path()).await.unwrap_err();
    assert_eq!(error.code(), "profile-files");
    assert!(!format!("{error} {error:?}").contains("CANARY"));
}
