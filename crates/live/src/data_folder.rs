//! Where the program keeps what outlives a run: the window and the command line share it.

use std::path::PathBuf;

/// The environment variable that names another folder.
pub const DATA_DIR: &str = "BEDROCK_ROLE_DATA_DIR";

/// The folder; `None`: this user has none, and [`DATA_DIR`] names none.
pub fn data_folder() -> Option<PathBuf> {
    let named = std::env::var_os(DATA_DIR).filter(|value| !value.is_empty()).map(PathBuf::from);
    named.or_else(|| {
        directories::ProjectDirs::from("ai", "quilr", "bedrock-role-wizard")
            .map(|folders| folders.data_dir().to_owned())
    })
}
