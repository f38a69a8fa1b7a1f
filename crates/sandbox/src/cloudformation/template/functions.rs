//! `Ref`, `Fn::Sub` and `Fn::GetAtt`.
//! Rule: "Intrinsic function reference" and "Pseudo parameters reference", AWS CloudFormation.

use super::yaml::Node;
use super::{Template, Unusable, Values};
use serde_json::{Map, Value};

/// Where a stack is: what the pseudo parameters tell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) stack_name: &'a str,
    pub(crate) stack_id: &'a str,
}

const PSEUDO: [&str; 6] =
    ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName", "AWS::URLSuffix"];

/// What names stand for.
pub(super) struct Scope<'a> {
    pub(super) template: &'a Template,
    pub(super) values: &'a Values,
    pub(super) place: &'a Place<'a>,
}

impl Scope<'_> {
    /// A part of the template as JSON, its functions worked out.
    pub(super) fn json(&self, node: &Node) -> Result<Value, Unusable> {
        if let Some((name, argument)) = node.function() {
            return Ok(Value::String(self.call(name, argument)?));
        }
        Ok(match node {
            Node::Map(fields) => {
                let field = |(key, node): &(String, Node)| Ok((key.clone(), self.json(node)?));
                Value::Object(fields.iter().map(field).collect::<Result<Map<_, _>, _>>()?)
            }
            Node::List(items) => {
                Value::Array(items.iter().map(|item| self.json(item)).collect::<Result<_, _>>()?)
            }
            Node::Scalar { text, plain } => Node::scalar(text, *plain),
        })
    }

    /// The same of what has to be a text; a number is one too.
    pub(super) fn text(&self, node: &Node) -> Result<Option<String>, Unusable> {
        match (node, node.function()) {
            (_, Some((name, argument))) => self.call(name, argument).map(Some),
            (Node::Scalar { text, .. }, None) => Ok(Some(text.clone())),
            (Node::Map(_) | Node::List(_), None) => Ok(None),
        }
    }

    fn call(&self, name: &str, argument: &Node) -> Result<String, Unusable> {
        let text = argument.text().unwrap_or_default();
        match name {
            "Ref" => self.named(text),
            "Fn::GetAtt" => self.attribute(argument),
            _ => parts(text)?
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => Ok(text),
                    Part::Name(name) if name.contains('.') => self.attribute_of(&name),
                    Part::Name(name) => self.named(&name),
                })
                .collect(),
        }
    }

    fn named(&self, name: &str) -> Result<String, Unusable> {
        let place = self.place;
        Ok(match name {
            "AWS::AccountId" => place.account.to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::Region" => place.region.to_owned(),
            "AWS::StackId" => place.stack_id.to_owned(),
            "AWS::StackName" => place.stack_name.to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            _ => match self.values.get(name) {
                Some(value) => value.clone(),
                None => super::role::name_of(self, name)?,
            },
        })
    }

    fn attribute(&self, argument: &Node) -> Result<String, Unusable> {
        self.attribute_of(&attribute_name(argument).unwrap_or_default())
    }

    fn attribute_of(&self, name: &str) -> Result<String, Unusable> {
        let id = name.strip_suffix(".Arn").unwrap_or_default();
        super::role::arn_of(self, id)
    }
}

/// That every function below is one of the three, and names what there is.
pub(super) fn check(template: &Template, node: &Node) -> Result<(), Unusable> {
    let Some((name, argument)) = node.function() else {
        let below: Vec<&Node> = match node {
            Node::Map(fields) => fields.iter().map(|(_, node)| node).collect(),
            Node::List(items) => items.iter().collect(),
            Node::Scalar { .. } => Vec::new(),
        };
        return below.into_iter().try_for_each(|node| check(template, node));
    };
    match (name, argument.text()) {
        ("Ref", Some(name)) => check_name(template, name),
        ("Fn::GetAtt", _) => check_attribute(template, &attribute_name(argument).unwrap_or_default()),
        ("Fn::Sub", Some(text)) => parts(text)?.into_iter().try_for_each(|part| match part {
            Part::Text(_) => Ok(()),
            Part::Name(name) if name.contains('.') => check_attribute(template, &name),
            Part::Name(name) => check_name(template, &name),
        }),
        ("Fn::Sub", None) => Err(Unusable::unserved("Fn::Sub with a map of its own")),
        ("Ref", None) => Err(Unusable::format("All Ref references must be of type string.")),
        (other, _) => Err(Unusable::unserved(format_args!("the function {other}"))),
    }
}

/// Whether a value depends on a resource of the template.
pub(super) fn names_resource(template: &Template, node: &Node) -> bool {
    match node.function() {
        Some(("Fn::Sub", Node::Scalar { text, .. })) => parts(text).unwrap_or_default().iter().any(|part| {
            matches!(part, Part::Name(name) if template.has_resource(name.split('.').next().unwrap_or_default()))
        }),
        Some(("Ref", Node::Scalar { text, .. })) => template.has_resource(text),
        Some(("Fn::GetAtt", _)) => true,
        _ => false,
    }
}

fn check_name(template: &Template, name: &str) -> Result<(), Unusable> {
    if PSEUDO.contains(&name) || template.has_parameter(name) || template.has_resource(name) {
        return Ok(());
    }
    if name.starts_with("AWS::") {
        return Err(Unusable::unserved(format_args!("the pseudo parameter {name}")));
    }
    let whole = "Unresolved resource dependencies";
    Err(Unusable::format(format!("{whole} [{name}] in the Resources block of the template")))
}

fn check_attribute(template: &Template, name: &str) -> Result<(), Unusable> {
    match name.split_once('.') {
        Some((id, "Arn")) if template.has_resource(id) => Ok(()),
        Some((id, attribute)) if template.has_resource(id) => {
            Err(Unusable::unserved(format_args!("the attribute {attribute} of a role")))
        }
        _ => {
            let id = name.split('.').next().unwrap_or_default();
            Err(Unusable::format(format!("instance of Fn::GetAtt references undefined resource {id}")))
        }
    }
}

/// `R.Arn`, or the list of the two.
fn attribute_name(argument: &Node) -> Option<String> {
    match argument {
        Node::Scalar { text, .. } => Some(text.clone()),
        Node::List(parts) => {
            parts.iter().map(Node::text).collect::<Option<Vec<_>>>().map(|parts| parts.join("."))
        }
        Node::Map(_) => None,
    }
}

/// A part of a `Fn::Sub`.
enum Part {
    Text(String),
    Name(String),
}

/// `${Name}` is a name, `${!Text}` the text `${Text}`.
fn parts(text: &str) -> Result<Vec<Part>, Unusable> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        found.push(Part::Text(before.to_owned()));
        let unclosed =
            || Unusable::format("One or more Fn::Sub intrinsic functions don't specify expected arguments.");
        let (inside, behind) = after.split_once('}').ok_or_else(unclosed)?;
        found.push(match inside.strip_prefix('!') {
            Some(literal) => Part::Text(format!("${{{literal}}}")),
            None => Part::Name(inside.trim().to_owned()),
        });
        rest = behind;
    }
    found.push(Part::Text(rest.to_owned()));
    Ok(found)
}
