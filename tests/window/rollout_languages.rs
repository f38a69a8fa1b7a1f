//! The screens of a rollout in German and Japanese, as `languages.rs` walks the others: in the sandbox,
//! with an account that fails.

use crate::languages::{Walk, apply};
use crate::rollout_sandbox::{deploy, of_the_organization, take_the_organization};
use crate::session::Home;

#[tokio::test(flavor = "multi_thread")]
async fn no_text_of_a_rollout_is_cut_off_or_left_in_english_up_to_its_plan() {
    let home = Home::empty();
    let mut walk = Walk::begin(&home).await;
    walk.window.click("many-accounts").await;
    walk.window.find("many-sandbox").await;
    walk.look("many").await;
    walk.window.click("many-sandbox").await;
    walk.window.wait_for_text("identity", "123456789012").await;
    walk.look("rollout-empty").await;
    // A line for each thing that can be wrong with one.
    let wrong = "account_id,name,external_id\n1.11E+11,a,\n12345678901,b,\n222222222222,c,x y\n\
                 333333333333,d,\n333333333333,e,\nnobody,f,\n975050335771,g,\n";
    walk.window.fill("list-text", wrong).await;
    walk.window.find("note-line-2").await;
    walk.look("rollout-notes").await;
    take_the_organization(&walk.window).await;
    walk.window.click("rollout-how").await;
    walk.window.pick("model-service").await;
    walk.window.find("how-note-permission_model").await;
    walk.look("rollout-how").await;
    walk.window.pick("model-self").await;
    walk.window.click("rollout-how").await;
    walk.window.click("plan-show").await;
    walk.window.wait_for_text("plan-lines", "5 accounts get the role").await;
    walk.look("rollout-plan").await;
    walk.window.click("deploy").await;
    walk.window.find("ask-deploy").await;
    walk.look("rollout-ask-deploy").await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_of_a_rollout_is_cut_off_or_left_in_english_while_it_is_done() {
    let home = Home::empty();
    let mut walk = Walk::begin(&home).await;
    // The role is in the management account already, so that the StackSet cannot make it there.
    apply(&walk.window).await;
    walk.window.click("all-setups").await;
    of_the_organization(&walk.window).await;
    walk.window.click("plan-show").await;
    deploy(&walk.window, "Deployed in 4 of 5 accounts. 1 failed.").await;
    walk.window.wait_for_text("row-123456789012", "Failed").await;
    walk.look("rollout-failed").await;
    walk.window.click("row-123456789012").await;
    walk.window.find("rollout-detail").await;
    walk.window.wait_for_text("detail-reason", "already exists").await;
    walk.look("rollout-detail").await;
    walk.window.click("detail-close").await;
    walk.window.click("check-all").await;
    walk.window.wait_for_text("work-over", "Checked 5 accounts").await;
    walk.look("rollout-checked").await;
    walk.window.click("choose-all").await;
    walk.window.click("remove").await;
    walk.window.click("remove-set").await;
    walk.look("rollout-ask-remove").await;
    walk.window.click("remove-retain").await;
    walk.look("rollout-ask-retain").await;
    walk.window.click("remove-retain").await;
    walk.window.click("remove-set").await;
    walk.window.click("ask-yes").await;
    walk.window.wait_for_text("work-over", "Removed from 5 accounts.").await;
    walk.look("rollout-removed").await;
    walk.window.click("clear-set").await;
    walk.look("rollout-ask-clear").await;
    walk.end().await;
}
