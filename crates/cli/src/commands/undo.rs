//! Where undo records are kept, and telling about those that an earlier run left behind.

use crate::error::Failure;
use crate::output::Output;
use live::undo::Pending;
use live::{DATA_DIR, UndoRecord, UndoStore};

/// The store of undo records, shared with the window.
pub(crate) fn store() -> Result<UndoStore, Failure> {
    let folder = live::data_folder().ok_or_else(|| {
        Failure::outside("no-data-folder", "this user has no data folder")
            .hint(format!("name one with the environment variable `{DATA_DIR}`"))
    })?;
    Ok(UndoStore::new(folder.join("undo")))
}

/// Tells about temporary statements that may still be in a trust policy.
pub(crate) fn mention_pending(store: &UndoStore, output: &Output) -> Result<(), Failure> {
    let pending = store.list()?;
    for record in &pending.records {
        output.notice(
            "pending-undo",
            &format!(
                "an interrupted verification may have left `{}` in the trust policy of `{}`",
                record.principal, record.role_arn
            ),
            Some("take it out with `bedrock-role recover`"),
        );
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
