//! Where a verification ran.

use serde::{Deserialize, Serialize};

/// Where a verification ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// AWS itself.
    Aws,
    /// A sandbox on loopback: it proves nothing about an account.
    Sandbox,
    /// An address that is not AWS's, as far as it tells: nobody here knows what answers there.
    Elsewhere {
        /// The address, for example `http://aws.test:4510`.
        endpoint: String,
    },
}

impl Place {
    /// By the endpoint that stood in for AWS's own; `None`: none did.
    pub fn at(endpoint: Option<&str>) -> Self {
        let Some(endpoint) = endpoint else { return Self::Aws };
        let (scheme, rest) = endpoint.split_once("://").unwrap_or(("", endpoint));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // What stands before an `@` is a name and a password.
        let address = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        let host = match address.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => address.split(':').next().unwrap_or_default(),
        };
        let of_aws = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];
        if scheme == "https" && of_aws.iter().any(|end| host.ends_with(end)) {
            return Self::Aws;
        }
        if host == "localhost" || host == "::1" || is_loopback(host) {
            return Self::Sandbox;
        }
        Self::Elsewhere { endpoint: format!("{scheme}://{address}") }
    }

    /// What a reader must know of it before anything else; `None`: it was AWS.
    pub(super) fn warning(&self) -> Option<String> {
        match self {
            Self::Aws => None,
            Self::Sandbox => Some(
                "This ran against a sandbox on one machine, not against AWS. It shows how the verification \
                 goes; it proves nothing about any AWS account."
                    .to_owned(),
            ),
            Self::Elsewhere { endpoint } => Some(format!(
                "This ran against {endpoint}, which is not an address of AWS. It proves nothing about an \
                 AWS account unless that address passes every request on to AWS."
            )),
        }
    }

    /// In a word or two.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Aws => "AWS",
            Self::Sandbox => "A sandbox, not AWS",
            Self::Elsewhere { endpoint } => endpoint,
        }
    }
}

/// `127.0.0.0/8`, and not a name that begins like it.
fn is_loopback(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    parts.len() == 4 && parts.first() == Some(&"127") && parts.iter().all(|part| part.parse::<u8>().is_ok())
}
