//! `--report`: the verification on record, in the form of each file's ending.

use crate::harness::{ACCOUNT, EXTERNAL_ID, Home, SandboxProcess, with_role};
use serde_json::Value;
use std::fs;

const ADMIN: &str = "arn:aws:iam::123456789012:user/admin";

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What is in the home besides what the test put there.
fn names(home: &Home) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "data")
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn a_verification_is_reported_with_the_plan_that_was_applied() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let applied = home.run(&with_role(&["apply", "--yes", "--format", "json"])).exits_with(0).json();
    let (html, markdown, data) = (
        home.file("proof.html", "an older one"),
        home.path().join("ticket.md"),
        home.path().join("proof.json"),
    );
    let (markdown, data) = (markdown.to_str().unwrap(), data.to_str().unwrap());
    let line = ["verify", "--report", &html, "--report", markdown, "--report", data];
    let ended = home.run(&with_role(&line)).exits_with(0);
    assert!(ended.stdout.contains(&format!("report: {html}, in place of the one before\n")), "{ended:#?}");
    assert!(ended.stdout.contains(&format!("report: {markdown}\n")), "{ended:#?}");
    assert_eq!(names(&home), ["proof.html", "proof.json", "ticket.md"], "nothing unfinished is left");

    let report = json(data);
    assert_eq!(report["made"]["by"], ADMIN);
    assert_eq!(report["place"]["kind"], "sandbox");
    assert_eq!(report["verdict"]["level_reached"], "assume_and_invoke");
    assert_eq!(report["verdict"]["passed"], true);
    let made: Vec<&Value> = report["applied"][0]["changes"].as_array().unwrap().iter().collect();
    for (kept, made) in made.iter().zip(applied["made"].as_array().unwrap()) {
        assert_eq!((&kept["title"], &kept["request_id"]), (&made["title"], &made["request_id"]));
    }
    assert_eq!(made.len(), applied["made"].as_array().unwrap().len());
    let by_request =
        report["checks"].as_array().unwrap().iter().filter(|it| !it["evidence"]["request_id"].is_null());
    assert!(by_request.count() > 0, "{report:#}");
    for text in [fs::read_to_string(&html).unwrap(), fs::read_to_string(markdown).unwrap()] {
        assert!(text.contains("it proves nothing about any AWS account"), "{text}");
        assert!(text.contains(EXTERNAL_ID) && text.contains(ACCOUNT));
    }
}

#[test]
fn the_commands_of_a_report_do_what_it_says() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let path = home.path().join("one.json");
    let path = path.to_str().unwrap();
    let line = ["--duration", "7200", "--no-streaming", "--role-path", "/it's-$ours/"];
    home.run(&with_role(&[&["apply", "--yes"], line.as_slice()].concat())).exits_with(0);
    home.run(&with_role(&[&["verify", "--report", path], line.as_slice()].concat())).exits_with(0);
    let first = json(path);
    for (name, asserted) in
        [("drift", "nothing to change"), ("verify", "report: report.html"), ("revoke", "")]
    {
        let command = first["again"][name].as_str().unwrap();
        // As a person does: in a shell that finds the program.
        let mut shell = std::process::Command::new("sh");
        let programs = std::path::Path::new(env!("CARGO_BIN_EXE_bedrock-role")).parent().unwrap();
        let found = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
        let ours = home.command(&[]);
        shell.args(["-c", command]).current_dir(home.path()).env_clear();
        shell.envs(ours.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", found);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(asserted), "{command}: {said}");
    }
    assert_eq!(home.run(&["recover", "--format", "json"]).code, Some(0));
}

#[test]
fn a_failed_check_is_reported_too() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    let path = home.path().join("failed.json");
    let path = path.to_str().unwrap();
    let ended = home.run(&with_role(&["verify", "--format", "json", "--report", path])).exits_with(1).json();
    assert_eq!(ended["reports"][0]["path"], path);
    assert_eq!(ended["reports"][0]["replaced"], false);
    let report = json(path);
    assert_eq!(report["verdict"]["passed"], false);
    assert_eq!(report["checks"], ended["checks"], "the same checks");
    assert_eq!(report["applied"], serde_json::json!([]), "nothing was applied from here");
}

#[test]
fn another_ending_is_refused_before_anything_runs() {
    let home = Home::new();
    for name in ["report.pdf", "report", ".html", "html"] {
        let path = home.path().join(name);
        let path = path.to_str().unwrap();
        let line = ["verify", "--format", "json", "--report", "fine.md", "--report", path];
        let error = home.run(&with_role(&line)).exits_with(2).json_error();
        assert_eq!(error["code"], "report-form", "{error}");
        assert!(error["hint"].as_str().unwrap().contains(".html"));
    }
    assert!(!home.path().join("fine.md").exists());
    assert_eq!(names(&home), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_the_verification() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("admin");
    fs::create_dir(home.path().join("folder.json")).unwrap();
    for name in ["no-such-folder/report.html", "folder.json"] {
        let path = home.path().join(name);
        let line = ["verify", "--format", "json", "--report", path.to_str().unwrap()];
        let error = home.run(&with_role(&line)).exits_with(3).json_error();
        assert_eq!(error["code"], "report-file", "{error}");
    }
    assert_eq!(names(&home), ["folder.json"], "nothing is left of the try");
}

#[test]
fn masks_need_a_report() {
    Home::new().run(&["verify", "--mask-accounts"]).exits_with(2);
}

#[cfg(unix)]
#[test]
fn a_report_can_be_read_by_whoever_may_read_what_one_writes() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let path = home.path().join("demo.md");
    let plain = home.file("plain", "");
    home.run(&["demo", "--report", path.to_str().unwrap()]).exits_with(0);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), mode(plain.as_ref()), "as the umask says");
}

#[test]
fn a_demo_is_reported_masked_and_without_a_secret() {
    let mut home = Home::new();
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
        home.set(name, "CANARY");
    }
    let paths = ["demo.html", "demo.md", "demo.json"].map(|name| home.path().join(name));
    let [html, markdown, data] = paths.each_ref().map(|path| path.to_str().unwrap());
    let line = ["demo", "--report", html, "--report", markdown, "--report", data, "--mask-accounts"];
    home.run(&line).exits_with(0);
    assert_eq!(json(data)["applied"][0]["purpose"], "apply");
    for path in [html, markdown, data] {
        let text = fs::read_to_string(path).unwrap();
        assert!(!text.contains(ACCOUNT), "{path}");
        assert!(
            text.contains("1234\u{2022}\u{2022}\u{2022}\u{2022}9012") && text.contains("975050335771"),
            "{path}"
        );
        assert!(!text.contains("CANARY"), "{path}");
    }
}

/// The keys that a caller really has, and those of the sessions that the test opens.
#[test]
fn the_callers_keys_are_in_no_report() {
    let sandbox = SandboxProcess::start();
    let home = sandbox.home("sso");
    let keys = sandbox.keys("sso");
    home.run(&with_role(&["apply", "--yes"])).exits_with(0);
    for name in ["keys.html", "keys.md", "keys.json"] {
        let path = home.path().join(name);
        home.run(&with_role(&["verify", "--report", path.to_str().unwrap()])).exits_with(0);
        let text = fs::read_to_string(&path).unwrap();
        let mut looked_for = 0;
        for key in keys
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| name.contains("key") || name.contains("token"))
        {
            let secret = key.1.as_str().unwrap();
            assert!(!text.contains(secret), "{} in {name}", key.0);
            looked_for += 1;
        }
        assert_eq!(looked_for, 3, "{keys}");
        assert!(!text.contains("ASIA"), "the sessions' keys neither");
    }
}
