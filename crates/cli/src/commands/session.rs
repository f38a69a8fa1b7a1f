//! Signing in, and the setup as it is meant for the account that was signed in to.

use super::Context;
use super::sign_in;
use crate::args::{AccountArgs, ProfileArgs, SignInArgs};
use crate::error::Failure;
use crate::output::Output;
use live::preflight::admit;
use live::{Account, Identity, Purpose, Source};
use onboarding::{DesiredRole, FieldNote, Pack, Setup, Severity, ValidSetup};

/// An account, and who is signed in to it.
pub(crate) struct Session {
    pub(crate) account: Account,
    pub(crate) identity: Identity,
}

impl Session {
    /// Signs in and asks who that is: the cheapest proof that everything to come can work.
    pub(crate) async fn open(source: Source, with: &SignInArgs, output: &Output) -> Result<Self, Failure> {
        let with = sign_in::with(with, output)?;
        Self::at(Account::connect_with(source, with).await?, output).await
    }

    /// The same, connected already.
    pub(crate) async fn at(account: Account, output: &Output) -> Result<Self, Failure> {
        output.busy("signing in");
        let identity = account.whoami().await?;
        output.idle();
        Ok(Self { account, identity })
    }
}

/// A setup that is right, and a session in its account.
pub(crate) struct Work {
    pub(crate) session: Session,
    pub(crate) setup: ValidSetup,
    pub(crate) desired: DesiredRole,
    /// What is not wrong, but worth reading before anything is changed.
    pub(crate) warnings: Vec<FieldNote>,
}

impl Work {
    /// Reads the setup before signing in, so that a typing error costs no waiting.
    pub(crate) async fn begin(context: &Context, args: &AccountArgs) -> Result<Self, Failure> {
        let setup = args.setup.load(&context.pack)?;
        check_before_sign_in(&setup, &context.pack)?;
        let session = Session::open(source(&args.profile), &args.profile.sign_in, &context.output).await?;
        Self::with(setup, session, &context.pack)
    }

    /// The setup in the session's account.
    pub(crate) fn with(mut setup: Setup, session: Session, pack: &Pack) -> Result<Self, Failure> {
        if setup.account_id.is_empty() && setup.role_arn.is_none() {
            setup.account_id.clone_from(&session.identity.account);
        }
        let setup = setup.check(pack, &[]).map_err(Failure::fields)?;
        admit(&session.identity, setup.role_arn.as_str(), Purpose::Read)?;
        let desired = setup.desired_role(pack);
        let mut warnings = onboarding::view(&setup.draft, pack, &[]).notes;
        warnings.retain(|note| note.severity == Severity::Warning);
        Ok(Self { session, setup, desired, warnings })
    }
}

/// Where credentials come from: the flag, or else the environment as the AWS CLI reads it.
pub(crate) fn source(args: &ProfileArgs) -> Source {
    match &args.profile {
        Some(name) => Source::Profile(name.clone()),
        None => Source::Environment,
    }
}

/// Everything but an account that signing in will tell.
fn check_before_sign_in(setup: &Setup, pack: &Pack) -> Result<(), Failure> {
    let unknown_account = setup.account_id.is_empty() && setup.role_arn.is_none();
    let mut wrong = setup.check(pack, &[]).err().unwrap_or_default();
    wrong.retain(|note| !(unknown_account && note.field == onboarding::Field::AccountId));
    if wrong.is_empty() { Ok(()) } else { Err(Failure::fields(wrong)) }
}
