//! Adding and removing one statement of a document's text, every other byte kept as it stands.

use crate::document::{ParseError, Refusal};
use crate::json::{self, Member, Node, Span, Value};

/// Adds a statement after the last one, indented as the first one is. A single statement becomes the
/// first of a list.
///
/// Errors: `text` is not a JSON object with a `Statement`, or `statement_json` is not a JSON object.
/// Whether the statement itself is one that IAM accepts is not looked at.
pub fn add_statement(text: &str, statement_json: &str) -> Result<String, ParseError> {
    let added = parse(statement_json)?;
    if !matches!(added.node, Node::Object(_)) {
        return Err(wrong_type(statement_json, &added, "the statement", "an object"));
    }
    let added = added.span.of(statement_json);
    let root = parse(text)?;
    let statement = statement_of(text, &root)?;
    let span = statement.span;
    Ok(match &statement.node {
        Node::Array(list) => match (list.first(), list.last()) {
            (Some(first), Some(last)) => {
                let lead = Span { start: span.start + 1, end: first.span.start };
                let lead = lead.of(text);
                splice(text, at(last.span.end), &format!(",{lead}{added}"))
            }
            _ => splice(text, at(span.start + 1), added),
        },
        _ => {
            let single = span.of(text);
            splice(text, span, &format!("[{single},{added}]"))
        }
    })
}

/// Removes the statement of that Sid, with the comma that goes with it; `None` if there is none.
///
/// Errors: `text` is not a JSON object with a `Statement`.
pub fn remove_statement(text: &str, sid: &str) -> Result<Option<String>, ParseError> {
    let root = parse(text)?;
    let statement = statement_of(text, &root)?;
    let Node::Array(list) = &statement.node else {
        let removed = has_sid(statement, sid).then(|| splice(text, statement.span, "[]"));
        return Ok(removed);
    };
    let Some(index) = list.iter().position(|item| has_sid(item, sid)) else {
        return Ok(None);
    };
    let removed = list.get(index).map_or(Span::default(), |item| item.span);
    let previous = index.checked_sub(1).and_then(|index| list.get(index));
    let cut = match (list.get(index + 1), previous) {
        (Some(next), _) => Span { start: removed.start, end: next.span.start },
        (None, Some(previous)) => Span { start: previous.span.end, end: removed.end },
        (None, None) => removed,
    };
    Ok(Some(splice(text, cut, "")))
}

/// The text of one statement, counted from 0, exactly as it stands.
pub fn statement_text(text: &str, index: usize) -> Option<&str> {
    let root = json::parse(text).ok()?;
    let statement = member(&root, "Statement")?;
    let span = match &statement.value.node {
        Node::Array(list) => list.get(index)?.span,
        _ if index == 0 => statement.value.span,
        _ => return None,
    };
    Some(span.of(text))
}

fn parse(text: &str) -> Result<Value<'_>, ParseError> {
    json::parse(text).map_err(|error| ParseError::syntax(text, error))
}

fn statement_of<'v, 'a>(text: &str, root: &'v Value<'a>) -> Result<&'v Value<'a>, ParseError> {
    if !matches!(root.node, Node::Object(_)) {
        return Err(wrong_type(text, root, "the document", "an object"));
    }
    let statement = member(root, "Statement").map(|member| &member.value);
    let Some(statement) = statement else {
        return Err(ParseError::new(text, root.span.first_byte(), Refusal::MissingStatement));
    };
    match statement.node {
        Node::Array(_) | Node::Object(_) => Ok(statement),
        _ => Err(wrong_type(text, statement, "`Statement`", "an object or a list")),
    }
}

fn member<'v, 'a>(value: &'v Value<'a>, key: &str) -> Option<&'v Member<'a>> {
    match &value.node {
        Node::Object(members) => members.iter().find(|member| member.key == key),
        _ => None,
    }
}

fn has_sid(statement: &Value<'_>, sid: &str) -> bool {
    member(statement, "Sid").is_some_and(|member| match &member.value.node {
        Node::String(text) => text == sid,
        _ => false,
    })
}

fn wrong_type(text: &str, value: &Value<'_>, element: &str, expected: &'static str) -> ParseError {
    let refusal = Refusal::WrongType { element: element.to_owned(), expected, found: value.node.name() };
    ParseError::new(text, value.span, refusal)
}

fn at(offset: usize) -> Span {
    Span { start: offset, end: offset }
}

/// The text with the bytes of `span` replaced.
fn splice(text: &str, span: Span, with: &str) -> String {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    format!("{before}{with}{after}")
}
