//! Who issued the certificate that was refused. The HTTP client does not tell, so a connection of its
//! own goes the same way as far as the certificate, and no further.

use super::certificate;
use http::Uri;
use hyper_util::client::proxy::matcher::Intercept;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// It only makes a message better: it is not waited for long.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than any proxy's answer to CONNECT.
const LONGEST_ANSWER: usize = 16 * 1024;

/// The issuer of the certificate that `uri` answers with.
pub(super) async fn issuer(uri: &Uri, proxy: Option<&Intercept>) -> Option<String> {
    tokio::time::timeout(PATIENCE, look(uri, proxy)).await.ok().flatten()
}

async fn look(uri: &Uri, proxy: Option<&Intercept>) -> Option<String> {
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    let port = uri.port_u16().unwrap_or(443);
    let stream = match proxy {
        None => TcpStream::connect((host, port)).await.ok()?,
        Some(proxy) => tunnel(proxy, host, port).await?,
    };
    let seen = Arc::new(Seen::default());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&seen) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).ok()?;
    // Ends with the verifier's refusal: nothing is ever sent over this connection.
    let _ = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    let certificate = seen.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    certificate::issuer(&certificate)
}

async fn tunnel(proxy: &Intercept, host: &str, port: u16) -> Option<TcpStream> {
    // A proxy that is itself reached over TLS is not looked through.
    if proxy.uri().scheme_str() != Some("http") {
        return None;
    }
    let mut stream =
        TcpStream::connect((proxy.uri().host()?, proxy.uri().port_u16().unwrap_or(80))).await.ok()?;
    let sign_in = proxy
        .basic_auth()
        .and_then(|value| value.to_str().ok())
        .map(|value| format!("Proxy-Authorization: {value}\r\n"))
        .unwrap_or_default();
    let request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{sign_in}\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") && answer.len() < LONGEST_ANSWER {
        answer.push(stream.read_u8().await.ok()?);
    }
    let taken = answer.starts_with(b"HTTP/1.1 200") || answer.starts_with(b"HTTP/1.0 200");
    taken.then_some(stream)
}

/// Nothing is trusted here.
fn refused<T>() -> Result<T, rustls::Error> {
    Err(rustls::Error::General("seen".to_owned()))
}

/// Keeps the certificate and refuses it.
#[derive(Debug, Default)]
struct Seen(Mutex<Option<Vec<u8>>>);

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(end_entity.to_vec());
        refused()
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        refused()
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        refused()
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
