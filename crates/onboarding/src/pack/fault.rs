//! What can be wrong with a pack's files: the rules that they keep, and the places where they do not.

use super::{Pack, PackError};
use crate::pointer;
use iam_policy::Position;

/// A rule of the file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    File,
    Json,
    Fields,
    SchemaVersion,
    Version,
    Gateway,
    Defaults,
    Role,
    Regions,
    PolicyName,
    Resources,
    Placeholders,
    Statements,
    Dashboard,
    ProviderTypes,
    Patterns,
}

/// The rules by file, in the order in which they are looked at.
pub(crate) const RULES: [(&str, &[Rule]); 4] = {
    use Rule::{
        Dashboard, Defaults, Fields, File, Gateway, Json, Patterns, Placeholders, PolicyName, ProviderTypes,
        Regions, Resources, Role, SchemaVersion, Statements, Version,
    };
    let [pack, trust, permissions, errors] = Pack::FILES;
    [
        (
            pack,
            &[
                File,
                Json,
                Fields,
                SchemaVersion,
                Version,
                Gateway,
                Defaults,
                Role,
                Regions,
                PolicyName,
                Resources,
                Placeholders,
                Dashboard,
                ProviderTypes,
            ],
        ),
        (trust, &[File, Json, Placeholders, Statements]),
        (permissions, &[File, Json, Placeholders, Statements]),
        (errors, &[File, Json, Fields, SchemaVersion, Patterns, Placeholders]),
    ]
};

impl Rule {
    /// Stable.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Json => "json",
            Self::Fields => "fields",
            Self::SchemaVersion => "schema-version",
            Self::Version => "version",
            Self::Gateway => "gateway",
            Self::Defaults => "defaults",
            Self::Role => "role",
            Self::Regions => "regions",
            Self::PolicyName => "policy-name",
            Self::Resources => "resources",
            Self::Placeholders => "placeholders",
            Self::Statements => "statements",
            Self::Dashboard => "dashboard",
            Self::ProviderTypes => "provider-types",
            Self::Patterns => "patterns",
        }
    }

    /// What holds where the rule is kept.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::File => "The file is there",
            Self::Json => "It is JSON, and no key stands twice",
            Self::Fields => "It has the fields of the format and no others",
            Self::SchemaVersion => "Its format is known to this program",
            Self::Version => "The content has a version",
            Self::Gateway => "The gateway principal is a user of the gateway's account",
            Self::Defaults => "The defaults are legal",
            Self::Role => "The role's description and tags are legal",
            Self::Regions => "Every region has the form of one",
            Self::PolicyName => "The policy's name is legal",
            Self::Resources => "Every kind of resource has its ARN patterns",
            Self::Placeholders => "Every placeholder is known, and none is missing",
            Self::Statements => "It has a list of statements",
            Self::Dashboard => "The dashboard has its five fields",
            Self::ProviderTypes => "Every provider type is there once, with a model to probe",
            Self::Patterns => "Every entry has a text to look for",
        }
    }

    /// What to do where it is broken.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::File => "Add the file: a pack has pack.json, trust.json, permissions.json and errors.json.",
            Self::Json => "Correct the JSON at this place.",
            Self::Fields => "Correct the field: the default pack, `templates/`, shows every one of them.",
            Self::SchemaVersion => "Write the schema that this program reads, or use a newer program.",
            Self::Version => "Give the content a version, for example 1.0.0.",
            Self::Gateway => "Write the ARN of the gateway's IAM user and the 12 digits of the same account.",
            Self::Defaults | Self::Role => "Write a value that IAM accepts.",
            Self::Regions => "Write the code of a region in the partition aws, for example us-east-1.",
            Self::PolicyName => "Use 1 to 128 letters, digits and _ + = , . @ -.",
            Self::Resources => {
                "Begin each ARN with arn:aws:bedrock:<REGION>: and give each `arn_of_model` its <MODEL>."
            }
            Self::Placeholders => "Write the placeholder as templates/README.md lists it.",
            Self::Statements => "Write the statements as a list, also where there is one.",
            Self::Dashboard => "Add the field with its name and whether it is required.",
            Self::ProviderTypes => "Describe each of the four provider types once, with the probe's models.",
            Self::Patterns => "Give the entry a text in `all_of` or `any_of`.",
        }
    }
}

/// A place in a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct LineColumn {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1.
    pub column: usize,
}

impl From<Position> for LineColumn {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column }
    }
}

/// A rule that a file breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) file: &'static str,
    pub(crate) rule: Rule,
    pub(crate) place: Option<LineColumn>,
    pub(crate) message: String,
}

impl From<Fault> for PackError {
    fn from(fault: Fault) -> Self {
        let Fault { file, rule, place, message } = fault;
        let message = match (rule, place) {
            // The others name the field, which says where they are.
            (Rule::Json | Rule::Fields, Some(LineColumn { line, column })) => {
                format!("{message} at line {line} column {column}")
            }
            _ => message,
        };
        PackError { file: file.to_owned(), message }
    }
}

/// The faults so far, and the texts that their places are in.
pub(super) struct Faults<'f> {
    files: &'f [(String, String)],
    list: Vec<Fault>,
}

impl<'f> Faults<'f> {
    pub(super) fn new(files: &'f [(String, String)]) -> Self {
        Self { files, list: Vec::new() }
    }

    pub(super) fn text(&self, file: &str) -> Option<&'f str> {
        self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str())
    }

    pub(super) fn add(
        &mut self,
        (file, rule): (&'static str, Rule),
        place: Option<LineColumn>,
        message: impl Into<String>,
    ) {
        self.list.push(Fault { file, rule, place, message: message.into() });
    }

    /// At the value that a JSON pointer leads to.
    pub(super) fn at(&mut self, place: (&'static str, Rule), pointer: &str, message: impl Into<String>) {
        let found = self.text(place.0).and_then(|text| pointer::position(text, pointer));
        self.add(place, found.map(LineColumn::from), message);
    }

    /// At the first place where the file has this text.
    pub(super) fn at_text(&mut self, place: (&'static str, Rule), text: &str, message: impl Into<String>) {
        let found = self.text(place.0).and_then(|file| Some(Position::of(file, file.find(text)?)));
        self.add(place, found.map(LineColumn::from), message);
    }

    pub(super) fn into_list(self) -> Vec<Fault> {
        self.list
    }
}
