//! A setup as a file.

use crate::common::{full_setup, setup};
use onboarding::setup::{ResourceKinds, SetupFileError};
use onboarding::{Pack, Setup, Target};

#[test]
fn a_new_setup_has_the_pages_defaults() {
    let setup = Setup::new(
        &Pack::embedded(),
        "id".to_owned(),
        "an external id".to_owned(),
        Target::Profile { name: "acme".to_owned() },
    );
    assert_eq!(setup.role_name, "quilr-gateway-bedrock");
    assert_eq!(setup.role_path, "/");
    assert_eq!(setup.region, "us-east-1");
    assert_eq!(setup.duration_seconds, "3600");
    assert_eq!(setup.session_name, "");
    assert_eq!(setup.resources, ResourceKinds::default());
    assert!(setup.streaming);
}

#[test]
fn written_and_read_again_it_is_the_same() {
    for setup in [setup(), full_setup(), Setup::default()] {
        assert_eq!(Setup::from_json(&setup.to_json()).unwrap(), setup);
    }
}

#[test]
fn fields_that_a_file_lacks_have_their_defaults() {
    let setup = Setup::from_json(r#"{"schema": 1, "account_id": "123456789012"}"#).unwrap();
    assert_eq!(setup.account_id, "123456789012");
    assert_eq!(setup.role_name, "quilr-gateway-bedrock");
    assert!(setup.streaming);
}

#[test]
fn what_is_no_setup_is_refused_with_its_reason() {
    for (text, code, message) in [
        ("", "setup-syntax", "not JSON: EOF while parsing a value at line 1 column 0"),
        ("{\"schema\": 1,\n \"id\": }", "setup-syntax", "not JSON: expected value at line 2 column 8"),
        ("{}", "setup-not-a-setup", "this is JSON, but not a setup: `schema` is missing"),
        ("[1]", "setup-not-a-setup", "this is JSON, but not a setup: `schema` is missing"),
        (
            r#"{"schema": 2, "brand_new": true}"#,
            "setup-schema",
            "the setup has schema 2, this version reads schema 1",
        ),
        ("{\"schema\": 0}", "setup-schema", "the setup has schema 0, this version reads schema 1"),
    ] {
        let error = Setup::from_json(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}");
        assert_eq!(error.to_string(), message);
    }
    let newer = Setup::from_json(r#"{"schema": 2}"#).unwrap_err();
    assert!(newer.hint().contains("newer version"));
}

#[test]
fn an_id_that_leads_elsewhere_is_refused() {
    for id in ["../../x", "a/b", "a\\\\b", "a.json", "é"] {
        let error = Setup::from_json(&format!(r#"{{"schema": 1, "id": "{id}"}}"#)).unwrap_err();
        assert_eq!(error.code(), "setup-id", "{id}");
    }
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    let error = Setup::from_json("{\n  \"schema\": 1,\n  \"acount_id\": \"1\"\n}").unwrap_err();
    assert!(error.to_string().contains("unknown field `acount_id`"), "{error}");
    let SetupFileError::Shape { line, column, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!((line, column), (3, 13));
    let error = Setup::from_json(r#"{"schema": 1, "streaming": "yes"}"#).unwrap_err();
    assert!(error.to_string().contains("expected a boolean"), "{error}");
}
