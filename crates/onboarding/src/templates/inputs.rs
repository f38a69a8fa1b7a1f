//! The table of inputs: what a person may legally enter, at its limits and beyond the usual.

use crate::pack::{Pack, ProviderType};
use crate::setup::{ResourceKinds, Setup, Target};

/// A setup to render.
pub(super) struct Input {
    /// Stable.
    pub(super) id: &'static str,
    /// For people.
    pub(super) title: &'static str,
    pub(super) setup: Setup,
    /// Whether its documents are part of the baseline.
    pub(super) is_golden: bool,
}

/// The page's own example.
const PAGE_EXTERNAL_ID: &str = "7f3c2b1e-acme-2026";
const UUID: &str = "7f3c2b1e-5a61-4a0e-9d0c-3b8f1f1c1a2b";
/// Every character that is legal and neither a letter nor a digit.
const SPECIAL: &str = "=,.@:/-+_";
const ACCOUNT: &str = "123456789012";

const ALL_KINDS: ResourceKinds = ResourceKinds {
    inference_profiles: true,
    application_inference_profiles: true,
    provisioned_models: true,
    custom_models: true,
};
const NO_KINDS: ResourceKinds = ResourceKinds {
    inference_profiles: false,
    application_inference_profiles: false,
    provisioned_models: false,
    custom_models: false,
};

/// The inputs, the page's example first.
pub(super) fn table(pack: &Pack) -> Vec<Input> {
    let plain = plain(pack);
    let mut inputs = golden(&plain, pack);
    let mut add = |id, title, change: &dyn Fn(&mut Setup)| {
        let mut setup = plain.clone();
        change(&mut setup);
        inputs.push(Input { id, title, setup, is_golden: false });
    };
    external_ids(&mut add);
    roles(&mut add);
    permissions(&mut add);
    keys(&mut add);
    inputs
}

type Add<'a> = dyn FnMut(&'static str, &'static str, &dyn Fn(&mut Setup)) + 'a;

fn plain(pack: &Pack) -> Setup {
    Setup {
        account_id: ACCOUNT.to_owned(),
        role_name: "quilr".to_owned(),
        role_path: "/".to_owned(),
        region: "us-east-1".to_owned(),
        ..Setup::new(pack, String::new(), UUID.to_owned(), Target::Sandbox)
    }
}

/// The setups of the baseline: few, each different from the others in much.
fn golden(plain: &Setup, pack: &Pack) -> Vec<Input> {
    let input = |id, title, setup| Input { id, title, setup, is_golden: true };
    vec![
        input(
            "page",
            "The page's example",
            Setup {
                account_id: ACCOUNT.to_owned(),
                ..Setup::new(pack, String::new(), PAGE_EXTERNAL_ID.to_owned(), Target::Sandbox)
            },
        ),
        input(
            "everything",
            "Every provider type and every kind of resource",
            Setup { provider_types: ProviderType::ALL.to_vec(), resources: ALL_KINDS, ..plain.clone() },
        ),
        input(
            "narrowed",
            "Narrowed to regions and models",
            Setup {
                resources: ResourceKinds { inference_profiles: true, ..NO_KINDS },
                regions: list(&["us-east-1", "us-west-2"]),
                models: list(&["amazon.nova-micro-v1:0", "anthropic.claude-*"]),
                ..plain.clone()
            },
        ),
        input("no-streaming", "Without streams", Setup { streaming: false, ..plain.clone() }),
        input(
            "odd-values",
            "Odd values in every field",
            Setup {
                external_id: format!("tenant{SPECIAL}0"),
                account_id: "000000000042".to_owned(),
                role_name: "r+=,.@-_1".to_owned(),
                role_path: "/vendors/quilr/".to_owned(),
                region: "ap-northeast-1".to_owned(),
                session_name: "a+=,.@-_9".to_owned(),
                duration_seconds: "43200".to_owned(),
                ..plain.clone()
            },
        ),
    ]
}

fn external_ids(add: &mut Add<'_>) {
    add("external-id-uuid", "A UUID as the ExternalId", &|setup| setup.external_id = UUID.to_owned());
    add("external-id-shortest", "The shortest ExternalId", &|setup| setup.external_id = "a1".to_owned());
    add("external-id-longest", "The longest ExternalId", &|setup| setup.external_id = long(UUID, 1224));
    add("external-id-special", "Nothing but special characters in the ExternalId", &|setup| {
        setup.external_id = SPECIAL.to_owned();
    });
    add("external-id-digits", "An ExternalId of digits, with leading zeros", &|setup| {
        setup.external_id = "000000000007".to_owned();
    });
    add("external-id-like-an-arn", "An ExternalId that looks like an ARN", &|setup| {
        setup.external_id = format!("arn:aws:iam::{ACCOUNT}:root");
    });
    add("external-id-like-a-flag", "An ExternalId that looks like a flag", &|setup| {
        setup.external_id = "--external-id=x".to_owned();
    });
}

fn roles(add: &mut Add<'_>) {
    add("role-name-shortest", "The shortest role name", &|setup| setup.role_name = "r".to_owned());
    add("role-name-longest", "The longest role name", &|setup| setup.role_name = long("quilr-role", 64));
    add("role-name-special", "Nothing but special characters in the role name", &|setup| {
        setup.role_name = "+=,.@-_".to_owned();
    });
    add("role-path-short", "A role in a path", &|setup| setup.role_path = "/a/".to_owned());
    add("role-path-nested", "A role in a nested path", &|setup| {
        setup.role_path = "/vendors/quilr/gateways/".to_owned();
    });
    add("role-path-longest", "A role in the longest path", &|setup| {
        setup.role_path = format!("/{}/", long("vendors/quilr/", 510));
    });
    add("role-path-odd", "A role in a path that JSON must escape", &|setup| {
        setup.role_path = r#"/a"b\c/<REGION>/${x}/"#.to_owned();
    });
    add("account-leading-zeros", "An account with leading zeros", &|setup| {
        setup.account_id = "000000000001".to_owned();
    });
    add("account-nines", "The greatest account id", &|setup| setup.account_id = "9".repeat(12));
}

fn permissions(add: &mut Add<'_>) {
    add("only-foundation-models", "Foundation models only", &|setup| setup.resources = NO_KINDS);
    add("only-inference-profiles", "Inference profiles", &|setup| {
        setup.resources = ResourceKinds { inference_profiles: true, ..NO_KINDS };
    });
    add("only-application-profiles", "Application inference profiles", &|setup| {
        setup.resources = ResourceKinds { application_inference_profiles: true, ..NO_KINDS };
    });
    add("only-provisioned-models", "Provisioned throughput", &|setup| {
        setup.resources = ResourceKinds { provisioned_models: true, ..NO_KINDS };
    });
    add("only-custom-models", "Custom models", &|setup| {
        setup.resources = ResourceKinds { custom_models: true, ..NO_KINDS };
    });
    add("all-kinds-without-streams", "Every kind of resource, without streams", &|setup| {
        setup.resources = ALL_KINDS;
        setup.streaming = false;
    });
    add("region-one", "Narrowed to one region", &|setup| {
        setup.resources = ALL_KINDS;
        setup.regions = list(&["eu-central-1"]);
    });
    add("region-geography", "Narrowed to the regions of one geography", &|setup| {
        setup.resources = ALL_KINDS;
        setup.regions = list(&["us-east-1", "us-east-2", "us-west-2"]);
    });
    add("region-new", "Narrowed to a region that is not known yet", &|setup| {
        setup.regions = list(&["ap-southeast-9"]);
    });
    add("regions-many", "Narrowed to twenty regions", &|setup| {
        setup.resources = ResourceKinds { inference_profiles: true, ..NO_KINDS };
        setup.regions = (1..=20).map(|number| format!("eu-west-{number}")).collect();
    });
    add("model-version", "Narrowed to a version of a model", &|setup| {
        setup.resources = ALL_KINDS;
        setup.models = list(&["amazon.nova-micro-v1:0"]);
    });
    add("model-wildcard", "Narrowed to a family of models", &|setup| {
        setup.resources = ALL_KINDS;
        setup.models = list(&["anthropic.claude-*"]);
    });
    add("models-many", "Narrowed to a model of each provider type", &|setup| {
        setup.resources = ALL_KINDS;
        setup.provider_types = ProviderType::ALL.to_vec();
        setup.models = list(&[
            "amazon.nova-micro-v1:0",
            "anthropic.claude-haiku-4-5-20251001-v1:0",
            "amazon.titan-embed-text-v2:0",
            "cohere.rerank-v3-5:0",
        ]);
    });
    add("model-longest", "Narrowed to the longest model id", &|setup| {
        setup.models = vec![format!("vendor.{}", long("model-", 133))];
    });
    add("regions-and-models", "Narrowed to regions, models and every kind of resource", &|setup| {
        setup.resources = ALL_KINDS;
        setup.regions = list(&["us-east-1", "eu-west-3", "ap-northeast-1"]);
        setup.models = list(&["amazon.nova-*", "cohere.embed-english-v3"]);
        setup.streaming = false;
    });
}

fn keys(add: &mut Add<'_>) {
    for (id, title, provider_type) in [
        ("provider-bedrock", "A key for chat", ProviderType::Bedrock),
        ("provider-anthropic", "A key for Anthropic Messages", ProviderType::AnthropicMessagesBedrock),
        ("provider-embeddings", "A key for embeddings", ProviderType::BedrockEmbeddings),
        ("provider-rerank", "A key for rerank", ProviderType::BedrockRerank),
    ] {
        add(id, title, &|setup| {
            setup.provider_types = vec![provider_type];
            setup.region = "us-west-2".to_owned();
        });
    }
    add("session-shortest", "The shortest session name and duration", &|setup| {
        setup.session_name = "a1".to_owned();
        setup.duration_seconds = "900".to_owned();
    });
    add("session-longest", "The longest session name and duration", &|setup| {
        setup.session_name = long("session+=,.@-_", 64);
        setup.duration_seconds = "43200".to_owned();
    });
    add("session-defaults", "The gateway's defaults for session and duration", &|setup| {
        setup.session_name = String::new();
        setup.duration_seconds = String::new();
    });
    add("everything-longest", "Everything at its longest", &|setup| {
        setup.external_id = long(UUID, 1224);
        setup.role_name = long("quilr-role", 64);
        setup.role_path = format!("/{}/", long("p/", 509));
        setup.resources = ALL_KINDS;
        setup.provider_types = ProviderType::ALL.to_vec();
        setup.regions = list(&["ap-northeast-1", "ap-southeast-2", "eu-central-1", "us-east-1"]);
        setup.models = (0..6).map(|number| format!("vendor.{}{number}", long("model-", 60))).collect();
    });
}

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

/// The piece again and again, up to a length.
fn long(piece: &str, length: usize) -> String {
    piece.chars().cycle().take(length).collect()
}
