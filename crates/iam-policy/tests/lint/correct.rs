//! Correct policies, of which nothing may be said that is wrong: the page's own, other partitions,
//! conditions of every kind, Deny statements.

use crate::{GATEWAY, PERMISSIONS, TRUST, expectation, replaced};
use iam_policy::lint::{Finding, Severity, TrustExpectation, lint_permissions, lint_trust};

/// A trust policy with further conditions beside the ExternalId.
fn with_condition(block: &str) -> String {
    replaced(TRUST, &[("\"StringEquals\": {", &format!("{block}, \"StringEquals\": {{"))])
}

/// A trust policy with a further statement.
fn with_statement(statement: &str) -> String {
    replaced(TRUST, &[("    }\n  ]", &format!("    }},\n    {statement}\n  ]"))])
}

#[track_caller]
fn nothing(findings: &[Finding], text: &str) {
    assert!(findings.is_empty(), "{text}\n{findings:#?}");
}

#[track_caller]
fn no_error(findings: &[Finding], text: &str) {
    let errors: Vec<&Finding> = findings.iter().filter(|each| each.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{text}\n{errors:#?}");
}

#[test]
fn the_pages_own_documents() {
    nothing(&lint_trust(TRUST, &expectation()), TRUST);
    nothing(&lint_trust(TRUST, &TrustExpectation::default()), TRUST);
    nothing(&lint_permissions(PERMISSIONS), PERMISSIONS);
    for resource in [
        "arn:aws:bedrock:*:123456789012:inference-profile/*",
        "arn:aws:bedrock:*:123456789012:application-inference-profile/*",
        "arn:aws:bedrock:*:123456789012:provisioned-model/*",
        "arn:aws:bedrock:*:123456789012:custom-model-deployment/*",
        "arn:aws:bedrock:*:123456789012:imported-model/*",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
        "arn:aws:bedrock:eu-*::foundation-model/amazon.nova*",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-sonnet-4-20250514-v1:0",
        "arn:aws:bedrock:*:123456789012:inference-profile/*.anthropic.claude-sonnet-4-20250514-v1:0",
        "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0",
        "arn:aws:bedrock:*:*:foundation-model/*",
        "arn:aws:bedrock:*:*:inference-profile/*",
        "arn:aws:bedrock:*::foundation-model*",
        "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/*",
        "arn:aws-us-gov:bedrock:*:123456789012:inference-profile/us-gov.*",
        "arn:aws-cn:bedrock:*::foundation-model/*",
        "arn:*:bedrock:*::foundation-model/*",
        "arn:aws:bedrock:*::foundation-model/${aws:PrincipalTag/model}",
        "arn:aws:bedrock:*::foundation-model/${aws:PrincipalTag/model, 'amazon.nova-micro-v1:0'}",
    ] {
        let text = PERMISSIONS
            .replace("\"arn:aws:bedrock:*::foundation-model/*\",\n        ", "")
            .replace("arn:aws:bedrock:*:123456789012:inference-profile/*", resource);
        nothing(&lint_permissions(&text), &text);
    }
    // The page names custom models, which are called through a deployment: worth knowing, no more.
    let custom = PERMISSIONS.replace("inference-profile/*", "custom-model/*");
    no_error(&lint_permissions(&custom), &custom);
}

#[test]
fn other_ways_to_write_the_same() {
    for (from, to) in [
        ("sts:ExternalId", "STS:externalid"),
        ("sts:ExternalId", "sts:ExternalID"),
        ("\"StringEquals\"", "\"stringequals\""),
        ("sts:AssumeRole", "STS:assumerole"),
        ("\"sts:AssumeRole\"", "[\"sts:AssumeRole\", \"sts:TagSession\", \"sts:SetSourceIdentity\"]"),
        ("\"7f3c2b1e-acme-2026\"", "[\"7f3c2b1e-acme-2026\"]"),
        ("\"StringEquals\"", "\"StringLike\""),
        ("\"Gateway\"", "\"\""),
        ("\"Version\"", "\"Id\": \"gateway\",\n  \"Version\""),
        ("Allow", "\\u0041llow"),
    ] {
        let text = replaced(TRUST, &[(from, to)]);
        nothing(&lint_trust(&text, &expectation()), &text);
    }
    let object = TRUST.replace("\"Statement\": [", "\"Statement\": ").replace("    }\n  ]", "    }\n");
    nothing(&lint_trust(&object, &expectation()), &object);
    let one_line: String = TRUST.split_whitespace().collect();
    nothing(&lint_trust(&one_line, &expectation()), &one_line);
    let windows = TRUST.replace('\n', "\r\n");
    nothing(&lint_trust(&windows, &expectation()), &windows);
}

#[test]
fn conditions_beside_the_external_id() {
    for block in [
        r#""Bool": {"aws:SecureTransport": "true"}"#,
        r#""Bool": {"aws:SecureTransport": true}"#,
        r#""BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}"#,
        r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32", "203.0.113.7"]}"#,
        r#""NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}"#,
        r#""StringLike": {"sts:RoleSessionName": "quilr-gateway-*"}"#,
        r#""StringEqualsIgnoreCase": {"aws:PrincipalAccount": "975050335771"}"#,
        r#""StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#,
        r#""ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}"#,
        r#""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::975050335771:user/*"}"#,
        r#""ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::975050335771:user/quilr-gateway"}"#,
        r#""DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}"#,
        r#""DateGreaterThan": {"aws:EpochTime": "1700000000"}"#,
        r#""NumericLessThan": {"aws:EpochTime": 1900000000}"#,
        r#""NumericLessThanEquals": {"sts:DurationSeconds": "3600"}"#,
        r#""Null": {"sts:ExternalId": "false"}"#,
        r#""StringLike": {"sts:ExternalId": "7f3c*"}"#,
        r#""StringEqualsIfExists": {"sts:ExternalId": "7f3c2b1e-acme-2026"}"#,
        r#""Null": {"aws:SourceIdentity": false}"#,
        r#""StringLike": {"sts:SourceIdentity": "*"}"#,
        r#""ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["team"]}"#,
        r#""ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}"#,
        r#""StringLike": {"aws:RequestTag/team": "*"}"#,
        r#""StringLike": {"aws:UserAgent": "*Boto3*"}"#,
        r#""StringEqualsIfExists": {"aws:SourceVpce": "vpce-0a1b2c3d"}"#,
        r#""StringLike": {"aws:username": "quilr-${*}"}"#,
        r#""StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "${aws:RequestTag/team}"}"#,
        r#""StringEqualsIgnoreCase": {"accounts.google.com:aud": "x"}"#,
        r#""StringEqualsIgnoreCase": {"saml:aud": "https://signin.aws.amazon.com/saml"}"#,
        r#""StringEqualsIgnoreCase": {"token.actions.githubusercontent.com:sub": "repo:a/b"}"#,
    ] {
        let text = with_condition(block);
        nothing(&lint_trust(&text, &expectation()), &text);
    }
    // The gateway can never meet it, which is told; yet the policy is one.
    let text = with_condition(r#""Bool": {"aws:MultiFactorAuthPresent": "true"}"#);
    no_error(&lint_trust(&text, &expectation()), &text);
}

#[test]
fn statements_beside_the_gateways() {
    for statement in [
        r#"{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringNotEquals": {"sts:ExternalId": "7f3c2b1e-acme-2026"}}}"#,
        r#"{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"#,
        r#"{"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::123456789012:user/x"}, "Action": "sts:AssumeRole"}"#,
        r#"{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}}"#,
        r#"{"Sid": "Tags", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::975050335771:user/quilr-gateway"}, "Action": "sts:TagSession"}"#,
    ] {
        let text = with_statement(statement);
        nothing(&lint_trust(&text, &expectation()), &text);
    }
    // An ExternalId that a Deny asks for is asked for.
    let condition =
        &TRUST[TRUST.find(",\n      \"Condition\"").unwrap()..TRUST.find("\n    }\n  ]").unwrap()];
    let text = with_statement(
        r#"{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringNotEquals": {"sts:ExternalId": "7f3c2b1e-acme-2026"}}}"#,
    )
    .replacen(condition, "", 1);
    nothing(&lint_trust(&text, &expectation()), &text);
}

#[test]
fn trust_policies_of_other_roles_when_nobody_is_expected() {
    let none = TrustExpectation::default();
    for text in [
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","bedrock.amazonaws.com"]},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},"ArnLike":{"aws:SourceArn":"arn:aws:bedrock:us-east-1:123456789012:agent/*"}}}]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/x"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession"],"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/*"}}}]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws-us-gov:iam::123456789012:role/vendor"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"gov-1"}}}]}"#,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws-cn:iam::123456789012:user/vendor"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":["old-1","new-1"]}}}]}"#,
    ] {
        nothing(&lint_trust(text, &none), text);
    }
    // A whole account is worth a warning, and no more, where it may be what is meant.
    let account = TRUST.replace(GATEWAY, "arn:aws:iam::975050335771:root");
    no_error(&lint_trust(&account, &none), &account);
}

#[test]
fn permissions_with_conditions_and_denials() {
    let allow = r#"{"Effect":"Allow","Action":["bedrock:InvokeModel"],"Resource":"arn:aws:bedrock:*::foundation-model/*"}"#;
    for statement in [
        r#"{"Effect":"Deny","Action":"bedrock:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","us-west-2","unspecified"]}}}"#,
        r#"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-25T00:00:00Z"}}}"#,
        r#"{"Effect":"Deny","NotAction":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"Resource":"*"}"#,
        r#"{"Effect":"Deny","Action":"bedrock:InvokeModel","NotResource":"arn:aws:bedrock:*::foundation-model/anthropic.*"}"#,
        r#"{"Effect":"Deny","Action":["aws-marketplace:Subscribe","iam:*","s3:*"],"Resource":"*"}"#,
        r#"{"Effect":"Deny","NotAction":["iam:*","organizations:*","sts:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"},"ArnNotLike":{"aws:PrincipalARN":"arn:aws:iam::*:role/admin"}}}"#,
        r#"{"Effect":"Allow","Action":["bedrock:ListFoundationModels","bedrock:ListInferenceProfiles"],"Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"bedrock:ApplyGuardrail","Resource":"arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123"}"#,
        r#"{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0","Condition":{"ArnLike":{"bedrock:InferenceProfileArn":"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.*"}}}"#,
        r#"{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"arn:aws:bedrock:us-east-1::foundation-model/*","Condition":{"StringEquals":{"bedrock:GuardrailIdentifier":"arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123:1","aws:ResourceTag/team":"${aws:PrincipalTag/team}"},"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"Bool":{"aws:ViaAWSService":"false"}}}"#,
        r#"{"Effect":"Allow","Action":"bedrock:GetInferenceProfile","Resource":"arn:aws:bedrock:*:123456789012:inference-profile/*"}"#,
    ] {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{allow},{statement}]}}"#);
        nothing(&lint_permissions(&text), &text);
    }
}
