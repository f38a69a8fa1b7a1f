//! What the tests share: the page's example inputs, and a role that is as it should be.

use onboarding::pack::ProviderType;
use onboarding::plan::Operation;
use onboarding::role::InlinePolicy;
use onboarding::{ActualRole, DesiredRole, Pack, Plan, Setup, Target, ValidSetup};

/// An ExternalId that nothing can be said against.
pub(crate) const EXTERNAL_ID: &str = "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b";
pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";

/// A setup with every field right.
pub(crate) fn setup() -> Setup {
    let mut setup = Setup::new(
        &Pack::embedded(),
        "5f0c8a51-0d8e-4d43-9f4e-0a1f6a3f9b11".to_owned(),
        EXTERNAL_ID.to_owned(),
        Target::Sandbox,
    );
    setup.account_id = ACCOUNT.to_owned();
    setup
}

/// The same with every provider type, and inference profiles.
pub(crate) fn full_setup() -> Setup {
    let mut setup = setup();
    setup.provider_types = ProviderType::ALL.to_vec();
    setup.resources.inference_profiles = true;
    setup
}

pub(crate) fn valid(setup: &Setup) -> ValidSetup {
    setup.check(&Pack::embedded(), &[]).unwrap_or_else(|notes| panic!("must be right: {notes:?}"))
}

/// What AWS holds once a plan is applied to what it held before.
pub(crate) fn applied(desired: &DesiredRole, before: Option<&ActualRole>, plan: &Plan) -> ActualRole {
    let mut role = before.cloned();
    for change in &plan.changes {
        match (&change.operation, &mut role) {
            (Operation::CreateRole { trust_policy, max_session_duration, description, tags }, None) => {
                role = Some(ActualRole {
                    arn: desired.arn.clone(),
                    role_id: "AROAEXAMPLEEXAMPLE123".to_owned(),
                    name: desired.name.clone(),
                    path: desired.path.clone(),
                    trust_policy: trust_policy.clone(),
                    inline_policies: Vec::new(),
                    attached_policies: Vec::new(),
                    permissions_boundary: None,
                    max_session_duration: *max_session_duration,
                    description: Some(description.clone()),
                    tags: tags.clone(),
                });
            }
            (Operation::UpdateAssumeRolePolicy { trust_policy }, Some(role)) => {
                role.trust_policy = trust_policy.clone();
            }
            (Operation::UpdateRole { max_session_duration, description }, Some(role)) => {
                role.max_session_duration = *max_session_duration;
                role.description = Some(description.clone());
            }
            (Operation::PutRolePolicy { policy_name, document }, Some(role)) => {
                role.inline_policies.retain(|policy| policy.name != *policy_name);
                role.inline_policies
                    .push(InlinePolicy { name: policy_name.clone(), document: document.clone() });
            }
            (Operation::TagRole { tags }, Some(role)) => {
                for tag in tags {
                    role.tags.retain(|known| !known.key.eq_ignore_ascii_case(&tag.key));
                    role.tags.push(tag.clone());
                }
            }
            (operation, role) => panic!("{operation:?} cannot be applied to {role:?}"),
        }
    }
    role.expect("a plan for no role creates one")
}

/// The role that AWS has after the setup's plan was applied.
pub(crate) fn role_of(setup: &Setup) -> ActualRole {
    let desired = valid(setup).desired_role(&Pack::embedded());
    applied(&desired, None, &onboarding::plan(&desired, None))
}
