//! `sandbox`: an AWS on this machine, until it is told to stop.

use crate::args::{Format, SandboxArgs};
use crate::error::{Failure, Outcome};
use crate::output::{FAINT, Output};
use crate::signals::StopRequests;
use sandbox::{Options, Propagation, Sandbox, Scenario, SeededIdentity};
use serde_json::{Map, Value, json};

pub(crate) async fn run(output: &Output, args: &SandboxArgs) -> Result<Outcome, Failure> {
    if args.list_scenarios {
        return list(output);
    }
    let mut stop = StopRequests::listen()?;
    let options = Options {
        port: args.port,
        listen: Some(args.listen),
        allow_remote_clients: args.allow_remote_clients,
        scenario: args.scenario.as_deref().map(scenario).transpose()?,
        seed: args.seed,
        propagation: args.propagation_delay.map(|seconds| Propagation { seconds, ..Propagation::default() }),
        member_accounts: args.member_accounts,
        state: args.state.clone(),
    };
    let sandbox = Sandbox::start(options).await?;
    if let Some(aside) = sandbox.kept_aside() {
        let message = format!("the state file could not be read: {}", aside.reason);
        let hint = format!("it is kept as `{}`, and the sandbox begins anew", aside.path.display());
        output.notice("state-damaged", &message, Some(&hint));
    }
    match output.format() {
        Format::Json => output.json_line(&json!({
            "endpoint": sandbox.endpoint(),
            "region": sandbox.region(),
            "identities": identities(&sandbox),
            "control": { "endpoint": sandbox.control_endpoint(), "token": sandbox.control_token() },
        })),
        Format::Text => print(&sandbox, output),
    }
    stop.next().await;
    sandbox.finish().await.map_err(|error| Failure::from_state(&error))?;
    Ok(Outcome::Fine)
}

/// A built-in scenario by its name, or a file: what has a slash or ends in `.json` is a file.
fn scenario(named: &str) -> Result<Scenario, Failure> {
    let is_file = named.contains(['/', '\\']) || named.ends_with(".json");
    let read = if is_file {
        let text = std::fs::read_to_string(named).map_err(|error| {
            Failure::bad_input("scenario", format_args!("cannot read the scenario `{named}`: {error}"))
                .hint("give a file, or a name of `--list-scenarios`")
        })?;
        Scenario::parse(&text).map(|scenario| Scenario { name: named.to_owned(), ..scenario })
    } else {
        Scenario::built_in(named)
    };
    read.map_err(|error| {
        let place = if is_file { format!("`{named}`, ") } else { String::new() };
        Failure::bad_input("scenario", format_args!("cannot use the scenario: {place}{error}"))
            .hint(error.hint())
    })
}

fn list(output: &Output) -> Result<Outcome, Failure> {
    let mut all = Vec::new();
    for name in Scenario::built_in_names() {
        let scenario = Scenario::built_in(name).map_err(sandbox::StartError::Scenario)?;
        all.push(json!({ "name": name, "description": scenario.description }));
        if output.format() == Format::Text {
            output.line(format_args!("{name}\n    {}", scenario.description));
        }
    }
    if output.format() == Format::Json {
        output.json_line(&json!({ "scenarios": all }));
    }
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
    sandbox.identities().iter().map(|identity| (identity.name.clone(), keys(identity))).collect()
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
    output.line(format_args!(
        "\n{FAINT}# Faults, time and snapshots, while it runs (docs/scenarios.md):\n# curl -H 'Authorization: Bearer {}' {}{FAINT:#}",
        sandbox.control_token(),
        sandbox.control_endpoint(),
    ));
    output.line(format_args!("\n{FAINT}# Ctrl-C ends it.{FAINT:#}"));
}
