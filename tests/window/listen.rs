//! What a screen reader is told while something happens: the changes of live regions that were there to be
//! listened to before, and every alert.

use crate::order::ask;
use crate::session::Window;

const LISTEN: &str = r#"
    window.told = [];
    const REGIONS = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]";
    const QUIET = "[role=timer], [aria-live=off]";
    const text = (region) => {
        const said = region.cloneNode(true);
        for (const quiet of said.querySelectorAll(QUIET)) quiet.remove();
        return said.textContent.trim().replace(/\s+/g, " ");
    };
    const known = new WeakSet();
    // One that is not drawn is not listened to; one that has just come is from now on.
    const learn = () => {
        for (const region of document.querySelectorAll(REGIONS)) {
            if (region.checkVisibility()) known.add(region);
        }
    };
    learn();
    new MutationObserver((changes) => {
        for (const change of changes) {
            const element = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            const quiet = element?.closest(QUIET);
            const region = element?.closest(REGIONS);
            if (!quiet && region && known.has(region)) window.told.push(text(region));
            for (const node of change.addedNodes) {
                if (node.nodeType !== 1) continue;
                for (const each of [node, ...node.querySelectorAll("*")]) {
                    if (each.matches("[role=alert]")) window.told.push(each.textContent.trim());
                }
            }
        }
        learn();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });"#;

/// From now on the page notes what is told.
pub(crate) async fn listen(window: &Window) {
    window.driver.execute(LISTEN, vec![]).await.unwrap();
}

/// Everything that was told until now.
pub(crate) async fn all_told(window: &Window) -> Vec<String> {
    ask(window, "return window.told;").await
}

/// Waits until this is told.
pub(crate) async fn told(window: &Window, wanted: &str) {
    window
        .wait_for(&format!("`{wanted}` to be told"), async || {
            all_told(window).await.iter().any(|text| text.contains(wanted)).then_some(())
        })
        .await;
}
