//! Typing that does not show: a terminal's echo, off for as long as this lives.

/// Turns the echo on again when it goes, also where the reading was given up.
pub(crate) struct Hidden {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Hidden {
    /// Turns the echo of standard input's terminal off. Elsewhere than on Unix a code is shown; it is
    /// good for one use.
    pub(crate) fn begin() -> Self {
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
