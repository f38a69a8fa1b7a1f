//! How WebKit draws, decided before the window: it reads its environment once, when it is loaded.

/// Without a GPU, WebKitGTK's compositing is done by the processor: on a virtual machine or a remote
/// desktop each frame takes twice as long and the program some 70 MB more. There it is turned off. A
/// choice made in the environment is kept.
///
/// To be called first in `main`, while there is one thread.
#[cfg(target_os = "linux")]
pub(crate) fn decide() {
    const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
    if std::env::var_os(SWITCH).is_some() || has_gpu() {
        return;
    }
    // SAFETY: no other thread runs yet that could read the environment meanwhile. Starting the
    // program again with the variable set would do without `unsafe`, and costs 100 ms.
    #[expect(unsafe_code, reason = "the one place; see above")]
    unsafe {
        std::env::set_var(SWITCH, "1");
    }
}

#[cfg(target_os = "linux")]
fn has_gpu() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|nodes| {
        nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
    })
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn decide() {}
