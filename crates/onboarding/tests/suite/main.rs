//! The crate's tests, in one program: it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod checks;
mod code;
mod common;
mod decisions;
mod diagnosis;
mod documents;
mod fields;
mod key;
mod lifecycle;
mod notes;
mod pack;
mod page;
mod plan;
mod report;
mod rollout;
mod scene;
mod setup_file;
mod template_mistakes;
mod templates;
mod undo;
mod view;
