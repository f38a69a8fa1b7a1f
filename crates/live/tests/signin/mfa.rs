//! MFA devices: a code is asked for once, sent with the device's serial number, and asked for again
//! where AWS did not take it.

use crate::admin::{iam, role};
use crate::child::{home, keys, run, run_between};
use crate::machine::Machine;
use crate::proxy::{Manners, Proxy};
use sandbox::{Options, Sandbox};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/telephone";

/// How long a device shows a code.
const STEP: Duration = Duration::from_secs(30);

/// moto, which takes any code; ended with the test.
struct Moto {
    process: Child,
    url: String,
}

impl Moto {
    fn start() -> Self {
        let tools = std::env::var_os("BEDROCK_ROLE_TEST_PYTHON")
            .expect("BEDROCK_ROLE_TEST_PYTHON names the folder of `aws` and `python`: run script/test");
        let script = "import sys\nfrom moto.server import ThreadedMotoServer\n\
                      server = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)\n\
                      server.start()\nprint('http://%s:%d' % server.get_host_and_port(), flush=True)\n\
                      sys.stdin.read()";
        let mut process = Command::new(PathBuf::from(tools).join("python"))
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { process, url: url.trim().to_owned() }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_serves_the_session_and_every_role_behind_it() {
    let moto = tokio::task::block_in_place(Moto::start);
    let config = format!(
        "[profile base]\naws_access_key_id = AKIACANARY00000001\naws_secret_access_key = CANARY\n\
         region = us-east-1\n\n\
         [profile on-role]\nrole_arn = arn:aws:iam::123456789012:role/One\nsource_profile = base\n\
         mfa_serial = {SERIAL}\nrole_session_name = ann\n\n\
         [profile behind]\nrole_arn = arn:aws:iam::123456789012:role/Two\nsource_profile = on-role\n\
         role_session_name = ann\nexternal_id = acme-2026\n"
    );
    let home = home(&config, "");
    let proxy = Proxy::start(Manners::Open).await;
    let variables =
        [("AWS_ENDPOINT_URL", moto.url.as_str()), ("HTTP_PROXY", &proxy.url()), ("TEST_CODES", "123456")];
    let answer = run(home.path(), "behind", &variables);
    let asked = format!("asked for {SERIAL}");
    let who = "arn:aws:sts::123456789012:assumed-role/Two/ann ends".to_owned();
    assert_eq!(answer, [asked, who], "asked once, though the identity was asked for twice");
    let sent: Vec<_> = proxy.seen().into_iter().filter(|seen| seen.contains("Action=")).collect();
    let calls: Vec<_> = sent
        .iter()
        .map(|seen| seen.split("Action=").nth(1).unwrap().split('&').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        calls,
        ["GetSessionToken", "AssumeRole", "AssumeRole", "GetCallerIdentity", "GetCallerIdentity"]
    );
    assert!(sent[0].contains("TokenCode=123456"), "{}", sent[0]);
    assert!(
        sent[0].contains("SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Ftelephone"),
        "{}",
        sent[0]
    );
    assert!(sent[1..].iter().all(|seen| !seen.contains("TokenCode")), "a code is good once");
    assert!(sent[2].contains("ExternalId=acme-2026"), "{}", sent[2]);

    let nobody = run(home.path(), "on-role", &variables[..1]);
    assert_eq!(nobody.len(), 2, "{nobody:?}");
    assert!(nobody[1].starts_with("mfa-required: ") && nobody[1].contains(SERIAL), "{nobody:?}");
    assert!(nobody[1].contains("--mfa-code"), "the next step: {nobody:?}");
}

/// The admin's telephone, enabled; gives its seed. The clock goes on, so that the next code is unused.
async fn telephone(sandbox: &Sandbox) -> String {
    let iam = iam(sandbox);
    let made = iam.create_virtual_mfa_device().virtual_mfa_device_name("telephone").send().await.unwrap();
    let seed = made.virtual_mfa_device().unwrap().base32_string_seed().unwrap().as_ref().to_vec();
    let seed = String::from_utf8(seed).unwrap();
    let (first, second) = (code_at(&seed, sandbox.now()), code_at(&seed, sandbox.now() + STEP));
    iam.enable_mfa_device()
        .user_name("admin")
        .serial_number(SERIAL)
        .authentication_code1(first)
        .authentication_code2(second)
        .send()
        .await
        .unwrap();
    sandbox.advance(2 * STEP);
    seed
}

/// What the telephone shows (RFC 6238; the seed is in the base 32 of RFC 4648).
fn code_at(seed: &str, time: SystemTime) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String =
        seed.chars().filter_map(|letter| letters.find(letter)).map(|value| format!("{value:05b}")).collect();
    let bytes: Vec<u8> =
        (0..bits.len() / 8).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap()).collect();
    let counter = time.duration_since(UNIX_EPOCH).unwrap().as_secs() / 30;
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let digest = ring::hmac::sign(&key, &counter.to_be_bytes());
    let at = usize::from(digest.as_ref()[19] & 15);
    let number = u32::from_be_bytes(digest.as_ref()[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// A code that is not the device's, now or nearly.
fn wrong_code(seed: &str, now: SystemTime) -> String {
    let near: Vec<_> = (0..7).map(|step| code_at(seed, now - 3 * STEP + step * STEP)).collect();
    (0..10).map(|digit| digit.to_string().repeat(6)).find(|code| !near.contains(code)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_code_is_asked_again_and_the_right_one_signs_in() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let seed = telephone(&sandbox).await;
    let admin = sandbox.identity("admin").unwrap();
    let config = format!("[profile admin]\nregion = us-east-1\nmfa_serial = {SERIAL}\n");
    let home = home(&config, &keys("admin", admin));
    let endpoint = sandbox.endpoint();
    let sign_in =
        |codes: &str| run(home.path(), "admin", &[("AWS_ENDPOINT_URL", &endpoint), ("TEST_CODES", codes)]);
    let (wrong, right) = (wrong_code(&seed, sandbox.now()), code_at(&seed, sandbox.now()));
    let asked = format!("asked for {SERIAL}");
    let again = format!("{asked} again");

    let answer = sign_in(&wrong);
    assert_eq!(answer[..2], [asked.clone(), again.clone()]);
    assert!(answer[2].starts_with("mfa-refused: AWS did not take that code"), "{answer:?}");
    assert!(answer[2].contains("next code"), "the next step: {answer:?}");

    let answer = sign_in(&format!("{wrong},{right}"));
    assert_eq!(answer, [asked.clone(), again.clone(), format!("{} ends", admin.arn)]);
    let answer = sign_in(&right);
    assert!(answer[2].starts_with("mfa-refused: "), "a code is good once: {answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_is_not_the_users_is_said_at_once() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let admin = sandbox.identity("admin").unwrap();
    let home =
        home(&format!("[profile admin]\nregion = us-east-1\nmfa_serial = {SERIAL}\n"), &keys("admin", admin));
    let variables = [("AWS_ENDPOINT_URL", sandbox.endpoint()), ("TEST_CODES", "123456,654321".to_owned())];
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = run(home.path(), "admin", &variables);
    assert_eq!(answer.len(), 2, "no other code is asked for: {answer:?}");
    assert!(answer[1].starts_with("mfa-device: ") && answer[1].contains(SERIAL), "{answer:?}");
    assert!(answer[1].contains("mfa_serial"), "the next step: {answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_have_no_session_gives_the_code_with_the_role() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let seed = telephone(&sandbox).await;
    let admin = sandbox.identity("admin").unwrap();
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
        "Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"},
        "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#;
    role(&sandbox, "Guarded", trust).await;
    let config = format!(
        "[profile admin]\nregion = us-east-1\nendpoint_url = {0}\nmfa_serial = {SERIAL}\n\n\
         [profile guarded]\nregion = us-east-1\nendpoint_url = {0}\nmfa_serial = {SERIAL}\n\
         role_arn = arn:aws:iam::123456789012:role/Guarded\nsource_profile = admin\n\
         role_session_name = ann\n",
        sandbox.endpoint()
    );
    let home = home(&config, &keys("admin", admin));
    let machine = Machine::denying(admin, Some("GetSessionToken")).await;
    let sign_in = |profile: &str, codes: &str| {
        run(home.path(), profile, &[("HTTP_PROXY", &machine.url), ("TEST_CODES", codes)])
    };
    let (wrong, right) = (wrong_code(&seed, sandbox.now()), code_at(&seed, sandbox.now()));
    let asked = format!("asked for {SERIAL}");
    let answer = sign_in("guarded", &format!("{wrong},{right}"));
    let who = "arn:aws:sts::123456789012:assumed-role/Guarded/ann ends".to_owned();
    assert_eq!(answer, [asked.clone(), format!("{asked} again"), who]);

    // Without a role there is nothing else that the code could go with.
    let answer = sign_in("admin", &wrong);
    assert_eq!(answer[0], asked);
    assert!(answer[1].starts_with("sign-in-failed: ") && answer[1].contains("service control"), "{answer:?}");
}

/// A user with a device, whose role for fifteen minutes takes a code: no session of the user's own.
struct Quarter {
    sandbox: Sandbox,
    machine: Machine,
    home: tempfile::TempDir,
    /// For now, and for twenty minutes from now.
    codes: String,
}

impl Quarter {
    async fn new() -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        // So that the second code is right when it is asked for.
        sandbox.freeze(true);
        let seed = telephone(&sandbox).await;
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"}}]}"#;
        role(&sandbox, "Guarded", trust).await;
        let config = format!(
            "[profile guarded]\nregion = us-east-1\nendpoint_url = {}\nmfa_serial = {SERIAL}\n\
             role_arn = arn:aws:iam::123456789012:role/Guarded\nsource_profile = admin\n\
             role_session_name = ann\nduration_seconds = 900\n",
            sandbox.endpoint()
        );
        let admin = sandbox.identity("admin").unwrap();
        let home = home(&config, &keys("admin", admin));
        let machine = Machine::denying(admin, Some("GetSessionToken")).await;
        let codes = [sandbox.now(), sandbox.now() + LATER].map(|time| code_at(&seed, time)).join(",");
        Self { sandbox, machine, home, codes }
    }

    /// Twenty minutes go by amid what the child does.
    fn run(&self, what: &str) -> Vec<String> {
        let variables = [("HTTP_PROXY", self.machine.url.as_str()), ("TEST_CODES", &self.codes)];
        run_between(self.home.path(), "guarded", &variables, what, || self.sandbox.advance(LATER))
    }
}

const LATER: Duration = Duration::from_secs(1200);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_over_asks_for_another_code() {
    let asked = format!("asked for {SERIAL}");
    let who = "arn:aws:sts::123456789012:assumed-role/Guarded/ann ends".to_owned();
    assert_eq!(Quarter::new().await.run("who it is"), [asked.clone(), asked, who]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_amid_the_changes_asks_before_the_next_one() {
    let asked = format!("asked for {SERIAL}");
    let who = "arn:aws:sts::123456789012:assumed-role/Guarded/ann ends".to_owned();
    let mut quarter = Quarter::new().await;
    let answer = quarter.run("changes");
    assert_eq!(answer, [asked.clone(), asked.clone(), "made change 1".into(), "0 on record".into(), who]);

    // Nobody to ask: what was made stays on record, and what is needed is named.
    quarter = Quarter::new().await;
    quarter.codes.truncate(6);
    let answer = quarter.run("changes");
    assert_eq!(answer[..3], [asked.clone(), asked, "1 on record".into()]);
    assert!(answer[3].starts_with("mfa-required: ") && answer[3].contains(SERIAL), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_too_short_for_the_test_is_warned_of_and_asked_again_for_the_clean_up() {
    let asked = format!("asked for {SERIAL}");
    let answer = Quarter::new().await.run("checks");
    assert_eq!(answer[0], asked);
    assert!(answer[1].starts_with("Warning ") && answer[1].contains("is needed in 10 min"), "{answer:?}");
    let who = "arn:aws:sts::123456789012:assumed-role/Guarded/ann ends";
    assert_eq!(answer[2..], [&asked, "taken out", "0 on record", who]);
}
