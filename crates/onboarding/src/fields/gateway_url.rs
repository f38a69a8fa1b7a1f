//! The base URL of QuilrAI's gateway.

use super::{Field, FieldNote};

/// Where the gateway answers, without a slash at its end: `https://guardrails.quilr.ai`. The paths of
/// its surfaces are added by whoever calls it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GatewayUrl(String);

impl GatewayUrl {
    /// Parses one. A slash at the end and spaces around it are left out ([`GatewayUrl::is_as_typed`]
    /// tells). Plain http is taken for this machine only: the key would travel in the clear.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldNote::missing(Field::GatewayUrl, "gateway-url-missing", "the base URL"));
        }
        if text.contains("sk-quilr-") {
            return Err(error("gateway-url-key", "this holds a key, not only a base URL")
                .hint("The key has a field of its own. If the URL was shown to others, make a new key."));
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(error("gateway-url-form", "the base URL has a space in it"));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(error(
                "gateway-url-scheme",
                format!("`{}` does not begin with https://", host_of(text)),
            )
            .hint(format!("Write `https://{}`.", host_of(text))));
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, after) = rest.split_at(end);
        // Not repeated: it may be a password.
        let (user, authority) = match authority.rsplit_once('@') {
            Some((_, host)) => (true, host),
            None => (false, authority),
        };
        let authority = authority.to_ascii_lowercase();
        let Some(host) = host(&authority) else {
            return Err(error("gateway-url-host", "the base URL names no host that can be reached")
                .hint("Write the host's name, as in `https://guardrails.quilr.ai`."));
        };
        let local = is_loopback(host);
        let scheme = scheme.to_ascii_lowercase();
        let instead = format!("{}://{authority}", if local && scheme == "http" { "http" } else { "https" });
        let write = format!("Write `{instead}`.");
        match scheme.as_str() {
            "https" => {}
            "http" if local => {}
            "http" => {
                return Err(
                    error("gateway-url-http", "over http the key would be sent unencrypted").hint(write)
                );
            }
            other => {
                return Err(error("gateway-url-scheme", format!("`{other}` is not https")).hint(write));
            }
        }
        if user {
            return Err(
                error("gateway-url-user", "the base URL must not hold a user name or password").hint(write)
            );
        }
        if after.contains(['?', '#']) {
            return Err(error("gateway-url-query", "the base URL must end with the host").hint(write));
        }
        if !after.chars().all(|c| c == '/') {
            return Err(error("gateway-url-path", format!("the base URL must not have a path: `{after}`"))
                .hint(format!("{write} The paths of the surfaces are added to it.")));
        }
        Ok(Self(instead))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, with its port where one is named.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }

    /// Whether it is this machine's: a sandbox's gateway.
    pub fn is_local(&self) -> bool {
        host(self.host()).is_some_and(is_loopback)
    }

    /// Whether nothing of the text was left out.
    pub fn is_as_typed(&self, text: &str) -> bool {
        text == self.0
    }
}

fn error(code: &str, message: impl Into<String>) -> FieldNote {
    FieldNote::error(Field::GatewayUrl, code, message)
}

/// What a text without a scheme names, up to its path; without what may be a password.
fn host_of(text: &str) -> &str {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let authority = text.get(..end).unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// The host of `host`, `host:port` or `[::1]:port`; `None`: it is none of these.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (inside, after) = rest.split_once(']')?;
            if !inside.contains(':')
                || !inside.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.')
            {
                return None;
            }
            (authority.get(..inside.len() + 2)?, after.strip_prefix(':').or(after.is_empty().then_some("")))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, Some("")),
        },
    };
    let port = port?;
    let port_fits =
        port.is_empty() && !authority.ends_with(':') || port.parse::<u16>().is_ok_and(|port| port > 0);
    let name_fits = host.starts_with('[')
        || !host.is_empty()
            && host.len() <= 253
            && host.split('.').all(|label| {
                !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
            });
    (port_fits && name_fits).then_some(host)
}

/// `localhost`, `127.0.0.0/8`, `[::1]`.
fn is_loopback(host: &str) -> bool {
    let octets: Vec<_> = host.split('.').map(str::parse::<u8>).collect();
    let v4 = octets.len() == 4 && octets.iter().all(Result::is_ok) && octets.first() == Some(&Ok(127));
    v4 || host == "localhost" || host == "[::1]"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_is_right_is_taken_and_a_slash_is_left_out() {
        for (text, url) in [
            ("https://guardrails.quilr.ai", "https://guardrails.quilr.ai"),
            (" https://guardrails-usa-1.quilr.ai/ ", "https://guardrails-usa-1.quilr.ai"),
            ("HTTPS://Guardrails.Quilr.AI//", "https://guardrails.quilr.ai"),
            ("https://gateway.example.com:8443", "https://gateway.example.com:8443"),
            ("http://127.0.0.1:4566", "http://127.0.0.1:4566"),
            ("http://127.9.0.1:1/", "http://127.9.0.1:1"),
            ("http://localhost:4566", "http://localhost:4566"),
            ("http://[::1]:4566", "http://[::1]:4566"),
        ] {
            let parsed = GatewayUrl::parse(text).unwrap();
            assert_eq!(parsed.as_str(), url, "{text}");
            assert_eq!(parsed.is_as_typed(text), text == url, "{text}");
        }
        assert!(GatewayUrl::parse("http://[::1]:4566").unwrap().is_local());
        assert!(!GatewayUrl::parse("https://guardrails.quilr.ai").unwrap().is_local());
    }

    #[test]
    fn what_is_wrong_is_named_with_what_to_write_instead() {
        for (text, code, write) in [
            ("", "gateway-url-missing", ""),
            ("guardrails.quilr.ai/x", "gateway-url-scheme", "`https://guardrails.quilr.ai`"),
            ("ftp://guardrails.quilr.ai", "gateway-url-scheme", "`https://guardrails.quilr.ai`"),
            ("http://guardrails.quilr.ai", "gateway-url-http", "`https://guardrails.quilr.ai`"),
            ("http://127.0.0.1.example.com", "gateway-url-http", "`https://127.0.0.1.example.com`"),
            ("http://10.0.0.1", "gateway-url-http", "`https://10.0.0.1`"),
            ("https://g.example/openai_compatible/v1", "gateway-url-path", "`https://g.example`"),
            ("https://g.example?x=1", "gateway-url-query", "`https://g.example`"),
            ("https://g.example/#x", "gateway-url-query", "`https://g.example`"),
            ("https://ann:CANARY@g.example", "gateway-url-user", "`https://g.example`"),
            ("ann:CANARY@g.example", "gateway-url-scheme", "`https://g.example`"),
            ("https://g.example/sk-quilr-CANARY", "gateway-url-key", ""),
            ("https://g. example", "gateway-url-form", ""),
            ("https://", "gateway-url-host", ""),
            ("https://g.example:0", "gateway-url-host", ""),
            ("https://g.example:99999", "gateway-url-host", ""),
            ("https://g..example", "gateway-url-host", ""),
            ("https://[::1", "gateway-url-host", ""),
        ] {
            let note = GatewayUrl::parse(text).unwrap_err();
            assert_eq!(note.code, code, "{text}: {note:?}");
            assert!(note.hint.clone().unwrap_or_default().contains(write), "{text}: {note:?}");
            assert!(!format!("{note:?}").contains("CANARY"), "{text}: {note:?}");
        }
    }
}
