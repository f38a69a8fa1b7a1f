//! The window from outside, as a screen reader has it: the tree that AT-SPI gives to another process.

use crate::session::Home;
use serde::Deserialize;
use std::os::unix::fs::DirBuilderExt;
use std::process::{Command, Stdio};

#[derive(Debug, Deserialize)]
struct Node {
    role: String,
    name: String,
    description: String,
    level: String,
    live: String,
    focused: bool,
    focusable: bool,
    showing: bool,
}

#[derive(Debug, Deserialize)]
struct Screen {
    heading: String,
    nodes: Vec<Node>,
}

impl Screen {
    fn one(&self, role: &str, name: &str) -> &Node {
        let found = self.nodes.iter().find(|node| node.role == role && node.name == name);
        found.unwrap_or_else(|| panic!("{}: no {role} `{name}`: {:#?}", self.heading, self.nodes))
    }
}

/// Debian's Python, which has the bindings.
fn walked() -> Vec<Screen> {
    let home = Home::empty();
    let runtime = home.path("run");
    std::fs::DirBuilder::new().mode(0o700).create(&runtime).unwrap();
    let program = home.program();
    let mut walk = Command::new("dbus-run-session");
    for (name, value) in program.get_envs() {
        walk.env(name, value.unwrap_or_default());
    }
    let out = walk
        .env("XDG_RUNTIME_DIR", runtime)
        .env_remove("TAURI_WEBVIEW_AUTOMATION")
        .args(["--", "/usr/bin/python3", "-c", include_str!("tree.py")])
        .arg(program.get_program())
        .stderr(Stdio::piped())
        .output()
        .expect("dbus-run-session is in the package dbus-daemon");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}");
    let lines = String::from_utf8(out.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_whole_wizard_is_in_the_tree_of_the_desktop() {
    let screens = walked();
    assert_eq!(screens.len(), 6);
    for screen in &screens {
        let heading = screen.one("heading", &screen.heading);
        assert!(heading.focused && heading.level == "1", "{heading:?}");
        let mute: Vec<&Node> = screen
            .nodes
            .iter()
            .filter(|node| node.focusable && node.showing && node.name.trim().is_empty())
            .filter(|node| !["document web", "scroll pane", "frame", "section"].contains(&node.role.as_str()))
            .collect();
        assert!(mute.is_empty(), "{}: {mute:#?}", screen.heading);
        assert!(screen.nodes.iter().any(|node| node.live == "polite"), "{}: nothing is told", screen.heading);
    }
    let id = screens[1].one("entry", "ExternalId");
    assert!(!id.description.contains("Error"), "what is right is not called wrong: {id:?}");
    screens[2].one("image", "The trust relation");
    screens[3].one("combo box", "Models");
    screens[4].one("entry", "aws_role_arn");
    screens[5].one("push button", "Run the checks");
}
