//! What a bug of ours leaves: a file that can be read and sent, and a word to the user.
//!
//! The file names the place in the program and never a value: a panic's formatted message may hold
//! what somebody typed.

use crate::app::lock;
use crate::store::iso;
use std::backtrace::Backtrace;
use std::fs;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;
use uuid::Uuid;

#[cfg(panic = "abort")]
compile_error!(
    "a panic is to leave the window open and let what runs clean up: build with panic = \"unwind\""
);

/// How many files are kept.
const KEPT: usize = 10;

/// The folder of the files, and who hears of a new one while the window is open.
#[derive(Clone)]
pub(crate) struct Crashes {
    folder: PathBuf,
    listener: Arc<Mutex<Option<Listener>>>,
}

type Listener = Box<dyn Fn(String) + Send>;

impl Crashes {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, listener: Arc::default() }
    }

    /// From now on every panic is written down and told, beside what was done with it before.
    pub(crate) fn watch(&self) {
        let crashes = self.clone();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            before(panic);
            crashes.note(&description(panic));
        }));
    }

    /// Who is told. The last one that asks.
    pub(crate) fn tell(&self, listener: impl Fn(String) + Send + 'static) {
        *lock(&self.listener) = Some(Box::new(listener));
    }

    /// Says something over every screen that is no crash: it must be read now.
    pub(crate) fn say(&self, notice: String) {
        if let Some(tell) = lock(&self.listener).as_ref() {
            tell(notice);
        }
    }

    fn note(&self, text: &str) {
        let what = match self.write(text) {
            Ok(path) => format!("What it was is in {}, without any of your values.", path.display()),
            Err(error) => format!("It could not be written down ({error})."),
        };
        // A panic while telling would end the program: whoever holds the lock goes on without it.
        if let Ok(listener) = self.listener.try_lock()
            && let Some(tell) = listener.as_ref()
        {
            tell(format!(
                "Something in this program failed, and what you started last may never end. {what} \
                 What you typed is saved: close the window and start again."
            ));
        }
    }

    fn write(&self, text: &str) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(self.next_name(&iso(SystemTime::now())));
        let mut file = fs::File::create_new(&path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        for old in self.files().iter().rev().skip(KEPT) {
            fs::remove_file(old)?;
        }
        Ok(path)
    }

    /// A name after all that are there. Counted, since a clock can be set back.
    fn next_name(&self, moment: &str) -> String {
        let last = self.files().iter().map(|path| number(&name(path))).max().unwrap_or_default();
        let unique = Uuid::new_v4().simple().to_string();
        format!(
            "crash-{:06}-{}-{}.log",
            last.saturating_add(1),
            moment.replace(':', ""),
            unique.get(..4).unwrap_or_default()
        )
    }

    /// In their order, the oldest first.
    fn files(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "log"))
            .collect();
        files.sort_by_cached_key(|path| order(&name(path)));
        files
    }

    /// What an earlier run has left and nobody was told of yet, as a notice. Each is told once.
    pub(crate) fn untold(&self) -> Vec<String> {
        let told = self.folder.join("told");
        let last_told = order(&fs::read_to_string(&told).unwrap_or_default());
        let new: Vec<PathBuf> =
            self.files().into_iter().filter(|path| order(&name(path)) > last_told).collect();
        let Some(newest) = new.last() else { return Vec::new() };
        // Where this cannot be written, it is told again at the next start.
        let _ = fs::write(told, name(newest));
        vec![format!(
            "The program failed in an earlier run. What it was is in {}, without any of your values; \
             please send it with your report.",
            newest.display()
        )]
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The number in a name; 0 in one of the first version, which had the moment alone.
fn number(name: &str) -> u64 {
    let number = name.strip_prefix("crash-").and_then(|rest| rest.split('-').next());
    number.and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn order(name: &str) -> (u64, String) {
    (number(name), name.to_owned())
}

fn description(panic: &PanicHookInfo<'_>) -> String {
    // A message with values in it is a `String`.
    let message = panic.payload().downcast_ref::<&'static str>().copied();
    let place = panic.location().map(ToString::to_string);
    format!(
        "Bedrock Role Wizard {} on {} {}\nat {}\nin thread {}\n{}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        place.as_deref().unwrap_or("an unknown place"),
        std::thread::current().name().unwrap_or("without a name"),
        message.unwrap_or("(a message with values, left out)"),
        Backtrace::force_capture()
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;
    use std::sync::mpsc;

    /// Hooks are the process's: nextest gives each test one of its own.
    #[test]
    fn a_panic_is_written_down_and_told_without_its_values() {
        let folder = tempfile::tempdir().unwrap();
        let crashes = Crashes::new(folder.path().join("crashes"));
        crashes.watch();
        let (told, heard) = mpsc::channel();
        crashes.tell(move |notice| told.send(notice).unwrap());
        let secret = "sk-quilr-canary";
        std::thread::Builder::new()
            .name("worker".into())
            .spawn(move || panic!("with {secret}"))
            .unwrap()
            .join()
            .unwrap_err();
        let notice = heard.recv().unwrap();
        let files = crashes.files();
        assert_eq!(files.len(), 1);
        assert!(notice.contains(&files[0].display().to_string()), "{notice}");
        let text = fs::read_to_string(&files[0]).unwrap();
        assert!(text.contains("crash.rs:") && text.contains("worker"), "{text}");
        assert!(!text.contains(secret), "{text}");
    }

    #[test]
    fn an_earlier_crash_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let crashes = Crashes::new(folder.path().into());
        assert!(crashes.untold().is_empty(), "nothing has happened");
        let path = crashes.write("first").unwrap();
        assert!(crashes.untold()[0].contains(&path.display().to_string()));
        assert!(crashes.untold().is_empty(), "told once");
    }

    #[test]
    fn a_clock_that_was_set_back_changes_no_order() {
        let folder = tempfile::tempdir().unwrap();
        let crashes = Crashes::new(folder.path().into());
        // As the first version named them, and from a time that is still to come.
        for old in ["2026-11-22T140211Z-0a1b.log", "2099-01-01T000000Z-0a1b.log"] {
            fs::write(folder.path().join(old), "old").unwrap();
        }
        assert_eq!(crashes.untold().len(), 1);
        let mut written = Vec::new();
        for _ in 0..KEPT + 1 {
            written.push(crashes.write("after the clock was set back").unwrap());
        }
        assert!(crashes.untold()[0].contains(&written[KEPT].display().to_string()), "the newest is told");
        assert_eq!(crashes.files(), written[1..], "the oldest went first");
    }

    #[test]
    fn only_the_last_ones_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let crashes = Crashes::new(folder.path().into());
        for round in 0..KEPT + 3 {
            crashes.write(&round.to_string()).unwrap();
        }
        assert_eq!(crashes.files().len(), KEPT);
    }
}
