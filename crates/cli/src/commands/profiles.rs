//! `profiles`: the AWS profiles of this machine.

use crate::args::Format;
use crate::error::{Failure, Outcome};
use crate::output::{CARE, FAINT, HEADING, Output};
use live::{Profile, SignIn};

pub(crate) async fn run(output: &Output) -> Result<Outcome, Failure> {
    let profiles = live::profiles().await?;
    match output.format() {
        Format::Json => output.json(&serde_json::json!({ "profiles": profiles })),
        Format::Text if profiles.is_empty() => {
            output.notice(
                "no-profiles",
                "this machine has no AWS profile",
                Some("make one with `aws configure sso`, or try `bedrock-role demo`"),
            );
        }
        Format::Text => print(output, &profiles),
    }
    Ok(Outcome::Fine)
}

fn print(output: &Output, profiles: &[Profile]) {
    let rows: Vec<[&str; 4]> = profiles
        .iter()
        .map(|profile| {
            [
                profile.name.as_str(),
                signs_in(profile.sign_in),
                profile.account.as_deref().unwrap_or("–"),
                profile.region.as_deref().unwrap_or("–"),
            ]
        })
        .collect();
    let heads = ["PROFILE", "SIGNS IN WITH", "ACCOUNT", "REGION"];
    let mut widths = heads.map(|head| head.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: [&str; 4]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ")
    };
    output.line(format_args!("{HEADING}{}{HEADING:#}", line(heads).trim_end()));
    for (row, profile) in rows.into_iter().zip(profiles) {
        output.line(line(row).trim_end());
        if let Some(problem) = &profile.problem {
            output.line(format_args!("  {CARE}!{CARE:#} {problem}"));
        } else if profile.sign_in == SignIn::AssumeRole {
            output.line(format_args!("  {FAINT}{}{FAINT:#}", profile.summary));
        }
    }
}

fn signs_in(sign_in: SignIn) -> &'static str {
    match sign_in {
        SignIn::Keys => "access keys",
        SignIn::Sso => "SSO",
        SignIn::AssumeRole => "an assumed role",
        SignIn::CredentialProcess => "a program",
        SignIn::WebIdentity => "a web identity",
        SignIn::Login => "aws login",
        SignIn::Nothing => "nothing",
    }
}
