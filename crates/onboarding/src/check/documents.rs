//! The documents as they stand, evaluated offline.

use super::permissions::{self, Policies};
use super::{Check, CheckStatus, Level, trust};
use crate::diagnosis::{Certainty, Diagnosis};
use crate::documents::{self, INLINE_QUOTA, TRUST_QUOTA};
use crate::pack::Pack;
use crate::setup::{Step, ValidSetup};

const LEVEL: Level = Level::Documents;
const PREFIX: &str = "documents";

/// The checks of the documents as they stand, evaluated offline. Their ids depend on the chosen
/// provider types only.
pub fn documents_checks(setup: &ValidSetup, pack: &Pack) -> Vec<Check> {
    let documents = documents::documents(setup, pack);
    let mut checks = vec![Check::new(
        LEVEL,
        "documents.fields",
        "Every value is right",
        CheckStatus::Passed,
        format!("{}, {}, {} seconds", setup.role_arn.as_str(), setup.region.as_str(), setup.duration.get()),
    )];
    checks.extend(trust::checks(LEVEL, PREFIX, Some(&documents.trust), setup, pack));
    let policies = Policies::Some { texts: vec![&documents.permissions], unread: &[] };
    checks.extend(permissions::checks(LEVEL, PREFIX, &policies, setup, pack));
    checks.push(size(&documents));
    checks
}

fn size(documents: &documents::Documents) -> Check {
    let trust = documents::size(&documents.trust);
    let permissions = documents::size(&documents.permissions);
    let what = format!(
        "trust policy {trust} of {TRUST_QUOTA}, permissions policy {permissions} of {INLINE_QUOTA} characters"
    );
    let new = |status| {
        Check::new(LEVEL, "documents.size", "The policies are within IAM's quotas", status, what.clone())
    };
    let over = |code: &str, step, cause: &str, remedy: &str| Diagnosis {
        code: code.to_owned(),
        cause: cause.to_owned(),
        certainty: Certainty::Certain,
        step: Some(step),
        remedy: remedy.to_owned(),
        action: None,
    };
    if permissions > INLINE_QUOTA {
        new(CheckStatus::Failed).with(Some(over(
            "permissions-too-large",
            Step::Permissions,
            "The permissions policy is longer than IAM allows",
            "Narrow to fewer regions or models, or allow all of them with one line.",
        )))
    } else if trust > TRUST_QUOTA {
        // An account may have a larger quota: only AWS can tell.
        new(CheckStatus::Warning).with(Some(over(
            "trust-too-large",
            Step::Role,
            "The trust policy is longer than IAM's default quota",
            "Take statements out that are not needed, or ask AWS for a larger quota (4096 at most).",
        )))
    } else {
        new(CheckStatus::Passed)
    }
}
