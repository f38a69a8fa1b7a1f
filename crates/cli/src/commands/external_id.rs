//! `external-id`

use crate::args::Format;
use crate::error::Outcome;
use crate::output::Output;
use crate::setup_args::new_id;

pub(crate) fn run(output: &Output) -> Outcome {
    let external_id = new_id();
    match output.format() {
        Format::Text => output.line(external_id),
        Format::Json => output.json(&serde_json::json!({ "external_id": external_id })),
    }
    Outcome::Fine
}
