//! Whether memory stays flat over many verifications in one process, as in a window that is open for
//! weeks: `cargo bench -p bedrock-role --bench memory`.
//!
//! The whole end-to-end test runs each time, against a sandbox in a process of its own. Fails where
//! the last nine tenths of the verifications take more than [`BOUND`]. Nothing here is timed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use live::{Account, Source, UndoStore, VerifyOptions, verify};
use onboarding::check::level_reached;
use onboarding::{Level, Pack, Setup, Target};
use support::sandbox::SandboxProcess;
use tokio_util::sync::CancellationToken;

/// When the memory is read: after the caches have filled, in the middle, at the end.
const AT: [u32; 3] = [100, 500, 1000];

/// In KiB: a kibibyte a verification would be a leak, and twice this.
const BOUND: u64 = 512;

#[tokio::main]
async fn main() {
    let sandbox = SandboxProcess::start();
    let keys = sandbox.keys("admin");
    let text = |field: &str| keys[field].as_str().unwrap().to_owned();
    let account = Account::connect(Source::Endpoint {
        url: sandbox.endpoint().to_owned(),
        region: sandbox.region().to_owned(),
        access_key_id: text("access_key_id"),
        secret_access_key: text("secret_access_key"),
        session_token: None,
    })
    .await
    .unwrap();
    let pack = Pack::embedded();
    let mut setup = Setup::new(
        &pack,
        "0d2f7a54-0000-4000-8000-000000000001".to_owned(),
        "7f3c2b1e-9a4d-4c55-8a01-5f0d9f6f2c11".to_owned(),
        Target::Sandbox,
    );
    setup.account_id = account.whoami().await.unwrap().account;
    let setup = setup.check(&pack, &[]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = UndoStore::new(folder.path());
    let desired = setup.desired_role(&pack);
    let plan = live::plan(&account, &desired).await.unwrap();
    live::apply(&account, &desired, &plan, &store, &|_| {}).await.unwrap();

    let options = VerifyOptions { setup, pack, read_only: false, gateway: None };
    let mut read = Vec::new();
    println!("{:>14}{:>12}{:>12}", "verifications", "RSS", "PSS");
    for count in 1..=AT[2] {
        let checks = verify(&account, &options, &store, &CancellationToken::new(), &|_| {}).await;
        assert_eq!(level_reached(&checks), Some(Level::AssumeAndInvoke), "{checks:#?}");
        if AT.contains(&count) {
            let (rss, pss) = memory();
            println!("{count:>14}{rss:>8} KiB{pss:>8} KiB");
            read.push(pss);
        }
    }
    let grown = read[2].saturating_sub(read[0]);
    println!("grown by {grown} KiB from {} to {}, {BOUND} KiB allowed", AT[0], AT[2]);
    assert!(grown <= BOUND, "memory grows with every verification");
}

/// RSS and PSS of this process, in KiB.
fn memory() -> (u64, u64) {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap();
    let of = |name: &str| {
        let line = rollup.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    (of("Rss:"), of("Pss:"))
}
