//! What the gateway's role may do: too much, nothing, or something that does not exist.

use super::knowledge::{ACTIONS, Action, bedrock_resource_types, is_known_service};
use super::{Findings, Severity, suggest};
use crate::arn::Arn;
use crate::document::{ActionPattern, Effect, Policy, ResourcePattern, Statement};

const PARTITIONS: [&str; 3] = ["aws", "aws-cn", "aws-us-gov"];

pub(super) fn check(policy: &Policy, findings: &mut Findings<'_>) {
    for statement in &policy.statements {
        for pattern in &statement.actions.patterns {
            action(pattern, statement.effect, findings);
        }
        let resources = statement.resources.iter();
        for pattern in resources.flat_map(|resources| &resources.patterns) {
            resource(pattern, statement.effect, findings);
        }
        if statement.effect == Effect::Allow {
            by_exception(statement, findings);
            together(statement, findings);
        }
    }
}

fn action(pattern: &ActionPattern, effect: Effect, findings: &mut Findings<'_>) {
    let text = &pattern.text;
    let lowered = text.to_ascii_lowercase();
    let Some((service, name)) = lowered.split_once(':') else {
        if effect == Effect::Allow {
            findings.add(
                (Severity::Error, "all-actions"),
                pattern.span,
                "every action of every service is allowed",
                "Name the actions that are needed: bedrock:InvokeModel and \
                 bedrock:InvokeModelWithResponseStream.",
            );
        }
        return;
    };
    if !is_known_service(service) {
        foreign_service(pattern, service, effect, findings);
    } else if matching(pattern).next().is_none() {
        let remedy = match suggest::action(text) {
            Some(known) => format!("Did you mean {known}?"),
            None => "Use an action that the service has.".to_owned(),
        };
        findings.add(
            (Severity::Error, "unknown-action"),
            pattern.span,
            format!("`{text}` is not an action of {service}"),
            remedy,
        );
    } else if effect == Effect::Allow && name.bytes().all(|byte| byte == b'*') {
        findings.add(
            (Severity::Error, "all-service-actions"),
            pattern.span,
            format!("every action of {service} is allowed, also those that change and delete"),
            "Name the actions that are needed: bedrock:InvokeModel and \
             bedrock:InvokeModelWithResponseStream.",
        );
    } else if effect == Effect::Allow && name.contains(['*', '?']) {
        findings.add(
            (Severity::Info, "wildcard-action"),
            pattern.span,
            format!("`{text}` stands for {} actions today", matching(pattern).count()),
            "Name the actions that are needed.",
        );
    }
}

fn foreign_service(pattern: &ActionPattern, service: &str, effect: Effect, findings: &mut Findings<'_>) {
    let text = &pattern.text;
    if suggest::nearest(service, ["bedrock", "sts"].into_iter()).is_some_and(|near| near == "bedrock") {
        let meant = suggest::action(text).unwrap_or("bedrock:InvokeModel");
        findings.add(
            (Severity::Error, "unknown-service"),
            pattern.span,
            format!("`{service}` is not a service"),
            format!("Did you mean {meant}?"),
        );
    } else if effect == Effect::Allow {
        findings.add(
            (Severity::Warning, "foreign-service"),
            pattern.span,
            format!("`{text}` is not an action of Bedrock"),
            "Remove it: the gateway calls Bedrock only, and other rights belong to the admin.",
        );
    }
}

/// The known actions that a pattern stands for.
fn matching(pattern: &ActionPattern) -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(move |action| pattern.glob.matches(&action.name.to_ascii_lowercase()))
}

fn resource(pattern: &ResourcePattern, effect: Effect, findings: &mut Findings<'_>) {
    let text = &pattern.text;
    let Some(arn) = Arn::parse(text) else {
        if effect == Effect::Allow {
            findings.add(
                (Severity::Warning, "any-resource"),
                pattern.span,
                "the actions are allowed on every resource",
                "Name the models, for example arn:aws:bedrock:*::foundation-model/*.",
            );
        }
        return;
    };
    let is_pattern = |part: &str| part.contains(['*', '?', '$']);
    if !is_pattern(arn.partition) && !PARTITIONS.contains(&arn.partition) {
        findings.add(
            (Severity::Error, "unknown-partition"),
            pattern.span,
            format!("`{}` is not a partition", arn.partition),
            "Write aws, aws-cn or aws-us-gov.",
        );
    }
    if !super::trust::is_account_or_pattern(arn.account) {
        findings.add(
            (Severity::Error, "invalid-account"),
            pattern.span,
            format!("`{}` is not an account: it must have 12 digits", arn.account),
            "Write the 12 digits of the account, or leave it empty for foundation models.",
        );
    }
    if !is_pattern(arn.service) && arn.service != "bedrock" {
        let near = suggest::nearest(arn.service, std::iter::once("bedrock"));
        findings.add(
            match near {
                Some(_) => (Severity::Error, "unknown-service"),
                None => (Severity::Warning, "foreign-service"),
            },
            pattern.span,
            format!("`{text}` is not a resource of Bedrock"),
            match near {
                Some(_) => "Did you mean bedrock?",
                None => "Remove it: the gateway calls Bedrock only.",
            },
        );
    } else if let Some(kind) = resource_type(&arn)
        && !bedrock_resource_types().any(|known| known == kind)
    {
        let remedy = match suggest::nearest(kind, bedrock_resource_types()) {
            Some(known) => format!("Did you mean {known}?"),
            None => "Use a type of resource that Bedrock has, for example foundation-model.".to_owned(),
        };
        findings.add(
            (Severity::Error, "unknown-resource-type"),
            pattern.span,
            format!("`{kind}` is not a type of resource of Bedrock"),
            remedy,
        );
    }
}

/// The type that an ARN of Bedrock names, unless it is a pattern itself.
fn resource_type<'a>(arn: &Arn<'a>) -> Option<&'a str> {
    let kind = arn.resource.split('/').next()?;
    (arn.service == "bedrock" && !kind.contains(['*', '?', '$'])).then_some(kind)
}

fn by_exception(statement: &Statement, findings: &mut Findings<'_>) {
    let not_resource = statement.resources.as_ref().filter(|each| each.negated);
    for (is_negated, span, name) in [
        (statement.actions.negated, statement.actions.span, "NotAction"),
        (not_resource.is_some(), not_resource.map(|each| each.span).unwrap_or_default(), "NotResource"),
    ] {
        if is_negated {
            findings.add(
                (Severity::Warning, "allow-by-exception"),
                span,
                format!("`{name}` allows everything but what it names"),
                "Name what is allowed.",
            );
        }
    }
}

/// Actions and resources of one statement that have nothing to do with each other.
fn together(statement: &Statement, findings: &mut Findings<'_>) {
    let Some(resources) = &statement.resources else {
        return;
    };
    if statement.actions.negated || resources.negated {
        return;
    }
    let actions: Vec<&Action> = statement.actions.patterns.iter().flat_map(matching).collect();
    for pattern in &resources.patterns {
        let kind = Arn::parse(&pattern.text).and_then(|arn| resource_type(&arn));
        let Some(kind) = kind.filter(|kind| bedrock_resource_types().any(|known| known == *kind)) else {
            continue;
        };
        let is_used = actions.iter().any(|action| action.resource_types.contains(&kind));
        if !is_used && !actions.is_empty() {
            findings.add(
                // The vendor's page names custom models, which are called through a deployment or
                // provisioned throughput: harmless, and not the user's mistake.
                match kind {
                    "custom-model" => (Severity::Info, "unsupported-resource"),
                    _ => (Severity::Warning, "unsupported-resource"),
                },
                pattern.span,
                format!("none of the statement's actions works on a `{kind}`"),
                match kind {
                    "custom-model" => {
                        "A custom model is called through its provisioned-model or \
                         custom-model-deployment: add that ARN."
                    }
                    _ => "Remove it, or add the action that it is meant for.",
                },
            );
        }
    }
    let any_resource = resources.patterns.iter().any(|pattern| pattern.arn.is_none());
    for pattern in &statement.actions.patterns {
        let needs_any = matching(pattern).next().is_some()
            && matching(pattern).all(|action| action.resource_types.is_empty());
        if needs_any && !any_resource {
            findings.add(
                (Severity::Warning, "needs-any-resource"),
                pattern.span,
                format!(
                    "`{}` cannot be limited to resources, so the statement does not allow it",
                    pattern.text
                ),
                "Give it a statement of its own with Resource \"*\".",
            );
        }
    }
}
