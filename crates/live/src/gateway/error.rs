//! What can go wrong with the gateway.

use super::Surface;
use crate::error::{LiveError, NetworkFault};
use crate::quilr_key::redacted;
use onboarding::fields::GatewayUrl;

/// An answer that is none of the gateway's, or its refusal. Never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// It refused.
    #[error("QuilrAI's gateway answered {what} to `{path}`: {message}")]
    Refused {
        /// The status and the error's code, as far as there are any: `401 invalid_api_key`.
        what: String,
        /// What was asked.
        path: String,
        /// Its own words; a key that they repeat is taken out.
        message: String,
        /// Its id of the request.
        request_id: Option<String>,
        /// Whether it was too much, and not the wrong thing.
        throttled: bool,
    },
    /// It leads elsewhere, where the key has no business.
    #[error("`{host}` redirects to `{to}`: the key was not sent on")]
    Redirected {
        /// Who was asked.
        host: String,
        /// Where it leads.
        to: String,
    },
    /// A web page: of a proxy, of a sign-in, of another server.
    #[error("`{host}` answered with a web page{}, which QuilrAI's gateway never does", titled(.title.as_deref()))]
    WebPage {
        /// Who was asked.
        host: String,
        /// What the page calls itself.
        title: Option<String>,
    },
    /// Something else that is not understood.
    #[error("the answer of QuilrAI's gateway to `{path}` cannot be read: {why}")]
    NotUnderstood {
        /// What was asked.
        path: String,
        /// Why.
        why: String,
    },
}

impl GatewayError {
    /// Stable.
    pub fn code(&self) -> &'static str {
        match self {
            GatewayError::Refused { .. } => "gateway-refused",
            GatewayError::Redirected { .. } => "gateway-redirect",
            GatewayError::WebPage { .. } => "gateway-web-page",
            GatewayError::NotUnderstood { .. } => "gateway-not-understood",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            GatewayError::Refused { .. } => "compare the key in the QuilrAI dashboard with this setup",
            GatewayError::Redirected { .. } => {
                "choose a base URL of QuilrAI's gateway; where a proxy redirects, ask whoever runs it to let \
                 the gateway's host through"
            }
            GatewayError::WebPage { .. } => {
                "check the base URL; where a proxy shows the page, sign in to it or ask whoever runs it to let \
                 the gateway's host through"
            }
            GatewayError::NotUnderstood { .. } => "check that the base URL is one of QuilrAI's gateway",
        }
    }
}

fn titled(title: Option<&str>) -> String {
    title.map(|title| format!(" (\u{201c}{title}\u{201d})")).unwrap_or_default()
}

/// A refusal of the Bedrock Runtime surface, which the SDK has read as AWS's.
pub(super) fn of_runtime(error: LiveError, path: &str) -> LiveError {
    let refused = |what: &str, message: &str, request_id: Option<String>, throttled| {
        LiveError::Gateway(GatewayError::Refused {
            what: what.to_owned(),
            path: path.to_owned(),
            message: redacted(message),
            request_id,
            throttled,
        })
    };
    let throttled = matches!(error, LiveError::Throttled(_));
    match (&error, error.answer()) {
        (_, Some(answer)) => refused(&answer.code, &answer.message, answer.request_id.clone(), throttled),
        (LiveError::ExpiredSignIn { .. }, None) => {
            refused("ExpiredTokenException", "its session of the role has expired", None, false)
        }
        _ => error,
    }
}

pub(super) fn timed_out(url: &GatewayUrl, surface: Surface) -> LiveError {
    LiveError::Network {
        operation: surface.name().to_owned(),
        endpoint: Some(url.as_str().to_owned()),
        fault: NetworkFault::Timeout,
        why: "the answer was not there in time".to_owned(),
    }
}
