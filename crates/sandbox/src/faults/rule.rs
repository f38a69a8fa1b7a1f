//! What can go wrong, when, and how often: as a scenario file, the control endpoint and the Rust API
//! say it.

use super::wildcard;
use crate::route::operations;
use iam_policy::document::nearest;
use serde::{Deserialize, Serialize};

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Which calls it can meet; left out: all.
    #[serde(default)]
    pub when: When,
    /// Which of those it meets; left out: always.
    #[serde(default)]
    pub often: Often,
    /// What happens to them.
    pub fault: Fault,
}

/// Which calls a rule can meet: all that is given has to fit. `*` and `?` are wildcards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// `sts`, `iam`, `bedrock` (its runtime included), `cloudtrail`, `organizations` or `cloudformation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// For example `AssumeRole`, `Converse*`. It has to fit an operation that is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The name of a seeded caller (`admin`, `sso`, `gateway`, …), or an ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// A foundation model's id: `anthropic.*`. It fits the inference profiles of the model too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The account that a StackSet works in: of `stackset_account_fails` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// How many of the calls that fit are met. A rule counts every call that fits it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Often {
    /// Every call.
    #[default]
    Always,
    /// The first so many.
    First(u32),
    /// Every so manieth: with 3, the third, the sixth, and so on.
    Every(u32),
    /// Each with this probability, from 0 to 1, drawn from the seed.
    Probability(f64),
    /// What goes beyond so many calls in so many seconds.
    AboveRate(Rate),
    /// From so many seconds after the first call on.
    AfterSeconds(u32),
    /// Until so many seconds after the first call.
    ForSeconds(u32),
}

/// A rate, by the sandbox's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// So many calls; 1000 at most.
    pub calls: u32,
    /// In so many seconds.
    pub seconds: u32,
}

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// `Throttling` 400 of STS and IAM, `ThrottlingException` 429 of Bedrock.
    Throttle,
    /// `ServiceUnavailable` 503, `ServiceUnavailableException` 503 of Bedrock.
    ServiceUnavailable,
    /// `InternalFailure` 500, `InternalServerException` 500 of Bedrock.
    InternalFailure,
    /// `ExpiredToken` 403 of a session whose credentials have expired.
    ExpiredToken,
    /// The connection breaks. Before the answer, nothing was done.
    Reset(Break),
    /// The call is carried out, and the connection breaks before the answer.
    LostAnswer,
    /// The answer comes late.
    Latency(Pause),
    /// A stream's events come with pauses in between.
    SlowStream(Pause),
    /// A stream ends with an exception instead of its last events.
    StreamException(StreamException),
    /// Access to the model was never granted: `AccessDeniedException` 403.
    ModelAccessNotGranted,
    /// The model's AWS Marketplace subscription cannot be made: `AccessDeniedException` 403.
    MarketplaceNotAuthorized,
    /// There is no valid means of payment for the subscription: `AccessDeniedException` 403.
    MarketplacePayment,
    /// Anthropic's use-case form was not submitted: `ResourceNotFoundException` 404.
    UseCaseMissing,
    /// `ModelNotReadyException` 429.
    ModelNotReady,
    /// `ModelTimeoutException` 408.
    ModelTimeout,
    /// `ModelErrorException` 424.
    ModelError,
    /// `ServiceQuotaExceededException` 400.
    QuotaExceeded,
    /// IAM throttles CloudFormation in an account: the StackSet's operation fails there.
    #[serde(rename = "stackset_account_fails")]
    StackSetAccountFails,
}

/// Where a connection breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Break {
    /// Before the first byte of the answer.
    BeforeAnswer,
    /// After its headers.
    AfterHeaders,
    /// In the middle of its body: of a stream, between two events.
    MidBody,
}

/// A pause, drawn from the seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The least, in milliseconds.
    pub from_ms: u32,
    /// The most, in milliseconds; 600,000 at most.
    pub to_ms: u32,
}

/// An exception inside a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamException {
    /// Which.
    pub kind: StreamExceptionKind,
    /// How many events come before it; left out: half of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_events: Option<u32>,
}

/// The exceptions of Bedrock Runtime's streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamExceptionKind {
    /// `throttlingException`
    Throttling,
    /// `modelStreamErrorException`
    ModelStreamError,
    /// `internalServerException`
    InternalServer,
    /// `serviceUnavailableException`
    ServiceUnavailable,
    /// `modelTimeoutException`: of InvokeModelWithResponseStream only.
    ModelTimeout,
}

/// When a fault is decided: AWS looks at a model only once the caller is authorised for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Once the caller is known.
    Request,
    /// Once the caller may call the model.
    Model,
    /// When a StackSet works in an account.
    Deployment,
}

/// The longest pause, in milliseconds.
const LONGEST_MS: u32 = 600_000;
/// The most calls that a rate looks back on.
const MOST_CALLS: u32 = 1000;
/// The services that a rule can name.
const SERVICES: &[&str] = &["sts", "iam", "bedrock", "cloudtrail", "organizations", "cloudformation"];

impl Fault {
    pub(super) fn stage(self) -> Stage {
        match self {
            Fault::ModelAccessNotGranted
            | Fault::MarketplaceNotAuthorized
            | Fault::MarketplacePayment
            | Fault::UseCaseMissing
            | Fault::ModelNotReady
            | Fault::ModelTimeout
            | Fault::ModelError
            | Fault::QuotaExceeded => Stage::Model,
            Fault::StackSetAccountFails => Stage::Deployment,
            _ => Stage::Request,
        }
    }

    /// Whether it can only happen to a stream.
    pub(super) fn is_of_streams(self) -> bool {
        matches!(self, Fault::SlowStream(_) | Fault::StreamException(_))
    }
}

impl When {
    /// What to say of an operation that no call can have: the rule would wait for ever.
    fn no_operation(&self) -> Option<String> {
        let asked = self.operation.as_deref()?;
        let is_asked = |service: &str| self.service.as_deref().is_none_or(|asked| asked == service);
        let fitting: Vec<_> = operations().filter(|(_, name)| wildcard(asked, name)).collect();
        if fitting.iter().any(|(service, _)| is_asked(service)) {
            return None;
        }
        let service = self.service.as_deref().unwrap_or("the sandbox");
        let meant = nearest(asked, operations().filter(|(of, _)| is_asked(of)).map(|(_, name)| name));
        Some(match (fitting.first(), meant) {
            (Some((of, name)), _) => format!("`{name}` is an operation of {of}, not of {service}"),
            (None, Some(meant)) => format!("{service} has no operation `{asked}`; did you mean `{meant}`?"),
            (None, None) => format!("{service} has no operation `{asked}`"),
        })
    }
}

impl FaultRule {
    /// A rule that meets every call.
    pub fn always(fault: Fault) -> Self {
        Self { when: When::default(), often: Often::Always, fault }
    }

    /// What is wrong with it, and what to write instead.
    pub(crate) fn check(&self) -> Result<(), (String, String)> {
        let wrong = |field: &str, hint: String| Err((field.to_owned(), hint));
        match &self.when.service {
            Some(service) if !SERVICES.contains(&service.as_str()) => {
                return wrong("when.service", format!("it is one of {}", SERVICES.join(", ")));
            }
            _ => {}
        }
        if let Some(hint) = self.when.no_operation() {
            return wrong("when.operation", hint);
        }
        if self.when.account.is_some() && self.fault != Fault::StackSetAccountFails {
            return wrong("when.account", "it goes with `stackset_account_fails` only".to_owned());
        }
        match self.often {
            Often::Every(0) => return wrong("often.every", "it counts from 1".to_owned()),
            Often::Probability(p) if !(0.0..=1.0).contains(&p) => {
                return wrong("often.probability", "it is a number from 0 to 1".to_owned());
            }
            Often::AboveRate(rate) if rate.calls > MOST_CALLS || rate.seconds == 0 => {
                let hint = format!("`calls` is {MOST_CALLS} at most, `seconds` 1 at least");
                return wrong("often.above_rate", hint);
            }
            _ => {}
        }
        match self.fault {
            Fault::Latency(pause) | Fault::SlowStream(pause)
                if pause.from_ms > pause.to_ms || pause.to_ms > LONGEST_MS =>
            {
                wrong("fault", format!("`from_ms` is `to_ms` at most, and that {LONGEST_MS} at most"))
            }
            _ => Ok(()),
        }
    }
}
