//! The role's path.

use super::characters::offender;
use super::{Field, FieldNote};

/// An IAM role's path: `/` or `/…/`, printable ASCII, 512 characters at most (IAM service model).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolePath(String);

impl RolePath {
    /// Parses one; nothing means `/`, as it does for IAM.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        if text.is_empty() {
            return Ok(Self("/".to_owned()));
        }
        if let Some(found) = offender(text, |c| c.is_ascii_graphic()) {
            return Err(FieldNote::error(
                Field::RolePath,
                "role-path-charset",
                format!("a path must not contain {found}"),
            )
            .hint(found.remedy()));
        }
        if !text.starts_with('/') || !text.ends_with('/') {
            let whole = format!("/{}/", text.trim_matches('/'));
            return Err(FieldNote::error(
                Field::RolePath,
                "role-path-slashes",
                "a path begins and ends with a slash",
            )
            .hint(format!("Enter `{whole}`.")));
        }
        if text.contains("//") {
            return Err(FieldNote::error(
                Field::RolePath,
                "role-path-slashes",
                "a path must not contain two slashes in a row",
            ));
        }
        for reserved in ["/aws-reserved/", "/aws-service-role/"] {
            if text.starts_with(reserved) {
                return Err(FieldNote::error(
                    Field::RolePath,
                    "role-path-reserved",
                    format!("the path `{reserved}` is reserved for AWS"),
                )
                .hint("Choose another path, for example `/`."));
            }
        }
        match text.len() {
            0..=512 => Ok(Self(text.to_owned())),
            length => Err(FieldNote::error(
                Field::RolePath,
                "role-path-length",
                format!("a path has 512 characters at most, not {length}"),
            )),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
