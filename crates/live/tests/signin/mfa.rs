//! MFA devices: a code is asked for once, sent with the device's serial number, and asked for again
//! where AWS did not take it.

use crate::child::{home, keys, run};
use crate::proxy::{Manners, Proxy};
use aws_sdk_iam::config::{BehaviorVersion, Credentials, Region};
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
    let admin = sandbox.identity("admin").unwrap();
    let keys = Credentials::new(&admin.access_key_id, &admin.secret_access_key, None, None, "test");
    let config = aws_sdk_iam::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(sandbox.endpoint())
        .region(Region::new("us-east-1"))
        .credentials_provider(keys)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    let iam = aws_sdk_iam::Client::from_conf(config);
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
