//! What `templates verify` costs: the default pack, and the cost a case as the cases grow.
//!
//! `cargo bench -p onboarding --bench templates`. The throughput is in cases a second: where it stays
//! the same from the table of inputs to four times the table, the time is linear in the number of cases.

#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onboarding::Pack;
use onboarding::templates::{embedded_baseline, verify, verify_inputs};
use std::hint::black_box;

fn whole(criterion: &mut Criterion) {
    let files = Pack::embedded_files();
    let golden = embedded_baseline();
    criterion.bench_function("templates verify, default pack", |bencher| {
        bencher.iter(|| verify(black_box(&files), Some(black_box(&golden))));
    });
}

fn linear(criterion: &mut Criterion) {
    let files = Pack::embedded_files();
    let mut group = criterion.benchmark_group("templates verify, by inputs");
    let table = verify(&files, None).cases.iter().filter(|case| case.rule == "render/values").count();
    for inputs in [table, 2 * table, 4 * table] {
        let cases = verify_inputs(&files, None, Some(inputs)).cases.len();
        group.throughput(Throughput::Elements(cases as u64));
        group.bench_with_input(BenchmarkId::from_parameter(inputs), &inputs, |bencher, inputs| {
            bencher.iter(|| verify_inputs(black_box(&files), None, Some(*inputs)));
        });
    }
    group.finish();
}

criterion_group!(benches, whole, linear);
criterion_main!(benches);
