//! The commands that follow from a report, every value filled in.

use super::Again;
use crate::console::{Page, console_url};
use crate::documents::shell_word;
use crate::pack::Pack;
use crate::setup::ValidSetup;

pub(super) fn again(setup: &ValidSetup, pack: &Pack) -> Again {
    let flags = flags(setup);
    let command = |name: &str, also: &[&str]| {
        let lines: Vec<&str> = flags.iter().map(String::as_str).chain(also.iter().copied()).collect();
        format!("bedrock-role {name} \\\n  {}", lines.join(" \\\n  "))
    };
    Again {
        verify: command("verify", &["--report report.html"]),
        drift: command("plan", &["--check"]),
        revoke: command("revoke", &["--dry-run"]),
        console: console_url(&setup.draft, pack, Page::Role),
    }
}

/// The setup as flags of the command line. Hand edits of the trust policy come from a file.
fn flags(setup: &ValidSetup) -> Vec<String> {
    let draft = &setup.draft;
    let mut flags = vec![
        format!("--role-arn {}", shell_word(setup.role_arn.as_str())),
        format!("--external-id {}", shell_word(setup.external_id.as_str())),
        format!("--region {}", shell_word(setup.region.as_str())),
    ];
    if let Some(name) = &setup.session_name {
        flags.push(format!("--session-name {}", shell_word(name.as_str())));
    }
    flags.push(format!("--duration {}", setup.duration.get()));
    flags.extend(draft.chosen().map(|it| format!("--provider-type {it}")));
    for (chosen, flag) in [
        (draft.resources.inference_profiles, "--inference-profiles"),
        (draft.resources.application_inference_profiles, "--application-inference-profiles"),
        (draft.resources.provisioned_models, "--provisioned-models"),
        (draft.resources.custom_models, "--custom-models"),
        (!draft.streaming, "--no-streaming"),
        (draft.trust_policy.is_some(), "--trust-policy trust-policy.json"),
    ] {
        if chosen {
            flags.push(flag.to_owned());
        }
    }
    flags.extend(draft.regions.iter().map(|region| format!("--only-region {}", shell_word(region))));
    flags.extend(draft.models.iter().map(|model| format!("--only-model {}", shell_word(model))));
    flags
}
