//! QuilrAI's key and its gateway. A key crosses the bridge once, on its way in; what comes back is how
//! it ends.

use super::Answer;
use crate::app::{App, lock};
use crate::fault::Fault;
use live::{Dashboard, DashboardForm, KeySlot, KeyStatus, KeyStore, QuilrKey, VerifyEvent};
use onboarding::{ProviderType, Setup, Target};
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use std::fmt;
use tauri::State;
use tauri::ipc::Channel;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

/// What was typed as a key: wiped when it was looked at, and never shown.
#[derive(Type)]
#[specta(transparent)]
pub(crate) struct TypedKey(#[specta(type = String)] Zeroizing<String>);

impl<'de> Deserialize<'de> for TypedKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(Zeroizing::new(text)))
    }
}

impl fmt::Debug for TypedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedKey(…)")
    }
}

/// What is known of a setup's keys.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct KeysOfSetup {
    /// One for each chosen provider type, in the page's order.
    pub(crate) keys: Vec<KeyStatus>,
    /// Whether there were spaces or line ends around the key that was typed: they were left out.
    pub(crate) trimmed: bool,
}

/// The keys of a setup, each by how it ends. Only reads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn key_status(app: State<'_, App>, setup: Setup) -> Answer<KeysOfSetup> {
    Ok(known(&app.keys, &setup, false).await)
}

/// Keeps a key for these provider types: in the keychain, else in memory for this run.
#[tauri::command]
#[specta::specta]
pub(crate) async fn store_key(
    app: State<'_, App>,
    setup: Setup,
    provider_types: Vec<ProviderType>,
    key: TypedKey,
) -> Answer<KeysOfSetup> {
    let given = QuilrKey::parse(&key.0).map_err(live::LiveError::from)?;
    for provider_type in provider_types {
        app.keys.put_or_hold(&slot(&setup, provider_type), &given.key).await;
    }
    Ok(known(&app.keys, &setup, given.trimmed).await)
}

/// Takes a key away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_key(
    app: State<'_, App>,
    setup: Setup,
    provider_type: ProviderType,
) -> Answer<KeysOfSetup> {
    app.keys.remove(&slot(&setup, provider_type)).await.map_err(live::LiveError::from)?;
    Ok(known(&app.keys, &setup, false).await)
}

/// Makes a key per chosen provider type in the sandbox's dashboard, with the values of the form as they
/// are. They are kept in memory: they end with the sandbox.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_sandbox_keys(app: State<'_, App>, setup: Setup) -> Answer<KeysOfSetup> {
    let valid = app.valid(&setup)?;
    if setup.target != Target::Sandbox {
        return Err(Fault::new("not-a-sandbox", "this setup does not work in the sandbox", None));
    }
    let sandbox = app.sandbox().await?;
    let dashboard = Dashboard {
        url: format!("{}/gateway/keys", sandbox.control_endpoint()),
        token: sandbox.control_token().to_owned(),
    };
    for provider_type in setup.chosen() {
        let key = dashboard.create_key(&DashboardForm::of(&valid, provider_type)).await?;
        app.keys.hold(&slot(&setup, provider_type), key);
    }
    Ok(known(&app.keys, &setup, false).await)
}

/// Asks the gateway, and nothing else: no sign-in to AWS.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_gateway(
    app: State<'_, App>,
    setup: Setup,
    events: Channel<VerifyEvent>,
) -> Answer<()> {
    let mut wanted = setup.check_gateway(&app.pack).map_err(Fault::fields)?;
    let Ok(_busy) = app.busy.try_lock() else {
        return Err(Fault::new("busy", "a change or a verification is running already", None));
    };
    let cancel = CancellationToken::new();
    *lock(&app.cancel) = cancel.clone();
    let gateway = app.gateway(&setup, wanted.url.clone()).await?;
    wanted.url = gateway.url.clone();
    let tell = |event| drop(events.send(event));
    let checks = live::verify_gateway(&wanted, &app.pack, &gateway, &cancel, &tell).await;
    *lock(&app.last_checks) = checks;
    Ok(())
}

async fn known(keys: &KeyStore, setup: &Setup, trimmed: bool) -> KeysOfSetup {
    let mut all = Vec::new();
    for provider_type in setup.chosen() {
        all.push(keys.status(&slot(setup, provider_type)).await);
    }
    KeysOfSetup { keys: all, trimmed }
}

fn slot(setup: &Setup, provider_type: ProviderType) -> KeySlot {
    KeySlot { setup: setup.id.clone(), provider_type }
}
