//! Who asks: the request's principal, and how a policy can name it.

use super::Request;
use crate::arn::Arn;
use crate::document::{Effect, Named, PrincipalEntry, PrincipalKind, Principals};
use std::cell::OnceCell;

/// How directly a statement names the caller; the greater, the more directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// It names the account, which may pass the right on by its identity policies.
    Account,
    /// It names the role of a session (or the user of a federated session): permissions boundary
    /// and session policy still limit what it grants.
    Role,
    /// It names the caller itself, or everyone: nothing but an explicit deny limits what it grants
    /// within the account.
    Direct,
}

/// What kind of caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// No credentials at all.
    Anonymous,
    /// Not an identity of an AWS account: a service, an identity provider, a canonical user, or a
    /// bare unique id. Only the resource's policy speaks of it.
    Outside,
    /// The root user of an account.
    Root,
    /// A user, or anything else that acts under its own ARN.
    User,
    /// A role, named itself rather than one of its sessions.
    Role,
    /// A session; `of` is the ARN of its role, or of the user of a federated session.
    Session { of: String },
}

/// The caller of a request, taken apart once.
pub(super) struct Caller<'r> {
    pub(super) request: &'r Request,
    pub(super) kind: Kind,
    /// Of the caller; `None` for one that belongs to no account.
    pub(super) account: Option<&'r str>,
    /// In lower case, as actions compare.
    pub(super) action: String,
    principal_arn: OnceCell<Option<[String; 1]>>,
    principal_account: OnceCell<Option<[String; 1]>>,
}

impl<'r> Caller<'r> {
    pub(super) fn of(request: &'r Request) -> Caller<'r> {
        let (kind, account) = classify(request);
        Caller {
            request,
            kind,
            account,
            action: request.action.to_ascii_lowercase(),
            principal_arn: OnceCell::new(),
            principal_account: OnceCell::new(),
        }
    }

    /// Whether it is an identity of an AWS account, to which identity policies can be attached.
    pub(super) fn has_account(&self) -> bool {
        !matches!(self.kind, Kind::Anonymous | Kind::Outside)
    }

    /// Whether service control policies bear on it: not on anonymous callers and services, and not
    /// on service-linked roles.
    pub(super) fn is_under_scps(&self) -> bool {
        let role = match &self.kind {
            Kind::Anonymous | Kind::Outside => return false,
            Kind::Session { of } => of.as_str(),
            Kind::Root | Kind::User | Kind::Role => self.request.principal.as_str(),
        };
        !role.contains(":role/aws-service-role/")
    }

    /// The values of a condition key in lower case.
    pub(super) fn lookup(&self, key: &str) -> Option<&[String]> {
        if let Some(values) = self.request.context.get_lower(key) {
            return Some(values);
        }
        let derived = match key {
            "aws:principalarn" => self.principal_arn.get_or_init(|| self.derive_arn()),
            "aws:principalaccount" => {
                self.principal_account.get_or_init(|| self.account.map(|account| [account.to_owned()]))
            }
            _ => return None,
        };
        derived.as_ref().map(<[String; 1]>::as_slice)
    }

    /// "For IAM roles, the request context returns the ARN of the role, not the ARN of the user that
    /// assumed the role"; a federated user keeps its own.
    fn derive_arn(&self) -> Option<[String; 1]> {
        let arn = match &self.kind {
            Kind::Anonymous | Kind::Outside => return None,
            Kind::Session { of } if of.contains(":role/") => of,
            _ => &self.request.principal,
        };
        Some([arn.clone()])
    }

    /// Whether a `Principal` or `NotPrincipal` element speaks of the caller, and how directly.
    pub(super) fn named_by(&self, principals: &Principals, effect: Effect) -> Option<Strength> {
        let strongest = principals.entries.iter().filter_map(|entry| self.named_by_entry(entry)).max();
        if !principals.negated {
            return strongest;
        }
        // A Deny spares only whom it names in person: "all principals except Bob" still denies the
        // rest of Bob's account, which such a statement has to name as well, and a session has to be
        // named beside its role. An Allow passes over everyone that it names in any way.
        let spared = match (effect, &self.kind) {
            (Effect::Deny, Kind::Root) => strongest.is_some(),
            (Effect::Deny, Kind::Role) => strongest >= Some(Strength::Role),
            (Effect::Deny, _) => strongest == Some(Strength::Direct),
            (Effect::Allow, _) => strongest.is_some(),
        };
        (!spared).then_some(Strength::Direct)
    }

    fn named_by_entry(&self, entry: &PrincipalEntry) -> Option<Strength> {
        match &entry.named {
            Named::Anyone => Some(Strength::Direct),
            Named::Account(account) => (self.account == Some(account.as_str())).then_some(Strength::Account),
            Named::Arn(arn) => match &self.kind {
                Kind::Role => (*arn == self.request.principal).then_some(Strength::Role),
                _ if *arn == self.request.principal => Some(Strength::Direct),
                Kind::Session { of } if arn == of => Some(Strength::Role),
                _ => None,
            },
            Named::Name(name) => match entry.kind {
                PrincipalKind::Federated => self.named_as_provider(name),
                _ => self.is_outsider(name).then_some(Strength::Direct),
            },
        }
    }

    fn is_outsider(&self, name: &str) -> bool {
        self.kind == Kind::Outside && self.request.principal == name
    }

    /// The provider itself asks (AssumeRoleWithSAML, AssumeRoleWithWebIdentity), or a session that
    /// came from it.
    fn named_as_provider(&self, name: &str) -> Option<Strength> {
        if self.is_outsider(name) {
            return Some(Strength::Direct);
        }
        let provider = self.request.context.get_lower("aws:federatedprovider")?;
        let from_it = provider.iter().any(|provider| provider == name);
        (self.has_account() && from_it).then_some(Strength::Role)
    }
}

fn classify(request: &Request) -> (Kind, Option<&str>) {
    let principal = request.principal.as_str();
    if principal == "*" || principal.is_empty() {
        return (Kind::Anonymous, None);
    }
    if crate::document::is_account(principal) {
        return (Kind::Root, Some(principal));
    }
    let Some(arn) = Arn::parse(principal) else {
        return (Kind::Outside, None);
    };
    let kind = match (arn.service, arn.resource_type()) {
        ("iam", None) if arn.resource == "root" => Kind::Root,
        ("iam", Some(("saml-provider" | "oidc-provider", _))) => Kind::Outside,
        ("iam", Some(("role", _))) => Kind::Role,
        ("sts", Some(("assumed-role", name))) => Kind::Session { of: role_of_session(request, &arn, name) },
        ("sts", Some(("federated-user", name))) => {
            Kind::Session { of: format!("arn:{}:iam::{}:user/{name}", arn.partition, arn.account) }
        }
        _ => Kind::User,
    };
    (kind, Some(arn.account))
}

fn role_of_session(request: &Request, arn: &Arn<'_>, name_and_session: &str) -> String {
    if let Some(role_arn) = &request.role_arn {
        return role_arn.clone();
    }
    let name = name_and_session.split_once('/').map_or(name_and_session, |(name, _)| name);
    format!("arn:{}:iam::{}:role/{name}", arn.partition, arn.account)
}
