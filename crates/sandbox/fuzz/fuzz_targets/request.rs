//! Signed requests of every protocol, several in a row: none may make the sandbox panic, and each is
//! answered. The bytes choose operations and parameters; the signature is right, so that the
//! operations are reached.
#![no_main]

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use axum::body::Bytes;
use axum::http::Request;
use libfuzzer_sys::fuzz_target;
use sandbox::Unplugged;
use std::cell::RefCell;
use std::time::SystemTime;

/// What one step asks for besides its parameters.
struct Operation {
    service: &'static str,
    method: &'static str,
    path: &'static str,
    /// Query protocol: the start of the form.
    form: &'static str,
    target: &'static str,
}

const fn query(service: &'static str, form: &'static str) -> Operation {
    Operation { service, method: "POST", path: "/", form, target: "" }
}

const fn rest(method: &'static str, path: &'static str) -> Operation {
    Operation { service: "bedrock", method, path, form: "", target: "" }
}

const fn target(service: &'static str, target: &'static str) -> Operation {
    Operation { service, method: "POST", path: "/", form: "", target }
}

const OPERATIONS: &[Operation] = &[
    query("sts", "Version=2011-06-15&Action=AssumeRole&"),
    query("sts", "Version=2011-06-15&Action=GetCallerIdentity&"),
    query("sts", "Version=2011-06-15&Action=GetSessionToken&"),
    query("sts", "Version=2011-06-15&Action=GetFederationToken&"),
    query("sts", "Version=2011-06-15&Action="),
    query("iam", "Version=2010-05-08&Action=CreateRole&"),
    query("iam", "Version=2010-05-08&Action=GetRole&"),
    query("iam", "Version=2010-05-08&Action=UpdateRole&"),
    query("iam", "Version=2010-05-08&Action=DeleteRole&"),
    query("iam", "Version=2010-05-08&Action=UpdateAssumeRolePolicy&"),
    query("iam", "Version=2010-05-08&Action=PutRolePolicy&"),
    query("iam", "Version=2010-05-08&Action=ListRoles&"),
    query("iam", "Version=2010-05-08&Action=TagRole&"),
    query("iam", "Version=2010-05-08&Action=UntagRole&"),
    query("iam", "Version=2010-05-08&Action=CreateUser&"),
    query("iam", "Version=2010-05-08&Action=CreateAccessKey&"),
    query("iam", "Version=2010-05-08&Action=UpdateAccessKey&"),
    query("iam", "Version=2010-05-08&Action=CreatePolicy&"),
    query("iam", "Version=2010-05-08&Action=CreatePolicyVersion&"),
    query("iam", "Version=2010-05-08&Action=AttachRolePolicy&"),
    query("iam", "Version=2010-05-08&Action=PutRolePermissionsBoundary&"),
    query("iam", "Version=2010-05-08&Action=SimulatePrincipalPolicy&"),
    query("iam", "Version=2010-05-08&Action=GetAccountAuthorizationDetails&"),
    query("iam", "Version=2010-05-08&Action="),
    rest("GET", "/foundation-models?"),
    rest("GET", "/inference-profiles?"),
    rest("POST", "/model/amazon.nova-micro-v1%3A0/converse"),
    rest("POST", "/model/amazon.nova-micro-v1%3A0/converse-stream"),
    rest("POST", "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke"),
    rest("POST", "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke-with-response-stream"),
    rest("POST", "/model/amazon.titan-embed-text-v2%3A0/invoke"),
    rest("POST", "/model/cohere.embed-english-v3/invoke"),
    rest("POST", "/model/cohere.rerank-v3-5%3A0/invoke"),
    rest("POST", "/model/"),
    target("cloudtrail", "CloudTrail_20131101.LookupEvents"),
    target("organizations", "AWSOrganizationsV20161128.ListAccounts"),
    target("organizations", "AWSOrganizationsV20161128.DescribeAccount"),
    // All of one StackSet, so that what one step makes another meets.
    query("cloudformation", "Version=2010-05-15&Action=CreateStackSet&StackSetName=s&"),
    query("cloudformation", "Version=2010-05-15&Action=UpdateStackSet&StackSetName=s&"),
    query("cloudformation", "Version=2010-05-15&Action=CreateStackInstances&StackSetName=s&"),
    query("cloudformation", "Version=2010-05-15&Action=DeleteStackInstances&StackSetName=s&"),
    query("cloudformation", "Version=2010-05-15&Action=ListStackInstances&StackSetName=s&"),
    query("cloudformation", "Version=2010-05-15&Action=DeleteStackSet&StackSetName=s&"),
];

/// After so many requests a new sandbox: what one input leaves behind must not slow the others.
const LIFETIME: usize = 2000;

thread_local! {
    static SANDBOX: RefCell<(usize, Unplugged)> = RefCell::new((0, Unplugged::new().expect("it starts")));
}

fuzz_target!(|bytes: &[u8]| {
    SANDBOX.with_borrow_mut(|(asked, sandbox)| {
        for step in bytes.split(|byte| *byte == 0).filter(|step| !step.is_empty()).take(8) {
            *asked += 1;
            if *asked % LIFETIME == 0 {
                *sandbox = Unplugged::new().expect("it starts");
            }
            ask(sandbox, step);
        }
    });
});

fn ask(sandbox: &Unplugged, step: &[u8]) {
    let (first, rest) = step.split_first().expect("not empty");
    let operation = &OPERATIONS[usize::from(*first) % OPERATIONS.len()];
    let (mut path, mut body) = (operation.path.to_owned(), operation.form.as_bytes().to_vec());
    if operation.path.ends_with(['?', '/']) && operation.path != "/" {
        // What cannot stand in an address would only be refused by the one who writes it.
        path.extend(
            rest.iter()
                .filter(|byte| byte.is_ascii_graphic() && **byte != b'#')
                .map(|byte| char::from(*byte)),
        );
    } else {
        body.extend_from_slice(rest);
    }
    let Some(request) = signed(sandbox, operation, &path, body) else { return };
    let status = sandbox.answer(request).status();
    assert!(status != 500, "{path}: {status}");
}

fn signed(sandbox: &Unplugged, operation: &Operation, path: &str, body: Vec<u8>) -> Option<Request<Bytes>> {
    let name = if operation.form.contains("AssumeRole") { "gateway" } else { "admin" };
    let identity = sandbox.identities().iter().find(|identity| identity.name == name)?;
    let token = identity.session_token.clone();
    let keys = Credentials::new(&identity.access_key_id, &identity.secret_access_key, token, None, "fuzz");
    let identity = keys.into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(operation.service)
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .ok()?
        .into();
    let mut headers = vec![("host".to_owned(), "127.0.0.1:4000".to_owned())];
    if !operation.target.is_empty() {
        headers.push(("x-amz-target".to_owned(), operation.target.to_owned()));
    }
    let url = format!("http://127.0.0.1:4000{path}");
    let borrowed = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let signable = SignableRequest::new(operation.method, &url, borrowed, SignableBody::Bytes(&body)).ok()?;
    let (added, _) = sign(signable, &params).ok()?.into_parts().0.into_parts();
    headers.extend(added.iter().map(|header| (header.name().to_owned(), header.value().to_owned())));
    let request = Request::builder().method(operation.method).uri(path);
    let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    request.body(body.into()).ok()
}
