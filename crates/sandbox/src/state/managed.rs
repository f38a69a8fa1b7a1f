//! AWS managed policies that the seeds attach.

use iam_policy::{Kind, ParseError, Policy};

/// A managed policy.
#[derive(Debug, Clone)]
pub(crate) struct ManagedPolicy {
    pub(crate) name: &'static str,
    pub(crate) arn: &'static str,
    pub(crate) policy: Policy,
}

const ADMINISTRATOR_ACCESS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// `AdministratorAccess`.
pub(crate) fn administrator_access() -> Result<ManagedPolicy, ParseError> {
    Ok(ManagedPolicy {
        name: "AdministratorAccess",
        arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        policy: Policy::parse(ADMINISTRATOR_ACCESS, Kind::Identity)?,
    })
}
