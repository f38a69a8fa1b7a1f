//! What is kept on disk, setups and rollouts: one JSON file each, written whole or not at all. A file
//! that cannot be read as what it should be is kept aside under another name and never overwritten.

use onboarding::{Setup, Step, Target};
use serde::Serialize;
use specta::Type;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// A saved setup, for the list.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct SetupSummary {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Where it works.
    pub(crate) target: Target,
    /// The step that was open last.
    pub(crate) step: Step,
    /// When it was last written, as `2026-11-22T14:02:11Z`.
    pub(crate) saved_at: String,
}

/// What a store keeps, a file each.
pub(crate) trait Kept: Clone {
    /// What it is called in a notice: `setup`.
    const NAME: &'static str;
    /// The file's name.
    fn id(&self) -> &str;
    /// Gives it another.
    fn set_id(&mut self, id: String);
    /// As its file's text.
    fn to_text(&self) -> String;
    /// From its file's text; why not.
    fn from_text(text: &str) -> Result<Self, String>;
}

impl Kept for Setup {
    const NAME: &'static str = "setup";

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

/// All of one kind, in memory and, where the folder can be written, on disk.
pub(crate) struct Store<T = Setup> {
    folder: PathBuf,
    saved: BTreeMap<String, Saved<T>>,
    notices: Vec<String>,
}

/// One of them, and when it was written.
pub(crate) struct Saved<T> {
    pub(crate) value: T,
    pub(crate) at: SystemTime,
}

impl Store<Setup> {
    /// The setups, the last saved first.
    pub(crate) fn summaries(&self) -> Vec<SetupSummary> {
        self.newest_first()
            .into_iter()
            .map(|Saved { value: setup, at }| SetupSummary {
                id: setup.id.clone(),
                name: setup.name.clone(),
                target: setup.target.clone(),
                step: setup.step,
                saved_at: iso(*at),
            })
            .collect()
    }

    /// The ExternalIds of every setup but one: an ExternalId must be unique per role.
    pub(crate) fn external_ids_besides(&self, id: &str) -> Vec<String> {
        self.saved
            .values()
            .filter(|saved| saved.value.id != id)
            .map(|saved| saved.value.external_id.clone())
            .collect()
    }
}

impl<T: Kept> Store<T> {
    /// Reads what is in a folder; what cannot be read becomes a notice.
    pub(crate) fn open(folder: PathBuf) -> Self {
        let mut store = Self { folder, saved: BTreeMap::new(), notices: Vec::new() };
        if let Err(error) = store.load() {
            store.notices.push(format!(
                "The folder {} cannot be used ({error}). Every {} is kept until you close this window, \
                 and not saved. Make the folder writable, then start again.",
                store.folder.display(),
                T::NAME
            ));
        }
        store
    }

    /// What to tell the user about the folder and its files.
    pub(crate) fn notices(&self) -> &[String] {
        &self.notices
    }

    /// All of them, the last saved first.
    pub(crate) fn newest_first(&self) -> Vec<&Saved<T>> {
        let mut all: Vec<&Saved<T>> = self.saved.values().collect();
        all.sort_by_key(|saved| std::cmp::Reverse(saved.at));
        all
    }

    /// One of them.
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.saved.get(id).map(|saved| &saved.value)
    }

    /// Keeps it in memory; the file is for the caller to write, since a disk can be slow and this
    /// store is asked on every keystroke.
    pub(crate) fn keep(&mut self, value: T) -> io::Result<Unwritten> {
        let unwritten = Unwritten { path: self.path(value.id())?, text: value.to_text() };
        self.saved.insert(value.id().to_owned(), Saved { value, at: SystemTime::now() });
        Ok(unwritten)
    }

    /// Moves its file into the folder `deleted`, from where it can be taken back by hand.
    pub(crate) fn delete(&mut self, id: &str) -> io::Result<()> {
        let path = self.path(id)?;
        let trash = self.folder.join("deleted");
        if path.exists() {
            fs::create_dir_all(&trash)?;
            fs::rename(&path, trash.join(format!("{id}.json")))?;
        }
        self.saved.remove(id);
        Ok(())
    }

    fn load(&mut self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        probe(&self.folder)?;
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") && path.is_file() {
                self.read(&path);
            }
        }
        Ok(())
    }

    fn read(&mut self, path: &Path) {
        let at = path.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        let parsed =
            fs::read_to_string(path).map_err(|error| error.to_string()).and_then(|text| T::from_text(&text));
        match parsed {
            // The file's name is the id: a copied file would otherwise overwrite its original.
            Ok(mut value) => {
                if let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) {
                    value.set_id(stem.to_owned());
                }
                self.saved.insert(value.id().to_owned(), Saved { value, at });
            }
            Err(why) => self.keep_aside(path, &why),
        }
    }

    fn keep_aside(&mut self, path: &Path, why: &str) {
        let aside = (1..)
            .map(|n| path.with_extension(format!("damaged-{n}")))
            .find(|candidate| !candidate.exists())
            .unwrap_or_else(|| path.with_extension("damaged"));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let what = T::NAME;
        self.notices.push(match fs::rename(path, &aside) {
            Ok(()) => format!(
                "The {what} file {name} could not be read ({why}). It is kept as {}; nothing in it was changed.",
                aside.display()
            ),
            Err(error) => format!("The {what} file {name} could not be read ({why}), nor moved aside ({error})."),
        });
    }

    /// The file of an id.
    pub(crate) fn path(&self, id: &str) -> io::Result<PathBuf> {
        // An id comes back from the screens: it must not be able to name another folder.
        if id.is_empty()
            || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("not a {}'s id", T::NAME)));
        }
        Ok(self.folder.join(format!("{id}.json")))
    }
}

/// A moment as `2026-11-22T14:02:11Z`; nothing for one beyond the year 9999, which a file may claim.
pub(crate) fn iso(at: SystemTime) -> String {
    let seconds = match at.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).ok(),
        Err(before) => i64::try_from(before.duration().as_secs()).ok().map(|seconds| -seconds),
    };
    seconds
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}

fn probe(folder: &Path) -> io::Result<()> {
    let path = folder.join(".writable");
    fs::write(&path, "")?;
    match fs::remove_file(path) {
        // Another window that starts at the same moment was quicker.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// A file that is still to be written.
#[must_use]
pub(crate) struct Unwritten {
    path: PathBuf,
    text: String,
}

impl Unwritten {
    /// A text for a file.
    pub(crate) fn new(path: PathBuf, text: String) -> Self {
        Self { path, text }
    }

    /// Writes it whole or not at all.
    pub(crate) fn write(self) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Another window may be writing the same setup: each has a file of its own until it is whole.
        let temporary = self.path.with_extension(format!("{}.new", Uuid::new_v4().simple()));
        let written = self.write_to(&temporary);
        if written.is_err() {
            // On a full disk, half a file would take the room that the next try needs.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    fn write_to(&self, temporary: &Path) -> io::Result<()> {
        let mut file = fs::File::create_new(temporary)?;
        file.write_all(self.text.as_bytes())?;
        file.sync_all()?;
        fs::rename(temporary, &self.path)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use onboarding::Pack;

    fn save(store: &mut Store, setup: Setup) -> io::Result<()> {
        store.keep(setup)?.write()
    }

    fn setup(id: &str) -> Setup {
        Setup::new(
            &Pack::embedded(),
            id.into(),
            "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b".into(),
            Target::Sandbox,
        )
    }

    #[test]
    fn a_saved_setup_is_read_back_with_what_was_typed_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let mut wrong = setup("one");
        wrong.external_id = "not ok!".into();
        wrong.step = Step::Permissions;
        save(&mut Store::open(folder.path().into()), wrong.clone()).unwrap();
        assert_eq!(Store::open(folder.path().into()).get("one"), Some(&wrong));
    }

    #[test]
    fn two_windows_that_write_one_setup_at_once_both_succeed() {
        let folder = tempfile::tempdir().unwrap();
        let write = || {
            let mut store = Store::open(folder.path().into());
            (0..50).try_for_each(|_| save(&mut store, setup("one")))
        };
        std::thread::scope(|scope| {
            let windows: Vec<_> = (0..2).map(|_| scope.spawn(write)).collect();
            windows.into_iter().for_each(|window| window.join().unwrap().unwrap());
        });
        assert_eq!(Store::open(folder.path().into()).get("one"), Some(&setup("one")));
    }

    #[test]
    fn what_could_not_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path().into());
        fs::create_dir_all(folder.path().join("one.json/in-the-way")).unwrap();
        save(&mut store, setup("one")).unwrap_err();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_moment_that_no_calendar_has_is_no_panic() {
        let far = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1 << 40);
        assert_eq!(iso(far), "");
        let second = std::time::Duration::from_secs(1);
        assert_eq!(iso(SystemTime::UNIX_EPOCH - second), "1969-12-31T23:59:59Z");
        assert_eq!(iso(SystemTime::UNIX_EPOCH), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        for round in 1..=2 {
            fs::write(folder.path().join("one.json"), format!("{{damaged {round}")).unwrap();
            let mut store = Store::open(folder.path().into());
            assert_eq!(store.notices().len(), 1);
            assert!(store.notices()[0].contains("one.json"), "{:?}", store.notices());
            save(&mut store, setup("one")).unwrap();
            let kept = fs::read_to_string(folder.path().join(format!("one.damaged-{round}"))).unwrap();
            assert_eq!(kept, format!("{{damaged {round}"));
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("in-the-way");
        fs::write(&file, "").unwrap();
        let mut store = Store::open(file);
        assert_eq!(store.notices().len(), 1);
        save(&mut store, setup("one")).unwrap_err();
        assert!(store.get("one").is_some());
    }

    #[test]
    fn an_id_names_no_other_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path().join("setups"));
        for id in ["../one", "", "a/b", "."] {
            save(&mut store, setup(id)).unwrap_err();
            store.delete(id).unwrap_err();
        }
        assert!(!folder.path().join("one.json").exists());
    }

    #[test]
    fn a_deleted_setup_can_be_taken_back_by_hand() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path().into());
        save(&mut store, setup("one")).unwrap();
        store.delete("one").unwrap();
        assert!(store.get("one").is_none());
        assert!(folder.path().join("deleted/one.json").exists());
        assert!(Store::open(folder.path().into()).summaries().is_empty());
    }
}
