//! The commands. Each is one file: it asks the libraries and prints what they say.

mod apply;
mod completions;
mod demo;
mod diagnose;
mod events;
mod external_id;
mod gateway;
mod key;
mod lint;
mod man;
mod plan;
mod preflight;
mod profiles;
mod recover;
mod render;
mod report;
mod revoke;
mod rollout;
mod rotate;
mod sandbox;
mod scene;
mod session;
mod sign_in;
mod simulate;
mod templates;
mod undo;
mod validate;
mod verify;

use crate::args::{Command, CommandLine, Format, ResultFormat};
use crate::error::{Failure, Outcome};
use crate::output::Output;
use crate::pack_folder;
use clap::Parser;
use onboarding::Pack;
use std::path::PathBuf;
use std::process::ExitCode;

/// What every command works with.
pub(crate) struct Context {
    pub(crate) output: Output,
    /// What `--format` asked for: one that the command has.
    pub(crate) format: ResultFormat,
    pub(crate) pack: Pack,
    /// The folder of `--templates`.
    pub(crate) templates: Option<PathBuf>,
}

/// Reads the command line, runs the command, prints why it failed, gives the exit code.
pub(crate) fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let line = match CommandLine::try_parse_from(&arguments).and_then(CommandLine::with_its_format) {
        Ok(line) => line,
        Err(error) => return usage(&error, &arguments),
    };
    let context = match Context::new(&line) {
        Ok(context) => context,
        Err(failure) => {
            Output::new(line.global.format.plain()).failure(&failure);
            return failure.exit_code();
        }
    };
    let ended = runtime().and_then(|runtime| {
        let ended = runtime.block_on(run(&context, line.command));
        // A thread that still reads from the terminal is not waited for.
        runtime.shutdown_background();
        let printed = context.output.finish();
        ended.and_then(|outcome| printed.map(|()| outcome))
    });
    match ended {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            context.output.failure(&failure);
            failure.exit_code()
        }
    }
}

async fn run(context: &Context, command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::ExternalId => Ok(external_id::run(&context.output)),
        Command::Validate(args) => validate::run(context, &args),
        Command::Render(args) => render::run(context, &args),
        Command::Lint(args) => lint::run(context, &args),
        Command::Profiles(args) => profiles::run(context, &args).await,
        Command::Plan(args) => plan::run(context, &args).await,
        Command::Apply(args) => apply::run(context, &args).await,
        Command::Verify(args) => verify::run(context, &args).await,
        Command::Gateway(args) => gateway::run(context, &args).await,
        Command::Key(args) => key::run(context, &args).await,
        Command::Events(args) => events::run(context, &args).await,
        Command::Rotate(args) => rotate::run(context, &args).await,
        Command::Revoke(args) => revoke::run(context, &args).await,
        Command::Rollout(args) => rollout::run(context, &args).await,
        Command::Recover(args) => recover::run(&context.output, &args).await,
        Command::Diagnose => diagnose::run(context),
        Command::Simulate(args) => simulate::run(&context.output, &args),
        Command::Templates(args) => templates::run(context, &args),
        Command::Sandbox(args) => sandbox::run(&context.output, &args).await,
        Command::Demo(args) => demo::run(context, &args).await,
        Command::Completions { shell } => Ok(completions::run(&context.output, shell)),
        Command::Man { command } => man::run(&context.output, &command),
    }
}

impl Context {
    fn new(line: &CommandLine) -> Result<Self, Failure> {
        Ok(Self {
            output: Output::new(line.global.format.plain()),
            format: line.global.format,
            pack: match (&line.command, &line.global.templates) {
                // It tells what is wrong with a pack, so it must not be stopped by that.
                (Command::Templates(_), _) | (_, None) => Pack::embedded(),
                (_, Some(folder)) => Pack::from_files(&pack_folder::read_files(folder)?)?,
            },
            templates: line.global.templates.clone(),
        })
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::outside("runtime", format_args!("cannot start: {error}")))
}

/// Help and version are results; everything else is a usage error, in the form that was asked for as
/// far as that can be told from a line that does not parse.
fn usage(error: &clap::Error, arguments: &[std::ffi::OsString]) -> ExitCode {
    let wants_json = arguments.iter().any(|argument| argument == "--format=json")
        || arguments.windows(2).any(|pair| matches!(pair, [a, b] if a == "--format" && b == "json"));
    if error.use_stderr() && wants_json {
        let text = error.render().to_string();
        let (message, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let failure = Failure::bad_input("usage", message.trim_start_matches("error: "));
        let failure = match rest.split_whitespace().collect::<Vec<_>>().join(" ") {
            rest if rest.is_empty() => failure,
            rest => failure.hint(rest),
        };
        Output::new(Format::Json).failure(&failure);
        return failure.exit_code();
    }
    // Where the stream is gone there is nobody left to tell.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}
