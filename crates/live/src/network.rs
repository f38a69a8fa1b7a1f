//! One HTTP client for every call: the proxy, the private roots, and failures that say what is in the
//! way. A laptop behind a proxy that re-signs TLS is the rule and not the exception.

mod certificate;
mod limits;
mod probe;
mod settings;

pub(crate) use limits::Limits;
pub use settings::NetworkSettings;

use crate::error::{LiveError, NetworkFault};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
pub(crate) use settings::Way;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// A failed connection that is understood: found again where an SDK error becomes a [`LiveError`].
#[derive(Debug, Clone, thiserror::Error)]
#[error("{why}")]
pub(crate) struct Reason {
    pub(crate) fault: NetworkFault,
    pub(crate) why: String,
}

/// The client for AWS as the environment, the profile and the settings lead to it.
pub(crate) fn client(way: &Way) -> Result<SharedHttpClient, LiveError> {
    Ok(wrapped(context(way)?, way.proxy_config()?, Some(way.matcher())))
}

/// The same way for a call that is not made by the AWS SDK.
pub(crate) fn connector(way: &Way, limits: Limits) -> Result<SharedHttpConnector, LiveError> {
    let settings = limits.of_connector();
    let (proxy, context) = (way.proxy_config()?, context(way)?);
    let plain = builder(Some(&settings), Some(asleep()), &proxy).build_http();
    let of_tls = settings.clone();
    let tls: Made = Box::new(move || {
        let made = builder(Some(&of_tls), Some(asleep()), &proxy)
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .tls_context(context)
            .build();
        SharedHttpConnector::new(made)
    });
    let by = By::Host { plain: SharedHttpConnector::new(plain), tls: LazyLock::new(tls) };
    Ok(explaining(by, settings, Some(way.matcher())))
}

fn context(way: &Way) -> Result<TlsContext, LiveError> {
    let mut roots = TrustStore::default();
    if let Some(pem) = &way.roots {
        roots.add_pem_certificate(pem.clone());
    }
    TlsContext::builder()
        .with_trust_store(roots)
        .build()
        .map_err(|error| LiveError::CaBundle { path: String::new(), why: error.to_string() })
}

/// The client for an endpoint that was given with its keys: nothing of the environment applies.
pub(crate) fn direct() -> SharedHttpClient {
    wrapped(TlsContext::default(), ProxyConfig::disabled(), None)
}

/// The same for a call that is not made by the AWS SDK: on this machine, in plain HTTP.
pub(crate) fn direct_connector(limits: Limits) -> SharedHttpConnector {
    let settings = limits.of_connector();
    let one = builder(Some(&settings), Some(asleep()), &ProxyConfig::disabled()).build_http();
    explaining(By::One(SharedHttpConnector::new(one)), settings, None)
}

fn explaining(by: By, settings: HttpConnectorSettings, matcher: Option<Matcher>) -> SharedHttpConnector {
    SharedHttpConnector::new(Explaining { by, settings, proxies: Arc::new(Proxies(matcher)) })
}

fn asleep() -> SharedAsyncSleep {
    SharedAsyncSleep::new(TokioSleep::new())
}

fn wrapped(context: TlsContext, proxy: ProxyConfig, matcher: Option<Matcher>) -> SharedHttpClient {
    let of_plain = proxy.clone();
    // The clients keep their connectors, and their connections, for as long as they live.
    let plain = Builder::new().build_with_connector_fn(move |settings, components| {
        builder(settings, components.and_then(RuntimeComponents::sleep_impl), &of_plain).build_http()
    });
    let tls = Builder::new().build_with_connector_fn(move |settings, components| {
        builder(settings, components.and_then(RuntimeComponents::sleep_impl), &proxy)
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .tls_context(context.clone())
            .build()
    });
    SharedHttpClient::new(Client { plain, tls, proxies: Arc::new(Proxies(matcher)) })
}

fn builder(
    settings: Option<&HttpConnectorSettings>,
    sleep: Option<SharedAsyncSleep>,
    proxy: &ProxyConfig,
) -> ConnectorBuilder {
    let builder = Connector::builder().proxy_config(proxy.clone());
    let mut builder = match settings {
        Some(settings) => builder.connector_settings(settings.clone()),
        None => builder,
    };
    builder.set_sleep_impl(sleep);
    builder
}

/// Plain HTTP has a client of its own: the system's certificates are read for a call that needs them,
/// and that takes longer than a call on this machine.
#[derive(Debug, Clone)]
struct Client {
    plain: SharedHttpClient,
    tls: SharedHttpClient,
    proxies: Arc<Proxies>,
}

/// Which proxy an address is reached through.
struct Proxies(Option<Matcher>);

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxies(…)")
    }
}

impl Proxies {
    fn of(&self, uri: &Uri) -> Option<Intercept> {
        self.0.as_ref()?.intercept(uri)
    }
}

impl HttpClient for Client {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Explaining {
            by: By::Client(Box::new((self.clone(), components.clone()))),
            settings: settings.clone(),
            proxies: Arc::clone(&self.proxies),
        })
    }
}

/// A connector whose failures say what is in the way.
#[derive(Debug)]
struct Explaining {
    by: By,
    settings: HttpConnectorSettings,
    proxies: Arc<Proxies>,
}

/// What makes a connector when it is needed.
type Made = Box<dyn FnOnce() -> SharedHttpConnector + Send>;

/// What makes the call.
#[derive(Debug)]
enum By {
    /// The AWS SDK's clients.
    Client(Box<(Client, RuntimeComponents)>),
    /// Connectors for one host: as with [`Client`], no certificate is read for plain HTTP.
    Host { plain: SharedHttpConnector, tls: LazyLock<SharedHttpConnector, Made> },
    /// One connector, in plain HTTP.
    One(SharedHttpConnector),
}

impl HttpConnector for Explaining {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let uri: Option<Uri> = request.uri().parse().ok();
        let proxy = uri.as_ref().and_then(|uri| self.proxies.of(uri));
        let is_plain = uri.as_ref().is_some_and(|uri| uri.scheme() == Some(&Scheme::HTTP));
        let through_tls = proxy.as_ref().is_some_and(|proxy| proxy.uri().scheme() == Some(&Scheme::HTTPS));
        let in_plain = is_plain && !through_tls;
        let call = match &self.by {
            By::Client(by) => {
                let (client, components) = by.as_ref();
                let client = if in_plain { &client.plain } else { &client.tls };
                client.http_connector(&self.settings, components).call(request)
            }
            By::Host { plain, tls } => {
                let connector = if in_plain { plain } else { tls };
                connector.call(request)
            }
            By::One(connector) => connector.call(request),
        };
        let (connect, read) = (self.settings.connect_timeout(), self.settings.read_timeout());
        HttpConnectorFuture::new(async move {
            let Some(uri) = uri else { return call.await };
            match call.await {
                Ok(response) => {
                    match proxy.as_ref().and_then(|proxy| answer_of_proxy(proxy, &uri, &response)) {
                        Some(reason) => Err(final_error(reason)),
                        None => Ok(response),
                    }
                }
                Err(error) => match explained(&error, &uri, proxy.as_ref()).await {
                    Some(reason) => Err(final_error(reason)),
                    // Still a timeout to the SDK, which tries again.
                    None => Err(match limits::passed(connect, read, &chain(&error)) {
                        Some(reason) => ConnectorError::timeout(Box::new(reason)),
                        None => error,
                    }),
                },
            }
        })
    }
}

/// Not worth another try by the SDK: the next one would end the same.
fn final_error(reason: Reason) -> ConnectorError {
    ConnectorError::other(Box::new(reason), None)
}

/// Plain HTTP through a proxy: its own refusals come as answers. AWS never asks a proxy's questions
/// and never answers in HTML.
fn answer_of_proxy(proxy: &Intercept, uri: &Uri, response: &HttpResponse) -> Option<Reason> {
    if uri.scheme_str() != Some("http") {
        return None;
    }
    let status = response.status().as_u16();
    if status == 407 {
        return Some(proxy_sign_in(proxy));
    }
    let html = response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    (status >= 400 && html).then(|| proxy_refused(proxy, uri))
}

async fn explained(error: &ConnectorError, uri: &Uri, proxy: Option<&Intercept>) -> Option<Reason> {
    let said = chain(error);
    if let Some(proxy) = proxy {
        if said.contains("proxy authorization required") {
            return Some(proxy_sign_in(proxy));
        }
        if said.contains("tunnel error: failed to create underlying connection") {
            return Some(Reason {
                fault: NetworkFault::Proxy,
                why: format!("the proxy `{}` cannot be reached", shown(proxy.uri())),
            });
        }
        if said.contains("tunnel error") {
            return Some(proxy_refused(proxy, uri));
        }
    }
    if said.contains("invalid peer certificate") || said.contains("invalid certificate") {
        let issuer = probe::issuer(uri, proxy).await;
        let host = uri.host().unwrap_or_default();
        return Some(Reason {
            fault: NetworkFault::Tls,
            why: certificate::refusal(host, issuer.as_deref(), &said),
        });
    }
    None
}

fn proxy_sign_in(proxy: &Intercept) -> Reason {
    let why = if proxy.basic_auth().is_some() {
        format!("the proxy `{}` does not take the user name and password", shown(proxy.uri()))
    } else {
        format!("the proxy `{}` asks for a user name and password", shown(proxy.uri()))
    };
    Reason { fault: NetworkFault::ProxySignIn, why }
}

fn proxy_refused(proxy: &Intercept, uri: &Uri) -> Reason {
    let why = format!(
        "the proxy `{}` does not connect to `{}`",
        shown(proxy.uri()),
        uri.host().unwrap_or_default()
    );
    Reason { fault: NetworkFault::Proxy, why }
}

/// A proxy's address without its user and password.
fn shown(uri: &Uri) -> String {
    let host = uri.host().unwrap_or_default();
    let port = uri.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{host}{port}", uri.scheme_str().unwrap_or("http"))
}

fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        said.push_str(&error.to_string().to_ascii_lowercase());
        said.push('\n');
        next = error.source();
    }
    said
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    /// Debug builds take a tenth of a second to read the system's certificates, release builds some
    /// milliseconds: no call on this machine is to pay that.
    #[tokio::test]
    async fn certificates_are_read_for_the_first_call_that_needs_them() {
        let way = Way::resolve(&NetworkSettings::default(), &|_| None, None).await.unwrap();
        let connector = connector(&way, Limits::default()).unwrap();
        let are_read = || !format!("{connector:?}").contains("<uninit>");
        let call = async |address: &str| {
            // Nobody is there.
            let _ = connector.call(HttpRequest::get(address).unwrap()).await;
        };
        assert!(!are_read());
        call("http://127.0.0.1:1/").await;
        assert!(!are_read(), "plain HTTP needs none");
        call("https://127.0.0.1:1/").await;
        assert!(are_read(), "TLS does");
    }
}
