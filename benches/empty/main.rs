//! The smallest Tauri window with one line of text: what the wizard's start is measured against.

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!("benches/empty/tauri.conf.json"))
}
