//! The one place where an error of the AWS SDK becomes a [`LiveError`].
//!
//! Errors are told apart by AWS's code and never by the SDK's variants: `AccessDenied` and
//! `ValidationError` are in no service model of STS or IAM.

use super::{AwsAnswer, LiveError, NetworkFault, skew};
use crate::gateway::GatewayError;
use crate::network::Reason;
use crate::profiles::SignIn;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::RequestId;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use std::any::Any;
use std::error::Error;
use std::time::SystemTime;

/// Who was asked, to be named in an error.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The profile whose credentials sign the calls.
    pub(crate) profile: Option<String>,
    /// How its first credentials come about.
    pub(crate) by: Option<SignIn>,
    /// The endpoint, where it is not AWS's own.
    pub(crate) endpoint: Option<String>,
}

impl Asked {
    /// The error of a call.
    pub(crate) fn error<E, R>(&self, operation: &str, error: &SdkError<E, R>) -> LiveError
    where
        E: Error + ProvideErrorMetadata + 'static,
        R: std::fmt::Debug + 'static,
        SdkError<E, R>: RequestId,
    {
        if let Some(service) = error.as_service_error() {
            let answer =
                error.raw_response().and_then(|raw| (raw as &dyn Any).downcast_ref::<HttpResponse>());
            let refused = self.answered(
                operation,
                service,
                answer.map(|answer| answer.status().as_u16()),
                error.request_id(),
            );
            return by_the_clock(refused, answer.and_then(date_of), SystemTime::now());
        }
        if let Some(credentials) = find::<CredentialsError>(error) {
            return self.not_signed_in(credentials);
        }
        self.not_reached(operation, error)
    }

    /// The error of a call whose answer had begun: inside a stream there is no HTTP answer to ask.
    pub(crate) fn error_in_stream<E, R>(
        &self,
        operation: &str,
        error: &SdkError<E, R>,
        request_id: Option<&str>,
    ) -> LiveError
    where
        E: Error + ProvideErrorMetadata + 'static,
        R: std::fmt::Debug + 'static,
    {
        match error.as_service_error() {
            Some(service) => {
                by_the_clock(self.answered(operation, service, None, request_id), None, SystemTime::now())
            }
            None => self.not_reached(operation, error),
        }
    }

    /// An answer that is none: AWS, or something between, said what was not expected.
    pub(crate) fn not_understood(&self, operation: &str, why: &str) -> LiveError {
        LiveError::Network {
            operation: operation.to_owned(),
            endpoint: self.endpoint.clone(),
            fault: NetworkFault::Broken,
            why: why.to_owned(),
        }
    }

    fn not_reached<E, R>(&self, operation: &str, error: &SdkError<E, R>) -> LiveError
    where
        E: Error + 'static,
        R: std::fmt::Debug + 'static,
    {
        // What could not be parsed may hold a credential: it is not quoted.
        if let SdkError::ResponseError(_) = error {
            return self.not_understood(operation, "the answer cannot be read");
        }
        self.unreachable(operation, error)
    }

    /// Why nobody was reached, or who answered in their place.
    pub(crate) fn unreachable(&self, operation: &str, error: &(dyn Error + 'static)) -> LiveError {
        if let Some(gateway) = find::<GatewayError>(error) {
            return gateway.clone().into();
        }
        let (fault, why) = match find::<Reason>(error) {
            Some(reason) => (reason.fault, reason.why.clone()),
            None => (fault(error), innermost(error)),
        };
        LiveError::Network { operation: operation.to_owned(), endpoint: self.endpoint.clone(), fault, why }
    }

    fn answered(
        &self,
        operation: &str,
        service: &impl ProvideErrorMetadata,
        status: Option<u16>,
        request_id: Option<&str>,
    ) -> LiveError {
        let answer = match (service.code(), status) {
            (None, Some(status)) => {
                let why = "the answer names no error of AWS's";
                AwsAnswer::new(operation, &format!("HTTP {status}"), Some(why), request_id)
            }
            (code, _) => AwsAnswer::new(operation, code.unwrap_or("Unknown"), service.message(), request_id),
        };
        match answer.code.as_str() {
            "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => {
                LiveError::AccessDenied(answer)
            }
            "Throttling"
            | "ThrottlingException"
            | "ThrottledException"
            | "RequestThrottled"
            | "TooManyRequestsException"
            | "RequestLimitExceeded" => LiveError::Throttled(answer),
            _ if skew::is_skew(&answer.code, &answer.message) => {
                LiveError::ClockSkew { ahead_seconds: None, answer }
            }
            "ExpiredToken" | "ExpiredTokenException" => {
                LiveError::ExpiredSignIn { profile: self.profile.clone(), by: self.by }
            }
            "InvalidClientTokenId"
            | "UnrecognizedClientException"
            | "SignatureDoesNotMatch"
            | "InvalidSignatureException"
            | "IncompleteSignature"
            | "IncompleteSignatureException"
            | "MissingAuthenticationToken" => {
                LiveError::BadCredentials { profile: self.profile.clone(), answer }
            }
            _ => LiveError::Aws(answer),
        }
    }

    /// Why there are no credentials. What a credential program printed is left out: it may be a secret.
    pub(crate) fn not_signed_in(&self, error: &CredentialsError) -> LiveError {
        let profile = self.profile.clone();
        if let Some(known) = find::<LiveError>(error) {
            return known.clone();
        }
        if let Some(refused) = find::<AssumeRoleError>(error) {
            let (code, message) = (refused.code(), refused.message());
            return LiveError::SignInFailed {
                profile,
                why: format!(
                    "its role cannot be assumed: {}: {}",
                    code.unwrap_or("Unknown"),
                    message.unwrap_or_default()
                ),
            };
        }
        if let Some(connection) = find::<ConnectorError>(error) {
            return Asked { endpoint: None, ..self.clone() }.unreachable("sign-in", connection);
        }
        let chain = chain(error).join(": ").to_ascii_lowercase().replace('\\', "/");
        match error {
            CredentialsError::CredentialsNotLoaded(_) => LiveError::NoCredentials { profile },
            _ if EXPIRED.iter().any(|words| chain.contains(words)) => {
                LiveError::ExpiredSignIn { profile, by: self.by }
            }
            CredentialsError::ProviderTimedOut(_) => {
                LiveError::SignInFailed { profile, why: "nothing answered in time".to_owned() }
            }
            CredentialsError::InvalidConfiguration(_) => {
                LiveError::SignInFailed { profile, why: "the profile is not complete".to_owned() }
            }
            other => LiveError::SignInFailed { profile, why: other.to_string() },
        }
    }
}

/// Adds to a refusal for the clock how far it is off, by the date of AWS's answer.
fn by_the_clock(error: LiveError, aws: Option<DateTime>, machine: SystemTime) -> LiveError {
    match (error, aws) {
        (LiveError::ClockSkew { answer, .. }, Some(aws)) => {
            LiveError::ClockSkew { ahead_seconds: Some(skew::ahead(machine, aws)), answer }
        }
        (error, _) => error,
    }
}

fn date_of(answer: &HttpResponse) -> Option<DateTime> {
    DateTime::from_str(answer.headers().get("date")?, Format::HttpDate).ok()
}

/// How `aws-config` speaks of a sign-in that is over or was never made: of a token, or of its file.
const EXPIRED: [&str; 6] =
    ["expired", "sso token", "login token", "sso/cache", "login/cache", "unauthorizedexception"];

fn fault(error: &(dyn Error + 'static)) -> NetworkFault {
    let chain = chain(error).join(": ").to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| chain.contains(word));
    if says(&["certificate", "tls", "handshake"]) {
        NetworkFault::Tls
    } else if says(&["timeout", "timed out"]) {
        NetworkFault::Timeout
    } else if says(&["connect", "dns", "resolve"]) && !says(&["reset"]) {
        NetworkFault::Connect
    } else {
        NetworkFault::Broken
    }
}

/// The error and its causes, the innermost last.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    causes(error).find_map(|error| error.downcast_ref::<T>())
}

fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    causes(error).map(ToString::to_string).collect()
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    chain(error).pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use aws_smithy_types::error::ErrorMetadata;
    use std::time::Duration;

    fn asked() -> Asked {
        Asked { profile: Some("work".to_owned()), ..Asked::default() }
    }

    #[test]
    fn a_sign_in_that_is_over_is_told_from_one_that_fails() {
        for (text, code) in [
            ("the SSO token has expired and cannot be refreshed", "expired-sign-in"),
            ("failed to read `/home/ann/.aws/sso/cache/0a1b.json`", "expired-sign-in"),
            ("cached Login token is expired", "expired-sign-in"),
            ("Error retrieving credentials from external process", "sign-in-failed"),
        ] {
            let error = asked().not_signed_in(&CredentialsError::provider_error(text));
            assert_eq!(error.code(), code, "{text}");
            assert!(error.to_string().contains("`work`"), "{error}");
        }
        let none = CredentialsError::not_loaded("no providers in chain");
        assert_eq!(asked().not_signed_in(&none).code(), "no-credentials");
    }

    #[test]
    fn what_a_credential_program_printed_is_never_told() {
        let printed = "invalid JSON in response: {\"SecretAccessKey\": \"CANARY\"";
        let error = asked().not_signed_in(&CredentialsError::provider_error(printed));
        assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("CANARY"));
    }

    #[test]
    fn a_clock_that_aws_does_not_agree_with_is_no_fault_of_the_keys() {
        let refused = ErrorMetadata::builder()
            .code("SignatureDoesNotMatch")
            .message("Signature expired: 20261122T140211Z is now earlier than 20261122T142211Z")
            .build();
        let machine = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_356_000);
        let error = asked().answered("iam:GetRole", &refused, Some(403), Some("r"));
        let error = by_the_clock(error, Some(DateTime::from_secs(1_795_357_200)), machine);
        assert_eq!((error.code(), error.request_id()), ("clock-skew", Some("r")));
        assert!(error.to_string().contains("is 20 min behind AWS's"), "{error}");
        assert!(error.hint().unwrap().contains("clock"), "{:?}", error.hint());
        assert!(error.is_transient() && !error.may_have_been_done(), "tried again, and not made");
        let wrong = ErrorMetadata::builder().code("SignatureDoesNotMatch").message("does not match").build();
        assert_eq!(asked().answered("iam:GetRole", &wrong, Some(403), None).code(), "bad-credentials");
    }

    #[test]
    fn a_connection_is_told_by_how_it_failed() {
        for (text, expected) in [
            ("invalid peer certificate: UnknownIssuer", NetworkFault::Tls),
            ("HTTP connect timeout occurred after 10s", NetworkFault::Timeout),
            ("tcp connect error: Connection refused (os error 111)", NetworkFault::Connect),
            ("dns error: failed to lookup address information", NetworkFault::Connect),
            ("connection reset by peer", NetworkFault::Broken),
        ] {
            let error = ConnectorError::io(text.into());
            assert_eq!(fault(&error), expected, "{text}");
        }
    }
}
