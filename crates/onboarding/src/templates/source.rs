//! The pack's files as texts: from a place in a rendered document to the place in the pack that it
//! came from.

use crate::pack::{Fault, LineColumn, Pack, Rule};
use crate::placeholder::{self, Placeholder};
use crate::pointer;
use iam_policy::json::{self, Node};

/// A place in the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) at: Option<LineColumn>,
}

/// A policy of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    Trust,
    Permissions,
}

impl Template {
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Trust => "trust.json",
            Self::Permissions => "permissions.json",
        }
    }

    /// As ids write it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Trust => "trust",
            Self::Permissions => "permissions",
        }
    }
}

/// A pack with its texts.
pub(super) struct Source<'s> {
    files: &'s [(String, String)],
    pub(super) pack: &'s Pack,
    faults: &'s [Fault],
}

const PACK: &str = "pack.json";

impl<'s> Source<'s> {
    pub(super) fn new(files: &'s [(String, String)], pack: &'s Pack, faults: &'s [Fault]) -> Self {
        Self { files, pack, faults }
    }

    /// Whether a template could be read.
    pub(super) fn has(&self, template: Template) -> bool {
        !self
            .faults
            .iter()
            .any(|fault| fault.file == template.file() && matches!(fault.rule, Rule::File | Rule::Json))
    }

    fn text(&self, file: &str) -> Option<&'s str> {
        self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str())
    }

    /// The value of `pack.json` that a pointer leads to.
    pub(super) fn in_pack(&self, pointer: &str) -> Place {
        self.place(PACK, pointer)
    }

    fn place(&self, file: &str, pointer: &str) -> Place {
        let found = self.text(file).and_then(|text| pointer::position(text, pointer));
        Place { file: file.to_owned(), at: found.map(LineColumn::from) }
    }

    /// Where the value at a byte of a rendered document comes from.
    pub(super) fn of_byte(&self, template: Template, document: &str, offset: usize) -> Place {
        let pointer = json::parse(document).map(|value| pointer::at(&value, offset)).unwrap_or_default();
        match string_at(document, &pointer) {
            Some(_) => self.of_pointer(template, document, &pointer),
            // What is said of a whole list or object is said of how the template is built.
            None => self.place(template.file(), &pointer),
        }
    }

    /// Where the value that a pointer leads to in a rendered document comes from: from the template,
    /// or where the template has a placeholder of the pack's, from `pack.json`.
    pub(super) fn of_pointer(&self, template: Template, document: &str, pointer: &str) -> Place {
        let from_pack = self.text(template.file()).and_then(|text| {
            let text = json::parse(text).ok()?;
            let Node::String(written) = &pointer::deepest(&text, pointer).node else {
                return None;
            };
            let ("", placeholder, "") = placeholder::split(written)? else {
                return None;
            };
            // In another element the placeholder itself is what is wrong.
            let usual = match placeholder {
                Placeholder::GatewayPrincipal => "/Principal",
                Placeholder::Actions => "/Action",
                Placeholder::Resources => "/Resource",
                _ => return None,
            };
            if !pointer.contains(usual) {
                return None;
            }
            self.behind(placeholder, &string_at(document, pointer).unwrap_or_default())
        });
        match from_pack {
            Some(pointer) => self.in_pack(&pointer),
            None => self.place(template.file(), pointer),
        }
    }

    /// The pointer of `pack.json` to what fills a placeholder; `None`: it is the user's.
    fn behind(&self, placeholder: Placeholder, filled: &str) -> Option<String> {
        match placeholder {
            Placeholder::GatewayPrincipal => Some("/gateway/principal".to_owned()),
            Placeholder::Actions => Some(
                [("invoke", self.pack.invoke_action()), ("stream", self.pack.stream_action())]
                    .into_iter()
                    .find(|(_, action)| *action == filled)
                    .map_or("/actions".to_owned(), |(name, _)| format!("/actions/{name}")),
            ),
            Placeholder::Resources => Some(self.pattern_of(filled)),
            _ => None,
        }
    }

    /// The pointer to the ARN pattern that a line was made of.
    fn pattern_of(&self, line: &str) -> String {
        for (kind, patterns) in self.pack.resources().by_kind() {
            for (index, pattern) in patterns.iter().enumerate() {
                let texts = [("arn", Some(&pattern.arn)), ("arn_of_model", pattern.arn_of_model.as_ref())];
                for (name, text) in texts {
                    if text.is_some_and(|text| is_filled(text, line)) {
                        return format!("/resources/{kind}/{index}/{name}");
                    }
                }
            }
        }
        "/resources".to_owned()
    }
}

/// The string that a pointer leads to.
pub(super) fn string_at(document: &str, pointer: &str) -> Option<String> {
    match &pointer::deepest(&json::parse(document).ok()?, pointer).node {
        Node::String(text) => Some(text.clone().into_owned()),
        _ => None,
    }
}

/// Whether a text is a pattern with something in the place of each placeholder.
fn is_filled(pattern: &str, text: &str) -> bool {
    let Some((before, _, mut rest)) = placeholder::split(pattern) else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(before) else {
        return false;
    };
    while let Some((between, _, after)) = placeholder::split(rest) {
        match text.split_once(between) {
            Some((_, later)) => text = later,
            None => return false,
        }
        rest = after;
    }
    text.ends_with(rest)
}
