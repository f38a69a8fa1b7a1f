//! IAM policy documents: parse with positions, lint, and evaluate with a trace.
//!
//! Pure: no network, file, environment, clock or random source. The same input gives the same
//! bytes of output, always. A malformed document is refused when parsed; evaluating cannot fail.

pub mod arn;
pub mod condition;
pub mod document;
pub mod evaluate;
pub mod json;
pub mod lint;
pub mod meaning;
pub mod simulate;

mod glob;
mod template;

pub use document::{Effect, Kind, ParseError, Policy, Statement};
pub use evaluate::{Context, Decision, Layer, Layers, Outcome, Request, evaluate, evaluate_resource};
pub use json::{Position, Span};
