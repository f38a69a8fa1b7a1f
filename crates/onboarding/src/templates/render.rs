//! Every document from every input: whole, a policy that IAM takes, within its quota, and with the
//! values that were entered.

use super::inputs::Input;
use super::report::{Case, Group, Status};
use super::source::{Place, Source, Template};
use crate::documents::{self, Documents, INLINE_QUOTA, TRUST_QUOTA};
use crate::placeholder;
use crate::role::DesiredRole;
use iam_policy::lint::{self, TrustExpectation};
use iam_policy::{Kind, ParseError, Policy};
use serde_json::{Value, json};

/// The documents of an input.
pub(super) struct Rendering<'i> {
    pub(super) input: &'i Input,
    pub(super) documents: Documents,
    pub(super) role: DesiredRole,
    trust: Option<Policy>,
    permissions: Option<Policy>,
}

impl Rendering<'_> {
    pub(super) fn text(&self, template: Template) -> &str {
        match template {
            Template::Trust => &self.documents.trust,
            Template::Permissions => &self.documents.permissions,
        }
    }

    /// `None`: the template cannot be read, or what was rendered is no policy.
    pub(super) fn policy(&self, template: Template) -> Option<&Policy> {
        match template {
            Template::Trust => self.trust.as_ref(),
            Template::Permissions => self.permissions.as_ref(),
        }
    }

    /// The role's ARN as it must be: put together here, from what was entered.
    pub(super) fn role_arn(&self) -> String {
        let setup = &self.input.setup;
        format!("arn:aws:iam::{}:role{}{}", setup.account_id, setup.role_path, setup.role_name)
    }
}

/// What is wrong with a document.
struct Wrong {
    rule: &'static str,
    message: String,
    remedy: String,
    place: Place,
}

pub(super) fn render<'i>(
    input: &'i Input,
    source: &Source<'_>,
    cases: &mut Vec<Case>,
) -> Option<Rendering<'i>> {
    let case = |what: &str, title: &str, message: &str| {
        Case::passed(
            Group::Render,
            (format!("render/{}/{what}", input.id), format!("render/{what}")),
            format!("{}: {title}", input.title),
            message,
        )
    };
    let values = case("values", "the values are taken", "every value is right");
    let valid = match input.setup.check(source.pack, &[]) {
        Ok(valid) => valid,
        Err(notes) => {
            let message = notes.iter().map(|note| note.message.as_str()).collect::<Vec<_>>().join("; ");
            let remedy = "Correct the defaults in `pack.json`: the other values of this input are legal.";
            cases.push(values.failed(&message, remedy, Some(source.in_pack("/defaults"))));
            return None;
        }
    };
    cases.push(values);
    let mut rendering = Rendering {
        input,
        documents: documents::documents(&valid, source.pack),
        role: valid.desired_role(source.pack),
        trust: None,
        permissions: None,
    };
    for (template, kind, quota) in
        [(Template::Trust, Kind::Trust, TRUST_QUOTA), (Template::Permissions, Kind::Identity, INLINE_QUOTA)]
    {
        let name = template.id();
        let case = case(name, &format!("the {name} policy is whole and legal"), "");
        if !source.has(template) {
            let message = format!("`{}` cannot be read", template.file());
            cases.push(Case { status: Status::Skipped, message, ..case });
            continue;
        }
        let text = rendering.text(template);
        let parsed = Policy::parse(text, kind);
        cases.push(match wrong_policy(&rendering, template, &parsed, quota, source) {
            None => Case { message: format!("{} of {quota} characters", documents::size(text)), ..case },
            Some(wrong) => failed(case, wrong),
        });
        match template {
            Template::Trust => rendering.trust = parsed.ok(),
            Template::Permissions => rendering.permissions = parsed.ok(),
        }
    }
    let dashboard = case("dashboard", "the dashboard's values are those that were entered", "five fields");
    cases.push(match wrong_dashboard(&rendering, source) {
        None => dashboard,
        Some(wrong) => failed(dashboard, wrong),
    });
    Some(rendering)
}

fn failed(case: Case, wrong: Wrong) -> Case {
    let Wrong { rule, message, remedy, place } = wrong;
    Case { rule: format!("render/{rule}"), ..case }.failed(&message, &remedy, Some(place))
}

fn wrong_policy(
    rendering: &Rendering<'_>,
    template: Template,
    parsed: &Result<Policy, ParseError>,
    quota: u32,
    source: &Source<'_>,
) -> Option<Wrong> {
    let text = rendering.text(template);
    let name = template.id();
    if let Some(left) = left_over(text) {
        return Some(Wrong {
            rule: "placeholder-left",
            message: format!("the placeholder `{left}` is left in the {name} policy"),
            remedy: "Use only the placeholders that templates/README.md lists for this file.".to_owned(),
            place: source.of_byte(template, text, text.find(left).unwrap_or_default()),
        });
    }
    if let Err(error) = parsed {
        // The linter knows what may have been meant.
        let findings = match template {
            Template::Trust => lint::lint_trust(text, &TrustExpectation::default()),
            Template::Permissions => lint::lint_permissions(text),
        };
        let finding = findings.into_iter().find(|finding| finding.code == error.code);
        return Some(Wrong {
            rule: "not-a-policy",
            message: format!("IAM refuses the {name} policy: {}", error.message),
            remedy: finding.map_or_else(|| error.remedy().to_owned(), |finding| finding.remedy),
            place: source.of_byte(template, text, error.position.offset),
        });
    }
    let wanted = match template {
        Template::Trust => vec![
            ("the gateway principal", source.pack.gateway_principal(), "/Statement/0/Principal"),
            ("the ExternalId", rendering.input.setup.external_id.as_str(), "/Statement/0/Condition"),
        ],
        // Its values are parts of ARNs, which the simulation tries one by one.
        Template::Permissions => Vec::new(),
    };
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    for (what, value, pointer) in wanted {
        if !has_string(&document, value) {
            return Some(Wrong {
                rule: "value-missing",
                message: format!("the {name} policy does not hold {what} as it was entered"),
                remedy: "Put its placeholder where the value belongs.".to_owned(),
                place: source.of_pointer(template, text, pointer),
            });
        }
    }
    let size = documents::size(text);
    (size > quota).then(|| Wrong {
        rule: "quota",
        message: format!("{size} characters count in the {name} policy, IAM's quota is {quota}"),
        remedy: "Shorten the template: fewer statements, or wider ARN patterns.".to_owned(),
        place: source.of_pointer(template, text, ""),
    })
}

/// A placeholder that nothing has filled. A value cannot hold one: `<` is legal in no value of a policy.
fn left_over(text: &str) -> Option<&str> {
    match placeholder::split(text) {
        Some((before, placeholder, _)) => text.get(before.len()..before.len() + placeholder.token().len()),
        None => placeholder::unknown(text),
    }
}

fn has_string(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(items) => items.iter().any(|item| has_string(item, wanted)),
        Value::Object(fields) => fields.values().any(|field| has_string(field, wanted)),
        _ => false,
    }
}

fn wrong_dashboard(rendering: &Rendering<'_>, source: &Source<'_>) -> Option<Wrong> {
    let setup = &rendering.input.setup;
    let mut wanted = vec![
        ("aws_role_arn", json!(rendering.role_arn())),
        ("aws_external_id", json!(setup.external_id)),
        ("aws_region", json!(setup.region)),
    ];
    if !setup.session_name.is_empty() {
        wanted.push(("aws_role_session_name", json!(setup.session_name)));
    }
    if let Ok(seconds) = setup.duration_seconds.parse::<u32>() {
        wanted.push(("aws_session_duration_seconds", json!(seconds)));
    }
    let found: Value = serde_json::from_str(&rendering.documents.dashboard).unwrap_or_default();
    let message =
        if let Some((name, value)) = wanted.iter().find(|(name, value)| found.get(*name) != Some(value)) {
            format!("`{name}` is {} and not {value}", found.get(*name).unwrap_or(&Value::Null))
        } else {
            let mut names = found.as_object()?.keys();
            let extra = names.find(|name| wanted.iter().all(|(wanted, _)| wanted != *name))?;
            format!("`{extra}` is not a value that was entered")
        };
    Some(Wrong {
        rule: "dashboard",
        message,
        remedy: "Compare `dashboard` with the page's form.".to_owned(),
        place: source.in_pack("/dashboard"),
    })
}
