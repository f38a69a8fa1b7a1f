//! `rollout`: one role in many accounts.

mod apply;
mod list;
mod plan;
mod progress;
mod setups;
mod table;
mod verify;

use super::Context;
use super::session::{Session, source};
use crate::args::rollout::{RolloutArgs, RolloutCommand, RolloutFileArgs};
use crate::error::{Failure, Outcome};
use crate::setup_args::unreadable;
use onboarding::rollout::Rollout;
use std::io::{Read, Write};
use std::path::Path;

pub(crate) async fn run(context: &Context, args: &RolloutArgs) -> Result<Outcome, Failure> {
    match &args.command {
        RolloutCommand::New(args) => list::new(context, args).await,
        RolloutCommand::Plan(args) => plan::plan(context, args).await,
        RolloutCommand::Apply(args) => apply::apply(context, args).await,
        RolloutCommand::Status(args) => plan::status(context, args).await,
        RolloutCommand::Retry(args) => apply::retry(context, args).await,
        RolloutCommand::Remove(args) => apply::remove(context, args).await,
        RolloutCommand::Verify(args) => verify::verify(context, args).await,
        RolloutCommand::Setups(args) => setups::setups(context, args),
        RolloutCommand::Table(args) => table::table(context, args).await,
    }
}

/// The rollout of a file, and who is signed in. The file is read first: a wrong one costs no waiting.
async fn open(context: &Context, args: &RolloutFileArgs) -> Result<(Rollout, Session), Failure> {
    let rollout = read_rollout(&args.file)?;
    let session = Session::open(source(&args.profile), &args.profile.sign_in, &context.output).await?;
    Ok((rollout, session))
}

fn read_rollout(path: &Path) -> Result<Rollout, Failure> {
    let text = onboarding::rollout::text_of(&read_bytes(path, "rollout")?);
    Rollout::from_json(&text).map_err(|error| {
        let message = format!("cannot use the rollout `{}`: {error}", path.display());
        Failure::bad_input(error.code(), message).hint(error.hint())
    })
}

/// A file as it is: a spreadsheet's is not always UTF-8. `-` is standard input.
fn read_bytes(path: &Path, what: &str) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| unreadable(path, what, &error))
}

/// Writes a file whole or not at all.
fn write_whole(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok::<(), std::io::Error>(())
    };
    write().map_err(|error| {
        Failure::outside("unwritable", format_args!("cannot write `{}`: {error}", path.display()))
            .hint("check that the folder is there and can be written")
    })
}
