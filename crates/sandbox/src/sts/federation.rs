//! GetFederationToken: a session for someone whom the caller speaks for, with no more rights than the
//! caller has and the session policies give.

use super::policy::{check_inline, check_managed, packed_percent, read_arns};
use super::rules::{Check, FEDERATED_NAME, FEDERATION_POLICY, OWN_SECONDS, padding, seconds};
use super::tags::Tags;
use super::{own_seconds, person, refuse_session, write_credentials};
use crate::caller::{Ask, access_denied};
use crate::clock::epoch_seconds;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::session::{Given, Holder, Session};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.required("Name", FEDERATED_NAME);
    let policy = check.optional("Policy", FEDERATION_POLICY);
    let policy_arns = read_arns(call, &mut check);
    let asked = seconds(&mut check, OWN_SECONDS)?;
    let tags = Tags::read_without_transitive(call, &mut check);
    let padding = padding(&mut check)?;
    check.end()?;
    tags.check()?;
    let policy = check_inline(policy)?;
    let packed = packed_percent(policy.as_deref(), &policy_arns, &tags.passed)?;
    let issuer = person(call).ok_or_else(|| refuse_session("GetFederationToken"))?;

    let account = &call.caller.account;
    let arn = format!("arn:aws:sts::{account}:federated-user/{name}");
    let context = tags.context(call.caller.context(call.origin));
    let mut actions = vec!["sts:GetFederationToken"];
    if tags.are_any() {
        actions.push("sts:TagSession");
    }
    for action in actions {
        call.caller
            .may(Ask { action, resource: &arn }, context.clone(), None)
            .map_err(|denied| access_denied(denied.message(call.caller, action, Some(&arn))))?;
    }
    check_managed(call, account, &policy_arns)?;

    let seconds = own_seconds(call, asked);
    let given = Given { policy, policy_arns, tags: tags.passed, padding, ..Given::default() };
    let holder = Holder::Federated { issuer, name: name.to_owned() };
    let session = Session::new(account, holder, epoch_seconds(call.origin.now), seconds, given);
    let mut xml = Xml::default();
    write_credentials(call, &mut xml, &session);
    xml.element("FederatedUser", |xml| {
        xml.text("FederatedUserId", &format!("{account}:{name}")).text("Arn", &arn);
    });
    xml.optional("PackedPolicySize", packed.map(|percent| percent.to_string()).as_deref());
    Ok(Answer::Xml(Some(xml)))
}
