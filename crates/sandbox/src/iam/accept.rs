//! What IAM asks of an identity policy when it is saved, beyond its grammar.
//!
//! Source of the rules and texts: LocalStack's recordings of AWS (February 2026), in which IAM judges
//! the malformed documents that moto's tests have collected.

use crate::error::ApiError;
use crate::state::document::Document;
use iam_policy::document::{ActionPattern, ResourcePattern};
use iam_policy::{ParseError, Policy};

const LEGACY: &str = "The policy failed legacy parsing";
const IAM_RESOURCES: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// An identity policy as it is kept, if IAM takes it.
pub(super) fn accept(text: &str) -> Result<Document, ApiError> {
    let document =
        Document::parse(text).map_err(|error| ApiError::malformed_policy(refusal(text, &error)))?;
    match fault(&document.policy) {
        None => Ok(document),
        Some(message) => Err(ApiError::malformed_policy(message)),
    }
}

/// Why the grammar refuses it. A resource that lacks parts has other words for each missing one.
fn refusal(text: &str, error: &ParseError) -> String {
    let resource =
        text.get(error.position.offset..error.end.offset).filter(|_| error.code == "resource-format");
    let resource = resource.and_then(|literal| serde_json::from_str::<String>(literal).ok());
    resource.and_then(|resource| lacking(&resource)).unwrap_or_else(|| error.iam_message())
}

/// Of a resource without six parts; `None`: it is no ARN in any way.
fn lacking(resource: &str) -> Option<String> {
    let (_, rest) = resource.split_once(':')?;
    let (partition, rest) = rest.split_once(':').map_or((rest, None), |(first, rest)| (first, Some(rest)));
    if !is_partition(partition) {
        let mut parts = rest.unwrap_or_default().splitn(4, ':');
        let mut part = || parts.next().filter(|part| !part.is_empty()).unwrap_or("*");
        let whole = format!("arn:{partition}:{}:{}:{}:{}", part(), part(), part(), part());
        return Some(wrong_partition(partition, &whole));
    }
    Some(match rest {
        None => "Resource vendor must be fully qualified and cannot contain regexes.".to_owned(),
        Some(_) => LEGACY.to_owned(),
    })
}

/// The sandbox is of the partition `aws`, and so is whatever its policies may name.
fn is_partition(partition: &str) -> bool {
    partition == "aws" || partition.contains(['*', '?'])
}

fn wrong_partition(partition: &str, resource: &str) -> String {
    format!("Partition \"{partition}\" is not valid for resource \"{resource}\".")
}

/// The first thing that IAM does not take, in the order in which it looks.
fn fault(policy: &Policy) -> Option<String> {
    let statements = || policy.statements.iter();
    let dates = || statements().flat_map(|statement| &statement.conditions);
    let unreadable = dates()
        .filter(|condition| condition.operator_text.contains("Date"))
        .any(|condition| condition.unreadable_values().next().is_some());
    if unreadable {
        return Some(LEGACY.to_owned());
    }
    let resources = || statements().filter_map(|statement| statement.resources.as_ref());
    let resources = || resources().flat_map(|resources| &resources.patterns);
    if resources().any(has_variable_for_account) {
        return Some(LEGACY.to_owned());
    }
    let actions = || statements().flat_map(|statement| &statement.actions.patterns);
    resources().find_map(resource_fault).or_else(|| actions().find_map(action_fault))
}

/// "The account field takes 12 digits, `*`, `aws`, or nothing": a variable is none of them.
fn has_variable_for_account(pattern: &ResourcePattern) -> bool {
    let before_account = pattern.text.splitn(5, ':').nth(4);
    before_account.is_some_and(|rest| rest.starts_with("${"))
}

fn resource_fault(pattern: &ResourcePattern) -> Option<String> {
    let resource = pattern.text.as_str();
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    let [_, partition, service, region, account, name] = parts.as_slice() else {
        return None;
    };
    if !is_partition(partition) {
        return Some(wrong_partition(partition, resource));
    }
    match *service {
        "iam" if !region.is_empty() => {
            Some(format!("IAM resource {resource} cannot contain region information."))
        }
        "iam" if !is_iam_resource(name) => Some(format!(
            "IAM resource path must either be \"*\", root, or start with {}.",
            IAM_RESOURCES.join(", ")
        )),
        "s3" if !region.is_empty() && account.is_empty() => {
            Some(format!("Resource {resource} can not contain region information."))
        }
        _ => None,
    }
}

fn is_iam_resource(name: &str) -> bool {
    name == "root"
        || name.starts_with(['*', '?', '$'])
        || IAM_RESOURCES.iter().any(|kind| name.starts_with(kind))
}

fn action_fault(pattern: &ActionPattern) -> Option<String> {
    let (vendor, name) = pattern.text.split_once(':')?;
    if name.contains(':') {
        return Some("Actions/Condition can contain only one colon.".to_owned());
    }
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let valid = vendor == "*" || vendor.chars().all(known);
    (!valid).then(|| format!("Vendor {vendor} is not valid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(action: &str, resource: &str, condition: &str) -> Option<String> {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"{condition}}}}}"#
        );
        accept(&text).err().map(|error| error.message)
    }

    #[test]
    fn each_resource_has_the_words_of_aws() {
        for (resource, expected) in [
            ("sdfsadf", r#"Resource sdfsadf must be in ARN format or "*"."#),
            ("arn:aws", "Resource vendor must be fully qualified and cannot contain regexes."),
            ("arn:aws:s3::example_bucket", "The policy failed legacy parsing"),
            (
                "arn:bsdfdsafsad",
                r#"Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*"."#,
            ),
            ("arn:b:cadfsdf", r#"Partition "b" is not valid for resource "arn:b:cadfsdf:*:*:*"."#),
            ("arn:b:c:d:e:f:g:h", r#"Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h"."#),
            ("arn:aws-cn:s3:::b", r#"Partition "aws-cn" is not valid for resource "arn:aws-cn:s3:::b"."#),
            (
                "arn:aws:iam:::example_bucket",
                "IAM resource path must either be \"*\", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.",
            ),
            (
                "arn:aws:iam:us-east-1::example_bucket",
                "IAM resource arn:aws:iam:us-east-1::example_bucket cannot contain region information.",
            ),
            (
                "arn:aws:s3:us-east-1::example_bucket",
                "Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.",
            ),
            ("arn:aws:iam::${aws:PrincipalAccount}:role/x", "The policy failed legacy parsing"),
        ] {
            assert_eq!(says("s3:ListBucket", resource, "").as_deref(), Some(expected), "{resource}");
        }
        for resource in [
            "*",
            "arn:aws:iam::123456789012:root",
            "arn:*:kms:*:::*",
            "arn:aws:iam::*:role/${aws:username}",
            "arn:aws:s3:us-east-1:123456789012:accesspoint/x",
            "arn:aws:bedrock:*::foundation-model/*",
        ] {
            assert_eq!(says("s3:ListBucket", resource, ""), None, "{resource}");
        }
    }

    #[test]
    fn so_has_each_action_and_date() {
        assert_eq!(
            says("s3:List:Bucket", "*", "").as_deref(),
            Some("Actions/Condition can contain only one colon.")
        );
        assert_eq!(says("a a:ListBucket", "*", "").as_deref(), Some("Vendor a a is not valid"));
        let date = r#","Condition":{"DateGreaterThan":{"aws:CurrentTime":"sometime"}}"#;
        assert_eq!(says("s3:ListBucket", "*", date).as_deref(), Some(LEGACY));
        let date = r#","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}"#;
        assert_eq!(says("s3:ListBucket", "*", date), None);
    }
}
