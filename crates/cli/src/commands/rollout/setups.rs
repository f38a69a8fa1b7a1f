//! `rollout setups`: a setup file for each account.

use super::super::Context;
use super::{read_rollout, write_whole};
use crate::args::Format;
use crate::args::rollout::RolloutSetupsArgs;
use crate::error::{Failure, Outcome};
use serde::Serialize;
use std::path::PathBuf;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Written {
    account_id: String,
    file: PathBuf,
}

pub(super) fn setups(context: &Context, args: &RolloutSetupsArgs) -> Result<Outcome, Failure> {
    let rollout = read_rollout(&args.file)?;
    let view = onboarding::rollout::view(&rollout, &context.pack);
    if let Some(wrong) = view.rows.iter().find(|row| row.role_arn.is_none()) {
        return Err(Failure::bad_input(
            "account",
            format_args!(
                "`{}` is not an account that a file can be named by; nothing was written",
                wrong.account_id
            ),
        ));
    }
    std::fs::create_dir_all(&args.out).map_err(|error| {
        Failure::outside(
            "unwritable",
            format_args!("cannot make the folder `{}`: {error}", args.out.display()),
        )
    })?;
    let mut files = Vec::new();
    for account in &rollout.accounts {
        let file = args.out.join(format!("{}.json", account.account_id));
        let text = rollout.setup_of(account).to_json();
        let there = std::fs::read_to_string(&file).ok();
        if !args.replace && file.exists() && there.as_deref() != Some(text.as_str()) {
            return Err(Failure::bad_input(
                "exists",
                format_args!("`{}` is there with other content; no file was written", file.display()),
            )
            .hint("add `--replace`, or choose another folder"));
        }
        files.push((account.account_id.clone(), file, text));
    }
    let mut written = Vec::new();
    for (account_id, file, text) in files {
        write_whole(&file, &text)?;
        written.push(Written { account_id, file });
    }
    match context.output.format() {
        Format::Json => context.output.json(&written),
        Format::Text => {
            context.output.line(format_args!("{}: {} setups", args.out.display(), written.len()));
        }
    }
    Ok(Outcome::Fine)
}
