//! Lists as people and programs write them.

use super::{ONE, THREE, TWO, listed};
use onboarding::Severity;
use onboarding::rollout::{AccountList, text_of};
use proptest::prelude::*;

/// `(account, name, ExternalId or nothing, line)`.
fn rows(list: &AccountList) -> Vec<(&str, &str, &str, u32)> {
    list.accounts
        .iter()
        .map(|it| {
            let external_id = it.external_id.as_deref().unwrap_or_default();
            (it.account_id.as_str(), it.name.as_str(), external_id, it.line)
        })
        .collect()
}

fn codes(list: &AccountList) -> Vec<(u32, &str)> {
    list.notes.iter().map(|note| (note.line, note.code.as_str())).collect()
}

const ID: &str = "0f6a2f7e-33b1-4b62-9a2c-d5b0c1e7a9f3";

#[test]
fn lists_of_every_form_are_read() {
    let organization = format!(
        r#"{{
    "Accounts": [
        {{
            "Id": "{ONE}",
            "Arn": "arn:aws:organizations::{ONE}:account/o-exampleorgid/{ONE}",
            "Email": "prod@example.com",
            "Name": "Production",
            "Status": "ACTIVE",
            "State": "ACTIVE",
            "JoinedMethod": "INVITED"
        }},
        {{
            "Id": "{TWO}",
            "Name": "Test",
            "Status": "ACTIVE"
        }}
    ]
}}"#
    );
    let both = vec![(ONE, "Production", "", 1), (TWO, "Test", "", 2)];
    let with_header = vec![(ONE, "Production", "", 2), (TWO, "Test", "", 3)];
    for (what, text, expected) in [
        ("plain ids", format!("{ONE}\n{TWO}\n"), vec![(ONE, "", "", 1), (TWO, "", "", 2)]),
        ("plain ids, old line ends", format!("{ONE}\r{TWO}"), vec![(ONE, "", "", 1), (TWO, "", "", 2)]),
        ("ids and names", format!("{ONE} Production\n{TWO}\tTest\n"), both.clone()),
        ("no header", format!("{ONE},Production\n{TWO},Test\n"), both.clone()),
        ("header", format!("account_id,name\n{ONE},Production\n{TWO},Test\n"), with_header.clone()),
        ("another order", format!("Name,Account ID\nProduction,{ONE}\nTest,{TWO}\n"), with_header.clone()),
        (
            "Excel, German",
            format!("\u{feff}Account-ID;Name\r\n{ONE};Production\r\n{TWO};Test\r\n;;\r\n"),
            with_header.clone(),
        ),
        (
            "Excel's own first line",
            format!("sep=;\r\nId;Name\r\n{ONE};Production\r\n{TWO};Test\r\n"),
            vec![(ONE, "Production", "", 3), (TWO, "Test", "", 4)],
        ),
        (
            "kept as text",
            format!("Id,Name\n\"=\"\"{ONE}\"\"\",Production\n'{TWO},\"Test\"\n"),
            with_header.clone(),
        ),
        ("copied out of a sheet", format!("Id\tName\n{ONE}\tProduction\n{TWO}\tTest\n"), with_header),
        (
            "ExternalIds",
            format!("account_id,external_id\n{ONE},{ID}\n{TWO},\n"),
            vec![(ONE, "", ID, 2), (TWO, "", "", 3)],
        ),
        (
            "quotes and commas",
            format!("{ONE},\"Prod, \"\"east\"\"\"\n{TWO},5\" disk\n"),
            vec![(ONE, "Prod, \"east\"", "", 1), (TWO, "5\" disk", "", 2)],
        ),
        ("organization", organization, vec![(ONE, "Production", "", 4), (TWO, "Test", "", 13)]),
        (
            "organization, the list alone",
            format!(r#"[{{"Id":"{ONE}","Name":"Production"}},{{"Id":"{TWO}","Name":"Test"}}]"#),
            vec![(ONE, "Production", "", 1), (TWO, "Test", "", 1)],
        ),
    ] {
        let list = listed(&text);
        assert_eq!(rows(&list), expected, "{what}");
        assert_eq!(list.notes, [], "{what}");
    }
}

#[test]
fn what_a_spreadsheet_has_done_is_named() {
    for (cell, code, in_remedy) in [
        ("1.11111E+11", "account-scientific", "formatted as text"),
        ("1,23457E+11", "account-scientific", "formatted as text"),
        ("1E+11", "account-scientific", "formatted as text"),
        ("12345678901", "account-zeros", "012345678901"),
        ("12345678", "account-zeros", "000012345678"),
        ("123456789012.0", "account-decimal", "`123456789012`"),
        ("1234-5678-9012", "account-id-digits", "`123456789012`"),
        ("1234567890123", "account-id-length", ""),
        ("12345", "account-id-length", ""),
        ("arn:aws:iam::123456789012:root", "account-id-digits", "12 digits"),
    ] {
        let list = listed(&format!("account_id;name\n{ONE};A\n{cell};B\n"));
        assert_eq!(codes(&list), [(3, code)], "{cell}");
        assert_eq!(list.accounts.len(), 1, "{cell} is left out");
        let note = &list.notes[0];
        assert_eq!(note.severity, Severity::Error);
        assert!(note.remedy.as_deref().unwrap_or_default().contains(in_remedy), "{note:?}");
    }
}

#[test]
fn notes_stand_at_their_lines() {
    let text = format!(
        "account_id,name,external_id,owner\n\
         {ONE},A,{ID},ann\n\
         {ONE},A again,,\n\
         {ONE},A once more,another-one-0f6a2f7e33b1,\n\
         975050335771,gateway,,\n\
         {TWO},B,{ID},\n\
         {TWO},B,a b c,\n\
         ,nobody,,\n\
         \n\
         {THREE},C,acme-2026,\n"
    );
    let list = listed(&text);
    assert_eq!(
        codes(&list),
        [
            (1, "columns-unread"),
            (3, "account-twice"),
            (4, "account-twice"),
            (5, "account-gateway"),
            (6, "external-id-twice"),
            (7, "external-id-charset"),
            (8, "account-missing"),
            (10, "external-id-guessable"),
        ]
    );
    let severities: Vec<Severity> = list.notes.iter().map(|note| note.severity).collect();
    assert_eq!(severities[0], Severity::Info);
    assert_eq!(severities[1], Severity::Warning, "the same again takes nothing away");
    assert_eq!(severities[2], Severity::Error, "another ExternalId does");
    assert_eq!(severities[7], Severity::Warning);
    assert_eq!(rows(&list), [(ONE, "A", ID, 2), (THREE, "C", "acme-2026", 10)]);
}

#[test]
fn accounts_that_are_not_active_are_left_out() {
    let list = listed(&format!(
        "{{\"Accounts\":[\n{{\"Id\":\"{ONE}\",\"Name\":\"A\",\"Status\":\"SUSPENDED\"}},\n\
         {{\"Id\":\"{TWO}\",\"Name\":\"B\",\"State\":\"PENDING_CLOSURE\",\"Status\":\"ACTIVE\"}},\n\
         {{\"Id\":\"{THREE}\",\"Name\":\"C\",\"Status\":\"ACTIVE\"}}],\n\"NextToken\":\"abc\"}}"
    ));
    assert_eq!(rows(&list), [(THREE, "C", "", 4)]);
    assert_eq!(codes(&list), [(2, "account-not-active"), (3, "account-not-active"), (4, "json-more")]);
    assert!(list.notes[0].message.contains("SUSPENDED"), "{:?}", list.notes[0]);
}

#[test]
fn json_that_is_none_is_said_where_it_breaks() {
    for (text, line, code) in [
        ("{\"Accounts\": [\n  {\"Id\": }\n]}", 2, "json-syntax"),
        ("{\"Users\": []}", 1, "json-no-accounts"),
        ("[1, null, \"x\"]", 1, "account-missing"),
    ] {
        let list = listed(text);
        assert_eq!(list.accounts, []);
        assert_eq!((list.notes[0].line, list.notes[0].code.as_str()), (line, code), "{text}");
    }
    assert_eq!(listed(" \n\n"), AccountList::default(), "nothing is nothing to complain of");
}

#[test]
fn a_header_of_other_words_is_said() {
    let list = listed(&format!("Konto,Besitzer\n{ONE},Ann\n"));
    assert_eq!(codes(&list), [(1, "header-unknown")]);
    assert_eq!(rows(&list), [(ONE, "Ann", "", 2)]);
}

#[test]
fn a_stray_quotation_mark_spoils_its_own_line_only() {
    let list = listed(&format!("{ONE},\"Prod\n{TWO},Test\n"));
    assert_eq!(rows(&list), [(ONE, "Prod", "", 1), (TWO, "Test", "", 2)]);
}

#[test]
fn files_of_other_encodings_are_text() {
    let text = "account_id,name\n111111111111,Zürich – Büro\n";
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(utf16.iter().flat_map(|it| it.to_le_bytes())).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(utf16.iter().flat_map(|it| it.to_be_bytes())).collect();
    assert_eq!(text_of(text.as_bytes()), text);
    assert_eq!(text_of(&[&[0xef, 0xbb, 0xbf], text.as_bytes()].concat()), text);
    assert_eq!(text_of(&little), text);
    assert_eq!(text_of(&big), text);
    assert_eq!(text_of(b"Z\xfcrich \x96 B\xfcro \x80"), "Zürich – Büro €");
    assert_eq!(text_of(&[0xff, 0xfe, 0x41]), "\u{fffd}", "half a character is no reason to stop");
}

/// Every line that says something became an account or has a note; the first may be a header.
fn is_whole(text: &str, list: &AccountList) -> Result<(), TestCaseError> {
    let said: Vec<u32> = list
        .accounts
        .iter()
        .map(|account| account.line)
        .chain(list.notes.iter().map(|note| note.line))
        .collect();
    let mut lines = (1_u32..).zip(text.split('\n')).filter(|(_, line)| line.contains(char::is_alphanumeric));
    lines.next();
    for (number, line) in lines {
        prop_assert!(said.contains(&number), "line {number}, `{line}`, was passed over in {text:?}");
    }
    let mut ids: Vec<&str> = list.accounts.iter().map(|account| account.account_id.as_str()).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    prop_assert_eq!(all, ids.len(), "an account twice");
    for account in &list.accounts {
        prop_assert!(
            account.account_id.len() == 12 && account.account_id.bytes().all(|it| it.is_ascii_digit())
        );
        let wrong =
            list.notes.iter().any(|note| note.line == account.line && note.severity == Severity::Error);
        prop_assert!(!wrong || text.trim_start().starts_with(['{', '[']), "an account of a wrong line");
    }
    Ok(())
}

proptest! {
    #[test]
    fn arbitrary_text_is_read(text in any::<String>()) {
        listed(&text);
    }

    #[test]
    fn arbitrary_bytes_are_text(bytes in any::<Vec<u8>>()) {
        listed(&text_of(&bytes));
    }

    #[test]
    fn every_line_is_an_account_or_a_note(text in "([0-9]{11,13}|[a-zA-Z0-9 ;,\"'=.+-]{0,24}|1\\.2E\\+11|\n){0,40}") {
        is_whole(&text, &listed(&text))?;
    }

    #[test]
    fn lists_of_accounts_are_read_whole(
        accounts in prop::collection::btree_map("[0-9]{12}", "[A-Za-z0-9 ,;\"]{0,20}", 1..30),
        separator in prop::sample::select(vec![',', ';', '\t']),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let mut text = format!("account_id{separator}name{end}");
        for (id, name) in &accounts {
            text += &format!("{id}{separator}\"{}\"{end}", name.replace('"', "\"\""));
        }
        let list = listed(&text);
        let wanted: Vec<(String, String)> = accounts
            .iter()
            .filter(|(id, _)| *id != "975050335771")
            .map(|(id, name)| (id.clone(), name.trim().to_owned()))
            .collect();
        let read: Vec<(String, String)> =
            list.accounts.into_iter().map(|account| (account.account_id, account.name)).collect();
        prop_assert_eq!(read, wanted);
    }
}
