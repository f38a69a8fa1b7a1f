//! What there is to fix or to read, each cause once: several checks may fail of the same.

use super::Report;
use crate::check::{Check, CheckStatus};
use crate::diagnosis::{Certainty, Diagnosis};

/// A cause and the checks that show it.
pub(super) struct Finding<'a> {
    /// The worst of its checks.
    pub(super) status: CheckStatus,
    pub(super) diagnosis: Option<&'a Diagnosis>,
    pub(super) checks: Vec<&'a Check>,
}

/// What failed, then what is to be read, in the order of the checks.
pub(super) fn findings(report: &Report) -> Vec<Finding<'_>> {
    [CheckStatus::Failed, CheckStatus::Warning]
        .into_iter()
        .flat_map(|status| {
            let mut found: Vec<Finding<'_>> = Vec::new();
            for check in report.checks.iter().filter(|check| check.status == status) {
                let diagnosis = check.diagnosis.as_ref();
                // What is not known may have another cause each time.
                let known = diagnosis.filter(|it| it.certainty != Certainty::Unknown);
                match found.iter_mut().find(|finding| known.is_some() && finding.diagnosis == known) {
                    Some(finding) => finding.checks.push(check),
                    None => found.push(Finding { status, diagnosis, checks: vec![check] }),
                }
            }
            found
        })
        .collect()
}

/// How sure a diagnosis is, where that is worth saying.
pub(super) fn doubt(diagnosis: &Diagnosis) -> Option<&'static str> {
    match diagnosis.certainty {
        Certainty::Certain => None,
        Certainty::Likely => Some("the most probable of several causes"),
        Certainty::Unknown => Some("the cause is not known for certain"),
    }
}
