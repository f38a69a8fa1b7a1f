//! Texts that are no policy, or not the one that is asked for.

use crate::Fault;
use iam_policy::Kind;
use iam_policy::lint::Severity::Error;

#[rustfmt::skip]
pub(crate) const FAULTS: &[(Kind, &str, Fault)] = &[
    (Kind::Trust, r#"{
  'Version': '2012-10-17',
  'Statement': [
    {
      'Sid': 'Gateway',
      'Effect': 'Allow',
      'Principal': {
        'AWS': 'arn:aws:iam::975050335771:user/quilr-gateway'
      },
      'Action': 'sts:AssumeRole',
      'Condition': {
        'StringEquals': {
          'sts:ExternalId': '7f3c2b1e-acme-2026'
        }
      }
    }
  ]
}"#, ("json-syntax", Error, (2, 3), "'Version'")),
    (Kind::Trust, "\u{feff}{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"Gateway\",\n      \"Effect\": \"Allow\",\n      \"Principal\": {\n        \"AWS\": \"arn:aws:iam::975050335771:user/quilr-gateway\"\n      },\n      \"Action\": \"sts:AssumeRole\",\n      \"Condition\": {\n        \"StringEquals\": {\n          \"sts:ExternalId\": \"7f3c2b1e-acme-2026\"\n        }\n      }\n    }\n  ]\n}", ("json-syntax", Error, (1, 1), "\u{feff}")),
    (Kind::Trust, "", ("json-syntax", Error, (1, 1), "")),
    (Kind::Trust, r#"  
"#, ("json-syntax", Error, (2, 1), "")),
    (Kind::Trust, r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }
    }
 "#, ("json-syntax", Error, (17, 2), "")),
    (Kind::Trust, r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
      ""#, ("json-syntax", Error, (10, 7), r#"""#)),
    (Kind::Trust, r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }
    }
  ]
}
}"#, ("json-syntax", Error, (19, 1), "}")),
    (Kind::Trust, "[]", ("wrong-type", Error, (1, 1), "[")),
    (Kind::Trust, "<html></html>", ("json-syntax", Error, (1, 1), "<")),
    (Kind::Trust, r#"Version: 2012
Statement: []"#, ("json-syntax", Error, (1, 1), "Version")),
    (Kind::Trust, r#"{"Version":"2012-10-17","Statement":[]}"#, ("empty-list", Error, (1, 37), "[]")),
    (Kind::Trust, "{}", ("missing-statement", Error, (1, 1), "{")),
    (Kind::Trust, r#"{"Version":"2012-10-17","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"},"Action":"sts:AssumeRole"}"#, ("missing-statement", Error, (1, 1), "{")),
    (Kind::Trust, r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream"
      ],
      "Resource": [
        "arn:aws:bedrock:*::foundation-model/*",
        "arn:aws:bedrock:*:123456789012:inference-profile/*"
      ]
    }
  ]
}"#, ("wrong-document", Error, (1, 1), "{")),
    (Kind::Identity, r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }
    }
  ]
}"#, ("wrong-document", Error, (1, 1), "{")),
    (Kind::Identity, r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream"
      ],
      "Resource": [
        "arn:aws:bedrock:*:123456789012:guardrail/*"
      ]
    }
  ]
}"#, ("unsupported-resource", Error, (11, 9), r#""arn:aws:bedrock:*:123456789012:guardrail/*""#)),
];
