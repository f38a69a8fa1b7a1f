//! Faults planted in the trust policy: what is replaced by what; the code, the severity, the place (line,
//! column) and the text that is marked.

use crate::{Fault, Replacements};
use iam_policy::lint::Severity::{Error, Info, Warning};

#[rustfmt::skip]
pub(crate) const FAULTS: &[(Replacements, Fault)] = &[
    (&[(r#""Effect": "Allow","#, r#""Effect": "Allow",
      "Effect": "Allow","#)], ("duplicate-key", Error, (7, 7), r#""Effect""#)),
    (&[(r#""StringEquals": {"#, r#""StringEquals": {"aws:PrincipalArn": "x"},
        "StringEquals": {"#)], ("duplicate-key", Error, (13, 9), r#""StringEquals""#)),
    (&[(r#"acme-2026""#, r#"acme-2026","#)], ("json-syntax", Error, (14, 9), "}")),
    (&[(r#""sts:AssumeRole","#, r#""sts:AssumeRole""#)], ("json-syntax", Error, (11, 7), r#"""#)),
    (&[(r#""Allow""#, "'Allow'")], ("json-syntax", Error, (6, 17), "'Allow'")),
    (&[(r#""Allow""#, "“Allow”")], ("json-syntax", Error, (6, 17), "“Allow”")),
    (&[(r#""Allow""#, r#""Allow”"#)], ("json-syntax", Error, (6, 23), "”")),
    (&[(r#""Allow""#, r#"“Allow""#)], ("json-syntax", Error, (6, 17), r#"“Allow""#)),
    (&[(r#""Effect""#, r#"// the gateway
      "Effect""#)], ("json-syntax", Error, (6, 7), "// the gateway")),
    (&[(r#""Effect""#, r#"/* x */ "Effect""#)], ("json-syntax", Error, (6, 7), "/* x */")),
    (&[(r#""Effect""#, r#"# x
      "Effect""#)], ("json-syntax", Error, (6, 7), "# x")),
    (&[(r#""Allow""#, r#""Allow"#)], ("json-syntax", Error, (6, 17), r#""Allow,"#)),
    (&[(r#"AssumeRole""#, "Assume\tRole\"")], ("json-syntax", Error, (10, 28), "\t")),
    (&[(r#""Effect""#, "Effect")], ("json-syntax", Error, (6, 7), "Effect")),
    (&[(r#""Effect":"#, r#""Effect""#)], ("json-syntax", Error, (6, 16), r#"""#)),
    (&[(r#""Effect":"#, r#""Effect" ="#)], ("json-syntax", Error, (6, 16), "=")),
    (&[(r#""Allow""#, "Allow")], ("json-syntax", Error, (6, 17), "Allow")),
    (&[(r#""Allow""#, r#""allow""#)], ("invalid-effect", Error, (6, 17), r#""allow""#)),
    (&[(r#""Allow""#, r#""Permit""#)], ("invalid-effect", Error, (6, 17), r#""Permit""#)),
    (&[(r#""Allow""#, r#""deny""#)], ("invalid-effect", Error, (6, 17), r#""deny""#)),
    (&[(r#"      "Effect": "Allow",
"#, "")], ("missing-effect", Error, (4, 5), "{")),
    (&[(r#""Statement""#, r#""Statment""#)], ("unknown-element", Error, (3, 3), r#""Statment""#)),
    (&[(r#""Statement""#, r#""statement""#)], ("unknown-element", Error, (3, 3), r#""statement""#)),
    (&[(r#""Principal""#, r#""Principle""#)], ("unknown-element", Error, (7, 7), r#""Principle""#)),
    (&[(r#""Action""#, r#""Actions""#)], ("unknown-element", Error, (10, 7), r#""Actions""#)),
    (&[(r#""Condition""#, r#""Conditions""#)], ("unknown-element", Error, (11, 7), r#""Conditions""#)),
    (&[(r#""Version""#, r#""version""#)], ("unknown-element", Error, (2, 3), r#""version""#)),
    (&[(r#""Action": "sts:AssumeRole","#, r#""Action": "sts:AssumeRole",
      "Resource": "*","#)], ("prohibited-resource", Error, (11, 7), r#""Resource""#)),
    (&[(r#""Principal""#, r#""NotPrincipal""#)], ("not-principal-in-trust", Error, (7, 7), r#""NotPrincipal""#)),
    (&[(r#""AWS""#, r#""aws""#)], ("unknown-principal-kind", Error, (8, 9), r#""aws""#)),
    (&[(r#"{
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      }"#, r#""arn:aws:iam::975050335771:user/quilr-gateway""#)], ("invalid-principal", Error, (7, 20), r#""arn:aws:iam::975050335771:user/quilr-gateway""#)),
    (&[(r#"{
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      }"#, r#"["arn:aws:iam::975050335771:user/quilr-gateway"]"#)], ("wrong-type", Error, (7, 20), "[")),
    (&[("iam::9", "iam:9")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam:975050335771:user/quilr-gateway""#)),
    (&[("975050335771", "97505033577")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::97505033577:user/quilr-gateway""#)),
    (&[("975050335771", "9750503357711")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::9750503357711:user/quilr-gateway""#)),
    (&[("975050335771", "111122223333")], ("wrong-principal", Error, (8, 16), r#""arn:aws:iam::111122223333:user/quilr-gateway""#)),
    (&[("arn:aws:", "arn:aws-cn:")], ("wrong-principal", Error, (8, 16), r#""arn:aws-cn:iam::975050335771:user/quilr-gateway""#)),
    (&[("arn:aws:", "arn:aw:")], ("wrong-principal", Error, (8, 16), r#""arn:aw:iam::975050335771:user/quilr-gateway""#)),
    (&[("aws:iam", "aws:iamm")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iamm::975050335771:user/quilr-gateway""#)),
    (&[("user/", "users/")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:users/quilr-gateway""#)),
    (&[(r#"quilr-gateway""#, r#"Quilr-Gateway""#)], ("wrong-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:user/Quilr-Gateway""#)),
    (&[("user/quilr-gateway", "user/*")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:user/*""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, r#""*""#)], ("anyone-trusted", Error, (8, 16), r#""*""#)),
    (&[(r#"{
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      }"#, r#""*""#)], ("anyone-trusted", Error, (7, 20), r#""*""#)),
    (&[("user/quilr-gateway", "root")], ("account-trusted", Error, (8, 16), r#""arn:aws:iam::975050335771:root""#)),
    (&[("arn:aws:iam::975050335771:user/quilr-gateway", "975050335771")], ("account-trusted", Error, (8, 16), r#""975050335771""#)),
    (&[(r#"quilr-gateway""#, r#"quilr-gatway""#)], ("wrong-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:user/quilr-gatway""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, r#"["arn:aws:iam::975050335771:user/quilr-gateway",
          "arn:aws:iam::123456789012:user/me"]"#)], ("stray-principal", Error, (9, 11), r#""arn:aws:iam::123456789012:user/me""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, r#""arn:aws:iam::975050335771:user/quilr-gateway",
        "Service": "ec2.amazonaws.com""#)], ("stray-principal", Error, (9, 20), r#""ec2.amazonaws.com""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, r#""arn:aws:iam::975050335771:user/quilr-gateway",
        "Federated": "arn:aws:iam::123456789012:saml-provider/x""#)], ("stray-principal", Error, (9, 22), r#""arn:aws:iam::123456789012:saml-provider/x""#)),
    (&[("arn:aws:iam::975050335771:user/quilr-gateway", "AIDACKCEVSQ6C2EXAMPLE")], ("deleted-principal", Error, (8, 16), r#""AIDACKCEVSQ6C2EXAMPLE""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, r#"["arn:aws:iam::975050335771:user/quilr-gateway", "arn:aws:iam::123456789012:role/quilr-gateway-bedrock"]"#)], ("stray-principal", Error, (8, 65), r#""arn:aws:iam::123456789012:role/quilr-gateway-bedrock""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, r#"["arn:aws:iam::975050335771:user/quilr-gateway", "arn:aws:iam::975050335771:user/quilr-gateway"]"#)], ("duplicate-value", Info, (8, 65), r#""arn:aws:iam::975050335771:user/quilr-gateway""#)),
    (&[(r#""arn:aws:iam::975050335771:user/quilr-gateway""#, "[]")], ("empty-list", Error, (7, 20), r#"{
        "AWS": []
      }"#)),
    (&[(r#"{
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      }"#, "{}")], ("empty-list", Error, (7, 20), "{}")),
    (&[("user/quilr-gateway", "user/<your-iam-user>")], ("placeholder", Error, (8, 16), r#""arn:aws:iam::975050335771:user/<your-iam-user>""#)),
    (&[(r#"      "Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      },
"#, "")], ("missing-principal", Error, (4, 5), "{")),
    (&[("sts:AssumeRole", "sts:AssumeRoles")], ("unknown-action", Error, (10, 17), r#""sts:AssumeRoles""#)),
    (&[("sts:AssumeRole", "sts:AssumRole")], ("trust-action", Error, (10, 17), r#""sts:AssumRole""#)),
    (&[("sts:AssumeRole", "sts:*")], ("trust-action", Error, (10, 17), r#""sts:*""#)),
    (&[("sts:AssumeRole", "sts:AssumeRole*")], ("wildcard-action", Warning, (10, 17), r#""sts:AssumeRole*""#)),
    (&[("sts:AssumeRole", "AssumeRole")], ("trust-action", Error, (10, 17), r#""AssumeRole""#)),
    (&[("sts:AssumeRole", "iam:AssumeRole")], ("trust-action", Error, (10, 17), r#""iam:AssumeRole""#)),
    (&[("sts:AssumeRole", "sts:AssumeRoleWithSAML")], ("assume-role-missing", Error, (10, 17), r#""sts:AssumeRoleWithSAML""#)),
    (&[("sts:AssumeRole", "sts:TagSession")], ("assume-role-missing", Error, (10, 17), r#""sts:TagSession""#)),
    (&[(r#""sts:AssumeRole""#, "[]")], ("empty-list", Error, (10, 17), "[]")),
    (&[(r#"      "Action": "sts:AssumeRole",
"#, "")], ("missing-action", Error, (4, 5), "{")),
    (&[(r#""Action""#, r#""NotAction""#)], ("trust-action", Error, (10, 7), r#""NotAction""#)),
    (&[(r#",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }"#, "")], ("missing-external-id", Error, (4, 5), "{")),
    (&[(r#"{
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }"#, "{}")], ("missing-external-id", Error, (4, 5), "{")),
    (&[(r#"{
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }"#, "{}")], ("missing-external-id", Error, (4, 5), "{")),
    (&[("sts:ExternalId", "aws:ExternalId")], ("misspelt-external-id", Error, (13, 11), r#""aws:ExternalId""#)),
    (&[("sts:ExternalId", "sts:External-Id")], ("misspelt-external-id", Error, (13, 11), r#""sts:External-Id""#)),
    (&[("sts:ExternalId", "sts:ExternalID ")], ("misspelt-external-id", Error, (13, 11), r#""sts:ExternalID ""#)),
    (&[("sts:ExternalId", "sts:ExternalIds")], ("misspelt-external-id", Error, (13, 11), r#""sts:ExternalIds""#)),
    (&[("sts:ExternalId", "sts:ExtId")], ("misspelt-external-id", Error, (13, 11), r#""sts:ExtId""#)),
    (&[("sts:ExternalId", "ExternalId")], ("misspelt-external-id", Error, (13, 11), r#""ExternalId""#)),
    (&[("sts:ExternalId", "sts.ExternalId")], ("misspelt-external-id", Error, (13, 11), r#""sts.ExternalId""#)),
    (&[("sts:ExternalId", "sts::ExternalId")], ("misspelt-external-id", Error, (13, 11), r#""sts::ExternalId""#)),
    (&[("sts:ExternalId", "sts:RoleSessionName")], ("misspelt-external-id", Error, (13, 11), r#""sts:RoleSessionName""#)),
    (&[("sts:ExternalId", "aws:PrincipalTag/ExternalId")], ("misspelt-external-id", Error, (13, 11), r#""aws:PrincipalTag/ExternalId""#)),
    (&[("sts:ExternalId", "aws:SourceAccount")], ("misspelt-external-id", Error, (13, 11), r#""aws:SourceAccount""#)),
    (&[("sts:ExternalId", "iam:ExternalId")], ("misspelt-external-id", Error, (13, 11), r#""iam:ExternalId""#)),
    (&[("sts:ExternalId", "sts:SourceIdentity")], ("misspelt-external-id", Error, (13, 11), r#""sts:SourceIdentity""#)),
    (&[("StringEquals", "StringNotEquals")], ("negated-external-id", Error, (12, 9), r#""StringNotEquals""#)),
    (&[("StringEquals", "Null")], ("unchecked-external-id", Error, (12, 9), r#""Null""#)),
    (&[("StringEquals", "StringEqualsIfExists")], ("optional-external-id", Error, (12, 9), r#""StringEqualsIfExists""#)),
    (&[("StringEquals", "ForAllValues:StringEquals")], ("optional-external-id", Error, (12, 9), r#""ForAllValues:StringEquals""#)),
    (&[("StringEquals", "ForAnyValue:StringEquals")], ("set-operator", Warning, (12, 9), r#""ForAnyValue:StringEquals""#)),
    (&[("StringEquals", "StringEqual")], ("unknown-operator", Error, (12, 9), r#""StringEqual""#)),
    (&[("StringEquals", "ArnEquals")], ("unchecked-external-id", Error, (12, 9), r#""ArnEquals""#)),
    (&[("StringEquals", "Bool")], ("unchecked-external-id", Error, (12, 9), r#""Bool""#)),
    (&[("StringEquals", "NumericEquals")], ("unchecked-external-id", Error, (12, 9), r#""NumericEquals""#)),
    (&[("StringEquals", "StringMatch")], ("unknown-operator", Error, (12, 9), r#""StringMatch""#)),
    (&[("StringEquals", "ForAllValue:StringEquals")], ("unknown-operator", Error, (12, 9), r#""ForAllValue:StringEquals""#)),
    (&[("StringEquals", "StringNotLike")], ("negated-external-id", Error, (12, 9), r#""StringNotLike""#)),
    (&[("StringEquals", "Null"), (r#""7f3c2b1e-acme-2026""#, r#""false""#)], ("unchecked-external-id", Error, (12, 9), r#""Null""#)),
    (&[("StringEquals", "StringLike"), ("acme-2026", "*")], ("wildcard-external-id", Error, (13, 29), r#""7f3c2b1e-*""#)),
    (&[("StringEquals", "StringLike"), ("7f3c2b1e-acme-2026", "*")], ("wildcard-external-id", Error, (13, 29), r#""*""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""""#)], ("impossible-external-id", Error, (13, 29), r#""""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""<YOUR-EXTERNAL-ID>""#)], ("placeholder", Error, (13, 29), r#""<YOUR-EXTERNAL-ID>""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""*""#)], ("impossible-external-id", Error, (13, 29), r#""*""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""x""#)], ("impossible-external-id", Error, (13, 29), r#""x""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""has space""#)], ("impossible-external-id", Error, (13, 29), r#""has space""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#)], ("impossible-external-id", Error, (13, 29), r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, "[]")], ("empty-list", Error, (13, 29), "[]")),
    (&[(r#""7f3c2b1e-acme-2026""#, "null")], ("wrong-type", Error, (13, 29), "null")),
    (&[(r#""7f3c2b1e-acme-2026""#, "123")], ("other-external-id", Error, (13, 29), "123")),
    (&[(r#""7f3c2b1e-acme-2026""#, r#"{"a": 1}"#)], ("wrong-type", Error, (13, 29), "{")),
    (&[(r#""7f3c2b1e-acme-2026""#, r#"["7f3c2b1e-acme-2026","next-one"]"#)], ("several-external-ids", Info, (13, 29), r#"["7f3c2b1e-acme-2026","next-one"]"#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#"["7f3c2b1e-acme-2026","7f3c2b1e-acme-2026"]"#)], ("duplicate-value", Info, (13, 51), r#""7f3c2b1e-acme-2026""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""7f3c2b1e-acme-2025""#)], ("other-external-id", Error, (13, 29), r#""7f3c2b1e-acme-2025""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""7f3c2b1e-acme-2026 ""#)], ("impossible-external-id", Error, (13, 29), r#""7f3c2b1e-acme-2026 ""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""YOUR_EXTERNAL_ID""#)], ("placeholder", Error, (13, 29), r#""YOUR_EXTERNAL_ID""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""${aws:username}""#)], ("other-external-id", Error, (13, 29), r#""${aws:username}""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, r#""é""#)], ("impossible-external-id", Error, (13, 29), r#""é""#)),
    (&[(r#"    }
  ]"#, r#"    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::975050335771:user/quilr-gateway"},
      "Action": "sts:AssumeRole"
    }
  ]"#)], ("missing-external-id", Error, (17, 5), "{")),
    (&[(r#",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }"#, ""), (r#"    }
  ]"#, r#"    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::975050335771:user/quilr-gateway"},
      "Action": "sts:TagSession",
      "Condition": {"StringEquals": {"sts:ExternalId": "7f3c2b1e-acme-2026"}}
    }
  ]"#)], ("missing-external-id", Error, (4, 5), "{")),
    (&[(r#"    }
  ]"#, r#"    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sts:AssumeRole"
    }
  ]"#)], ("expected-principal-denied", Error, (19, 20), r#""*""#)),
    (&[(r#""Allow""#, r#""Deny""#)], ("expected-principal-missing", Error, (8, 16), r#""arn:aws:iam::975050335771:user/quilr-gateway""#)),
    (&[(r#""StringEquals""#, r#""Bool": {"aws:SecureTransport": "yes"},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 41), r#""yes""#)),
    (&[(r#""StringEquals""#, r#""Bool": {"aws:MultiFactorAuthPresent": "true"},
        "StringEquals""#)], ("unmet-condition", Warning, (12, 18), r#""aws:MultiFactorAuthPresent""#)),
    (&[(r#""StringEquals""#, r#""DateLessThan": {"aws:CurrentTime": "soon"},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 45), r#""soon""#)),
    (&[(r#""StringEquals""#, r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113.0/33"]},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 58), r#""203.0.113.0/33""#)),
    (&[(r#""StringEquals""#, r#""StringLike": {"aws:SourceIp": "203.0.113.0/24"},
        "StringEquals""#)], ("operator-type", Warning, (12, 9), r#""StringLike""#)),
    (&[(r#""StringEquals""#, r#""StringLike": {"aws:PrincipalOrgPaths": "o-x/*"},
        "StringEquals""#)], ("multivalued-key", Warning, (12, 9), r#""StringLike""#)),
    (&[(r#""StringEquals": {"#, r#""StringEquals": {"aws:PrincipalArn": "arn:aws:iam::975050335771:user/*", "#)], ("literal-wildcard", Warning, (12, 46), r#""arn:aws:iam::975050335771:user/*""#)),
    (&[(r#""StringEquals""#, r#""Bool": {"aws:SecureTransprot": "true"},
        "StringEquals""#)], ("unknown-condition-key", Warning, (12, 18), r#""aws:SecureTransprot""#)),
    (&[(r#""StringEquals""#, r#""StringEquals": {"bedrock:ServiceTier": "x"},
        "StringEqualsIgnoreCase""#)], ("absent-condition-key", Warning, (12, 26), r#""bedrock:ServiceTier""#)),
    (&[(r#""Gateway""#, r#""The gateway""#)], ("invalid-sid", Error, (5, 14), r#""The gateway""#)),
    (&[(r#""Gateway""#, r#""Quilr-Gateway""#)], ("invalid-sid", Error, (5, 14), r#""Quilr-Gateway""#)),
    (&[(r#"    }
  ]"#, r#"    },
    {
      "Sid": "Gateway",
      "Effect": "Deny",
      "Principal": {"AWS": "arn:aws:iam::123456789012:user/x"},
      "Action": "sts:AssumeRole"
    }
  ]"#)], ("duplicate-sid", Error, (18, 14), r#""Gateway""#)),
    (&[(r#""2012-10-17""#, r#""2012-10-18""#)], ("invalid-version", Error, (2, 14), r#""2012-10-18""#)),
    (&[(r#""2012-10-17""#, r#""2012-10-7""#)], ("invalid-version", Error, (2, 14), r#""2012-10-7""#)),
    (&[(r#""2012-10-17""#, r#""2008-10-17""#)], ("old-version", Warning, (2, 14), r#""2008-10-17""#)),
    (&[(r#""2012-10-17""#, "2012")], ("wrong-type", Error, (2, 14), "2012")),
    (&[(r#""2012-10-17""#, r#""latest""#)], ("invalid-version", Error, (2, 14), r#""latest""#)),
    (&[(r#""2012-10-17""#, r#""2026-01-01""#)], ("invalid-version", Error, (2, 14), r#""2026-01-01""#)),
    (&[(r#"  "Version": "2012-10-17",
"#, "")], ("missing-version", Warning, (1, 1), "{")),
    (&[("\"Statement\"", "\"Effect\": \"Allow\",\n  \"Statement\"")], ("misplaced-element", Error, (3, 3), "\"Effect\"")),
    (&[("\"Sid\"", "\"Version\": \"2012-10-17\",\n      \"Sid\"")], ("misplaced-element", Error, (5, 7), "\"Version\"")),
    (&[(r#""Condition": {"#, r#""Condition": [{"#), (r#"        }
      }
    }"#, r#"        }
      }]
    }"#)], ("wrong-type", Error, (11, 20), "[")),
    (&[(r#""StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }"#, r#""sts:ExternalId": {"StringEquals": "7f3c2b1e-acme-2026"}"#)], ("unknown-operator", Error, (12, 9), r#""sts:ExternalId""#)),
    (&[(r#""StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }"#, r#""sts:ExternalId": "7f3c2b1e-acme-2026""#)], ("unknown-operator", Error, (12, 9), r#""sts:ExternalId""#)),
    (&[(r#",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "7f3c2b1e-acme-2026"
        }
      }"#, ""), (r#""Version": "2012-10-17","#, r#""Version": "2012-10-17",
  "Condition": {"StringEquals": {"sts:ExternalId": "7f3c2b1e-acme-2026"}},"#)], ("misplaced-element", Error, (3, 3), r#""Condition""#)),
    (&[(r#""Sid": "Gateway","#, r#""Sid": "Gateway", "principal": 1,"#)], ("unknown-element", Error, (5, 25), r#""principal""#)),
    (&[(r#""Principal": {
        "AWS": "arn:aws:iam::975050335771:user/quilr-gateway"
      }"#, r#""AWS": "arn:aws:iam::975050335771:user/quilr-gateway""#)], ("unknown-element", Error, (7, 7), r#""AWS""#)),
    (&[(r#""AWS""#, r#""AWS ""#)], ("unknown-principal-kind", Error, (8, 9), r#""AWS ""#)),
    (&[(r#""AWS""#, r#""IAM""#)], ("unknown-principal-kind", Error, (8, 9), r#""IAM""#)),
    (&[(r#""AWS""#, r#""User""#)], ("unknown-principal-kind", Error, (8, 9), r#""User""#)),
    (&[("arn:aws:iam::", "aws:iam::")], ("invalid-principal", Error, (8, 16), r#""aws:iam::975050335771:user/quilr-gateway""#)),
    (&[("user/", "user:")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:user:quilr-gateway""#)),
    (&[("user/quilr", "quilr")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:quilr-gateway""#)),
    (&[(r#"quilr-gateway""#, r#"quilr-gateway ""#)], ("wrong-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:user/quilr-gateway ""#)),
    (&[("user/", "role/")], ("wrong-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:role/quilr-gateway""#)),
    (&[("user/", "group/")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam::975050335771:group/quilr-gateway""#)),
    (&[("arn:aws:iam::975050335771:user/quilr-gateway", "arn:aws:sts::975050335771:assumed-role/x/y")], ("wrong-principal", Error, (8, 16), r#""arn:aws:sts::975050335771:assumed-role/x/y""#)),
    (&[("iam::9", "iam:us-east-1:9")], ("invalid-principal", Error, (8, 16), r#""arn:aws:iam:us-east-1:975050335771:user/quilr-gateway""#)),
    (&[("StringEquals", "StringLike"), ("acme-2026", "acme-????")], ("wildcard-external-id", Error, (13, 29), r#""7f3c2b1e-acme-????""#)),
    (&[(r#""7f3c2b1e-acme-2026""#, "20260001")], ("other-external-id", Error, (13, 29), "20260001")),
    (&[("7f3c2b1e-acme-2026", "7F3C2B1E-ACME-2026")], ("other-external-id", Error, (13, 29), r#""7F3C2B1E-ACME-2026""#)),
    (&[("StringEquals", "StringEqualsIgnoreCase"), ("acme-2026", "*")], ("impossible-external-id", Error, (13, 29), r#""7f3c2b1e-*""#)),
    (&[("sts:ExternalId", "sts:\u{a0}ExternalId")], ("misspelt-external-id", Error, (13, 11), "\"sts:\u{a0}ExternalId\"")),
    (&[("sts:AssumeRole", "sts:\u{200b}AssumeRole")], ("trust-action", Error, (10, 17), "\"sts:\u{200b}AssumeRole\"")),
    (&[("sts:AssumeRole", "sts:\u{410}ssumeRole")], ("trust-action", Error, (10, 17), "\"sts:\u{410}ssumeRole\"")),
    (&[(r#""7f3c2b1e-acme-2026""#, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")], ("json-syntax", Error, (13, 88), "[")),
    (&[(r#""Allow""#, r#"["Allow"]"#)], ("wrong-type", Error, (6, 17), "[")),
    (&[(r#""Gateway""#, "1")], ("wrong-type", Error, (5, 14), "1")),
    (&[(r#""Statement""#, r#""Id": 1,
  "Statement""#)], ("wrong-type", Error, (3, 9), "1")),
    (&[(r#""sts:AssumeRole""#, r#"{"x": "sts:AssumeRole"}"#)], ("wrong-type", Error, (10, 17), "{")),
    (&[(r#""sts:AssumeRole""#, r#"["sts:AssumeRole", "bedrock:InvokeModel"]"#)], ("trust-action", Error, (10, 36), r#""bedrock:InvokeModel""#)),
    (&[(r#""sts:AssumeRole""#, r#"["sts:AssumeRole", "sts:GetCallerIdentity"]"#)], ("trust-action", Error, (10, 36), r#""sts:GetCallerIdentity""#)),
    (&[(r#""Allow","#, r#""Allow";"#)], ("json-syntax", Error, (6, 24), ";")),
    (&[(r#"        }
      }
    }
  ]
}"#, r#"        }
      }
    }
  ]
"#)], ("json-syntax", Error, (18, 1), "")),
    (&[(r#"        }
      }
    }"#, r#"        }
      }"#)], ("json-syntax", Error, (16, 3), "]")),
    (&[(r#"        }
      }
    }"#, r#"        }
      }}
    }"#)], ("json-syntax", Error, (16, 5), "}")),
    (&[(r#""Allow","#, r#""Allow",,"#)], ("json-syntax", Error, (6, 25), ",")),
    (&[(r#"quilr-gateway""#, r#"quilr\gateway""#)], ("json-syntax", Error, (8, 53), r#"\"#)),
    (&[(r#""Allow","#, r#""Allow", ..."#)], ("json-syntax", Error, (6, 26), ".")),
    (&[(r#""StringEquals": {"#, r#""Bool": {"aws:SecureTransport": True}, "StringEquals": {"#)], ("json-syntax", Error, (12, 41), "True")),
    (&[(r#""StringEquals""#, r#""DateLessThan": {"aws:CurrentTime": "2026-13-01T00:00:00Z"},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 45), r#""2026-13-01T00:00:00Z""#)),
    (&[(r#""StringEquals""#, r#""DateLessThan": {"aws:CurrentTime": "01/02/2026"},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 45), r#""01/02/2026""#)),
    (&[(r#""StringEquals""#, r#""IpAddress": {"aws:SourceIp": "203.0.113"},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 39), r#""203.0.113""#)),
    (&[(r#""StringEquals""#, r#""Bool": {"aws:PrincipalAccount": "true"},
        "StringEquals""#)], ("operator-type", Warning, (12, 9), r#""Bool""#)),
    (&[(r#""StringEquals""#, r#""NumericLessThan": {"sts:DurationSeconds": "1h"},
        "StringEquals""#)], ("unreadable-condition-value", Error, (12, 52), r#""1h""#)),
    (&[(r#""StringEquals""#, r#""ForAnyValue:StringLike": {"sts:RoleSessionName": "x*"},
        "StringEquals""#)], ("set-operator", Warning, (12, 9), r#""ForAnyValue:StringLike""#)),
    (&[(r#""StringEquals": {"#, r#""StringEqualsIgnoreCase": {"aws:PrincipalTag": "x"}, "StringEquals": {"#)], ("unknown-condition-key", Warning, (12, 36), r#""aws:PrincipalTag""#)),
    (&[(r#""StringEquals": {"#, r#""Bool": {"awz:SecureTransport": "true"}, "StringEquals": {"#)], ("unknown-condition-key", Warning, (12, 18), r#""awz:SecureTransport""#)),
    (&[(r#""StringEquals": {"#, r#""StringLike": {"st:RoleSessionName": "x"}, "StringEquals": {"#)], ("unknown-condition-key", Warning, (12, 24), r#""st:RoleSessionName""#)),
    (&[(r#""StringEquals": {"#, r#""StringLike": {"sts:RoleSessionName": "${aws:usrname}"}, "StringEquals": {"#)], ("unknown-variable", Warning, (12, 47), r#""${aws:usrname}""#)),
    (&[("2012-10-17", "2008-10-17"), (r#""StringEquals": {"#, r#""StringLike": {"sts:RoleSessionName": "${aws:username}"}, "StringEquals": {"#)], ("old-version", Error, (2, 14), r#""2008-10-17""#)),
];
