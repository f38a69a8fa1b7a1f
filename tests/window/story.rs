//! The whole story, as a pre-sales engineer tells it in five minutes.

use crate::session::{Home, Theme, Window};
use crate::steps::{STEPS, apply_the_plan};

/// Every provider type, and the inference profiles that newer Claude models need.
async fn choose_everything(window: &Window) {
    for provider_type in ["anthropic_messages_bedrock", "bedrock_embeddings", "bedrock_rerank"] {
        window.click(&format!("provider-{provider_type}")).await;
    }
}

async fn screen(window: &Window, name: &str) {
    window.assert_accessible(name).await;
    window.shot(name).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_screen_to_the_last_check() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let home = Home::empty();
        let window = Window::open(&home, theme).await;
        window.find("try-sandbox").await;
        screen(&window, &format!("{name}-welcome")).await;
        window.click("try-sandbox").await;

        window.fill("field-setup_name", "Acme, production").await;
        window.wait_for_text("identity", "123456789012").await;
        choose_everything(&window).await;
        screen(&window, &format!("{name}-0-overview")).await;
        window.click("continue").await;

        assert_eq!(window.value("field-external_id").await.len(), 36, "a UUID is ready on arrival");
        screen(&window, &format!("{name}-1-external-id")).await;
        window.click("continue").await;

        assert_eq!(
            window.value("field-account_id").await,
            "123456789012",
            "nobody types what can be derived"
        );
        window.wait_for_attribute("who-gateway-with-external-id", "data-allowed", "true").await;
        for denied in [
            "gateway-without-external-id",
            "gateway-with-wrong-external-id",
            "other-user",
            "other-account",
            "anyone",
        ] {
            window.wait_for_attribute(&format!("who-{denied}"), "data-allowed", "false").await;
        }
        screen(&window, &format!("{name}-2-role")).await;
        window.click("continue").await;

        window.click("allow-inference_profiles").await;
        window
            .wait_for_text("permissions-policy", "arn:aws:bedrock:*:123456789012:inference-profile/*")
            .await;
        screen(&window, &format!("{name}-3-permissions")).await;
        window.click("show-plan").await;
        window.find("plan").await;
        screen(&window, &format!("{name}-3-plan")).await;
        window.click("apply").await;
        window.find("applied").await;
        screen(&window, &format!("{name}-3-applied")).await;
        window.click("continue").await;

        assert_eq!(
            window.value("field-role_arn").await,
            "arn:aws:iam::123456789012:role/quilr-gateway-bedrock",
            "the role ARN fills itself in"
        );
        screen(&window, &format!("{name}-4-dashboard")).await;
        window.click("continue").await;

        screen(&window, &format!("{name}-5-verify-idle")).await;
        window.click("key-create").await;
        window.wait_for_text("key-bedrock_rerank", "ends in").await;
        window.click("verify-run").await;
        window.wait_for_text("verify-result", "Level proven: gateway").await;
        let checks = window.all("[data-testid^='check-']").await;
        assert!(checks.len() > 20, "only {} checks", checks.len());
        for check in checks {
            let status = check.attr("data-status").await.unwrap().unwrap();
            assert_eq!(status, "passed", "{}", check.text().await.unwrap());
        }
        screen(&window, &format!("{name}-5-verify-passed")).await;

        window.click("rail-permissions").await;
        window.click("show-plan").await;
        window.wait_for_text("plan", "othing to change").await;
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_setup_reopens_at_its_step_with_what_was_typed() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.fill("field-setup_name", "Acme, production").await;
    window.click("continue").await;
    window.click("continue").await;
    window.fill("field-role_name", "not a role name!").await;
    window.wait_for_text("save-state", "Saved").await;
    window.close().await;

    let window = Window::open(&home, Theme::Light).await;
    window.shot("welcome-with-setups").await;
    window.assert_accessible("the list of setups").await;
    let setups = window.all("[data-testid^='setup-']").await;
    assert_eq!(setups.len(), 1);
    setups[0].click().await.unwrap();
    assert_eq!(window.value("field-role_name").await, "not a role name!", "nothing typed is lost");
    window.wait_for_text("note-role_name", "role name").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_external_id_condition_is_found_named_and_mended() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.click("continue").await;
    window.click("continue").await;
    window.click("edit-trust").await;
    let open = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
      "Action": "sts:AssumeRole"
    }
  ]
}"#;
    window.fill("trust-editor", open).await;
    window.wait_for_attribute("who-gateway-without-external-id", "data-allowed", "true").await;
    window.shot("role-without-external-id").await;
    window.assert_accessible("the role step with findings").await;
    window.click("rail-permissions").await;
    apply_the_plan(&window).await;
    window.click("rail-verify").await;
    window.click("verify-run").await;
    window.wait_for_attribute("check-assume.without-external-id", "data-status", "failed").await;
    window.find("verify-result").await;
    window.wait_for_text("checks", "missing the ExternalId condition").await;
    window.shot("verify-failed").await;
    window.assert_accessible("the failed state").await;

    let remedies = window.all("[data-testid^='remedy-']").await;
    remedies[0].scroll_into_view().await.unwrap();
    remedies[0].click().await.unwrap();
    window.click("confirm-yes").await;
    window.wait_for_text("plan", "sts:ExternalId").await;
    window.shot("plan-of-the-remedy").await;
    window.click("apply").await;
    window.find("applied").await;
    window.click("rail-verify").await;
    window.click("verify-run").await;
    window.wait_for_text("verify-result", "assume and invoke").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_holds_at_the_smallest_size_with_long_values() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Light).await;
    window.resize(900, 640).await;
    window.click("try-sandbox").await;
    window.fill("field-setup_name", &"A customer with a very long name ".repeat(4)).await;
    for (index, step) in STEPS.iter().enumerate() {
        window.find(&format!("rail-{step}")).await;
        if *step == "external_id" {
            window.fill("field-external_id", &"0123456789abcdef-".repeat(20)).await;
        }
        if *step == "role" {
            window.fill("field-role_name", &"r".repeat(64)).await;
            window
                .fill("field-role_path", "/a/long/path/that/somebody/made/for/service-roles/in/production/")
                .await;
        }
        let wider: bool = window
            .driver
            .execute(
                "return document.documentElement.scrollWidth > innerWidth \
                 || document.documentElement.scrollHeight > innerHeight;",
                vec![],
            )
            .await
            .unwrap()
            .convert()
            .unwrap();
        window.shot(&format!("narrow-{index}-{step}")).await;
        assert!(!wider, "{step} is larger than the window");
        window.assert_accessible(step).await;
        if index + 1 < STEPS.len() {
            window.click("continue").await;
        }
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_told_statement_by_statement() {
    let home = Home::empty();
    let window = Window::open(&home, Theme::Dark).await;
    window.click("try-sandbox").await;
    window.click("continue").await;
    window.click("continue").await;
    window.click("edit-trust").await;
    let two = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
      "Action": "sts:AssumeRole"
    },
    {
      "Sid": "OnlyWithExternalId",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sts:AssumeRole",
      "Condition": { "Null": { "sts:ExternalId": "true" } }
    }
  ]
}"#;
    window.fill("trust-editor", two).await;
    window.wait_for_text("why-other-user", "2 statements").await;
    window.click("why-gateway-without-external-id").await;
    window.wait_for_text("who-gateway-without-external-id", "2 OnlyWithExternalId applies: denies").await;
    window.click("why-other-user").await;
    window.wait_for_text("who-other-user", "1 Gateway does not apply: it names").await;
    window.shot("role-statement-by-statement").await;
    window.assert_accessible("a decision, statement by statement").await;
    window.close().await;
}
