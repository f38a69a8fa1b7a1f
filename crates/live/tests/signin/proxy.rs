//! A forward proxy and a TLS front with a private CA, on loopback: what stands between a managed
//! laptop and AWS.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// How a proxy treats who comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    Open,
    /// `ann:CANARY-PASSWORD`, in the form of Basic.
    AsksForPassword,
    Refuses,
}

const SIGN_IN: &str = "proxy-authorization: basic YW5uOkNBTkFSWS1QQVNTV09SRA==";

pub(crate) struct Proxy {
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, manners, Arc::clone(&noted)));
            }
        });
        Self { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that were let through: `CONNECT localhost:1234`, or a plain one with its body.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// The head of a request, and what of its body came with it.
async fn head(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let body = read.split_off(end + 4);
            return Some((String::from_utf8(read).unwrap(), body));
        }
        if stream.read_buf(&mut read).await.ok()? == 0 {
            return None;
        }
    }
}

async fn serve(mut client: TcpStream, manners: Manners, seen: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let (head, mut body) = head(&mut client).await?;
    let answer = match manners {
        Manners::Refuses => Some("403 Forbidden"),
        Manners::AsksForPassword if !head.to_ascii_lowercase().contains(&SIGN_IN.to_ascii_lowercase()) => {
            Some("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"acme\"")
        }
        Manners::Open | Manners::AsksForPassword => None,
    };
    if let Some(answer) = answer {
        let text = format!(
            "HTTP/1.1 {answer}\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\n<p/>"
        );
        return client.write_all(text.as_bytes()).await.ok();
    }
    let mut words = head.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    if method == "CONNECT" {
        seen.lock().unwrap().push(format!("CONNECT {target}"));
        // To a proxy, `localhost` is where the TLS front listens.
        let server = target.replace("localhost:", "[::1]:");
        let mut server = TcpStream::connect(&server).await.ok()?;
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.ok()?;
        copy_bidirectional(&mut client, &mut server).await.ok()?;
        return Some(());
    }
    let length = head.to_ascii_lowercase();
    let length =
        length.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0").to_owned();
    while body.len() < length.trim().parse::<usize>().unwrap() {
        client.read_buf(&mut body).await.ok()?;
    }
    seen.lock().unwrap().push(format!("{method} {target} {}", String::from_utf8_lossy(&body)));
    let (_, rest) = target.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut server = TcpStream::connect(host).await.ok()?;
    let (_, headers) = head.split_once("\r\n")?;
    let forwarded = format!("{method} /{path} HTTP/1.1\r\nConnection: close\r\n{headers}");
    server.write_all(forwarded.as_bytes()).await.ok()?;
    server.write_all(&body).await.ok()?;
    copy_bidirectional(&mut client, &mut server).await.ok()?;
    Some(())
}

/// A server that speaks TLS for another one.
pub(crate) struct TlsFront {
    /// `https://[::1]:PORT`, the port that of the server behind: it serves no other name.
    pub(crate) url: String,
    /// The same behind a proxy: the HTTP client's tunnels know no IPv6 address.
    pub(crate) through_proxy: String,
    /// The root that its certificate goes back to.
    pub(crate) root: String,
}

impl TlsFront {
    /// For a server at `behind` (`127.0.0.1:PORT`), with a certificate for these names.
    pub(crate) async fn start(behind: &str, names: &[&str]) -> Self {
        let mut root = CertificateParams::default();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.distinguished_name.push(DnType::CommonName, "Acme Inspection CA");
        root.distinguished_name.push(DnType::OrganizationName, "Acme");
        let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            .unwrap()
            .signed_by(&key, &root)
            .unwrap();
        let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (_, port) = behind.rsplit_once(':').unwrap();
        let listener = TcpListener::bind(format!("[::1]:{port}")).await.unwrap();
        let url = format!("https://[::1]:{port}");
        let through_proxy = format!("https://localhost:{port}");
        let behind = behind.to_owned();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, behind) = (acceptor.clone(), behind.clone());
                tokio::spawn(async move {
                    let mut client = acceptor.accept(stream).await.ok()?;
                    let mut server = TcpStream::connect(behind).await.ok()?;
                    copy_bidirectional(&mut client, &mut server).await.ok()
                });
            }
        });
        Self { url, through_proxy, root: root.pem() }
    }
}
