//! What a plan is bound to: a digest of everything that was read of the role.

use crate::role::{ActualRole, Tag};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The digest of a role as read: equal only where every part of it is. The order in which IAM lists
/// policies and tags does not matter.
pub fn digest(actual: Option<&ActualRole>) -> String {
    let Some(actual) = actual else { return of_text("no role") };
    let mut role = actual.clone();
    role.inline_policies.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    role.attached_policies.sort_unstable();
    role.tags.sort_unstable_by(|a: &Tag, b: &Tag| a.key.cmp(&b.key));
    // A role of strings and numbers always has a JSON form.
    of_text(&serde_json::to_string(&role).unwrap_or_default())
}

/// SHA-256 in hexadecimal.
pub(crate) fn of_text(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
