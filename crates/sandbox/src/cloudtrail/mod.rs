//! CloudTrail, API version 2013-11-01: the JSON 1.1 protocol. Its event history is what the accounts
//! of the sandbox were asked, at once and not after the minutes that CloudTrail takes.

pub(crate) mod history;
mod identity;
mod lookup;
mod parameters;
mod record;

pub(crate) use record::{Asked, record};

use crate::cloud::Operation;

/// What stands before the operation in `X-Amz-Target`. The service model's prefix is the long one;
/// older clients send its last part alone.
pub(crate) const TARGETS: &[&str] =
    &["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "CloudTrail_20131101."];

/// What is served. An operation reads its input from [`crate::cloud::Call::json`] and answers
/// [`crate::wire::reply::Answer::json`].
pub(crate) const OPERATIONS: &[Operation] = &[Operation { name: "LookupEvents", run: lookup::run }];
