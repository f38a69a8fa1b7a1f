//! What must never happen: a secret in the window or on disk, a second program that takes over a
//! running test's leftovers without being asked.

use crate::session::{Home, Theme, Window};
use std::path::Path;

fn text_of_every_file(folder: &Path) -> String {
    std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .map(|entry| entry.unwrap().path())
                .map(|path| {
                    if path.is_dir() {
                        text_of_every_file(&path)
                    } else {
                        String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
                    }
                })
                .collect()
        })
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profiles_keys_reach_neither_the_window_nor_a_file() {
    const KEY: &str = "AKIACANARYCANARY1234";
    const SECRET: &str = "canarySecretAccessKey/0123456789abcdefgh";
    const TOKEN: &str = "canarySessionToken";
    // Nothing listens there: signing in fails, and the fault must not say what it was tried with.
    let home = Home::empty()
        .file("aws-config", "[profile canary]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:9\n")
        .file(
            "aws-credentials",
            &format!("[canary]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\naws_session_token = {TOKEN}\n"),
        );
    let window = Window::open(&home, Theme::Light).await;
    window.click("use-profile").await;
    window.click("profile-canary").await;
    let fault = window.find("fault").await;
    assert!(!fault.text().await.unwrap().is_empty());
    window.shot("sign-in-failed").await;
    window.assert_accessible("a sign-in that failed").await;
    let page = window.driver.source().await.unwrap();
    window.close().await;
    let written = text_of_every_file(&home.path("data"));
    assert!(written.contains("canary"), "the setup was saved");
    for secret in [KEY, SECRET, TOKEN] {
        assert!(!page.contains(secret) && !written.contains(secret), "{secret} leaked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_is_told_at_the_next_start() {
    let record = r#"{
  "id": "left-behind",
  "role_arn": "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
  "sid": "BedrockRoleWizardTemporary0badcafe",
  "principal": "arn:aws:iam::123456789012:user/admin",
  "expires_at": "2026-11-22T14:17:11Z",
  "endpoint": null
}"#;
    let home = Home::empty().file("data/undo/left-behind.json", record).file(
        "aws-config",
        "[profile acme]\nrole_arn = arn:aws:iam::123456789012:role/Admin\ncredential_source = Environment\n",
    );
    let window = Window::open(&home, Theme::Light).await;
    let told = window.text("pending-undo").await;
    assert!(told.contains("quilr-gateway-bedrock"), "{told}");
    window.find("recover").await;
    window.shot("pending-undo").await;
    window.assert_accessible("a pending clean-up").await;
    assert!(!told.contains("forget"), "a real account's record is not to be thrown away: {told}");
    window.close().await;
    assert!(home.path("data/undo/left-behind.json").exists(), "it was only told");

    let of_sandbox = record.replace(r#""endpoint": null"#, r#""endpoint": "http://127.0.0.1:9""#);
    let home = Home::empty().file("data/undo/left-behind.json", &of_sandbox);
    let window = Window::open(&home, Theme::Light).await;
    window.click("forget-undo").await;
    window
        .wait_for("the banner to go", async || {
            window.all("[data-testid='pending-undo']").await.is_empty().then_some(())
        })
        .await;
    window.close().await;
    assert!(!home.path("data/undo/left-behind.json").exists());
}
