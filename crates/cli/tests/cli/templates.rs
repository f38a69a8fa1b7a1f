//! `templates verify`: its forms, its exit codes, and the baseline.

use crate::harness::Home;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A copy of the default pack, baseline included; gives its folder.
fn pack(home: &Home) -> String {
    fn copy(home: &Home, from: &Path, to: &str) {
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let to = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                copy(home, &path, &to);
            } else {
                home.file(&to, std::fs::read(&path).unwrap());
            }
        }
    }
    copy(home, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates"), "pack");
    home.path().join("pack").to_str().unwrap().to_owned()
}

/// The same with a text replaced in one file.
fn broken(home: &Home, file: &str, from: &str, to: &str) -> String {
    let folder = pack(home);
    change(&folder, file, from, to);
    folder
}

fn change(folder: &str, file: &str, from: &str, to: &str) {
    let path = Path::new(folder).join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const GROUPS: [&str; 5] = ["schema", "render", "lint", "simulate", "baseline"];

#[test]
fn the_built_in_pack_passes() {
    let home = Home::new();
    let text = home.run(&["templates", "verify"]).exits_with(0);
    assert_eq!(text.stderr, "");
    let lines: Vec<&str> = text.stdout.lines().collect();
    assert_eq!(lines.len(), GROUPS.len(), "{text:#?}");
    for (line, group) in lines.iter().zip(GROUPS) {
        assert!(line.starts_with(&format!("✓ {group} ")) && line.ends_with(" passed"), "{line}");
    }
    let json = home.run(&["templates", "verify", "--format", "json"]).exits_with(0).json();
    assert_eq!(json["passed"], true);
    assert_eq!(json["version"], "1.0.0");
    let cases = json["cases"].as_array().unwrap();
    let counted: u64 =
        json["groups"].as_array().unwrap().iter().map(|group| group["passed"].as_u64().unwrap()).sum();
    assert_eq!(cases.len() as u64, counted);
    assert!(cases.iter().all(|case| case["status"] == "passed"));
}

#[test]
fn a_folder_is_named_by_itself_or_with_templates() {
    let home = Home::new();
    let folder = broken(&home, "trust.json", "sts:ExternalId", "sts:ExternalID2");
    let by_itself = home.run(&["templates", "verify", &folder]).exits_with(1);
    let with_flag = home.run(&["templates", "verify", "--templates", &folder]).exits_with(1);
    assert_eq!(by_itself.stdout, with_flag.stdout);
    let both = home.run(&["templates", "verify", &folder, "--templates", "elsewhere"]).exits_with(2);
    assert!(both.stderr.contains("two packs are named"), "{both:#?}");
}

#[test]
fn a_failure_is_told_with_its_place_its_message_and_its_remedy() {
    let home = Home::new();
    let folder = broken(&home, "trust.json", "sts:ExternalId", "sts:ExternalID2");
    let text = home.run(&["templates", "verify", &folder]).exits_with(1).stdout;
    assert!(text.contains(&format!("{folder}/trust.json:12:")), "{text}");
    assert!(text.contains("`sts:ExternalID2` is not the key of the ExternalId"), "{text}");
    assert!(text.contains("    Write sts:ExternalId.\n"), "{text}");
    assert!(text.contains("\n✗ simulate/page/trust/gateway-with-external-id  "), "{text}");
    assert!(text.contains("    -          \"sts:ExternalId\": \"7f3c2b1e-acme-2026\"\n"), "the diff: {text}");
    assert!(text.lines().count() < 100, "each mistake once: {text}");

    let json = home.run(&["templates", "verify", &folder, "--format", "json"]).exits_with(1).json();
    assert_eq!(json["passed"], false);
    let case = json["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["id"] == "simulate/page/trust/gateway-with-external-id")
        .unwrap();
    assert_eq!(case["status"], "failed");
    assert_eq!(case["group"], "simulate");
    assert_eq!(case["rule"], "simulate/trust/gateway-with-external-id");
    assert_eq!(case["file"], "trust.json");
    assert_eq!(case["line"], 12);
    assert!(case["column"].as_u64().unwrap() > 1);
    for key in ["title", "message", "remedy"] {
        assert!(case[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {case:#}");
    }
}

/// A parsed JUnit document: the suites' attributes, and the cases' with what is in them.
struct Junit {
    suites: Vec<BTreeMap<String, String>>,
    cases: Vec<JunitCase>,
    root: BTreeMap<String, String>,
}

#[derive(Default)]
struct JunitCase {
    attributes: BTreeMap<String, String>,
    failure: Option<BTreeMap<String, String>>,
    text: String,
    skipped: Option<String>,
}

fn attributes(start: &BytesStart<'_>) -> BTreeMap<String, String> {
    start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.unwrap();
            let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
            (name, attribute.unescape_value().unwrap().into_owned())
        })
        .collect()
}

fn junit(text: &str) -> Junit {
    let mut found = Junit { suites: Vec::new(), cases: Vec::new(), root: BTreeMap::new() };
    let mut reader = Reader::from_str(text);
    let mut depth = 0i32;
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            ref event @ (Event::Start(ref start) | Event::Empty(ref start)) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let with = attributes(start);
                match start.name().as_ref() {
                    b"testsuites" => found.root = with,
                    b"testsuite" => found.suites.push(with),
                    b"testcase" => found.cases.push(JunitCase { attributes: with, ..JunitCase::default() }),
                    b"failure" => found.cases.last_mut().unwrap().failure = Some(with),
                    b"skipped" => found.cases.last_mut().unwrap().skipped = Some(with["message"].clone()),
                    other => panic!("{}", String::from_utf8_lossy(other)),
                }
            }
            Event::End(_) => depth -= 1,
            Event::Text(inner) => {
                if let Some(case) = found.cases.last_mut().filter(|_| depth == 4) {
                    case.text.push_str(&inner.decode().unwrap());
                }
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

#[test]
fn junit_has_a_suite_a_group_and_a_test_a_case() {
    let home = Home::new();
    // A name that XML must escape.
    let folder = broken(&home, "trust.json", "\"sts:ExternalId\"", "\"sts:ExternalId<&>'\"");
    let json = home.run(&["templates", "verify", &folder, "--format", "json"]).exits_with(1).json();
    let ended = home.run(&["templates", "verify", &folder, "--format", "junit"]).exits_with(1);
    assert!(ended.stdout.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    let junit = junit(&ended.stdout);
    assert!(junit.root["time"].parse::<f64>().is_ok());

    let cases = json["cases"].as_array().unwrap();
    assert_eq!(junit.cases.len(), cases.len());
    let names: Vec<&str> = junit.suites.iter().map(|suite| suite["name"].as_str()).collect();
    assert_eq!(names, GROUPS);
    for (suite, group) in junit.suites.iter().zip(json["groups"].as_array().unwrap()) {
        assert_eq!(suite["failures"], group["failed"].to_string());
        assert_eq!(suite["skipped"], group["skipped"].to_string());
    }
    for (test, case) in junit.cases.iter().zip(cases) {
        assert_eq!(test.attributes["name"], case["id"].as_str().unwrap());
        assert_eq!(test.attributes["classname"], case["group"].as_str().unwrap());
        assert_eq!(test.failure.is_some(), case["status"] == "failed");
        if let Some(failure) = &test.failure {
            assert_eq!(failure["message"], case["message"].as_str().unwrap());
            assert_eq!(failure["type"], case["rule"].as_str().unwrap());
        }
    }
    assert!(junit.cases.iter().any(|test| {
        test.failure.as_ref().is_some_and(|failure| failure["message"].contains("sts:ExternalId<&>'"))
    }));
    let changed =
        junit.cases.iter().find(|test| test.attributes["name"] == "baseline/page/trust.json").unwrap();
    assert!(changed.text.contains("+++ rendered now"), "the diff: {}", changed.text);
}

#[test]
fn junit_says_what_was_skipped_and_why() {
    let home = Home::new();
    let folder = pack(&home);
    std::fs::remove_dir_all(Path::new(&folder).join("baseline")).unwrap();
    let ended = home.run(&["templates", "verify", &folder, "--format", "junit"]).exits_with(0);
    let junit = junit(&ended.stdout);
    assert_eq!(junit.root["skipped"], "1");
    let skipped = junit.cases.iter().find_map(|test| test.skipped.as_ref()).unwrap();
    assert!(skipped.contains("no folder `baseline`"), "{skipped}");
}

/// What code hosts need of SARIF: version, driver with rules, results with rule, level, message and a
/// location in a file.
#[test]
fn sarif_has_what_code_hosts_need() {
    let home = Home::new();
    let folder = broken(&home, "permissions.json", "<RESOURCES>", "*");
    change(&folder, "trust.json", "\"Version\"", "\"Verzion\"");
    let ended = home.run(&["templates", "verify", &folder, "--format", "sarif"]).exits_with(1);
    let sarif = ended.json();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().unwrap().contains("sarif"));
    let runs = sarif["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!(driver["name"], "bedrock-role");
    let rules: Vec<&str> =
        driver["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let results = runs[0]["results"].as_array().unwrap();
    assert!((4..60).contains(&results.len()), "each mistake once: {}", results.len());
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()), "{result:#}");
        assert_eq!(result["level"], "error");
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let location = &result["locations"][0]["physicalLocation"];
        let uri = location["artifactLocation"]["uri"].as_str().unwrap();
        let path = uri.strip_prefix("file://").unwrap();
        assert!(Path::new(path).is_file(), "{uri} is a file of the pack");
        for (line, column) in [("startLine", "startColumn"), ("endLine", "endColumn")] {
            assert!(location["region"][line].as_u64().unwrap() >= 1);
            assert!(location["region"][column].as_u64().unwrap() >= 1);
        }
    }
    let has = |rule: &str, file: &str| {
        results.iter().any(|result| {
            let location = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            result["ruleId"] == rule && location.as_str().unwrap().ends_with(file)
        })
    };
    assert!(has("lint/any-resource", "/permissions.json"), "{results:#?}");
    assert!(has("render/not-a-policy", "/trust.json"), "{results:#?}");
}

#[test]
fn sarif_of_a_pack_that_passes_has_no_results() {
    let sarif = Home::new().run(&["templates", "verify", "--format=sarif"]).exits_with(0).json();
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_relative_folder_stays_relative() {
    let home = Home::new();
    broken(&home, "permissions.json", "<RESOURCES>", "*");
    let output = home
        .command(&["templates", "verify", "pack", "--format", "sarif"])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let sarif: Value = serde_json::from_slice(&output.stdout).unwrap();
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "pack/permissions.json", "code hosts want paths in the repository");
}

#[test]
fn the_baseline_is_renewed_when_it_is_asked_for() {
    let home = Home::new();
    let folder = broken(&home, "pack.json", "\"value\": \"bedrock-role-wizard\"", "\"value\": \"acme\"");
    home.file("pack/baseline/gone/trust.json", "{}");
    home.file("pack/baseline/README.md", "mine");
    let golden = Path::new(&folder).join("baseline/page/role.json");
    let before = std::fs::read_to_string(&golden).unwrap();
    let text = home.run(&["templates", "verify", &folder]).exits_with(1).stdout;
    assert!(text.contains("    +      \"value\": \"acme\"\n"), "{text}");
    assert_eq!(std::fs::read_to_string(&golden).unwrap(), before, "verifying writes nothing");

    let ended = home.run(&["templates", "verify", &folder, "--update-baseline"]).exits_with(0);
    assert!(ended.stderr.contains("20 golden files are written"), "{ended:#?}");
    assert!(std::fs::read_to_string(&golden).unwrap().contains("acme"));
    assert!(!Path::new(&folder).join("baseline/gone").exists(), "nothing is rendered for it any more");
    assert!(Path::new(&folder).join("baseline/README.md").exists(), "what is no golden file stays");
    home.run(&["templates", "verify", &folder]).exits_with(0);
}

#[test]
fn a_baseline_is_made_where_there_is_none() {
    let home = Home::new();
    let folder = pack(&home);
    let baseline = Path::new(&folder).join("baseline");
    std::fs::remove_dir_all(&baseline).unwrap();
    let text = home.run(&["templates", "verify", &folder]).exits_with(0).stdout;
    assert!(text.contains("the pack has no folder `baseline`"), "{text}");
    home.run(&["templates", "verify", &folder, "--update-baseline"]).exits_with(0);
    let made = std::fs::read_to_string(baseline.join("page/trust.json")).unwrap();
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/baseline/page/trust.json");
    assert_eq!(made, std::fs::read_to_string(default).unwrap());
}

#[test]
fn what_is_wrong_does_not_become_the_baseline() {
    let home = Home::new();
    let folder = broken(&home, "trust.json", "sts:ExternalId", "sts:ExternalID2");
    let golden = Path::new(&folder).join("baseline/page/trust.json");
    let before = std::fs::read_to_string(&golden).unwrap();
    let ended = home.run(&["templates", "verify", &folder, "--update-baseline"]).exits_with(1);
    assert!(ended.stderr.contains("the baseline is left as it is"), "{ended:#?}");
    assert_eq!(std::fs::read_to_string(&golden).unwrap(), before);
}

#[test]
fn the_built_in_baseline_cannot_be_renewed() {
    let home = Home::new();
    let ended = home.run(&["templates", "verify", "--update-baseline"]).exits_with(2);
    assert!(ended.stderr.contains("\nhint: "), "{ended:#?}");
    let json = home.run(&["templates", "verify", "--update-baseline", "--format", "json"]).exits_with(2);
    assert_eq!(json.json_error()["code"], "no-folder");
}

#[test]
fn what_cannot_be_read_is_a_usage_error() {
    let home = Home::new();
    let file = home.file("file", "x");
    for folder in ["/nowhere", file.as_str()] {
        let json = home.run(&["templates", "verify", folder, "--format", "json"]).exits_with(2).json_error();
        assert_eq!(json["code"], "unreadable");
        assert!(json["message"].as_str().unwrap().contains(folder), "{json:#}");
    }
    let folder = pack(&home);
    std::fs::write(Path::new(&folder).join("trust.json"), [0xff, 0xfe]).unwrap();
    let ended = home.run(&["templates", "verify", &folder]).exits_with(2);
    assert!(ended.stderr.contains("is not UTF-8 text"), "{ended:#?}");
    home.run(&["templates"]).exits_with(2);
}

#[test]
fn a_folder_without_a_pack_fails_its_schema() {
    let home = Home::new();
    home.file("empty/README.md", "nothing");
    let folder = home.path().join("empty");
    let text = home.run(&["templates", "verify", folder.to_str().unwrap()]).exits_with(1).stdout;
    for name in ["pack.json", "trust.json", "permissions.json", "errors.json"] {
        assert!(text.contains(&format!("{}/{name}", folder.display())), "{name} in {text}");
    }
    assert!(text.contains("the file is missing"), "{text}");
}
