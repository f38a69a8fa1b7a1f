//! The linter over every rendered document: an error or a warning fails.

use super::render::Rendering;
use super::report::{Case, Group, Status};
use super::source::{Source, Template};
use iam_policy::lint::{self, Finding, Severity, TrustExpectation};

/// The size has a case of its own, in the group `render`; a region that is not known yet is a legal
/// value of the input, and no doing of the template's.
const NOT_OF_THE_TEMPLATE: [&str; 2] = ["quota-exceeded", "unknown-region"];

pub(super) fn cases(rendering: &Rendering<'_>, source: &Source<'_>, cases: &mut Vec<Case>) {
    let expected = TrustExpectation {
        principal: Some(source.pack.gateway_principal().to_owned()),
        external_id: Some(rendering.input.setup.external_id.clone()),
    };
    let trust = || lint::lint_trust(&rendering.documents.trust, &expected);
    let permissions = || lint::lint_permissions(&rendering.documents.permissions);
    of_template(Template::Trust, trust, rendering, source, cases);
    of_template(Template::Permissions, permissions, rendering, source, cases);
}

fn of_template(
    template: Template,
    lint: impl Fn() -> Vec<Finding>,
    rendering: &Rendering<'_>,
    source: &Source<'_>,
    cases: &mut Vec<Case>,
) {
    let id = format!("lint/{}/{}", rendering.input.id, template.id());
    let case = Case::passed(
        Group::Lint,
        (id, format!("lint/{}", template.id())),
        format!("{}: nothing to find in the {} policy", rendering.input.title, template.id()),
        "no error and no warning",
    );
    if rendering.policy(template).is_none() {
        let message = "there is no policy to look at".to_owned();
        cases.push(Case { status: Status::Skipped, message, ..case });
        return;
    }
    let findings: Vec<Finding> = lint()
        .into_iter()
        .filter(|finding| finding.severity != Severity::Info && !NOT_OF_THE_TEMPLATE.contains(&finding.code))
        .collect();
    if findings.is_empty() {
        cases.push(case);
        return;
    }
    for finding in findings {
        let document = rendering.text(template);
        let place = source.of_byte(template, document, finding.position.offset);
        let case = Case { rule: format!("lint/{}", finding.code), ..case.clone() };
        cases.push(case.failed(&finding.message, &finding.remedy, Some(place)));
    }
}
