//! The walls of ARCHITECTURE.md: which room may depend on which, and what stays out of each. Those of
//! the screens are kept by `ui/src/test/walls.test.ts`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/metadata.rs"]
mod metadata;

use metadata::metadata;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The arrows between our own packages: a package and the ones of ours it may depend on.
const ARROWS: [(&str, &[&str]); 6] = [
    ("iam-policy", &[]),
    ("onboarding", &["iam-policy"]),
    ("live", &["iam-policy", "onboarding"]),
    ("sandbox", &["iam-policy"]),
    ("bedrock-role", &["iam-policy", "live", "onboarding", "sandbox"]),
    ("bedrock-role-wizard", &["live", "onboarding", "sandbox"]),
];

const PURE: [&str; 2] = ["iam-policy", "onboarding"];

/// What a pure package may not name: files, environment, network, processes, clock, random source.
const IMPURE: [&str; 13] = [
    "std::fs",
    "std::env",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "ToSocketAddrs",
    "std::process",
    "std::thread",
    "std::io",
    "SystemTime::now",
    "Instant::now",
    "tokio::",
    "uuid::",
];

const GUI: [&str; 8] = ["tauri", "wry", "tao", "gtk", "gdk", "webkit2gtk", "javascriptcore-rs", "muda"];

struct Workspace {
    /// Package id to name.
    names: BTreeMap<String, String>,
    /// Package id to the ids it depends on outside tests and build scripts.
    needs: BTreeMap<String, Vec<String>>,
}

impl Workspace {
    fn read() -> Self {
        let metadata = metadata();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let list = |value: &Value| value.as_array().unwrap().clone();
        let names = list(&metadata["packages"])
            .iter()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let needs = list(&metadata["resolve"]["nodes"])
            .iter()
            .map(|node| {
                let normal = list(&node["deps"])
                    .iter()
                    .filter(|dep| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()))
                    .map(|dep| text(&dep["pkg"]))
                    .collect();
                (text(&node["id"]), normal)
            })
            .collect();
        Self { names, needs }
    }

    fn id(&self, name: &str) -> &str {
        self.names.iter().find(|(_, found)| *found == name).unwrap_or_else(|| panic!("no package {name}")).0
    }

    fn direct(&self, name: &str) -> BTreeSet<&str> {
        self.needs[self.id(name)].iter().map(|id| self.names[id].as_str()).collect()
    }

    fn all(&self, name: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.id(name)];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(self.needs[id].iter().map(String::as_str));
            }
        }
        seen.into_iter().map(|id| self.names[id].as_str()).collect()
    }
}

#[test]
fn arrows_point_one_way() {
    let workspace = Workspace::read();
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (name, allowed) in ARROWS {
        let found: BTreeSet<&str> = workspace.direct(name).intersection(&ours).copied().collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert!(found.is_subset(&allowed), "{name} may depend on {allowed:?}, and depends on {found:?}");
    }
}

#[test]
fn no_gui_library_under_the_command_line() {
    let all = Workspace::read();
    for name in ["bedrock-role", "live", "sandbox", "onboarding", "iam-policy"] {
        let found: Vec<&str> = all
            .all(name)
            .into_iter()
            .filter(|package| GUI.iter().any(|gui| package == gui || package.starts_with(&format!("{gui}-"))))
            .collect();
        assert!(found.is_empty(), "{name} links {found:?}");
    }
}

#[test]
fn pure_packages_touch_nothing_outside() {
    let workspace = Workspace::read();
    for name in PURE {
        let all = workspace.all(name);
        for outside in ["tokio", "uuid", "getrandom", "reqwest", "hyper", "aws-config"] {
            assert!(!all.contains(outside), "{name} must stay pure, and depends on {outside}");
        }
        for file in files(&Path::new(ROOT).join("crates").join(name).join("src"), "rs") {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                for word in IMPURE {
                    assert!(
                        !line.contains(word),
                        "{} must stay pure, and says `{}`",
                        file.display(),
                        line.trim()
                    );
                }
            }
        }
    }
}

#[test]
fn the_window_may_do_nothing_but_call_our_commands() {
    let text = std::fs::read_to_string(Path::new(ROOT).join("src-tauri/capabilities/main.json")).unwrap();
    let capability: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        capability["permissions"],
        serde_json::json!([]),
        "each new permission is a decision: say why here"
    );
    let text = std::fs::read_to_string(Path::new(ROOT).join("tauri.conf.json")).unwrap();
    let config: Value = serde_json::from_str(&text).unwrap();
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    assert!(policy.starts_with("default-src 'self';"));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains("https:"), "no remote content: {policy}");
}

#[test]
fn unsafe_stands_in_one_place() {
    let root = Path::new(ROOT);
    let found: Vec<PathBuf> = ["crates", "src-tauri"]
        .iter()
        .flat_map(|folder| files(&root.join(folder), "rs"))
        .filter(|file| std::fs::read_to_string(file).unwrap().contains("unsafe {"))
        .map(|file| file.strip_prefix(root).unwrap().to_owned())
        .collect();
    assert_eq!(found, [PathBuf::from("src-tauri/graphics.rs")]);
}

/// Where one platform differs from another, with an arm for each. Whoever reads another file reads what
/// holds everywhere.
const PLATFORM: [&str; 10] = [
    "crates/cli/src/hidden.rs",
    "crates/cli/src/permissions.rs",
    "crates/cli/src/signals.rs",
    "crates/live/src/private_file.rs",
    "crates/live/src/signin/provider/process/children.rs",
    "crates/sandbox/src/saved/private.rs",
    "src-tauri/display.rs",
    "src-tauri/graphics.rs",
    "src-tauri/locale.rs",
    "src-tauri/signals.rs",
];

#[test]
fn platforms_differ_in_small_modules() {
    let root = Path::new(ROOT);
    let packages = std::fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let sources = packages.map(|package| package.join("src")).chain([root.join("src-tauri")]);
    let found: BTreeSet<String> = sources
        .flat_map(|folder| files(&folder, "rs"))
        .filter(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            let program = text.split("\n#[cfg(test)]\nmod tests").next().unwrap();
            ["cfg(unix)", "cfg(not(unix))", "cfg(windows)", "target_os", "std::os::"]
                .iter()
                .any(|word| program.contains(word))
        })
        .map(|file| file.strip_prefix(root).unwrap().display().to_string())
        .collect();
    assert_eq!(found, PLATFORM.map(str::to_owned).into());
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
