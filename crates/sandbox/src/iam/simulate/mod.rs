//! The policy simulator: what policies would say to actions, without doing any of them. It is the
//! evaluator that decides here too.
//!
//! Source: `SimulatePrincipalPolicy`, `SimulateCustomPolicy` and their types in the service model of
//! botocore 1.44: an action has one result, however many resources it is asked about.

pub(super) mod context_keys;
mod input;
mod result;
mod source;

use super::rules::{ARN, Check};
use super::{Page, authorize};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use input::Input;
use source::{Entity, Lists, Sources};

/// What one answer may take: characters of policies times questions. Enough for a hundred questions
/// to the longest documents; what goes beyond would keep the sandbox busy for seconds.
const MOST_WORK: usize = 100_000_000;

/// The parameters of AWS's that the sandbox does not serve.
const UNSERVED: &[&str] = &["PolicyExclusionList", "ResourceHandlingOption"];

pub(super) fn principal(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicySourceArn", ARN);
    let lists = Lists::read(&mut check, false);
    source::check_exclusions(call, &mut check);
    let input = Input::read(call, &mut check)?;
    check.end()?;
    call.refuse_unserved(UNSERVED)?;
    authorize(call, "iam:SimulatePrincipalPolicy", arn, arn, call.caller.context(call.origin))?;
    let entity = Entity::parse(arn)?;
    if entity.is_role() && input.resource_policy.is_some() {
        return Err(invalid("Simulation of resource-based policies isn't supported for IAM roles."));
    }
    let mut sources = entity.sources(call)?;
    sources.add(&lists)?;
    let caller = input.caller.clone().unwrap_or_else(|| arn.to_owned());
    run(call, &input, &sources, caller)
}

pub(super) fn custom(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let lists = Lists::read(&mut check, true);
    let organization = source::read_organization(call, &mut check);
    let input = Input::read(call, &mut check)?;
    check.end()?;
    call.refuse_unserved(UNSERVED)?;
    authorize(call, "iam:SimulateCustomPolicy", "*", "*", call.caller.context(call.origin))?;
    let mut sources = Sources::default();
    sources.add(&lists)?;
    sources.add_organization(&organization)?;
    // Whoever it is: without a resource policy, no policy speaks of the caller itself.
    let anyone = || format!("arn:aws:iam::{}:user/simulated", call.caller.account);
    let caller = match (&input.caller, &input.resource_policy) {
        (Some(caller), _) => caller.clone(),
        (None, None) => anyone(),
        (None, Some(_)) => return Err(invalid("CallerArn is required with a ResourcePolicy.")),
    };
    run(call, &input, &sources, caller)
}

fn run(call: &Call<'_>, input: &Input, sources: &Sources, caller: String) -> Result<Answer, ApiError> {
    let numbered = input.actions.iter().enumerate().map(|(at, action)| (format!("{at:06}"), action));
    let page = Page::cut(call, numbered, |(key, _)| key)?;
    let questions = page.items.len().saturating_mul(input.resources.len());
    if questions.saturating_mul(sources.weight().saturating_add(input.weight())) > MOST_WORK {
        return Err(invalid("The simulation is too large: ask about fewer actions or resources at a time."));
    }
    let mut xml = Xml::default();
    xml.list("EvaluationResults", &page.items, |xml, (_, action)| {
        result::write(xml, input, sources, &caller, action);
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::bad_request("InvalidInput", message)
}
