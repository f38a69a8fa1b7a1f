//! The window: opened once, closed only when nothing is left undone in an account.

use crate::app::{App, lock};
use std::path::Path;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;

const LABEL: &str = "main";

/// Whether there is a display to open a window on.
pub(crate) fn display_available() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}

pub(crate) fn open(app: &tauri::App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Bedrock Role Wizard")
        .inner_size(1240.0, 820.0)
        .min_inner_size(900.0, 640.0)
        .center()
        // A file that is dropped goes to the page, as in a browser.
        .disable_drag_drop_handler()
        .build()?;
    Ok(())
}

/// Keeps where the window was and how large, in the data folder.
pub(crate) fn kept_state(folder: &Path) -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_filename(folder.join("window.json").to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// Brings the window to the front: somebody has started the program again.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window manager may refuse each; the window is there all the same.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Closing waits for what is under way: a verification is cancelled and cleans up, a change ends.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        leave(window.app_handle().clone());
    }
}

/// SIGTERM and Ctrl+C end the app as closing the window does.
pub(crate) fn close_on_signals(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        wait_for_signal().await;
        leave(app);
    });
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    let _ = tokio::signal::ctrl_c().await;
}

fn leave(handle: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let app = handle.state::<App>();
        lock(&app.cancel).cancel();
        let _idle = app.busy.lock().await;
        // The window is closing: there is no one left to tell that the disk is full.
        let _ = app.save();
        let _written = app.rollouts.written();
        handle.exit(0);
    });
}
