//! The state file: one sandbox's at a time, whole at any moment, readable by its owner alone.

use super::{Kept, KeptAside, Moment, StateError, VERSION, private};
use crate::SeededIdentity;
use crate::cloud::Cloud;
use serde::Deserialize;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A state file that is ours as long as this is held.
pub(crate) struct StateFile {
    path: PathBuf,
    /// Locked. A file of its own: the state file is replaced at each save, and a lock would go with it.
    lock: File,
}

/// Only what every form of the file has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl StateFile {
    /// Takes it; there need not be one yet.
    pub(crate) fn open(path: &Path) -> Result<Self, StateError> {
        // A link stays a link: what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let failed = |error| StateError::Io { path: path.clone(), error };
        let lock =
            private::options().create(true).truncate(false).open(beside(&path, ".lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, lock }),
            Err(TryLockError::WouldBlock) => Err(StateError::InUse { path }),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it. What is no state file is put aside, so that nothing is written over it.
    pub(crate) fn read(&self) -> Result<(Option<Kept>, Option<KeptAside>), StateError> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok((None, None)),
            Err(error) => return Err(self.failed(error)),
        };
        match serde_json::from_slice::<Versioned>(&bytes) {
            Ok(Versioned { version }) if version > VERSION => {
                return Err(StateError::Newer { path: self.path.clone(), version });
            }
            _ => {}
        }
        match serde_json::from_slice::<Kept>(&bytes) {
            Ok(kept) => Ok((Some(kept), None)),
            Err(error) => Ok((None, Some(self.put_aside(error.to_string())?))),
        }
    }

    /// Puts the file aside under a name that is free.
    pub(crate) fn put_aside(&self, reason: String) -> Result<KeptAside, StateError> {
        for number in 1..=u32::MAX {
            let aside = beside(&self.path, &format!(".damaged-{number}"));
            // A link fails where the name is taken; a rename would write over it.
            match fs::hard_link(&self.path, &aside) {
                Ok(()) => {
                    fs::remove_file(&self.path).map_err(|error| self.failed(error))?;
                    return Ok(KeptAside { path: aside, reason });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        Err(self.failed(ErrorKind::AlreadyExists.into()))
    }

    /// Replaces it: whoever looks, or whatever ends the program meanwhile, finds the old one or the new
    /// one whole.
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let new = beside(&self.path, ".new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private::options().create_new(true).open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, &self.path)?;
        private::sync_folder_of(&self.path)
    }

    fn failed(&self, error: io::Error) -> StateError {
        StateError::Io { path: self.path.clone(), error }
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

/// Writes a sandbox to its state file.
pub(crate) struct Writer {
    file: StateFile,
    scenario: Option<String>,
    identities: Vec<SeededIdentity>,
    /// One save at a time.
    last: Mutex<Last>,
}

/// How the last save went.
#[derive(Default)]
struct Last {
    trouble: Option<String>,
    /// The file is somebody else's now.
    closed: bool,
}

impl Writer {
    pub(crate) fn new(file: StateFile, scenario: Option<String>, identities: Vec<SeededIdentity>) -> Self {
        Self { file, scenario, identities, last: Mutex::default() }
    }

    /// Saves what is now.
    pub(crate) fn save(&self, cloud: &Cloud) -> Result<(), StateError> {
        self.save_and(cloud, false)
    }

    /// Saves for the last time, and lets the file go.
    pub(crate) fn close(&self, cloud: &Cloud) -> Result<(), StateError> {
        self.save_and(cloud, true)
    }

    fn save_and(&self, cloud: &Cloud, close: bool) -> Result<(), StateError> {
        let mut last = self.lock();
        if last.closed {
            return Ok(());
        }
        let kept = Kept {
            version: VERSION,
            scenario: self.scenario.clone(),
            sealer: cloud.sealer.to_text(),
            identities: self.identities.clone(),
            beginning: cloud.beginning.clone(),
            now: Moment::of(cloud),
        };
        let written =
            serde_json::to_vec(&kept).map_err(io::Error::from).and_then(|bytes| self.file.write(&bytes));
        last.trouble = written.as_ref().err().map(ToString::to_string);
        if close {
            last.closed = true;
            // It is unlocked at the end of the program at the latest.
            let _ = self.file.lock.unlock();
        }
        written.map_err(|error| self.file.failed(error))
    }

    /// Why the last save failed, if it did.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.lock().trouble.clone()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.file.path
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
