//! AWS's texts, as they are met in the wild.

use crate::common::setup;
use onboarding::diagnosis::{Certainty, RemedyAction, diagnose_aws, missing_external_id_condition};
use onboarding::{Pack, Step, diagnose};

#[test]
fn aws_texts_and_what_they_mean() {
    let pack = Pack::embedded();
    for (text, code, action) in [
        (
            "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            "duration-chained",
            None,
        ),
        (
            "1 validation error detected: Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
            "external-id-pattern",
            None,
        ),
        (
            "1 validation error detected: Value '100' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
            "duration-range",
            None,
        ),
        ("Roles may not be assumed by root accounts.", "root-cannot-assume", Some(RemedyAction::SignIn)),
        (
            "MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"arn:aws:iam::1:user/x\"",
            "invalid-principal",
            None,
        ),
        ("Cannot exceed quota for ACLSizePerRole: 2048", "trust-too-large", None),
        ("Maximum policy size of 10240 bytes exceeded for role x", "permissions-too-large", None),
        ("Policy document should not specify a principal.", "identity-policy-with-principal", None),
        ("Resource foo must be in ARN format or \"*\".", "resource-not-arn", None),
        (
            "AssumeRole policy may only specify STS AssumeRole actions.",
            "trust-policy-form",
            Some(RemedyAction::RestoreTrustPolicy),
        ),
        ("Statement IDs (SID) in a single policy must be unique.", "duplicate-sid", None),
        ("This policy contains invalid Json", "invalid-json", Some(RemedyAction::RestoreTrustPolicy)),
        ("ValidationException: The provided model identifier is invalid.", "invalid-model", None),
        (
            "ValidationException: Invocation of model ID anthropic.claude-haiku-4-5 with on-demand throughput isn\u{2019}t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
            "needs-inference-profile",
            Some(RemedyAction::AllowInferenceProfiles),
        ),
        (
            "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe)",
            "marketplace",
            None,
        ),
        (
            "AccessDeniedException: You don't have access to the model with the specified model ID.",
            "model-access",
            Some(RemedyAction::GrantModelAccess),
        ),
        (
            "ResourceNotFoundException: Model use case details have not been submitted for this account.",
            "use-case-form",
            Some(RemedyAction::GrantModelAccess),
        ),
        (
            "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-haiku-4-5 because no identity-based policy allows the bedrock:InvokeModel action",
            "inference-profile-denied",
            Some(RemedyAction::AllowInferenceProfiles),
        ),
        (
            "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1:1:application-inference-profile/abc because no identity-based policy allows it",
            "other-resource-denied",
            None,
        ),
        (
            "User: x is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0 because no identity-based policy allows the action",
            "streaming-denied",
            Some(RemedyAction::AllowStreaming),
        ),
        (
            "User: x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-2::foundation-model/m with an explicit deny in a service control policy",
            "denied-by-scp",
            None,
        ),
        (
            "User: x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-2::foundation-model/m because no permissions boundary allows the bedrock:InvokeModel action",
            "denied-by-boundary",
            None,
        ),
        (
            "User: x is not authorized to perform: bedrock:InvokeModel on resource: arn because no session policy allows the bedrock:InvokeModel action",
            "denied-by-session-policy",
            None,
        ),
        (
            "User: x is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/r because no identity-based policy allows the iam:CreateRole action",
            "admin-needs-iam",
            Some(RemedyAction::SignIn),
        ),
        (
            "User: x is not authorized to perform: bedrock:ListFoundationModels because no identity-based policy allows the action",
            "admin-needs-list",
            None,
        ),
        ("The config profile (acme) could not be found", "no-such-profile", None),
        (
            "SSL validation failed for https://sts.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
            "tls-inspection",
            None,
        ),
        (
            "Could not connect to the endpoint URL: \"https://sts.us-est-1.amazonaws.com/\"",
            "no-connection",
            None,
        ),
        ("NoSuchEntity: The role with name x cannot be found.", "no-such-role", Some(RemedyAction::ShowPlan)),
        (
            "ThrottlingException: Too many requests, please wait before trying again.",
            "throttled",
            Some(RemedyAction::VerifyAgain),
        ),
        (
            "ExpiredToken: The security token included in the request is expired",
            "expired-sign-in",
            Some(RemedyAction::SignIn),
        ),
        (
            "SignatureDoesNotMatch: Signature expired: 20261122T140211Z is now earlier than 20261122T140711Z (20261122T142211Z - 15 min.)",
            "clock-skew",
            Some(RemedyAction::SignIn),
        ),
        (
            "An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code.",
            "wrong-mfa-code",
            Some(RemedyAction::SignIn),
        ),
        (
            "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
            "no-credentials",
            Some(RemedyAction::SignIn),
        ),
        (
            "An error occurred (EntityAlreadyExists) when calling the CreateRole operation: Role with name r already exists.",
            "role-exists",
            Some(RemedyAction::ShowPlan),
        ),
        (
            "An error occurred (DeleteConflict) when calling the DeleteRole operation: Cannot delete entity, must delete policies first.",
            "role-in-use",
            None,
        ),
        (
            "An error occurred (ConcurrentModification) when calling the UpdateAssumeRolePolicy operation: Request was not processed",
            "changed-at-once",
            Some(RemedyAction::ShowPlan),
        ),
        (
            "An error occurred (UnmodifiableEntity) when calling the PutRolePolicy operation: Cannot perform the operation on the protected role 'AWSReservedSSO_Admin_0a1b' - this role is only modifiable by AWS",
            "protected-role",
            None,
        ),
        ("LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000", "too-many-roles", None),
        ("Failed to connect to proxy URL: \"http://proxy.corp:3128\"", "proxy", None),
        ("Tunnel connection failed: 407 Proxy Authentication Required", "proxy", None),
        (
            "Connection was closed before we received a valid response from endpoint URL: \"https://iam.amazonaws.com/\".",
            "connection-broke",
            Some(RemedyAction::VerifyAgain),
        ),
        (
            "Read timeout on endpoint URL: \"https://sts.amazonaws.com/\"",
            "connection-broke",
            Some(RemedyAction::VerifyAgain),
        ),
        (
            "An error occurred (Throttling) when calling the GetRole operation (reached max retries: 4): Rate exceeded",
            "throttled",
            Some(RemedyAction::VerifyAgain),
        ),
        (
            "An error occurred (ServiceFailure) when calling the GetRole operation: We encountered an internal error.",
            "try-again",
            Some(RemedyAction::VerifyAgain),
        ),
        ("The aws_secret_key field is not allowed in assume-role mode", "static-key-fields", None),
    ] {
        let diagnosis = diagnose(text, &pack);
        assert_eq!(diagnosis.code, code, "{text}");
        assert_eq!(diagnosis.action, action, "{text}");
        assert_ne!(diagnosis.certainty, Certainty::Unknown);
    }
}

#[test]
fn the_region_that_was_refused_is_named() {
    let text = "User: x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude because no identity-based policy allows the bedrock:InvokeModel action";
    let diagnosis = diagnose(text, &Pack::embedded());
    assert!(diagnosis.cause.ends_with("(refused in `us-east-2`)"), "{}", diagnosis.cause);
}

#[test]
fn a_refused_assume_role_is_likely_not_certain() {
    let diagnosis = diagnose_aws(
        "AccessDenied",
        "User: arn:aws:iam::975050335771:user/quilr-gateway is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
        &Pack::embedded(),
    );
    assert_eq!(diagnosis.certainty, Certainty::Likely, "trust, ExternalId and no such role read alike");
    assert!(diagnosis.cause.contains("arn:aws:iam::975050335771:user/quilr-gateway"));
}

#[test]
fn unknown_is_unknown() {
    for text in ["", "segmentation fault", "AccessDenied", "something about a role"] {
        let diagnosis = diagnose(text, &Pack::embedded());
        assert_eq!(diagnosis.code, "unknown", "{text}");
        assert_eq!(diagnosis.certainty, Certainty::Unknown);
        assert_eq!((diagnosis.step, diagnosis.action), (None, None));
    }
}

#[test]
fn the_missing_condition_is_mended_where_it_is_missing() {
    let mut setup = setup();
    let of_account = missing_external_id_condition(&setup);
    assert_eq!(of_account.cause, "the trust policy is missing the ExternalId condition");
    assert_eq!(of_account.step, Some(Step::Role));
    assert_eq!(of_account.action, Some(RemedyAction::ShowPlan));
    setup.trust_policy = Some("{}".to_owned());
    assert_eq!(
        missing_external_id_condition(&setup).action,
        Some(RemedyAction::RestoreTrustPolicy),
        "the plan would only apply the edits again"
    );
}
