//! The reader: one pass over the bytes, recursive to a stated depth.

use super::{MAX_BYTES, MAX_DEPTH, Member, Node, Problem, Span, SyntaxError, Value};
use std::borrow::Cow;
use std::collections::HashSet;

/// Below this many keys, comparing each with each is quicker than hashing.
const FEW_KEYS: usize = 16;

/// Reads one JSON document (RFC 8259) that fills the whole text, of at most [`MAX_BYTES`].
pub fn parse(text: &str) -> Result<Value<'_>, SyntaxError> {
    parse_up_to(text, MAX_BYTES)
}

/// The same with another limit, in bytes.
pub(crate) fn parse_up_to(text: &str, max_bytes: usize) -> Result<Value<'_>, SyntaxError> {
    let mut reader = Reader { text, at: 0 };
    if text.len() > max_bytes {
        return reader.fail(Problem::TooLarge { bytes: text.len(), limit: max_bytes });
    }
    if text.starts_with('\u{feff}') {
        return reader.fail(Problem::ByteOrderMark);
    }
    reader.skip_space();
    if reader.peek().is_none() {
        return reader.fail(Problem::Empty);
    }
    let value = reader.value(MAX_DEPTH)?;
    reader.skip_space();
    match reader.char() {
        None => Ok(value),
        Some(found) => reader.fail(Problem::Trailing(found)),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn fail<T>(&self, problem: Problem) -> Result<T, SyntaxError> {
        fail_at(self.at, problem)
    }

    fn unexpected<T>(&self, expected: &'static str) -> Result<T, SyntaxError> {
        self.fail(match self.char() {
            None => Problem::EndsEarly(expected),
            Some(found) => Problem::Unexpected { expected, found },
        })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn char(&self) -> Option<char> {
        self.text.get(self.at..).and_then(|rest| rest.chars().next())
    }

    fn slice(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn span(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, SyntaxError> {
        let start = self.at;
        let node = match self.peek() {
            Some(b'{' | b'[') if depth == 0 => return self.fail(Problem::TooDeep),
            Some(b'{') => self.object(depth - 1)?,
            Some(b'[') => self.array(depth - 1)?,
            Some(b'"') => Node::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(byte) if byte.is_ascii_alphabetic() => self.word()?,
            _ => return self.unexpected("a value"),
        };
        Ok(Value { span: self.span(start), node })
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, SyntaxError> {
        self.at += 1;
        let mut members: Vec<Member<'a>> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Node::Object(members));
        }
        loop {
            self.skip_space();
            let start = self.at;
            match self.peek() {
                Some(b'"') => {}
                Some(b'}') => return self.fail(Problem::TrailingComma('}')),
                _ => return self.unexpected("a key in quotes"),
            }
            let key = self.string()?;
            let key_span = self.span(start);
            if is_duplicate(&key, &members, &mut seen) {
                return fail_at(start, Problem::DuplicateKey(key.into_owned()));
            }
            self.skip_space();
            if self.peek() != Some(b':') {
                return self.unexpected("`:`");
            }
            self.at += 1;
            self.skip_space();
            let value = self.value(depth)?;
            members.push(Member { key, key_span, value });
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Node::Object(members));
                }
                _ => return self.unexpected("`,` or `}`"),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Node<'a>, SyntaxError> {
        self.at += 1;
        let mut values = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Node::Array(values));
        }
        loop {
            self.skip_space();
            if self.peek() == Some(b']') {
                return self.fail(Problem::TrailingComma(']'));
            }
            values.push(self.value(depth)?);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Node::Array(values));
                }
                _ => return self.unexpected("`,` or `]`"),
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, SyntaxError> {
        let quote = self.at;
        self.at += 1;
        let mut plain_from = self.at;
        let mut unescaped: Option<String> = None;
        loop {
            match self.peek() {
                None => return fail_at(quote, Problem::OpenString),
                Some(b'"') => {
                    let plain = self.slice(plain_from);
                    self.at += 1;
                    return Ok(match unescaped {
                        None => Cow::Borrowed(plain),
                        Some(text) => Cow::Owned(text + plain),
                    });
                }
                Some(b'\\') => {
                    let plain = self.slice(plain_from);
                    let resolved = self.escape()?;
                    let text = unescaped.get_or_insert_default();
                    text.push_str(plain);
                    text.push(resolved);
                    plain_from = self.at;
                }
                Some(b'\n' | b'\r') => return fail_at(quote, Problem::OpenString),
                Some(byte) if byte < 0x20 => {
                    return self.fail(Problem::ControlCharacter(u32::from(byte)));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// Reads from a backslash to the end of what it escapes.
    fn escape(&mut self) -> Result<char, SyntaxError> {
        let start = self.at;
        self.at += 1;
        let escaped = self.peek();
        self.at += 1;
        let resolved = match escaped {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => match self.unicode_escape() {
                Some(resolved) => resolved,
                None => return fail_at(start, Problem::BadEscape),
            },
            _ => return fail_at(start, Problem::BadEscape),
        };
        Ok(resolved)
    }

    /// Reads the digits after `\u`, and the second half where they are the first of a pair.
    fn unicode_escape(&mut self) -> Option<char> {
        let first = self.hex_digits()?;
        if !(0xD800..0xE000).contains(&first) {
            return char::from_u32(first);
        }
        if self.text.get(self.at..self.at + 2) != Some("\\u") {
            return None;
        }
        self.at += 2;
        let second = self.hex_digits()?;
        if !(0xDC00..0xE000).contains(&second) || first >= 0xDC00 {
            return None;
        }
        char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    }

    fn hex_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Result<Node<'a>, SyntaxError> {
        let start = self.at;
        while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        let written = self.slice(start);
        if is_number(written) {
            Ok(Node::Number(written))
        } else {
            fail_at(start, Problem::BadNumber(written.to_owned()))
        }
    }

    fn word(&mut self) -> Result<Node<'a>, SyntaxError> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        match self.slice(start) {
            "true" => Ok(Node::Bool(true)),
            "false" => Ok(Node::Bool(false)),
            "null" => Ok(Node::Null),
            word => {
                let shown: String = word.chars().take(20).collect();
                fail_at(start, Problem::BareWord(shown))
            }
        }
    }
}

fn fail_at<T>(offset: usize, problem: Problem) -> Result<T, SyntaxError> {
    Err(SyntaxError { offset, problem })
}

fn is_duplicate(key: &str, members: &[Member<'_>], seen: &mut HashSet<String>) -> bool {
    if members.len() < FEW_KEYS {
        return members.iter().any(|member| member.key == key);
    }
    if seen.is_empty() {
        seen.extend(members.iter().map(|member| member.key.to_string()));
    }
    !seen.insert(key.to_owned())
}

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(written: &str) -> bool {
    let unsigned = written.strip_prefix('-').unwrap_or(written);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
