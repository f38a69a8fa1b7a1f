//! One role in many accounts, in the real window against moto's StackSets: from a pasted list to the
//! last role removed; and the table of ten thousand rows. In the sandbox: `rollout_sandbox.rs`.

use crate::large::large;
use crate::session::{Home, Theme, Window};
use crate::tools::Helper;
use serde_json::{Value, json};
use thirtyfour::Key;

const ONE: &str = "111111111111";
const TWO: &str = "222222222222";
const THREE: &str = "333333333333";
const ROLE: &str = "quilr-gateway-bedrock";

/// moto 5.2 answers the permissions policy of a role that a stack has made as Python writes it, not as
/// JSON: nothing can be read from it. AWS answers JSON, and so does the sandbox, where all checks pass.
const NO_JSON_IN_MOTO: [&str; 1] = ["quilr-gateway-bedrock-invoke"];
/// The checks that warn for that, and no other.
const WARNS_IN_MOTO: [&str; 2] = ["The permissions allow bedrock", "The role is as planned"];

/// moto with several accounts, and a profile that administers them.
fn world() -> (Helper, Home) {
    let mut accounts = Helper::start(include_str!("../../crates/cli/tests/code/accounts.py"));
    let answer = accounts.ask(&json!({ "do": "endpoint" }));
    let endpoint = answer["endpoint"].as_str().unwrap();
    let home = Home::empty()
        .file("aws-config", &format!("[profile admin]\nregion = us-east-1\nendpoint_url = {endpoint}\n"))
        .file("aws-credentials", "[admin]\naws_access_key_id = testing\naws_secret_access_key = testing\n");
    (accounts, home)
}

/// The ExternalId that the role of an account asks for; `None`: there is no such role.
fn asked_for(accounts: &mut Helper, account: &str) -> Option<String> {
    let there = accounts.ask(&json!({ "do": "has_role", "role": ROLE, "account": account }));
    if there["there"] == Value::Bool(false) {
        return None;
    }
    let role = accounts.ask(&json!({ "do": "role", "role": ROLE, "account": account }));
    let id = &role["trust"]["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"];
    Some(id.as_str().unwrap().to_owned())
}

async fn paste(window: &Window, text: &str) {
    const PASTE: &str = "const [area, text] = arguments;
        area.focus(); area.select(); document.execCommand('insertText', false, text);";
    let area = window.find("list-text").await;
    window.driver.execute(PASTE, vec![area.to_json().unwrap(), json!(text)]).await.unwrap();
}

async fn row(window: &Window, account: &str, says: &str) {
    window.wait_for_text(&format!("row-{account}"), says).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_becomes_roles_one_failure_is_tried_again_all_are_checked_and_removed() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let (mut accounts, home) = world();
        let window = Window::open(&home, theme).await;
        let look = async |shot: &str| {
            window.shot(&format!("{name}-rollout-{shot}")).await;
            window.assert_accessible(&format!("rollout: {shot}")).await;
        };
        window.click("many-accounts").await;
        window.click("profile-admin").await;
        window.wait_for_text("identity", "123456789012").await;
        look("empty").await;

        let list = format!("account_id,name\n{ONE},audit\n1.11E+11,billing\n{TWO},shop\n{THREE},web\n");
        paste(&window, &list).await;
        window.wait_for_text("list-found", "3 accounts found").await;
        window.find("note-line-3").await;
        look("notes").await;
        window.click("list-take").await;
        window.wait_for_text("list-summary", "3 accounts came").await;

        window.click("plan-show").await;
        window.wait_for_text("plan-lines", "3 accounts get the role").await;
        window.click("rollout-template").await;
        window.wait_for_text("rollout-template-text", "AWS::IAM::Role").await;
        look("plan").await;
        window.click("rollout-template").await;
        let nobody = json!({ "Version": "2012-10-17", "Statement": [] });
        accounts.ask(&json!({ "do": "make_role", "account": TWO, "role": ROLE, "trust": nobody }));

        window.click("deploy").await;
        window.wait_for_text("ask-deploy", "Deploy to 3 accounts?").await;
        let focused = window.driver.active_element().await.unwrap();
        let focused = focused.attr("data-testid").await.unwrap().unwrap_or_default();
        assert_eq!(focused, "ask-no", "the safe answer has the focus");
        assert_eq!(accounts.ask(&json!({ "do": "stack_sets" })), json!({}), "nothing before the answer");
        look("ask").await;
        window.click("ask-yes").await;
        window.wait_for_text("work-over", "Deployed in 2 of 3 accounts. 1 failed.").await;
        let told = window.text("work-over").await;
        assert!(!told.contains("(0 ms)"), "how long it took is told: {told}");
        row(&window, ONE, "Done").await;
        row(&window, TWO, "Failed").await;
        look("one-failed").await;

        window.click(&format!("row-{ONE}")).await;
        let external_id = window.text("detail-external-id").await;
        assert_eq!(asked_for(&mut accounts, ONE), Some(external_id), "the row says what the role asks for");
        window.click("detail-close").await;
        window.click(&format!("row-{TWO}")).await;
        window.wait_for_text("detail-reason", "already exists").await;
        look("detail").await;
        window.click("detail-close").await;

        accounts.ask(&json!({ "do": "clear", "account": TWO, "role": ROLE }));
        window.click("retry").await;
        window.wait_for_text("work-over", "Retried: deployed in 1 account.").await;
        row(&window, TWO, "Done").await;
        assert!(asked_for(&mut accounts, TWO).is_some());
        window.wait_for_text("plan-status", "Nothing to do").await;

        window.click("check-all").await;
        window.wait_for_text("work-over", "Checked 3 accounts: 0 passed, 3 to look at.").await;
        for account in [ONE, TWO, THREE] {
            window.click(&format!("row-{account}")).await;
            window.wait_for_text("detail-verdict", "To read").await;
            let mut warns = Vec::new();
            for check in window.all("[data-testid='detail-verdict'] li").await {
                warns.push(check.text().await.unwrap());
            }
            assert_eq!(warns, WARNS_IN_MOTO, "{account}");
            let role = accounts.ask(&json!({ "do": "role", "role": ROLE, "account": account }));
            assert_eq!(role["no_json"], json!(NO_JSON_IN_MOTO), "{account}");
            window.click("detail-close").await;
        }
        look("checked").await;

        window.click("choose-all").await;
        window.click("remove").await;
        window.wait_for_text("ask-remove", "Remove the role from 3 accounts?").await;
        look("ask-remove").await;
        window.click("ask-yes").await;
        window.wait_for_text("work-over", "Removed from 3 accounts.").await;
        row(&window, ONE, "Not deployed").await;
        for account in [ONE, TWO, THREE] {
            assert_eq!(asked_for(&mut accounts, account), None, "{account}");
        }
        window.click("rollout-back").await;
        window.wait_for_text("many-accounts", "Many accounts").await;
        look("welcome").await;
        window.close().await;

        // What was given is there at the next start, with what was no account in it.
        let window = Window::open(&home, theme).await;
        let saved = window
            .wait_for("the saved rollout", async || window.all("[data-testid^='rollout-']").await.pop())
            .await;
        assert!(saved.text().await.unwrap().contains("3 accounts"));
        saved.click().await.unwrap();
        window.click("list-change").await;
        assert_eq!(window.value("list-text").await, list);
        window.close().await;
    }
}

/// Scrolls the table to its end within a second and a half, a step each frame, and counts the frames
/// and how long the slowest took.
const SCROLL: &str = "const done = arguments[0];
    const grid = document.querySelector('[data-testid=rollout-grid]');
    const end = grid.scrollHeight - grid.clientHeight;
    const frames = [];
    let most = 0, last = 0, begun = 0, empty = 0;
    function step(now) {
      if (!begun) begun = last = now;
      else { frames.push(now - last); last = now; }
      const rows = grid.querySelectorAll('.layer [role=row]');
      most = Math.max(most, rows.length);
      if (now - begun > 1500) {
        frames.sort((a, b) => a - b);
        return done({ frames: frames.length, ms: now - begun, most,
          median: frames[frames.length >> 1], worst: frames[frames.length - 1] });
      }
      grid.scrollTop = end * (now - begun) / 1500;
      requestAnimationFrame(step);
    }
    requestAnimationFrame(step);";

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_rows_scroll_are_found_and_are_walked_with_the_keys() {
    let home = large(10_000);
    let window = Window::open(&home, Theme::Light).await;
    window.click("rollout-large").await;
    let grid = window.find("rollout-grid").await;
    assert_eq!(window.attribute("rollout-grid", "aria-rowcount").await, "10001");
    grid.scroll_into_view().await.unwrap();
    let scrolled = window.driver.execute_async(SCROLL, vec![]).await.unwrap();
    let scrolled: Value = scrolled.json().clone();
    assert!(scrolled["most"].as_u64().unwrap() < 60, "only rows in sight are there: {scrolled}");
    window.shot("light-rollout-many-end").await;
    window.assert_accessible("ten thousand rows").await;

    grid.click().await.unwrap();
    window.click("detail-close").await;
    grid.send_keys(Key::Home + "").await.unwrap();
    grid.send_keys(Key::End + "").await.unwrap();
    window.find("row-100000009999").await;
    grid.send_keys(Key::PageUp + "").await.unwrap();
    grid.send_keys(Key::Down + "").await.unwrap();
    grid.send_keys(Key::Enter + "").await.unwrap();
    window.wait_for_text("rollout-detail", "Account 10000000").await;
    window.click("detail-close").await;

    window.fill("find", "team-777").await;
    window.wait_for_attribute("rollout-grid", "aria-rowcount", "12").await;
    window.resize(900, 800).await;
    window.shot("narrow-rollout-found").await;
    window.assert_accessible("a narrow table").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn presenting_hides_the_accounts_of_a_rollout() {
    let home = large(40).file("data/presenter-mode", "");
    let window = Window::open(&home, Theme::Light).await;
    window.click("rollout-large").await;
    window.find("rollout-grid").await;
    let shown = window.text("rollout-table").await;
    assert!(shown.contains("••••••••••••"), "{shown}");
    assert!(!shown.contains("100000000"), "{shown}");
    window.shot("light-rollout-presenting").await;
    window.close().await;
}
