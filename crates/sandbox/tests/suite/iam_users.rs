//! IAM's users and access keys: their life, what they may, and what is refused.

use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_iam::types::StatusType;
use std::time::Duration;

const READ_USERS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}"#;

async fn create_user(iam: &aws_sdk_iam::Client, name: &str) -> aws_sdk_iam::types::User {
    iam.create_user().user_name(name).send().await.unwrap().user().unwrap().clone()
}

async fn create_key(iam: &aws_sdk_iam::Client, name: &str) -> Credentials {
    let made = iam.create_access_key().user_name(name).send().await.unwrap();
    let key = made.access_key().unwrap();
    assert_eq!((key.user_name(), key.status()), (name, &StatusType::Active));
    Credentials::new(key.access_key_id(), key.secret_access_key(), None, None, "made")
}

#[tokio::test]
async fn a_user_lives_from_its_creation_to_its_end() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let create = iam.create_user().user_name("Alice").path("/team/").tags(iam_tag("a", "1"));
    let user = create.send().await.unwrap().user().unwrap().clone();
    assert_eq!(user.arn(), "arn:aws:iam::123456789012:user/team/Alice");
    assert!(user.user_id().starts_with("AIDA") && user.user_id().len() == 21);
    assert_eq!(user.tags(), [iam_tag("a", "1")]);
    let read = iam.get_user().user_name("alice").send().await.unwrap();
    assert_eq!(read.user().unwrap(), &user, "names are the same whatever their case");
    let again = iam.create_user().user_name("ALICE").send().await;
    let says = "User with name ALICE already exists.";
    assert_eq!(refusal(again), ("EntityAlreadyExists".into(), 409, says.into()));

    iam.tag_user().user_name("Alice").tags(iam_tag("A", "2")).tags(iam_tag("b", "")).send().await.unwrap();
    let tags = iam.list_user_tags().user_name("Alice").send().await.unwrap();
    assert_eq!(tags.tags(), [iam_tag("A", "2"), iam_tag("b", "")]);
    iam.untag_user().user_name("Alice").tag_keys("B").send().await.unwrap();
    assert_eq!(iam.list_user_tags().user_name("Alice").send().await.unwrap().tags(), [iam_tag("A", "2")]);

    create_user(&iam, "bob").await;
    let below = iam.list_users().path_prefix("/te").send().await.unwrap();
    assert_eq!(below.users().iter().map(|user| user.user_name()).collect::<Vec<_>>(), ["Alice"]);
    assert!(below.users()[0].tags().is_empty(), "lists tell no tags");
    let mut names = Vec::new();
    let mut pages = iam.list_users().max_items(1).into_paginator().send();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().users().iter().map(|user| user.user_name().to_owned()));
    }
    assert_eq!(names, ["admin", "Alice", "bob"]);

    iam.delete_user().user_name("Alice").send().await.unwrap();
    let gone = ("NoSuchEntity".to_owned(), 404, "The user with name Alice cannot be found.".to_owned());
    assert_eq!(refusal(iam.get_user().user_name("Alice").send().await), gone);
    assert_eq!(refusal(iam.delete_user().user_name("Alice").send().await), gone);
    assert_eq!(refusal(iam.update_user().user_name("Alice").send().await), gone);
    assert_eq!(refusal(iam.create_access_key().user_name("Alice").send().await), gone);
    assert_eq!(refusal(iam.list_user_policies().user_name("Alice").send().await), gone);
    assert_eq!(refusal(iam.list_attached_user_policies().user_name("Alice").send().await), gone);
    assert_eq!(refusal(iam.list_groups_for_user().user_name("Alice").send().await), gone);
}

#[tokio::test]
async fn what_holds_a_user_is_told_before_it_is_deleted() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_user(&iam, "u").await;
    let keys = create_key(&iam, "u").await;
    let put = iam.put_user_policy().user_name("u").policy_name("p").policy_document(READ_USERS);
    put.send().await.unwrap();
    let arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    iam.attach_user_policy().user_name("u").policy_arn(arn).send().await.unwrap();
    let delete = async || refusal(iam.delete_user().user_name("u").send().await);
    let conflict = |says: &str| ("DeleteConflict".to_owned(), 409, says.to_owned());
    assert_eq!(delete().await, conflict("Cannot delete entity, must detach all policies first."));
    iam.detach_user_policy().user_name("u").policy_arn(arn).send().await.unwrap();
    assert_eq!(delete().await, conflict("Cannot delete entity, must delete policies first."));
    iam.delete_user_policy().user_name("u").policy_name("p").send().await.unwrap();
    assert_eq!(delete().await, conflict("Cannot delete entity, must delete access keys first."));
    let delete_key = iam.delete_access_key().user_name("u").access_key_id(keys.access_key_id());
    delete_key.send().await.unwrap();
    iam.delete_user().user_name("u").send().await.unwrap();
}

#[tokio::test]
async fn a_key_made_through_the_api_acts_as_its_user() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_user(&iam, "u").await;
    let keys = create_key(&iam, "u").await;
    let who = sts_of(&sandbox, keys.clone(), "us-east-1").get_caller_identity().send().await.unwrap();
    assert_eq!(who.arn(), Some("arn:aws:iam::123456789012:user/u"));
    let own = iam_of(&sandbox, keys.clone(), "us-east-1");
    assert_eq!(code(own.get_user().send().await), ("AccessDenied".into(), 403));
    let put = iam.put_user_policy().user_name("u").policy_name("p").policy_document(READ_USERS);
    put.send().await.unwrap();
    assert_eq!(own.get_user().send().await.unwrap().user().unwrap().user_name(), "u");
    let read = iam.get_user_policy().user_name("u").policy_name("p").send().await.unwrap();
    let text = percent_encoding::percent_decode_str(read.policy_document()).decode_utf8().unwrap();
    assert_eq!(text, READ_USERS, "as it was given");

    let update = |status| {
        let update = iam.update_access_key().user_name("u").access_key_id(keys.access_key_id());
        update.status(status).send()
    };
    update(StatusType::Inactive).await.unwrap();
    let listed = iam.list_access_keys().user_name("u").send().await.unwrap();
    assert_eq!(listed.access_key_metadata()[0].status(), Some(&StatusType::Inactive));
    assert_eq!(code(own.get_user().send().await), ("InvalidClientTokenId".into(), 403));
    update(StatusType::Active).await.unwrap();
    own.get_user().send().await.unwrap();
    let delete = iam.delete_access_key().user_name("u").access_key_id(keys.access_key_id());
    delete.send().await.unwrap();
    assert_eq!(code(own.get_user().send().await), ("InvalidClientTokenId".into(), 403));
}

#[tokio::test]
async fn a_new_key_works_after_the_delay() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_user(&iam, "u").await;
    sandbox.set_propagation_delay(Duration::from_secs(10));
    let keys = create_key(&iam, "u").await;
    let sts = sts_of(&sandbox, keys, "us-east-1");
    assert_eq!(code(sts.get_caller_identity().send().await), ("InvalidClientTokenId".into(), 403));
    sandbox.advance(Duration::from_secs(11));
    sts.get_caller_identity().send().await.unwrap();
}

#[tokio::test]
async fn the_quotas_of_users_have_their_texts() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_user(&iam, "u").await;
    create_key(&iam, "u").await;
    create_key(&iam, "u").await;
    let third = iam.create_access_key().user_name("u").send().await;
    let limit = |says: &str| ("LimitExceeded".to_owned(), 409, says.to_owned());
    assert_eq!(refusal(third), limit("Cannot exceed quota for AccessKeysPerUser: 2"));
    let resources: Vec<String> =
        (0..60).map(|n| format!("\"arn:aws:iam::123456789012:user/{n:05}\"")).collect();
    let long = READ_USERS.replace("\"*\"", &format!("[{}]", resources.join(",")));
    let put = iam.put_user_policy().user_name("u").policy_name("p").policy_document(&long).send().await;
    assert_eq!(refusal(put), limit("Maximum policy size of 2048 bytes exceeded for user u"));
    let missing = iam.get_user_policy().user_name("u").policy_name("p").send().await;
    assert_eq!(
        refusal(missing),
        ("NoSuchEntity".into(), 404, "The user policy with name p cannot be found.".into())
    );
}

#[tokio::test]
async fn without_a_name_the_caller_s_own_keys_are_meant() {
    let sandbox = start().await;
    let admin = iam(&sandbox, "admin");
    let own = admin.list_access_keys().send().await.unwrap();
    assert_eq!(own.access_key_metadata().len(), 1);
    assert_eq!(own.access_key_metadata()[0].user_name(), Some("admin"));
    let by_session = iam(&sandbox, "sso").list_access_keys().send().await;
    assert_eq!(
        refusal(by_session),
        (
            "ValidationError".into(),
            400,
            "Must specify userName when calling with non-User credentials".into()
        )
    );
    let root = iam(&sandbox, "root");
    let before = root.list_access_keys().send().await.unwrap().access_key_metadata().len();
    let made = root.create_access_key().send().await.unwrap();
    let key = made.access_key().unwrap();
    let keys = Credentials::new(key.access_key_id(), key.secret_access_key(), None, None, "root");
    let who = sts_of(&sandbox, keys, "us-east-1").get_caller_identity().send().await.unwrap();
    assert_eq!(who.arn(), Some("arn:aws:iam::123456789012:root"));
    let after = root.list_access_keys().send().await.unwrap().access_key_metadata().len();
    assert_eq!((before, after), (1, 2));
    assert_eq!(root.get_user().send().await.unwrap().user().unwrap().user_id(), CUSTOMER);
    let others = admin.delete_access_key().access_key_id(key.access_key_id()).send().await;
    let says = format!("The Access Key with id {} cannot be found.", key.access_key_id());
    assert_eq!(refusal(others), ("NoSuchEntity".into(), 404, says), "it is not the caller's");
}

#[tokio::test]
async fn the_last_use_of_a_key_and_of_a_role_is_told() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_user(&iam, "u").await;
    let keys = create_key(&iam, "u").await;
    let last = async || {
        let answer = iam.get_access_key_last_used().access_key_id(keys.access_key_id()).send().await.unwrap();
        assert_eq!(answer.user_name(), Some("u"));
        answer.access_key_last_used().unwrap().clone()
    };
    let unused = last().await;
    assert_eq!((unused.service_name(), unused.region()), ("N/A", "N/A"));
    assert!(unused.last_used_date().is_none());
    sandbox.advance(Duration::from_secs(3600));
    sts_of(&sandbox, keys.clone(), "eu-west-1").get_caller_identity().send().await.unwrap();
    let used = last().await;
    assert_eq!((used.service_name(), used.region()), ("sts", "eu-west-1"));
    let now = sandbox.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let at = u64::try_from(used.last_used_date().unwrap().secs()).unwrap();
    assert!(at <= now && now - at < 600, "by the sandbox's clock: {at}, {now}");
    let unknown = iam.get_access_key_last_used().access_key_id("AKIAIOSFODNN7EXAMPLE").send().await;
    assert_eq!(
        refusal(unknown),
        (
            "AccessDenied".into(),
            403,
            "User: arn:aws:iam::123456789012:user/admin is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE".into()
        )
    );

    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let role_last = async || {
        let role = iam.get_role().role_name(ROLE).send().await.unwrap();
        let last = role.role().unwrap().role_last_used().unwrap().clone();
        last.region().map(str::to_owned)
    };
    assert_eq!(role_last().await, None);
    let session = assume(&sandbox).await;
    assert_eq!(role_last().await, None, "being assumed is no use of it");
    sts_of(&sandbox, session, "us-west-2").get_caller_identity().send().await.unwrap();
    assert_eq!(role_last().await.as_deref(), Some("us-west-2"));
}

#[tokio::test]
async fn a_renamed_user_stays_who_it_is() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let user = create_user(&iam, "before").await;
    let keys = create_key(&iam, "before").await;
    create_role(&sandbox, &trust_without_condition(user.arn()), None).await;
    let shown = async || {
        let role = iam.get_role().role_name(ROLE).send().await.unwrap();
        let text = role.role().unwrap().assume_role_policy_document().unwrap().to_owned();
        percent_encoding::percent_decode_str(&text).decode_utf8().unwrap().into_owned()
    };
    create_user(&iam, "taken").await;
    let taken = iam.update_user().user_name("before").new_user_name("Taken").send().await;
    let says = "User with name Taken already exists.";
    assert_eq!(refusal(taken), ("EntityAlreadyExists".into(), 409, says.into()));
    let rename = iam.update_user().user_name("before").new_user_name("after").new_path("/new/");
    rename.send().await.unwrap();
    let renamed = iam.get_user().user_name("after").send().await.unwrap();
    let renamed = renamed.user().unwrap();
    assert_eq!(renamed.user_id(), user.user_id());
    assert_eq!(renamed.arn(), "arn:aws:iam::123456789012:user/new/after");
    assert!(shown().await.contains(renamed.arn()), "the trust policy follows");
    let assume = sts_of(&sandbox, keys.clone(), "us-east-1").assume_role().role_arn(ROLE_ARN);
    assume.role_session_name("test").send().await.unwrap();
    let listed = iam.list_access_keys().user_name("after").send().await.unwrap();
    assert_eq!(listed.access_key_metadata()[0].user_name(), Some("after"));

    iam.delete_access_key().user_name("after").access_key_id(keys.access_key_id()).send().await.unwrap();
    iam.delete_user().user_name("after").send().await.unwrap();
    let orphan = shown().await;
    assert!(orphan.contains(user.user_id()) && !orphan.contains("after"), "{orphan}");
    create_user(&iam, "after").await;
    assert_eq!(shown().await, orphan, "a new user of that name is another principal");
}

#[tokio::test]
async fn what_is_said_of_users_against_the_model_is_refused() {
    let sandbox = start().await;
    let long = "x".repeat(65);
    let table = [
        (
            "CreateUser".to_owned(),
            "Value null at 'userName' failed to satisfy constraint: Member must not be null",
        ),
        (format!("CreateUser&UserName={long}"), "Member must have length less than or equal to 64"),
        ("CreateUser&UserName=x&Path=a".into(), "Value 'a' at 'path' failed to satisfy constraint"),
        (
            "CreateUser&UserName=x&PermissionsBoundary=short".into(),
            "Value 'short' at 'permissionsBoundary' failed to satisfy constraint: Member must have length greater than or equal to 20",
        ),
        (
            "UpdateUser&UserName=x&NewUserName=a%20b".into(),
            "Value 'a b' at 'newUserName' failed to satisfy constraint",
        ),
        ("UpdateUser&UserName=x&NewPath=a".into(), "Value 'a' at 'newPath' failed to satisfy constraint"),
        ("UpdateAccessKey&AccessKeyId=AKIAIOSFODNN7EXAMPLE".into(), "Value null at 'status' failed"),
        (
            "UpdateAccessKey&AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=On".into(),
            "Value 'On' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]",
        ),
        ("DeleteAccessKey&AccessKeyId=short".into(), "Member must have length greater than or equal to 16"),
        ("GetAccessKeyLastUsed&AccessKeyId=with-hyphens-in-it".into(), r"regular expression pattern: [\w]+"),
        ("PutUserPolicy&UserName=x&PolicyName=p".into(), "Value null at 'policyDocument' failed"),
        (
            "UntagUser&UserName=x&TagKeys.member.1=%23".into(),
            r"Value '[#]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+, Member must not be null]",
        ),
        ("ListUsers&PathPrefix=x".into(), "at 'pathPrefix' failed to satisfy constraint"),
        ("AttachUserPolicy&UserName=x&PolicyArn=short".into(), "Value 'short' at 'policyArn' failed"),
    ];
    for (form, says) in table {
        assert_invalid(&sandbox, &form, says).await;
    }
}

#[tokio::test]
async fn the_account_is_summed_up() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    create_user(&iam, "u").await;
    // Beside the sign-in role and the two roles of StackSets.
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let raw = Raw::query("Version=2010-05-08&Action=GetAccountSummary").sign(to, &keys).send(to).await;
    for (key, value) in
        [("Users", 2), ("Roles", 4), ("AccessKeysPerUserQuota", 2), ("VersionsPerPolicyQuota", 5)]
    {
        let entry = format!("<entry><key>{key}</key><value>{value}</value></entry>");
        assert!(raw.body.contains(&entry), "{entry}: {raw:?}");
    }
    assert!(iam.list_account_aliases().send().await.unwrap().account_aliases().is_empty());
    let profiles = iam.list_instance_profiles_for_role().role_name(ROLE).send().await.unwrap();
    assert!(profiles.instance_profiles().is_empty() && !profiles.is_truncated());
}
