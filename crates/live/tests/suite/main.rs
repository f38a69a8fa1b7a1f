//! The crate's tests, in one program: it is linked once. Those of signing in are a program of their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod apply;
mod at_once;
mod callers;
mod clock;
mod common;
mod environment;
mod events;
mod gateway;
mod keychain;
mod lifecycle;
mod lost_answers;
mod no_trace;
mod profiles;
mod rollout;
mod verify;
