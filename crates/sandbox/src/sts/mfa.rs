//! `SerialNumber` and `TokenCode`: whether the caller holds its MFA device.

use crate::caller::{Caller, CallerKind, access_denied};
use crate::clock::epoch_seconds;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::mfa::Verdict;

/// When the code was given, if there was one; the error: it does not prove anything.
pub(super) fn check(
    call: &Call<'_>,
    serial: Option<&str>,
    code: Option<&str>,
) -> Result<Option<i64>, ApiError> {
    let refuse = |why: &str| Err(access_denied(format!("MultiFactorAuthentication failed{why}")));
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => return refuse(", must provide both MFA serial number and one time pass code."),
    };
    let now = epoch_seconds(call.origin.now);
    let verdict = match owner(call.caller) {
        None => Verdict::NotTheirs,
        Some(owner) => call.cloud.write().check_mfa(&call.caller.account, owner, serial, code, now),
    };
    match verdict {
        Verdict::Right => Ok(Some(now)),
        // The blank at its end is AWS's.
        Verdict::WrongCode => refuse(" with invalid MFA one time pass code. "),
        Verdict::NotTheirs => refuse(
            ", unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
        ),
    }
}

/// Whose devices count: a user's by its unique id, the root user's by its account.
fn owner(caller: &Caller) -> Option<&str> {
    match caller.kind {
        CallerKind::User { .. } | CallerKind::Root => Some(&caller.user_id),
        CallerKind::Session { .. } | CallerKind::Federated { .. } => None,
    }
}
