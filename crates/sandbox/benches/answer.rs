//! What a request costs in-process: read, its signature checked, decided, written.
//!
//! `cargo bench -p sandbox --bench answer`

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use axum::body::Bytes;
use axum::http::Request;
use criterion::{Criterion, criterion_group, criterion_main};
use sandbox::Unplugged;
use std::hint::black_box;
use std::time::SystemTime;

const TRUST: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A975050335771%3Auser%2Fquilr-gateway%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%2C%22Condition%22%3A%7B%22StringEquals%22%3A%7B%22sts%3AExternalId%22%3A%227f3c2b1e%22%7D%7D%7D%5D%7D";

fn keys(sandbox: &Unplugged, name: &str) -> Credentials {
    let identity = sandbox.identities().iter().find(|identity| identity.name == name).unwrap();
    let token = identity.session_token.clone();
    Credentials::new(&identity.access_key_id, &identity.secret_access_key, token, None, "bench")
}

fn signed(keys: &Credentials, service: &str, path: &str, body: String) -> Request<Bytes> {
    let identity = keys.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(service)
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()
        .unwrap()
        .into();
    let fixed = [("host", "127.0.0.1:4000"), ("content-type", "application/x-www-form-urlencoded")];
    let url = format!("http://127.0.0.1:4000{path}");
    let bytes = SignableBody::Bytes(body.as_bytes());
    let signable = SignableRequest::new("POST", url, fixed.into_iter(), bytes).unwrap();
    let (added, _) = sign(signable, &params).unwrap().into_parts().0.into_parts();
    let added = added.iter().map(|header| (header.name().to_owned(), header.value().to_owned()));
    let all = fixed.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().chain(added);
    let request = all.fold(Request::post(path), |request, (name, value)| request.header(name, value));
    request.body(body.into()).unwrap()
}

fn answers(criterion: &mut Criterion) {
    let sandbox = Unplugged::new().unwrap();
    let create = |name: &str| {
        let form =
            format!("Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument={TRUST}");
        signed(&keys(&sandbox, "admin"), "iam", "/", form)
    };
    let assume = |role: &str| {
        let role = format!("arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2F{role}");
        let form = format!(
            "Action=AssumeRole&Version=2011-06-15&RoleArn={role}&RoleSessionName=bench&ExternalId=7f3c2b1e"
        );
        signed(&keys(&sandbox, "gateway"), "sts", "/", form)
    };
    let mut bench = |name: &str, request: Request<Bytes>| {
        assert_eq!(sandbox.answer(request.clone()).status(), 200, "{name}");
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| black_box(sandbox.answer(request.clone())));
        });
    };
    assert_eq!(sandbox.answer(create("bench")).status(), 200);
    let who = || "Action=GetCallerIdentity&Version=2011-06-15".to_owned();
    bench("GetCallerIdentity", signed(&keys(&sandbox, "admin"), "sts", "/", who()));
    bench("GetCallerIdentity of a session", signed(&keys(&sandbox, "sso"), "sts", "/", who()));
    bench("AssumeRole", assume("bench"));
    let get = "Action=GetRole&Version=2010-05-08&RoleName=bench".to_owned();
    bench("GetRole", signed(&keys(&sandbox, "admin"), "iam", "/", get));
    for number in 0..10_000 {
        assert_eq!(sandbox.answer(create(&format!("role-{number}"))).status(), 200);
    }
    bench("AssumeRole, one of 10,000 roles", assume("role-5000"));
}

criterion_group!(benches, answers);
criterion_main!(benches);
