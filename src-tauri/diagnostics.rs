//! What helps whoever reads a report of a fault: versions, the surroundings, how the last checks
//! ended. No id, name, path or typed value.

use crate::app::{App, lock};
use onboarding::{CheckStatus, Target};
use std::fmt::Write;

/// As lines of text.
pub(crate) fn text(app: &App) -> String {
    let mut lines = String::new();
    let mut line = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{name:<12}{value}");
    };
    line("version", &format!("Bedrock Role Wizard {}", env!("CARGO_PKG_VERSION")));
    line("templates", app.pack.version());
    line("system", &format!("{}, {}", system(), std::env::consts::ARCH));
    line("webview", &tauri::webview_version().unwrap_or_else(|_| "unknown".into()));
    line("display", &display());
    line("data folder", if lock(&app.setups).notices().is_empty() { "fine" } else { "has notices" });
    if let Some(setup) = &*lock(&app.draft) {
        let target = match setup.target {
            Target::Sandbox => "the sandbox",
            Target::Profile { .. } => "an AWS profile",
        };
        line("works in", target);
        line("step", &format!("{:?}", setup.step));
    }
    let checks = lock(&app.last_checks);
    for check in checks.iter().filter(|check| check.status != CheckStatus::Passed) {
        let cause = check.diagnosis.as_ref().map_or("", |diagnosis| diagnosis.code.as_str());
        line("check", &format!("{} {:?} {cause}", check.id, check.status));
    }
    if !checks.is_empty() {
        let passed = checks.iter().filter(|check| check.status == CheckStatus::Passed).count();
        line("checks", &format!("{passed} of {} passed", checks.len()));
    }
    lines
}

/// `Debian GNU/Linux 12 (bookworm)`, or the kind of system.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

fn display() -> String {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let server = if set("WAYLAND_DISPLAY") {
        "Wayland"
    } else if set("DISPLAY") {
        "X11"
    } else {
        "native"
    };
    let drawing = ["WEBKIT_DISABLE_COMPOSITING_MODE", "WEBKIT_DISABLE_DMABUF_RENDERER"];
    let drawing: Vec<&str> = drawing.into_iter().filter(|name| set(name)).collect();
    [&[server], drawing.as_slice()].concat().join(", ")
}
