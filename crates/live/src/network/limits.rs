//! How long is waited: an intercepted connection must not look like a hang.

use super::{NetworkSettings, Reason};
use crate::error::NetworkFault;
use aws_config::timeout::TimeoutConfig;
use aws_smithy_runtime_api::client::http::HttpConnectorSettings;
use std::time::Duration;

const CONNECT: u32 = 10;
const READ: u32 = 30;

/// For what a call does besides connecting and waiting for its answer.
const THE_REST: Duration = Duration::from_secs(5);

/// The limits of one attempt. How many there are ends the call as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    connect: Duration,
    read: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(&NetworkSettings::default())
    }
}

impl Limits {
    /// As the settings have them. None is no limit at all: 0 counts as not set.
    pub(crate) fn of(settings: &NetworkSettings) -> Self {
        let seconds = |set: Option<u32>, or: u32| {
            Duration::from_secs(set.filter(|seconds| *seconds > 0).unwrap_or(or).into())
        };
        Self {
            connect: seconds(settings.connect_timeout, CONNECT),
            read: seconds(settings.read_timeout, READ),
        }
    }

    /// For a call that is not made by the AWS SDK.
    pub(super) fn of_connector(self) -> HttpConnectorSettings {
        HttpConnectorSettings::builder().connect_timeout(self.connect).read_timeout(self.read).build()
    }

    pub(crate) fn timeouts(self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .read_timeout(self.read)
            .operation_attempt_timeout(self.connect + self.read + THE_REST)
            .build()
    }
}

/// Which limit a connection came up against; `said` is the HTTP client's text in lower case.
pub(super) fn passed(connect: Option<Duration>, read: Option<Duration>, said: &str) -> Option<Reason> {
    let why = |what: &str, limit: Option<Duration>| {
        let within = limit.map(|limit| format!(" within {} s", limit.as_secs_f32())).unwrap_or_default();
        Some(Reason { fault: NetworkFault::Timeout, why: format!("{what}{within}") })
    };
    if said.contains("connect timeout") {
        why("no connection came about", connect)
    } else if said.contains("read timeout") {
        why("connected, but nothing was answered", read)
    } else {
        None
    }
}
