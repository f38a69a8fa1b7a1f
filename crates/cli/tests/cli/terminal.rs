//! The program at a terminal: a pseudo-terminal of Python's, with the test typing at the other end.

use crate::harness::{Home, SandboxProcess, with_role};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Runs a program in a terminal of its own, and passes on what it says and is told.
const BRIDGE: &str = "import os, pty, sys\n\
                      sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/// A program of the test environment.
pub(crate) fn tool(name: &str) -> PathBuf {
    let tools = std::env::var_os("BEDROCK_ROLE_TEST_PYTHON")
        .expect("BEDROCK_ROLE_TEST_PYTHON names the folder of `aws` and `python`: run script/test");
    PathBuf::from(tools).join(name)
}

/// A terminal, and the program in it.
struct Terminal {
    process: Child,
    keyboard: ChildStdin,
    /// Everything that stood on the screen.
    screen: String,
    /// How much of it was looked at.
    read: usize,
}

impl Terminal {
    fn run(home: &Home, arguments: &[&str]) -> Self {
        Self::of(&home.command(arguments))
    }

    /// A shell's script.
    fn shell(home: &Home, script: &str) -> Self {
        let mut shell = Command::new("/bin/sh");
        shell.arg(script).env("PATH", "/usr/bin:/bin");
        shell.envs(home.command(&[]).get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self::of(&shell)
    }

    fn of(program: &Command) -> Self {
        let mut command = Command::new(tool("python"));
        command.args(["-c", BRIDGE]).arg(program.get_program()).args(program.get_args()).env_clear();
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let keyboard = process.stdin.take().unwrap();
        Self { process, keyboard, screen: String::new(), read: 0 }
    }

    /// Reads until this stands on the screen, after what was waited for before.
    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        let mut bytes = [0; 1024];
        loop {
            if let Some(at) = self.screen[self.read..].find(text) {
                self.read += at + text.len();
                return;
            }
            let count = self.process.stdout.as_mut().unwrap().read(&mut bytes).unwrap();
            assert_ne!(count, 0, "it ended without `{text}`: {}", self.screen);
            self.screen.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    fn type_in(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// The whole screen and the exit code, once the program has ended.
    fn end(mut self) -> (String, Option<i32>) {
        let mut rest = Vec::new();
        self.process.stdout.as_mut().unwrap().read_to_end(&mut rest).unwrap();
        self.screen.push_str(&String::from_utf8_lossy(&rest));
        (std::mem::take(&mut self.screen), self.process.wait().unwrap().code())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/telephone";

/// Registers a telephone for the admin, as the AWS CLI does it, and prints its seed.
const TELEPHONE: &str = r#"
import base64, boto3, datetime, hashlib, hmac, json, struct, sys
iam = boto3.client("iam")
made = iam.create_virtual_mfa_device(VirtualMFADeviceName="telephone")["VirtualMFADevice"]
seed = base64.b32decode(made["Base32StringSeed"])
def code(step):
    digest = hmac.new(seed, struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[19] & 15
    return "%06d" % ((struct.unpack(">I", digest[at:at + 4])[0] & 0x7fffffff) % 1000000)
now = int(datetime.datetime.fromisoformat(sys.argv[1]).timestamp()) // 30
iam.enable_mfa_device(UserName="admin", SerialNumber=made["SerialNumber"],
                      AuthenticationCode1=code(now), AuthenticationCode2=code(now + 1))
near = [code(now + step) for step in range(10)]
wrong = next(digit * 6 for digit in "0123456789" if digit * 6 not in near)
print(json.dumps({"right": code(now + 3), "wrong": wrong}))
"#;

/// The sandbox's admin with a telephone: the home, the code it shows, and one that it does not.
fn with_telephone(sandbox: &SandboxProcess) -> (Home, String, String) {
    // The clock stands still, so that a code stays right for as long as the test takes.
    let (_, frozen) = sandbox.control("POST", "/clock/freeze", "");
    let now = frozen["now"].as_str().unwrap();
    let output = Command::new(tool("python"))
        .args(["-c", TELEPHONE, now])
        .envs(sandbox.environment("admin"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let codes: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    sandbox.control("POST", "/clock/advance", r#"{"seconds": 90}"#);
    let home = Home::new();
    home.file(
        ".aws/config",
        format!(
            "[profile acme]\nregion = us-east-1\nendpoint_url = {}\nmfa_serial = {SERIAL}\n",
            sandbox.endpoint()
        ),
    );
    home.keys_of_profile("acme", sandbox.keys("admin"));
    let code = |name: &str| codes[name].as_str().unwrap().to_owned();
    (home, code("right"), code("wrong"))
}

#[test]
fn a_code_is_asked_for_until_it_is_right_and_never_shown() {
    let sandbox = SandboxProcess::start();
    let (home, right, wrong) = with_telephone(&sandbox);
    let mut terminal = Terminal::run(&home, &["profiles", "acme"]);
    let prompt = format!("MFA code of {SERIAL}:");
    terminal.wait_for(&prompt);
    terminal.type_in("12a456\n");
    terminal.wait_for("an MFA code is six digits");
    terminal.wait_for(&prompt);
    terminal.type_in(&format!("{wrong}\n"));
    terminal.wait_for("AWS did not take that code");
    terminal.wait_for(&prompt);
    terminal.type_in(&format!("{} {}\n", &right[..3], &right[3..]));
    terminal.wait_for("user/admin");
    let (screen, code) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    for typed in ["12a456", &wrong, &right, &format!("{} {}", &right[..3], &right[3..])] {
        assert!(!screen.contains(typed), "`{typed}` is shown: {screen}");
    }
}

#[test]
fn ctrl_c_at_the_question_leaves_the_terminal_as_it_was() {
    let sandbox = SandboxProcess::start();
    let (home, ..) = with_telephone(&sandbox);
    // A shell around it tells the exit code, and whether what is typed shows again.
    let script = home.file(
        "run.sh",
        format!(
            "trap : INT\n{} apply --yes --profile acme --external-id 7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11\n\
             echo \"it ended with $?\"\nstty -a | tr ' ' '\\n' | grep -x -e echo -e -echo\n",
            env!("CARGO_BIN_EXE_bedrock-role")
        ),
    );
    let mut terminal = Terminal::shell(&home, &script);
    terminal.wait_for("MFA code of");
    terminal.type_in("\x03");
    terminal.wait_for("the sign-in was cancelled");
    terminal.wait_for("it ended with 130");
    let (screen, _) = terminal.end();
    assert!(screen.trim_end().ends_with("\necho"), "the echo is on again: {screen}");
    let plan = sandbox.home("admin").run(&with_role(&["plan", "--format", "json"])).exits_with(0).json();
    assert_eq!(plan["exists"], false, "nothing was made");
}

#[test]
fn an_empty_line_gives_up_as_ctrl_c_does() {
    let sandbox = SandboxProcess::start();
    let (home, ..) = with_telephone(&sandbox);
    let mut terminal = Terminal::run(&home, &["profiles", "acme"]);
    terminal.wait_for("MFA code of");
    terminal.type_in("\n");
    let (screen, code) = terminal.end();
    assert_eq!(code, Some(130), "{screen}");
    assert!(screen.contains("the sign-in was cancelled") && screen.contains("sign in again"), "{screen}");
}

#[test]
fn a_key_typed_at_the_terminal_does_not_show_and_can_be_given_up() {
    let mut home = Home::new();
    home.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    let setup = home.file("acme.json", KEYED);
    let mut terminal = Terminal::run(&home, &["key", "set", "--setup", &setup]);
    terminal.wait_for("QuilrAI key for `bedrock` (not shown):");
    terminal.type_in("sk-quilr-CANARY-0123456789\n");
    let (screen, code) = terminal.end();
    assert!(!screen.contains("CANARY"), "{screen}");
    assert_ne!(code, Some(130), "there is no keychain here, and so no place for it: {screen}");

    let script = home.file(
        "run.sh",
        format!(
            "trap : INT\n{} key set --setup {setup}\n\
             echo \"it ended with $?\"\nstty -a | tr ' ' '\\n' | grep -x -e echo -e -echo\n",
            env!("CARGO_BIN_EXE_bedrock-role")
        ),
    );
    let mut terminal = Terminal::shell(&home, &script);
    terminal.wait_for("(not shown):");
    terminal.type_in("\x03");
    terminal.wait_for("no key was typed");
    terminal.wait_for("it ended with 130");
    let (screen, _) = terminal.end();
    assert!(screen.trim_end().ends_with("\necho"), "the echo is on again: {screen}");
}

const KEYED: &str =
    r#"{"schema":1,"id":"0d2f7a54-0000-4000-8000-000000000001","provider_types":["bedrock"]}"#;
