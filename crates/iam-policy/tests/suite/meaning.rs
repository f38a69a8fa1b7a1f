//! Equal meanings, quota sizes, and edits that keep every other byte.

use iam_policy::meaning::{
    add_statement, equivalent, quota_size, remove_statement, statement_text, statements_naming,
};
use iam_policy::{Kind, Policy};

const BASE: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::444455556666:user/x"]},"Action":"sts:AssumeRole",
   "Condition":{"StringEquals":{"sts:ExternalId":["a","b"]}}},
  {"Sid":"No","Effect":"Deny","Principal":"*","Action":["sts:AssumeRole","sts:TagSession"]}]}"#;

fn same(other: &str) -> bool {
    let parse = |text: &str| Policy::parse(text, Kind::Trust).expect(text);
    equivalent(&parse(BASE), &parse(other))
}

#[test]
fn what_does_not_matter_is_the_same() {
    assert!(same(BASE));
    // Statements and keys reordered, lists reordered or single, case of actions and condition keys,
    // Sids and Ids, an account by its root ARN, everyone by `AWS`.
    assert!(same(
        r#"{"Id":"x","Statement":[
        {"Action":["sts:tagsession","STS:AssumeRole"],"Principal":{"AWS":"*"},"Effect":"Deny"},
        {"Sid":"Yes","Condition":{"StringEquals":{"STS:externalid":["b","a","a"]}},"Action":["sts:AssumeRole"],
         "Principal":{"AWS":["arn:aws:iam::444455556666:user/x","arn:aws:iam::111122223333:root"]},"Effect":"Allow"}],
        "Version":"2012-10-17"}"#
    ));
    let twice = BASE.replace(
        "]}]}",
        "]},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":[\"sts:TagSession\",\"sts:AssumeRole\"]}]}",
    );
    assert!(same(&twice), "a statement said twice");
}

#[test]
fn what_matters_differs() {
    for (from, to) in [
        ("\"2012-10-17\"", "\"2008-10-17\""),
        ("\"a\"", "\"A\""),
        ("[\"a\",\"b\"]", "\"a\""),
        ("user/x", "user/X"),
        ("111122223333", "111122223334"),
        ("StringEquals", "StringLike"),
        ("StringEquals", "StringEqualsIfExists"),
        ("sts:ExternalId", "sts:RoleSessionName"),
        ("\"Deny\"", "\"Allow\""),
        (",\"sts:TagSession\"", ""),
        ("{\"AWS\":[\"111122223333\",", "{\"Service\":\"x.amazonaws.com\",\"AWS\":["),
    ] {
        let other = BASE.replacen(from, to, 1);
        assert_ne!(other, BASE);
        assert!(!same(&other), "`{from}` as `{to}`");
    }
}

#[test]
fn not_elements_differ_from_their_opposites() {
    let parse = |text: &str| Policy::parse(text, Kind::Resource).expect(text);
    let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
    for element in ["Principal", "Action", "Resource"] {
        let other = text.replace(&format!("\"{element}\""), &format!("\"Not{element}\""));
        assert!(!equivalent(&parse(text), &parse(&other)), "{element}");
    }
}

#[test]
fn white_space_counts_inside_strings_only() {
    assert_eq!(quota_size("{ \"a b\" :\n\t1 }"), "{\"a b\":1}".len());
    assert_eq!(quota_size(r#"{ "a\" b" : 1 }"#), r#"{"a\" b":1}"#.len());
    assert_eq!(quota_size("\"é\""), 3);
    assert_eq!(quota_size(""), 0);
}

#[test]
fn statements_that_name_a_principal() {
    let text = r#"{"Statement":[
        {"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::1:user/x"},"Action":"sts:AssumeRole"},
        {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::1:user/y","arn:aws:iam::1:user/x"]},"Action":"sts:AssumeRole"},
        {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},
        {"Effect":"Allow","Principal":{"Service":"x.amazonaws.com","AWS":"111122223333"},"Action":"sts:AssumeRole"}]}"#
        .replace("::1:", "::444455556666:");
    let policy = Policy::parse(&text, Kind::Trust).unwrap();
    for (principal, expected) in [
        ("arn:aws:iam::444455556666:user/x", vec![1]),
        ("arn:aws:iam::444455556666:user/z", vec![]),
        ("arn:aws:iam::111122223333:root", vec![3]),
        ("*", vec![]),
        ("x.amazonaws.com", vec![]),
    ] {
        assert_eq!(statements_naming(&policy, principal), expected, "{principal}");
    }
}

const ADDED: &str = r#"{"Sid":"Test","Effect":"Allow"}"#;

#[test]
fn a_statement_is_added_after_the_last_in_the_same_layout() {
    for (text, expected) in [
        (
            "{\"Statement\":[{\"a\":1}]}",
            "{\"Statement\":[{\"a\":1},{\"Sid\":\"Test\",\"Effect\":\"Allow\"}]}",
        ),
        (
            "{\n  \"Statement\" : [\n    {\"a\": 1},\n    {\"b\": 2}\n  ],\n  \"Version\": \"x\"\n}\n",
            "{\n  \"Statement\" : [\n    {\"a\": 1},\n    {\"b\": 2},\n    {\"Sid\":\"Test\",\"Effect\":\"Allow\"}\n  ],\n  \"Version\": \"x\"\n}\n",
        ),
        ("{\"Statement\":{\"a\":1}}", "{\"Statement\":[{\"a\":1},{\"Sid\":\"Test\",\"Effect\":\"Allow\"}]}"),
        ("{\"Statement\":[ ]}", "{\"Statement\":[{\"Sid\":\"Test\",\"Effect\":\"Allow\"} ]}"),
    ] {
        assert_eq!(add_statement(text, &format!(" {ADDED}\n")).unwrap(), expected);
    }
}

#[test]
fn adding_and_removing_gives_back_every_byte() {
    let many = "{\n  \"Statement\" : [\n    {\"Sid\": \"A\"},\n\n    {\"b\": \"é\"}\n  ]\n}\n";
    for text in [BASE, many] {
        let added = add_statement(text, ADDED).unwrap();
        assert_eq!(remove_statement(&added, "Test").unwrap().as_deref(), Some(text));
    }
    let single = "{\"Statement\": {\"Sid\":\"A\"} }";
    let added = add_statement(single, ADDED).unwrap();
    let removed = remove_statement(&added, "Test").unwrap().unwrap();
    assert_eq!(removed, "{\"Statement\": [{\"Sid\":\"A\"}] }", "a single one stays in its list");
}

#[test]
fn a_statement_is_removed_wherever_it_stands() {
    let text = "{\"Statement\":[ {\"Sid\":\"A\"}, {\"Sid\":\"B\"} ,{\"Sid\":\"C\"} ]}";
    for (sid, expected) in [
        ("A", "{\"Statement\":[ {\"Sid\":\"B\"} ,{\"Sid\":\"C\"} ]}"),
        ("B", "{\"Statement\":[ {\"Sid\":\"A\"}, {\"Sid\":\"C\"} ]}"),
        ("C", "{\"Statement\":[ {\"Sid\":\"A\"}, {\"Sid\":\"B\"} ]}"),
    ] {
        assert_eq!(remove_statement(text, sid).unwrap().as_deref(), Some(expected), "{sid}");
    }
    assert_eq!(remove_statement(text, "D").unwrap(), None);
    assert_eq!(remove_statement("{\"Statement\":{\"Sid\":\"A\"}}", "B").unwrap(), None);
    assert_eq!(
        remove_statement("{\"Statement\":[{\"Sid\":\"A\"}]}", "A").unwrap().unwrap(),
        "{\"Statement\":[]}"
    );
}

#[test]
fn what_is_no_document_is_refused() {
    for (text, statement, code) in [
        ("{", ADDED, "json-syntax"),
        ("[]", ADDED, "wrong-type"),
        ("{}", ADDED, "missing-statement"),
        ("{\"Statement\":\"x\"}", ADDED, "wrong-type"),
        ("{\"Statement\":[]}", "[]", "wrong-type"),
        ("{\"Statement\":[]}", "{} {}", "json-syntax"),
    ] {
        assert_eq!(add_statement(text, statement).expect_err(text).code, code);
    }
    assert_eq!(remove_statement("nonsense", "A").expect_err("not JSON").code, "json-syntax");
}

#[test]
fn the_text_of_a_statement_is_what_stands_there() {
    let list = "{\"Statement\": [ {\"a\" : 1}, {\"b\":2} ]}";
    assert_eq!(statement_text(list, 0), Some("{\"a\" : 1}"));
    assert_eq!(statement_text(list, 1), Some("{\"b\":2}"));
    assert_eq!(statement_text(list, 2), None);
    assert_eq!(statement_text("{\"Statement\":{\"a\":1}}", 0), Some("{\"a\":1}"));
    assert_eq!(statement_text("{\"Statement\":{\"a\":1}}", 1), None);
    assert_eq!(statement_text("nonsense", 0), None);
}
