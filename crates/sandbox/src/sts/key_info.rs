//! GetAccessKeyInfo: the account of an access key id.

use super::refuse_session;
use super::rules::{Check, KEY_ID};
use crate::caller::{Ask, CallerKind, access_denied};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids::account_of_key;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

const ACTION: &str = "sts:GetAccessKeyInfo";

/// The id tells its account, whether the key is there, gone or of another AWS: this "does not
/// indicate the state of the access key. The key might be active, inactive, or deleted".
pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let id = check.required("AccessKeyId", KEY_ID);
    check.end()?;
    let is_role_session = matches!(call.caller.kind, CallerKind::Session { .. });
    if call.caller.temporary.is_some() && !is_role_session {
        return Err(refuse_session("GetAccessKeyInfo"));
    }
    call.caller
        .may(Ask { action: ACTION, resource: "*" }, call.caller.context(call.origin), None)
        .map_err(|denied| access_denied(denied.message(call.caller, ACTION, None)))?;
    let known = call.cloud.read().key(id).map(|key| key.account.clone());
    let account = known.or_else(|| account_of_key(id));
    // What AWS says of an id that tells no account is not published.
    let account = account.ok_or_else(|| ApiError::validation(format!("Invalid access key id: {id}")))?;
    let mut xml = Xml::default();
    xml.text("Account", &account);
    Ok(Answer::Xml(Some(xml)))
}
