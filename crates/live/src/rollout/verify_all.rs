//! Checking the role in every account: the same checks as for one, as whoever may look into each.

use crate::account::Account;
use crate::error::LiveError;
use crate::undo::UndoStore;
use crate::verify::{VerifyEvent, VerifyOptions, verify};
use aws_credential_types::Credentials;
use futures_util::stream::{self, StreamExt};
use onboarding::rollout::{Rollout, RolloutAccount};
use onboarding::{Check, CheckStatus, Level, Pack};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;
use tokio_util::sync::CancellationToken;

/// How many accounts are checked at a time where nothing else is said.
const CONCURRENCY: u32 = 8;
/// Most of what is worth it: AWS throttles long before.
const MOST: u32 = 64;

/// How to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct VerifyAll {
    /// How many accounts at once.
    pub concurrency: u32,
    /// Also assume the role and invoke Bedrock through it: changes the trust policy for that long.
    pub invoke: bool,
}

impl Default for VerifyAll {
    fn default() -> Self {
        Self { concurrency: CONCURRENCY, invoke: false }
    }
}

/// What happens while accounts are checked, as it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum VerifyAllEvent {
    /// An account is being checked.
    Started {
        /// 12 digits.
        account_id: String,
    },
    /// An account was checked.
    Verdict {
        /// What came of it.
        verdict: AccountVerdict,
    },
    /// All is over.
    Ended {
        /// Whether it was cancelled: some accounts have no verdict.
        cancelled: bool,
    },
}

/// What came of an account's checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AccountVerdict {
    /// 12 digits.
    pub account_id: String,
    /// In one word.
    pub status: VerdictStatus,
    /// The highest level that was proven.
    pub level: Option<Level>,
    /// The titles of the checks that failed, or else of those that warn.
    pub failed: Vec<String>,
    /// Why it could not be looked at.
    pub fault: Option<AccountFault>,
}

/// An account's checks in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum VerdictStatus {
    /// Every check passed.
    Passed,
    /// One failed.
    Failed,
    /// None failed, one warns.
    Warning,
    /// The account could not be looked into.
    Unreachable,
    /// It was given up while it ran; what it had changed is taken back.
    Cancelled,
}

/// Why an account could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AccountFault {
    /// Stable.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl From<&LiveError> for AccountFault {
    fn from(error: &LiveError) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string(), hint: error.hint() }
    }
}

/// Checks the role in every account of the rollout, `concurrency` at once, telling each verdict as it
/// comes and giving them in the order of the list. One account's failure stops no other. After a cancel
/// those that run are cleaned up and told; the rest have no verdict.
///
/// # Errors
/// The sign-in that all of it begins with.
pub async fn verify_all(
    account: &Account,
    rollout: &Rollout,
    pack: &Pack,
    how: VerifyAll,
    store: &UndoStore,
    cancel: &CancellationToken,
    on_event: &(dyn Fn(VerifyAllEvent) + Send + Sync),
) -> Result<Vec<AccountVerdict>, LiveError> {
    let who = account.whoami().await?;
    let look =
        Look { account, rollout, pack, how, store, cancel, own: who.account, partition: who.partition };
    let look = &look;
    let at_once = how.concurrency.clamp(1, MOST);
    // By place, not by reference: a closure over a reference makes a future that no other thread takes.
    let mut verdicts: Vec<(usize, AccountVerdict)> = stream::iter(0..rollout.accounts.len())
        .map(|place| async move {
            let target = rollout.accounts.get(place)?;
            if cancel.is_cancelled() {
                return None;
            }
            on_event(VerifyAllEvent::Started { account_id: target.account_id.clone() });
            let verdict = look.at(target).await;
            on_event(VerifyAllEvent::Verdict { verdict: verdict.clone() });
            Some((place, verdict))
        })
        // In order, one slow account would hold up all behind it.
        .buffer_unordered(usize::try_from(at_once).unwrap_or(1))
        .filter_map(std::future::ready)
        .collect()
        .await;
    on_event(VerifyAllEvent::Ended { cancelled: cancel.is_cancelled() });
    verdicts.sort_by_key(|(place, _)| *place);
    Ok(verdicts.into_iter().map(|(_, verdict)| verdict).collect())
}

/// What every account is looked at with.
struct Look<'a> {
    account: &'a Account,
    rollout: &'a Rollout,
    pack: &'a Pack,
    how: VerifyAll,
    store: &'a UndoStore,
    cancel: &'a CancellationToken,
    /// The account that is signed in to.
    own: String,
    partition: String,
}

impl Look<'_> {
    async fn at(&self, target: &RolloutAccount) -> AccountVerdict {
        let unreachable = |fault: AccountFault| AccountVerdict {
            account_id: target.account_id.clone(),
            status: VerdictStatus::Unreachable,
            level: None,
            failed: Vec::new(),
            fault: Some(fault),
        };
        let setup = match self.rollout.setup_of(target).check(self.pack, &[]) {
            Ok(setup) => setup,
            Err(notes) => {
                let message = notes.into_iter().map(|note| note.message).collect::<Vec<_>>().join("; ");
                return unreachable(AccountFault { code: "setup".to_owned(), message, hint: None });
            }
        };
        let account = match self.enter(target).await {
            Ok(account) => account,
            Err(error) => return unreachable(AccountFault::from(&error)),
        };
        let options =
            VerifyOptions { setup, pack: self.pack.clone(), read_only: !self.how.invoke, gateway: None };
        let ended = Mutex::new((None, false));
        let checks = verify(&account, &options, self.store, self.cancel, &|event| {
            if let VerifyEvent::Ended { reached, cancelled } = event {
                *ended.lock().unwrap_or_else(PoisonError::into_inner) = (reached, cancelled);
            }
        })
        .await;
        let (level, cancelled) = ended.into_inner().unwrap_or_else(PoisonError::into_inner);
        verdict(&target.account_id, &checks, level, cancelled)
    }

    /// The account as its access role sees it. The one that is signed in to needs none.
    async fn enter(&self, target: &RolloutAccount) -> Result<Account, LiveError> {
        if target.account_id == self.own {
            return Ok(self.account.clone());
        }
        let arn =
            format!("arn:{}:iam::{}:role/{}", self.partition, target.account_id, self.rollout.access_role);
        self.account.stay_signed_in().await?;
        self.account.through(&arn).await
    }
}

fn verdict(account_id: &str, checks: &[Check], level: Option<Level>, cancelled: bool) -> AccountVerdict {
    let titles = |status: CheckStatus| -> Vec<String> {
        checks.iter().filter(|check| check.status == status).map(|check| check.title.clone()).collect()
    };
    let (failed, warn) = (titles(CheckStatus::Failed), titles(CheckStatus::Warning));
    let (status, failed) = match (failed.is_empty(), warn.is_empty()) {
        (false, _) => (VerdictStatus::Failed, failed),
        _ if cancelled => (VerdictStatus::Cancelled, Vec::new()),
        (true, false) => (VerdictStatus::Warning, warn),
        (true, true) => (VerdictStatus::Passed, Vec::new()),
    };
    AccountVerdict { account_id: account_id.to_owned(), status, level, failed, fault: None }
}

impl Account {
    /// The account behind a role, as a session of it. Its keys are for an hour, which is the most for a
    /// session that makes another.
    async fn through(&self, role_arn: &str) -> Result<Account, LiveError> {
        let answer = self
            .sts()
            .assume_role()
            .role_arn(role_arn)
            .role_session_name("bedrock-role-wizard")
            .send()
            .await
            .map_err(|error| self.asked().error("sts:AssumeRole", &error))?;
        let Some(keys) = answer.credentials() else {
            return Err(self.asked().not_understood("sts:AssumeRole", "the answer holds no credentials"));
        };
        let until = SystemTime::try_from(*keys.expiration()).ok();
        Ok(self.with_keys(Credentials::new(
            keys.access_key_id(),
            keys.secret_access_key(),
            Some(keys.session_token().to_owned()),
            until,
            "access role",
        )))
    }
}
