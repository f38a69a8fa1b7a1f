//! What a verification found: named cases in groups.

use super::source::Place;
use serde::Serialize;
use std::collections::HashMap;

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The files' format.
    Schema,
    /// The documents from the table of inputs.
    Render,
    /// The linter over the documents.
    Lint,
    /// The evaluator's answers against the expected matrix.
    Simulate,
    /// The golden files.
    Baseline,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Schema, Self::Render, Self::Lint, Self::Simulate, Self::Baseline];

    /// As ids begin.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Render => "render",
            Self::Lint => "lint",
            Self::Simulate => "simulate",
            Self::Baseline => "baseline",
        }
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed,
    /// Not looked at, because of another failure or because there is nothing to look at.
    Skipped,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// Stable and unique, for example `simulate/page/trust/gateway-without-external-id`.
    pub id: String,
    /// What it is about.
    pub group: Group,
    /// The same for every input, for example `simulate/trust/gateway-without-external-id`.
    pub rule: String,
    /// What holds where it passed.
    pub title: String,
    /// How it ended.
    pub status: Status,
    /// What was seen; lower case, no full stop.
    pub message: String,
    /// On failure: what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// On failure: the file of the pack that is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// In that file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// In that line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// More than a line, for example a diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Case {
    pub(super) fn passed(
        group: Group,
        (id, rule): (impl Into<String>, impl Into<String>),
        title: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            group,
            rule: rule.into(),
            title: title.into(),
            status: Status::Passed,
            message: printable(&message.into()),
            remedy: None,
            file: None,
            line: None,
            column: None,
            detail: None,
        }
    }

    pub(super) fn skipped(group: Group, id: &str, title: &str, message: &str) -> Self {
        Self { status: Status::Skipped, ..Self::passed(group, (id, id), title, message) }
    }

    #[must_use]
    pub(super) fn failed(mut self, message: &str, remedy: &str, place: Option<Place>) -> Self {
        self.status = Status::Failed;
        self.message = printable(message);
        self.remedy = Some(printable(remedy));
        if let Some(Place { file, at }) = place {
            self.file = Some(file);
            self.line = at.map(|at| at.line);
            self.column = at.map(|at| at.column);
        }
        self
    }
}

/// A pack may hold any character, and messages quote it: what would steer a terminal is written out.
fn printable(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    text.chars().fold(String::new(), |mut all, character| {
        if character.is_control() {
            all.extend(character.escape_default());
        } else {
            all.push(character);
        }
        all
    })
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
    /// Not looked at.
    pub skipped: usize,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The pack's version, where it can be read.
    pub version: Option<String>,
    /// By group, in the order of [`Group::ALL`]; every id stands once.
    pub cases: Vec<Case>,
}

/// A failure, told once for all the inputs that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distinct<'r> {
    /// The first case that shows it.
    pub case: &'r Case,
    /// The ids of the other cases of its group with the same remedy at the same place.
    pub others: Vec<&'r str>,
}

impl Report {
    pub(super) fn new(version: Option<String>, mut cases: Vec<Case>) -> Self {
        cases.sort_by_key(|case| case.group);
        let mut seen: HashMap<String, usize> = HashMap::new();
        for case in &mut cases {
            let times = seen.entry(case.id.clone()).or_default();
            *times += 1;
            if *times > 1 {
                case.id = format!("{}#{times}", case.id);
            }
        }
        Self { version, cases }
    }

    /// Whether nothing failed.
    pub fn passed(&self) -> bool {
        self.cases.iter().all(|case| case.status != Status::Failed)
    }

    /// The cases of a group, in order.
    pub fn of(&self, group: Group) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(move |case| case.group == group)
    }

    /// How the cases of a group ended.
    pub fn counts(&self, group: Group) -> Counts {
        let mut counts = Counts::default();
        for case in self.of(group) {
            *match case.status {
                Status::Passed => &mut counts.passed,
                Status::Failed => &mut counts.failed,
                Status::Skipped => &mut counts.skipped,
            } += 1;
        }
        counts
    }

    /// The failures, each told once: one mistake in a template shows with many inputs.
    pub fn failures(&self) -> Vec<Distinct<'_>> {
        let mut found: Vec<Distinct<'_>> = Vec::new();
        let mut places = HashMap::new();
        for case in self.cases.iter().filter(|case| case.status == Status::Failed) {
            let key = (case.group, &case.remedy, &case.file, case.line, case.column);
            match places.get(&key).and_then(|index: &usize| found.get_mut(*index)) {
                Some(known) => known.others.push(&case.id),
                None => {
                    places.insert(key, found.len());
                    found.push(Distinct { case, others: Vec::new() });
                }
            }
        }
        found
    }
}
