//! Session policies: inline and managed ones, and what they weigh in a token.

use super::rules::{ARN, Check};
use super::tags::Tag;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::document_of;
use iam_policy::{Kind, Policy};

/// "The plaintext that you use for both inline and managed session policies can't exceed 2,048
/// characters": AWS STS API Reference. White space between tokens is not counted, as in IAM's quotas.
pub(super) const CHARACTERS: usize = 2048;
/// "You can provide up to 10 managed policy ARNs."
const MOST_ARNS: usize = 10;

/// The `PolicyArns` of a request.
pub(super) fn read_arns(call: &Call<'_>, check: &mut Check<'_>) -> Vec<String> {
    let members = call.form.list("PolicyArns");
    check.violations.length("policyArns", "[policyArns]", members.len(), 0, MOST_ARNS);
    let mut arns = Vec::with_capacity(members.len());
    for (number, descriptor) in (1..).zip(&members) {
        let arn = descriptor.get("arn").or_else(|| descriptor.get("Arn"));
        check.violations.optional(&format!("policyArns.{number}.member.arn"), arn, ARN);
        arns.extend(arn.map(str::to_owned));
    }
    arns
}

/// The inline policy as it is sealed: without the white space between its tokens.
pub(super) fn check_inline(policy: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(text) = policy else { return Ok(None) };
    Policy::parse(text, Kind::Identity).map_err(|error| ApiError::malformed_policy(error.iam_message()))?;
    Ok(Some(compact(text)))
}

/// Managed session policies must be there, in the account or AWS's own.
pub(super) fn check_managed(call: &Call<'_>, account: &str, arns: &[String]) -> Result<(), ApiError> {
    let world = call.cloud.read();
    match arns.iter().find(|arn| document_of(&world, account, arn).is_none()) {
        None => Ok(()),
        Some(arn) => Err(ApiError::bad_request(
            "InvalidParameterValue",
            format!("Policy {arn} does not exist or is not attachable."),
        )),
    }
}

/// How full a session's token is, in percent. How AWS packs a token is not published; here policies
/// and ARNs weigh what they are long, and tags, which pack better, half of it.
pub(super) fn packed_percent(
    policy: Option<&str>,
    arns: &[String],
    tags: &[Tag],
) -> Result<Option<usize>, ApiError> {
    if policy.is_none() && arns.is_empty() && tags.is_empty() {
        return Ok(None);
    }
    let characters = |text: &str| text.chars().count();
    let policies = policy.map_or(0, characters) + arns.iter().map(|arn| characters(arn)).sum::<usize>();
    let tags: usize = tags.iter().map(|(key, value)| characters(key) + characters(value)).sum();
    match ((policies + tags / 2) * 100).div_ceil(CHARACTERS) {
        percent @ 0..=100 => Ok(Some(percent)),
        percent => Err(ApiError::bad_request(
            "PackedPolicyTooLarge",
            format!("Packed size consumes {percent}% of allotted space, please use smaller policy."),
        )),
    }
}

/// JSON without the white space between its tokens.
fn compact(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    text.chars()
        .filter(|c| {
            let keep = inside || !c.is_ascii_whitespace();
            match c {
                _ if escaped => escaped = false,
                '\\' if inside => escaped = true,
                '"' => inside = !inside,
                _ => {}
            }
            keep
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_white_space_between_tokens_goes() {
        assert_eq!(compact("{ \"a b\" :\n\t[ 1, \"c \\\" d\\\\\" ] }"), r#"{"a b":[1,"c \" d\\"]}"#);
    }
}
