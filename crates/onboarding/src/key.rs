//! Checking an existing key's JSON: the values of the dashboard form, and the static-key fields
//! that assume-role mode refuses.

use crate::documents::DashboardValue;
use crate::fields::{DurationSeconds, ExternalId, Field, FieldNote, Region, RoleArn, SessionName, Severity};
use crate::pack::Pack;
use serde::Serialize;
use serde_json::Value;

/// What a pasted key's JSON says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PastedKey {
    /// In the order of the fields.
    pub notes: Vec<KeyNote>,
    /// The values that were right, by the form's names, ready to be taken over.
    pub values: Vec<DashboardValue>,
    /// Whether it would be accepted.
    pub accepted: bool,
}

/// What there is to say about one field of a pasted key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeyNote {
    /// The form's name for it, for example `aws_access_key`; empty for the JSON as a whole.
    pub name: String,
    /// How much it weighs.
    pub severity: Severity,
    /// In the page's words where it has them.
    pub message: String,
}

/// Checks an existing key's JSON against the rules of the form. The value of a field that the form does
/// not have is never repeated:
/// what was pasted may hold secrets under any name.
pub fn check_key(text: &str, pack: &Pack) -> PastedKey {
    let fields = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return refused("the key is not a JSON object: it begins with `{`".to_owned()),
        Err(_) if text.trim().is_empty() => return refused("paste the key's JSON".to_owned()),
        Err(error) => return refused(format!("not JSON: {error}")),
    };
    let mut notes = Vec::new();
    let mut values = Vec::new();
    for field in pack.dashboard() {
        let value = match fields.get(&field.name) {
            None | Some(Value::Null) => None,
            Some(value) => match checked(&field.name, value, pack) {
                Ok(text) => Some(text),
                Err(note) => {
                    notes.push(KeyNote {
                        name: field.name.clone(),
                        severity: note.severity,
                        message: match note.hint {
                            Some(hint) => format!("{} ({})", note.message, without_end(&hint)),
                            None => note.message,
                        },
                    });
                    continue;
                }
            },
        };
        match value {
            Some(value) => values.push(DashboardValue {
                name: field.name.clone(),
                value: Some(value),
                required: field.required,
            }),
            None if field.required => notes.push(KeyNote {
                name: field.name.clone(),
                severity: Severity::Error,
                message: format!("Missing required field: {}", field.name),
            }),
            None => {}
        }
    }
    for name in fields.keys() {
        if pack.static_key_fields().contains(name) {
            notes.push(KeyNote {
                name: name.clone(),
                severity: Severity::Error,
                message: "These belong to the static-key path and will be rejected".to_owned(),
            });
        } else if !pack.dashboard().iter().any(|field| field.name == *name) {
            notes.push(KeyNote {
                name: name.clone(),
                severity: Severity::Warning,
                message: "this is not a field of the assume-role form".to_owned(),
            });
        }
    }
    PastedKey { accepted: notes.iter().all(|note| note.severity != Severity::Error), notes, values }
}

fn refused(message: String) -> PastedKey {
    PastedKey {
        notes: vec![KeyNote { name: String::new(), severity: Severity::Error, message }],
        values: Vec::new(),
        accepted: false,
    }
}

fn without_end(hint: &str) -> &str {
    hint.trim_end_matches('.')
}

/// A value by the rule of its field, as text.
fn checked(name: &str, value: &Value, pack: &Pack) -> Result<String, FieldNote> {
    if name == "aws_session_duration_seconds" {
        return duration(value);
    }
    let field = match name {
        "aws_role_arn" => Field::RoleArn,
        "aws_external_id" => Field::ExternalId,
        "aws_region" => Field::Region,
        _ => Field::SessionName,
    };
    let Some(text) = value.as_str() else {
        return Err(FieldNote::error(field, "key-not-text", format!("{name} must be text in quotes")));
    };
    match field {
        Field::RoleArn => {
            let arn = RoleArn::parse(text)?;
            if arn.account() == pack.gateway_account() {
                return Err(FieldNote::error(
                    field,
                    "role-arn-of-gateway",
                    "the role is in QuilrAI's own account, not in yours",
                ));
            }
        }
        Field::ExternalId => {
            ExternalId::parse(text)?;
        }
        Field::Region => {
            Region::parse(text)?;
        }
        _ => {
            SessionName::parse(text)?;
        }
    }
    Ok(text.to_owned())
}

/// "Integer between 900 and 43200" on the page: neither text nor a fraction.
fn duration(value: &Value) -> Result<String, FieldNote> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            return Err(DurationSeconds::parse(text).err().unwrap_or_else(|| {
                FieldNote::error(
                    Field::DurationSeconds,
                    "key-not-an-integer",
                    "aws_session_duration_seconds must be an integer, without quotes",
                )
            }));
        }
        _ => {
            return Err(FieldNote::error(
                Field::DurationSeconds,
                "key-not-an-integer",
                "aws_session_duration_seconds must be an integer",
            ));
        }
    };
    DurationSeconds::parse(&text).map(|seconds| seconds.get().to_string())
}
