//! Who can assume the role: the gateway with the right ExternalId, and nobody else in any other way.

use super::{blame, case, failed, word};
use crate::decisions::{Assumption, Caller, assume_request};
use crate::pack::Pack;
use crate::templates::render::Rendering;
use crate::templates::report::Case;
use crate::templates::source::{Source, Template};
use crate::trust::admitted;
use iam_policy::{Decision, Outcome, Policy, evaluate_resource};

/// A request and what must be answered.
struct Question {
    id: &'static str,
    title: &'static str,
    principal: String,
    external_id: Option<String>,
    action: &'static str,
    /// The element that is to blame where it is let in.
    element: &'static str,
}

pub(super) fn cases(rendering: &Rendering<'_>, policy: &Policy, source: &Source<'_>, cases: &mut Vec<Case>) {
    let role_arn = rendering.role_arn();
    let session_name = rendering.input.setup.session_name.as_str();
    let about = Assumption {
        role_arn: Some(&role_arn),
        external_id: Some(&rendering.input.setup.external_id),
        session_name: (!session_name.is_empty()).then_some(session_name),
    };
    let right = rendering.input.setup.external_id.as_str();
    let mut judge = |id: &str, title: &str, wanted: bool, decision: &Decision, element: &str| {
        let holds = format!("{title}: {}", word(wanted));
        let case = case(rendering, Template::Trust, id, &holds, word(wanted));
        let allowed = decision.outcome == Outcome::Allowed;
        cases.push(if allowed == wanted {
            case
        } else {
            let text = rendering.text(Template::Trust);
            let pointer = blame(decision, element);
            let place = match stray_entry(policy, &pointer, source.pack.gateway_principal()) {
                Some(offset) => source.of_byte(Template::Trust, text, offset),
                None => source.of_pointer(Template::Trust, text, &pointer),
            };
            failed(case, title, decision, remedy(wanted, element), place)
        });
    };
    for caller in Caller::ALL {
        let decision = caller.ask(policy, &about, right, source.pack);
        judge(caller.id(), caller.title(), expected(caller), &decision, element(caller));
    }
    for question in others(source.pack, &rendering.input.setup.account_id, right) {
        let Question { id, title, principal, external_id, action, element } = question;
        let mut request = assume_request(principal, external_id.as_deref(), &about);
        request.action = action.to_owned();
        judge(id, title, false, &evaluate_resource(&request, policy), element);
    }
    // Nobody can list all who must not be let in; those that the document names can be asked.
    let named = admitted(rendering.text(Template::Trust));
    let strays = named.into_iter().filter(|name| name != source.pack.gateway_principal());
    let stray = strays.map(|name| evaluate_resource(&assume_request(name, Some(right), &about), policy));
    let stray = stray.into_iter().find(|decision| decision.outcome == Outcome::Allowed);
    let title = "Whoever else is named";
    match stray {
        Some(decision) => judge("others-named", title, false, &decision, "Principal"),
        None => cases.push(case(rendering, Template::Trust, "others-named", title, "there is nobody else")),
    }
}

/// The byte of the principal in a statement that is not the gateway: who lets in others.
fn stray_entry(policy: &Policy, pointer: &str, gateway: &str) -> Option<usize> {
    let statement = pointer.strip_prefix("/Statement/")?.strip_suffix("/Principal")?.parse::<usize>().ok()?;
    let principals = policy.statements.get(statement)?.principals.as_ref()?;
    Some(principals.entries.iter().find(|entry| entry.value != gateway)?.span.start)
}

/// The expected matrix: written out, so that the caller's own opinion is put to the test as well.
fn expected(caller: Caller) -> bool {
    match caller {
        Caller::Gateway => true,
        Caller::GatewayWithoutExternalId
        | Caller::GatewayWithWrongExternalId
        | Caller::OtherUser
        | Caller::OtherAccount
        | Caller::Anyone => false,
    }
}

fn element(caller: Caller) -> &'static str {
    match caller {
        Caller::Gateway | Caller::GatewayWithoutExternalId | Caller::GatewayWithWrongExternalId => {
            "Condition"
        }
        Caller::OtherUser | Caller::OtherAccount | Caller::Anyone => "Principal",
    }
}

fn remedy(wanted: bool, element: &str) -> &'static str {
    match (wanted, element) {
        (true, _) => {
            "Let <GATEWAY-PRINCIPAL> in with sts:AssumeRole where sts:ExternalId equals <YOUR-EXTERNAL-ID>."
        }
        (_, "Principal") => "Name <GATEWAY-PRINCIPAL> as the only principal of every Allow statement.",
        (_, "Action") => "Allow sts:AssumeRole and no other action.",
        _ => {
            "Ask for the ExternalId in every Allow statement: StringEquals, sts:ExternalId, <YOUR-EXTERNAL-ID>."
        }
    }
}

/// Who is to be denied beside the callers of the wizard's table.
fn others(pack: &Pack, own: &str, right: &str) -> Vec<Question> {
    let gateway = pack.gateway_principal();
    let vendor = pack.gateway_account();
    let user = gateway.rsplit('/').next().unwrap_or_default();
    let other = if own == "111122223333" { "444455556666" } else { "111122223333" };
    let somebody = |id, title, principal: String| Question {
        id,
        title,
        principal,
        // They have learnt the right one, and must be refused even so.
        external_id: Some(right.to_owned()),
        action: "sts:AssumeRole",
        element: "Principal",
    };
    let with_external_id = |id, title, external_id: String| Question {
        external_id: Some(external_id),
        element: "Condition",
        ..somebody(id, title, gateway.to_owned())
    };
    let doing =
        |id, title, action| Question { action, element: "Action", ..somebody(id, title, gateway.to_owned()) };
    vec![
        somebody(
            "gateway-account-root",
            "The root of the gateway's account",
            format!("arn:aws:iam::{vendor}:root"),
        ),
        somebody(
            "same-user-in-another-account",
            "A user of the gateway's name in another account",
            format!("arn:aws:iam::{other}:user/{user}"),
        ),
        somebody(
            "same-user-in-another-path",
            "A user of the gateway's name in another path",
            format!("arn:aws:iam::{vendor}:user/other/{user}"),
        ),
        somebody(
            "same-name-role",
            "A role of the gateway's name",
            format!("arn:aws:iam::{vendor}:role/{user}"),
        ),
        somebody(
            "same-name-session",
            "A session of a role of the gateway's name",
            format!("arn:aws:sts::{vendor}:assumed-role/{user}/{user}"),
        ),
        somebody("longer-name", "A user whose name begins with the gateway's", format!("{gateway}-2")),
        somebody(
            "same-user-in-another-partition",
            "A user of the gateway's name in another partition",
            format!("arn:aws-cn:iam::{vendor}:user/{user}"),
        ),
        somebody("own-user", "A user of the role's own account", format!("arn:aws:iam::{own}:user/admin")),
        somebody("own-root", "The root of the role's own account", format!("arn:aws:iam::{own}:root")),
        somebody("service-bedrock", "Bedrock itself", "bedrock.amazonaws.com".to_owned()),
        somebody("service-lambda", "Another service", "lambda.amazonaws.com".to_owned()),
        with_external_id(
            "gateway-with-longer-external-id",
            "The gateway, with an ExternalId that begins with the right one",
            format!("{right}0"),
        ),
        with_external_id(
            "gateway-with-shorter-external-id",
            "The gateway, with the beginning of the right ExternalId",
            right.get(..right.len() - 1).unwrap_or_default().to_owned(),
        ),
        with_external_id(
            "gateway-with-external-id-in-other-case",
            "The gateway, with the right ExternalId in another case",
            other_case(right),
        ),
        with_external_id(
            "gateway-with-wildcard",
            "The gateway, with a wildcard for an ExternalId",
            "*".to_owned(),
        ),
        doing("tag-session", "Tagging its session by the gateway", "sts:TagSession"),
        doing("source-identity", "Setting a source identity by the gateway", "sts:SetSourceIdentity"),
        doing("web-identity", "Assuming with a web identity by the gateway", "sts:AssumeRoleWithWebIdentity"),
    ]
}

/// Another text; where no letter has another case, one that differs otherwise.
fn other_case(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    let lower = text.to_ascii_lowercase();
    [upper, lower].into_iter().find(|other| other != text).unwrap_or_else(|| format!("A{text}"))
}
