//! From a [`Source`] to clients: credentials, region, endpoint, and a transport that gives up in time.

use super::{Account, Inner, SignInWith, Source};
use crate::error::{Asked, LiveError};
use crate::network::{self, Limits, Way};
use crate::pacing::Pacing;
use crate::profiles::chain::{self, Base, Chain};
use crate::profiles::files::Files;
use crate::profiles::{Environment, ProfileProblem, Selected, of_process, select};
use crate::signin::device::Flow;
use crate::signin::provider::{ChainCredentials, Means};
use crate::signin::{DeviceCode, SsoLogin};
use aws_config::identity::IdentityCache;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use std::sync::Arc;

/// IAM is global and STS answers there; used where neither environment nor profile names a region.
const FALLBACK_REGION: &str = "us-east-1";

/// How often a call is tried where nothing else says it.
const TRIES: u32 = 3;

pub(super) async fn connect(source: Source, with: SignInWith) -> Result<Account, LiveError> {
    let named = match source {
        Source::Endpoint { url, region, access_key_id, secret_access_key, session_token } => {
            let keys = Credentials::new(access_key_id, secret_access_key, session_token, None, "endpoint");
            return Ok(account(at_endpoint(url, region, keys), None, None));
        }
        Source::Profile(name) => Some(name),
        Source::Environment => None,
    };
    let ready = Ready::new(named.as_deref(), &with).await?;
    let Ready { selected: Selected { profile, chain }, config, provider } = ready;
    let chain = chain.map_err(|problem| unusable(profile.clone(), problem))?;
    let means = Means { config: config.clone(), provider, prompt: with.prompt };
    let credentials = Arc::new(ChainCredentials::new(chain, profile.clone(), means));
    let config = config
        .to_builder()
        .credentials_provider(SharedCredentialsProvider::from(
            Arc::clone(&credentials) as Arc<dyn aws_credential_types::provider::ProvideCredentials>
        ))
        // The chain keeps what it got; a second cache would give up on a slow sign-in after 5 seconds.
        .identity_cache(IdentityCache::no_cache())
        .build();
    Ok(account(config, profile, Some(credentials)))
}

/// Network, region and rhythm stay; only who signs is another.
pub(super) fn with_keys(of: &Account, keys: Credentials) -> Account {
    let config = of
        .config()
        .to_builder()
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .identity_cache(IdentityCache::no_cache())
        .build();
    account(config, of.asked().profile.clone(), None).with_pacing(*of.pacing())
}

/// Signs in to the Identity Center session of a profile, in the browser.
pub(super) async fn sso_login(
    profile: &str,
    with: &SignInWith,
    login: &SsoLogin,
    show: &(dyn Fn(&DeviceCode) + Send + Sync),
) -> Result<(), LiveError> {
    let ready = Ready::new(Some(profile), with).await?;
    let chain: Chain = ready.selected.chain.map_err(|problem| unusable(Some(profile.to_owned()), problem))?;
    let Base::Sso(sso) = &chain.base else {
        return Err(LiveError::NotSso { profile: profile.to_owned() });
    };
    let flow = Flow { sso, config: &ready.config, profile: Some(profile), environment: &of_process };
    flow.run(login, show).await.map(drop)
}

/// What is known before anybody signs in.
struct Ready {
    selected: Selected,
    /// HTTP client, region, endpoints; no credentials.
    config: SdkConfig,
    provider: ProviderConfig,
}

impl Ready {
    async fn new(named: Option<&str>, with: &SignInWith) -> Result<Self, LiveError> {
        let files = Files::read(&of_process).await?;
        let selected = select(&files, named, &of_process)?;
        // Region, endpoints and roots are the named profile's even where keys of the environment sign.
        let settings = named.map_or_else(|| chain::profile_name(&of_process), str::to_owned);
        let region = chain::region(&files, &of_process, Some(&settings));
        let region = Region::new(region.unwrap_or_else(|| FALLBACK_REGION.to_owned()));
        let retries = retries(tries(files.setting(&settings, "max_attempts"), &of_process)?);
        let way = Way::resolve(&with.network, &of_process, files.setting(&settings, "ca_bundle")).await?;
        let limits = Limits::of(&with.network);
        let http = network::client(&way)?;
        let provider = ProviderConfig::default()
            .with_http_client(http.clone())
            .with_region(Some(region.clone()))
            .with_timeout_config(limits.timeouts());
        let loader = loader(http, limits).retry_config(retries).profile_name(settings).region(region);
        let config = loader.no_credentials().load().await;
        Ok(Self { selected, config, provider })
    }
}

fn unusable(profile: Option<String>, problem: ProfileProblem) -> LiveError {
    match problem {
        ProfileProblem::NoSignIn(name) => LiveError::NoCredentials { profile: Some(name) },
        problem => LiveError::BadProfile { profile, problem },
    }
}

fn account(
    config: SdkConfig,
    profile: Option<String>,
    credentials: Option<Arc<ChainCredentials>>,
) -> Account {
    let region = config.region().map_or(FALLBACK_REGION, Region::as_ref).to_owned();
    let iam = aws_sdk_iam::Client::new(&config);
    let sts = aws_sdk_sts::Client::new(&config);
    Account {
        inner: Arc::new(Inner {
            asked: Asked {
                profile,
                by: credentials.as_ref().and_then(|chain| chain.signs_in_by()),
                endpoint: iam_endpoint(&config),
            },
            iam,
            sts,
            region,
            credentials,
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
fn at_endpoint(url: String, region: String, keys: Credentials) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(network::direct())
        .endpoint_url(url)
        .region(Region::new(region))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .identity_cache(IdentityCache::lazy().build())
        .timeout_config(Limits::default().timeouts())
        .retry_config(retries(TRIES))
        .build()
}

fn loader(http: SharedHttpClient, limits: Limits) -> aws_config::ConfigLoader {
    let loader =
        aws_config::defaults(BehaviorVersion::latest()).http_client(http).timeout_config(limits.timeouts());
    match AppName::new("bedrock-role-wizard") {
        Ok(name) => loader.app_name(name),
        Err(_) => loader,
    }
}

fn retries(tries: u32) -> RetryConfig {
    RetryConfig::standard().with_max_attempts(tries)
}

/// How often a call is tried: as the environment says, then the profile, as for every client of AWS.
/// The SDK's own reading panics at a value that is no number.
fn tries(of_profile: Option<&str>, environment: Environment<'_>) -> Result<u32, LiveError> {
    let Some(value) = environment("AWS_MAX_ATTEMPTS").or_else(|| of_profile.map(str::to_owned)) else {
        return Ok(TRIES);
    };
    value.parse().ok().filter(|tries| *tries > 0).ok_or(LiveError::MaxAttempts { value })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_call_is_tried_as_often_as_the_environment_says_or_the_profile() {
        let nothing = |_: &str| None;
        let five = |name: &str| (name == "AWS_MAX_ATTEMPTS").then(|| "5".to_owned());
        assert_eq!(tries(None, &nothing).unwrap(), TRIES);
        assert_eq!(tries(Some("2"), &nothing).unwrap(), 2);
        assert_eq!(tries(Some("2"), &five).unwrap(), 5);
        for wrong in ["0", "-1", "many"] {
            let error = tries(Some(wrong), &nothing).unwrap_err();
            assert_eq!(error.code(), "max-attempts");
            assert!(error.to_string().contains(wrong), "{error}");
        }
    }
}
