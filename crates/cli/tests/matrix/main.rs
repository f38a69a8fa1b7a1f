//! Every AWS call of every command that changes an account, with something going wrong at it: the
//! program is killed, or the call fails. The program is the real one, and speaks real HTTP to a
//! sandbox; a proxy between the two is what goes wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// How many cases there were is what the matrices tell.
#![allow(clippy::print_stdout)]

mod bench;
mod clock;
mod faults;
#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
#[path = "../cli/harness.rs"]
mod harness;
mod kill;
#[allow(dead_code, reason = "another test holds calls with it")]
mod proxy;
#[path = "../support/mod.rs"]
mod support;
