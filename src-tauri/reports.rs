//! The last report of each setup, kept beside the setups: it is still there when the window is opened
//! again, and in any form. As a setup is, it is written whole or not at all.

use crate::app::lock;
use crate::store::Unwritten;
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
            let _ = Unwritten::new(path, report.json()).write();
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

    /// An id comes back from a screen: it names no other folder.
    fn path(&self, id: &str) -> Option<PathBuf> {
        let plain =
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        plain.then(|| self.folder.join(format!("{id}.json")))
    }
}
