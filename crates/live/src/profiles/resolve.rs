//! What a profile comes to: which way of signing in wins, and what stands in its way.
//!
//! The order of precedence is that of `aws-config` (`profile/credentials/repr.rs`); unlike it, this
//! looks at `mfa_serial`, which the SDK ignores.

use super::{Profile, SignIn};
use aws_config::profile::{Profile as Section, ProfileSet};

/// Why a profile cannot work as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// A code from an MFA device is needed.
    Mfa,
    /// Nothing says how to sign in.
    NoSignIn,
    /// A loop, a missing source, half a setting.
    Broken(String),
}

impl Problem {
    fn words(self) -> String {
        match self {
            Problem::Mfa => format!(
                "needs an MFA code, which this version does not ask for yet; {}",
                crate::error::MFA_HINT
            ),
            Problem::NoSignIn => "does not say how to sign in".to_owned(),
            Problem::Broken(why) => why,
        }
    }
}

/// A profile, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    name: String,
    sign_in: SignIn,
    region: Option<String>,
    account: Option<String>,
    summary: String,
    pub(super) problem: Option<Problem>,
}

impl Resolved {
    pub(super) fn into_profile(self) -> Profile {
        Profile {
            name: self.name,
            sign_in: self.sign_in,
            region: self.region,
            account: self.account,
            summary: self.summary,
            problem: self.problem.map(Problem::words),
        }
    }
}

/// Resolves a profile of the set.
pub(super) fn resolve(set: &ProfileSet, name: &str) -> Resolved {
    let empty = Section::new(name, Default::default());
    let section = set.get_profile(name).unwrap_or(&empty);
    let sign_in = sign_in(section, true);
    Resolved {
        name: name.to_owned(),
        sign_in,
        region: section.get("region").map(str::to_owned),
        account: account(section, sign_in).map(str::to_owned),
        summary: summary(section, sign_in),
        problem: problem(set, name),
    }
}

/// Which way wins. A source is used for its keys where it has some (`as_itself == false`).
fn sign_in(section: &Section, as_itself: bool) -> SignIn {
    let has = |key| section.get(key).is_some();
    if !as_itself && has("aws_access_key_id") && has("aws_secret_access_key") {
        SignIn::Keys
    } else if has("web_identity_token_file") {
        SignIn::WebIdentity
    } else if has("role_arn") {
        SignIn::AssumeRole
    } else {
        base_sign_in(section)
    }
}

/// How a profile signs in apart from the role it assumes.
fn base_sign_in(section: &Section) -> SignIn {
    let has = |key| section.get(key).is_some();
    if has("web_identity_token_file") {
        SignIn::WebIdentity
    } else if ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"]
        .into_iter()
        .any(has)
    {
        SignIn::Sso
    } else if has("login_session") {
        SignIn::Login
    } else if has("credential_process") {
        SignIn::CredentialProcess
    } else if has("aws_access_key_id") || has("aws_secret_access_key") {
        SignIn::Keys
    } else {
        SignIn::Nothing
    }
}

fn account(section: &Section, sign_in: SignIn) -> Option<&str> {
    let of_arn = |key| section.get(key).and_then(|arn| arn.split(':').nth(4));
    let account = match sign_in {
        SignIn::Sso => section.get("sso_account_id"),
        SignIn::AssumeRole | SignIn::WebIdentity => of_arn("role_arn"),
        SignIn::Login => of_arn("login_session"),
        SignIn::Keys | SignIn::CredentialProcess => section.get("aws_account_id"),
        SignIn::Nothing => None,
    };
    account.filter(|account| !account.is_empty())
}

fn summary(section: &Section, sign_in: SignIn) -> String {
    let role = || {
        let arn = section.get("role_arn").unwrap_or_default();
        let name = arn.rsplit('/').next().unwrap_or(arn);
        let account = arn.split(':').nth(4).unwrap_or_default();
        format!("role {name}, account {account}")
    };
    match sign_in {
        SignIn::Keys if section.get("aws_session_token").is_some() => "temporary access keys".to_owned(),
        SignIn::Keys => "access keys".to_owned(),
        SignIn::Sso => format!(
            "SSO, account {}, role {}",
            section.get("sso_account_id").unwrap_or("not chosen"),
            section.get("sso_role_name").unwrap_or("not chosen"),
        ),
        SignIn::AssumeRole => format!(
            "{}, by way of {}",
            role(),
            section.get("source_profile").or_else(|| section.get("credential_source")).unwrap_or("nothing"),
        ),
        SignIn::CredentialProcess => "a program prints the credentials".to_owned(),
        SignIn::WebIdentity => format!("web identity, {}", role()),
        SignIn::Login => "aws login".to_owned(),
        SignIn::Nothing => "no sign-in".to_owned(),
    }
}

/// Follows the chain of sources to its end.
fn problem(set: &ProfileSet, name: &str) -> Option<Problem> {
    let mut visited: Vec<&str> = Vec::new();
    let mut at = name;
    loop {
        let Some(section) = set.get_profile(at) else {
            return Some(Problem::Broken(format!("its source profile `{at}` does not exist")));
        };
        if visited.contains(&at) {
            visited.push(at);
            return Some(Problem::Broken(format!(
                "its source profiles form a loop: {}",
                visited.join(" → ")
            )));
        }
        visited.push(at);
        if sign_in(section, visited.len() == 1) != SignIn::AssumeRole {
            // `mfa_serial` matters only to a role that is assumed: on the source's side it tells
            // the device of the user who assumes it.
            let for_a_role = visited.len() > 1 && section.get("mfa_serial").is_some();
            return for_a_role.then_some(Problem::Mfa).or_else(|| base_problem(set, section));
        }
        if section.get("mfa_serial").is_some() {
            return Some(Problem::Mfa);
        }
        match (section.get("source_profile"), section.get("credential_source")) {
            (Some(_), Some(_)) => {
                return Some(Problem::Broken(format!(
                    "`{at}` has both source_profile and credential_source"
                )));
            }
            (None, None) => {
                return Some(Problem::Broken(format!(
                    "`{at}` has a role_arn, but neither source_profile nor credential_source"
                )));
            }
            (None, Some(source)) => return credential_source_problem(source),
            // Its own keys assume its role.
            (Some(source), None) if source == at => return base_problem(set, section),
            (Some(source), None) => at = source,
        }
    }
}

fn credential_source_problem(source: &str) -> Option<Problem> {
    let known = ["Environment", "Ec2InstanceMetadata", "EcsContainer"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(source));
    (!known).then(|| Problem::Broken(format!("its credential_source `{source}` is unknown")))
}

fn base_problem(set: &ProfileSet, section: &Section) -> Option<Problem> {
    let missing = |keys: &[&str]| {
        keys.iter()
            .find(|key| section.get(key).is_none())
            .map(|key| Problem::Broken(format!("`{}` lacks {key}", section.name())))
    };
    match base_sign_in(section) {
        SignIn::Nothing => Some(Problem::NoSignIn),
        SignIn::Keys => missing(&["aws_access_key_id", "aws_secret_access_key"]),
        SignIn::WebIdentity => missing(&["role_arn"]),
        SignIn::Sso => match section.get("sso_session") {
            Some(session) if set.sso_session(session).is_none() => {
                Some(Problem::Broken(format!("the section [sso-session {session}] does not exist")))
            }
            Some(_) => missing(&["sso_account_id", "sso_role_name"]),
            None => missing(&["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]),
        },
        SignIn::Login | SignIn::CredentialProcess | SignIn::AssumeRole => None,
    }
}
