//! Files of their owner alone, and on the disk when it is said that they are.
//!
//! On Windows both come from elsewhere: a new file has the rights of its folder, and the data folder is
//! in the user's profile, which nobody else reads; and NTFS journals a rename with its folder.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Opens for writing; a file that is made is its owner's alone.
pub(crate) fn options() -> OpenOptions {
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

/// A name in a folder is on the disk only once the folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
