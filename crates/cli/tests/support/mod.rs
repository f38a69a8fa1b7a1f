//! What several test targets need: a running sandbox, and the real clients of AWS.

// Each target is a crate of its own and uses its own part of this.
#![allow(dead_code)]

pub(crate) mod programs;
pub(crate) mod sandbox;
