//! Who is asked while signing in: the person at the terminal, for an MFA code or to look at the
//! browser. Where nobody is there, `--mfa-code` answers, or the sign-in fails with what it needs.

use crate::args::SignInArgs;
use crate::error::Failure;
use crate::output::{Output, Questions};
use live::signin::Asked;
use live::{DeviceCode, MfaAsk, MfaCode, NetworkSettings, Prompt, SignInWith};
use std::io::BufRead;
use std::sync::{Arc, Mutex, PoisonError};

/// What the flags and the kept settings say of signing in.
pub(crate) fn with(args: &SignInArgs, output: &Output) -> Result<SignInWith, Failure> {
    let given = args.mfa_code.as_deref().map(MfaCode::parse).transpose()?;
    let network = network(args);
    let prompt = Terminal { given: Mutex::new(given), questions: output.questions() };
    Ok(SignInWith { prompt: Arc::new(prompt), network })
}

/// How the network is reached: by the flags, else by the settings that the window keeps.
pub(crate) fn network(args: &SignInArgs) -> NetworkSettings {
    network_of(args.proxy.as_ref(), args.ca_bundle.as_ref())
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
    questions: Questions,
}

impl Prompt for Terminal {
    fn mfa_code<'a>(&'a self, ask: &'a MfaAsk) -> Asked<'a, Option<MfaCode>> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async move {
            if given.is_some() || !self.questions.has_somebody() {
                return given;
            }
            if let Some(wrong) = &ask.wrong {
                self.questions.tell(wrong);
            }
            let (questions, serial) = (self.questions.clone(), ask.serial.clone());
            tokio::task::spawn_blocking(move || read_code(&questions, &serial)).await.ok().flatten()
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

/// Asks until it is six digits. An empty line gives up.
fn read_code(questions: &Questions, serial: &str) -> Option<MfaCode> {
    loop {
        questions.ask(&format!("MFA code of {serial}:"));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).ok()?;
        if read == 0 || line.trim().is_empty() {
            return None;
        }
        match MfaCode::parse(&line) {
            Ok(code) => return Some(code),
            Err(error) => questions.tell(&error.to_string()),
        }
    }
}
