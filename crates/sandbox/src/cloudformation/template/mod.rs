//! CloudFormation templates, as far as the product's own go: roles with inline policies, parameters
//! with their rules, `Ref`, `Fn::Sub` and `Fn::GetAtt`. Whatever else a template holds is refused and
//! named.

mod functions;
mod parameters;
mod role;
mod yaml;

pub(crate) use functions::Place;
pub(crate) use role::RoleShape;

use crate::error::ApiError;
use functions::Scope;
use parameters::Parameter;
use std::collections::BTreeMap;
use yaml::Node;

/// The largest template that comes with the request.
pub(super) const LARGEST: usize = 51_200;

/// Why a template, or a value for it, cannot be used: CloudFormation's `ValidationError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unusable(pub(crate) String);

impl Unusable {
    fn format(message: impl Into<String>) -> Self {
        Self(format!("Template format error: {}", message.into()))
    }

    /// What AWS has and the sandbox does not.
    fn unserved(what: impl std::fmt::Display) -> Self {
        Self(format!("The sandbox does not serve {what}."))
    }
}

impl From<Unusable> for ApiError {
    fn from(unusable: Unusable) -> Self {
        ApiError::validation(unusable.0)
    }
}

/// Values of parameters by name.
pub(crate) type Values = BTreeMap<String, String>;

/// A template that can be used.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    description: Option<String>,
    parameters: Vec<(String, Parameter)>,
    /// Logical ids and properties of the roles.
    roles: Vec<(String, Node)>,
    outputs: Vec<(String, Node)>,
}

const SECTIONS: [&str; 6] =
    ["AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Resources", "Outputs"];
/// Sections that AWS has and that decide something.
const UNSERVED_SECTIONS: [&str; 5] = ["Conditions", "Hooks", "Mappings", "Rules", "Transform"];

impl Template {
    /// Reads it. A value that only an account can give (`AWS::AccountId`) is looked at later.
    pub(crate) fn parse(text: &str) -> Result<Self, Unusable> {
        let whole = yaml::read(text)?;
        let sections = whole.fields().ok_or_else(|| Unusable::format("unsupported structure."))?;
        if let Some((name, _)) = sections.iter().find(|(name, _)| UNSERVED_SECTIONS.contains(&name.as_str()))
        {
            return Err(Unusable::unserved(format_args!("the section {name} of a template")));
        }
        if let Some((name, _)) = sections.iter().find(|(name, _)| !SECTIONS.contains(&name.as_str())) {
            return Err(Unusable(format!("Invalid template property or properties [{name}]")));
        }
        match whole.get("AWSTemplateFormatVersion").map(Node::text) {
            None | Some(Some("2010-09-09")) => {}
            Some(_) => {
                let field = "Value of 'AWSTemplateFormatVersion' must be '2010-09-09'";
                return Err(Unusable::format(field));
            }
        }
        let template = Self {
            description: whole.get("Description").and_then(Node::text).map(str::to_owned),
            parameters: parameters::read(whole.get("Parameters"))?,
            roles: resources(whole.get("Resources"))?,
            outputs: outputs(whole.get("Outputs"))?,
        };
        template.check()?;
        Ok(template)
    }

    pub(crate) fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The capability that it asks for: a role with a name of the template's choice asks for more.
    pub(crate) fn capability(&self) -> &'static str {
        let named = self.roles.iter().any(|(_, properties)| properties.get("RoleName").is_some());
        if named { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" }
    }

    /// Whether it has a parameter of that name.
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| known == name)
    }

    /// A value for each parameter: what was given, or its default; each held against its rules.
    pub(crate) fn values(&self, given: &Values) -> Result<Values, Unusable> {
        if let Some(stray) = given.keys().find(|name| !self.has_parameter(name)) {
            return Err(Unusable(format!("Parameters: [{stray}] do not exist in the template")));
        }
        let valued = |(name, parameter): &(String, Parameter)| {
            let value = given.get(name).or(parameter.default.as_ref());
            (name.clone(), value.cloned())
        };
        let all: Vec<(String, Option<String>)> = self.parameters.iter().map(valued).collect();
        let missing: Vec<&str> =
            all.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name.as_str()).collect();
        if !missing.is_empty() {
            return Err(Unusable(format!("Parameters: [{}] must have values", missing.join(", "))));
        }
        let values: Values = all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        for (name, parameter) in &self.parameters {
            parameter.check(name, values.get(name).map(String::as_str).unwrap_or_default())?;
        }
        Ok(values)
    }

    /// The roles as they are to be in a place, in the order of the template.
    pub(crate) fn roles(&self, values: &Values, place: &Place<'_>) -> Result<Vec<RoleShape>, Unusable> {
        let scope = Scope { template: self, values, place };
        let shapes = self.roles.iter().map(|(id, properties)| role::shape(id, properties, &scope));
        let shapes = shapes.collect::<Result<Vec<_>, _>>()?;
        for (_, value) in &self.outputs {
            scope.json(value)?;
        }
        Ok(shapes)
    }

    /// That every function names something: whatever values come, it can be told before.
    fn check(&self) -> Result<(), Unusable> {
        let nodes = self.roles.iter().chain(&self.outputs).map(|(_, node)| node);
        for node in nodes {
            functions::check(self, node)?;
        }
        // A name that comes from another resource could come from itself in the end.
        let names = self.roles.iter().flat_map(|(_, role)| [role.get("RoleName"), role.get("Path")]);
        if names.flatten().any(|node| functions::names_resource(self, node)) {
            return Err(Unusable::unserved("a role's name or path that is made of another resource's"));
        }
        Ok(())
    }

    fn has_resource(&self, id: &str) -> bool {
        self.roles.iter().any(|(known, _)| known == id)
    }
}

fn is_logical_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn resources(section: Option<&Node>) -> Result<Vec<(String, Node)>, Unusable> {
    let resources = section.and_then(Node::fields).filter(|resources| !resources.is_empty());
    let resources =
        resources.ok_or_else(|| Unusable::format("At least one Resources member must be defined."))?;
    let mut roles = Vec::with_capacity(resources.len());
    for (id, resource) in resources {
        if !is_logical_id(id) {
            return Err(Unusable::format(format!("Resource name {id} is non alphanumeric.")));
        }
        let fields = resource.fields().unwrap_or_default();
        match resource.get("Type").and_then(Node::text) {
            None => {
                return Err(Unusable::format(format!(
                    "[/Resources/{id}] Every Resources object must contain a Type member."
                )));
            }
            Some("AWS::IAM::Role") => {}
            Some(other) => return Err(Unusable::unserved(format_args!("the resource type {other}"))),
        }
        // Metadata decides nothing.
        let known = ["Type", "Properties", "Metadata"];
        if let Some((name, _)) = fields.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            return Err(Unusable::unserved(format_args!("{name} of a resource")));
        }
        let properties = resource.get("Properties").cloned().unwrap_or_else(|| Node::Map(Vec::new()));
        role::check(id, &properties)?;
        roles.push((id.clone(), properties));
    }
    Ok(roles)
}

/// The values alone: nobody imports them here.
fn outputs(section: Option<&Node>) -> Result<Vec<(String, Node)>, Unusable> {
    let Some(section) = section else { return Ok(Vec::new()) };
    let outputs =
        section.fields().ok_or_else(|| Unusable::format("Every Outputs member must be an object."))?;
    let mut found = Vec::with_capacity(outputs.len());
    for (id, output) in outputs {
        if !is_logical_id(id) {
            return Err(Unusable::format(format!("Output name {id} is non alphanumeric.")));
        }
        let fields = output.fields().unwrap_or_default();
        if let Some((name, _)) =
            fields.iter().find(|(name, _)| !matches!(name.as_str(), "Description" | "Value"))
        {
            return Err(Unusable::unserved(format_args!("{name} of an output")));
        }
        let value = output.get("Value").ok_or_else(|| {
            Unusable::format(format!(
                "Output {id} is malformed. Every Outputs member must contain a Value object"
            ))
        })?;
        found.push((id.clone(), value.clone()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
