//! Who is at work on a record, or on a role, at this moment. A lock of the operating system: it ends
//! with its process, however that ends, so a record without one is one that was left behind.

use super::{Undo, UndoRecord, UndoStore};
use crate::account::Account;
use crate::applied::name_of_role;
use crate::error::LiveError;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::time::Duration;

/// How often a lock is tried: whoever only looks holds it for a moment.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(20);

/// Held while something is done, and let go of however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    /// `None`: the folder's file system has no locks, or cannot be written; then nobody is kept out.
    file: Option<File>,
    /// Deleted at the end: nobody ever locks it again.
    once: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(path) = self.once.take() {
            let _ = fs::remove_file(path);
        }
        drop(self.file.take());
    }
}

impl UndoStore {
    /// Takes the lock of a role, which only one at a time may change. To be taken before the role is
    /// read for that.
    ///
    /// # Errors
    /// [`LiveError::InUse`]: another window or terminal has it.
    pub(crate) async fn lock_role(&self, account: &Account, role_arn: &str) -> Result<Lock, LiveError> {
        self.take(&name_of_role(role_arn, account.endpoint()), role_arn, false).await
    }

    /// Takes the lock of a record's work: of the test, whose record is its own, or of the role.
    ///
    /// # Errors
    /// [`LiveError::InUse`].
    pub(crate) async fn lock(&self, record: &UndoRecord) -> Result<Lock, LiveError> {
        let once = record.temporary_statement().is_some();
        self.take(&lock_name(record), &record.role_arn, once).await
    }

    async fn take(&self, name: &str, role_arn: &str, once: bool) -> Result<Lock, LiveError> {
        let path = self.lock_path(name);
        let once = once.then(|| path.clone());
        let opened = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| OpenOptions::new().create(true).append(true).open(&path));
        let Ok(file) = opened else { return Ok(Lock { file: None, once: None }) };
        for tried in 1.. {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if tried < TRIES => tokio::time::sleep(PAUSE).await,
                Err(TryLockError::WouldBlock) => {
                    return Err(LiveError::InUse { role_arn: role_arn.to_owned() });
                }
                Err(TryLockError::Error(_)) => return Ok(Lock { file: None, once }),
            }
        }
        Ok(Lock { file: Some(file), once })
    }

    /// Whether somebody is at work on a record at this moment.
    pub fn in_use(&self, record: &UndoRecord) -> bool {
        let Ok(file) = File::open(self.lock_path(&lock_name(record))) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// The records that were left behind: nobody is at work on them.
    ///
    /// # Errors
    /// The folder is there and cannot be listed.
    pub fn left_behind(&self) -> Result<Vec<UndoRecord>, LiveError> {
        Ok(self.pending()?.into_iter().filter(|record| !self.in_use(record)).collect())
    }

    /// Deletes what was left behind of sandboxes that are gone: every record here is of one.
    ///
    /// # Errors
    /// The folder is there and cannot be listed; a record cannot be deleted.
    pub fn discard_left_behind(&self) -> Result<(), LiveError> {
        self.left_behind()?.iter().try_for_each(|record| self.discard(record))
    }

    fn lock_path(&self, name: &str) -> PathBuf {
        // An id may come from a file: it names no other folder.
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        self.folder.join("locks").join(name)
    }
}

fn lock_name(record: &UndoRecord) -> String {
    match &record.what {
        Undo::TemporaryStatement(_) => record.id.clone(),
        Undo::Changes(_) => name_of_role(&record.role_arn, record.endpoint.as_deref()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::undo::TemporaryStatement;

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

    #[tokio::test]
    async fn a_record_is_left_behind_once_nobody_is_at_work_on_it() {
        let folder = tempfile::tempdir().unwrap();
        // As two programs have it.
        let (here, there) = (UndoStore::new(folder.path()), UndoStore::new(folder.path()));
        here.write(&record("undo-one")).unwrap();
        assert_eq!(there.left_behind().unwrap(), [record("undo-one")], "there is no lock at all");
        let lock = here.lock(&record("undo-one")).await.unwrap();
        assert_eq!(there.left_behind().unwrap(), []);
        assert_eq!(there.pending().unwrap(), [record("undo-one")]);
        assert_eq!(there.lock(&record("undo-one")).await.unwrap_err().code(), "in-use");
        assert!(there.lock(&record("undo-two")).await.is_ok(), "another test is another's");
        drop(lock);
        assert_eq!(there.left_behind().unwrap(), [record("undo-one")]);
        assert!(there.lock(&record("undo-one")).await.is_ok());
        assert_eq!(fs::read_dir(folder.path().join("locks")).unwrap().count(), 0, "nothing is left");
    }

    #[tokio::test]
    async fn where_no_lock_can_be_made_nobody_is_kept_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("locks"), "a file in its place").unwrap();
        let store = UndoStore::new(folder.path());
        let _first = store.lock(&record("undo-one")).await.unwrap();
        assert!(store.lock(&record("undo-one")).await.is_ok());
        assert!(!store.in_use(&record("undo-one")));
    }
}
