//! The wizard with the keyboard alone, and copy buttons that tell the truth.

use crate::session::{Home, Theme, Window};
use thirtyfour::{By, Key};

/// Tabs until the element with this test id has the focus.
pub(crate) async fn tab_to(window: &Window, testid: &str) {
    for _ in 0..80 {
        window.driver.action_chain().send_keys(Key::Tab + "").perform().await.unwrap();
        let focused = window.driver.active_element().await.unwrap();
        if focused.attr("data-testid").await.unwrap().as_deref() == Some(testid) {
            return;
        }
    }
    panic!("`{testid}` cannot be reached with Tab");
}

async fn press(window: &Window, testid: &str, key: &str) {
    tab_to(window, testid).await;
    window.driver.action_chain().send_keys(key).perform().await.unwrap();
}

/// On to the next step, which begins at its heading.
async fn next(window: &Window, step: &str) {
    let before = window.driver.find(By::Css("h1")).await.unwrap().text().await.unwrap();
    press(window, "continue", " ").await;
    window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
    let focused = window.driver.active_element().await.unwrap();
    assert_eq!(focused.tag_name().await.unwrap(), "h1", "the focus goes to the heading of `{step}`");
    assert_ne!(focused.text().await.unwrap(), before, "which is another one");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_wizard_with_the_keyboard_alone() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.find("try-sandbox").await;
    press(&window, "try-sandbox", " ").await;
    window.wait_for_text("identity", "123456789012").await;
    for step in ["external_id", "role", "permissions"] {
        next(&window, step).await;
    }
    press(&window, "show-plan", " ").await;
    window.find("plan").await;
    press(&window, "apply", " ").await;
    window.find("applied").await;
    next(&window, "dashboard").await;
    next(&window, "verify").await;
    press(&window, "verify-run", " ").await;
    window.wait_for_text("verify-result", "assume and invoke").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copied_is_said_only_after_the_clipboard_took_it() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.click("continue").await;
    let external_id = window.value("field-external_id").await;
    window.click("copy-external_id").await;
    window.wait_for_text("copy-external_id", "Copied").await;
    assert_eq!(home.display.clipboard(), external_id);
    window.close().await;
}
