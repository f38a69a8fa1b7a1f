//! `sandbox`: what it prints, and how it ends.

use crate::harness::{Home, SandboxProcess, ended, send};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;

#[test]
fn one_json_line_tells_everything_needed_to_use_it() {
    let sandbox = SandboxProcess::start();
    assert!(sandbox.endpoint().starts_with("http://127.0.0.1:"));
    assert_eq!(sandbox.started["region"], "us-east-1");
    for identity in ["admin", "sso", "gateway", "gateway-2", "somebody"] {
        let keys = sandbox.keys(identity);
        assert!(keys["access_key_id"].is_string(), "{identity}");
        assert!(keys["secret_access_key"].is_string(), "{identity}");
        assert_eq!(
            keys["session_token"].is_string(),
            identity == "sso",
            "{identity}: only a session has a token"
        );
    }
    let (rest, code) = sandbox.stop("TERM");
    assert_eq!(rest, "", "one line and no more");
    assert_eq!(code, Some(0));
}

#[test]
fn the_text_form_prints_lines_to_paste() {
    let home = Home::new();
    let mut child = home.command(&["sandbox"]).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    while lines.last().is_none_or(|line: &String| !line.contains("Ctrl-C")) {
        let mut line = String::new();
        assert_ne!(stdout.read_line(&mut line).unwrap(), 0, "{lines:?}");
        lines.push(line.trim_end().to_owned());
    }
    for name in [
        "AWS_ENDPOINT_URL=http://127.0.0.1:",
        "AWS_REGION=us-east-1",
        "AWS_DEFAULT_REGION=us-east-1",
        "AWS_ACCESS_KEY_ID=",
        "AWS_SECRET_ACCESS_KEY=",
    ] {
        let export = format!("export {name}");
        let active = lines.iter().filter(|line| line.starts_with(&export));
        assert_eq!(active.count(), 1, "{name}: {lines:#?}");
    }
    assert!(
        lines.iter().any(|line| line.starts_with("# export AWS_ACCESS_KEY_ID=")),
        "the gateway's keys stand behind a `#`"
    );
    // A shell takes every line, so that all of it can be pasted.
    let script = format!("set -e\n{}\necho \"$AWS_ENDPOINT_URL\"", lines.join("\n"));
    let shell = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(String::from_utf8_lossy(&shell.stdout).starts_with("http://127.0.0.1:"));

    send(&child, "INT");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    assert_eq!(ended(child).code, Some(0));
}

#[test]
fn a_port_in_use_is_said_so() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let home = Home::new();
    let text = home.run(&["sandbox", "--port", &port]).exits_with(3);
    assert_eq!(text.stdout, "");
    assert!(text.stderr.starts_with(&format!("error: port {port} is in use\nhint: ")), "{text:#?}");
    let json = home.run(&["sandbox", "--format", "json", "--port", &port]).exits_with(3).json_error();
    assert_eq!(json["code"], "port-in-use");
    home.run(&["sandbox", "--port", "65536"]).exits_with(2);
}

#[test]
fn the_scenarios_are_listed_with_their_stories() {
    let home = Home::new();
    let text = home.run(&["sandbox", "--list-scenarios"]).exits_with(0).stdout;
    let json = home.run(&["sandbox", "--list-scenarios", "--format", "json"]).exits_with(0).json();
    let scenarios = json["scenarios"].as_array().unwrap();
    assert!(scenarios.len() >= 12);
    for scenario in scenarios {
        let (name, story) = (scenario["name"].as_str().unwrap(), scenario["description"].as_str().unwrap());
        assert!(text.contains(&format!("{name}\n    {story}\n")), "{name}");
    }
}

#[test]
fn a_scenario_is_a_name_or_a_file_and_flags_come_on_top() {
    let named = SandboxProcess::start_with(&["--scenario", "outage", "--seed", "7"]);
    let (_, state) = named.control("GET", "/state", "");
    assert_eq!((&state["seed"], &state["faults"]), (&7.into(), &2.into()));

    let home = Home::new();
    let file = home.file("mine.json", r#"{"description": "Mine.", "propagation": {"seconds": 3}}"#);
    let filed = SandboxProcess::start_with(&["--scenario", &file]);
    assert_eq!(filed.control("GET", "/state", "").1["propagation"]["seconds"], 3);
    let flagged = SandboxProcess::start_with(&["--scenario", &file, "--propagation-delay", "9"]);
    assert_eq!(flagged.control("GET", "/state", "").1["propagation"]["seconds"], 9);
}

#[test]
fn a_scenario_that_cannot_be_used_is_told_with_its_place_and_a_remedy() {
    let home = Home::new();
    let bad = home.file("bad.json", "{\n  \"description\": \"x\",\n  \"fault\": []\n}");
    let refused = home.run(&["sandbox", "--scenario", &bad, "--format", "json"]).exits_with(2).json_error();
    assert_eq!(refused["code"], "scenario");
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains("bad.json`, line 3, column 9: unknown field `fault`"), "{message}");
    assert!(refused["hint"].as_str().unwrap().contains("docs/scenarios.md"));

    let unknown = home.run(&["sandbox", "--scenario", "nothing"]).exits_with(2);
    assert!(unknown.stderr.contains("there is no scenario `nothing`"), "{unknown:#?}");
    assert!(unknown.stderr.contains("hint: ") && unknown.stderr.contains("throttled"), "{unknown:#?}");
    let missing = home.run(&["sandbox", "--scenario", "./no.json"]).exits_with(2);
    assert!(missing.stderr.contains("cannot read the scenario `./no.json`"), "{missing:#?}");
}

#[test]
fn other_machines_are_let_in_only_by_the_flag_that_says_so() {
    let home = Home::new();
    for address in ["0.0.0.0", "::", "192.0.2.1"] {
        let refused = home.run(&["sandbox", "--listen", address, "--format", "json"]).exits_with(2);
        let error = refused.json_error();
        assert_eq!(error["code"], "remote-clients", "{address}");
        assert!(error["hint"].as_str().unwrap().contains("--allow-remote-clients"), "{address}");
    }
    home.run(&["sandbox", "--listen", "everywhere"]).exits_with(2);
    let open = SandboxProcess::start_with(&["--listen", "0.0.0.0", "--allow-remote-clients"]);
    assert!(open.endpoint().starts_with("http://127.0.0.1:"), "an address that a client can use");
    assert_eq!(open.control("GET", "/state", "").0, 200);
}

#[test]
fn the_control_endpoint_is_told_at_the_start() {
    let sandbox = SandboxProcess::start();
    let control = &sandbox.started["control"];
    assert_eq!(control["endpoint"], format!("{}/_sandbox", sandbox.endpoint()));
    assert_eq!(control["token"].as_str().unwrap().len(), 64);
    assert_eq!(sandbox.control("POST", "/clock/freeze", "").0, 200);
}

/// A scenario with enough in it that a save takes its time.
fn many_roles(home: &Home) -> String {
    let role = |number: u32| {
        format!(
            r#"{{"name":"role-{number}","trust":{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"*"}},"Action":"sts:AssumeRole"}}]}}}}"#
        )
    };
    let roles: Vec<_> = (0..500).map(role).collect();
    let text = format!(
        r#"{{"description":"Many roles.","accounts":[{{"id":"123456789012","roles":[{}]}}]}}"#,
        roles.join(",")
    );
    home.file("many.json", text)
}

#[test]
fn keys_stay_the_same_over_restarts_and_kills() {
    let home = Home::new();
    let scenario = many_roles(&home);
    let file = home.path().join("state.json");
    let path = file.to_str().unwrap();
    let new = home.path().join("state.json.new");
    let mut identities = None;
    let mut killed_while_writing = 0;
    for round in 0..12 {
        let sandbox = SandboxProcess::start_with(&["--state", path, "--scenario", &scenario]);
        let told = sandbox.started["identities"].clone();
        assert_eq!(*identities.get_or_insert(told.clone()), told, "round {round}");
        let (_, state) = sandbox.control("GET", "/state", "");
        let customer = state["accounts"].as_array().unwrap().iter().find(|a| a["id"] == "123456789012");
        // With Identity Center's and the two of StackSets.
        assert_eq!(customer.unwrap()["roles"], 503, "round {round}");
        if round % 4 == 3 {
            assert_eq!(sandbox.stop("TERM").1, Some(0));
        } else {
            // Killed the moment it has begun to write.
            assert_eq!(sandbox.control("POST", "/clock/advance", r#"{"seconds":1}"#).0, 200);
            let begun = (0..2_000_000).any(|_| new.exists());
            sandbox.kill();
            killed_while_writing += u32::from(begun && new.exists());
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let kept: serde_json::Value = serde_json::from_str(&text).expect("the file is whole");
        assert_eq!(kept["version"], 1);
        let aside = std::fs::read_dir(home.path())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("damaged"));
        assert_eq!(aside.count(), 0, "round {round}");
    }
    assert!(killed_while_writing > 0, "no kill met a write: the test proves nothing");
}

#[test]
fn a_state_file_in_use_or_damaged_is_told() {
    let home = Home::new();
    let path = home.path().join("state.json").to_str().unwrap().to_owned();
    let first = SandboxProcess::start_with(&["--state", &path]);
    let refused = home.run(&["sandbox", "--state", &path, "--format", "json"]).exits_with(3).json_error();
    assert_eq!(refused["code"], "state-in-use");
    assert_eq!(first.stop("INT").1, Some(0));

    home.file("state.json", "{ damaged");
    let mut child = home.command(&["sandbox", "--state", &path, "--format", "json"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    send(&child, "TERM");
    let ended = ended(child).exits_with(0);
    assert!(line.contains("\"endpoint\""), "it runs all the same: {ended:#?}");
    let notice: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
    assert_eq!(notice["notice"]["code"], "state-damaged");
    let aside = format!("{path}.damaged-1");
    assert!(notice["notice"]["hint"].as_str().unwrap().contains("state.json.damaged-1"), "{notice}");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "{ damaged");
}
