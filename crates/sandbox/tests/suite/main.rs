//! The crate's tests, in one program: it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod assume_role;
mod authentication;
mod bedrock_access;
mod bedrock_converse;
mod bedrock_invoke;
mod bedrock_profiles;
mod cloudtrail;
mod control;
mod faults;
mod gateway;
mod iam_managed;
mod iam_refusals;
mod iam_roles;
mod iam_simulate;
mod iam_users;
mod mfa;
mod presigned;
mod robustness;
mod scenario;
mod stack_sets;
mod state;
mod sts_sessions;
mod sts_tokens;
mod sts_users;
mod support;
