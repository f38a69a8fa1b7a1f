//! What the program prints: results on standard output, everything else on standard error.

use crate::args::Format;
use crate::error::Failure;
use crate::setup_args::flag;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Good news.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// Bad news.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// Something to read.
pub(crate) const CARE: Style = AnsiColor::Yellow.on_default();
/// Of less weight.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// A heading.
pub(crate) const HEADING: Style = Style::new().bold();

/// Where results go. Colours are left out where the stream is no terminal or `NO_COLOR` is set.
pub(crate) struct Output {
    format: Format,
    bar: ProgressBar,
    // The first write that failed. Printing goes on as if nothing had happened, because a clean-up
    // may be under way that matters more than a closed pipe.
    failed: Mutex<Option<std::io::Error>>,
}

impl Output {
    /// Shows progress only in the text form and only on a terminal.
    pub(crate) fn new(format: Format) -> Self {
        let target = match format {
            Format::Text if std::io::stderr().is_terminal() => ProgressDrawTarget::stderr(),
            _ => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("  {spinner} {wide_msg} {elapsed}") {
            bar.set_style(style);
        }
        Self { format, bar, failed: Mutex::new(None) }
    }

    /// The form that was asked for.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// A line of the result.
    pub(crate) fn line(&self, line: impl Display) {
        self.stdout(format_args!("{line}\n"));
    }

    /// A text as it is, which brings its own line end or gets one.
    pub(crate) fn text(&self, text: &str) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.stdout(format_args!("{text}{end}"));
    }

    /// The result as one JSON document, for people and programs alike.
    pub(crate) fn json(&self, value: &impl Serialize) {
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.line(text),
            Err(error) => self.keep(error.into()),
        }
    }

    /// The result as one line of JSON.
    pub(crate) fn json_line(&self, value: &impl Serialize) {
        match serde_json::to_string(value) {
            Ok(text) => self.line(text),
            Err(error) => self.keep(error.into()),
        }
    }

    /// What is being done now; shown until something else is, or until [`Self::idle`].
    pub(crate) fn busy(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
        self.bar.reset();
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }

    /// More about what is being done now.
    pub(crate) fn busy_still(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
    }

    /// Nothing is being done now.
    pub(crate) fn idle(&self) {
        self.bar.disable_steady_tick();
        self.bar.finish_and_clear();
    }

    /// Something to know that is no result and no failure.
    pub(crate) fn notice(&self, code: &str, message: &str, hint: Option<&str>) {
        #[derive(Serialize)]
        struct Notice<'a> {
            code: &'a str,
            message: &'a str,
            hint: Option<&'a str>,
        }
        match self.format {
            Format::Json => self.stderr_json("notice", &Notice { code, message, hint }),
            Format::Text => {
                self.stderr(format_args!("{CARE}note:{CARE:#} {message}\n"));
                if let Some(hint) = hint {
                    self.stderr(format_args!("{FAINT}hint:{FAINT:#} {hint}\n"));
                }
            }
        }
    }

    /// A question to the person at the terminal; the answer is read by the caller.
    pub(crate) fn ask(&self, question: &str) {
        self.stderr(format_args!("{question} "));
    }

    /// For questions from elsewhere than the command itself: while it waits for a sign-in.
    pub(crate) fn questions(&self) -> Questions {
        let somebody = self.format == Format::Text && std::io::stdin().is_terminal();
        Questions { bar: self.bar.clone(), somebody }
    }

    /// Why the command could not do what it was asked to.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.idle();
        if self.format == Format::Json {
            return self.stderr_json("error", &failure.json());
        }
        self.stderr(format_args!("{BAD}error:{BAD:#} {}\n", failure.message));
        for note in &failure.fields {
            self.stderr(format_args!("  {}: {}\n", flag(note.field), note.message));
            if let Some(hint) = &note.hint {
                self.stderr(format_args!("    {FAINT}{hint}{FAINT:#}\n"));
            }
        }
        for hint in &failure.hints {
            self.stderr(format_args!("{FAINT}hint:{FAINT:#} {hint}\n"));
        }
    }

    /// Whether all could be printed. A reader that went away (`| head`) is no failure.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        self.idle();
        match self.failed().take() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::cannot_print(&error)),
            _ => Ok(()),
        }
    }

    fn stdout(&self, text: std::fmt::Arguments<'_>) {
        let written = self.bar.suspend(|| {
            let mut stdout = anstream::stdout().lock();
            stdout.write_fmt(text).and_then(|()| stdout.flush())
        });
        if let Err(error) = written {
            self.keep(error);
        }
    }

    fn stderr_json(&self, name: &str, value: &impl Serialize) {
        let document = serde_json::to_value(value).map(|value| serde_json::json!({ name: value }));
        match document {
            Ok(document) => self.stderr(format_args!("{document}\n")),
            Err(error) => self.keep(error.into()),
        }
    }

    fn stderr(&self, text: std::fmt::Arguments<'_>) {
        // Where standard error is gone there is nobody left to tell.
        let _ = self.bar.suspend(|| anstream::stderr().lock().write_fmt(text));
    }

    fn keep(&self, error: std::io::Error) {
        self.failed().get_or_insert(error);
    }

    fn failed(&self) -> MutexGuard<'_, Option<std::io::Error>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Questions on standard error. Outlives the borrow of an [`Output`].
#[derive(Debug, Clone)]
pub(crate) struct Questions {
    bar: ProgressBar,
    somebody: bool,
}

impl Questions {
    /// Whether somebody is there to answer.
    pub(crate) fn has_somebody(&self) -> bool {
        self.somebody
    }

    /// Asks; the answer is read by the caller.
    pub(crate) fn ask(&self, question: &str) {
        self.bar.disable_steady_tick();
        self.bar.finish_and_clear();
        // Where standard error is gone there is nobody left to ask.
        let _ = self.bar.suspend(|| anstream::stderr().lock().write_fmt(format_args!("{question} ")));
    }

    /// Says something that goes with a question.
    pub(crate) fn tell(&self, line: &str) {
        let _ = self.bar.suspend(|| anstream::stderr().lock().write_fmt(format_args!("{line}\n")));
    }
}
