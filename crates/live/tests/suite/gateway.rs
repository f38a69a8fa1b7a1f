//! The gateway level: through the sandbox's gateway, with what goes wrong in the world; and against
//! servers that are no gateway at all.

use crate::common::{Bench, ROLE};
use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use live::{
    Dashboard, DashboardForm, GatewayOptions, Keys, NetworkSettings, QuilrKey, VerifyOptions, verify,
};
use onboarding::check::level_reached;
use onboarding::fields::GatewayUrl;
use onboarding::{Check, CheckStatus, Level, ProviderType};
use std::sync::{Arc, Mutex};
use tokio_util::sync::CancellationToken;

const CANARY: &str = "sk-quilr-CANARY-0123456789abcdef-1a2b";

impl Bench {
    /// A key per provider type, made in the sandbox's dashboard with this setup's values.
    async fn keys(&self) -> Keys {
        let dashboard = Dashboard {
            url: format!("{}/gateway/keys", self.sandbox.control_endpoint()),
            token: self.sandbox.control_token().to_owned(),
        };
        let mut keys = Keys::new();
        for provider_type in self.setup.chosen() {
            let form = DashboardForm::of(&self.valid(), provider_type);
            keys.insert(provider_type, dashboard.create_key(&form).await.unwrap());
        }
        keys
    }

    fn at(&self, url: &str, keys: Keys) -> GatewayOptions {
        let url = GatewayUrl::parse(url).unwrap();
        GatewayOptions { url, keys, trouble: None, network: NetworkSettings::default() }
    }

    async fn gateway(&self, options: &GatewayOptions) -> Vec<Check> {
        let valid = self.valid();
        let wanted = valid.gateway_setup(&self.pack);
        live::verify_gateway(&wanted, &self.pack, options, &CancellationToken::new(), &|_| {}).await
    }
}

fn canaries() -> Keys {
    ProviderType::ALL.into_iter().map(|each| (each, QuilrKey::parse(CANARY).unwrap().key)).collect()
}

fn all_passed(checks: &[Check]) {
    let ids: Vec<_> = checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "gateway.bedrock.chat",
            "gateway.bedrock.converse",
            "gateway.bedrock.converse-stream",
            "gateway.anthropic_messages_bedrock.messages",
            "gateway.bedrock_embeddings.embeddings",
            "gateway.bedrock_rerank.rerank",
        ]
    );
    for check in checks {
        assert_eq!(check.status, CheckStatus::Passed, "{check:#?}");
        assert!(check.evidence.millis.is_some() && !check.evidence.what.is_empty(), "{check:#?}");
    }
}

/// Every check failed of this cause, and nothing of it tells the key.
fn all_failed(checks: &[Check], code: &str) {
    assert_eq!(checks.len(), 6);
    for check in checks {
        assert_eq!(check.status, CheckStatus::Failed, "{check:#?}");
        assert_eq!(check.diagnosis.as_ref().unwrap().code, code, "{check:#?}");
    }
    no_canary(checks);
}

fn no_canary(checks: &[Check]) {
    let text = format!("{checks:?}");
    assert!(!text.contains("CANARY"), "{text}");
}

#[tokio::test]
async fn every_surface_answers_and_the_last_level_is_reached() {
    let bench = Bench::with_role().await;
    let gateway = bench.at(&bench.sandbox.endpoint(), bench.keys().await);
    let options = VerifyOptions { gateway: Some(gateway.clone()), ..bench.options() };
    let account = bench.account("admin").await;
    let checks = verify(&account, &options, &bench.undo(), &CancellationToken::new(), &|_| {}).await;
    assert_eq!(level_reached(&checks), Some(Level::Gateway), "{checks:#?}");
    // And by itself, without a sign-in.
    all_passed(&bench.gateway(&gateway).await);
}

#[tokio::test]
async fn without_a_key_it_is_listed_with_how_to_run_it_and_nothing_fails() {
    let bench = Bench::with_role().await;
    let gateway = bench.at(&bench.sandbox.endpoint(), Keys::new());
    let options = VerifyOptions { gateway: Some(gateway), ..bench.options() };
    let account = bench.account("admin").await;
    let checks = verify(&account, &options, &bench.undo(), &CancellationToken::new(), &|_| {}).await;
    assert_eq!(level_reached(&checks), Some(Level::AssumeAndInvoke));
    assert!(checks.iter().all(|check| check.status != CheckStatus::Failed));
    let skipped: Vec<_> = checks.iter().filter(|check| check.level == Level::Gateway).collect();
    assert_eq!(skipped.len(), 6);
    for check in skipped {
        assert_eq!(check.status, CheckStatus::Skipped);
        assert!(check.evidence.what.contains("bedrock-role key set"), "{check:?}");
    }
}

#[tokio::test]
async fn a_broken_trust_policy_breaks_it_with_the_pages_error_and_mending_it_mends_it() {
    let bench = Bench::with_role().await;
    let right = bench.trust().await;
    let gateway = bench.at(&bench.sandbox.endpoint(), bench.keys().await);
    bench.set_trust(&right.replace(crate::common::EXTERNAL_ID, "another-external-id-0001")).await;
    let checks = bench.gateway(&gateway).await;
    all_failed(&checks, "trust-or-external-id");
    for check in &checks {
        assert!(check.evidence.what.contains("sts:AssumeRole failed: "), "{check:#?}");
    }
    bench.set_trust(&right).await;
    all_passed(&bench.gateway(&gateway).await);
}

#[tokio::test]
async fn a_duration_over_the_roles_maximum_is_named() {
    let mut bench = Bench::with_role().await;
    bench.setup.duration_seconds = "7200".to_owned();
    let gateway = bench.at(&bench.sandbox.endpoint(), bench.keys().await);
    all_failed(&bench.gateway(&gateway).await, "duration-over-max");
}

#[tokio::test]
async fn a_wrong_key_and_one_of_another_provider_type_are_told_apart() {
    let bench = Bench::with_role().await;
    let endpoint = bench.sandbox.endpoint();
    all_failed(&bench.gateway(&bench.at(&endpoint, canaries())).await, "gateway-wrong-key");
    let keys = bench.keys().await;
    let chat = keys[&ProviderType::Bedrock].clone();
    let only_chat = ProviderType::ALL.into_iter().map(|each| (each, chat.clone())).collect();
    for check in bench.gateway(&bench.at(&endpoint, only_chat)).await {
        if check.id.starts_with("gateway.bedrock.") {
            assert_eq!(check.status, CheckStatus::Passed, "{check:#?}");
        } else {
            assert_eq!(check.diagnosis.as_ref().unwrap().code, "gateway-other-provider-type", "{check:#?}");
        }
    }
}

#[tokio::test]
async fn a_form_that_the_dashboard_refuses_is_told_in_its_words() {
    let bench = Bench::new().await;
    let dashboard = Dashboard {
        url: format!("{}/gateway/keys", bench.sandbox.control_endpoint()),
        token: "wrong".to_owned(),
    };
    let form = DashboardForm::of(&bench.valid(), ProviderType::Bedrock);
    assert_eq!(dashboard.create_key(&form).await.unwrap_err().code(), "gateway-refused");
    assert!(bench.iam().get_role().role_name(ROLE).send().await.is_err(), "nothing was made");
}

/// A server that is no gateway: what it was asked, and how it answers.
struct Stranger {
    url: String,
    seen: Arc<Mutex<Vec<(String, bool)>>>,
}

impl Stranger {
    async fn new(answer: impl Fn(usize, &HeaderMap) -> Response + Clone + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let app = Router::new().fallback(move |uri: Uri, headers: HeaderMap| {
            let (log, answer) = (Arc::clone(&log), answer.clone());
            async move {
                let holds_key = format!("{headers:?}").contains(CANARY);
                let count = {
                    let mut log = log.lock().unwrap();
                    log.push((uri.path().to_owned(), holds_key));
                    log.len()
                };
                answer(count, &headers)
            }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, seen }
    }

    fn asked(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_redirect_to_another_host_is_refused_and_the_key_is_not_sent_on() {
    let bench = Bench::new().await;
    let elsewhere = Stranger::new(|_, _| StatusCode::OK.into_response()).await;
    let to = elsewhere.url.replace("127.0.0.1", "localhost");
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{to}/moved?to={CANARY}");
        let first = Stranger::new(move |_, _| {
            (StatusCode::from_u16(status).unwrap(), [("location", location.clone())]).into_response()
        })
        .await;
        let checks = bench.gateway(&bench.at(&first.url, canaries())).await;
        all_failed(&checks, "gateway-redirect");
        assert!(checks[0].evidence.what.contains("`localhost`"), "{:?}", checks[0]);
        // Proves that this watches: the first host was asked, with the key.
        assert_eq!(first.asked(), 6, "{status}");
        assert!(first.seen.lock().unwrap().iter().all(|(_, holds_key)| *holds_key));
    }
    assert_eq!(elsewhere.asked(), 0, "the key went on to another host");
}

#[tokio::test]
async fn a_web_page_is_named_as_one_by_its_title() {
    let bench = Bench::new().await;
    for status in [200, 403, 503] {
        let page = Stranger::new(move |_, _| {
            let html = format!("<html><head><title>Sign in to\n Acme {CANARY}</title></head></html>");
            (StatusCode::from_u16(status).unwrap(), [("content-type", "text/html; charset=utf-8")], html)
                .into_response()
        })
        .await;
        let checks = bench.gateway(&bench.at(&page.url, canaries())).await;
        all_failed(&checks, "gateway-web-page");
        assert!(checks[0].evidence.what.contains("Sign in to Acme"), "{:?}", checks[0]);
    }
}

#[tokio::test]
async fn whatever_a_refusal_repeats_the_key_is_not_told() {
    let bench = Bench::new().await;
    for (status, body) in [
        (
            401,
            r#"{"error":{"code":"invalid_api_key","message":"Incorrect API key provided: KEY"},"message":"KEY"}"#,
        ),
        (400, r#"{"error":{"message":"KEY","type":"KEY"},"message":"KEY"}"#),
        (500, "KEY"),
        (200, "KEY"),
        (200, r#"{"KEY":"KEY"}"#),
    ] {
        let server = Stranger::new(move |_, _| {
            let body = body.replace("KEY", CANARY);
            (StatusCode::from_u16(status).unwrap(), [("content-type", "application/json")], body)
                .into_response()
        })
        .await;
        let checks = bench.gateway(&bench.at(&server.url, canaries())).await;
        assert!(
            checks.iter().all(|check| check.status == CheckStatus::Failed),
            "{status} {body}: {checks:#?}"
        );
        assert!(server.seen.lock().unwrap().iter().all(|(_, holds_key)| *holds_key), "the canary was sent");
        no_canary(&checks);
    }
}

#[tokio::test]
async fn a_throttle_is_tried_once_more_and_is_no_failure() {
    let mut bench = Bench::new().await;
    bench.setup.provider_types = vec![ProviderType::BedrockRerank];
    let busy = |count: usize, _: &HeaderMap| match count {
        1 => (StatusCode::TOO_MANY_REQUESTS, r#"{"message":"Too many requests"}"#).into_response(),
        _ => (StatusCode::OK, r#"{"results":[{"index":0,"relevance_score":0.9}]}"#).into_response(),
    };
    let server = Stranger::new(busy).await;
    let checks = bench.gateway(&bench.at(&server.url, canaries())).await;
    assert_eq!(checks[0].status, CheckStatus::Passed, "{:?}", checks[0]);
    assert_eq!(checks[0].evidence.attempts, Some(2));
    let always = Stranger::new(move |_, headers| busy(1, headers)).await;
    let checks = bench.gateway(&bench.at(&always.url, canaries())).await;
    assert_eq!(checks[0].status, CheckStatus::Warning, "{:?}", checks[0]);
    assert_eq!(always.asked(), 2);
}

#[tokio::test]
async fn nobody_there_is_said_by_the_address() {
    let bench = Bench::new().await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let checks = bench.gateway(&bench.at(&format!("http://{free}"), canaries())).await;
    all_failed(&checks, "network");
    assert!(checks[0].evidence.what.contains(&free.to_string()), "{:?}", checks[0]);
}
