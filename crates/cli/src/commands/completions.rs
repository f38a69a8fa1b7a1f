//! `completions`: generated from the definition that the parser uses, so that neither can drift.

use crate::args::CommandLine;
use crate::error::Outcome;
use crate::output::Output;
use clap::CommandFactory;
use clap_complete::{Shell, generate};

pub(crate) fn run(output: &Output, shell: Shell) -> Outcome {
    let mut script = Vec::new();
    generate(shell, &mut CommandLine::command(), "bedrock-role", &mut script);
    output.line(String::from_utf8_lossy(&script).trim_end());
    Outcome::Fine
}
