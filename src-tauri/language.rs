//! The language of the screens: the one that was chosen, a word in a file. Without the file, or with one
//! that says something else, the screens follow the system.

use crate::locale;
use crate::whole::write_whole;
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

/// The language to begin with: the one that was chosen in a data folder, else the first of the system's that
/// the screens speak. `None`: what the web view knows of the system decides.
pub(crate) fn first(folder: &Path) -> Option<Language> {
    chosen(folder).or_else(|| locale::preferred().iter().find_map(|tag| spoken(tag)))
}

/// The language of a tag, `de-AT`, where the screens speak it.
fn spoken(tag: &str) -> Option<Language> {
    let language = tag.split('-').next()?.to_lowercase();
    serde_json::from_value(language.into()).ok()
}

fn chosen(folder: &Path) -> Option<Language> {
    let text = fs::read_to_string(path(folder)).ok()?;
    serde_json::from_str(&text).ok()
}

/// Remembers a language from the next start on.
pub(crate) fn choose(folder: &Path, language: Language) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    write_whole(&path(folder), &serde_json::to_string(&language)?)
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
    fn a_tag_names_a_language_that_is_spoken_or_none() {
        for (tag, expected) in [
            ("de-AT", Some(Language::De)),
            ("JA", Some(Language::Ja)),
            ("en-GB", Some(Language::En)),
            ("fr-FR", None),
            ("den", None),
            ("", None),
        ] {
            assert_eq!(spoken(tag), expected, "{tag:?}");
        }
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
