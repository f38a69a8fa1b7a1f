//! QuilrAI's key: a secret that cannot be printed or serialised, and is wiped when it is dropped.

use std::fmt;
use zeroize::Zeroizing;

/// How every key begins.
const PREFIX: &str = "sk-quilr-";
/// Shorter than any key; longer than any.
const LENGTH: std::ops::RangeInclusive<usize> = 16..=512;

/// A key `sk-quilr-…`. Neither `Display` nor `Serialize`; `Debug` shows how it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct QuilrKey(Zeroizing<String>);

impl fmt::Debug for QuilrKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QuilrKey(…{})", self.ends_in())
    }
}

/// A key as it was given: with what was left out around it, which is said.
#[derive(Debug)]
pub struct GivenKey {
    /// The key.
    pub key: QuilrKey,
    /// Whether there were spaces or line ends around it.
    pub trimmed: bool,
}

/// Why a text is no key. The text is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Nothing.
    #[error("the key is empty")]
    Empty,
    /// An AWS access key id.
    #[error("this is an AWS access key, not a QuilrAI key")]
    Aws,
    /// The header that it is sent in.
    #[error("this is a whole header, not only the key")]
    Header,
    /// Something else.
    #[error("a QuilrAI key begins with `sk-quilr-`")]
    Prefix,
    /// A space, a line end or a control character in it.
    #[error("the key has a space or a line end in the middle")]
    Space,
    /// A character that no key has.
    #[error("the key holds a character that is not a letter, a digit, `-`, `_` or `.`")]
    Character,
    /// Too few characters.
    #[error("the key is cut off: it has {0} characters only")]
    Short(usize),
    /// Too many.
    #[error("this is longer than a key: it has {0} characters")]
    Long(usize),
}

impl BadKey {
    /// Stable.
    pub fn code(self) -> &'static str {
        match self {
            BadKey::Empty => "key-empty",
            BadKey::Aws => "key-aws",
            BadKey::Header => "key-header",
            BadKey::Prefix => "key-prefix",
            BadKey::Space => "key-space",
            BadKey::Character => "key-character",
            BadKey::Short(_) | BadKey::Long(_) => "key-length",
        }
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            BadKey::Empty => "copy the key from the QuilrAI dashboard",
            BadKey::Aws => {
                "copy the key that begins with sk-quilr- from the QuilrAI dashboard; with assume role, no AWS \
                 key is given to anybody"
            }
            BadKey::Header => "give what stands behind `Bearer` only",
            BadKey::Prefix => {
                "copy the whole key from the QuilrAI dashboard, not its name or another service's"
            }
            BadKey::Space | BadKey::Character | BadKey::Short(_) | BadKey::Long(_) => {
                "copy the whole key once more, and nothing besides it"
            }
        }
    }
}

impl QuilrKey {
    /// Reads a key as it was typed or pasted.
    ///
    /// # Errors
    /// What is wrong with it, see [`BadKey`].
    pub fn parse(text: &str) -> Result<GivenKey, BadKey> {
        let key = text.trim();
        if key.is_empty() {
            return Err(BadKey::Empty);
        }
        if !key.starts_with(PREFIX) {
            return Err(match key {
                aws if aws.starts_with("AKIA") || aws.starts_with("ASIA") => BadKey::Aws,
                header if header.contains(PREFIX) && header.contains(char::is_whitespace) => BadKey::Header,
                _ => BadKey::Prefix,
            });
        }
        if key.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(BadKey::Space);
        }
        if !key.chars().all(is_of_key) {
            return Err(BadKey::Character);
        }
        match key.len() {
            length if length < *LENGTH.start() => Err(BadKey::Short(length)),
            length if length > *LENGTH.end() => Err(BadKey::Long(length)),
            _ => Ok(GivenKey { key: Self(Zeroizing::new(key.to_owned())), trimmed: key.len() != text.len() }),
        }
    }

    /// Its last four characters, by which it is told from others.
    pub fn ends_in(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default()
    }

    /// The key itself, for the keychain and the header that it is sent in.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

/// A text from outside without any key that it repeats: refusals like to quote what they refuse.
pub(crate) fn redacted(text: &str) -> String {
    let mut parts = text.split(PREFIX);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c| !is_of_key(c)).unwrap_or(part.len());
        let (secret, after) = part.split_at(end);
        // The prefix alone is a word of many messages.
        shown.push_str(PREFIX);
        if !secret.is_empty() {
            shown.push('…');
        }
        shown.push_str(after);
    }
    shown
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const KEY: &str = "sk-quilr-CANARY-0123456789-1a2b";

    #[test]
    fn what_is_pasted_around_it_is_left_out_and_said() {
        for (text, trimmed) in
            [(KEY.to_owned(), false), (format!(" {KEY}\n"), true), (format!("\t{KEY}"), true)]
        {
            let given = QuilrKey::parse(&text).unwrap();
            assert_eq!(given.key.reveal(), KEY);
            assert_eq!(given.key.ends_in(), "1a2b");
            assert_eq!(given.trimmed, trimmed);
        }
    }

    #[test]
    fn what_is_no_key_is_named_and_never_repeated() {
        for (text, expected) in [
            (" \n", BadKey::Empty),
            ("AKIACANARYCANARYCANA", BadKey::Aws),
            ("Bearer sk-quilr-CANARY-0123456789", BadKey::Header),
            ("sk-CANARY-0123456789", BadKey::Prefix),
            ("SK-QUILR-CANARY0123456", BadKey::Prefix),
            ("sk-quilr-CANARY 0123456789", BadKey::Space),
            ("sk-quilr-CANARY\n0123456789", BadKey::Space),
            ("sk-quilr-CANARY\u{e9}0123456789", BadKey::Character),
            ("sk-quilr-CAN", BadKey::Short(12)),
        ] {
            let bad = QuilrKey::parse(text).unwrap_err();
            assert_eq!(bad, expected, "{text:?}");
            assert!(!format!("{bad} {bad:?} {}", bad.hint()).contains("CAN"), "{text:?}");
        }
        let long = format!("sk-quilr-{}", "a".repeat(600));
        assert_eq!(QuilrKey::parse(&long).unwrap_err(), BadKey::Long(609));
    }

    #[test]
    fn it_never_prints() {
        let given = QuilrKey::parse(KEY).unwrap();
        assert_eq!(format!("{:?}", given.key), "QuilrKey(…1a2b)");
    }

    #[test]
    fn a_message_that_quotes_a_key_loses_it() {
        let said = format!("Incorrect API key provided: {KEY}. Keys begin with `sk-quilr-`, not {KEY}");
        assert_eq!(
            redacted(&said),
            "Incorrect API key provided: sk-quilr-… Keys begin with `sk-quilr-`, not sk-quilr-…"
        );
        assert_eq!(redacted("nothing here"), "nothing here");
    }
}
