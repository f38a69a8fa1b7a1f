//! The program of `credential_process`: run as the AWS CLI runs it, but not for ever.
//!
//! Nothing that it prints is ever told: it may be a secret.

mod children;

use aws_credential_types::Credentials;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::Deserialize;
use std::process::Stdio;
use std::time::{Duration, SystemTime};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

/// How long it may take. The AWS CLI waits for ever; a program that asks somebody takes a minute.
pub(super) const LIMIT: Duration = Duration::from_secs(60);

/// Runs the program and takes what it gives; `Err`: why there is nothing, in words.
pub(super) async fn credentials(command: &str, limit: Duration) -> Result<Credentials, String> {
    let mut running = Running(Some(start(command).map_err(|error| format!("it cannot be run: {error}"))?));
    let Ok(output) = tokio::time::timeout(limit, running.output()).await else {
        return Err(format!("it gave no credentials within {} s, and was ended", limit.as_secs_f32().ceil()));
    };
    let (succeeded, code, printed) = output.map_err(|error| format!("it cannot be read: {error}"))?;
    if !succeeded {
        return Err(match code {
            Some(code) => format!("it ended with the exit code {code}"),
            None => "it was ended by a signal".to_owned(),
        });
    }
    let printed: Printed = serde_json::from_slice(&printed)
        .map_err(|_| "what it printed are no credentials, as the AWS CLI wants them".to_owned())?;
    printed.credentials()
}

fn start(command: &str) -> std::io::Result<Child> {
    let (shell, flag) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
    Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

/// A program that is ended, with what it started, when nobody waits for it any more.
struct Running(Option<Child>);

impl Running {
    async fn output(&mut self) -> std::io::Result<(bool, Option<i32>, Zeroizing<Vec<u8>>)> {
        let Some(child) = &mut self.0 else { return Err(std::io::ErrorKind::NotFound.into()) };
        let mut printed = Zeroizing::new(Vec::new());
        if let Some(mut stdout) = child.stdout.take() {
            tokio::io::AsyncReadExt::read_to_end(&mut stdout, &mut printed).await?;
        }
        let status = child.wait().await?;
        // It has ended: there is nothing left to end.
        self.0 = None;
        Ok((status.success(), status.code(), printed))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(child) = &mut self.0 else { return };
        // Listed before it ends, which makes orphans of them.
        let started = child.id().map(children::of).unwrap_or_default();
        let _ = child.start_kill();
        children::end(&started);
    }
}

/// As AWS documents what such a program prints.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    version: u32,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expiration: Option<String>,
    account_id: Option<String>,
}

impl Printed {
    fn credentials(self) -> Result<Credentials, String> {
        if self.version != 1 {
            return Err(format!("it printed credentials of version {}, and 1 is known", self.version));
        }
        let ends = match &self.expiration {
            Some(text) => Some(
                DateTime::from_str(text, Format::DateTimeWithOffset)
                    .ok()
                    .and_then(|time| SystemTime::try_from(time).ok())
                    .ok_or("the Expiration that it printed is no time")?,
            ),
            None => None,
        };
        let mut credentials = Credentials::builder()
            .access_key_id(self.access_key_id)
            .secret_access_key(self.secret_access_key)
            .provider_name("credential_process");
        credentials.set_session_token(self.session_token);
        credentials.set_expiry(ends);
        if let Some(account) = self.account_id {
            credentials = credentials.account_id(account);
        }
        Ok(credentials.build())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use std::path::Path;
    use std::time::Instant;

    const SOON: Duration = Duration::from_millis(300);

    /// Waits until a file is there, and gives what is in it.
    async fn written(path: &Path) -> String {
        loop {
            match std::fs::read_to_string(path) {
                Ok(text) if text.ends_with('\n') => return text.trim().to_owned(),
                _ => tokio::task::yield_now().await,
            }
        }
    }

    fn is_alive(process: &str) -> bool {
        // A zombie has ended, and waits for its parent to look.
        std::fs::read_to_string(format!("/proc/{process}/stat"))
            .is_ok_and(|stat| !stat.rsplit_once(')').is_some_and(|(_, rest)| rest.starts_with(" Z")))
    }

    async fn has_ended(process: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while is_alive(process) {
            assert!(Instant::now() < deadline, "process {process} goes on");
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn what_it_prints_are_credentials_with_their_end() {
        let printed = r#"echo '{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-01-01T02:00:00+02:00"}'"#;
        let credentials = credentials(printed, LIMIT).await.unwrap();
        assert_eq!((credentials.access_key_id(), credentials.session_token()), ("AKIA", Some("t")));
        let ends = DateTime::from(credentials.expiry().unwrap());
        assert_eq!(ends.fmt(Format::DateTime).unwrap(), "2099-01-01T00:00:00Z");
    }

    #[tokio::test]
    async fn why_there_are_none_is_told_without_what_it_printed() {
        for (command, why) in [
            ("echo CANARY >&2; exit 7", "it ended with the exit code 7"),
            ("echo CANARY", "what it printed are no credentials, as the AWS CLI wants them"),
            (
                r#"echo '{"Version":2,"AccessKeyId":"CANARY","SecretAccessKey":"CANARY"}'"#,
                "it printed credentials of version 2, and 1 is known",
            ),
            (
                r#"echo '{"Version":1,"AccessKeyId":"CANARY","SecretAccessKey":"CANARY","Expiration":"CANARY"}'"#,
                "the Expiration that it printed is no time",
            ),
        ] {
            assert_eq!(credentials(command, LIMIT).await.unwrap_err(), why);
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn one_that_hangs_is_ended_in_time_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("child");
        // A child of a child: it holds the output open, as a hanging helper does.
        let command = format!("(sh -c 'echo $$ > {}; exec sleep 600'; true); true", file.display());
        let why = credentials(&command, SOON).await.unwrap_err();
        assert_eq!(why, "it gave no credentials within 1 s, and was ended");
        has_ended(&written(&file).await).await;
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn one_that_nobody_waits_for_any_more_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("child");
        let command = format!("(sh -c 'echo $$ > {}; exec sleep 600'; true); true", file.display());
        let child = tokio::select! {
            given = credentials(&command, LIMIT) => panic!("{:?}", given.err()),
            child = written(&file) => child,
        };
        has_ended(&child).await;
    }
}
