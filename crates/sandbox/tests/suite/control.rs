//! The control endpoint: what it does, and for whom it does nothing.

use crate::support::*;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn only_who_has_the_token_and_is_no_browser_gets_in() {
    let sandbox = start().await;
    let bearer = format!("Bearer {}", sandbox.control_token());
    let wrong = format!("Bearer {}", "0".repeat(64));
    let right = ("authorization", bearer.as_str());
    for (headers, status) in [
        (vec![], 401),
        (vec![("authorization", wrong.as_str())], 401),
        (vec![("authorization", sandbox.control_token())], 401),
        (vec![right, right], 401),
        (vec![right, ("origin", "http://evil.example")], 403),
        (vec![right, ("origin", "null")], 403),
        (vec![right, ("sec-fetch-site", "same-origin")], 403),
        (vec![right, ("sec-fetch-mode", "no-cors")], 403),
        (vec![right], 200),
    ] {
        let answer = control_with(&sandbox, "GET", "/state", &headers, "").await;
        assert_eq!(answer.status, status, "{headers:?}: {answer:?}");
        assert!(!answer.head.contains("access-control"), "no page may read it");
    }
    let signed = sts(&sandbox, "admin").get_caller_identity().send().await;
    assert!(signed.is_ok(), "AWS's own callers are not asked for it");
    let to = sandbox.address();
    let rebound = format!(
        "GET /_sandbox/state HTTP/1.1\r\nhost: evil.example:{}\r\nauthorization: {bearer}\r\nconnection: close\r\n\r\n",
        to.port()
    );
    assert_eq!(send_bytes(to, rebound.as_bytes()).await.status, 403, "the host is checked here too");
}

#[tokio::test]
async fn the_state_is_told_and_no_secret() {
    let sandbox = start().await;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let (status, state) = control(&sandbox, "GET", "/state", "").await;
    assert_eq!(status, 200);
    let customer = state["accounts"].as_array().unwrap().iter().find(|a| a["id"] == CUSTOMER).unwrap();
    // Beside the role that was made: Identity Center's and the two of StackSets.
    assert_eq!((&customer["roles"], &customer["users"]), (&json!(4), &json!(1)));
    let (_, events) = control(&sandbox, "GET", "/events", "").await;
    let last = events["events"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["operation"], &last["error_code"]), (&json!("PutRolePolicy"), &json!(null)));
    let (_, one) = control(&sandbox, "GET", "/events?limit=1", "").await;
    assert_eq!(one["events"], json!([last]));
    for path in ["", "/state", "/events", "/faults", "/snapshot"] {
        let (_, answer) = control(&sandbox, "GET", path, "").await;
        let told = answer.to_string();
        for identity in sandbox.identities() {
            assert!(!told.contains(&identity.secret_access_key), "{path}: the key of {}", identity.name);
            assert!(identity.session_token.as_ref().is_none_or(|token| !told.contains(token)), "{path}");
        }
        assert!(!told.contains(sandbox.control_token()), "{path}");
    }
}

#[tokio::test]
async fn faults_propagation_and_the_clock_are_set() {
    let sandbox = start().await;
    let ask = || sts(&sandbox, "admin").get_caller_identity().send();
    let rules = json!([{ "when": { "service": "sts" }, "fault": "throttle" }]).to_string();
    assert_eq!(control(&sandbox, "PUT", "/faults", &rules).await.0, 200);
    assert_eq!(code(ask().await), ("Throttling".into(), 400));
    let (_, faults) = control(&sandbox, "GET", "/faults", "").await;
    assert_eq!(faults["faults"][0]["met"], 1);
    assert_eq!(control(&sandbox, "DELETE", "/faults", "").await.0, 200);
    assert!(ask().await.is_ok());

    assert_eq!(control(&sandbox, "POST", "/clock/freeze", "").await.1["frozen"], true);
    let before = sandbox.now();
    control(&sandbox, "POST", "/clock/advance", r#"{"seconds": 90}"#).await;
    assert_eq!(sandbox.now(), before + Duration::from_secs(90));
    control(&sandbox, "PUT", "/clock/skew", r#"{"seconds": 1200}"#).await;
    assert_eq!(code(ask().await).0, "SignatureDoesNotMatch");
    control(&sandbox, "PUT", "/clock/skew", r#"{"seconds": 0}"#).await;
    assert_eq!(control(&sandbox, "POST", "/clock/unfreeze", "").await.1["frozen"], false);

    control(&sandbox, "PUT", "/propagation", r#"{"seconds": 40}"#).await;
    create_role(&sandbox, &trust_without_condition(GATEWAY_ARN), None).await;
    let assume =
        || sts(&sandbox, "gateway").assume_role().role_arn(ROLE_ARN).role_session_name("test").send();
    assert_eq!(code(assume().await).0, "AccessDenied");
    sandbox.advance(Duration::from_secs(40));
    assert!(assume().await.is_ok());
}

#[tokio::test]
async fn service_control_policies_are_set_and_shown() {
    let sandbox = start().await;
    let path = format!("/accounts/{CUSTOMER}/service-control-policies");
    let deny = json!({ "levels": [[
        { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] },
        { "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }] }
    ]] });
    assert_eq!(control(&sandbox, "PUT", &path, &deny.to_string()).await, (200, deny.clone()));
    let (_, _, message) = refusal(iam(&sandbox, "admin").list_roles().send().await);
    assert!(message.ends_with("with an explicit deny in a service control policy"), "{message}");
    assert_eq!(control(&sandbox, "GET", &path, "").await, (200, deny));
    control(&sandbox, "PUT", &path, r#"{"levels": []}"#).await;
    assert!(iam(&sandbox, "admin").list_roles().send().await.is_ok());
    let nobody = control(&sandbox, "PUT", "/accounts/1/service-control-policies", r#"{"levels": []}"#).await;
    assert_eq!((nobody.0, &nobody.1["error"]["code"]), (404, &json!("account")));
    let bad = control(&sandbox, "PUT", &path, r#"{"levels": [[{"Statement": 1}]]}"#).await;
    assert_eq!(bad.0, 400);
    assert!(bad.1["error"]["message"].as_str().unwrap().starts_with("`levels[0][0]`: "), "{bad:?}");
}

#[tokio::test]
async fn snapshots_are_taken_restored_bounded_and_let_go() {
    let sandbox = start().await;
    let (_, taken) = control(&sandbox, "POST", "/snapshot", "").await;
    let id = taken["id"].as_u64().unwrap();
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let has_role = async || iam(&sandbox, "admin").get_role().role_name(ROLE).send().await.is_ok();
    assert!(has_role().await);
    assert_eq!(control(&sandbox, "POST", "/restore", &json!({ "id": id }).to_string()).await.0, 200);
    assert!(!has_role().await);
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    assert_eq!(control(&sandbox, "POST", "/reset", "").await.0, 200);
    assert!(!has_role().await, "and the seeded callers work as before");

    let mut taken = 1;
    while control(&sandbox, "POST", "/snapshot", "").await.0 == 200 {
        taken += 1;
        assert!(taken < 100, "they are bounded");
    }
    let full = control(&sandbox, "POST", "/snapshot", "").await;
    assert_eq!((full.0, &full.1["error"]["code"]), (409, &json!("snapshots")));
    assert_eq!(control(&sandbox, "DELETE", "/snapshot", &json!({ "id": id }).to_string()).await.0, 200);
    assert_eq!(control(&sandbox, "POST", "/snapshot", "").await.0, 200);
    assert_eq!(control(&sandbox, "POST", "/restore", &json!({ "id": id }).to_string()).await.0, 404);
}

#[tokio::test]
async fn what_it_cannot_do_is_told() {
    let sandbox = start().await;
    for (method, path, body, status, code) in [
        ("GET", "/nothing", "", 404, "path"),
        ("DELETE", "/state", "", 405, "method"),
        ("PUT", "/faults", "{", 400, "body"),
        ("PUT", "/faults", r#"[{"fault":"nothing"}]"#, 400, "body"),
        ("PUT", "/faults", r#"[{"fault":"throttle","often":{"every":0}}]"#, 400, "value"),
        ("PUT", "/faults", r#"[{"fault":"throttle","when":{"operation":"AsumeRole"}}]"#, 400, "value"),
        ("POST", "/clock/advance", r#"{"seconds":-1}"#, 400, "body"),
        ("POST", "/clock/advance", r#"{"seconds":1,"minutes":1}"#, 400, "body"),
        ("POST", "/clock/freeze", r#"{"seconds":1}"#, 400, "body"),
        ("PUT", "/propagation", r#"{"seconds":2,"up_to_seconds":1}"#, 400, "value"),
        ("GET", "/events?limit=x", "", 400, "query"),
    ] {
        let (got, answer) = control(&sandbox, method, path, body).await;
        assert_eq!((got, answer["error"]["code"].as_str()), (status, Some(code)), "{method} {path} {body}");
        let remedy = answer["error"]["hint"].as_str().unwrap_or_default();
        assert!(!remedy.is_empty(), "{method} {path}: a remedy");
    }
    let large = control(&sandbox, "PUT", "/faults", &"x".repeat(300 * 1024)).await;
    assert_eq!((large.0, &large.1["error"]["code"]), (413, &json!("body")));
    // The farthest move does not overflow anything.
    let far = json!({ "seconds": u64::MAX }).to_string();
    assert_eq!(control(&sandbox, "POST", "/clock/advance", &far).await.0, 200);
    assert_eq!(control(&sandbox, "GET", "/state", "").await.0, 200);
}

#[tokio::test]
async fn the_documentation_lists_every_path() {
    let sandbox = start().await;
    let (_, index) = control(&sandbox, "GET", "", "").await;
    let text = include_str!("../../../../docs/scenarios.md");
    for path in index["paths"].as_array().unwrap() {
        let line = format!(
            "| {} | `{}` | {} |",
            path["method"].as_str().unwrap(),
            path["path"].as_str().unwrap(),
            path["does"].as_str().unwrap()
        );
        assert!(text.contains(&line), "docs/scenarios.md lacks the line:\n{line}");
    }
}
