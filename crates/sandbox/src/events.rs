//! What was asked of the sandbox: the last requests, for tests and for a view of the traffic.

use crate::cloudtrail::history::History;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// One request that named an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The service's signing name: `sts`, `iam`, `bedrock`.
    pub service: &'static str,
    /// For example `AssumeRole`.
    pub operation: &'static str,
    /// The caller's ARN; `None` where the signature was refused.
    pub principal: Option<String>,
    /// AWS's error code; `None`: it succeeded.
    pub error_code: Option<&'static str>,
    /// As in `x-amzn-RequestId`.
    pub request_id: String,
    /// When, by the sandbox's clock.
    pub at: SystemTime,
}

/// How many are kept: a long-running sandbox must not grow.
const KEPT: usize = 10_000;

/// The last [`KEPT`] events, and what CloudTrail says of the last calls.
#[derive(Debug, Default)]
pub(crate) struct EventLog {
    events: Mutex<VecDeque<Event>>,
    pub(crate) history: History,
}

impl EventLog {
    pub(crate) fn record(&self, event: Event) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() >= KEPT {
            events.pop_front();
        }
        events.push_back(event);
    }

    pub(crate) fn clear(&self) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.history.clear();
    }

    pub(crate) fn snapshot(&self) -> Vec<Event> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_log_does_not_grow_without_end() {
        let log = EventLog::default();
        for number in 0..KEPT + 5 {
            log.record(Event {
                service: "sts",
                operation: "GetCallerIdentity",
                principal: None,
                error_code: None,
                request_id: number.to_string(),
                at: SystemTime::UNIX_EPOCH,
            });
        }
        let kept = log.snapshot();
        assert_eq!(kept.len(), KEPT);
        assert_eq!(kept.first().unwrap().request_id, "5", "the oldest go first");
    }
}
