//! The QuilrAI keys of the setups: in the keychain, or for this run in memory.
//!
//! In QuilrAI's dashboard one key has one provider type, and a setup may serve several: so a setup has
//! a key for each. Who has one key for all gives it to each.

use crate::error::LiveError;
use crate::keychain::{Keychain, KeychainError, SystemKeychain};
use crate::quilr_key::QuilrKey;
use onboarding::ProviderType;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whose key: of which setup, for which provider type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeySlot {
    /// The setup's id.
    pub setup: String,
    /// One of its provider types.
    pub provider_type: ProviderType,
}

impl KeySlot {
    /// The account under which it stands in the keychain.
    fn account(&self) -> String {
        format!("{}/{}", self.setup, self.provider_type)
    }
}

/// Where a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum KeptIn {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until this program ends.
    Memory,
}

/// What is known of a key, without the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeyStatus {
    /// What it serves.
    pub provider_type: ProviderType,
    /// Its last four characters; `None`: there is none.
    pub ends_in: Option<String>,
    /// Where it is.
    pub kept_in: Option<KeptIn>,
    /// Why the keychain could not be asked, or did not take it.
    pub trouble: Option<String>,
}

/// The keys of the gateway check, by provider type.
pub type Keys = HashMap<ProviderType, QuilrKey>;

/// The keychain, and what it did not take. Cheap to clone.
#[derive(Debug, Clone)]
pub struct KeyStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    keychain: Box<dyn Keychain>,
    held: Mutex<HashMap<KeySlot, Held>>,
}

/// A key that the keychain did not take, and why.
#[derive(Debug, Clone)]
struct Held {
    key: QuilrKey,
    why: Option<String>,
}

impl Default for KeyStore {
    fn default() -> Self {
        Self::new(SystemKeychain)
    }
}

impl KeyStore {
    /// One with a keychain of the caller's.
    pub fn new(keychain: impl Keychain + 'static) -> Self {
        Self { inner: Arc::new(Inner { keychain: Box::new(keychain), held: Mutex::default() }) }
    }

    /// Keeps a key in the keychain, in place of the one before.
    ///
    /// # Errors
    /// The keychain does not take it; the key is then nowhere.
    pub async fn put(&self, slot: &KeySlot, key: &QuilrKey) -> Result<(), KeychainError> {
        let (account, secret) = (slot.account(), key.clone());
        self.with(move |keychain| keychain.set(&account, secret.reveal())).await?;
        self.held().remove(slot);
        Ok(())
    }

    /// Keeps a key in the keychain, or where that does not take it in memory for this run.
    pub async fn put_or_hold(&self, slot: &KeySlot, key: &QuilrKey) -> KeptIn {
        match self.put(slot, key).await {
            Ok(()) => KeptIn::Keychain,
            Err(error) => {
                let why = Some(format!("{error}: {}", error.hint()));
                self.held().insert(slot.clone(), Held { key: key.clone(), why });
                KeptIn::Memory
            }
        }
    }

    /// Keeps a key in memory only: what it opens ends with this run.
    pub fn hold(&self, slot: &KeySlot, key: QuilrKey) {
        self.held().insert(slot.clone(), Held { key, why: None });
    }

    /// A key, to be used: where the keychain says that there is none, it is made to prove it.
    ///
    /// # Errors
    /// The keychain is locked, or failed. One that is not there holds no key.
    pub async fn get(&self, slot: &KeySlot) -> Result<Option<QuilrKey>, KeychainError> {
        let held = self.held().get(slot).map(|held| held.key.clone());
        if held.is_some() {
            return Ok(held);
        }
        match self.read(slot).await {
            Ok(None) => match self.with(|keychain| keychain.probe()).await {
                Ok(()) | Err(KeychainError::Missing) => Ok(None),
                Err(error) => Err(error),
            },
            Err(KeychainError::Missing) => Ok(None),
            read => read,
        }
    }

    /// The keys of a setup, to be used.
    ///
    /// # Errors
    /// As for [`KeyStore::get`].
    pub async fn keys(&self, setup: &str, of: impl Iterator<Item = ProviderType>) -> Result<Keys, LiveError> {
        let mut keys = Keys::new();
        for provider_type in of {
            let slot = KeySlot { setup: setup.to_owned(), provider_type };
            if let Some(key) = self.get(&slot).await? {
                keys.insert(provider_type, key);
            }
        }
        Ok(keys)
    }

    /// What is known of a key. Only reads: looking at a screen must not make a keychain ask.
    pub async fn status(&self, slot: &KeySlot) -> KeyStatus {
        let provider_type = slot.provider_type;
        let none = KeyStatus { provider_type, ends_in: None, kept_in: None, trouble: None };
        let shown = |key: &QuilrKey| Some(key.ends_in().to_owned());
        let held = self.held().get(slot).cloned();
        if let Some(Held { key, why }) = held {
            let kept_in = Some(KeptIn::Memory);
            return KeyStatus { ends_in: shown(&key), kept_in, trouble: why, ..none };
        }
        match self.read(slot).await {
            Ok(Some(key)) => KeyStatus { ends_in: shown(&key), kept_in: Some(KeptIn::Keychain), ..none },
            Ok(None) => none,
            Err(error) => KeyStatus { trouble: Some(format!("{error}: {}", error.hint())), ..none },
        }
    }

    /// Takes a key away; whether there was one.
    ///
    /// # Errors
    /// The keychain did not let it go.
    pub async fn remove(&self, slot: &KeySlot) -> Result<bool, KeychainError> {
        let held = self.held().remove(slot).is_some();
        let account = slot.account();
        match self.with(move |keychain| keychain.remove(&account)).await {
            Ok(removed) => Ok(held || removed),
            Err(KeychainError::Missing) => Ok(held),
            Err(error) => Err(error),
        }
    }

    /// Takes every key of a setup away.
    ///
    /// # Errors
    /// The first that the keychain did not let go; the others are gone.
    pub async fn forget(&self, setup: &str) -> Result<(), KeychainError> {
        let mut ended = Ok(());
        for provider_type in ProviderType::ALL {
            let slot = KeySlot { setup: setup.to_owned(), provider_type };
            ended = ended.and(self.remove(&slot).await.map(drop));
        }
        ended
    }

    async fn read(&self, slot: &KeySlot) -> Result<Option<QuilrKey>, KeychainError> {
        let account = slot.account();
        let Some(secret) = self.with(move |keychain| keychain.get(&account)).await? else { return Ok(None) };
        let given = QuilrKey::parse(&secret).map_err(|_| KeychainError::NotAKey)?;
        Ok(Some(given.key))
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Keychain) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(inner.keychain.as_ref()))
            .await
            .unwrap_or_else(|_| Err(KeychainError::Failed("it did not end in order".to_owned())))
    }

    /// A poisoned lock still holds whole keys.
    fn held(&self) -> MutexGuard<'_, HashMap<KeySlot, Held>> {
        self.inner.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
