//! The account as a whole, and what no account of the sandbox has.

use super::attached::MOST_ATTACHED;
use super::keys::MOST_KEYS;
use super::managed::{MOST_POLICIES, POLICY_CHARACTERS};
use super::roles::{MOST_ROLES, TRUST_CHARACTERS};
use super::rules::Check;
use super::users::MOST_USERS;
use super::{authorize, versions};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::entity::EntityKind;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// The quotas that the sandbox does not need are AWS's defaults.
/// Source: LocalStack's recordings of AWS (February 2026).
pub(super) fn summary(call: &Call<'_>) -> Result<Answer, ApiError> {
    authorize(call, "iam:GetAccountSummary", "*", "*", call.caller.context(call.origin))?;
    let account = &call.caller.account;
    let world = call.cloud.read();
    let own = || world.policies(account);
    let devices = || world.mfa_devices(account).filter_map(|(_, device)| device.enabled.as_ref());
    let has_root_mfa = devices().any(|enabled| enabled.owner == *account);
    let versions_in_use = own().map(|policy| policy.versions.len()).sum();
    let entries = [
        ("AccessKeysPerUserQuota", MOST_KEYS),
        ("AccountAccessKeysPresent", usize::from(!world.keys_of(account, None).is_empty())),
        ("AccountMFAEnabled", usize::from(has_root_mfa)),
        ("AccountPasswordPresent", 1),
        ("AccountSigningCertificatesPresent", 0),
        ("AssumeRolePolicySizeQuota", TRUST_CHARACTERS),
        ("AttachedPoliciesPerGroupQuota", MOST_ATTACHED),
        ("AttachedPoliciesPerRoleQuota", MOST_ATTACHED),
        ("AttachedPoliciesPerUserQuota", MOST_ATTACHED),
        ("GlobalEndpointTokenVersion", 1),
        ("GroupPolicySizeQuota", 5120),
        ("Groups", 0),
        ("GroupsPerUserQuota", 10),
        ("GroupsQuota", 300),
        ("InstanceProfiles", 0),
        ("InstanceProfilesQuota", 1000),
        ("MFADevices", world.mfa_devices(account).count()),
        ("MFADevicesInUse", devices().count()),
        ("Policies", own().count()),
        ("PoliciesQuota", MOST_POLICIES),
        ("PolicySizeQuota", POLICY_CHARACTERS),
        ("PolicyVersionsInUse", versions_in_use),
        ("PolicyVersionsInUseQuota", 10_000),
        ("Providers", 0),
        ("RolePolicySizeQuota", EntityKind::Role.inline_characters()),
        ("Roles", world.role_count(account)),
        ("RolesQuota", MOST_ROLES),
        ("ServerCertificates", 0),
        ("ServerCertificatesQuota", 20),
        ("SigningCertificatesPerUserQuota", 2),
        ("UserPolicySizeQuota", EntityKind::User.inline_characters()),
        ("Users", world.user_count(account)),
        ("UsersQuota", MOST_USERS),
        ("VersionsPerPolicyQuota", versions::MOST),
    ];
    let mut xml = Xml::default();
    xml.element("SummaryMap", |xml| {
        for (key, value) in entries {
            xml.element("entry", |xml| {
                xml.text("key", key).text("value", &value.to_string());
            });
        }
    });
    Ok(Answer::Xml(Some(xml)))
}

/// A list that is always empty.
fn none_of(check: Check<'_>, list: &str) -> Result<Answer, ApiError> {
    check.end()?;
    let mut xml = Xml::default();
    xml.list(list, [(); 0], |_, ()| {}).text("IsTruncated", "false");
    Ok(Answer::Xml(Some(xml)))
}

/// No account has an alias.
pub(super) fn aliases(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    check.page()?;
    let answer = none_of(check, "AccountAliases")?;
    authorize(call, "iam:ListAccountAliases", "*", "*", call.caller.context(call.origin))?;
    Ok(answer)
}

/// No role is in an instance profile: there are none.
pub(super) fn instance_profiles(call: &Call<'_>) -> Result<Answer, ApiError> {
    of_entity(call, EntityKind::Role, "iam:ListInstanceProfilesForRole", "InstanceProfiles")
}

/// No user is in a group: there are none.
pub(super) fn groups(call: &Call<'_>) -> Result<Answer, ApiError> {
    of_entity(call, EntityKind::User, "iam:ListGroupsForUser", "Groups")
}

fn of_entity(call: &Call<'_>, kind: EntityKind, action: &str, list: &str) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = kind.required(&mut check);
    check.page()?;
    let answer = none_of(check, list)?;
    kind.authorize(call, action, name, |base| base)?;
    kind.find(&call.cloud.read(), call, name)?;
    Ok(answer)
}
