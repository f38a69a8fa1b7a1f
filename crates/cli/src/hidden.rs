//! Typing that does not show: a terminal's echo, off while a line is read.

use crate::signals::StopRequests;
use zeroize::Zeroizing;

/// Asks, and reads a line that does not show. `None`: nothing was typed, or it was given up by Ctrl-C.
/// Whoever gave up has not ended the reading: nothing else is to read standard input then.
pub(crate) async fn line(stop: &mut StopRequests, ask: impl FnOnce()) -> Option<Zeroizing<String>> {
    let _hidden = Hidden::begin();
    ask();
    tokio::select! {
        line = tokio::task::spawn_blocking(read) => line.ok().flatten(),
        () = stop.next() => None,
    }
}

#[cfg(unix)]
fn read() -> Option<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    std::io::BufRead::read_line(&mut std::io::stdin().lock(), &mut line).ok()?;
    Some(line).filter(|line| !line.trim().is_empty())
}

#[cfg(not(unix))]
fn read() -> Option<Zeroizing<String>> {
    let line = console::Term::stderr().read_secure_line().ok().map(Zeroizing::new)?;
    Some(line).filter(|line| !line.trim().is_empty())
}

/// Turns the echo on again when it goes, also where the reading was given up.
struct Hidden {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Hidden {
    /// Turns the echo of standard input's terminal off. Elsewhere than on Unix the reading does it.
    fn begin() -> Self {
        #[cfg(unix)]
        {
            use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
            let before = tcgetattr(std::io::stdin()).ok();
            if let Some(before) = &before {
                let mut hidden = before.clone();
                hidden.local_modes.remove(LocalModes::ECHO);
                // What was typed before the question came is no answer to it.
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &hidden);
            }
            Self { before }
        }
        #[cfg(not(unix))]
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.before {
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
    }
}
