//! Every fault, as a client meets it; and the same again for the same seed.

use crate::support::chat::{HAIKU, NOVA, converse, converse_stream, invoke};
use crate::support::*;
use sandbox::{
    Break, Fault, FaultRule, Often, Options, Pause, Propagation, Rate, Sandbox, StreamException,
    StreamExceptionKind, When,
};
use serde_json::json;
use std::future::Future;
use std::io::ErrorKind;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn of(operation: &str, fault: Fault) -> FaultRule {
    let when = When { operation: Some(operation.to_owned()), ..When::default() };
    FaultRule { when, ..FaultRule::always(fault) }
}

/// A sandbox in which one thing goes wrong.
async fn start_with(rule: FaultRule) -> Sandbox {
    let sandbox = start().await;
    sandbox.set_faults(vec![rule]).unwrap();
    sandbox
}

async fn identity(sandbox: &Sandbox, caller: &str) -> Result<(), (String, u16, String)> {
    sts(sandbox, caller)
        .get_caller_identity()
        .send()
        .await
        .map(|_| ())
        .map_err(|error| refusal::<(), _>(Err(error)))
}

fn said(code: &str, status: u16, message: &str) -> (String, u16, String) {
    (code.to_owned(), status, message.to_owned())
}

/// Waits for something that happens without our doing.
async fn until(condition: impl Fn() -> bool) {
    let reached = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reached).await.expect("it never came to that");
}

#[tokio::test]
async fn each_service_is_throttled_and_fails_in_its_own_words() {
    let bedrock = |sandbox: &Sandbox| {
        let keys = seeded(sandbox, "admin");
        let client = bedrock_of(sandbox, keys, "us-east-1");
        async move { refusal(client.list_foundation_models().send().await) }
    };
    let table = [
        (
            Fault::Throttle,
            said("Throttling", 400, "Rate exceeded"),
            said("ThrottlingException", 429, "Too many requests, please wait before trying again."),
        ),
        (
            Fault::ServiceUnavailable,
            said(
                "ServiceUnavailable",
                503,
                "The request has failed due to a temporary failure of the server.",
            ),
            said("ServiceUnavailableException", 503, "Bedrock is unable to process your request."),
        ),
        (
            Fault::InternalFailure,
            said(
                "InternalFailure",
                500,
                "The request processing has failed because of an unknown error, exception or failure.",
            ),
            said(
                "InternalServerException",
                500,
                "The system encountered an unexpected error during processing. Try your request again.",
            ),
        ),
    ];
    for (fault, query, rest) in table {
        let sandbox = start_with(FaultRule::always(fault)).await;
        assert_eq!(identity(&sandbox, "admin").await, Err(query.clone()));
        assert_eq!(refusal(iam(&sandbox, "admin").list_roles().send().await), query);
        assert_eq!(bedrock(&sandbox).await, rest);
        sandbox.set_faults(Vec::new()).unwrap();
        assert_eq!(identity(&sandbox, "admin").await, Ok(()), "{fault:?} is over when it is told to be");
    }
}

#[tokio::test]
async fn a_rule_meets_the_caller_it_names_and_as_often_as_it_says() {
    let when = When { caller: Some("gateway".into()), ..When::default() };
    let sandbox = start_with(FaultRule { when, often: Often::First(2), fault: Fault::Throttle }).await;
    assert_eq!(identity(&sandbox, "admin").await, Ok(()));
    for expected in [false, false, true, true] {
        assert_eq!(identity(&sandbox, "gateway").await.is_ok(), expected);
    }
    assert_eq!(sandbox.faults_met(), [2]);

    let rate = Often::AboveRate(Rate { calls: 2, seconds: 60 });
    sandbox.set_faults(vec![FaultRule { often: rate, ..FaultRule::always(Fault::Throttle) }]).unwrap();
    sandbox.freeze(true);
    for expected in [true, true, false] {
        assert_eq!(identity(&sandbox, "admin").await.is_ok(), expected, "two calls a minute");
    }
    sandbox.advance(Duration::from_secs(60));
    assert_eq!(identity(&sandbox, "admin").await, Ok(()), "the minute is over");
}

/// Which of thirty calls are met at a probability of a half.
async fn drawn(seed: u64) -> Vec<bool> {
    let sandbox = Sandbox::start(Options { seed: Some(seed), ..Options::default() }).await.unwrap();
    let rule = FaultRule { often: Often::Probability(0.5), ..FaultRule::always(Fault::Throttle) };
    sandbox.set_faults(vec![rule]).unwrap();
    let mut met = Vec::new();
    for _ in 0..30 {
        met.push(identity(&sandbox, "admin").await.is_err());
    }
    met
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults_and_another_seed_others() {
    let first = drawn(7).await;
    assert_eq!(first, drawn(7).await);
    assert_ne!(first, drawn(8).await);
    assert!(first.contains(&true) && first.contains(&false), "{first:?}");
}

/// Sends a signed request; gives what came back before the connection ended, and how it ended.
async fn raw(sandbox: &Sandbox, request: Raw) -> (String, Result<(), ErrorKind>) {
    let to = sandbox.address();
    let request = request.sign(to, &seeded(sandbox, "admin"));
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(&request.bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer).await.map(|_| ()).map_err(|error| error.kind());
    (String::from_utf8_lossy(&answer).into_owned(), ended)
}

fn create_role_raw() -> Raw {
    let trust = percent_encoding::utf8_percent_encode(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}"#,
        percent_encoding::NON_ALPHANUMERIC,
    );
    Raw::query(&format!(
        "Action=CreateRole&Version=2010-05-08&RoleName={ROLE}&AssumeRolePolicyDocument={trust}"
    ))
}

async fn has_role(sandbox: &Sandbox) -> bool {
    iam(sandbox, "admin").get_role().role_name(ROLE).send().await.is_ok()
}

#[tokio::test]
async fn a_connection_is_reset_before_the_answer_with_nothing_done_or_all_of_it() {
    for (fault, done) in [(Fault::Reset(Break::BeforeAnswer), false), (Fault::LostAnswer, true)] {
        let sandbox = start_with(of("CreateRole", fault)).await;
        let (answer, ended) = raw(&sandbox, create_role_raw()).await;
        assert_eq!((answer.as_str(), ended), ("", Err(ErrorKind::ConnectionReset)), "{fault:?}");
        assert_eq!(has_role(&sandbox).await, done, "{fault:?}");
        let event = sandbox.events().into_iter().find(|event| event.operation == "CreateRole").unwrap();
        assert_eq!(event.error_code, (!done).then_some("ConnectionReset"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_connection_breaks_after_the_headers_or_in_the_middle_of_the_body() {
    for (place, some_body) in [(Break::AfterHeaders, false), (Break::MidBody, true)] {
        let sandbox = start_with(of("GetCallerIdentity", Fault::Reset(place))).await;
        let (answer, _) = raw(&sandbox, Raw::get_caller_identity()).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{place:?}: {answer}");
        let (_, body) = answer.split_once("\r\n\r\n").expect("the headers are whole");
        assert_eq!(body.contains("<GetCallerIdentityResponse"), some_body, "{place:?}: {body}");
        assert!(!body.contains("</GetCallerIdentityResponse>") && !body.ends_with("0\r\n\r\n"), "{body}");
        let error = sts(&sandbox, "admin").get_caller_identity().send().await.unwrap_err();
        assert!(error.as_service_error().is_none(), "{place:?} is no answer of AWS's: {error:?}");
    }
}

#[tokio::test]
async fn a_stream_breaks_off_between_two_events() {
    let sandbox = start_with(of("ConverseStream", Fault::Reset(Break::MidBody))).await;
    let admin = seeded(&sandbox, "admin");
    let (cut, ended) = converse_stream(&sandbox, &admin, NOVA).await;
    assert_eq!(ended.as_deref(), Some(""), "broken, without an exception of AWS's");
    sandbox.set_faults(Vec::new()).unwrap();
    let (whole, ended) = converse_stream(&sandbox, &admin, NOVA).await;
    assert_eq!(ended, None);
    assert!(!cut.is_empty() && whole.starts_with(&cut) && cut.len() < whole.len(), "{cut} of {whole}");
}

#[tokio::test]
async fn a_stream_ends_with_an_exception() {
    for (kind, code) in [
        (StreamExceptionKind::Throttling, "ThrottlingException"),
        (StreamExceptionKind::ModelStreamError, "ModelStreamErrorException"),
        (StreamExceptionKind::InternalServer, "InternalServerException"),
        (StreamExceptionKind::ServiceUnavailable, "ServiceUnavailableException"),
    ] {
        let exception = StreamException { kind, after_events: Some(3) };
        let sandbox = start_with(FaultRule::always(Fault::StreamException(exception))).await;
        let admin = seeded(&sandbox, "admin");
        let (text, ended) = converse_stream(&sandbox, &admin, NOVA).await;
        assert!(!text.is_empty(), "the events before it have come");
        assert_eq!(ended.as_deref(), Some(code));
        assert!(converse(&sandbox, &admin, "us-east-1", NOVA).await.is_ok(), "it is of streams only");
        assert_eq!(sandbox.faults_met(), [1]);
    }
    // Of the model's own stream only.
    let timeout = StreamException { kind: StreamExceptionKind::ModelTimeout, after_events: Some(0) };
    let sandbox = start_with(FaultRule::always(Fault::StreamException(timeout))).await;
    let body = json!({ "messages": [{ "role": "user", "content": [{ "text": "hi" }] }] });
    let path = format!("/model/{NOVA}/invoke-with-response-stream").replace(':', "%3A");
    let (answer, _) = raw_closing(&sandbox, Raw::rest("POST", &path, &body.to_string())).await;
    assert!(answer.contains(":exception-type") && answer.contains("modelTimeoutException"), "{answer}");
}

/// [`raw`] for an answer that is whole: the server closes after it.
async fn raw_closing(sandbox: &Sandbox, mut request: Raw) -> (String, Result<(), ErrorKind>) {
    request.headers.push(("connection".into(), "close".into()));
    raw(sandbox, request).await
}

/// Something that is held until the clock has been moved by as much as `holds`.
async fn is_held<T>(sandbox: &Sandbox, holds: Duration, held: impl Future<Output = T> + Send + 'static) -> T
where
    T: Send + 'static,
{
    let held = tokio::spawn(held);
    until(|| sandbox.waiting() == 1).await;
    sandbox.advance(holds - Duration::from_secs(1));
    tokio::task::yield_now().await;
    assert!(!held.is_finished() && sandbox.waiting() == 1, "not before its time");
    sandbox.advance(Duration::from_secs(1));
    held.await.unwrap()
}

#[tokio::test]
async fn an_answer_comes_late_by_the_sandbox_s_clock() {
    let pause = Pause { from_ms: 300_000, to_ms: 300_000 };
    let sandbox = start_with(of("GetCallerIdentity", Fault::Latency(pause))).await;
    sandbox.freeze(true);
    let call = sts(&sandbox, "admin").get_caller_identity().send();
    let answer = is_held(&sandbox, Duration::from_secs(300), call).await;
    assert!(answer.is_ok(), "late, and right: {answer:?}");
}

#[tokio::test]
async fn a_slow_stream_comes_event_by_event() {
    let pause = Pause { from_ms: 300_000, to_ms: 300_000 };
    let sandbox = start_with(FaultRule::always(Fault::SlowStream(pause))).await;
    sandbox.freeze(true);
    let keys = seeded(&sandbox, "admin");
    let call = runtime_of(&sandbox, keys, "us-east-1").converse_stream().model_id(NOVA);
    let message = chat::says(aws_sdk_bedrockruntime::types::ConversationRole::User, "hello");
    let mut stream = call.messages(message).send().await.unwrap().stream;
    let (first, mut stream) = is_held(&sandbox, Duration::from_secs(300), async move {
        (stream.recv().await.unwrap().unwrap(), stream)
    })
    .await;
    assert!(first.is_message_start(), "{first:?}");
    // The next one is held in turn; the rest comes as the clock is moved.
    let rest = tokio::spawn(async move {
        let mut events = 0;
        while stream.recv().await.unwrap().is_some() {
            events += 1;
        }
        events
    });
    let moved = async {
        while !rest.is_finished() {
            if sandbox.waiting() > 0 {
                sandbox.advance(Duration::from_secs(300));
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), moved).await.expect("the stream ends");
    assert!(rest.await.unwrap() > 3);
}

#[tokio::test]
async fn a_model_refuses_in_aws_s_words_and_only_who_may_call_it() {
    let marketplace = "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.";
    for (fault, code, status, begins) in [
        (Fault::ModelAccessNotGranted, "AccessDeniedException", 403, "You don't have access to the model"),
        (Fault::MarketplaceNotAuthorized, "AccessDeniedException", 403, marketplace),
        (
            Fault::MarketplacePayment,
            "AccessDeniedException",
            403,
            "Model access is denied due to INVALID_PAYMENT_INSTRUMENT",
        ),
        (
            Fault::UseCaseMissing,
            "ResourceNotFoundException",
            404,
            "Model use case details have not been submitted for this account.",
        ),
        (
            Fault::ModelNotReady,
            "ModelNotReadyException",
            429,
            "The model specified in the request is not ready",
        ),
        (Fault::ModelTimeout, "ModelTimeoutException", 408, "The request took too long to process."),
        (
            Fault::ModelError,
            "ModelErrorException",
            424,
            "The request failed due to an error while processing the model.",
        ),
        (
            Fault::QuotaExceeded,
            "ServiceQuotaExceededException",
            400,
            "Your request exceeds the service quota",
        ),
    ] {
        let when = When { model: Some("anthropic.*".into()), ..When::default() };
        let sandbox = start_with(FaultRule { when, ..FaultRule::always(fault) }).await;
        let model = format!("us.{HAIKU}");
        let ask = |caller: &str| {
            let keys = seeded(&sandbox, caller);
            let (sandbox, model) = (&sandbox, &model);
            async move { converse(sandbox, &keys, "us-east-1", model).await }
        };
        let refused = ask("admin").await.unwrap_err();
        assert!(refused.0 == code && refused.1 == status && refused.2.starts_with(begins), "{refused:?}");
        let unauthorised = ask("gateway").await.unwrap_err();
        assert!(unauthorised.2.contains("is not authorized to perform"), "{unauthorised:?}");
        assert_eq!(sandbox.faults_met(), [1], "who may not call it never gets that far");
        let admin = seeded(&sandbox, "admin");
        assert!(converse(&sandbox, &admin, "us-east-1", NOVA).await.is_ok(), "other models answer");
    }
}

#[tokio::test]
async fn models_that_are_invoked_refuse_as_well() {
    let sandbox = start_with(FaultRule::always(Fault::ModelNotReady)).await;
    let body = json!({ "inputText": "hi" });
    let refused = invoke(&sandbox, &seeded(&sandbox, "admin"), "amazon.titan-embed-text-v2:0", &body).await;
    assert_eq!(refused.unwrap_err().0, "ModelNotReadyException");
}

#[tokio::test]
async fn a_skewed_clock_refuses_what_is_signed_by_another() {
    let sandbox = start().await;
    let (to, admin) = (sandbox.address(), seeded(&sandbox, "admin"));
    for (skew, says) in [(1200, "Signature expired: "), (-1200, "Signature not yet current: ")] {
        sandbox.set_clock_skew(skew);
        let (code, status, message) = identity(&sandbox, "admin").await.unwrap_err();
        assert_eq!((code.as_str(), status), ("SignatureDoesNotMatch", 403));
        assert!(message.starts_with(says), "{message}");
        let mut right = Raw::get_caller_identity();
        right.time = match skew {
            1200 => SystemTime::now() + Duration::from_secs(1200),
            _ => SystemTime::now() - Duration::from_secs(1200),
        };
        let answer = right.sign(to, &admin).send(to).await;
        assert_eq!(answer.status, 200, "signed by AWS's clock: {answer:?}");
        let date = answer.head.lines().find_map(|line| line.strip_prefix("date: ")).unwrap().to_owned();
        let format = aws_smithy_types_date(sandbox.now());
        assert_eq!(date.get(..17), format.get(..17), "the answer tells AWS's time, to the hour");
    }
}

/// As a `Date` header has it.
fn aws_smithy_types_date(time: SystemTime) -> String {
    let format = aws_sdk_sts::primitives::DateTimeFormat::HttpDate;
    aws_sdk_sts::primitives::DateTime::from(time).fmt(format).unwrap()
}

/// How long each of some changes of a role's trust takes until a decision sees it, in seconds.
async fn delays(seed: u64) -> Vec<u64> {
    let propagation = Propagation { seconds: 5, up_to_seconds: Some(60), ..Propagation::default() };
    let options = Options { seed: Some(seed), ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    sandbox.freeze(true);
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    sandbox.set_propagation(propagation).unwrap();
    let mut delays = Vec::new();
    let ask = || sts(&sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    for open in [true, false, true, false] {
        let text = if open { trust_without_condition(GATEWAY_ARN) } else { trust(GATEWAY_ARN) };
        let change = iam(&sandbox, "admin").update_assume_role_policy().role_name(ROLE);
        change.policy_document(text).send().await.unwrap();
        let mut seconds = 0;
        while ask().send().await.is_ok() != open {
            sandbox.advance(Duration::from_secs(1));
            seconds += 1;
        }
        delays.push(seconds);
    }
    delays
}

#[tokio::test]
async fn delays_of_iam_are_drawn_from_the_seed() {
    let first = delays(7).await;
    assert_eq!(first, delays(7).await);
    assert_ne!(first, delays(8).await);
    assert!(first.iter().all(|seconds| (5..=60).contains(seconds)), "{first:?}");
}

#[tokio::test]
async fn a_new_role_takes_longer_than_a_change() {
    let propagation = Propagation { seconds: 5, new_principals_seconds: Some(30), ..Propagation::default() };
    let options = Options { propagation: Some(propagation), ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    sandbox.freeze(true);
    create_role(&sandbox, &trust_without_condition(GATEWAY_ARN), None).await;
    let ask = || sts(&sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    sandbox.advance(Duration::from_secs(29));
    assert_eq!(code(ask().send().await), ("AccessDenied".into(), 403));
    sandbox.advance(Duration::from_secs(1));
    assert!(ask().send().await.is_ok());
}

#[tokio::test]
async fn sandboxes_run_beside_each_other_and_share_nothing() {
    let (one, two) = (start().await, start().await);
    one.set_faults(vec![FaultRule::always(Fault::Throttle)]).unwrap();
    one.advance(Duration::from_secs(86_400));
    create_role(&two, &trust(GATEWAY_ARN), None).await;
    assert!(identity(&one, "admin").await.is_err() && identity(&two, "admin").await.is_ok());
    assert!(one.now() > two.now());
    one.set_faults(Vec::new()).unwrap();
    assert!(!has_role(&one).await && has_role(&two).await);
    let strange = sts_of(&one, seeded(&two, "admin"), "us-east-1").get_caller_identity().send().await;
    assert_eq!(code(strange).0, "InvalidClientTokenId");
}
