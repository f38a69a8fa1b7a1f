//! The panels at the window's side, the questions, and presenting.

use super::wizard::in_the_sandbox;
use super::{Look, Sheet, Tour};
use crate::session::Home;
use crate::steps::{create_role, go};

pub(super) async fn upkeep(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Upkeep);
    let home = Home::empty();
    let window = in_the_sandbox(&sheet, &home).await;
    window.click("troubleshoot").await;
    window.find("troubleshoot-panel").await;
    sheet.look(&window, "troubleshoot").await;
    let error = "sts:AssumeRole failed: The requested DurationSeconds exceeds the MaxSessionDuration set for this role";
    window.fill("troubleshoot-text", error).await;
    window.wait_for_text("diagnosis", "MaxSessionDuration").await;
    sheet.look(&window, "troubleshoot-known").await;
    window.fill("troubleshoot-text", "the cat sat on the mat").await;
    window.wait_for_text("diagnosis", "nknown").await;
    sheet.look(&window, "troubleshoot-unknown").await;
    window.click("troubleshoot-close").await;

    create_role(&window).await;
    // Where the screen shows no plan of its own.
    go(&window, "external_id").await;
    window.click("upkeep-check").await;
    window.wait_for_text("upkeep-plan", "nothing drifted").await;
    sheet.look(&window, "check-clean").await;
    window.click("upkeep-close").await;
    window.click("regenerate").await;
    window.find("confirm").await;
    sheet.look(&window, "external-id-question").await;
    window.click("confirm-no").await;

    window.click("upkeep-rotate").await;
    window.wait_for_text("upkeep-plan", "Accept the new ExternalId").await;
    sheet.look(&window, "rotate").await;
    window.click("upkeep-go").await;
    window.find("rotate-finish").await;
    sheet.look(&window, "rotate-waits").await;
    window.click("rotate-finish").await;
    window.wait_for_text("upkeep-plan", "Accept the new ExternalId only").await;
    window.click("upkeep-go").await;
    window.find("upkeep-done").await;
    sheet.look(&window, "rotate-done").await;
    window.click("upkeep-close").await;

    window.click("upkeep-revoke").await;
    window.find("stops").await;
    sheet.look(&window, "revoke").await;
    window.click("upkeep-go").await;
    window.wait_for_text("upkeep-done", "Revoked").await;
    sheet.look(&window, "revoke-done").await;
    window.click("upkeep-close").await;
    window.click("upkeep-check").await;
    window.wait_for_text("upkeep-plan", "Stays as it is").await;
    sheet.look(&window, "check-drift").await;
    drop(window);
    sheet.end();
}

pub(super) async fn presenter(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Presenter);
    let home = Home::empty();
    let window = in_the_sandbox(&sheet, &home).await;
    window.click("presenter-mode").await;
    window.find("open-scenes").await;
    sheet.look(&window, "presenter-overview").await;
    go(&window, "role").await;
    sheet.look(&window, "presenter-role").await;
    go(&window, "dashboard").await;
    sheet.look(&window, "presenter-dashboard").await;
    window.click("open-scenes").await;
    window.find("scenes").await;
    sheet.look(&window, "presenter-scenes").await;
    window.click("play-model-access").await;
    let failed = "[data-testid='check-invoke.anthropic-messages'][data-status='failed']";
    window.wait_for("the fault", async || window.all(failed).await.pop()).await;
    window.find("verify-result").await;
    sheet.look_at(&window, "presenter-failed", Some("fix-invoke.anthropic-messages")).await;
    window.click("remedy-invoke.anthropic-messages").await;
    window.find("to-dashboard").await;
    sheet.look(&window, "presenter-remedied").await;
    drop(window);
    sheet.end();
}
