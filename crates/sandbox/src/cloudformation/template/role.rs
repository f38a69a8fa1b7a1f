//! `AWS::IAM::Role`.

use super::Unusable;
use super::functions::Scope;
use super::yaml::Node;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is served of its properties.
const PROPERTIES: [&str; 7] =
    ["AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Path", "Policies", "RoleName", "Tags"];
/// What AWS has besides.
const UNSERVED: [&str; 2] = ["ManagedPolicyArns", "PermissionsBoundary"];

/// A role as a stack wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RoleShape {
    /// Its logical id.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) description: Option<String>,
    /// As it is sent to IAM, which judges it.
    pub(crate) longest_session: Option<String>,
    pub(crate) trust: String,
    /// Inline policies: names and documents.
    pub(crate) policies: Vec<(String, String)>,
    pub(crate) tags: Vec<(String, String)>,
}

/// That only what is served is there.
pub(super) fn check(id: &str, properties: &Node) -> Result<(), Unusable> {
    let fields = properties
        .fields()
        .ok_or_else(|| Unusable::format(format!("Properties of resource {id} must be an object.")))?;
    for (name, _) in fields {
        if UNSERVED.contains(&name.as_str()) {
            return Err(Unusable::unserved(format_args!("the property {name} of AWS::IAM::Role")));
        }
        if !PROPERTIES.contains(&name.as_str()) {
            return Err(Unusable(format!("Encountered unsupported property {name}")));
        }
    }
    match properties.get("AssumeRolePolicyDocument") {
        Some(_) => Ok(()),
        None => Err(malformed(id, "AssumeRolePolicyDocument", "is missing")),
    }
}

/// The role with every function worked out.
pub(super) fn shape(id: &str, properties: &Node, scope: &Scope<'_>) -> Result<RoleShape, Unusable> {
    let text = |name: &str| match properties.get(name) {
        None => Ok(None),
        Some(node) => match scope.text(node)? {
            Some(text) => Ok(Some(text)),
            None => Err(malformed(id, name, "is not a text")),
        },
    };
    let document = |node: Option<&Node>| node.map_or(Ok(Value::Null), |node| scope.json(node));
    let trust = document(properties.get("AssumeRolePolicyDocument"))?.to_string();
    let mut policies = Vec::new();
    for policy in listed(id, "Policies", properties)? {
        let name = pair(id, "Policies", policy, ("PolicyName", "PolicyDocument"))?;
        let name = scope.text(name)?.ok_or_else(|| malformed(id, "PolicyName", "is not a text"))?;
        policies.push((name, document(policy.get("PolicyDocument"))?.to_string()));
    }
    let mut tags = Vec::new();
    for tag in listed(id, "Tags", properties)? {
        let key = pair(id, "Tags", tag, ("Key", "Value"))?;
        let of = |node: Option<&Node>| node.map_or(Ok(None), |node| scope.text(node));
        let (Some(key), Some(value)) = (scope.text(key)?, of(tag.get("Value"))?) else {
            return Err(malformed(id, "Tags", "has a tag that is not a text"));
        };
        tags.push((key, value));
    }
    Ok(RoleShape {
        id: id.to_owned(),
        name: name_of(scope, id)?,
        path: text("Path")?.unwrap_or_else(|| "/".to_owned()),
        description: text("Description")?,
        longest_session: text("MaxSessionDuration")?,
        trust,
        policies,
        tags,
    })
}

/// A role's name: `Ref` of it. One without a name gets one that follows from its stack.
pub(super) fn name_of(scope: &Scope<'_>, id: &str) -> Result<String, Unusable> {
    let properties = scope.template.roles.iter().find(|(known, _)| known == id).map(|(_, node)| node);
    let named = properties.and_then(|properties| properties.get("RoleName"));
    match named {
        Some(node) => scope.text(node)?.ok_or_else(|| malformed(id, "RoleName", "is not a text")),
        None => {
            let unique = scope.place.stack_id.rsplit('-').next().unwrap_or_default();
            let whole = format!("{}-{id}", scope.place.stack_name);
            // A role's name has 64 characters at most.
            let head: String = whole.chars().take(63 - unique.len().min(63)).collect();
            Ok(format!("{head}-{unique}"))
        }
    }
}

pub(super) fn arn_of(scope: &Scope<'_>, id: &str) -> Result<String, Unusable> {
    let properties = scope.template.roles.iter().find(|(known, _)| known == id).map(|(_, node)| node);
    let path = properties.and_then(|properties| properties.get("Path"));
    let path = path.map_or(Ok(None), |node| scope.text(node))?.unwrap_or_else(|| "/".to_owned());
    Ok(format!("arn:aws:iam::{}:role{path}{}", scope.place.account, name_of(scope, id)?))
}

fn listed<'n>(id: &str, name: &str, properties: &'n Node) -> Result<&'n [Node], Unusable> {
    match properties.get(name) {
        None => Ok(&[]),
        Some(Node::List(items)) => Ok(items),
        Some(_) => Err(malformed(id, name, "is not a list")),
    }
}

/// The first of two fields that an item has, and no other.
fn pair<'n>(
    id: &str,
    name: &str,
    item: &'n Node,
    (first, second): (&str, &str),
) -> Result<&'n Node, Unusable> {
    let fields = item.fields().unwrap_or_default();
    if let Some((stray, _)) = fields.iter().find(|(known, _)| known != first && known != second) {
        return Err(malformed(id, name, &format!("has the unsupported property {stray}")));
    }
    match (item.get(first), item.get(second)) {
        (Some(found), Some(_)) => Ok(found),
        _ => Err(malformed(id, name, &format!("wants {first} and {second}"))),
    }
}

fn malformed(id: &str, name: &str, why: &str) -> Unusable {
    Unusable(format!("Properties validation failed for resource {id} with message: #/{name}: {why}"))
}
