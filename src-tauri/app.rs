//! What the commands share: the setups, the sandbox, the accounts, and the verification that runs.

use crate::crash::Crashes;
use crate::fault::Fault;
use crate::reports::Reports;
use crate::rollouts::Rollouts;
use crate::stage::Stage;
use crate::store::{Store, Unwritten};
use live::{
    Account, GatewayOptions, GivenCode, Identity, KeyStore, Keys, MfaCode, NetworkSettings, NobodyToAsk,
    Prompt, SignInWith, Source, UndoStore,
};
use onboarding::fields::GatewayUrl;
use onboarding::{Check, Pack, Setup, Target, ValidSetup, View};
use sandbox::Sandbox;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, OnceCell};
use tokio_util::sync::CancellationToken;

/// The app's state, managed by Tauri.
pub(crate) struct App {
    pub(crate) pack: Pack,
    pub(crate) setups: Mutex<Store>,
    /// The setup as last seen by `view`: written by `save`, and when the window closes.
    pub(crate) draft: Mutex<Option<Setup>>,
    writing: Mutex<()>,
    pub(crate) last_checks: Mutex<Vec<Check>>,
    pub(crate) reports: Reports,
    pub(crate) rollouts: Rollouts,
    /// One change or verification at a time; closing the window waits for it.
    pub(crate) busy: AsyncMutex<()>,
    pub(crate) cancel: Mutex<CancellationToken>,
    /// Ends the sign-in that waits for the browser.
    pub(crate) signing_in: Mutex<CancellationToken>,
    /// Accounts that a code was given for: it is asked for once a run. By profile.
    kept: Mutex<HashMap<String, Account>>,
    pub(crate) folder: PathBuf,
    /// QuilrAI's keys: in the keychain, or for this run.
    pub(crate) keys: KeyStore,
    pub(crate) crashes: Crashes,
    pub(crate) stage: Stage,
    sandbox: OnceCell<Sandbox>,
    undo: UndoStore,
    sandbox_undo: UndoStore,
}

impl App {
    pub(crate) fn open() -> Self {
        // A user without a data folder still gets a wizard, with its files where it was started.
        let folder = live::data_folder().unwrap_or_else(|| PathBuf::from("bedrock-role-wizard"));
        let sandbox_undo = folder.join("undo-sandbox");
        // The sandbox of the last run is gone, and every role in it: so are the changes to take back.
        let _ = std::fs::remove_dir_all(&sandbox_undo);
        let mut setups = Store::open(folder.join("setups"));
        let stage = Stage::open(&folder, &mut setups);
        Self {
            pack: Pack::embedded(),
            setups: Mutex::new(setups),
            draft: Mutex::new(None),
            writing: Mutex::new(()),
            last_checks: Mutex::new(Vec::new()),
            reports: Reports::open(folder.join("reports")),
            rollouts: Rollouts::open(folder.join("rollouts")),
            busy: AsyncMutex::new(()),
            cancel: Mutex::new(CancellationToken::new()),
            signing_in: Mutex::new(CancellationToken::new()),
            kept: Mutex::new(HashMap::new()),
            keys: KeyStore::default(),
            sandbox: OnceCell::new(),
            undo: UndoStore::new(folder.join("undo")),
            sandbox_undo: UndoStore::new(sandbox_undo),
            crashes: Crashes::new(folder.join("crashes")),
            folder,
            stage,
        }
    }

    /// Everything the screens show of a setup; the setup becomes the draft.
    pub(crate) fn view(&self, setup: Setup) -> View {
        let others = lock(&self.setups).external_ids_besides(&setup.id);
        let view = onboarding::view(&setup, &self.pack, &others);
        *lock(&self.draft) = Some(setup);
        view
    }

    /// The setup with every field right, or a fault that names them.
    pub(crate) fn valid(&self, setup: &Setup) -> Result<ValidSetup, Fault> {
        let others = lock(&self.setups).external_ids_besides(&setup.id);
        setup.check(&self.pack, &others).map_err(Fault::fields)
    }

    /// Writes the draft. One at a time, so that the newest is written last.
    pub(crate) fn save(&self) -> Result<(), Fault> {
        let _writing = lock(&self.writing);
        let Some(setup) = lock(&self.draft).clone() else { return Ok(()) };
        let unwritten = lock(&self.setups).keep(setup);
        unwritten.and_then(Unwritten::write).map_err(|error| Fault::not_saved(&error))
    }

    /// How a profile signs in: with the kept settings of the network, and a code where one was given.
    pub(crate) fn sign_in_with(&self, code: Option<MfaCode>) -> SignInWith {
        let prompt: Arc<dyn Prompt> = match code {
            Some(code) => Arc::new(GivenCode::new(code)),
            None => Arc::new(NobodyToAsk),
        };
        SignInWith { prompt, network: NetworkSettings::load(&self.folder) }
    }

    /// Signs in to a target and says who that is. Where that took a code, it is kept for this run.
    pub(crate) async fn sign_in(&self, target: &Target, code: Option<MfaCode>) -> Result<Identity, Fault> {
        let Target::Profile { name } = target else {
            return Ok(self.account(target).await?.whoami().await?);
        };
        if code.is_none() {
            let kept = lock(&self.kept).get(name).cloned();
            if let Some(kept) = kept
                && let Ok(who) = kept.whoami().await
            {
                return Ok(who);
            }
        }
        let account = Account::connect_with(Source::Profile(name.clone()), self.sign_in_with(code)).await?;
        let who = account.whoami().await?;
        if account.asks_for_a_code() {
            lock(&self.kept).insert(name.clone(), account);
        }
        Ok(who)
    }

    /// Signs in to a target.
    pub(crate) async fn account(&self, target: &Target) -> Result<Account, Fault> {
        let source = match target {
            Target::Profile { name } => {
                if let Some(kept) = lock(&self.kept).get(name) {
                    return Ok(kept.clone());
                }
                Source::Profile(name.clone())
            }
            Target::Sandbox => {
                let sandbox = self.sandbox().await?;
                let admin = sandbox
                    .identity("admin")
                    .ok_or_else(|| Fault::new("sandbox", "the sandbox has no admin", None))?;
                Source::Endpoint {
                    url: sandbox.endpoint(),
                    region: sandbox.region().to_owned(),
                    access_key_id: admin.access_key_id.clone(),
                    secret_access_key: admin.secret_access_key.clone(),
                    session_token: admin.session_token.clone(),
                }
            }
        };
        Ok(Account::connect_with(source, self.sign_in_with(None)).await?)
    }

    /// The sandbox. It is started when it is first wanted.
    pub(crate) async fn sandbox(&self) -> Result<&Sandbox, Fault> {
        self.sandbox
            .get_or_try_init(|| Sandbox::start(sandbox::Options::default()))
            .await
            .map_err(|error| Fault::new("sandbox", error.to_string(), None))
    }

    /// What a setup's gateway is asked with: the sandbox has its own.
    pub(crate) async fn gateway(&self, setup: &Setup, url: GatewayUrl) -> Result<GatewayOptions, Fault> {
        let url = match setup.target {
            Target::Profile { .. } => url,
            Target::Sandbox => GatewayUrl::parse(&self.sandbox().await?.endpoint())
                .map_err(|note| Fault::fields(vec![note]))?,
        };
        let (keys, trouble) = match self.keys.keys(&setup.id, setup.chosen()).await {
            Ok(keys) => (keys, None),
            Err(error) => {
                let hint = error.hint().map(|hint| format!(": {hint}")).unwrap_or_default();
                (Keys::new(), Some(format!("{error}{hint}")))
            }
        };
        Ok(GatewayOptions { url, keys, trouble, network: NetworkSettings::load(&self.folder) })
    }

    /// Where the undo records of a target are kept.
    pub(crate) fn undo(&self, target: &Target) -> &UndoStore {
        match target {
            Target::Sandbox => &self.sandbox_undo,
            Target::Profile { .. } => &self.undo,
        }
    }
}

/// A poisoned lock still holds a whole value: nothing here is left half-written by a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
