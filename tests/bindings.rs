//! The TypeScript of the bridge is generated from the commands; this fails when it has drifted.

#![allow(clippy::unwrap_used)]

use specta_typescript::Typescript;

#[test]
fn typescript_of_the_bridge_is_current() {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/bindings.ts");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bindings.ts");
    bedrock_role_wizard::bridge().export(Typescript::default(), &path).unwrap();
    let generated = std::fs::read_to_string(path).unwrap();
    // One file of the screens imports `@tauri-apps`: the host.
    let generated = generated.replace("\"@tauri-apps/api/core\"", "\"./host\"");
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(committed, generated).unwrap();
        return;
    }
    assert_eq!(
        std::fs::read_to_string(committed).unwrap_or_default(),
        generated,
        "ui/src/lib/bindings.ts is out of date: run UPDATE_BINDINGS=1 cargo test --test bindings"
    );
}
