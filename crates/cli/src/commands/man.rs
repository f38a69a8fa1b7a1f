//! `man`: manual pages, generated from the definition that the parser uses.

use crate::args::CommandLine;
use crate::error::{Failure, Outcome};
use crate::output::Output;
use clap::CommandFactory;
use clap_mangen::Man;

pub(crate) fn run(output: &Output, names: &[String]) -> Result<Outcome, Failure> {
    let mut program = CommandLine::command();
    // Gives each command its whole name, `bedrock-role verify`.
    program.build();
    let mut command = &program;
    for name in names {
        command = command.find_subcommand(name).ok_or_else(|| {
            Failure::bad_input("usage", format_args!("`{}` is no command", names.join(" ")))
                .hint("`bedrock-role help` lists them")
        })?;
    }
    let mut page = Vec::new();
    Man::new(command.clone())
        .source(concat!("bedrock-role ", env!("CARGO_PKG_VERSION")))
        .manual("Bedrock Role Wizard")
        .render(&mut page)
        .map_err(|error| Failure::outside("man", format_args!("cannot make the page: {error}")))?;
    output.line(String::from_utf8_lossy(&page).trim_end());
    Ok(Outcome::Fine)
}
