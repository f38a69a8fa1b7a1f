//! AWS's own clock, from the `Date` of an answer: what expires by AWS's clock must be dated by it,
//! and a laptop's may be hours off.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Notes when a call was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct AnsweredAt(Arc<Mutex<Option<DateTime>>>);

impl AnsweredAt {
    /// By AWS's clock, in whole seconds; by this machine's where the answer had no date.
    pub(super) fn get(&self) -> DateTime {
        let answered = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answered.unwrap_or_else(|| DateTime::from_secs(DateTime::from(SystemTime::now()).secs()))
    }
}

#[dyn_dispatch_hint]
impl Intercept for AnsweredAt {
    fn name(&self) -> &'static str {
        "AnsweredAt"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context
            .response()
            .headers()
            .get("date")
            .and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
        // A retried call answers more than once: between two tries a machine may have slept.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = date;
        Ok(())
    }
}
