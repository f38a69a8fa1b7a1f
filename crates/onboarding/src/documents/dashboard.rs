//! The values of the QuilrAI dashboard form.

use super::DashboardValue;
use crate::fields::{DurationSeconds, SessionName};
use crate::pack::Pack;
use crate::setup::{Assessment, ValidSetup};
use serde_json::{Map, Value};

/// The values that are right, by the form's names.
struct Values<'a> {
    role_arn: Option<&'a str>,
    external_id: Option<&'a str>,
    region: Option<&'a str>,
    session_name: Option<&'a SessionName>,
    /// `None` also where nothing was entered: the form's default is then left to the form.
    duration: Option<DurationSeconds>,
}

impl Values<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        match name {
            "aws_role_arn" => self.role_arn.map(Value::from),
            "aws_external_id" => self.external_id.map(Value::from),
            "aws_region" => self.region.map(Value::from),
            "aws_role_session_name" => self.session_name.map(|name| Value::from(name.as_str())),
            // An integer on the page, so an integer here.
            "aws_session_duration_seconds" => self.duration.map(|seconds| seconds.get().into()),
            _ => None,
        }
    }

    fn json(&self, pack: &Pack) -> String {
        let fields: Map<String, Value> = pack
            .dashboard()
            .iter()
            .filter_map(|field| Some((field.name.clone(), self.get(&field.name)?)))
            .collect();
        format!("{:#}", Value::Object(fields))
    }

    fn list(&self, pack: &Pack) -> Vec<DashboardValue> {
        let text = |value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        pack.dashboard()
            .iter()
            .map(|field| DashboardValue {
                name: field.name.clone(),
                value: self.get(&field.name).map(text),
                required: field.required,
            })
            .collect()
    }
}

fn of_assessment<'a>(found: &'a Assessment, duration_text: &str) -> Values<'a> {
    Values {
        role_arn: found.role_arn.as_ref().map(|arn| arn.as_str()),
        external_id: found.external_id.as_ref().map(|id| id.as_str()),
        region: found.region.as_ref().map(|region| region.as_str()),
        session_name: found.session_name.as_ref().and_then(Option::as_ref),
        duration: found.duration.filter(|_| !duration_text.is_empty()),
    }
}

/// The form's values, in its order.
pub(crate) fn dashboard_values(found: &Assessment, duration_text: &str, pack: &Pack) -> Vec<DashboardValue> {
    of_assessment(found, duration_text).list(pack)
}

/// The form's values as JSON; `None` while one of them is missing or wrong.
pub(crate) fn dashboard_json(found: &Assessment, duration_text: &str, pack: &Pack) -> Option<String> {
    let right = found.role_arn.is_some()
        && found.external_id.is_some()
        && found.region.is_some()
        && found.session_name.is_some()
        && found.duration.is_some();
    right.then(|| of_assessment(found, duration_text).json(pack))
}

/// The same for a setup whose every field is right.
pub(super) fn of_valid(setup: &ValidSetup, pack: &Pack) -> String {
    values_of(setup).json(pack)
}

/// The values of a setup whose every field is right, in the form's order.
pub(crate) fn valid_dashboard_values(setup: &ValidSetup, pack: &Pack) -> Vec<DashboardValue> {
    values_of(setup).list(pack)
}

fn values_of(setup: &ValidSetup) -> Values<'_> {
    Values {
        role_arn: Some(setup.role_arn.as_str()),
        external_id: Some(setup.external_id.as_str()),
        region: Some(setup.region.as_str()),
        session_name: setup.session_name.as_ref(),
        duration: Some(setup.duration).filter(|_| !setup.draft.duration_seconds.is_empty()),
    }
}
