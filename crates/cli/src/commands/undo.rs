//! Where undo records are kept, and telling about those that an earlier run left behind.

use crate::error::Failure;
use crate::output::Output;
use live::undo::{Pending, Undo};
use live::{DATA_DIR, UndoRecord, UndoStore};

/// The store of undo records, shared with the window.
pub(crate) fn store() -> Result<UndoStore, Failure> {
    let folder = live::data_folder().ok_or_else(|| {
        Failure::outside("no-data-folder", "this user has no data folder")
            .hint(format!("name one with the environment variable `{DATA_DIR}`"))
    })?;
    Ok(UndoStore::new(folder.join("undo")))
}

/// Tells about what an earlier run left undone.
pub(crate) fn mention_pending(store: &UndoStore, output: &Output) -> Result<(), Failure> {
    let pending = store.list()?;
    // What somebody is at work on now was not left behind.
    for record in pending.records.iter().filter(|record| !store.in_use(record)) {
        let (message, hint) = match &record.what {
            Undo::TemporaryStatement(statement) => (
                format!(
                    "an interrupted verification may have left `{}` in the trust policy of `{}`",
                    statement.principal, record.role_arn
                ),
                "take it out with `bedrock-role recover`",
            ),
            Undo::Changes(_) if !record.interrupted() => (
                format!(
                    "a rotation of the ExternalId of `{}` is under way: both are accepted",
                    record.role_arn
                ),
                "end it with `bedrock-role rotate --finish`, or `--take-back`",
            ),
            Undo::Changes(changes) => (
                format!("{} of `{}` was interrupted", changes.purpose.words(), record.role_arn),
                "take it back with `bedrock-role recover`, or carry it on with `bedrock-role recover --carry-on`",
            ),
        };
        output.notice("pending-undo", &message, Some(hint));
    }
    mention_damaged(&pending, output);
    Ok(())
}

/// Tells about records that cannot be read: what they were about can only be seen in the account.
pub(crate) fn mention_damaged(pending: &Pending, output: &Output) {
    for error in &pending.damaged {
        output.notice(
            "damaged-undo",
            &error.to_string(),
            Some(
                "look for a statement `BedrockRoleWizardTemporary…` in the role's trust policy; \
                 when it is out, delete the file",
            ),
        );
    }
}

/// Whether the record is about a sandbox of this machine. [`UndoStore::discard`] has the last word.
pub(crate) fn is_of_sandbox(record: &UndoRecord) -> bool {
    record.endpoint.as_deref().is_some_and(|url| url.starts_with("http://127.0.0.1:"))
}
