//! Every field's rule by tables, at its edges and with what people really paste.

use onboarding::fields::{
    AccountId, DurationSeconds, ExternalId, FieldNote, ModelId, Region, RoleArn, RoleName, RolePath,
    SessionName,
};

const SESSION: &str = r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]";
const DURATION: &str = "aws_session_duration_seconds must be between 900 and 43200";

/// Each case: the input, then code, message and a part of the hint that are expected.
fn refuses<T: std::fmt::Debug>(
    parse: impl Fn(&str) -> Result<T, FieldNote>,
    cases: &[(&str, &str, &str, &str)],
) {
    for (input, code, message, hint) in cases {
        let note = parse(input).expect_err(&format!("{input:?} must be refused"));
        assert_eq!(note.code, *code, "code for {input:?}: {note:?}");
        assert_eq!(note.message, *message, "message for {input:?}");
        let found = note.hint.unwrap_or_default();
        assert!(found.contains(hint), "hint for {input:?}: {found:?}");
        assert!(!note.message.ends_with('.'), "messages have no full stop: {:?}", note.message);
    }
}

#[test]
fn external_id() {
    let longest = "a".repeat(1224);
    for right in ["ab", "7f3c2b1e-acme-2026", "a+b=c,d.e@f:g/h-i_j", longest.as_str()] {
        assert_eq!(ExternalId::parse(right).unwrap().as_str(), right);
    }
    let long = "a".repeat(1225);
    refuses(
        ExternalId::parse,
        &[
            ("", "external-id-missing", "Missing required field: aws_external_id", "Generate one"),
            (" \n", "external-id-missing", "Missing required field: aws_external_id", ""),
            ("a", "external-id-length", "aws_external_id must be 2-1224 characters, not 1", "UUID"),
            (&long, "external-id-length", "aws_external_id must be 2-1224 characters, not 1225", ""),
            (
                "abcd ",
                "external-id-charset",
                "aws_external_id must not contain a space at the end",
                "Remove a space at the end.",
            ),
            (
                " abcd",
                "external-id-charset",
                "aws_external_id must not contain a space at the start",
                "Remove",
            ),
            (
                "abcd\r\n",
                "external-id-charset",
                "aws_external_id must not contain a line end at the end",
                "Remove",
            ),
            (
                "ab\tcd",
                "external-id-charset",
                "aws_external_id must not contain a tab at character 3",
                "Remove",
            ),
            (
                "ab\u{a0}cd",
                "external-id-charset",
                "aws_external_id must not contain a no-break space (U+00A0) at character 3",
                "Remove",
            ),
            (
                "\u{200b}abcd",
                "external-id-charset",
                "aws_external_id must not contain an invisible character (U+200B) at the start",
                "Remove",
            ),
            (
                "ab!cd",
                "external-id-charset",
                "aws_external_id must not contain `!` at character 3",
                "Replace `!`",
            ),
            (
                "ab`cd",
                "external-id-charset",
                "aws_external_id must not contain a backtick at character 3",
                "Replace",
            ),
            (
                "café-1",
                "external-id-charset",
                "aws_external_id must not contain `é` (U+00E9) at character 4",
                "Replace",
            ),
            (
                "“abcd”",
                "external-id-charset",
                "aws_external_id must not contain `“` (U+201C) at the start",
                "Replace",
            ),
            (
                "٣٤٥٦",
                "external-id-charset",
                "aws_external_id must not contain `٣` (U+0663) at the start",
                "Replace",
            ),
            (
                "<YOUR-EXTERNAL-ID>",
                "external-id-charset",
                "aws_external_id must not contain `<` at the start",
                "",
            ),
        ],
    );
}

#[test]
fn session_name() {
    let longest = "s".repeat(64);
    for right in ["ab", "quilr-gateway-1", "a+=,.@-_", longest.as_str()] {
        assert_eq!(SessionName::parse(right).unwrap().unwrap().as_str(), right);
    }
    assert_eq!(SessionName::parse("").unwrap(), None, "left to the gateway");
    let long = "s".repeat(65);
    refuses(
        SessionName::parse,
        &[
            ("a", "session-name-length", SESSION, "1 character"),
            (&long, "session-name-length", SESSION, "65 characters"),
            ("a b", "session-name-charset", SESSION, "There is a space at character 2"),
            ("ab ", "session-name-charset", SESSION, "There is a space at the end"),
            (
                "a/b",
                "session-name-charset",
                SESSION,
                "`/` at character 2. Stick to alphanumerics, _, +, =, ,, ., @, -.",
            ),
            ("a:b", "session-name-charset", SESSION, "`:`"),
            ("é1", "session-name-charset", SESSION, "`é`"),
            ("quilr-gateway-<timestamp>", "session-name-charset", SESSION, "Leave it empty"),
        ],
    );
}

#[test]
fn duration() {
    for (right, seconds) in [("900", 900), ("43200", 43200), ("3600", 3600), ("", 3600)] {
        assert_eq!(DurationSeconds::parse(right).unwrap().get(), seconds);
    }
    refuses(
        DurationSeconds::parse,
        &[
            ("899", "duration-range", DURATION, "less than 900"),
            ("43201", "duration-range", DURATION, "more than 43200"),
            ("0", "duration-range", DURATION, "less than 900"),
            ("99999999999999999999", "duration-range", DURATION, "more than 43200"),
            ("1h", "duration-not-an-integer", DURATION, "for `1h` enter `3600`"),
            ("90 min", "duration-not-an-integer", DURATION, "enter `5400`"),
            ("3600s", "duration-not-an-integer", DURATION, "enter `3600`"),
            ("3600.0", "duration-not-an-integer", DURATION, "enter `3600`"),
            ("3,600", "duration-not-an-integer", DURATION, "enter `3600`"),
            ("1.5h", "duration-not-an-integer", DURATION, "enter `5400`"),
            ("3600.5", "duration-not-an-integer", DURATION, "not a whole number"),
            ("24h", "duration-not-an-integer", DURATION, "not a whole number"),
            ("-3600", "duration-not-an-integer", DURATION, "not a whole number"),
            ("inf", "duration-not-an-integer", DURATION, "not a whole number"),
            ("one hour", "duration-not-an-integer", DURATION, "not a whole number"),
            (" 3600", "duration-not-an-integer", DURATION, "Remove a space at the start"),
            ("  ", "duration-not-an-integer", DURATION, "leave it empty"),
            ("３６００", "duration-not-an-integer", DURATION, "not a whole number"),
        ],
    );
}

#[test]
fn account_id() {
    assert_eq!(AccountId::parse("123456789012").unwrap().as_str(), "123456789012");
    refuses(
        AccountId::parse,
        &[
            ("", "account-id-missing", "Missing required field: account_id", "12 digits"),
            ("12345678901", "account-id-length", "an account id has 12 digits, not 11", ""),
            ("1234567890123", "account-id-length", "an account id has 12 digits, not 13", ""),
            (
                "1234-5678-9012",
                "account-id-digits",
                "an account id is 12 digits and must not contain `-` at character 5",
                "Enter `123456789012`.",
            ),
            (
                "123456789012 ",
                "account-id-digits",
                "an account id is 12 digits and must not contain a space at the end",
                "Enter `123456789012`.",
            ),
            (
                "acme",
                "account-id-digits",
                "an account id is 12 digits and must not contain `a` at the start",
                "",
            ),
            (
                "arn:aws:iam::123456789012:root",
                "account-id-digits",
                "this is an ARN, not an account id",
                "fourth colon",
            ),
        ],
    );
}

#[test]
fn role_name() {
    let longest = "r".repeat(64);
    for right in ["r", "quilr-gateway-bedrock", "a+=,.@-_Z9", longest.as_str()] {
        assert_eq!(RoleName::parse(right).unwrap().as_str(), right);
    }
    let long = "r".repeat(65);
    refuses(
        RoleName::parse,
        &[
            ("", "role-name-missing", "Missing required field: role_name", "quilr-gateway-bedrock"),
            (&long, "role-name-length", "a role name has 64 characters at most, not 65", ""),
            ("my role", "role-name-charset", "a role name must not contain a space at character 3", "Remove"),
            ("path/role", "role-name-charset", "a role name must not contain `/` at character 5", "path"),
            ("role:x", "role-name-charset", "a role name must not contain `:` at character 5", "Replace"),
            ("rôle", "role-name-charset", "a role name must not contain `ô` (U+00F4) at character 2", ""),
            (
                "arn:aws:iam::123456789012:role/x",
                "role-name-charset",
                "a role name must not contain `:` at character 4",
                "This is an ARN",
            ),
        ],
    );
}

#[test]
fn role_path() {
    let longest = format!("/{}/", "p".repeat(510));
    for (right, path) in [
        ("/", "/"),
        ("", "/"),
        ("/team/", "/team/"),
        ("/a/b/c/", "/a/b/c/"),
        (longest.as_str(), longest.as_str()),
    ] {
        assert_eq!(RolePath::parse(right).unwrap().as_str(), path);
    }
    let long = format!("/{}/", "p".repeat(511));
    refuses(
        RolePath::parse,
        &[
            ("team", "role-path-slashes", "a path begins and ends with a slash", "Enter `/team/`."),
            ("/team", "role-path-slashes", "a path begins and ends with a slash", "Enter `/team/`."),
            ("/a//b/", "role-path-slashes", "a path must not contain two slashes in a row", ""),
            ("/te am/", "role-path-charset", "a path must not contain a space at character 4", "Remove"),
            ("/é/", "role-path-charset", "a path must not contain `é` (U+00E9) at character 2", ""),
            ("/aws-reserved/x/", "role-path-reserved", "the path `/aws-reserved/` is reserved for AWS", ""),
            (&long, "role-path-length", "a path has 512 characters at most, not 513", ""),
        ],
    );
}

#[test]
fn role_arn() {
    let arn = RoleArn::parse("arn:aws:iam::123456789012:role/team/llm/quilr-gateway-bedrock").unwrap();
    assert_eq!(
        (arn.account(), arn.path(), arn.name()),
        ("123456789012", "/team/llm/", "quilr-gateway-bedrock")
    );
    assert_eq!(arn.as_str(), "arn:aws:iam::123456789012:role/team/llm/quilr-gateway-bedrock");
    refuses(
        RoleArn::parse,
        &[
            ("", "role-arn-missing", "Missing required field: aws_role_arn", ""),
            ("quilr-gateway-bedrock", "role-arn-form", "aws_role_arn is not an ARN", "looks like"),
            (
                "arn:aws:iam::123456789012:role/x ",
                "role-arn-charset",
                "aws_role_arn must not contain a space at the end",
                "Remove",
            ),
            (
                "arn:aws-cn:iam::123456789012:role/x",
                "role-arn-partition",
                "a role in `aws-cn` cannot trust a principal in `aws`",
                "",
            ),
            (
                "arn:aws-us-gov:iam::123456789012:role/x",
                "role-arn-partition",
                "a role in `aws-us-gov` cannot trust a principal in `aws`",
                "",
            ),
            ("arn:amazon:iam::123456789012:role/x", "role-arn-form", "`amazon` is not an AWS partition", ""),
            (
                "arn:aws:iam::123456789012:user/alice",
                "role-arn-kind",
                "this is the ARN of a `user`, not of a role",
                "trust policy",
            ),
            (
                "arn:aws:iam::123456789012:policy/p",
                "role-arn-kind",
                "this is the ARN of a `policy`, not of a role",
                "",
            ),
            (
                "arn:aws:iam::123456789012:instance-profile/p",
                "role-arn-kind",
                "this is the ARN of an `instance-profile`, not of a role",
                "",
            ),
            (
                "arn:aws:iam::123456789012:root",
                "role-arn-kind",
                "this is the ARN of an account, not of a role",
                "",
            ),
            (
                "arn:aws:sts::123456789012:assumed-role/quilr/s",
                "role-arn-kind",
                "this is the ARN of a session of a role, not of the role",
                "arn:aws:iam::123456789012:role/quilr",
            ),
            ("arn:aws:s3:::bucket", "role-arn-kind", "this is an ARN of `s3`, not of an IAM role", ""),
            (
                "arn:aws:iam:us-east-1:123456789012:role/x",
                "role-arn-form",
                "a role's ARN has no region, this one has `us-east-1`",
                "",
            ),
            (
                "arn:aws:iam::12345678901:role/x",
                "role-arn-account-id-length",
                "an account id has 12 digits, not 11",
                "",
            ),
            (
                "arn:aws:iam::<YOUR-ACCOUNT-ID>:role/x",
                "role-arn-account-id-digits",
                "an account id is 12 digits and must not contain `<` at the start",
                "",
            ),
            ("arn:aws:iam:::role/x", "role-arn-form", "aws_role_arn lacks the account id", ""),
            ("arn:aws:iam::123456789012:role/", "role-arn-form", "aws_role_arn lacks the role's name", ""),
            ("arn:aws:iam::123456789012:role", "role-arn-form", "aws_role_arn lacks the role's name", ""),
            ("arn:aws:iam::123456789012:role/p/", "role-arn-form", "aws_role_arn lacks the role's name", ""),
            (
                "arn:aws:iam::123456789012:role/aws-reserved/sso/x",
                "role-arn-role-path-reserved",
                "the path `/aws-reserved/` is reserved for AWS",
                "",
            ),
        ],
    );
}

#[test]
fn region() {
    for right in ["us-east-1", "ap-southeast-7", "mx-central-1", "il-central-1"] {
        assert_eq!(Region::parse(right).unwrap().as_str(), right);
    }
    refuses(
        Region::parse,
        &[
            ("", "region-missing", "Missing required field: aws_region", "us-east-1"),
            ("us-east-1 ", "region-form", "aws_region must not contain a space at the end", ""),
            (
                "US-EAST-1",
                "region-form",
                "`US-EAST-1` is not a region: they are written in small letters",
                "Enter `us-east-1`.",
            ),
            (
                "us-east-1a",
                "region-form",
                "`us-east-1a` is an availability zone, not a region",
                "Enter `us-east-1`.",
            ),
            ("us-east", "region-form", "`us-east` is not a region", ""),
            ("useast1", "region-form", "`useast1` is not a region", ""),
            ("us--1", "region-form", "`us--1` is not a region", ""),
            (
                "cn-north-1",
                "region-partition",
                "`cn-north-1` is in `aws-cn`: a role in `aws-cn` cannot trust a principal in `aws`",
                "",
            ),
            (
                "us-gov-west-1",
                "region-partition",
                "`us-gov-west-1` is in `aws-us-gov`: a role in `aws-us-gov` cannot trust a principal in `aws`",
                "",
            ),
        ],
    );
}

#[test]
fn model_id() {
    let parse = |text: &str| ModelId::parse(text, &["us", "eu", "apac"]);
    for right in ["amazon.nova-micro-v1:0", "anthropic.claude-*", "cohere.embed-english-v3"] {
        assert_eq!(parse(right).unwrap().as_str(), right);
    }
    refuses(
        parse,
        &[
            ("", "model-empty", "a model id is empty", ""),
            ("claude", "model-form", "`claude` is not a model id: it lacks its vendor", ""),
            (
                "us.anthropic.claude-haiku",
                "model-profile",
                "`us.anthropic.claude-haiku` is the id of an inference profile",
                "`anthropic.claude-haiku`",
            ),
            (
                "global.anthropic.claude-haiku",
                "model-profile",
                "`global.anthropic.claude-haiku` is the id of an inference profile",
                "",
            ),
            (
                "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
                "model-arn",
                "this is an ARN, a model's id is wanted",
                "`amazon.nova-micro-v1:0`",
            ),
            (
                "amazon.nova micro",
                "model-charset",
                "the model id `amazon.nova micro` must not contain a space at character 12",
                "",
            ),
        ],
    );
}
