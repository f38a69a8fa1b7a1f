//! A rollout: the role of one setup in many accounts. An account list, a pattern setup, an ExternalId
//! and a setup for each account, one CloudFormation StackSet.

mod file;
mod list;
mod merge;
mod plan;
mod stack_set;
mod table;
mod view;

use crate::fields::Region;
use crate::pack::Pack;
use crate::setup::{Setup, Target, is_file_name};
use serde::{Deserialize, Serialize};

pub use file::RolloutFileError;
pub use list::{AccountList, AccountNote, ListedAccount, list_of, read_accounts, text_of};
pub use merge::{ChangedId, Merged};
pub use plan::{AccountChange, AccountState, PlannedAccount, RolloutPlan, StackSetChange, StateCounts, plan};
pub use stack_set::{DeployedStackSet, EXTERNAL_ID_PARAMETER, StackInstance};
pub use table::{TableRow, as_csv, as_list, table};
pub use view::{RolloutNote, RolloutPlace, RolloutRow, RolloutView, view};

/// The role that AWS Organizations makes in every account that it creates.
pub const ACCESS_ROLE: &str = "OrganizationAccountAccessRole";

/// The role of one setup in many accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default, deny_unknown_fields)]
pub struct Rollout {
    /// The version of this file format: 1.
    pub schema: u32,
    /// A UUID; the file's name.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Where it works: the account that administers the StackSet.
    pub target: Target,
    /// What every account gets. Its account and ExternalId are those of no account.
    pub pattern: Setup,
    /// The StackSet's name.
    pub stack_set: String,
    /// Who lets the StackSet into the accounts.
    pub permission_model: PermissionModel,
    /// The role that is assumed in each account to check it.
    pub access_role: String,
    /// In the order of the list.
    pub accounts: Vec<RolloutAccount>,
}

/// Who lets a StackSet into the accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PermissionModel {
    /// The roles `AWSCloudFormationStackSetAdministrationRole` in the administrator's account and
    /// `AWSCloudFormationStackSetExecutionRole` in every other.
    #[default]
    SelfManaged,
    /// AWS Organizations.
    ServiceManaged {
        /// The organizational units, or the root, that the accounts are in.
        organizational_units: Vec<String>,
    },
}

impl PermissionModel {
    /// As CloudFormation names it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::SelfManaged => "SELF_MANAGED",
            Self::ServiceManaged { .. } => "SERVICE_MANAGED",
        }
    }
}

/// An account of a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default, deny_unknown_fields)]
pub struct RolloutAccount {
    /// 12 digits.
    pub account_id: String,
    /// What people call it; may be empty.
    pub name: String,
    /// Its own.
    pub external_id: String,
}

impl Rollout {
    /// The version of the file format that this program writes.
    pub const SCHEMA: u32 = 1;

    /// A rollout of a pattern, with no account yet. The id comes from the caller's random source.
    pub fn new(id: String, pattern: Setup, target: Target) -> Self {
        let stack_set = stack_set::default_name(&pattern);
        Self {
            schema: Self::SCHEMA,
            id,
            name: pattern.name.clone(),
            target,
            pattern,
            stack_set,
            permission_model: PermissionModel::SelfManaged,
            access_role: ACCESS_ROLE.to_owned(),
            accounts: Vec::new(),
        }
    }

    /// A setup for an account: the pattern with the account's id and ExternalId. The same account
    /// always gets the same id.
    pub fn setup_of(&self, account: &RolloutAccount) -> Setup {
        let called = if account.name.is_empty() { &account.account_id } else { &account.name };
        let id = format!("{}-{}", self.id, account.account_id);
        let id = if self.id.is_empty() || !is_file_name(&id) { String::new() } else { id };
        Setup {
            id,
            name: if self.name.is_empty() { called.clone() } else { format!("{}, {called}", self.name) },
            target: self.target.clone(),
            account_id: account.account_id.clone(),
            external_id: account.external_id.clone(),
            trust_policy: self.pattern.trust_policy.as_deref().map(|text| {
                stack_set::with_external_id(text, &self.pattern.external_id, &account.external_id)
            }),
            role_arn: None,
            applied: None,
            ..self.pattern.clone()
        }
    }

    /// A name for files: the StackSet's where it is one.
    fn file_stem(&self) -> &str {
        if stack_set::name_problem(&self.stack_set).is_none() { &self.stack_set } else { "rollout" }
    }

    /// The region that the StackSet is in, and that its stacks are in: IAM is the same in all of them.
    /// The pack's default where the pattern's is wrong.
    pub fn region(&self, pack: &Pack) -> String {
        Region::parse(&self.pattern.region)
            .map_or_else(|_| pack.defaults().region.clone(), |region| region.as_str().to_owned())
    }
}

impl Default for Rollout {
    fn default() -> Self {
        Self::new(String::new(), Setup::default(), Target::default())
    }
}
