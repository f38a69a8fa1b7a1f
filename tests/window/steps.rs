//! What most walks begin with: into the sandbox, to a step, to a role that is there.

use crate::session::Window;

/// The sandbox's account.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The steps, in order.
pub(crate) const STEPS: [&str; 6] = ["overview", "external_id", "role", "permissions", "dashboard", "verify"];

/// From the first screen, once it is signed in.
pub(crate) async fn enter_the_sandbox(window: &Window) {
    window.click("try-sandbox").await;
    window.wait_for_text("identity", ACCOUNT).await;
}

/// To a step by its row in the rail.
pub(crate) async fn go(window: &Window, step: &str) {
    window.click(&format!("rail-{step}")).await;
    window.wait_for_attribute(&format!("rail-{step}"), "aria-current", "step").await;
}

/// Shows the plan and applies it, where the permissions are.
pub(crate) async fn apply_the_plan(window: &Window) {
    window.click("show-plan").await;
    window.find("plan").await;
    window.click("apply").await;
    window.find("applied").await;
}

/// The role as planned, from any step.
pub(crate) async fn create_role(window: &Window) {
    go(window, "permissions").await;
    apply_the_plan(window).await;
}
