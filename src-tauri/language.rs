//! The language of the screens, where one was chosen: a word in a file. Without the file, or with one that
//! says something else, the screens follow the system.

use crate::store::Unwritten;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A language that the screens speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    /// English.
    En,
    /// German.
    De,
    /// Japanese.
    Ja,
}

/// The language that was chosen in a data folder.
pub(crate) fn chosen(folder: &Path) -> Option<Language> {
    let text = fs::read_to_string(path(folder)).ok()?;
    serde_json::from_str(&text).ok()
}

/// Remembers a language from the next start on.
pub(crate) fn choose(folder: &Path, language: Language) -> io::Result<()> {
    Unwritten::new(path(folder), serde_json::to_string(&language)?).write()
}

fn path(folder: &Path) -> PathBuf {
    folder.join("language.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_choice_is_read_back_and_the_last_one_counts() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(chosen(folder.path()), None, "nothing chosen: the system decides");
        for language in [Language::Ja, Language::De] {
            choose(folder.path(), language).unwrap();
            assert_eq!(chosen(folder.path()), Some(language));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no half-written file is left");
    }

    #[test]
    fn a_file_that_says_something_else_is_no_choice() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "\"fr\"", "{\"de\":1}", "de"] {
            fs::write(path(folder.path()), text).unwrap();
            assert_eq!(chosen(folder.path()), None, "{text:?}");
        }
    }
}
