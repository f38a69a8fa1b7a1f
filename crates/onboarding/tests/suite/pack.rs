//! A template pack is refused with the file and the reason.

use onboarding::Pack;
use onboarding::pack::{PackError, ProbeKind, ProviderType};

fn embedded_files() -> Vec<(String, String)> {
    [
        ("pack.json", include_str!("../../../../templates/pack.json")),
        ("trust.json", include_str!("../../../../templates/trust.json")),
        ("permissions.json", include_str!("../../../../templates/permissions.json")),
        ("errors.json", include_str!("../../../../templates/errors.json")),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .to_vec()
}

/// The embedded pack with one text replaced in one file.
fn changed(file: &str, from: &str, to: &str) -> Result<Pack, PackError> {
    let mut files = embedded_files();
    let entry = files.iter_mut().find(|(name, _)| name == file).unwrap();
    assert!(entry.1.contains(from), "{file} has no {from:?}");
    entry.1 = entry.1.replacen(from, to, 1);
    Pack::from_files(&files)
}

#[test]
fn the_embedded_pack_is_valid() {
    let pack = Pack::from_files(&embedded_files()).unwrap();
    assert_eq!(pack.gateway_principal(), "arn:aws:iam::975050335771:user/quilr-gateway");
    assert_eq!(pack.gateway_account(), "975050335771");
    assert_eq!(pack.policy_name(), "quilr-gateway-bedrock-invoke");
    assert_eq!(pack.version(), Pack::embedded().version());
    assert_eq!(pack.probe(ProviderType::Bedrock).kind, ProbeKind::Converse);
    assert!(pack.probe(ProviderType::Bedrock).models[0].starts_with("amazon.nova"));
    assert_eq!(pack.probe(ProviderType::BedrockRerank).kind, ProbeKind::Rerank);
    let facts = pack.facts();
    assert_eq!(facts.provider_types.len(), 4);
    assert!(facts.regions.contains(&"us-east-1".to_owned()));
}

#[test]
fn a_pack_is_shared_between_threads() {
    fn shared<T: Clone + std::fmt::Debug + Send + Sync>() {}
    shared::<Pack>();
}

#[test]
fn every_broken_pack_is_refused_with_its_file_and_reason() {
    for (file, from, to, reason) in [
        ("pack.json", "\"schema\": 1", "\"schema\": 2", "schema 2 is not known"),
        ("pack.json", "\"version\"", "\"verzion\"", "unknown field `verzion`"),
        ("pack.json", "\"version\": \"1.0.0\"", "\"version\": \"\"", "`version` is empty"),
        (
            "pack.json",
            "\"account\": \"975050335771\"",
            "\"account\": \"975050335772\"",
            "not a user of the account `975050335772`",
        ),
        ("pack.json", "\"account\": \"975050335771\"", "\"account\": \"9750\"", "12 digits"),
        ("pack.json", ":user/quilr-gateway", ":root", "not a user of the account"),
        (
            "pack.json",
            "https://guardrails.quilr.ai",
            "http://guardrails.quilr.ai",
            "`gateway.base_urls`: over http the key would be sent unencrypted",
        ),
        (
            "pack.json",
            "https://guardrails-jp-1.quilr.ai",
            "https://guardrails-jp-1.quilr.ai/",
            "write `https://guardrails-jp-1.quilr.ai`",
        ),
        (
            "pack.json",
            "\"role_name\": \"quilr-gateway-bedrock\"",
            "\"role_name\": \"a b\"",
            "`defaults.role_name`",
        ),
        ("pack.json", "quilr-gateway-bedrock-invoke", "quilr gateway", "`policy_name`"),
        ("pack.json", "\"us-west-2\"", "\"us_west_2\"", "aws_region must not contain"),
        (
            "pack.json",
            "\"provider_type\": \"bedrock_rerank\"",
            "\"provider_type\": \"bedrock\"",
            "has `bedrock` twice",
        ),
        (
            "pack.json",
            "\"provider_type\": \"bedrock_rerank\"",
            "\"provider_type\": \"images\"",
            "unknown variant `images`",
        ),
        (
            "pack.json",
            "arn:aws:bedrock:<REGION>::foundation-model/*",
            "arn:aws:bedrock:<REGON>::foundation-model/*",
            "does not begin with",
        ),
        ("pack.json", "foundation-model/<MODEL>", "foundation-model/*", "lacks `<MODEL>`"),
        ("pack.json", "<YOUR-ACCOUNT-ID>", "<ACCOUNT>", "`<ACCOUNT>` is not known"),
        ("pack.json", "{ \"name\": \"aws_region\", \"required\": true },", "", "lacks `aws_region`"),
        ("trust.json", "<YOUR-EXTERNAL-ID>", "fixed", "`<YOUR-EXTERNAL-ID>` is missing"),
        ("trust.json", "<GATEWAY-PRINCIPAL>", "*", "`<GATEWAY-PRINCIPAL>` is missing"),
        ("trust.json", "sts:ExternalId", "<SOMETHING>", "`<SOMETHING>` is not known"),
        ("trust.json", "\"Statement\": [", "\"Statement\": ", "at line"),
        ("permissions.json", "<ACTIONS>", "bedrock:*", "`<ACTIONS>` is missing"),
        ("permissions.json", "<RESOURCES>", "*", "`<RESOURCES>` is missing"),
        ("errors.json", "\"certainty\": \"certain\"", "\"certainty\": \"sure\"", "unknown variant `sure`"),
        (
            "errors.json",
            "\"all_of\": [\"Missing required field: aws_external_id\"]",
            "\"all_of\": []",
            "neither `all_of` nor `any_of`",
        ),
        ("errors.json", "\"Missing required field: aws_external_id\"", "\" \"", "empty pattern"),
    ] {
        let error = changed(file, from, to).expect_err(&format!("{file}: {from} -> {to}"));
        assert_eq!(error.file, file, "{error}");
        assert!(error.message.contains(reason), "{from} -> {to}: {error}");
    }
}

#[test]
fn a_missing_file_is_named() {
    for missing in Pack::FILES {
        let files: Vec<_> = embedded_files().into_iter().filter(|(name, _)| name != missing).collect();
        assert_eq!(
            Pack::from_files(&files).unwrap_err(),
            PackError { file: missing.to_owned(), message: "the file is missing".to_owned() }
        );
    }
}

#[test]
fn other_files_beside_the_pack_are_left_alone() {
    let mut files = embedded_files();
    files.push(("README.md".to_owned(), "not JSON".to_owned()));
    assert!(Pack::from_files(&files).is_ok());
}

#[test]
fn a_packs_own_principal_reaches_the_documents() {
    let mut files = embedded_files();
    for (_, text) in &mut files {
        *text = text
            .replace("975050335771", "210987654321")
            .replace("user/quilr-gateway", "user/staging/gateway");
    }
    let pack = Pack::from_files(&files).unwrap();
    let setup = onboarding::Setup {
        external_id: "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b".to_owned(),
        account_id: "123456789012".to_owned(),
        ..Default::default()
    };
    let documents = onboarding::documents(&setup.check(&pack, &[]).unwrap(), &pack);
    assert!(documents.trust.contains("arn:aws:iam::210987654321:user/staging/gateway"));
}
