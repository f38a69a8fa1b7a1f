//! QuilrAI's key and its gateway in the real window: typed, kept, made in the sandbox's dashboard, asked;
//! and a fault in the account, from the page's error to its remedy to green.

use crate::session::{Home, Theme, Window};
use crate::steps::{create_role, enter_the_sandbox};
use std::path::Path;

const CANARY: &str = "sk-quilr-CANARY-0123456789abcdef-1a2b";

const CHECKS: [&str; 3] =
    ["gateway.bedrock.chat", "gateway.bedrock.converse", "gateway.bedrock.converse-stream"];

async fn screen(window: &Window, name: &str) {
    window.assert_accessible(name).await;
    window.shot(name).await;
}

async fn with_role(window: &Window) {
    enter_the_sandbox(window).await;
    create_role(window).await;
}

async fn all(window: &Window, status: &str) {
    for check in CHECKS {
        window.wait_for_attribute(&format!("check-{check}"), "data-status", status).await;
    }
}

/// From now on the page notes what goes over the bridge, either way.
async fn listen_to_the_bridge(window: &Window) {
    let script = r"
        window.heard = [];
        const before = window.fetch;
        window.fetch = async (target, options) => {
            const asked = options?.body ?? '';
            const body = typeof asked === 'string' ? asked : new TextDecoder().decode(asked);
            window.heard.push(`ask ${target} ${body}`);
            const answer = await before(target, options);
            window.heard.push(`answer ${target} ${await answer.clone().text()}`);
            return answer;
        };
        const callbacks = window.__TAURI_INTERNALS__.callbacks;
        const find = callbacks.get.bind(callbacks);
        callbacks.get = (id) => (data) => {
            window.heard.push(`event ${JSON.stringify(data)}`);
            return find(id)?.(data);
        };";
    window.driver.execute(script, Vec::new()).await.unwrap();
}

async fn heard(window: &Window) -> Vec<String> {
    window.driver.execute("return window.heard", Vec::new()).await.unwrap().convert().unwrap()
}

/// Every file below a folder whose text holds the canary.
fn holding(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path));
        } else if std::fs::read(&path).unwrap_or_default().windows(6).any(|part| part == b"CANARY") {
            found.push(path);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_typed_once_and_never_read_back() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let home = Home::empty();
        let window = Window::open(&home, theme).await;
        with_role(&window).await;
        window.click("rail-verify").await;
        screen(&window, &format!("{name}-key-none")).await;

        listen_to_the_bridge(&window).await;
        window.find("quilr-key").await.send_keys("not a key").await.unwrap();
        window.click("key-store").await;
        window.wait_for_text("key-fault", "begins with").await;
        assert_eq!(window.value("quilr-key").await, "", "what was typed stays nowhere");

        window.find("quilr-key").await.send_keys(format!(" {CANARY} ")).await.unwrap();
        window.click("key-store").await;
        window.wait_for_text("key-bedrock", "ends in …1a2b").await;
        // There is no keychain here, and that is said.
        window.wait_for_text("key-bedrock", "in memory for this run").await;
        window.wait_for_text("key-said", "spaces around it were left out").await;
        assert_eq!(window.value("quilr-key").await, "");

        window.click("gateway-run").await;
        all(&window, "failed").await;
        let fix = format!("fix-{}", CHECKS[0]);
        window.wait_for_attribute(&fix, "data-code", "gateway-wrong-key").await;
        screen(&window, &format!("{name}-key-wrong")).await;
        let page = window.driver.source().await.unwrap();
        assert!(!page.contains("CANARY"), "the screen holds the key");
        let heard = heard(&window).await;
        for kind in ["ask ", "answer ", "event "] {
            assert!(heard.iter().any(|message| message.starts_with(kind)), "no {kind}in {heard:#?}");
        }
        let with_key: Vec<_> = heard.iter().filter(|message| message.contains("CANARY")).collect();
        assert!(
            matches!(with_key[..], [asked] if asked.starts_with("ask ") && asked.contains("store_key")),
            "the key crosses the bridge once, on its way in: {with_key:#?}"
        );

        window.click("key-create").await;
        window.wait_for_text("key-said", "sandbox's dashboard").await;
        window.click("gateway-run").await;
        all(&window, "passed").await;
        screen(&window, &format!("{name}-gateway-passed")).await;
        window.click("key-remove-bedrock").await;
        window.wait_for_text("key-bedrock", "no key yet").await;
        window.close().await;
        assert_eq!(holding(&home.path("")), Vec::<std::path::PathBuf>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_trust_policy_leads_from_the_pages_error_to_its_remedy_to_green() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    with_role(&window).await;
    // The setup gets another ExternalId, the key has it too, and the role still has the old one.
    window.click("rail-external_id").await;
    window.fill("field-external_id", "b7d0f4a2-5c1e-4f8b-9a63-0e2d7c8f1a55").await;
    window.click("rail-verify").await;
    window.click("key-create").await;
    window.wait_for_text("key-bedrock", "ends in").await;
    window.click("gateway-run").await;
    all(&window, "failed").await;
    window.wait_for_text(&format!("check-{}", CHECKS[0]), "sts:AssumeRole failed").await;
    let fix = format!("fix-{}", CHECKS[0]);
    window.wait_for_attribute(&fix, "data-code", "trust-or-external-id").await;
    screen(&window, "light-gateway-broken").await;
    window.click(&format!("remedy-{}", CHECKS[0])).await;
    window.find("plan").await;
    window.click("apply").await;
    window.find("applied").await;
    window.click("rail-verify").await;
    window.click("gateway-run").await;
    all(&window, "passed").await;
    window.close().await;
}
