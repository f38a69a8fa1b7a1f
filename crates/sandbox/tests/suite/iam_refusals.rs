//! What IAM refuses, in its words: documents, values, quotas, callers without the right.

use crate::support::*;

#[tokio::test]
async fn a_caller_without_the_right_is_refused_by_name() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "gateway");
    let create =
        iam.create_role().role_name("x").assume_role_policy_document(trust(GATEWAY_ARN)).send().await;
    assert_eq!(
        refusal(create),
        (
            "AccessDenied".into(),
            403,
            "User: arn:aws:iam::975050335771:user/quilr-gateway is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::975050335771:role/x because no identity-based policy allows the iam:CreateRole action".into()
        )
    );
    let get = iam.get_role().role_name("x").send().await;
    assert_eq!(
        refusal(get).2,
        "User: arn:aws:iam::975050335771:user/quilr-gateway is not authorized to perform: iam:GetRole on resource: role x because no identity-based policy allows the iam:GetRole action"
    );
    assert_eq!(code(iam.list_roles().send().await), ("AccessDenied".into(), 403));
    assert_eq!(code(iam.get_user().send().await), ("AccessDenied".into(), 403));
}

#[tokio::test]
async fn documents_that_iam_does_not_take() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let before = iam.get_role().role_name(ROLE).send().await.unwrap();
    let valid = trust(GATEWAY_ARN);
    let trusts = [
        ("{".to_owned(), "This policy contains invalid Json"),
        (
            valid.replace("sts:AssumeRole", "s3:GetObject"),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (valid.replace("\"Action\"", "\"Resource\":\"*\",\"Action\""), "Has prohibited field Resource"),
        (
            valid.replace(GATEWAY_ARN, "arn:aws:iam::975050335771:user/nobody"),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::975050335771:user/nobody\"",
        ),
        (
            valid.replace(GATEWAY_ARN, "arn:aws:iam::123456789012:role/nobody"),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::123456789012:role/nobody\"",
        ),
        (
            valid.replace(GATEWAY_ARN, "arn:aws:iam::111122223333:user/x"),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/x\"",
        ),
        (
            valid.replace(GATEWAY_ARN, "arn:aws:iam::975050335771:user/*"),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::975050335771:user/*\"",
        ),
        (
            valid.replace(GATEWAY_ARN, "arn:aws-cn:iam::975050335771:root"),
            "Invalid principal in policy: \"AWS\":\"arn:aws-cn:iam::975050335771:root\"",
        ),
        (
            valid.replace(GATEWAY_ARN, "AIDAAAAAAAAAAAAAAAAAA"),
            "Invalid principal in policy: \"AWS\":\"AIDAAAAAAAAAAAAAAAAAA\"",
        ),
        (
            valid.replace("\"AWS\"", "\"Service\""),
            "Invalid principal in policy: \"SERVICE\":\"arn:aws:iam::975050335771:user/quilr-gateway\"",
        ),
    ];
    for (document, says) in trusts {
        let refused = ("MalformedPolicyDocument".to_owned(), 400, says.to_owned());
        let update = iam.update_assume_role_policy().role_name(ROLE).policy_document(&document).send().await;
        assert_eq!(refusal(update), refused, "{document}");
        let create = iam.create_role().role_name("other").assume_role_policy_document(&document).send().await;
        assert_eq!(refusal(create), refused, "{document}");
    }
    let twice = r#"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let permissions = [
        ("not json".to_owned(), "This policy contains invalid Json"),
        (
            PERMISSIONS.replace("\"Effect\"", "\"Principal\":\"*\",\"Effect\""),
            "Policy document should not specify a principal.",
        ),
        (
            PERMISSIONS.replace("arn:aws:bedrock:*::foundation-model/*", "model"),
            "Resource model must be in ARN format or \"*\".",
        ),
        (twice.to_owned(), "Statement IDs (SID) in a single policy must be unique."),
    ];
    for (document, says) in permissions {
        let put =
            iam.put_role_policy().role_name(ROLE).policy_name("p").policy_document(&document).send().await;
        assert_eq!(refusal(put), ("MalformedPolicyDocument".into(), 400, says.into()), "{document}");
    }
    let after = iam.get_role().role_name(ROLE).send().await.unwrap();
    assert_eq!(before.role(), after.role(), "a refused change changes nothing");
    assert_eq!(iam.list_role_policies().role_name(ROLE).send().await.unwrap().policy_names().len(), 1);
}

#[tokio::test]
async fn quotas_have_their_texts() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_role(&sandbox, &trust(GATEWAY_ARN), None).await;
    let ids: Vec<String> = (0..150).map(|n| format!("\"{EXTERNAL_ID}{n}\"")).collect();
    let long = trust(GATEWAY_ARN).replace(&format!("\"{EXTERNAL_ID}\""), &format!("[{}]", ids.join(",")));
    let update = iam.update_assume_role_policy().role_name(ROLE).policy_document(&long).send().await;
    assert_eq!(
        refusal(update),
        ("LimitExceeded".into(), 409, "Cannot exceed quota for ACLSizePerRole: 2048".into())
    );
    let spaced = trust(GATEWAY_ARN).replace(',', &format!(",{}", " ".repeat(1000)));
    iam.update_assume_role_policy().role_name(ROLE).policy_document(&spaced).send().await.unwrap();

    let resources: Vec<String> =
        (0..110).map(|n| format!("\"arn:aws:bedrock:*::foundation-model/model-number-{n:05}\"")).collect();
    let half = PERMISSIONS
        .replace("\"arn:aws:bedrock:*::foundation-model/*\"", &format!("[{}]", resources.join(",")));
    let put =
        |name: &str| iam.put_role_policy().role_name(ROLE).policy_name(name).policy_document(&half).send();
    put("one").await.unwrap();
    put("one").await.unwrap();
    let says = format!("Maximum policy size of 10240 bytes exceeded for role {ROLE}");
    assert_eq!(refusal(put("two").await), ("LimitExceeded".into(), 409, says));

    let many =
        |from: usize, to: usize| (from..to).map(|n| iam_tag(&format!("k{n}"), "v")).collect::<Vec<_>>();
    iam.tag_role().role_name(ROLE).set_tags(Some(many(0, 50))).send().await.unwrap();
    iam.tag_role().role_name(ROLE).set_tags(Some(many(0, 50))).send().await.unwrap();
    let over = iam.tag_role().role_name(ROLE).set_tags(Some(many(50, 51))).send().await;
    assert_eq!(code(over), ("LimitExceeded".into(), 409));
    let at_once = iam.tag_role().role_name(ROLE).set_tags(Some(many(0, 51))).send().await;
    assert_eq!(code(at_once), ("ValidationError".into(), 400));
    for tags in [vec![iam_tag("a", "1"), iam_tag("A", "2")], vec![iam_tag("aws:x", "1")]] {
        let refused = iam.tag_role().role_name(ROLE).set_tags(Some(tags)).send().await;
        assert_eq!(code(refused), ("InvalidInput".into(), 400));
    }
}

#[tokio::test]
async fn values_out_of_the_model_are_refused() {
    let sandbox = start().await;
    let encoded =
        percent_encoding::utf8_percent_encode(&trust(GATEWAY_ARN), percent_encoding::NON_ALPHANUMERIC)
            .to_string();
    let d = format!("AssumeRolePolicyDocument={encoded}");
    let long = "x".repeat(65);
    let description = "x".repeat(1001);
    let table = [
        (
            format!("CreateRole&{d}"),
            "Value null at 'roleName' failed to satisfy constraint: Member must not be null",
        ),
        (
            "CreateRole&RoleName=x".into(),
            "Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null",
        ),
        (
            format!("CreateRole&{d}&RoleName=a%20b"),
            r"Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+",
        ),
        (
            format!("CreateRole&{d}&RoleName="),
            "Value '' at 'roleName' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (format!("CreateRole&{d}&RoleName={long}"), "Member must have length less than or equal to 64"),
        (
            format!("CreateRole&{d}&RoleName=x&Path=nope"),
            r"Value 'nope' at 'path' failed to satisfy constraint: Member must satisfy regular expression pattern: (\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
        ),
        (
            format!("CreateRole&{d}&RoleName=x&MaxSessionDuration=3599"),
            "Value '3599' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
        ),
        (
            format!("CreateRole&{d}&RoleName=x&MaxSessionDuration=43201"),
            "Member must have value less than or equal to 43200",
        ),
        (
            format!("CreateRole&{d}&RoleName=x&Description={description}"),
            "Member must have length less than or equal to 1000",
        ),
        (
            format!("CreateRole&{d}&RoleName=x&Description=%E2%82%AC"),
            "Member must satisfy regular expression pattern",
        ),
        (
            format!("CreateRole&{d}&RoleName=x&Tags.member.1.Key=a"),
            "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
        ),
        (
            format!("CreateRole&{d}&RoleName=x&Tags.member.1.Key=%23&Tags.member.1.Value="),
            "Value '#' at 'tags.1.member.key' failed to satisfy constraint",
        ),
        (
            "CreateRole&RoleName=x&AssumeRolePolicyDocument=%E2%82%AC".into(),
            "Member must satisfy regular expression pattern",
        ),
        ("GetRole&RoleName=a/b".into(), "at 'roleName' failed to satisfy constraint"),
        (
            "UpdateRole&RoleName=x&MaxSessionDuration=0".into(),
            "Member must have value greater than or equal to 3600",
        ),
        (
            "PutRolePolicy&RoleName=x&PolicyName=a%20b&PolicyDocument=x".into(),
            r"Value 'a b' at 'policyName' failed to satisfy constraint",
        ),
        (
            "GetRolePolicy&RoleName=x".into(),
            "Value null at 'policyName' failed to satisfy constraint: Member must not be null",
        ),
        (
            "TagRole&RoleName=x".into(),
            "Value null at 'tags' failed to satisfy constraint: Member must not be null",
        ),
        (
            "UntagRole&RoleName=x".into(),
            "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
        ),
        (
            "ListRoles&MaxItems=0".into(),
            "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ),
        ("ListRoles&MaxItems=1001".into(), "Member must have value less than or equal to 1000"),
        ("ListRoles&PathPrefix=x".into(), "at 'pathPrefix' failed to satisfy constraint"),
        ("ListRoles&Marker=zzz".into(), "Invalid Marker."),
        ("GetUser&UserName=a/b".into(), "at 'userName' failed to satisfy constraint"),
    ];
    for (form, says) in table {
        assert_invalid(&sandbox, &form, says).await;
    }
    assert_eq!(
        iam(&sandbox, "admin").list_roles().send().await.unwrap().roles().len(),
        3,
        "nothing was made: there are Identity Center's and the two of StackSets"
    );
}
