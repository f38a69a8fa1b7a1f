//! The role as code, in the window: every form, by keyboard and in a narrow window.

use crate::keyboard::tab_to;
use crate::session::{Home, Theme, Window};
use thirtyfour::Key;

/// A setup at the step, with the longest values that are usual.
const SETUP: &str = r#"{
  "schema": 1,
  "id": "5f0c8a51-0d8e-4d43-9f4e-0a1f6a3f9b11",
  "name": "Acme, production",
  "step": "permissions",
  "visited": ["overview", "external_id", "role"],
  "target": { "kind": "sandbox" },
  "provider_types": ["bedrock"],
  "external_id": "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11",
  "account_id": "123456789012",
  "role_name": "acme-production-quilr-gateway-bedrock-with-quite-a-long-name-64c",
  "role_path": "/vendors/quilr/production/",
  "resources": { "inference_profiles": true }
}"#;

/// Pictures of the file, and of the commands below it.
async fn look(window: &Window, name: &str) {
    window.find("code-file").await.scroll_into_view().await.unwrap();
    window.shot(name).await;
    if let Some(last) = window.all("[data-testid^='run-']").await.last() {
        last.scroll_into_view().await.unwrap();
        window.shot(&format!("{name}-run")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_in_every_form_with_the_keyboard() {
    for theme in [Theme::Light, Theme::Dark] {
        let home = Home::empty().file("data/setups/5f0c8a51-0d8e-4d43-9f4e-0a1f6a3f9b11.json", SETUP);
        let window = Window::open(&home, theme).await;
        let name = if theme == Theme::Light { "light" } else { "dark" };
        window.click("setup-5f0c8a51-0d8e-4d43-9f4e-0a1f6a3f9b11").await;
        tab_to(&window, "way-profile").await;
        // From "with my profile", two to the right.
        window
            .driver
            .action_chain()
            .send_keys(Key::Right + "")
            .send_keys(Key::Right + "")
            .perform()
            .await
            .unwrap();
        window.wait_for_text("code-text", "AWSTemplateFormatVersion").await;
        window.assert_accessible(&format!("{name} code")).await;
        look(&window, &format!("{name}-code-cloudformation")).await;
        window.driver.action_chain().send_keys(Key::Tab + "").perform().await.unwrap();
        for (form, wanted) in
            [("stackset", "StackSet"), ("terraform", "aws_iam_role"), ("cli", "set -euo pipefail")]
        {
            window.driver.action_chain().send_keys(Key::Right + "").perform().await.unwrap();
            window.wait_for_text("code-text", wanted).await;
            window.assert_accessible(&format!("{name} {form}")).await;
            look(&window, &format!("{name}-code-{form}")).await;
        }
        // On from the form: Save, Copy, the text itself, the first command.
        for wanted in ["save-cli", "copy-code", "code-text", "run-0", "copy-run-0"] {
            window.driver.action_chain().send_keys(Key::Tab + "").perform().await.unwrap();
            let focused = window.driver.active_element().await.unwrap();
            assert_eq!(focused.attr("data-testid").await.unwrap().as_deref(), Some(wanted));
        }
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_copied_is_the_whole_file() {
    let home = Home::empty().file("data/setups/5f0c8a51-0d8e-4d43-9f4e-0a1f6a3f9b11.json", SETUP);
    let window = Window::open(&home, Theme::Light).await;
    window.resize(900, 700).await;
    window.click("setup-5f0c8a51-0d8e-4d43-9f4e-0a1f6a3f9b11").await;
    window.pick("way-code").await;
    window.pick("form-cli").await;
    window.wait_for_text("code-text", "set -euo pipefail").await;
    window.assert_accessible("code, narrow").await;
    look(&window, "narrow-code-cli").await;
    window.click("copy-code").await;
    window.wait_for_text("copy-code", "Copied").await;
    let pasted = home.display.clipboard();
    let pack = onboarding::Pack::embedded();
    let setup = onboarding::Setup::from_json(SETUP).unwrap().check(&pack, &[]).unwrap();
    let code = onboarding::code(&setup, &pack, onboarding::CodeForm::Cli);
    assert_eq!(pasted, code.text);
    // Wrong on another step: there is no code, and the reason leads there.
    window.click("rail-external_id").await;
    window.fill("field-external_id", "has space").await;
    window.click("rail-permissions").await;
    window.wait_for_text("code-fault", "aws_external_id").await;
    assert!(!window.find("copy-code").await.is_enabled().await.unwrap());
    window.assert_accessible("no code").await;
    look(&window, "narrow-code-waiting").await;
    window.close().await;
}
