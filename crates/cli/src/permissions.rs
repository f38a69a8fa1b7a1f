//! The permissions of a file that a person asked for.

use std::path::Path;
use tempfile::Builder;

/// As any file that a program makes, or as the one that is there already: a temporary one would be its
/// owner's alone. On Windows it has the rights of its folder.
#[cfg(unix)]
pub(crate) fn as_any_file(builder: &mut Builder<'_, '_>, target: &Path) {
    builder.permissions(match target.metadata() {
        Ok(there) => there.permissions(),
        Err(_) => std::os::unix::fs::PermissionsExt::from_mode(0o666),
    });
}

#[cfg(not(unix))]
pub(crate) fn as_any_file(_: &mut Builder<'_, '_>, _: &Path) {}
