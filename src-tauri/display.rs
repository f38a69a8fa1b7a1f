//! Where a window can be opened. Only Linux may have nowhere: macOS and Windows draw for whoever is
//! signed in.

/// Whether there is a display to open a window on.
#[cfg(target_os = "linux")]
pub(crate) fn is_available() -> bool {
    kind(&environment()).is_some()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn is_available() -> bool {
    true
}

/// Whether the window will be a Wayland one.
#[cfg(target_os = "linux")]
pub(crate) fn is_wayland() -> bool {
    kind(&environment()) == Some(Kind::Wayland)
}

#[cfg(any(target_os = "linux", test))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Wayland,
    X11,
}

/// What GTK looks at, in its order.
#[cfg(any(target_os = "linux", test))]
#[derive(Debug, Default)]
struct Environment {
    /// `GDK_BACKEND`: the kinds to try, first the one that is wanted most; `*`: the others.
    backend: Option<String>,
    wayland_display: Option<String>,
    display: Option<String>,
}

#[cfg(target_os = "linux")]
fn environment() -> Environment {
    let named = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    Environment {
        backend: named("GDK_BACKEND"),
        wayland_display: named("WAYLAND_DISPLAY"),
        display: named("DISPLAY"),
    }
}

/// The display that GTK 3 opens. `None`: there is none, or none that the choice allows.
#[cfg(any(target_os = "linux", test))]
fn kind(environment: &Environment) -> Option<Kind> {
    let wayland = environment.wayland_display.as_ref().map(|_| Kind::Wayland);
    let x11 = environment.display.as_ref().map(|_| Kind::X11);
    let any = wayland.or(x11);
    let Some(wanted) = &environment.backend else { return any };
    wanted.split(',').find_map(|backend| match backend.trim() {
        "wayland" => wayland,
        "x11" => x11,
        "*" => any,
        // Broadway and what may come: GTK knows whether it is there.
        _ => any,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_the_display() {
        let some = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        for (backend, wayland, x11, expected) in [
            ("", "", "", None),
            ("", "", ":0", Some(Kind::X11)),
            ("", "wayland-0", "", Some(Kind::Wayland)),
            ("", "wayland-0", ":0", Some(Kind::Wayland)),
            ("x11", "wayland-0", ":0", Some(Kind::X11)),
            ("x11", "wayland-0", "", None),
            ("wayland", "", ":0", None),
            ("wayland,x11", "", ":0", Some(Kind::X11)),
            ("x11,*", "wayland-0", "", Some(Kind::Wayland)),
        ] {
            let environment =
                Environment { backend: some(backend), wayland_display: some(wayland), display: some(x11) };
            assert_eq!(kind(&environment), expected, "{environment:?}");
        }
    }
}
