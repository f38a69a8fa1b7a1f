//! The event history: the last records of all accounts.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// How many records are kept.
const KEPT: usize = 10_000;
/// How many bytes their texts may take together.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// What CloudTrail says of a call to one of the accounts that it concerns.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) at: SystemTime,
    pub(crate) event_id: String,
    pub(crate) event_name: &'static str,
    pub(crate) event_source: String,
    pub(crate) read_only: bool,
    pub(crate) access_key_id: Option<String>,
    pub(crate) username: Option<String>,
    /// Type and name.
    pub(crate) resources: Vec<(&'static str, String)>,
    /// `CloudTrailEvent`: the whole of it as JSON.
    pub(crate) text: String,
}

impl Record {
    fn bytes(&self) -> usize {
        let resources: usize = self.resources.iter().map(|(_, name)| name.len()).sum();
        size_of::<Self>() + self.text.len() + resources
    }
}

/// The last records, each with its number: the later, the greater.
#[derive(Debug, Default)]
pub(crate) struct History(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    records: VecDeque<(u64, Arc<Record>)>,
    bytes: usize,
    next: u64,
}

impl History {
    pub(crate) fn add(&self, record: Record) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += record.bytes();
        let number = held.next;
        held.next += 1;
        held.records.push_back((number, Arc::new(record)));
        while held.records.len() > KEPT || held.bytes > KEPT_BYTES {
            let Some((_, oldest)) = held.records.pop_front() else { break };
            held.bytes = held.bytes.saturating_sub(oldest.bytes());
        }
    }

    /// All of it, the newest first.
    pub(crate) fn newest_first(&self) -> Vec<(u64, Arc<Record>)> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.records.iter().rev().cloned().collect()
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.records.clear();
        held.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: usize) -> Record {
        Record {
            account: String::new(),
            region: String::new(),
            at: SystemTime::UNIX_EPOCH,
            event_id: String::new(),
            event_name: "GetRole",
            event_source: String::new(),
            read_only: true,
            access_key_id: None,
            username: None,
            resources: Vec::new(),
            text: "x".repeat(text),
        }
    }

    #[test]
    fn neither_the_number_nor_the_bytes_grow_without_end() {
        let history = History::default();
        for _ in 0..KEPT + 5 {
            history.add(record(1));
        }
        let newest: Vec<u64> = history.newest_first().iter().map(|(number, _)| *number).collect();
        assert_eq!((newest.len(), newest.first(), newest.last()), (KEPT, Some(&10_004), Some(&5)));
        for _ in 0..40 {
            history.add(record(1024 * 1024));
        }
        let kept = history.newest_first();
        let bytes: usize = kept.iter().map(|(_, record)| record.text.len()).sum();
        assert!(bytes <= KEPT_BYTES && kept.len() >= 15, "{bytes} in {}", kept.len());
    }
}
