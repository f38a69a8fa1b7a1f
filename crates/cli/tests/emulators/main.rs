//! One table of cases against the sandbox and against moto's server, which nobody here wrote: the same
//! processes of `bedrock-role`, of which only the endpoint and the keys in their environment differ.
//!
//! Where moto does not do what AWS does, `differs.rs` says what it does instead, and why; a moto that
//! gets it right fails the test until the line is taken out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cases;
mod differs;
#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
#[path = "../cli/harness.rs"]
mod harness;
#[allow(dead_code, reason = "a part of it is used here")]
#[path = "../matrix/proxy.rs"]
mod proxy;
mod run;
#[path = "../support/mod.rs"]
mod support;
mod target;

use run::run;
use target::Target;

#[test]
fn the_sandbox() {
    run(Target::Sandbox);
}

#[test]
fn moto() {
    run(Target::Moto);
}

#[test]
fn moto_that_authorises() {
    run(Target::MotoAuthorising);
}
