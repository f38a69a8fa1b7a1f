//! JUnit XML: the form in which build servers read test results.
//!
//! There is no standard; this keeps to what Jenkins, GitLab and GitHub's reporters read alike.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::borrow::Cow;
use std::io::Error;
use std::time::Duration;

/// The cases of one suite.
pub(crate) struct Suite<'a> {
    pub(crate) name: &'a str,
    pub(crate) cases: Vec<Case<'a>>,
}

/// One case.
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    pub(crate) result: Result<'a>,
}

/// How it ended.
pub(crate) enum Result<'a> {
    Passed,
    Skipped {
        why: &'a str,
    },
    Failed {
        /// What kind of failure.
        kind: &'a str,
        /// One line.
        message: &'a str,
        /// Everything else there is to know.
        text: String,
    },
}

/// The whole document. `took`: all suites together.
///
/// # Errors
/// None: it is written to memory.
pub(crate) fn document(
    name: &str,
    suites: &[Suite<'_>],
    took: Duration,
) -> std::result::Result<String, Error> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let mut root = writer.create_element("testsuites").with_attribute(("name", legal(name).as_ref()));
    for (attribute, count) in counts(all) {
        root = root.with_attribute((attribute, count.as_str()));
    }
    root.with_attribute(("time", format!("{:.3}", took.as_secs_f64()).as_str())).write_inner_content(
        |writer| {
            for suite in suites {
                let mut element =
                    writer.create_element("testsuite").with_attribute(("name", legal(suite.name).as_ref()));
                for (attribute, count) in counts(|| suite.cases.iter()) {
                    element = element.with_attribute((attribute, count.as_str()));
                }
                element.write_inner_content(|writer| {
                    suite.cases.iter().try_for_each(|each| case(writer, suite.name, each))
                })?;
            }
            Ok(())
        },
    )?;
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn counts<'c, 'a: 'c, I: Iterator<Item = &'c Case<'a>>>(
    cases: impl Fn() -> I,
) -> [(&'static str, String); 4] {
    let failed = cases().filter(|case| matches!(case.result, Result::Failed { .. })).count();
    let skipped = cases().filter(|case| matches!(case.result, Result::Skipped { .. })).count();
    [("tests", cases().count()), ("failures", failed), ("errors", 0), ("skipped", skipped)]
        .map(|(name, count)| (name, count.to_string()))
}

fn case(writer: &mut Writer<Vec<u8>>, suite: &str, case: &Case<'_>) -> std::result::Result<(), Error> {
    let element = writer
        .create_element("testcase")
        .with_attribute(("classname", legal(suite).as_ref()))
        .with_attribute(("name", legal(case.name).as_ref()));
    match &case.result {
        Result::Passed => element.write_empty()?,
        Result::Skipped { why } => element.write_inner_content(|writer| {
            writer
                .create_element("skipped")
                .with_attribute(("message", legal(why).as_ref()))
                .write_empty()?;
            Ok(())
        })?,
        Result::Failed { kind, message, text } => element.write_inner_content(|writer| {
            writer
                .create_element("failure")
                .with_attribute(("type", legal(kind).as_ref()))
                .with_attribute(("message", legal(message).as_ref()))
                .write_text_content(BytesText::new(&legal(text)))?;
            Ok(())
        })?,
    };
    Ok(())
}

/// XML 1.0 has no way to write most control characters, not even escaped.
fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |c: char| matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_illegal) { text.replace(is_illegal, "\u{fffd}").into() } else { text.into() }
}
