//! The paths of the control endpoint.

use super::Refusal;
use crate::clock::iso;
use crate::cloud::Cloud;
use crate::events::Event;
use crate::faults::{Counted, FaultRule};
use crate::gateway;
use crate::saved::Moments;
use crate::scenario::ScenarioError;
use crate::state::propagation::Propagation;
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

/// What there is, as the index shows it and the documentation lists it.
pub(super) const PATHS: &[(&str, &str, &str)] = &[
    ("GET", "/state", "what is in the sandbox, in numbers"),
    ("GET", "/faults", "the faults in force, with what they have counted"),
    ("PUT", "/faults", "other faults: a list, as in a scenario"),
    ("DELETE", "/faults", "no faults any more"),
    ("PUT", "/propagation", "another delay of IAM's changes, as in a scenario"),
    ("POST", "/clock/advance", "moves AWS's time forward: {\"seconds\": 60}"),
    ("POST", "/clock/freeze", "stops AWS's time"),
    ("POST", "/clock/unfreeze", "lets it go on"),
    ("PUT", "/clock/skew", "AWS's clock against the clients': {\"seconds\": 1200}"),
    ("POST", "/snapshot", "holds this moment; answers its id"),
    ("GET", "/snapshot", "the ids that are held"),
    ("DELETE", "/snapshot", "lets one go: {\"id\": 1}"),
    ("POST", "/restore", "goes back to a snapshot: {\"id\": 1}"),
    ("POST", "/reset", "goes back to the start"),
    ("GET", "/accounts/ID/service-control-policies", "the SCPs over an account, by level"),
    ("PUT", "/accounts/ID/service-control-policies", "other SCPs: {\"levels\": [[POLICY, …], …]}"),
    ("GET", "/gateway/keys", "the keys of QuilrAI's gateway, without the keys themselves"),
    ("POST", "/gateway/keys", "a new key, told once: the dashboard's form, docs/gateway.md"),
    ("GET", "/gateway/keys/ID", "one of them"),
    ("PUT", "/gateway/keys/ID", "other values for it; the key itself stays"),
    ("DELETE", "/gateway/keys/ID", "takes it away"),
    ("GET", "/events", "the last requests, oldest first; ?limit=N for the last N"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seconds<T> {
    seconds: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Id {
    id: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    levels: Vec<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Does what a path asks for.
pub(super) fn act(
    cloud: &Cloud,
    method: &Method,
    path: &str,
    query: Option<&str>,
    body: &[u8],
) -> Result<Value, Refusal> {
    let done = || Ok(json!({ "done": true }));
    match (method.as_str(), path) {
        ("GET", "") => Ok(index()),
        ("GET", "/state") => Ok(state(cloud)),
        ("GET", "/faults") => Ok(json!({ "faults": faults(cloud) })),
        ("PUT", "/faults") => {
            cloud.set_faults(read::<Vec<FaultRule>>(body)?).map_err(|error| bad(&error))?;
            Ok(json!({ "faults": faults(cloud) }))
        }
        ("DELETE", "/faults") => {
            cloud.set_faults(Vec::new()).map_err(|error| bad(&error))?;
            done()
        }
        ("PUT", "/propagation") => {
            cloud.set_propagation(read::<Propagation>(body)?).map_err(|error| bad(&error))?;
            done()
        }
        ("POST", "/clock/advance") => {
            cloud.advance(Duration::from_secs(read::<Seconds<u64>>(body)?.seconds));
            Ok(clock(cloud))
        }
        ("POST", "/clock/freeze" | "/clock/unfreeze") => {
            nothing(body)?;
            cloud.freeze(path == "/clock/freeze");
            Ok(clock(cloud))
        }
        ("PUT", "/clock/skew") => {
            cloud.set_skew(read::<Seconds<i64>>(body)?.seconds);
            Ok(clock(cloud))
        }
        ("GET", "/snapshot") => Ok(json!({ "ids": cloud.moments.ids() })),
        ("POST", "/snapshot") => {
            nothing(body)?;
            let message = format!("{} snapshots are held already", Moments::MOST);
            let full = || Refusal::new(StatusCode::CONFLICT, "snapshots", message, "let one go with DELETE");
            Ok(json!({ "id": cloud.snapshot().ok_or_else(full)? }))
        }
        ("DELETE", "/snapshot") => {
            let id = read::<Id>(body)?.id;
            if cloud.moments.forget(id) { done() } else { Err(no_snapshot(id)) }
        }
        ("POST", "/restore") => {
            let id = read::<Id>(body)?.id;
            if cloud.restore(id) { done() } else { Err(no_snapshot(id)) }
        }
        ("POST", "/reset") => {
            nothing(body)?;
            cloud.reset();
            done()
        }
        ("GET", "/events") => Ok(json!({ "events": events(cloud, query)? })),
        (method @ ("GET" | "PUT"), _) if account_of(path).is_some() => {
            service_control(cloud, method, account_of(path).unwrap_or_default(), body)
        }
        _ => Err(unknown(path)),
    }
}

fn account_of(path: &str) -> Option<&str> {
    path.strip_prefix("/accounts/")?.strip_suffix("/service-control-policies")
}

fn service_control(cloud: &Cloud, method: &str, account: &str, body: &[u8]) -> Result<Value, Refusal> {
    let missing = || {
        let message = format!("there is no account `{account}`");
        Refusal::new(StatusCode::NOT_FOUND, "account", message, "GET /_sandbox/state lists them")
    };
    if method == "PUT" {
        let levels = read::<Levels>(body)?.levels;
        cloud.set_service_control(account, &levels).map_err(|error| bad(&error))?.ok_or_else(missing)?;
    }
    let world = cloud.read();
    let levels = &world.account(account).ok_or_else(missing)?.service_control;
    Ok(json!({ "levels": levels.documents() }))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        let hint = "docs/scenarios.md describes what each path takes";
        Refusal::new(StatusCode::BAD_REQUEST, "body", error.to_string(), hint)
    })
}

/// A body that says something where nothing is asked is a mistake.
fn nothing(body: &[u8]) -> Result<(), Refusal> {
    if body.is_empty() { Ok(()) } else { read::<Nothing>(body).map(|_| ()) }
}

fn bad(error: &ScenarioError) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "value", error.to_string(), error.hint())
}

fn no_snapshot(id: u64) -> Refusal {
    let message = format!("there is no snapshot {id}");
    Refusal::new(StatusCode::NOT_FOUND, "snapshot", message, "GET /_sandbox/snapshot lists them")
}

fn unknown(path: &str) -> Refusal {
    let with: Vec<&str> =
        PATHS.iter().filter(|(_, known, _)| *known == path).map(|(verb, ..)| *verb).collect();
    if with.is_empty() {
        let message = format!("there is no path `{path}`");
        return Refusal::new(StatusCode::NOT_FOUND, "path", message, "GET /_sandbox lists them");
    }
    let (message, hint) = (format!("`{path}` has no such method"), format!("use {}", with.join(" or ")));
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", message, hint)
}

fn index() -> Value {
    let paths =
        PATHS.iter().map(|(method, path, what)| json!({ "method": method, "path": path, "does": what }));
    let gateway = gateway::served().map(|(method, path)| json!({ "method": method, "path": path }));
    json!({ "paths": paths.collect::<Vec<_>>(), "gateway": gateway.collect::<Vec<_>>() })
}

fn clock(cloud: &Cloud) -> Value {
    json!({
        "now": iso(cloud.clock.now()),
        "frozen": cloud.clock.is_frozen(),
        "skew_seconds": cloud.clock.skew_seconds(),
        "waiting": cloud.clock.waiting(),
    })
}

fn faults(cloud: &Cloud) -> Vec<Value> {
    let rules = cloud.faults.rules();
    let shown =
        |Counted { rule, fitted, met, .. }: &Counted| json!({ "rule": rule, "fitted": fitted, "met": met });
    rules.iter().map(shown).collect()
}

fn state(cloud: &Cloud) -> Value {
    let world = cloud.read();
    let accounts = world.account_ids().map(|id| {
        json!({
            "id": id,
            "users": world.users(id).count(),
            "roles": world.roles(id).count(),
            "policies": world.policies(id).count(),
            "service_control_levels":
                world.account(id).map_or(0, |account| account.service_control.documents().len()),
        })
    });
    let file = cloud
        .writer
        .as_ref()
        .map(|writer| json!({ "path": writer.path().display().to_string(), "trouble": writer.trouble() }));
    json!({
        "seed": cloud.faults.ledger().seed,
        "region": cloud.region(),
        "clock": clock(cloud),
        "propagation": world.delays.propagation,
        "accounts": accounts.collect::<Vec<_>>(),
        "faults": cloud.faults.rules().len(),
        "snapshots": cloud.moments.ids(),
        "events": cloud.events.snapshot().len(),
        "state_file": file,
    })
}

fn events(cloud: &Cloud, query: Option<&str>) -> Result<Vec<Value>, Refusal> {
    let limit = match query.filter(|query| !query.is_empty()) {
        None => usize::MAX,
        Some(query) => {
            let limit = query.strip_prefix("limit=").and_then(|limit| limit.parse().ok());
            limit.ok_or_else(|| {
                let message = format!("cannot read the query `{query}`");
                Refusal::new(StatusCode::BAD_REQUEST, "query", message, "it is `limit=N`")
            })?
        }
    };
    let events = cloud.events.snapshot();
    let skipped = events.len().saturating_sub(limit);
    let shown = |event: &Event| {
        json!({
            "service": event.service,
            "operation": event.operation,
            "principal": event.principal,
            "error_code": event.error_code,
            "request_id": event.request_id,
            "at": iso(event.at),
        })
    };
    Ok(events.iter().skip(skipped).map(shown).collect())
}
