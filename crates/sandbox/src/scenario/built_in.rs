//! The scenarios that are built in, each a file of `data/scenarios`.

macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        /// Name and text, in the order in which they are listed.
        pub(super) const ALL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../data/scenarios/", $name, ".json")))),*];
    };
}

scenarios![
    "default",
    "all-good",
    "wrong-external-id",
    "no-external-id-condition",
    "gateway-not-trusted",
    "duration-too-long",
    "inference-profile-not-allowed",
    "slow-propagation",
    "throttled",
    "flaky-network",
    "slow-network",
    "scp-denies-bedrock",
    "boundary",
    "model-access",
    "marketplace",
    "marketplace-later",
    "anthropic-form",
    "model-not-ready",
    "broken-stream",
    "expired-session",
    "clock-skew",
    "outage",
    "stackset-account-fails",
];
