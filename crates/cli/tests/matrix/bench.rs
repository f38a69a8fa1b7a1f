//! A sandbox with a role in it, a proxy before it, a home of its own for the program.

use crate::harness::{ACCOUNT, EXTERNAL_ID, Ended, Home, ended};
use crate::proxy::{Act, Proxy};
use live::{Account, Source, UndoStore};
use onboarding::role::Tag;
use onboarding::{ActualRole, Pack, Setup, Target};
use sandbox::{Options, Sandbox};
use serde_json::json;
use std::process::Child;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

pub(crate) const ROLE: &str = "quilr-gateway-bedrock";

/// Cases at once: most of a case is waiting, up to half a minute until a change that was never answered
/// can no longer appear.
static AT_ONCE: Semaphore = Semaphore::const_new(48);

/// A command that changes an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// The role is new.
    Create,
    /// The role is somebody else's, and adopted; a policy of theirs is chosen for removal.
    Adopt,
    Verify,
    Rotate,
    Finish,
    TakeBack,
    Detach,
    Delete,
}

impl Command {
    pub(crate) const EACH: [Command; 8] = [
        Command::Create,
        Command::Adopt,
        Command::Verify,
        Command::Rotate,
        Command::Finish,
        Command::TakeBack,
        Command::Detach,
        Command::Delete,
    ];

    pub(crate) fn arguments(self) -> Vec<&'static str> {
        let mut arguments = match self {
            Command::Create => vec!["apply", "--yes"],
            Command::Adopt => {
                vec![
                    "apply",
                    "--yes",
                    "--duration",
                    "7200",
                    "--remove",
                    "inline-policy:theirs",
                    "--remove",
                    "tag:team",
                ]
            }
            Command::Verify => vec!["verify"],
            Command::Rotate => vec!["rotate", "--yes"],
            Command::Finish => vec!["rotate", "--yes", "--finish"],
            Command::TakeBack => vec!["rotate", "--yes", "--take-back"],
            Command::Detach => vec!["revoke", "--yes"],
            Command::Delete => vec!["revoke", "--yes", "--delete"],
        };
        arguments.extend(["--format", "json", "--external-id", EXTERNAL_ID, "--account-id", ACCOUNT]);
        arguments
    }
}

pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) proxy: Proxy,
    pub(crate) home: Arc<Home>,
    admin: Account,
}

impl Bench {
    /// With everything as the command expects to find it.
    pub(crate) async fn for_command(command: Command) -> Self {
        let (sandbox, proxy) = loop {
            let sandbox = Sandbox::start(Options::default()).await.unwrap();
            // The port may be taken at the other loopback.
            match Proxy::start(&sandbox.endpoint()).await {
                Some(proxy) => break (sandbox, proxy),
                None => sandbox.shutdown().await,
            }
        };
        let keys = sandbox.identity("admin").unwrap();
        let home = Home::signed_in(
            &proxy.endpoint,
            &json!({
                "access_key_id": keys.access_key_id,
                "secret_access_key": keys.secret_access_key,
            }),
        );
        let admin = Account::connect(Source::Endpoint {
            url: sandbox.endpoint(),
            region: "us-east-1".to_owned(),
            access_key_id: keys.access_key_id.clone(),
            secret_access_key: keys.secret_access_key.clone(),
            session_token: None,
        })
        .await
        .unwrap();
        let bench = Self { sandbox, proxy, home: Arc::new(home), admin };
        match command {
            Command::Create => {}
            Command::Adopt => bench.create_theirs().await,
            Command::Finish | Command::TakeBack => {
                bench.create().await;
                bench.run(&Command::Rotate.arguments()).await.exits_with(0);
            }
            Command::Verify | Command::Rotate | Command::Detach | Command::Delete => bench.create().await,
        }
        bench
    }

    fn desired(&self) -> onboarding::DesiredRole {
        let pack = Pack::embedded();
        let mut setup = Setup::new(
            &pack,
            "0d2f7a54-0000-4000-8000-000000000001".to_owned(),
            EXTERNAL_ID.to_owned(),
            Target::Sandbox,
        );
        setup.account_id = ACCOUNT.to_owned();
        setup.check(&pack, &[]).unwrap().desired_role(&pack)
    }

    async fn create(&self) {
        self.apply(&self.desired()).await;
    }

    /// A role of somebody else's: other principals, another policy, a tag.
    async fn create_theirs(&self) {
        let mut desired = self.desired();
        desired.trust_policy = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Sid": "Theirs", "Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": { "AWS": "arn:aws:iam::123456789012:user/admin" },
                "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
            }]
        })
        .to_string();
        desired.policy_name = "theirs".to_owned();
        desired.tags = vec![Tag { key: "team".to_owned(), value: "llm".to_owned() }];
        self.apply(&desired).await;
    }

    async fn apply(&self, desired: &onboarding::DesiredRole) {
        let folder = tempfile::tempdir().unwrap();
        let shown = live::plan(&self.admin, desired).await.unwrap();
        live::apply(&self.admin, desired, &shown, &UndoStore::new(folder.path()), &|_| {}).await.unwrap();
    }

    /// The role as the sandbox has it, past the proxy; without its id, which a role that is made again
    /// has anew.
    pub(crate) async fn role(&self) -> Option<ActualRole> {
        let mut role = self.admin.read_role(ROLE).await.unwrap()?;
        role.role_id.clear();
        role.inline_policies.sort_by(|a, b| a.name.cmp(&b.name));
        role.tags.sort();
        Some(role)
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        self.home.command(arguments).spawn().unwrap()
    }

    /// Runs to the end with every call passed on.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Ended {
        self.proxy.rule(|_, _| Act::Pass);
        self.ended(self.spawn(arguments)).await
    }

    pub(crate) async fn ended(&self, child: Child) -> Ended {
        tokio::task::spawn_blocking(|| ended(child)).await.unwrap()
    }

    /// Takes back whatever was left, and says what came of it.
    pub(crate) async fn recover(&self) -> Ended {
        self.run(&["recover", "--yes", "--format", "json"]).await
    }

    /// The calls of the command when nothing goes wrong.
    pub(crate) async fn calls_of(command: Command) -> Vec<String> {
        let bench = Self::for_command(command).await;
        bench.run(&command.arguments()).await.exits_with(0);
        bench.proxy.calls()
    }
}

/// Runs every case, many at once, and counts them.
pub(crate) async fn all(cases: impl IntoIterator<Item = impl Future<Output = ()> + Send + 'static>) -> usize {
    let mut running: JoinSet<()> = cases
        .into_iter()
        .map(|case| async move {
            let _permit = AT_ONCE.acquire().await.unwrap();
            case.await;
        })
        .collect();
    let mut count = 0;
    while let Some(ended) = running.join_next().await {
        ended.unwrap();
        count += 1;
    }
    count
}
