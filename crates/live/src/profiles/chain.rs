//! From files and environment to the chain of a sign-in: what is used first, and the roles assumed
//! with it. Pure; the order of precedence is that of the AWS CLI (botocore's `credentials.py`).

use super::files::Files;
use super::problem::ProfileProblem;
use super::{Environment, SignIn};
use aws_config::profile::Profile as Section;
use aws_credential_types::Credentials;
use serde::{Deserialize, Serialize};

/// A step of a sign-in, for people and programs. Never a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Link {
    /// The profile that it stands in; `None`: the environment.
    pub profile: Option<String>,
    /// What it does.
    pub kind: SignIn,
    /// The account that it leads to, where that can be told.
    pub account: Option<String>,
    /// The role, where it leads to one: its name with its path.
    pub role: Option<String>,
    /// The MFA device whose code is asked for.
    pub mfa_serial: Option<String>,
}

/// Where the first credentials come from. Holds secrets: [`Credentials`] print none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Base {
    Keys(Credentials),
    Sso(Sso),
    Process(Command),
    WebIdentity { token_file: String, role_arn: String, session_name: Option<String> },
    Login { session: String },
    Environment,
    Container,
    InstanceMetadata,
}

/// A command line, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Command(pub(crate) String);

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Command(…)")
    }
}

/// An Identity Center role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sso {
    /// `None`: the legacy form, all of it in the profile.
    pub(crate) session: Option<String>,
    pub(crate) start_url: String,
    pub(crate) region: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) account_id: String,
    pub(crate) role_name: String,
}

/// A role to assume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) arn: String,
    pub(crate) external_id: Option<String>,
    pub(crate) session_name: Option<String>,
    pub(crate) duration: Option<i32>,
    pub(crate) mfa_serial: Option<String>,
}

/// How a sign-in goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    pub(crate) base: Base,
    /// The MFA device of the keys that come first, or of the role nearest to them.
    pub(crate) mfa_serial: Option<String>,
    /// In the order in which they are assumed.
    pub(crate) roles: Vec<Role>,
    pub(crate) links: Vec<Link>,
}

impl Chain {
    /// How the first credentials come about.
    pub(crate) fn signs_in_by(&self) -> Option<SignIn> {
        self.links.first().map(|first| first.kind)
    }
}

/// The chain of a profile.
pub(crate) fn of_profile(files: &Files, name: &str) -> Result<Chain, ProfileProblem> {
    let mut chain = follow(files, name, &mut Vec::new())?;
    if chain.mfa_serial.is_none() {
        chain.mfa_serial = chain.roles.iter().find_map(|role| role.mfa_serial.clone());
    }
    Ok(chain)
}

/// The chain of an environment: its keys, or else the profile it names, or else what the machine has.
/// Second: the profile, where one is used.
pub(crate) fn of_environment(
    files: &Files,
    environment: Environment<'_>,
) -> (Option<String>, Result<Chain, ProfileProblem>) {
    if let Some(key) =
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].into_iter().find(|key| environment(key).is_some())
    {
        let other = if key == "AWS_ACCESS_KEY_ID" { "AWS_SECRET_ACCESS_KEY" } else { "AWS_ACCESS_KEY_ID" };
        return match environment(other) {
            Some(_) => (None, Ok(from(Base::Environment, of_machine(SignIn::Environment)))),
            None => {
                (None, Err(ProfileProblem::MissingSetting { of: "the environment".to_owned(), key: other }))
            }
        };
    }
    let name = profile_name(environment);
    let known = files.both.get_profile(&name).is_some();
    if known {
        match of_profile(files, &name) {
            Err(ProfileProblem::NoSignIn(_)) if !is_named(environment) => {}
            chain => return (Some(name), chain),
        }
    }
    (None, Ok(of_this_machine(environment)))
}

/// The profile that an environment names. `AWS_DEFAULT_PROFILE` goes first in the AWS CLI.
pub(crate) fn profile_name(environment: Environment<'_>) -> String {
    environment("AWS_DEFAULT_PROFILE")
        .or_else(|| environment("AWS_PROFILE"))
        .unwrap_or_else(|| "default".to_owned())
}

/// Whether the environment names a profile at all.
pub(crate) fn is_named(environment: Environment<'_>) -> bool {
    environment("AWS_DEFAULT_PROFILE").or_else(|| environment("AWS_PROFILE")).is_some()
}

/// The region: the environment's, else the profile's.
pub(crate) fn region(files: &Files, environment: Environment<'_>, profile: Option<&str>) -> Option<String> {
    environment("AWS_REGION").or_else(|| environment("AWS_DEFAULT_REGION")).or_else(|| {
        let profile = profile.map_or_else(|| profile_name(environment), str::to_owned);
        files.setting(&profile, "region").map(str::to_owned)
    })
}

fn of_this_machine(environment: Environment<'_>) -> Chain {
    if let (Some(token_file), Some(role_arn)) =
        (environment("AWS_WEB_IDENTITY_TOKEN_FILE"), environment("AWS_ROLE_ARN"))
    {
        let mut link = of_machine(SignIn::WebIdentity);
        (link.account, link.role) = of_role(&role_arn);
        let session_name = environment("AWS_ROLE_SESSION_NAME");
        return from(Base::WebIdentity { token_file, role_arn, session_name }, link);
    }
    let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
    if container.into_iter().any(|name| environment(name).is_some()) {
        return from(Base::Container, of_machine(SignIn::Container));
    }
    from(Base::InstanceMetadata, of_machine(SignIn::InstanceMetadata))
}

fn of_machine(kind: SignIn) -> Link {
    Link { profile: None, kind, account: None, role: None, mfa_serial: None }
}

fn from(base: Base, link: Link) -> Chain {
    Chain { base, mfa_serial: None, roles: Vec::new(), links: vec![link] }
}

/// Follows the sources to the end, then comes back with the roles in the order of their use.
fn follow(files: &Files, name: &str, visited: &mut Vec<String>) -> Result<Chain, ProfileProblem> {
    let Some(section) = files.both.get_profile(name) else {
        return Err(ProfileProblem::NoSignIn(name.to_owned()));
    };
    let has = |key| setting(section, key).is_some();
    let keys = has("aws_access_key_id") || has("aws_secret_access_key");
    let as_source = !visited.is_empty();
    // A source is used for its keys where it has some, whatever role it names besides.
    if has("web_identity_token_file") || !has("role_arn") || (as_source && keys) {
        return base(files, section);
    }
    visited.push(name.to_owned());
    let role = role(section)?;
    let mut chain = match (setting(section, "source_profile"), setting(section, "credential_source")) {
        (Some(_), Some(_)) => return Err(ProfileProblem::TwoSources(name.to_owned())),
        (None, None) => return Err(ProfileProblem::NoSource(name.to_owned())),
        (None, Some(named)) => named_source(name, named)?,
        (Some(source), None) if source == name && keys => base(files, section)?,
        (Some(source), None) => {
            if visited.iter().any(|met| met == source) {
                visited.push(source.to_owned());
                return Err(ProfileProblem::Loop(std::mem::take(visited)));
            }
            if files.both.get_profile(source).is_none() {
                return Err(ProfileProblem::MissingSource {
                    of: name.to_owned(),
                    source_profile: source.to_owned(),
                });
            }
            follow(files, source, visited)?
        }
    };
    let (account, role_name) = of_role(&role.arn);
    chain.links.push(Link {
        profile: Some(name.to_owned()),
        kind: SignIn::AssumeRole,
        account,
        role: role_name,
        mfa_serial: role.mfa_serial.clone(),
    });
    chain.roles.push(role);
    Ok(chain)
}

fn role(section: &Section) -> Result<Role, ProfileProblem> {
    let arn = setting(section, "role_arn").unwrap_or_default().to_owned();
    if !is_role_arn(&arn) {
        return Err(ProfileProblem::RoleArn(section.name().to_owned()));
    }
    Ok(Role {
        arn,
        external_id: setting(section, "external_id").map(str::to_owned),
        session_name: setting(section, "role_session_name").map(str::to_owned),
        // As the AWS CLI: what is not a number is passed over.
        duration: setting(section, "duration_seconds").and_then(|seconds| seconds.parse().ok()),
        mfa_serial: mfa_serial(section)?,
    })
}

fn is_role_arn(arn: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    let starts = parts.next() == Some("arn") && parts.next().is_some_and(|name| name.starts_with("aws"));
    starts
        && parts.next() == Some("iam")
        && parts.next().is_some()
        && parts
            .next()
            .is_some_and(|account| account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()))
        && parts
            .next()
            .is_some_and(|resource| resource.strip_prefix("role/").is_some_and(|name| !name.is_empty()))
}

/// The account of a role's ARN, and its name with its path.
fn of_role(arn: &str) -> (Option<String>, Option<String>) {
    let account = arn.split(':').nth(4).filter(|account| !account.is_empty());
    let name = arn.split_once(":role/").map(|(_, name)| name);
    (account.map(str::to_owned), name.map(str::to_owned))
}

/// STS's service model: 9 to 256 of `[\w+=/:,.@-]`.
fn mfa_serial(section: &Section) -> Result<Option<String>, ProfileProblem> {
    let Some(serial) = setting(section, "mfa_serial") else { return Ok(None) };
    let right = (9..=256).contains(&serial.len())
        && serial.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=/:,.@-".contains(&b));
    if right {
        Ok(Some(serial.to_owned()))
    } else {
        Err(ProfileProblem::MfaSerial(section.name().to_owned()))
    }
}

fn named_source(of: &str, named: &str) -> Result<Chain, ProfileProblem> {
    let (base, kind) = match named.to_ascii_lowercase().as_str() {
        "environment" => (Base::Environment, SignIn::Environment),
        "ec2instancemetadata" => (Base::InstanceMetadata, SignIn::InstanceMetadata),
        "ecscontainer" => (Base::Container, SignIn::Container),
        _ => {
            return Err(ProfileProblem::UnknownCredentialSource {
                of: of.to_owned(),
                named: named.to_owned(),
            });
        }
    };
    Ok(from(base, of_machine(kind)))
}

/// How a profile signs in apart from the role it assumes.
fn base(files: &Files, section: &Section) -> Result<Chain, ProfileProblem> {
    let name = section.name();
    let get = |key| setting(section, key);
    let need = |key: &'static str| {
        get(key).map(str::to_owned).ok_or_else(|| ProfileProblem::MissingSetting { of: name.to_owned(), key })
    };
    let in_credentials = files.credentials.get_profile(name).is_some_and(|own| {
        setting(own, "aws_access_key_id").or_else(|| setting(own, "aws_secret_access_key")).is_some()
    });
    let keys = get("aws_access_key_id").or_else(|| get("aws_secret_access_key")).is_some();
    let (base, kind, account, role) = if let Some(token_file) = get("web_identity_token_file") {
        let role_arn = need("role_arn")?;
        let (account, role) = of_role(&role_arn);
        let session_name = get("role_session_name").map(str::to_owned);
        let token_file = token_file.to_owned();
        (Base::WebIdentity { token_file, role_arn, session_name }, SignIn::WebIdentity, account, role)
    } else if ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"]
        .into_iter()
        .any(|key| get(key).is_some())
    {
        let sso = sso(files, section)?;
        let (account, role) = (sso.account_id.clone(), sso.role_name.clone());
        (Base::Sso(sso), SignIn::Sso, Some(account), Some(role))
    } else if in_credentials
        || (keys && get("login_session").is_none() && get("credential_process").is_none())
    {
        let token = get("aws_session_token").map(str::to_owned);
        let kind = if token.is_some() { SignIn::TemporaryKeys } else { SignIn::Keys };
        let (id, secret) = (need("aws_access_key_id")?, need("aws_secret_access_key")?);
        (Base::Keys(Credentials::new(id, secret, token, None, "profile")), kind, own_account(section), None)
    } else if let Some(session) = get("login_session") {
        let account = session.split(':').nth(4).filter(|account| !account.is_empty()).map(str::to_owned);
        (Base::Login { session: session.to_owned() }, SignIn::Login, account, None)
    } else if let Some(command) = get("credential_process") {
        (Base::Process(Command(command.to_owned())), SignIn::CredentialProcess, own_account(section), None)
    } else {
        return Err(ProfileProblem::NoSignIn(name.to_owned()));
    };
    // Only a user's own keys have a device; with a role in the same profile it is the role's.
    let serial = mfa_serial(section)?;
    if serial.is_some() && kind != SignIn::Keys && get("role_arn").is_none() {
        return Err(ProfileProblem::MfaWithoutRole(name.to_owned()));
    }
    let serial = serial.filter(|_| kind == SignIn::Keys);
    let link = Link { profile: Some(name.to_owned()), kind, account, role, mfa_serial: serial.clone() };
    Ok(Chain { base, mfa_serial: serial, roles: Vec::new(), links: vec![link] })
}

fn own_account(section: &Section) -> Option<String> {
    setting(section, "aws_account_id").map(str::to_owned)
}

/// The two forms: a session of its own, or (legacy) all of it in the profile.
fn sso(files: &Files, section: &Section) -> Result<Sso, ProfileProblem> {
    let name = section.name();
    let need = |key: &'static str| {
        setting(section, key)
            .map(str::to_owned)
            .ok_or_else(|| ProfileProblem::MissingSetting { of: name.to_owned(), key })
    };
    let Some(session) = setting(section, "sso_session") else {
        return Ok(Sso {
            session: None,
            start_url: need("sso_start_url")?,
            region: need("sso_region")?,
            scopes: Vec::new(),
            account_id: need("sso_account_id")?,
            role_name: need("sso_role_name")?,
        });
    };
    let Some(of_session) = files.both.sso_session(session) else {
        return Err(ProfileProblem::MissingSsoSession(session.to_owned()));
    };
    let in_session = |key: &'static str| {
        let value = of_session.get(key).filter(|value| !value.is_empty());
        let missing = || ProfileProblem::MissingSetting { of: format!("sso-session {session}"), key };
        let value = value.ok_or_else(missing)?;
        match setting(section, key) {
            Some(own) if own != value => Err(ProfileProblem::SsoConflict { of: name.to_owned(), key }),
            _ => Ok(value.to_owned()),
        }
    };
    let scopes = of_session.get("sso_registration_scopes").unwrap_or("sso:account:access");
    Ok(Sso {
        session: Some(session.to_owned()),
        start_url: in_session("sso_start_url")?,
        region: in_session("sso_region")?,
        scopes: scopes
            .split(',')
            .map(|scope| scope.trim().to_owned())
            .filter(|scope| !scope.is_empty())
            .collect(),
        account_id: need("sso_account_id")?,
        role_name: need("sso_role_name")?,
    })
}

fn setting<'a>(section: &'a Section, key: &str) -> Option<&'a str> {
    section.get(key).filter(|value| !value.is_empty())
}
