//! From a [`Source`] to clients: credentials, region, endpoint, and a transport that gives up in time.

use super::{Account, Inner, Source};
use crate::error::{Asked, LiveError};
use crate::pacing::Pacing;
use crate::profiles::must_work;
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::identity::IdentityCache;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use std::sync::Arc;
use std::time::Duration;

/// IAM is global and STS answers there; used where neither environment nor profile names a region.
const FALLBACK_REGION: &str = "us-east-1";

pub(super) async fn connect(source: Source) -> Result<Account, LiveError> {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let (config, profile) = match source {
        Source::Endpoint { url, region, access_key_id, secret_access_key, session_token } => {
            let keys = Credentials::new(access_key_id, secret_access_key, session_token, None, "endpoint");
            (at_endpoint(http, url, region, keys), None)
        }
        Source::Profile(name) => {
            must_work(&name).await?;
            (of_profile(http, &name).await, Some(name))
        }
        Source::Environment => {
            let named = std::env::var("AWS_PROFILE").ok().filter(|name| !name.is_empty());
            let keys = std::env::var_os("AWS_ACCESS_KEY_ID").is_some();
            if let (Some(name), false) = (&named, keys) {
                must_work(name).await?;
            }
            (of_environment(http).await, named.filter(|_| !keys))
        }
    };
    Ok(account(config, profile))
}

fn account(config: SdkConfig, profile: Option<String>) -> Account {
    let region = config.region().map_or(FALLBACK_REGION, Region::as_ref).to_owned();
    let iam = aws_sdk_iam::Client::new(&config);
    let sts = aws_sdk_sts::Client::new(&config);
    Account {
        inner: Arc::new(Inner {
            asked: Asked { profile, endpoint: iam_endpoint(&config) },
            iam,
            sts,
            region,
            config,
        }),
        pacing: Pacing::default(),
    }
}

/// The endpoint of IAM where one is set: for all services, or for IAM alone.
fn iam_endpoint(config: &SdkConfig) -> Option<String> {
    let own = config.service_config().and_then(|service| {
        let key = aws_types::service_config::ServiceConfigKey::builder()
            .service_id("IAM")
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .ok()?;
        service.load_config(key)
    });
    own.or_else(|| config.endpoint_url().map(str::to_owned))
}

/// Built by hand rather than loaded, so that nothing in the environment can send a call elsewhere.
fn at_endpoint(http: SharedHttpClient, url: String, region: String, keys: Credentials) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .endpoint_url(url)
        .region(Region::new(region))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .identity_cache(IdentityCache::lazy().build())
        .timeout_config(timeouts())
        .retry_config(retries())
        .build()
}

/// A profile by its name. The SDK's default chain would prefer keys of the environment, and so sign
/// in as somebody else than the one who was chosen: the profile's own provider is set instead.
async fn of_profile(http: SharedHttpClient, name: &str) -> SdkConfig {
    let of_profile = ProfileFileRegionProvider::builder().profile_name(name).build();
    let region = region(of_profile).region().await;
    let provider = ProviderConfig::default()
        .with_http_client(http.clone())
        .with_region(region.clone())
        .with_timeout_config(timeouts());
    let credentials =
        ProfileFileCredentialsProvider::builder().profile_name(name).configure(&provider).build();
    loader(http).profile_name(name).region(region).credentials_provider(credentials).load().await
}

async fn of_environment(http: SharedHttpClient) -> SdkConfig {
    loader(http).region(region(ProfileFileRegionProvider::new())).load().await
}

/// The environment's region, the profile's, or [`FALLBACK_REGION`]. The SDK's default would go on to
/// ask the metadata service of an EC2 instance, for which a laptop waits in vain.
fn region(of_profile: ProfileFileRegionProvider) -> RegionProviderChain {
    RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
        .or_else(of_profile)
        .or_else(Region::from_static(FALLBACK_REGION))
}

fn loader(http: SharedHttpClient) -> aws_config::ConfigLoader {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts())
        .retry_config(retries());
    match AppName::new("bedrock-role-wizard") {
        Ok(name) => loader.app_name(name),
        Err(_) => loader,
    }
}

/// An intercepted connection must not look like a hang.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .operation_attempt_timeout(Duration::from_secs(35))
        .operation_timeout(Duration::from_secs(90))
        .build()
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3)
}
