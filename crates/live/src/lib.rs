//! Everything that talks to AWS: profiles and sign-in, reading and changing the role, the end-to-end
//! test and its undo records. The sandbox is reached like the real AWS, by its URL.

pub mod account;
pub mod apply;
mod data_folder;
pub mod error;
pub mod pacing;
pub mod profiles;
mod trust;
pub mod undo;
pub mod verify;

pub use account::{Account, Identity, IdentityKind, Source};
pub use apply::{ApplyEvent, apply, plan};
pub use data_folder::{DATA_DIR, data_folder};
pub use error::LiveError;
pub use pacing::Pacing;
pub use profiles::{Profile, SignIn, profiles};
pub use undo::{UndoRecord, UndoStore};
pub use verify::{VerifyEvent, VerifyOptions, verify};
