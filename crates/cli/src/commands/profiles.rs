//! `profiles`: the AWS profiles of this machine and their chains; with a name, who that signs in.

use super::session::Session;
use super::{Context, preflight};
use crate::args::{Format, ProfilesArgs};
use crate::error::{Failure, Outcome};
use crate::output::{CARE, FAINT, HEADING, Output};
use live::preflight::admit;
use live::profiles::Link;
use live::{Identity, Preflight, Profile, Purpose, SignIn, Source};
use onboarding::{Setup, Target};

pub(crate) async fn run(context: &Context, args: &ProfilesArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let profiles = live::profiles().await?;
    if let Some(name) = &args.name {
        return sign_in(context, name, &profiles, args).await;
    }
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

/// Signs in, and tells who that is and what they may do with the role of the page.
async fn sign_in(
    context: &Context,
    name: &str,
    profiles: &[Profile],
    args: &ProfilesArgs,
) -> Result<Outcome, Failure> {
    let output = &context.output;
    let session = Session::open(Source::Profile(name.to_owned()), &args.sign_in, output).await?;
    let who = &session.identity;
    let role_arn = role_arn(context, who);
    let partition_of_gateway = context.pack.gateway_principal().split(':').nth(1).unwrap_or("aws");
    if who.partition != partition_of_gateway {
        let (expected, found) = (partition_of_gateway.to_owned(), who.partition.clone());
        return Err(live::LiveError::Partition { expected, found }.into());
    }
    admit(who, &role_arn, Purpose::Apply)?;
    let rights = live::preflight::preflight(&session.account, who, &role_arn, Purpose::Apply).await;
    let profile = profiles.iter().find(|profile| profile.name == name);
    match output.format() {
        Format::Json => output.json(&serde_json::json!({
            "profile": profile,
            "identity": who,
            "preflight": rights,
        })),
        Format::Text => print_session(output, profile, who, &rights),
    }
    Ok(Outcome::Fine)
}

/// The role that the page names, in the caller's account.
fn role_arn(context: &Context, who: &Identity) -> String {
    let setup = Setup::new(&context.pack, String::new(), String::new(), Target::Sandbox);
    format!("arn:{}:iam::{}:role/{}", who.partition, who.account, setup.role_name)
}

fn print_session(output: &Output, profile: Option<&Profile>, who: &Identity, rights: &Preflight) {
    if let Some(profile) = profile {
        output.line(format_args!(
            "{HEADING}{}{HEADING:#}  {FAINT}{}{FAINT:#}",
            profile.name,
            chain(&profile.chain)
        ));
    }
    output.line(format_args!("  account  {}", who.account));
    output.line(format_args!("  arn      {}", who.arn));
    output.line(format_args!("  kind     {}", who.kind.words()));
    output.line(format_args!("  until    {}", who.expires_at.as_deref().unwrap_or("no end is known")));
    output.line(format_args!("\nRights on {}:", rights.role_arn));
    preflight::print(rights, output);
}

fn print(output: &Output, profiles: &[Profile]) {
    let rows: Vec<[&str; 4]> = profiles
        .iter()
        .map(|profile| {
            [
                profile.name.as_str(),
                profile.sign_in.words(),
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
            output.line(format_args!("  {CARE}!{CARE:#} {}", problem.message));
            output.line(format_args!("    {FAINT}{}{FAINT:#}", problem.hint));
            continue;
        }
        let mfa = profile.chain.iter().any(|link| link.mfa_serial.is_some());
        if profile.chain.len() > 1 || mfa || profile.sign_in == SignIn::Sso {
            output.line(format_args!("  {FAINT}{}{FAINT:#}", chain(&profile.chain)));
        }
        if let Some(sso) = &profile.sso {
            match &sso.signed_in_until {
                Some(until) => output.line(format_args!("  {FAINT}signed in until {until}{FAINT:#}")),
                None => output.line(format_args!(
                    "  {CARE}!{CARE:#} not signed in; `bedrock-role profiles {}` signs in",
                    profile.name
                )),
            }
        }
    }
}

/// For example `base: access keys, MFA → admin: an assumed role, account 210987654321, role Admin`.
fn chain(links: &[Link]) -> String {
    let link = |link: &Link| {
        let mut said = match &link.profile {
            Some(profile) => format!("{profile}: {}", link.kind.words()),
            None => link.kind.words().to_owned(),
        };
        if link.mfa_serial.is_some() {
            said.push_str(", MFA");
        }
        if let Some(account) = &link.account {
            said.push_str(&format!(", account {account}"));
        }
        if let Some(role) = &link.role {
            said.push_str(&format!(", role {role}"));
        }
        said
    };
    links.iter().map(link).collect::<Vec<_>>().join(" → ")
}
