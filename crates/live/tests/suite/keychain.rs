//! The keychain for real: gnome-keyring under a D-Bus of its own, unlocked, locked, and absent. The test
//! runs itself again inside, because the keyring is found by the environment of the process.

use live::{KeptIn, KeySlot, KeyStore, KeychainError, QuilrKey};
use onboarding::ProviderType;
use std::path::Path;
use std::process::{Command, Output};

const CANARY: &str = "sk-quilr-CANARY-0123456789abcdef-1a2b";
const OTHER: &str = "sk-quilr-CANARY-fedcba9876543210-9z8y";
/// Set inside: which scene is played.
const SCENE: &str = "KEYCHAIN_SCENE";

fn slot(setup: &str, provider_type: ProviderType) -> KeySlot {
    KeySlot { setup: setup.to_owned(), provider_type }
}

fn key(text: &str) -> QuilrKey {
    QuilrKey::parse(text).unwrap().key
}

/// Plays a scene in a session of its own: with this program as the only one that is asked.
fn play(scene: &str, before: &str, folder: &Path) -> Output {
    for name in ["run", "data"] {
        let path = folder.join(name);
        std::fs::create_dir_all(&path).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(&path, mode).unwrap();
    }
    let program = std::env::current_exe().unwrap();
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &format!("{before} exec \"$@\""), "sh"])
        .arg(program)
        .args(["keychain::the_scene", "--exact", "--ignored", "--nocapture"])
        .env(SCENE, scene)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .output()
        .expect("dbus-run-session is there (Debian package dbus-x11)");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{scene}: {said}");
    assert!(said.contains("1 passed"), "{scene} was not played: {said}");
    assert!(!said.contains("CANARY"), "{scene} told the key: {said}");
    output
}

const UNLOCKED: &str = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;";
const LOCKED: &str = "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1;";

#[test]
fn a_key_is_kept_replaced_and_removed_and_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    play("keep", UNLOCKED, folder.path());
    // Another session, another process: what was kept is there, in the keyring's file and encrypted.
    play("find", UNLOCKED, folder.path());
    for file in files(folder.path()) {
        let text = std::fs::read(&file).unwrap_or_default();
        let found = text.windows(6).any(|part| part == b"CANARY");
        assert!(!found, "{} holds the key in the clear", file.display());
    }
}

#[test]
fn a_locked_keychain_is_named_and_the_key_is_held_for_this_run() {
    let folder = tempfile::tempdir().unwrap();
    play("keep", UNLOCKED, folder.path());
    play("locked", LOCKED, folder.path());
}

#[test]
fn without_a_keychain_the_key_is_held_for_this_run_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    play("missing", "export DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere/bus;", folder.path());
}

/// What is played inside; by itself it is nothing.
#[tokio::test]
#[ignore = "the other tests run it in a session of its own"]
async fn the_scene() {
    let store = KeyStore::default();
    let chat = slot("one", ProviderType::Bedrock);
    match std::env::var(SCENE).as_deref() {
        Ok("keep") => {
            assert_eq!(store.get(&chat).await, Ok(None));
            assert_eq!(store.put_or_hold(&chat, &key(OTHER)).await, KeptIn::Keychain);
            assert_eq!(store.put_or_hold(&chat, &key(CANARY)).await, KeptIn::Keychain);
            let rerank = slot("one", ProviderType::BedrockRerank);
            store.put(&rerank, &key(OTHER)).await.unwrap();
            store.put(&slot("two", ProviderType::Bedrock), &key(OTHER)).await.unwrap();
            store.put(&slot("three", ProviderType::Bedrock), &key(OTHER)).await.unwrap();
            store.forget("three").await.unwrap();
            assert!(store.remove(&rerank).await.unwrap());
            assert!(!store.remove(&rerank).await.unwrap());
        }
        Ok("find") => {
            assert_eq!(store.get(&chat).await, Ok(Some(key(CANARY))));
            let status = store.status(&chat).await;
            assert_eq!((status.ends_in.as_deref(), status.kept_in), (Some("1a2b"), Some(KeptIn::Keychain)));
            assert_eq!(store.get(&slot("two", ProviderType::Bedrock)).await, Ok(Some(key(OTHER))));
            for gone in [slot("one", ProviderType::BedrockRerank), slot("three", ProviderType::Bedrock)] {
                assert_eq!(store.get(&gone).await, Ok(None), "{gone:?}");
            }
        }
        Ok("locked") => {
            let error = store.get(&chat).await.unwrap_err();
            assert!(matches!(error, KeychainError::Locked | KeychainError::Refused), "{error:?}");
            assert!(store.put(&chat, &key(OTHER)).await.is_err());
            held(&store, &chat).await;
        }
        Ok("missing") => {
            assert_eq!(store.get(&chat).await, Ok(None));
            assert_eq!(store.put(&chat, &key(OTHER)).await, Err(KeychainError::Missing));
            held(&store, &chat).await;
        }
        scene => panic!("{scene:?} is no scene"),
    }
}

async fn held(store: &KeyStore, slot: &KeySlot) {
    assert_eq!(store.put_or_hold(slot, &key(CANARY)).await, KeptIn::Memory);
    assert_eq!(store.get(slot).await, Ok(Some(key(CANARY))));
    let status = store.status(slot).await;
    assert_eq!(status.kept_in, Some(KeptIn::Memory));
    assert!(status.trouble.is_some(), "why it is only in memory is said");
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}
