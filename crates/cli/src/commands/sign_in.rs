//! Who is asked while signing in: the person at the terminal, for an MFA code or to look at the
//! browser. Where nobody is there, `--mfa-code` answers, or the sign-in fails with what it needs.

use crate::args::SignInArgs;
use crate::error::Failure;
use crate::hidden;
use crate::output::{Output, Questions};
use crate::signals::StopRequests;
use live::signin::Asked;
use live::{DeviceCode, MfaAsk, MfaCode, NetworkSettings, NoAnswer, Prompt, SignInWith};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What the flags and the kept settings say of signing in.
pub(crate) fn with(args: &SignInArgs, output: &Output) -> Result<SignInWith, Failure> {
    let given = args.mfa_code.as_deref().map(MfaCode::parse).transpose()?;
    let network = network(args);
    let prompt =
        Terminal { given: Mutex::new(given), gave_up: AtomicBool::new(false), questions: output.questions() };
    Ok(SignInWith { prompt: Arc::new(prompt), network })
}

/// How the network is reached: by the flags, else by the settings that the window keeps.
pub(crate) fn network(args: &SignInArgs) -> NetworkSettings {
    let network = network_of(args.proxy.as_ref(), args.ca_bundle.as_ref());
    NetworkSettings {
        connect_timeout: args.connect_timeout.or(network.connect_timeout),
        read_timeout: args.read_timeout.or(network.read_timeout),
        ..network
    }
}

/// The same of the flags alone.
pub(crate) fn network_of(proxy: Option<&String>, ca_bundle: Option<&String>) -> NetworkSettings {
    let kept = live::data_folder().map(|folder| NetworkSettings::load(&folder)).unwrap_or_default();
    NetworkSettings {
        proxy: proxy.cloned().or(kept.proxy),
        ca_bundle: ca_bundle.cloned().or(kept.ca_bundle),
        ..kept
    }
}

struct Terminal {
    given: Mutex<Option<MfaCode>>,
    /// Once is enough: and whoever was interrupted while reading still holds standard input.
    gave_up: AtomicBool,
    questions: Questions,
}

impl Terminal {
    /// Asks until it is six digits. An empty line gives up, and so does Ctrl-C.
    async fn ask(&self, serial: &str) -> Result<MfaCode, NoAnswer> {
        let mut stop = StopRequests::listen().map_err(|_| NoAnswer::Nobody)?;
        loop {
            let ask = || self.questions.ask(&format!("MFA code of {serial}:"));
            let line = hidden::line(&mut stop, ask).await;
            // The end of the line that was typed did not show either.
            self.questions.tell("");
            let Some(line) = line else { return Err(NoAnswer::GaveUp) };
            match MfaCode::parse(&line) {
                Ok(code) => return Ok(code),
                Err(error) => self.questions.tell(&error.to_string()),
            }
        }
    }
}

impl Prompt for Terminal {
    fn mfa_code<'a>(&'a self, ask: &'a MfaAsk) -> Asked<'a, Result<MfaCode, NoAnswer>> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async move {
            if let Some(code) = given {
                return Ok(code);
            }
            if !self.questions.has_somebody() {
                return Err(NoAnswer::Nobody);
            }
            if self.gave_up.load(Ordering::Relaxed) {
                return Err(NoAnswer::GaveUp);
            }
            if let Some(wrong) = &ask.wrong {
                self.questions.tell(wrong);
            }
            let answer = self.ask(&ask.serial).await;
            self.gave_up.store(answer == Err(NoAnswer::GaveUp), Ordering::Relaxed);
            answer
        })
    }

    fn has_browser(&self) -> bool {
        self.questions.has_somebody()
    }

    fn show_device(&self, code: &DeviceCode) {
        self.questions.tell(&format!(
            "Sign in through the browser and compare the code.\n\n  {}\n  code  {}\n",
            code.url, code.code
        ));
        // Without a browser the address stands there to be opened elsewhere.
        if open::that_detached(&code.url).is_err() {
            self.questions.tell("No browser could be opened: open the address yourself.");
        }
        self.questions.tell("Waiting for the browser. Ctrl-C gives up; nothing has changed.");
    }
}
