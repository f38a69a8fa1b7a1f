//! The journal of a StackSet: a line before an operation is sent, a line when it is over. What was sent
//! and is not over is found by the next run, which waits for it.

use super::operations::Operation;
use crate::error::LiveError;
use crate::private_file;
use crate::undo::{UndoStore, now};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line {
    /// Written before it is sent: from here on it may be under way.
    Sent { at: String, operation: Operation },
    /// AWS gave it an id of its own.
    Named { operation_id: String, by_aws: String },
    /// It is over, or was never taken.
    Over { at: String, operation_id: String, status: String },
}

/// The journal of one StackSet, of one administrator.
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

impl Journal {
    /// The journal of a StackSet. Nothing is written before the first operation.
    pub(super) fn new(
        store: &UndoStore,
        account_id: &str,
        endpoint: Option<&str>,
        region: &str,
        name: &str,
    ) -> Self {
        // Two sandboxes on one machine are two worlds with the same account.
        let world = endpoint.map(|url| {
            let digest =
                Sha1::digest(url).iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
            format!("-{digest}")
        });
        let file = format!("{account_id}-{region}-{name}{}.jsonl", world.unwrap_or_default());
        Self { path: store.rollouts_folder().join(file), file: Mutex::new(None) }
    }

    /// What was sent and is not known to be over, by the id that AWS has for it.
    pub(super) fn open(&self) -> Result<Vec<Operation>, LiveError> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(&self.path, error)),
        };
        let mut open: Vec<Operation> = Vec::new();
        let mut names: HashMap<String, String> = HashMap::new();
        for line in text.lines() {
            // The last line of a run that was killed may be half a line: it was not sent.
            match serde_json::from_str::<Line>(line) {
                Ok(Line::Sent { operation, .. }) => open.push(operation),
                Ok(Line::Named { operation_id, by_aws }) => {
                    names.insert(operation_id, by_aws);
                }
                Ok(Line::Over { operation_id, .. }) => {
                    open.retain(|operation| operation.operation_id != operation_id);
                }
                Err(_) => {}
            }
        }
        for operation in &mut open {
            if let Some(name) = names.remove(&operation.operation_id) {
                operation.known_as = Some(name);
            }
        }
        Ok(open)
    }

    /// Begins anew: what is over is kept as the last run's.
    pub(super) fn begin(&self) -> Result<(), LiveError> {
        // What is open would go on under the old name.
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
        match std::fs::rename(&self.path, self.path.with_extension("last.jsonl")) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(&self.path, error)),
        }
    }

    /// On the disk once this returns.
    pub(super) fn sent(&self, operation: &Operation) -> Result<(), LiveError> {
        self.write(&Line::Sent { at: now(), operation: operation.clone() })
    }

    pub(super) fn named(&self, operation: &Operation, by_aws: &str) -> Result<(), LiveError> {
        if operation.operation_id == by_aws {
            return Ok(());
        }
        let operation_id = operation.operation_id.clone();
        self.write(&Line::Named { operation_id, by_aws: by_aws.to_owned() })
    }

    pub(super) fn over(&self, operation: &Operation, status: &str) -> Result<(), LiveError> {
        let operation_id = operation.operation_id.clone();
        self.write(&Line::Over { at: now(), operation_id, status: status.to_owned() })
    }

    fn write(&self, line: &Line) -> Result<(), LiveError> {
        self.append(line).map_err(|error| failed(&self.path, error))
    }

    fn append(&self, line: &Line) -> std::io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match file.as_mut() {
            Some(file) => file,
            None => file.insert(opened(&self.path)?),
        };
        file.write_all(&text)?;
        file.sync_data()
    }
}

/// For its owner alone. Its name is on the disk only once the folder is.
fn opened(path: &Path) -> std::io::Result<File> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let mut file = private_file::options().append(true).create(true).open(path)?;
    // Half a line of a run that was killed must not spoil the next one.
    file.write_all(b"\n")?;
    private_file::sync_folder(folder)?;
    Ok(file)
}

fn failed(path: &Path, why: impl ToString) -> LiveError {
    LiveError::UndoRecord { path: path.to_owned(), why: why.to_string() }
}
