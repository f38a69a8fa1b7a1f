//! STS, API version 2011-06-15.

mod assume_role;

use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// As STS puts it on its answers.
pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// The `Version` parameter.
pub(crate) const VERSION: &str = "2011-06-15";

/// What is served.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation { name: "AssumeRole", run: assume_role::run },
    Operation { name: "GetCallerIdentity", run: get_caller_identity },
];

/// Needs no permission: even an explicit deny does not stop it.
fn get_caller_identity(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut xml = Xml::default();
    xml.text("Arn", &call.caller.arn)
        .text("UserId", &call.caller.user_id)
        .text("Account", &call.caller.account);
    Ok(Answer::Xml(Some(xml)))
}
