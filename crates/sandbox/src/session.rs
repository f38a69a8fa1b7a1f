//! Sessions. The sandbox keeps none: everything about a session is sealed in its token, as AWS does
//! it, so a week of AssumeRole calls takes no memory.

use crate::ids;
use aws_smithy_types::base64;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// How every session token of AWS begins, before its base64.
const PREFIX: &[u8] = b"\x21\x0a\x09origin_ec";
/// The length of the seal.
const SEAL: usize = 32;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) access_key_id: String,
    pub(crate) holder: Holder,
    /// Seconds since 1970.
    pub(crate) issued: i64,
    /// Seconds since 1970.
    pub(crate) expires: i64,
    #[serde(flatten)]
    pub(crate) given: Given,
}

/// Whose session it is. Principals are held by their unique ids: one made again under the same name
/// is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Holder {
    /// AssumeRole: a role, under a name.
    Role {
        /// `AROA…`
        id: String,
        /// The session's name.
        name: String,
    },
    /// GetSessionToken: the caller itself.
    Own(Person),
    /// GetFederationToken: someone whom the caller speaks for.
    Federated {
        /// Who asked for it.
        issuer: Person,
        /// The federated user's name.
        name: String,
    },
}

/// A user, or an account's root user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Person {
    /// `AIDA…`
    User(String),
    /// The account.
    Root(String),
}

/// What was given with a session when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    /// The inline session policy's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy: Option<String>,
    /// Managed policies as session policies, by ARN: a packed token holds no more of them than that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) policy_arns: Vec<String>,
    /// Session tags, inherited ones included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<(String, String)>,
    /// The keys of those tags that a session made by this one inherits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) transitive: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source_identity: Option<String>,
    /// When the MFA code was given: seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mfa_at: Option<i64>,
    /// What fills the token up to `MinimumSessionTokenSize`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) padding: String,
}

impl Session {
    /// A new one of that account, from now on.
    pub(crate) fn new(account: &str, holder: Holder, now: i64, seconds: u32, given: Given) -> Self {
        let access_key_id = ids::session_key_id(account);
        Self { access_key_id, holder, issued: now, expires: now + i64::from(seconds), given }
    }
}

/// What a client gets for a session. No `Debug`: it holds the secret.
pub(crate) struct Credentials {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: String,
}

/// The key under which tokens are sealed and their secrets derived; new at each start. As long as a
/// block of SHA-256, so that HMAC takes it as it is.
pub(crate) struct Sealer([u8; 64]);

impl Sealer {
    pub(crate) fn new() -> Self {
        Self(ids::random_bytes())
    }

    /// The key, for the state file: sessions outlive a restart by it.
    pub(crate) fn to_text(&self) -> String {
        base64::encode(self.0)
    }

    /// Reads what [`Sealer::to_text`] writes.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        Some(Self(base64::decode(text).ok()?.try_into().ok()?))
    }

    /// The credentials of a session.
    pub(crate) fn issue(&self, session: &Session) -> Credentials {
        let mut bytes = PREFIX.to_vec();
        bytes.extend(serde_json::to_vec(session).unwrap_or_default());
        let seal = self.mac("token", &bytes).finalize().into_bytes();
        bytes.extend(seal);
        Credentials {
            access_key_id: session.access_key_id.clone(),
            secret_access_key: self.secret(&session.access_key_id),
            session_token: base64::encode(bytes),
        }
    }

    /// Opens a token; `None`: this sandbox did not make it.
    pub(crate) fn open(&self, token: &str) -> Option<Session> {
        let bytes = base64::decode(token).ok()?;
        let (sealed, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL)?)?;
        self.mac("token", sealed).verify_slice(seal).ok()?;
        serde_json::from_slice(sealed.strip_prefix(PREFIX)?).ok()
    }

    /// The secret of a temporary access key.
    pub(crate) fn secret(&self, access_key_id: &str) -> String {
        let bytes = self.mac("secret", access_key_id.as_bytes()).finalize().into_bytes();
        let mut secret = base64::encode(bytes);
        secret.truncate(40);
        secret
    }

    fn mac(&self, purpose: &str, bytes: &[u8]) -> Hmac<Sha256> {
        Hmac::new(&self.0.into()).chain_update(purpose).chain_update(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_this_sandbox_opens_a_token_and_only_unaltered() {
        let sealer = Sealer::new();
        let holder = Holder::Role { id: ids::role_id(), name: "test".into() };
        let given = Given { tags: vec![("a".into(), "b".into())], ..Given::default() };
        let session = Session::new("123456789012", holder, 1, 900, given);
        let credentials = sealer.issue(&session);
        assert!(credentials.session_token.starts_with("IQoJb3JpZ2luX2Vj"));
        assert_eq!(credentials.secret_access_key.len(), 40);
        assert_eq!(sealer.open(&credentials.session_token).unwrap(), session);
        assert_eq!(Sealer::new().open(&credentials.session_token), None);
        let altered = format!("{}AAAA", credentials.session_token.get(..100).unwrap());
        for token in ["", "AAAA", "not base64!", altered.as_str()] {
            assert_eq!(sealer.open(token), None, "{token}");
        }
    }
}
