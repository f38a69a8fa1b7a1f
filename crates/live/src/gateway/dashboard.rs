//! A dashboard that a program may use: the endpoint where keys are made, and its token. QuilrAI's own
//! is for people; where one answers on this machine, the whole onboarding can be rehearsed.

use super::GatewayError;
use super::json::{self, Said};
use crate::error::{Asked, LiveError};
use crate::network::{self, Limits};
use crate::quilr_key::{QuilrKey, redacted};
use onboarding::{ProviderType, ValidSetup};
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// Where keys are made. No `Debug`: it holds a token.
#[derive(Clone)]
pub struct Dashboard {
    /// For example `http://127.0.0.1:40123/_sandbox/gateway/keys`.
    pub url: String,
    /// What it wants to see as the bearer.
    pub token: String,
}

/// The dashboard's form as a setup fills it in.
#[derive(Debug, Clone, PartialEq)]
pub struct DashboardForm(Value);

impl DashboardForm {
    /// The five values, for a key of one provider type.
    pub fn of(setup: &ValidSetup, provider_type: ProviderType) -> Self {
        let mut form = json!({
            "name": setup.draft.name,
            "provider_type": provider_type.as_str(),
            "aws_role_arn": setup.role_arn.as_str(),
            "aws_external_id": setup.external_id.as_str(),
            "aws_region": setup.region.as_str(),
            "aws_session_duration_seconds": setup.duration.get(),
        });
        if let (Some(name), Value::Object(form)) = (&setup.session_name, &mut form) {
            form.insert("aws_role_session_name".to_owned(), name.as_str().into());
        }
        Self(form)
    }
}

impl Dashboard {
    /// Makes a key, which is told this once.
    ///
    /// # Errors
    /// The dashboard is not reached, or refuses the form: in the page's words.
    pub async fn create_key(&self, form: &DashboardForm) -> Result<QuilrKey, LiveError> {
        const PATH: &str = "gateway/keys";
        let asked = Asked { endpoint: Some(self.url.clone()), ..Asked::default() };
        let headers = vec![("authorization", format!("Bearer {}", self.token))];
        let connector = network::direct_connector(Limits::default());
        let Said { status, mut body, .. } =
            json::post(&connector, &self.url, headers, &form.0, &asked, "creating the key").await?;
        if !(200..300).contains(&status) {
            let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
            return Err(LiveError::Gateway(GatewayError::Refused {
                what: format!("{status} {}", text("/error/code").unwrap_or_default()),
                path: PATH.to_owned(),
                message: redacted(text("/error/message").unwrap_or("without a reason that can be read")),
                request_id: None,
                throttled: false,
            }));
        }
        let key = match body.get_mut("key").map(Value::take) {
            Some(Value::String(key)) => Zeroizing::new(key),
            _ => Zeroizing::default(),
        };
        let given = QuilrKey::parse(&key).map_err(|_| GatewayError::NotUnderstood {
            path: PATH.to_owned(),
            why: "it holds no key".to_owned(),
        })?;
        Ok(given.key)
    }
}
