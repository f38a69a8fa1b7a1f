//! The parameters of the query protocol: `Action=…&Version=…&Tags.member.1.Key=…`.

use crate::error::ApiError;
use percent_encoding::percent_decode;
use std::collections::{BTreeMap, HashSet};

/// Parameters in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads an `application/x-www-form-urlencoded` text. Bytes that are no UTF-8 become U+FFFD,
    /// which no pattern of the models accepts.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let mut halves = pair.splitn(2, |byte| *byte == b'=');
                    let mut half = || decode(halves.next().unwrap_or_default());
                    (half(), half())
                })
                .collect(),
        )
    }

    /// The same, of a text that is held to its syntax.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ApiError> {
        check_escapes(bytes)?;
        Ok(Self::parse(bytes))
    }

    /// Adds the parameters of another.
    pub(crate) fn extend(&mut self, other: Form) {
        self.0.extend(other.0);
    }

    /// Each name once, and no more than any operation could need; a structure's member (`A.B`) only
    /// where the service has structures.
    pub(crate) fn check(&self, has_structures: bool) -> Result<(), ApiError> {
        let malformed = |message| Err(ApiError::bad_request("MalformedInput", message));
        if self.0.len() > MOST_PARAMETERS {
            return malformed(format!("The request has more than {MOST_PARAMETERS} parameters."));
        }
        if let Some((name, _)) = self.0.iter().find(|(name, _)| !is_sound(name, has_structures)) {
            return malformed(format!("{name} is not a valid name of a list's member."));
        }
        let mut seen = HashSet::new();
        match self.0.iter().find(|(name, _)| !seen.insert(name.as_str())) {
            Some((name, _)) => malformed(format!("The parameter {name} is given more than once.")),
            None => Ok(()),
        }
    }

    /// The first value of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All of them.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether any parameter is `name` or a part of it (`name.…`).
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| {
            key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// The members of a list, `name.member.1`, `name.member.2`…, each as the parameters below it.
    /// A parameter of the member itself has the empty name. Numbers order the members; gaps are closed.
    pub(crate) fn list(&self, name: &str) -> Vec<Form> {
        let mut members: BTreeMap<usize, Form> = BTreeMap::new();
        for (key, value) in &self.0 {
            let Some(rest) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix(".member.")) else {
                continue;
            };
            let (number, below) = rest.split_once('.').unwrap_or((rest, ""));
            let Ok(number) = number.parse::<usize>() else {
                continue;
            };
            if members.len() < LONGEST_LIST || members.contains_key(&number) {
                members.entry(number).or_default().0.push((below.to_owned(), value.clone()));
            }
        }
        members.into_values().collect()
    }
}

/// The longest lists of the models, with all their members, are far below this.
const MOST_PARAMETERS: usize = 2000;

/// A name, or a list's member by its number with what is below it: `Tags.member.1.Key`. What is
/// anything else would be passed over in silence.
fn is_sound(name: &str, has_structures: bool) -> bool {
    let mut parts = name.split('.').skip(1).peekable();
    let is_known = has_structures || parts.peek().is_none_or(|first| *first == "member");
    while let Some(part) = parts.next() {
        let numbered = |number: &str| number.parse::<usize>().is_ok();
        if part == "member" && !parts.next().is_some_and(numbered) {
            return false;
        }
    }
    is_known
}

/// Each `%` has its two digits. The sentences are those of AWS's signature library, as
/// scratchstack-aws-signature has them.
fn check_escapes(bytes: &[u8]) -> Result<(), ApiError> {
    let malformed = |message: String| Err(ApiError::bad_request("MalformedQueryString", message));
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%') {
        match bytes.get(at + 1..at + 3) {
            None => return malformed("Incomplete trailing escape % sequence".into()),
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => {}
            Some(digits) => {
                let digits = String::from_utf8_lossy(digits);
                return malformed(format!("Illegal hex character in escape % pattern: %{digits}"));
            }
        }
    }
    Ok(())
}

/// More members than any list of the models may have, or a simulation may ask about.
const LONGEST_LIST: usize = 1001;

fn decode(bytes: &[u8]) -> String {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pairs_and_lists() {
        let form = Form::parse(
            b"Action=TagRole&Tags.member.2.Key=b&Tags.member.1.Key=a+%C3%A9&Tags.member.1.Value=&TagKeys.member.1=k&flag&=x",
        );
        assert_eq!(form.get("Action"), Some("TagRole"));
        assert_eq!(form.get("flag"), Some(""));
        let keys: Vec<_> = form.list("Tags").iter().map(|tag| tag.get("Key").map(str::to_owned)).collect();
        assert_eq!(keys, [Some("a é".to_owned()), Some("b".to_owned())]);
        assert_eq!(form.list("TagKeys").first().and_then(|key| key.get("")), Some("k"));
        assert!(form.has("Tags") && !form.has("Tag"));
    }

    #[test]
    fn a_text_that_is_no_form_is_refused() {
        let code = |text: &str| {
            Form::read(text.as_bytes()).and_then(|form| form.check(false)).err().map(|error| error.code)
        };
        assert_eq!(code("a=%2F&b=%c3%A9&&c"), None);
        assert_eq!(code("t.member.1=&t.member.2.k=&t.member.2.l.member.1=&t.member.2.l.m.k="), None);
        for text in ["a=%", "a=%2", "a=%2g", "%zz=1"] {
            assert_eq!(code(text), Some("MalformedQueryString"), "{text}");
        }
        let many: String = (0..=MOST_PARAMETERS).map(|number| format!("p{number}=&")).collect();
        let lists = ["t.k=1", "t.member=1", "t.member.x=1", "t.member.-1.k=1", "t.member.1.k.member.x=1"];
        for text in ["a=1&a=1", "a=1&b=&%61=2", many.as_str()].into_iter().chain(lists) {
            assert_eq!(code(text), Some("MalformedInput"), "{text}");
        }
    }
}
