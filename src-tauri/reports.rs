//! The last report of each setup, kept beside the setups: it is still there when the window is opened
//! again, and in any form. As a setup is, it is written whole or not at all.

use crate::app::lock;
use crate::whole::write_whole;
use onboarding::Report;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

pub(crate) struct Reports {
    folder: PathBuf,
    last: Mutex<HashMap<String, Report>>,
}

impl Reports {
    pub(crate) fn open(folder: PathBuf) -> Self {
        Self { folder, last: Mutex::new(HashMap::new()) }
    }

    /// Keeps a report. Where it cannot be written it lives until the window is closed, as setups do.
    pub(crate) fn keep(&self, id: &str, report: Report) {
        if let Some(path) = self.path(id) {
            let _ = fs::create_dir_all(&self.folder).and_then(|()| write_whole(&path, &report.json()));
        }
        lock(&self.last).insert(id.to_owned(), report);
    }

    /// The last report of a setup; one of another version of the program that cannot be read is none.
    pub(crate) fn last(&self, id: &str) -> Option<Report> {
        if let Some(report) = lock(&self.last).get(id) {
            return Some(report.clone());
        }
        serde_json::from_str(&fs::read_to_string(self.path(id)?).ok()?).ok()
    }

    /// Forgets the report of a setup that was deleted.
    pub(crate) fn forget(&self, id: &str) {
        lock(&self.last).remove(id);
        if let Some(path) = self.path(id) {
            // Where it stays, it is the report of a setup that nobody can open.
            let _ = fs::remove_file(path);
        }
    }

    /// An id comes back from a screen: it names no other folder.
    fn path(&self, id: &str) -> Option<PathBuf> {
        let plain =
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        plain.then(|| self.folder.join(format!("{id}.json")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_neither_in_memory_nor_on_disk() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["one.json", "two.json"] {
            fs::write(folder.path().join(name), "{}")?;
        }
        let reports = Reports::open(folder.path().into());
        reports.forget("one");
        reports.forget("../two");
        assert!(reports.last("one").is_none());
        assert!(!folder.path().join("one.json").exists() && folder.path().join("two.json").exists());
        Ok(())
    }
}
