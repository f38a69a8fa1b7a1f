//! Presenting: every scene from its fault to its remedy to green, nothing of an account id on screen,
//! and what AWS sees.

use crate::keyboard::tab_to;
use crate::session::{Home, Theme, Window};
use thirtyfour::Key;

/// The sandbox's account, and what would be left of it where it is cut.
const ID: &str = "123456789012";

/// How a scene is mended.
enum Mend {
    /// It needs nothing: what was waited for is there.
    Nothing,
    /// The remedy shows a plan, which is applied.
    Plan,
    /// The same, and whoever is let in besides the gateway is chosen for removal.
    PlanAndRemove,
    /// The remedy runs the checks again by itself.
    AtOnce,
}

/// Name; the check at which it shows, and how; words of the error on screen; how it is mended.
const SCENES: [(&str, &str, &str, &str, Mend); 9] = [
    ("all-good", "assume.with-external-id", "passed", "", Mend::Nothing),
    (
        "wrong-external-id",
        "assume.with-external-id",
        "failed",
        "is not authorized to perform: sts:AssumeRole on resource:",
        Mend::Plan,
    ),
    (
        "no-external-id-condition",
        "assume.without-external-id",
        "failed",
        "missing the ExternalId condition",
        Mend::Plan,
    ),
    (
        "gateway-not-trusted",
        "account.trust-admits-gateway",
        "failed",
        "The trust policy does not list arn:aws:iam::975050335771:user/quilr-gateway as a principal",
        Mend::PlanAndRemove,
    ),
    (
        "duration-too-long",
        "assume.with-external-id",
        "failed",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
        Mend::Plan,
    ),
    (
        "inference-profile-not-allowed",
        "invoke.anthropic-messages",
        "failed",
        "is not authorized to perform: bedrock:InvokeModel on resource:",
        Mend::Plan,
    ),
    (
        "model-access",
        "invoke.anthropic-messages",
        "failed",
        "You don't have access to the model with the specified model ID.",
        Mend::AtOnce,
    ),
    ("throttled", "invoke.converse", "warning", "ThrottlingException", Mend::AtOnce),
    ("slow-propagation", "assume.with-external-id", "passed", "tries", Mend::Nothing),
];

async fn presenting(theme: Theme) -> (Home, Window) {
    let home = Home::empty();
    let window = Window::open(&home, theme).await;
    window.click("try-sandbox").await;
    window.wait_for_text("identity", ID).await;
    window.click("presenter-mode").await;
    window.find("open-scenes").await;
    (home, window)
}

async fn play(window: &Window, scene: &str) {
    window.click("open-scenes").await;
    window.click(&format!("play-{scene}")).await;
    // The screen is another one then: what was found on the one before is gone.
    appears(window, &format!("[data-testid='scene'][data-scene='{scene}']")).await;
}

/// Waits for something that may be put up anew meanwhile.
async fn appears(window: &Window, css: &str) {
    window.wait_for(css, async || (!window.all(css).await.is_empty()).then_some(())).await;
}

/// Every check passed, and all were run; but for the gateway's, to which a scene brings no key.
async fn green(window: &Window, scene: &str) {
    window.find("verify-result").await;
    for check in window.all("[data-testid^='check-']:not([data-testid^='check-gateway.'])").await {
        let status = check.attr("data-status").await.unwrap().unwrap();
        assert_eq!(status, "passed", "{scene}: {}", check.text().await.unwrap());
    }
}

async fn click_first(window: &Window, css: &str) {
    let found = window.all(css).await;
    let first = found.first().unwrap_or_else(|| panic!("no `{css}`"));
    first.scroll_into_view().await.unwrap();
    first.click().await.unwrap();
}

async fn mend(window: &Window, how: &Mend) {
    if matches!(how, Mend::Nothing) {
        return;
    }
    click_first(window, "[data-testid^='remedy-']").await;
    if matches!(how, Mend::AtOnce) {
        // The result of the run before goes away first.
        window
            .wait_for("the checks to run again", async || {
                window.all("[data-testid='verify-result'] [data-testid='to-dashboard']").await.pop()
            })
            .await;
        return;
    }
    window.find("plan").await;
    if matches!(how, Mend::PlanAndRemove) {
        click_first(window, "label:has([data-testid^='remove-'])").await;
        window.wait_for_text("plan", "can no longer assume the role").await;
    }
    window.click("apply").await;
    window.find("applied").await;
    window.click("rail-verify").await;
    window.click("verify-run").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_scene_leads_to_its_error_and_its_remedy_works() {
    let (_home, window) = presenting(Theme::Light).await;
    for (scene, check, status, words, how) in &SCENES {
        play(&window, scene).await;
        appears(&window, &format!("[data-testid='check-{check}'][data-status='{status}']")).await;
        window.find("verify-result").await;
        window.wait_for_text("checks", words).await;
        window.assert_accessible(scene).await;
        window.shot(&format!("scene-{scene}")).await;
        mend(&window, how).await;
        green(&window, scene).await;
    }
    window.close().await;
}

/// Where an account id can be read: text, what is read out or shown on hover, fields that are not dots.
const READABLE: &str = r#"
    const id = /12345678|56789012/;
    const found = [];
    const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { parentElement, data } = texts.currentNode;
        if (id.test(data) && !["SCRIPT", "STYLE"].includes(parentElement?.tagName)) found.push(data);
    }
    for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
            if (name !== "value" && id.test(value)) found.push(`${name}: ${value}`);
        }
        if ("value" in element && typeof element.value === "string" && id.test(element.value)
            && getComputedStyle(element).webkitTextSecurity !== "disc") found.push(`field: ${element.value}`);
    }
    if (id.test(document.title)) found.push(document.title);
    return found;"#;

async fn assert_masked(window: &Window, place: &str) {
    let found: Vec<String> = window.driver.execute(READABLE, vec![]).await.unwrap().convert().unwrap();
    assert!(found.is_empty(), "{place}: {found:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_account_id_is_on_any_screen_and_what_is_copied_is_real() {
    let (home, window) = presenting(Theme::Dark).await;
    for step in ["overview", "external_id", "role", "permissions", "dashboard", "verify"] {
        window.click(&format!("rail-{step}")).await;
        window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
        if step == "permissions" {
            window.click("allow-inference_profiles").await;
            window.wait_for_text("permissions-policy", "inference-profile").await;
            window.click("show-plan").await;
            window.wait_for_text("plan", "••••").await;
            assert_masked(&window, "the plan").await;
            window.click("apply").await;
            window.find("applied").await;
        }
        if step == "verify" {
            window.click("verify-run").await;
            window.find("verify-result").await;
            appears(&window, "[data-testid='event-AssumeRole']").await;
            click_first(&window, "[data-testid='event-AssumeRole'] button").await;
            window.find("event-details").await;
        }
        assert_masked(&window, step).await;
        window.assert_accessible(step).await;
        window.shot(&format!("presenter-{step}")).await;
    }
    window.click("upkeep-check").await;
    window.wait_for_text("upkeep-plan", "nothing drifted").await;
    assert_masked(&window, "the drift check").await;
    window.click("upkeep-close").await;
    window.click("troubleshoot").await;
    window.fill("troubleshoot-text", &format!("AccessDenied on arn:aws:iam::{ID}:role/x")).await;
    assert_masked(&window, "the troubleshooter").await;
    window.click("troubleshoot-close").await;

    window.click("rail-dashboard").await;
    window.click("copy-role_arn").await;
    window.wait_for_text("copy-role_arn", "Copied").await;
    assert_eq!(
        home.display.clipboard(),
        format!("arn:aws:iam::{ID}:role/quilr-gateway-bedrock"),
        "what is copied is real"
    );
    assert!(window.attribute("copy-role_arn", "title").await.contains("real value"));

    window.click("presenter-mode").await;
    window.click("rail-overview").await;
    window.wait_for_text("identity", ID).await;
    window.close().await;

    let window = Window::open(&home, Theme::Light).await;
    window.find("try-sandbox").await;
    assert!(!is_presenting(&window).await, "turned off, and that is remembered");
    window.close().await;
}

async fn is_presenting(window: &Window) -> bool {
    let script = "return document.documentElement.classList.contains('presenting');";
    window.driver.execute(script, vec![]).await.unwrap().convert().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_keyboard_alone_and_back_to_what_was_typed() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.fill("field-setup_name", "Acme, production").await;
    window.click("rail-role").await;
    window.fill("field-role_name", "acme role, half typed").await;
    let keys = |keys: String| window.driver.action_chain().send_keys(keys);
    let chord = window.driver.action_chain().key_down(Key::Control).key_down(Key::Shift).send_keys("p");
    chord.key_up(Key::Shift).key_up(Key::Control).perform().await.unwrap();
    window.find("open-scenes").await;
    assert!(is_presenting(&window).await);
    let chord = window.driver.action_chain().key_down(Key::Control).send_keys("k").key_up(Key::Control);
    chord.perform().await.unwrap();
    window.find("scenes").await;
    window.assert_accessible("the scenes").await;
    window.shot("scenes").await;
    tab_to(&window, "play-model-access").await;
    keys(" ".to_owned()).perform().await.unwrap();
    appears(&window, "[data-testid='check-invoke.anthropic-messages'][data-status='failed']").await;
    window.find("verify-result").await;
    tab_to(&window, "remedy-invoke.anthropic-messages").await;
    keys(" ".to_owned()).perform().await.unwrap();
    window.find("to-dashboard").await;
    green(&window, "model-access").await;
    window.click("rail-role").await;
    assert_eq!(
        window.value("field-role_name").await,
        "quilr-gateway-bedrock",
        "a scene's role is a right one"
    );
    window.click("scene-end").await;
    window
        .wait_for("what was typed to come back", async || {
            let field = window.all("[data-testid='field-role_name']").await.pop()?;
            // Nothing: the screen was put up anew meanwhile.
            (field.prop("value").await.ok()?? == "acme role, half typed").then_some(())
        })
        .await;
    assert!(window.all("[data-testid='scene']").await.is_empty());
    window.close().await;

    let window = Window::open(&home, Theme::Light).await;
    window.wait_for("presenter mode, remembered", async || is_presenting(&window).await.then_some(())).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scene_is_no_part_of_a_real_account_and_a_run_that_ended_amid_one_loses_nothing() {
    let config = "[profile acme]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:9\n";
    let keys = "[acme]\naws_access_key_id = AKIAEXAMPLEEXAMPLE12\naws_secret_access_key = x\n";
    let home = Home::empty().file("aws-config", config).file("aws-credentials", keys);
    let window = Window::open(&home, Theme::Light).await;
    window.click("use-profile").await;
    window.click("profile-acme").await;
    window.find("rail-role").await;
    window.click("presenter-mode").await;
    window.wait_for("presenter mode", async || is_presenting(&window).await.then_some(())).await;
    assert!(window.all("[data-testid='open-scenes']").await.is_empty(), "no scene for an account");
    window.click("all-setups").await;

    window.click("try-sandbox").await;
    window.click("rail-role").await;
    window.fill("field-role_name", "half typed!").await;
    play(&window, "all-good").await;
    window.find("to-dashboard").await;
    window.resize(900, 640).await;
    window.shot("presenter-narrow").await;
    window.assert_accessible("narrow, with larger type").await;
    // As a crash would: nothing is put back first.
    drop(window);

    let window = Window::open(&home, Theme::Light).await;
    window.find("try-sandbox").await;
    let setups = window.all("[data-testid^='setup-']").await;
    setups[0].click().await.unwrap();
    window.click("rail-role").await;
    assert_eq!(window.value("field-role_name").await, "half typed!");
    window.close().await;
}
