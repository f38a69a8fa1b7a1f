//! What cargo knows of the workspace and of all that it depends on.

use serde_json::Value;
use std::process::Command;

/// Of every platform: on a machine that has built for its own alone, cargo fetches the manifests of the
/// others.
pub(crate) fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
