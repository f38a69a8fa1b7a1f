//! The sandbox under load, from outside, side by side with other emulators in the same run.
//!
//! ```text
//! cargo build --release -p bedrock-role
//! cargo bench -p sandbox --bench load -- [--seconds N] [--roles N] [--million] \
//!     [--peer 'moto=moto_server -p {port}'] [--peer 'ministack=env GATEWAY_PORT={port} ministack']
//! ```
//!
//! Of each program: from its start to an answered GetCallerIdentity, and its memory then; AssumeRole
//! over keep-alive connections, signatures and all; the same with many roles; with `--million`, its
//! memory after a million requests. The load comes from one thread of the same machine, so it is made
//! cheap: distinct requests are signed before the run, and written to bare sockets. Wall-clock rates
//! depend on what else the machine does; the processor time that the server took per request hardly.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, missing_docs)]

mod http;
mod program;

use aws_credential_types::Credentials;
use http::{Connection, signed};
use program::{Program, Running};
use std::time::{Duration, Instant};

/// How often each program is started.
const STARTS: usize = 15;
/// Requests that are under way at a time.
const CONNECTIONS: usize = 16;
/// Distinct requests that are signed before a run.
const POOL: usize = 512;

struct Arguments {
    programs: Vec<Program>,
    seconds: u64,
    roles: usize,
    million: bool,
}

fn main() {
    let arguments = arguments();
    println!(
        "{:<12}{:>10}{:>12}{:>12}{:>10}{:>10}{:>12}{:>12}{:>8}",
        "", "start", "memory", "AssumeRole", "p50", "p99", "processor", "with roles", "ratio"
    );
    for program in &arguments.programs {
        measure(program, &arguments);
    }
}

fn arguments() -> Arguments {
    let mut arguments =
        Arguments { programs: vec![Program::sandbox()], seconds: 5, roles: 10_000, million: false };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let mut value = || given.next().expect("a value");
        match name.as_str() {
            "--seconds" => arguments.seconds = value().parse().unwrap(),
            "--roles" => arguments.roles = value().parse().unwrap(),
            "--million" => arguments.million = true,
            "--program" => arguments.programs[0].command[0] = value(),
            "--peer" => arguments.programs.push(Program::peer(&value())),
            // Cargo adds its own.
            "--bench" => {}
            other => panic!("unknown: {other}"),
        }
    }
    arguments
}

fn measure(program: &Program, arguments: &Arguments) {
    let mut starts: Vec<(Duration, u64)> = (0..STARTS)
        .map(|_| {
            let running = program.start();
            (running.answered_after, running.memory())
        })
        .collect();
    starts.sort();
    let (start, memory) = starts[STARTS / 2];

    let running = program.start();
    create_roles(&running, 0..1);
    // The first second warms caches and, in the peers, interpreters.
    load(&running, Duration::from_secs(1), usize::MAX, 1);
    let few = load(&running, Duration::from_secs(arguments.seconds), usize::MAX, 1);
    create_roles(&running, 1..arguments.roles);
    let many = load(&running, Duration::from_secs(arguments.seconds), usize::MAX, arguments.roles);
    println!(
        "{:<12}{:>7.0} ms{:>8.1} MiB{:>10.0}/s{:>7.2} ms{:>7.2} ms{:>9.1} µs{:>10.0}/s{:>8.2}",
        program.name,
        start.as_secs_f64() * 1e3,
        mebibytes(memory),
        few.rate(),
        few.percentile(50) * 1e3,
        few.percentile(99) * 1e3,
        few.processor_per_request() * 1e6,
        many.rate(),
        many.processor_per_request() / few.processor_per_request(),
    );
    if arguments.million {
        let before = running.memory();
        load(&running, Duration::MAX, 1_000_000, arguments.roles);
        let after = running.memory();
        println!(
            "{:<12}after a million requests: {:.1} MiB, before: {:.1} MiB, ratio {:.2}",
            "",
            mebibytes(after),
            mebibytes(before),
            after as f64 / before as f64
        );
    }
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

fn role(number: usize) -> String {
    format!("load-{number}")
}

/// Roles that the caller may assume. A peer that is slow at it gets a minute.
fn create_roles(running: &Running, numbers: std::ops::Range<usize>) {
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{}"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":"7f3c2b1e"}}}}}}]}}"#,
        running.principal
    );
    let trust = percent_encoding::utf8_percent_encode(&trust, percent_encoding::NON_ALPHANUMERIC).to_string();
    let mut connection = Connection::new(running.port);
    let until = Instant::now() + Duration::from_secs(60);
    for number in numbers {
        let name = role(number);
        let form =
            format!("Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument={trust}");
        connection.send(&signed(running.port, "iam", &running.admin, &form));
        assert!(connection.receive(), "role {number} was not created");
        if Instant::now() > until {
            break;
        }
    }
}

fn pool(running: &Running, roles: usize, keys: &Credentials) -> Vec<Vec<u8>> {
    (0..POOL)
        .map(|number| {
            let role = format!("arn:aws:iam::{}:role/{}", running.account, role(number * 31 % roles));
            let role = role.replace(':', "%3A").replace('/', "%2F");
            let form = format!(
                "Action=AssumeRole&Version=2011-06-15&RoleArn={role}&RoleSessionName=load-{number}&ExternalId=7f3c2b1e"
            );
            signed(running.port, "sts", keys, &form)
        })
        .collect()
}

struct Load {
    latencies: Vec<Duration>,
    took: Duration,
    processor: Duration,
}

impl Load {
    fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }

    fn processor_per_request(&self) -> f64 {
        self.processor.as_secs_f64() / self.latencies.len() as f64
    }

    fn percentile(&self, percent: usize) -> f64 {
        self.latencies[(self.latencies.len() - 1) * percent / 100].as_secs_f64()
    }
}

/// Keeps every connection busy until the time or the requests are up. A latency includes the time
/// that an answer waited until this thread came round to it.
fn load(running: &Running, time: Duration, requests: usize, roles: usize) -> Load {
    let pool = pool(running, roles, &running.assumer);
    let mut connections: Vec<_> = (0..CONNECTIONS).map(|_| Connection::new(running.port)).collect();
    let mut sent = vec![Instant::now(); CONNECTIONS];
    let mut latencies = Vec::new();
    let (start, processor) = (Instant::now(), running.processor());
    for (number, connection) in connections.iter_mut().enumerate() {
        connection.send(&pool[number]);
    }
    let mut next = CONNECTIONS;
    while start.elapsed() < time && latencies.len() < requests {
        for (connection, sent) in connections.iter_mut().zip(&mut sent) {
            assert!(connection.receive(), "AssumeRole was refused");
            latencies.push(sent.elapsed());
            *sent = Instant::now();
            connection.send(&pool[next % POOL]);
            next += 1;
        }
    }
    let (took, processor) = (start.elapsed(), running.processor() - processor);
    latencies.sort();
    Load { latencies, took, processor }
}
