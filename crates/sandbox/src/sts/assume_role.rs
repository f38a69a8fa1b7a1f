//! AssumeRole: validated, authorised by both sides, and only then held against the durations.

use super::policy::{check_inline, check_managed, packed_percent, read_arns};
use super::rules::{
    ARN, Check, EXTERNAL_ID, POLICY, ROLE_SECONDS, SERIAL_NUMBER, SESSION_NAME, SOURCE_IDENTITY, TOKEN_CODE,
    padding, seconds,
};
use super::tags::Tags;
use super::{mfa, refuse_session, write_credentials};
use crate::caller::{Ask, CallerKind, access_denied, not_authorized};
use crate::clock::epoch_seconds;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::session::{Given, Holder, Session};
use crate::state::role::Role;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use iam_policy::Context;

const ACTION: &str = "sts:AssumeRole";
/// How long a session lasts unless asked otherwise.
const DEFAULT_SECONDS: u32 = 3600;
/// How long a session may last that was made by another role session.
const CHAINED_SECONDS: u32 = 3600;

/// How many trusted contexts a request may provide, if they were served.
const MOST_CONTEXTS: usize = 5;

/// The parameters, within the bounds of the service model.
struct Input<'a> {
    role_arn: &'a str,
    session_name: &'a str,
    external_id: Option<&'a str>,
    seconds: u32,
    policy: Option<&'a str>,
    policy_arns: Vec<String>,
    tags: Tags,
    source_identity: Option<&'a str>,
    serial: Option<&'a str>,
    code: Option<&'a str>,
    padding: String,
}

impl<'a> Input<'a> {
    fn read(call: &'a Call<'_>) -> Result<Self, ApiError> {
        let mut check = Check::new(call);
        let contexts = call.form.list("ProvidedContexts").len();
        check.violations.length("providedContexts", "[providedContexts]", contexts, 0, MOST_CONTEXTS);
        let input = Self {
            role_arn: check.required("RoleArn", ARN),
            session_name: check.required("RoleSessionName", SESSION_NAME),
            policy_arns: read_arns(call, &mut check),
            policy: check.optional("Policy", POLICY),
            seconds: seconds(&mut check, ROLE_SECONDS)?.unwrap_or(DEFAULT_SECONDS),
            tags: Tags::read(call, &mut check),
            external_id: check.optional("ExternalId", EXTERNAL_ID),
            serial: check.optional("SerialNumber", SERIAL_NUMBER),
            code: check.optional("TokenCode", TOKEN_CODE),
            source_identity: check.optional("SourceIdentity", SOURCE_IDENTITY),
            padding: padding(&mut check)?,
        };
        check.end()?;
        Ok(input)
    }
}

pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = Input::read(call)?;
    let account = check_arn(input.role_arn)?;
    call.refuse_unserved(&["ProvidedContexts"])?;
    input.tags.check()?;
    let policy = check_inline(input.policy)?;
    let all_tags: Vec<_> = input.tags.passed.iter().chain(&input.tags.inherited).cloned().collect();
    let packed = packed_percent(policy.as_deref(), &input.policy_arns, &all_tags)?;
    match call.caller.kind {
        CallerKind::Root => return Err(access_denied("Roles may not be assumed by root accounts.".into())),
        // "Cannot call AWS STS API operations except GetCallerIdentity."
        CallerKind::Federated { .. } => return Err(refuse_session("AssumeRole")),
        CallerKind::User { .. } | CallerKind::Session { .. } => {}
    }
    let mfa_at = mfa::check(call, input.serial, input.code)?;
    let source_identity = source_identity(call, &input)?;
    let (role_id, role_name, max_seconds) = authorize(call, &input, mfa_at, source_identity)?;
    check_managed(call, account, &input.policy_arns)?;
    check_duration(call, input.seconds, max_seconds)?;

    let (tags, transitive) = input.tags.into_session();
    let given = Given {
        policy,
        policy_arns: input.policy_arns,
        tags,
        transitive,
        source_identity: source_identity.map(str::to_owned),
        mfa_at,
        padding: input.padding,
    };
    let holder = Holder::Role { id: role_id.clone(), name: input.session_name.to_owned() };
    let now = epoch_seconds(call.origin.now);
    let session = Session::new(account, holder, now, input.seconds, given);
    let mut xml = Xml::default();
    xml.element("AssumedRoleUser", |xml| {
        let name = input.session_name;
        xml.text("AssumedRoleId", &format!("{role_id}:{name}"))
            .text("Arn", &format!("arn:aws:sts::{account}:assumed-role/{role_name}/{name}"));
    });
    write_credentials(call, &mut xml, &session);
    xml.optional("PackedPolicySize", packed.map(|percent| percent.to_string()).as_deref())
        .optional("SourceIdentity", source_identity);
    Ok(Answer::Xml(Some(xml)))
}

/// The role's account.
fn check_arn(arn: &str) -> Result<&str, ApiError> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", "aws", "iam", "", account, resource]
            if account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && resource.strip_prefix("role/").is_some_and(|name| !name.is_empty()) =>
        {
            Ok(account)
        }
        ["arn", ..] => Err(ApiError::validation("Request ARN is invalid")),
        _ => Err(ApiError::validation(format!("{arn} is invalid"))),
    }
}

/// The session's source identity. One that the calling session has stays.
/// Rule: "Monitor and control actions taken with assumed roles", IAM User Guide: "the value … cannot
/// be changed".
fn source_identity<'a>(call: &'a Call<'_>, input: &Input<'a>) -> Result<Option<&'a str>, ApiError> {
    let set = call.caller.temporary.as_ref().and_then(|temporary| temporary.source_identity.as_deref());
    match (set, input.source_identity) {
        (Some(set), Some(asked)) if set != asked => {
            let action = "sts:SetSourceIdentity";
            Err(access_denied(not_authorized(call.caller, action, Some(input.role_arn))))
        }
        (set, asked) => Ok(set.or(asked)),
    }
}

/// The role's id, name and longest session, if both sides allow. A role that is not there is refused
/// in the same words as one that does not trust the caller.
fn authorize(
    call: &Call<'_>,
    input: &Input<'_>,
    mfa_at: Option<i64>,
    source_identity: Option<&str>,
) -> Result<(String, String, u32), ApiError> {
    let refuse = || access_denied(not_authorized(call.caller, ACTION, Some(input.role_arn)));
    let world = call.cloud.read();
    let (_, role) = world.role_by_arn(input.role_arn).ok_or_else(refuse)?;
    let trust = role.trust.visible(call.origin.now).ok_or_else(refuse)?;
    let trust = call.cloud.trusts.policy(&world, &role.id, trust).ok_or_else(refuse)?;
    let context = context(call, input, role, mfa_at, source_identity);
    // Source: "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed
    // roles", IAM User Guide: each is a permission of its own, of the caller's and of the role's.
    let mut actions = vec![ACTION];
    if input.tags.are_any() {
        actions.push("sts:TagSession");
    }
    if source_identity.is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    for action in actions {
        let ask = Ask { action, resource: input.role_arn };
        call.caller
            .may(ask, context.clone(), Some(&trust))
            .map_err(|denied| access_denied(denied.assume_message(call.caller, action, input.role_arn)))?;
    }
    Ok((role.id.clone(), role.name.clone(), role.max_session_seconds))
}

/// The condition keys of the request.
/// Source: "Available keys for AWS STS", IAM User Guide.
fn context(
    call: &Call<'_>,
    input: &Input<'_>,
    role: &Role,
    mfa_at: Option<i64>,
    source_identity: Option<&str>,
) -> Context {
    let mut context = call.caller.context(call.origin).with("sts:RoleSessionName", input.session_name);
    if let Some(external_id) = input.external_id {
        context = context.with("sts:ExternalId", external_id);
    }
    if let Some(source_identity) = source_identity {
        context = context.with("sts:SourceIdentity", source_identity);
    }
    if mfa_at.is_some() {
        // The code came with this very request.
        context = context.with("aws:MultiFactorAuthPresent", "true").with("aws:MultiFactorAuthAge", "0");
    }
    for (key, value) in &role.tags {
        context = context
            .with(&format!("aws:ResourceTag/{key}"), value.clone())
            .with(&format!("iam:ResourceTag/{key}"), value.clone());
    }
    input.tags.context(context)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::caller::Origin;
    use crate::state::document::Document;
    use crate::state::organization::ServiceControl;
    use crate::sts::resume;
    use crate::wire::form::Form;
    use crate::wire::request::Incoming;
    use axum::http::{HeaderMap, Method};
    use std::net::{IpAddr, Ipv4Addr};

    const CUSTOMER: &str = "123456789012";
    const VENDOR: &str = "975050335771";
    const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";

    /// The gateway assumes a role of the customer's, while these policies are over the two accounts.
    fn assume_under(scps: &[(&str, &str)]) -> Result<Answer, ApiError> {
        let (cloud, identities, _) = crate::start::build(&crate::Options::default()).unwrap();
        let mut world = cloud.write();
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{VENDOR}"}},"Action":"sts:AssumeRole"}}]}}"#
        );
        let sso = world.roles(CUSTOMER).next().unwrap().clone();
        let role = Role {
            name: "open".into(),
            path: "/".into(),
            id: crate::ids::role_id(),
            trust: crate::state::propagated::Propagated::settled(trust),
            ..sso
        };
        world.add_role(CUSTOMER, role);
        for (account, text) in scps {
            let level = vec![Document::parse(text).unwrap()];
            world.account_mut(account).service_control = ServiceControl::new(vec![level]);
        }
        let gateway = identities.iter().find(|identity| identity.name == "gateway").unwrap();
        let key = world.key(&gateway.access_key_id).unwrap();
        let caller = resume::of_key(&cloud, &world, &gateway.access_key_id, key).unwrap();
        drop(world);
        let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let request = Incoming {
            method: Method::POST,
            path: "/".into(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: Vec::new().into(),
            peer,
        };
        let origin =
            Origin { now: cloud.clock.now(), source_ip: peer, region: "us-east-1".into(), user_agent: None };
        let form = Form::parse(b"RoleArn=arn:aws:iam::123456789012:role/open&RoleSessionName=test");
        let (caller, origin, request) = (&caller, &origin, &request);
        run(&Call {
            cloud: &cloud,
            caller,
            origin,
            request,
            operation: "AssumeRole",
            form: &form,
            target: "",
        })
    }

    #[test]
    fn the_caller_s_organisation_decides_and_the_role_s_does_not() {
        let allow =
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
        let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}]}"#;
        let other =
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
        let refused = |why: &str| {
            let role = "arn:aws:iam::123456789012:role/open";
            let text = format!(
                "User: {GATEWAY} is not authorized to perform: sts:AssumeRole on resource: {role} {why}"
            );
            Some(access_denied(text))
        };
        assert_eq!(assume_under(&[(VENDOR, allow)]).err(), None);
        assert_eq!(assume_under(&[(CUSTOMER, deny)]).err(), None);
        let explicit = refused("with an explicit deny in a service control policy");
        assert_eq!(assume_under(&[(VENDOR, deny)]).err(), explicit);
        let implicit = refused("because no service control policy allows the sts:AssumeRole action");
        assert_eq!(assume_under(&[(VENDOR, other)]).err(), implicit);
    }
}
