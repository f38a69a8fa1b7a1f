//! Why IAM refuses a document: our message, a stable code, the remedy, and IAM's own sentence.

use crate::json::{Position, Problem, Span, SyntaxError};

/// Why a text is not a policy document of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ParseError {
    /// Where.
    pub position: Position,
    /// Where what it is about ends: one past its last character.
    pub end: Position,
    /// A stable code, for example `json-syntax`, `unknown-element`, `missing-principal`.
    pub code: &'static str,
    /// Lower case, no full stop, the user's input in backticks.
    pub message: String,
    // Boxed to keep the error small: every parse carries room for it.
    refusal: Box<Refusal>,
}

impl ParseError {
    pub(crate) fn syntax(text: &str, error: SyntaxError) -> ParseError {
        ParseError::new(text, Span { start: error.offset, end: error.end }, Refusal::Syntax(error))
    }

    pub(crate) fn new(text: &str, span: Span, refusal: Refusal) -> ParseError {
        ParseError {
            position: Position::of(text, span.start),
            end: Position::of(text, span.end),
            code: refusal.code(),
            message: refusal.to_string(),
            refusal: Box::new(refusal),
        }
    }

    /// What to do about it: a sentence for people.
    pub fn remedy(&self) -> &'static str {
        self.refusal.remedy()
    }

    /// The sentence that IAM answers to such a document, with the code `MalformedPolicyDocument`.
    pub fn iam_message(&self) -> String {
        self.refusal.iam_message()
    }
}

/// One reason each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    Syntax(SyntaxError),
    #[error("{element} must be {expected}, found {found}")]
    WrongType { element: String, expected: &'static str, found: &'static str },
    #[error("unknown element `{0}`")]
    UnknownElement(String),
    #[error("`{0}` cannot stand here: it belongs to {1}")]
    MisplacedElement(&'static str, &'static str),
    #[error("`Version` must be `2012-10-17` or `2008-10-17`, found `{0}`")]
    InvalidVersion(String),
    #[error("the document has no `Statement`")]
    MissingStatement,
    #[error("`{0}` is not a valid Sid: only letters and digits are allowed")]
    InvalidSid(String),
    #[error("the Sid `{0}` stands twice")]
    DuplicateSid(String),
    #[error("the statement has no `Effect`")]
    MissingEffect,
    #[error("`Effect` must be `Allow` or `Deny`, found `{0}`")]
    InvalidEffect(String),
    #[error("a statement cannot have both `{0}` and `Not{0}`")]
    BothForms(&'static str),
    #[error("the statement has no `Action`")]
    MissingAction,
    #[error("`{0}` is not an action: the service and a colon stand before its name")]
    ActionFormat(String),
    #[error("`{0}` is not an action that a trust policy can grant")]
    TrustAction(String),
    #[error("a trust policy cannot have `NotAction`: it would grant all the rest")]
    NotActionInTrust,
    #[error("the statement has no `Resource`")]
    MissingResource,
    #[error("a trust policy cannot have `{0}`: it always speaks of the role it belongs to")]
    ProhibitedResource(&'static str),
    #[error("the resource `{0}` is neither an ARN nor `*`")]
    ResourceFormat(String),
    #[error("the statement has no `Principal`")]
    MissingPrincipal,
    #[error("`{0}` cannot stand in an identity policy: it speaks of the identity it is attached to")]
    PrincipalInIdentity(&'static str),
    #[error("a trust policy cannot have `NotPrincipal`")]
    NotPrincipalInTrust,
    #[error("`{0}` is not a kind of principal")]
    UnknownPrincipalKind(String),
    #[error("`{0}` stands without the kind of principal that it is")]
    BarePrincipal(String),
    #[error("`{value}` is not a principal that `{kind}` can name")]
    InvalidPrincipal { kind: String, value: String },
    #[error("unknown condition operator `{0}`")]
    UnknownOperator(String),
}

impl Refusal {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Refusal::Syntax(SyntaxError { problem: Problem::DuplicateKey(_), .. }) => "duplicate-key",
            Refusal::Syntax(_) => "json-syntax",
            Refusal::WrongType { .. } => "wrong-type",
            Refusal::UnknownElement(_) => "unknown-element",
            Refusal::MisplacedElement(..) => "misplaced-element",
            Refusal::InvalidVersion(_) => "invalid-version",
            Refusal::MissingStatement => "missing-statement",
            Refusal::InvalidSid(_) => "invalid-sid",
            Refusal::DuplicateSid(_) => "duplicate-sid",
            Refusal::MissingEffect => "missing-effect",
            Refusal::InvalidEffect(_) => "invalid-effect",
            Refusal::BothForms(_) => "both-forms",
            Refusal::MissingAction => "missing-action",
            Refusal::ActionFormat(_) => "action-format",
            Refusal::TrustAction(_) | Refusal::NotActionInTrust => "trust-action",
            Refusal::MissingResource => "missing-resource",
            Refusal::ProhibitedResource(_) => "prohibited-resource",
            Refusal::ResourceFormat(_) => "resource-format",
            Refusal::MissingPrincipal => "missing-principal",
            Refusal::PrincipalInIdentity(_) => "principal-in-identity",
            Refusal::NotPrincipalInTrust => "not-principal-in-trust",
            Refusal::UnknownPrincipalKind(_) => "unknown-principal-kind",
            Refusal::BarePrincipal(_) | Refusal::InvalidPrincipal { .. } => "invalid-principal",
            Refusal::UnknownOperator(_) => "unknown-operator",
        }
    }

    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            Refusal::Syntax(error) => error.problem.remedy(),
            Refusal::WrongType { .. } => "Write the value in the form that IAM's grammar asks for.",
            Refusal::UnknownElement(_) => "Remove it, or correct its name: upper and lower case matter.",
            Refusal::MisplacedElement(_, "a statement") => {
                "Put it into a statement: inside the braces of the list under `Statement`."
            }
            Refusal::MisplacedElement(..) => "Put it outside of `Statement`, at the document's beginning.",
            Refusal::InvalidVersion(_) => "Set it to \"2012-10-17\".",
            Refusal::MissingStatement => "Add a `Statement` with at least one statement.",
            Refusal::InvalidSid(_) => "Use letters and digits only, or leave the Sid out.",
            Refusal::DuplicateSid(_) => "Give each statement a Sid of its own, or none.",
            Refusal::MissingEffect => "Add \"Effect\": \"Allow\" or \"Deny\".",
            Refusal::InvalidEffect(_) => "Write \"Allow\" or \"Deny\": upper and lower case matter.",
            Refusal::BothForms(_) => "Keep one of the two.",
            Refusal::MissingAction => "Add the actions that the statement speaks of.",
            Refusal::ActionFormat(_) => "Write it as service:Action, for example bedrock:InvokeModel.",
            Refusal::TrustAction(_) => {
                "Use sts:AssumeRole; the role's own rights belong into its permissions policy."
            }
            Refusal::NotActionInTrust => "Write \"Action\": \"sts:AssumeRole\".",
            Refusal::MissingResource => "Add the ARNs that the statement speaks of.",
            Refusal::ProhibitedResource(_) => "Remove it.",
            Refusal::ResourceFormat(_) => {
                "Write all six parts, arn:partition:service:region:account:resource, or \"*\"."
            }
            Refusal::MissingPrincipal => "Add the `Principal` that the statement speaks of.",
            Refusal::PrincipalInIdentity(_) => "Remove it.",
            Refusal::NotPrincipalInTrust => "Name the trusted principal with `Principal`.",
            Refusal::UnknownPrincipalKind(_) => "Use AWS, Service, Federated or CanonicalUser.",
            Refusal::BarePrincipal(_) => "Write it as {\"AWS\": \"…\"}.",
            Refusal::InvalidPrincipal { .. } => {
                "Name an account of 12 digits, or the full ARN of a user or a role, without wildcards."
            }
            Refusal::UnknownOperator(_) => "Use one of IAM's operators, for example StringEquals.",
        }
    }

    /// AWS's texts where they are publicly reported; for the rest, its general answer.
    fn iam_message(&self) -> String {
        match self {
            Refusal::Syntax(_) => "This policy contains invalid Json".to_owned(),
            Refusal::InvalidVersion(_) => "The policy must contain a valid version string".to_owned(),
            Refusal::InvalidSid(_) => "Statement IDs (SID) must be alpha-numeric. Check that your \
                 input satisfies the regular expression [0-9A-Za-z]*"
                .to_owned(),
            Refusal::DuplicateSid(_) => "Statement IDs (SID) in a single policy must be unique.".to_owned(),
            Refusal::MissingEffect => "Missing required field Effect".to_owned(),
            Refusal::InvalidEffect(effect) => format!("Invalid effect: {effect}"),
            Refusal::MissingAction => "Policy statement must contain actions.".to_owned(),
            Refusal::ActionFormat(_) => {
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".to_owned()
            }
            Refusal::TrustAction(_) | Refusal::NotActionInTrust => {
                "AssumeRole policy may only specify STS AssumeRole actions.".to_owned()
            }
            Refusal::MissingResource => "Policy statement must contain resources.".to_owned(),
            Refusal::ProhibitedResource(element) => format!("Has prohibited field {element}"),
            Refusal::ResourceFormat(resource) => {
                format!("Resource {resource} must be in ARN format or \"*\".")
            }
            Refusal::MissingPrincipal => "Missing required field Principal".to_owned(),
            Refusal::PrincipalInIdentity(_) => "Policy document should not specify a principal.".to_owned(),
            Refusal::NotPrincipalInTrust => "Has prohibited field NotPrincipal".to_owned(),
            Refusal::BarePrincipal(value) => format!("Invalid principal in policy: \"AWS\":\"{value}\""),
            Refusal::InvalidPrincipal { kind, value } => {
                format!("Invalid principal in policy: \"{kind}\":\"{value}\"")
            }
            Refusal::UnknownOperator(operator) => {
                format!("Invalid Condition type : {operator}.")
            }
            Refusal::WrongType { .. }
            | Refusal::UnknownElement(_)
            | Refusal::MisplacedElement(..)
            | Refusal::MissingStatement
            | Refusal::BothForms(_)
            | Refusal::UnknownPrincipalKind(_) => "Syntax errors in policy.".to_owned(),
        }
    }
}
