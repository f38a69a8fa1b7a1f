//! Where moto does not do what AWS does: what it does instead, and why. A line that is no longer true
//! fails the suite.

use crate::target::Target;

/// A step that goes otherwise.
#[derive(Debug)]
pub(crate) struct Differs {
    pub(crate) at: Target,
    pub(crate) case: &'static str,
    pub(crate) step: &'static str,
    /// How it exits there.
    pub(crate) exits: Option<i32>,
    /// The facts that are others there.
    pub(crate) says: &'static [(&'static str, &'static str)],
    /// Whether the rest of the case has nothing to stand on there.
    pub(crate) ends_case: bool,
    pub(crate) because: &'static str,
}

const NOT_DECIDED: &str =
    "moto as it comes lets everybody do everything: no policy decides, and no trust policy";
const NO_BEDROCK: &str =
    "moto's Bedrock lists neither models nor profiles, and its runtime has InvokeModel alone";
/// `HTTP 403`: moto wraps the error in `Errors`, as EC2 does and IAM does not, so that no client finds it.
const SIGNATURE: &str = "moto 5.2 signs a form anew with `+` for a space, where the SDK for Rust sends and signs `%20`: what holds a space is refused as SignatureDoesNotMatch";

/// A change that moto, checking signatures, refuses; without it the rest of the case is empty.
const fn unsigned(
    case: &'static str,
    step: &'static str,
    says: &'static [(&'static str, &'static str)],
) -> Differs {
    Differs {
        at: Target::MotoAuthorising,
        case,
        step,
        exits: Some(3),
        says,
        ends_case: true,
        because: SIGNATURE,
    }
}

const CREATE: (&str, &str) =
    ("/error/message", "`iam:CreateRole` was refused with HTTP 403: the answer names no error of AWS's");
const UPDATE: (&str, &str) = (
    "/error/message",
    "`iam:UpdateAssumeRolePolicy` was refused with HTTP 403: the answer names no error of AWS's",
);
const NOT_CHANGED: (&str, &str) = ("/changed", "null");

pub(crate) const DIFFERS: &[Differs] = &[
    Differs {
        at: Target::Moto,
        case: "verified",
        step: "verify",
        exits: Some(1),
        says: &[
            ("/level_reached", "account"),
            ("check assume.without-external-id", "failed"),
            ("why assume.without-external-id", "trust-policy-ignored"),
            ("check assume.wrong-external-id", "failed"),
            ("check assume.refused-again", "warning"),
        ],
        ends_case: false,
        because: NOT_DECIDED,
    },
    Differs {
        at: Target::Moto,
        case: "verified",
        step: "verify",
        exits: Some(1),
        says: &[("check invoke.converse", "failed"), ("check invoke.converse-stream", "failed")],
        ends_case: false,
        because: NO_BEDROCK,
    },
    Differs {
        at: Target::Moto,
        case: "failures",
        step: "no rights",
        exits: Some(0),
        says: &[("/error/code", "null"), ("/exists", "false")],
        ends_case: true,
        because: NOT_DECIDED,
    },
    unsigned("new-role", "apply", &[NOT_CHANGED, ("#/made", "null"), CREATE]),
    unsigned("verified", "apply", &[NOT_CHANGED, CREATE]),
    unsigned("rotated", "apply", &[CREATE]),
    unsigned("revoked", "apply", &[CREATE]),
    unsigned("interrupted", "apply", &[NOT_CHANGED, CREATE]),
    unsigned("without-condition", "mended", &[NOT_CHANGED, UPDATE]),
    unsigned("adopted", "adopt", &[NOT_CHANGED, UPDATE]),
    Differs {
        at: Target::MotoAuthorising,
        case: "failures",
        step: "no rights",
        exits: Some(3),
        says: &[("/error/code", "aws")],
        ends_case: true,
        because: "moto wraps the error in `Errors`, as EC2 does and IAM does not: its code is not found",
    },
];
