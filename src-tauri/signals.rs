//! Being asked to stop from outside: SIGTERM and Ctrl+C; on Windows Ctrl+C alone, where a session that
//! ends closes the window.

/// Waits for the next request to stop.
#[cfg(unix)]
pub(crate) async fn asked_to_stop() {
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
pub(crate) async fn asked_to_stop() {
    // Without a console there is nobody to press it.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
