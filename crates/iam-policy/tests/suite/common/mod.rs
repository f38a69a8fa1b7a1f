//! What the tables share: short ways to write a policy, a request, and its layers.

use iam_policy::{Context, Decision, Kind, Layers, Outcome, Policy, Request, evaluate};

/// The account of the callers.
pub(crate) const OWN: &str = "111122223333";
pub(crate) const USER: &str = "arn:aws:iam::111122223333:user/Alice";
pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/Auditor";
pub(crate) const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Auditor/monday";
pub(crate) const ROOT: &str = "arn:aws:iam::111122223333:root";
/// A resource of the same account, and one of another.
pub(crate) const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:jobs";
pub(crate) const FOREIGN_QUEUE: &str = "arn:aws:sqs:us-east-1:444455556666:jobs";
pub(crate) const TARGET_ROLE: &str = "arn:aws:iam::111122223333:role/Target";
pub(crate) const FOREIGN_ROLE: &str = "arn:aws:iam::444455556666:role/Target";

pub(crate) fn parse(text: &str, kind: Kind) -> Policy {
    Policy::parse(text, kind).unwrap_or_else(|error| panic!("{}: {error}\n{text}", error.code))
}

/// A 2012 document of the statements.
pub(crate) fn document(statements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)
}

pub(crate) fn identity(statements: &str) -> Policy {
    parse(&document(statements), Kind::Identity)
}

pub(crate) fn resource(statements: &str) -> Policy {
    parse(&document(statements), Kind::Resource)
}

pub(crate) fn trust(statements: &str) -> Policy {
    parse(&document(statements), Kind::Trust)
}

/// `Allow` or `Deny` of one action on everything.
pub(crate) fn statement(effect: &str, action: &str) -> String {
    format!(r#"{{"Effect":"{effect}","Action":"{action}","Resource":"*"}}"#)
}

/// The same with a principal, given as JSON.
pub(crate) fn for_principal(effect: &str, principal: &str, action: &str) -> String {
    format!(r#"{{"Effect":"{effect}","Principal":{principal},"Action":"{action}","Resource":"*"}}"#)
}

/// A statement of a trust policy.
pub(crate) fn trusting(effect: &str, principal: &str) -> String {
    format!(r#"{{"Effect":"{effect}","Principal":{principal},"Action":"sts:AssumeRole"}}"#)
}

pub(crate) fn aws(arn: &str) -> String {
    format!(r#"{{"AWS":"{arn}"}}"#)
}

pub(crate) fn request(principal: &str, action: &str, resource: &str) -> Request {
    Request {
        principal: principal.to_owned(),
        role_arn: None,
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: Context::default(),
    }
}

/// The decision by one identity policy, a whole document.
pub(crate) fn by_identity(document: &str, request: &Request) -> Decision {
    let policies = [parse(document, Kind::Identity)];
    evaluate(request, &Layers { identity: &policies, ..Layers::default() })
}

/// The policies of one case, as lists of statements; an empty text is no policy.
#[derive(Default)]
pub(crate) struct Case {
    pub(crate) principal: &'static str,
    pub(crate) action: &'static str,
    pub(crate) resource: &'static str,
    pub(crate) identity: String,
    pub(crate) resource_policy: String,
    pub(crate) scps: Vec<String>,
    pub(crate) boundary: String,
    pub(crate) session: String,
    pub(crate) context: Context,
}

impl Case {
    pub(crate) fn outcome(&self) -> Outcome {
        let optional = |statements: &str| (!statements.is_empty()).then(|| identity(statements));
        let identity_policies: Vec<Policy> = optional(&self.identity).into_iter().collect();
        let boundaries: Vec<Policy> = optional(&self.boundary).into_iter().collect();
        let scps: Vec<Vec<Policy>> = self.scps.iter().map(|each| vec![identity(each)]).collect();
        let session = optional(&self.session);
        let is_trust = self.action.starts_with("sts:");
        let resource_policy = (!self.resource_policy.is_empty())
            .then(|| if is_trust { trust(&self.resource_policy) } else { resource(&self.resource_policy) });
        let mut request = request(self.principal, self.action, self.resource);
        request.context = self.context.clone();
        let layers = Layers {
            identity: &identity_policies,
            resource: resource_policy.as_ref(),
            scps: &scps,
            boundaries: &boundaries,
            session: session.as_ref(),
        };
        let decision = evaluate(&request, &layers);
        assert_eq!(
            iam_policy::evaluate::outcome(&request, &layers),
            decision.outcome,
            "the outcome alone and the decision agree"
        );
        assert!(!decision.reason.is_empty(), "every decision has its reason");
        decision.outcome
    }
}
