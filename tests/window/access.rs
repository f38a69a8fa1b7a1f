//! For those who do not point, do not see, or do not want things to move: the order of the focus, where it
//! goes, what is told, what each thing is called, that all can be read, and that nothing moves where the
//! system asks for that.

use crate::keyboard::tab_to;
use crate::listen::{all_told, listen, told};
use crate::named::{computed, unnamed};
use crate::order::{ask, assert_order, assert_stayed, press};
use crate::session::{Home, Theme, Window};
use crate::sound::unsound;
use crate::steps::{STEPS, create_role, enter_the_sandbox, go};
use thirtyfour::{By, Key};

async fn in_the_sandbox(home: &Home) -> Window {
    let window = Window::open(home, Theme::Light).await;
    enter_the_sandbox(&window).await;
    window
}

/// Every screen of a setup, one after the other, with what is done at it done.
async fn walk(window: &Window, mut look: impl AsyncFnMut(&str)) {
    window.find("try-sandbox").await;
    look("welcome").await;
    enter_the_sandbox(window).await;
    for step in STEPS {
        go(window, step).await;
        if step == "permissions" {
            window.click("show-plan").await;
            window.find("plan").await;
            window.find("rights-summary").await;
            look("the plan").await;
            window.click("apply").await;
            window.find("applied").await;
        }
        if step == "verify" {
            window.click("verify-run").await;
            window.find("report").await;
            // The last call of the run: what AWS saw is whole, and no row comes in between.
            window.wait_for_text("aws-events", "quilr-verify-removed").await;
        }
        look(step).await;
    }
}

/// The sandbox's organization in a rollout, and its plan.
async fn to_the_rollout(window: &Window) {
    window.click("many-accounts").await;
    window.click("many-sandbox").await;
    window.wait_for_text("identity", "123456789012").await;
    window.click("list-organization").await;
    window.wait_for_text("list-found", "found").await;
    window.click("list-take").await;
    window.find("list-summary").await;
    window.click("plan-show").await;
    window.find("plan-lines").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_goes_from_its_top_to_its_bottom_and_says_what_each_thing_is() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    // One column: what is read from the top to the bottom is one sequence.
    window.resize(900, 1000).await;
    let mut faults = Vec::new();
    let mut look = async |screen: &str| {
        assert_order(&window, screen).await;
        for each in unnamed(&window).await {
            faults.push(format!("{screen}: {each}"));
        }
        if screen == "role" {
            let drawing = window.find("trust-drawing").await.find(By::Tag("svg")).await.unwrap();
            let role = computed(&window, &drawing, "computedrole").await;
            // ARIA 1.3 calls `img` `image` too.
            assert!(["img", "image"].contains(&role.as_str()), "the drawing is `{role}`");
            assert_eq!(computed(&window, &drawing, "computedlabel").await, "The trust relation");
        }
    };
    walk(&window, &mut look).await;
    window.click("all-setups").await;
    window.wait_for("the saved setup", async || window.all("[data-testid^='setup-']").await.pop()).await;
    look("the saved setups").await;
    to_the_rollout(&window).await;
    look("a rollout").await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cut_off_at_any_size_and_no_state_is_told_by_colour_alone() {
    let mut faults = Vec::new();
    for zoom in [1, 2] {
        let home = Home::empty();
        let window = Window::open_enlarged(&home, Theme::Light, zoom).await;
        let mut look = async |screen: &str| {
            for width in [900, 1600] {
                window.resize(width, 1000).await;
                for each in unsound(&window).await {
                    faults.push(format!("{screen}, {width} px, {zoom}00 %: {each}"));
                }
            }
        };
        walk(&window, &mut look).await;
        window.click("upkeep-rotate").await;
        window.find("upkeep-go").await;
        look("rotate").await;
        window.close().await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The test id of what has the focus, else its tag.
async fn focused(window: &Window) -> String {
    ask(window, "const e = document.activeElement; return e.dataset?.testid ?? e.tagName;").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_keeps_the_focus_and_gives_it_back() {
    let home = Home::empty();
    let window = in_the_sandbox(&home).await;
    create_role(&window).await;
    window.click("presenter-mode").await;
    window.find("open-scenes").await;
    go(&window, "external_id").await;
    for opener in
        ["regenerate", "upkeep-check", "upkeep-rotate", "upkeep-revoke", "troubleshoot", "open-scenes"]
    {
        tab_to(&window, opener).await;
        press(&window, " ").await;
        // While a plan is being read its buttons are not there yet.
        window
            .wait_for(&format!("the dialog of `{opener}`"), async || {
                ask::<bool>(
                    &window,
                    "const dialog = document.querySelector('dialog[open]');
                     const there = (id) => dialog.querySelector(`[data-testid=${id}]`);
                     return !!dialog?.contains(document.activeElement) && !dialog.querySelector('.spin')
                         && (!there('upkeep-go') || !!there('rights-summary'));",
                )
                .await
                .then_some(())
            })
            .await;
        let heading = window.driver.find(By::Css("dialog[open] h2")).await.unwrap();
        let dialog = window.driver.find(By::Css("dialog[open]")).await.unwrap();
        assert_eq!(
            computed(&window, &dialog, "computedlabel").await,
            heading.text().await.unwrap(),
            "the dialog of `{opener}` is called by its heading"
        );
        assert_order(&window, opener).await;
        let tabs = Key::Tab.value().to_string().repeat(3);
        let backwards = window.driver.action_chain().key_down(Key::Shift).send_keys(tabs.as_str());
        backwards.key_up(Key::Shift).perform().await.unwrap();
        assert_stayed(&window, &format!("{opener}, backwards")).await;
        assert_eq!(unnamed(&window).await, Vec::<String>::new(), "{opener}");
        press(&window, &Key::Escape.value().to_string()).await;
        window
            .wait_for("the dialog to close", async || {
                window.all("dialog[open]").await.is_empty().then_some(())
            })
            .await;
        assert_eq!(focused(&window).await, opener, "the focus goes back to where it came from");
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_told_to_those_who_listen_and_the_focus_goes_to_what_came_of_it() {
    let home = Home::empty();
    let window = in_the_sandbox(&home).await;
    listen(&window).await;
    go(&window, "external_id").await;
    assert_eq!(focused(&window).await, "H1", "a step begins at its heading, which is read out");
    window.click("copy-external_id").await;
    told(&window, "Copied").await;
    window.fill("field-external_id", "acme production").await;
    told(&window, "space").await;
    window.fill("field-external_id", "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11").await;
    told(&window, "Saved").await;
    create_role(&window).await;
    assert_eq!(focused(&window).await, "applied", "what is done has the focus");
    go(&window, "verify").await;
    window.click("verify-run").await;
    told(&window, "Level proven: assume and invoke").await;
    let seconds = all_told(&window).await.iter().filter(|text| text.contains("Running, ")).count();
    assert_eq!(seconds, 0, "the seconds that pass are not told");

    window.click("upkeep-rotate").await;
    told(&window, "1 change").await;
    for (button, then) in
        [("upkeep-go", "rotation-waits"), ("rotate-finish", "H3"), ("upkeep-go", "upkeep-done")]
    {
        tab_to(&window, button).await;
        press(&window, " ").await;
        window
            .wait_for(&format!("the focus to go from `{button}` to `{then}`"), async || {
                (focused(&window).await == then).then_some(())
            })
            .await;
    }
    press(&window, &Key::Escape.value().to_string()).await;

    window.click("all-setups").await;
    to_the_rollout(&window).await;
    told(&window, "to CloudFormation").await;
    window.click("deploy").await;
    window.click("ask-yes").await;
    told(&window, "Deployed").await;
    let read = all_told(&window).await.iter().filter(|text| text.contains("Reading the StackSet: ")).count();
    assert_eq!(read, 0, "accounts that are read are not told one by one");
    assert_eq!(focused(&window).await, "H2", "the focus is where the work is told of");
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
    create_role(&window).await;
    window.click("what-more").await;
    window.click("upkeep-check").await;
    window.wait_for_text("upkeep-plan", "nothing drifted").await;
    window.click("upkeep-close").await;
    go(&window, "verify").await;
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
