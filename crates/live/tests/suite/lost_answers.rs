//! What the sandbox cannot do yet: answers that get lost, readings that lag, refusals at the worst
//! moment. A scripted IAM on loopback that knows one role; what it holds at the end is what counts.

use crate::common::{Bench, find, quick};
use live::{Account, Pacing, Source, VerifyEvent, verify};
use onboarding::{Check, CheckStatus};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// What happens to a change of the trust policy.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    /// Made, and the connection closed without an answer.
    MadeUnanswered,
    /// Not made, and the connection closed without an answer.
    LostUnanswered,
    Throttled,
    Denied,
}

/// A scripted IAM.
struct Iam {
    url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    trust: String,
    /// What readings show until their lag is over.
    before: String,
    /// How many readings still show `before`.
    lag: usize,
    /// The lag after each change.
    lag_of_change: usize,
    /// What happens to the next changes; then they are made and answered.
    changes: VecDeque<Option<Change>>,
}

impl Iam {
    async fn start(trust: &str, changes: &[Option<Change>], lag_of_change: usize) -> Iam {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            trust: trust.to_owned(),
            before: trust.to_owned(),
            lag: 0,
            lag_of_change,
            changes: changes.iter().copied().collect(),
        }));
        let served = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&served)));
            }
        });
        Iam { url, state }
    }

    fn trust(&self) -> String {
        self.state.lock().unwrap().trust.clone()
    }

    async fn account(&self, pacing: Pacing) -> Account {
        let source = Source::Endpoint {
            url: self.url.clone(),
            region: "us-east-1".to_owned(),
            access_key_id: "AKIATEST".to_owned(),
            secret_access_key: "secret".to_owned(),
            session_token: None,
        };
        Account::connect(source).await.unwrap().with_pacing(pacing)
    }
}

/// One request a connection.
async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut request = Vec::new();
    let body = loop {
        let mut part = [0_u8; 4096];
        let Ok(count @ 1..) = stream.read(&mut part).await else { return };
        request.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            break body.to_owned();
        }
    };
    if let Some((status, answer)) = answer(&body, &state) {
        let length = answer.len();
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: text/xml\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let _ = stream.write_all(format!("{head}{answer}").as_bytes()).await;
    }
}

fn field(body: &str, name: &str) -> String {
    let value = body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    percent_decode_str(&value.unwrap_or_default().replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// `None`: the connection is closed without an answer.
fn answer(body: &str, state: &Mutex<State>) -> Option<(u16, String)> {
    let mut state = state.lock().unwrap();
    let action = field(body, "Action");
    let refused = |status, code: &str| {
        let error =
            format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>scripted</Message></Error>");
        Some((status, format!("<ErrorResponse>{error}<RequestId>r</RequestId></ErrorResponse>")))
    };
    let done = |result: &str| {
        Some((
            200,
            format!(
                "<{action}Response><{action}Result>{result}</{action}Result><ResponseMetadata>\
                 <RequestId>r</RequestId></ResponseMetadata></{action}Response>"
            ),
        ))
    };
    match action.as_str() {
        "GetCallerIdentity" => done(
            "<Arn>arn:aws:iam::123456789012:user/admin</Arn><UserId>AIDATEST</UserId><Account>123456789012</Account>",
        ),
        "GetRole" => {
            let shown = if state.lag > 0 { &state.before } else { &state.trust };
            let document = utf8_percent_encode(shown, NON_ALPHANUMERIC).to_string();
            state.lag = state.lag.saturating_sub(1);
            done(&format!(
                "<Role><Path>/</Path><RoleName>{0}</RoleName><RoleId>AROATEST</RoleId>\
                 <Arn>arn:aws:iam::123456789012:role/{0}</Arn><CreateDate>2026-11-22T14:00:00Z</CreateDate>\
                 <AssumeRolePolicyDocument>{document}</AssumeRolePolicyDocument>\
                 <MaxSessionDuration>3600</MaxSessionDuration></Role>",
                crate::common::ROLE
            ))
        }
        "ListRolePolicies" => done("<IsTruncated>false</IsTruncated><PolicyNames/>"),
        "ListAttachedRolePolicies" => done("<IsTruncated>false</IsTruncated><AttachedPolicies/>"),
        "UpdateAssumeRolePolicy" => {
            let change = state.changes.pop_front().flatten();
            if matches!(change, None | Some(Change::MadeUnanswered)) {
                let new = field(body, "PolicyDocument");
                state.before = std::mem::replace(&mut state.trust, new);
                state.lag = state.lag_of_change;
            }
            match change {
                None => done(""),
                Some(Change::Throttled) => refused(400, "Throttling"),
                Some(Change::Denied) => refused(403, "AccessDenied"),
                Some(Change::MadeUnanswered | Change::LostUnanswered) => None,
            }
        }
        // Nobody is let in: what is tested here comes after.
        _ => refused(403, "AccessDenied"),
    }
}

/// A change of the trust policy is tried three times, with a reading between.
const TRIES: usize = 3;

fn rhythm() -> Pacing {
    Pacing { trust_window: Duration::from_millis(20), cleanup_window: Duration::from_secs(20), ..quick() }
}

struct Ended {
    checks: Vec<Check>,
    bench: Bench,
    iam: Iam,
    before: String,
}

/// Verifies against a script; cancelled once the statement is in, if asked for.
async fn run(changes: &[Option<Change>], lag_of_change: usize, cancelled: bool) -> Ended {
    let bench = Bench::new().await;
    let before = bench.valid().desired_role(&bench.pack).trust_policy;
    let iam = Iam::start(&before, changes, lag_of_change).await;
    let account = iam.account(rhythm()).await;
    let cancel = CancellationToken::new();
    let checks = verify(&account, &bench.options(), &bench.undo(), &cancel, &|event| {
        if cancelled && matches!(event, VerifyEvent::TemporaryStatement { present: true, .. }) {
            cancel.cancel();
        }
    })
    .await;
    Ended { checks, bench, iam, before }
}

impl Ended {
    fn removed(&self) -> &Check {
        find(&self.checks, "assume.temporary-statement-removed")
    }
    fn pending(&self) -> Vec<live::UndoRecord> {
        self.bench.undo().pending().unwrap()
    }
}

#[tokio::test]
async fn a_change_that_was_made_but_never_answered_is_taken_back() {
    let ended = run(&[Some(Change::MadeUnanswered); TRIES], 0, false).await;
    let added = find(&ended.checks, "assume.temporary-statement");
    assert_eq!(added.status, CheckStatus::Passed, "a reading shows that it was made: {added:?}");
    assert_eq!(ended.removed().status, CheckStatus::Passed, "{:?}", ended.removed());
    assert_eq!(ended.iam.trust(), ended.before);
    assert_eq!(ended.pending(), []);
}

#[tokio::test]
async fn a_change_that_may_still_land_keeps_its_undo_record() {
    let ended = run(&[Some(Change::LostUnanswered); TRIES], 0, false).await;
    assert_eq!(ended.removed().status, CheckStatus::Warning, "{:?}", ended.removed());
    assert_eq!(ended.iam.trust(), ended.before);
    let record = ended.pending().remove(0);
    let account = ended.iam.account(rhythm()).await;
    ended.bench.undo().recover(&record, &account).await.unwrap();
    assert_eq!(ended.pending(), []);
}

#[tokio::test]
async fn a_reading_that_lags_is_not_taken_for_a_proof() {
    // The first readings after the change do not show it: they must not end the clean-up.
    let ended = run(&[], 3, true).await;
    assert_eq!(ended.removed().status, CheckStatus::Passed, "{:?}", ended.removed());
    assert_eq!(ended.iam.trust(), ended.before);
    assert_eq!(ended.pending(), []);
}

#[tokio::test]
async fn a_clean_up_that_is_throttled_goes_on_until_it_is_done() {
    let mut changes = vec![None];
    changes.extend([Some(Change::Throttled); TRIES]);
    let ended = run(&changes, 0, false).await;
    assert_eq!(ended.removed().status, CheckStatus::Passed, "{:?}", ended.removed());
    assert_eq!(ended.iam.trust(), ended.before);
    assert_eq!(ended.pending(), []);
}

#[tokio::test]
async fn a_clean_up_that_is_refused_is_told_and_can_be_recovered_later() {
    let ended = run(&[None, Some(Change::Denied)], 0, false).await;
    assert_eq!(ended.removed().status, CheckStatus::Failed);
    let record = ended.pending().remove(0);
    assert!(
        ended.iam.trust().contains(&record.temporary_statement().unwrap().sid),
        "it is still there, and said to be"
    );
    assert!(ended.removed().evidence.what.contains(&record.temporary_statement().unwrap().sid));
    let account = ended.iam.account(rhythm()).await;
    ended.bench.undo().recover(&record, &account).await.unwrap();
    assert_eq!(ended.iam.trust(), ended.before);
    assert_eq!(ended.pending(), []);
}
