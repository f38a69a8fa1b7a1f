//! The page's manual flow as the programs do it that a person has at hand, side by side in one run
//! against the same server of moto's.
//!
//! ```text
//! BEDROCK_ROLE_TEST_PYTHON=… cargo bench -p bedrock-role --bench manual_flow [-- --rounds N]
//! ```
//!
//! Seven calls: CreateRole (the page's step 2), PutRolePolicy (3), GetRole (the ARN to copy),
//! UpdateAssumeRolePolicy (one's own ARN put in), AssumeRole without the ExternalId and with it,
//! UpdateAssumeRolePolicy (taken out again). `aws` makes each in a process of its own, as a person
//! does; the boto3 script makes all in one. `bedrock-role` has no command that makes these seven and
//! no more: it is measured with `apply` and then `verify`, which make them and everything that the
//! program adds of its own. What each calls is counted at a proxy before anything is measured.
//!
//! Whole processes, from the start to the end, one program after the other in each round; the first
//! round is not counted. No call is tried twice (`AWS_MAX_ATTEMPTS=1`), for all alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, missing_docs)]

#[allow(dead_code, unused_imports, reason = "a part of it is used here")]
#[path = "../../tests/cli/harness.rs"]
mod harness;
mod programs;
#[allow(dead_code, reason = "a part of it is used here")]
#[path = "../../tests/matrix/proxy.rs"]
mod proxy;
#[path = "../../tests/support/mod.rs"]
mod support;
#[allow(dead_code, reason = "a part of it is used here")]
#[path = "../../tests/emulators/target.rs"]
mod target;

use programs::Program;
use proxy::Act;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use target::{Running, Target};

const SEVEN: [(&str, usize); 5] = [
    ("CreateRole", 1),
    ("PutRolePolicy", 1),
    ("GetRole", 1),
    ("UpdateAssumeRolePolicy", 2),
    ("AssumeRole", 2),
];

fn main() {
    let rounds = rounds();
    let moto = Target::Moto.start();
    for program in Program::EACH {
        count(program, &moto);
    }
    let mut took: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for round in 0..=rounds {
        for program in Program::EACH {
            let began = Instant::now();
            program.run(&moto.endpoint, &moto.admin, &format!("{}-{round}", program.name()));
            let elapsed = began.elapsed();
            // The first round fills the page cache.
            if round > 0 {
                took.entry(program.name()).or_default().push(elapsed);
            }
        }
    }
    let median = |program: Program| median(&took[program.name()]);
    println!("\n{rounds} rounds, medians:");
    for program in Program::EACH {
        let (least, most) = (took[program.name()].iter().min(), took[program.name()].iter().max());
        println!(
            "{:<14}{:>9.1} ms  ({:.1} to {:.1})",
            program.name(),
            millis(median(program)),
            millis(*least.unwrap()),
            millis(*most.unwrap())
        );
    }
    let ours = millis(median(Program::BedrockRole));
    println!("of the aws CLI's time   1/{:<6.1} (wanted: 1/20 at most)", millis(median(Program::Aws)) / ours);
    println!(
        "of the script's time    1/{:<6.1} (wanted: less than 1/2)",
        millis(median(Program::Boto3)) / ours
    );
}

fn rounds() -> usize {
    let mut given = std::env::args().skip_while(|argument| argument != "--rounds").skip(1);
    given.next().map_or(15, |rounds| rounds.parse().expect("a number of rounds"))
}

/// Runs it once behind the proxy: it makes the seven calls, and only ours makes others.
fn count(program: Program, moto: &Running) {
    moto.proxy.rule(|_, _| Act::Pass);
    program.run(&moto.proxy.endpoint, &moto.admin, &format!("{}-counted", program.name()));
    let calls = moto.proxy.calls();
    println!("{}: {} calls: {}", program.name(), calls.len(), calls.join(" "));
    for (name, times) in SEVEN {
        let made = calls.iter().filter(|call| *call == name).count();
        let enough = if program == Program::BedrockRole { made >= times } else { made == times };
        assert!(enough, "{name} is called {made} times");
    }
    assert!(program == Program::BedrockRole || calls.len() == 7, "seven calls and no more");
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
