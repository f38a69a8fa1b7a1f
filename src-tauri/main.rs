//! The desktop app's entry: everything is in the library.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    bedrock_role_wizard::run()
}
