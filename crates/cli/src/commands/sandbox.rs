//! `sandbox`: an AWS on this machine, until it is told to stop.

use crate::args::{Format, SandboxArgs};
use crate::error::{Failure, Outcome};
use crate::output::{FAINT, Output};
use crate::signals::StopRequests;
use sandbox::{Options, Sandbox, SeededIdentity};
use serde_json::{Map, Value, json};

pub(crate) async fn run(output: &Output, args: &SandboxArgs) -> Result<Outcome, Failure> {
    let mut stop = StopRequests::listen()?;
    let sandbox = Sandbox::start(Options { port: args.port }).await?;
    match output.format() {
        Format::Json => output.json_line(&json!({
            "endpoint": sandbox.endpoint(),
            "region": sandbox.region(),
            "identities": identities(&sandbox),
        })),
        Format::Text => print(&sandbox, output),
    }
    stop.next().await;
    sandbox.shutdown().await;
    Ok(Outcome::Fine)
}

fn identities(sandbox: &Sandbox) -> Map<String, Value> {
    let keys = |identity: &SeededIdentity| {
        let mut keys = json!({
            "arn": identity.arn,
            "access_key_id": identity.access_key_id,
            "secret_access_key": identity.secret_access_key,
        });
        if let (Some(token), Value::Object(keys)) = (&identity.session_token, &mut keys) {
            keys.insert("session_token".to_owned(), token.as_str().into());
        }
        keys
    };
    sandbox.identities().iter().map(|identity| (identity.name.to_owned(), keys(identity))).collect()
}

/// Lines to paste into a shell: the admin's to run as they are, the others' behind a `#`.
fn print(sandbox: &Sandbox, output: &Output) {
    output.line(format_args!("{FAINT}# The sandbox listens. Paste this into another terminal:{FAINT:#}"));
    output.line("unset AWS_PROFILE AWS_SESSION_TOKEN");
    output.line(format_args!("export AWS_ENDPOINT_URL={}", sandbox.endpoint()));
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        output.line(format_args!("export {name}={}", sandbox.region()));
    }
    for identity in sandbox.identities() {
        let prefix = if identity.name == "admin" { "" } else { "# " };
        output.line(format_args!("\n{FAINT}# {}: {}{FAINT:#}", identity.name, identity.arn));
        for (name, value) in [
            ("AWS_ACCESS_KEY_ID", Some(&identity.access_key_id)),
            ("AWS_SECRET_ACCESS_KEY", Some(&identity.secret_access_key)),
            ("AWS_SESSION_TOKEN", identity.session_token.as_ref()),
        ] {
            if let Some(value) = value {
                output.line(format_args!("{prefix}export {name}={value}"));
            }
        }
    }
    output.line(format_args!("\n{FAINT}# Ctrl-C ends it.{FAINT:#}"));
}
