//! Answers, framed as each protocol wants them.

use crate::error::ApiError;
use crate::wire::xml::Xml;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// How a request speaks, and so how it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// STS and IAM: form in, XML out, in the service's namespace.
    Query {
        /// For example `https://sts.amazonaws.com/doc/2011-06-15/`.
        namespace: &'static str,
    },
    /// Bedrock: REST and JSON.
    Json,
    /// CloudTrail: the operation in `X-Amz-Target`, JSON in and out.
    Json11,
}

impl Protocol {
    /// The content type of its JSON.
    fn json_type(self) -> &'static str {
        match self {
            Protocol::Json11 => "application/x-amz-json-1.1",
            Protocol::Query { .. } | Protocol::Json => "application/json",
        }
    }
}

/// A successful answer, before its frame.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Query protocol: what stands in `<ActionResult>`; `None`: the operation has no result.
    Xml(Option<Xml>),
    /// JSON, with headers of its own.
    Json(Value, Vec<(&'static str, String)>),
    /// JSON of something new: 201.
    Created(Value),
    /// Event stream frames, ready to send.
    Stream(Vec<u8>, Vec<(&'static str, String)>),
}

impl Answer {
    /// JSON without headers of its own.
    pub(crate) fn json(value: Value) -> Self {
        Answer::Json(value, Vec::new())
    }
}

/// Frames an answer.
pub(crate) fn success(
    answer: Answer,
    protocol: Protocol,
    operation: &str,
    request_id: &str,
) -> Response<Body> {
    let status = if matches!(answer, Answer::Created(_)) { StatusCode::CREATED } else { StatusCode::OK };
    let (content_type, body, headers) = match answer {
        Answer::Xml(result) => {
            let namespace = match protocol {
                Protocol::Query { namespace } => namespace,
                Protocol::Json | Protocol::Json11 => "",
            };
            let xml = Xml::root(&format!("{operation}Response"), namespace, |xml| {
                if let Some(result) = &result {
                    xml.element(&format!("{operation}Result"), |xml| xml.append(result));
                }
                xml.element("ResponseMetadata", |xml| {
                    xml.text("RequestId", request_id);
                });
            });
            ("text/xml", Body::from(xml), Vec::new())
        }
        Answer::Json(value, headers) => (protocol.json_type(), Body::from(value.to_string()), headers),
        Answer::Created(value) => (protocol.json_type(), Body::from(value.to_string()), Vec::new()),
        Answer::Stream(frames, headers) => {
            ("application/vnd.amazon.eventstream", Body::from(frames), headers)
        }
    };
    let mut response = respond(status, content_type, body, request_id);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Frames a refusal.
pub(crate) fn failure(error: &ApiError, protocol: Protocol, request_id: &str) -> Response<Body> {
    match protocol {
        Protocol::Query { namespace } => {
            let kind = if error.status.is_server_error() { "Receiver" } else { "Sender" };
            let xml = Xml::root("ErrorResponse", namespace, |xml| {
                xml.element("Error", |xml| {
                    xml.text("Type", kind).text("Code", error.code).text("Message", &error.message);
                });
                xml.text("RequestId", request_id);
            });
            respond(error.status, "text/xml", Body::from(xml), request_id)
        }
        Protocol::Json => {
            let body = Body::from(json!({ "message": error.message }).to_string());
            let mut response = respond(error.status, protocol.json_type(), body, request_id);
            response
                .headers_mut()
                .insert(HeaderName::from_static("x-amzn-errortype"), HeaderValue::from_static(error.code));
            response
        }
        Protocol::Json11 => {
            // Errors of the protocol itself have no message.
            let body = match error.message.as_str() {
                "" => json!({ "__type": error.code }),
                message => json!({ "__type": error.code, "message": message }),
            };
            // This protocol knows 400 and 500 alone: the code says which refusal it is.
            // Source: "AWS JSON 1.1 protocol", Smithy; a refused signature is a 400 there as well.
            let status = if error.status.is_client_error() { StatusCode::BAD_REQUEST } else { error.status };
            respond(status, protocol.json_type(), Body::from(body.to_string()), request_id)
        }
    }
}

/// A response with what every answer of AWS carries.
pub(crate) fn respond(
    status: StatusCode,
    content_type: &'static str,
    body: Body,
    request_id: &str,
) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), request_id);
    }
    response
}
