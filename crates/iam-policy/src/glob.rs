//! Wildcards: `*` for any characters, `?` for exactly one.

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// This byte.
    Byte(u8),
    /// `?`: one character.
    One,
    /// `*`: any number of characters.
    Many,
}

/// A pattern, ready to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Glob {
    /// `*` alone.
    Anything,
    /// No wildcard: plain equality.
    Exactly(String),
    /// Wildcards and bytes.
    Pattern(Vec<Token>),
}

impl Glob {
    /// Reads `*` and `?` as wildcards.
    pub(crate) fn new(pattern: &str) -> Glob {
        if pattern == "*" {
            return Glob::Anything;
        }
        if !pattern.contains(['*', '?']) {
            return Glob::Exactly(pattern.to_owned());
        }
        Glob::Pattern(pattern.bytes().map(wildcard).collect())
    }

    /// Whether the whole text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            Glob::Anything => true,
            Glob::Exactly(wanted) => wanted == text,
            Glob::Pattern(tokens) => matches(tokens, text),
        }
    }
}

/// What a byte of a pattern means.
pub(crate) fn wildcard(byte: u8) -> Token {
    match byte {
        b'*' => Token::Many,
        b'?' => Token::One,
        byte => Token::Byte(byte),
    }
}

/// Whether the whole text matches the tokens. Only the last `*` is ever retried, so the time is at
/// most the product of both lengths, never exponential.
pub(crate) fn matches(tokens: &[Token], text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut token, mut at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < bytes.len() {
        match tokens.get(token) {
            Some(Token::Many) => {
                token += 1;
                retry = Some((token, at));
                continue;
            }
            Some(Token::One) => {
                token += 1;
                at += width(bytes, at);
                continue;
            }
            Some(Token::Byte(byte)) if bytes.get(at) == Some(byte) => {
                token += 1;
                at += 1;
                continue;
            }
            _ => {}
        }
        let Some((after_star, tried)) = retry else {
            return false;
        };
        let next = tried + width(bytes, tried);
        retry = Some((after_star, next));
        (token, at) = (after_star, next);
    }
    tokens.get(token..).is_some_and(|rest| rest.iter().all(|token| *token == Token::Many))
}

/// The bytes of the character that begins at `at`.
fn width(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(0xF0..) => 4,
        Some(0xE0..) => 3,
        Some(0xC0..) => 2,
        _ => 1,
    }
}
