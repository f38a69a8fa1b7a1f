//! The end-to-end test, in PRODUCT's order.
//!
//! The promise: nobody's account is left worse. A temporary statement is in the trust policy only
//! between the writing of an undo record and a reading that proves it gone, and it expires by itself.
//! Cancelling is looked at everywhere except where the policy is being changed. Dropping the future
//! of [`verify`] cannot run the clean-up: then the undo record is what remains, for
//! [`UndoStore::recover`].

mod assume;
mod gateway;
mod invoke;
mod models;
mod permissions;
mod planned;
mod recorder;
mod session;
mod statement;
mod temporary;
mod through;

pub(crate) use invoke::{Answered, Call, QUESTION, invoke};
pub(crate) use models::Chosen;
pub(crate) use session::signed_only;

use crate::account::{Identity, ReadRole};
use crate::key_store::Keys;
use crate::network::NetworkSettings;
use crate::preflight::{Purpose, admit};
use crate::undo::{LIFETIME, UndoStore};
use crate::{account::Account, error::LiveError};
use models::Offer;
use onboarding::check::{account_checks, documents_checks};
use onboarding::fields::GatewayUrl;
use onboarding::setup::GatewaySetup;
use onboarding::{Check, Evidence, Level, Pack, ValidSetup};
use planned::SIGNED_IN;
use recorder::Recorder;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// What to verify.
#[derive(Debug, Clone)]
pub struct VerifyOptions {
    /// The setup; its provider types say what is invoked, its region where.
    pub setup: ValidSetup,
    /// The template pack.
    pub pack: Pack,
    /// Only documents and account: nothing is changed, nothing is assumed.
    pub read_only: bool,
    /// The gateway level; `None`: left out.
    pub gateway: Option<GatewayOptions>,
}

/// What the gateway is asked with.
#[derive(Debug, Clone)]
pub struct GatewayOptions {
    /// Its base URL.
    pub url: GatewayUrl,
    /// The user's keys. What has none is not run, and says how it could be.
    pub keys: Keys,
    /// Why the keychain told no keys, where it did not.
    pub trouble: Option<String>,
    /// How the network leads there.
    pub network: NetworkSettings,
}

/// What happens during a verification, as it happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum VerifyEvent {
    /// The checks that will run, in order: so that the screen does not jump.
    Planned {
        /// Id, level and title of each.
        checks: Vec<PlannedCheck>,
    },
    /// A check is running.
    Started {
        /// Which.
        id: String,
    },
    /// Something to say about the running check, for example `waiting for IAM to propagate, try 3`.
    Progress {
        /// Which.
        id: String,
        /// What.
        note: String,
        /// How long it is waited for, where it is AWS that is waited for.
        wait: Option<Wait>,
    },
    /// A check ended.
    Finished {
        /// The whole check.
        check: Check,
    },
    /// The temporary statement was added or is proven removed.
    TemporaryStatement {
        /// `true`: it is in the trust policy now.
        present: bool,
        /// When, as `2026-11-22T14:02:14Z`.
        at: String,
    },
    /// It is over.
    Ended {
        /// The highest level of which every check passed (warnings allowed), and all below it.
        reached: Option<Level>,
        /// Whether it was cancelled.
        cancelled: bool,
    },
}

/// How long AWS is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Wait {
    /// The try that follows, from 2.
    pub tries: u32,
    /// Seconds since the first.
    pub gone_seconds: u32,
    /// Seconds until it is given up: a countdown, at worst.
    pub left_seconds: u32,
}

/// A check that will run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlannedCheck {
    /// Stable.
    pub id: String,
    /// What it proves.
    pub level: Level,
    /// A statement.
    pub title: String,
}

/// Runs the checks and gives them back in order. Whatever happens (an error, `cancel`), the
/// temporary statement is taken out again before this returns; a failure to do so is a check of its
/// own, and then the undo record is kept.
///
/// Await it to its end and use `cancel` to end it early. If the future is dropped instead, nothing
/// more can be done from here: the undo record stays, and [`UndoStore::recover`] takes the statement
/// out; should that never happen, it lets nobody in after fifteen minutes.
pub async fn verify(
    account: &Account,
    options: &VerifyOptions,
    undo: &UndoStore,
    cancel: &CancellationToken,
    on_event: &(dyn Fn(VerifyEvent) + Send + Sync),
) -> Vec<Check> {
    let mut run = Recorder::new(planned::planned(options), &options.pack, on_event);
    for check in documents_checks(&options.setup, &options.pack) {
        run.start(&check.id);
        run.finish(check);
    }
    let test = Test { account, options, undo, cancel, offer: OnceLock::new() };
    if let Some(Some(found)) = unless_cancelled(cancel, test.account_level(&mut run)).await
        && !options.read_only
    {
        test.assume_level(&mut run, &found).await;
    }
    // Whatever came before: it is another way to the same role, with a reason of its own.
    if !options.read_only
        && let Some(gateway) = &options.gateway
    {
        let setup = options.setup.gateway_setup(&options.pack);
        let through = gateway::Through { setup: &setup, pack: &options.pack, gateway };
        unless_cancelled(cancel, through.run(&mut run, test.offer.get())).await;
    }
    // A cancel that came after the last check changed nothing.
    let cancelled = cancel.is_cancelled() && run.is_open();
    run.skip_rest(skipped(cancelled));
    run.end(cancelled)
}

/// Runs the gateway level by itself: without a sign-in to AWS, and without touching the role.
pub async fn verify_gateway(
    setup: &GatewaySetup<'_>,
    pack: &Pack,
    gateway: &GatewayOptions,
    cancel: &CancellationToken,
    on_event: &(dyn Fn(VerifyEvent) + Send + Sync),
) -> Vec<Check> {
    let through = gateway::Through { setup, pack, gateway };
    let mut run = Recorder::new(gateway::planned(setup.draft, pack), pack, on_event);
    unless_cancelled(cancel, through.run(&mut run, None)).await;
    let cancelled = cancel.is_cancelled() && run.is_open();
    run.skip_rest(skipped(cancelled));
    run.end(cancelled)
}

/// Why a check was not run.
fn skipped(cancelled: bool) -> &'static str {
    if cancelled { "cancelled" } else { "not run, because of what failed before it" }
}

/// What a verification works with.
struct Test<'a> {
    account: &'a Account,
    options: &'a VerifyOptions,
    undo: &'a UndoStore,
    cancel: &'a CancellationToken,
    /// What Bedrock offers in the setup's region, once it was asked.
    offer: OnceLock<Offer>,
}

/// Who asks, and the role as AWS has it.
struct Found {
    identity: Identity,
    role: ReadRole,
}

impl Test<'_> {
    /// Signs in, reads the role, and checks it as it stands. `None`: there is no role to assume.
    async fn account_level(&self, run: &mut Recorder<'_>) -> Option<Found> {
        let setup = &self.options.setup;
        run.start(SIGNED_IN);
        let started = Instant::now();
        let identity = match self.account.whoami().await {
            Ok(identity) => identity,
            Err(error) => {
                run.fail_with(SIGNED_IN, &error, Evidence::default());
                return None;
            }
        };
        let evidence = Evidence {
            who: Some(identity.arn.clone()),
            what: format!("account {}, region {}", identity.account, identity.region),
            millis: Some(recorder::millis(started.elapsed())),
            attempts: Some(1),
            ..Evidence::default()
        };
        // The root user reads the role like anybody; that it cannot be let in is a check of its own.
        if let Err(error) = admit(&identity, setup.role_arn.as_str(), Purpose::Read) {
            run.fail_with(SIGNED_IN, &error, evidence);
            return None;
        }
        match self.account.asks_again_in().await.filter(|left| *left < LIFETIME && !self.options.read_only) {
            Some(left) => run.warn_of_the_end(SIGNED_IN, evidence, left),
            None => run.pass(SIGNED_IN, evidence),
        }
        let started = Instant::now();
        let read = match self.account.read_role_whole(setup.role_arn.name()).await {
            Ok(read) => read,
            Err(error) => {
                self.role_unread(run, &error, &identity);
                return None;
            }
        };
        let millis = recorder::millis(started.elapsed());
        let role = read.as_ref().map(|read| &read.role);
        for mut check in account_checks(setup, &self.options.pack, role) {
            run.start(&check.id);
            check.evidence.who.get_or_insert_with(|| identity.arn.clone());
            check.evidence.millis.get_or_insert(millis);
            if let Some(read) = &read {
                check.evidence.request_id = check.evidence.request_id.or(read.request_id.clone());
            }
            run.finish(check);
        }
        // A role of that name under another path is not the one to assume.
        read.filter(|read| read.role.arn == setup.role_arn.as_str()).map(|role| Found { identity, role })
    }

    /// The role could not be read: the first check of it says why.
    fn role_unread(&self, run: &mut Recorder<'_>, error: &LiveError, identity: &Identity) {
        if let Some(first) = run.first_open(Level::Account) {
            let evidence = Evidence { who: Some(identity.arn.clone()), ..Evidence::default() };
            run.fail_with(&first, error, evidence);
        }
    }
}

/// Runs until it is done or the run is cancelled (`None`). What it was doing is dropped.
async fn unless_cancelled<T>(cancel: &CancellationToken, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => None,
        done = work => Some(done),
    }
}
