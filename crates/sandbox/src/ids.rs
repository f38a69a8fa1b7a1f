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

/// A long-term access key id of an account: `AKIA` and 16 letters.
pub(crate) fn access_key_id(account: &str) -> String {
    format!("AKIA{}", key_letters(account))
}

/// A temporary access key id of an account: `ASIA` and 16 letters.
pub(crate) fn session_key_id(account: &str) -> String {
    format!("ASIA{}", key_letters(account))
}

/// The letters of a key id are ten bytes in base 32. In those that AWS has made since 2019 the first
/// bit is set and the next forty are the account; the rest is chance.
/// Source: "A short note on AWS KEY ID", T. Be'ery, 2023.
fn key_letters(account: &str) -> String {
    const MARK: u64 = 1 << 47;
    let account = account.parse::<u64>().unwrap_or(0) << 7;
    let [a, b, c, d, e] = random_bytes::<5>();
    let head = (MARK | account | u64::from(a & 0x7f)).to_be_bytes();
    let bytes: Vec<u8> = head.into_iter().skip(2).chain([b, c, d, e]).collect();
    base32(&bytes)
}

/// The account that a key id of either kind tells; `None`: it tells none.
pub(crate) fn account_of_key(id: &str) -> Option<String> {
    let letters = id.strip_prefix("AKIA").or_else(|| id.strip_prefix("ASIA"))?;
    if letters.len() != 16 {
        return None;
    }
    let mut bits = 0_u128;
    for letter in letters.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        bits = bits << 5 | u128::try_from(value).ok()?;
    }
    let account = (bits >> 39) & ((1 << 40) - 1);
    let marked = bits >> 79 == 1;
    (marked && account < 1_000_000_000_000).then(|| format!("{account:012}"))
}

/// Base 32 without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut put = |value: u32| {
        let at = usize::try_from(value & 31).unwrap_or(0);
        text.extend(BASE32.get(at).map(|letter| char::from(*letter)));
    };
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            put(held >> bits);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        put(held << (5 - bits));
    }
    text
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

/// What makes a key of the gateway's unguessable: 240 bits.
pub(crate) fn gateway_secret() -> String {
    letters::<48>(LOWER32)
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
            (access_key_id("123456789012"), "AKIA", 20),
            (session_key_id("123456789012"), "ASIA", 20),
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

    #[test]
    fn a_key_id_tells_its_account() {
        for account in ["000000000000", "123456789012", "975050335771", "999999999999"] {
            for id in [access_key_id(account), session_key_id(account)] {
                assert_eq!(account_of_key(&id).as_deref(), Some(account), "{id}");
            }
        }
        // Published with the account that GetAccessKeyInfo gives for it.
        assert_eq!(account_of_key("ASIAQNZGKIQY56JQ7WML").as_deref(), Some("029608264753"));
        for id in ["AKIAIOSFODNN7EXAMPLE", "AIDAQNZGKIQY56JQ7WML", "ASIA", "AKIA0NZGKIQY56JQ7WML", "ASIAé"] {
            assert_eq!(account_of_key(id), None, "{id}");
        }
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
