//! Identity Center: the device flow, the AWS CLI's cache, refreshing, and tokens that are over.

use crate::child::{home, run};
use crate::identity_center::IdentityCenter;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const SESSION: &str = "[profile work]\nsso_session = acme\nsso_account_id = 123456789012\nsso_role_name = Admin\n\
                       region = us-east-1\n\n\
                       [profile other-role]\nsso_session = acme\nsso_account_id = 123456789012\n\
                       sso_role_name = Owner\n\n\
                       [profile keys]\naws_access_key_id = AKIACANARY00000001\n\
                       aws_secret_access_key = CANARY\n\n\
                       [sso-session acme]\nsso_region = eu-west-1\n";
/// SHA-1 of `acme`, which names the file in the AWS CLI's cache.
const CACHE: &str = ".aws/sso/cache/293abb6b76d7791c0732cc517d38c4b5c734b87f.json";

struct Bench {
    sandbox: Sandbox,
    center: IdentityCenter,
    home: tempfile::TempDir,
}

impl Bench {
    async fn new(answers: &[&'static str]) -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let center = IdentityCenter::start(sandbox.identity("sso").unwrap(), answers).await;
        let home = home(&format!("{SESSION}sso_start_url = {}\n", center.url), "");
        Self { sandbox, center, home }
    }

    fn run(&self, profile: &str, more: &[(&str, &str)]) -> Vec<String> {
        let sts = self.sandbox.endpoint();
        let mut variables = vec![
            ("AWS_ENDPOINT_URL_SSO", self.center.url.as_str()),
            ("AWS_ENDPOINT_URL_SSO_OIDC", self.center.url.as_str()),
            ("AWS_ENDPOINT_URL_STS", sts.as_str()),
        ];
        variables.extend(more);
        run(self.home.path(), profile, &variables)
    }

    fn cache(&self) -> PathBuf {
        self.home.path().join(CACHE)
    }

    fn token(&self) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.cache()).unwrap()).unwrap()
    }

    fn put_token(&self, change: Value) {
        let mut token = json!({
            "startUrl": self.center.url, "region": "eu-west-1", "accessToken": "token-CANARY-old",
            "expiresAt": "2020-01-01T00:00:00Z", "clientId": "client-1", "clientSecret": "CANARY",
            "registrationExpiresAt": "2099-01-01T00:00:00Z", "refreshToken": "refresh-CANARY-0",
        });
        for (key, value) in change.as_object().unwrap() {
            token[key] = value.clone();
        }
        std::fs::create_dir_all(self.cache().parent().unwrap()).unwrap();
        std::fs::write(self.cache(), token.to_string()).unwrap();
    }
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_browser_signs_in_and_the_token_is_the_aws_clis() {
    let pending = "AuthorizationPendingException";
    let bench = Bench::new(&[pending, "SlowDownException", pending, "yes"]).await;
    let answer = bench.run("work", &[("TEST_BROWSER", "yes")]);
    let page = format!("WDJB-MJHT at {}/page?user_code=WDJB-MJHT", bench.center.url);
    let who = bench.sandbox.identity("sso").unwrap().arn.clone();
    assert_eq!(answer, [page, format!("{who} ends")]);
    assert_eq!(bench.center.seen("token").len(), 4, "asked until somebody said yes");
    assert_eq!(bench.center.seen("register")[0]["scopes"], json!(["sso:account:access"]));

    assert_eq!(mode(&bench.cache()), 0o600);
    let names: Vec<_> = bench.token().as_object().unwrap().keys().cloned().collect();
    let cli = [
        "startUrl",
        "region",
        "accessToken",
        "expiresAt",
        "clientId",
        "clientSecret",
        "registrationExpiresAt",
        "refreshToken",
    ];
    assert_eq!(names, cli);

    // The clients of AWS take it: the CLI calls through it, botocore's token provider reads it.
    let tools = std::env::var_os("BEDROCK_ROLE_TEST_PYTHON")
        .expect("BEDROCK_ROLE_TEST_PYTHON names the folder of `aws` and `python`: run script/test");
    let tool = |name: &str, arguments: &[&str]| {
        let output = Command::new(PathBuf::from(&tools).join(name))
            .args(arguments)
            .env_clear()
            .env("HOME", bench.home.path())
            .env("AWS_ENDPOINT_URL_SSO", &bench.center.url)
            .env("AWS_ENDPOINT_URL_SSO_OIDC", &bench.center.url)
            .env("AWS_ENDPOINT_URL_STS", bench.sandbox.endpoint())
            .env("PATH", std::env::var_os("PATH").unwrap())
            .output();
        let output = tokio::task::block_in_place(|| output).unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {stderr}");
        String::from_utf8(output.stdout).unwrap()
    };
    let arn = tool(
        "aws",
        &["sts", "get-caller-identity", "--profile", "work", "--query", "Arn", "--output", "text"],
    );
    assert_eq!(arn.trim(), who);
    let script = "import botocore.session, botocore.tokens\n\
                  session = botocore.session.Session(profile='work')\n\
                  print(botocore.tokens.SSOTokenProvider(session).load_token().get_frozen_token().token)";
    assert_eq!(tool("python", &["-c", script]).trim(), bench.token()["accessToken"]);
    assert_eq!(bench.center.seen("token").len(), 4, "none of them had to ask for another");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_person_at_the_browser_can_do_each_has_its_code() {
    for (answers, browser, code) in [
        (vec!["AccessDeniedException"], "yes", "sign-in-declined"),
        (vec!["AuthorizationPendingException", "ExpiredTokenException"], "yes", "sign-in-timed-out"),
        (vec!["AuthorizationPendingException"; 500], "cancel", "sign-in-cancelled"),
    ] {
        let bench = Bench::new(&answers).await;
        let answer = bench.run("work", &[("TEST_BROWSER", browser)]);
        assert!(answer.last().unwrap().starts_with(&format!("{code}: ")), "{code}: {answer:?}");
        assert!(!bench.cache().exists(), "nothing is kept of a sign-in that was none");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_over_is_found_before_any_call_to_aws() {
    let bench = Bench::new(&[]).await;
    let needs = |answer: Vec<String>| {
        let [answer] = &answer[..] else { panic!("{answer:?}") };
        assert!(answer.starts_with("sso-sign-in: ") && answer.contains("`acme`"), "{answer}");
        assert!(answer.contains("aws sso login --profile work"), "the next step: {answer}");
    };
    needs(bench.run("work", &[]));
    bench.put_token(json!({ "refreshToken": null }));
    needs(bench.run("work", &[]));
    bench.put_token(json!({ "registrationExpiresAt": "2020-01-01T00:00:00Z" }));
    needs(bench.run("work", &[]));
    assert_eq!(bench.center.seen("token").len(), 0, "nothing could be renewed");
    bench.put_token(json!({}));
    needs(bench.run("work", &[]));
    assert_eq!(bench.center.seen("token").len(), 1, "renewing was refused");
    bench.put_token(json!({ "expiresAt": "2099-01-01T00:00:00Z" }));
    bench.center.forget_tokens();
    needs(bench.run("work", &[]));
    std::fs::write(bench.cache(), "not JSON, CANARY").unwrap();
    needs(bench.run("work", &[]));
    assert_eq!(bench.sandbox.events(), [], "STS was never asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_over_is_renewed_without_a_browser() {
    let bench = Bench::new(&["yes", "yes"]).await;
    bench.put_token(json!({}));
    let answer = bench.run("work", &[]);
    assert!(answer[0].ends_with(" ends"), "{answer:?}");
    let sent = bench.center.seen("token");
    assert_eq!(sent[0]["refreshToken"], "refresh-CANARY-0");
    assert_eq!(bench.token()["refreshToken"], "refresh-CANARY-1", "the new one is kept");
    assert_eq!(mode(&bench.cache()), 0o600);

    // One that ends in a minute is renewed before a step needs it.
    bench.put_token(json!({ "refreshToken": "refresh-CANARY-1" }));
    bench.center.token_seconds(60);
    bench.run("work", &[]);
    assert_eq!(bench.center.seen("token").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_is_not_theirs_and_a_profile_without_sso_are_told_apart() {
    let bench = Bench::new(&["yes"]).await;
    bench.run("work", &[("TEST_BROWSER", "yes")]);
    let answer = bench.run("other-role", &[]);
    assert!(answer[0].starts_with("sso-role: ") && answer[0].contains("`Owner`"), "{answer:?}");
    let answer = bench.run("keys", &[("TEST_BROWSER", "yes")]);
    assert!(answer[0].starts_with("not-sso: "), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_legacy_form_is_kept_by_its_start_url() {
    let bench = Bench::new(&["yes"]).await;
    let url = &bench.center.url;
    let config = format!(
        "[profile old]\nsso_start_url = {url}\nsso_region = eu-west-1\nsso_account_id = 123456789012\n\
         sso_role_name = Admin\n"
    );
    std::fs::write(bench.home.path().join(".aws/config"), config).unwrap();
    let answer = bench.run("old", &[("TEST_BROWSER", "yes")]);
    assert!(answer[1].ends_with(" ends"), "{answer:?}");
    assert!(bench.center.seen("register")[0].get("scopes").is_none(), "the legacy form has none");
    let script = "import hashlib, sys; print(hashlib.sha1(sys.argv[1].encode()).hexdigest())";
    let tools = std::env::var_os("BEDROCK_ROLE_TEST_PYTHON").unwrap();
    let name = Command::new(PathBuf::from(tools).join("python")).args(["-c", script, url]).output().unwrap();
    let name = String::from_utf8(name.stdout).unwrap();
    assert!(bench.home.path().join(".aws/sso/cache").join(format!("{}.json", name.trim())).exists());
}
