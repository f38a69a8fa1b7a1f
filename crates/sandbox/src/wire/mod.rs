//! The wire protocols: AWS query with XML answers (STS, IAM), and REST with JSON (Bedrock).

pub(crate) mod form;
pub(crate) mod json;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod xml;
