//! The first screen: with nothing, with what was saved, and with what has to be told first.

use super::{Look, Sheet, Tour};
use crate::session::Home;

const SETUP: &str = r#"{
  "schema": 1, "id": "ID", "name": "NAME", "step": "STEP", "visited": ["overview"],
  "target": TARGET, "provider_types": ["bedrock"],
  "external_id": "7f3c2b1e-9a4d-4c55-8a01-ID4", "account_id": "123456789012",
  "role_name": "quilr-gateway-bedrock", "role_path": "/"
}"#;

fn setup(home: Home, id: &str, name: &str, step: &str, target: &str) -> Home {
    let long = format!("5f0c8a51-0d8e-4d43-9f4e-{id}");
    let text = SETUP
        .replace("ID4", id)
        .replace("\"ID\"", &format!("\"{long}\""))
        .replace("NAME", name)
        .replace("STEP", step)
        .replace("TARGET", target);
    home.file(&format!("data/setups/{long}.json"), &text)
}

const PROFILES: &str = "[profile acme-sso]\nsso_session = acme\nsso_account_id = 123456789012\n\
    sso_role_name = Admin\nregion = eu-central-1\n\
    [sso-session acme]\nsso_start_url = https://acme.example/start\nsso_region = eu-central-1\n\
    [profile acme-ops]\nrole_arn = arn:aws:iam::123456789012:role/team/Ops\nsource_profile = keys\n\
    mfa_serial = arn:aws:iam::123456789012:mfa/telephone\nregion = us-east-1\n\
    [profile keys]\nregion = us-east-1\n\
    [profile loop]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = loop2\n\
    [profile loop2]\nrole_arn = arn:aws:iam::123456789012:role/y\nsource_profile = loop\n";

const KEYS: &str = "[keys]\naws_access_key_id = AKIAEXAMPLEEXAMPLE12\naws_secret_access_key = x\n";

const LEFT_BEHIND: &str = r#"{
  "id": "left-behind",
  "role_arn": "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
  "sid": "BedrockRoleWizardTemporary0badcafe",
  "principal": "arn:aws:iam::123456789012:user/admin",
  "expires_at": "2026-11-22T14:17:11Z",
  "endpoint": null
}"#;

/// What a panic makes the host say. There is none to be had: it comes in where the host's word does.
const CRASH: &str = "for (const [id] of window.__TAURI_INTERNALS__.callbacks)
    window.__TAURI_INTERNALS__.runCallback(id, { index: 0, message:
        'Something in this program failed, and what you started last may never end. What it was is in \
         data/crashes/2026-11-22T140211Z-1a2b.log, without any of your values. What you typed is saved: \
         close the window and start again.' });";

pub(super) async fn beginning(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Beginning);
    let home = Home::empty().file("aws-config", PROFILES).file("aws-credentials", KEYS);
    let window = sheet.open(&home).await;
    window.find("try-sandbox").await;
    sheet.look(&window, "welcome").await;
    window.click("use-profile").await;
    window.wait_for_text("profiles", "acme-sso").await;
    sheet.look(&window, "welcome-profiles").await;
    window.driver.execute(CRASH, vec![]).await.unwrap();
    window.find("crash").await;
    sheet.look(&window, "crash").await;
    drop(window);

    let home = Home::empty();
    let home = setup(home, "0a1f6a3f9b11", "Acme, production", "verify", r#"{ "kind": "sandbox" }"#);
    let home =
        setup(home, "0a1f6a3f9b12", "Acme, staging", "role", r#"{ "kind": "profile", "name": "acme-sso" }"#);
    let home = setup(
        home,
        "0a1f6a3f9b13",
        "A customer whose name takes more room than there is anywhere on this screen, and then some",
        "dashboard",
        r#"{ "kind": "profile", "name": "a-profile-with-quite-a-long-name-too" }"#,
    );
    let window = sheet.open(&home).await;
    window.find("try-sandbox").await;
    sheet.look(&window, "welcome-setups").await;
    drop(window);

    let home = home
        .file("data/setups/acme.json", "{ not a setup")
        .file("data/crashes/2026-11-22T140211Z-1a2b.log", "Bedrock Role Wizard\nat src-tauri/lib.rs:1:1\n")
        .file("data/undo/left-behind.json", LEFT_BEHIND)
        .file("aws-config", PROFILES)
        .file("aws-credentials", KEYS);
    let window = sheet.open(&home).await;
    window.find("pending-undo").await;
    sheet.look(&window, "welcome-told").await;
    drop(window);
    sheet.end();
}
