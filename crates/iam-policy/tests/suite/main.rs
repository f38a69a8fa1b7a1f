//! The crate's tests, in one program: it is linked once. Those of the linter are a program of their own.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod conditions;
mod elements;
mod evaluation_logic;
mod grammar;
mod meaning;
mod principals;
mod properties;
mod reasons;
mod simulate;
