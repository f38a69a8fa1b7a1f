//! The steps in the sandbox: as they should be, with wrong values, with long ones, and proven.

use super::{Look, Sheet, Tour};
use crate::session::{Home, Window};
use crate::steps::{ACCOUNT, create_role, enter_the_sandbox, go};

pub(super) async fn in_the_sandbox(sheet: &Sheet, home: &Home) -> Window {
    let window = sheet.open(home).await;
    enter_the_sandbox(&window).await;
    window
}

pub(super) async fn steps(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Steps);
    let home = Home::empty();
    let window = in_the_sandbox(&sheet, &home).await;
    window.fill("field-setup_name", "Acme, production").await;
    for also in ["anthropic_messages_bedrock", "bedrock_embeddings", "bedrock_rerank"] {
        window.click(&format!("provider-{also}")).await;
    }
    sheet.look(&window, "overview").await;
    go(&window, "external_id").await;
    sheet.look(&window, "external-id").await;
    go(&window, "role").await;
    window.wait_for_attribute("who-gateway-with-external-id", "data-allowed", "true").await;
    sheet.look(&window, "role").await;
    go(&window, "permissions").await;
    window.click("allow-inference_profiles").await;
    window.wait_for_text("permissions-policy", "inference-profile").await;
    sheet.look(&window, "permissions").await;
    window.pick("way-console").await;
    sheet.look_at(&window, "by-hand", Some("way-console")).await;
    window.pick("way-code").await;
    window.wait_for_text("code-text", "AWSTemplateFormatVersion").await;
    sheet.look_at(&window, "as-code", Some("code-text")).await;
    window.pick("way-profile").await;
    window.click("show-plan").await;
    window.find("plan").await;
    sheet.look_at(&window, "plan", Some("plan")).await;
    window.click("apply").await;
    window.find("applied").await;
    sheet.look_at(&window, "applied", Some("applied")).await;
    go(&window, "dashboard").await;
    sheet.look(&window, "dashboard").await;
    go(&window, "verify").await;
    sheet.look(&window, "verify").await;
    drop(window);
    sheet.end();
}

/// The gateway is let in with any ExternalId, and without one.
const OPEN: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
      "Action": "sts:AssumeRole"
    }
  ]
}"#;

const STATIC_KEYS: &str =
    r#"{"aws_access_key": "AKIAIOSFODNN7EXAMPLE", "aws_secret_key": "x", "aws_session_token": "y"}"#;

pub(super) async fn wrong(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Wrong);
    // A file stands where the folder should be: nobody can write below it, not even root.
    let home = Home::empty().file("data", "");
    let window = in_the_sandbox(&sheet, &home).await;
    window.fill("field-setup_name", "Acme, production").await;
    window.wait_for_text("save-state", "ot saved").await;
    sheet.look(&window, "overview-not-saved").await;
    drop(window);

    let home = Home::empty();
    let window = in_the_sandbox(&sheet, &home).await;
    go(&window, "external_id").await;
    let right = window.value("field-external_id").await;
    window.fill("field-external_id", "acme production!").await;
    window.wait_for_attribute("field-external_id", "aria-invalid", "true").await;
    sheet.look(&window, "external-id-wrong").await;
    window.fill("field-external_id", &right).await;
    window.wait_for_attribute("field-external_id", "aria-invalid", "false").await;
    go(&window, "role").await;
    window.fill("field-role_name", "quilr gateway").await;
    window.fill("field-account_id", "12345678901").await;
    window.fill("field-role_path", "no slashes").await;
    window.wait_for_attribute("field-role_path", "aria-invalid", "true").await;
    sheet.look(&window, "role-wrong").await;
    window.fill("field-role_name", "quilr-gateway-bedrock").await;
    window.fill("field-account_id", ACCOUNT).await;
    window.fill("field-role_path", "/").await;
    window.click("edit-trust").await;
    window.fill("trust-editor", OPEN).await;
    window.wait_for_attribute("who-gateway-without-external-id", "data-allowed", "true").await;
    sheet.look_at(&window, "role-editor", Some("trust-editor")).await;
    sheet.look(&window, "role-open").await;
    go(&window, "dashboard").await;
    window.fill("field-session_name", "a").await;
    window.fill("field-duration_seconds", "899").await;
    window.fill("field-role_arn", "arn:aws-cn:iam::123456789012:role/quilr-gateway-bedrock").await;
    window.wait_for_text("note-role_arn", "aws-cn").await;
    sheet.look(&window, "dashboard-wrong").await;
    window.click("paste-key-open").await;
    window.fill("paste-key", STATIC_KEYS).await;
    window.wait_for_text("key-notes", "aws_session_token").await;
    sheet.look_at(&window, "dashboard-pasted", Some("key-notes")).await;
    window.click("derive-role_arn").await;
    window.fill("field-session_name", "acme").await;
    window.fill("field-duration_seconds", "3600").await;
    create_role(&window).await;
    go(&window, "verify").await;
    window.click("verify-run").await;
    window.find("verify-result").await;
    window.wait_for_text("checks", "missing the ExternalId condition").await;
    sheet.look(&window, "verify-failed").await;
    drop(window);
    sheet.end();
}

pub(super) async fn long(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Long);
    let home = Home::empty();
    let window = in_the_sandbox(&sheet, &home).await;
    window.fill("field-setup_name", &"A customer with a very long name ".repeat(4)).await;
    sheet.look(&window, "overview-long").await;
    go(&window, "external_id").await;
    window.fill("field-external_id", &"0123456789abcdef-".repeat(20)).await;
    window.wait_for_attribute("field-external_id", "aria-invalid", "false").await;
    sheet.look(&window, "external-id-long").await;
    go(&window, "role").await;
    window.fill("field-role_name", &format!("acme-production-{}", "r".repeat(48))).await;
    window.fill("field-role_path", "/a/long/path/that/somebody/made/for/service-roles/in/production/").await;
    window.wait_for_text("trust-policy", "0123456789abcdef-").await;
    sheet.look(&window, "role-long").await;
    go(&window, "permissions").await;
    window.click("show-plan").await;
    window.find("plan").await;
    sheet.look_at(&window, "plan-long", Some("plan")).await;
    window.click("apply").await;
    window.find("applied").await;
    go(&window, "dashboard").await;
    window.fill("field-session_name", &"s".repeat(64)).await;
    sheet.look(&window, "dashboard-long").await;
    go(&window, "verify").await;
    window.click("verify-run").await;
    window.find("verify-result").await;
    sheet.look(&window, "verify-long").await;
    drop(window);
    sheet.end();
}

pub(super) async fn verified(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Verified);
    let home = Home::empty();
    let window = in_the_sandbox(&sheet, &home).await;
    create_role(&window).await;
    go(&window, "verify").await;
    window.find("quilr-key").await.send_keys("sk-quilr-0123456789abcdef-1a2b").await.unwrap();
    window.click("key-store").await;
    window.wait_for_text("key-bedrock", "ends in").await;
    window.click("gateway-run").await;
    window.wait_for_attribute("check-gateway.bedrock.chat", "data-status", "failed").await;
    window.find("verify-result").await;
    sheet.look(&window, "gateway-wrong-key").await;
    window.click("key-create").await;
    window.wait_for_text("key-said", "sandbox's dashboard").await;
    window.click("verify-run").await;
    window.wait_for_text("verify-result", "Level proven: gateway").await;
    window.find("report").await;
    sheet.look(&window, "verify-passed").await;
    sheet.look_at(&window, "report", Some("report")).await;
    window.wait_for("an event", async || window.all("[data-testid='event-AssumeRole']").await.pop()).await;
    sheet.look_at(&window, "events", Some("aws-events")).await;
    drop(window);
    sheet.end();
}
