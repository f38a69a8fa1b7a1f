//! A template pack's folder: its files and its baseline.

use crate::error::Failure;
use crate::setup_args::unreadable;
use onboarding::Pack;
use onboarding::templates::BASELINE_FOLDER;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

fn fail(path: &Path, error: &Error) -> Failure {
    unreadable(path, "template pack", error)
}

/// The pack's own files, by name; one that is not there is left to the pack to miss. Whatever else
/// stands in the folder is no business of the pack's.
pub(crate) fn read_files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    // A folder that is not there is not a pack without files.
    std::fs::read_dir(folder).map_err(|error| fail(folder, &error))?;
    let mut files = Vec::new();
    for name in Pack::FILES {
        let path = folder.join(name);
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((name.to_owned(), text)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(fail(&path, &error)),
        }
    }
    Ok(files)
}

/// The golden files, by their path in the baseline (`page/trust.json`), in order; `None` without one.
pub(crate) fn read_baseline(folder: &Path) -> Result<Option<Vec<(String, String)>>, Failure> {
    let root = folder.join(BASELINE_FOLDER);
    let mut golden = Vec::new();
    for (setup, path) in match entries(&root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(&root, &error)),
    } {
        if !path.is_dir() {
            continue;
        }
        for (name, path) in entries(&path).map_err(|error| fail(&path, &error))? {
            if path.extension().is_some_and(|end| end == "json") {
                let text = std::fs::read_to_string(&path).map_err(|error| fail(&path, &error))?;
                golden.push((format!("{setup}/{name}"), text));
            }
        }
    }
    Ok(Some(golden))
}

/// Names and paths in order. Editors and version control keep hidden files; a baseline has none.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str())
            && !name.starts_with('.')
        {
            entries.push((name.to_owned(), path));
        }
    }
    entries.sort();
    Ok(entries)
}

/// Writes the golden files and takes away those of `before` that are not among them any more.
pub(crate) fn write_baseline(
    folder: &Path,
    before: &[(String, String)],
    golden: &[(String, String)],
) -> Result<(), Failure> {
    let root = folder.join(BASELINE_FOLDER);
    let fail = |path: &Path, error: &Error| {
        Failure::outside("baseline", format_args!("cannot write `{}`: {error}", path.display()))
    };
    for (name, text) in golden {
        let path = root.join(name);
        let parent = path.parent().unwrap_or(&root);
        std::fs::create_dir_all(parent).map_err(|error| fail(parent, &error))?;
        std::fs::write(&path, text).map_err(|error| fail(&path, &error))?;
    }
    for (name, _) in before.iter().filter(|(name, _)| golden.iter().all(|(known, _)| known != name)) {
        let path = root.join(name);
        std::fs::remove_file(&path).map_err(|error| fail(&path, &error))?;
        if let Some(parent) = path.parent() {
            // It stays where something else is in it.
            let _ = std::fs::remove_dir(parent);
        }
    }
    Ok(())
}
