//! Undo records: written to disk (fsync) before a role is changed, deleted once the change is whole or
//! proven gone. A record that is found at the next start is offered for clean-up.

mod record;

pub use record::{ChangePurpose, Changes, TemporaryStatement, Undo, UndoRecord, UndoState, UndoStep};

use crate::error::LiveError;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::Serialize;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long a temporary statement lives at most.
pub(crate) const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The records of a folder, and what there was that could not be read.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    /// The readable ones, in the order of their names.
    pub records: Vec<UndoRecord>,
    /// One [`LiveError::UndoRecord`] a damaged file: kept where it is, never guessed at.
    pub damaged: Vec<LiveError>,
}

/// The folder of undo records.
#[derive(Debug, Clone)]
pub struct UndoStore {
    folder: PathBuf,
}

impl UndoStore {
    /// A store in a folder, which is made when the first record is written.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The records that are there. Damaged files are passed over: [`UndoStore::list`] names them.
    ///
    /// # Errors
    /// The folder is there and cannot be listed.
    pub fn pending(&self) -> Result<Vec<UndoRecord>, LiveError> {
        Ok(self.list()?.records)
    }

    /// The records that are there, and the files that cannot be read as one.
    ///
    /// # Errors
    /// The folder is there and cannot be listed.
    pub fn list(&self) -> Result<Pending, LiveError> {
        let mut pending = Pending::default();
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(pending),
            Err(error) => return Err(failed(&self.folder, error)),
        };
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        paths.sort_unstable();
        for path in paths {
            match read(&path) {
                Ok(Some(record)) => pending.records.push(record),
                Ok(None) => {}
                Err(error) => pending.damaged.push(error),
            }
        }
        Ok(pending)
    }

    /// Writes a record so that it survives a power cut from the moment this returns: the file, then
    /// its name, are on the disk.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(crate) fn write(&self, record: &UndoRecord) -> Result<(), LiveError> {
        let path = self.path(&record.id)?;
        write_whole(record, &path).map_err(|error| failed(&path, error))
    }

    /// Where what was done is kept, once it is no longer to be undone.
    pub(crate) fn applied_folder(&self) -> PathBuf {
        self.folder.join("applied")
    }

    /// Where the journals of rollouts are.
    pub(crate) fn rollouts_folder(&self) -> PathBuf {
        self.folder.join("rollouts")
    }

    /// Deletes a record whose statement is proven gone. It not being there is as good.
    pub(crate) fn remove(&self, record: &UndoRecord) -> Result<(), LiveError> {
        let path = self.path(&record.id)?;
        match fs::remove_file(&path) {
            Ok(()) => sync_folder(&self.folder).map_err(|error| failed(&path, error)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(&path, error)),
        }
    }

    /// Deletes the record of a sandbox that is gone: there is nothing left to take out of it.
    ///
    /// # Errors
    /// The record is not one of a sandbox on this machine, or cannot be deleted.
    pub fn discard(&self, record: &UndoRecord) -> Result<(), LiveError> {
        let on_loopback = record.endpoint.as_deref().is_some_and(|url| {
            ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
                .iter()
                .any(|start| url.starts_with(start))
        });
        if !on_loopback {
            return Err(LiveError::UndoRecord {
                path: self.path(&record.id)?,
                why: "it is about a real account: recover it instead".to_owned(),
            });
        }
        self.remove(record)
    }

    /// The records of a role that say that a plan was being applied to it, or that a rotation waits.
    pub(crate) fn changes_of(
        &self,
        role_arn: &str,
        endpoint: Option<&str>,
    ) -> Result<Vec<(UndoRecord, Changes)>, LiveError> {
        let of_role = |record: UndoRecord| {
            if record.role_arn != role_arn || record.endpoint.as_deref() != endpoint {
                return None;
            }
            let changes = record.changes()?.clone();
            Some((record, changes))
        };
        Ok(self.pending()?.into_iter().filter_map(of_role).collect())
    }

    /// The rotation of a role that waits for the dashboard.
    ///
    /// # Errors
    /// The folder is there and cannot be listed.
    pub fn rotation_of(&self, role_arn: &str) -> Result<Option<UndoRecord>, LiveError> {
        let waits = |record: &UndoRecord| {
            record.role_arn == role_arn && !record.interrupted() && record.changes().is_some()
        };
        Ok(self.pending()?.into_iter().find(waits))
    }

    /// The file of a record. Its id is checked, for it may come back from a screen.
    pub(crate) fn path(&self, id: &str) -> Result<PathBuf, LiveError> {
        let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if plain {
            Ok(self.folder.join(format!("{id}.json")))
        } else {
            Err(LiveError::UndoRecord {
                path: self.folder.clone(),
                why: format!("`{}` is not the name of one", id.escape_debug()),
            })
        }
    }
}

/// Writes a file of its owner alone, whole or not at all, and on the disk once this returns.
pub(crate) fn write_whole(value: &impl Serialize, path: &Path) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let unfinished = path.with_extension("unfinished");
    fs::create_dir_all(folder)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(&serde_json::to_vec_pretty(value)?)?;
    file.sync_all()?;
    fs::rename(unfinished, path)?;
    sync_folder(folder)
}

/// A name in a folder is on the disk only once the folder is.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// How long ago a record was written.
pub(crate) fn age(record: &UndoRecord) -> Duration {
    let Ok(at) = DateTime::from_str(&record.at, Format::DateTime) else {
        return Duration::ZERO;
    };
    let now = DateTime::from(SystemTime::now()).secs();
    Duration::from_secs(now.saturating_sub(at.secs()).max(0).unsigned_abs())
}

/// Now, as records write it: `2026-11-22T14:02:11Z`.
pub fn now() -> String {
    written(DateTime::from(SystemTime::now()).secs())
}

/// So long before a time; the time itself where it is none.
fn before(time: &str, by: Duration) -> String {
    match DateTime::from_str(time, Format::DateTime) {
        Ok(time) => written(time.secs() - by.as_secs().cast_signed()),
        Err(_) => time.to_owned(),
    }
}

fn written(seconds: i64) -> String {
    // A time in whole seconds always has this form.
    DateTime::from_secs(seconds).fmt(Format::DateTime).unwrap_or_default()
}

fn read(path: &Path) -> Result<Option<UndoRecord>, LiveError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        // Another process finished its test and deleted it meanwhile.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, error)),
    };
    let record: UndoRecord = serde_json::from_str(&text).map_err(|error| failed(path, error))?;
    if path.file_stem().is_none_or(|stem| stem != record.id.as_str()) {
        return Err(failed(path, "its name and its id differ"));
    }
    Ok(Some(record))
}

fn failed(path: &Path, why: impl ToString) -> LiveError {
    LiveError::UndoRecord { path: path.to_owned(), why: why.to_string() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn record(id: &str) -> UndoRecord {
        UndoRecord {
            id: id.to_owned(),
            role_arn: "arn:aws:iam::123456789012:role/r".to_owned(),
            endpoint: None,
            at: "2026-11-22T14:02:11Z".to_owned(),
            what: Undo::TemporaryStatement(TemporaryStatement {
                sid: "BedrockRoleWizardTemporary0a1b2c3d".to_owned(),
                principal: "arn:aws:iam::123456789012:user/admin".to_owned(),
                expires_at: "2026-11-22T14:17:11Z".to_owned(),
            }),
        }
    }

    #[test]
    fn a_record_of_the_first_version_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let first = r#"{"id":"old","role_arn":"arn:aws:iam::123456789012:role/r",
            "sid":"BedrockRoleWizardTemporary0a1b2c3d","principal":"arn:aws:iam::123456789012:user/admin",
            "expires_at":"2026-11-22T14:17:11Z","endpoint":null}"#;
        fs::write(folder.path().join("old.json"), first).unwrap();
        assert_eq!(UndoStore::new(folder.path()).pending().unwrap(), [record("old")]);
    }

    #[test]
    fn a_record_is_there_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let store = UndoStore::new(folder.path().join("undo"));
        assert_eq!(store.pending().unwrap(), [], "no folder is no record");
        store.write(&record("one")).unwrap();
        assert_eq!(store.pending().unwrap(), [record("one")]);
        store.remove(&record("one")).unwrap();
        store.remove(&record("one")).unwrap();
        assert_eq!(store.pending().unwrap(), []);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_a_record() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let store = UndoStore::new(folder.path());
        store.write(&record("one")).unwrap();
        let mode = fs::metadata(folder.path().join("one.json")).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_record_is_named_and_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = UndoStore::new(folder.path());
        store.write(&record("whole")).unwrap();
        fs::write(folder.path().join("half.json"), "{\"id\":").unwrap();
        fs::write(folder.path().join("renamed.json"), serde_json::to_string(&record("other")).unwrap())
            .unwrap();
        let pending = store.list().unwrap();
        assert_eq!(pending.records, [record("whole")]);
        let damaged: Vec<String> = pending.damaged.iter().map(ToString::to_string).collect();
        assert_eq!(damaged.len(), 2);
        assert!(damaged[0].contains("half.json"), "{}", damaged[0]);
        assert!(folder.path().join("half.json").exists(), "it is kept");
    }

    #[test]
    fn an_id_cannot_leave_the_folder() {
        let store = UndoStore::new("/nowhere");
        let error = store.remove(&record("../../etc/passwd")).unwrap_err();
        assert_eq!(error.code(), "undo-record");
    }

    #[test]
    fn only_a_record_of_a_sandbox_is_discarded() {
        let folder = tempfile::tempdir().unwrap();
        let store = UndoStore::new(folder.path());
        let real = record("real");
        let sandbox = UndoRecord { endpoint: Some("http://127.0.0.1:4510".to_owned()), ..record("sandbox") };
        store.write(&real).unwrap();
        store.write(&sandbox).unwrap();
        assert!(store.discard(&real).is_err());
        store.discard(&sandbox).unwrap();
        assert_eq!(store.pending().unwrap(), [real]);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error_before_anything_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("undo"), "a file in its place").unwrap();
        let store = UndoStore::new(folder.path().join("undo"));
        assert_eq!(store.write(&record("one")).unwrap_err().code(), "undo-record");
    }
}
