//! What a presenter has set up: the mode, and the setup as it was before the first scene. Both are
//! files, so that neither is lost with the window.

use crate::app::lock;
use crate::fault::Fault;
use crate::store::{Store, Unwritten};
use crate::whole::write_whole;
use onboarding::Setup;
use sandbox::Sandbox;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The presenter's stage.
pub(crate) struct Stage {
    /// There while the window is in presenter mode.
    mode: PathBuf,
    /// The setup that the scenes are played over.
    kept: PathBuf,
    before: Mutex<Option<Before>>,
}

/// What is put back when the scenes are over.
struct Before {
    setup: Setup,
    /// The sandbox as it was; `None`: it holds as many moments as it may.
    moment: Option<u64>,
}

impl Stage {
    /// Where a run ended amid a scene, its sandbox is gone: the setup is as it was before.
    pub(crate) fn open(folder: &Path, setups: &mut Store) -> Self {
        let stage = Self {
            mode: folder.join("presenter-mode"),
            kept: folder.join("before-the-scene.json"),
            before: Mutex::new(None),
        };
        let kept = fs::read_to_string(&stage.kept).ok().and_then(|text| Setup::from_json(&text).ok());
        if let Some(setup) = kept
            && let Ok(written) = setups.keep(setup).and_then(Unwritten::write)
        {
            setups.wrote(written);
            stage.forget_kept();
        }
        stage
    }

    /// Whether the window is in presenter mode.
    pub(crate) fn presenting(&self) -> bool {
        self.mode.exists()
    }

    /// Enters presenter mode, or leaves it.
    pub(crate) fn present(&self, on: bool) -> std::io::Result<()> {
        match on {
            true => write_whole(&self.mode, ""),
            false if self.mode.exists() => fs::remove_file(&self.mode),
            false => Ok(()),
        }
    }

    /// Keeps the setup and the sandbox as they are, unless a scene of this setup is on already.
    pub(crate) fn keep(&self, setup: &Setup, sandbox: &Sandbox) -> Result<(), Fault> {
        let mut before = lock(&self.before);
        if before.as_ref().is_some_and(|before| before.setup.id == setup.id) {
            return Ok(());
        }
        write_whole(&self.kept, &setup.to_json()).map_err(|error| Fault::not_saved(&error))?;
        let old = before.replace(Before { setup: setup.clone(), moment: sandbox.snapshot() });
        if let Some(moment) = old.and_then(|old| old.moment) {
            sandbox.forget(moment);
        }
        Ok(())
    }

    /// Puts the sandbox back and gives the setup as it was; `None`: no scene of it is on.
    pub(crate) fn put_back(&self, id: &str, sandbox: &Sandbox) -> Option<Setup> {
        let before = lock(&self.before).take_if(|before| before.setup.id == id)?;
        match before.moment {
            Some(moment) => {
                sandbox.restore(moment);
                sandbox.forget(moment);
            }
            None => sandbox.reset(),
        }
        self.forget_kept();
        Some(before.setup)
    }

    fn forget_kept(&self) {
        // One that stays is put back at the next start, which changes nothing then.
        let _ = fs::remove_file(&self.kept);
    }
}
