//! JSON with positions: each value knows the bytes it came from, so that a finding can point at them.
//!
//! Why not a well-kept crate: none keeps the bytes of every key and value *and* refuses a key that
//! stands twice, as IAM does.

mod parser;

pub(crate) use parser::parse_up_to;
pub use parser::{parse, parse_all};

use std::borrow::Cow;

/// The deepest nesting that is read. A policy needs seven levels; the limit keeps a hostile text
/// from exhausting the stack.
pub const MAX_DEPTH: usize = 64;

/// The largest text that is read, in bytes (256 KiB). IAM's own largest quota is 10,240 characters.
pub const MAX_BYTES: usize = 256 * 1024;

/// After so many faults of one text, what follows is not looked at: it is no policy.
pub(crate) const MOST_FAULTS: usize = 250;

/// A place in a text: byte offset, and line and column counted from 1 (column in characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Position {
    /// Bytes from the start.
    pub offset: usize,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
}

impl Position {
    /// The position of a byte of `text`. An offset past the end, or inside a character, is taken
    /// back to the nearest character that begins before it.
    pub fn of(text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            offset,
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

/// The bytes `start..end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The part of `text` that it covers; empty if the text is another one.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Its first byte: the brace or bracket of an object or a list.
    pub(crate) fn first_byte(&self) -> Span {
        Span { start: self.start, end: self.end.min(self.start + 1) }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value<'a> {
    /// Its bytes, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub node: Node<'a>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A string, escapes resolved.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// An object, in the order of the text; no key stands twice.
    Object(Vec<Member<'a>>),
}

impl Node<'_> {
    /// How a message calls it.
    pub fn name(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::String(_) => "a string",
            Node::Array(_) => "a list",
            Node::Object(_) => "an object",
        }
    }
}

/// One `key: value` of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<'a> {
    /// The key, escapes resolved.
    pub key: Cow<'a, str>,
    /// The key's bytes, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Value<'a>,
}

impl Problem {
    /// What to do about it: a sentence for people.
    pub fn remedy(&self) -> &'static str {
        match self {
            Problem::TooLarge { .. } | Problem::TooDeep => {
                "This is no policy: give the policy document itself."
            }
            Problem::ByteOrderMark => "Save the file as UTF-8 without a byte order mark.",
            Problem::Empty => "Paste the policy document.",
            Problem::EndsEarly(_) => "Close what is still open: a bracket, a brace or a value is missing.",
            Problem::Unexpected { found: ',', .. } => "Remove the comma: nothing stands before it.",
            Problem::Unexpected { expected, .. } if expected.starts_with("`,`") => {
                "Put a comma between the two, or close the bracket or brace before."
            }
            Problem::Unexpected { expected, .. } if expected.starts_with('`') => {
                "Put a colon between the key and its value."
            }
            Problem::Unexpected { .. } => "Write what is expected: keys and texts stand in double quotes.",
            Problem::Comment => "Remove it; a Sid can say what a statement is for.",
            Problem::WrongQuote(_) => {
                "Use the plain double quote \" on both sides; word processors change it."
            }
            Problem::TrailingComma(_) => "Remove the comma.",
            Problem::Trailing(_) => "Remove what follows the last brace.",
            Problem::OpenString => "Close the string with \" on the same line.",
            Problem::ControlCharacter(_) => "Remove the character: it is probably a tab inside the quotes.",
            Problem::BadEscape => "Write \\\\ for a backslash.",
            Problem::BareWord(word) if matches!(word.as_str(), "True" | "False" | "None") => {
                "Write true, false or null: JSON has them in lower case."
            }
            Problem::BadNumber(_) | Problem::BareWord(_) => "Put it in double quotes.",
            Problem::DuplicateKey(_) => "Merge the two, for example into one list, or remove one.",
        }
    }
}

/// Why a text is not JSON, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct SyntaxError {
    /// The byte where it shows.
    pub offset: usize,
    /// One past the last byte that it is about.
    pub end: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a text that is not JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// More than the limit, which is [`MAX_BYTES`] for a policy.
    #[error("the text has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many are read.
        limit: usize,
    },
    /// More than [`MAX_DEPTH`] levels.
    #[error("nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// A byte order mark, which IAM does not accept.
    #[error("the text begins with a byte order mark")]
    ByteOrderMark,
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// It ends too early.
    #[error("the text ends where {0} is expected")]
    EndsEarly(&'static str),
    /// Something else stands there.
    #[error("expected {expected}, found `{found}`")]
    Unexpected {
        /// What could stand there.
        expected: &'static str,
        /// The character that does.
        found: char,
    },
    /// A comment.
    #[error("JSON has no comments")]
    Comment,
    /// A quotation mark that is not `"`.
    #[error("a string stands in `\"`, not in `{0}`")]
    WrongQuote(char),
    /// A comma before a closing bracket or brace.
    #[error("a comma stands before the closing `{0}`")]
    TrailingComma(char),
    /// Text after the document.
    #[error("`{0}` stands after the end of the document")]
    Trailing(char),
    /// A string without its closing quote.
    #[error("the string has no closing quote")]
    OpenString,
    /// A line break or another control character inside a string.
    #[error("a string holds the control character U+{0:04X}, which must be escaped")]
    ControlCharacter(u32),
    /// A backslash before something that is no escape.
    #[error("the string holds an escape that JSON does not know")]
    BadEscape,
    /// A number that JSON does not write so.
    #[error("`{0}` is not a JSON number")]
    BadNumber(String),
    /// A bare word.
    #[error("`{0}` is not a JSON value")]
    BareWord(String),
    /// A key twice in one object.
    #[error("the key `{0}` stands twice in one object")]
    DuplicateKey(String),
}
