//! Every text of a report that came from outside. What is done to all of them (made presentable,
//! masked) goes through here; the patterns name every field, so that a new one cannot be forgotten.

use super::{Again, AppliedChange, AppliedPlan, Made, Place, Report, ReportDocuments, SetupFacts};
use crate::check::{Check, Evidence};
use crate::diagnosis::Diagnosis;
use crate::documents::DashboardValue;

/// What is done to a text.
type OnText<'a> = &'a mut dyn FnMut(&mut String);

impl Report {
    pub(super) fn each_text(&mut self, on: OnText<'_>) {
        let Self { schema: _, made, place, masked: _, verdict: _, setup, documents, applied, checks, again } =
            self;
        let Made { by, at, version, template_pack, template_pack_version } = made;
        by.iter_mut().for_each(&mut *on);
        [at, version, template_pack, template_pack_version].into_iter().for_each(&mut *on);
        if let Place::Elsewhere { endpoint } = place {
            on(endpoint);
        }
        let SetupFacts {
            name,
            account,
            gateway_principal,
            dashboard,
            provider_types: _,
            resources: _,
            regions,
            models,
            streaming: _,
            trust_policy_edited: _,
        } = setup;
        [name, account, gateway_principal].into_iter().for_each(&mut *on);
        regions.iter_mut().chain(models).for_each(&mut *on);
        for DashboardValue { name, value, required: _ } in dashboard {
            on(name);
            value.iter_mut().for_each(&mut *on);
        }
        let ReportDocuments { trust, permissions_name, permissions } = documents;
        [trust, permissions_name, permissions].into_iter().for_each(&mut *on);
        applied.iter_mut().for_each(|plan| plan.each_text(on));
        checks.iter_mut().for_each(|check| of_check(check, on));
        let Again { verify, drift, revoke, console } = again;
        [verify, drift, revoke, console].into_iter().for_each(&mut *on);
    }
}

impl AppliedPlan {
    fn each_text(&mut self, on: OnText<'_>) {
        let Self { purpose: _, at, by, whole: _, changes, untouched, removed } = self;
        [at, by].into_iter().chain(untouched).chain(removed).for_each(&mut *on);
        for AppliedChange { title, diff, answered: _, request_id, millis: _ } in changes {
            on(title);
            request_id.iter_mut().for_each(&mut *on);
            diff.iter_mut().for_each(|line| on(&mut line.text));
        }
    }
}

fn of_check(check: &mut Check, on: OnText<'_>) {
    let Check { id, level: _, title, status: _, evidence, diagnosis } = check;
    on(id);
    on(title);
    let Evidence { who, what, request_id, millis: _, attempts: _ } = evidence;
    on(what);
    who.iter_mut().chain(request_id).for_each(&mut *on);
    if let Some(Diagnosis { code, cause, certainty: _, step: _, remedy, action: _ }) = diagnosis {
        [code, cause, remedy].into_iter().for_each(&mut *on);
    }
}

/// A text as a report may show it. Characters that would hide or turn around what is written become
/// visible, and what looks like a QuilrAI key, which somebody may have put into any field, is left out.
pub(super) fn presentable(text: &str) -> String {
    let shown: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|character| match character {
            '\n' | '\t' => character,
            '\r' => '\n',
            // Marks that turn the direction of what follows, and non-characters.
            '\u{061c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
            other if other.is_control() || u32::from(other) & 0xfffe == 0xfffe => '\u{fffd}',
            other => other,
        })
        .collect();
    without_keys(&shown)
}

const KEY: &str = "sk-quilr-";

fn without_keys(text: &str) -> String {
    let mut parts = text.split(KEY);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let key_ends =
            |character: char| !(character.is_ascii_alphanumeric() || "-_.~+/=".contains(character));
        kept.push_str(KEY);
        kept.push_str("\u{2022}\u{2022}\u{2022}\u{2022}");
        kept.push_str(part.find(key_ends).and_then(|end| part.get(end..)).unwrap_or_default());
    }
    kept
}
