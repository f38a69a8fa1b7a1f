//! IAM User Guide, the pages on Action, NotAction, Resource, NotResource, Version and variables.

use crate::common::*;
use iam_policy::{Context, Outcome, Request, arn};

#[track_caller]
fn allowed(document: &str, action: &str, resource: &str, context: Context, expected: bool) {
    let request = Request { context, ..request(USER, action, resource) };
    let decision = by_identity(document, &request);
    assert_eq!(
        decision.outcome == Outcome::Allowed,
        expected,
        "{action} {resource} under {document}: {}",
        decision.reason
    );
}

#[test]
fn actions_compare_without_case_and_with_wildcards() {
    for (pattern, action, expected) in [
        ("s3:GetObject", "s3:GetObject", true),
        ("S3:getobject", "s3:GetObject", true),
        ("s3:GetObject", "S3:GETOBJECT", true),
        ("s3:*", "s3:GetObject", true),
        ("*", "s3:GetObject", true),
        ("*:*", "s3:GetObject", true),
        ("s3:Get*", "s3:GetObjectAcl", true),
        ("s3:*Object", "s3:GetObject", true),
        ("s3:*Object", "s3:GetObjectAcl", false),
        ("s3:Get?bject", "s3:GetObject", true),
        ("s3:GetObject?", "s3:GetObject", false),
        ("iam:*AccessKey*", "iam:CreateAccessKey", true),
        ("iam:*AccessKey*", "iam:ListAccessKeys", true),
        ("s3:GetObject", "s3:GetObjectAcl", false),
        ("s3:", "s3:GetObject", false),
        ("s3:GetObject ", "s3:GetObject", false),
        ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", false),
        ("bedrock:InvokeModel*", "bedrock:InvokeModelWithResponseStream", true),
    ] {
        let document = document(&statement("Allow", pattern));
        allowed(&document, action, "*", Context::default(), expected);
    }
}

#[test]
fn not_action_is_every_action_but_those() {
    let with = document(r#"{"Effect":"Allow","NotAction":["iam:*","s3:Delete*"],"Resource":"*"}"#);
    allowed(&with, "s3:GetObject", "*", Context::default(), true);
    allowed(&with, "iam:GetUser", "*", Context::default(), false);
    allowed(&with, "s3:DeleteObject", "*", Context::default(), false);
    let none = document(r#"{"Effect":"Allow","NotAction":[],"Resource":"*"}"#);
    allowed(&none, "iam:GetUser", "*", Context::default(), true);
}

#[test]
fn not_resource_is_every_resource_but_those() {
    let with = document(
        r#"{"Effect":"Allow","Action":"*","NotResource":["arn:aws:s3:::secret","arn:aws:s3:::secret/*"]}"#,
    );
    allowed(&with, "s3:GetObject", "arn:aws:s3:::open/key", Context::default(), true);
    allowed(&with, "s3:GetObject", "arn:aws:s3:::secret/key", Context::default(), false);
    allowed(&with, "s3:ListAllMyBuckets", "*", Context::default(), true);
}

#[test]
fn an_arn_matches_part_by_part() {
    for (pattern, resource, expected) in [
        ("*", "arn:aws:s3:::b/k", true),
        ("*", "*", true),
        ("arn:aws:s3:::*", "*", false),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::b*", "arn:aws:s3:::bucket/k/l", true),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/k", true),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/kk", false),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/é", true),
        ("arn:aws:s3:::B", "arn:aws:s3:::b", false),
        // Bedrock's own forms.
        ("arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:us-east-1::foundation-model/m:0", true),
        ("arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:::foundation-model/m", true),
        (
            "arn:aws:bedrock:*::foundation-model/*",
            "arn:aws:bedrock:us-east-1:111122223333:inference-profile/x",
            false,
        ),
        (
            "arn:aws:bedrock:*:111122223333:inference-profile/*",
            "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.x",
            true,
        ),
        (
            "arn:aws:bedrock:*:111122223333:inference-profile/*",
            "arn:aws:bedrock:eu-west-1:444455556666:inference-profile/eu.x",
            false,
        ),
        // A wildcard does not cross a colon of the first five parts.
        ("arn:aws:sqs:*:jobs", "arn:aws:sqs:us-east-1:111122223333:jobs", false),
        ("arn:aws:s*:us-east-1:111122223333:jobs", "arn:aws:sqs:us-east-1:111122223333:jobs", true),
        (
            "arn:aws:someservice:*:111122223333:finance/*",
            "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
            false,
        ),
        // The sixth part is the rest, colons included.
        (
            "arn:aws:logs:*:*:log-group:*",
            "arn:aws:logs:us-east-1:111122223333:log-group:a:log-stream:b",
            true,
        ),
        ("arn:aws:sns:us-east-1:111122223333:*", "arn:aws:sns:us-east-1:111122223333:topic:sub", true),
        ("arn:*:s3:::b", "arn:aws-cn:s3:::b", true),
        ("arn:aws:s3:::b", "arn:aws-cn:s3:::b", false),
    ] {
        assert_eq!(arn::matches(pattern, resource), expected, "{pattern} {resource}");
        if Policy::accepts(pattern) {
            let text = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"{pattern}"}}"#);
            allowed(&document(&text), "x:Y", resource, Context::default(), expected);
        }
    }
}

/// Patterns of fewer than six parts are refused when parsed, so that they have no case above.
struct Policy;

impl Policy {
    fn accepts(pattern: &str) -> bool {
        pattern == "*" || pattern.split(':').count() >= 6
    }
}

#[test]
fn variables_are_filled_in_from_the_context() {
    let context = || {
        Context::default()
            .with("aws:username", "Alice")
            .with("aws:PrincipalTag/team", "re*d")
            .with_all("aws:TagKeys", vec!["a".to_owned(), "b".to_owned()])
    };
    for (pattern, resource, expected) in [
        ("home/${aws:username}/*", "home/Alice/x", true),
        ("home/${aws:username}/*", "home/Bob/x", false),
        ("home/${AWS:UserName}", "home/Alice", true),
        ("home/${ aws:username }", "home/Alice", true),
        ("${aws:username}-${aws:username}", "Alice-Alice", true),
        // A value stands for itself: its star is no wildcard.
        ("${aws:PrincipalTag/team}", "re*d", true),
        ("${aws:PrincipalTag/team}", "reed", false),
        // No value: no match; a default steps in.
        ("${aws:PrincipalTag/none}", "", false),
        ("${aws:PrincipalTag/none}", "${aws:PrincipalTag/none}", false),
        ("${aws:PrincipalTag/none, 'nobody'}", "nobody", true),
        ("${aws:PrincipalTag/none,'nobody'}", "nobody", true),
        ("${aws:username, 'nobody'}", "Alice", true),
        ("${aws:username, 'nobody'}", "nobody", false),
        // A key with several values cannot be a variable.
        ("${aws:TagKeys}", "a", false),
        // Escapes.
        ("${*}", "*", true),
        ("${*}", "x", false),
        ("a${?}b*", "a?bcd", true),
        ("a${?}b*", "axbcd", false),
        ("${$}{aws:username}", "${aws:username}", true),
        // What is no variable stands for itself.
        ("$x", "$x", true),
        ("${open", "${open", true),
    ] {
        let text = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::{pattern}"}}"#);
        let resource = format!("arn:aws:s3:::{resource}");
        allowed(&document(&text), "x:Y", &resource, context(), expected);
    }
}

#[test]
fn variables_are_not_filled_in_before_the_fifth_colon() {
    let text = r#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:sqs:${aws:RequestedRegion}:111122223333:jobs"}"#;
    let context = Context::default().with("aws:RequestedRegion", "us-east-1");
    allowed(&document(text), "sqs:SendMessage", QUEUE, context, false);
}

#[test]
fn a_resource_with_a_variable_without_a_value_matches_no_resource() {
    let text = r#"{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::${aws:username}"}"#;
    allowed(&document(text), "x:Y", "arn:aws:s3:::b", Context::default(), true);
}

#[test]
fn only_version_2012_has_variables() {
    for version in [r#""Version":"2008-10-17","#, ""] {
        let document = format!(
            r#"{{{version}"Statement":{{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${{aws:username}}"}}}}"#
        );
        let context = || Context::default().with("aws:username", "Alice");
        allowed(&document, "x:Y", "arn:aws:s3:::Alice", context(), false);
        allowed(&document, "x:Y", "arn:aws:s3:::${aws:username}", context(), true);
    }
}
