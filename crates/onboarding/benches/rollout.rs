//! What a rollout over many accounts costs: read, viewed, planned, and put into a table.
//!
//! `cargo bench -p onboarding --bench rollout`. The throughput is in accounts a second: where it stays
//! the same from a thousand accounts to ten thousand, the time is linear in their number.

#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onboarding::rollout::{
    DeployedStackSet, Rollout, StackInstance, as_csv, plan, read_accounts, table, view,
};
use onboarding::{Pack, Setup, Target};
use std::fmt::Write;
use std::hint::black_box;

fn list(accounts: u64) -> String {
    let mut text = String::from("account_id,name\n");
    for number in 0..accounts {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:012},Account {number}", 100_000_000_000 + number * 7_919);
    }
    text
}

/// Ids that look random: guessable ones would cost more.
fn ids() -> impl FnMut() -> String {
    let mut next = 0x9c4e_17b2_u64;
    move || {
        next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = next.rotate_left(29) ^ 0x5bd1_e995_7b93_1f4d;
        format!("{:016x}-{:016x}", next, other)
    }
}

fn rollout(accounts: u64, pack: &Pack) -> Rollout {
    let pattern = Setup::new(pack, String::new(), String::new(), Target::Sandbox);
    let mut rollout =
        Rollout::new("8d1b2f36-44c0-4b8e-9a53-7f0f6f2e9a01".to_owned(), pattern, Target::Sandbox);
    rollout.merge(&read_accounts(&list(accounts), pack), ids());
    rollout
}

/// Half of them as they should be, the rest of every other kind.
fn deployed(rollout: &Rollout, pack: &Pack) -> DeployedStackSet {
    let instance = |(number, account): (usize, &onboarding::rollout::RolloutAccount)| StackInstance {
        account_id: account.account_id.clone(),
        region: "us-east-1".to_owned(),
        status: if number % 4 == 1 { "OUTDATED" } else { "CURRENT" }.to_owned(),
        detailed_status: Some(if number % 4 == 1 { "FAILED" } else { "SUCCEEDED" }.to_owned()),
        reason: None,
        external_id: Some(if number % 4 == 3 { "another".to_owned() } else { account.external_id.clone() }),
    };
    DeployedStackSet {
        name: rollout.stack_set.clone(),
        status: "ACTIVE".to_owned(),
        template: view(rollout, pack).code.map(|code| code.text).unwrap_or_default(),
        permission_model: rollout.permission_model.clone(),
        managed_execution: true,
        auto_deployment: false,
        instances: rollout.accounts.iter().enumerate().map(instance).collect(),
    }
}

fn rollouts(criterion: &mut Criterion) {
    let pack = Pack::embedded();
    for (name, accounts) in [("1,000", 1_000), ("10,000", 10_000)] {
        let mut group = criterion.benchmark_group("rollout");
        group.sample_size(20).throughput(Throughput::Elements(accounts));
        let text = list(accounts);
        let rollout = rollout(accounts, &pack);
        let found = deployed(&rollout, &pack);
        let mut bench = |what: &str, run: &dyn Fn()| {
            group.bench_function(BenchmarkId::new(what, name), |bencher| bencher.iter(run));
        };
        bench("read", &|| drop(black_box(read_accounts(black_box(&text), &pack))));
        bench("view", &|| drop(black_box(view(black_box(&rollout), &pack))));
        bench("plan, nothing there", &|| drop(black_box(plan(black_box(&rollout), &pack, None))));
        bench("plan, half of it there", &|| drop(black_box(plan(black_box(&rollout), &pack, Some(&found)))));
        let made = plan(&rollout, &pack, Some(&found));
        bench("table as CSV", &|| drop(black_box(as_csv(&table(black_box(&rollout), &pack, Some(&made))))));
        bench("planned and rendered", &|| {
            let made = plan(black_box(&rollout), &pack, Some(&found));
            let setups: usize =
                rollout.accounts.iter().map(|account| rollout.setup_of(account).to_json().len()).sum();
            black_box((as_csv(&table(&rollout, &pack, Some(&made))).len(), setups));
        });
        group.finish();
    }
}

criterion_group!(benches, rollouts);
criterion_main!(benches);
