//! From a keystroke to the updated screen, in the real window.
//!
//! `WEBKIT_DISABLE_COMPOSITING_MODE=1 cargo bench --bench keystroke`, as the wizard draws
//! without a GPU; with `=0`, as it draws with one (then by the processor, under Xvfb).
//!
//! Keys are typed through WebDriver into the role name. The page notes when the `input` event was
//! made, and when the frame after the policy's new text was drawn.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, missing_docs, dead_code, unreachable_pub)]

#[path = "../tests/window/display.rs"]
mod display;
#[path = "../tests/window/session.rs"]
mod session;

use session::{Home, Theme, Window};

const KEYS: usize = 400;

/// `updated`: the derived parts of the screen hold the new text and are laid out. `drawn`: the next
/// frame's callbacks are over, so the new text is on its way to the screen.
const MEASURE: &str = "
    window.updated = [];
    window.drawn = [];
    let typed = null;
    document.addEventListener('input', (event) => { typed = event.timeStamp; }, true);
    new MutationObserver(() => {
      if (typed === null) return;
      const began = typed;
      typed = null;
      document.body.offsetHeight;
      window.updated.push(performance.now() - began);
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => window.drawn.push(performance.now() - began);
        after.port2.postMessage(null);
      });
    }).observe(document.querySelector(\"[data-testid='rail-role']\"),
               { subtree: true, characterData: true, childList: true });";

#[tokio::main]
async fn main() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.click("continue").await;
    window.click("continue").await;
    let field = window.find("field-role_name").await;
    field.click().await.unwrap();
    window.driver.execute(MEASURE, vec![]).await.unwrap();
    let letters: Vec<char> = "abcdefghijklmnopqrstuvwxyz".chars().collect();
    for key in 0..KEYS {
        // Every few letters a deletion, so that the name stays one that IAM accepts.
        let text =
            if key % 2 == 0 { letters[key % letters.len()].to_string() } else { '\u{E003}'.to_string() };
        field.send_keys(text).await.unwrap();
    }
    for name in ["updated", "drawn"] {
        let found = window.driver.execute(format!("return window.{name};"), vec![]).await.unwrap();
        let mut times: Vec<f64> = found.convert().unwrap();
        times.sort_by(f64::total_cmp);
        assert!(times.len() > KEYS * 9 / 10, "only {} of {KEYS} keys changed the screen", times.len());
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let within = times.iter().filter(|time| **time < 16.0).count();
        println!(
            "{name:<8} {} keys: p50 {:.0} ms, p90 {:.0} ms, p99 {:.0} ms, {:.1} % under 16 ms",
            times.len(),
            at(0.5),
            at(0.9),
            at(0.99),
            100.0 * within as f64 / times.len() as f64
        );
    }
    window.close().await;
}
