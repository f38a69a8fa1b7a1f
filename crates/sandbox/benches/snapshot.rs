//! Snapshot, restore and reset with ten thousand roles, and the first change after a snapshot, which
//! pays for the copy.
//!
//! `cargo bench -p sandbox --bench snapshot`
#![allow(clippy::unwrap_used, missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use sandbox::{Options, Sandbox, Scenario, ScenarioAccount, ScenarioPermissions, ScenarioRole};
use serde_json::json;
use std::collections::BTreeMap;

const ROLES: usize = 10_000;
const ACCOUNT: &str = "123456789012";

fn role(number: usize) -> ScenarioRole {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
            "Resource": "arn:aws:bedrock:*::foundation-model/*"
        }]
    });
    ScenarioRole {
        name: format!("role-{number}"),
        trust: json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": { "AWS": "arn:aws:iam::975050335771:user/quilr-gateway" },
                "Action": "sts:AssumeRole",
                "Condition": { "StringEquals": { "sts:ExternalId": "7f3c2b1e-acme-2026" } }
            }]
        }),
        permissions: ScenarioPermissions {
            inline: BTreeMap::from([("invoke".to_owned(), policy)]),
            ..ScenarioPermissions::default()
        },
        ..ScenarioRole::default()
    }
}

fn snapshots(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let account = ScenarioAccount {
        id: ACCOUNT.to_owned(),
        roles: (0..ROLES).map(role).collect(),
        ..ScenarioAccount::default()
    };
    let scenario = Scenario {
        description: "Ten thousand roles.".to_owned(),
        accounts: vec![account],
        ..Scenario::default()
    };
    let options = Options { scenario: Some(scenario), ..Options::default() };
    let sandbox = runtime.block_on(Sandbox::start(options)).unwrap();
    let change = || assert!(sandbox.set_service_control_policies(ACCOUNT, &[]).unwrap());

    criterion.bench_function("take a snapshot of 10,000 roles and let it go", |bench| {
        bench.iter(|| sandbox.forget(sandbox.snapshot().unwrap()));
    });
    let held = sandbox.snapshot().unwrap();
    criterion.bench_function("restore 10,000 roles", |bench| bench.iter(|| sandbox.restore(held)));
    criterion.bench_function("reset 10,000 roles", |bench| bench.iter(|| sandbox.reset()));
    let scene = Scenario::built_in("wrong-external-id").unwrap();
    let scene = scene.played_with("quilr-gateway-bedrock", "/", "7f3c2b1e-acme-2026").unwrap();
    criterion.bench_function("play a scene over 10,000 roles", |bench| {
        bench.iter(|| sandbox.play(&scene).unwrap())
    });
    criterion.bench_function("restore 10,000 roles and change one thing", |bench| {
        bench.iter(|| {
            sandbox.restore(held);
            change();
        });
    });
    criterion.bench_function("change one thing among 10,000 roles", |bench| bench.iter(change));
}

criterion_group!(benches, snapshots);
criterion_main!(benches);
