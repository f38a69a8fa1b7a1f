//! Cases as JSON Lines: a line in, a line out. The form is the one of `bedrock-role simulate`.
//!
//! A case is `{"id","principal","action","resource","context":{key: string|[string]},
//! "identityPolicies":[DOC…],"resourcePolicy":DOC|null,"scps":[DOC…],"permissionBoundaries":[DOC…],
//! "sessionPolicy":DOC|null}`; its answer is `{"id","result","detail"}`.

mod case;
mod fault;

use crate::evaluate::{Decision, Layer, Outcome, StatementTrace, evaluate};
use crate::json::{self, Value};
use case::{Case, Head};
use fault::Fault;
use serde::Serialize;
use serde_json::value::RawValue;

/// The longest line that is read, in bytes (4 MiB): room for some hundred policies of IAM's largest
/// size.
pub const MAX_LINE_BYTES: usize = 4 * 1024 * 1024;

/// What came of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Whether the line was a case with well-formed policies.
    pub readable: bool,
    /// Whether the result is the one that the case expects; `None` where it expects none.
    pub as_expected: Option<bool>,
}

/// Answers one line, and appends the answer to `out` as one line without its line end.
///
/// The same line gives the same bytes, always. Neither a malformed line nor a malformed policy ends
/// anything: its result is `error`, and `detail` says what is wrong and where in the line.
pub fn answer(line: &[u8], out: &mut Vec<u8>) -> Told {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text,
        Err(error) => return refuse(&Head::default(), &Fault::not_utf8(line, error), out),
    };
    let root = match json::parse_up_to(text, MAX_LINE_BYTES) {
        Ok(root) => root,
        Err(error) => return refuse(&Head::default(), &Fault::syntax(text, &error), out),
    };
    let head = Head::read(&root, text);
    match decide(&root, text) {
        Ok(decision) => {
            let result = SimulationResult::Decided(decision.outcome);
            let Decision { reason, decided_by, trace, .. } = &decision;
            let told = head.told(result);
            write(&head, result, told, Detail { reason, decided_by: *decided_by, trace }, out);
            told
        }
        Err(fault) => refuse(&head, &fault, out),
    }
}

/// The answer to a line that is longer than [`MAX_LINE_BYTES`], of which nothing was kept.
pub fn answer_too_long(out: &mut Vec<u8>) -> Told {
    refuse(&Head::default(), &Fault::too_long(), out)
}

fn decide(root: &Value<'_>, text: &str) -> Result<Decision, Fault> {
    let case = Case::read(root, text)?;
    Ok(evaluate(&case.request, &case.layers()))
}

fn refuse(head: &Head<'_>, fault: &Fault, out: &mut Vec<u8>) -> Told {
    let told = head.told(SimulationResult::Error);
    write(head, SimulationResult::Error, told, fault, out);
    told
}

/// The `result` of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum SimulationResult {
    Decided(Outcome),
    #[serde(serialize_with = "error_name")]
    Error,
}

fn error_name<S: serde::Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("error")
}

impl SimulationResult {
    fn named(name: &str) -> Option<SimulationResult> {
        Some(match name {
            "Allowed" => SimulationResult::Decided(Outcome::Allowed),
            "ExplicitlyDenied" => SimulationResult::Decided(Outcome::ExplicitlyDenied),
            "ImplicitlyDenied" => SimulationResult::Decided(Outcome::ImplicitlyDenied),
            "error" => SimulationResult::Error,
            _ => return None,
        })
    }
}

impl Head<'_> {
    fn told(&self, result: SimulationResult) -> Told {
        Told {
            readable: result != SimulationResult::Error,
            as_expected: self.expected.map(|expected| expected == result),
        }
    }
}

/// One line of output.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a, D> {
    id: Option<&'a RawValue>,
    result: SimulationResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_expected: Option<bool>,
    detail: D,
}

/// What a decision says beside its outcome.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    reason: &'a str,
    decided_by: Option<Layer>,
    trace: &'a [StatementTrace],
}

fn write(head: &Head<'_>, result: SimulationResult, told: Told, detail: impl Serialize, out: &mut Vec<u8>) {
    let answer = Answer { id: head.id, result, as_expected: told.as_expected, detail };
    // Strings, lists and structs, written to memory: nothing that could fail.
    let written = serde_json::to_writer(out, &answer);
    debug_assert!(written.is_ok(), "an answer is always JSON");
}
