//! After the role is there: its ExternalId rotated, the gateway's access revoked, drift looked for; in
//! the sandbox, in the real window.

use crate::session::{Home, Theme, Window};
use crate::steps::{create_role, enter_the_sandbox};

async fn screen(window: &Window, name: &str) {
    window.assert_accessible(name).await;
    window.shot(name).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rotated_checked_and_revoked() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let home = Home::empty();
        let window = Window::open(&home, theme).await;
        enter_the_sandbox(&window).await;
        create_role(&window).await;
        window.click("rail-external_id").await;
        let old = window.value("field-external_id").await;

        window.click("upkeep-rotate").await;
        window.wait_for_text("upkeep-plan", "Accept the new ExternalId beside the old one").await;
        screen(&window, &format!("{name}-rotate-plan")).await;
        window.click("upkeep-go").await;
        let new = window.text("new-external-id").await;
        assert_ne!(new, old);
        screen(&window, &format!("{name}-rotate-waits")).await;
        window.click("rotate-finish").await;
        window.wait_for_text("upkeep-plan", "Accept the new ExternalId only").await;
        window.click("upkeep-go").await;
        window.find("upkeep-done").await;
        window.click("upkeep-close").await;
        assert_eq!(window.value("field-external_id").await, new, "the setup has it");

        window.click("upkeep-check").await;
        window.wait_for_text("upkeep-plan", "nothing drifted").await;
        window.click("upkeep-close").await;

        window.click("upkeep-revoke").await;
        window.wait_for_text("stops", &new).await;
        let focused = window.driver.active_element().await.unwrap();
        let focused = focused.attr("data-testid").await.unwrap().unwrap_or_default();
        assert_eq!(focused, "revoke-detach", "the one that is chosen has the focus");
        screen(&window, &format!("{name}-revoke-plan")).await;
        window.click("upkeep-go").await;
        window.wait_for_text("upkeep-done", "Revoked").await;
        screen(&window, &format!("{name}-revoked")).await;
        window.click("upkeep-close").await;

        window.click("upkeep-check").await;
        window.wait_for_text("upkeep-plan", "Stays as it is").await;
        screen(&window, &format!("{name}-drift")).await;
        window.close().await;
    }
}
