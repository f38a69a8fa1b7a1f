//! What the screen shows of a rollout, without asking AWS.

use super::stack_set;
use super::{PermissionModel, Rollout, RolloutAccount};
use crate::code::{Code, template_alone};
use crate::fields::{
    AccountId, ExternalId, Field, FieldNote, RoleArn, RoleName, RolePath, Severity, guessable,
};
use crate::pack::Pack;
use crate::setup::ValidSetup;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What is shown of a rollout.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutView {
    /// In the order of the accounts.
    pub rows: Vec<RolloutRow>,
    /// What is wrong or worth knowing, except at a row.
    pub problems: Vec<RolloutNote>,
    /// The StackSet's template; `None` while the pattern is wrong.
    pub code: Option<Code>,
    /// Where the StackSet and its stacks are.
    pub region: String,
    /// What to save the table as, with its ending.
    pub table_file_name: String,
    /// Whether nothing stands in the way of a deploy.
    pub ready: bool,
}

/// An account's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutRow {
    /// 12 digits, as far as they are right.
    pub account_id: String,
    /// May be empty.
    pub name: String,
    /// Its own.
    pub external_id: String,
    /// `aws_role_arn`; `None` while a part of it is wrong.
    pub role_arn: Option<String>,
    /// What is wrong or worth knowing here.
    pub notes: Vec<RolloutNote>,
}

/// What there is to say about a part of a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RolloutNote {
    /// Where it stands.
    pub place: RolloutPlace,
    /// The field of the pattern or of the account's setup.
    pub field: Option<Field>,
    /// How much it weighs.
    pub severity: Severity,
    /// Stable.
    pub code: String,
    /// What is so.
    pub message: String,
    /// What to do, where that is not obvious.
    pub remedy: Option<String>,
}

/// The parts of a rollout that a note can stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RolloutPlace {
    /// The pattern setup.
    Pattern,
    /// The StackSet's name.
    StackSet,
    /// The permission model and its organizational units.
    PermissionModel,
    /// The role that is assumed to check.
    AccessRole,
    /// The list of accounts, or one of them.
    Accounts,
}

impl RolloutNote {
    pub(super) fn new(
        place: RolloutPlace,
        severity: Severity,
        code: &str,
        message: impl Into<String>,
    ) -> Self {
        Self { place, field: None, severity, code: code.to_owned(), message: message.into(), remedy: None }
    }

    pub(super) fn error(place: RolloutPlace, code: &str, message: impl Into<String>) -> Self {
        Self::new(place, Severity::Error, code, message)
    }

    #[must_use]
    pub(super) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    fn of(place: RolloutPlace, note: FieldNote) -> Self {
        Self {
            place,
            field: Some(note.field),
            severity: note.severity,
            code: note.code,
            message: note.message,
            remedy: note.hint,
        }
    }
}

/// Everything that is shown.
pub fn view(rollout: &Rollout, pack: &Pack) -> RolloutView {
    let template = template(rollout, pack);
    let rows = rows(rollout, pack);
    let mut problems = problems(rollout, pack);
    let code = match template {
        Ok(text) => {
            if let Some(note) = stack_set::too_long(&text) {
                problems.push(note);
            }
            Some(Code { file_name: format!("{}.yaml", rollout.file_stem()), text, run: Vec::new() })
        }
        Err(notes) => {
            problems.extend(notes);
            None
        }
    };
    problems.sort_by_key(|note| (note.severity, note.place));
    let wrong = |notes: &[RolloutNote]| notes.iter().any(|note| note.severity == Severity::Error);
    RolloutView {
        ready: !wrong(&problems) && !rows.iter().any(|row| wrong(&row.notes)),
        rows,
        problems,
        code,
        region: rollout.region(pack),
        table_file_name: format!("{}.csv", rollout.file_stem()),
    }
}

/// The errors alone, those of rows too: what stands in the way of a deploy.
pub(super) fn errors(rollout: &Rollout, pack: &Pack) -> Vec<RolloutNote> {
    let view = view(rollout, pack);
    let rows = view.rows.into_iter().flat_map(|row| row.notes);
    view.problems.into_iter().chain(rows).filter(|note| note.severity == Severity::Error).collect()
}

/// The StackSet's template, or why there is none. It is the same whichever account it is made with.
pub(super) fn template(rollout: &Rollout, pack: &Pack) -> Result<String, Vec<RolloutNote>> {
    let setup = pattern(rollout, pack)?;
    template_alone(&setup, pack).ok_or_else(|| {
        vec![
            RolloutNote::error(
                RolloutPlace::Pattern,
                "pattern-external-id",
                "the trust policy edited by hand does not ask for the pattern's ExternalId, so that no account could have its own",
            )
            .remedy("Throw the edits away, or let the condition sts:ExternalId ask for the pattern's."),
        ]
    })
}

/// The pattern with every field right.
fn pattern(rollout: &Rollout, pack: &Pack) -> Result<ValidSetup, Vec<RolloutNote>> {
    let notes = |notes: Vec<FieldNote>| {
        notes.into_iter().map(|note| RolloutNote::of(RolloutPlace::Pattern, note)).collect()
    };
    rollout.setup_of(&stand_in()).check(pack, &[]).map_err(notes)
}

/// An account that nobody has, with an ExternalId that nobody uses: the pattern is checked with it.
fn stand_in() -> RolloutAccount {
    RolloutAccount {
        account_id: "000000000000".to_owned(),
        name: String::new(),
        external_id: "5d8f6c1e-93b2-4a07-8e4d-c2716f0ab935".to_owned(),
    }
}

fn problems(rollout: &Rollout, pack: &Pack) -> Vec<RolloutNote> {
    let mut problems: Vec<RolloutNote> = rollout
        .setup_of(&stand_in())
        .notes(pack, &[])
        .into_iter()
        // Errors come with the template; account and ExternalId are the stand-in's.
        .filter(|note| note.severity != Severity::Error)
        .filter(|note| !matches!(note.field, Field::AccountId | Field::ExternalId | Field::RoleArn))
        .map(|note| RolloutNote::of(RolloutPlace::Pattern, note))
        .collect();
    problems.extend(stack_set::name_problem(&rollout.stack_set));
    if let PermissionModel::ServiceManaged { organizational_units } = &rollout.permission_model {
        problems.extend(stack_set::unit_problems(organizational_units));
    }
    if let Err(note) = RoleName::parse(&rollout.access_role) {
        let note = RolloutNote::of(RolloutPlace::AccessRole, note);
        problems.push(RolloutNote { field: None, code: format!("access-{}", note.code), ..note });
    }
    if rollout.accounts.is_empty() {
        problems.push(
            RolloutNote::error(RolloutPlace::Accounts, "accounts-missing", "there is no account in the list")
                .remedy("Paste account ids, open a CSV file, or take them from the organization."),
        );
    }
    problems
}

/// The rows with what is wrong at each: every account once, every ExternalId once.
fn rows(rollout: &Rollout, pack: &Pack) -> Vec<RolloutRow> {
    let name = RoleName::parse(&rollout.pattern.role_name).ok();
    let path = RolePath::parse(&rollout.pattern.role_path).ok();
    let mut accounts: HashMap<&str, usize> = HashMap::new();
    let mut external_ids: HashMap<&str, &str> = HashMap::new();
    let mut rows = Vec::with_capacity(rollout.accounts.len());
    for (index, account) in rollout.accounts.iter().enumerate() {
        let mut notes = Vec::new();
        let mut error = |code: &str, message: String, remedy: &str| {
            notes.push(RolloutNote::error(RolloutPlace::Accounts, code, message).remedy(remedy));
        };
        let id = AccountId::parse(&account.account_id);
        if accounts.insert(&account.account_id, index).is_some() {
            error(
                "account-twice",
                format!("the account `{}` is in the list twice", account.account_id),
                "Take one of the two out.",
            );
        }
        if account.account_id == pack.gateway_account() {
            error(
                "account-gateway",
                format!("`{}` is the gateway's own account", account.account_id),
                "Take it out of the list: the gateway's account needs no role.",
            );
        }
        if let Some(other) = external_ids.insert(&account.external_id, &account.account_id)
            && !account.external_id.is_empty()
        {
            error(
                "external-id-twice",
                format!("the account `{other}` has the same ExternalId"),
                "Generate another: it must be unique per role.",
            );
        }
        let external_id = ExternalId::parse(&account.external_id);
        if external_id.is_ok()
            && let Some(why) = guessable(&account.external_id, &account.account_id, &[&account.name])
        {
            notes.push(
                RolloutNote::new(
                    RolloutPlace::Accounts,
                    Severity::Warning,
                    "external-id-guessable",
                    format!("the ExternalId can be guessed: {why}"),
                )
                .remedy("Generate another."),
            );
        }
        notes.extend(external_id.err().map(|note| RolloutNote::of(RolloutPlace::Accounts, note)));
        let role_arn = match (&id, &path, &name) {
            (Ok(id), Some(path), Some(name)) => Some(RoleArn::new(id, path, name).as_str().to_owned()),
            _ => None,
        };
        notes.extend(id.err().map(|note| RolloutNote::of(RolloutPlace::Accounts, note)));
        rows.push(RolloutRow {
            account_id: account.account_id.clone(),
            name: account.name.clone(),
            external_id: account.external_id.clone(),
            role_arn,
            notes,
        });
    }
    rows
}
