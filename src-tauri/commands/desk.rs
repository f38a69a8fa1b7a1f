//! What reaches the desk: a file where the user says, a page in their browser.

use super::Answer;
use crate::app::App;
use crate::fault::Fault;
use crate::whole::write_whole;
use onboarding::console::{Page, console_url};
use onboarding::{Code, CodeForm, Setup};
use serde::Deserialize;
use specta::Type;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

/// The pages of the AWS console that the wizard links to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConsolePage {
    /// IAM → Roles → Create role.
    CreateRole,
    /// The role itself.
    Role,
    /// Bedrock's model catalogue in the setup's region.
    ModelCatalog,
}

/// The documents that can be saved to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SaveWhat {
    /// The trust policy.
    Trust,
    /// The permissions policy.
    Permissions,
    /// The dashboard values as JSON.
    Dashboard,
    /// The role as a CloudFormation template.
    Cloudformation,
    /// The role as a template for many accounts.
    Stackset,
    /// The role as a Terraform file.
    Terraform,
    /// The role as a shell script of the AWS CLI.
    Cli,
}

/// The role as code. Not part of the view: only one form is looked at, and only by those who want it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn code(app: State<'_, App>, setup: Setup, form: CodeForm) -> Answer<Code> {
    Ok(onboarding::code(&app.valid(&setup)?, &app.pack, form))
}

/// Asks where, then writes the document; `None`: the user cancelled. Gives the path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_document(
    handle: AppHandle,
    app: State<'_, App>,
    setup: Setup,
    what: SaveWhat,
) -> Answer<Option<String>> {
    let (name, text) = document(&app, &setup, what)?;
    let (kind, ending) = match what {
        SaveWhat::Cloudformation | SaveWhat::Stackset => ("YAML", "yaml"),
        SaveWhat::Terraform => ("Terraform", "tf"),
        SaveWhat::Cli => ("Shell script", "sh"),
        SaveWhat::Trust | SaveWhat::Permissions | SaveWhat::Dashboard => ("JSON", "json"),
    };
    save(&handle, name, (kind, ending), &text).await
}

/// Asks where, then writes a text; `None`: the user cancelled. Gives the path.
pub(crate) async fn save(
    handle: &AppHandle,
    name: String,
    (kind, ending): (&str, &str),
    text: &str,
) -> Answer<Option<String>> {
    let (send, receive) = tokio::sync::oneshot::channel();
    handle.dialog().file().set_file_name(name).add_filter(kind, &[ending]).save_file(|path| {
        // The screen that asked may be gone by now.
        let _ = send.send(path);
    });
    let Some(path) = receive.await.ok().flatten() else { return Ok(None) };
    let path = path.into_path().map_err(|error| Fault::new("save", error.to_string(), None))?;
    write_whole(&path, text).map_err(|error| {
        Fault::new(
            "save",
            format!("`{}` could not be written: {error}", path.display()),
            "choose another folder, or copy the text".to_owned(),
        )
    })?;
    Ok(Some(path.display().to_string()))
}

fn document(app: &App, setup: &Setup, what: SaveWhat) -> Answer<(String, String)> {
    let json = |suffix: &str, text: String| Ok((format!("{}-{suffix}.json", setup.role_name), text + "\n"));
    let documents = || Ok::<_, Fault>(onboarding::documents(&app.valid(setup)?, &app.pack));
    let code = |form| {
        let code = onboarding::code(&app.valid(setup)?, &app.pack, form);
        Ok((code.file_name, code.text))
    };
    match what {
        SaveWhat::Trust => json("trust-policy", documents()?.trust),
        SaveWhat::Permissions => json("permissions-policy", documents()?.permissions),
        SaveWhat::Dashboard => json("dashboard-values", documents()?.dashboard),
        SaveWhat::Cloudformation => code(CodeForm::Cloudformation),
        SaveWhat::Stackset => code(CodeForm::Stackset),
        SaveWhat::Terraform => code(CodeForm::Terraform),
        SaveWhat::Cli => code(CodeForm::Cli),
    }
}

/// Opens a page of the AWS console in the browser. The address is made here: the screens name only
/// the page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_console(app: State<'_, App>, setup: Setup, page: ConsolePage) -> Answer<()> {
    let page = match page {
        ConsolePage::CreateRole => Page::CreateRole,
        ConsolePage::Role => Page::Role,
        ConsolePage::ModelCatalog => Page::ModelCatalog,
    };
    let url = console_url(&setup, &app.pack, page);
    tauri_plugin_opener::open_url(&url, None::<&str>).map_err(|error| {
        Fault::new("browser", format!("no browser could be opened: {error}"), format!("open {url} yourself"))
    })
}

/// Tells, while the window is open, of what failed inside the program and was written down.
#[tauri::command]
#[specta::specta]
pub(crate) fn tell_of_crashes(app: State<'_, App>, notices: Channel<String>) {
    app.crashes.tell(move |notice| {
        // A window that is gone needs no word.
        let _ = notices.send(notice);
    });
}

/// What helps whoever reads a report of a fault, as text: no id, name, path or typed value.
#[tauri::command]
#[specta::specta]
pub(crate) fn diagnostics(app: State<'_, App>) -> String {
    crate::diagnostics::text(&app)
}
