//! The policies of a simulation, each with the name by which its result speaks of it.

use super::invalid;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::iam::rules::{ARN, Check, DOCUMENT, POLICY_NAME};
use crate::state::entity::EntityKind;
use crate::wire::form::Form;
use iam_policy::arn::Arn;
use iam_policy::{Kind, Policy};

/// The most documents in one list, beside which the size of a request matters more.
const MOST: usize = 1000;
/// The deepest that an organisation is. Source: the service model.
const MOST_LEVELS: usize = 7;
const MOST_EXCLUSIONS: usize = 256;
const EXCLUDED_TYPES: [&str; 6] =
    ["inline", "aws-managed", "user-managed", "permission-boundary", "scp", "rcp"];

/// An identity policy: what it is called, and its text.
pub(super) struct Named {
    pub(super) id: String,
    pub(super) text: String,
}

/// The policies that bear on every question.
#[derive(Default)]
pub(super) struct Sources {
    /// Of `identity`, in the same order.
    pub(super) named: Vec<Named>,
    pub(super) identity: Vec<Policy>,
    pub(super) boundaries: Vec<Policy>,
    pub(super) scps: Vec<Vec<Policy>>,
    weight: usize,
}

/// The documents that a request carries.
pub(super) struct Lists {
    policies: Vec<String>,
    boundaries: Vec<String>,
}

impl Lists {
    pub(super) fn read(check: &mut Check<'_>, required: bool) -> Self {
        let policies = match required {
            true => check.required_texts("PolicyInputList", MOST, DOCUMENT),
            false => check.texts("PolicyInputList", MOST, DOCUMENT),
        };
        Self { policies, boundaries: check.texts("PermissionsBoundaryPolicyInputList", MOST, DOCUMENT) }
    }
}

/// The service control policies of a request, by level.
pub(super) fn read_organization(call: &Call<'_>, check: &mut Check<'_>) -> Vec<Vec<String>> {
    let levels = call.form.list("OrderedOrganizationPolicyInputList");
    let path = "orderedOrganizationPolicyInputList";
    check.violations.length(path, &format!("[{path}]"), levels.len(), 0, MOST_LEVELS);
    let read = |(number, level): (usize, &Form)| {
        let texts = level.list("ServiceControlPolicyInputList");
        let texts: Vec<String> =
            texts.iter().map(|text| text.get("").unwrap_or_default().to_owned()).collect();
        let path = format!("{path}.{number}.member.serviceControlPolicyInputList");
        check.violations.members(&path, &texts, DOCUMENT);
        texts
    };
    (1..).zip(&levels).map(read).collect()
}

/// Checks what the model says of `PolicyExclusionList`, which is refused afterwards.
pub(super) fn check_exclusions(call: &Call<'_>, check: &mut Check<'_>) {
    let list = call.form.list("PolicyExclusionList");
    let path = "policyExclusionList";
    let violations = &mut check.violations;
    violations.length(path, &format!("[{path}]"), list.len(), 0, MOST_EXCLUSIONS);
    for (number, one) in (1..).zip(&list) {
        let at = |member: &str| format!("{path}.{number}.member.{member}");
        violations.one_of(&at("policyType"), one.get("PolicyType"), &EXCLUDED_TYPES);
        violations.optional(&at("policyArn"), one.get("PolicyArn"), ARN);
        if !one.has("InlinePolicyIdentifier") {
            continue;
        }
        let inline = |member: &str| at(&format!("inlinePolicyIdentifier.{member}"));
        let name = one.get("InlinePolicyIdentifier.PolicyName");
        violations.required(&inline("policyName"), name, POLICY_NAME);
        let attached = one.get("InlinePolicyIdentifier.AttachmentType");
        if attached.is_none() {
            violations.missing(&inline("attachmentType"));
        }
        violations.one_of(&inline("attachmentType"), attached, &["user", "group", "role"]);
        let entity = one.get("InlinePolicyIdentifier.AttachmentName");
        violations.required(&inline("attachmentName"), entity, POLICY_NAME);
    }
}

fn parse(text: &str) -> Result<Policy, ApiError> {
    Policy::parse(text, Kind::Identity).map_err(|error| invalid(error.iam_message()))
}

impl Sources {
    /// How many characters of policy there are.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }

    fn add_identity(&mut self, id: String, text: &str, policy: Policy) {
        self.weight += text.len();
        self.named.push(Named { id, text: text.to_owned() });
        self.identity.push(policy);
    }

    /// Adds those of the request. A boundary given takes the place of the one that is attached.
    pub(super) fn add(&mut self, lists: &Lists) -> Result<(), ApiError> {
        for (number, text) in (1..).zip(&lists.policies) {
            self.add_identity(format!("PolicyInputList.{number}"), text, parse(text)?);
        }
        match lists.boundaries.as_slice() {
            [] => Ok(()),
            [boundary] => {
                self.weight += boundary.len();
                self.boundaries = vec![parse(boundary)?];
                Ok(())
            }
            _ => Err(invalid("Only one permissions boundary policy can be given.")),
        }
    }

    /// Adds the service control policies of the request, by level.
    pub(super) fn add_organization(&mut self, levels: &[Vec<String>]) -> Result<(), ApiError> {
        for level in levels {
            self.weight += level.iter().map(String::len).sum::<usize>();
            self.scps.push(level.iter().map(|text| parse(text)).collect::<Result<_, _>>()?);
        }
        Ok(())
    }
}

/// A user or a role as an ARN names it.
pub(super) struct Entity<'a> {
    kind: EntityKind,
    name: &'a str,
    arn: &'a str,
}

impl<'a> Entity<'a> {
    /// Source of the text: public reports of `simulate-principal-policy` with a session's ARN.
    pub(super) fn parse(arn: &'a str) -> Result<Self, ApiError> {
        let unclear =
            || invalid(format!("Invalid Entity Arn: {arn} does not clearly define entity type and name."));
        let parsed = Arn::parse(arn).filter(|arn| arn.service == "iam").ok_or_else(unclear)?;
        let (kind, path) = parsed.resource_type().ok_or_else(unclear)?;
        let kind = match kind {
            "user" => EntityKind::User,
            "role" => EntityKind::Role,
            _ => return Err(unclear()),
        };
        let name = path.rsplit('/').next().filter(|name| !name.is_empty()).ok_or_else(unclear)?;
        Ok(Self { kind, name, arn })
    }

    pub(super) fn is_role(&self) -> bool {
        self.kind == EntityKind::Role
    }

    /// All policies that bear on it, as IAM holds them now.
    pub(super) fn sources(&self, call: &Call<'_>) -> Result<Sources, ApiError> {
        let account = &call.caller.account;
        let world = call.cloud.read();
        let entity = world.entity(account, self.kind, self.name);
        let entity = entity.filter(|entity| entity.arn(account) == self.arn);
        let entity = entity.ok_or_else(|| self.kind.not_found(self.name))?;
        let permissions = entity.permissions();
        let mut sources = Sources::default();
        for (name, document) in &permissions.inline {
            let id = format!("{}_{}_{name}", self.kind.word(), entity.name());
            sources.add_identity(id, &document.text, document.policy.clone());
        }
        for policy in permissions.attached.iter().filter_map(|arn| world.policy(account, arn)) {
            if let Some(document) = policy.document() {
                sources.add_identity(policy.name.clone(), &document.text, document.policy.clone());
            }
        }
        let boundary = permissions.boundary.as_ref().and_then(|arn| world.policy(account, arn));
        if let Some(document) = boundary.and_then(|policy| policy.document()) {
            sources.weight += document.text.len();
            sources.boundaries.push(document.policy.clone());
        }
        let scps = world.account(account).map(|account| account.service_control.policies());
        sources.scps = scps.map(|scps| scps.as_ref().clone()).unwrap_or_default();
        Ok(sources)
    }
}
