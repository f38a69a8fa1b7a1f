//! IAM's roles: their life, what they hold, and who they trust.

use crate::support::*;

fn decode(document: Option<&str>) -> String {
    let document = document.unwrap();
    assert!(!document.contains(['{', '"', ' ', ':']), "returned URL-encoded: {document}");
    percent_encoding::percent_decode_str(document).decode_utf8().unwrap().into_owned()
}

#[tokio::test]
async fn a_role_lives_from_its_creation_to_its_end() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let create = iam.create_role().role_name(ROLE).path("/quilr/").description("for the gateway");
    let created = create
        .max_session_duration(7200)
        .tags(iam_tag("team", "ai"))
        .assume_role_policy_document(trust(GATEWAY_ARN))
        .send()
        .await
        .unwrap();
    let role = created.role().unwrap();
    assert_eq!(role.arn(), "arn:aws:iam::123456789012:role/quilr/quilr-gateway-bedrock");
    assert!(role.role_id().starts_with("AROA") && role.role_id().len() == 21, "{}", role.role_id());

    let read = iam.get_role().role_name(ROLE).send().await.unwrap();
    let read = read.role().unwrap();
    assert_eq!(read.role_id(), role.role_id());
    assert_eq!(read.description(), Some("for the gateway"));
    assert_eq!(read.max_session_duration(), Some(7200));
    assert_eq!(read.tags(), [iam_tag("team", "ai")]);
    assert_eq!(decode(read.assume_role_policy_document()), trust(GATEWAY_ARN));

    put_policy(&sandbox, PERMISSIONS).await;
    let policy = iam.get_role_policy().role_name(ROLE).policy_name("quilr-gateway-bedrock-invoke");
    let policy = policy.send().await.unwrap();
    assert_eq!(decode(Some(policy.policy_document())), PERMISSIONS);
    let names = iam.list_role_policies().role_name(ROLE).send().await.unwrap();
    assert_eq!(names.policy_names(), ["quilr-gateway-bedrock-invoke"]);
    assert!(
        iam.list_attached_role_policies()
            .role_name(ROLE)
            .send()
            .await
            .unwrap()
            .attached_policies()
            .is_empty()
    );

    iam.tag_role()
        .role_name(ROLE)
        .tags(iam_tag("Team", "platform"))
        .tags(iam_tag("a", ""))
        .send()
        .await
        .unwrap();
    let tags = iam.list_role_tags().role_name(ROLE).send().await.unwrap();
    assert_eq!(
        tags.tags(),
        [iam_tag("Team", "platform"), iam_tag("a", "")],
        "keys are unique whatever their case"
    );
    iam.untag_role().role_name(ROLE).tag_keys("A").tag_keys("unknown").send().await.unwrap();
    let tags = iam.list_role_tags().role_name(ROLE).send().await.unwrap();
    assert_eq!(tags.tags(), [iam_tag("Team", "platform")]);

    let refused = iam.delete_role().role_name(ROLE).send().await;
    let says = "Cannot delete entity, must delete policies first.";
    assert_eq!(refusal(refused), ("DeleteConflict".into(), 409, says.into()));
    iam.delete_role_policy()
        .role_name(ROLE)
        .policy_name("quilr-gateway-bedrock-invoke")
        .send()
        .await
        .unwrap();
    iam.delete_role().role_name(ROLE).send().await.unwrap();
    let gone = iam.get_role().role_name(ROLE).send().await.unwrap_err().into_service_error();
    assert!(gone.is_no_such_entity_exception(), "{gone:?}");
}

#[tokio::test]
async fn updating_a_role_without_a_duration_resets_it() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let create = iam.create_role().role_name(ROLE).max_session_duration(43200).description("kept");
    create.assume_role_policy_document(trust(GATEWAY_ARN)).send().await.unwrap();
    let told = async || {
        let role = iam.get_role().role_name(ROLE).send().await.unwrap();
        let role = role.role().unwrap();
        (role.max_session_duration().unwrap(), role.description().map(str::to_owned))
    };
    iam.update_role().role_name(ROLE).send().await.unwrap();
    assert_eq!(told().await, (3600, Some("kept".into())), "the duration goes back, the description stays");
    iam.update_role().role_name(ROLE).description("new").send().await.unwrap();
    assert_eq!(told().await, (3600, Some("new".into())));
    iam.update_role().role_name(ROLE).max_session_duration(7200).send().await.unwrap();
    assert_eq!(told().await, (7200, Some("new".into())), "the description stays");
    let described = iam.update_role_description().role_name(ROLE).description("other").send().await.unwrap();
    assert_eq!(described.role().unwrap().description(), Some("other"));
    assert_eq!(told().await, (7200, Some("other".into())));
}

#[tokio::test]
async fn what_is_there_or_is_not_is_told() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let again =
        iam.create_role().role_name("QUILR-gateway-bedrock").assume_role_policy_document(trust(GATEWAY_ARN));
    assert_eq!(
        refusal(again.send().await),
        ("EntityAlreadyExists".into(), 409, "Role with name QUILR-gateway-bedrock already exists.".into())
    );
    let gone = ("NoSuchEntity".to_owned(), 404, "The role with name nobody cannot be found.".to_owned());
    assert_eq!(refusal(iam.get_role().role_name("nobody").send().await), gone);
    assert_eq!(refusal(iam.update_role().role_name("nobody").send().await), gone);
    assert_eq!(refusal(iam.delete_role().role_name("nobody").send().await), gone);
    assert_eq!(refusal(iam.list_role_policies().role_name("nobody").send().await), gone);
    assert_eq!(refusal(iam.list_attached_role_policies().role_name("nobody").send().await), gone);
    assert_eq!(refusal(iam.list_role_tags().role_name("nobody").send().await), gone);
    assert_eq!(refusal(iam.tag_role().role_name("nobody").tags(iam_tag("a", "b")).send().await), gone);
    let update = iam.update_assume_role_policy().role_name("nobody").policy_document(trust(GATEWAY_ARN));
    assert_eq!(refusal(update.send().await), gone);
    let put = iam.put_role_policy().role_name("nobody").policy_name("p").policy_document(PERMISSIONS);
    assert_eq!(refusal(put.send().await), gone);
    let says = "The role policy with name nothing cannot be found.";
    let no_policy = ("NoSuchEntity".to_owned(), 404, says.to_owned());
    assert_eq!(refusal(iam.get_role_policy().role_name(ROLE).policy_name("nothing").send().await), no_policy);
    assert_eq!(
        refusal(iam.delete_role_policy().role_name(ROLE).policy_name("nothing").send().await),
        no_policy
    );
}

#[tokio::test]
async fn a_role_s_own_policies_decide_what_its_session_may() {
    let sandbox = start().await;
    let narrow = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetRole","Resource":"*"},{"Effect":"Deny","Action":"iam:GetRole","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/secret":"yes"}}}]}"#;
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(narrow)).await;
    let session = iam_of(&sandbox, assume(&sandbox).await, "us-east-1");
    session.get_role().role_name(ROLE).send().await.unwrap();
    let update = session.update_role().role_name(ROLE).send().await;
    assert_eq!(
        refusal(update).2,
        "User: arn:aws:sts::123456789012:assumed-role/quilr-gateway-bedrock/test is not authorized to perform: iam:UpdateRole on resource: role quilr-gateway-bedrock because no identity-based policy allows the iam:UpdateRole action"
    );
    iam(&sandbox, "admin").tag_role().role_name(ROLE).tags(iam_tag("secret", "yes")).send().await.unwrap();
    let denied = session.get_role().role_name(ROLE).send().await;
    assert!(refusal(denied).2.ends_with("with an explicit deny in an identity-based policy"));
}

#[tokio::test]
async fn aws_s_own_roles_cannot_be_changed() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let name = sandbox.identity("sso").unwrap().arn.split('/').nth(1).unwrap().to_owned();
    let attached = iam.list_attached_role_policies().role_name(&name).send().await.unwrap();
    assert_eq!(
        attached.attached_policies()[0].policy_arn(),
        Some("arn:aws:iam::aws:policy/AdministratorAccess")
    );
    let update = iam.update_assume_role_policy().role_name(&name).policy_document(trust(GATEWAY_ARN));
    assert_eq!(code(update.send().await), ("UnmodifiableEntity".into(), 400));
    assert_eq!(code(iam.delete_role().role_name(&name).send().await), ("UnmodifiableEntity".into(), 400));
}

#[tokio::test]
async fn a_deleted_principal_shows_its_id_and_matches_no_more() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let helper =
        || iam.create_role().role_name("helper").assume_role_policy_document(trust(GATEWAY_ARN)).send();
    let created = helper().await.unwrap();
    let helper_role = created.role().unwrap();
    create_role(&sandbox, &trust(helper_role.arn()), None).await;
    let shown = async || {
        let role = iam.get_role().role_name(ROLE).send().await.unwrap();
        decode(role.role().unwrap().assume_role_policy_document())
    };
    assert!(shown().await.contains(helper_role.arn()));
    iam.delete_role().role_name("helper").send().await.unwrap();
    let orphan = shown().await;
    assert!(orphan.contains(helper_role.role_id()) && !orphan.contains("helper"), "{orphan}");
    helper().await.unwrap();
    assert_eq!(shown().await, orphan, "a new role of that name is another principal");
    let put_back = iam.update_assume_role_policy().role_name(ROLE).policy_document(&orphan).send().await;
    assert_eq!(code(put_back), ("MalformedPolicyDocument".into(), 400));
}

#[tokio::test]
async fn an_account_number_is_kept_as_its_root() {
    let sandbox = start().await;
    create_role(&sandbox, &trust("975050335771"), None).await;
    let role = iam(&sandbox, "admin").get_role().role_name(ROLE).send().await.unwrap();
    assert_eq!(
        decode(role.role().unwrap().assume_role_policy_document()),
        trust("arn:aws:iam::975050335771:root")
    );
}

#[tokio::test]
async fn lists_come_in_pages_and_below_a_path() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    for n in 0..5 {
        let create = iam.create_role().role_name(format!("role-{n}")).path(if n < 3 { "/a/" } else { "/b/" });
        create.assume_role_policy_document(trust(GATEWAY_ARN)).send().await.unwrap();
    }
    let mut pages = iam.list_roles().path_prefix("/a/").max_items(2).into_paginator().send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().roles().iter().map(|role| role.role_name().to_owned()));
    }
    assert_eq!(names, ["role-0", "role-1", "role-2"]);
    let all = iam.list_roles().max_items(2).send().await.unwrap();
    assert!(all.is_truncated() && all.marker().is_some() && all.roles().len() == 2);
    assert!(all.roles().iter().all(|role| role.tags().is_empty()), "lists tell no tags");

    for n in 0..3 {
        let put = iam.put_role_policy().role_name("role-0").policy_name(format!("p{n}"));
        put.policy_document(PERMISSIONS).send().await.unwrap();
    }
    let first = iam.list_role_policies().role_name("role-0").max_items(2).send().await.unwrap();
    let second = iam.list_role_policies().role_name("role-0").set_marker(first.marker().map(str::to_owned));
    let second = second.send().await.unwrap();
    assert_eq!(
        (first.policy_names(), second.policy_names()),
        (&["p0".into(), "p1".into()][..], &["p2".into()][..])
    );
    assert!(!second.is_truncated());
}

#[tokio::test]
async fn a_user_asks_about_itself() {
    let sandbox = start().await;
    let user = iam(&sandbox, "admin").get_user().send().await.unwrap();
    let user = user.user().unwrap();
    assert_eq!((user.user_name(), user.arn()), ("admin", "arn:aws:iam::123456789012:user/admin"));
    assert!(user.user_id().starts_with("AIDA") && user.user_id().len() == 21);
    let by_session = iam(&sandbox, "sso").get_user().send().await;
    assert_eq!(refusal(by_session).2, "Must specify userName when calling with non-User credentials");
    let unknown = iam(&sandbox, "admin").get_user().user_name("nobody").send().await;
    assert_eq!(
        refusal(unknown),
        ("NoSuchEntity".into(), 404, "The user with name nobody cannot be found.".into())
    );
}
