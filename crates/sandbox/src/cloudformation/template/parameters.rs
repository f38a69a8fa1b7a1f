//! A template's parameters and what they accept.
//! Rule: "CloudFormation template Parameters syntax", AWS CloudFormation User Guide.

use super::yaml::Node;
use super::{Unusable, is_logical_id};
use regex_lite::{Regex, RegexBuilder};

/// The most that a compiled pattern may weigh.
const LARGEST_PATTERN: usize = 1 << 20;
/// The most parameters of a template: AWS's quota.
const MOST: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    kind: Kind,
    pub(super) default: Option<String>,
    pattern: Option<(String, Regex)>,
    allowed: Vec<String>,
    lengths: (Option<usize>, Option<usize>),
    numbers: (Option<f64>, Option<f64>),
    /// What is said instead of which rule was broken.
    constraint: Option<String>,
}

pub(super) fn read(section: Option<&Node>) -> Result<Vec<(String, Parameter)>, Unusable> {
    let Some(section) = section else { return Ok(Vec::new()) };
    let fields =
        section.fields().ok_or_else(|| Unusable::format("Every Parameters member must be an object."))?;
    if fields.len() > MOST {
        return Err(Unusable::format(format!("a template has {MOST} parameters at most")));
    }
    fields.iter().map(|(name, node)| Ok((name.clone(), Parameter::read(name, node)?))).collect()
}

impl Parameter {
    fn read(name: &str, node: &Node) -> Result<Self, Unusable> {
        if !is_logical_id(name) {
            return Err(Unusable::format(format!("Parameter name {name} is non alphanumeric.")));
        }
        let fields =
            node.fields().ok_or_else(|| Unusable::format("Every Parameters member must be an object."))?;
        let mut parameter = Self {
            kind: Kind::Text,
            default: None,
            pattern: None,
            allowed: Vec::new(),
            lengths: (None, None),
            numbers: (None, None),
            constraint: None,
        };
        let mut typed = false;
        for (key, value) in fields {
            let malformed = || Unusable::format(format!("Invalid value of {key} of the parameter {name}"));
            let text = || value.text().ok_or_else(malformed);
            let length = || text()?.parse::<usize>().map_err(|_| malformed());
            let number = || text()?.parse::<f64>().map_err(|_| malformed());
            match key.as_str() {
                "Type" => {
                    typed = true;
                    parameter.kind = match text()? {
                        "String" => Kind::Text,
                        "Number" => Kind::Number,
                        other => {
                            return Err(Unusable::unserved(format_args!("the parameter type {other}")));
                        }
                    };
                }
                "Default" => parameter.default = Some(text()?.to_owned()),
                "AllowedPattern" => parameter.pattern = Some(pattern(text()?)?),
                "AllowedValues" => {
                    let Node::List(values) = value else { return Err(malformed()) };
                    let values = values.iter().map(|value| value.text().map(str::to_owned));
                    parameter.allowed = values.collect::<Option<_>>().ok_or_else(malformed)?;
                }
                "MinLength" => parameter.lengths.0 = Some(length()?),
                "MaxLength" => parameter.lengths.1 = Some(length()?),
                "MinValue" => parameter.numbers.0 = Some(number()?),
                "MaxValue" => parameter.numbers.1 = Some(number()?),
                "ConstraintDescription" => parameter.constraint = Some(text()?.to_owned()),
                // What a console shows.
                "Description" | "NoEcho" => {}
                other => {
                    return Err(Unusable::format(format!("Invalid template parameter property '{other}'")));
                }
            }
        }
        if !typed {
            return Err(Unusable::format("Every Parameters object must contain a Type member."));
        }
        Ok(parameter)
    }

    /// Whether it accepts a value.
    pub(super) fn check(&self, name: &str, value: &str) -> Result<(), Unusable> {
        let Some(broken) = self.broken(value) else { return Ok(()) };
        Err(Unusable(match &self.constraint {
            Some(constraint) => format!("Parameter {name} failed to satisfy constraint: {constraint}"),
            None => format!("Parameter '{name}' {broken}"),
        }))
    }

    /// The rule that a value breaks.
    fn broken(&self, value: &str) -> Option<String> {
        if !self.allowed.is_empty() && !self.allowed.iter().any(|allowed| allowed == value) {
            return Some("must be one of AllowedValues".to_owned());
        }
        if let Some((shown, _)) = self.pattern.as_ref().filter(|(_, pattern)| !pattern.is_match(value)) {
            return Some(format!("must match pattern {shown}"));
        }
        if self.kind == Kind::Number {
            let Ok(number) = value.parse::<f64>() else { return Some("must be a number".to_owned()) };
            return match self.numbers {
                (Some(least), _) if number < least => Some(format!("must be a number not less than {least}")),
                (_, Some(most)) if number > most => Some(format!("must be a number not greater than {most}")),
                _ => None,
            };
        }
        let length = value.chars().count();
        match self.lengths {
            (Some(least), _) if length < least => Some(format!("must contain at least {least} characters")),
            (_, Some(most)) if length > most => Some(format!("must contain at most {most} characters")),
            _ => None,
        }
    }
}

/// The whole value has to match.
fn pattern(text: &str) -> Result<(String, Regex), Unusable> {
    let built = RegexBuilder::new(&format!("^(?:{text})$")).size_limit(LARGEST_PATTERN).build();
    let regex = built.map_err(|_| Unusable::unserved(format_args!("the AllowedPattern {text}")))?;
    Ok((text.to_owned(), regex))
}
