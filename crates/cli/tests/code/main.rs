//! The role as code, in the hands of the tools that take it: cfn-lint, moto's CloudFormation, checkov,
//! a parser of Terraform, shellcheck, bash and the AWS CLI.
//!
//! `script/test` installs them and names their folders in `BEDROCK_ROLE_TEST_PYTHON` and
//! `BEDROCK_ROLE_TEST_CHECKOV`; no test takes the network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod linters;
mod script;
mod setups;
#[path = "../support/mod.rs"]
mod support;
mod tools;
