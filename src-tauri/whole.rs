//! Files written whole or not at all: who is killed amid it, or finds the disk full, leaves the old one.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use uuid::Uuid;

/// How a file that is not whole yet ends.
pub(crate) const UNFINISHED: &str = "new";

/// Replaces a file, or makes it. Where a link leads, the file is replaced and not the link; its
/// permissions stay.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // Another window may be writing the same file: each has one of its own until it is whole.
    let unfinished = target.with_extension(format!("{}.{UNFINISHED}", Uuid::new_v4().simple()));
    let written = write_beside(&target, &unfinished, text);
    if written.is_err() {
        // On a full disk, half a file would take the room that the next try needs.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write_beside(target: &Path, unfinished: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(unfinished)?;
    file.write_all(text.as_bytes())?;
    if let Ok(there) = target.metadata() {
        file.set_permissions(there.permissions())?;
    }
    file.sync_all()?;
    fs::rename(unfinished, target)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_file_behind_a_link_is_replaced_and_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file.json"), folder.path().join("link.json"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_whole(&link, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("file.json/in-the-way")).unwrap();
        write_whole(&folder.path().join("file.json"), "new").unwrap_err();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
