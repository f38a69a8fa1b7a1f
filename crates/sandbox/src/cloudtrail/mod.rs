//! CloudTrail, API version 2013-11-01: the JSON 1.1 protocol.

use crate::cloud::Operation;

/// What stands before the operation in `X-Amz-Target`. The service model's prefix is the long one;
/// older clients send its last part alone.
pub(crate) const TARGETS: &[&str] =
    &["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "CloudTrail_20131101."];

/// What is served. An operation reads its input from [`crate::cloud::Call::json`] and answers
/// [`crate::wire::reply::Answer::json`].
pub(crate) const OPERATIONS: &[Operation] = &[];
