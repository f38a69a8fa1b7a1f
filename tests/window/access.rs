//! For those who do not point, and for those who do not want things to move: where the focus goes, and
//! that nothing moves where the system asks for that.

use crate::keyboard::tab_to;
use crate::session::{Home, Theme, Window};
use thirtyfour::Key;

const STEPS: [&str; 6] = ["overview", "external_id", "role", "permissions", "dashboard", "verify"];

async fn in_the_sandbox(home: &Home) -> Window {
    let window = Window::open(home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.wait_for_text("identity", "123456789012").await;
    window
}

async fn press(window: &Window, keys: &str) {
    window.driver.action_chain().send_keys(keys).perform().await.unwrap();
}

async fn ask<T: serde::de::DeserializeOwned>(window: &Window, script: &str) -> T {
    window.driver.execute(script, vec![]).await.unwrap().convert().unwrap()
}

/// What Tab has to reach, in the document's order: of radio buttons that belong together the chosen one.
const REACHABLE: &str = r#"
    window.reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
        .filter((e) => e.type !== "radio" || e.checked);
    const names = window.reachable.map((e) => e.dataset.testid || e.id || e.textContent.trim().slice(0, 40));
    return names;"#;

/// Tag and text of what has the focus.
async fn focused(window: &Window) -> (String, String) {
    ask(window, "const e = document.activeElement; return [e.tagName, e.textContent.trim()];").await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_begins_at_its_heading() {
    let home = Home::empty();
    let window = in_the_sandbox(&home).await;
    let mut titles = vec![focused(&window).await];
    for step in &STEPS[1..] {
        tab_to(&window, "continue").await;
        press(&window, " ").await;
        window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
        titles.push(focused(&window).await);
    }
    for (tag, title) in &titles {
        assert_eq!(tag, "H1", "the focus is at {title}");
    }
    titles.dedup();
    assert_eq!(titles.len(), STEPS.len(), "a heading each: {titles:?}");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_keeps_the_focus_and_gives_it_back() {
    let home = Home::empty();
    let window = in_the_sandbox(&home).await;
    window.click("rail-permissions").await;
    window.click("show-plan").await;
    window.find("plan").await;
    window.click("apply").await;
    window.find("applied").await;
    window.click("presenter-mode").await;
    window.find("open-scenes").await;
    window.click("rail-external_id").await;
    window.wait_for_attribute("rail-external_id", "aria-current", "step").await;
    for opener in
        ["troubleshoot", "upkeep-check", "upkeep-rotate", "upkeep-revoke", "open-scenes", "regenerate"]
    {
        tab_to(&window, opener).await;
        press(&window, " ").await;
        window
            .wait_for(&format!("the dialog of `{opener}`"), async || {
                ask::<bool>(&window, "return document.querySelector('dialog[open]')?.contains(document.activeElement) ?? false;")
                    .await
                    .then_some(())
            })
            .await;
        // While a plan is being read its buttons are not there yet.
        window
            .wait_for("the dialog to be ready", async || {
                ask::<bool>(&window, "return !document.querySelector('dialog .spin');").await.then_some(())
            })
            .await;
        let names: Vec<String> = ask(&window, REACHABLE).await;
        let mut outside = Vec::new();
        for keys in [Key::Tab.value().to_string(), format!("{}{}", Key::Shift.value(), Key::Tab.value())] {
            for _ in 0..names.len().min(24) + 2 {
                window.driver.action_chain().send_keys(keys.as_str()).perform().await.unwrap();
                let (inside, name): (bool, String) = ask(
                    &window,
                    "const e = document.activeElement;
                     return [e === document.body || !!e.closest('dialog[open]'), e.dataset.testid ?? e.tagName];",
                )
                .await;
                if !inside {
                    outside.push(name);
                }
            }
        }
        assert!(outside.is_empty(), "Tab leaves the dialog of `{opener}` for {outside:?}");
        press(&window, Key::Escape.value().to_string().as_str()).await;
        window
            .wait_for("the dialog to close", async || {
                window.all("dialog[open]").await.is_empty().then_some(())
            })
            .await;
        let (back,): (String,) = ask(
            &window,
            "return [document.activeElement.dataset?.testid ?? document.activeElement.tagName];",
        )
        .await;
        assert_eq!(back, opener, "the focus goes back to where it came from");
    }
    window.close().await;
}

/// Notes everything that moves for longer than an instant.
const WATCH: &str = r#"
    window.moved = [];
    const look = () => {
        for (const each of document.getAnimations()) {
            const lasts = each.effect?.getComputedTiming().activeDuration;
            if (each.playState === "running" && lasts > 10) window.moved.push(each.animationName ?? each.transitionProperty);
        }
        requestAnimationFrame(look);
    };
    look();"#;

/// Something that turns, something that unfolds, something that opens, something that glows.
async fn what_moves(animations: bool) -> Vec<String> {
    let settings = format!("[Settings]\ngtk-enable-animations={}\n", u8::from(animations));
    let home = Home::empty().file(".config/gtk-3.0/settings.ini", &settings);
    let config = home.path(".config").display().to_string();
    let home = home.set("XDG_CONFIG_HOME", &config);
    let window = in_the_sandbox(&home).await;
    let reduced: bool = ask(&window, "return matchMedia('(prefers-reduced-motion: reduce)').matches;").await;
    assert_eq!(reduced, !animations, "the window takes the system's choice");
    window.driver.execute(WATCH, vec![]).await.unwrap();
    window.click("rail-permissions").await;
    window.click("show-plan").await;
    window.find("plan").await;
    window.click("apply").await;
    window.find("applied").await;
    window.click("what-more").await;
    // Where the screen shows no plan of its own.
    window.click("rail-external_id").await;
    window.click("upkeep-check").await;
    window.wait_for_text("plan", "nothing drifted").await;
    window.click("upkeep-close").await;
    window.click("rail-verify").await;
    window.click("verify-run").await;
    window.find("report").await;
    window.click("aws-events-toggle").await;
    window.frames().await;
    let moved = ask(&window, "return window.moved;").await;
    window.close().await;
    moved
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_where_the_system_asks_for_that() {
    let moved = what_moves(false).await;
    assert!(moved.is_empty(), "{moved:?}");
    // And where it does not, it is seen: what was looked for can be found.
    assert!(!what_moves(true).await.is_empty());
}
