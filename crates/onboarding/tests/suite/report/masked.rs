//! Account ids made unreadable: everywhere, and so that two can be told apart.

use super::hostile::with;
use super::{OTHER_ACCOUNT, whole};
use crate::common::{ACCOUNT, GATEWAY};
use onboarding::report::Mask;
use proptest::prelude::*;

const ACCOUNTS: Mask = Mask { accounts: true, external_ids: false };

#[test]
fn no_account_but_the_gateways_is_readable_in_any_form() {
    let report = whole();
    assert!(report.json().contains(OTHER_ACCOUNT), "or there would be nothing to hide");
    let masked = report.masked(ACCOUNTS);
    for text in [masked.html(), masked.markdown(), masked.json()] {
        assert!(!text.contains(ACCOUNT) && !text.contains(OTHER_ACCOUNT), "{text}");
        assert!(text.contains("1234\u{2022}\u{2022}\u{2022}\u{2022}9012"), "{text}");
        assert!(text.contains("2109\u{2022}\u{2022}\u{2022}\u{2022}4321"), "{text}");
        assert!(text.contains(GATEWAY));
    }
}

#[test]
fn what_is_no_account_stays() {
    let kept = "0a1b2c3d-8c1d-4a7b-9a53-123456789999, 9876543210987, 12345678901, v1.20261122";
    let mut report = whole();
    report.checks[0].evidence.what = kept.to_owned();
    assert_eq!(report.masked(ACCOUNTS).checks[0].evidence.what, kept);
}

#[test]
fn two_accounts_are_told_apart_even_where_their_ends_are_the_same() {
    let mut report = whole();
    report.checks[0].evidence.what = format!("{ACCOUNT} 123400009012 123411119012 {ACCOUNT}");
    let masked = report.masked(ACCOUNTS);
    let words: Vec<&str> = masked.checks[0].evidence.what.split(' ').collect();
    assert_eq!(words[0], words[3]);
    let distinct: std::collections::BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(distinct.len(), 3, "{words:?}");
}

#[test]
fn masking_twice_is_masking_once() {
    let once = whole().masked(ACCOUNTS);
    assert_eq!(once.clone().masked(ACCOUNTS), once);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// In every field, whatever stands around it.
    #[test]
    fn an_account_is_masked_in_every_field(account in "[0-9]{12}", before in "[ -/:-~\u{e9}\u{2022}]{0,8}", after in "[ -/:-~\u{e9}]{0,8}") {
        let masked = with(&format!("{before}{account}{after}")).masked(ACCOUNTS);
        for text in [masked.html(), masked.markdown(), masked.json()] {
            prop_assert!(!text.contains(&account), "{}", text);
        }
    }
}
