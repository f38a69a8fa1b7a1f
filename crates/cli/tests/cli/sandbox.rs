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
