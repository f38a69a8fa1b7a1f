//! Reading a pack: everything that later code relies on is proven here, with the file and the reason.

use super::schema::{ErrorsFile, PackFile, ProviderTypePack};
use super::{Inner, Pack, PackError, ProviderType};
use crate::fields::{AccountId, Region, RoleName, RolePath};
use crate::placeholder::{self, Placeholder};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The version of the file format that this program knows.
const SCHEMA: u32 = 1;

pub(super) fn read(files: &[(String, String)]) -> Result<Inner, PackError> {
    let [pack_text, trust_text, permissions_text, errors_text] = Pack::FILES.map(|name| {
        files
            .iter()
            .find(|(file, _)| file == name)
            .map(|(_, text)| text.as_str())
            .ok_or_else(|| refuse(name, "the file is missing"))
    });
    let facts: PackFile = typed("pack.json", pack_text?)?;
    let trust: Value = typed("trust.json", trust_text?)?;
    let permissions: Value = typed("permissions.json", permissions_text?)?;
    let errors: ErrorsFile = typed("errors.json", errors_text?)?;

    check_facts(&facts)?;
    check_template("trust.json", &trust, &[Placeholder::GatewayPrincipal, Placeholder::ExternalId])?;
    check_template("permissions.json", &permissions, &[Placeholder::Actions, Placeholder::Resources])?;
    check_errors(&errors)?;
    let provider_types = provider_types(&facts)?;
    Ok(Inner { facts, provider_types, errors: errors.errors, trust, permissions })
}

fn refuse(file: &str, message: impl Into<String>) -> PackError {
    PackError { file: file.to_owned(), message: message.into() }
}

fn typed<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackError> {
    serde_json::from_str(text).map_err(|error| refuse(file, error.to_string()))
}

fn check_schema(file: &str, found: u32) -> Result<(), PackError> {
    if found == SCHEMA {
        return Ok(());
    }
    Err(refuse(file, format!("schema {found} is not known to this version, which reads schema {SCHEMA}")))
}

fn check_facts(facts: &PackFile) -> Result<(), PackError> {
    const FILE: &str = "pack.json";
    check_schema(FILE, facts.schema)?;
    if facts.version.is_empty() {
        return Err(refuse(FILE, "`version` is empty"));
    }
    AccountId::parse(&facts.gateway.account)
        .map_err(|note| refuse(FILE, format!("`gateway.account`: {note}")))?;
    let user_of_account = format!("arn:aws:iam::{}:user/", facts.gateway.account);
    match facts.gateway.principal.strip_prefix(&user_of_account) {
        Some(name) if !name.is_empty() => {}
        _ => {
            return Err(refuse(
                FILE,
                format!(
                    "`gateway.principal` is `{}`, not a user of the account `{}`",
                    facts.gateway.principal, facts.gateway.account
                ),
            ));
        }
    }
    RoleName::parse(&facts.defaults.role_name)
        .map_err(|note| refuse(FILE, format!("`defaults.role_name`: {note}")))?;
    RolePath::parse(&facts.defaults.role_path)
        .map_err(|note| refuse(FILE, format!("`defaults.role_path`: {note}")))?;
    if facts.role.description.len() > 1000 {
        return Err(refuse(FILE, "`role.description` has more than 1000 characters"));
    }
    for tag in &facts.role.tags {
        if !(1..=128).contains(&tag.key.len()) || tag.value.len() > 256 {
            return Err(refuse(FILE, format!("`role.tags`: IAM refuses `{}`", tag.key)));
        }
    }
    for region in facts
        .regions
        .iter()
        .chain([&facts.defaults.region])
        .chain(facts.geographies.iter().flat_map(|entry| &entry.regions))
        .chain(
            facts.provider_types.iter().flat_map(|entry| &entry.families).flat_map(|family| &family.regions),
        )
    {
        Region::parse(region).map_err(|note| refuse(FILE, note.to_string()))?;
    }
    let policy_name_fits = (1..=128).contains(&facts.policy_name.len())
        && facts.policy_name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte));
    if !policy_name_fits {
        return Err(refuse(FILE, format!("`policy_name` is `{}`, which IAM refuses", facts.policy_name)));
    }
    let resources = &facts.resources;
    for (kind, patterns) in [
        ("foundation_models", &resources.foundation_models),
        ("inference_profiles", &resources.inference_profiles),
        ("application_inference_profiles", &resources.application_inference_profiles),
        ("provisioned_models", &resources.provisioned_models),
        ("custom_models", &resources.custom_models),
    ] {
        if patterns.is_empty() {
            return Err(refuse(FILE, format!("`resources.{kind}` is empty")));
        }
        for pattern in patterns {
            let arn = pattern.arn.as_str();
            if !arn.starts_with("arn:aws:bedrock:<REGION>:") {
                return Err(refuse(
                    FILE,
                    format!("`resources.{kind}`: `{arn}` does not begin with `arn:aws:bedrock:<REGION>:`"),
                ));
            }
            check_names(FILE, arn)?;
            if let Some(narrow) = &pattern.arn_of_model {
                check_names(FILE, narrow)?;
                if !narrow.contains("<MODEL>") {
                    return Err(refuse(FILE, format!("`resources.{kind}`: `{narrow}` lacks `<MODEL>`")));
                }
            }
        }
    }
    for name in [
        "aws_role_arn",
        "aws_external_id",
        "aws_region",
        "aws_role_session_name",
        "aws_session_duration_seconds",
    ] {
        if !facts.dashboard.iter().any(|field| field.name == name) {
            return Err(refuse(FILE, format!("`dashboard` lacks `{name}`")));
        }
    }
    Ok(())
}

/// The provider types in the page's order, each exactly once and with something to probe.
fn provider_types(facts: &PackFile) -> Result<[ProviderTypePack; 4], PackError> {
    const FILE: &str = "pack.json";
    let find = |wanted: ProviderType| {
        let mut found = facts.provider_types.iter().filter(|entry| entry.provider_type == wanted);
        match (found.next(), found.next()) {
            (Some(entry), None) if entry.probe.models.is_empty() => {
                Err(refuse(FILE, format!("`provider_types`: the probe of `{wanted}` names no model")))
            }
            (Some(entry), None) if entry.needs_profiles && entry.probe.profile_models.is_empty() => {
                Err(refuse(
                    FILE,
                    format!(
                        "`provider_types`: `{wanted}` needs profiles, and its probe names no model behind one"
                    ),
                ))
            }
            (Some(entry), None) => Ok(entry.clone()),
            (Some(_), Some(_)) => Err(refuse(FILE, format!("`provider_types` has `{wanted}` twice"))),
            (None, _) => Err(refuse(FILE, format!("`provider_types` lacks `{wanted}`"))),
        }
    };
    let [chat, anthropic, embeddings, rerank] = ProviderType::ALL.map(find);
    Ok([chat?, anthropic?, embeddings?, rerank?])
}

fn check_template(file: &str, template: &Value, wanted: &[Placeholder]) -> Result<(), PackError> {
    let text = template.to_string();
    check_names(file, &text)?;
    for placeholder in wanted {
        if !text.contains(placeholder.token()) {
            return Err(refuse(file, format!("the placeholder `{}` is missing", placeholder.token())));
        }
    }
    if template.get("Statement").is_none_or(|statement| !statement.is_array()) {
        return Err(refuse(file, "`Statement` is not a list"));
    }
    Ok(())
}

/// Refuses a placeholder that nothing fills.
fn check_names(file: &str, text: &str) -> Result<(), PackError> {
    match placeholder::unknown(text) {
        Some(name) => Err(refuse(file, format!("the placeholder `{name}` is not known"))),
        None => Ok(()),
    }
}

fn check_errors(errors: &ErrorsFile) -> Result<(), PackError> {
    const FILE: &str = "errors.json";
    check_schema(FILE, errors.schema)?;
    for entry in &errors.errors {
        if entry.all_of.is_empty() && entry.any_of.is_empty() {
            return Err(refuse(FILE, format!("`{}` has neither `all_of` nor `any_of`", entry.code)));
        }
        if entry.all_of.iter().chain(&entry.any_of).any(|pattern| pattern.trim().is_empty()) {
            return Err(refuse(
                FILE,
                format!("`{}` has an empty pattern, which every text holds", entry.code),
            ));
        }
        check_names(FILE, &entry.cause)?;
        check_names(FILE, &entry.remedy)?;
    }
    Ok(())
}
