//! The page that shows the pictures side by side, and what keeps it whole.

use super::states::{STATES, State};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// All pictures together may take this much.
const MOST_BYTES: u64 = 6 * 1000 * 1000;

/// How a state is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    LightWide,
    LightNarrow,
    DarkWide,
    DarkNarrow,
    LargeWide,
    LargeNarrow,
}

impl Column {
    const ALL: [Self; 6] = [
        Self::LightWide,
        Self::DarkWide,
        Self::LightNarrow,
        Self::DarkNarrow,
        Self::LargeWide,
        Self::LargeNarrow,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LightWide => "light-1600",
            Self::LightNarrow => "light-900",
            Self::DarkWide => "dark-1600",
            Self::DarkNarrow => "dark-900",
            Self::LargeWide => "large-1600",
            Self::LargeNarrow => "large-900",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::LightWide => "light, 1600 px",
            Self::LightNarrow => "light, 900 px",
            Self::DarkWide => "dark, 1600 px",
            Self::DarkNarrow => "dark, 900 px",
            Self::LargeWide => "200 % text, 1600 px",
            Self::LargeNarrow => "200 % text, 900 px",
        }
    }

    /// Of the window, in pixels.
    pub(super) fn size(self) -> (u32, u32) {
        match self {
            Self::LightWide | Self::DarkWide | Self::LargeWide => (1600, 1000),
            Self::LightNarrow | Self::DarkNarrow | Self::LargeNarrow => (900, 1000),
        }
    }
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn name(state: &State, column: Column) -> String {
    format!("{}-{}.jpg", state.name, column.name())
}

/// Where a state's picture is.
pub(super) fn file(state: &State, column: Column) -> PathBuf {
    docs().join("contact-sheet").join(name(state, column))
}

fn page() -> String {
    let mut page = String::from(include_str!("page.html"));
    let mut screen = "";
    for state in STATES {
        if state.screen != screen {
            screen = state.screen;
            let _ = writeln!(page, "<h2>{screen}</h2>");
        }
        let _ = writeln!(page, "<h3>{}: {}</h3>\n<div class=\"row\">", state.name, state.caption);
        for column in Column::ALL {
            let (width, height) = column.size();
            let _ = writeln!(
                page,
                "<figure><img src=\"contact-sheet/{}\" width=\"{}\" height=\"{}\" loading=\"lazy\" alt=\"{}: {}, {}\"><figcaption>{}</figcaption></figure>",
                name(state, column),
                width * super::HEIGHT / height,
                super::HEIGHT,
                state.screen,
                state.caption,
                column.title(),
                column.title(),
            );
        }
        page += "</div>\n";
    }
    page + "</body>\n</html>\n"
}

#[test]
fn every_state_has_its_pictures_and_there_are_no_others() {
    let html = docs().join("contact-sheet.html");
    if std::env::var_os("UPDATE_SHOTS").is_some() {
        std::fs::write(&html, page()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&html).unwrap(), page(), "UPDATE_SHOTS=1 makes the page anew");
    let wanted: BTreeSet<String> =
        STATES.iter().flat_map(|state| Column::ALL.map(|column| name(state, column))).collect();
    let entries = std::fs::read_dir(docs().join("contact-sheet")).unwrap().map(Result::unwrap);
    let (mut found, mut bytes) = (BTreeSet::new(), 0);
    for entry in entries {
        bytes += entry.metadata().unwrap().len();
        found.insert(entry.file_name().into_string().unwrap());
    }
    let missing: Vec<_> = wanted.difference(&found).collect();
    let unknown: Vec<_> = found.difference(&wanted).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "no picture: {missing:?}; no state: {unknown:?}");
    assert!(bytes <= MOST_BYTES, "the pictures take {bytes} bytes");
}
