//! AssumeRole: validated, authorised by both sides, and only then held against the durations.

use crate::caller::{Ask, CallerKind, access_denied, not_authorized};
use crate::clock::{epoch_seconds, iso};
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::session::Session;
use crate::validate::{Number, Pattern, Text, Violations, words_and};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::{Kind, Policy, meaning};
use std::time::Duration;

const ACTION: &str = "sts:AssumeRole";
/// How long a session lasts unless asked otherwise.
const DEFAULT_SECONDS: u32 = 3600;
/// How long a session may last that was made by another role session.
const CHAINED_SECONDS: u32 = 3600;
/// What a session policy may weigh.
const POLICY_CHARACTERS: usize = 2048;

const ARN: Text = Text { min: 20, max: 2048, pattern: None };
const SESSION_NAME: Text = Text {
    min: 2,
    max: 64,
    pattern: Some(Pattern { shown: r"[\w+=,.@-]*", accepts: |text| words_and(text, "+=,.@-") }),
};
const POLICY: Text = Text {
    min: 1,
    max: usize::MAX,
    pattern: Some(Pattern {
        shown: r"[\u0009\u000A\u000D\u0020-\u00FF]+",
        accepts: |text| text.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}')),
    }),
};
const EXTERNAL_ID: Text = Text {
    min: 2,
    max: 1224,
    pattern: Some(Pattern { shown: r"[\w+=,.@:\/-]*", accepts: |text| words_and(text, "+=,.@:/-") }),
};
const SERIAL_NUMBER: Text = Text {
    min: 9,
    max: 256,
    pattern: Some(Pattern { shown: r"[\w+=/:,.@-]*", accepts: |text| words_and(text, "+=/:,.@-") }),
};
const TOKEN_CODE: Text = Text {
    min: 6,
    max: 6,
    pattern: Some(Pattern { shown: r"[\d]*", accepts: |text| text.bytes().all(|b| b.is_ascii_digit()) }),
};
const DURATION: Number = Number { min: 900.0, max: 43200.0 };

/// The parameters, within the bounds of the service model.
struct Input<'a> {
    role_arn: &'a str,
    session_name: &'a str,
    external_id: Option<&'a str>,
    seconds: u32,
    policy: Option<&'a str>,
}

impl<'a> Input<'a> {
    fn read(call: &'a Call<'_>) -> Result<Self, ApiError> {
        let form = call.form;
        let (role_arn, session_name) = (form.get("RoleArn"), form.get("RoleSessionName"));
        let (policy, external_id) = (form.get("Policy"), form.get("ExternalId"));
        let seconds = call.integer("DurationSeconds")?;
        let mut violations = Violations::default();
        violations.required("roleArn", role_arn, ARN);
        violations.required("roleSessionName", session_name, SESSION_NAME);
        violations.optional("policy", policy, POLICY);
        if let Some(seconds) = seconds {
            violations.integer("durationSeconds", seconds, DURATION);
        }
        violations.optional("externalId", external_id, EXTERNAL_ID);
        violations.optional("serialNumber", form.get("SerialNumber"), SERIAL_NUMBER);
        violations.optional("tokenCode", form.get("TokenCode"), TOKEN_CODE);
        if let Some(message) = violations.message() {
            return Err(ApiError::validation(message));
        }
        Ok(Self {
            role_arn: role_arn.unwrap_or_default(),
            session_name: session_name.unwrap_or_default(),
            external_id,
            seconds: seconds.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(DEFAULT_SECONDS),
            policy,
        })
    }
}

pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = Input::read(call)?;
    check_arn(input.role_arn)?;
    call.refuse_unserved(&["PolicyArns", "Tags", "TransitiveTagKeys", "SourceIdentity", "ProvidedContexts"])?;
    check_session_policy(input.policy)?;
    if call.caller.kind == CallerKind::Root {
        return Err(access_denied("Roles may not be assumed by root accounts.".into()));
    }
    if call.form.has("SerialNumber") || call.form.has("TokenCode") {
        // No user of the sandbox has an MFA device.
        return Err(access_denied("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.".into()));
    }
    let (role_id, role_name, account, max_seconds) = authorize(call, &input)?;
    check_duration(call, input.seconds, max_seconds)?;

    let issued = epoch_seconds(call.origin.now);
    let session = Session {
        access_key_id: ids::session_key_id(),
        role_id,
        name: input.session_name.to_owned(),
        issued,
        expires: issued + i64::from(input.seconds),
        policy: input.policy.map(str::to_owned),
    };
    let credentials = call.cloud.sealer.issue(&session);
    let expires = iso(call.origin.now + Duration::from_secs(u64::from(input.seconds)));
    let mut xml = Xml::default();
    xml.element("AssumedRoleUser", |xml| {
        xml.text("AssumedRoleId", &format!("{}:{}", session.role_id, session.name))
            .text("Arn", &format!("arn:aws:sts::{account}:assumed-role/{role_name}/{}", session.name));
    });
    xml.element("Credentials", |xml| {
        xml.text("AccessKeyId", &credentials.access_key_id)
            .text("SecretAccessKey", &credentials.secret_access_key)
            .text("SessionToken", &credentials.session_token)
            .text("Expiration", &expires);
    });
    let packed = input.policy.map(|policy| packed_percent(policy).to_string());
    xml.optional("PackedPolicySize", packed.as_deref());
    Ok(Answer::Xml(Some(xml)))
}

fn check_arn(arn: &str) -> Result<(), ApiError> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", "aws", "iam", "", account, resource]
            if account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && resource.strip_prefix("role/").is_some_and(|name| !name.is_empty()) =>
        {
            Ok(())
        }
        ["arn", ..] => Err(ApiError::validation("Request ARN is invalid")),
        _ => Err(ApiError::validation(format!("{arn} is invalid"))),
    }
}

fn check_session_policy(policy: Option<&str>) -> Result<(), ApiError> {
    let Some(text) = policy else { return Ok(()) };
    Policy::parse(text, Kind::Identity).map_err(|error| ApiError::malformed_policy(error.iam_message()))?;
    match packed_percent(text) {
        0..=100 => Ok(()),
        percent => Err(ApiError::bad_request(
            "PackedPolicyTooLarge",
            format!("Packed size consumes {percent}% of allotted space, please use smaller policy."),
        )),
    }
}

fn packed_percent(policy: &str) -> usize {
    (meaning::quota_size(policy) * 100).div_ceil(POLICY_CHARACTERS)
}

/// The role's id, name, account and longest session, if both sides allow. A role that is not there
/// is refused in the same words as one that does not trust the caller.
fn authorize(call: &Call<'_>, input: &Input<'_>) -> Result<(String, String, String, u32), ApiError> {
    let refuse = || access_denied(not_authorized(call.caller, ACTION, Some(input.role_arn)));
    let world = call.cloud.read();
    let (account, role) = world.role_by_arn(input.role_arn).ok_or_else(refuse)?;
    let trust = role.trust.visible(call.origin.now).ok_or_else(refuse)?;
    let trust = call.cloud.trusts.policy(&world, &role.id, trust).ok_or_else(refuse)?;
    let mut context = call.caller.context(call.origin).with("sts:RoleSessionName", input.session_name);
    if let Some(external_id) = input.external_id {
        context = context.with("sts:ExternalId", external_id);
    }
    for (key, value) in &role.tags {
        context = context.with(&format!("aws:ResourceTag/{key}"), value.clone());
    }
    let ask = Ask { action: ACTION, resource: input.role_arn };
    call.caller.may(ask, context, Some(&trust)).map_err(|_| refuse())?;
    Ok((role.id.clone(), role.name.clone(), account.to_owned(), role.max_session_seconds))
}

fn check_duration(call: &Call<'_>, seconds: u32, max_seconds: u32) -> Result<(), ApiError> {
    if seconds > max_seconds {
        return Err(ApiError::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let chained = matches!(call.caller.kind, CallerKind::Session { .. });
    if chained && seconds > CHAINED_SECONDS {
        return Err(ApiError::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    Ok(())
}
