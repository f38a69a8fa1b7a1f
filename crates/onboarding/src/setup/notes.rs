//! What there is to say about fields that are right each by itself: how they go together, with the
//! template pack, with other setups, and with what is in the account already.

use super::{Assessment, Setup};
use crate::documents;
use crate::fields::{DurationSeconds, Field, FieldNote, Severity, guessable};
use crate::pack::{Pack, ProviderType};
use crate::placeholder;
use iam_policy::{Kind, Policy};

/// The notes across fields.
pub(super) fn across(setup: &Setup, pack: &Pack, others: &[String], found: &Assessment) -> Vec<FieldNote> {
    let mut notes = Vec::new();
    external_id(setup, others, found, &mut notes);
    account(pack, found, &mut notes);
    provider_types(setup, pack, &mut notes);
    region(setup, pack, found, &mut notes);
    duration(setup, found, &mut notes);
    regions(setup, pack, found, &mut notes);
    models(setup, pack, &mut notes);
    trust_policy(setup, &mut notes);
    permissions_size(setup, pack, found, &mut notes);
    notes
}

fn external_id(setup: &Setup, others: &[String], found: &Assessment, notes: &mut Vec<FieldNote>) {
    let Some(external_id) = &found.external_id else {
        return;
    };
    if others.iter().any(|other| other == external_id.as_str()) {
        notes.push(
            FieldNote::error(
                Field::ExternalId,
                "external-id-used",
                "another setup already uses this ExternalId",
            )
            .hint("It must be unique per role: generate a new one."),
        );
    }
    let known = [setup.name.as_str(), setup.role_name.as_str()];
    if let Some(why) = guessable(external_id.as_str(), &setup.account_id, &known) {
        notes.push(
            FieldNote::warning(
                Field::ExternalId,
                "external-id-guessable",
                format!("this ExternalId can be guessed: {why}"),
            )
            .hint("It doesn't need to be secret but it must be unique per role and not predictable: generate one."),
        );
    }
    if let Some(applied) = applied(setup, found)
        && applied.external_id != external_id.as_str()
    {
        notes.push(
            FieldNote::warning(
                Field::ExternalId,
                "external-id-changed",
                "the role still carries another ExternalId",
            )
            .hint("Apply the plan, and put the new one into the key: until both have it, the gateway is refused."),
        );
    }
}

/// What was applied, as long as it speaks of the role that the setup means now.
fn applied<'a>(setup: &'a Setup, found: &Assessment) -> Option<&'a super::Applied> {
    let role_arn = found.role_arn.as_ref()?;
    setup.applied.as_ref().filter(|applied| applied.role_arn == role_arn.as_str())
}

fn account(pack: &Pack, found: &Assessment, notes: &mut Vec<FieldNote>) {
    if let Some(account) = &found.account
        && account.as_str() == pack.gateway_account()
    {
        notes.push(
            FieldNote::error(Field::AccountId, "account-id-of-gateway", "this is QuilrAI's own account")
                .hint("Enter the account that the role is made in: yours."),
        );
    }
}

fn provider_types(setup: &Setup, pack: &Pack, notes: &mut Vec<FieldNote>) {
    if setup.provider_types.is_empty() {
        notes.push(
            FieldNote::error(
                Field::ProviderTypes,
                "provider-types-none",
                "choose at least one provider type",
            )
            .hint("It says what the key will serve, and what is verified."),
        );
    }
    for provider_type in setup.chosen() {
        if pack.provider_type(provider_type).needs_profiles && !setup.resources.inference_profiles {
            notes.push(
                FieldNote::warning(
                    Field::ProviderTypes,
                    "needs-inference-profiles",
                    format!("newer models for `{provider_type}` answer only through inference profiles"),
                )
                .hint("Tick inference profiles in the permissions."),
            );
        }
    }
}

fn region(setup: &Setup, pack: &Pack, found: &Assessment, notes: &mut Vec<FieldNote>) {
    let Some(region) = &found.region else {
        return;
    };
    if !pack.regions().iter().any(|known| known == region.as_str()) {
        notes.push(
            FieldNote::warning(
                Field::Region,
                "region-unknown",
                format!("`{}` is not a region that is known to have Bedrock", region.as_str()),
            )
            .hint("Check its spelling and Bedrock's model availability there."),
        );
        return;
    }
    for provider_type in setup.chosen() {
        if let Some((severity, message, hint)) = pack.region_gap(provider_type, region.as_str()) {
            let code = match severity {
                Severity::Info => "region-some-models",
                Severity::Warning | Severity::Error => "region-no-model",
            };
            notes.push(FieldNote::new(Field::Region, severity, code, message).hint(hint));
        }
    }
}

fn duration(setup: &Setup, found: &Assessment, notes: &mut Vec<FieldNote>) {
    let Some(duration) = found.duration.filter(|it| *it > DurationSeconds::DEFAULT) else {
        return;
    };
    let seconds = duration.get();
    match applied(setup, found) {
        Some(applied) if applied.max_session_duration >= seconds => {}
        Some(applied) => notes.push(
            FieldNote::warning(
                Field::DurationSeconds,
                "duration-over-max",
                format!(
                    "the role's MaxSessionDuration is {}, less than {seconds}",
                    applied.max_session_duration
                ),
            )
            .hint("Lower aws_session_duration_seconds or raise the role's MaxSessionDuration: the plan does it."),
        ),
        None => notes.push(FieldNote::info(
            Field::DurationSeconds,
            "duration-needs-max",
            format!("the role will get a MaxSessionDuration of {seconds}"),
        )),
    }
}

fn regions(setup: &Setup, pack: &Pack, found: &Assessment, notes: &mut Vec<FieldNote>) {
    if setup.regions.is_empty() {
        return;
    }
    let Some(region) = &found.region else {
        return;
    };
    let among = |wanted: &str| setup.regions.iter().any(|known| known == wanted);
    if !among(region.as_str()) {
        notes.push(
            FieldNote::warning(
                Field::Regions,
                "regions-without-key-region",
                format!("`{}`, the key's region, is not among them", region.as_str()),
            )
            .hint("Add it: the gateway calls Bedrock there."),
        );
    }
    if !setup.resources.inference_profiles {
        return;
    }
    let missing: Vec<&str> = pack
        .geography(region.as_str())
        .map(|geography| {
            geography.regions.iter().map(String::as_str).filter(|destination| !among(destination)).collect()
        })
        .unwrap_or_default();
    let note = if missing.is_empty() {
        FieldNote::info(
            Field::Regions,
            "regions-narrow-global-profiles",
            "global inference profiles also need foundation models without a region, and are refused",
        )
        .hint("Allow all regions if the key uses them.")
    } else {
        FieldNote::warning(
            Field::Regions,
            "regions-narrow-profiles",
            format!(
                "cross-region inference profiles also route to {}, and are refused there",
                missing.join(", ")
            ),
        )
        .hint("Add the regions, or allow all of them.")
    };
    notes.push(note);
}

fn models(setup: &Setup, pack: &Pack, notes: &mut Vec<FieldNote>) {
    if setup.models.is_empty() {
        return;
    }
    for provider_type in setup.chosen() {
        let entry = pack.provider_type(provider_type);
        let covered = setup.models.iter().any(|model| may_serve(provider_type, model, pack));
        if !covered {
            notes.push(
                FieldNote::warning(
                    Field::Models,
                    "models-without-provider-type",
                    format!("none of the models serves `{provider_type}`"),
                )
                .hint(format!(
                    "Add one, for example {}, or leave the provider type out.",
                    entry.probe.models.first().map_or("", String::as_str)
                )),
            );
        }
    }
    if setup.resources.application_inference_profiles
        || setup.resources.provisioned_models
        || setup.resources.custom_models
    {
        notes.push(FieldNote::info(
            Field::Models,
            "models-narrow-in-part",
            "application profiles, provisioned throughput and custom models have ids of their own: narrowing to models leaves them whole",
        ));
    }
}

/// Whether a provider type can serve a model id or a pattern of ids.
fn may_serve(provider_type: ProviderType, model: &str, pack: &Pack) -> bool {
    let fixed = model.split('*').next().unwrap_or_default();
    let serves = |provider_type| {
        let entry = pack.provider_type(provider_type);
        // A pattern such as `amazon.*` may cover a model whose id it does not begin with.
        entry.serves(fixed)
            || (fixed != model && entry.model_prefixes.iter().any(|prefix| prefix.starts_with(fixed)))
    };
    match provider_type {
        // New vendors of chat models appear: whatever is for no other purpose may be one.
        ProviderType::Bedrock => {
            serves(ProviderType::Bedrock)
                || !(serves(ProviderType::BedrockEmbeddings) || serves(ProviderType::BedrockRerank))
        }
        other => serves(other),
    }
}

fn trust_policy(setup: &Setup, notes: &mut Vec<FieldNote>) {
    let Some(text) = &setup.trust_policy else {
        return;
    };
    if let Err(error) = Policy::parse(text, Kind::Trust) {
        notes.push(
            FieldNote::error(
                Field::TrustPolicy,
                &format!("trust-policy-{}", error.code),
                format!("{} at line {} column {}", error.message, error.position.line, error.position.column),
            )
            .hint("Correct it there, or throw the edits away."),
        );
        return;
    }
    if let Some((_, left, _)) = placeholder::split(text) {
        notes.push(
            FieldNote::error(
                Field::TrustPolicy,
                "trust-policy-placeholder",
                format!("the trust policy still holds the placeholder `{}`", left.token()),
            )
            .hint("Put its value there, or throw the edits away."),
        );
    }
    let size = documents::size(text);
    if size > documents::TRUST_QUOTA {
        let most = documents::TRUST_QUOTA_MOST;
        let message =
            format!("the trust policy has {size} characters, IAM's quota is {}", documents::TRUST_QUOTA);
        notes.push(if size > most {
            FieldNote::error(Field::TrustPolicy, "trust-policy-size", message)
                .hint(format!("Shorten it: even an increased quota ends at {most}."))
        } else {
            FieldNote::warning(Field::TrustPolicy, "trust-policy-size", message)
                .hint(format!("Shorten it, or ask AWS for an increase ({most} at most)."))
        });
    }
}

fn permissions_size(setup: &Setup, pack: &Pack, found: &Assessment, notes: &mut Vec<FieldNote>) {
    // Only narrowing makes it long: without it there are seven short lines at most.
    if setup.regions.len() * setup.models.len().max(1) < 8 && setup.models.len() < 8 {
        return;
    }
    let account = found.account.as_ref().map(|account| account.as_str());
    let size = documents::size(&documents::permissions(pack, setup, account).text);
    if size > documents::INLINE_QUOTA {
        let field = if setup.models.is_empty() { Field::Regions } else { Field::Models };
        notes.push(
            FieldNote::error(
                field,
                "permissions-size",
                format!(
                    "the permissions policy has {size} characters, IAM allows {} for all inline policies of a role",
                    documents::INLINE_QUOTA
                ),
            )
            .hint("Choose fewer regions or models, or allow all of them."),
        );
    }
}
