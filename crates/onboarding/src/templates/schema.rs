//! The files' format: a case for each rule of each file.

use super::report::{Case, Group, Status};
use super::source::Place;
use crate::pack::{Fault, RULES, Rule};

pub(super) fn cases(faults: &[Fault]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, rules) in RULES {
        let of_file = || faults.iter().filter(move |fault| fault.file == file);
        // What cannot be read keeps and breaks no further rule.
        let unread = |rule: Rule| {
            let missing = of_file().any(|fault| fault.rule == Rule::File);
            let not_json = of_file().any(|fault| fault.rule == Rule::Json);
            missing && rule != Rule::File || not_json && !matches!(rule, Rule::File | Rule::Json)
        };
        for rule in rules.iter().copied() {
            let id = format!("schema/{file}/{}", rule.code());
            let case = Case::passed(
                Group::Schema,
                (id, format!("schema/{}", rule.code())),
                format!("{file}: {}", rule.title()),
                "kept",
            );
            let broken: Vec<&Fault> = of_file().filter(|fault| fault.rule == rule).collect();
            if unread(rule) {
                cases.push(Case {
                    status: Status::Skipped,
                    message: "the file cannot be read".to_owned(),
                    ..case
                });
            } else if broken.is_empty() {
                cases.push(case);
            } else {
                cases.extend(broken.into_iter().map(|fault| {
                    let place = Place { file: file.to_owned(), at: fault.place };
                    case.clone().failed(&fault.message, rule.remedy(), Some(place))
                }));
            }
        }
    }
    cases
}
