//! How smoothly the table of a rollout scrolls, with 1,000 and 10,000 rows, in the real window.
//!
//! `WEBKIT_DISABLE_COMPOSITING_MODE=1 cargo bench --bench scroll`, as the wizard draws
//! without a GPU; with `=0`, as it draws with one (then by the processor, under Xvfb). The screens are
//! the same in every build: `--profile dev` measures them too.
//!
//! A script scrolls through the whole height, a step each frame, and notes the frames. Beside it the
//! same scroll of an empty box of that size and height: what the renderer takes for nothing. Then the
//! steps are taken one by one, for what the page itself spends on each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, missing_docs, dead_code, unreachable_pub)]

#[path = "../tests/window/display.rs"]
mod display;
#[path = "../tests/window/large.rs"]
mod large;
#[path = "../tests/window/session.rs"]
mod session;

use serde_json::Value;
use session::{Theme, Window};

/// Scrolls `arguments[0]` to its end in three seconds.
const SCROLL: &str = "const [grid, done] = arguments;
    const end = grid.scrollHeight - grid.clientHeight;
    const frames = [];
    let last = 0, begun = 0;
    grid.scrollTop = 0;
    function step(now) {
      if (!begun) begun = last = now;
      else { frames.push(now - last); last = now; }
      if (now - begun > 3000) {
        frames.sort((a, b) => a - b);
        return done({ frames: frames.length, height: grid.scrollHeight,
          median: frames[frames.length >> 1], longest: frames[frames.length - 1] });
      }
      grid.scrollTop = end * (now - begun) / 3000;
      requestAnimationFrame(step);
    }
    requestAnimationFrame(() => requestAnimationFrame(step));";

/// Takes a hundred steps, and notes until when the rows are exchanged and laid out.
const STEPS: &str = "const [grid, done] = arguments;
    const end = grid.scrollHeight - grid.clientHeight;
    const script = [], layout = [];
    (async () => {
      for (let at = 1; at <= 100; at++) {
        await new Promise((frame) => requestAnimationFrame(frame));
        const began = performance.now();
        grid.scrollTop = end * at / 100;
        grid.dispatchEvent(new Event('scroll'));
        for (let turn = 0; turn < 5; turn++) await null;
        const exchanged = performance.now();
        grid.lastElementChild.getBoundingClientRect();
        script.push(exchanged - began);
        layout.push(performance.now() - exchanged);
      }
      const median = (times) => times.sort((a, b) => a - b)[50];
      done({ script: median(script), longest: script[99], layout: median(layout) });
    })();";

/// Puts an empty box in the table's place, as large and as high.
const EMPTY: &str = "const [grid] = arguments;
    const { clientWidth, clientHeight, scrollHeight } = grid;
    const box = document.createElement('div');
    const inner = document.createElement('div');
    box.id = 'empty';
    Object.assign(box.style, { width: `${clientWidth}px`, height: `${clientHeight}px`, overflow: 'auto' });
    inner.style.height = `${scrollHeight}px`;
    box.append(inner);
    document.body.replaceChildren(box);";

#[tokio::main]
async fn main() {
    for count in [1_000, 10_000] {
        let home = large::large(count);
        let window = Window::open(&home, Theme::Light).await;
        window.click("rollout-large").await;
        let grid = window.find("rollout-grid").await;
        grid.scroll_into_view().await.unwrap();
        let grid = grid.to_json().unwrap();
        let run = async |script: &str, on: &Value| -> Value {
            window.driver.execute_async(script, vec![on.clone()]).await.unwrap().json().clone()
        };
        let table = run(SCROLL, &grid).await;
        let steps = run(STEPS, &grid).await;
        window.driver.execute(EMPTY, vec![grid]).await.unwrap();
        let found = window.all("#empty").await;
        let empty = run(SCROLL, &found[0].to_json().unwrap()).await;
        for (what, frames) in [("table", table), ("empty", empty)] {
            println!(
                "{count:>6} rows, {what}: {} frames in 3 s, median {:.0} ms, longest {:.0} ms, {} px high",
                frames["frames"],
                number(&frames["median"]),
                number(&frames["longest"]),
                frames["height"]
            );
        }
        println!(
            "{count:>6} rows, a step: script {:.1} ms (longest {:.1}), layout {:.1} ms",
            number(&steps["script"]),
            number(&steps["longest"]),
            number(&steps["layout"])
        );
        window.close().await;
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}
