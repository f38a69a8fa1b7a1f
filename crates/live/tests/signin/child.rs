//! The child: signs in as its environment says, and tells what came of it.

use live::signin::Asked;
use live::{
    Account, DeviceCode, MfaAsk, MfaCode, NetworkSettings, NoAnswer, Prompt, SignInWith, Source, SsoLogin,
};
use live::{ApplyEvent, LiveError, Pacing, UndoStore, VerifyEvent, VerifyOptions};
use onboarding::{Pack, Setup, Target, ValidSetup};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Marks the lines of the child's output that are its answer.
const ANSWER: &str = "ANSWER:";

/// The child waits for a line: the parent changes the world meanwhile.
const BETWEEN: &str = "BETWEEN";

/// The one who answers with codes that the parent gave, in order.
struct Codes(Mutex<VecDeque<MfaCode>>);

impl Prompt for Codes {
    fn mfa_code<'a>(&'a self, ask: &'a MfaAsk) -> Asked<'a, Result<MfaCode, NoAnswer>> {
        eprintln!("{ANSWER}asked for {}{}", ask.serial, if ask.wrong.is_some() { " again" } else { "" });
        let code = self.0.lock().unwrap().pop_front();
        Box::pin(async { code.ok_or(NoAnswer::Nobody) })
    }
}

#[tokio::test]
#[ignore = "the child: run by the other tests, in an environment of its own"]
async fn child() {
    let read = |name: &str| std::env::var(name).ok();
    let codes = read("TEST_CODES").unwrap_or_default();
    let codes = codes.split(',').filter(|code| !code.is_empty()).map(|code| MfaCode::parse(code).unwrap());
    let with = SignInWith {
        prompt: Arc::new(Codes(Mutex::new(codes.collect()))),
        network: NetworkSettings {
            proxy: read("TEST_PROXY"),
            no_proxy: None,
            ca_bundle: read("TEST_CA_BUNDLE"),
            connect_timeout: read("TEST_CONNECT_TIMEOUT").map(|seconds| seconds.parse().unwrap()),
            read_timeout: read("TEST_READ_TIMEOUT").map(|seconds| seconds.parse().unwrap()),
        },
    };
    let profile = read("TEST_PROFILE").unwrap();
    if read("TEST_BROWSER").is_some() {
        let login = SsoLogin { second: Duration::from_millis(1), ..SsoLogin::default() };
        let show = |code: &DeviceCode| {
            eprintln!("{ANSWER}{} at {}", code.code, code.url);
            if read("TEST_BROWSER").as_deref() == Some("cancel") {
                login.cancel.cancel();
            }
        };
        if let Err(error) = Account::sso_login(&profile, &with, &login, &show).await {
            eprintln!("{ANSWER}{}: {error}", error.code());
            return;
        }
    }
    let who = async {
        let account = Account::connect_with(Source::Profile(profile), with).await?;
        // Twice: the second time nobody is asked.
        account.whoami().await?;
        match read("TEST_BETWEEN").as_deref() {
            Some("changes") => apply(&account, pause).await?,
            Some("checks") => verify(&account, pause).await?,
            Some(_) => pause(),
            None => {}
        }
        account.whoami().await
    };
    match who.await {
        Ok(who) => {
            let ends = if who.expires_at.is_some() { "ends" } else { "endless" };
            eprintln!("{ANSWER}{} {ends}", who.arn);
        }
        Err(error) => {
            eprintln!("{ANSWER}{}: {error} | {}", error.code(), error.hint().unwrap_or_default());
        }
    }
}

/// Lets the parent change the world.
fn pause() {
    eprintln!("{BETWEEN}");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

fn setup(pack: &Pack) -> ValidSetup {
    let id = "0d2f7a54-0000-4000-8000-000000000001".to_owned();
    let mut setup = Setup::new(pack, id, Uuid::new_v4().to_string(), Target::Sandbox);
    setup.account_id = "123456789012".to_owned();
    setup.check(pack, &[]).unwrap()
}

/// Makes the role; `pause` comes after the first change.
async fn apply(account: &Account, pause: fn()) -> Result<(), LiveError> {
    let (pack, folder) = (Pack::embedded(), tempfile::tempdir().unwrap());
    let desired = setup(&pack).desired_role(&pack);
    let plan = live::plan(account, &desired).await?;
    let tell = |event| match event {
        ApplyEvent::Finished { index: 0, .. } => pause(),
        ApplyEvent::Finished { index, .. } => eprintln!("{ANSWER}made change {index}"),
        _ => {}
    };
    let undo = UndoStore::new(folder.path());
    let applied = live::apply(account, &desired, &plan, &undo, &tell).await;
    eprintln!("{ANSWER}{} on record", undo.pending()?.len());
    applied.map(drop)
}

/// Makes the role and tests it; `pause` comes when the temporary statement is in the trust policy.
async fn verify(account: &Account, pause: fn()) -> Result<(), LiveError> {
    let (pack, folder) = (Pack::embedded(), tempfile::tempdir().unwrap());
    let undo = UndoStore::new(folder.path());
    let millis = Duration::from_millis;
    let account = &account.clone().with_pacing(Pacing {
        first_pause: millis(1),
        longest_pause: millis(20),
        trust_window: millis(5000),
        permissions_window: millis(300),
        reading_window: millis(300),
        cleanup_window: millis(600),
    });
    let options = VerifyOptions { setup: setup(&pack), pack: pack.clone(), read_only: false, gateway: None };
    let desired = options.setup.desired_role(&pack);
    let plan = live::plan(account, &desired).await?;
    live::apply(account, &desired, &plan, &undo, &|_| {}).await?;
    let tell = |event| match event {
        VerifyEvent::TemporaryStatement { present: true, .. } => pause(),
        VerifyEvent::TemporaryStatement { present: false, .. } => eprintln!("{ANSWER}taken out"),
        VerifyEvent::Finished { check } if check.id == "account.signed-in" => {
            eprintln!("{ANSWER}{:?} {}", check.status, check.evidence.what);
        }
        _ => {}
    };
    live::verify(account, &options, &undo, &CancellationToken::new(), &tell).await;
    eprintln!("{ANSWER}{} on record", undo.pending()?.len());
    Ok(())
}

/// Runs the child with these variables and no other of AWS's or of a proxy. Its whole output holds no
/// `CANARY`. Waits with its thread: the servers of the test need another one.
pub(crate) fn run(home: &Path, profile: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let output = tokio::task::block_in_place(|| command(home, profile, variables).output()).unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    answer(&format!("{stdout}{}", String::from_utf8_lossy(&output.stderr)))
}

/// The same; `between` happens after the child has signed in: before it does so again, after the first
/// of its `changes`, or amid its `checks`.
pub(crate) fn run_between(
    home: &Path,
    profile: &str,
    variables: &[(&str, &str)],
    what: &str,
    between: impl FnOnce(),
) -> Vec<String> {
    let mut command = command(home, profile, variables);
    command.env("TEST_BETWEEN", what).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    tokio::task::block_in_place(|| {
        let mut child = command.spawn().unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        while !said.ends_with(&format!("{BETWEEN}\n")) {
            assert_ne!(lines.read_line(&mut said).unwrap(), 0, "the child ended before: {said}");
        }
        between();
        child.stdin.take().unwrap().write_all(b"\n").unwrap();
        lines.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        answer(&said)
    })
}

fn command(home: &Path, profile: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child::child", "--ignored", "--nocapture"]);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().to_ascii_uppercase();
        if name.starts_with("AWS_") || name.ends_with("_PROXY") {
            command.env_remove(&name).env_remove(name.to_ascii_lowercase());
        }
    }
    command.env("HOME", home).env("AWS_EC2_METADATA_DISABLED", "true").env("TEST_PROFILE", profile);
    command.envs(variables.iter().copied());
    command
}

fn answer(said: &str) -> Vec<String> {
    assert!(!said.contains("CANARY"), "a secret is shown: {said}");
    let answer: Vec<_> =
        said.lines().filter_map(|line| line.strip_prefix(ANSWER)).map(str::to_owned).collect();
    assert!(!answer.is_empty(), "the child gave no answer: {said}");
    answer
}

/// A home folder with these two files.
pub(crate) fn home(config: &str, credentials: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".aws")).unwrap();
    std::fs::write(home.path().join(".aws/config"), config).unwrap();
    std::fs::write(home.path().join(".aws/credentials"), credentials).unwrap();
    home
}

/// A section of `credentials` with the keys of a caller of the sandbox.
pub(crate) fn keys(profile: &str, of: &sandbox::SeededIdentity) -> String {
    let token = of.session_token.as_ref().map(|token| format!("aws_session_token = {token}\n"));
    format!(
        "[{profile}]\naws_access_key_id = {}\naws_secret_access_key = {}\n{}\n",
        of.access_key_id,
        of.secret_access_key,
        token.unwrap_or_default()
    )
}
