//! Which condition keys policies ask about.

use super::source::{Entity, Lists, Sources};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::iam::authorize;
use crate::iam::rules::{ARN, Check};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::Policy;

pub(in crate::iam) fn principal(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicySourceArn", ARN);
    let lists = Lists::read(&mut check, false);
    check.end()?;
    let context = call.caller.context(call.origin);
    authorize(call, "iam:GetContextKeysForPrincipalPolicy", arn, arn, context)?;
    let mut sources = Entity::parse(arn)?.sources(call)?;
    sources.add(&lists)?;
    Ok(answer(&sources))
}

pub(in crate::iam) fn custom(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let lists = Lists::read(&mut check, true);
    check.end()?;
    authorize(call, "iam:GetContextKeysForCustomPolicy", "*", "*", call.caller.context(call.origin))?;
    let mut sources = Sources::default();
    sources.add(&lists)?;
    Ok(answer(&sources))
}

fn answer(sources: &Sources) -> Answer {
    let mut names: Vec<String> = Vec::new();
    for key in sources.identity.iter().flat_map(keys) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(&key)) {
            names.push(key);
        }
    }
    let mut xml = Xml::default();
    xml.list("ContextKeyNames", &names, |xml, key| xml.write(key));
    Answer::Xml(Some(xml))
}

/// The keys of a policy's variables and conditions, in the order of the text.
fn keys(policy: &Policy) -> Vec<String> {
    let mut keys = Vec::new();
    for statement in policy.statements.iter() {
        for pattern in statement.resources.iter().flat_map(|resources| &resources.patterns) {
            keys.extend(variables(&pattern.text));
        }
        for condition in &statement.conditions {
            keys.push(condition.key.clone());
            keys.extend(condition.values.iter().flat_map(|value| variables(value)));
        }
    }
    keys
}

/// The keys in `${…}`, without their defaults; `${*}`, `${?}` and `${$}` are letters.
fn variables(text: &str) -> impl Iterator<Item = String> {
    let inside = text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    let keys = inside.filter_map(|inside| inside.split(',').next()).map(str::trim);
    keys.filter(|key| key.contains(':')).map(str::to_owned)
}
