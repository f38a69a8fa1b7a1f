//! How long it takes to read a policy, to decide a request, and to answer a line of cases.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use iam_policy::{Context, Kind, Layers, Policy, Request, evaluate, evaluate_resource, simulate};
use std::hint::black_box;

const GATEWAY: &str = "arn:aws:iam::975050335771:user/quilr-gateway";
const TRUST: &str = include_str!("trust.json");
const PERMISSIONS: &str = include_str!("permissions.json");

fn assume_role() -> Request {
    Request {
        principal: GATEWAY.to_owned(),
        role_arn: None,
        action: "sts:AssumeRole".to_owned(),
        resource: "arn:aws:iam::123456789012:role/quilr-gateway-bedrock".to_owned(),
        context: Context::default().with("sts:ExternalId", "7f3c2b1e-acme-2026"),
    }
}

fn invoke_model() -> Request {
    Request {
        principal: "arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/quilr-gateway-1".to_owned(),
        role_arn: None,
        action: "bedrock:InvokeModel".to_owned(),
        resource: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0".to_owned(),
        context: Context::default().with("aws:RequestedRegion", "us-east-1"),
    }
}

fn parsed(c: &mut Criterion) {
    let trust = Policy::parse(TRUST, Kind::Trust).unwrap();
    let permissions = [Policy::parse(PERMISSIONS, Kind::Identity).unwrap()];
    let (assume, invoke) = (assume_role(), invoke_model());
    let mut group = c.benchmark_group("parsed policy");
    group.bench_function("trust, decision with trace and reason", |b| {
        b.iter(|| evaluate_resource(black_box(&assume), black_box(&trust)));
    });
    let denied = Request { context: Context::default(), ..assume_role() };
    group.bench_function("trust, denial with trace and reason", |b| {
        b.iter(|| evaluate_resource(black_box(&denied), black_box(&trust)));
    });
    let layers = Layers { resource: Some(&trust), ..Layers::default() };
    group.bench_function("trust, outcome alone", |b| {
        b.iter(|| evaluate::outcome(black_box(&assume), black_box(&layers)));
    });
    let layers = Layers { identity: &permissions, ..Layers::default() };
    group.bench_function("permissions, decision with trace and reason", |b| {
        b.iter(|| evaluate(black_box(&invoke), black_box(&layers)));
    });
    group.finish();
    c.bench_function("read the trust policy", |b| b.iter(|| Policy::parse(black_box(TRUST), Kind::Trust)));
}

/// Lines as QA writes them: a role session under an identity policy, a service control policy and a
/// boundary, and a role with its trust policy. Each line differs, so that nothing can be remembered.
fn cases(count: usize) -> Vec<u8> {
    let trust: String = TRUST.split_whitespace().collect();
    let permissions: String = PERMISSIONS.split_whitespace().collect();
    let full = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    (0..count)
        .map(|at| match at % 2 {
            0 => format!(
                r#"{{"id":{at},"principal":"arn:aws:iam::123456789012:user/u{at}","action":"bedrock:InvokeModel","resource":"arn:aws:bedrock:us-east-1::foundation-model/m{at}","context":{{"aws:RequestedRegion":"us-east-1"}},"identityPolicies":[{permissions}],"resourcePolicy":null,"scps":[{full}],"permissionBoundaries":[{full}],"sessionPolicy":null}}"#
            ),
            _ => format!(
                r#"{{"id":"c{at}","principal":"{GATEWAY}","action":"sts:AssumeRole","resource":"arn:aws:iam::123456789012:role/r{at}","context":{{"sts:ExternalId":"{at}"}},"identityPolicies":[{full}],"resourcePolicy":{trust},"scps":[],"permissionBoundaries":[],"sessionPolicy":null}}"#
            ),
        } + "\n")
        .collect::<String>()
        .into_bytes()
}

fn lines(c: &mut Criterion) {
    let mut group = c.benchmark_group("simulate");
    group.sample_size(20);
    for count in [1_000_usize, 10_000, 100_000] {
        let input = cases(count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(BenchmarkId::new("cases", count), &input, |b, input| {
            b.iter_batched_ref(
                Vec::new,
                |out| {
                    for line in input.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                        simulate::answer(line, out);
                        // As the command does: what is written is handed on and not kept.
                        out.clear();
                    }
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, parsed, lines);
criterion_main!(benches);
