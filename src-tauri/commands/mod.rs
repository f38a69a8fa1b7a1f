//! The commands: the only interface between Rust and the screens.

#![expect(clippy::unreachable, reason = "`tauri::command` writes one behind every async command")]

pub(crate) mod account;
pub(crate) mod desk;
pub(crate) mod gateway;
pub(crate) mod present;
pub(crate) mod report;
pub(crate) mod rollout;
pub(crate) mod setups;
pub(crate) mod upkeep;

pub(crate) type Answer<T> = Result<T, crate::fault::Fault>;
