//! The reader: one pass over the bytes, recursive to a stated depth. It stops at the first fault, or,
//! where all are wanted, notes those after which it is plain how the text goes on.

use super::{MAX_BYTES, MAX_DEPTH, MOST_FAULTS, Member, Node, Problem, Span, SyntaxError, Value};
use std::borrow::Cow;
use std::collections::HashSet;

/// Below this many keys, comparing each with each is quicker than hashing.
const FEW_KEYS: usize = 16;

/// What a typographic or otherwise wrong quotation mark may be closed by.
const OTHER_QUOTES: [(char, &[char]); 7] = [
    ('\'', &['\'']),
    ('`', &['`', '\'']),
    ('\u{201c}', &['\u{201d}', '\u{201c}', '"']),
    ('\u{201d}', &['\u{201d}', '"']),
    ('\u{201e}', &['\u{201c}', '\u{201d}', '"']),
    ('\u{2018}', &['\u{2019}', '\u{2018}', '\'']),
    ('\u{2019}', &['\u{2019}', '\'']),
];

/// Reads one JSON document (RFC 8259) that fills the whole text, of at most [`MAX_BYTES`].
pub fn parse(text: &str) -> Result<Value<'_>, SyntaxError> {
    parse_up_to(text, MAX_BYTES)
}

/// The same with another limit, in bytes.
pub(crate) fn parse_up_to(text: &str, max_bytes: usize) -> Result<Value<'_>, SyntaxError> {
    Reader::new(text, false).document(max_bytes)
}

/// Reads a document and every fault of it. Where a fault leaves no doubt how the text is meant (a
/// comma too many, a comment, single quotes, …), reading goes on behind it; the value is `None` where
/// one left doubt. A key that stands twice is given twice.
pub fn parse_all(text: &str) -> (Option<Value<'_>>, Vec<SyntaxError>) {
    let mut reader = Reader::new(text, true);
    match reader.document(MAX_BYTES) {
        Ok(value) => (Some(value), reader.problems),
        Err(fatal) => {
            reader.problems.push(fatal);
            (None, reader.problems)
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The string that was read last: a fault behind it may be its doing.
    last_string: Span,
    lenient: bool,
    /// The faults that did not stop the reading.
    problems: Vec<SyntaxError>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, lenient: bool) -> Reader<'a> {
        Reader { text, at: 0, last_string: Span::default(), lenient, problems: Vec::new() }
    }

    fn document(&mut self, max_bytes: usize) -> Result<Value<'a>, SyntaxError> {
        if self.text.len() > max_bytes {
            return self.fail(Problem::TooLarge { bytes: self.text.len(), limit: max_bytes });
        }
        if self.text.starts_with('\u{feff}') {
            let mark = Span { start: 0, end: '\u{feff}'.len_utf8() };
            self.tolerate(mark, Problem::ByteOrderMark)?;
            self.at = mark.end;
        }
        self.skip()?;
        if self.peek().is_none() {
            return self.fail(Problem::Empty);
        }
        let value = self.value(MAX_DEPTH)?;
        self.skip()?;
        if let Some(found) = self.char() {
            let rest = Span { start: self.at, end: self.text.trim_end().len() };
            self.tolerate(rest, Problem::Trailing(found))?;
        }
        Ok(value)
    }

    fn fail<T>(&self, problem: Problem) -> Result<T, SyntaxError> {
        fail_at(self.here(), problem)
    }

    /// The character that comes next.
    fn here(&self) -> Span {
        Span { start: self.at, end: self.at + self.char().map_or(0, char::len_utf8) }
    }

    /// Notes a fault and goes on, or stops at it.
    fn tolerate(&mut self, span: Span, problem: Problem) -> Result<(), SyntaxError> {
        let fault = SyntaxError { offset: span.start, end: span.end, problem };
        if !self.lenient || self.problems.len() >= MOST_FAULTS {
            return Err(fault);
        }
        self.problems.push(fault);
        Ok(())
    }

    fn unexpected<T>(&self, expected: &'static str) -> Result<T, SyntaxError> {
        // A string closed by a typographic quote runs on to the next plain one: what follows looks
        // wrong, and is not.
        let string = self.last_string.of(self.text);
        let quote = string.char_indices().find(|(_, found)| is_typographic(*found));
        if let Some((at, found)) = quote {
            let start = self.last_string.start + at;
            return fail_at(Span { start, end: start + found.len_utf8() }, Problem::WrongQuote(found));
        }
        self.fail(match self.char() {
            None => Problem::EndsEarly(expected),
            Some(found) => Problem::Unexpected { expected, found },
        })
    }

    /// White space, and comments where they are tolerated.
    fn skip(&mut self) -> Result<(), SyntaxError> {
        self.skip_space();
        while let Some(b'/' | b'#') = self.peek() {
            let start = self.at;
            let rest = self.text.get(start..).unwrap_or_default();
            let length = if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if rest.starts_with("//") || rest.starts_with('#') {
                rest.find('\n').unwrap_or(rest.len())
            } else {
                return Ok(());
            };
            self.tolerate(Span { start, end: start + length }, Problem::Comment)?;
            self.at += length;
            self.skip_space();
        }
        Ok(())
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
            _ => match self.otherwise_quoted()? {
                Some(text) => Node::String(Cow::Borrowed(text)),
                None => return self.unexpected("a value"),
            },
        };
        Ok(Value { span: self.span(start), node })
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, SyntaxError> {
        self.at += 1;
        let mut members: Vec<Member<'a>> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        self.skip()?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Node::Object(members));
        }
        loop {
            self.skip()?;
            let start = self.at;
            let key = match self.peek() {
                Some(b'"') => self.string()?,
                Some(b'}') if !members.is_empty() => {
                    self.tolerate(self.here(), Problem::TrailingComma('}'))?;
                    self.at += 1;
                    return Ok(Node::Object(members));
                }
                _ => match self.otherwise_quoted()? {
                    Some(text) => Cow::Borrowed(text),
                    None => self.bare_key()?,
                },
            };
            let key_span = self.span(start);
            if is_duplicate(&key, &members, &mut seen) {
                self.tolerate(key_span, Problem::DuplicateKey(key.to_string()))?;
            }
            self.skip()?;
            if self.peek() == Some(b':') {
                self.at += 1;
            } else {
                return self.unexpected("`:`");
            }
            self.skip()?;
            let value = self.value(depth)?;
            members.push(Member { key, key_span, value });
            self.skip()?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Node::Object(members));
                }
                // Another key: the comma before it is missing.
                Some(b'"') if self.is_comma_missing() => self.missing("`,` or `}`", '"')?,
                _ => return self.unexpected("`,` or `}`"),
            }
        }
    }

    /// Whether what was read last leaves no doubt that only a comma is missing.
    fn is_comma_missing(&self) -> bool {
        self.lenient && !self.last_string.of(self.text).contains(is_typographic)
    }

    fn missing(&mut self, expected: &'static str, found: char) -> Result<(), SyntaxError> {
        self.tolerate(self.here(), Problem::Unexpected { expected, found })
    }

    /// A key without quotes, which is tolerated.
    fn bare_key(&mut self) -> Result<Cow<'a, str>, SyntaxError> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let length =
            rest.find(|found: char| !(found.is_ascii_alphanumeric() || found == '_')).unwrap_or(rest.len());
        let Some(found) = rest.chars().next().filter(|_| self.lenient && length > 0) else {
            return self.unexpected("a key in quotes");
        };
        self.at += length;
        self.tolerate(self.span(start), Problem::Unexpected { expected: "a key in quotes", found })?;
        Ok(Cow::Borrowed(self.slice(start)))
    }

    fn array(&mut self, depth: usize) -> Result<Node<'a>, SyntaxError> {
        self.at += 1;
        let mut values = Vec::new();
        self.skip()?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Node::Array(values));
        }
        loop {
            self.skip()?;
            if self.peek() == Some(b']') && !values.is_empty() {
                self.tolerate(self.here(), Problem::TrailingComma(']'))?;
                self.at += 1;
                return Ok(Node::Array(values));
            }
            values.push(self.value(depth)?);
            self.skip()?;
            match self.char() {
                Some(',') => self.at += 1,
                Some(']') => {
                    self.at += 1;
                    return Ok(Node::Array(values));
                }
                // Another value: the comma before it is missing.
                Some(found @ ('"' | '{')) if self.is_comma_missing() => self.missing("`,` or `]`", found)?,
                _ => return self.unexpected("`,` or `]`"),
            }
        }
    }

    /// A string in quotes that are not JSON's; `None` if none begins here.
    fn otherwise_quoted(&mut self) -> Result<Option<&'a str>, SyntaxError> {
        let Some(quote) = self.char() else { return Ok(None) };
        let Some((_, closers)) = OTHER_QUOTES.iter().find(|(opener, _)| *opener == quote) else {
            return Ok(None);
        };
        let opening = self.here();
        let rest = self.text.get(opening.end..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let Some((inside, closer)) =
            line.char_indices().find(|(_, found)| closers.contains(found)).filter(|_| self.lenient)
        else {
            return fail_at(opening, Problem::WrongQuote(quote));
        };
        let close = opening.end + inside;
        self.tolerate(
            Span { start: opening.start, end: close + closer.len_utf8() },
            Problem::WrongQuote(quote),
        )?;
        self.at = close + closer.len_utf8();
        Ok(self.text.get(opening.end..close))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, SyntaxError> {
        let quote = self.at;
        self.at += 1;
        let mut plain_from = self.at;
        let mut unescaped: Option<String> = None;
        loop {
            match self.peek() {
                None => return fail_at(self.span(quote), Problem::OpenString),
                Some(b'"') => {
                    let plain = self.slice(plain_from);
                    self.at += 1;
                    self.last_string = self.span(quote);
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
                Some(b'\n' | b'\r') => {
                    let string = self.span(quote);
                    let typographic = string.of(self.text).char_indices().find(|(_, c)| is_typographic(*c));
                    let Some((at, found)) = typographic else {
                        return fail_at(string, Problem::OpenString);
                    };
                    let start = quote + at;
                    let mark = Span { start, end: start + found.len_utf8() };
                    return fail_at(mark, Problem::WrongQuote(found));
                }
                Some(byte) if byte < 0x20 => {
                    self.tolerate(self.here(), Problem::ControlCharacter(u32::from(byte)))?;
                    self.at += 1;
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
                None => return fail_at(self.span(start), Problem::BadEscape),
            },
            _ => return fail_at(Span { start, end: start + 1 }, Problem::BadEscape),
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
            fail_at(self.span(start), Problem::BadNumber(written.to_owned()))
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
                fail_at(self.span(start), Problem::BareWord(shown))
            }
        }
    }
}

fn fail_at<T>(span: Span, problem: Problem) -> Result<T, SyntaxError> {
    Err(SyntaxError { offset: span.start, end: span.end, problem })
}

/// The quotation marks that word processors put in the place of `"`.
fn is_typographic(found: char) -> bool {
    matches!(found, '\u{201c}' | '\u{201d}' | '\u{201e}')
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
