//! `gateway`: the gateway level by itself, without a sign-in to AWS.

use super::{Context, sign_in};
use crate::args::{Format, GatewayArgs};
use crate::error::{Failure, Outcome};
use crate::gateway_keys;
use crate::output::{FAINT, HEADING};
use crate::render_checks::{CheckPrinter, print_summary};
use crate::signals::StopRequests;
use live::GatewayOptions;
use onboarding::check::level_reached;
use onboarding::setup::GatewaySetup;
use onboarding::{Check, CheckStatus, ProviderType};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

/// The result as `--format json` prints it.
#[derive(Serialize)]
struct Report<'a> {
    gateway_url: &'a str,
    region: &'a str,
    provider_types: &'a [ProviderType],
    checks: &'a [Check],
    cancelled: bool,
    passed: bool,
}

pub(crate) async fn run(context: &Context, args: &GatewayArgs) -> Result<Outcome, Failure> {
    let setup = args.setup.load(&context.pack)?;
    let wanted = setup.check_gateway(&context.pack).map_err(Failure::fields)?;
    let network = sign_in::network_of(args.proxy.as_ref(), args.ca_bundle.as_ref());
    let gateway = gateway_keys::gateway(&setup, &args.setup, wanted.url.clone(), network).await?;
    if gateway.keys.is_empty() {
        return Err(match gateway.trouble {
            Some(trouble) => Failure::outside("keychain", trouble),
            None => Failure::bad_input("no-key", "there is no QuilrAI key to ask the gateway with")
                .hint("keep one with `bedrock-role key set --setup FILE`, or set QUILR_API_KEY"),
        });
    }
    if context.output.format() == Format::Text {
        let url = wanted.url.as_str();
        context
            .output
            .line(format_args!("{HEADING}QuilrAI's gateway{HEADING:#}\n{FAINT}  at {url}{FAINT:#}"));
    }
    let printer = CheckPrinter::new(&context.output);
    let checks = ask(context, &wanted, &gateway, &printer).await?;
    let cancelled = printer.cancelled();
    let passed = !cancelled && checks.iter().all(|check| check.status != CheckStatus::Failed);
    match context.output.format() {
        Format::Text => print_summary(&checks, level_reached(&checks), &context.output),
        Format::Json => context.output.json(&Report {
            gateway_url: wanted.url.as_str(),
            region: wanted.region.as_str(),
            provider_types: &setup.provider_types,
            checks: &checks,
            cancelled,
            passed,
        }),
    }
    Ok(if passed { Outcome::Fine } else { Outcome::CheckFailed })
}

/// Asks the gateway. Being asked to stop ends it: nothing was changed that would be put right.
pub(crate) async fn ask(
    context: &Context,
    wanted: &GatewaySetup<'_>,
    gateway: &GatewayOptions,
    printer: &CheckPrinter<'_>,
) -> Result<Vec<Check>, Failure> {
    let mut stop = StopRequests::listen()?;
    let cancel = CancellationToken::new();
    let on_event = |event| printer.event(event);
    let asking = live::verify_gateway(wanted, &context.pack, gateway, &cancel, &on_event);
    tokio::pin!(asking);
    loop {
        tokio::select! {
            checks = &mut asking => return Ok(checks),
            () = stop.next() => cancel.cancel(),
        }
    }
}
