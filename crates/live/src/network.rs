//! One HTTP client for every call: the proxy, the private roots, and failures that say what is in the
//! way. A laptop behind a proxy that re-signs TLS is the rule and not the exception.

mod certificate;
mod probe;
mod settings;

pub use settings::NetworkSettings;

use crate::error::{LiveError, NetworkFault};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
pub(crate) use settings::Way;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to be made.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);
/// How long an answer may take to begin.
pub(crate) const READ: Duration = Duration::from_secs(30);

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
pub(crate) fn connector(way: &Way) -> Result<SharedHttpConnector, LiveError> {
    Ok(one(context(way)?, way.proxy_config()?, Some(way.matcher())))
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

/// The same for a call that is not made by the AWS SDK.
pub(crate) fn direct_connector() -> SharedHttpConnector {
    one(TlsContext::default(), ProxyConfig::disabled(), None)
}

fn one(context: TlsContext, proxy: ProxyConfig, matcher: Option<Matcher>) -> SharedHttpConnector {
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT).read_timeout(READ).build();
    let mut builder = Connector::builder()
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .tls_context(context)
        .proxy_config(proxy)
        .connector_settings(settings);
    builder.set_sleep_impl(Some(SharedAsyncSleep::new(TokioSleep::new())));
    let inner = SharedHttpConnector::new(builder.build());
    SharedHttpConnector::new(Explaining { inner, proxies: Arc::new(Proxies(matcher)) })
}

fn wrapped(context: TlsContext, proxy: ProxyConfig, matcher: Option<Matcher>) -> SharedHttpClient {
    // The client keeps its connectors, and their connections, for as long as it lives.
    let inner = Builder::new().build_with_connector_fn(move |settings, components| {
        let builder = Connector::builder()
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .tls_context(context.clone())
            .proxy_config(proxy.clone());
        let mut builder = match settings {
            Some(settings) => builder.connector_settings(settings.clone()),
            None => builder,
        };
        builder.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        builder.build()
    });
    SharedHttpClient::new(Client { inner, proxies: Arc::new(Proxies(matcher)) })
}

#[derive(Debug)]
struct Client {
    inner: SharedHttpClient,
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
            inner: self.inner.http_connector(settings, components),
            proxies: Arc::clone(&self.proxies),
        })
    }
}

/// A connector whose failures say what is in the way.
#[derive(Debug)]
struct Explaining {
    inner: SharedHttpConnector,
    proxies: Arc<Proxies>,
}

impl HttpConnector for Explaining {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let uri: Option<Uri> = request.uri().parse().ok();
        let proxy = uri.as_ref().and_then(|uri| self.proxies.of(uri));
        let call = self.inner.call(request);
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
                    None => Err(error),
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
