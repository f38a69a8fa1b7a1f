//! Every screen in German and Japanese, in a small window, in a large one, and with text at 200 %: no
//! text is cut off, none is left in English, and axe finds nothing.

use crate::session::{Home, Theme, Window};
use crate::steps::{create_role, enter_the_sandbox};
use std::process::Command;
use thirtyfour::components::SelectElement;

/// Bundles the catalogues, so that the window can be asked what of them it shows.
const BUNDLE: &str = "
import('rolldown').then(async ({ rolldown }) => {
  const bundle = await rolldown({ input: 'src/test/catalogues.ts' });
  const { output } = await bundle.generate({ format: 'iife', name: 'CATALOGUES' });
  process.stdout.write(output[0].code);
});";

/// A window's inner size and its text, in hundredths of the usual.
const SIZES: [(u32, u32, u32); 3] = [(900, 640, 100), (1600, 1000, 100), (1600, 1000, 200)];

/// Walks the screens and says of each what is wrong with its texts.
pub struct Walk {
    pub window: Window,
    script: String,
    wrong: Vec<String>,
}

impl Walk {
    pub async fn begin(home: &Home) -> Self {
        let bundle = Command::new("node")
            .args(["--input-type=module", "-e", BUNDLE])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/ui"))
            .output()
            .expect("node builds the screens");
        assert!(bundle.status.success(), "{}", String::from_utf8_lossy(&bundle.stderr));
        let catalogues = String::from_utf8(bundle.stdout).unwrap();
        let look = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/languages.js");
        let look = std::fs::read_to_string(look).unwrap();
        // Brought into the page once: the catalogues are long.
        let script =
            format!("window.faultsIn = (() => {{ {catalogues}\nreturn function () {{ {look}\n}}; }})();");
        Self { window: Window::open(home, Theme::Light).await, script, wrong: Vec::new() }
    }

    /// Looks at the screen as it is in each language and size; then it is English again.
    pub async fn look(&mut self, screen: &str) {
        for language in ["de", "ja"] {
            speak(&self.window, language).await;
            for (width, height, text) in SIZES {
                resize(&self.window, width, height, text).await;
                let name = format!("{language}-{width}-{text}-{screen}");
                for fault in self.faults(language).await {
                    self.wrong.push(format!("{name}: {fault}"));
                }
                self.window.shot(&name).await;
                if width == 900 {
                    self.window.assert_accessible(&name).await;
                }
            }
        }
        speak(&self.window, "en").await;
        resize(&self.window, 1240, 820, 100).await;
    }

    /// What is wrong with the texts on the screen as it is.
    async fn faults(&self, language: &str) -> Vec<String> {
        let driver = &self.window.driver;
        let there = driver.execute("return typeof faultsIn === 'function';", vec![]).await.unwrap();
        if !there.convert::<bool>().unwrap() {
            driver.execute(&self.script, vec![]).await.unwrap();
        }
        let found = driver.execute("return faultsIn(arguments[0]);", vec![language.into()]).await.unwrap();
        found.convert().unwrap()
    }

    pub async fn end(self) {
        self.window.close().await;
        assert!(self.wrong.is_empty(), "{} faults:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// As choosing it does, over a panel that is open too.
async fn speak(window: &Window, language: &str) {
    let script = "const choice = document.querySelector(\"[data-testid='language']\");
        choice.value = arguments[0];
        choice.dispatchEvent(new Event('change', { bubbles: true }));";
    window.driver.execute(script, vec![language.into()]).await.unwrap();
    window.wait_for(language, async || (tongue(window).await == language).then_some(())).await;
}

/// The language that the page says it is in.
async fn tongue(window: &Window) -> String {
    window.driver.execute("return document.documentElement.lang;", vec![]).await.unwrap().convert().unwrap()
}

async fn resize(window: &Window, width: u32, height: u32, text: u32) {
    let script =
        "document.documentElement.style.fontSize = arguments[0] === 100 ? '' : `${arguments[0] * 0.875}%`;";
    window.driver.execute(script, vec![text.into()]).await.unwrap();
    window.resize(width, height).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_is_cut_off_or_left_in_english_up_to_the_role() {
    let home = Home::empty();
    let mut walk = Walk::begin(&home).await;
    walk.window.find("try-sandbox").await;
    walk.look("welcome").await;
    enter_the_sandbox(&walk.window).await;
    for provider_type in ["anthropic_messages_bedrock", "bedrock_embeddings", "bedrock_rerank"] {
        walk.window.click(&format!("provider-{provider_type}")).await;
    }
    walk.look("overview").await;

    walk.window.click("continue").await;
    let good = walk.window.value("field-external_id").await;
    walk.window.fill("field-external_id", "acme 2026").await;
    walk.window.wait_for_text("note-external_id", "must not contain").await;
    walk.look("external-id").await;
    walk.window.fill("field-external_id", &good).await;
    walk.window.click("continue").await;
    walk.window.wait_for_attribute("who-anyone", "data-allowed", "false").await;
    walk.look("role").await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_is_cut_off_or_left_in_english_while_the_role_is_made() {
    let home = Home::empty();
    let mut walk = Walk::begin(&home).await;
    enter_the_sandbox(&walk.window).await;
    walk.window.click("rail-permissions").await;
    walk.window.click("show-plan").await;
    walk.window.find("plan").await;
    walk.look("permissions").await;
    walk.window.pick("way-code").await;
    walk.window.wait_for_text("code-name", ".").await;
    walk.look("code").await;
    walk.window.pick("way-console").await;
    walk.look("by-hand").await;
    walk.window.pick("way-profile").await;
    walk.window.click("apply").await;
    walk.window.find("applied").await;
    walk.look("applied").await;
    walk.window.click("continue").await;
    walk.look("dashboard").await;
    walk.window.click("all-setups").await;
    walk.window.find("try-sandbox").await;
    walk.look("setups").await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_is_cut_off_or_left_in_english_while_the_role_is_verified() {
    let home = Home::empty();
    let mut walk = Walk::begin(&home).await;
    apply(&walk.window).await;
    walk.window.click("rail-verify").await;
    walk.window.click("key-create").await;
    walk.window.wait_for_text("key-bedrock", "ends in").await;
    walk.look("verify").await;
    walk.window.click("verify-run").await;
    walk.window.find("verify-result").await;
    walk.window.find("report").await;
    // Each check by its title: whatever it is, it has one in the other languages.
    let english = titles(&walk.window).await;
    assert!(english.len() > 20, "only {} checks", english.len());
    for language in ["de", "ja"] {
        speak(&walk.window, language).await;
        let told = titles(&walk.window).await;
        let same: Vec<_> = told.iter().filter(|title| english.contains(title)).collect();
        assert!(same.is_empty(), "in {language} too: {same:?}");
    }
    speak(&walk.window, "en").await;
    walk.look("verified").await;
    walk.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_is_cut_off_or_left_in_english_in_the_panels() {
    let home = Home::empty();
    let mut walk = Walk::begin(&home).await;
    apply(&walk.window).await;
    walk.window.click("troubleshoot").await;
    walk.window.fill("troubleshoot-text", "User is not authorized to perform: sts:AssumeRole").await;
    walk.window.find("diagnosis").await;
    walk.look("troubleshoot").await;
    walk.window.click("troubleshoot-close").await;
    for panel in ["check", "rotate", "revoke"] {
        walk.window.click(&format!("upkeep-{panel}")).await;
        walk.window.find("upkeep-plan").await;
        walk.look(panel).await;
        walk.window.click("upkeep-close").await;
    }
    walk.window.click("presenter-mode").await;
    walk.window.click("open-scenes").await;
    walk.window.find("scenes").await;
    walk.look("scenes").await;
    walk.end().await;
}

/// A role in the sandbox, as planned.
pub async fn apply(window: &Window) {
    enter_the_sandbox(window).await;
    create_role(window).await;
}

async fn titles(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll(\"[data-testid^='check-'] .title\")]
        .map((title) => title.firstChild.data);";
    window.driver.execute(script, vec![]).await.unwrap().convert().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_speaks_the_system_s_language_whether_its_locale_is_installed_or_not() {
    // No system has this one.
    for (variable, value) in [("LC_ALL", "de_XX.UTF-8"), ("LANGUAGE", "fr:de_XX")] {
        let home = Home::empty().set("LC_ALL", "en_XX.UTF-8").set(variable, value);
        let window = Window::open(&home, Theme::Light).await;
        window.wait_for_text("try-sandbox", "In der Sandbox ausprobieren").await;
        assert_eq!(tongue(&window).await, "de", "{variable}={value}");
        // What was chosen goes before it.
        speak(&window, "ja").await;
        window
            .wait_for("the choice on disk", async || home.path("data/language.json").exists().then_some(()))
            .await;
        window.close().await;
        let window = Window::open(&home, Theme::Light).await;
        window.wait_for_text("try-sandbox", "サンドボックスで試す").await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_keeps_what_is_typed_and_is_kept_itself() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    assert_eq!(tongue(&window).await, "en", "the system's");
    window.click("try-sandbox").await;
    window.click("rail-role").await;
    window.fill("field-role_name", "half typed!").await;
    let choice = window.find("language").await;
    choice.focus().await.unwrap();
    SelectElement::new(&choice).await.unwrap().select_by_value("ja").await.unwrap();
    window.wait_for_text("rail-role", "IAM ロール").await;
    assert_eq!(window.value("field-role_name").await, "half typed!");
    let focused = window.driver.active_element().await.unwrap();
    assert_eq!(focused.attr("data-testid").await.unwrap().as_deref(), Some("language"));
    window.close().await;

    let window = Window::open(&home, Theme::Light).await;
    window.wait_for_text("try-sandbox", "サンドボックスで試す").await;
    assert_eq!(tongue(&window).await, "ja");
    window.close().await;
    // A file that says nothing that can be read is no choice.
    let home = home.file("data/language.json", "half a wo");
    let window = Window::open(&home, Theme::Light).await;
    window.wait_for_text("try-sandbox", "Try it in the sandbox").await;
    window.close().await;
}
