//! Identifiers and secrets of the forms that AWS gives them.
//!
//! Randomness comes through `uuid`, which asks the operating system and cannot fail half-way.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The alphabet of access key ids and of unique ids.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The alphabet of secrets; its length divides 256, so each letter is as likely.
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// The alphabet of Bedrock's ids; without the four that are easily mistaken, its length divides 256.
const LOWER32: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// `N` random bytes.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Bytes 6 and 8 of a version 4 UUID hold its version and variant: they are not random.
    let mut source = std::iter::repeat_with(Uuid::new_v4).flat_map(|id| {
        id.into_bytes().into_iter().enumerate().filter(|(at, _)| !matches!(at, 6 | 8)).map(|(_, byte)| byte)
    });
    for (to, from) in bytes.iter_mut().zip(&mut source) {
        *to = from;
    }
    bytes
}

fn letters<const N: usize>(alphabet: &[u8]) -> String {
    random_bytes::<N>()
        .into_iter()
        .filter_map(|byte| alphabet.get(usize::from(byte) % alphabet.len()))
        .map(|letter| char::from(*letter))
        .collect()
}

/// A long-term access key id: `AKIA` and 16 letters.
pub(crate) fn access_key_id() -> String {
    format!("AKIA{}", letters::<16>(BASE32))
}

/// A temporary access key id: `ASIA` and 16 letters.
pub(crate) fn session_key_id() -> String {
    format!("ASIA{}", letters::<16>(BASE32))
}

/// A secret access key: 40 letters.
pub(crate) fn secret_access_key() -> String {
    letters::<40>(BASE64)
}

/// A user's unique id: `AIDA` and 17 letters.
pub(crate) fn user_id() -> String {
    format!("AIDA{}", letters::<17>(BASE32))
}

/// A role's unique id: `AROA` and 17 letters.
pub(crate) fn role_id() -> String {
    format!("AROA{}", letters::<17>(BASE32))
}

/// A managed policy's unique id: `ANPA` and 17 letters.
pub(crate) fn policy_id() -> String {
    format!("ANPA{}", letters::<17>(BASE32))
}

/// The same, made of a name: always the same one.
pub(crate) fn policy_id_of(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    let letters = digest.iter().filter_map(|byte| BASE32.get(usize::from(*byte) % BASE32.len()));
    format!("ANPA{}", letters.take(17).map(|letter| char::from(*letter)).collect::<String>())
}

/// An application inference profile's id: 12 letters and digits.
pub(crate) fn profile_id() -> String {
    letters::<12>(LOWER32)
}

/// What AWS answers in `x-amzn-RequestId`.
pub(crate) fn request_id() -> String {
    Uuid::new_v4().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_aws() {
        let base32 = |text: &str| text.bytes().all(|b| BASE32.contains(&b));
        for (made, prefix, length) in [
            (access_key_id(), "AKIA", 20),
            (session_key_id(), "ASIA", 20),
            (user_id(), "AIDA", 21),
            (role_id(), "AROA", 21),
            (policy_id(), "ANPA", 21),
            (policy_id_of("x"), "ANPA", 21),
        ] {
            assert!(made.starts_with(prefix) && made.len() == length && base32(&made), "{made}");
        }
        assert_eq!(secret_access_key().len(), 40);
        assert_ne!(secret_access_key(), secret_access_key());
    }
}
