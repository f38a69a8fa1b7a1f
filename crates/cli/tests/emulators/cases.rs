//! The cases, with what AWS does in each.

/// What a step runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    /// `bedrock-role`, on the case's role.
    Ours(&'static [&'static str]),
    /// The same, as a user without any policy.
    AsNobody(&'static [&'static str]),
    /// `bedrock-role`, with these arguments and no more.
    Plain(&'static [&'static str]),
    /// `bedrock-role` on the case's role, killed at the nth call of that name, which is never answered.
    KilledAt(&'static str, usize, &'static [&'static str]),
    /// `bedrock-role diagnose`, given the message of the error before it.
    Diagnose,
    /// The real `aws`; `ROLE` is the case's role.
    Aws(&'static [&'static str]),
    /// The same, making the role with this trust policy.
    AwsMakes(&'static str),
    /// The same, giving the role a policy: its name, and itself.
    AwsPuts(&'static str, &'static str),
}

#[derive(Debug)]
pub(crate) struct Step {
    /// What it is, in the case.
    pub(crate) name: &'static str,
    pub(crate) does: Does,
    /// The exit code; `None`: killed.
    pub(crate) exits: Option<i32>,
    /// Facts of the JSON document that it prints, and what they are: `/pointer`, `#/pointer` for the
    /// length of a list, or `check ID` for the status of a check.
    pub(crate) says: &'static [(&'static str, &'static str)],
}

#[derive(Debug)]
pub(crate) struct Case {
    /// Its name, and that of its role.
    pub(crate) name: &'static str,
    pub(crate) steps: &'static [Step],
}

const fn step(
    name: &'static str,
    does: Does,
    exits: i32,
    says: &'static [(&'static str, &'static str)],
) -> Step {
    Step { name, does, exits: Some(exits), says }
}

const fn killed(name: &'static str, at: &'static str, nth: usize, run: &'static [&'static str]) -> Step {
    Step { name, does: Does::KilledAt(at, nth, run), exits: None, says: &[] }
}

use Does::{AsNobody, Aws, AwsMakes, AwsPuts, Diagnose, Ours, Plain};

/// Somebody else's trust policy.
const THEIRS: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#;
const THEIR_POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}"#;
/// The page's documents, as a person pastes them.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11"}}}]}"#;
const WITHOUT_CONDITION: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::975050335771:user/quilr-gateway"},"Action":"sts:AssumeRole"}]}"#;
const PERMISSIONS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"Resource":"arn:aws:bedrock:*::foundation-model/*"}]}"#;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "new-role",
        steps: &[
            step("plan", Ours(&["plan"]), 0, &[("/exists", "false"), ("#/changes", "2")]),
            step("not there yet", Ours(&["plan", "--check"]), 1, &[("#/changes", "2")]),
            step("unasked", Ours(&["apply"]), 2, &[("/error/code", "needs-yes")]),
            step("apply", Ours(&["apply", "--yes"]), 0, &[("/changed", "true"), ("#/made", "2")]),
            step("apply again", Ours(&["apply", "--yes"]), 0, &[("/changed", "false"), ("#/made", "0")]),
            step(
                "as it should be",
                Ours(&["plan", "--check"]),
                0,
                &[("/exists", "true"), ("#/changes", "0")],
            ),
            step("drift", Ours(&["plan", "--check", "--duration", "7200"]), 1, &[("#/changes", "1")]),
            step("raise", Ours(&["apply", "--yes", "--duration", "7200"]), 0, &[("#/made", "1")]),
            step("raised", Ours(&["plan", "--check", "--duration", "7200"]), 0, &[("#/changes", "0")]),
        ],
    },
    Case {
        name: "verified",
        steps: &[
            step("apply", Ours(&["apply", "--yes"]), 0, &[("/changed", "true")]),
            step(
                "read only",
                Ours(&["verify", "--read-only"]),
                0,
                &[("/passed", "true"), ("/level_reached", "account")],
            ),
            step(
                "verify",
                Ours(&["verify"]),
                0,
                &[
                    ("/level_reached", "assume_and_invoke"),
                    ("check account.signed-in", "passed"),
                    ("check account.trust-admits-gateway", "passed"),
                    ("check assume.temporary-statement", "passed"),
                    ("check assume.with-external-id", "passed"),
                    ("check assume.without-external-id", "passed"),
                    ("check assume.wrong-external-id", "passed"),
                    ("check invoke.converse", "passed"),
                    ("check invoke.converse-stream", "passed"),
                    ("check assume.temporary-statement-removed", "passed"),
                    ("check assume.refused-again", "passed"),
                ],
            ),
            step(
                "nothing is left",
                Ours(&["plan", "--check"]),
                0,
                &[("#/changes", "0"), ("#/warnings", "0")],
            ),
        ],
    },
    Case {
        name: "without-condition",
        steps: &[
            step("their role", AwsMakes(WITHOUT_CONDITION), 0, &[]),
            step(
                "read only",
                Ours(&["verify", "--read-only"]),
                1,
                &[("/level_reached", "documents"), ("check account.trust-without-external-id", "failed")],
            ),
            step("mended", Ours(&["apply", "--yes"]), 0, &[("/changed", "true")]),
            step(
                "read again",
                Ours(&["verify", "--read-only"]),
                0,
                &[("/level_reached", "account"), ("check account.trust-without-external-id", "passed")],
            ),
        ],
    },
    Case {
        name: "made-by-hand",
        steps: &[
            step("the role", AwsMakes(TRUST), 0, &[]),
            step("its policy", AwsPuts("quilr-gateway-bedrock-invoke", PERMISSIONS), 0, &[]),
            step("read", Ours(&["plan"]), 0, &[("/exists", "true")]),
            step(
                "read only",
                Ours(&["verify", "--read-only"]),
                0,
                &[
                    ("/level_reached", "account"),
                    ("check account.trust-admits-gateway", "passed"),
                    ("check account.permissions.bedrock", "passed"),
                ],
            ),
        ],
    },
    Case {
        name: "adopted",
        steps: &[
            step("their role", AwsMakes(THEIRS), 0, &[]),
            step(
                "their tag",
                Aws(&["iam", "tag-role", "--role-name", "ROLE", "--tags", "Key=team,Value=llm"]),
                0,
                &[],
            ),
            step("their policy", AwsPuts("theirs", THEIR_POLICY), 0, &[]),
            step("plan", Ours(&["plan"]), 0, &[("/exists", "true"), ("#/removed", "0")]),
            step("adopt", Ours(&["apply", "--yes"]), 0, &[("/changed", "true")]),
            step(
                "as it should be",
                Ours(&["plan", "--check"]),
                0,
                &[("#/changes", "0"), ("#/untouched", "3")],
            ),
            step(
                "theirs is still there",
                Aws(&["iam", "get-role-policy", "--role-name", "ROLE", "--policy-name", "theirs"]),
                0,
                &[("/PolicyDocument/Statement/0/Action", "s3:ListBucket")],
            ),
            step(
                "a line that is not there",
                Ours(&["plan", "--remove", "inline-policy:nobodys"]),
                0,
                &[("#/removed", "0"), ("#/changes", "0")],
            ),
            step(
                "line by line",
                Ours(&["apply", "--yes", "--remove", "inline-policy:theirs", "--remove", "tag:team"]),
                0,
                &[("#/made", "2"), ("#/plan/removed", "2")],
            ),
            step(
                "policies",
                Aws(&["iam", "list-role-policies", "--role-name", "ROLE"]),
                0,
                &[("/PolicyNames", "[\"quilr-gateway-bedrock-invoke\"]")],
            ),
        ],
    },
    Case {
        name: "rotated",
        steps: &[
            step("apply", Ours(&["apply", "--yes"]), 0, &[]),
            step(
                "shown",
                Ours(&["rotate", "--dry-run"]),
                0,
                &[("/changed", "false"), ("#/plan/changes", "1")],
            ),
            step(
                "both",
                Ours(&["rotate", "--yes", "--new-external-id", "0b54f8a3-6a3e-4d5e"]),
                0,
                &[("/changed", "true"), ("/aws_external_id", "0b54f8a3-6a3e-4d5e")],
            ),
            step("taken back", Ours(&["rotate", "--yes", "--take-back"]), 0, &[("/changed", "true")]),
            step("as before", Ours(&["plan", "--check"]), 0, &[("#/changes", "0")]),
            step(
                "both again",
                Ours(&["rotate", "--yes", "--new-external-id", "0b54f8a3-6a3e-4d5e"]),
                0,
                &[("/changed", "true")],
            ),
            step("finished", Ours(&["rotate", "--yes", "--finish"]), 0, &[("/changed", "true")]),
            step("drift", Ours(&["plan", "--check"]), 1, &[("#/changes", "1")]),
            step("over", Ours(&["rotate", "--finish"]), 3, &[("/error/code", "no-rotation")]),
        ],
    },
    Case {
        name: "revoked",
        steps: &[
            step("apply", Ours(&["apply", "--yes"]), 0, &[]),
            step("shown", Ours(&["revoke", "--dry-run"]), 0, &[("/changed", "false")]),
            step("revoke", Ours(&["revoke", "--yes"]), 0, &[("/changed", "true"), ("#/made", "3")]),
            step("drift", Ours(&["plan", "--check"]), 1, &[("/exists", "true")]),
            step("delete", Ours(&["revoke", "--yes", "--delete"]), 0, &[("/changed", "true")]),
            step("gone", Ours(&["plan"]), 0, &[("/exists", "false")]),
        ],
    },
    Case {
        name: "interrupted",
        steps: &[
            step("apply", Ours(&["apply", "--yes"]), 0, &[("/changed", "true")]),
            step("delete", Ours(&["revoke", "--yes", "--delete"]), 0, &[("/changed", "true")]),
            killed("half of an apply", "PutRolePolicy", 0, &["apply", "--yes"]),
            step("half", Ours(&["plan", "--check"]), 1, &[("/exists", "true"), ("#/changes", "1")]),
            step("taken back", Plain(&["recover", "--yes"]), 0, &[("/records/0/recovered", "true")]),
            step("as before", Ours(&["plan"]), 0, &[("/exists", "false")]),
            killed("half of it again", "PutRolePolicy", 0, &["apply", "--yes"]),
            step(
                "carried on",
                Plain(&["recover", "--carry-on", "--yes"]),
                0,
                &[("/records/0/recovered", "true")],
            ),
            step("whole", Ours(&["plan", "--check"]), 0, &[("#/changes", "0")]),
            killed("half of a verification", "AssumeRole", 0, &["verify"]),
            step(
                "let in",
                Ours(&["verify", "--read-only"]),
                0,
                &[("check account.stray-principals", "warning")],
            ),
            step("out again", Plain(&["recover", "--yes"]), 0, &[("/records/0/recovered", "true")]),
            step(
                "nothing is left",
                Ours(&["plan", "--check"]),
                0,
                &[("#/changes", "0"), ("#/warnings", "0")],
            ),
            step("nothing to do", Plain(&["recover", "--yes"]), 0, &[("#/records", "0")]),
        ],
    },
    Case {
        name: "failures",
        steps: &[
            step(
                "no role",
                Ours(&["verify"]),
                1,
                &[("/level_reached", "documents"), ("check account.role", "failed")],
            ),
            step(
                "another account",
                Ours(&["plan", "--account-id", "210987654321"]),
                2,
                &[("/error/code", "wrong-account")],
            ),
            step("no rights", AsNobody(&["plan"]), 3, &[("/error/code", "access-denied")]),
            step("no rights, diagnosed", Diagnose, 0, &[("/certainty", "certain")]),
            step("no rights to apply", AsNobody(&["apply", "--yes"]), 3, &[("/error/code", "access-denied")]),
        ],
    },
];
