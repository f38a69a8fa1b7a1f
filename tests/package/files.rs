//! The configuration, the desktop's files and the list of what is installed say the same of the program.

use crate::{ROOT, json, text};
use resvg::usvg::roxmltree::{Document, Node};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::Path;

const PLATFORMS: [&str; 3] = ["linux", "macos", "windows"];

const METAINFO: &str = "packaging/linux/ai.quilr.bedrock-role-wizard.metainfo.xml";

/// What packaging/stage makes before anything is packed.
const STAGED: &str = "gen/package/";

/// The two kinds of Linux package differ in these alone: each family has a place of its own for them.
const OWN_PLACES: [&str; 4] = [
    "/usr/share/zsh/",
    "/usr/share/doc/bedrock-role-wizard/",
    "/usr/share/licenses/bedrock-role-wizard/",
    "/usr/share/lintian/",
];

#[test]
fn every_platform_has_a_configuration_that_tauri_takes() {
    for platform in PLATFORMS {
        let merged = merged(platform);
        serde_json::from_value::<tauri::Config>(merged)
            .unwrap_or_else(|error| panic!("tauri.{platform}.conf.json: {error}"));
    }
}

#[test]
fn every_file_of_a_package_comes_from_somewhere() {
    let stage = text("packaging/stage/main.mjs");
    for kind in ["deb", "rpm"] {
        let mut sources: Vec<String> = files(kind).values().map(string).collect();
        let linux = json("tauri.linux.conf.json");
        let of_kind = &linux["bundle"]["linux"][kind];
        sources.extend(
            [&of_kind["desktopTemplate"], &of_kind["changelog"]]
                .iter()
                .filter_map(|v| v.as_str().map(str::to_owned)),
        );
        for source in sources {
            let made = source.strip_prefix(STAGED).is_some_and(|made| {
                let (folder, name) = made.split_once('/').unwrap_or(("", made));
                // Completions are made in a loop over the shells.
                stage.contains(&format!("${{out}}/{made}"))
                    || folder == "completions" && stage.contains(&format!("\"{name}\""))
            });
            assert!(
                made || Path::new(ROOT).join(&source).exists(),
                "the {kind} wants {source}, which is neither in the repository nor made by packaging/stage"
            );
        }
    }
    for (platform, source) in [
        ("macos", merged("macos")["bundle"]["macOS"]["entitlements"].clone()),
        ("windows", merged("windows")["bundle"]["licenseFile"].clone()),
        ("windows", merged("windows")["bundle"]["windows"]["nsis"]["installerIcon"].clone()),
        ("windows", merged("windows")["bundle"]["windows"]["signCommand"]["args"][4].clone()),
    ] {
        assert!(Path::new(ROOT).join(string(&source)).exists(), "{platform} wants {source}");
    }
}

#[test]
fn both_linux_packages_install_the_same() {
    let common = |kind| -> BTreeSet<(String, String)> {
        files(kind)
            .iter()
            .map(|(path, source)| (path.clone(), string(source)))
            .filter(|(path, _)| !OWN_PLACES.iter().any(|own| path.starts_with(own)))
            .collect()
    };
    assert_eq!(common("deb"), common("rpm"));
    let whatever = |kind| -> BTreeSet<String> {
        let own: BTreeSet<String> = files(kind).values().map(string).collect();
        own.into_iter().filter(|source| source.starts_with(STAGED)).collect()
    };
    assert_eq!(whatever("deb"), whatever("rpm"), "what is made is in both");
}

/// GNOME and KDE find the window's icon by the name of the desktop file; on Wayland and on X11 that name
/// is the program's.
#[test]
fn one_name_binds_window_menu_and_icon() {
    let linux = merged("linux");
    let program = string(&linux["mainBinaryName"]);
    assert_eq!(linux["productName"], program.as_str(), "Tauri names the desktop file after the product");
    let desktop = text("packaging/linux/bedrock-role-wizard.desktop");
    let says = |key: &str| {
        desktop
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key}=")))
            .unwrap_or_else(|| panic!("the desktop file has no {key}"))
    };
    // Tauri fills in the name of the program.
    assert_eq!((says("Exec"), says("Icon"), says("StartupWMClass")), ("{{exec}}", "{{icon}}", "{{exec}}"));
    assert_eq!(says("Name"), json("tauri.conf.json")["productName"]);
    assert!(says("Categories").ends_with(';') && says("Keywords").ends_with(';'), "lists end in a semicolon");
    let icon = format!("/usr/share/icons/hicolor/scalable/apps/{program}.svg");
    assert!(files("deb").contains_key(&icon), "{icon} is the icon in any size");
}

#[test]
fn the_software_centre_is_told_the_same() {
    let written = text(METAINFO);
    let document = Document::parse(&written).unwrap();
    let component = document.root_element();
    let says = |name: &str| child(component, name).text().unwrap().trim().to_owned();
    let (linux, window) = (merged("linux"), json("tauri.conf.json"));
    let program = string(&linux["mainBinaryName"]);
    assert_eq!(says("id"), window["identifier"]);
    assert_eq!(says("name"), window["productName"]);
    assert_eq!(says("summary"), window["bundle"]["shortDescription"]);
    assert_eq!(says("developer_name"), window["bundle"]["publisher"]);
    assert_eq!(says("url"), window["bundle"]["homepage"]);
    assert_eq!(says("project_license"), env!("CARGO_PKG_LICENSE"));
    assert_eq!(says("launchable"), format!("{program}.desktop"));
    assert_eq!(says("icon"), program);
    let releases: Vec<Node<'_, '_>> =
        child(component, "releases").children().filter(Node::is_element).collect();
    assert_eq!(releases[0].attribute("version"), Some(env!("CARGO_PKG_VERSION")), "the newest comes first");
    let programs: Vec<&str> = child(component, "provides")
        .children()
        .filter(Node::is_element)
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(programs, [program.as_str(), "bedrock-role"]);
    let metainfo = format!("/usr/share/metainfo/{}.metainfo.xml", says("id"));
    assert_eq!(files("deb")[&metainfo], METAINFO);
}

#[test]
fn the_licence_is_the_one_that_is_named() {
    assert_eq!(env!("CARGO_PKG_LICENSE"), "Apache-2.0");
    assert_eq!(json("ui/package.json")["license"], "Apache-2.0");
    assert!(text("LICENSE").contains("Apache License\n                           Version 2.0"));
    assert!(text("packaging/linux/copyright").contains("License: Apache-2.0\n"));
}

/// The configuration of a platform as Tauri reads it: a merge patch (RFC 7396).
fn merged(platform: &str) -> Value {
    let mut all = json("tauri.conf.json");
    merge(&mut all, json(&format!("tauri.{platform}.conf.json")));
    all
}

fn merge(into: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *into = patch;
        return;
    };
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    for (key, value) in patch {
        merge(into.as_object_mut().unwrap().entry(key).or_insert(Value::Null), value);
    }
}

/// Where each file is installed, and what it is made of.
fn files(kind: &str) -> Map<String, Value> {
    json("tauri.linux.conf.json")["bundle"]["linux"][kind]["files"].as_object().unwrap().clone()
}

fn child<'a, 'input>(of: Node<'a, 'input>, name: &str) -> Node<'a, 'input> {
    of.children().find(|node| node.has_tag_name(name)).unwrap_or_else(|| panic!("no <{name}>"))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
