//! Which operation a request wants: by version and action for the query protocol, by
//! `X-Amz-Target` for JSON 1.1, by method and path for REST. One port serves every service; what AWS
//! tells by host name is told by these.

use crate::bedrock;
use crate::cloud::Operation;
use crate::cloudtrail;
use crate::error::ApiError;
use crate::iam;
use crate::sigv4::parse_authorization;
use crate::sts;
use crate::wire::form::Form;
use crate::wire::reply::Protocol;
use crate::wire::request::Incoming;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, StatusCode};

/// Where a request goes.
pub(crate) struct Route {
    /// The signing name of the service that is meant.
    pub(crate) service: &'static str,
    pub(crate) protocol: Protocol,
    /// The error waits until the caller is known: AWS looks at the signature first.
    pub(crate) operation: Result<&'static Operation, ApiError>,
    pub(crate) form: Form,
    /// What the path names.
    pub(crate) target: String,
}

/// A service of the query protocol.
struct QueryService {
    name: &'static str,
    namespace: &'static str,
    version: &'static str,
    operations: &'static [Operation],
}

const STS: QueryService = QueryService {
    name: "sts",
    namespace: sts::NAMESPACE,
    version: sts::VERSION,
    operations: sts::OPERATIONS,
};
const IAM: QueryService = QueryService {
    name: "iam",
    namespace: iam::NAMESPACE,
    version: iam::VERSION,
    operations: iam::OPERATIONS,
};

/// Finds it.
pub(crate) fn route(request: &Incoming) -> Route {
    if let Some(target) = request.header("x-amz-target") {
        return json(target);
    }
    let content_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
    if request.path == "/" && !content_type.contains("json") {
        return query(request);
    }
    let found = bedrock::route(&request.method, &request.path);
    let (operation, target) = match found {
        Some((operation, target)) => (Ok(operation), target),
        None => {
            let error = ApiError::new(
                StatusCode::NOT_FOUND,
                "UnknownOperationException",
                "The requested operation is not recognized by the service.",
            );
            (Err(error), String::new())
        }
    };
    Route {
        service: "bedrock",
        protocol: Protocol::Json,
        operation,
        form: Form::parse(request.query.as_bytes()),
        target,
    }
}

/// JSON 1.1: CloudTrail is the one service of that protocol here.
fn json(target: &str) -> Route {
    let action = cloudtrail::TARGETS.iter().find_map(|prefix| target.strip_prefix(prefix));
    let known = cloudtrail::OPERATIONS.iter().find(|operation| Some(operation.name) == action);
    Route {
        service: "cloudtrail",
        protocol: Protocol::Json11,
        operation: known.ok_or_else(|| ApiError::bad_request("UnknownOperationException", "")),
        form: Form::default(),
        target: String::new(),
    }
}

fn query(request: &Incoming) -> Route {
    let form = if request.method == Method::GET {
        Form::parse(request.query.as_bytes())
    } else {
        Form::parse(&request.body)
    };
    let service = query_service(request, form.get("Version"));
    let operation = match form.get("Action") {
        None => Err(ApiError::bad_request("MissingAction", "The request must contain the parameter Action.")),
        Some(action) => find_operation(service, action, form.get("Version")),
    };
    Route {
        service: service.name,
        protocol: Protocol::Query { namespace: service.namespace },
        operation,
        form,
        target: String::new(),
    }
}

/// The version tells the service; where it does not, the signature's scope does.
fn query_service(request: &Incoming, version: Option<&str>) -> &'static QueryService {
    if let Some(service) = [&STS, &IAM].into_iter().find(|service| version == Some(service.version)) {
        return service;
    }
    let header = request.header(AUTHORIZATION.as_str()).unwrap_or_default();
    match parse_authorization(header) {
        Ok(authorization) if authorization.scope.service == IAM.name => &IAM,
        _ => &STS,
    }
}

fn find_operation(
    service: &QueryService,
    action: &str,
    version: Option<&str>,
) -> Result<&'static Operation, ApiError> {
    let known = service.operations.iter().find(|operation| operation.name == action);
    known.filter(|_| version == Some(service.version)).ok_or_else(|| {
        let version = version.unwrap_or("NO_VERSION_SPECIFIED");
        ApiError::bad_request(
            "InvalidAction",
            format!("Could not find operation {action} for version {version}"),
        )
    })
}
