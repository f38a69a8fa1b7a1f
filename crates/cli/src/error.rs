//! The one place where every error becomes a kind (the exit code), a message and hints.

use live::LiveError;
use onboarding::FieldNote;
use onboarding::pack::PackError;
use onboarding::setup::SetupFileError;
use serde::Serialize;
use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

/// How a command ended that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything is as it should be.
    Fine,
    /// A check failed.
    CheckFailed,
    /// The setup that was looked at is not right (`validate`).
    BadInput,
    /// AWS failed in a part of it, as the result tells (`rollout`).
    AwsFailed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::CheckFailed => ExitCode::from(1),
            Outcome::BadInput => ExitCode::from(2),
            Outcome::AwsFailed => ExitCode::from(3),
        }
    }
}

/// Whose doing a failure is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What was asked for is not right: exit code 2.
    BadInput,
    /// AWS, the network or this machine refused: exit code 3.
    Outside,
    /// Somebody gave up: exit code 130, as a shell tells of Ctrl-C.
    GivenUp,
}

/// Why a command could not do what it was asked to.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// Whose doing.
    pub(crate) kind: Kind,
    /// Stable, for programs.
    pub(crate) code: String,
    /// Lower case, no full stop.
    pub(crate) message: String,
    /// What to do about it, the most useful first.
    pub(crate) hints: Vec<String>,
    /// The values that are not right, where that is the reason.
    pub(crate) fields: Vec<FieldNote>,
}

/// A failure as `--format json` prints it on standard error.
#[derive(Serialize)]
pub(crate) struct FailureJson<'a> {
    code: &'a str,
    message: &'a str,
    hint: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    fields: &'a [FieldNote],
}

impl Failure {
    /// What was asked for is not right.
    pub(crate) fn bad_input(code: &str, message: impl Display) -> Self {
        Self::new(Kind::BadInput, code, message)
    }

    /// AWS, the network or this machine refused.
    pub(crate) fn outside(code: &str, message: impl Display) -> Self {
        Self::new(Kind::Outside, code, message)
    }

    fn new(kind: Kind, code: &str, message: impl Display) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            message: message.to_string(),
            hints: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// With something to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Some values of the setup are not right: all of them at once.
    pub(crate) fn fields(fields: Vec<FieldNote>) -> Self {
        let message = match fields.len() {
            1 => "a value of the setup is not right".to_owned(),
            n => format!("{n} values of the setup are not right"),
        };
        Self { fields, ..Self::bad_input("setup", message) }
    }

    /// A setup's file holds something else. It is never written to, so nothing is lost.
    pub(crate) fn setup_file(path: &Path, error: &SetupFileError) -> Self {
        let message = format!("cannot use the setup `{}`: {error}", path.display());
        Self::bad_input(error.code(), message).hint(error.hint())
    }

    /// Standard output takes no more.
    pub(crate) fn cannot_print(error: &std::io::Error) -> Self {
        Self::outside("standard-output", format_args!("cannot write to standard output: {error}"))
    }

    /// The exit code.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::BadInput => 2,
            Kind::Outside => 3,
            Kind::GivenUp => 130,
        })
    }

    /// As `--format json` prints it.
    pub(crate) fn json(&self) -> FailureJson<'_> {
        FailureJson {
            code: &self.code,
            message: &self.message,
            hint: (!self.hints.is_empty()).then(|| self.hints.join("\n")),
            fields: &self.fields,
        }
    }
}

impl From<LiveError> for Failure {
    fn from(error: LiveError) -> Self {
        let kind = match error {
            // The profile or the account that was named is not the right one.
            LiveError::UnknownProfile { .. }
            | LiveError::BadProfile { .. }
            | LiveError::MfaCodeForm
            | LiveError::NotSso { .. }
            | LiveError::CaBundle { .. }
            | LiveError::MaxAttempts { .. }
            | LiveError::ProxyAddress
            | LiveError::BadKey(_)
            | LiveError::RolloutBlocked { .. }
            | LiveError::WrongAccount { .. }
            | LiveError::Partition { .. } => Kind::BadInput,
            LiveError::SignInCancelled => Kind::GivenUp,
            _ => Kind::Outside,
        };
        let mut failure = Self::new(kind, error.code(), &error);
        failure.hints.extend(error.hint());
        failure
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        Self::bad_input("template-pack", error)
            .hint("compare the folder with the default pack, `templates/` of the source tree")
    }
}

impl From<sandbox::StartError> for Failure {
    fn from(error: sandbox::StartError) -> Self {
        match &error {
            sandbox::StartError::PortInUse { .. } => Self::outside("port-in-use", &error)
                .hint("choose another with `--port N`, or leave it out for a free one"),
            sandbox::StartError::Listen { .. } => Self::outside("cannot-listen", &error)
                .hint("choose an address of this machine, or leave `--listen` out for 127.0.0.1"),
            sandbox::StartError::Remote { .. } => Self::bad_input("remote-clients", &error)
                .hint("add `--allow-remote-clients` if they may, or leave `--listen` out"),
            sandbox::StartError::Scenario(scenario) => {
                Self::bad_input("scenario", &error).hint(scenario.hint())
            }
            sandbox::StartError::State(state) => Self::from_state(state),
            sandbox::StartError::Data(_) => {
                Self::outside("sandbox-data", &error).hint("install the program again")
            }
        }
    }
}

impl Failure {
    /// The sandbox's state file.
    pub(crate) fn from_state(error: &sandbox::StateError) -> Self {
        use sandbox::StateError as State;
        let failure = match error {
            State::InUse { .. } => Self::outside("state-in-use", error),
            State::Newer { .. } => Self::bad_input("state-newer", error),
            State::OtherScenario { .. } => Self::bad_input("state-scenario", error),
            State::Io { .. } => Self::outside("state-file", error),
        };
        failure.hint(error.hint())
    }
}
