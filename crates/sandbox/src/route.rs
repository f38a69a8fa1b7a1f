//! Which operation a request wants: by version and action for the query protocol, by
//! `X-Amz-Target` for JSON 1.1, by method and path for REST. One port serves every service; what AWS
//! tells by host name is told by these.

use crate::bedrock;
use crate::cloud::Operation;
use crate::cloudformation;
use crate::cloudtrail;
use crate::error::ApiError;
use crate::iam;
use crate::organizations;
use crate::sigv4::claimed_service;
use crate::sts;
use crate::wire::form::Form;
use crate::wire::reply::Protocol;
use crate::wire::request::Incoming;
use axum::http::header::CONTENT_TYPE;
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
    /// Whether a parameter may be a structure: `AutoDeployment.Enabled`.
    has_structures: bool,
}

const STS: QueryService = QueryService {
    name: "sts",
    namespace: sts::NAMESPACE,
    version: sts::VERSION,
    operations: sts::OPERATIONS,
    has_structures: false,
};
const IAM: QueryService = QueryService {
    name: "iam",
    namespace: iam::NAMESPACE,
    version: iam::VERSION,
    operations: iam::OPERATIONS,
    has_structures: false,
};
const CLOUDFORMATION: QueryService = QueryService {
    name: "cloudformation",
    namespace: cloudformation::NAMESPACE,
    version: cloudformation::VERSION,
    operations: cloudformation::OPERATIONS,
    has_structures: true,
};
/// All of them; the first is meant where neither version nor signature tells.
const BY_VERSION: &[QueryService] = &[STS, IAM, CLOUDFORMATION];

/// A service of the JSON 1.1 protocol.
struct TargetService {
    name: &'static str,
    /// What may stand before the operation in `X-Amz-Target`.
    targets: &'static [&'static str],
    operations: &'static [Operation],
}

/// All of them; the first is meant where a target names none.
const BY_TARGET: &[TargetService] = &[
    TargetService { name: "cloudtrail", targets: cloudtrail::TARGETS, operations: cloudtrail::OPERATIONS },
    TargetService {
        name: "organizations",
        targets: organizations::TARGETS,
        operations: organizations::OPERATIONS,
    },
];

/// Every operation there is, with its service.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_query = BY_VERSION
        .iter()
        .flat_map(|service| service.operations.iter().map(|operation| (service.name, operation.name)));
    let of_bedrock = bedrock::operations().map(|operation| ("bedrock", operation.name));
    let by_target = BY_TARGET
        .iter()
        .flat_map(|service| service.operations.iter().map(|operation| (service.name, operation.name)));
    of_query.chain(of_bedrock).chain(by_target)
}

/// Finds it.
pub(crate) fn route(request: &Incoming) -> Route {
    if let Some(target) = request.header("x-amz-target") {
        return json(target);
    }
    if request.path == "/" {
        return query(request);
    }
    match bedrock::route(&request.method, &request.path) {
        // STS and IAM have one path: what was signed for them is theirs to refuse.
        None => match claimed_service(request).as_deref() {
            Some("sts" | "iam" | "cloudformation") => {
                Route { operation: Err(unrecognized()), ..query(request) }
            }
            _ => unknown("bedrock", Protocol::Json),
        },
        Some((operation, target)) => Route {
            service: "bedrock",
            protocol: Protocol::Json,
            operation: Ok(operation),
            form: Form::parse(request.query.as_bytes()),
            target,
        },
    }
}

/// JSON 1.1: the target names the service too.
fn json(target: &str) -> Route {
    let named = BY_TARGET.iter().find_map(|service| {
        let action = service.targets.iter().find_map(|prefix| target.strip_prefix(prefix))?;
        Some((service, action))
    });
    let Some((service, action)) = named else { return unknown("cloudtrail", Protocol::Json11) };
    let known = service.operations.iter().find(|operation| operation.name == action);
    let route = unknown(service.name, Protocol::Json11);
    Route { operation: known.map_or(route.operation, Ok), ..route }
}

fn query(request: &Incoming) -> Route {
    let (form, flaw) = match read_form(request) {
        Ok(form) => (form, None),
        Err(flaw) => (Form::default(), Some(flaw)),
    };
    // The version tells the service; where it does not, the signature's scope does.
    let version = form.get("Version");
    let by_version = BY_VERSION.iter().find(|service| version == Some(service.version));
    let claimed = if by_version.is_none() { claimed_service(request) } else { None };
    let service = match (by_version, claimed.as_deref()) {
        (Some(service), _) => service,
        (None, Some("bedrock")) => return unknown("bedrock", Protocol::Json),
        (None, Some(claimed)) => match BY_TARGET.iter().find(|service| service.name == claimed) {
            Some(service) => return unknown(service.name, Protocol::Json11),
            None => BY_VERSION.iter().find(|service| service.name == claimed).unwrap_or(&STS),
        },
        (None, None) => &STS,
    };
    let flaw = flaw.or_else(|| form.check(service.has_structures).err());
    let operation = match (flaw, form.get("Action")) {
        (Some(flaw), _) => Err(flaw),
        (None, None) => {
            Err(ApiError::bad_request("MissingAction", "The request must contain the parameter Action."))
        }
        (None, Some(action)) => find_operation(service, action, version),
    };
    Route {
        service: service.name,
        protocol: Protocol::Query { namespace: service.namespace },
        operation,
        form,
        target: String::new(),
    }
}

fn unrecognized() -> ApiError {
    let message = "The requested operation is not recognized by the service.";
    ApiError::new(StatusCode::NOT_FOUND, "UnknownOperationException", message)
}

/// A service that has nothing of the kind.
fn unknown(service: &'static str, protocol: Protocol) -> Route {
    let error = match protocol {
        Protocol::Json11 => ApiError::bad_request("UnknownOperationException", ""),
        Protocol::Json | Protocol::Query { .. } => unrecognized(),
    };
    Route { service, protocol, operation: Err(error), form: Form::default(), target: String::new() }
}

/// The parameters of a query request: those of the address and, for a POST, those of a form in the
/// body. A body of another type holds none.
fn read_form(request: &Incoming) -> Result<Form, ApiError> {
    if !matches!(request.method, Method::GET | Method::POST) {
        let message = format!("The method {} is not served.", request.method);
        return Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message));
    }
    let mut form = Form::read(request.query.as_bytes())?;
    let content_type = request.header(CONTENT_TYPE.as_str()).unwrap_or(FORM);
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if request.method == Method::POST && essence.eq_ignore_ascii_case(FORM) {
        form.extend(Form::read(&request.body)?);
    }
    Ok(form)
}

/// What the body of a query request is.
const FORM: &str = "application/x-www-form-urlencoded";

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
