//! Where a connection's way is said: settings of the program first, then the environment, then the
//! profile, as the AWS CLI has it.

use crate::error::LiveError;
use crate::profiles::Environment;
use crate::profiles::files::expanded;
use aws_smithy_http_client::proxy::ProxyConfig;
use hyper_util::client::proxy::matcher::Matcher;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// What the user set in this program. Empty: the environment's.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(default)]
pub struct NetworkSettings {
    /// For example `http://proxy.example.com:8080`, for all calls.
    pub proxy: Option<String>,
    /// Hosts to reach directly, as `NO_PROXY` lists them; only with `proxy`.
    pub no_proxy: Option<String>,
    /// A PEM file with roots to trust besides the system's.
    pub ca_bundle: Option<String>,
    /// How many seconds a connection is waited for.
    pub connect_timeout: Option<u32>,
    /// How many seconds an answer is waited for.
    pub read_timeout: Option<u32>,
}

impl fmt::Debug for NetworkSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's address may hold a password.
        f.debug_struct("NetworkSettings")
            .field("proxy", &self.proxy.is_some())
            .field("ca_bundle", &self.ca_bundle)
            .finish_non_exhaustive()
    }
}

/// The way of a connection, resolved.
pub(crate) struct Way {
    proxy: Proxy,
    /// PEM, every certificate of it looked at: the HTTP client panics at one that is none.
    pub(super) roots: Option<Vec<u8>>,
}

/// Which proxy, per scheme.
enum Proxy {
    /// The settings' own, for everything.
    Set { url: String, no: String },
    /// The environment's, whatever it says.
    Environment,
}

impl Way {
    /// Resolves settings, environment and the profile's `ca_bundle`.
    ///
    /// # Errors
    /// The proxy is no address; the bundle cannot be read or holds no certificate.
    pub(crate) async fn resolve(
        settings: &NetworkSettings,
        environment: Environment<'_>,
        of_profile: Option<&str>,
    ) -> Result<Self, LiveError> {
        let named = settings
            .ca_bundle
            .clone()
            .filter(|path| !path.is_empty())
            .or_else(|| environment("AWS_CA_BUNDLE"))
            .or_else(|| of_profile.map(str::to_owned));
        let roots = match named {
            Some(path) => Some(bundle(&path, environment).await?),
            None => None,
        };
        let proxy = match settings.proxy.as_deref().map(str::trim).filter(|url| !url.is_empty()) {
            Some(url) => {
                Proxy::Set { url: with_scheme(url), no: settings.no_proxy.clone().unwrap_or_default() }
            }
            None => Proxy::Environment,
        };
        Ok(Self { proxy, roots })
    }

    /// For the HTTP client.
    pub(super) fn proxy_config(&self) -> Result<ProxyConfig, LiveError> {
        match &self.proxy {
            Proxy::Environment => Ok(ProxyConfig::from_env()),
            Proxy::Set { url, no } => ProxyConfig::all(url.as_str())
                .map(|config| config.no_proxy(no))
                .map_err(|_| LiveError::ProxyAddress),
        }
    }

    /// The same, to ask which proxy an address is reached through.
    pub(super) fn matcher(&self) -> Matcher {
        match &self.proxy {
            Proxy::Environment => Matcher::from_env(),
            Proxy::Set { url, no } => Matcher::builder().all(url.clone()).no(no.clone()).build(),
        }
    }
}

fn with_scheme(url: &str) -> String {
    if url.contains("://") { url.to_owned() } else { format!("http://{url}") }
}

async fn bundle(path: &str, environment: Environment<'_>) -> Result<Vec<u8>, LiveError> {
    let refused = |why: String| LiveError::CaBundle { path: path.to_owned(), why };
    let pem =
        tokio::fs::read(expanded(path, environment)).await.map_err(|error| refused(error.to_string()))?;
    let certificates = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| refused("it is not in the PEM form".to_owned()))?;
    if certificates.is_empty() {
        return Err(refused("it holds no certificate".to_owned()));
    }
    let mut store = rustls::RootCertStore::empty();
    for (place, certificate) in certificates.into_iter().enumerate() {
        store
            .add(certificate)
            .map_err(|_| refused(format!("certificate {} of it cannot be read", place + 1)))?;
    }
    Ok(pem)
}

const FILE: &str = "network.json";

impl NetworkSettings {
    /// What was kept in the data folder, the defaults where nothing was. A file that cannot be read is
    /// no reason not to sign in: the environment then has the word.
    pub fn load(folder: &Path) -> Self {
        let text = std::fs::read(folder.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Keeps them in the data folder. A proxy's password is not written to a file.
    ///
    /// # Errors
    /// [`LiveError::ProxyPassword`]; [`LiveError::ProxyAddress`]; the file cannot be written.
    pub fn save(&self, folder: &Path) -> Result<(), LiveError> {
        if let Some(proxy) = self.proxy.as_deref().map(str::trim).filter(|proxy| !proxy.is_empty()) {
            if proxy.contains('@') {
                return Err(LiveError::ProxyPassword);
            }
            ProxyConfig::all(with_scheme(proxy)).map_err(|_| LiveError::ProxyAddress)?;
        }
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(folder.join(FILE), text))
            .map_err(|error| LiveError::Settings { why: error.to_string() })
    }
}
