//! Signing in: a chain of [`crate::profiles`] executed. Whoever must be asked is asked through a
//! [`Prompt`], which the window and the terminal bring; credentials stay here.

pub(crate) mod device;
mod mfa;
pub(crate) mod provider;
pub(crate) mod token;

pub use device::{DeviceCode, SsoLogin};
pub use mfa::{MfaAsk, MfaCode};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

/// A future behind a pointer: [`Prompt`] is used as an object.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// Nobody is there.
    Nobody,
    /// Whoever was asked gave up.
    GaveUp,
}

/// Who is asked while signing in.
pub trait Prompt: Send + Sync {
    /// The code that an MFA device shows. Asked again after a wrong one.
    fn mfa_code<'a>(&'a self, ask: &'a MfaAsk) -> Asked<'a, Result<MfaCode, NoAnswer>>;

    /// Whether a sign-in in the browser can be begun. Then [`Prompt::show_device`] is called.
    fn has_browser(&self) -> bool {
        false
    }

    /// Opens the page and shows the code to compare.
    fn show_device(&self, _code: &DeviceCode) {}
}

/// Nobody to ask: what needs an answer fails with what is needed.
#[derive(Debug, Clone, Copy)]
pub struct NobodyToAsk;

impl Prompt for NobodyToAsk {
    fn mfa_code<'a>(&'a self, _ask: &'a MfaAsk) -> Asked<'a, Result<MfaCode, NoAnswer>> {
        Box::pin(async { Err(NoAnswer::Nobody) })
    }
}

/// One code, given beforehand. A second question has no answer.
#[derive(Debug)]
pub struct GivenCode(Mutex<Option<MfaCode>>);

impl GivenCode {
    /// Answers once with this code.
    pub fn new(code: MfaCode) -> Self {
        Self(Mutex::new(Some(code)))
    }
}

impl Prompt for GivenCode {
    fn mfa_code<'a>(&'a self, _ask: &'a MfaAsk) -> Asked<'a, Result<MfaCode, NoAnswer>> {
        let code = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async { code.ok_or(NoAnswer::Nobody) })
    }
}
