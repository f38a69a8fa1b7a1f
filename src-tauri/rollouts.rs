//! The rollouts on disk, and beside each the list of accounts as it was given: what is no account in it
//! is not lost.

use crate::app::lock;
use crate::store::{Kept, Saved, Store, Unwritten, iso};
use onboarding::Target;
use onboarding::rollout::Rollout;
use serde::Serialize;
use specta::Type;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard};

impl Kept for Rollout {
    const NAME: &'static str = "rollout";

    fn id(&self) -> &str {
        &self.id
    }

    fn set_id(&mut self, id: String) {
        self.id = id;
    }

    fn to_text(&self) -> String {
        self.to_json()
    }

    fn from_text(text: &str) -> Result<Self, String> {
        Self::from_json(text).map_err(|error| error.to_string())
    }
}

/// A saved rollout, for the list.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct RolloutSummary {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Where it works.
    pub(crate) target: Target,
    /// How many accounts it has.
    pub(crate) accounts: u32,
    /// When it was last written, as `2026-11-22T14:02:11Z`.
    pub(crate) saved_at: String,
}

/// Every rollout.
pub(crate) struct Rollouts {
    store: Mutex<Store<Rollout>>,
    writing: Mutex<()>,
}

impl Rollouts {
    /// Reads the rollouts of a folder; what cannot be read becomes a notice.
    pub(crate) fn open(folder: PathBuf) -> Self {
        Self { store: Mutex::new(Store::open(folder)), writing: Mutex::new(()) }
    }

    /// What to tell the user about the folder and its files.
    pub(crate) fn notices(&self) -> Vec<String> {
        lock(&self.store).notices().to_vec()
    }

    /// The rollouts, the last saved first.
    pub(crate) fn summaries(&self) -> Vec<RolloutSummary> {
        let store = lock(&self.store);
        let summary = |Saved { value, at }: &Saved<Rollout>| RolloutSummary {
            id: value.id.clone(),
            name: value.name.clone(),
            target: value.target.clone(),
            accounts: u32::try_from(value.accounts.len()).unwrap_or(u32::MAX),
            saved_at: iso(*at),
        };
        store.newest_first().into_iter().map(summary).collect()
    }

    /// One rollout.
    pub(crate) fn get(&self, id: &str) -> Option<Rollout> {
        lock(&self.store).get(id).cloned()
    }

    /// Writes a rollout. One at a time, so that the newest is written last.
    pub(crate) fn save(&self, rollout: Rollout) -> io::Result<()> {
        let _writing = self.written();
        let unwritten = lock(&self.store).keep(rollout);
        unwritten?.write()
    }

    /// The list of a rollout as it was given; empty where there was none.
    pub(crate) fn list(&self, id: &str) -> String {
        self.list_path(id).and_then(fs::read_to_string).unwrap_or_default()
    }

    /// Writes the list of a rollout as it was given.
    pub(crate) fn save_list(&self, id: &str, text: String) -> io::Result<()> {
        let _writing = self.written();
        let path = self.list_path(id)?;
        if fs::read_to_string(&path).is_ok_and(|before| before == text) {
            return Ok(());
        }
        Unwritten::new(path, text).write()
    }

    /// Moves the files of a rollout into the folder `deleted`, from where they can be taken back by
    /// hand.
    pub(crate) fn delete(&self, id: &str) -> io::Result<()> {
        let _writing = self.written();
        let list = self.list_path(id)?;
        lock(&self.store).delete(id)?;
        match list.parent().map(|folder| folder.join("deleted").join(format!("{id}.txt"))) {
            Some(aside) if list.exists() => fs::rename(list, aside),
            _ => Ok(()),
        }
    }

    /// Waits for what is being written.
    pub(crate) fn written(&self) -> MutexGuard<'_, ()> {
        lock(&self.writing)
    }

    fn list_path(&self, id: &str) -> io::Result<PathBuf> {
        Ok(lock(&self.store).path(id)?.with_extension("txt"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn rollout(id: &str) -> Rollout {
        Rollout { id: id.into(), name: "Every team".into(), ..Rollout::default() }
    }

    #[test]
    fn a_rollout_and_its_list_are_read_back_as_they_were_given() {
        let folder = tempfile::tempdir().unwrap();
        let rollouts = Rollouts::open(folder.path().into());
        rollouts.save(rollout("one")).unwrap();
        rollouts.save_list("one", "no account\n123456789012".into()).unwrap();
        let again = Rollouts::open(folder.path().into());
        assert_eq!(again.get("one"), Some(rollout("one")));
        assert_eq!(again.list("one"), "no account\n123456789012");
        assert_eq!(again.summaries().len(), 1, "the list is no rollout");
        assert!(again.notices().is_empty());
    }

    #[test]
    fn a_damaged_rollout_is_kept_aside_and_its_list_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("one.json"), "{damaged").unwrap();
        fs::write(folder.path().join("one.txt"), "123456789012").unwrap();
        let rollouts = Rollouts::open(folder.path().into());
        assert!(rollouts.notices()[0].starts_with("The rollout file one.json"), "{:?}", rollouts.notices());
        assert_eq!(fs::read_to_string(folder.path().join("one.damaged-1")).unwrap(), "{damaged");
        assert_eq!(rollouts.list("one"), "123456789012");
    }

    #[test]
    fn a_deleted_rollout_can_be_taken_back_by_hand_with_its_list() {
        let folder = tempfile::tempdir().unwrap();
        let rollouts = Rollouts::open(folder.path().into());
        rollouts.save(rollout("one")).unwrap();
        rollouts.save_list("one", "123456789012".into()).unwrap();
        rollouts.delete("one").unwrap();
        assert!(rollouts.summaries().is_empty());
        assert_eq!(rollouts.list("one"), "");
        for name in ["one.json", "one.txt"] {
            assert!(folder.path().join("deleted").join(name).exists(), "{name}");
        }
    }

    #[test]
    fn an_id_names_no_other_folder() {
        let folder = tempfile::tempdir().unwrap();
        let rollouts = Rollouts::open(folder.path().join("rollouts"));
        for id in ["../one", "", "a/b", "."] {
            rollouts.save(rollout(id)).unwrap_err();
            rollouts.save_list(id, "text".into()).unwrap_err();
            rollouts.delete(id).unwrap_err();
            assert_eq!(rollouts.list(id), "");
        }
        assert!(!folder.path().join("one.txt").exists());
    }
}
