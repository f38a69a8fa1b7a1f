//! Who may be meant, and who may ask: a page of the web must not reach the sandbox through the
//! browser that shows it.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::Authority;

/// The host names that a request may name. A page may make a browser send requests here under a name
/// of its own that resolves to 127.0.0.1 (DNS rebinding); such a request names that host.
#[derive(Debug, Clone)]
pub(crate) struct AllowedHosts {
    /// `None`: any, as behind a forwarded port.
    port: Option<u16>,
    /// Whether an address may stand for the host. An address cannot be rebound, so this is safe
    /// wherever other machines are to reach the sandbox.
    addresses: bool,
    names: Vec<String>,
}

impl AllowedHosts {
    /// Loopback's names, with the port.
    pub(crate) fn loopback(port: u16) -> Self {
        let names = ["127.0.0.1", "localhost", "[::1]"].map(str::to_owned).to_vec();
        Self { port: Some(port), addresses: false, names }
    }

    /// Loopback's names, the given others, and every address, with any port: for a sandbox that other
    /// machines are to reach.
    pub(crate) fn and_others(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.names.extend(names);
        Self { port: None, addresses: true, ..self }
    }

    /// The refusal, if the request is not for us or comes from a page of the web.
    pub(crate) fn check(&self, request: &Parts) -> Result<(), &'static str> {
        let mut hosts = request.headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err("one Host header is needed\n");
        };
        let named = host.to_str().is_ok_and(|host| self.allows(host));
        if !named || !request.uri.authority().is_none_or(|authority| self.allows(authority.as_str())) {
            return Err("this host name is not served\n");
        }
        if is_from_a_page(&request.headers) { Err("requests of web pages are not served\n") } else { Ok(()) }
    }

    fn allows(&self, authority: &str) -> bool {
        authority.parse::<Authority>().is_ok_and(|authority| {
            let host = authority.host();
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            let port = authority.port_u16().unwrap_or(80);
            self.port.is_none_or(|ours| ours == port)
                && !authority.as_str().contains('@')
                && (self.names.iter().any(|name| name.eq_ignore_ascii_case(host))
                    || self.addresses && bare.parse::<std::net::IpAddr>().is_ok())
        })
    }
}

/// Browsers say so, and no other client of AWS's does: the sandbox serves no page, so whatever page
/// there is, is not its own. No CORS header is ever sent, so a page could not read an answer anyway.
fn is_from_a_page(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes());
    headers.contains_key(ORIGIN) || site.is_some_and(|site| site != b"none")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::Request;

    fn check(hosts: &AllowedHosts, headers: &[(&str, &str)]) -> bool {
        let request = headers
            .iter()
            .fold(Request::builder().uri("/"), |request, (name, value)| request.header(*name, *value));
        hosts.check(&request.body(()).unwrap().into_parts().0).is_ok()
    }

    #[test]
    fn only_names_that_are_allowed_are_served() {
        let loopback = AllowedHosts::loopback(4000);
        let open = loopback.clone().and_others(["sandbox".to_owned()]);
        for (host, by_loopback, by_open) in [
            ("127.0.0.1:4000", true, true),
            ("LOCALHOST:4000", true, true),
            ("[::1]:4000", true, true),
            ("127.0.0.1", false, true),
            ("127.0.0.2:4000", false, true),
            ("sandbox:80", false, true),
            ("192.168.1.2:4000", false, true),
            ("evil.example:4000", false, false),
            ("localhost.evil.example:4000", false, false),
            ("a@localhost:4000", false, false),
            ("", false, false),
        ] {
            assert_eq!(check(&loopback, &[("host", host)]), by_loopback, "{host}");
            assert_eq!(check(&open, &[("host", host)]), by_open, "{host}");
        }
        assert!(!check(&loopback, &[]));
        assert!(!check(&loopback, &[("host", "localhost:4000"), ("host", "localhost:4000")]));
    }

    #[test]
    fn a_page_of_the_web_is_refused() {
        let hosts = AllowedHosts::loopback(4000);
        let own = ("host", "localhost:4000");
        assert!(check(&hosts, &[own, ("sec-fetch-site", "none")]), "typed into the address bar");
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://localhost:4000"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert!(!check(&hosts, &[own, (name, value)]), "{name}: {value}");
        }
    }
}
