//! What an error means for what comes next: whether to try again, whether something was done.

use super::{AwsAnswer, LiveError};
use crate::gateway::GatewayError;

impl LiveError {
    /// What AWS answered, where this is a refusal by AWS.
    pub fn answer(&self) -> Option<&AwsAnswer> {
        match self {
            LiveError::AccessDenied(answer)
            | LiveError::Throttled(answer)
            | LiveError::Aws(answer)
            | LiveError::ClockSkew { answer, .. }
            | LiveError::BadCredentials { answer, .. } => Some(answer),
            _ => None,
        }
    }

    /// Whether it was too much, and not the wrong thing.
    pub(crate) fn is_throttle(&self) -> bool {
        matches!(
            self,
            LiveError::Throttled(_) | LiveError::Gateway(GatewayError::Refused { throttled: true, .. })
        )
    }

    /// The id of the request that was refused.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match self {
            LiveError::Gateway(GatewayError::Refused { request_id, .. }) => request_id.as_deref(),
            other => other.answer()?.request_id.as_deref(),
        }
    }

    /// Whether AWS refused with one of these codes.
    pub(crate) fn is_code(&self, codes: &[&str]) -> bool {
        self.answer().is_some_and(|answer| codes.contains(&answer.code.as_str()))
    }

    /// Whether a change that failed so may have been made all the same: its answer was lost, or was that
    /// something broke on AWS's side. A throttled call, or one at the same time as another, was not.
    pub(crate) fn may_have_been_done(&self) -> bool {
        self.is_transient()
            && !matches!(self, LiveError::Throttled(_) | LiveError::ClockSkew { .. })
            && !self.is_code(&["ConcurrentModification", "ConcurrentModificationException"])
    }

    /// Whether what was asked for is not there.
    pub(crate) fn is_gone(&self) -> bool {
        self.is_code(&["NoSuchEntity", "NoSuchEntityException"])
    }

    /// Whether the same call may well succeed in a moment.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            // The clock: a machine that was woken a moment ago soon has the network's time again.
            LiveError::Throttled(_) | LiveError::Network { .. } | LiveError::ClockSkew { .. } => true,
            other => other.is_code(&[
                "ServiceFailure",
                "InternalFailure",
                "InternalError",
                "InternalServerException",
                "ServiceUnavailable",
                "ServiceUnavailableException",
                "ConcurrentModification",
                "ConcurrentModificationException",
                "RequestTimeout",
                // No code of AWS's: whatever stands before it broke.
                "HTTP 500",
                "HTTP 502",
                "HTTP 503",
                "HTTP 504",
            ]),
        }
    }
}
