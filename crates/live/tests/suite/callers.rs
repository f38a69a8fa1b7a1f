//! Every kind of caller that can assume a role: a user, an Identity Center session, a session of a role
//! with a path.

use crate::common::clients::account_with;
use crate::common::{Bench, find, not_green, quick};
use live::{Account, IdentityKind, verify};
use tokio_util::sync::CancellationToken;

/// A session of a role under a path, which the session's own ARN no longer shows.
async fn ops(bench: &Bench) -> Account {
    let iam = bench.iam();
    iam.create_role()
        .role_name("Ops")
        .path("/team/platform/")
        .assume_role_policy_document(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"},"Action":"sts:AssumeRole"}]}"#)
        .send()
        .await
        .unwrap();
    iam.put_role_policy()
        .role_name("Ops")
        .policy_name("all")
        .policy_document(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
        )
        .send()
        .await
        .unwrap();
    let keys = bench
        .sts("admin")
        .assume_role()
        .role_arn("arn:aws:iam::123456789012:role/team/platform/Ops")
        .role_session_name("ann")
        .send()
        .await
        .unwrap()
        .credentials
        .unwrap();
    account_with(&bench.sandbox, keys).await.with_pacing(quick())
}

#[tokio::test]
async fn whoever_can_assume_a_role_is_let_in_and_leaves_no_trace() {
    let bench = Bench::with_role().await;
    let before = bench.trust().await;
    let callers = [
        (bench.account("admin").await, IdentityKind::User, "arn:aws:iam::123456789012:user/admin"),
        (bench.account("sso").await, IdentityKind::IdentityCenter, ":role/aws-reserved/sso.amazonaws.com/"),
        (ops(&bench).await, IdentityKind::RoleSession, "arn:aws:iam::123456789012:role/team/platform/Ops"),
    ];
    for (account, kind, principal) in callers {
        let identity = account.whoami().await.unwrap();
        assert_eq!(identity.kind, kind);
        let checks =
            verify(&account, &bench.options(), &bench.undo(), &CancellationToken::new(), &|_| {}).await;
        assert_eq!(not_green(&checks), Vec::<String>::new(), "{kind:?}");
        let named = &find(&checks, "assume.caller").evidence.what;
        assert!(named.contains(principal), "with its path: {named}");
        assert_eq!(bench.trust().await, before, "{kind:?}");
        assert_eq!(bench.undo().pending().unwrap(), [], "{kind:?}");
    }
}
