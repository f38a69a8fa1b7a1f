//! What assistive technology is told of each thing that can be used: its role and its name, as the engine
//! computes them.

use crate::order::ask;
use crate::session::Window;
use serde_json::Value;
use std::sync::Arc;
use thirtyfour::WebElement;
use thirtyfour::common::command::{Command, ExtensionCommand};

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

/// `computedrole` or `computedlabel`.
pub(crate) async fn computed(window: &Window, element: &WebElement, what: &str) -> String {
    let command = Computed(format!("/element/{}/{what}", element.element_id()));
    let answer = window.driver.cmd(Command::ExtensionCommand(Box::new(command))).await.unwrap();
    answer.value_json().unwrap().as_str().unwrap_or_default().to_owned()
}

const USED: &str = r#"
    const place = document.querySelector("dialog[open]") ?? document;
    window.used = [...place.querySelectorAll("button, input, select, textarea, a[href], [role=img], [role=grid], table")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[aria-hidden=true], [role=row]"));
    return window.used;"#;

/// What each shows, where that has to be in its name; and what it is in the page.
const SHOWN: &str = r#"return window.used.map((e) => {
    const hidden = [...e.querySelectorAll("[aria-hidden=true]")];
    const shown = hidden.reduce((text, part) => text.replace(part.innerText ?? "", ""), e.innerText);
    return [e.matches("button, a") ? shown : "", e.outerHTML.slice(0, 200)];
});"#;

/// What has no role or no name, or a name without the words that it shows: nobody could ask for it by them.
pub(crate) async fn unnamed(window: &Window) -> Vec<String> {
    let mut found = Vec::new();
    // A name is asked for after the words: both are of one moment where nothing changed in between.
    window
        .wait_for("a screen that stands still", async || {
            let used = window.driver.execute(USED, vec![]).await.unwrap().elements().unwrap();
            let shown: Vec<(String, String)> = ask(window, SHOWN).await;
            found = compared(window, &used, &shown).await;
            window.driver.execute(USED, vec![]).await.unwrap();
            (ask::<Vec<(String, String)>>(window, SHOWN).await == shown).then_some(())
        })
        .await;
    found
}

async fn compared(window: &Window, used: &[WebElement], shown: &[(String, String)]) -> Vec<String> {
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let mut unnamed = Vec::new();
    for (element, (shows, html)) in used.iter().zip(shown) {
        let role = computed(window, element, "computedrole").await;
        let name = computed(window, element, "computedlabel").await;
        let mute = name.trim().is_empty();
        let other = !plain(&name).contains(&plain(shows));
        let what = ["", "generic", "none", "presentation"].contains(&role.as_str());
        if mute || other || what {
            unnamed.push(format!("`{role}` named `{name}` shows `{shows}`: {html}"));
        }
    }
    unnamed
}
