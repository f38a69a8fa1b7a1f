//! Reading a pack: everything that later code relies on is proven here. Every fault is collected,
//! with its file and its place; what can be read in spite of them is read.

use super::fault::{Fault, Faults, LineColumn, Rule};
use super::fields::typed;
use super::schema::{ArnPattern, ErrorsFile, PackFile, ProviderTypePack};
use super::{Inner, ProviderType};
use crate::fields::{AccountId, GatewayUrl, Region, RoleName, RolePath};
use crate::placeholder::{self, Placeholder};
use iam_policy::{Position, json};
use serde_json::Value;

/// The version of the file format that this program knows.
const SCHEMA: u32 = 1;

const PACK: &str = "pack.json";
const TRUST: &str = "trust.json";
const PERMISSIONS: &str = "permissions.json";
const ERRORS: &str = "errors.json";

/// What a folder's files hold, and what is wrong with them.
pub(super) struct Reading {
    /// `None`: what every document needs cannot be read. With faults it is not to be relied on, and
    /// a template that cannot be read is `null`.
    pub(super) inner: Option<Inner>,
    pub(super) faults: Vec<Fault>,
}

pub(super) fn read(files: &[(String, String)]) -> Reading {
    let mut faults = Faults::new(files);
    let facts: Option<PackFile> =
        json_text(PACK, &mut faults).and_then(|text| typed(PACK, text, &mut faults));
    if let Some(facts) = &facts {
        check_facts(facts, &mut faults);
    }
    let trust = template(
        TRUST,
        &[
            (Placeholder::GatewayPrincipal, "/Statement/0/Principal"),
            (Placeholder::ExternalId, "/Statement/0/Condition"),
        ],
        &mut faults,
    );
    let permissions = template(
        PERMISSIONS,
        &[(Placeholder::Actions, "/Statement/0/Action"), (Placeholder::Resources, "/Statement/0/Resource")],
        &mut faults,
    );
    let errors: Option<ErrorsFile> =
        json_text(ERRORS, &mut faults).and_then(|text| typed(ERRORS, text, &mut faults));
    if let Some(errors) = &errors {
        check_errors(errors, &mut faults);
    }
    let provider_types = facts.as_ref().and_then(|facts| provider_types(facts, &mut faults));
    let gateway_url = facts.as_ref().and_then(|facts| gateway_urls(facts, &mut faults));
    let inner =
        facts.zip(provider_types).zip(gateway_url).map(|((facts, provider_types), gateway_url)| Inner {
            facts,
            gateway_url,
            provider_types,
            errors: errors.map(|file| file.errors).unwrap_or_default(),
            trust: trust.unwrap_or_default(),
            permissions: permissions.unwrap_or_default(),
        });
    Reading { inner, faults: faults.into_list() }
}

/// The text of a file, once it is known to be JSON.
fn json_text<'f>(file: &'static str, faults: &mut Faults<'f>) -> Option<&'f str> {
    let Some(text) = faults.text(file) else {
        faults.add((file, Rule::File), None, "the file is missing");
        return None;
    };
    match json::parse(text) {
        Ok(_) => Some(text),
        Err(error) => {
            let place = Position::of(text, error.offset);
            faults.add((file, Rule::Json), Some(place.into()), error.to_string());
            None
        }
    }
}

fn check_schema(file: &'static str, found: u32, faults: &mut Faults<'_>) {
    if found != SCHEMA {
        let message = format!("schema {found} is not known to this version, which reads schema {SCHEMA}");
        faults.at((file, Rule::SchemaVersion), "/schema", message);
    }
}

fn check_facts(facts: &PackFile, faults: &mut Faults<'_>) {
    check_schema(PACK, facts.schema, faults);
    if facts.version.is_empty() {
        faults.at((PACK, Rule::Version), "/version", "`version` is empty");
    }
    check_gateway(facts, faults);
    if let Err(note) = RoleName::parse(&facts.defaults.role_name) {
        let message = format!("`defaults.role_name`: {note}");
        faults.at((PACK, Rule::Defaults), "/defaults/role_name", message);
    }
    if let Err(note) = RolePath::parse(&facts.defaults.role_path) {
        let message = format!("`defaults.role_path`: {note}");
        faults.at((PACK, Rule::Defaults), "/defaults/role_path", message);
    }
    if facts.role.description.len() > 1000 {
        let message = "`role.description` has more than 1000 characters";
        faults.at((PACK, Rule::Role), "/role/description", message);
    }
    for (index, tag) in facts.role.tags.iter().enumerate() {
        if !(1..=128).contains(&tag.key.len()) || tag.value.len() > 256 {
            let message = format!("`role.tags`: IAM refuses `{}`", tag.key);
            faults.at((PACK, Rule::Role), &format!("/role/tags/{index}"), message);
        }
    }
    check_regions(facts, faults);
    let policy_name_fits = (1..=128).contains(&facts.policy_name.len())
        && facts.policy_name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte));
    if !policy_name_fits {
        let message = format!("`policy_name` is `{}`, which IAM refuses", facts.policy_name);
        faults.at((PACK, Rule::PolicyName), "/policy_name", message);
    }
    let resources = &facts.resources;
    for (kind, patterns) in resources.by_kind() {
        check_patterns(kind, patterns, faults);
    }
    for name in [
        "aws_role_arn",
        "aws_external_id",
        "aws_region",
        "aws_role_session_name",
        "aws_session_duration_seconds",
    ] {
        if !facts.dashboard.iter().any(|field| field.name == name) {
            faults.at((PACK, Rule::Dashboard), "/dashboard", format!("`dashboard` lacks `{name}`"));
        }
    }
}

/// The first of the base URLs, every one of them looked at.
fn gateway_urls(facts: &PackFile, faults: &mut Faults<'_>) -> Option<GatewayUrl> {
    let mut first = None;
    for (index, base) in facts.gateway.base_urls.iter().enumerate() {
        match GatewayUrl::parse(&base.url) {
            Ok(url) if url.is_as_typed(&base.url) => {
                first.get_or_insert(url);
            }
            Ok(url) => {
                let message = format!("`gateway.base_urls`: write `{}`", url.as_str());
                faults.at((PACK, Rule::Gateway), &format!("/gateway/base_urls/{index}/url"), message);
            }
            Err(note) => {
                let message = format!("`gateway.base_urls`: {note}");
                faults.at((PACK, Rule::Gateway), &format!("/gateway/base_urls/{index}/url"), message);
            }
        }
    }
    if facts.gateway.base_urls.is_empty() {
        faults.at((PACK, Rule::Gateway), "/gateway/base_urls", "`gateway.base_urls` is empty");
    }
    first
}

fn check_gateway(facts: &PackFile, faults: &mut Faults<'_>) {
    let gateway = &facts.gateway;
    if let Err(note) = AccountId::parse(&gateway.account) {
        return faults.at((PACK, Rule::Gateway), "/gateway/account", format!("`gateway.account`: {note}"));
    }
    let user_of_account = format!("arn:aws:iam::{}:user/", gateway.account);
    let name = gateway.principal.strip_prefix(&user_of_account);
    if name.is_none_or(str::is_empty) {
        let message = format!(
            "`gateway.principal` is `{}`, not a user of the account `{}`",
            gateway.principal, gateway.account
        );
        faults.at((PACK, Rule::Gateway), "/gateway/principal", message);
    }
}

fn check_regions(facts: &PackFile, faults: &mut Faults<'_>) {
    let mut check = |region: &str, pointer: String| {
        if let Err(note) = Region::parse(region) {
            faults.at((PACK, Rule::Regions), &pointer, note.to_string());
        }
    };
    for (index, region) in facts.regions.iter().enumerate() {
        check(region, format!("/regions/{index}"));
    }
    check(&facts.defaults.region, "/defaults/region".to_owned());
    for (index, geography) in facts.geographies.iter().enumerate() {
        for (nth, region) in geography.regions.iter().enumerate() {
            check(region, format!("/geographies/{index}/regions/{nth}"));
        }
    }
    for (index, entry) in facts.provider_types.iter().enumerate() {
        for (family, each) in entry.families.iter().enumerate() {
            for (nth, region) in each.regions.iter().enumerate() {
                check(region, format!("/provider_types/{index}/families/{family}/regions/{nth}"));
            }
        }
    }
}

fn check_patterns(kind: &str, patterns: &[ArnPattern], faults: &mut Faults<'_>) {
    let kind_pointer = format!("/resources/{kind}");
    if patterns.is_empty() {
        faults.at((PACK, Rule::Resources), &kind_pointer, format!("`resources.{kind}` is empty"));
    }
    for (index, pattern) in patterns.iter().enumerate() {
        let arn = pattern.arn.as_str();
        if !arn.starts_with("arn:aws:bedrock:<REGION>:") {
            faults.at(
                (PACK, Rule::Resources),
                &format!("{kind_pointer}/{index}/arn"),
                format!("`resources.{kind}`: `{arn}` does not begin with `arn:aws:bedrock:<REGION>:`"),
            );
        }
        check_names(PACK, arn, faults);
        if let Some(narrow) = &pattern.arn_of_model {
            check_names(PACK, narrow, faults);
            if !narrow.contains("<MODEL>") {
                faults.at(
                    (PACK, Rule::Resources),
                    &format!("{kind_pointer}/{index}/arn_of_model"),
                    format!("`resources.{kind}`: `{narrow}` lacks `<MODEL>`"),
                );
            }
        }
    }
}

/// The provider types in the page's order, each exactly once and with something to probe.
fn provider_types(facts: &PackFile, faults: &mut Faults<'_>) -> Option<[ProviderTypePack; 4]> {
    let mut find = |wanted: ProviderType| {
        let mut found =
            facts.provider_types.iter().enumerate().filter(|(_, entry)| entry.provider_type == wanted);
        let mut fault = |pointer: &str, message: String| {
            faults.at((PACK, Rule::ProviderTypes), pointer, format!("`provider_types`{message}"));
        };
        let Some((index, entry)) = found.next() else {
            fault("/provider_types", format!(" lacks `{wanted}`"));
            return None;
        };
        if let Some((twice, _)) = found.next() {
            fault(&format!("/provider_types/{twice}"), format!(" has `{wanted}` twice"));
        }
        if entry.probe.models.is_empty() {
            let pointer = format!("/provider_types/{index}/probe/models");
            fault(&pointer, format!(": the probe of `{wanted}` names no model"));
        }
        if entry.needs_profiles && entry.probe.profile_models.is_empty() {
            let pointer = format!("/provider_types/{index}/probe/profile_models");
            let message = format!(": `{wanted}` needs profiles, and its probe names no model behind one");
            fault(&pointer, message);
        }
        Some(entry.clone())
    };
    let [chat, anthropic, embeddings, rerank] = ProviderType::ALL.map(&mut find);
    Some([chat?, anthropic?, embeddings?, rerank?])
}

/// A policy's template, and where each placeholder that it must have usually stands.
fn template(file: &'static str, wanted: &[(Placeholder, &str)], faults: &mut Faults<'_>) -> Option<Value> {
    let text = json_text(file, faults)?;
    let template: Value = match serde_json::from_str(text) {
        Ok(template) => template,
        Err(error) => {
            let place = LineColumn { line: error.line(), column: error.column() };
            faults.add((file, Rule::Json), Some(place), error.to_string());
            return None;
        }
    };
    let written = template.to_string();
    check_names(file, &written, faults);
    for (placeholder, usual_place) in wanted {
        if !written.contains(placeholder.token()) {
            let message = format!("the placeholder `{}` is missing", placeholder.token());
            faults.at((file, Rule::Placeholders), usual_place, message);
        }
    }
    if template.get("Statement").is_none_or(|statement| !statement.is_array()) {
        faults.at((file, Rule::Statements), "/Statement", "`Statement` is not a list");
    }
    Some(template)
}

/// Refuses a placeholder that nothing fills.
fn check_names(file: &'static str, text: &str, faults: &mut Faults<'_>) {
    if let Some(name) = placeholder::unknown(text) {
        let message = format!("the placeholder `{name}` is not known");
        faults.at_text((file, Rule::Placeholders), name, message);
    }
}

fn check_errors(errors: &ErrorsFile, faults: &mut Faults<'_>) {
    check_schema(ERRORS, errors.schema, faults);
    for (index, entry) in errors.errors.iter().enumerate() {
        let pointer = format!("/errors/{index}");
        if entry.all_of.is_empty() && entry.any_of.is_empty() {
            let message = format!("`{}` has neither `all_of` nor `any_of`", entry.code);
            faults.at((ERRORS, Rule::Patterns), &pointer, message);
        }
        if entry.all_of.iter().chain(&entry.any_of).any(|pattern| pattern.trim().is_empty()) {
            let message = format!("`{}` has an empty pattern, which every text holds", entry.code);
            faults.at((ERRORS, Rule::Patterns), &pointer, message);
        }
        check_names(ERRORS, &entry.cause, faults);
        check_names(ERRORS, &entry.remedy, faults);
    }
}
