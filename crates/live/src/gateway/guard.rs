//! What is not the gateway's answer is no answer: a redirect is not followed, so that the key goes to
//! no other host, and a web page is named as one. For every surface, whoever makes the call.

use super::GatewayError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use http::Uri;

/// So much of a page is read for its title.
const HEAD: usize = 16 * 1024;

#[derive(Debug)]
pub(super) struct GuardedClient {
    inner: SharedHttpClient,
    host: String,
}

impl GuardedClient {
    pub(super) fn new(inner: SharedHttpClient, host: String) -> Self {
        Self { inner, host }
    }
}

impl HttpClient for GuardedClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(GuardedConnector::new(inner, self.host.clone()))
    }
}

#[derive(Debug)]
pub(super) struct GuardedConnector {
    inner: SharedHttpConnector,
    host: String,
}

impl GuardedConnector {
    pub(super) fn new(inner: SharedHttpConnector, host: String) -> Self {
        Self { inner, host }
    }
}

impl HttpConnector for GuardedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let call = self.inner.call(request);
        let host = self.host.clone();
        HttpConnectorFuture::new(async move {
            let response = call.await?;
            let refused = |error: GatewayError| Err(ConnectorError::other(Box::new(error), None));
            if (300..400).contains(&response.status().as_u16()) {
                let to = elsewhere(&response, &host);
                return refused(GatewayError::Redirected { host, to });
            }
            let html =
                response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
            if html {
                return refused(GatewayError::WebPage { host, title: title(response).await });
            }
            Ok(response)
        })
    }
}

/// The host of a redirect; the whole address may hold what is nobody's business.
fn elsewhere(response: &HttpResponse, host: &str) -> String {
    let to = response.headers().get("location").and_then(|to| to.parse::<Uri>().ok());
    let to = to.as_ref().and_then(Uri::host).unwrap_or(host);
    to.chars().take(253).collect()
}

async fn title(response: HttpResponse) -> Option<String> {
    let page = super::json::read(response, HEAD).await?;
    let page = String::from_utf8_lossy(&page);
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title: String = page.get(start..end)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String =
        crate::quilr_key::redacted(&title).chars().filter(|c| !c.is_control()).take(64).collect();
    (!title.is_empty()).then_some(title)
}
