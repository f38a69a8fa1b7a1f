//! What the tests share: the page's example inputs, and a role that is as it should be.

use onboarding::pack::ProviderType;
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
    let operations: Vec<_> = plan.changes.iter().map(|change| change.operation.clone()).collect();
    let mut role = onboarding::plan::after(&desired.arn, before, &operations).expect("it ends with a role");
    if before.is_none() {
        role.role_id = "AROAEXAMPLEEXAMPLE123".to_owned();
    }
    role
}

/// The role that AWS has after the setup's plan was applied.
pub(crate) fn role_of(setup: &Setup) -> ActualRole {
    let desired = valid(setup).desired_role(&Pack::embedded());
    applied(&desired, None, &onboarding::plan(&desired, None))
}
