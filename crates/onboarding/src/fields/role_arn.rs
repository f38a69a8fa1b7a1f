//! The role's ARN.

use super::characters::offender;
use super::{AccountId, Field, FieldNote, RoleName, RolePath};

/// An IAM role's ARN in the partition `aws`, in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleArn {
    arn: String,
    account: String,
    path: String,
    name: String,
}

impl RoleArn {
    /// Puts one together; its parts are right already.
    pub fn new(account: &AccountId, path: &RolePath, name: &RoleName) -> Self {
        Self {
            arn: format!("arn:aws:iam::{}:role{}{}", account.as_str(), path.as_str(), name.as_str()),
            account: account.as_str().to_owned(),
            path: path.as_str().to_owned(),
            name: name.as_str().to_owned(),
        }
    }

    /// Parses one.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        if text.trim().is_empty() {
            return Err(FieldNote::missing(Field::RoleArn, "role-arn-missing", "aws_role_arn")
                .hint("Copy the ARN of the role that you created."));
        }
        if let Some(found) = offender(text, |c| c.is_ascii_graphic()) {
            return Err(error("role-arn-charset", format!("aws_role_arn must not contain {found}"))
                .hint(found.remedy()));
        }
        let mut parts = text.splitn(6, ':');
        let (Some("arn"), Some(partition), Some(service), Some(region), Some(account), Some(rest)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(error("role-arn-form", "aws_role_arn is not an ARN").hint(EXAMPLE));
        };
        check_partition(partition)?;
        let Some(path_and_name) = rest.strip_prefix("role/").filter(|_| service == "iam") else {
            return Err(other_kind(service, account, rest));
        };
        if !region.is_empty() {
            return Err(error(
                "role-arn-form",
                format!("a role's ARN has no region, this one has `{region}`"),
            )
            .hint(EXAMPLE));
        }
        let at_arn = |note: FieldNote| FieldNote {
            field: Field::RoleArn,
            code: format!("role-arn-{}", note.code),
            ..note
        };
        if account.is_empty() {
            return Err(error("role-arn-form", "aws_role_arn lacks the account id").hint(EXAMPLE));
        }
        let account = AccountId::parse(account).map_err(at_arn)?;
        let (path, name) = match path_and_name.rsplit_once('/') {
            Some((path, name)) => (format!("/{path}/"), name),
            None => ("/".to_owned(), path_and_name),
        };
        if name.is_empty() {
            return Err(error("role-arn-form", "aws_role_arn lacks the role's name").hint(EXAMPLE));
        }
        let path = RolePath::parse(&path).map_err(at_arn)?;
        let name = RoleName::parse(name).map_err(at_arn)?;
        Ok(Self::new(&account, &path, &name))
    }

    /// The whole ARN.
    pub fn as_str(&self) -> &str {
        &self.arn
    }
    /// 12 digits.
    pub fn account(&self) -> &str {
        &self.account
    }
    /// `/` or `/…/`.
    pub fn path(&self) -> &str {
        &self.path
    }
    /// The role's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

const EXAMPLE: &str = "A role's ARN looks like arn:aws:iam::123456789012:role/quilr-gateway-bedrock.";

fn error(code: &str, message: impl Into<String>) -> FieldNote {
    FieldNote::error(Field::RoleArn, code, message)
}

/// Partitions do not trust each other, and the gateway is in `aws`.
fn check_partition(partition: &str) -> Result<(), FieldNote> {
    match partition {
        "aws" => Ok(()),
        "" => Err(error("role-arn-form", "aws_role_arn has no partition").hint(EXAMPLE)),
        _ if partition.starts_with("aws-") => Err(error(
            "role-arn-partition",
            format!("a role in `{partition}` cannot trust a principal in `aws`"),
        )
        .hint("The gateway is a principal in `aws`: use a role of an account in that partition.")),
        _ => Err(error("role-arn-form", format!("`{partition}` is not an AWS partition")).hint(EXAMPLE)),
    }
}

/// Says what an ARN is that is not a role's.
fn other_kind(service: &str, account: &str, rest: &str) -> FieldNote {
    let kind = rest.split(['/', ':']).next().unwrap_or_default();
    let role_of_session = rest.split('/').nth(1).unwrap_or_default();
    match (service, kind) {
        ("sts", "assumed-role") => {
            error("role-arn-kind", "this is the ARN of a session of a role, not of the role").hint(format!(
                "The role's is arn:aws:iam::{account}:role/{role_of_session}, with its path if it has one."
            ))
        }
        ("iam", "role") => error("role-arn-form", "aws_role_arn lacks the role's name").hint(EXAMPLE),
        ("iam", "root") => {
            error("role-arn-kind", "this is the ARN of an account, not of a role").hint(EXAMPLE)
        }
        (
            "iam",
            "user" | "group" | "policy" | "instance-profile" | "saml-provider" | "oidc-provider" | "mfa"
            | "server-certificate",
        ) => error("role-arn-kind", format!("this is the ARN of {} `{kind}`, not of a role", article(kind)))
            .hint(if kind == "user" {
                "The ARN of the role that you created is wanted here; a user's goes into a trust policy."
            } else {
                EXAMPLE
            }),
        _ => {
            error("role-arn-kind", format!("this is an ARN of `{service}`, not of an IAM role")).hint(EXAMPLE)
        }
    }
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with(['i', 'o']) { "an" } else { "a" }
}
