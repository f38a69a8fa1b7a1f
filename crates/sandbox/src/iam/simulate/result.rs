//! The result for one action: a decision for each resource, and all of them together.

use super::input::Input;
use super::source::Sources;
use crate::wire::xml::Xml;
use iam_policy::arn::Arn;
use iam_policy::evaluate::{Mismatch, StatementTrace};
use iam_policy::{
    Effect, Kind, Layer, Layers, Outcome, Policy, Position, Request, Statement, evaluate, evaluate_resource,
};
use std::sync::LazyLock;

/// A statement that brought the decision about.
#[derive(Clone, PartialEq)]
struct Matched {
    id: String,
    kind: &'static str,
    start: Position,
    end: Position,
}

/// What is decided about one resource.
struct Decided {
    outcome: Outcome,
    matched: Vec<Matched>,
    missing: Vec<String>,
    /// `None`: no boundary bears on it.
    within_boundary: Option<bool>,
    /// `None`: no service control policy bears on it.
    within_organization: Option<bool>,
    /// What each side says, where caller and resource are in different accounts.
    sides: Vec<(&'static str, Outcome)>,
}

const IAM_POLICY: &str = "IAM Policy";
const RESOURCE_POLICY: &str = "Resource Policy";

/// Allows everything: shows what another layer says by itself.
static EVERYTHING: LazyLock<Option<Policy>> = LazyLock::new(|| {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    Policy::parse(text, Kind::Identity).ok()
});

/// The resource's side where no policy of it is given: the simulation is about the caller's own, so
/// its account passes the right on to the caller's policies.
fn owner_agrees(caller: &str) -> Option<Policy> {
    let account = Arn::parse(caller)?.account;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{account}"}},"Action":"*","Resource":"*"}}}}"#
    );
    Policy::parse(&text, Kind::Resource).ok()
}

pub(super) fn write(xml: &mut Xml, input: &Input, sources: &Sources, caller: &str, action: &str) {
    let decided: Vec<(&String, Decided)> = input
        .resources
        .iter()
        .map(|resource| (resource, decide(input, sources, caller, action, resource)))
        .collect();
    let all = || decided.iter().map(|(_, decided)| decided);
    let outcome = all().map(|decided| decided.outcome).max_by_key(|outcome| severity(*outcome));
    let outcome = outcome.unwrap_or(Outcome::ImplicitlyDenied);
    let named = input.resources.iter().any(|resource| resource != "*");
    // The model has it be the ARN's template where there are several; of one, the ARN itself says more.
    let shown = match input.resources.as_slice() {
        [only] => only.as_str(),
        _ => "*",
    };
    xml.text("EvalActionName", action).text("EvalResourceName", shown).text("EvalDecision", word(outcome));
    let contributed = all().filter(|decided| decided.outcome == outcome);
    write_matched(xml, &union(contributed.flat_map(|decided| decided.matched.iter().cloned())));
    write_missing(xml, &union(all().flat_map(|decided| decided.missing.iter().cloned())));
    if let Some(allowed) = all().filter_map(|decided| decided.within_organization).min() {
        xml.element("OrganizationsDecisionDetail", |xml| {
            xml.text("AllowedByOrganizations", yes_or_no(allowed));
        });
    }
    write_boundary(xml, all().filter_map(|decided| decided.within_boundary).min());
    if !named {
        return;
    }
    write_sides(xml, &union(all().flat_map(|decided| decided.sides.iter().copied())));
    xml.list("ResourceSpecificResults", &decided, |xml, (resource, decided)| {
        xml.text("EvalResourceName", resource).text("EvalResourceDecision", word(decided.outcome));
        write_matched(xml, &decided.matched);
        write_missing(xml, &decided.missing);
        if !decided.sides.is_empty() {
            write_sides(xml, &decided.sides);
        }
        write_boundary(xml, decided.within_boundary);
    });
}

fn decide(input: &Input, sources: &Sources, caller: &str, action: &str, resource: &str) -> Decided {
    let request = Request {
        principal: caller.to_owned(),
        role_arn: None,
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: input.context.clone(),
    };
    let agreed = if input.resource_policy.is_none() { owner_agrees(caller) } else { None };
    let given = input.resource_policy.as_ref().map(|(_, policy)| policy);
    let layers = Layers {
        identity: &sources.identity,
        resource: given.or(agreed.as_ref()),
        scps: &sources.scps,
        boundaries: &sources.boundaries,
        session: None,
    };
    let decision = evaluate(&request, &layers);
    let allows = |layers: &Layers<'_>| evaluate(&request, layers).outcome == Outcome::Allowed;
    let everything = EVERYTHING.as_slice();
    let alone = Layers { identity: everything, resource: agreed.as_ref(), ..Layers::default() };
    let within_boundary = !sources.boundaries.is_empty();
    let within_boundary =
        within_boundary.then(|| allows(&Layers { boundaries: &sources.boundaries, ..alone.clone() }));
    let within_organization = !sources.scps.is_empty();
    let within_organization =
        within_organization.then(|| allows(&Layers { scps: &sources.scps, ..alone.clone() }));
    let sides = match given.filter(|_| is_cross_account(input, caller, resource)) {
        None => Vec::new(),
        Some(policy) => {
            let agreed = owner_agrees(caller);
            let own_policies = Layers { resource: agreed.as_ref(), ..layers.clone() };
            vec![
                (IAM_POLICY, evaluate(&request, &own_policies).outcome),
                (RESOURCE_POLICY, evaluate_resource(&request, policy).outcome),
            ]
        }
    };
    let spoken = Spoken { input, sources, trace: &decision.trace };
    Decided {
        outcome: decision.outcome,
        matched: spoken.matched(decision.outcome),
        missing: spoken.missing(),
        within_boundary,
        within_organization,
        sides,
    }
}

fn is_cross_account(input: &Input, caller: &str, resource: &str) -> bool {
    let in_arn = Arn::parse(resource).map(|arn| arn.account).filter(|account| !account.is_empty());
    let told = || input.context.get("aws:ResourceAccount").and_then(<[String]>::first).map(String::as_str);
    match (Arn::parse(caller), in_arn.or_else(told)) {
        (Some(caller), Some(owner)) => caller.account != owner,
        _ => false,
    }
}

/// The statements that were looked at, with the documents they stand in.
struct Spoken<'a> {
    input: &'a Input,
    sources: &'a Sources,
    trace: &'a [StatementTrace],
}

impl<'a> Spoken<'a> {
    /// The statement of an entry of the trace, with the text it stands in and that policy's name.
    /// Only identity policies and a given resource policy are told.
    fn find(&self, entry: &StatementTrace) -> Option<(&'a Statement, &'a str, &'a str, &'static str)> {
        let (policy, text, id, kind) = match entry.layer {
            Layer::Identity => {
                let named = self.sources.named.get(entry.policy)?;
                let policy = self.sources.identity.get(entry.policy)?;
                (policy, named.text.as_str(), named.id.as_str(), IAM_POLICY)
            }
            Layer::Resource => {
                let (text, policy) = self.input.resource_policy.as_ref()?;
                (policy, text.as_str(), "ResourcePolicy", RESOURCE_POLICY)
            }
            Layer::ServiceControl | Layer::Boundary | Layer::Session => return None,
        };
        Some((policy.statements.get(entry.statement)?, text, id, kind))
    }

    /// The statements that brought it about: of a denial, only those that deny.
    fn matched(&self, outcome: Outcome) -> Vec<Matched> {
        let wanted = match outcome {
            Outcome::Allowed => Effect::Allow,
            Outcome::ExplicitlyDenied => Effect::Deny,
            Outcome::ImplicitlyDenied => return Vec::new(),
        };
        let applied = self.trace.iter().filter(|entry| entry.mismatch.is_none() && entry.effect == wanted);
        let found = applied.filter_map(|entry| self.find(entry));
        let matched = found.map(|(statement, text, id, kind)| Matched {
            id: id.to_owned(),
            kind,
            start: start_of(statement, text),
            end: Position::of(text, statement.span.end),
        });
        matched.collect()
    }

    /// The condition keys that a statement asks for whose actions and resources fit, and that are not given.
    fn missing(&self) -> Vec<String> {
        let reached = self
            .trace
            .iter()
            .filter(|entry| matches!(entry.mismatch, None | Some(Mismatch::Condition { .. })));
        let conditions = reached.filter_map(|entry| self.find(entry)).flat_map(|found| &found.0.conditions);
        let keys = conditions.map(|condition| &condition.key);
        let derived = |key: &str| {
            ["aws:PrincipalArn", "aws:PrincipalAccount"].iter().any(|known| known.eq_ignore_ascii_case(key))
        };
        union(keys.filter(|key| self.input.context.get(key).is_none() && !derived(key)).cloned())
    }
}

/// Where a statement begins, as the simulator counts: behind the bracket or the comma before it, or
/// behind its own brace where it stands alone.
/// Source: the AWS CLI's example of `simulate-custom-policy`, and public answers of the simulator.
fn start_of(statement: &Statement, text: &str) -> Position {
    let before = text.get(..statement.span.start).unwrap_or_default().trim_end();
    let offset = if before.ends_with(['[', ',']) { before.len() } else { statement.span.start + 1 };
    Position::of(text, offset)
}

/// Each of them once, in their order.
fn union<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut once: Vec<T> = Vec::new();
    for item in items {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}

fn severity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Allowed => 0,
        Outcome::ImplicitlyDenied => 1,
        Outcome::ExplicitlyDenied => 2,
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::ImplicitlyDenied => "implicitDeny",
        Outcome::ExplicitlyDenied => "explicitDeny",
    }
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

fn write_matched(xml: &mut Xml, matched: &[Matched]) {
    let place = |xml: &mut Xml, name: &str, at: Position| {
        xml.element(name, |xml| {
            xml.text("Line", &at.line.to_string()).text("Column", &at.column.to_string());
        });
    };
    xml.list("MatchedStatements", matched, |xml, statement| {
        xml.text("SourcePolicyId", &statement.id).text("SourcePolicyType", statement.kind);
        place(xml, "StartPosition", statement.start);
        place(xml, "EndPosition", statement.end);
    });
}

fn write_missing(xml: &mut Xml, missing: &[String]) {
    xml.list("MissingContextValues", missing, |xml, key| xml.write(key));
}

fn write_boundary(xml: &mut Xml, allowed: Option<bool>) {
    if let Some(allowed) = allowed {
        xml.element("PermissionsBoundaryDecisionDetail", |xml| {
            xml.text("AllowedByPermissionsBoundary", yes_or_no(allowed));
        });
    }
}

fn write_sides(xml: &mut Xml, sides: &[(&str, Outcome)]) {
    xml.element("EvalDecisionDetails", |xml| {
        for (side, outcome) in sides {
            xml.element("entry", |xml| {
                xml.text("key", side).text("value", word(*outcome));
            });
        }
    });
}
