//! Everything that talks to AWS: profiles and sign-in, reading and changing the role, the end-to-end
//! test and its undo records. The sandbox is reached like the real AWS, by its URL.

pub mod account;
mod applied;
pub mod apply;
mod change;
mod data_folder;
pub mod error;
pub mod events;
mod gateway;
mod key_store;
mod keychain;
mod network;
pub mod pacing;
pub mod preflight;
pub mod profiles;
mod quilr_key;
pub mod recover;
pub mod revoke;
pub mod rollout;
pub mod rotate;
pub mod signin;
mod trust;
pub mod undo;
pub mod verify;

pub use account::{Account, Identity, IdentityKind, SignInWith, Source};
pub use apply::{ApplyEvent, apply, plan};
pub use data_folder::{DATA_DIR, data_folder};
pub use error::LiveError;
pub use gateway::{Dashboard, DashboardForm, GatewayError};
pub use key_store::{KeptIn, KeySlot, KeyStatus, KeyStore, Keys};
pub use keychain::{Keychain, KeychainError, SystemKeychain};
pub use network::NetworkSettings;
pub use pacing::Pacing;
pub use preflight::{Preflight, Purpose};
pub use profiles::{Profile, SignIn, profiles};
pub use quilr_key::{BadKey, GivenKey, QuilrKey};
pub use recover::Direction;
pub use revoke::{Revoke, plan_revocation, revoke};
pub use rotate::{RotateRole, plan_rotation, rotate, rotation_under_way};
pub use signin::{DeviceCode, GivenCode, MfaAsk, MfaCode, NoAnswer, NobodyToAsk, Prompt, SsoLogin};
pub use undo::{UndoRecord, UndoStore, now};
pub use verify::{GatewayOptions, VerifyEvent, VerifyOptions, verify, verify_gateway};
