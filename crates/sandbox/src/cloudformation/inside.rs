//! Calls that CloudFormation makes for itself: decided and recorded like any other.

use crate::caller::{Caller, Origin};
use crate::cloud::{Call, Cloud};
use crate::cloudtrail;
use crate::error::ApiError;
use crate::iam;
use crate::ids;
use crate::route::route;
use crate::sigv4::percent_encode_rfc3986;
use crate::sts;
use crate::wire::reply::Answer;
use crate::wire::request::Incoming;
use axum::http::{HeaderMap, Method};
use std::net::{IpAddr, Ipv4Addr};
use std::time::SystemTime;

/// As CloudTrail shows who called on behalf of somebody.
const USER_AGENT: &str = "cloudformation.amazonaws.com";

/// Someone in whose name CloudFormation works in a region.
pub(super) struct Inside<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) caller: Caller,
    pub(super) origin: Origin,
}

impl<'a> Inside<'a> {
    pub(super) fn new(cloud: &'a Cloud, caller: Caller, region: &str, now: SystemTime) -> Self {
        let source_ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let user_agent = Some(USER_AGENT.to_owned());
        Self { cloud, caller, origin: Origin { now, source_ip, region: region.to_owned(), user_agent } }
    }

    pub(super) fn iam(&self, action: &str, parameters: &[(&str, &str)]) -> Result<Answer, ApiError> {
        self.call(iam::VERSION, action, parameters)
    }

    pub(super) fn sts(&self, action: &str, parameters: &[(&str, &str)]) -> Result<Answer, ApiError> {
        self.call(sts::VERSION, action, parameters)
    }

    fn call(&self, version: &str, action: &str, parameters: &[(&str, &str)]) -> Result<Answer, ApiError> {
        let mut body = format!("Action={action}&Version={version}");
        for (name, value) in parameters {
            body.push_str(&format!("&{name}={}", percent_encode_rfc3986(value)));
        }
        let request = Incoming {
            method: Method::POST,
            path: "/".to_owned(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: body.into(),
            peer: self.origin.source_ip,
        };
        let route = route(&request);
        let operation = route.operation.clone()?;
        let (caller, origin) = (&self.caller, &self.origin);
        let outcome = (operation.run)(&Call {
            cloud: self.cloud,
            caller,
            origin,
            request: &request,
            operation: operation.name,
            form: &route.form,
            target: &route.target,
        });
        let request_id = &ids::request_id();
        let operation = operation.name;
        let asked =
            cloudtrail::Asked { caller, origin, request: &request, route: &route, operation, request_id };
        cloudtrail::record(self.cloud, &asked, &outcome);
        outcome
    }
}
