//! Signing in for real: MFA devices, Identity Center over HTTP, a proxy and a private CA. What a
//! process has in its environment is part of each case, so each runs in a child: this file's own
//! ignored test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod admin;
mod child;
#[path = "../suite/common/clients.rs"]
mod clients;
mod identity_center;
mod machine;
mod mfa;
mod network;
mod preflight;
mod proxy;
mod sources;
mod sso;
