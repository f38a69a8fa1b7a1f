//! Checking many accounts.

use crate::harness::Home;
use crate::world::{ONE, ROLE, THREE, TWO, World};
use serde_json::{Value, json};

/// The role of an account as its own setup asks for it, made by hand: moto answers a stack's policies
/// as Python writes them, which is no JSON.
fn make_role(world: &mut World, folder: &str, account: &str) {
    let setup = format!("{folder}/{account}.json");
    let document = |what: &str| -> Value {
        let home = Home::new();
        home.run(&["render", what, "--setup", &setup]).exits_with(0).json()
    };
    let (trust, policy) = (document("trust"), document("permissions"));
    world.ask(json!({
        "do": "make_role", "account": account, "role": ROLE, "trust": trust,
        "policies": { "quilr-gateway-bedrock-invoke": policy },
    }));
}

#[test]
fn every_account_has_a_verdict_of_its_own() {
    let mut world = World::start();
    let file = world.rollout(&[ONE, TWO, THREE]);
    let folder = world.home.path().join("setups").to_str().unwrap().to_owned();
    world.run(&["setups", &file, "--out", &folder]).exits_with(0);
    make_role(&mut world, &folder, ONE);
    // In the third another account's ExternalId is asked for.
    let nobody = json!({ "Version": "2012-10-17", "Statement": [] });
    world.ask(json!({ "do": "make_role", "account": THREE, "role": ROLE, "trust": nobody }));
    let result = world.run_json(&["verify", &file, "--concurrency", "2"]).exits_with(1).json();
    let verdict = |account: &str| {
        let rows = result["accounts"].as_array().unwrap();
        rows.iter().find(|row| row["account_id"] == account).unwrap().clone()
    };
    assert_eq!(result["accounts"].as_array().unwrap().len(), 3);
    assert_eq!(verdict(ONE)["level"], "account", "{result:#}");
    assert_eq!(verdict(TWO)["status"], "failed", "there is no role: {result:#}");
    assert_eq!(verdict(THREE)["status"], "failed", "it lets nobody in: {result:#}");
    assert_eq!((&result["passed"], &result["cancelled"]), (&json!(false), &json!(false)));
    let order: Vec<&str> = result["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["account_id"].as_str().unwrap())
        .collect();
    assert_eq!(order, [ONE, TWO, THREE], "in the order of the list");
}
