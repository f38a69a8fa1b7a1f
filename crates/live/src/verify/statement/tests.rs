#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use super::*;

const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";
const CALLER: &str = "arn:aws:iam::123456789012:user/admin";
const SID: &str = "BedrockRoleWizardTemporary0a1b2c3d";
const ID: &str = "7f3c2b1e-acme-2026";

fn at(text: &str) -> DateTime {
    DateTime::from_str(text, Format::DateTime).unwrap()
}

fn wanted() -> Wanted<'static> {
    Wanted {
        gateway: GATEWAY,
        caller: CALLER,
        caller_arn: CALLER,
        role_arn: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
        external_id: ID,
        sid: SID,
        now: at("2026-11-22T14:02:11Z"),
        expires: at("2026-11-22T14:17:11Z"),
    }
}

fn trust(statements: &str) -> String {
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{statements}]\n}}")
}

fn naming_gateway(condition: &str) -> String {
    format!(
        "{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"{GATEWAY}\"}},\"Action\":\"sts:AssumeRole\"{condition}}}"
    )
}

fn with_id(id: &str) -> String {
    naming_gateway(&format!(",\"Condition\":{{\"StringEquals\":{{\"sts:ExternalId\":\"{id}\"}}}}"))
}

/// The clone as JSON, and that all the rest of the policy kept its bytes.
fn cloned(trust: &str) -> Value {
    let made = temporary(trust, &wanted()).unwrap();
    let policy: Value = serde_json::from_str(&made.policy).unwrap();
    let before: Value = serde_json::from_str(trust).unwrap();
    let (clone, rest) = policy["Statement"].as_array().unwrap().split_last().unwrap();
    assert_eq!(rest, before["Statement"].as_array().unwrap().as_slice());
    let back = iam_policy::meaning::remove_statement(&made.policy, SID).unwrap().unwrap();
    assert_eq!(serde_json::from_str::<Value>(&back).unwrap(), before);
    clone.clone()
}

#[test]
fn the_clone_differs_in_principal_sid_and_end_only() {
    assert_eq!(
        cloned(&trust(&with_id(ID))),
        json!({
            "Sid": SID,
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"AWS": CALLER},
            "Condition": {
                "StringEquals": {"sts:ExternalId": ID},
                "DateLessThan": {"aws:CurrentTime": "2026-11-22T14:17:11Z"}
            }
        })
    );
}

#[test]
fn a_missing_external_id_is_missing_in_the_clone_too() {
    let clone = cloned(&trust(&naming_gateway("")));
    assert_eq!(clone["Condition"], json!({"DateLessThan": {"aws:CurrentTime": "2026-11-22T14:17:11Z"}}));
}

#[test]
fn the_statement_with_the_hole_is_cloned_whatever_their_order() {
    for statements in
        [format!("{},{}", with_id(ID), naming_gateway("")), format!("{},{}", naming_gateway(""), with_id(ID))]
    {
        let clone = cloned(&trust(&statements));
        assert!(clone["Condition"].get("StringEquals").is_none(), "{statements}");
    }
}

#[test]
fn of_two_external_ids_the_setups_is_cloned() {
    let clone = cloned(&trust(&format!("{},{}", with_id("an-older-one"), with_id(ID))));
    assert_eq!(clone["Condition"]["StringEquals"]["sts:ExternalId"], ID);
}

#[test]
fn an_end_of_the_statement_itself_is_kept_where_it_is_earlier() {
    for (own, kept) in [
        ("\"2026-11-22T14:05:00Z\"", "2026-11-22T14:05:00Z"),
        ("\"2027-01-01T00:00:00Z\"", "2026-11-22T14:17:11Z"),
        ("[\"2026-11-22T14:05:00Z\",\"2026-11-22T14:06:00Z\"]", "2026-11-22T14:06:00Z"),
        ("\"2026-11-22T15:05:00+01:00\"", "2026-11-22T14:05:00Z"),
        ("\"1795356300\"", "2026-11-22T14:05:00Z"),
    ] {
        let statement =
            naming_gateway(&format!(",\"Condition\":{{\"DateLessThan\":{{\"aws:currenttime\":{own}}}}}"));
        let clone = cloned(&trust(&statement));
        assert_eq!(clone["Condition"]["DateLessThan"], json!({"aws:currenttime": kept}), "{own}");
    }
}

#[test]
fn other_dates_of_the_statement_are_kept_beside_the_end() {
    let statement =
        naming_gateway(",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2027-01-01T00:00:00Z\"}}");
    assert_eq!(
        cloned(&trust(&statement))["Condition"]["DateLessThan"],
        json!({
            "aws:TokenIssueTime": "2027-01-01T00:00:00Z",
            "aws:CurrentTime": "2026-11-22T14:17:11Z"
        })
    );
}

#[test]
fn without_a_statement_for_the_gateway_there_is_nothing_to_clone() {
    let other = with_id(ID).replace("quilr-gateway", "somebody");
    assert_eq!(temporary(&trust(&other), &wanted()), Err(NoClone::GatewayNotNamed(GATEWAY.to_owned())));
}

#[test]
fn an_end_that_is_not_understood_is_not_widened() {
    let statement =
        naming_gateway(",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"${aws:TokenIssueTime}\"}}");
    assert!(temporary(&trust(&statement), &wanted()).is_err());
}

#[test]
fn a_policy_that_would_be_over_the_quota_is_left_alone() {
    let long = format!("\"Sid\":\"{}\",\"Effect\"", "a".repeat(1700));
    let full = trust(&with_id(ID).replacen("\"Effect\"", &long, 1));
    assert!(quota_size(&full) <= QUOTA, "the policy itself fits");
    assert!(matches!(temporary(&full, &wanted()), Err(NoClone::TooLarge { .. })));
}

#[test]
fn a_quota_that_was_raised_is_left_to_iam_to_judge() {
    let long = format!("\"Sid\":\"{}\",\"Effect\"", "a".repeat(2500));
    let full = trust(&with_id(ID).replacen("\"Effect\"", &long, 1));
    assert!(temporary(&full, &wanted()).is_ok());
}

#[test]
fn another_external_id_in_the_policy_is_seen_beforehand() {
    assert_eq!(temporary(&trust(&with_id(ID)), &wanted()).unwrap().refused, None);
    let refused = temporary(&trust(&with_id("another-one")), &wanted()).unwrap().refused;
    assert!(refused.unwrap().contains("sts:ExternalId"));
}

#[test]
fn a_session_is_let_in_by_its_role() {
    let session = Wanted {
        caller: "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1",
        caller_arn: "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_1/ann",
        ..wanted()
    };
    let made = temporary(&trust(&with_id(ID)), &session).unwrap();
    assert_eq!(made.refused, None);
    assert!(made.policy.contains(session.caller));
}

#[test]
fn a_caller_who_is_trusted_anyway_is_known() {
    let mine = naming_gateway("").replace(GATEWAY, CALLER);
    let both = trust(&format!("{},{mine}", with_id(ID)));
    assert!(temporary(&both, &wanted()).unwrap().trusted_anyway);
    assert!(!temporary(&trust(&with_id(ID)), &wanted()).unwrap().trusted_anyway);
}

#[test]
fn whether_the_policy_refuses_other_external_ids_is_known() {
    let refuses = |condition: String| temporary(&trust(&condition), &wanted()).unwrap().refuses_others;
    assert!(refuses(with_id(ID)));
    assert!(!refuses(naming_gateway("")), "there is no condition");
    let begins = format!(",\"Condition\":{{\"StringLike\":{{\"sts:ExternalId\":\"{ID}*\"}}}}");
    assert!(!refuses(naming_gateway(&begins)), "one that begins the same is let in");
    let where_there_is_one =
        format!(",\"Condition\":{{\"StringEqualsIfExists\":{{\"sts:ExternalId\":\"{ID}\"}}}}");
    assert!(!refuses(naming_gateway(&where_there_is_one)), "none is let in");
}
