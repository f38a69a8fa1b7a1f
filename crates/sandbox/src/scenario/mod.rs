//! A scenario: what the sandbox begins with besides its seeds, and what goes wrong in it. A JSON file,
//! or one of those that are built in. `docs/scenarios.md` describes it.

mod built_in;
mod plant;

pub(crate) use plant::{plant, service_control};

use crate::faults::FaultRule;
use crate::members;
use crate::state::propagation::Propagation;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A scenario.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name, or the file it came from: not part of the file itself.
    #[serde(skip)]
    pub name: String,
    /// The story it tells, in a sentence.
    pub description: String,
    /// What everything that looks random follows from; left out: 0.
    #[serde(default)]
    pub seed: u64,
    /// How long changes of IAM take to reach the decisions; left out: they do at once.
    #[serde(default)]
    pub propagation: Propagation,
    /// How AWS's clock stands against the clients'.
    #[serde(default)]
    pub clock: ScenarioClock,
    /// How many member accounts the organisation has, 1,000 at most; left out: 4.
    #[serde(default)]
    pub member_accounts: Option<u32>,
    /// What is in the accounts besides the seeds.
    #[serde(default)]
    pub accounts: Vec<ScenarioAccount>,
    /// What goes wrong.
    #[serde(default)]
    pub faults: Vec<FaultRule>,
    /// The keys of QuilrAI's gateway.
    #[serde(default)]
    pub gateway_keys: Vec<ScenarioGatewayKey>,
}

/// A key of the gateway: the dashboard's form, and under `key` the key itself. What is in it is read
/// when it is planted, by the rules of the form.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScenarioGatewayKey(pub Map<String, Value>);

impl fmt::Debug for ScenarioGatewayKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Its key is a secret.
        to.debug_tuple("ScenarioGatewayKey").field(&self.0.keys().collect::<Vec<_>>()).finish()
    }
}

/// The role of the built-in scenarios, and the ExternalId that it asks for: the page's examples.
const EXAMPLE_ROLE: &str = "quilr-gateway-bedrock";
const EXAMPLE_EXTERNAL_ID: &str = "7f3c2b1e-acme-2026";

/// A scenario's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScenarioClock {
    /// How far AWS's clock is ahead of the machine's, by which clients sign; negative: behind. More
    /// than 300 either way, and Bedrock refuses every signature; than 900, STS and IAM do too.
    pub skew_seconds: i64,
    /// Whether AWS's time stands still until it is moved.
    pub frozen: bool,
}

/// What is in an account. Roles are made in the order in which they stand, after users and policies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioAccount {
    /// Twelve digits.
    pub id: String,
    /// The service control policies over it: a list for each level, from the organisation's root down
    /// to the account. As in AWS, a level that allows nothing denies everything.
    #[serde(default)]
    pub service_control_policies: Vec<Vec<Value>>,
    /// Its managed policies, by name.
    #[serde(default)]
    pub policies: BTreeMap<String, Value>,
    /// Its users, by name; one of that name that is there already is replaced.
    #[serde(default)]
    pub users: BTreeMap<String, ScenarioUser>,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<ScenarioRole>,
}

/// What a user or a role may do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioPermissions {
    /// Inline policies, by name.
    #[serde(default)]
    pub inline: BTreeMap<String, Value>,
    /// ARNs of attached managed policies.
    #[serde(default)]
    pub attached: Vec<String>,
    /// The ARN of the managed policy that is the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
}

/// A user. It gets an access key, and stands among the callers under its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioUser {
    /// What it may do.
    #[serde(default)]
    pub permissions: ScenarioPermissions,
}

/// A role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRole {
    /// Its name.
    pub name: String,
    /// Its path; left out: `/`.
    #[serde(default)]
    pub path: Option<String>,
    /// Its trust policy.
    pub trust: Value,
    /// Its description.
    #[serde(default)]
    pub description: Option<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// What it may do.
    #[serde(default)]
    pub permissions: ScenarioPermissions,
    /// Its longest session, in seconds; left out: 3600.
    #[serde(default)]
    pub max_session_seconds: Option<u32>,
}

/// Why a scenario cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// It is not JSON, or has another form.
    #[error("line {line}, column {column}: {message}")]
    Form {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong, with the name of the field.
        message: String,
    },
    /// A value of it cannot be.
    #[error("`{field}`: {message}")]
    Value {
        /// For example `accounts[0].roles[1].trust`.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// There is no built-in one of that name.
    #[error("there is no scenario `{name}`")]
    Unknown {
        /// The name.
        name: String,
    },
}

impl ScenarioError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            ScenarioError::Form { .. } => "docs/scenarios.md describes every field".to_owned(),
            ScenarioError::Value { field, .. } => {
                format!("correct `{field}`; docs/scenarios.md describes every field")
            }
            ScenarioError::Unknown { .. } => {
                let names: Vec<_> = Scenario::built_in_names().collect();
                format!("give a file, or one of {}", names.join(", "))
            }
        }
    }

    fn value(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Value { field: field.into(), message: message.into() }
    }
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place. What only a world can tell (a principal that
    /// does not exist) is told at the start.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = serde_json::from_str(text).map_err(|error| {
            let said = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            ScenarioError::Form {
                line: error.line(),
                column: error.column(),
                message: said.strip_suffix(&place).unwrap_or(&said).to_owned(),
            }
        })?;
        scenario.check()?;
        Ok(scenario)
    }

    /// A built-in scenario.
    ///
    /// # Errors
    /// [`ScenarioError::Unknown`], whose hint names those there are.
    pub fn built_in(name: &str) -> Result<Self, ScenarioError> {
        let found = built_in::ALL.iter().find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| ScenarioError::Unknown { name: name.to_owned() })?;
        Ok(Self { name: name.to_owned(), ..Self::parse(text)? })
    }

    /// The names of the built-in scenarios.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        built_in::ALL.iter().map(|(name, _)| *name)
    }

    /// The text of a built-in scenario, to begin one's own from.
    pub fn built_in_text(name: &str) -> Option<&'static str> {
        built_in::ALL.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// As it is played with somebody's own setup: the page's example role under their role's name and
    /// path, and its ExternalId where the trust policy asks for the example's. A scenario that says
    /// nothing of the accounts is played on the role of `all-good`.
    ///
    /// # Errors
    /// A built-in file that cannot be read; the program is damaged.
    pub fn played_with(
        mut self,
        role_name: &str,
        role_path: &str,
        external_id: &str,
    ) -> Result<Self, ScenarioError> {
        if self.accounts.is_empty() {
            self.accounts = Self::built_in("all-good")?.accounts;
        }
        for role in self.accounts.iter_mut().flat_map(|account| &mut account.roles) {
            if role.name != EXAMPLE_ROLE {
                continue;
            }
            role_name.clone_into(&mut role.name);
            role.path = Some(role_path.to_owned());
            replace_text(&mut role.trust, EXAMPLE_EXTERNAL_ID, external_id);
        }
        Ok(self)
    }

    fn check(&self) -> Result<(), ScenarioError> {
        check_propagation(&self.propagation)?;
        self.member_accounts.map_or(Ok(()), check_members)?;
        check_rules(&self.faults)
    }
}

/// Every text of a value that is `from`, made `to`.
fn replace_text(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_text(item, from, to)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace_text(field, from, to)),
        _ => {}
    }
}

/// Whether a delay can be.
pub(crate) fn check_propagation(propagation: &Propagation) -> Result<(), ScenarioError> {
    match propagation.up_to_seconds {
        Some(most) if most < propagation.seconds => Err(ScenarioError::value(
            "propagation.up_to_seconds",
            format!("{most} is less than `seconds`, {}", propagation.seconds),
        )),
        _ => Ok(()),
    }
}

/// Whether an organisation can have that many member accounts.
pub(crate) fn check_members(members: u32) -> Result<(), ScenarioError> {
    let most = members::MOST;
    let fits = members <= most;
    let message = || format!("an organisation of the sandbox has {most} member accounts at most");
    fits.then_some(()).ok_or_else(|| ScenarioError::value("member_accounts", message()))
}

/// Whether every rule can be.
pub(crate) fn check_rules(rules: &[FaultRule]) -> Result<(), ScenarioError> {
    for (number, rule) in rules.iter().enumerate() {
        rule.check()
            .map_err(|(field, hint)| ScenarioError::value(format!("faults[{number}].{field}"), hint))?;
    }
    Ok(())
}
