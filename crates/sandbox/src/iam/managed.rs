//! Managed policies: those of the account, and AWS's own to look at.

use super::rules::{ARN, Check, DOCUMENT, PATH, POLICY_DESCRIPTION, POLICY_NAME, POLICY_PATH};
use super::target::{Kind, with_resource_tags};
use super::{Page, accept, authorize, limit_exceeded, stated, tags};
use crate::clock::iso;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::state::World;
use crate::state::document::Document;
use crate::state::entity::EntityKind;
use crate::state::managed::{ManagedPolicy, Usage};
use crate::state::of_aws;
use crate::state::permissions::Permissions;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::document::Version;
use iam_policy::{Context, meaning};

/// What a managed policy may weigh, white space not counted.
pub(super) const POLICY_CHARACTERS: usize = 6144;
/// The most policies that an account may have. Source: "IAM and AWS STS quotas", IAM User Guide.
pub(super) const MOST_POLICIES: usize = 1500;

/// `PolicyUsageFilter`
const USAGES: [&str; 2] = ["PermissionsPolicy", "PermissionsBoundary"];

pub(super) fn not_found(arn: &str) -> ApiError {
    ApiError::no_such_entity(format!("Policy {arn} was not found."))
}

pub(super) fn not_attachable(arn: &str) -> ApiError {
    ApiError::no_such_entity(format!("Policy {arn} does not exist or is not attachable."))
}

/// Whether it is the ARN of a managed policy. What is no ARN at all has another code than the ARN of
/// something else. Source: LocalStack's recordings of AWS (February 2026).
pub(super) fn check_arn(arn: &str) -> Result<(), ApiError> {
    let message = || format!("ARN {arn} is not valid.");
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = parts.as_slice() else {
        return Err(ApiError::validation(message()));
    };
    let of_someone =
        *account == "aws" || (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()));
    let named = resource.strip_prefix("policy/").is_some_and(|name| !name.is_empty() && !name.ends_with('/'));
    match *partition == "aws" && *service == "iam" && region.is_empty() && of_someone && named {
        true => Ok(()),
        false => Err(ApiError::bad_request("InvalidInput", message())),
    }
}

/// The policy of that ARN, as the caller's account sees it.
pub(super) fn policy_of<'w>(
    world: &'w World,
    call: &Call<'_>,
    arn: &str,
) -> Result<&'w ManagedPolicy, ApiError> {
    world.policy(&call.caller.account, arn).ok_or_else(|| not_found(arn))
}

/// The same, to change it: AWS's own are in reach of nobody's rights.
pub(super) fn policy_of_mut<'w>(
    world: &'w mut World,
    call: &Call<'_>,
    arn: &str,
) -> Result<&'w mut ManagedPolicy, ApiError> {
    let account = &call.caller.account;
    let key = policy_of(world, call, arn)?.name.to_ascii_lowercase();
    let own = world.policies_mut(account).get_mut(&key).filter(|policy| policy.arn(account) == arn);
    own.ok_or_else(|| not_found(arn))
}

/// Whether the caller may do this to the policy of that ARN, there or not.
pub(super) fn authorize_policy(
    call: &Call<'_>,
    action: &str,
    arn: &str,
    extra: impl FnOnce(Context) -> Context,
) -> Result<(), ApiError> {
    check_arn(arn)?;
    let context = call.caller.context(call.origin);
    let context = match call.cloud.read().policy(&call.caller.account, arn) {
        Some(policy) => with_resource_tags(context, &policy.tags),
        None => context,
    };
    authorize(call, action, arn, &format!("policy {arn}"), extra(context))
}

/// The same for what changes it. No account's rights reach AWS's own policies.
pub(super) fn authorize_change(call: &Call<'_>, action: &str, arn: &str) -> Result<(), ApiError> {
    authorize_policy(call, action, arn, |base| base)?;
    match arn.starts_with("arn:aws:iam::aws:") {
        false => Ok(()),
        true => Err(crate::caller::access_denied(crate::caller::not_authorized(
            call.caller,
            action,
            Some(&format!("policy {arn}")),
        ))),
    }
}

/// A document that a managed policy may have.
pub(super) fn accept_managed(text: &str) -> Result<Document, ApiError> {
    let document = accept::accept(text)?;
    if document.policy.version != Version::V2012 {
        return Err(ApiError::malformed_policy("Policy document must be version 2012-10-17 or greater."));
    }
    if meaning::quota_size(text) > POLICY_CHARACTERS {
        return Err(limit_exceeded("PolicySize", POLICY_CHARACTERS));
    }
    Ok(document)
}

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("PolicyName", POLICY_NAME);
    let path = check.optional("Path", POLICY_PATH).unwrap_or("/");
    let text = check.required("PolicyDocument", DOCUMENT);
    let description = check.optional("Description", POLICY_DESCRIPTION);
    let policy_tags = tags::read(call, &mut check.violations);
    check.end()?;
    let account = &call.caller.account;
    let arn = format!("arn:aws:iam::{account}:policy{path}{name}");
    let shown = format!("policy {name}");
    let context = tags::context(call.caller.context(call.origin), &policy_tags);
    authorize(call, "iam:CreatePolicy", &arn, &shown, context.clone())?;
    if !policy_tags.is_empty() {
        authorize(call, "iam:TagPolicy", &arn, &shown, context)?;
    }
    Kind::Policy.check_tags(&policy_tags)?;
    let document = accept_managed(text)?;
    let mut world = call.cloud.write();
    let policies = world.policies_mut(account);
    let key = name.to_ascii_lowercase();
    if policies.contains_key(&key) {
        let message = format!("A policy called {name} already exists. Duplicate names are not allowed.");
        return Err(ApiError::conflict("EntityAlreadyExists", message));
    }
    if policies.len() >= MOST_POLICIES {
        return Err(limit_exceeded("PoliciesPerAccount", MOST_POLICIES));
    }
    let policy = ManagedPolicy {
        description: stated(description),
        tags: policy_tags,
        ..ManagedPolicy::new(name, path, ids::policy_id(), document, call.origin.now)
    };
    let mut xml = Xml::default();
    xml.element("Policy", |xml| {
        write(xml, &policy, account, Usage::default(), Detail::Created);
    });
    policies.insert(key, policy);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    check.end()?;
    authorize_policy(call, "iam:GetPolicy", arn, |base| base)?;
    let world = call.cloud.read();
    let policy = policy_of(&world, call, arn)?;
    let usage = world.policy_usage(&call.caller.account).get(arn).copied().unwrap_or_default();
    let mut xml = Xml::default();
    xml.element("Policy", |xml| write(xml, policy, owner(arn), usage, Detail::Whole));
    Ok(Answer::Xml(Some(xml)))
}

/// The account of a policy's ARN, or `aws`.
fn owner(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let scope = check.choice("Scope", &["All", "AWS", "Local"]).unwrap_or("All");
    let only_attached = check.flag("OnlyAttached")?;
    let prefix = check.optional("PathPrefix", POLICY_PATH).unwrap_or("/");
    let usage_filter = check.choice("PolicyUsageFilter", &USAGES);
    check.page()?;
    check.end()?;
    let account = call.caller.account.as_str();
    let context = call.caller.context(call.origin);
    let resource = format!("arn:aws:iam::{account}:policy{prefix}");
    authorize(call, "iam:ListPolicies", &resource, &format!("policy path {prefix}"), context)?;
    let world = call.cloud.read();
    let usage = world.policy_usage(account);
    let own = world.policies(account).map(|policy| (account, policy));
    let of_aws = of_aws::all().map(|policy| ("aws", policy));
    let all = own.filter(|_| scope != "AWS").chain(of_aws.filter(|_| scope != "Local"));
    let mut shown: Vec<(String, &str, &ManagedPolicy, Usage)> = all
        .filter(|(_, policy)| policy.path.starts_with(prefix))
        .map(|(owner, policy)| {
            let arn = policy.arn(owner);
            let usage = usage.get(arn.as_str()).copied().unwrap_or_default();
            (format!("{} {arn}", policy.name), owner, policy, usage)
        })
        .filter(|(_, _, _, usage)| match usage_filter {
            Some("PermissionsPolicy") => usage.attached > 0,
            Some(_) => usage.as_boundary > 0,
            None => !only_attached || usage.attached > 0,
        })
        .collect();
    shown.sort_by(|a, b| a.0.cmp(&b.0));
    let page = Page::cut(call, shown.into_iter(), |(key, ..)| key)?;
    let mut xml = Xml::default();
    xml.list("Policies", &page.items, |xml, (_, owner, policy, usage)| {
        write(xml, policy, owner, *usage, Detail::Listed);
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    check.end()?;
    authorize_change(call, "iam:DeletePolicy", arn)?;
    let mut world = call.cloud.write();
    let usage = world.policy_usage(&call.caller.account).get(arn).copied().unwrap_or_default();
    let policy = policy_of_mut(&mut world, call, arn)?;
    let conflict = |message: &str| Err(ApiError::conflict("DeleteConflict", message));
    if usage.attached + usage.as_boundary > 0 {
        return conflict("Cannot delete a policy attached to entities.");
    }
    if policy.versions.len() > 1 {
        return conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
    }
    let key = policy.name.to_ascii_lowercase();
    world.policies_mut(&call.caller.account).remove(&key);
    Ok(Answer::Xml(None))
}

pub(super) fn list_entities(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let arn = check.required("PolicyArn", ARN);
    let filter =
        check.choice("EntityFilter", &["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]);
    let prefix = check.optional("PathPrefix", PATH).unwrap_or("/");
    let usage_filter = check.choice("PolicyUsageFilter", &USAGES);
    check.page()?;
    check.end()?;
    authorize_policy(call, "iam:ListEntitiesForPolicy", arn, |base| base)?;
    let world = call.cloud.read();
    policy_of(&world, call, arn)?;
    let uses = |permissions: &Permissions| {
        let attached = permissions.attached.iter().any(|known| known == arn);
        let as_boundary = permissions.boundary.as_deref() == Some(arn);
        match usage_filter {
            Some("PermissionsPolicy") => attached,
            Some(_) => as_boundary,
            None => attached || as_boundary,
        }
    };
    let wanted = |kind| match filter {
        Some("User") => kind == EntityKind::User,
        Some("Role") => kind == EntityKind::Role,
        Some(_) => false,
        None => true,
    };
    let users = world.entities(&call.caller.account).filter(|entity| {
        wanted(entity.kind()) && entity.path().starts_with(prefix) && uses(entity.permissions())
    });
    // Users come before roles; "role" < "user" would say otherwise.
    let keyed = users.map(|entity| {
        let first = if entity.kind() == EntityKind::User { '0' } else { '1' };
        (format!("{first}{}", entity.name().to_ascii_lowercase()), entity)
    });
    let page = Page::cut(call, keyed, |(key, _)| key)?;
    let mut xml = Xml::default();
    xml.list("PolicyGroups", [(); 0], |_, ()| {});
    for (element, kind, name, id) in [
        ("PolicyUsers", EntityKind::User, "UserName", "UserId"),
        ("PolicyRoles", EntityKind::Role, "RoleName", "RoleId"),
    ] {
        let of_kind = page.items.iter().filter(|(_, entity)| entity.kind() == kind);
        xml.list(element, of_kind, |xml, (_, entity)| {
            xml.text(name, entity.name()).text(id, entity.id());
        });
    }
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// What IAM tells of a policy where.
/// Source: LocalStack's recordings of AWS (February 2026).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// By `CreatePolicy`: no description, tags if there are any.
    Created,
    /// By `GetPolicy`: all of it.
    Whole,
    /// By `ListPolicies`: neither description nor tags.
    Listed,
}

fn write(xml: &mut Xml, policy: &ManagedPolicy, owner: &str, usage: Usage, detail: Detail) {
    xml.text("PolicyName", &policy.name)
        .text("PolicyId", &policy.id)
        .text("Arn", &policy.arn(owner))
        .text("Path", &policy.path)
        .text("DefaultVersionId", &format!("v{}", policy.default_version))
        .text("AttachmentCount", &usage.attached.to_string())
        .text("PermissionsBoundaryUsageCount", &usage.as_boundary.to_string())
        .text("IsAttachable", "true");
    if detail == Detail::Whole {
        xml.optional("Description", policy.description.as_deref());
    }
    xml.text("CreateDate", &iso(policy.created)).text("UpdateDate", &iso(policy.updated));
    if detail == Detail::Whole || (detail == Detail::Created && !policy.tags.is_empty()) {
        tags::write(xml, &policy.tags);
    }
}
