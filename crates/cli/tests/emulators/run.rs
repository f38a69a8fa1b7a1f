//! Runs the table against a target, and compares every step with what AWS does, or with what is known
//! of the target.

use crate::cases::{CASES, Case, Does, Step};
use crate::differs::{DIFFERS, Differs};
use crate::harness::{EXTERNAL_ID, Ended, Home};
use crate::proxy::Act;
use crate::target::{Running, Target};
use serde_json::{Value, json};

/// Everything that was not as expected is told, not only the first.
pub(crate) fn run(target: Target) {
    assert_differences_make_sense();
    let running = target.start();
    let nobody = nobody(&running);
    let wrong: Vec<String> =
        CASES.iter().flat_map(|case| run_case(target, &running, &nobody, case)).collect();
    assert!(wrong.is_empty(), "{target:?}:\n{}", wrong.join("\n"));
}

/// Every difference is of a step that there is, and differs from what AWS does there.
fn assert_differences_make_sense() {
    for differs in DIFFERS {
        let case = CASES.iter().find(|case| case.name == differs.case).expect(differs.case);
        let step = case.steps.iter().find(|step| step.name == differs.step).expect(differs.step);
        assert!(!differs.because.is_empty(), "{differs:?}");
        assert!(differs.exits != step.exits || !differs.says.is_empty(), "{differs:?} does not differ");
        for fact in differs.says {
            assert!(!step.says.contains(fact), "{differs:?} does not differ in {fact:?}");
        }
    }
}

/// The keys of a user without any policy.
fn nobody(running: &Running) -> Value {
    let aws = |arguments: &[&str]| -> Value {
        let output = running.aws().args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    aws(&["iam", "create-user", "--user-name", "nobody"]);
    let made = aws(&["iam", "create-access-key", "--user-name", "nobody"]);
    let key = &made["AccessKey"];
    json!({ "access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"] })
}

fn run_case(target: Target, running: &Running, nobody: &Value, case: &Case) -> Vec<String> {
    let runner = Runner { running, case, admin: running.home(None), nobody: running.home(Some(nobody)) };
    let mut wrong = Vec::new();
    let mut last = Value::Null;
    for step in case.steps {
        let here = |differs: &&Differs| {
            differs.at == target && differs.case == case.name && differs.step == step.name
        };
        let differs: Vec<&Differs> = DIFFERS.iter().filter(here).collect();
        let ended = runner.run(step, &last);
        last = document(&ended);
        let found = compare(step, &differs, &ended, &last);
        if !found.is_empty() {
            wrong.push(format!("{}, {}: {}\n{ended:#?}", case.name, step.name, found.join("; ")));
        }
        if differs.iter().any(|differs| differs.ends_case) {
            break;
        }
    }
    wrong
}

/// What is not as expected.
fn compare(step: &Step, differs: &[&Differs], ended: &Ended, document: &Value) -> Vec<String> {
    let exits = differs.first().map_or(step.exits, |differs| differs.exits);
    let mut wrong = Vec::new();
    if ended.code != exits {
        wrong.push(format!("exit code {:?}, not {exits:?}", ended.code));
    }
    let known: Vec<_> = differs.iter().flat_map(|differs| differs.says).collect();
    let said = step.says.iter().filter(|(name, _)| !known.iter().any(|(known, _)| known == name));
    for (name, expected) in known.iter().copied().chain(said) {
        let found = fact(document, name);
        if found != *expected {
            wrong.push(format!("{name} is {found}, not {expected}"));
        }
    }
    wrong
}

/// What it printed as JSON: a result, or an error.
fn document(ended: &Ended) -> Value {
    let lines = ended.stderr.lines().rev();
    serde_json::from_str(&ended.stdout)
        .ok()
        .or_else(|| lines.filter_map(|line| serde_json::from_str(line).ok()).next())
        .unwrap_or_default()
}

/// A fact as it is written in the table.
fn fact(document: &Value, name: &str) -> String {
    let check = |id: &str| {
        let mut checks = document["checks"].as_array().into_iter().flatten();
        checks.find(|check| check["id"] == id).cloned().unwrap_or_default()
    };
    let found = match name.split_once(' ') {
        Some(("check", id)) => check(id)["status"].clone(),
        Some(("why", id)) => check(id)["diagnosis"]["code"].clone(),
        _ => match name.strip_prefix('#') {
            Some(pointer) => json!(document.pointer(pointer).and_then(Value::as_array).map(Vec::len)),
            None => document.pointer(name).cloned().unwrap_or_default(),
        },
    };
    found.as_str().map_or_else(|| found.to_string(), str::to_owned)
}

struct Runner<'a> {
    running: &'a Running,
    case: &'a Case,
    admin: Home,
    nobody: Home,
}

impl Runner<'_> {
    fn run(&self, step: &Step, last: &Value) -> Ended {
        self.running.proxy.rule(|_, _| Act::Pass);
        match step.does {
            Does::Ours(arguments) => self.admin.run(&self.on_role(arguments)),
            Does::AsNobody(arguments) => self.nobody.run(&self.on_role(arguments)),
            Does::Plain(arguments) => self.admin.run(&[arguments, &["--format", "json"]].concat()),
            Does::KilledAt(call, nth, arguments) => self.killed_at(call, nth, arguments),
            Does::Diagnose => {
                let message = last.pointer("/error/message").and_then(Value::as_str).unwrap_or_default();
                self.admin.run_with_stdin(&["diagnose", "--format", "json"], message)
            }
            Does::Aws(arguments) => self.aws(arguments),
            Does::AwsMakes(trust) => {
                let make = ["iam", "create-role", "--role-name", "ROLE", "--assume-role-policy-document"];
                self.aws(&[&make[..], &[trust]].concat())
            }
            Does::AwsPuts(name, policy) => {
                let put = ["iam", "put-role-policy", "--role-name", "ROLE", "--policy-name", name];
                self.aws(&[&put[..], &["--policy-document", policy]].concat())
            }
        }
    }

    fn aws(&self, arguments: &[&str]) -> Ended {
        let arguments = arguments.iter().map(|argument| match *argument {
            "ROLE" => self.case.name,
            argument => argument,
        });
        let output = self.running.aws().args(arguments).output().unwrap();
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn on_role<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        let of_role = ["--format", "json", "--external-id", EXTERNAL_ID, "--role-name", self.case.name];
        [arguments, &of_role].concat()
    }

    fn killed_at(&self, call: &'static str, nth: usize, arguments: &[&str]) -> Ended {
        let seen = std::sync::atomic::AtomicUsize::new(0);
        self.running.proxy.rule(move |_, name| {
            let here = name == call && seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == nth;
            if here { Act::Hold } else { Act::Pass }
        });
        let mut child = self.admin.command(&self.on_role(arguments)).spawn().unwrap();
        self.running.runtime.block_on(async {
            let reached = self.running.proxy.reached();
            tokio::time::timeout(std::time::Duration::from_secs(60), reached).await.unwrap_or_else(|_| {
                child.kill().unwrap();
                panic!("{}: {arguments:?} does not come to {call}", self.case.name);
            });
        });
        child.kill().unwrap();
        crate::harness::ended(child)
    }
}
