//! Managed policies: the account's own with their versions, AWS's, and permissions boundaries.

use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_iam::Client;
use aws_sdk_iam::types::{PolicyScopeType, PolicyUsageType};

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const READ: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}]}"#;
const LIST: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:List*","Resource":"*"}]}"#;

fn arn(name: &str) -> String {
    format!("arn:aws:iam::123456789012:policy/{name}")
}

async fn create_policy(iam: &Client, name: &str, document: &str) -> aws_sdk_iam::types::Policy {
    let made = iam.create_policy().policy_name(name).policy_document(document).send().await.unwrap();
    made.policy().unwrap().clone()
}

async fn counts(iam: &Client, arn: &str) -> (i32, i32) {
    let policy = iam.get_policy().policy_arn(arn).send().await.unwrap().policy().unwrap().clone();
    assert!(policy.is_attachable());
    (policy.attachment_count().unwrap(), policy.permissions_boundary_usage_count().unwrap())
}

/// A user and its client.
async fn user(sandbox: &sandbox::Sandbox, name: &str) -> Client {
    let iam = iam(sandbox, "admin");
    iam.create_user().user_name(name).send().await.unwrap();
    let made = iam.create_access_key().user_name(name).send().await.unwrap();
    let key = made.access_key().unwrap();
    let keys = Credentials::new(key.access_key_id(), key.secret_access_key(), None, None, "made");
    iam_of(sandbox, keys, "us-east-1")
}

#[tokio::test]
async fn a_policy_lives_from_its_creation_to_its_end() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let create = iam.create_policy().policy_name("Read").path("/a/b/").policy_document(READ);
    let made = create.description("to read").tags(iam_tag("k", "1")).send().await.unwrap();
    let made = made.policy().unwrap();
    assert_eq!(made.arn(), Some(arn("a/b/Read").as_str()));
    assert!(made.policy_id().unwrap().starts_with("ANPA") && made.policy_id().unwrap().len() == 21);
    assert_eq!((made.default_version_id(), made.description()), (Some("v1"), None));
    let read = iam.get_policy().policy_arn(arn("a/b/Read")).send().await.unwrap();
    let read = read.policy().unwrap();
    assert_eq!((read.description(), read.tags()), (Some("to read"), &[iam_tag("k", "1")][..]));
    assert_eq!(read.create_date(), read.update_date());
    let again = iam.create_policy().policy_name("READ").policy_document(READ).send().await;
    let says = "A policy called READ already exists. Duplicate names are not allowed.";
    assert_eq!(refusal(again), ("EntityAlreadyExists".into(), 409, says.into()));

    iam.tag_policy().policy_arn(arn("a/b/Read")).tags(iam_tag("K", "2")).send().await.unwrap();
    let tags = iam.list_policy_tags().policy_arn(arn("a/b/Read")).send().await.unwrap();
    assert_eq!(
        tags.tags(),
        [iam_tag("K", "2"), iam_tag("k", "1")],
        "a policy's tag keys differ by their case"
    );
    iam.untag_policy().policy_arn(arn("a/b/Read")).tag_keys("k").send().await.unwrap();
    let tags = iam.list_policy_tags().policy_arn(arn("a/b/Read")).send().await.unwrap();
    assert_eq!(tags.tags(), [iam_tag("K", "2")]);

    iam.delete_policy().policy_arn(arn("a/b/Read")).send().await.unwrap();
    let gone = |says: &str| ("NoSuchEntity".to_owned(), 404, format!("Policy {} {says}", arn("a/b/Read")));
    let at = arn("a/b/Read");
    assert_eq!(refusal(iam.get_policy().policy_arn(&at).send().await), gone("was not found."));
    assert_eq!(refusal(iam.delete_policy().policy_arn(&at).send().await), gone("was not found."));
    assert_eq!(refusal(iam.list_policy_tags().policy_arn(&at).send().await), gone("was not found."));
    assert_eq!(
        refusal(iam.get_policy_version().policy_arn(&at).version_id("v1").send().await),
        gone("version v1 does not exist or is not attachable.")
    );
    let attach = iam.attach_user_policy().user_name("admin").policy_arn(&at).send().await;
    assert_eq!(refusal(attach), gone("does not exist or is not attachable."));
    let detach = iam.detach_user_policy().user_name("admin").policy_arn(&at).send().await;
    assert_eq!(refusal(detach), gone("was not found."));
}

#[tokio::test]
async fn the_version_in_force_decides() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let own = user(&sandbox, "u").await;
    create_policy(&iam, "p", READ).await;
    iam.attach_user_policy().user_name("u").policy_arn(arn("p")).send().await.unwrap();
    own.get_user().send().await.unwrap();
    assert_eq!(code(own.list_users().send().await), ("AccessDenied".into(), 403));

    let version = |document: &str, default: bool| {
        let create = iam.create_policy_version().policy_arn(arn("p")).policy_document(document);
        create.set_as_default(default).send()
    };
    let second = version(LIST, false).await.unwrap();
    let second = second.policy_version().unwrap();
    assert_eq!((second.version_id(), second.is_default_version()), (Some("v2"), false));
    assert!(second.document().is_none());
    assert_eq!(code(own.list_users().send().await), ("AccessDenied".into(), 403), "it is not in force yet");
    iam.set_default_policy_version().policy_arn(arn("p")).version_id("v2").send().await.unwrap();
    own.list_users().send().await.unwrap();
    assert_eq!(code(own.get_user().send().await), ("AccessDenied".into(), 403));

    let default = iam.delete_policy_version().policy_arn(arn("p")).version_id("v2").send().await;
    let says = "Cannot delete the default version of a policy.";
    assert_eq!(refusal(default), ("DeleteConflict".into(), 409, says.into()));
    for number in 3..=5 {
        let made = version(READ, number == 5).await.unwrap();
        assert_eq!(made.policy_version().unwrap().version_id(), Some(format!("v{number}").as_str()));
    }
    own.get_user().send().await.unwrap();
    let says = "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.";
    assert_eq!(refusal(version(READ, false).await), ("LimitExceeded".into(), 409, says.into()));
    iam.delete_policy_version().policy_arn(arn("p")).version_id("v1").send().await.unwrap();
    let sixth = version(READ, false).await.unwrap();
    assert_eq!(sixth.policy_version().unwrap().version_id(), Some("v6"), "numbers are not used again");

    let first = iam.list_policy_versions().policy_arn(arn("p")).max_items(3).send().await.unwrap();
    let ids = |versions: &[aws_sdk_iam::types::PolicyVersion]| {
        versions.iter().map(|version| version.version_id().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(first.versions()), ["v6", "v5", "v4"]);
    assert_eq!(first.versions().iter().filter(|version| version.is_default_version()).count(), 1);
    let rest = iam.list_policy_versions().policy_arn(arn("p")).marker(first.marker().unwrap());
    assert_eq!(ids(rest.send().await.unwrap().versions()), ["v3", "v2"]);
    let read = iam.get_policy_version().policy_arn(arn("p")).version_id("v2").send().await.unwrap();
    let document = read.policy_version().unwrap().document().unwrap().to_owned();
    assert_eq!(percent_encoding::percent_decode_str(&document).decode_utf8().unwrap(), LIST);
    let missing = iam.set_default_policy_version().policy_arn(arn("p")).version_id("v9").send().await;
    let says = format!("Policy {} version v9 does not exist or is not attachable.", arn("p"));
    assert_eq!(refusal(missing), ("NoSuchEntity".into(), 404, says));

    let conflict = |says: &str| ("DeleteConflict".to_owned(), 409, says.to_owned());
    let delete = async || refusal(iam.delete_policy().policy_arn(arn("p")).send().await);
    assert_eq!(delete().await, conflict("Cannot delete a policy attached to entities."));
    iam.detach_user_policy().user_name("u").policy_arn(arn("p")).send().await.unwrap();
    assert_eq!(
        delete().await,
        conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."
        )
    );
}

#[tokio::test]
async fn attaching_counts_and_takes_ten_at_most() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    for n in (0..11).rev() {
        create_policy(&iam, &format!("p{n:02}"), READ).await;
    }
    let attach =
        |n: i32| iam.attach_role_policy().role_name(ROLE).policy_arn(arn(&format!("p{n:02}"))).send();
    for n in (0..10).rev() {
        attach(n).await.unwrap();
        attach(n).await.unwrap();
    }
    let says = "Cannot exceed quota for PoliciesPerRole: 10";
    assert_eq!(refusal(attach(10).await), ("LimitExceeded".into(), 409, says.into()));
    assert_eq!(counts(&iam, &arn("p03")).await, (1, 0), "attached twice is attached once");

    let mut names = Vec::new();
    let mut pages = iam.list_attached_role_policies().role_name(ROLE).max_items(3).into_paginator().send();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        names.extend(page.attached_policies().iter().map(|policy| policy.policy_name().unwrap().to_owned()));
    }
    let expected: Vec<String> = (0..10).map(|n| format!("p{n:02}")).collect();
    assert_eq!(names, expected, "every one of them, once, whatever the order of attaching");

    iam.attach_user_policy().user_name("admin").policy_arn(arn("p03")).send().await.unwrap();
    iam.put_user_permissions_boundary()
        .user_name("admin")
        .permissions_boundary(ADMINISTRATOR)
        .send()
        .await
        .unwrap();
    assert_eq!(counts(&iam, &arn("p03")).await, (2, 0));
    let seeded = "the seeded admin, the sign-in role, the role of StackSets; the boundary";
    assert_eq!(counts(&iam, ADMINISTRATOR).await, (3, 1), "{seeded}");
    let entities = iam.list_entities_for_policy().policy_arn(arn("p03")).send().await.unwrap();
    assert_eq!(entities.policy_users()[0].user_name(), Some("admin"));
    assert_eq!(entities.policy_roles()[0].role_name(), Some(ROLE));
    let first = iam.list_entities_for_policy().policy_arn(arn("p03")).max_items(1).send().await.unwrap();
    assert_eq!((first.policy_users().len(), first.policy_roles().len(), first.is_truncated()), (1, 0, true));
    let rest = iam.list_entities_for_policy().policy_arn(arn("p03")).marker(first.marker().unwrap());
    assert_eq!(rest.send().await.unwrap().policy_roles().len(), 1);
    let by_use = iam.list_entities_for_policy().policy_arn(ADMINISTRATOR);
    let by_use = by_use.policy_usage_filter(PolicyUsageType::PermissionsBoundary).send().await.unwrap();
    assert_eq!((by_use.policy_users().len(), by_use.policy_roles().len()), (1, 0));
    let refused = iam.delete_role().role_name(ROLE).send().await;
    assert_eq!(refusal(refused).2, "Cannot delete entity, must detach all policies first.");
    iam.detach_role_policy().role_name(ROLE).policy_arn(arn("p03")).send().await.unwrap();
    let twice = iam.detach_role_policy().role_name(ROLE).policy_arn(arn("p03")).send().await;
    assert_eq!(refusal(twice), ("NoSuchEntity".into(), 404, format!("Policy {} was not found.", arn("p03"))));
}

#[tokio::test]
async fn the_lists_take_scope_path_and_use() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    for (name, path) in [("one", "/"), ("two", "/x/"), ("three", "/x/")] {
        iam.create_policy().policy_name(name).path(path).policy_document(READ).send().await.unwrap();
    }
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    iam.attach_role_policy().role_name(ROLE).policy_arn(arn("one")).send().await.unwrap();
    let boundary = iam.put_role_permissions_boundary().role_name(ROLE).permissions_boundary(arn("x/two"));
    boundary.send().await.unwrap();
    let names = |list: &aws_sdk_iam::operation::list_policies::ListPoliciesOutput| {
        list.policies().iter().map(|policy| policy.policy_name().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let local = || iam.list_policies().scope(PolicyScopeType::Local);
    assert_eq!(names(&local().send().await.unwrap()), ["one", "three", "two"]);
    assert_eq!(names(&local().path_prefix("/x/").send().await.unwrap()), ["three", "two"]);
    assert_eq!(names(&local().only_attached(true).send().await.unwrap()), ["one"]);
    let as_boundary = local().policy_usage_filter(PolicyUsageType::PermissionsBoundary).send().await.unwrap();
    assert_eq!(names(&as_boundary), ["two"]);
    assert_eq!(as_boundary.policies()[0].permissions_boundary_usage_count(), Some(1));
    let of_aws = names(&iam.list_policies().scope(PolicyScopeType::Aws).send().await.unwrap());
    for name in ["AdministratorAccess", "AmazonBedrockFullAccess", "AmazonBedrockReadOnly", "PowerUserAccess"]
    {
        assert!(of_aws.iter().any(|known| known == name), "{name} of {of_aws:?}");
    }
    let mut all = Vec::new();
    let mut pages = iam.list_policies().max_items(4).into_paginator().send();
    while let Some(page) = pages.next().await {
        all.extend(names(&page.unwrap()));
    }
    assert_eq!(all.len(), of_aws.len() + 3);
}

#[tokio::test]
async fn aws_s_own_policies_decide_and_cannot_be_changed() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let own = user(&sandbox, "u").await;
    let read_only = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    iam.attach_user_policy().user_name("u").policy_arn(read_only).send().await.unwrap();
    own.list_users().send().await.unwrap();
    assert_eq!(code(own.create_user().user_name("x").send().await), ("AccessDenied".into(), 403));
    let bedrock = "arn:aws:iam::aws:policy/AmazonBedrockFullAccess";
    let policy = iam.get_policy().policy_arn(bedrock).send().await.unwrap().policy().unwrap().clone();
    let version = policy.default_version_id().unwrap();
    let document = iam.get_policy_version().policy_arn(bedrock).version_id(version).send().await.unwrap();
    let document = document.policy_version().unwrap().document().unwrap().to_owned();
    let text = percent_encoding::percent_decode_str(&document).decode_utf8().unwrap().into_owned();
    assert!(text.contains("\"bedrock:*\""), "{text}");
    for arn in [bedrock, read_only] {
        let refused = [
            code(iam.delete_policy().policy_arn(arn).send().await),
            code(iam.create_policy_version().policy_arn(arn).policy_document(READ).send().await),
            code(iam.delete_policy_version().policy_arn(arn).version_id("v1").send().await),
            code(iam.set_default_policy_version().policy_arn(arn).version_id("v1").send().await),
        ];
        assert!(refused.iter().all(|refused| *refused == ("AccessDenied".into(), 403)), "{refused:?}");
    }
    iam.attach_user_policy()
        .user_name("u")
        .policy_arn("arn:aws:iam::aws:policy/AWSDenyAll")
        .send()
        .await
        .unwrap();
    let denied = refusal(own.list_users().send().await).2;
    assert!(denied.ends_with("with an explicit deny in an identity-based policy"), "{denied}");
}

#[tokio::test]
async fn documents_arns_and_sizes_that_iam_does_not_take() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_policy(&iam, "p", READ).await;
    let old = READ.replace("2012-10-17", "2008-10-17");
    let resources: Vec<String> =
        (0..130).map(|n| format!("\"arn:aws:iam::123456789012:user/long-name-{n:06}\"")).collect();
    let long = READ.replace("\"*\"", &format!("[{}]", resources.join(",")));
    let malformed = |says: &str| ("MalformedPolicyDocument".to_owned(), 400, says.to_owned());
    let table = [
        ("{".to_owned(), malformed("This policy contains invalid Json")),
        (old, malformed("Policy document must be version 2012-10-17 or greater.")),
        (
            READ.replace("\"Effect\"", "\"Principal\":\"*\",\"Effect\""),
            malformed("Policy document should not specify a principal."),
        ),
        (long, ("LimitExceeded".to_owned(), 409, "Cannot exceed quota for PolicySize: 6144".to_owned())),
    ];
    for (document, refused) in table {
        let create = iam.create_policy().policy_name("q").policy_document(&document).send().await;
        assert_eq!(refusal(create), refused, "{document}");
        let version =
            iam.create_policy_version().policy_arn(arn("p")).policy_document(&document).send().await;
        assert_eq!(refusal(version), refused, "{document}");
    }
    for (arn, code) in [
        ("longpolicynamebutnoarn", "ValidationError"),
        ("arn:aws:iam::123456789012:user/someone", "InvalidInput"),
        ("arn:aws-cn:iam::aws:policy/AdministratorAccess", "InvalidInput"),
    ] {
        let refused = (code.to_owned(), 400, format!("ARN {arn} is not valid."));
        assert_eq!(
            refusal(iam.attach_user_policy().user_name("admin").policy_arn(arn).send().await),
            refused
        );
        assert_eq!(refusal(iam.get_policy().policy_arn(arn).send().await), refused);
    }
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let at = arn("p");
    for (form, says) in [
        ("CreatePolicy&PolicyName=x".to_owned(), "Value null at 'policyDocument' failed"),
        ("CreatePolicy&PolicyName=x&PolicyDocument=x&Path=x".into(), "Value 'x' at 'path' failed"),
        (
            format!("GetPolicyVersion&PolicyArn={at}&VersionId=1"),
            r"Value '1' at 'versionId' failed to satisfy constraint: Member must satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?",
        ),
        ("ListPolicies&Scope=Mine".into(), "Member must satisfy enum value set: [All, AWS, Local]"),
        ("ListPolicies&PolicyUsageFilter=x".into(), "Value 'x' at 'policyUsageFilter' failed"),
        (
            format!("ListEntitiesForPolicy&PolicyArn={at}&EntityFilter=x"),
            "Value 'x' at 'entityFilter' failed",
        ),
        ("PutRolePermissionsBoundary&RoleName=x".into(), "Value null at 'permissionsBoundary' failed"),
    ] {
        let raw = Raw::query(&format!("Version=2010-05-08&Action={form}")).sign(to, &keys).send(to).await;
        let plain = raw.plain();
        assert!(
            raw.status == 400 && plain.contains("<Code>ValidationError</Code>") && plain.contains(says),
            "{form}: {raw:?}"
        );
    }
}

#[tokio::test]
async fn a_policy_s_refusals_name_it_as_aws_does() {
    let sandbox = start().await;
    let own = user(&sandbox, "u").await;
    let who = "User: arn:aws:iam::123456789012:user/u is not authorized to perform:";
    let because = |action: &str| format!("because no identity-based policy allows the {action} action");
    let table = [
        (
            refusal(own.create_policy().policy_name("p").policy_document(READ).send().await),
            "iam:CreatePolicy",
            "policy p".to_owned(),
        ),
        (
            refusal(own.get_policy().policy_arn(arn("p")).send().await),
            "iam:GetPolicy",
            format!("policy {}", arn("p")),
        ),
        (refusal(own.list_policies().send().await), "iam:ListPolicies", "policy path /".into()),
        (
            refusal(own.attach_role_policy().role_name("r").policy_arn(arn("p")).send().await),
            "iam:AttachRolePolicy",
            "role r".into(),
        ),
        (refusal(own.list_users().send().await), "iam:ListUsers", "arn:aws:iam::123456789012:user/".into()),
        (
            refusal(own.create_user().user_name("x").send().await),
            "iam:CreateUser",
            "arn:aws:iam::123456789012:user/x".into(),
        ),
        (refusal(own.create_access_key().send().await), "iam:CreateAccessKey", "user u".into()),
        (refusal(own.get_account_summary().send().await), "iam:GetAccountSummary", "*".into()),
    ];
    for (refused, action, resource) in table {
        let says = format!("{who} {action} on resource: {resource} {}", because(action));
        assert_eq!(refused, ("AccessDenied".into(), 403, says));
    }
}

#[tokio::test]
async fn a_boundary_limits_and_must_exist() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_policy(&iam, "limit", READ).await;
    let create = iam.create_role().role_name(ROLE).assume_role_policy_document(trust(GATEWAY_ARN));
    let made = create.permissions_boundary(arn("limit")).send().await.unwrap();
    let boundary = made.role().unwrap().permissions_boundary().unwrap().clone();
    assert_eq!(boundary.permissions_boundary_arn(), Some(arn("limit").as_str()));
    assert_eq!(boundary.permissions_boundary_type().unwrap().as_str(), "Policy");
    iam.attach_role_policy().role_name(ROLE).policy_arn(ADMINISTRATOR).send().await.unwrap();
    let session = iam_of(&sandbox, assume(&sandbox).await, "us-east-1");
    session.get_role().role_name(ROLE).send().await.unwrap();
    let denied = refusal(session.list_users().send().await).2;
    assert!(denied.ends_with("because no permissions boundary allows the iam:ListUsers action"), "{denied}");
    let listed = iam.list_roles().send().await.unwrap();
    assert!(
        listed.roles().iter().all(|role| role.permissions_boundary().is_none()),
        "lists tell no boundary"
    );

    let says = "Cannot delete a policy attached to entities.";
    let delete = iam.delete_policy().policy_arn(arn("limit")).send().await;
    assert_eq!(refusal(delete), ("DeleteConflict".into(), 409, says.into()));
    let version = iam.create_policy_version().policy_arn(arn("limit")).policy_document(LIST);
    version.set_as_default(true).send().await.unwrap();
    session.list_users().send().await.unwrap();
    assert_eq!(code(session.get_role().role_name(ROLE).send().await), ("AccessDenied".into(), 403));
    iam.delete_role_permissions_boundary().role_name(ROLE).send().await.unwrap();
    session.get_role().role_name(ROLE).send().await.unwrap();
    let read = iam.get_role().role_name(ROLE).send().await.unwrap();
    assert!(read.role().unwrap().permissions_boundary().is_none());

    let says = format!("Scope ARN: {} does not exist or is not attachable.", arn("nothing"));
    let missing = ("NoSuchEntity".to_owned(), 404, says);
    let put = iam.put_role_permissions_boundary().role_name(ROLE).permissions_boundary(arn("nothing"));
    assert_eq!(refusal(put.send().await), missing);
    let put = iam.put_user_permissions_boundary().user_name("admin").permissions_boundary(arn("nothing"));
    assert_eq!(refusal(put.send().await), missing);
    let create = iam.create_user().user_name("x").permissions_boundary(arn("nothing"));
    assert_eq!(refusal(create.send().await), missing);
    let create = iam.create_role().role_name("x").assume_role_policy_document(trust(GATEWAY_ARN));
    assert_eq!(refusal(create.permissions_boundary(arn("nothing")).send().await), missing);
    let wrong = "arn:aws:iam::123456789012:not_a_policy/invalid";
    let put = iam.put_role_permissions_boundary().role_name(ROLE).permissions_boundary(wrong).send().await;
    assert_eq!(refusal(put), ("InvalidInput".into(), 400, format!("ARN {wrong} is not valid.")));
    let nobody = iam.put_role_permissions_boundary().role_name("nobody").permissions_boundary(ADMINISTRATOR);
    assert_eq!(refusal(nobody.send().await).2, "The role with name nobody cannot be found.");
}

#[tokio::test]
async fn conditions_can_ask_for_the_policy_and_the_boundary() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let own = user(&sandbox, "u").await;
    create_policy(&iam, "limit", READ).await;
    let rights = format!(
        r#"{{"Version":"2012-10-17","Statement":[
        {{"Effect":"Allow","Action":["iam:CreateUser","iam:PutUserPermissionsBoundary","iam:PutUserPolicy"],"Resource":"*","Condition":{{"StringEquals":{{"iam:PermissionsBoundary":"{0}"}}}}}},
        {{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{{"ArnEquals":{{"iam:PolicyARN":"{0}"}}}}}}]}}"#,
        arn("limit")
    );
    iam.put_user_policy().user_name("u").policy_name("p").policy_document(rights).send().await.unwrap();
    let denied = ("AccessDenied".to_owned(), 403);
    assert_eq!(code(own.create_user().user_name("x").send().await), denied);
    own.create_user().user_name("x").permissions_boundary(arn("limit")).send().await.unwrap();
    let put =
        |name: &str| own.put_user_policy().user_name(name).policy_name("p").policy_document(READ).send();
    put("x").await.unwrap();
    assert_eq!(code(put("admin").await), denied, "it has no boundary");
    let boundary = own.put_user_permissions_boundary().user_name("x").permissions_boundary(ADMINISTRATOR);
    assert_eq!(code(boundary.send().await), denied, "the new one counts");
    own.attach_user_policy().user_name("x").policy_arn(arn("limit")).send().await.unwrap();
    assert_eq!(code(own.attach_user_policy().user_name("x").policy_arn(ADMINISTRATOR).send().await), denied);
}
