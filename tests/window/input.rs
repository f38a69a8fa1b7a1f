//! Bad input: each has its message, at its field, in the page's words where it has them.

use crate::session::{Home, Theme, Window};

async fn at_the_role_step(home: &Home) -> Window {
    let window = Window::open(home, Theme::Light).await;
    window.click("try-sandbox").await;
    window.click("continue").await;
    window.click("continue").await;
    window
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_value_has_its_message_at_its_field() {
    let home = Home::empty();
    let window = at_the_role_step(&home).await;
    window.fill("field-role_name", "quilr gateway").await;
    window.wait_for_text("note-role_name", "space").await;
    window.fill("field-role_name", "quilr-gateway-bedrock").await;
    window.fill("field-account_id", "12345678901").await;
    window.wait_for_text("note-account_id", "12 digits").await;
    window.fill("field-account_id", "123456789012").await;
    window.click("rail-dashboard").await;

    window.fill("field-session_name", "a").await;
    window
        .wait_for_text(
            "note-session_name",
            r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]",
        )
        .await;
    for duration in ["899", "43201"] {
        window.fill("field-duration_seconds", duration).await;
        window
            .wait_for_text(
                "note-duration_seconds",
                "aws_session_duration_seconds must be between 900 and 43200",
            )
            .await;
    }
    window.fill("field-duration_seconds", "1h").await;
    window.wait_for_text("note-duration_seconds", "3600").await;
    window.fill("field-role_arn", "arn:aws-cn:iam::123456789012:role/quilr-gateway-bedrock").await;
    window.wait_for_text("note-role_arn", "aws-cn").await;
    window.fill("field-role_arn", "arn:aws:iam::999999999999:role/quilr-gateway-bedrock").await;
    window.wait_for_text("note-role_arn", "999999999999").await;
    window.shot("dashboard-wrong-values").await;
    window.assert_accessible("the dashboard step with errors").await;
    assert_eq!(window.value("field-duration_seconds").await, "1h", "what was typed stays");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn static_keys_in_a_pasted_key_are_named_and_refused() {
    let home = Home::empty();
    let window = at_the_role_step(&home).await;
    window.click("rail-dashboard").await;
    window.click("paste-key-open").await;
    let key =
        r#"{"aws_access_key": "AKIAIOSFODNN7EXAMPLE", "aws_secret_key": "x", "aws_session_token": "y"}"#;
    window.fill("paste-key", key).await;
    let told = window.wait_for_text("key-notes", "aws_session_token").await;
    for field in ["aws_access_key", "aws_secret_key"] {
        assert!(told.contains(field), "{told}");
    }
    window.assert_accessible("the pasted key").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_text_leads_to_its_step() {
    let home = Home::empty();
    let window = at_the_role_step(&home).await;
    window.click("troubleshoot").await;
    window
        .fill(
            "troubleshoot-text",
            "sts:AssumeRole failed: The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
        )
        .await;
    window.wait_for_text("diagnosis", "MaxSessionDuration").await;
    window.assert_accessible("the diagnosis").await;
    window.shot("troubleshoot").await;
    window.fill("troubleshoot-text", "the cat sat on the mat").await;
    window.wait_for_text("diagnosis", "nknown").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_setup_file_is_told_and_kept_aside() {
    let home = Home::empty().file("data/setups/acme.json", "{ not a setup");
    let window = Window::open(&home, Theme::Light).await;
    let told = window.wait_for_text("notice", "acme.json").await;
    assert!(told.contains("acme.damaged-1"), "{told}");
    window.shot("welcome-damaged-file").await;
    window.assert_accessible("a notice").await;
    window.close().await;
    assert_eq!(std::fs::read_to_string(home.path("data/setups/acme.damaged-1")).unwrap(), "{ not a setup");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_data_folder_is_told_and_the_wizard_works() {
    // A file stands where the folder should be: nobody can write below it, not even root.
    let home = Home::empty().file("data", "");
    let window = Window::open(&home, Theme::Light).await;
    window.wait_for_text("notice", "cannot be used").await;
    window.click("try-sandbox").await;
    window.fill("field-setup_name", "Acme").await;
    window.wait_for_text("save-state", "ot saved").await;
    window.click("continue").await;
    assert_eq!(window.value("field-external_id").await.len(), 36);
    window.assert_accessible("an unsaved setup").await;
    window.shot("not-saved").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_are_listed_with_how_they_sign_in() {
    let home = Home::empty().file(
        "aws-config",
        "[profile acme-sso]\nsso_session = acme\nsso_account_id = 123456789012\nsso_role_name = Admin\nregion = eu-central-1\n\
         [sso-session acme]\nsso_start_url = https://acme.example/start\nsso_region = eu-central-1\n\
         [profile loop]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = loop2\n\
         [profile loop2]\nrole_arn = arn:aws:iam::123456789012:role/y\nsource_profile = loop\n",
    );
    let window = Window::open(&home, Theme::Light).await;
    window.click("use-profile").await;
    window.wait_for_text("profiles", "acme-sso").await;
    window.shot("profiles").await;
    window.assert_accessible("the profiles").await;
    window.close().await;
}
