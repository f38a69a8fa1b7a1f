//! Parsing every field of a setup, and everything there is to say about them. One pass serves the
//! screen, the command line and `check`, so that they cannot disagree.

use super::{Setup, notes};
use crate::fields::{
    AccountId, DurationSeconds, ExternalId, Field, FieldNote, GatewayUrl, ModelId, Region, RoleArn, RoleName,
    RolePath, SessionName,
};
use crate::pack::Pack;

/// A setup's fields: those that are right, and the notes on all of them.
pub(crate) struct Assessment {
    pub(crate) external_id: Option<ExternalId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) role_arn: Option<RoleArn>,
    pub(crate) region: Option<Region>,
    /// The outer `None`: not right. The inner one: the gateway's default.
    pub(crate) session_name: Option<Option<SessionName>>,
    pub(crate) duration: Option<DurationSeconds>,
    /// The outer `None`: not right. The inner one: the pack's first.
    pub(crate) gateway_url: Option<Option<GatewayUrl>>,
    /// In the order of the fields, errors first.
    pub(crate) notes: Vec<FieldNote>,
}

/// Parses every field. `others`: the ExternalIds that other setups use already.
pub(crate) fn assess(setup: &Setup, pack: &Pack, others: &[String]) -> Assessment {
    let mut notes: Vec<FieldNote> = Vec::new();
    let external_id = keep(&mut notes, ExternalId::parse(&setup.external_id));
    let (account, role_arn) = role(setup, &mut notes);
    let region = keep(&mut notes, Region::parse(&setup.region));
    let session_name = keep(&mut notes, SessionName::parse(&setup.session_name));
    let duration = keep(&mut notes, DurationSeconds::parse(&setup.duration_seconds));
    let gateway_url = gateway_url(&setup.gateway_url, &mut notes);
    narrowing(setup, pack, &mut notes);

    let mut found =
        Assessment { external_id, account, role_arn, region, session_name, duration, gateway_url, notes };
    let across = notes::across(setup, pack, others, &found);
    found.notes.extend(across);
    found.notes.sort_by_key(|note| (note.field, note.severity));
    found
}

fn keep<T>(notes: &mut Vec<FieldNote>, parsed: Result<T, FieldNote>) -> Option<T> {
    match parsed {
        Ok(value) => Some(value),
        Err(note) => {
            notes.push(note);
            None
        }
    }
}

/// Says what was left out of it: the text stays as it was typed.
fn gateway_url(text: &str, notes: &mut Vec<FieldNote>) -> Option<Option<GatewayUrl>> {
    if text.is_empty() {
        return Some(None);
    }
    let url = keep(notes, GatewayUrl::parse(text))?;
    if !url.is_as_typed(text) {
        notes.push(FieldNote::info(
            Field::GatewayUrl,
            "gateway-url-trimmed",
            format!("taken as `{}`", url.as_str()),
        ));
    }
    Some(Some(url))
}

/// The account and the role's ARN. A pasted ARN must agree with the fields it is made of; where no
/// account was entered, it is taken from the ARN: nothing asks for what can be derived.
fn role(setup: &Setup, notes: &mut Vec<FieldNote>) -> (Option<AccountId>, Option<RoleArn>) {
    let pasted = setup.role_arn.as_deref().map(RoleArn::parse);
    let account_text = match &pasted {
        Some(Ok(arn)) if setup.account_id.is_empty() => arn.account(),
        _ => setup.account_id.as_str(),
    };
    let account = keep(notes, AccountId::parse(account_text));
    let name = keep(notes, RoleName::parse(&setup.role_name));
    let path = keep(notes, RolePath::parse(&setup.role_path));
    let derived = match (&account, &path, &name) {
        (Some(account), Some(path), Some(name)) => Some(RoleArn::new(account, path, name)),
        _ => None,
    };
    let role_arn = match pasted {
        None => derived,
        Some(parsed) => match (keep(notes, parsed), derived) {
            (Some(pasted), Some(derived)) if pasted != derived => {
                notes.push(mismatch(&pasted, &derived));
                None
            }
            // Without a derived ARN some part of it is wrong, and has its own error.
            (pasted, derived) => pasted.filter(|_| derived.is_some()),
        },
    };
    (account, role_arn)
}

fn mismatch(pasted: &RoleArn, derived: &RoleArn) -> FieldNote {
    let (code, what, in_arn, in_setup) = if pasted.account() != derived.account() {
        ("role-arn-other-account", "account", pasted.account(), derived.account())
    } else if pasted.name() != derived.name() {
        ("role-arn-other-name", "role name", pasted.name(), derived.name())
    } else {
        ("role-arn-other-path", "path", pasted.path(), derived.path())
    };
    FieldNote::error(
        Field::RoleArn,
        code,
        format!("the ARN has the {what} `{in_arn}`, the setup says `{in_setup}`"),
    )
    .hint(format!("Correct the {what} in the role step, or use `{}`.", derived.as_str()))
}

/// The regions and models that the permissions are narrowed to.
fn narrowing(setup: &Setup, pack: &Pack, notes: &mut Vec<FieldNote>) {
    for region in &setup.regions {
        if let Err(note) = Region::parse(region) {
            notes.push(FieldNote {
                field: Field::Regions,
                code: note.code.replacen("region", "regions", 1),
                message: note.message.replacen("aws_region", "a region", 1),
                ..note
            });
        }
    }
    let geographies: Vec<&str> =
        pack.geographies().iter().map(|geography| geography.prefix.as_str()).collect();
    for model in &setup.models {
        if let Err(note) = ModelId::parse(model, &geographies) {
            notes.push(note);
        }
    }
}
