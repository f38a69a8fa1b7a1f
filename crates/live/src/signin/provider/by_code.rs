//! The code of an MFA device: asked for until AWS takes one, and what it is exchanged for.

use super::{ChainCredentials, Presented, temporary};
use crate::error::LiveError;
use crate::signin::mfa::{MfaAsk, Verdict, verdict};
use crate::signin::{MfaCode, NoAnswer, Prompt};
use aws_credential_types::Credentials;

/// What a code was exchanged for.
pub(super) enum ByCode {
    /// A session of the user.
    Session(Credentials),
    /// A session of the first role, where the user may have none of their own.
    FirstRole(Credentials),
}

impl ChainCredentials {
    /// Asks for a code and uses it; asks again where AWS did not take it.
    pub(super) async fn with_code<T, F>(
        &self,
        serial: &str,
        prompt: Option<&dyn Prompt>,
        call: impl Fn(MfaCode) -> F,
    ) -> Result<T, LiveError>
    where
        F: Future<Output = Result<T, LiveError>>,
    {
        let serial_of = || serial.to_owned();
        let mut ask = MfaAsk { serial: serial_of(), profile: self.profile.clone(), wrong: None };
        loop {
            let answer = match prompt {
                Some(prompt) => prompt.mfa_code(&ask).await,
                None => Err(NoAnswer::Nobody),
            };
            let code = match answer {
                Ok(code) => code,
                Err(NoAnswer::GaveUp) => return Err(LiveError::SignInCancelled),
                Err(NoAnswer::Nobody) => {
                    let (profile, serial) = (self.profile.clone(), serial_of());
                    return Err(match ask.wrong {
                        Some(why) => LiveError::MfaRefused { serial, why },
                        None => LiveError::MfaRequired { profile, serial },
                    });
                }
            };
            let error = match call(code).await {
                Ok(got) => return Ok(got),
                Err(error) => error,
            };
            match error.answer().and_then(|answer| verdict(answer, serial)) {
                Some(Verdict::Wrong(why)) => ask.wrong = Some(why),
                Some(Verdict::Device(why)) => return Err(LiveError::MfaDevice { why }),
                None => return Err(self.refused_sign_in(error)),
            }
        }
    }

    /// Exchanges a code for a session of the user; where they are denied one, the same code goes with
    /// the first role, as the AWS CLI does it.
    pub(super) async fn by_code(
        &self,
        keys: &Credentials,
        serial: &str,
        prompt: Option<&dyn Prompt>,
    ) -> Result<ByCode, LiveError> {
        self.with_code(serial, prompt, |code| async move {
            let denied = match self.mfa_session(keys, serial, &code).await {
                Ok(session) => return Ok(ByCode::Session(session)),
                Err(error) => error,
            };
            let of_the_code = denied.answer().and_then(|answer| verdict(answer, serial)).is_some();
            match (&denied, self.chain.roles.first()) {
                (LiveError::AccessDenied(_), Some(role)) if !of_the_code => {
                    let presented = Some(Presented { serial, code });
                    self.assume(keys.clone(), role, presented).await.map(ByCode::FirstRole)
                }
                _ => Err(denied),
            }
        })
        .await
    }

    async fn mfa_session(
        &self,
        keys: &Credentials,
        serial: &str,
        code: &MfaCode,
    ) -> Result<Credentials, LiveError> {
        let answer = self
            .sts(keys.clone())
            .get_session_token()
            .serial_number(serial)
            .token_code(code.as_str())
            .send()
            .await
            .map_err(|error| self.asked().error("sts:GetSessionToken", &error))?;
        answer
            .credentials()
            .map(temporary)
            .ok_or_else(|| self.asked().not_understood("sts:GetSessionToken", "the answer holds no keys"))
    }

    fn refused_sign_in(&self, error: LiveError) -> LiveError {
        match error {
            LiveError::AccessDenied(answer) | LiveError::Aws(answer) => LiveError::SignInFailed {
                profile: self.profile.clone(),
                why: format!("`{}` was refused: {}: {}", answer.operation, answer.code, answer.message),
            },
            error => error,
        }
    }
}
