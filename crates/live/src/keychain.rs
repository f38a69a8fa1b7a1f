//! The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager. Its
//! calls block and may ask the user something, so they are made away from the async threads.

use keyring::Error;
use keyring::v1::Entry;
use std::fmt::Debug;
use zeroize::Zeroizing;

/// The name under which this program's entries stand there.
const SERVICE: &str = "bedrock-role-wizard";
/// An entry that is written and taken away again, to see whether the keychain works.
const PROBE: &str = "probe";

/// Why the keychain did not do it. Holds nothing that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none, or none that answers.
    #[error("this machine has no keychain that answers")]
    Missing,
    /// It is locked, and was not unlocked: nobody could be asked, or nobody answered.
    #[error("the keychain is locked")]
    Locked,
    /// The user said no.
    #[error("the keychain was asked, and access was refused")]
    Refused,
    /// What stands there is no key.
    #[error("what the keychain holds for this setup is not a QuilrAI key")]
    NotAKey,
    /// Anything else.
    #[error("the keychain failed: {0}")]
    Failed(String),
}

impl KeychainError {
    /// Stable.
    pub fn code(&self) -> &'static str {
        match self {
            KeychainError::Missing => "keychain-missing",
            KeychainError::Locked => "keychain-locked",
            KeychainError::Refused => "keychain-refused",
            KeychainError::NotAKey => "keychain-not-a-key",
            KeychainError::Failed(_) => "keychain-failed",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            KeychainError::Missing => {
                "start a keychain such as gnome-keyring or KWallet; in a terminal, QUILR_API_KEY gives the key to \
                 each run"
            }
            KeychainError::Locked => "unlock the keychain, then try again",
            KeychainError::Refused => "try again, and allow it when the keychain asks",
            KeychainError::NotAKey => "remove the key and enter it again",
            KeychainError::Failed(_) => "look whether the keychain works in other programs, then try again",
        }
    }
}

/// Where secrets are kept, by account.
pub trait Keychain: Debug + Send + Sync {
    /// The secret of an account; `None`: there is none there, as far as a reading tells. A locked
    /// keychain may say the same: see [`Keychain::probe`].
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeychainError>;

    /// Keeps a secret, in place of what was there.
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn set(&self, account: &str, secret: &str) -> Result<(), KeychainError>;

    /// Takes a secret away; whether there was one.
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn remove(&self, account: &str) -> Result<bool, KeychainError>;

    /// Whether it works, by a writing: only that proves it.
    ///
    /// # Errors
    /// See [`KeychainError`].
    fn probe(&self) -> Result<(), KeychainError> {
        self.set(PROBE, PROBE)?;
        self.remove(PROBE).map(drop)
    }
}

/// The operating system's.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeychainError> {
        match entry(account)?.get_password() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    fn set(&self, account: &str, secret: &str) -> Result<(), KeychainError> {
        entry(account)?.set_password(secret).map_err(refused)
    }

    fn remove(&self, account: &str) -> Result<bool, KeychainError> {
        match entry(account)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(refused(error)),
        }
    }
}

fn entry(account: &str) -> Result<Entry, KeychainError> {
    Entry::new(SERVICE, account).map_err(refused)
}

/// What the keychain says is passed on where it can hold no secret.
fn refused(error: Error) -> KeychainError {
    match error {
        Error::NoDefaultStore => KeychainError::Missing,
        Error::NoStorageAccess(why) => {
            // Secret Service tells a dismissed prompt from a lock; the other systems only that there
            // was no access.
            let why = why.to_string().to_ascii_lowercase();
            if why.contains("prompt") || why.contains("denied") || why.contains("cancel") {
                KeychainError::Refused
            } else {
                KeychainError::Locked
            }
        }
        Error::PlatformFailure(why) => {
            let why = why.to_string();
            let gone = ["ServiceUnknown", "was not provided", "NoReply", "Disconnected", "Unavailable"];
            if gone.iter().any(|word| why.contains(word)) {
                KeychainError::Missing
            } else {
                KeychainError::Failed(why)
            }
        }
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeychainError::NotAKey,
        Error::TooLong(..) => KeychainError::Failed("it does not take a secret of this length".to_owned()),
        Error::NotSupportedByStore(_) => KeychainError::Failed("it does not do that".to_owned()),
        _ => KeychainError::Failed("it is not in order".to_owned()),
    }
}
