//! This machine's clock is set amid a verification, at each of its calls: libfaketime answers the
//! program's questions for the time, and does what a file says. What is left of a wait goes by another
//! clock, which nobody sets.

use crate::bench::{Bench, Command, all};
use crate::proxy::Act;

/// Where Debian's package `libfaketime` has it; the loader puts its own folder in for `$LIB`.
const LIBRARY: &str = "/usr/$LIB/faketime/libfaketimeMT.so.1";

/// One case: every check passes, and the role is as it was.
async fn set_at(n: usize, seconds: i32) {
    let bench = Bench::for_command(Command::Verify).await;
    let before = bench.role().await;
    let file = bench.home.file("clock", "+0");
    let set = file.clone();
    bench.proxy.rule(move |index, _| {
        if index == n {
            std::fs::write(&set, format!("{seconds:+}")).unwrap();
        }
        Act::Pass
    });
    let program = bench
        .home
        .command(&Command::Verify.arguments())
        .env("LD_PRELOAD", LIBRARY)
        .env("FAKETIME_TIMESTAMP_FILE", file)
        .env("FAKETIME_NO_CACHE", "1")
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .spawn()
        .unwrap();
    let ended = bench.ended(program).await;
    let case = format!("{seconds:+} s at call {n}, {:?}: {ended:#?}", bench.proxy.calls().get(n));
    assert!(!ended.stderr.contains("ld.so"), "the library is missing: {case}");
    assert_eq!(ended.code, Some(0), "{case}");
    assert_eq!(bench.role().await, before, "{case}");
    assert!(bench.home.undo_records().is_empty(), "{case}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_set_at_any_call_of_a_verification_changes_nothing() {
    let calls = Bench::calls_of(Command::Verify).await.len();
    // Back by more than a statement lives, and ahead by as much.
    let cases = (0..calls).flat_map(|n| [-3600, 3600].map(|seconds| Box::pin(set_at(n, seconds))));
    println!("clock matrix: {} cases, {calls} calls", all(cases).await);
}
