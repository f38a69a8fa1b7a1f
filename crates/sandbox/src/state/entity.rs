//! What users and roles have in common, so that what IAM does to both is written once.

use super::permissions::Permissions;
use super::role::Role;
use super::user::User;
use serde::{Deserialize, Serialize};

/// A tag: key and value.
pub(crate) type Tag = (String, String);

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EntityKind {
    /// A user.
    User,
    /// A role.
    Role,
}

/// A user or a role.
pub(crate) trait Entity {
    fn kind(&self) -> EntityKind;
    fn name(&self) -> &str;
    fn path(&self) -> &str;
    /// `AIDA…` or `AROA…`
    fn id(&self) -> &str;
    fn arn(&self, account: &str) -> String;
    /// Whether only AWS may change it.
    fn is_protected(&self) -> bool;
    fn tags(&self) -> &[Tag];
    fn tags_mut(&mut self) -> &mut Vec<Tag>;
    fn permissions(&self) -> &Permissions;
    fn permissions_mut(&mut self) -> &mut Permissions;
}

macro_rules! entity {
    ($type:ident, $protected:expr) => {
        impl Entity for $type {
            fn kind(&self) -> EntityKind {
                EntityKind::$type
            }
            fn name(&self) -> &str {
                &self.name
            }
            fn path(&self) -> &str {
                &self.path
            }
            fn id(&self) -> &str {
                &self.id
            }
            fn arn(&self, account: &str) -> String {
                $type::arn(self, account)
            }
            fn is_protected(&self) -> bool {
                $protected(self)
            }
            fn tags(&self) -> &[Tag] {
                &self.tags
            }
            fn tags_mut(&mut self) -> &mut Vec<Tag> {
                &mut self.tags
            }
            fn permissions(&self) -> &Permissions {
                &self.permissions
            }
            fn permissions_mut(&mut self) -> &mut Permissions {
                &mut self.permissions
            }
        }
    };
}
entity!(User, |_: &User| false);
entity!(Role, Role::is_protected);
