//! Policy variables: `${aws:username}`, `${aws:username, 'nobody'}`, and the escapes `${*}`, `${?}`, `${$}`.
//!
//! Rules: IAM User Guide, "IAM policy elements: Variables and tags". Only version 2012-10-17 has
//! them; in 2008-10-17 the same text stands for itself.

use crate::glob::{self, Glob, Token};

/// Whether `*` and `?` of the text are wildcards or themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wildcards {
    /// As in `StringLike`, the Arn operators and Resource.
    Active,
    /// As in `StringEquals`.
    Literal,
}

/// A text with variables, ready to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Template {
    /// Nothing to fill in.
    Fixed(Glob),
    /// Variables among fixed pieces.
    Open(Vec<Piece>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Tokens(Vec<Token>),
    Variable {
        /// Lower case, as keys compare without it.
        key: String,
        default: Option<String>,
    },
}

impl Template {
    /// Reads a text. `variables` is whether the document's version has policy variables.
    pub(crate) fn new(text: &str, variables: bool, wildcards: Wildcards) -> Template {
        if !variables || !text.contains("${") {
            return Template::Fixed(match wildcards {
                Wildcards::Active => Glob::new(text),
                Wildcards::Literal => Glob::Exactly(text.to_owned()),
            });
        }
        let mut pieces = Vec::new();
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some((before, inside, after)) = next_variable(rest) {
            push_text(&mut tokens, before, wildcards);
            match inside {
                "*" | "?" | "$" => tokens.extend(inside.bytes().map(Token::Byte)),
                _ => {
                    pieces.push(Piece::Tokens(std::mem::take(&mut tokens)));
                    pieces.push(variable(inside));
                }
            }
            rest = after;
        }
        push_text(&mut tokens, rest, wildcards);
        if pieces.is_empty() {
            return Template::Fixed(Glob::Pattern(tokens));
        }
        pieces.push(Piece::Tokens(tokens));
        Template::Open(pieces)
    }

    /// Whether a value matches, with the variables filled in from `lookup` (keys in lower case).
    /// A filled-in value stands for itself: a `*` in it is no wildcard. A variable without a value
    /// and without a default equals nothing ("effectively null").
    pub(crate) fn matches<'c>(&self, value: &str, lookup: &impl Fn(&str) -> Option<&'c [String]>) -> bool {
        match self {
            Template::Fixed(glob) => glob.matches(value),
            Template::Open(pieces) => {
                fill(pieces, lookup).is_some_and(|tokens| glob::matches(&tokens, value))
            }
        }
    }

    /// The same without regard to case, for `StringEqualsIgnoreCase`.
    pub(crate) fn matches_ignoring_case<'c>(
        &self,
        value: &str,
        lookup: &impl Fn(&str) -> Option<&'c [String]>,
    ) -> bool {
        match self {
            Template::Fixed(Glob::Exactly(wanted)) => equal_ignoring_case(wanted, value),
            Template::Fixed(glob) => glob.matches(value),
            Template::Open(pieces) => fill(pieces, lookup).is_some_and(|tokens| {
                let lowered: Vec<u8> = tokens
                    .iter()
                    .filter_map(|token| match token {
                        Token::Byte(byte) => Some(*byte),
                        Token::One | Token::Many => None,
                    })
                    .collect();
                std::str::from_utf8(&lowered).is_ok_and(|wanted| equal_ignoring_case(wanted, value))
            }),
        }
    }
}

fn equal_ignoring_case(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || a.to_lowercase() == b.to_lowercase()
}

fn push_text(tokens: &mut Vec<Token>, text: &str, wildcards: Wildcards) {
    tokens.extend(text.bytes().map(|byte| match wildcards {
        Wildcards::Active => glob::wildcard(byte),
        Wildcards::Literal => Token::Byte(byte),
    }));
}

fn fill<'c>(pieces: &[Piece], lookup: &impl Fn(&str) -> Option<&'c [String]>) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Tokens(fixed) => tokens.extend_from_slice(fixed),
            Piece::Variable { key, default } => {
                let value = match lookup(key) {
                    Some([value]) => Some(value.as_str()),
                    // A key with several values cannot be a variable.
                    Some([_, _, ..]) => None,
                    Some([]) | None => default.as_deref(),
                };
                tokens.extend(value?.bytes().map(Token::Byte));
            }
        }
    }
    Some(tokens)
}

/// Splits at the next `${…}`: what stands before, inside and after it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (inside, after) = rest.split_once('}')?;
    Some((before, inside, after))
}

/// Reads `key` or `key, 'default'`.
fn variable(inside: &str) -> Piece {
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => (key, quoted(default.trim())),
        None => (inside, None),
    };
    Piece::Variable { key: key.trim().to_ascii_lowercase(), default: default.map(str::to_owned) }
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'')
}

/// Splits at the first five colons that are not inside a `${…}`: the six parts of an ARN.
pub(crate) fn arn_segments(text: &str) -> Option<[&str; 6]> {
    let mut segments = [""; 6];
    let mut rest = text;
    for segment in segments.iter_mut().take(5) {
        let colon = colon_outside_variables(rest)?;
        *segment = rest.get(..colon)?;
        rest = rest.get(colon + 1..)?;
    }
    if let Some(last) = segments.last_mut() {
        *last = rest;
    }
    Some(segments)
}

fn colon_outside_variables(text: &str) -> Option<usize> {
    let mut inside = false;
    let mut previous = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if previous == b'$' => inside = true,
            b'}' => inside = false,
            b':' if !inside => return Some(at),
            _ => {}
        }
        previous = byte;
    }
    None
}
