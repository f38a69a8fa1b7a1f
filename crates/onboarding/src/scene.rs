//! The scenes that a presenter plays in the sandbox: each begins with a fault, leads to an error that
//! the page names, and ends with the wizard's remedy. The sandbox has a scenario of each one's name.

use crate::fields::DurationSeconds;
use crate::pack::{Pack, ProviderType};
use crate::setup::{Applied, ResourceKinds, Setup, Step};
use serde::Serialize;

/// A scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Scene {
    /// Also the sandbox scenario's.
    pub name: &'static str,
    /// A few words.
    pub title: &'static str,
    /// One line: what is wrong, and what that does.
    pub story: &'static str,
    /// The error that it leads to, as the page or AWS words it; `None`: there is none.
    pub error: Option<&'static str>,
    /// The check at which it shows.
    pub check: &'static str,
}

const NOT_AUTHORIZED: &str =
    "sts:AssumeRole failed: ... is not authorized to perform: sts:AssumeRole on resource: ...";

/// In the order in which they are offered.
pub const SCENES: [Scene; 9] = [
    Scene {
        name: "all-good",
        title: "All good",
        story: "The role is there and right: every check passes.",
        error: None,
        check: "assume.with-external-id",
    },
    Scene {
        name: "wrong-external-id",
        title: "Wrong ExternalId",
        story: "The role asks for another ExternalId than the key sends, so nobody gets in.",
        error: Some(NOT_AUTHORIZED),
        check: "assume.with-external-id",
    },
    Scene {
        name: "no-external-id-condition",
        title: "No ExternalId condition",
        story: "The gateway is let in without an ExternalId: the confused deputy's open door.",
        error: Some("the trust policy is missing the ExternalId condition - fix it before using the role"),
        check: "assume.without-external-id",
    },
    Scene {
        name: "gateway-not-trusted",
        title: "Gateway not trusted",
        story: "The trust policy names another user of the vendor's account, not the gateway.",
        error: Some(NOT_AUTHORIZED),
        check: "account.trust-admits-gateway",
    },
    Scene {
        name: "duration-too-long",
        title: "Duration too long",
        story: "The key asks for four hours, the role allows one.",
        error: Some(
            "sts:AssumeRole failed: The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
        ),
        check: "assume.with-external-id",
    },
    Scene {
        name: "inference-profile-not-allowed",
        title: "Inference profile not allowed",
        story: "The permissions cover foundation models only; newer Claude models answer through profiles.",
        error: Some("AccessDeniedException on InvokeModel"),
        check: "invoke.anthropic-messages",
    },
    Scene {
        name: "model-access",
        title: "Model access not granted",
        story: "The role is right, but the account was never given access to third-party models.",
        error: Some("AccessDeniedException: You don't have access to the model with the specified model ID."),
        check: "invoke.anthropic-messages",
    },
    Scene {
        name: "throttled",
        title: "Throttled",
        story: "AWS slows the first calls down: access is proven, quota is not.",
        error: Some("ThrottlingException"),
        check: "invoke.converse",
    },
    Scene {
        name: "slow-propagation",
        title: "Slow propagation",
        story: "IAM takes its seconds to spread a change: refused until then, and waited for.",
        error: Some(NOT_AUTHORIZED),
        check: "assume.with-external-id",
    },
];

/// How long the key's sessions are in the scene about that: four hours.
const TOO_LONG: &str = "14400";

/// What a scene is played with besides the setup.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    /// The account of the sandbox.
    pub account: &'a str,
    /// A new ExternalId, where the setup's cannot be used.
    pub external_id: String,
    /// Now, as `2026-11-22T14:02:11Z`.
    pub at: String,
    /// The ExternalIds that other setups use already.
    pub others: &'a [String],
}

impl Scene {
    /// The scene of that name.
    pub fn named(name: &str) -> Option<&'static Scene> {
        SCENES.iter().find(|scene| scene.name == name)
    }

    /// The setup that the scene is played with: its own name, ExternalId and role, and around them what
    /// the story needs.
    pub fn staged(&self, setup: &Setup, pack: &Pack, stage: Stage<'_>) -> Setup {
        let of = |setup: &Setup, external_id: String| Setup {
            id: setup.id.clone(),
            name: setup.name.clone(),
            role_name: setup.role_name.clone(),
            role_path: setup.role_path.clone(),
            session_name: setup.session_name.clone(),
            step: Step::Verify,
            visited: vec![Step::Overview, Step::ExternalId, Step::Role, Step::Permissions, Step::Dashboard],
            provider_types: ProviderType::ALL.to_vec(),
            account_id: stage.account.to_owned(),
            resources: ResourceKinds {
                inference_profiles: self.name != "inference-profile-not-allowed",
                ..ResourceKinds::default()
            },
            duration_seconds: match self.name {
                "duration-too-long" => TOO_LONG.to_owned(),
                _ => DurationSeconds::DEFAULT.get().to_string(),
            },
            ..Setup::new(pack, setup.id.clone(), external_id, setup.target.clone())
        };
        let mut staged = of(setup, setup.external_id.clone());
        if staged.check(pack, stage.others).is_err() {
            // What was typed cannot be played with, and stands in the setup that is put back afterwards.
            let plain = Setup::new(pack, setup.id.clone(), String::new(), setup.target.clone());
            staged = of(&Setup { name: setup.name.clone(), ..plain }, stage.external_id);
        }
        if let Ok(valid) = staged.check(pack, stage.others) {
            staged.applied = Some(Applied {
                role_arn: valid.role_arn.as_str().to_owned(),
                external_id: staged.external_id.clone(),
                max_session_duration: DurationSeconds::DEFAULT.get(),
                at: stage.at,
            });
        }
        staged
    }
}
