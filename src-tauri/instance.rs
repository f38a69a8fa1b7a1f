//! One window for one data folder: a second start raises the first.

use crate::window;
use live::DATA_DIR;
use std::hash::{DefaultHasher, Hash, Hasher};
use tauri::Wry;
use tauri::plugin::TauriPlugin;

/// The name on the session bus. Whoever names a data folder of their own gets a window of their own.
fn bus_name() -> String {
    let base = "ai.quilr.bedrock_role_wizard";
    match std::env::var_os(DATA_DIR).filter(|folder| !folder.is_empty()) {
        None => base.to_owned(),
        Some(folder) => {
            let mut hasher = DefaultHasher::new();
            folder.hash(&mut hasher);
            format!("{base}.in_{:016x}", hasher.finish())
        }
    }
}

/// To be the first plugin: a second start ends here. Without a session bus there are two windows.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(bus_name())
        .callback(|app, _arguments, _folder| window::raise(app))
        .build()
}
