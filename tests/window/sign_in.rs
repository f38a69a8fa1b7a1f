//! Signing in, in the real window: the chain of a profile, the code of an MFA device, Identity Center
//! through the browser, who that is.

use crate::identity_center::IdentityCenter;
use crate::session::{Home, Theme, Window};
use sandbox::{Options, Sandbox};

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/telephone";

/// Profiles of every kind; `base` and what is behind it are the sandbox's admin.
fn home(sandbox: &Sandbox) -> Home {
    let admin = sandbox.identity("admin").unwrap();
    let endpoint = sandbox.endpoint();
    Home::empty()
        .file(
            "aws-config",
            &format!(
                "[profile base]\nregion = us-east-1\nendpoint_url = {endpoint}\n\n\
                 [profile guarded]\nrole_arn = arn:aws:iam::123456789012:role/team/Ops\nsource_profile = base\n\
                 mfa_serial = {SERIAL}\nregion = us-east-1\nendpoint_url = {endpoint}\n\n\
                 [profile acme-sso]\nsso_session = acme\nsso_account_id = 123456789012\n\
                 sso_role_name = Admin\nregion = eu-central-1\nendpoint_url = {endpoint}\n\n\
                 [profile loop]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = loop2\n\n\
                 [profile loop2]\nrole_arn = arn:aws:iam::123456789012:role/y\nsource_profile = loop\n\n\
                 [sso-session acme]\nsso_region = us-east-1\nsso_start_url = https://acme.awsapps.com/start\n"
            ),
        )
        .file(
            "aws-credentials",
            &format!(
                "[base]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
                admin.access_key_id, admin.secret_access_key
            ),
        )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_asks_for_its_code_and_shows_who_it_signs_in() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    for theme in [Theme::Light, Theme::Dark] {
        let name = |shot: &str| format!("{}-{shot}", if theme == Theme::Dark { "dark" } else { "light" });
        let home = home(&sandbox);
        let window = Window::open(&home, theme).await;
        window.click("use-profile").await;
        window.wait_for_text("chain-guarded", "MFA").await;
        window.shot(&name("sign-in-chains")).await;
        window.assert_accessible("the chains of the profiles").await;

        window.click("profile-guarded").await;
        window.wait_for_text("mfa-note", SERIAL).await;
        window.find("mfa-code").await.send_keys("12a").await.unwrap();
        window.wait_for_text("mfa-note", "Only digits").await;
        window.shot(&name("sign-in-code")).await;
        window.assert_accessible("the code of an MFA device").await;
        let code = window.find("mfa-code").await;
        code.clear().await.unwrap();
        code.send_keys("123456").await.unwrap();
        window.click("mfa-give").await;
        // The sandbox's admin has no device.
        window.wait_for_text("fault", "the device is not one of the user").await;
        window.shot(&name("sign-in-device")).await;
        window.close().await;
    }
}

/// Keeps the address instead of opening it.
const BROWSER: &str = "#!/bin/sh\nprintf '%s\\n' \"$1\" >> \"$HOME/opened\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_signs_in_to_identity_center_shows_the_code_and_can_be_given_up() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let person = sandbox.identity("sso").unwrap();
        let pending = vec!["AuthorizationPendingException"; 500];
        let center = IdentityCenter::start(person, &pending).await;
        let home = home(&sandbox)
            .set("AWS_ENDPOINT_URL_SSO", &center.url)
            .set("AWS_ENDPOINT_URL_SSO_OIDC", &center.url)
            .instead_of("xdg-open", BROWSER);
        let window = Window::open(&home, theme).await;
        window.click("use-profile").await;
        window.click("profile-acme-sso").await;
        window.click("sign-in-browser").await;
        window.wait_for_text("device-code", "WDJB-MJHT").await;
        let page = "https://acme.awsapps.com/start/page?user_code=WDJB-MJHT\n";
        let opened = || std::fs::read_to_string(home.path("opened")).unwrap_or_default();
        window.wait_for("the browser to be opened", async || (opened() == page).then_some(())).await;
        window
            .wait_for("it to be asked about", async || (center.seen("token").len() > 1).then_some(()))
            .await;
        window.shot(&format!("{name}-sign-in-browser")).await;
        window.assert_accessible("waiting for the browser").await;

        window.click("cancel-sign-in").await;
        window.wait_for_text("fault", "cancelled").await;
        window.shot(&format!("{name}-sign-in-cancelled")).await;
        window.assert_accessible("a sign-in that was given up").await;
        assert!(!home.path(".aws/sso/cache").exists(), "nothing is kept of it");

        center.answer(&["AuthorizationPendingException", "yes"]);
        window.click("sign-in-browser").await;
        window.wait_for_text("identity", "Identity Center").await;
        window.wait_for("it to be opened again", async || (opened() == page.repeat(2)).then_some(())).await;
        window.wait_for_text("identity", &person.arn).await;
        window.wait_for_text("identity-until", "Signed in until").await;
        window.shot(&format!("{name}-signed-in")).await;
        window.assert_accessible("signed in").await;
        window.close().await;
    }
}
