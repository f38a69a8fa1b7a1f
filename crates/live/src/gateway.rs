//! QuilrAI's gateway, asked with the user's key: the smallest request of each surface that a provider
//! type is served by. The key goes to the host of the base URL and nowhere else.

mod dashboard;
mod error;
mod guard;
mod json;
mod surface;

pub use dashboard::{Dashboard, DashboardForm};
pub use error::GatewayError;
pub(crate) use surface::Surface;

use crate::error::{Asked, LiveError};
use crate::network::{self, Limits, NetworkSettings, Way};
use crate::profiles::of_process;
use crate::quilr_key::QuilrKey;
use crate::verify::{Answered, Chosen, invoke, signed_only};
use aws_config::identity::IdentityCache;
use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{SharedHttpClient, SharedHttpConnector};
use guard::{GuardedClient, GuardedConnector};
use onboarding::fields::GatewayUrl;
use std::time::Duration;

/// A model may think for a while; a connection that is held back must not look like a hang.
const PATIENCE: Duration = Duration::from_secs(45);
/// Before the one other try that follows a throttle.
const PAUSE: Duration = Duration::from_secs(2);

/// The gateway at its base URL. Holds no key.
#[derive(Debug, Clone)]
pub(crate) struct Gateway {
    url: GatewayUrl,
    client: SharedHttpClient,
    connector: SharedHttpConnector,
    limits: Limits,
}

impl Gateway {
    /// The way there: the network's settings and the environment, as for AWS; this machine's own
    /// gateway without a proxy.
    pub(crate) async fn new(url: GatewayUrl, settings: &NetworkSettings) -> Result<Self, LiveError> {
        let limits = Limits::of(settings);
        let (client, connector) = way(&url, settings, limits).await?;
        let host = url.host().to_owned();
        Ok(Self {
            client: SharedHttpClient::new(GuardedClient::new(client, host.clone())),
            connector: SharedHttpConnector::new(GuardedConnector::new(connector, host)),
            url,
            limits,
        })
    }

    /// One request; after a throttle one more. The number of tries, and what came of the last.
    pub(crate) async fn ask(&self, ask: &Ask<'_>) -> (u32, Result<Answered, LiveError>) {
        let first = self.once(ask).await;
        if !first.as_ref().is_err_and(LiveError::is_throttle) {
            return (1, first);
        }
        tokio::time::sleep(PAUSE).await;
        (2, self.once(ask).await)
    }

    async fn once(&self, ask: &Ask<'_>) -> Result<Answered, LiveError> {
        let asked = tokio::time::timeout(PATIENCE, async {
            match ask.surface.call() {
                None => json::ask(&self.connector, &self.url, ask).await,
                Some(call) => invoke(&self.runtime(ask), &self.asked(), call, ask.chosen)
                    .await
                    .map_err(|error| error::of_runtime(error, &ask.surface.path(&ask.chosen.id))),
            }
        });
        asked.await.unwrap_or_else(|_| Err(error::timed_out(&self.url, ask.surface)))
    }

    /// Bedrock Runtime as the gateway serves it: signed, the key being both halves of the credentials.
    fn runtime(&self, ask: &Ask<'_>) -> aws_sdk_bedrockruntime::Client {
        let key = ask.key.reveal();
        let config = aws_sdk_bedrockruntime::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(format!("{}/bedrock-runtime", self.url.as_str()))
            .region(Region::new(ask.region.to_owned()))
            .credentials_provider(Credentials::new(key, key, None, None, "quilr"))
            .identity_cache(IdentityCache::no_cache())
            .auth_scheme_preference(signed_only())
            .http_client(self.client.clone())
            .retry_config(RetryConfig::disabled())
            .timeout_config(self.limits.timeouts())
            .build();
        aws_sdk_bedrockruntime::Client::from_conf(config)
    }

    fn asked(&self) -> Asked {
        Asked { endpoint: Some(self.url.as_str().to_owned()), ..Asked::default() }
    }
}

/// One request.
pub(crate) struct Ask<'a> {
    pub(crate) surface: Surface,
    pub(crate) key: &'a QuilrKey,
    pub(crate) chosen: &'a Chosen,
    /// The setup's: the request is signed for it.
    pub(crate) region: &'a str,
}

async fn way(
    url: &GatewayUrl,
    settings: &NetworkSettings,
    limits: Limits,
) -> Result<(SharedHttpClient, SharedHttpConnector), LiveError> {
    if url.is_local() {
        return Ok((network::direct(), network::direct_connector(limits)));
    }
    let way = Way::resolve(settings, &of_process, None).await?;
    Ok((network::client(&way)?, network::connector(&way, limits)?))
}
