//! `rotate`: the ExternalId, step by step, each shown before it is made.

use super::apply::{Made, Progress, confirm};
use super::session::Work;
use super::{Context, gateway, plan, sign_in, undo};
use crate::args::{Format, RotateArgs};
use crate::error::{Failure, Outcome};
use crate::gateway_keys;
use crate::output::HEADING;
use crate::render_checks::CheckPrinter;
use crate::setup_args::new_id;
use live::{ApplyEvent, RotateRole};
use onboarding::fields::ExternalId;
use onboarding::rotation::{Rotation, RotationStep};
use onboarding::{CheckStatus, Plan};
use serde::Serialize;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Rotated<'a> {
    role_arn: &'a str,
    step: RotationStep,
    old_external_id: &'a str,
    new_external_id: &'a str,
    /// What belongs into the dashboard's `aws_external_id` now.
    aws_external_id: &'a str,
    changed: bool,
    plan: &'a Plan,
    made: &'a [Made],
}

pub(crate) async fn run(context: &Context, args: &RotateArgs) -> Result<Outcome, Failure> {
    let output = &context.output;
    let store = undo::store()?;
    let chosen = args.new_external_id.as_deref().map(external_id).transpose()?;
    let work = Work::begin(context, &args.account).await?;
    let role_arn = work.setup.role_arn.as_str();
    let step = if args.finish {
        RotationStep::Finish
    } else if args.take_back {
        RotationStep::TakeBack
    } else {
        RotationStep::AcceptBoth
    };
    let rotation = match step {
        RotationStep::AcceptBoth => {
            Rotation { old: work.setup.external_id.as_str().to_owned(), new: chosen.unwrap_or_else(new_id) }
        }
        RotationStep::Finish | RotationStep::TakeBack => live::rotation_under_way(&store, role_arn)?,
    };
    let account = &work.session.account;
    let role = RotateRole { role_arn, gateway: context.pack.gateway_principal() };
    output.busy(format!("reading the role {}", work.desired.name));
    let shown = live::plan_rotation(account, role, &rotation, step).await?;
    output.idle();
    if output.format() == Format::Text {
        plan::print(&shown, &[], output);
    }
    let mut made = Vec::new();
    if !args.dry_run {
        if step == RotationStep::Finish && !args.skip_gateway {
            answers(context, args, &work).await?;
        }
        if !shown.changes.is_empty() && !args.yes {
            confirm(&format!("Change the role in the account {}?", work.session.identity.account), output)?;
        }
        let progress = Progress::of(&shown, output);
        let on_event = |event: ApplyEvent| progress.take_in(&event);
        made = progress
            .until_end(live::rotate(account, role, &rotation, step, &shown, &store, &on_event))
            .await?;
    }
    let of_key = if step == RotationStep::TakeBack { &rotation.old } else { &rotation.new };
    match output.format() {
        Format::Json => output.json(&Rotated {
            role_arn,
            step,
            old_external_id: &rotation.old,
            new_external_id: &rotation.new,
            aws_external_id: of_key,
            changed: !made.is_empty(),
            plan: &shown,
            made: &made,
        }),
        Format::Text if args.dry_run => {}
        Format::Text => output.line(match step {
            RotationStep::AcceptBoth => format!(
                "\nBoth ExternalIds are accepted now. Save the new one in the QuilrAI dashboard:\n\n  {HEADING}aws_external_id{HEADING:#}  {of_key}\n\nThen send a test request, and end with `bedrock-role rotate --finish`."
            ),
            RotationStep::Finish => format!(
                "\nOnly `{of_key}` is accepted now. Put it into the setup as its ExternalId."
            ),
            RotationStep::TakeBack => format!("\nOnly `{of_key}` is accepted now, as before."),
        }),
    }
    Ok(Outcome::Fine)
}

/// Before the old ExternalId goes: the gateway, where there is a key to ask it with. Both are accepted
/// still, so it does not tell which of them the key has; but what does not answer now has another
/// fault, which is better found while the way back is open.
async fn answers(context: &Context, args: &RotateArgs, work: &Work) -> Result<(), Failure> {
    let wanted = work.setup.gateway_setup(&context.pack);
    let network = sign_in::network(&args.account.profile.sign_in);
    let options =
        gateway_keys::gateway(wanted.draft, &args.account.setup, wanted.url.clone(), network).await?;
    if options.keys.is_empty() {
        return Ok(());
    }
    let printer = CheckPrinter::new(&context.output);
    let checks = gateway::ask(context, &wanted, &options, &printer).await?;
    let failed = checks.iter().find(|check| check.status == CheckStatus::Failed);
    if failed.is_none() && !printer.cancelled() {
        context.output.notice(
            "either-external-id",
            "the gateway answers with this key; both ExternalIds are accepted still, so this does not tell \
             which of them the key has",
            Some("look in the QuilrAI dashboard that the key has the new one: with the old one it stops now"),
        );
        return Ok(());
    }
    let failure = Failure::outside(
        "gateway-check",
        "the gateway does not answer with this key, so the old ExternalId stays accepted",
    );
    let remedy = failed.and_then(|check| check.diagnosis.as_ref()).map(|it| it.remedy.clone());
    Err(remedy
        .into_iter()
        .fold(failure, Failure::hint)
        .hint("to end the rotation all the same: `bedrock-role rotate --finish --skip-gateway`"))
}

fn external_id(text: &str) -> Result<String, Failure> {
    match ExternalId::parse(text) {
        Ok(id) => Ok(id.as_str().to_owned()),
        Err(error) => Err(Failure::bad_input("external-id", format_args!("--new-external-id: {error}"))),
    }
}
