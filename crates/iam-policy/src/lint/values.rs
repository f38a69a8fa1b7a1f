//! Faults that any value can have: placeholders, policy variables, the same value twice, empty lists.

use super::knowledge::condition_key;
use super::{Document, Findings, Severity, rules, suggest};
use crate::document::{Policy, Statement};
use crate::json::Span;
use std::collections::HashSet;

pub(super) fn check(document: &Document<'_>, findings: &mut Findings<'_>) {
    for statement in document.policy.statements.iter() {
        for list in lists(statement) {
            empty(&list, document, findings);
            twice(&list, findings);
            for (text, span) in &list.values {
                if document.is_refused(*span) {
                    continue;
                }
                if let Some(placeholder) = placeholder(text) {
                    add_placeholder(placeholder, *span, findings);
                } else if list.has_variables {
                    variables(text, *span, findings);
                }
            }
        }
    }
}

/// The values of one element.
struct List<'p> {
    name: &'static str,
    span: Span,
    values: Vec<(&'p str, Span)>,
    has_variables: bool,
    ignores_case: bool,
    is_condition: bool,
    is_external_id: bool,
}

fn lists(statement: &Statement) -> Vec<List<'_>> {
    let actions = &statement.actions;
    let mut lists = vec![List {
        name: "Action",
        span: actions.span,
        values: actions.patterns.iter().map(|each| (each.text.as_str(), each.span)).collect(),
        has_variables: false,
        ignores_case: true,
        is_condition: false,
        is_external_id: false,
    }];
    lists.extend(statement.principals.as_ref().map(|principals| List {
        name: "Principal",
        span: principals.span,
        values: principals.entries.iter().map(|each| (each.value.as_str(), each.span)).collect(),
        has_variables: false,
        ignores_case: false,
        is_condition: false,
        is_external_id: false,
    }));
    lists.extend(statement.resources.as_ref().map(|resources| List {
        name: "Resource",
        span: resources.span,
        values: resources.patterns.iter().map(|each| (each.text.as_str(), each.span)).collect(),
        has_variables: true,
        ignores_case: false,
        is_condition: false,
        is_external_id: false,
    }));
    lists.extend(statement.conditions.iter().map(|condition| List {
        name: "Condition",
        span: condition.values_span,
        values: condition.values().collect(),
        has_variables: true,
        ignores_case: false,
        is_condition: true,
        is_external_id: condition.key_lower == "sts:externalid",
    }));
    lists
}

fn empty(list: &List<'_>, document: &Document<'_>, findings: &mut Findings<'_>) {
    if !list.values.is_empty() || document.is_refused_within(list.span) {
        return;
    }
    if list.is_condition {
        findings.add_as(
            if list.is_external_id { Severity::Error } else { Severity::Warning },
            &rules::EMPTY_LIST,
            list.span,
            "a condition without a value is never met",
            "Add the value, or remove the condition.",
        );
    } else {
        findings.add(
            &rules::EMPTY_LIST,
            list.span,
            format!("`{}` names nothing", list.name),
            "Fill the list, or remove the statement.",
        );
    }
}

fn twice(list: &List<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for (text, span) in &list.values {
        let compared = if list.ignores_case { text.to_ascii_lowercase() } else { (*text).to_owned() };
        if !seen.insert(compared) {
            findings.add(&rules::DUPLICATE_VALUE, *span, format!("`{text}` stands twice"), "Remove one.");
        }
    }
}

/// The part of a text that a template left for somebody to fill in.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    for (open, close) in [("<", ">"), ("{{", "}}")] {
        if let Some(start) = text.find(open)
            && let Some(rest) = text.get(start + open.len()..)
            && let Some(length) = rest.find(close).filter(|length| *length > 0)
        {
            return text.get(start..start + open.len() + length + close.len());
        }
    }
    let is_told =
        ["YOUR-", "YOUR_", "CHANGEME", "CHANGE_ME", "REPLACE_ME"].iter().any(|mark| text.contains(mark));
    is_told.then_some(text)
}

pub(super) fn add_placeholder(placeholder: &str, span: Span, findings: &mut Findings<'_>) {
    findings.add(
        &rules::PLACEHOLDER,
        span,
        format!("`{placeholder}` is a placeholder"),
        format!("Put your own value in the place of {placeholder}."),
    );
}

/// The first policy variable of a document.
pub(super) fn first_variable(policy: &Policy) -> Option<&str> {
    let lists = policy.statements.iter().flat_map(lists).filter(|list| list.has_variables);
    lists.flat_map(|list| list.values).find_map(|(text, _)| {
        let start = text.find("${")?;
        let end = text.get(start..)?.find('}')?;
        text.get(start..=start + end)
    })
}

fn variables(text: &str, span: Span, findings: &mut Findings<'_>) {
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let inside = rest.get(start + 2..).unwrap_or_default();
        let Some(length) = inside.find('}') else {
            findings.add(
                &rules::UNCLOSED_VARIABLE,
                span,
                format!("`{}` has no closing brace", rest.get(start..).unwrap_or_default()),
                "Close it with }.",
            );
            return;
        };
        let written = inside.get(..length).unwrap_or_default();
        let key = written.split(',').next().unwrap_or_default().trim();
        let prefix = key.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let is_checked = matches!(prefix.as_str(), "aws" | "sts" | "bedrock");
        let is_escape = matches!(key, "*" | "?" | "$");
        if !is_escape && (is_checked || !key.contains(':')) && condition_key(key).is_none() {
            let remedy = match suggest::condition_key(key) {
                Some(known) => format!("Did you mean ${{{known}}}?"),
                None => rules::UNKNOWN_VARIABLE.remedy.to_owned(),
            };
            let message = format!("`${{{written}}}` is not a policy variable that is known");
            findings.add(&rules::UNKNOWN_VARIABLE, span, message, remedy);
        }
        rest = inside.get(length..).unwrap_or_default();
    }
}
