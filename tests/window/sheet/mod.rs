//! Every screen in every state, by real means: looked at in light and dark, narrow and wide, and with
//! text twice as large; with `UPDATE_SHOTS` set, put side by side in `docs/contact-sheet.html`.

mod account;
mod page;
mod panels;
mod rollout;
mod setup;
mod states;
mod wizard;

use crate::picture;
use crate::session::{Home, Theme, Window};
use crate::sound::unsound;
use page::{Column, file};
use states::{STATES, Tour};
use std::collections::BTreeSet;

/// The height of a picture on the sheet, in pixels.
const HEIGHT: u32 = 260;

/// How everything is looked at, one after the other: each in a window of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Look {
    Light,
    Dark,
    /// Light, with text twice as large.
    Large,
}

impl Look {
    fn theme(self) -> Theme {
        if self == Self::Dark { Theme::Dark } else { Theme::Light }
    }
}

/// What was looked at on one way through the screens.
struct Sheet {
    kind: Look,
    tour: Tour,
    seen: BTreeSet<&'static str>,
    /// What is wrong, all of it: told at the end.
    faults: Vec<String>,
}

impl Sheet {
    fn new(look: Look, tour: Tour) -> Self {
        Self { kind: look, tour, seen: BTreeSet::new(), faults: Vec::new() }
    }

    async fn open(&self, home: &Home) -> Window {
        let zoom = if self.kind == Look::Large { 2 } else { 1 };
        let window = Window::open_enlarged(home, self.kind.theme(), zoom).await;
        let [.., (width, height)] = self.columns().map(|column| column.size());
        window.resize(width, height).await;
        window
    }

    fn columns(&self) -> [Column; 2] {
        match self.kind {
            Look::Light => [Column::LightNarrow, Column::LightWide],
            Look::Dark => [Column::DarkNarrow, Column::DarkWide],
            Look::Large => [Column::LargeNarrow, Column::LargeWide],
        }
    }

    /// Looks at a state as it stands.
    async fn look(&mut self, window: &Window, name: &str) {
        self.look_at(window, name, None).await;
    }

    /// The same, with an element in the middle of the view.
    async fn look_at(&mut self, window: &Window, name: &str, testid: Option<&str>) {
        let state = STATES.iter().find(|state| state.name == name && state.tour == self.tour);
        let state = state.unwrap_or_else(|| panic!("`{name}` is no state of {:?}", self.tour));
        assert!(self.seen.insert(state.name), "`{name}` was looked at before");
        for column in self.columns() {
            let (width, height) = column.size();
            window.resize(width, height).await;
            window.show(testid).await;
            let found = unsound(window).await;
            self.faults.extend(found.into_iter().map(|each| format!("{name}, {}: {each}", column.title())));
            if std::env::var_os("UPDATE_SHOTS").is_some() {
                // The whole of it, to be judged; the sheet has a small one.
                window.shot(&format!("sheet/{name}-{}", column.name())).await;
                let png = window.png().await;
                picture::write_jpeg(window, &png, HEIGHT, 0.62, &file(state, column)).await;
            }
        }
        let found = window.violations().await;
        self.faults.extend(found.into_iter().map(|each| format!("{name}, {:?}: {each}", self.kind)));
    }

    /// Fails where a state of the tour was not looked at, and on all that was wrong on the way.
    fn end(self) {
        let missing: Vec<_> = STATES
            .iter()
            .filter(|state| state.tour == self.tour && !self.seen.contains(state.name))
            .map(|state| state.name)
            .collect();
        assert!(missing.is_empty(), "{:?} did not come by {missing:?}", self.tour);
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n"));
    }
}

/// A test for each look. All of them take many minutes, so that they run when the sheet is made; what
/// holds of every size is shown with each run by `access`, over the steps.
macro_rules! in_each_look {
    ($($tour:ident => $walk:path;)*) => {$(
        mod $tour {
            use super::Look;

            #[ignore = "makes the contact sheet: CONTRIBUTING.md says how"]
            #[tokio::test(flavor = "multi_thread")]
            async fn light() {
                $walk(Look::Light).await;
            }

            #[ignore = "makes the contact sheet: CONTRIBUTING.md says how"]
            #[tokio::test(flavor = "multi_thread")]
            async fn dark() {
                $walk(Look::Dark).await;
            }

            #[ignore = "makes the contact sheet: CONTRIBUTING.md says how"]
            #[tokio::test(flavor = "multi_thread")]
            async fn large() {
                $walk(Look::Large).await;
            }
        }
    )*};
}

in_each_look! {
    beginning => super::setup::beginning;
    steps => super::wizard::steps;
    wrong => super::wizard::wrong;
    long => super::wizard::long;
    verified => super::wizard::verified;
    waiting => super::account::waiting;
    failing => super::account::failing;
    upkeep => super::panels::upkeep;
    presenter => super::panels::presenter;
    many_accounts => super::rollout::rollout;
}
