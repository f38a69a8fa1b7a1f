//! `bedrock-role`: the Bedrock Role Wizard without a display.

mod args;
mod commands;
mod error;
mod gateway_keys;
mod hidden;
mod junit;
mod output;
mod pack_folder;
mod permissions;
mod render_checks;
mod sarif;
mod setup_args;
mod signals;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main()
}
