//! The role as code: what stands in each form, whatever the values hold.

use crate::common::{EXTERNAL_ID, full_setup, setup, valid};
use onboarding::{Code, CodeForm, Pack, Setup, code, documents};

fn render(setup: &Setup, form: CodeForm) -> Code {
    code(&valid(setup), &Pack::embedded(), form)
}

#[test]
fn the_four_forms_of_a_setup_with_inference_profiles() {
    for form in CodeForm::ALL {
        let Code { file_name, text, run } = render(&full_setup(), form);
        let run = run.join("\n\n");
        insta::assert_snapshot!(file_name.clone(), format!("{text}\n==> to run <==\n{run}"));
    }
}

#[test]
fn the_script_holds_the_documents_to_the_letter() {
    let mut setup = full_setup();
    setup.trust_policy = Some(TRUST.to_owned());
    let documents = documents(&valid(&setup), &Pack::embedded());
    let text = render(&setup, CodeForm::Cli).text.replace(r"'\''", "'");
    assert!(text.contains(&documents.trust), "{text}");
    assert!(text.contains(&documents.permissions), "{text}");
}

/// As a person may write one: with policy variables, quotes, and a backslash.
const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Gateway",
      "Effect": "Allow",
      "Principal": { "AWS": ["arn:aws:iam::975050335771:user/quilr-gateway"] },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "STS:externalid": ["7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b", "the-old-one"] },
        "StringLike": { "aws:PrincipalTag/it's \"a\" \\ %{tag}": "${aws:PrincipalTag/team}*" },
        "Bool": { "aws:SecureTransport": true }
      }
    }
  ]
}"#;

#[test]
fn in_a_trust_policy_edited_by_hand_only_what_asks_for_the_external_id_is_a_parameter() {
    let mut setup = setup();
    setup.trust_policy = Some(TRUST.to_owned());
    let yaml = render(&setup, CodeForm::Cloudformation).text;
    for line in [
        "STS:externalid:\n                  - !Ref ExternalId\n                  - the-old-one",
        // Not under `Fn::Sub`, so an IAM policy variable stands as it is.
        r#"'aws:PrincipalTag/it''s "a" \ %{tag}': '${aws:PrincipalTag/team}*'"#,
        "aws:SecureTransport: true",
        "Sid: Gateway",
    ] {
        assert!(yaml.contains(line), "{line} in {yaml}");
    }
    let hcl = render(&setup, CodeForm::Terraform).text;
    for line in [
        "\"STS:externalid\" = [\n              var.external_id,\n              \"the-old-one\",\n            ]",
        r#""aws:PrincipalTag/it's \"a\" \\ %%{tag}" = "$${aws:PrincipalTag/team}*""#,
        "\"aws:SecureTransport\" = true",
    ] {
        assert!(hcl.contains(line), "{line} in {hcl}");
    }
}

#[test]
fn without_a_place_for_it_the_external_id_is_no_parameter() {
    let mut setup = setup();
    // The same text, where it is no ExternalId.
    setup.trust_policy = Some(format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::975050335771:user/quilr-gateway"}}, "Action": "sts:AssumeRole", "Condition": {{"StringEquals": {{"aws:PrincipalTag/x": "{EXTERNAL_ID}"}}}}}}}}"#
    ));
    for form in [CodeForm::Cloudformation, CodeForm::Stackset, CodeForm::Terraform] {
        let code = render(&setup, form);
        assert!(code.text.contains(EXTERNAL_ID), "literally: {}", code.text);
        for parameter in ["ExternalId:", "Ref ExternalId", "var.external_id", "variable \"external_id\""] {
            assert!(!code.text.contains(parameter), "{parameter} in {}", code.text);
        }
        let run = code.run.join("\n");
        assert!(!run.contains("ExternalId,") && !run.contains("uuidgen"), "{run}");
    }
}

#[test]
fn no_account_gets_the_external_id_of_another() {
    let code = render(&setup(), CodeForm::Stackset);
    let template = code.text.split("\nAWSTemplateFormatVersion").nth(1).unwrap();
    assert!(!template.contains(EXTERNAL_ID), "no default in {template}");
    let with_it: Vec<&String> = code.run.iter().filter(|command| command.contains(EXTERNAL_ID)).collect();
    assert_eq!(with_it.len(), 1, "only the setup's own account gets it: {with_it:?}");
    assert!(with_it[0].contains("--accounts 123456789012"), "{with_it:?}");
}

#[test]
fn a_short_session_still_makes_a_legal_role() {
    let mut setup = setup();
    setup.duration_seconds = "900".to_owned();
    let yaml = render(&setup, CodeForm::Cloudformation).text;
    assert!(yaml.contains("Default: 3600") && yaml.contains("Value: '900'"), "{yaml}");
    assert!(render(&setup, CodeForm::Terraform).text.contains("default     = 3600"));
    assert!(render(&setup, CodeForm::Cli).text.contains("\nmax_session_duration=3600\n"));
}

#[test]
fn nothing_hides_what_is_no_secret() {
    for form in CodeForm::ALL {
        let text = render(&setup(), form).text;
        assert!(!text.contains("NoEcho") && !text.contains("sensitive"), "{form:?}");
    }
}

#[test]
fn file_and_stack_names_are_plain_words() {
    let mut setup = setup();
    for (role, stem) in
        [("-=@a.b+c-", "a-b-c"), ("9lives", "role-9lives"), ("+=", "role"), ("Acme,Prod", "Acme-Prod")]
    {
        setup.role_name = role.to_owned();
        assert_eq!(render(&setup, CodeForm::Terraform).file_name, format!("{stem}.tf"));
        let run = render(&setup, CodeForm::Cloudformation).run.join("\n");
        assert!(run.contains(&format!("--stack-name {stem} ")), "{run}");
    }
}
