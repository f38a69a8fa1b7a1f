//! Every source of first credentials, from the profile to `GetCallerIdentity`.

use crate::admin::role_for_the_account;
use crate::child::{home, run};
use crate::machine::Machine;
use rcgen::KeyPair;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

struct Bench {
    sandbox: Sandbox,
    machine: Machine,
    home: tempfile::TempDir,
}

impl Bench {
    /// `config` may name `{sandbox}` and `{home}`.
    async fn new(config: &str) -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let machine = Machine::start(sandbox.identity("sso").unwrap()).await;
        let home = home("", "");
        let config =
            config.replace("{sandbox}", &sandbox.endpoint()).replace("{home}", home.path().to_str().unwrap());
        std::fs::write(home.path().join(".aws/config"), config).unwrap();
        Self { sandbox, machine, home }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The answer where everything of AWS but the source is the sandbox.
    fn run(&self, profile: &str, more: &[(&str, &str)]) -> String {
        let sandbox = self.sandbox.endpoint();
        let answer = run(self.home.path(), profile, &[more, &[("AWS_ENDPOINT_URL", &sandbox)]].concat());
        let [answer] = &answer[..] else { panic!("{answer:?}") };
        answer.clone()
    }

    fn who(&self) -> String {
        format!("{} ends", self.sandbox.identity("sso").unwrap().arn)
    }
}

#[track_caller]
fn fails(answer: &str, code: &str, words: &[&str]) {
    assert!(answer.starts_with(&format!("{code}: ")), "{code}: {answer}");
    for word in words {
        assert!(answer.contains(word), "`{word}` in: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_gives_credentials_and_what_it_prints_is_never_told() {
    let bench = Bench::new(
        "[profile tool]\nregion = us-east-1\ncredential_process = sh \"{home}/my tool\" \"two words\"\n\n\
         [profile broken]\nregion = us-east-1\ncredential_process = sh \"{home}/my tool\" broken\n\n\
         [profile garbled]\nregion = us-east-1\ncredential_process = sh \"{home}/my tool\" garbled\n",
    )
    .await;
    let keys = bench.sandbox.identity("sso").unwrap();
    let keys = json!({
        "Version": 1, "AccessKeyId": keys.access_key_id, "SecretAccessKey": keys.secret_access_key,
        "SessionToken": keys.session_token, "Expiration": "2099-01-01T00:00:00Z",
    });
    let script = format!(
        "case \"$1\" in\n'two words') echo '{keys}' ;;\ngarbled) echo 'CANARY is no JSON' ;;\n\
         *) echo 'CANARY: the vault is locked' >&2; exit 7 ;;\nesac\n"
    );
    bench.file("my tool", &script);
    assert_eq!(bench.run("tool", &[]), bench.who());
    for profile in ["broken", "garbled"] {
        fails(
            &bench.run(profile, &[]),
            "sign-in-failed",
            &[&format!("`{profile}`"), "aws sts get-caller-identity"],
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_web_identity_is_exchanged_unsigned_at_the_profiles_own_endpoint() {
    let bench = Bench::new(
        "[profile web]\nregion = us-east-1\nrole_arn = arn:aws:iam::123456789012:role/Admin\n\
         web_identity_token_file = ~/token\nendpoint_url = {sandbox}\n",
    )
    .await;
    let run = || {
        let answer = run(bench.home.path(), "web", &[("HTTP_PROXY", &bench.machine.url)]);
        let [answer] = &answer[..] else { panic!("{answer:?}") };
        answer.clone()
    };
    fails(&run(), "sign-in-failed", &["/token` cannot be read"]);
    bench.file("token", "CANARY-OTHER");
    fails(&run(), "sign-in-failed", &["role/Admin", "InvalidIdentityToken"]);
    bench.file("token", "CANARY-WEB\n");
    assert_eq!(run(), bench.who());
    let exchange = "AssumeRoleWithWebIdentity arn:aws:iam::123456789012:role/Admin signed=false";
    assert_eq!(bench.machine.seen(), [exchange, exchange]);
}

/// A role of the sandbox that the machine's credentials may assume.
const BEHIND: &str = "[profile behind]\nregion = us-east-1\nrole_session_name = ann\n\
                      role_arn = arn:aws:iam::123456789012:role/Ops\ncredential_source = ";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_containers_role_signs_in_by_either_address_with_its_token() {
    let bench = Bench::new(&format!("{BEHIND}EcsContainer\n")).await;
    role_for_the_account(&bench.sandbox, "Ops").await;
    let ops = "arn:aws:sts::123456789012:assumed-role/Ops/ann ends";
    let full = format!("{}/container/credentials", bench.machine.url);
    let full = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", full.as_str());
    assert_eq!(bench.run("behind", &[full]), ops);
    assert_eq!(bench.run("behind", &[full, ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "CANARY-CONTAINER")]), ops);
    let token = bench.file("token", "CANARY-CONTAINER");
    assert_eq!(bench.run("behind", &[full, ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", &token)]), ops);
    let wrong = bench.run("behind", &[full, ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "CANARY-WRONG")]);
    fails(&wrong, "sign-in-failed", &["`behind`"]);

    // The relative form has one address, that of AWS's container agent; a proxy leads it here.
    let relative = bench.run(
        "behind",
        &[
            ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/container/credentials"),
            ("HTTP_PROXY", &bench.machine.url),
            ("NO_PROXY", "127.0.0.1"),
        ],
    );
    assert_eq!(relative, ops);
    assert_eq!(bench.machine.seen().last().unwrap(), "container 169.254.170.2");
    fails(&bench.run("behind", &[]), "no-credentials", &["`behind`"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instances_role_signs_in_by_a_metadata_session() {
    let bench = Bench::new(&format!("{BEHIND}Ec2InstanceMetadata\n")).await;
    role_for_the_account(&bench.sandbox, "Ops").await;
    let at = |url: &str| {
        bench.run(
            "behind",
            &[("AWS_EC2_METADATA_SERVICE_ENDPOINT", url), ("AWS_EC2_METADATA_DISABLED", "false")],
        )
    };
    assert_eq!(at(&bench.machine.url), "arn:aws:sts::123456789012:assumed-role/Ops/ann ends");
    assert_eq!(bench.machine.seen(), ["metadata token", "metadata role", "metadata credentials of Admin"]);
    // A machine that is no instance: nobody answers there.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fails(&at(&format!("http://{gone}")), "no-credentials", &["`behind`"]);
}

const LOGIN: &str = "arn:aws:iam::123456789012:user/ann";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn aws_logins_session_signs_in_is_renewed_and_named_when_it_is_over() {
    let bench =
        Bench::new(&format!("[profile console]\nregion = us-east-1\nlogin_session = {LOGIN}\n")).await;
    let signin = ("AWS_ENDPOINT_URL_SIGNIN", bench.machine.url.as_str());
    let name = ring::digest::digest(&ring::digest::SHA256, LOGIN.as_bytes());
    let name: String = name.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let cache = format!(".aws/login/cache/{name}.json");
    let over =
        |answer: &str| fails(answer, "expired-sign-in", &["`console`", "`aws login --profile console`"]);
    let keep = |ends: &str, refresh: &str| {
        let keys = bench.sandbox.identity("sso").unwrap();
        let kept = json!({
            "accessToken": {
                "accessKeyId": keys.access_key_id, "secretAccessKey": keys.secret_access_key,
                "sessionToken": keys.session_token, "accountId": "123456789012", "expiresAt": ends,
            },
            "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device",
            "refreshToken": refresh, "dpopKey": key_of_the_device(),
        });
        bench.file(&cache, &kept.to_string());
    };

    over(&bench.run("console", &[signin]));
    keep("2099-01-01T00:00:00Z", "CANARY-REFRESH");
    assert_eq!(bench.run("console", &[signin]), bench.who());
    assert_eq!(bench.machine.seen(), [] as [String; 0], "it is not renewed before its time");

    keep("2020-01-01T00:00:00Z", "CANARY-REFRESH");
    assert_eq!(bench.run("console", &[signin]), bench.who());
    assert_eq!(bench.machine.seen(), ["login refresh_token proven=true"]);
    let kept = std::fs::read_to_string(bench.home.path().join(&cache)).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept["refreshToken"], "CANARY-REFRESH-2", "where the AWS CLI finds it");

    keep("2020-01-01T00:00:00Z", "CANARY-OLD");
    over(&bench.run("console", &[signin]));
}

/// A key as `aws login` keeps it: SEC 1 in PEM, which is what a PKCS #8 key of P-256 ends with.
fn key_of_the_device() -> String {
    let whole = KeyPair::generate().unwrap().serialize_der();
    let inner = &whole[whole.len() - 109..];
    let text = aws_smithy_types::base64::encode(inner);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN EC PRIVATE KEY-----\n{}\n-----END EC PRIVATE KEY-----\n", lines.join("\n"))
}
