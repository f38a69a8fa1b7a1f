//! A file of its owner alone, and on the disk when it is said that it is. On Windows a new file has the
//! rights of its folder, and NTFS journals a rename with its folder.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Opens for writing, for the owner alone: the file holds secrets.
pub(super) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    owner_alone(&mut options);
    options
}

#[cfg(unix)]
fn owner_alone(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn owner_alone(_: &mut OpenOptions) {}

/// The new name of a file is on the disk only once its folder is.
#[cfg(unix)]
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder_of(_: &Path) -> io::Result<()> {
    Ok(())
}
