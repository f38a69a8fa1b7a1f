//! What stands in a profile's way, found before any call is made: each with its code and its remedy.

/// Why a profile cannot sign in as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileProblem {
    /// Sources that lead back to one that was met.
    #[error("its source profiles form a loop: {}", .0.join(" → "))]
    Loop(Vec<String>),
    /// A source that is in neither file.
    #[error("the source profile `{source_profile}` of `{of}` does not exist")]
    MissingSource {
        /// Which profile names it.
        of: String,
        /// What is not there.
        source_profile: String,
    },
    /// A role with two sources.
    #[error("`{0}` has both source_profile and credential_source")]
    TwoSources(String),
    /// A role without a source.
    #[error("`{0}` has a role_arn, but neither source_profile nor credential_source")]
    NoSource(String),
    /// A source that no SDK knows.
    #[error("the credential_source `{named}` of `{of}` is unknown")]
    UnknownCredentialSource {
        /// Which profile names it.
        of: String,
        /// What it names.
        named: String,
    },
    /// A role that is not named by its ARN.
    #[error("the role_arn of `{0}` is not the ARN of a role")]
    RoleArn(String),
    /// An MFA device with nothing that could be asked for with it.
    #[error("`{0}` has an mfa_serial, but neither a role_arn nor access keys to use it with")]
    MfaWithoutRole(String),
    /// Not the serial number of a device.
    #[error("the mfa_serial of `{0}` is not the serial number of a device")]
    MfaSerial(String),
    /// A key without the other half.
    #[error("`{of}` lacks {key}")]
    MissingSetting {
        /// Which profile or section.
        of: String,
        /// What it lacks.
        key: &'static str,
    },
    /// A session that is in no file.
    #[error("the section [sso-session {0}] does not exist")]
    MissingSsoSession(String),
    /// Two places that say different things.
    #[error("`{of}` and its sso-session name different values of {key}")]
    SsoConflict {
        /// Which profile.
        of: String,
        /// Of what.
        key: &'static str,
    },
    /// Nothing says how to sign in.
    #[error("`{0}` does not say how to sign in")]
    NoSignIn(String),
}

impl ProfileProblem {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            ProfileProblem::Loop(_) => "source-loop",
            ProfileProblem::MissingSource { .. } => "missing-source",
            ProfileProblem::TwoSources(_) => "two-sources",
            ProfileProblem::NoSource(_) => "no-source",
            ProfileProblem::UnknownCredentialSource { .. } => "unknown-credential-source",
            ProfileProblem::RoleArn(_) => "bad-role-arn",
            ProfileProblem::MfaWithoutRole(_) => "mfa-without-role",
            ProfileProblem::MfaSerial(_) => "bad-mfa-serial",
            ProfileProblem::MissingSetting { .. } => "missing-setting",
            ProfileProblem::MissingSsoSession(_) => "missing-sso-session",
            ProfileProblem::SsoConflict { .. } => "sso-conflict",
            ProfileProblem::NoSignIn(_) => "no-sign-in",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            ProfileProblem::Loop(_) => {
                "let one of them use access keys, SSO or another source_profile".to_owned()
            }
            ProfileProblem::MissingSource { source_profile, .. } => {
                format!("add `[profile {source_profile}]` to ~/.aws/config, or name another source_profile")
            }
            ProfileProblem::TwoSources(_) => "delete one of the two lines from the profile".to_owned(),
            ProfileProblem::NoSource(_) => {
                "name the profile that assumes the role in a line `source_profile = …`".to_owned()
            }
            ProfileProblem::UnknownCredentialSource { .. } => {
                "it must be Environment, Ec2InstanceMetadata or EcsContainer".to_owned()
            }
            ProfileProblem::RoleArn(_) => "it must look like arn:aws:iam::123456789012:role/NAME".to_owned(),
            ProfileProblem::MfaWithoutRole(_) => {
                "move the line to the profile with the role or the keys, or delete it".to_owned()
            }
            ProfileProblem::MfaSerial(_) => {
                "copy it from the IAM console: arn:aws:iam::123456789012:mfa/NAME, or the number on a \
                 hardware device"
                    .to_owned()
            }
            ProfileProblem::MissingSetting { of, key } => format!("add `{key} = …` to `{of}`"),
            ProfileProblem::MissingSsoSession(_) => "make it with `aws configure sso-session`".to_owned(),
            ProfileProblem::SsoConflict { key, .. } => {
                format!("delete {key} from the profile; the sso-session has it")
            }
            ProfileProblem::NoSignIn(name) => {
                format!("complete it with `aws configure sso --profile {name}`, or choose another profile")
            }
        }
    }
}
