//! In an account that does not answer, answers late, or fails: a sandbox behind a profile.

use super::{Look, Sheet, Tour};
use crate::session::{Home, Window};
use crate::steps::{create_role, go};
use sandbox::{Fault, FaultRule, Often, Options, Pause, Sandbox, When};
use std::net::TcpListener;

/// Longer than any test.
const NEVER: Pause = Pause { from_ms: 600_000, to_ms: 600_000 };

fn when(service: &str, operation: &str) -> When {
    When { service: Some(service.into()), operation: Some(operation.into()), ..When::default() }
}

/// Profiles: `acme`, whose AWS is the sandbox; `silent`, whose AWS takes the call and never answers;
/// `nobody`, where nothing listens; `guarded`, which asks for a code.
fn home(sandbox: &Sandbox, silent: &TcpListener) -> Home {
    let admin = sandbox.identity("admin").unwrap();
    let endpoint = sandbox.endpoint();
    let silent = silent.local_addr().unwrap();
    let profile =
        |name: &str, url: &str| format!("[profile {name}]\nregion = us-east-1\nendpoint_url = {url}\n");
    let keys = |name: &str| {
        format!(
            "[{name}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            admin.access_key_id, admin.secret_access_key
        )
    };
    let config = [
        profile("acme", &endpoint),
        profile("silent", &format!("http://{silent}")),
        profile("nobody", "http://127.0.0.1:9"),
        profile("guarded", &endpoint),
        "role_arn = arn:aws:iam::123456789012:role/team/Ops\nsource_profile = acme\n".into(),
        "mfa_serial = arn:aws:iam::123456789012:mfa/telephone\n".into(),
    ];
    Home::empty()
        .file("aws-config", &config.concat())
        .file("aws-credentials", &["acme", "silent", "nobody"].map(keys).concat())
}

async fn signed_in(sheet: &Sheet, home: &Home, profile: &str) -> Window {
    let window = sheet.open(home).await;
    window.click("use-profile").await;
    window.click(&format!("profile-{profile}")).await;
    window.find("rail-overview").await;
    window
}

async fn as_admin(sheet: &Sheet, home: &Home) -> Window {
    let window = signed_in(sheet, home, "acme").await;
    window.wait_for_text("identity", "user/admin").await;
    window
}

pub(super) async fn waiting(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Waiting);
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = home(&sandbox, &silent);
    let window = signed_in(&sheet, &home, "silent").await;
    window.wait_for_text("identity", "Signing in").await;
    sheet.look(&window, "overview-signing-in").await;
    drop(window);

    // Each in a window of its own: what is held back there is held back to its end.
    let hold = |service: &str, operation: &str| {
        let rule =
            FaultRule { when: when(service, operation), often: Often::Always, fault: Fault::Latency(NEVER) };
        sandbox.set_faults(vec![rule]).unwrap();
    };
    let let_go = || sandbox.set_faults(vec![]).unwrap();

    let window = as_admin(&sheet, &home).await;
    go(&window, "permissions").await;
    hold("iam", "*");
    window.click("show-plan").await;
    window.wait_for_attribute("show-plan", "aria-busy", "true").await;
    sheet.look_at(&window, "plan-reading", Some("show-plan")).await;
    drop(window);

    let_go();
    let window = as_admin(&sheet, &home).await;
    go(&window, "permissions").await;
    window.click("show-plan").await;
    window.find("plan").await;
    hold("iam", "CreateRole");
    window.click("apply").await;
    window.wait_for_text("apply", "Applying").await;
    sheet.look_at(&window, "applying", Some("plan")).await;
    drop(window);

    let_go();
    sandbox.reset();
    let window = as_admin(&sheet, &home).await;
    create_role(&window).await;
    hold("iam", "*");
    window.click("upkeep-check").await;
    window.wait_for_text("upkeep", "Reading the role").await;
    sheet.look(&window, "check-reading").await;
    drop(window);

    let_go();
    let window = as_admin(&sheet, &home).await;
    create_role(&window).await;
    go(&window, "verify").await;
    hold("sts", "AssumeRole");
    window.click("verify-run").await;
    window.find("temporary-statement").await;
    sheet.look(&window, "verify-running").await;
    drop(window);
    sheet.end();
}

pub(super) async fn failing(look: Look) {
    let mut sheet = Sheet::new(look, Tour::Failing);
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = home(&sandbox, &silent);
    let fail = |service: &str, operation: &str, fault: Fault| {
        let rule = FaultRule { when: when(service, operation), often: Often::Always, fault };
        sandbox.set_faults(vec![rule]).unwrap();
    };
    let window = signed_in(&sheet, &home, "nobody").await;
    window.find("fault").await;
    sheet.look(&window, "overview-sign-in-failed").await;
    window.click("network").await;
    sheet.look_at(&window, "overview-network", Some("network")).await;
    drop(window);

    let window = signed_in(&sheet, &home, "guarded").await;
    window.find("mfa-code").await;
    sheet.look(&window, "overview-code").await;
    drop(window);

    let window = as_admin(&sheet, &home).await;
    go(&window, "permissions").await;
    fail("iam", "GetRole", Fault::InternalFailure);
    window.click("show-plan").await;
    window.find("create-fault").await;
    sheet.look_at(&window, "plan-failed", Some("create-fault")).await;
    sandbox.set_faults(vec![]).unwrap();
    window.click("show-plan").await;
    window.find("plan").await;
    fail("iam", "PutRolePolicy", Fault::InternalFailure);
    window.click("apply").await;
    window.find("show-rest").await;
    sheet.look_at(&window, "apply-failed", Some("create-fault")).await;
    fail("iam", "GetRole", Fault::Throttle);
    window.click("upkeep-check").await;
    window.find("upkeep-again").await;
    sheet.look(&window, "check-failed").await;
    window.click("upkeep-close").await;
    go(&window, "verify").await;
    fail("sts", "*", Fault::ServiceUnavailable);
    window.click("verify-run").await;
    window
        .wait_for("the run to end", async || {
            window.all("[data-testid='verify-fault'], [data-testid='verify-result']").await.pop()
        })
        .await;
    sheet.look(&window, "verify-broken").await;
    drop(window);
    sheet.end();
}
