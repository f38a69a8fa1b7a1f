//! The domain of the wizard: a setup and its fields, the template pack, the documents rendered from
//! them, the plan (desired against actual), the checks, and the diagnosis of errors.
//!
//! Data flows one way: **Setup → documents → plan → apply → checks → report**. Everything here is
//! pure; `apply` and `verify`, which touch an account, are in `live`.

pub mod check;
pub mod code;
pub mod console;
pub mod decisions;
pub mod diagnosis;
pub mod documents;
pub mod fields;
pub mod key;
pub mod pack;
mod placeholder;
pub mod plan;
mod pointer;
pub mod report;
pub mod revocation;
pub mod role;
pub mod rollout;
pub mod rotation;
pub mod scene;
pub mod setup;
pub mod templates;
mod trust;
pub mod view;

pub use check::{Check, CheckStatus, Evidence, Level};
pub use code::{Code, CodeForm, code};
pub use diagnosis::{Diagnosis, diagnose};
pub use documents::{Documents, documents};
pub use fields::{Field, FieldNote, Severity};
pub use pack::{Pack, ProviderType};
pub use plan::{Plan, plan};
pub use report::{Report, report};
pub use role::{ActualRole, DesiredRole};
pub use scene::{SCENES, Scene};
pub use setup::{Setup, Step, Target, ValidSetup};
pub use view::{View, view};
