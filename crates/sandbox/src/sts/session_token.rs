//! GetSessionToken: a user's own rights for a while, with the proof of its MFA device if it has one.

use super::rules::{Check, OWN_SECONDS, SERIAL_NUMBER, TOKEN_CODE, padding, seconds};
use super::{mfa, own_seconds, person, refuse_session, write_credentials};
use crate::clock::epoch_seconds;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::session::{Given, Holder, Session};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// "No permissions are required for users to perform this operation", and no policy can take it away:
/// "The purpose of the sts:GetSessionToken operation is to authenticate the user using MFA. You cannot
/// use policies to control authentication operations." Source: "Permissions for GetSessionToken", IAM
/// User Guide.
pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let asked = seconds(&mut check, OWN_SECONDS)?;
    let serial = check.optional("SerialNumber", SERIAL_NUMBER);
    let code = check.optional("TokenCode", TOKEN_CODE);
    let padding = padding(&mut check)?;
    check.end()?;
    let person = person(call).ok_or_else(|| refuse_session("GetSessionToken"))?;
    let mfa_at = mfa::check(call, serial, code)?;
    let seconds = own_seconds(call, asked);
    let given = Given { mfa_at, padding, ..Given::default() };
    let now = epoch_seconds(call.origin.now);
    let session = Session::new(&call.caller.account, Holder::Own(person), now, seconds, given);
    let mut xml = Xml::default();
    write_credentials(call, &mut xml, &session);
    Ok(Answer::Xml(Some(xml)))
}
