//! Session tags.
//! Source: "Pass session tags in AWS STS", IAM User Guide; the sentences as users report them.

use super::rules::{Check, TAG_KEY, TAG_VALUE};
use crate::caller::Caller;
use crate::cloud::Call;
use crate::error::ApiError;
use iam_policy::Context;

/// The most tags that a request may pass.
const MOST: usize = 50;

pub(super) type Tag = (String, String);

/// The tags of a session to be.
#[derive(Default)]
pub(super) struct Tags {
    /// Those of the request.
    pub(super) passed: Vec<Tag>,
    /// The keys of those that are to be inherited further.
    pub(super) transitive: Vec<String>,
    /// Those that the calling session passes on.
    pub(super) inherited: Vec<Tag>,
}

impl Tags {
    /// Reads `Tags` and `TransitiveTagKeys`, within the bounds of the model.
    pub(super) fn read(call: &Call<'_>, check: &mut Check<'_>) -> Self {
        let passed = read_list(call, check);
        let members = call.form.list("TransitiveTagKeys");
        check.violations.length("transitiveTagKeys", "[transitiveTagKeys]", members.len(), 0, MOST);
        let mut transitive = Vec::with_capacity(members.len());
        for (number, member) in (1..).zip(&members) {
            let key = member.get("");
            check.violations.required(&format!("transitiveTagKeys.{number}.member"), key, TAG_KEY);
            transitive.extend(key.map(str::to_owned));
        }
        Self { passed, transitive, inherited: inherited(call.caller) }
    }

    /// Reads `Tags` alone.
    pub(super) fn read_without_transitive(call: &Call<'_>, check: &mut Check<'_>) -> Self {
        Self { passed: read_list(call, check), ..Self::default() }
    }

    /// What the model cannot say.
    pub(super) fn check(&self) -> Result<(), ApiError> {
        let refuse = |why: &str| Err(ApiError::bad_request("InvalidParameterValue", why));
        let has = |tags: &[Tag], key: &str| tags.iter().any(|(known, _)| same(known, key));
        for (at, (key, _)) in self.passed.iter().enumerate() {
            if self.passed.iter().take(at).any(|(earlier, _)| same(earlier, key)) {
                return refuse("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
                return refuse("Caller is not allowed to modify system tags.");
            }
        }
        let taken = self.passed.iter().map(|(key, _)| key).chain(&self.transitive);
        if taken.into_iter().any(|key| has(&self.inherited, key)) {
            return refuse(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
            );
        }
        if !self.transitive.iter().all(|key| has(&self.passed, key)) {
            return refuse("The specified transitive tag key must be included in the requested tags.");
        }
        Ok(())
    }

    /// Whether `sts:TagSession` is asked for: an inherited tag needs it like one that is passed.
    pub(super) fn are_any(&self) -> bool {
        !self.passed.is_empty() || !self.inherited.is_empty()
    }

    /// The condition keys of the request.
    pub(super) fn context(&self, mut context: Context) -> Context {
        for (key, value) in &self.passed {
            context = context.with(&format!("aws:RequestTag/{key}"), value.clone());
        }
        if !self.passed.is_empty() {
            let keys = self.passed.iter().map(|(key, _)| key.clone()).collect();
            context = context.with_all("aws:TagKeys", keys);
        }
        if !self.transitive.is_empty() {
            context = context.with_all("sts:TransitiveTagKeys", self.transitive.clone());
        }
        context
    }

    /// All tags of the session, and the keys of those that the next one inherits.
    pub(super) fn into_session(self) -> (Vec<Tag>, Vec<String>) {
        let Self { passed, transitive, inherited } = self;
        // A key is kept as its tag spells it.
        let stays = |key: &&String| transitive.iter().any(|wanted| same(wanted, key));
        let own = passed.iter().map(|(key, _)| key).filter(stays);
        let keys = own.chain(inherited.iter().map(|(key, _)| key)).cloned().collect();
        (passed.into_iter().chain(inherited).collect(), keys)
    }
}

fn read_list(call: &Call<'_>, check: &mut Check<'_>) -> Vec<Tag> {
    let members = call.form.list("Tags");
    check.violations.length("tags", "[tags]", members.len(), 0, MOST);
    let mut tags = Vec::with_capacity(members.len());
    for (number, tag) in (1..).zip(&members) {
        let (key, value) = (tag.get("Key"), tag.get("Value"));
        check.violations.required(&format!("tags.{number}.member.key"), key, TAG_KEY);
        check.violations.required(&format!("tags.{number}.member.value"), value, TAG_VALUE);
        tags.push((key.unwrap_or_default().to_owned(), value.unwrap_or_default().to_owned()));
    }
    tags
}

fn inherited(caller: &Caller) -> Vec<Tag> {
    caller.temporary.as_ref().map(|temporary| temporary.transitive.clone()).unwrap_or_default()
}

/// "Session tag keys are case-insensitive."
fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
