//! One role in many accounts: the program against moto's StackSets, which nobody here wrote, through a
//! proxy in which it can be stopped. What moto does not do as AWS does stands in `differs.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod deploy;
mod differs;
#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
#[path = "../cli/harness.rs"]
mod harness;
mod interrupted;
mod offline;
#[allow(dead_code, reason = "a part of it is used here")]
#[path = "../matrix/proxy.rs"]
mod proxy;
#[path = "../support/mod.rs"]
mod support;
#[allow(dead_code, reason = "a part of it is used here")]
#[path = "../code/tools.rs"]
mod tools;
mod verify;
mod world;
