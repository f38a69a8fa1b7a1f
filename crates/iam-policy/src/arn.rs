//! ARNs: their parts, and matching with wildcards.

use crate::template::{self, Template, Wildcards};
use std::fmt;

/// An ARN taken apart: `arn:partition:service:region:account:resource`.
///
/// The resource is everything after the fifth colon and may hold colons and slashes itself.
/// Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub partition: &'a str,
    /// `iam`, `sts`, `bedrock`, …
    pub service: &'a str,
    /// Empty where the service has no regions.
    pub region: &'a str,
    /// Twelve digits; empty where the resource belongs to none, such as a foundation model.
    pub account: &'a str,
    /// For example `role/path/name` or `foundation-model/id`.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes a text apart; `None` if it does not begin with `arn:` or has fewer than six parts.
    pub fn parse(text: &'a str) -> Option<Arn<'a>> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        Some(Arn {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }

    /// The type before the first `/`, and what follows it: `role/p/n` is `("role", "p/n")`.
    pub fn resource_type(&self) -> Option<(&'a str, &'a str)> {
        self.resource.split_once('/')
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Arn { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// Whether an ARN matches a pattern as Resource and the Arn condition operators read it: each of the
/// first five parts for itself, so that a `*` never crosses one of their colons, and the rest as one.
/// `*` alone matches everything. Policy variables are not filled in.
pub fn matches(pattern: &str, arn: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    ArnPattern::new(pattern, false, Variables::InResourceOnly)
        .is_some_and(|pattern| pattern.matches(arn, &|_| None))
}

/// In which parts of a pattern policy variables are filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variables {
    /// Only after the fifth colon, as the Resource element has it.
    InResourceOnly,
    /// In every part, as the Arn condition operators have it.
    Everywhere,
}

/// A pattern of an ARN, ready to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArnPattern {
    segments: Box<[Template; 6]>,
}

impl ArnPattern {
    /// `None` if the text does not have the six parts of an ARN.
    pub(crate) fn new(text: &str, variables: bool, allowed: Variables) -> Option<ArnPattern> {
        let parts = template::arn_segments(text)?;
        if parts.first() != Some(&"arn") {
            return None;
        }
        let mut number = 0;
        let segments = parts.map(|part| {
            number += 1;
            let filled = variables && (number == 6 || allowed == Variables::Everywhere);
            Template::new(part, filled, Wildcards::Active)
        });
        Some(ArnPattern { segments: Box::new(segments) })
    }

    /// Whether an ARN matches; never, if the text is not an ARN.
    pub(crate) fn matches<'c>(&self, arn: &str, lookup: &impl Fn(&str) -> Option<&'c [String]>) -> bool {
        let mut parts = arn.splitn(6, ':');
        self.segments.iter().all(|segment| parts.next().is_some_and(|part| segment.matches(part, lookup)))
    }
}
