//! Makes the organisation that the sandbox starts with: the customer's account manages it, and its
//! member accounts have the roles that AWS and the page of StackSets put there.

use crate::ids;
use crate::state::World;
use crate::state::document::Document;
use crate::state::last_use::LastUse;
use crate::state::members::Member;
use crate::state::of_aws::ADMINISTRATOR_ACCESS;
use crate::state::permissions::Permissions;
use crate::state::propagated::Propagated;
use crate::state::role::Role;
use iam_policy::ParseError;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// How many member accounts there are unless it is said.
pub(crate) const DEFAULT: u32 = 4;
/// How many there may be: with the management account one more than a rollout of 1,000.
pub(crate) const MOST: u32 = 1000;

/// The role that Organizations puts into each account that it makes.
const ACCESS_ROLE: &str = "OrganizationAccountAccessRole";
/// The two roles of self-managed StackSets.
/// Source: "Grant self-managed permissions", AWS CloudFormation User Guide.
pub(crate) const ADMINISTRATION_ROLE: &str = "AWSCloudFormationStackSetAdministrationRole";
pub(crate) const EXECUTION_ROLE: &str = "AWSCloudFormationStackSetExecutionRole";

/// The first of them have names of their own and ids that are easily told apart on a screen.
const FIRST: [(&str, &str); 4] = [
    ("222222222222", "analytics"),
    ("333333333333", "customer-support"),
    ("444444444444", "data-platform"),
    ("555555555555", "research"),
];

const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const ASSUME_EXECUTION_ROLE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:*:iam::*:role/AWSCloudFormationStackSetExecutionRole"}]}"#;
const TRUSTS_CLOUDFORMATION: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// Makes `account` the management account of an organisation of its own.
fn found(world: &mut World, account: &str, now: SystemTime) -> Result<(), ParseError> {
    world.organization.management = account.to_owned();
    let management = Member {
        name: "management".to_owned(),
        email: "aws@example.com".to_owned(),
        joined: now,
        was_invited: true,
    };
    world.organization.add(account, management);
    let assume = Document::parse(ASSUME_EXECUTION_ROLE)?;
    let name = format!("AssumeRole-{EXECUTION_ROLE}");
    let permissions = Permissions { inline: BTreeMap::from([(name, assume)]), ..Permissions::default() };
    world.add_role(account, role(ADMINISTRATION_ROLE, TRUSTS_CLOUDFORMATION.to_owned(), permissions, now));
    // The management account can be a target as well.
    world.add_role(account, role(EXECUTION_ROLE, trusts(account), administrator(), now));
    Ok(())
}

/// Brings the organisation to that many member accounts; there is no way back. Where there is none yet,
/// `manager` founds it.
pub(crate) fn plant(
    world: &mut World,
    manager: &str,
    members: u32,
    now: SystemTime,
) -> Result<(), ParseError> {
    if world.organization.management.is_empty() {
        found(world, manager, now)?;
    }
    let management = world.organization.management.clone();
    let everything = Document::parse(EVERYTHING)?;
    let access = || Permissions {
        inline: BTreeMap::from([("AdministratorAccess".to_owned(), everything.clone())]),
        ..Permissions::default()
    };
    for number in 0..members.min(MOST) {
        let (account, name) = identity(number);
        if world.organization.member(&account).is_some() {
            continue;
        }
        let email = format!("aws+{name}@example.com");
        world.organization.add(&account, Member { name, email, joined: now, was_invited: false });
        world.add_role(&account, role(ACCESS_ROLE, trusts(&management), access(), now));
        world.add_role(&account, role(EXECUTION_ROLE, trusts(&management), administrator(), now));
    }
    Ok(())
}

/// The id and the name of the member account of that number, from 0.
fn identity(number: u32) -> (String, String) {
    let first = usize::try_from(number).ok().and_then(|number| FIRST.get(number));
    match first {
        Some((id, name)) => ((*id).to_owned(), (*name).to_owned()),
        // Two primes keep them apart and unlike a row of numbers.
        None => {
            let id = 600_000_000_000 + u64::from(number) * 7_919 * 10_007;
            (id.to_string(), format!("team-{:04}", number + 1))
        }
    }
}

fn administrator() -> Permissions {
    Permissions { attached: vec![ADMINISTRATOR_ACCESS.to_owned()], ..Permissions::default() }
}

/// A trust policy for an account.
fn trusts(account: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{account}:root"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

fn role(name: &str, trust: String, permissions: Permissions, now: SystemTime) -> Role {
    Role {
        name: name.to_owned(),
        path: "/".to_owned(),
        id: ids::role_id(),
        created: now,
        description: None,
        max_session_seconds: 3600,
        trust: Propagated::settled(trust),
        permissions,
        tags: Vec::new(),
        last_use: LastUse::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_member_has_an_id_of_twelve_digits_and_a_name_of_its_own() {
        let all: Vec<(String, String)> = (0..MOST).map(identity).collect();
        let ids: BTreeSet<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
        let names: BTreeSet<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!((ids.len(), names.len()), (1000, 1000));
        assert!(ids.iter().all(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())));
        assert!(!ids.contains("123456789012") && !ids.contains("975050335771"));
    }
}
