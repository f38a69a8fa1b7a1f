//! What the packages hold together: icons, the desktop's files, the list of what is installed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod files;
mod icons;

use serde_json::Value;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn text(file: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}
