//! Where Tab goes: to everything that can be used, from the top to the bottom, and nowhere else.

use crate::session::Window;
use thirtyfour::Key;

pub(crate) async fn ask<T: serde::de::DeserializeOwned>(window: &Window, script: &str) -> T {
    window.driver.execute(script, vec![]).await.unwrap().convert().unwrap()
}

pub(crate) async fn press(window: &Window, keys: &str) {
    window.driver.action_chain().send_keys(keys).perform().await.unwrap();
}

/// What Tab has to reach, in the document's order: of radio buttons that belong together the chosen one.
/// From now on the page notes where the focus goes, and where it strays to.
const REACHABLE: &str = r#"
    const place = document.querySelector("dialog[open]") ?? document;
    window.reachable = [...place.querySelectorAll("a[href], button, input, select, textarea, [tabindex]")]
        .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
        .filter((e) => e.type !== "radio" || e.checked);
    window.went = [];
    window.strayed = [];
    window.note ??= document.addEventListener("focusin", ({ target }) => {
        const at = window.reachable.indexOf(target);
        if (at >= 0) window.went.push(at);
        // On its way round the engine stops at the dialog as a whole.
        else if (!target.matches("dialog[open]")) window.strayed.push(target.dataset.testid || target.outerHTML.slice(0, 80));
    }) ?? true;
    return window.reachable.map((e) => e.dataset.testid || e.id || e.textContent.trim().slice(0, 40));"#;

/// Where one that follows stands wholly above the one before, or on its left in the same row. Apart from
/// what is fixed beside the content: the rail, the bar below.
const UPWARDS: &str = r#"
    const place = document.querySelector("dialog[open]") ?? document.querySelector("main");
    const all = window.reachable.filter((e) => place.contains(e));
    const box = (e) => (e.type === "radio" || e.type === "checkbox" ? e.closest("label") ?? e : e).getBoundingClientRect();
    const name = (e) => e.dataset.testid || e.id || e.textContent.trim().slice(0, 40);
    const wrong = [];
    for (let at = 1; at < all.length; at++) {
        const [before, after] = [box(all[at - 1]), box(all[at])];
        const row = after.top < before.bottom && before.top < after.bottom;
        if (after.bottom <= before.top + 1 || (row && after.right <= before.left))
            wrong.push(`${name(all[at - 1])} then ${name(all[at])}`);
    }
    return wrong;"#;

/// What can be clicked and has no place in Tab's order, besides what arrows reach.
const OUT_OF_REACH: &str = r#"
    const place = document.querySelector("dialog[open]") ?? document;
    return [...place.querySelectorAll("button, a, [role=button], [onclick]")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex < 0)
        .filter((e) => !e.closest("[role=listbox]"))
        .map((e) => e.dataset.testid || e.textContent.trim());"#;

/// The focus was nowhere but where it should.
pub(crate) async fn assert_stayed(window: &Window, screen: &str) {
    let strayed: Vec<String> = ask(window, "return window.strayed;").await;
    assert!(strayed.is_empty(), "{screen}: the focus strays to {strayed:?}");
}

/// Tab goes once round the screen, or the dialog that is open: to everything, in order, and out at its end.
pub(crate) async fn assert_order(window: &Window, screen: &str) {
    let names: Vec<String> = ask(window, REACHABLE).await;
    let out: Vec<String> = ask(window, OUT_OF_REACH).await;
    assert!(out.is_empty(), "{screen}: no key reaches {out:?}");
    // Twice more than there are: the way round may lead through the window's own frame.
    press(window, &Key::Tab.value().to_string().repeat(names.len() + 2)).await;
    assert_stayed(window, screen).await;
    let all: Vec<usize> = ask(window, "return window.went;").await;
    let mut went = Vec::new();
    for at in all {
        if went.contains(&at) {
            break;
        }
        went.push(at);
    }
    let first = *went.first().unwrap_or_else(|| panic!("{screen}: Tab reaches nothing"));
    let wanted: Vec<usize> = (first..names.len()).chain(0..first).collect();
    let told = |order: &[usize]| order.iter().map(|at| names[*at].clone()).collect::<Vec<_>>();
    assert_eq!(told(&went), told(&wanted), "{screen}");
    let wrong: Vec<String> = ask(window, UPWARDS).await;
    assert!(wrong.is_empty(), "{screen} is not read from the top to the bottom: {wrong:?}");
}
