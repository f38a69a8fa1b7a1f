//! What the cases are run against, started by the test, and the environment that leads there.

use crate::harness::{Home, SandboxProcess};
use crate::proxy::Proxy;
use crate::support::programs::python;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use tokio::runtime::Runtime;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Sandbox,
    /// As it comes: everybody may do everything.
    Moto,
    /// It checks signatures and the policies of callers.
    MotoAuthorising,
}

/// A running target behind a proxy, in which the program can be stopped.
pub(crate) struct Running {
    pub(crate) proxy: Proxy,
    /// The proxy's.
    pub(crate) runtime: Runtime,
    /// Past the proxy.
    #[allow(dead_code, reason = "another target goes past the proxy")]
    pub(crate) endpoint: String,
    pub(crate) admin: Value,
    _server: Server,
}

enum Server {
    Sandbox(#[expect(dead_code, reason = "dropping it ends it")] SandboxProcess),
    Moto(Child),
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Server::Moto(child) = self {
            // The end of its input is its end.
            child.stdin.take();
            let _ = child.wait();
        }
    }
}

impl Target {
    pub(crate) fn start(self) -> Running {
        let runtime = Runtime::new().unwrap();
        loop {
            let (server, endpoint, admin) = match self {
                Target::Sandbox => {
                    let sandbox = SandboxProcess::start();
                    let (endpoint, admin) = (sandbox.endpoint().to_owned(), sandbox.keys("admin").clone());
                    (Server::Sandbox(sandbox), endpoint, admin)
                }
                Target::Moto => moto(&[]),
                Target::MotoAuthorising => moto(&["--authorise"]),
            };
            // The port may be taken at the other loopback.
            if let Some(proxy) = runtime.block_on(Proxy::start(&endpoint)) {
                return Running { proxy, runtime, endpoint, admin, _server: server };
            }
        }
    }
}

fn moto(more: &[&str]) -> (Server, String, Value) {
    let mut child = python("python")
        .args(["-c", include_str!("moto.py")])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let started: Value = serde_json::from_str(&line).expect("moto starts");
    let endpoint = started["endpoint"].as_str().unwrap().to_owned();
    (Server::Moto(child), endpoint, started["admin"].clone())
}

impl Running {
    /// The admin's, or that of other keys; nothing but the environment leads to the target.
    pub(crate) fn home(&self, keys: Option<&Value>) -> Home {
        let mut home = Home::signed_in(&self.proxy.endpoint, keys.unwrap_or(&self.admin));
        // What a target does not serve need not be asked for three times.
        home.set("AWS_MAX_ATTEMPTS", "1");
        home
    }

    /// The real AWS CLI, as the admin.
    pub(crate) fn aws(&self) -> Command {
        let mut command = python("aws");
        for (name, value) in
            crate::support::sandbox::environment(&self.proxy.endpoint, "us-east-1", &self.admin)
        {
            command.env(name, value);
        }
        command.args(["--output", "json"]);
        command
    }
}
