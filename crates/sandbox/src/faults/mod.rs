//! Faults on demand: the one place where it is decided that a call goes wrong, and how.
//!
//! A request's faults are decided once its caller is known ([`Faults::decide`]), a model's once the
//! caller may call it ([`Faults::refuse_model`]), as AWS does it; [`deliver`] then breaks, delays or
//! cuts the answer. Everything that looks random follows from the seed and the number of the call.

mod body;
mod deliver;
pub(crate) mod line;
pub(crate) mod rule;
mod words;

pub(crate) use deliver::deliver;
pub use rule::{Break, Fault, FaultRule, Often, Pause, Rate, StreamException, StreamExceptionKind, When};
pub(crate) use words::is_lost;

use crate::cloud::Call;
use crate::error::ApiError;
use crate::seeded;
use crate::wire::reply::Protocol;
use rule::Stage;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A call, as far as a rule asks about it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) service: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) protocol: Protocol,
    /// The caller's ARN.
    pub(crate) caller: &'a str,
    /// What a path names: a model's id or ARN, or nothing. Of a StackSet's work: the account.
    pub(crate) target: &'a str,
    pub(crate) now: SystemTime,
}

/// How an answer is to reach its client, or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// How late.
    pub(crate) latency: Duration,
    /// Pauses between the events of a stream.
    pub(crate) pauses: Option<(Pause, u64)>,
    /// Where the connection breaks.
    pub(crate) breaks: Option<Break>,
    /// The exception that ends a stream.
    pub(crate) exception: Option<StreamException>,
}

/// The rules in force, with what they have counted.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Ledger>);

/// What [`Faults`] knows; to be saved, and set again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ledger {
    pub(crate) seed: u64,
    rules: Vec<Counted>,
    /// The seeded callers' names and ARNs.
    pub(crate) callers: Vec<(String, String)>,
}

/// A rule and what it has counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    /// The rule.
    pub(crate) rule: FaultRule,
    /// How many calls fitted it.
    pub(crate) fitted: u64,
    /// How many it met.
    pub(crate) met: u64,
    /// When the first call came that fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<SystemTime>,
    /// The calls that a rate looks back on.
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    recent: VecDeque<SystemTime>,
}

impl Faults {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self(Mutex::new(ledger))
    }

    /// Decides what happens to a request whose caller is known. The error: its refusal.
    pub(crate) fn decide(&self, asked: &Asked<'_>, delivery: &mut Delivery) -> Result<(), ApiError> {
        let mut refusal = None;
        let mut ledger = self.lock();
        for (fault, draw) in ledger.strike(Stage::Request, asked, None) {
            match fault {
                Fault::Latency(pause) => delivery.latency += pause.drawn(draw),
                Fault::SlowStream(pause) => {
                    delivery.pauses.get_or_insert((pause, draw));
                }
                Fault::StreamException(exception) => {
                    delivery.exception.get_or_insert(exception);
                }
                Fault::LostAnswer => {
                    delivery.breaks.get_or_insert(Break::BeforeAnswer);
                }
                Fault::Reset(Break::BeforeAnswer) => {
                    delivery.breaks = Some(Break::BeforeAnswer);
                    refusal.get_or_insert_with(words::nobody_reads);
                }
                Fault::Reset(place) => {
                    delivery.breaks.get_or_insert(place);
                }
                refused => {
                    refusal.get_or_insert_with(|| words::refusal(refused, asked.protocol));
                }
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    /// Decides whether a model refuses a caller who may call it.
    fn refuse_model(&self, asked: &Asked<'_>, model: &str) -> Result<(), ApiError> {
        let struck = self.lock().strike(Stage::Model, asked, Some(model));
        match struck.first() {
            Some((fault, _)) => Err(words::refusal(*fault, asked.protocol)),
            None => Ok(()),
        }
    }

    /// Decides whether a StackSet fails in an account, where `caller` works for it.
    pub(crate) fn refuse_deployment(
        &self,
        account: &str,
        caller: &str,
        is_new: bool,
        now: SystemTime,
    ) -> bool {
        let asked = Asked {
            service: "cloudformation",
            operation: if is_new { "CreateStackInstances" } else { "UpdateStackInstances" },
            protocol: Protocol::Json,
            caller,
            target: account,
            now,
        };
        !self.lock().strike(Stage::Deployment, &asked, None).is_empty()
    }

    /// Other rules, from now on; their counts begin anew.
    pub(crate) fn set_rules(&self, rules: Vec<FaultRule>) {
        self.lock().set_rules(rules);
    }

    /// The rules in force, with what they have counted.
    pub(crate) fn rules(&self) -> Vec<Counted> {
        self.lock().rules.clone()
    }

    /// All of it, to be saved, and set again.
    pub(crate) fn ledger(&self) -> Ledger {
        self.lock().clone()
    }

    pub(crate) fn set(&self, ledger: Ledger) {
        *self.lock() = ledger;
    }

    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Call<'_> {
    /// Refuses a model that the caller may call, where a rule says so.
    pub(crate) fn refuse_model(&self, model: &str) -> Result<(), ApiError> {
        let asked = Asked {
            service: "bedrock",
            operation: self.operation,
            protocol: Protocol::Json,
            caller: &self.caller.arn,
            target: self.target,
            now: self.origin.now,
        };
        self.cloud.faults.refuse_model(&asked, model)
    }
}

impl Ledger {
    /// Rules that have counted nothing yet. `callers`: the seeded callers' names and ARNs.
    pub(crate) fn new(seed: u64, rules: Vec<FaultRule>, callers: Vec<(String, String)>) -> Self {
        let mut ledger = Self { seed, rules: Vec::new(), callers };
        ledger.set_rules(rules);
        ledger
    }

    fn set_rules(&mut self, rules: Vec<FaultRule>) {
        let fresh = |rule| Counted { rule, fitted: 0, met: 0, first: None, recent: VecDeque::new() };
        self.rules = rules.into_iter().map(fresh).collect();
    }

    /// The faults that meet a call at that stage, each with a number of its own to draw from.
    fn strike(&mut self, stage: Stage, asked: &Asked<'_>, model: Option<&str>) -> Vec<(Fault, u64)> {
        let (seed, callers) = (self.seed, &self.callers);
        let mut struck = Vec::new();
        for (number, counted) in (0_u64..).zip(&mut self.rules) {
            let fault = counted.rule.fault;
            let possible = !fault.is_of_streams() || asked.operation.ends_with("Stream");
            if fault.stage() == stage
                && possible
                && counted.rule.when.fits(asked, model, callers)
                && counted.count(seed, number, asked.now)
            {
                struck.push((fault, seeded::number(&[seed, number, counted.fitted])));
            }
        }
        struck
    }
}

impl Counted {
    /// Counts a call that fits; whether it is met.
    fn count(&mut self, seed: u64, number: u64, now: SystemTime) -> bool {
        self.fitted += 1;
        let first = *self.first.get_or_insert(now);
        let since = now.duration_since(first).unwrap_or_default();
        let met = match self.rule.often {
            Often::Always => true,
            Often::First(most) => self.fitted <= most.into(),
            Often::Every(step) => self.fitted.checked_rem(step.into()) == Some(0),
            Often::Probability(probability) => {
                // The last part tells this draw from the ones that `strike` hands out.
                seeded::happens(probability, &[seed, number, self.fitted, 1])
            }
            Often::AboveRate(rate) => self.is_above(rate, now),
            Often::AfterSeconds(seconds) => since >= Duration::from_secs(seconds.into()),
            Often::ForSeconds(seconds) => since < Duration::from_secs(seconds.into()),
        };
        self.met += u64::from(met);
        met
    }

    /// A call above the rate is not counted into it, as with a token bucket.
    fn is_above(&mut self, rate: Rate, now: SystemTime) -> bool {
        let window = Duration::from_secs(rate.seconds.into());
        self.recent.retain(|call| *call + window > now);
        let above = self.recent.len() >= usize::try_from(rate.calls).unwrap_or(usize::MAX);
        if !above {
            self.recent.push_back(now);
        }
        above
    }
}

impl When {
    fn fits(&self, asked: &Asked<'_>, model: Option<&str>, callers: &[(String, String)]) -> bool {
        let fits = |pattern: &Option<String>, value: &str| {
            pattern.as_ref().is_none_or(|pattern| wildcard(pattern, value))
        };
        let is_caller = |pattern: &str| {
            let named = callers.iter().find(|(name, _)| name == pattern);
            named.is_some_and(|(_, arn)| arn == asked.caller) || wildcard(pattern, asked.caller)
        };
        let is_model = |pattern: &str| match model {
            Some(model) => wildcard(pattern, model),
            None => model_names(asked.target).iter().any(|name| wildcard(pattern, name)),
        };
        fits(&self.service, asked.service)
            && fits(&self.operation, asked.operation)
            && self.caller.as_deref().is_none_or(is_caller)
            && self.model.as_deref().is_none_or(is_model)
            && fits(&self.account, asked.target)
    }
}

/// The names by which a rule may know what a path names: as it is, behind an ARN's last slash, and
/// without the geography of an inference profile.
fn model_names(target: &str) -> Vec<&str> {
    let id = target.rsplit('/').next().unwrap_or(target);
    let behind = id.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'));
    [Some(target), Some(id), behind].into_iter().flatten().filter(|name| !name.is_empty()).collect()
}

/// Whether a text fits a pattern of `*` and `?`; in time proportional to the product of the two.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (mut left, mut rest) = (pattern.chars(), text.chars());
    let mut retry = None;
    loop {
        let here = rest.clone();
        match (left.next(), rest.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                rest = here.clone();
                retry = Some((left.clone(), here));
            }
            (Some(wanted), Some(found)) if wanted == '?' || wanted == found => {}
            _ => {
                let Some((after_star, mut from)) = retry.take() else { return false };
                if from.next().is_none() {
                    return false;
                }
                left = after_star.clone();
                rest = from.clone();
                retry = Some((after_star, from));
            }
        }
    }
}

impl Pause {
    fn drawn(self, draw: u64) -> Duration {
        Duration::from_millis(seeded::between(self.from_ms.into(), self.to_ms.into(), &[draw]))
    }
}

#[cfg(test)]
mod tests;
