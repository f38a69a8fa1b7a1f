//! The list: every screen, every state, and on which way through the program it is met.

/// A way through the program, in one test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tour {
    Beginning,
    Steps,
    Wrong,
    Long,
    Verified,
    Waiting,
    Failing,
    Upkeep,
    Presenter,
    Rollout,
}

pub(super) struct State {
    /// Names its pictures.
    pub(super) name: &'static str,
    /// Heads its part of the sheet.
    pub(super) screen: &'static str,
    pub(super) caption: &'static str,
    pub(super) tour: Tour,
}

const fn state(tour: Tour, screen: &'static str, name: &'static str, caption: &'static str) -> State {
    State { name, screen, caption, tour }
}

use Tour::{Beginning, Failing, Long, Presenter, Rollout, Steps, Upkeep, Verified, Waiting, Wrong};

/// By screen, as the sheet shows them.
pub(super) const STATES: &[State] = &[
    state(Beginning, "Welcome", "welcome", "empty: nothing saved yet"),
    state(Beginning, "Welcome", "welcome-profiles", "the profiles of this machine, with how they sign in"),
    state(Beginning, "Welcome", "welcome-setups", "saved setups"),
    state(
        Beginning,
        "Welcome",
        "welcome-told",
        "a damaged file, an earlier failure, a statement left behind",
    ),
    state(Beginning, "Welcome", "crash", "something inside the program failed"),
    state(Steps, "Overview", "overview", "signed in to the sandbox"),
    state(Waiting, "Overview", "overview-signing-in", "loading: signing in"),
    state(Failing, "Overview", "overview-sign-in-failed", "failed: nothing answers"),
    state(Failing, "Overview", "overview-network", "failed, with the proxy settings open"),
    state(Failing, "Overview", "overview-code", "the code of an MFA device"),
    state(Wrong, "Overview", "overview-not-saved", "the data folder cannot be written"),
    state(Long, "Overview", "overview-long", "a long name"),
    state(Steps, "ExternalId", "external-id", "ready on arrival"),
    state(Wrong, "ExternalId", "external-id-wrong", "refused"),
    state(Upkeep, "ExternalId", "external-id-question", "asked before one that is in use is replaced"),
    state(Long, "ExternalId", "external-id-long", "340 characters"),
    state(Steps, "IAM role", "role", "the gateway let in, and nobody else"),
    state(Wrong, "IAM role", "role-wrong", "wrong values"),
    state(Wrong, "IAM role", "role-open", "edited: the ExternalId is no longer asked for"),
    state(Wrong, "IAM role", "role-editor", "the editor, with findings at their lines"),
    state(Long, "IAM role", "role-long", "a long name and a long path"),
    state(Steps, "Permissions", "permissions", "what the role may use"),
    state(Steps, "Permissions", "plan", "the plan, before anything is changed"),
    state(Waiting, "Permissions", "plan-reading", "loading: reading the role"),
    state(Failing, "Permissions", "plan-failed", "failed: IAM has an internal failure"),
    state(Waiting, "Permissions", "applying", "loading: the first change is being made"),
    state(Failing, "Permissions", "apply-failed", "failed half way: what was made stands"),
    state(Steps, "Permissions", "applied", "done"),
    state(Steps, "Permissions", "by-hand", "by hand in the console"),
    state(Steps, "Permissions", "as-code", "as code"),
    state(Long, "Permissions", "plan-long", "the plan of a role with a long ARN"),
    state(Steps, "Dashboard values", "dashboard", "ready to be copied"),
    state(Wrong, "Dashboard values", "dashboard-wrong", "wrong values"),
    state(Wrong, "Dashboard values", "dashboard-pasted", "a pasted key with static credentials"),
    state(Long, "Dashboard values", "dashboard-long", "long values"),
    state(Steps, "Verify", "verify", "before the first run"),
    state(Waiting, "Verify", "verify-running", "loading: the temporary statement is in"),
    state(Verified, "Verify", "verify-passed", "done: proven through the gateway"),
    state(Verified, "Verify", "report", "the report"),
    state(Verified, "Verify", "events", "what AWS sees"),
    state(Verified, "Verify", "gateway-wrong-key", "the gateway refuses the key"),
    state(Wrong, "Verify", "verify-failed", "failed: the ExternalId condition is missing"),
    state(Failing, "Verify", "verify-broken", "failed: AWS could not be asked"),
    state(Long, "Verify", "verify-long", "checks of a role with a long ARN"),
    state(Upkeep, "Troubleshoot", "troubleshoot", "empty"),
    state(Upkeep, "Troubleshoot", "troubleshoot-known", "a cause that is known"),
    state(Upkeep, "Troubleshoot", "troubleshoot-unknown", "a text that is not known"),
    state(Upkeep, "Check again", "check-clean", "done: nothing drifted"),
    state(Waiting, "Check again", "check-reading", "loading: reading the role"),
    state(Failing, "Check again", "check-failed", "failed: IAM throttles"),
    state(Upkeep, "Check again", "check-drift", "drifted"),
    state(Upkeep, "Rotate", "rotate", "the plan of the first half"),
    state(Upkeep, "Rotate", "rotate-waits", "both are accepted"),
    state(Upkeep, "Rotate", "rotate-done", "done"),
    state(Upkeep, "Revoke", "revoke", "what will stop, and the plan"),
    state(Upkeep, "Revoke", "revoke-done", "done"),
    state(Presenter, "Presenter", "presenter-overview", "account ids hidden"),
    state(Presenter, "Presenter", "presenter-role", "the trust relation, account ids hidden"),
    state(Presenter, "Presenter", "presenter-dashboard", "a field keeps its shape"),
    state(Presenter, "Presenter", "presenter-scenes", "the scenes"),
    state(Presenter, "Presenter", "presenter-failed", "a scene's fault and its remedy"),
    state(Presenter, "Presenter", "presenter-remedied", "remedied"),
    state(Rollout, "Many accounts", "many-accounts", "whose accounts"),
    state(Rollout, "Many accounts", "rollout", "empty: no account in the list"),
    state(Rollout, "Many accounts", "rollout-list-wrong", "a line that is no account"),
    state(Rollout, "Many accounts", "rollout-plan", "the plan, before anything is changed"),
    state(Rollout, "Many accounts", "rollout-question", "asked before it is deployed"),
    state(Rollout, "Many accounts", "rollout-done", "deployed"),
    state(Rollout, "Many accounts", "rollout-checked", "every account checked"),
    state(Rollout, "Many accounts", "rollout-remove", "asked before it is removed: the roles stay behind"),
    state(Rollout, "Many accounts", "rollout-failed", "failed in every account"),
    state(Rollout, "Many accounts", "rollout-reason", "the reason of a failure"),
];
