//! The sandbox as real clients see it: hundreds of checks with boto3, raw HTTP and the real `aws`, in
//! Python, a file an idea; here they are run and told. `docs/sandbox.md` is made from them.
//!
//! `script/test` installs the clients and names their folder in `BEDROCK_ROLE_TEST_PYTHON`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod reference;
mod suite;
#[path = "../support/mod.rs"]
mod support;

use suite::{Line, run};

#[test]
fn real_clients_take_it_for_aws() {
    let lines = run(&[]);
    assert!(lines.len() > 500, "the suite has lost its checks: {}", lines.len());
    let bad: Vec<&Line> = lines.iter().filter(|line| line.status != "passed").collect();
    let told: Vec<String> = bad.iter().map(ToString::to_string).collect();
    assert!(bad.is_empty(), "{} of {} checks do not hold:\n{}", bad.len(), lines.len(), told.join("\n"));
}
