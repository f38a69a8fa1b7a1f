//! What JSON 1.1 says of a body that does not fit its model.

use crate::error::ApiError;
use serde_json::Value;

/// What has another type than the model's.
pub(crate) fn unreadable(found: &Value, wanted: &str) -> ApiError {
    let found = match found {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    };
    ApiError::bad_request("SerializationException", format!("{found} cannot be converted to {wanted}"))
}
