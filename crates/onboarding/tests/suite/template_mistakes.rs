//! Broken template packs: every mistake is found by the group that is to find it, with a useful
//! message, a remedy, and the place in the pack's files.

use crate::templates::changed;
use onboarding::templates::{Case, Status, embedded_baseline, verify};
use std::collections::HashMap;

/// A mistake: the changes, the rule that finds it, words of the message, and where: the file and a
/// text that begins on the line, in the file as it was changed.
struct Mutant {
    changes: &'static [(&'static str, &'static str, &'static str)],
    rule: &'static str,
    words: &'static str,
    place: (&'static str, &'static str),
}

const fn mutant(
    changes: &'static [(&'static str, &'static str, &'static str)],
    rule: &'static str,
    words: &'static str,
    place: (&'static str, &'static str),
) -> Mutant {
    Mutant { changes, rule, words, place }
}

const STATEMENT_END: &str = "}\n      }\n    }\n  ]";

const MUTANTS: &[Mutant] = &[
    // The trust policy.
    mutant(
        &[("trust.json", "sts:AssumeRole", "sts:AssumeRol")],
        "render/not-a-policy",
        "`sts:AssumeRol` is not an action",
        ("trust.json", "\"sts:AssumeRol\""),
    ),
    mutant(
        &[("trust.json", "sts:AssumeRole", "sts:TagSession")],
        "simulate/trust/gateway-with-external-id",
        "denied, and must be allowed",
        ("trust.json", "\"sts:TagSession\""),
    ),
    mutant(
        &[("trust.json", "\"sts:AssumeRole\"", "\"sts:*\"")],
        "render/not-a-policy",
        "`sts:*` is not an action that a trust policy can grant",
        ("trust.json", "\"sts:*\""),
    ),
    mutant(
        &[("trust.json", "<GATEWAY-PRINCIPAL>", "*")],
        "schema/placeholders",
        "`<GATEWAY-PRINCIPAL>` is missing",
        ("trust.json", "\"Principal\""),
    ),
    mutant(
        &[("trust.json", "<GATEWAY-PRINCIPAL>", "*")],
        "simulate/trust/anyone",
        "allowed, and must be denied",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[("trust.json", "<GATEWAY-PRINCIPAL>", "*")],
        "lint/anyone-trusted",
        "anyone in any AWS account",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[("trust.json", "\"<GATEWAY-PRINCIPAL>\"", "[\"<GATEWAY-PRINCIPAL>\", \"*\"]")],
        "simulate/trust/other-account",
        "allowed, and must be denied",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[("trust.json", "<GATEWAY-PRINCIPAL>", "arn:aws:iam::975050335771:root")],
        "simulate/trust/other-user",
        "allowed, and must be denied",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[("trust.json", "<GATEWAY-PRINCIPAL>", "arn:aws:iam::975050335771:root")],
        "simulate/trust/gateway-account-root",
        "allowed, and must be denied",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[(
            "trust.json",
            "\"<GATEWAY-PRINCIPAL>\"",
            "[\"<GATEWAY-PRINCIPAL>\", \"arn:aws:iam::210987654321:user/consultant\"]",
        )],
        "simulate/trust/others-named",
        "allowed, and must be denied",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[(
            "trust.json",
            "\"<GATEWAY-PRINCIPAL>\"",
            "[\"<GATEWAY-PRINCIPAL>\", \"arn:aws:iam::210987654321:user/consultant\"]",
        )],
        "lint/stray-principal",
        "arn:aws:iam::210987654321:user/consultant",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[("trust.json", "\"AWS\": \"<G", "\"Service\": \"lambda.amazonaws.com\", \"AWS\": \"<G")],
        "simulate/trust/service-lambda",
        "allowed, and must be denied",
        ("trust.json", "lambda.amazonaws.com"),
    ),
    mutant(
        &[("trust.json", "\"sts:ExternalId\": \"<YOUR-EXTERNAL-ID>\"", "")],
        "schema/placeholders",
        "`<YOUR-EXTERNAL-ID>` is missing",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[("trust.json", "\"sts:ExternalId\": \"<YOUR-EXTERNAL-ID>\"", "")],
        "simulate/trust/gateway-without-external-id",
        "allowed, and must be denied",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[("trust.json", "\"sts:ExternalId\": \"<YOUR-EXTERNAL-ID>\"", "")],
        "lint/missing-external-id",
        "does not ask for an ExternalId",
        ("trust.json", "{\n      \"Effect\""),
    ),
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringEqualsIfExists\"")],
        "simulate/trust/gateway-without-external-id",
        "allowed, and must be denied",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringNotEquals\"")],
        "simulate/trust/gateway-with-wrong-external-id",
        "allowed, and must be denied",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringEqualsIgnoreCase\"")],
        "simulate/trust/gateway-with-external-id-in-other-case",
        "allowed, and must be denied",
        ("trust.json", "\"Condition\""),
    ),
    // Without a wildcard it means the same today: only the golden file tells.
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringLike\"")],
        "baseline/changed",
        "is not what the golden file holds",
        ("baseline/page/trust.json", "\"StringEquals\""),
    ),
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringLike\""), ("trust.json", "-ID>\"", "-ID>*\"")],
        "simulate/trust/gateway-with-longer-external-id",
        "allowed, and must be denied",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringLike\""), ("trust.json", "-ID>\"", "-ID>*\"")],
        "lint/wildcard-external-id",
        "guesses part of the ExternalId",
        ("trust.json", "sts:ExternalId"),
    ),
    mutant(
        &[("trust.json", "\"StringEquals\"", "\"StringEqual\"")],
        "render/not-a-policy",
        "`StringEqual`",
        ("trust.json", "\"StringEqual\""),
    ),
    mutant(
        &[("trust.json", "sts:ExternalId", "sts:ExternalID2")],
        "lint/misspelt-external-id",
        "`sts:ExternalID2` is not the key of the ExternalId",
        ("trust.json", "sts:ExternalID2"),
    ),
    mutant(
        &[("trust.json", "sts:ExternalId", "aws:SourceAccount")],
        "simulate/trust/gateway-with-external-id",
        "aws:SourceAccount",
        ("trust.json", "aws:SourceAccount"),
    ),
    mutant(
        &[("trust.json", "\"<YOUR-EXTERNAL-ID>\"", "[\"<YOUR-EXTERNAL-ID>\", \"other-tenant\"]")],
        "simulate/trust/gateway-with-wrong-external-id",
        "allowed, and must be denied",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[("trust.json", "\"<YOUR-EXTERNAL-ID>\"", "\"acme-<YOUR-EXTERNAL-ID>\"")],
        "render/value-missing",
        "does not hold the ExternalId as it was entered",
        ("trust.json", "\"Condition\""),
    ),
    mutant(
        &[
            ("trust.json", "<YOUR-EXTERNAL-ID>", "<SWAP>"),
            ("trust.json", "<GATEWAY-PRINCIPAL>", "<YOUR-EXTERNAL-ID>"),
            ("trust.json", "<SWAP>", "<GATEWAY-PRINCIPAL>"),
        ],
        "render/not-a-policy",
        "IAM refuses the trust policy",
        ("trust.json", "\"AWS\""),
    ),
    mutant(
        &[(
            "trust.json",
            STATEMENT_END,
            "}\n      }\n    }, { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"<GATEWAY-PRINCIPAL>\" }, \
             \"Action\": \"sts:AssumeRole\" }\n  ]",
        )],
        "simulate/trust/gateway-without-external-id",
        "allowed, and must be denied",
        ("trust.json", "{ \"Effect\""),
    ),
    mutant(
        &[(
            "trust.json",
            STATEMENT_END,
            "}\n      }\n    }, { \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"sts:AssumeRole\" \
             }\n  ]",
        )],
        "simulate/trust/gateway-with-external-id",
        "denied, and must be allowed",
        ("trust.json", "{ \"Effect\": \"Deny\""),
    ),
    mutant(
        &[("trust.json", "\"Action\"", "\"NotAction\""), ("trust.json", "sts:AssumeRole", "sts:TagSession")],
        "render/not-a-policy",
        "IAM refuses the trust policy",
        ("trust.json", "\"NotAction\""),
    ),
    mutant(
        &[("trust.json", "\"sts:AssumeRole\"", "[\"sts:AssumeRole\", \"sts:TagSession\"]")],
        "simulate/trust/tag-session",
        "allowed, and must be denied",
        ("trust.json", "\"Action\""),
    ),
    mutant(
        &[("trust.json", "\"Principal\": {", "\"NotPrincipal\": {")],
        "render/not-a-policy",
        "IAM refuses the trust policy",
        ("trust.json", "\"NotPrincipal\""),
    ),
    mutant(
        &[(
            "trust.json",
            "\"Condition\": {\n",
            "\"Condition\": {\n\"IpAddress\": { \"aws:SourceIp\": \"203.0.113.0/24\" },\n",
        )],
        "simulate/trust/gateway-with-external-id",
        "aws:SourceIp",
        ("trust.json", "\"IpAddress\""),
    ),
    mutant(
        &[("trust.json", "2012-10-17", "2008-10-17")],
        "lint/old-version",
        "2008-10-17",
        ("trust.json", "Version"),
    ),
    mutant(
        &[("trust.json", "\"Effect\": \"Allow\"", "\"Effect\": \"Deny\"")],
        "simulate/trust/gateway-with-external-id",
        "denied, and must be allowed",
        ("trust.json", "{\n      \"Effect\""),
    ),
    mutant(
        &[("trust.json", "<YOUR-EXTERNAL-ID>\"", "<YOUR-EXTERNAL-ID>\",")],
        "schema/json",
        "a comma stands before the closing `}`",
        ("trust.json", "}\n      }\n    }\n  ]"),
    ),
    mutant(
        &[("trust.json", "\"Effect\": \"Allow\",", "\"Effect\": \"Allow\", \"Effect\": \"Allow\",")],
        "schema/json",
        "the key `Effect` stands twice",
        ("trust.json", "\"Effect\""),
    ),
    mutant(
        &[("trust.json", "<YOUR-EXTERNAL-ID>", "<YOUR-EXTERNALID>")],
        "schema/placeholders",
        "`<YOUR-EXTERNALID>` is not known",
        ("trust.json", "sts:ExternalId"),
    ),
    mutant(
        &[(
            "trust.json",
            "\"Version\": \"2012-10-17\",",
            "\"Version\": \"2012-10-17\", \"Id\": \"<REGION>\",",
        )],
        "render/placeholder-left",
        "`<REGION>` is left in the trust policy",
        ("trust.json", "Version"),
    ),
    // The permissions policy.
    mutant(
        &[("permissions.json", "\"<ACTIONS>\"", "\"bedrock:*\"")],
        "simulate/permissions/unrelated/bedrock:Rerank",
        "`bedrock:Rerank` on",
        ("permissions.json", "\"Action\""),
    ),
    mutant(
        &[("permissions.json", "\"<ACTIONS>\"", "\"bedrock:*\"")],
        "lint/all-service-actions",
        "every action of bedrock",
        ("permissions.json", "\"Action\""),
    ),
    mutant(
        &[("permissions.json", "\"<ACTIONS>\"", "\"bedrock:*\"")],
        "schema/placeholders",
        "`<ACTIONS>` is missing",
        ("permissions.json", "\"Action\""),
    ),
    mutant(
        &[("permissions.json", "\"<ACTIONS>\"", "[\"<ACTIONS>\", \"bedrock:*\"]")],
        "render/not-a-policy",
        "IAM refuses the permissions policy",
        ("permissions.json", "\"Action\""),
    ),
    mutant(
        &[("permissions.json", "\"<RESOURCES>\"", "\"*\"")],
        "simulate/permissions/foreign/profile-of-another-account",
        "allowed, and must be denied",
        ("permissions.json", "\"Resource\""),
    ),
    mutant(
        &[("permissions.json", "\"<RESOURCES>\"", "\"*\"")],
        "lint/any-resource",
        "on every resource",
        ("permissions.json", "\"Resource\""),
    ),
    mutant(
        &[("permissions.json", "\"Action\"", "\"NotAction\"")],
        "lint/allow-by-exception",
        "`NotAction` allows everything but",
        ("permissions.json", "\"NotAction\""),
    ),
    mutant(
        &[("permissions.json", "\"Action\"", "\"NotAction\"")],
        "simulate/permissions/bedrock/on-demand",
        "denied, and must be allowed",
        ("permissions.json", "{\n      \"Effect\""),
    ),
    mutant(
        &[
            ("permissions.json", "<ACTIONS>", "<SWAP>"),
            ("permissions.json", "<RESOURCES>", "<ACTIONS>"),
            ("permissions.json", "<SWAP>", "<RESOURCES>"),
        ],
        "render/not-a-policy",
        "IAM refuses the permissions policy",
        ("permissions.json", "\"Resource\""),
    ),
    mutant(
        &[(
            "permissions.json",
            "\n    }\n  ]",
            "\n    }, { \"Effect\": \"Allow\", \"Action\": \"aws-marketplace:Subscribe\", \"Resource\": \"*\" }\n  ]",
        )],
        "simulate/permissions/unrelated/aws-marketplace:Subscribe",
        "allowed, and must be denied",
        ("permissions.json", "aws-marketplace:Subscribe"),
    ),
    mutant(
        &[(
            "permissions.json",
            "\n    }\n  ]",
            "\n    }, { \"Effect\": \"Deny\", \"Action\": \"bedrock:*\", \"Resource\": \"*\", \"Condition\": { \
             \"StringNotEquals\": { \"aws:RequestedRegion\": \"us-east-1\" } } }\n  ]",
        )],
        "simulate/permissions/bedrock/on-demand",
        "eu-central-1",
        ("permissions.json", "\"Deny\""),
    ),
    // The pack's facts.
    mutant(
        &[("pack.json", "\"bedrock:InvokeModel\"", "\"bedrock:InvokModel\"")],
        "lint/unknown-action",
        "`bedrock:InvokModel` is not an action of bedrock",
        ("pack.json", "\"invoke\""),
    ),
    mutant(
        &[("pack.json", "\"bedrock:InvokeModel\"", "\"bedrock:InvokModel\"")],
        "simulate/permissions/bedrock/on-demand",
        "`bedrock:InvokeModel` on",
        ("pack.json", "\"invoke\""),
    ),
    mutant(
        &[("pack.json", "\"bedrock:InvokeModelWithResponseStream\"", "\"bedrock:InvokeModel\"")],
        "simulate/permissions/bedrock/on-demand-stream",
        "denied, and must be allowed",
        ("pack.json", "\"stream\""),
    ),
    mutant(
        &[("pack.json", "\"invoke\": \"bedrock:InvokeModel\"", "\"invoke\": \"bedrock:InvokeModel*\"")],
        "simulate/permissions/bedrock/on-demand-stream",
        "allowed, and must be denied",
        ("pack.json", "<REGION>::foundation-model/*"),
    ),
    mutant(
        &[("pack.json", "bedrock:<REGION>::foundation-model/*", "bedrock:us-east-1::foundation-model/*")],
        "schema/resources",
        "does not begin with `arn:aws:bedrock:<REGION>:`",
        ("pack.json", "us-east-1::foundation-model/*"),
    ),
    mutant(
        &[("pack.json", "bedrock:<REGION>::foundation-model/*", "bedrock:us-east-1::foundation-model/*")],
        "simulate/permissions/bedrock/on-demand",
        "arn:aws:bedrock:eu-central-1::foundation-model/",
        ("pack.json", "\"foundation_models\""),
    ),
    mutant(
        &[("pack.json", "<REGION>::foundation-model/*", "<REGION>::foundation-model/amazon.*")],
        "simulate/permissions/bedrock_embeddings/on-demand",
        "foundation-model/cohere.embed-english-v3",
        ("pack.json", "\"foundation_models\""),
    ),
    mutant(
        &[("pack.json", "<REGION>::foundation-model/*", "<REGION>::foundation-modal/*")],
        "lint/unknown-resource-type",
        "`foundation-modal`",
        ("pack.json", "foundation-modal"),
    ),
    mutant(
        &[("pack.json", "foundation-model/<MODEL>", "foundation-model/<MODEL>*")],
        "simulate/permissions/bedrock/on-demand",
        "amazon.nova-micro-v1:00",
        ("pack.json", "foundation-model/<MODEL>"),
    ),
    mutant(
        &[(
            "pack.json",
            "<REGION>:<YOUR-ACCOUNT-ID>:inference-profile/*\"",
            "<REGION>::inference-profile/*\"",
        )],
        "simulate/permissions/anthropic_messages_bedrock/geographic-profile",
        "denied, and must be allowed",
        ("pack.json", "\"inference_profiles\""),
    ),
    mutant(
        &[(
            "pack.json",
            "<REGION>:<YOUR-ACCOUNT-ID>:inference-profile/*\"",
            "<REGION>:*:inference-profile/*\"",
        )],
        "simulate/permissions/foreign/profile-of-another-account",
        "allowed, and must be denied",
        ("pack.json", ":inference-profile/*\""),
    ),
    mutant(
        &[(
            "pack.json",
            "arn:aws:bedrock:<REGION>:<YOUR-ACCOUNT-ID>:application",
            "arn:aws:bedrock:<YOUR-ACCOUNT-ID>:<REGION>:application",
        )],
        "schema/resources",
        "does not begin with",
        ("pack.json", ":application-inference-profile"),
    ),
    mutant(
        &[("pack.json", ":provisioned-model/*", ":custom-model/*")],
        "simulate/permissions/bedrock/provisioned-model",
        "provisioned-model/",
        ("pack.json", "\"provisioned_models\""),
    ),
    mutant(
        &[("pack.json", "custom-model-deployment/*", "custom-model-deployments/*")],
        "simulate/permissions/bedrock/custom-deployment",
        "custom-model-deployment/",
        ("pack.json", "\"custom_models\""),
    ),
    mutant(
        &[("pack.json", "foundation-model/<MODEL>", "foundation-model/*")],
        "schema/resources",
        "lacks `<MODEL>`",
        ("pack.json", "\"arn_of_model\""),
    ),
    mutant(
        &[("pack.json", "foundation-model/<MODEL>", "foundation-model/*")],
        "simulate/permissions/bedrock/on-demand",
        "allowed, and must be denied",
        ("pack.json", "foundation-model/*"),
    ),
    mutant(
        &[(
            "pack.json",
            "\"policy_name\": \"quilr-gateway-bedrock-invoke\"",
            "\"policy_name\": \"quilr gateway\"",
        )],
        "schema/policy-name",
        "`quilr gateway`, which IAM refuses",
        ("pack.json", "\"policy_name\""),
    ),
    mutant(
        &[(
            "pack.json",
            "\"policy_name\": \"quilr-gateway-bedrock-invoke\"",
            "\"policy_name\": \"quilr-gateway-invoke\"",
        )],
        "baseline/changed",
        "is not what the golden file holds",
        ("baseline/page/role.json", "\"policy_name\""),
    ),
    mutant(
        &[(
            "pack.json",
            "\"principal\": \"arn:aws:iam::975050335771",
            "\"principal\": \"arn:aws:iam::975050335772",
        )],
        "schema/gateway",
        "not a user of the account `975050335771`",
        ("pack.json", "\"principal\""),
    ),
    mutant(
        &[("pack.json", ":user/quilr-gateway\"", ":user/quilr-gateway-2\"")],
        "baseline/changed",
        "is not what the golden file holds",
        ("baseline/page/trust.json", "quilr-gateway"),
    ),
    mutant(
        &[("pack.json", "\"policy_name\"", "\"polcy_name\"")],
        "schema/fields",
        "unknown field `polcy_name`",
        ("pack.json", "\"polcy_name\""),
    ),
    mutant(
        &[("pack.json", "\"role_name\": \"quilr-gateway-bedrock\"", "\"role_name\": \"quilr gateway\"")],
        "render/values",
        "a role name must not contain a space",
        ("pack.json", "\"defaults\""),
    ),
    mutant(
        &[("pack.json", "{ \"name\": \"aws_external_id\", \"required\": true },", "")],
        "render/dashboard",
        "`aws_external_id` is null",
        ("pack.json", "\"dashboard\""),
    ),
    mutant(
        &[("pack.json", "\"us-west-2\"", "\"cn-north-1\"")],
        "schema/regions",
        "`cn-north-1` is in `aws-cn`",
        ("pack.json", "\"cn-north-1\""),
    ),
    // The error table.
    mutant(
        &[("errors.json", "\"Missing required field: aws_external_id\"", "\" \"")],
        "schema/patterns",
        "an empty pattern",
        ("errors.json", "{\n      \"code\": \"missing-external-id\""),
    ),
    mutant(
        &[("errors.json", "\"certainty\": \"certain\"", "\"certainty\": \"sure\"")],
        "schema/fields",
        "unknown variant `sure`",
        ("errors.json", "\"sure\""),
    ),
];

/// The line on which a text begins, from 1.
fn line_of(text: &str, wanted: &str) -> Option<usize> {
    Some(text[..text.find(wanted)?].matches('\n').count() + 1)
}

#[test]
fn every_mistake_is_found_by_its_group_at_its_place() {
    let golden = embedded_baseline();
    let mut wrong = Vec::new();
    // Several mutants may be one change that several groups find.
    let mut verified = HashMap::new();
    for Mutant { changes, rule, words, place: (file, at) } in MUTANTS {
        let (files, report) = verified.entry(*changes).or_insert_with(|| {
            let files = changed(changes);
            let report = verify(&files, Some(&golden));
            (files, report)
        });
        let failures: Vec<&Case> = report.cases.iter().filter(|case| case.status == Status::Failed).collect();
        let text = match file.strip_prefix("baseline/") {
            Some(path) => &golden.iter().find(|(name, _)| name == path).unwrap().1,
            None => &files.iter().find(|(name, _)| name == file).unwrap().1,
        };
        let line = line_of(text, at);
        let is_it = failures.iter().any(|case| {
            case.rule == *rule
                && case.message.contains(words)
                && case.file.as_deref() == Some(file)
                && line.is_some()
                && case.line == line
                && case.column.is_some()
                && case.remedy.as_ref().is_some_and(|remedy| remedy.ends_with(['.', '?']))
        });
        if !is_it {
            let found: Vec<String> = failures
                .iter()
                .filter(|case| case.rule == *rule || !failures.iter().any(|case| case.rule == *rule))
                .take(2)
                .map(|case| {
                    format!(
                        "{} {}:{:?} {} // {:?}",
                        case.rule,
                        case.file.as_deref().unwrap_or_default(),
                        case.line,
                        case.message,
                        case.remedy
                    )
                })
                .collect();
            wrong.push(format!("{changes:?}\n  wanted {rule} {file}:{line:?} {words}\n  found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
