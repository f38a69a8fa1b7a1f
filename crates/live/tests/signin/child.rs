//! The child: signs in as its environment says, and tells what came of it.

use live::signin::Asked;
use live::{Account, DeviceCode, MfaAsk, MfaCode, NetworkSettings, Prompt, SignInWith, Source, SsoLogin};
use std::collections::VecDeque;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Marks the lines of the child's output that are its answer.
const ANSWER: &str = "ANSWER:";

/// The one who answers with codes that the parent gave, in order.
struct Codes(Mutex<VecDeque<MfaCode>>);

impl Prompt for Codes {
    fn mfa_code<'a>(&'a self, ask: &'a MfaAsk) -> Asked<'a, Option<MfaCode>> {
        eprintln!("{ANSWER}asked for {}{}", ask.serial, if ask.wrong.is_some() { " again" } else { "" });
        let code = self.0.lock().unwrap().pop_front();
        Box::pin(async { code })
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

/// Runs the child with these variables and no other of AWS's or of a proxy. Its whole output holds no
/// `CANARY`. Waits with its thread: the servers of the test need another one.
pub(crate) fn run(home: &Path, profile: &str, variables: &[(&str, &str)]) -> Vec<String> {
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
    let output = tokio::task::block_in_place(|| command.output()).unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
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
