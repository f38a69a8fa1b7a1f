//! Filling the templates: JSON in, pretty-printed JSON out, with the place of every substituted part.
//!
//! The text is written here and not by `serde_json`, since only the writer knows where a
//! substituted part comes to stand.

use super::Mark;
use crate::fields::{ModelId, Region};
use crate::pack::{ArnPattern, Pack};
use crate::placeholder::{self, Placeholder};
use crate::setup::Setup;
use serde_json::Value;

/// A filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) marks: Vec<Mark>,
    /// Whether every placeholder has its value.
    pub(crate) complete: bool,
}

/// The trust policy. Without an ExternalId, its placeholder stays.
pub(crate) fn trust(pack: &Pack, external_id: Option<&str>) -> Rendered {
    let fill = |placeholder| match placeholder {
        // From the pack, not from the user: not marked as the user's.
        Placeholder::GatewayPrincipal => Filling::Plain(pack.gateway_principal().to_owned()),
        Placeholder::ExternalId => Filling::of(external_id),
        _ => Filling::Missing,
    };
    write(pack.trust_template(), &fill)
}

/// The permissions policy of the chosen kinds of resources, regions and models. Without an account,
/// its placeholder stays; so does that of a region or a model that is not right.
pub(crate) fn permissions(pack: &Pack, setup: &Setup, account: Option<&str>) -> Rendered {
    let mut actions = vec![vec![Part::plain(pack.invoke_action())]];
    if setup.streaming {
        actions.push(vec![Part::plain(pack.stream_action())]);
    }
    let resources = resources(pack, setup, account);
    let fill = |placeholder| match placeholder {
        Placeholder::Actions => Filling::List(actions.clone()),
        Placeholder::Resources => Filling::List(resources.clone()),
        Placeholder::AccountId => Filling::of(account),
        Placeholder::GatewayPrincipal => Filling::Plain(pack.gateway_principal().to_owned()),
        _ => Filling::Missing,
    };
    write(pack.permissions_template(), &fill)
}

/// The lines of `Resource`: by kind, then by region, then by model.
fn resources(pack: &Pack, setup: &Setup, account: Option<&str>) -> Vec<Vec<Part>> {
    let patterns = pack.resources();
    let kinds = setup.resources;
    let chosen = [
        (true, &patterns.foundation_models),
        (kinds.inference_profiles, &patterns.inference_profiles),
        (kinds.application_inference_profiles, &patterns.application_inference_profiles),
        (kinds.provisioned_models, &patterns.provisioned_models),
        (kinds.custom_models, &patterns.custom_models),
    ];
    let regions: Vec<Filling> = if setup.regions.is_empty() {
        vec![Filling::Plain("*".to_owned())]
    } else {
        let fill = |text: &String| Filling::of(Region::parse(text).is_ok().then_some(text));
        setup.regions.iter().map(fill).collect()
    };
    let models: Vec<Filling> = setup
        .models
        .iter()
        .map(|text| Filling::of(ModelId::parse(text, &[]).is_ok().then_some(text)))
        .collect();
    let mut lines: Vec<Vec<Part>> = Vec::new();
    for pattern in chosen.into_iter().filter(|(chosen, _)| *chosen).flat_map(|(_, patterns)| patterns) {
        for region in &regions {
            for line in of_pattern(pattern, region, &models, account) {
                // The same region or model entered twice is one line.
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
    }
    lines
}

fn of_pattern(
    pattern: &ArnPattern,
    region: &Filling,
    models: &[Filling],
    account: Option<&str>,
) -> Vec<Vec<Part>> {
    let line = |text: &str, model: &Filling| {
        parts(text, &|placeholder| match placeholder {
            Placeholder::Region => region.clone(),
            Placeholder::Model => model.clone(),
            Placeholder::AccountId => Filling::of(account),
            _ => Filling::Missing,
        })
    };
    match &pattern.arn_of_model {
        Some(narrow) if !models.is_empty() => models.iter().map(|model| line(narrow, model)).collect(),
        _ => vec![line(&pattern.arn, &Filling::Missing)],
    }
}

/// What goes in the place of a placeholder.
#[derive(Debug, Clone)]
enum Filling {
    /// A value of the user's: marked.
    Value(String),
    /// A value of the pack's: not marked.
    Plain(String),
    /// Where the placeholder is a whole string: one string or a list of them.
    List(Vec<Vec<Part>>),
    /// Nothing yet: the placeholder stays, and is marked as waiting.
    Missing,
}

impl Filling {
    fn of(value: Option<impl AsRef<str>>) -> Self {
        value.map_or(Self::Missing, |value| Self::Value(value.as_ref().to_owned()))
    }
}

/// A part of a string; `filled`: as in [`Mark`], `None`: not marked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    text: String,
    filled: Option<bool>,
}

impl Part {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), filled: None }
    }
}

type Fill<'a> = dyn Fn(Placeholder) -> Filling + 'a;

/// A template's string in parts, its placeholders filled.
fn parts(template: &str, fill: &Fill<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, placeholder, after)) = placeholder::split(rest) {
        if !before.is_empty() {
            parts.push(Part::plain(before));
        }
        parts.push(match fill(placeholder) {
            Filling::Value(text) => Part { text, filled: Some(true) },
            Filling::Plain(text) => Part { text, filled: None },
            Filling::Missing | Filling::List(_) => {
                Part { text: placeholder.token().to_owned(), filled: Some(false) }
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::plain(rest));
    }
    parts
}

fn write(template: &Value, fill: &Fill<'_>) -> Rendered {
    let mut writer = Writer { text: String::new(), marks: Vec::new(), fill };
    writer.value(template, 0);
    Rendered { complete: writer.marks.iter().all(|mark| mark.filled), text: writer.text, marks: writer.marks }
}

/// Writes JSON as `serde_json`'s pretty printer does: two spaces, key order kept.
struct Writer<'a> {
    text: String,
    marks: Vec<Mark>,
    fill: &'a Fill<'a>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                self.block('{', '}', depth, fields.iter(), |writer, (key, field)| {
                    writer.text.push_str(&Value::from(key.as_str()).to_string());
                    writer.text.push_str(": ");
                    writer.value(field, depth + 1);
                });
            }
            Value::Array(items) if !items.is_empty() => {
                self.block('[', ']', depth, items.iter(), |writer, item| {
                    writer.value(item, depth + 1);
                });
            }
            Value::String(text) => self.template(text, depth),
            other => self.text.push_str(&other.to_string()),
        }
    }

    fn block<T>(
        &mut self,
        open: char,
        close: char,
        depth: usize,
        items: impl Iterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        self.text.push(open);
        for (index, item) in items.enumerate() {
            self.text.push_str(if index == 0 { "\n" } else { ",\n" });
            self.indent(depth + 1);
            each(self, item);
        }
        self.text.push('\n');
        self.indent(depth);
        self.text.push(close);
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.text.push_str("  ");
        }
    }

    fn template(&mut self, text: &str, depth: usize) {
        let whole = placeholder::split(text)
            .filter(|(before, _, after)| before.is_empty() && after.is_empty())
            .map(|(_, placeholder, _)| (self.fill)(placeholder));
        match whole {
            Some(Filling::List(lines)) => match lines.as_slice() {
                // One value stands alone, as on the page.
                [line] => self.string(line),
                lines => {
                    self.block('[', ']', depth, lines.iter(), |writer, line| {
                        writer.string(line);
                    });
                }
            },
            _ => {
                let parts = parts(text, self.fill);
                self.string(&parts);
            }
        }
    }

    fn string(&mut self, parts: &[Part]) {
        self.text.push('"');
        for part in parts {
            let start = super::narrow(self.text.len());
            let quoted = Value::from(part.text.as_str()).to_string();
            // Without the quotes around it: the parts are one string.
            self.text.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
            if let Some(filled) = part.filled {
                self.marks.push(Mark { start, end: super::narrow(self.text.len()), filled });
            }
        }
        self.text.push('"');
    }
}
