//! The report in the window: copied for a ticket, masked, and there again at the next start.

use crate::session::{Home, Theme, Window};
use crate::steps::{ACCOUNT, create_role, enter_the_sandbox};

async fn verify_in_the_sandbox(window: &Window) {
    enter_the_sandbox(window).await;
    create_role(window).await;
    window.click("rail-verify").await;
    window.click("verify-run").await;
    window.find("report").await;
}

async fn copied(home: &Home, window: &Window) -> String {
    window.wait_for_attribute("copy-report", "data-state", "idle").await;
    window.click("copy-report").await;
    window.wait_for_attribute("copy-report", "data-state", "copied").await;
    home.display.clipboard()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_is_copied_as_a_report_and_is_there_at_the_next_start() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let home = Home::empty();
        let window = Window::open(&home, theme).await;
        verify_in_the_sandbox(&window).await;
        window.wait_for_text("report-headline", "Rehearsed, not in AWS").await;

        let whole = copied(&home, &window).await;
        assert!(whole.contains(&format!("arn:aws:iam::{ACCOUNT}:role/quilr-gateway-bedrock")), "{whole}");
        assert!(whole.contains("## What was changed in the account\n\n### Applied\n"), "{whole}");
        assert!(whole.contains("it proves nothing about any AWS account"), "{whole}");

        window.pick("report-mask").await;
        let masked = copied(&home, &window).await;
        assert!(!masked.contains(ACCOUNT), "{masked}");
        assert!(masked.contains("1234\u{2022}\u{2022}\u{2022}\u{2022}9012"), "{masked}");
        window.find("report").await.scroll_into_view().await.unwrap();
        window.assert_accessible(&format!("{name} report")).await;
        window.shot(&format!("{name}-report")).await;
        window.resize(900, 720).await;
        window.find("report").await.scroll_into_view().await.unwrap();
        window.assert_accessible(&format!("{name} report, narrow")).await;
        window.shot(&format!("{name}-report-narrow")).await;
        window.close().await;

        let window = Window::open(&home, theme).await;
        window.find("try-sandbox").await;
        window.all("[data-testid^='setup-']").await[0].click().await.unwrap();
        window.wait_for_text("report-headline", "Rehearsed, not in AWS").await;
        assert_eq!(copied(&home, &window).await, whole, "the same report");
        window.close().await;
    }
}
