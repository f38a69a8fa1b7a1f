//! What takes no account: lists, files, setups, tables.

use crate::harness::{EXTERNAL_ID, Home};
use onboarding::Setup;
use onboarding::rollout::Rollout;
use serde_json::json;

fn out(home: &Home) -> String {
    home.path().join("acme.rollout.json").to_str().unwrap().to_owned()
}

#[test]
fn a_list_with_wrong_lines_is_refused_whole_and_every_line_is_named() {
    let home = Home::new();
    let list = home.file("list.csv", "account_id,name\n1.23E+11,A\n111111111111,B\n12345678901,C\n");
    let refused = home.run(&["rollout", "new", &list, "-o", &out(&home)]).exits_with(2);
    assert!(refused.stderr.contains("line 2:") && refused.stderr.contains("line 4:"), "{refused:?}");
    assert!(refused.stderr.contains("spreadsheet"), "{refused:?}");
    assert!(!std::path::Path::new(&out(&home)).exists(), "nothing is written");
    home.run(&["rollout", "new", &list, "--skip-wrong", "-o", &out(&home)]).exits_with(0);
    let rollout = Rollout::from_json(&std::fs::read_to_string(out(&home)).unwrap()).unwrap();
    assert_eq!(rollout.accounts.len(), 1);
}

#[test]
fn a_list_comes_from_standard_input_in_any_form() {
    let home = Home::new();
    let organization = r#"{"Accounts":[{"Id":"111111111111","Name":"Prod","Status":"ACTIVE"}]}"#;
    home.run_with_stdin(&["rollout", "new", "-", "-o", &out(&home)], organization).exits_with(0);
    let rollout = Rollout::from_json(&std::fs::read_to_string(out(&home)).unwrap()).unwrap();
    assert_eq!(rollout.accounts[0].name, "Prod");
    assert_eq!(rollout.accounts[0].external_id.len(), 36, "a new UUID");
    let empty =
        home.run_with_stdin(&["rollout", "new", "-", "--merge", "-o", &out(&home)], "\n").exits_with(2);
    assert!(empty.stderr.contains("names no account"), "{empty:?}");
}

#[test]
fn a_rollout_that_is_there_is_never_replaced() {
    let home = Home::new();
    let list = home.file("list.csv", format!("account_id,external_id\n111111111111,{EXTERNAL_ID}\n"));
    home.run(&["rollout", "new", &list, "-o", &out(&home)]).exits_with(0);
    let before = std::fs::read_to_string(out(&home)).unwrap();
    let refused = home.run(&["rollout", "new", &list, "-o", &out(&home)]).exits_with(2);
    assert!(refused.stderr.contains("--merge"), "{refused:?}");
    assert_eq!(std::fs::read_to_string(out(&home)).unwrap(), before);
    let more = home.file("more.csv", "222222222222\n111111111111\n");
    let merged = home
        .run(&["rollout", "new", &more, "--merge", "-o", &out(&home), "--format", "json"])
        .exits_with(0)
        .json();
    assert_eq!((&merged["added"], &merged["kept"]), (&json!(["222222222222"]), &json!(1)));
    let rollout = Rollout::from_json(&std::fs::read_to_string(out(&home)).unwrap()).unwrap();
    assert_eq!(rollout.accounts[1].external_id, EXTERNAL_ID);
}

#[test]
fn each_account_gets_a_setup_that_every_other_command_takes() {
    let home = Home::new();
    let pattern = home.file(
        "pattern.json",
        json!({ "schema": 1, "name": "Acme", "role_name": "acme-bedrock", "external_id": EXTERNAL_ID })
            .to_string(),
    );
    let list = home.file("list.csv", "111111111111\n222222222222\n");
    home.run(&["rollout", "new", &list, "--setup", &pattern, "-o", &out(&home)]).exits_with(0);
    let folder = home.path().join("setups").to_str().unwrap().to_owned();
    home.run(&["rollout", "setups", &out(&home), "--out", &folder]).exits_with(0);
    let file = format!("{folder}/222222222222.json");
    home.run(&["validate", "--setup", &file]).exits_with(0);
    let setup = Setup::from_json(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!((setup.role_name.as_str(), setup.account_id.as_str()), ("acme-bedrock", "222222222222"));
    assert_ne!(setup.external_id, EXTERNAL_ID, "the pattern's own is no account's");

    home.run(&["rollout", "setups", &out(&home), "--out", &folder]).exits_with(0);
    std::fs::write(&file, "{}").unwrap();
    let refused = home.run(&["rollout", "setups", &out(&home), "--out", &folder]).exits_with(2);
    assert!(refused.stderr.contains("222222222222.json"), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{}", "another content is kept");
    home.run(&["rollout", "setups", &out(&home), "--out", &folder, "--replace"]).exits_with(0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), setup.to_json());
}

#[test]
fn the_table_is_what_the_dashboard_needs() {
    let home = Home::new();
    let list = home.file(
        "list.csv",
        format!("account_id,name,external_id\n111111111111,\"Prod, east\",{EXTERNAL_ID}\n"),
    );
    home.run(&["rollout", "new", &list, "-o", &out(&home)]).exits_with(0);
    let csv = home.run(&["rollout", "table", &out(&home), "--format", "csv"]).exits_with(0).stdout;
    let row = format!(
        "111111111111,\"Prod, east\",arn:aws:iam::111111111111:role/quilr-gateway-bedrock,{EXTERNAL_ID},\r\n"
    );
    assert_eq!(csv, format!("account_id,name,aws_role_arn,aws_external_id,status\r\n{row}"));
    let text = home.run(&["rollout", "table", &out(&home)]).exits_with(0).stdout;
    assert!(text.contains("arn:aws:iam::111111111111:role/quilr-gateway-bedrock"), "{text}");
    let wrong = home.run(&["rollout", "plan", &out(&home), "--format", "csv"]).exits_with(2);
    assert!(wrong.stderr.contains("invalid value 'csv'"), "{wrong:?}");
}

#[test]
fn what_is_no_rollout_is_refused_with_its_reason() {
    let home = Home::new();
    let setup = home.file("setup.json", r#"{"schema": 1}"#);
    let refused = home.run(&["rollout", "table", &setup, "--format", "json"]).exits_with(2);
    assert_eq!(refused.json_error()["code"], "rollout-not-a-rollout");
    let missing = home.run(&["rollout", "table", "nowhere.json", "--format", "json"]).exits_with(2);
    assert_eq!(missing.json_error()["code"], "unreadable");
}
