//! The real `bedrock-role`, from the outside: arguments and environment in; exit code, standard
//! output and standard error out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod account;
mod bad_input;
mod demo;
mod gateway;
mod guides;
mod hard_times;
mod harness;
mod interrupted;
mod lifecycle;
mod lint;
mod offline;
mod reference;
mod report;
mod sandbox;
mod sign_in;
mod simulate;
#[path = "../support/mod.rs"]
mod support;
mod templates;
mod terminal;
