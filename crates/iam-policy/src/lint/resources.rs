//! ARNs of a permissions policy: one slip in any of their six parts, and nothing matches.

use super::knowledge::{
    REGIONS, RESOURCE_TYPES, ResourceType, is_service, partitions, resource_type, services,
};
use super::{Findings, rules, suggest};
use crate::arn::Arn;
use crate::document::meant::nearest;
use crate::document::{ResourcePattern, is_account};
use crate::glob::Glob;

/// What the ids of cross-region inference profiles begin with.
/// Source: Bedrock User Guide, "Supported Regions and models for inference profiles".
const GEOGRAPHIES: [&str; 8] = ["us.", "us-gov.", "eu.", "apac.", "jp.", "au.", "ca.", "global."];

pub(super) fn resource(pattern: &ResourcePattern, is_allowed: bool, findings: &mut Findings<'_>) {
    let Some(arn) = Arn::parse(&pattern.text) else { return };
    let mut arn = Checked { arn, pattern, findings };
    arn.partition();
    if arn.service(is_allowed) {
        arn.of_bedrock(is_allowed);
    }
}

/// The types of Bedrock's resources that an ARN can mean; `None`: any, or it cannot be told.
pub(super) fn types_of(text: &str) -> Option<Vec<&'static str>> {
    let arn = Arn::parse(text)?;
    if arn.service != "bedrock" {
        return None;
    }
    let kind = arn.resource.split('/').next()?;
    if !is_pattern(kind) {
        return resource_type(kind).map(|known| vec![known.name]);
    }
    let types = matching_types(arn.resource);
    (!types.is_empty()).then(|| types.iter().map(|known| known.name).collect())
}

/// The types that a resource part with a wildcard in its type can mean.
fn matching_types(resource: &str) -> Vec<&'static ResourceType> {
    let matches = |known: &&ResourceType| match resource.split_once('/') {
        Some((kind, _)) => Glob::new(kind).matches(known.name),
        None => {
            let start = resource.split(['*', '?']).next().unwrap_or_default();
            format!("{}/", known.name).starts_with(start) || start.starts_with(&format!("{}/", known.name))
        }
    };
    RESOURCE_TYPES.iter().filter(matches).collect()
}

fn is_pattern(part: &str) -> bool {
    part.contains(['*', '?', '$'])
}

struct Checked<'c, 't> {
    arn: Arn<'c>,
    pattern: &'c ResourcePattern,
    findings: &'c mut Findings<'t>,
}

impl Checked<'_, '_> {
    fn add(&mut self, rule: &'static super::Rule, message: String, remedy: Option<String>) {
        let remedy = remedy.unwrap_or_else(|| rule.remedy.to_owned());
        self.findings.add(rule, self.pattern.span, message, remedy);
    }

    fn partition(&mut self) {
        let partition = self.arn.partition;
        if !is_pattern(partition) && !partitions().any(|known| known == partition) {
            let meant = nearest(partition, partitions()).map(|known| format!("Did you mean {known}?"));
            self.add(&rules::UNKNOWN_PARTITION, format!("`{partition}` is not a partition"), meant);
        }
    }

    /// Whether the ARN is one of Bedrock.
    fn service(&mut self, is_allowed: bool) -> bool {
        let service = self.arn.service;
        if service == "bedrock" {
            return true;
        }
        if is_pattern(service) {
            if is_allowed {
                let message = "the actions are allowed on resources of every service that matches".to_owned();
                self.add(&rules::ANY_RESOURCE, message, None);
            }
        } else if is_service(service) {
            if is_allowed {
                self.add(
                    &rules::FOREIGN_SERVICE,
                    format!("`{}` is not a resource of Bedrock", self.pattern.text),
                    Some("Remove it: the gateway calls Bedrock only.".to_owned()),
                );
            }
        } else {
            let meant = match service.to_ascii_lowercase().starts_with("bedrock") {
                true => Some("bedrock"),
                false => nearest(service, ["bedrock"].into_iter()).or_else(|| nearest(service, services())),
            };
            let meant = meant.filter(|_| !service.is_empty());
            if service.is_empty() && self.arn.region == "bedrock" {
                let message = format!("`{}` has a colon too many", self.pattern.text);
                let remedy = "Remove one of the colons before bedrock.".to_owned();
                self.add(&rules::RESOURCE_FORMAT, message, Some(remedy));
                return false;
            }
            let message = match service {
                "" => format!("`{}` names no service", self.pattern.text),
                _ => format!("`{service}` is not a service"),
            };
            self.add(&rules::UNKNOWN_SERVICE, message, meant.map(|known| format!("Did you mean {known}?")));
        }
        false
    }

    fn of_bedrock(&mut self, is_allowed: bool) {
        let resource = self.arn.resource;
        if let Some(rest) = resource.strip_prefix(':') {
            let meant = Arn { resource: rest.trim_start_matches(':'), ..self.arn };
            let message = format!("`{}` has a colon too many", self.pattern.text);
            self.add(&rules::RESOURCE_FORMAT, message, Some(format!("Did you mean {meant}?")));
            return;
        }
        let (kind, name) = match resource.split_once('/') {
            Some((kind, name)) => (kind, Some(name)),
            None => (resource, None),
        };
        if is_pattern(kind) && !kind.contains(':') {
            self.pattern_of_types(is_allowed);
        } else if let Some(known) = resource_type(kind) {
            match name {
                Some(name) if !name.is_empty() => {
                    self.places(known);
                    self.name(known, name);
                }
                _ => self.add(
                    &rules::MISSING_RESOURCE_NAME,
                    format!("`{}` names a type and no resource", self.pattern.text),
                    Some(format!("Write {kind}/*, or {kind}/ and the id.")),
                ),
            }
        } else {
            let start = kind.split(':').next().unwrap_or_default();
            let (shown, meant) = match resource_type(start) {
                Some(known) if kind != start => (kind, Some(format!("Write {}/ with a slash.", known.name))),
                _ => (start, suggest::resource_type(start).map(|known| format!("Did you mean {known}?"))),
            };
            let message = format!("`{shown}` is not a type of resource of Bedrock");
            self.add(&rules::UNKNOWN_RESOURCE_TYPE, message, meant);
        }
    }

    /// An ARN whose type is a pattern.
    fn pattern_of_types(&mut self, is_allowed: bool) {
        let types = matching_types(self.arn.resource);
        if types.is_empty() && !self.arn.resource.contains('$') {
            let message = format!("`{}` matches no type of resource of Bedrock", self.pattern.text);
            self.add(&rules::MATCHES_NOTHING, message, None);
        } else if types.len() == RESOURCE_TYPES.len() && is_allowed {
            let message = "the actions are allowed on every resource of Bedrock".to_owned();
            self.add(&rules::ANY_RESOURCE, message, None);
        }
        self.region(false);
        if !is_account_or_pattern(self.arn.account) {
            self.invalid_account();
        }
    }

    /// The region and the account of an ARN whose type is known.
    fn places(&mut self, known: &ResourceType) {
        // A model behind a global profile has no region.
        self.region(known.has_region && known.has_account);
        let account = self.arn.account;
        if known.has_account && account.is_empty() {
            let message = format!("the type `{}` belongs to an account, and the ARN names none", known.name);
            self.add(&rules::MISSING_ACCOUNT, message, None);
        } else if !known.has_account && !account.is_empty() && !is_pattern(account) {
            let message =
                format!("the type `{}` belongs to no account, and the ARN names `{account}`", known.name);
            let meant = Arn { account: "", ..self.arn };
            self.add(&rules::ACCOUNT_IN_MODEL, message, Some(format!("Write {meant}.")));
        } else if !is_account_or_pattern(account) {
            self.invalid_account();
        }
    }

    fn invalid_account(&mut self) {
        let account = self.arn.account;
        let why = match account.bytes().all(|byte| byte.is_ascii_digit()) {
            true => format!("it has {} digits, not 12", account.len()),
            false => "it must have 12 digits".to_owned(),
        };
        self.add(&rules::INVALID_ACCOUNT, format!("`{account}` is not an account: {why}"), None);
    }

    fn region(&mut self, is_needed: bool) {
        let Arn { partition, region, .. } = self.arn;
        if region.contains('$') {
            return;
        }
        if region.is_empty() {
            if is_needed {
                let message = format!("`{}` names no region", self.pattern.text);
                self.add(&rules::MISSING_REGION, message, None);
            }
            return;
        }
        let glob = Glob::new(region);
        let mut known = REGIONS.iter().filter(|(name, _)| glob.matches(name)).peekable();
        if known.peek().is_none() {
            let message = match is_pattern(region) {
                true => format!("`{region}` matches no region"),
                false => format!("`{region}` is not a region that is known"),
            };
            let meant = suggest::region(region).map(|known| format!("Did you mean {known}?"));
            self.add(&rules::UNKNOWN_REGION, message, meant);
        } else if !is_pattern(partition)
            && partitions().any(|known| known == partition)
            && !known.any(|(_, of)| *of == partition)
        {
            let message = format!("`{region}` is not in the partition `{partition}`");
            self.add(
                &rules::MATCHES_NOTHING,
                message,
                Some("Correct the partition or the region.".to_owned()),
            );
        }
    }

    /// Ids that no resource of the type has.
    fn name(&mut self, known: &ResourceType, name: &str) {
        let first = name.split(['*', '?', '$']).next().unwrap_or_default();
        let provider = first.split('.').next().unwrap_or_default();
        let geography = GEOGRAPHIES.iter().find(|geography| name.starts_with(**geography));
        match known.name {
            "foundation-model" if geography.is_some() => {
                let message = format!("`{name}` is the id of an inference profile, not of a model");
                let remedy = "Write inference-profile/ with the account, and allow the model behind it too.";
                self.add(&rules::MATCHES_NOTHING, message, Some(remedy.to_owned()));
            }
            "foundation-model"
                if provider.contains(|letter: char| letter.is_uppercase() || letter == ' ') =>
            {
                let message = format!("`{name}` is no model: its provider is written in lower case");
                self.add(&rules::MATCHES_NOTHING, message, Some("Write it as Bedrock lists it.".to_owned()));
            }
            "foundation-model" if first == name && !name.contains('.') => {
                let message = format!("`{name}` is no model: an id begins with its provider and a dot");
                let remedy = "Write it as anthropic.claude-…, amazon.nova-…, or the like.";
                self.add(&rules::MATCHES_NOTHING, message, Some(remedy.to_owned()));
            }
            "inference-profile" if first.contains('.') && geography.is_none() => {
                let is_geography = |start: &str| start.len() <= 8 && !start.contains('-');
                // A geography that is newer than the list.
                if !first.split('.').next().is_some_and(is_geography) || first.split('.').count() < 3 {
                    let message = format!("`{name}` is the id of a model, not of an inference profile");
                    let remedy =
                        "Begin it with its geography, for example us., or write inference-profile/*.";
                    self.add(&rules::MATCHES_NOTHING, message, Some(remedy.to_owned()));
                }
            }
            _ => {}
        }
    }
}

/// Whether an account in an ARN is one: twelve digits, none, or a pattern; `aws` owns some resources.
fn is_account_or_pattern(account: &str) -> bool {
    account.is_empty() || account == "aws" || is_account(account) || is_pattern(account)
}
