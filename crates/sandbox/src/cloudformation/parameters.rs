//! What several requests carry: parameters of a template, tags, preferences of an operation.

use super::rules::{COUNT, COUNT_FROM_ONE, PERCENT, PERCENT_FROM_ONE, REGION, TAG_KEY, TAG_VALUE};
use super::template::Values;
use crate::check::{Check, member};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::stack_sets::operation::{Overrides, Preferences, Share};

/// The most tags of a StackSet.
const MOST_TAGS: usize = 50;

/// The parameters under that name; `None`: they are not given at all.
pub(super) fn overrides(call: &Call<'_>, name: &str) -> Result<Option<Overrides>, ApiError> {
    if !call.form.has(name) {
        return Ok(None);
    }
    let mut read = Overrides::default();
    for (number, parameter) in (1..).zip(call.form.list(name)) {
        let key = parameter.get("ParameterKey").filter(|key| !key.is_empty());
        let key = key.ok_or_else(|| ApiError::validation(format!("{name} {number} has no ParameterKey")))?;
        if parameter.has("ResolvedValue") {
            return Err(ApiError::validation("ResolvedValue is returned only, and cannot be given"));
        }
        let keeps = parameter.get("UsePreviousValue") == Some("true");
        if read.values.contains_key(key) || read.kept.iter().any(|kept| kept == key) {
            return Err(ApiError::validation(format!("Duplicate Parameter Key found: {key}")));
        }
        match (parameter.get("ParameterValue"), keeps) {
            (Some(_), true) => {
                let why = format!(
                    "Invalid input for parameter key {key}. Cannot specify usePreviousValue as true and non empty value for a parameter"
                );
                return Err(ApiError::validation(why));
            }
            (None, true) => read.kept.push(key.to_owned()),
            (Some(value), false) => drop(read.values.insert(key.to_owned(), value.to_owned())),
            (None, false) => {
                let why = format!(
                    "Invalid input for parameter key {key}. Need to specify either usePreviousValue as true or value for a parameter"
                );
                return Err(ApiError::validation(why));
            }
        }
    }
    Ok(Some(read))
}

/// The same where there is nothing before to keep.
pub(super) fn values(call: &Call<'_>, name: &str) -> Result<Values, ApiError> {
    let read = overrides(call, name)?.unwrap_or_default();
    match read.kept.first() {
        None => Ok(read.values),
        Some(key) => {
            let why = format!(
                "Invalid input for parameter key {key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template"
            );
            Err(ApiError::validation(why))
        }
    }
}

/// `None`: they are not given.
pub(super) fn tags(call: &Call<'_>, check: &mut Check<'_>) -> Option<Vec<(String, String)>> {
    let members = call.form.list("Tags");
    check.violations.length("tags", "[tags]", members.len(), 0, MOST_TAGS);
    let mut tags = Vec::with_capacity(members.len());
    for (number, tag) in (1..).zip(&members) {
        let (key, value) = (tag.get("Key"), tag.get("Value"));
        check.violations.required(&format!("tags.{number}.member.key"), key, TAG_KEY);
        check.violations.required(&format!("tags.{number}.member.value"), value, TAG_VALUE);
        tags.push((key.unwrap_or_default().to_owned(), value.unwrap_or_default().to_owned()));
    }
    call.form.has("Tags").then_some(tags)
}

/// A list of members of a set.
pub(super) fn choices(call: &Call<'_>, check: &mut Check<'_>, name: &str, set: &[&str]) -> Vec<String> {
    let members = call.form.list(name);
    let mut read = Vec::with_capacity(members.len());
    for (number, value) in (1..).zip(&members) {
        let value = value.get("");
        check.violations.one_of(&format!("{}.{number}.member", member(name)), value, set);
        read.extend(value.map(str::to_owned));
    }
    read
}

/// `OperationPreferences`.
pub(super) fn preferences(check: &mut Check<'_>) -> Result<Preferences, ApiError> {
    let mut share = |count: &str, percent: &str, (count_rule, percent_rule)| {
        let read = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
        let count = read(check.number(count, count_rule)?);
        let percent = read(check.number(percent, percent_rule)?);
        match (count, percent) {
            (Some(_), Some(_)) => {
                Err(ApiError::validation("Only one of count and percentage may be specified"))
            }
            (Some(count), None) => Ok(Some(Share::Count(count))),
            (None, percent) => Ok(percent.map(Share::Percent)),
        }
    };
    let tolerance = share(
        "OperationPreferences.FailureToleranceCount",
        "OperationPreferences.FailureTolerancePercentage",
        (COUNT, PERCENT),
    )?;
    let concurrent = share(
        "OperationPreferences.MaxConcurrentCount",
        "OperationPreferences.MaxConcurrentPercentage",
        (COUNT_FROM_ONE, PERCENT_FROM_ONE),
    )?;
    let modes = ["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"];
    let mode = check.choice("OperationPreferences.ConcurrencyMode", &modes);
    let regions = check.choice("OperationPreferences.RegionConcurrencyType", &["SEQUENTIAL", "PARALLEL"]);
    Ok(Preferences {
        region_concurrency: regions.map(str::to_owned),
        region_order: check.texts("OperationPreferences.RegionOrder", usize::MAX, REGION),
        tolerance,
        concurrent,
        concurrency_mode: mode.map(str::to_owned),
    })
}
