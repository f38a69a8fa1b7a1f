//! In which accounts and regions an operation works.

use super::rules::{ACCOUNT, ACCOUNTS_URL, REGION, UNIT};
use crate::check::Check;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::regions::is_region;
use crate::state::World;
use crate::state::stack_sets::operation::{Asked, Preferences, Target};
use crate::state::stack_sets::{Phase, StackSet};

/// The most instances of one StackSet: AWS's quota is 100,000, and the sandbox has 1,000 accounts.
const MOST_INSTANCES: usize = 5_000;

/// What a request says of it.
pub(super) struct Named {
    accounts: Vec<String>,
    asked: Asked,
    regions: Vec<String>,
    has_accounts: bool,
    has_targets: bool,
}

/// Reads and holds them against the model.
pub(super) fn read(call: &Call<'_>, check: &mut Check<'_>, regions_required: bool) -> Named {
    let filters = ["NONE", "INTERSECTION", "DIFFERENCE", "UNION"];
    check.optional("DeploymentTargets.AccountsUrl", ACCOUNTS_URL);
    Named {
        accounts: check.texts("Accounts", usize::MAX, ACCOUNT),
        asked: Asked {
            accounts: check.texts("DeploymentTargets.Accounts", usize::MAX, ACCOUNT),
            units: check.texts("DeploymentTargets.OrganizationalUnitIds", usize::MAX, UNIT),
            filter: check.choice("DeploymentTargets.AccountFilterType", &filters).map(str::to_owned),
        },
        regions: match regions_required {
            true => check.required_texts("Regions", usize::MAX, REGION),
            false => check.texts("Regions", usize::MAX, REGION),
        },
        has_accounts: call.form.has("Accounts"),
        has_targets: call.form.has("DeploymentTargets"),
    }
}

/// Parameters of targets that are not served.
pub(super) const UNSERVED: &[&str] = &["DeploymentTargets.AccountsUrl"];

impl Named {
    /// Whether the request says nothing of it.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_accounts && !self.has_targets && self.regions.is_empty()
    }

    pub(super) fn asked(&self) -> Option<Asked> {
        self.has_targets.then(|| self.asked.clone())
    }

    /// The accounts and regions, region by region.
    pub(super) fn resolve(
        &self,
        world: &World,
        set: &StackSet,
        preferences: &Preferences,
    ) -> Result<Vec<Target>, ApiError> {
        let accounts = match set.is_service_managed {
            true => self.managed_accounts(world)?,
            false => self.own_accounts()?.into_iter().map(|account| (account, None)).collect(),
        };
        if accounts.is_empty() || self.regions.is_empty() {
            return Err(ApiError::validation("At least one account and one region must be specified"));
        }
        let mut regions: Vec<&String> = Vec::new();
        for region in preferences.region_order.iter().chain(&self.regions) {
            if self.regions.contains(region) && !regions.contains(&region) {
                regions.push(region);
            }
        }
        if let Some(unknown) = regions.iter().find(|region| !is_region(region)) {
            return Err(ApiError::validation(format!("Region {unknown} is not supported")));
        }
        let target = |account: &str, region: &str, unit: &Option<String>| Target {
            account: account.to_owned(),
            region: region.to_owned(),
            phase: Phase::Pending,
            reason: None,
            unit: unit.clone(),
        };
        let mut targets = Vec::new();
        for region in regions {
            targets.extend(accounts.iter().map(|(account, unit)| target(account, region, unit)));
        }
        if targets.len() + set.instances.len() > MOST_INSTANCES {
            let message = format!("a StackSet of the sandbox has {MOST_INSTANCES} instances at most");
            return Err(ApiError::bad_request("LimitExceededException", message));
        }
        Ok(targets)
    }

    /// Accounts by name; `DeploymentTargets` without a unit may name them too.
    fn own_accounts(&self) -> Result<Vec<String>, ApiError> {
        let wrong = "StackSets with SELF_MANAGED permission model can only have accounts as target";
        if !self.asked.units.is_empty() || self.asked.filter.is_some() {
            return Err(ApiError::validation(wrong));
        }
        if self.has_accounts && self.has_targets {
            return Err(ApiError::validation("Only one of Accounts and DeploymentTargets may be specified"));
        }
        Ok(once(self.accounts.iter().chain(&self.asked.accounts)))
    }

    /// Accounts of units, as the filter wants them; each with the unit that it is under.
    fn managed_accounts(&self, world: &World) -> Result<Vec<(String, Option<String>)>, ApiError> {
        if self.has_accounts || self.asked.units.is_empty() {
            let wrong =
                "StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target";
            return Err(ApiError::validation(wrong));
        }
        let mut below: Vec<(String, Option<String>)> = Vec::new();
        for unit in &self.asked.units {
            let accounts = world.organization.accounts_below(unit).ok_or_else(|| {
                ApiError::validation(format!("OrganizationalUnit {unit} does not exist in the organization"))
            })?;
            for account in accounts {
                // "StackSets doesn't deploy stack instances to the organization's management account".
                let managed = account != world.organization.management;
                if managed && !below.iter().any(|(known, _)| known == account) {
                    below.push((account.to_owned(), Some(unit.clone())));
                }
            }
        }
        let named = &self.asked.accounts;
        let is_named = |account: &str| named.iter().any(|named| named == account);
        match self.asked.filter.as_deref() {
            None | Some("NONE") if named.is_empty() => {}
            Some("INTERSECTION") => below.retain(|(account, _)| is_named(account)),
            Some("DIFFERENCE") => below.retain(|(account, _)| !is_named(account)),
            Some("UNION") => {
                let more: Vec<String> = once(named.iter().filter(|account| {
                    world.organization.member(account).is_some() && **account != world.organization.management
                }));
                for account in more {
                    if !below.iter().any(|(known, _)| *known == account) {
                        below.push((account, None));
                    }
                }
            }
            _ => {
                let wrong =
                    "AccountFilterType must be specified when both OrganizationalUnitIds and Accounts are";
                return Err(ApiError::validation(wrong));
            }
        }
        Ok(below)
    }
}

fn once<'a>(accounts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for account in accounts {
        if known.insert(account) {
            found.push(account.clone());
        }
    }
    found
}
