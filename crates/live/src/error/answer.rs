//! What AWS said when it refused a call.

/// What AWS answered when it refused a call. Its text is AWS's own, less anything that could hold a
/// credential (see [`AwsAnswer::new`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsAnswer {
    /// The call, as IAM names it: `iam:GetRole`.
    pub operation: String,
    /// AWS's error code, for example `AccessDenied`.
    pub code: String,
    /// AWS's message; empty where it gave none.
    pub message: String,
    /// AWS's request id.
    pub request_id: Option<String>,
}

impl AwsAnswer {
    /// An answer. A refused signature is answered with the request that was signed, session token
    /// included, and an incomplete one with its `Authorization` header: neither is kept.
    pub fn new(operation: &str, code: &str, message: Option<&str>, request_id: Option<&str>) -> Self {
        let message = message.unwrap_or_default();
        let message = if code.starts_with("IncompleteSignature") {
            "the request was not signed as AWS expects"
        } else {
            message.split("The Canonical String").next().unwrap_or_default()
        };
        Self {
            operation: operation.to_owned(),
            code: code.to_owned(),
            message: message.trim().to_owned(),
            request_id: request_id.map(str::to_owned),
        }
    }

    /// The answer as the AWS CLI prints it: the form that people know and that a diagnosis reads.
    pub fn text(&self) -> String {
        let call = self.operation.split_once(':').map_or(self.operation.as_str(), |(_, call)| call);
        format!("An error occurred ({}) when calling the {call} operation: {}", self.code, self.message)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::error::LiveError;

    #[test]
    fn a_refused_signature_never_shows_the_request_that_was_signed() {
        let answer = AwsAnswer::new(
            "sts:GetCallerIdentity",
            "SignatureDoesNotMatch",
            Some(
                "The request signature we calculated does not match the signature you provided.\n\n\
                 The Canonical String for this request should have been\n'POST\nx-amz-security-token:CANARY'",
            ),
            None,
        );
        let error = LiveError::BadCredentials { profile: None, answer };
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert!(error.to_string().contains("does not match"));
    }

    #[test]
    fn an_incomplete_signature_never_shows_the_header() {
        let message = "Unsupported authorization header: 'Bearer CANARY'";
        for code in ["IncompleteSignature", "IncompleteSignatureException"] {
            let answer = AwsAnswer::new("bedrock:Converse", code, Some(message), None);
            assert!(!format!("{answer:?} {}", answer.text()).contains("CANARY"), "{code}");
        }
    }

    #[test]
    fn an_answer_reads_as_the_aws_cli_prints_it() {
        let answer = AwsAnswer::new(
            "sts:AssumeRole",
            "AccessDenied",
            Some("User: u is not authorized to perform: sts:AssumeRole on resource: r"),
            None,
        );
        assert_eq!(
            answer.text(),
            "An error occurred (AccessDenied) when calling the AssumeRole operation: \
             User: u is not authorized to perform: sts:AssumeRole on resource: r"
        );
    }
}
