//! From a corporate network: proxies and private roots, each failure with what is in the way.

use crate::child::{home, keys, run};
use crate::proxy::{Manners, Proxy, TlsFront};
use sandbox::{Options, Sandbox};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Bench {
    sandbox: Sandbox,
    front: TlsFront,
    home: tempfile::TempDir,
    /// The admin's answer.
    admin: [String; 1],
}

impl Bench {
    async fn new() -> Self {
        Self::for_names(&["::1", "localhost"]).await
    }

    /// The front's certificate is for these names; it is reached as `::1`.
    async fn for_names(names: &[&str]) -> Self {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let front = TlsFront::start(sandbox.endpoint().trim_start_matches("http://"), names).await;
        let identity = sandbox.identity("admin").unwrap();
        let admin = [format!("{} endless", identity.arn)];
        let home = home("[profile work]\nregion = us-east-1\n", &keys("work", identity));
        std::fs::write(home.path().join("root.pem"), &front.root).unwrap();
        Self { sandbox, front, home, admin }
    }

    fn root(&self) -> String {
        self.home.path().join("root.pem").display().to_string()
    }

    /// Through TLS, trusting its root.
    fn trusting(&self, more: &[(&str, &str)]) -> Vec<String> {
        let root = self.root();
        self.over_tls(&[more, &[("AWS_CA_BUNDLE", root.as_str())]].concat())
    }

    fn over_tls(&self, more: &[(&str, &str)]) -> Vec<String> {
        let proxied =
            more.iter().any(|(name, _)| name.to_ascii_uppercase().ends_with("_PROXY") && *name != "NO_PROXY");
        let bypassed = more.iter().any(|(name, _)| *name == "NO_PROXY");
        let url = if proxied && !bypassed { &self.front.through_proxy } else { &self.front.url };
        run(self.home.path(), "work", &[more, &[("AWS_ENDPOINT_URL", url.as_str())]].concat())
    }

    fn plainly(&self, more: &[(&str, &str)]) -> Vec<String> {
        let url = self.sandbox.endpoint();
        run(self.home.path(), "work", &[more, &[("AWS_ENDPOINT_URL", url.as_str())]].concat())
    }
}

#[track_caller]
fn fails(answer: &[String], code: &str, words: &[&str]) {
    let [answer] = answer else { panic!("{answer:?}") };
    assert!(answer.starts_with(&format!("{code}: ")), "{code}: {answer}");
    for word in words {
        assert!(answer.contains(word), "`{word}` in: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_root_is_trusted_where_it_is_named_and_the_systems_stay() {
    let bench = Bench::new().await;
    assert_eq!(bench.trusting(&[]), bench.admin);
    let config = format!("[profile work]\nregion = us-east-1\nca_bundle = {}\n", bench.root());
    std::fs::write(bench.home.path().join(".aws/config"), config).unwrap();
    assert_eq!(bench.over_tls(&[]), bench.admin, "ca_bundle of the profile");
    std::fs::write(bench.home.path().join(".aws/config"), "[profile work]\nca_bundle = /nowhere\n").unwrap();
    assert_eq!(bench.trusting(&[]), bench.admin, "the environment goes first");
    let root = bench.root();
    assert_eq!(
        bench.over_tls(&[("TEST_CA_BUNDLE", &root), ("AWS_CA_BUNDLE", "/nowhere")]),
        bench.admin,
        "the program's own settings go before both"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_is_not_trusted_is_named_by_its_issuer() {
    let bench = Bench::new().await;
    let words = ["Acme Inspection CA", "O=Acme", "not trusted", "AWS_CA_BUNDLE"];
    fails(&bench.over_tls(&[]), "tls", &[&words[..], &["`[::1]`"]].concat());
    let proxy = Proxy::start(Manners::Open).await;
    fails(&bench.over_tls(&[("HTTPS_PROXY", &proxy.url())]), "tls", &[&words[..], &["`localhost`"]].concat());
    let other = Bench::for_names(&["other.example"]).await;
    fails(&other.trusting(&[]), "tls", &["`[::1]`", "is for another host"]);
    assert_eq!(bench.sandbox.events(), [], "nothing was said to who could not be trusted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bundle_that_is_none_is_said_before_any_call() {
    let bench = Bench::new().await;
    let file = |name: &str, text: &str| {
        let path = bench.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let garbage = "-----BEGIN CERTIFICATE-----\nQ0FOQVJZ\n-----END CERTIFICATE-----\n";
    for (path, why) in [
        ("/nowhere/root.pem".to_owned(), "No such file"),
        (file("empty.pem", ""), "holds no certificate"),
        (file("text.pem", "CANARY"), "holds no certificate"),
        (file("garbage.pem", garbage), "certificate 1 of it cannot be read"),
    ] {
        fails(&bench.over_tls(&[("AWS_CA_BUNDLE", &path)]), "ca-bundle", &[&format!("`{path}`"), why]);
    }
    assert_eq!(bench.sandbox.events(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_goes_through_a_proxy_of_the_environment_or_the_settings() {
    let bench = Bench::new().await;
    let connect = format!("CONNECT {}", bench.front.through_proxy.trim_start_matches("https://"));
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "TEST_PROXY"] {
        let proxy = Proxy::start(Manners::Open).await;
        assert_eq!(bench.trusting(&[(variable, &proxy.url())]), bench.admin, "{variable}");
        assert_eq!(proxy.seen(), std::slice::from_ref(&connect), "{variable}");
        // Without the scheme, as many write it.
        assert_eq!(bench.trusting(&[(variable, &proxy.address)]), bench.admin, "{variable}");
        assert_eq!(proxy.seen().len(), 2, "{variable}");
    }
    let proxy = Proxy::start(Manners::Open).await;
    let answer = bench.trusting(&[("HTTPS_PROXY", &proxy.url()), ("NO_PROXY", "::1")]);
    assert_eq!(answer, bench.admin);
    assert!(proxy.seen().is_empty(), "NO_PROXY");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http_goes_through_a_proxy_too() {
    let bench = Bench::new().await;
    let proxy = Proxy::start(Manners::Open).await;
    assert_eq!(bench.plainly(&[("HTTP_PROXY", &proxy.url())]), bench.admin);
    let seen = proxy.seen();
    assert!(seen[0].starts_with(&format!("POST {}/ ", bench.sandbox.endpoint())), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_asks_who_it_is_is_answered_or_named() {
    let bench = Bench::new().await;
    let proxy = Proxy::start(Manners::AsksForPassword).await;
    let with = |who: &str| format!("http://{who}@{}", proxy.address);
    let (right, wrong) = (with("ann:CANARY-PASSWORD"), with("ann:CANARY-WRONG"));
    assert_eq!(bench.trusting(&[("HTTPS_PROXY", &right)]), bench.admin);
    assert_eq!(bench.trusting(&[("TEST_PROXY", &right)]), bench.admin);
    assert_eq!(bench.plainly(&[("HTTP_PROXY", &right)]), bench.admin);
    let named = format!("`http://{}`", proxy.address);
    fails(
        &bench.trusting(&[("HTTPS_PROXY", &proxy.url())]),
        "proxy-sign-in",
        &[&named, "asks for a user name"],
    );
    fails(
        &bench.plainly(&[("HTTP_PROXY", &proxy.url())]),
        "proxy-sign-in",
        &[&named, "asks for a user name"],
    );
    fails(&bench.trusting(&[("HTTPS_PROXY", &wrong)]), "proxy-sign-in", &[&named, "does not take"]);
    fails(&bench.plainly(&[("HTTP_PROXY", &wrong)]), "proxy-sign-in", &[&named, "does not take"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_is_in_the_way_is_named() {
    let bench = Bench::new().await;
    let proxy = Proxy::start(Manners::Refuses).await;
    let named = format!("`http://{}`", proxy.address);
    fails(&bench.trusting(&[("HTTPS_PROXY", &proxy.url())]), "proxy", &[&named, "`localhost`", "NO_PROXY"]);
    fails(&bench.plainly(&[("HTTP_PROXY", &proxy.url())]), "proxy", &[&named, "`127.0.0.1`"]);
    // A port that was free a moment ago.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let gone = format!("http://{gone}");
    fails(&bench.trusting(&[("HTTPS_PROXY", &gone)]), "proxy", &[&format!("`{gone}`"), "cannot be reached"]);
    fails(
        &bench.trusting(&[("TEST_PROXY", "http://CANARY host")]),
        "proxy-address",
        &["http://proxy.example.com"],
    );
}

/// A port that takes connections and never says a word; how many it took.
async fn silent() -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            held.push(stream);
        }
    });
    (url, taken)
}

/// A port whose queue is full: another connection never comes about.
async fn full() -> (String, tokio::net::TcpListener, Vec<tokio::net::TcpStream>) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Linux holds one more than it is told.
    let first = tokio::net::TcpStream::connect(address).await.unwrap();
    let second = tokio::net::TcpStream::connect(address).await.unwrap();
    (format!("http://{address}"), listener, vec![first, second])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_answers_is_given_up_with_the_limit_and_the_next_step() {
    let bench = Bench::new().await;
    let (silent, taken) = silent().await;
    let at = |url: &str, limit| {
        run(bench.home.path(), "work", &[("AWS_ENDPOINT_URL", url), limit, ("TEST_CODES", "")])
    };
    let answer = at(&silent, ("TEST_READ_TIMEOUT", "1"));
    let words = ["sts:GetCallerIdentity", "nothing was answered within 1 s", "a proxy", "`--read-timeout`"];
    fails(&answer, "network", &words);
    assert_eq!(taken.load(Ordering::SeqCst), 3, "it was tried again before it was given up");

    let (full, _listener, _held) = full().await;
    let answer = at(&full, ("TEST_CONNECT_TIMEOUT", "1"));
    let words = ["sts:GetCallerIdentity", "no connection came about within 1 s", "`--connect-timeout`"];
    fails(&answer, "network", &words);
    assert_eq!(bench.sandbox.events(), []);
}
