//! For those who do not point, do not see, or do not want things to move: the order of the focus, where it
//! goes, what is told, what each thing is called, and that nothing moves where the system asks for that.

use crate::keyboard::tab_to;
use crate::session::{Home, Theme, Window};
use crate::sound::unsound;
use serde_json::Value;
use std::sync::Arc;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::{Key, WebElement};

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

const FOCUSED: &str = "return window.reachable.indexOf(document.activeElement);";

/// Where one that follows stands wholly above the one before, or on its left in the same row.
const UPWARDS: &str = r#"
    const main = document.querySelector("main");
    const all = window.reachable.filter((e) => main.contains(e) && !e.closest("[hidden]"));
    const box = (e) => (e.type === "radio" || e.type === "checkbox" ? e.closest("label") ?? e : e).getBoundingClientRect();
    const wrong = [];
    for (let at = 1; at < all.length; at++) {
        const [before, after] = [box(all[at - 1]), box(all[at])];
        const row = after.top < before.bottom && before.top < after.bottom;
        if (after.bottom <= before.top + 1 || (row && after.right <= before.left))
            wrong.push(`${all[at - 1].dataset.testid || all[at - 1].id} then ${all[at].dataset.testid || all[at].id}`);
    }
    return wrong;"#;

/// What can be clicked and has no place in Tab's order, besides what a list box reaches with arrows.
const OUT_OF_REACH: &str = r#"
    return [...document.querySelectorAll("button, a, [role=button], [onclick]")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex < 0)
        .filter((e) => !e.closest("[role=listbox], .combobox, .combo"))
        .map((e) => e.dataset.testid || e.textContent.trim());"#;

/// Tab goes once round the screen: to everything, in order, and out at its end.
async fn assert_order(window: &Window, screen: &str) {
    let names: Vec<String> = ask(window, REACHABLE).await;
    let out: Vec<String> = ask(window, OUT_OF_REACH).await;
    assert!(out.is_empty(), "{screen}: no key reaches {out:?}");
    let mut went = Vec::new();
    // Once more than there are, for the way through the window's own frame.
    for _ in 0..names.len() + 1 {
        press(window, Key::Tab.value().to_string().as_str()).await;
        let at: i64 = ask(window, FOCUSED).await;
        if let Ok(at) = usize::try_from(at) {
            if went.first() == Some(&at) {
                break;
            }
            went.push(at);
        }
    }
    let first = *went.first().unwrap_or_else(|| panic!("{screen}: Tab reaches nothing"));
    let wanted: Vec<usize> = (first..names.len()).chain(0..first).collect();
    let told = |order: &[usize]| order.iter().map(|at| names[*at].clone()).collect::<Vec<_>>();
    assert_eq!(told(&went), told(&wanted), "{screen}");
    let wrong: Vec<String> = ask(window, UPWARDS).await;
    assert!(wrong.is_empty(), "{screen} is not read from the top to the bottom: {wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tab_goes_through_every_screen_in_its_order() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.find("try-sandbox").await;
    // One column: what is read from the top to the bottom is one sequence.
    window.resize(900, 1000).await;
    assert_order(&window, "welcome").await;
    window.click("try-sandbox").await;
    window.wait_for_text("identity", "123456789012").await;
    for step in STEPS {
        window.click(&format!("rail-{step}")).await;
        window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
        if step == "permissions" {
            window.click("show-plan").await;
            window.find("plan").await;
            assert_order(&window, "the plan").await;
            window.click("apply").await;
            window.find("applied").await;
        }
        if step == "verify" {
            window.click("verify-run").await;
            window.find("report").await;
        }
        assert_order(&window, step).await;
    }
    window.close().await;
}

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

/// From now on the page notes what changes in a region that was there to be listened to, and every alert.
const LISTEN: &str = r#"
    window.told = [];
    const REGIONS = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]";
    const known = new WeakSet(document.querySelectorAll(REGIONS));
    new MutationObserver((changes) => {
        for (const change of changes) {
            const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            const quiet = element?.closest("[role=timer], [aria-live=off]");
            const region = element?.closest(REGIONS);
            if (!quiet && region && known.has(region)) window.told.push(region.textContent.trim().replace(/\s+/g, " "));
            for (const node of change.addedNodes) {
                if (node.nodeType !== 1) continue;
                for (const each of [node, ...node.querySelectorAll("*")]) {
                    if (each.matches("[role=alert]")) window.told.push(each.textContent.trim());
                }
            }
        }
        // One that has just come is listened to from now on.
        for (const region of document.querySelectorAll(REGIONS)) known.add(region);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });"#;

async fn told(window: &Window, wanted: &str) {
    window
        .wait_for(&format!("`{wanted}` to be told"), async || {
            let told: Vec<String> = ask(window, "return window.told;").await;
            told.iter().any(|text| text.contains(wanted)).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_told_to_those_who_listen() {
    let home = Home::empty();
    let window = in_the_sandbox(&home).await;
    let none: Option<bool> = window.driver.execute(LISTEN, vec![]).await.unwrap().convert().unwrap();
    assert!(none.is_none());
    window.click("rail-external_id").await;
    window.click("copy-external_id").await;
    told(&window, "Copied").await;
    window.fill("field-external_id", "acme production").await;
    told(&window, "spaces").await;
    window.fill("field-external_id", "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11").await;
    window.wait_for_text("save-state", "Saved").await;
    told(&window, "Saved").await;
    window.click("rail-permissions").await;
    window.click("show-plan").await;
    window.find("plan").await;
    window.click("apply").await;
    window.find("applied").await;
    // What is done stands in a block of its own, which gets the focus.
    assert!(focused(&window).await.1.contains("The role is as planned"));
    window.click("rail-verify").await;
    window.click("verify-run").await;
    window.find("verify-result").await;
    told(&window, "Level proven: assume and invoke").await;
    let told: Vec<String> = ask(&window, "return window.told;").await;
    let seconds = told.iter().filter(|text| text.contains("Running, ")).count();
    assert!(seconds <= 2, "the seconds that pass are not told one by one: {seconds}");
    window.close().await;
}

#[derive(Debug)]
struct Computed(String);

impl ExtensionCommand for Computed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> axum::http::Method {
        axum::http::Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        self.0.as_str().into()
    }
}

/// What assistive technology is told of an element: `computedrole` or `computedlabel`.
async fn computed(window: &Window, element: &WebElement, what: &str) -> String {
    let command = Computed(format!("/element/{}/{what}", element.element_id()));
    let answer = window.driver.cmd(Command::ExtensionCommand(Box::new(command))).await.unwrap();
    answer.value_json().unwrap().as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_can_be_used_says_what_it_is() {
    let home = Home::empty();
    let window = in_the_sandbox(&home).await;
    for step in STEPS {
        window.click(&format!("rail-{step}")).await;
        window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
        let mut unnamed = Vec::new();
        for element in
            window.all("button, input, select, textarea, summary, a[href], [role=img], table").await
        {
            if !element.is_displayed().await.unwrap() {
                continue;
            }
            let role = computed(&window, &element, "computedrole").await;
            let name = computed(&window, &element, "computedlabel").await;
            let mute = element.tag_name().await.unwrap() != "table" && name.trim().is_empty();
            if mute || ["", "generic", "none", "presentation"].contains(&role.as_str()) {
                unnamed.push(format!("{} is `{role}` named `{name}`", element.outer_html().await.unwrap()));
            }
        }
        assert!(unnamed.is_empty(), "{step}: {unnamed:#?}");
        if step == "role" {
            let drawing = window.find("trust-drawing").await.find(thirtyfour::By::Tag("svg")).await.unwrap();
            let told = (
                computed(&window, &drawing, "computedrole").await,
                computed(&window, &drawing, "computedlabel").await,
            );
            // ARIA 1.3 calls `img` `image` too.
            assert!(["img", "image"].contains(&told.0.as_str()), "{told:?}");
            assert_eq!(told.1, "The trust relation");
        }
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
    window.wait_for_text("upkeep-plan", "nothing drifted").await;
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

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cut_off_at_any_size_and_no_state_is_told_by_colour_alone() {
    let mut faults = Vec::new();
    for zoom in [1, 2] {
        let home = Home::empty();
        let window = Window::open_enlarged(&home, Theme::Light, zoom).await;
        window.find("try-sandbox").await;
        let mut look = async |screen: &str| {
            for width in [900, 1600] {
                window.resize(width, 1000).await;
                let found = unsound(&window).await;
                faults.extend(
                    found.into_iter().map(|each| format!("{screen}, {width} px, {zoom}00 %: {each}")),
                );
            }
        };
        look("welcome").await;
        window.click("try-sandbox").await;
        window.wait_for_text("identity", "123456789012").await;
        for step in STEPS {
            window.click(&format!("rail-{step}")).await;
            window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
            if step == "permissions" {
                window.click("show-plan").await;
                window.find("plan").await;
                look("plan").await;
                window.click("apply").await;
                window.find("applied").await;
            }
            if step == "verify" {
                window.click("verify-run").await;
                window.find("report").await;
            }
            look(step).await;
        }
        window.click("upkeep-rotate").await;
        window.find("upkeep-go").await;
        look("rotate").await;
        drop(window);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
