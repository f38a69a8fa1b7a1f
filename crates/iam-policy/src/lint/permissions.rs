//! What the gateway's role may do: too much, nothing, or something that does not exist.

use super::knowledge::{ACTIONS, Action, is_known_service, is_service, services};
use super::resources::{resource, types_of};
use super::{Document, Findings, Severity, allows, rules, suggest, values};
use crate::document::meant::nearest;
use crate::document::{ActionPattern, Refusal, ResourcePattern, Statement};
use crate::json::Span;

pub(super) fn check(document: &Document<'_>, findings: &mut Findings<'_>) {
    for statement in document.policy.statements.iter() {
        for pattern in actions(statement, document) {
            action(pattern, allows(statement) && !statement.actions.negated, findings);
        }
        for pattern in resources(statement, document) {
            if pattern.text == "*" {
                any_resource(pattern, statement, document, findings);
            } else {
                resource(pattern, allows(statement), findings);
            }
        }
        if allows(statement) {
            by_exception(statement, document, findings);
            together(statement, document, findings);
        }
    }
}

/// The actions of a statement that have no finding yet.
fn actions<'p>(statement: &'p Statement, document: &Document<'_>) -> Vec<&'p ActionPattern> {
    let patterns = statement.actions.patterns.iter();
    patterns
        .filter(|pattern| !document.is_refused(pattern.span) && values::placeholder(&pattern.text).is_none())
        .collect()
}

/// The resources of a statement that have no finding yet.
fn resources<'p>(statement: &'p Statement, document: &Document<'_>) -> Vec<&'p ResourcePattern> {
    let patterns = statement.resources.iter().flat_map(|resources| &resources.patterns);
    patterns
        .filter(|pattern| !document.is_refused(pattern.span) && values::placeholder(&pattern.text).is_none())
        .collect()
}

fn action(pattern: &ActionPattern, is_allowed: bool, findings: &mut Findings<'_>) {
    let text = &pattern.text;
    let lowered = text.to_ascii_lowercase();
    let Some((service, name)) = lowered.split_once(':') else {
        if is_allowed {
            findings.add(
                &rules::ALL_ACTIONS,
                pattern.span,
                "every action of every service is allowed",
                rules::ALL_ACTIONS.remedy,
            );
        }
        return;
    };
    if !is_known_service(service) {
        other_service(pattern, service, is_allowed, findings);
    } else if matching(pattern).next().is_none() {
        unknown_action(text, service, pattern, findings);
    } else if is_allowed && service != "bedrock" {
        foreign(pattern, findings);
    } else if is_allowed && name.bytes().all(|byte| byte == b'*') {
        findings.add(
            &rules::ALL_SERVICE_ACTIONS,
            pattern.span,
            format!("every action of {service} is allowed, also those that change and delete"),
            rules::ALL_SERVICE_ACTIONS.remedy,
        );
    } else if is_allowed && name.contains(['*', '?']) {
        findings.add(
            &rules::WILDCARD_ACTION,
            pattern.span,
            format!("`{text}` stands for {} actions today", matching(pattern).count()),
            rules::WILDCARD_ACTION.remedy,
        );
    }
}

fn unknown_action(text: &str, service: &str, pattern: &ActionPattern, findings: &mut Findings<'_>) {
    let operation =
        super::knowledge::OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(text));
    let (message, remedy) = match (operation, suggest::action(text)) {
        (Some((_, action)), _) => (
            format!("`{text}` is an operation of Bedrock and no action"),
            format!("Write {action}: it is what allows the operation."),
        ),
        (None, Some(known)) => {
            (format!("`{text}` is not an action of {service}"), format!("Did you mean {known}?"))
        }
        (None, None) => {
            (format!("`{text}` is not an action of {service}"), rules::UNKNOWN_ACTION.remedy.to_owned())
        }
    };
    findings.add(&rules::UNKNOWN_ACTION, pattern.span, message, remedy);
}

fn other_service(pattern: &ActionPattern, service: &str, is_allowed: bool, findings: &mut Findings<'_>) {
    let text = &pattern.text;
    let is_pattern = service.contains(['*', '?']);
    let name = text.split_once(':').map_or("", |(_, name)| name);
    if is_pattern {
        if is_allowed && name.bytes().all(|byte| byte == b'*') {
            findings.add(
                &rules::ALL_ACTIONS,
                pattern.span,
                format!("`{text}` allows every action of each service that matches"),
                rules::ALL_ACTIONS.remedy,
            );
        } else if is_allowed {
            findings.add_as(
                Severity::Warning,
                &rules::WILDCARD_ACTION,
                pattern.span,
                format!("`{text}` names the service by a wildcard"),
                rules::WILDCARD_ACTION.remedy,
            );
        }
        return;
    }
    if is_service(service) {
        if is_allowed && service.starts_with("aws-marketplace") {
            findings.add(
                &rules::MARKETPLACE_ACTION,
                pattern.span,
                format!("`{text}` lets the gateway act in the marketplace"),
                rules::MARKETPLACE_ACTION.remedy,
            );
        } else if is_allowed {
            foreign(pattern, findings);
        }
        return;
    }
    // `bedrock-runtime` is how the SDK calls it, and no prefix of an action.
    let is_bedrock = service.starts_with("bedrock") || nearest(service, ["bedrock"].into_iter()).is_some();
    let meant = match is_bedrock {
        true => suggest::bedrock_action(name).map(str::to_owned).or(Some(format!("bedrock:{name}"))),
        false => nearest(service, services()).map(|service| format!("{service}:{name}")),
    };
    findings.add(
        &rules::UNKNOWN_SERVICE,
        pattern.span,
        format!("`{service}` is not a service"),
        match meant {
            Some(meant) => format!("Did you mean {meant}?"),
            None => rules::UNKNOWN_SERVICE.remedy.to_owned(),
        },
    );
}

fn foreign(pattern: &ActionPattern, findings: &mut Findings<'_>) {
    findings.add(
        &rules::FOREIGN_SERVICE,
        pattern.span,
        format!("`{}` is not an action of Bedrock", pattern.text),
        "Remove it: the gateway calls Bedrock only, and other rights belong to the admin.",
    );
}

/// The known actions that a pattern stands for.
fn matching(pattern: &ActionPattern) -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(move |action| pattern.glob.matches(&action.lower))
}

/// `*` is right for actions that cannot be limited, and too much for the others.
fn any_resource(
    pattern: &ResourcePattern,
    statement: &Statement,
    document: &Document<'_>,
    findings: &mut Findings<'_>,
) {
    let mut actions = actions(statement, document).into_iter();
    let needs_it = |pattern: &ActionPattern| {
        matching(pattern).next().is_some() && matching(pattern).all(|action| action.resource_types.is_empty())
    };
    let is_negated = statement.resources.as_ref().is_some_and(|resources| resources.negated);
    if allows(statement) && !is_negated && !(actions.len() > 0 && actions.all(needs_it)) {
        findings.add(
            &rules::ANY_RESOURCE,
            pattern.span,
            "the actions are allowed on every resource",
            rules::ANY_RESOURCE.remedy,
        );
    }
}

fn by_exception(statement: &Statement, document: &Document<'_>, findings: &mut Findings<'_>) {
    // Both forms of an element are refused: which of them is meant cannot be told.
    let is_unclear = |(span, refusal): &(Span, Refusal)| {
        refusal.code() == "both-forms" && statement.span.start <= span.start && span.end <= statement.span.end
    };
    if document.reading.refused.iter().any(is_unclear) {
        return;
    }
    if statement.actions.negated {
        findings.add(
            &rules::ALLOW_BY_EXCEPTION,
            statement.actions.span,
            "`NotAction` allows everything but what it names",
            rules::ALLOW_BY_EXCEPTION.remedy,
        );
    }
    if let Some(resources) = statement.resources.as_ref().filter(|resources| resources.negated) {
        findings.add_as(
            Severity::Warning,
            &rules::ALLOW_BY_EXCEPTION,
            resources.span,
            "`NotResource` allows everything but what it names",
            rules::ALLOW_BY_EXCEPTION.remedy,
        );
    }
}

/// Actions and resources of one statement that have nothing to do with each other.
fn together(statement: &Statement, document: &Document<'_>, findings: &mut Findings<'_>) {
    let Some(element) = &statement.resources else { return };
    if statement.actions.negated || element.negated || element.patterns.is_empty() {
        return;
    }
    let is_of_bedrock = |pattern: &&ActionPattern| !pattern.text.to_ascii_lowercase().starts_with("sts:");
    let patterns: Vec<&ActionPattern> =
        actions(statement, document).into_iter().filter(is_of_bedrock).collect();
    let known: Vec<&Action> = patterns.iter().copied().flat_map(matching).collect();
    // One that is not known may work on anything.
    let is_all_known = patterns.iter().all(|pattern| matching(pattern).next().is_some())
        && patterns.len() == statement.actions.patterns.len();
    let resources = resources(statement, document);
    let works =
        |action: &Action, types: &[&str]| action.resource_types.iter().any(|each| types.contains(each));
    let mut types_of_all: Vec<&str> = Vec::new();
    let mut unsupported = Vec::new();
    let mut is_any_clear = true;
    for pattern in &resources {
        let Some(types) = types_of(&pattern.text) else {
            is_any_clear = false;
            continue;
        };
        if !known.iter().any(|action| works(action, &types)) {
            unsupported.push((*pattern, types.first().copied().unwrap_or_default()));
        }
        types_of_all.extend(types);
    }
    is_any_clear &= resources.len() == element.patterns.len();
    if is_all_known && !known.iter().all(|action| action.resource_types.is_empty()) {
        let is_all = is_any_clear && unsupported.len() == resources.len();
        for (pattern, kind) in &unsupported {
            unsupported_resource(pattern, kind, is_all, findings);
        }
        if is_all && !unsupported.is_empty() {
            return;
        }
    }
    for pattern in patterns.iter().filter(|pattern| matching(pattern).next().is_some()) {
        if matching(pattern).all(|action| action.resource_types.is_empty()) {
            if is_any_clear {
                findings.add(
                    &rules::NEEDS_ANY_RESOURCE,
                    pattern.span,
                    format!(
                        "`{}` cannot be limited to resources, so the statement does not allow it",
                        pattern.text
                    ),
                    rules::NEEDS_ANY_RESOURCE.remedy,
                );
            }
        } else if is_any_clear && !matching(pattern).any(|action| works(action, &types_of_all)) {
            findings.add(
                &rules::UNSUPPORTED_ACTION,
                pattern.span,
                format!("`{}` works on none of the statement's resources", pattern.text),
                rules::UNSUPPORTED_ACTION.remedy,
            );
        }
    }
}

fn unsupported_resource(pattern: &ResourcePattern, kind: &str, is_all: bool, findings: &mut Findings<'_>) {
    // The vendor's page names custom models, which are called through a deployment or provisioned
    // throughput: harmless, and not the user's mistake.
    let (severity, remedy) = match (kind, is_all) {
        ("custom-model", _) => (
            Severity::Info,
            "A custom model is called through its provisioned-model or custom-model-deployment: add that ARN.",
        ),
        (_, true) => (Severity::Error, rules::UNSUPPORTED_RESOURCE.remedy),
        (_, false) => (Severity::Warning, rules::UNSUPPORTED_RESOURCE.remedy),
    };
    findings.add_as(
        severity,
        &rules::UNSUPPORTED_RESOURCE,
        pattern.span,
        format!("none of the statement's actions works on the type `{kind}`"),
        remedy,
    );
}
