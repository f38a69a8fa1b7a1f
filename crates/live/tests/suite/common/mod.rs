//! What the tests against the sandbox share: a role in its account, a caller, and a quick rhythm.

pub(crate) mod clients;

use clients::config_of;
use live::{Account, Pacing, Source, UndoStore, VerifyEvent, VerifyOptions, apply, verify};
use onboarding::{Check, CheckStatus, Pack, ProviderType, Setup, Target, ValidSetup, plan};
use sandbox::{Options, Sandbox};
use std::sync::Mutex;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

pub(crate) const EXTERNAL_ID: &str = "7f3c2b1e-8d4a-4c06-9b1f-2a6d0c5e9f11";
pub(crate) const ROLE: &str = "quilr-gateway-bedrock";
pub(crate) const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock";
/// A statement of somebody else's.
pub(crate) const THEIRS: &str = r#"{"Sid":"Theirs","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::975050335771:user/somebody"},"Action":"sts:AssumeRole"}"#;

/// Milliseconds where AWS needs seconds.
pub(crate) fn quick() -> Pacing {
    Pacing {
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(20),
        trust_window: Duration::from_secs(5),
        permissions_window: Duration::from_millis(300),
        reading_window: Duration::from_millis(300),
        cleanup_window: Duration::from_millis(600),
    }
}

/// A sandbox, a setup for all four provider types in a region that serves them, a folder.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) setup: Setup,
    pub(crate) pack: Pack,
    pub(crate) folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) async fn new() -> Bench {
        let pack = Pack::embedded();
        let mut setup = Setup::new(
            &pack,
            "0d2f7a54-0000-4000-8000-000000000001".to_owned(),
            EXTERNAL_ID.to_owned(),
            Target::Sandbox,
        );
        setup.account_id = "123456789012".to_owned();
        setup.provider_types = ProviderType::ALL.to_vec();
        setup.region = "us-west-2".to_owned();
        setup.resources.inference_profiles = true;
        setup.streaming = true;
        Bench {
            sandbox: Sandbox::start(Options::default()).await.unwrap(),
            setup,
            pack,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With the role applied as the setup asks.
    pub(crate) async fn with_role() -> Bench {
        let bench = Bench::new().await;
        bench.apply().await;
        bench
    }

    pub(crate) fn valid(&self) -> ValidSetup {
        self.setup.check(&self.pack, &[]).unwrap()
    }

    pub(crate) fn undo(&self) -> UndoStore {
        UndoStore::new(self.folder.path())
    }

    pub(crate) async fn account(&self, who: &str) -> Account {
        let identity = self.sandbox.identity(who).unwrap();
        Account::connect(Source::Endpoint {
            url: self.sandbox.endpoint(),
            region: self.sandbox.region().to_owned(),
            access_key_id: identity.access_key_id.clone(),
            secret_access_key: identity.secret_access_key.clone(),
            session_token: identity.session_token.clone(),
        })
        .await
        .unwrap()
        .with_pacing(quick())
    }

    pub(crate) async fn apply(&self) {
        let account = self.account("admin").await;
        let desired = self.valid().desired_role(&self.pack);
        let actual = account.read_role(ROLE).await.unwrap();
        let shown = plan(&desired, actual.as_ref());
        apply(&account, &desired, &shown, &self.undo(), &|_| {}).await.unwrap();
    }

    /// IAM itself, as the admin: how somebody else changes the role.
    pub(crate) fn iam(&self) -> aws_sdk_iam::Client {
        aws_sdk_iam::Client::new(&config_of(&self.sandbox, "admin"))
    }

    /// STS, as one of the sandbox's callers.
    pub(crate) fn sts(&self, who: &str) -> aws_sdk_sts::Client {
        aws_sdk_sts::Client::new(&config_of(&self.sandbox, who))
    }

    pub(crate) async fn set_trust(&self, policy: &str) {
        self.iam().update_assume_role_policy().role_name(ROLE).policy_document(policy).send().await.unwrap();
    }

    pub(crate) async fn trust(&self) -> String {
        let role = self.account("admin").await.read_role(ROLE).await.unwrap();
        role.unwrap().trust_policy
    }

    pub(crate) fn options(&self) -> VerifyOptions {
        VerifyOptions { setup: self.valid(), pack: self.pack.clone(), read_only: false, gateway: None }
    }

    /// A whole verification, and everything it told.
    pub(crate) async fn verify(&self, who: &str) -> Run {
        let account = self.account(who).await;
        let events = Mutex::new(Vec::new());
        let checks = verify(&account, &self.options(), &self.undo(), &CancellationToken::new(), &|event| {
            events.lock().unwrap().push(event)
        })
        .await;
        Run { checks, events: events.into_inner().unwrap() }
    }

    /// How often the sandbox was asked to do this.
    pub(crate) fn count(&self, operation: &str) -> usize {
        let events = self.sandbox.events();
        events.iter().filter(|event| event.operation == operation).count()
    }
}

pub(crate) struct Run {
    pub(crate) checks: Vec<Check>,
    pub(crate) events: Vec<VerifyEvent>,
}

impl Run {
    pub(crate) fn check(&self, id: &str) -> &Check {
        find(&self.checks, id)
    }
}

pub(crate) fn find<'a>(checks: &'a [Check], id: &str) -> &'a Check {
    checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check `{id}`"))
}

/// The checks that are not green, for a message.
pub(crate) fn not_green(checks: &[Check]) -> Vec<String> {
    checks
        .iter()
        .filter(|check| check.status != CheckStatus::Passed)
        .map(|check| format!("{} {:?}: {}", check.id, check.status, check.evidence.what))
        .collect()
}
