//! Which layers must allow, and which of them decides.

use super::caller::{Caller, Kind, Strength};
use super::{Layer, Layers, Outcome, StatementTrace, statement};
use crate::arn::Arn;
use crate::document::{Effect, Policy, is_account};

/// The outcome and what brought it about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) cause: Cause,
}

/// What brought the outcome about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// An Allow of this layer.
    Granted(Layer),
    /// A Deny of this layer.
    Refused(Layer),
    /// These policies of this layer had to allow and do not.
    NotGranted(Layer, Group),
    /// Nobody needs a permission for it, and no policy can refuse it.
    NeedsNoPermission,
    /// "Roles may not be assumed by root accounts."
    RootCannotAssume,
    /// The root user has every right in its account.
    Root,
}

impl Verdict {
    fn granted(layer: Layer) -> Verdict {
        Verdict { outcome: Outcome::Allowed, cause: Cause::Granted(layer) }
    }

    fn not_granted(layer: Layer, group: Group) -> Verdict {
        Verdict { outcome: Outcome::ImplicitlyDenied, cause: Cause::NotGranted(layer, group) }
    }

    fn not_granted_by_resource() -> Verdict {
        Verdict::not_granted(Layer::Resource, Group { from: 0, to: 1 })
    }

    fn refused(layer: Layer) -> Verdict {
        Verdict { outcome: Outcome::ExplicitlyDenied, cause: Cause::Refused(layer) }
    }
}

type Trace<'t> = Option<&'t mut Vec<StatementTrace>>;

/// What one policy says.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    /// How directly its Allow statements name the caller, the most direct first.
    allows: Option<Strength>,
    denies: bool,
}

/// Reads every statement of a policy; none is skipped, so that the trace is complete.
fn read(
    policy: &Policy,
    (layer, index): (Layer, usize),
    caller: &Caller<'_>,
    has_boundary: bool,
    trace: &mut Trace<'_>,
) -> Said {
    let mut said = Said::default();
    for (number, statement) in policy.statements.iter().enumerate() {
        let result = statement::applies(statement, caller, has_boundary);
        if let Ok(strength) = result {
            match statement.effect {
                Effect::Allow => said.allows = said.allows.max(Some(strength)),
                Effect::Deny => said.denies = true,
            }
        }
        if let Some(trace) = trace {
            trace.push(StatementTrace {
                layer,
                policy: index,
                statement: number,
                sid: statement.sid.clone(),
                effect: statement.effect,
                mismatch: result.err().map(|miss| miss.tell(caller)),
            });
        }
    }
    said
}

/// The policies `from..to` of a layer, as its trace counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What the policies of a layer say together.
#[derive(Debug, Clone, Copy)]
struct Together {
    /// The first group of which no policy allows; `None`: each group does.
    without_grant: Option<Group>,
    denies: bool,
}

/// Reads a layer whose policies come in groups, in each of which at least one must allow: the identity
/// policies are one group, the service control policies of a level are one, and each boundary is.
fn read_groups<'p>(
    groups: impl Iterator<Item = &'p [Policy]>,
    layer: Layer,
    caller: &Caller<'_>,
    trace: &mut Trace<'_>,
) -> Together {
    let mut together = Together { without_grant: None, denies: false };
    let mut index = 0;
    for group in groups {
        let from = index;
        let mut allows = false;
        for policy in group {
            let said = read(policy, (layer, index), caller, false, trace);
            allows |= said.allows.is_some();
            together.denies |= said.denies;
            index += 1;
        }
        if !allows && together.without_grant.is_none() {
            together.without_grant = Some(Group { from, to: index });
        }
    }
    together
}

/// The whole logic.
pub(super) fn decide(caller: &Caller<'_>, layers: &Layers<'_>, mut trace: Trace<'_>) -> Verdict {
    // Source: AWS STS API Reference, GetCallerIdentity.
    if caller.action == "sts:getcalleridentity" {
        return Verdict { outcome: Outcome::Allowed, cause: Cause::NeedsNoPermission };
    }
    let has_boundary = !layers.boundaries.is_empty();
    let resource = layers.resource.map_or(Said::default(), |policy| {
        let place = (Layer::Resource, 0);
        read(policy, place, caller, has_boundary, &mut trace)
    });
    if !caller.has_account() || is_federated_assume(caller) {
        return by_resource_alone(resource);
    }
    let scps = if caller.is_under_scps() { layers.scps } else { &[] };
    let scps = read_groups(scps.iter().map(Vec::as_slice), Layer::ServiceControl, caller, &mut trace);
    // Identity policies, boundaries and session policies do not limit the root user.
    let is_root = caller.kind == Kind::Root;
    let (identity, boundaries, session) =
        if is_root { (&[][..], &[][..], None) } else { (layers.identity, layers.boundaries, layers.session) };
    let identity = read_groups(std::iter::once(identity), Layer::Identity, caller, &mut trace);
    let boundaries =
        read_groups(boundaries.iter().map(std::slice::from_ref), Layer::Boundary, caller, &mut trace);
    let session =
        read_groups(session.into_iter().map(std::slice::from_ref), Layer::Session, caller, &mut trace);

    for (denies, layer) in [
        (scps.denies, Layer::ServiceControl),
        (resource.denies, Layer::Resource),
        (identity.denies, Layer::Identity),
        (boundaries.denies, Layer::Boundary),
        (session.denies, Layer::Session),
    ] {
        if denies {
            return Verdict::refused(layer);
        }
    }
    if is_root && is_assume_role(caller) {
        return Verdict { outcome: Outcome::ImplicitlyDenied, cause: Cause::RootCannotAssume };
    }
    if let Some(level) = scps.without_grant {
        return Verdict::not_granted(Layer::ServiceControl, level);
    }
    let limit = match (boundaries.without_grant, session.without_grant) {
        (Some(boundary), _) => Some((Layer::Boundary, boundary)),
        (None, Some(session)) => Some((Layer::Session, session)),
        (None, None) => None,
    };
    // The order tells of the missing grant first, then of the limit.
    let own_side = || match (is_root, identity.without_grant, limit) {
        (true, _, _) => Verdict { outcome: Outcome::Allowed, cause: Cause::Root },
        (false, Some(all), _) => Verdict::not_granted(Layer::Identity, all),
        (false, None, Some((layer, group))) => Verdict::not_granted(layer, group),
        (false, None, None) => Verdict::granted(Layer::Identity),
    };
    if is_cross_account(caller) {
        return match resource.allows {
            None => Verdict::not_granted_by_resource(),
            Some(_) => own_side(),
        };
    }
    match (resource.allows, limit) {
        (Some(Strength::Direct), _) => Verdict::granted(Layer::Resource),
        (Some(Strength::Role), None) => Verdict::granted(Layer::Resource),
        (Some(Strength::Role), Some((layer, group))) => Verdict::not_granted(layer, group),
        (None, _) if needs_resource_policy(caller) => Verdict::not_granted_by_resource(),
        (Some(Strength::Account) | None, _) => own_side(),
    }
}

/// The resource's policy alone, the caller's own side taken for granted.
pub(super) fn decide_by_resource(caller: &Caller<'_>, policy: &Policy, mut trace: Trace<'_>) -> Verdict {
    let place = (Layer::Resource, 0);
    by_resource_alone(read(policy, place, caller, false, &mut trace))
}

fn by_resource_alone(resource: Said) -> Verdict {
    if resource.denies {
        Verdict::refused(Layer::Resource)
    } else if resource.allows.is_some() {
        Verdict::granted(Layer::Resource)
    } else {
        Verdict::not_granted_by_resource()
    }
}

/// A provider's assertion stands in for credentials: no identity policy bears on the call.
fn is_federated_assume(caller: &Caller<'_>) -> bool {
    matches!(caller.action.as_str(), "sts:assumerolewithsaml" | "sts:assumerolewithwebidentity")
}

fn is_assume_role(caller: &Caller<'_>) -> bool {
    caller.action == "sts:assumerole"
}

/// "IAM role trust policies and KMS key policies are exceptions to this logic, because they must
/// explicitly allow access for principals": identity policies alone never suffice.
fn needs_resource_policy(caller: &Caller<'_>) -> bool {
    let Some(arn) = Arn::parse(&caller.request.resource) else {
        return false;
    };
    let resource_type = arn.resource_type().map(|(kind, _)| kind);
    match (arn.service, resource_type) {
        ("iam", Some("role")) => caller.action.starts_with("sts:"),
        ("kms", Some("key")) => caller.action.starts_with("kms:"),
        _ => false,
    }
}

/// Whether caller and resource are known to be in different accounts. A resource whose account
/// neither its ARN nor the context tells is taken for one of the caller's own.
fn is_cross_account(caller: &Caller<'_>) -> bool {
    let in_arn =
        Arn::parse(&caller.request.resource).map(|arn| arn.account).filter(|account| is_account(account));
    let owner = in_arn.or_else(|| match caller.lookup("aws:resourceaccount") {
        Some([account]) => Some(account.as_str()),
        _ => None,
    });
    match (caller.account, owner) {
        (Some(own), Some(owner)) => own != owner,
        _ => false,
    }
}
