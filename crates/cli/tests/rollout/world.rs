//! moto with several accounts, a proxy before it, and somebody who is signed in.

use crate::harness::{Ended, Home};
use crate::proxy::Proxy;
use crate::tools::Helper;
use serde_json::{Value, json};
use std::process::Child;
use tokio::runtime::Runtime;

pub(crate) const ONE: &str = "111111111111";
pub(crate) const TWO: &str = "222222222222";
pub(crate) const THREE: &str = "333333333333";
pub(crate) const ROLE: &str = "quilr-gateway-bedrock";
/// The calls that change a StackSet.
const CHANGES: [&str; 6] = [
    "CreateStackSet",
    "UpdateStackSet",
    "DeleteStackSet",
    "CreateStackInstances",
    "UpdateStackInstances",
    "DeleteStackInstances",
];

pub(crate) struct World {
    accounts: Helper,
    pub(crate) proxy: Proxy,
    pub(crate) runtime: Runtime,
    pub(crate) home: Home,
}

impl World {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        loop {
            let mut accounts = Helper::start(include_str!("../code/accounts.py"));
            let endpoint =
                accounts.ask(&json!({ "do": "endpoint" }))["endpoint"].as_str().unwrap().to_owned();
            // The port may be taken at the other loopback.
            if let Some(proxy) = runtime.block_on(Proxy::start(&endpoint)) {
                let keys = json!({ "access_key_id": "testing", "secret_access_key": "testing" });
                let home = Home::signed_in(&proxy.endpoint, &keys);
                return Self { accounts, proxy, runtime, home };
            }
        }
    }

    #[track_caller]
    pub(crate) fn ask(&mut self, question: Value) -> Value {
        self.accounts.ask(&question)
    }

    /// The ExternalId that the role of an account asks for; `None`: there is no such role.
    #[track_caller]
    pub(crate) fn asked_for(&mut self, account: &str) -> Option<String> {
        let there = self.ask(json!({ "do": "has_role", "role": ROLE, "account": account }));
        if !there["there"].as_bool().unwrap() {
            return None;
        }
        let role = self.ask(json!({ "do": "role", "role": ROLE, "account": account }));
        let id = &role["trust"]["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"];
        Some(id.as_str().unwrap().to_owned())
    }

    /// A rollout of these accounts; gives its file.
    pub(crate) fn rollout(&self, accounts: &[&str]) -> String {
        let list = self.home.file("accounts.csv", accounts.join("\n"));
        let file = self.home.path().join("acme.rollout.json").to_str().unwrap().to_owned();
        self.run(&["new", &list, "-o", &file]).exits_with(0);
        file
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        self.home.run(&[&["rollout"], arguments].concat())
    }

    pub(crate) fn run_json(&self, arguments: &[&str]) -> Ended {
        self.run(&[arguments, &["--format", "json"]].concat())
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        self.home.command(&[&["rollout"], arguments].concat()).spawn().unwrap()
    }

    /// Those of the calls since the proxy's last rule that change a StackSet.
    pub(crate) fn changes(&self) -> Vec<String> {
        self.proxy.calls().into_iter().filter(|call| CHANGES.contains(&call.as_str())).collect()
    }

    /// The ExternalId of each account, as the rollout's table has it.
    pub(crate) fn table(&self, file: &str) -> Vec<(String, String)> {
        let rows = self.run_json(&["table", file]).exits_with(0).json();
        let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| (text(row, "account_id"), text(row, "external_id")))
            .collect()
    }
}

/// The accounts of a result with what became of them, in the accounts' order.
pub(crate) fn states(result: &Value) -> Vec<(String, String)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = result["accounts"].as_array().unwrap();
    let mut states: Vec<_> = rows.iter().map(|row| (text(row, "account_id"), text(row, "state"))).collect();
    states.sort();
    states
}

pub(crate) fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}
