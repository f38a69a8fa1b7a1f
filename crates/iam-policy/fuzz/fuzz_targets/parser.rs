//! Any text: it is read or refused, and linted, without a panic; what is refused is refused within it.
#![no_main]

use iam_policy::lint::{TrustExpectation, lint_permissions, lint_trust};
use iam_policy::{Kind, Policy, meaning};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in [Kind::Trust, Kind::Identity, Kind::Resource] {
        match Policy::parse(text, kind) {
            Ok(policy) => assert!(meaning::equivalent(&policy, &policy)),
            Err(error) => assert!(error.position.offset <= text.len()),
        }
    }
    let expected = TrustExpectation {
        principal: Some("arn:aws:iam::975050335771:user/quilr-gateway".to_owned()),
        external_id: Some("7f3c2b1e-acme-2026".to_owned()),
    };
    for finding in lint_trust(text, &expected).into_iter().chain(lint_permissions(text)) {
        assert!(finding.position.offset <= text.len());
    }
});
