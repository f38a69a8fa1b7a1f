//! Many accounts: the sandbox's organization, from its list to its roles and back.

use super::{Look, Sheet, Tour};
use crate::rollout_sandbox::{MANAGEMENT, deploy, take_the_organization};
use crate::session::Home;

pub(super) async fn rollout(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Rollout);
    let home = Home::empty();
    let window = sheet.open(&home).await;
    window.click("many-accounts").await;
    window.find("many-sandbox").await;
    sheet.look_at(&window, "many-accounts", Some("many-sandbox")).await;
    window.click("many-sandbox").await;
    window.wait_for_text("identity", MANAGEMENT).await;
    sheet.look(&window, "rollout").await;
    window.fill("list-text", "account_id,name\n111111111111,audit\n1.11E+11,billing\n").await;
    window.find("note-line-3").await;
    sheet.look_at(&window, "rollout-list-wrong", Some("list-found")).await;
    take_the_organization(&window).await;
    window.click("plan-show").await;
    window.wait_for_text("plan-lines", "5 accounts get the role").await;
    sheet.look_at(&window, "rollout-plan", Some("rollout-plan")).await;
    window.click("deploy").await;
    window.find("ask-deploy").await;
    sheet.look(&window, "rollout-question").await;
    window.click("ask-no").await;
    deploy(&window, "Deployed in 5 accounts.").await;
    sheet.look_at(&window, "rollout-done", Some("rollout-plan")).await;
    window.click("check-all").await;
    window.wait_for_text("work-over", "Checked 5 accounts: all passed.").await;
    sheet.look_at(&window, "rollout-checked", Some("rollout-grid")).await;
    window.click("choose-all").await;
    window.click("remove").await;
    window.click("remove-retain").await;
    window.wait_for_text("remove-means", "The keys go on working").await;
    sheet.look(&window, "rollout-remove").await;
    window.click("ask-yes").await;
    window.wait_for_text("work-over", "Taken out of the StackSet: 5 accounts.").await;
    deploy(&window, "Deployed in no account. 5 failed.").await;
    sheet.look_at(&window, "rollout-failed", Some("rollout-plan")).await;
    window.click(&format!("row-{MANAGEMENT}")).await;
    window.wait_for_text("detail-reason", "already exists").await;
    sheet.look(&window, "rollout-reason").await;
    drop(window);
    sheet.end();
}
