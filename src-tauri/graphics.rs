//! How WebKit draws, decided before the window: it reads its environment once, when it is loaded.
//! Elsewhere than on Linux the system's own web view draws, and nothing is to be decided.

#[cfg(any(target_os = "linux", test))]
mod workarounds;

/// Sets what this machine's graphics ask for. To be called first in `main`, while there is one thread.
#[cfg(target_os = "linux")]
pub(crate) fn decide() {
    for name in workarounds::workarounds(&facts()) {
        // SAFETY: no other thread runs yet that could read the environment meanwhile. Starting the
        // program again with the variable set would do without `unsafe`, and costs 100 ms.
        #[expect(unsafe_code, reason = "the one place; see above")]
        unsafe {
            std::env::set_var(name, "1");
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn decide() {}

#[cfg(target_os = "linux")]
fn facts() -> workarounds::Facts {
    let render_node = |nodes: std::fs::ReadDir| {
        nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
    };
    workarounds::Facts {
        gpu: std::fs::read_dir("/dev/dri").is_ok_and(render_node),
        nvidia: ["/proc/driver/nvidia/version", "/sys/module/nvidia"]
            .iter()
            .any(|path| std::path::Path::new(path).exists()),
        wayland: crate::display::is_wayland(),
        chosen: workarounds::ALL.into_iter().filter(|name| std::env::var_os(name).is_some()).collect(),
    }
}
