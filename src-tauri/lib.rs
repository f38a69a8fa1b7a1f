//! The shell: the window, the commands, the capabilities. Thin: no rule of the domain lives here.

mod app;
mod commands;
mod crash;
mod diagnostics;
mod display;
mod fault;
mod graphics;
mod instance;
mod language;
mod locale;
mod reports;
mod rollouts;
mod signals;
mod stage;
mod store;
mod whole;
mod window;

use app::App;
use commands::{account, desk, gateway, present, report, rollout, setups, upkeep};
use std::io::Write;
use std::process::ExitCode;
use tauri::Manager;

/// The commands, as the window and the generated TypeScript know them.
pub fn bridge() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .error_handling(tauri_specta::ErrorHandlingMode::Throw)
        .commands(tauri_specta::collect_commands![
            setups::boot,
            setups::set_language,
            desk::tell_of_crashes,
            desk::diagnostics,
            setups::new_setup,
            setups::open_setup,
            setups::delete_setup,
            setups::list_setups,
            setups::view,
            setups::save,
            setups::new_external_id,
            setups::check_key,
            setups::diagnose,
            account::profiles,
            account::sign_in,
            account::sso_sign_in,
            account::cancel_sign_in,
            account::preflight,
            account::network_settings,
            account::save_network_settings,
            account::plan,
            account::apply,
            account::verify,
            account::cancel,
            account::recover,
            account::forget_undo,
            gateway::key_status,
            gateway::store_key,
            gateway::remove_key,
            gateway::create_sandbox_keys,
            gateway::verify_gateway,
            upkeep::undo_records,
            upkeep::plan_recovery,
            upkeep::carry_out_recovery,
            upkeep::plan_rotation,
            upkeep::rotate,
            upkeep::plan_revocation,
            upkeep::revoke,
            desk::code,
            desk::save_document,
            desk::open_console,
            present::aws_events,
            present::set_presenting,
            present::play_scene,
            present::put_back,
            present::grant_model_access,
            report::last_report,
            report::report_markdown,
            report::save_report,
            rollout::list_rollouts,
            rollout::new_rollout,
            rollout::open_rollout,
            rollout::save_rollout,
            rollout::save_rollout_list,
            rollout::delete_rollout,
            rollout::read_accounts,
            rollout::account_text,
            rollout::organization_accounts,
            rollout::merge_accounts,
            rollout::edit_pattern,
            rollout::rollout_view,
            rollout::plan_rollout,
            rollout::apply_rollout,
            rollout::retry_rollout,
            rollout::remove_from_rollout,
            rollout::verify_rollout,
            rollout::save_rollout_template,
            rollout::save_rollout_table,
            rollout::rollout_table,
        ])
}

/// Runs the app until its window is closed. 3: it could not start.
pub fn run() -> ExitCode {
    graphics::decide();
    if !display::is_available() {
        complain("no display was found, so no window can be opened", "use `bedrock-role demo` in a terminal");
        return ExitCode::from(3);
    }
    let bridge = bridge();
    let app = App::open();
    app.crashes.watch();
    let started = tauri::Builder::default()
        .plugin(instance::plugin())
        .plugin(window::kept_state(&app.folder))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(bridge.invoke_handler())
        .setup(|tauri| {
            tauri.manage(app);
            window::open(tauri)?;
            window::close_on_signals(tauri.handle().clone());
            Ok(())
        })
        .on_window_event(window::on_event)
        .run(tauri::generate_context!());
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("the window could not be opened: {error}"), "use `bedrock-role` in a terminal");
            ExitCode::from(3)
        }
    }
}

fn complain(message: &str, hint: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "error: {message}\nhint: {hint}");
}
