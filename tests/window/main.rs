//! The real window, driven through WebDriver: from the first screen to the last check, in the
//! sandbox, with an accessibility scan and a picture of every screen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(unreachable_pub)]

mod access;
mod again;
mod any_json;
mod bindings;
mod code;
mod crash;
mod display;
mod gateway;
#[path = "../../crates/live/tests/signin/identity_center.rs"]
#[allow(dead_code, reason = "of what crates/live tests with it, this uses a part")]
mod identity_center;
mod input;
mod keyboard;
mod languages;
mod large;
mod listen;
mod named;
mod order;
mod picture;
mod present;
#[path = "../../crates/cli/tests/support/programs.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod programs;
mod report;
mod robust;
mod rollout;
mod rollout_languages;
mod rollout_sandbox;
mod safety;
mod session;
mod sheet;
mod sign_in;
mod sound;
mod steps;
mod story;
mod support {
    pub(crate) use crate::programs;
}
#[path = "../../crates/cli/tests/code/tools.rs"]
#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
mod tools;
mod upkeep;
