//! Every dependency of the program and of its screens: licensed so that it can be passed on under ours,
//! and named by some source of the package that asks for it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/metadata.rs"]
mod metadata;

use metadata::metadata;
use serde_json::Value;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Licences of code that may be passed on under Apache-2.0, and what they ask.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    // Asks for the source of its own files alone, which is unchanged and on crates.io.
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Dependencies that no source of the package names, and what each is there for.
const UNNAMED: [(&str, &str); 0] = [];

/// npm packages that no file names, and what each is there for.
const UNNAMED_IN_THE_SCREENS: [(&str, &str); 2] = [
    ("typescript", "svelte-check reads the types with it"),
    ("@tauri-apps/cli", "script/package packs with it, and it serves the screens as they are written"),
];

#[test]
fn every_crate_may_be_passed_on() {
    let refused: Vec<String> = packages(&metadata())
        .filter(|package| !package["source"].is_null())
        .filter(|package| !is_allowed(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "licences to look at: {refused:#?}");
}

#[test]
fn every_npm_package_may_be_used() {
    let lock = json(&Path::new(ROOT).join("ui/package-lock.json"));
    let installed = lock["packages"].as_object().unwrap().iter().filter(|(path, _)| !path.is_empty());
    let refused: Vec<String> = installed
        .filter(|(_, package)| !is_allowed(package["license"].as_str().unwrap_or_default()))
        .map(|(path, package)| format!("{path}: {}", package["license"]))
        .collect();
    assert!(refused.is_empty(), "licences to look at: {refused:#?}");
}

#[test]
fn every_crate_that_is_asked_for_is_used() {
    let metadata = metadata();
    let mut unused = Vec::new();
    for package in packages(&metadata).filter(|package| package["source"].is_null()) {
        let name = package["name"].as_str().unwrap();
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        for asked in package["dependencies"].as_array().unwrap() {
            let wanted = asked["name"].as_str().unwrap();
            let sources = sources(name, folder, asked["kind"].as_str());
            let module = wanted.replace('-', "_");
            let known =
                UNNAMED.iter().any(|(unnamed, _)| name == "bedrock-role-wizard" && *unnamed == wanted);
            if known == sources.iter().any(|file| names(&code(file), &module)) {
                unused.push(format!("{name} asks for {wanted}"));
            }
        }
    }
    assert!(unused.is_empty(), "named by no source, or by one although it is listed: {unused:#?}");
}

#[test]
fn every_npm_package_that_is_asked_for_is_used() {
    let ui = Path::new(ROOT).join("ui");
    let package = json(&ui.join("package.json"));
    let mut text: String = ["svelte", "ts", "json"]
        .iter()
        .flat_map(|ending| files(&ui.join("src"), ending))
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for file in ["vite.config.ts", "vitest.config.ts", "svelte.config.js", "tsconfig.json", "biome.json"] {
        text += &std::fs::read_to_string(ui.join(file)).unwrap();
    }
    // The window's tests read one package from there.
    text += &code(&Path::new(ROOT).join("tests/window/session.rs"));
    let scripts = package["scripts"].to_string();
    let asked =
        ["dependencies", "devDependencies"].iter().flat_map(|kind| package[kind].as_object().unwrap());
    let unused: Vec<&String> = asked
        .map(|(name, _)| name)
        .filter(|name| {
            let tool = name.rsplit('/').next().unwrap();
            // Types of a package are asked for by whoever names what it types.
            let typed = name.strip_prefix("@types/").map(|of| format!("\"{of}:"));
            let used = text.contains(&format!("\"{name}"))
                || text.contains(&format!("/{name}/"))
                || typed.is_some_and(|typed| text.contains(&typed))
                || scripts.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).any(|word| word == tool);
            used == UNNAMED_IN_THE_SCREENS.iter().any(|(unnamed, _)| unnamed == name)
        })
        .collect();
    assert!(unused.is_empty(), "named by no file, or by one although it is listed: {unused:#?}");
}

#[test]
fn a_licence_is_read_as_it_is_meant() {
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 AND MIT", false),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("(GPL-3.0 AND MIT) OR ISC", true),
        ("(GPL-3.0 AND MIT) OR AGPL-3.0", false),
        ("GPL-3.0 WITH LLVM-exception", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression), expected, "{expression}");
    }
}

/// An expression of SPDX: `OR` binds weaker than `AND`; a slash is an older `OR`.
fn is_allowed(expression: &str) -> bool {
    any(&mut expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ")
        .split_whitespace()
        .peekable())
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>) -> bool {
    let mut result = all(words);
    while words.next_if_eq(&"OR").is_some() {
        result |= all(words);
    }
    result
}

fn all(words: &mut Words<'_>) -> bool {
    let mut result = one(words);
    while words.next_if_eq(&"AND").is_some() {
        result &= one(words);
    }
    result
}

fn one(words: &mut Words<'_>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let result = any(words);
        return words.next() == Some(")") && result;
    }
    let mut licence = words.next().unwrap_or_default().to_owned();
    if words.next_if_eq(&"WITH").is_some() {
        licence = format!("{licence} WITH {}", words.next().unwrap_or_default());
    }
    ALLOWED.contains(&licence.as_str())
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().unwrap().iter()
}

/// The sources of a package that a kind of dependency is for: no kind is the program itself.
fn sources(name: &str, folder: &Path, kind: Option<&str>) -> Vec<PathBuf> {
    let source = if name == "bedrock-role-wizard" { "src-tauri" } else { "src" };
    match kind {
        None => files(&folder.join(source), "rs"),
        Some("build") => vec![folder.join("src-tauri/build.rs")],
        Some(_) => [source, "tests", "benches"]
            .iter()
            .map(|part| folder.join(part))
            .filter(|part| part.exists())
            .flat_map(|part| files(&part, "rs"))
            .collect(),
    }
}

/// What a file says outside of comments.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Whether a module is named, as a whole word before `::`, in an attribute or in a `use`.
fn names(code: &str, module: &str) -> bool {
    code.match_indices(module).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + module.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"')
            && (after.starts_with("::")
                || after.starts_with(" as ")
                || (after.starts_with(';') && code[..at].ends_with("use ")))
    })
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    // Nothing that was built or fetched.
    const NOT_OURS: [&str; 4] = ["target", "node_modules", "dist", "gen"];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
                found.extend(files(&path, ending));
            }
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
