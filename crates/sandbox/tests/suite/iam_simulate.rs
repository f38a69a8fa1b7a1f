//! The policy simulator: decisions, what brought them about, and what is missing.

use crate::support::*;
use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, PolicyEvaluationDecisionType as Decision};

const GROUND: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::kept/*"},{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"},"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#;

fn entry(name: &str, kind: ContextKeyTypeEnum, values: &[&str]) -> ContextEntry {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    ContextEntry::builder()
        .context_key_name(name)
        .context_key_type(kind)
        .set_context_key_values(Some(values))
        .build()
}

#[tokio::test]
async fn a_user_s_policies_are_simulated_as_they_would_decide() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    iam.create_user().user_name("u").path("/p/").send().await.unwrap();
    let user = "arn:aws:iam::123456789012:user/p/u";
    iam.put_user_policy().user_name("u").policy_name("ground").policy_document(GROUND).send().await.unwrap();
    let simulate = || iam.simulate_principal_policy().policy_source_arn(user);
    let answer = simulate()
        .action_names("s3:GetObject")
        .action_names("s3:DeleteObject")
        .action_names("sqs:SendMessage")
        .action_names("ec2:RunInstances")
        .resource_arns("arn:aws:s3:::kept/a")
        .send()
        .await
        .unwrap();
    let results = answer.evaluation_results();
    let decisions: Vec<_> =
        results.iter().map(|r| (r.eval_action_name(), r.eval_decision().clone())).collect();
    assert_eq!(
        decisions,
        [
            ("s3:GetObject", Decision::Allowed),
            ("s3:DeleteObject", Decision::ExplicitDeny),
            ("sqs:SendMessage", Decision::ImplicitDeny),
            ("ec2:RunInstances", Decision::ImplicitDeny),
        ]
    );
    let matched = results[0].matched_statements();
    assert_eq!(matched[0].source_policy_id(), Some("user_u_ground"));
    assert_eq!(matched[0].source_policy_type().unwrap().as_str(), "IAM Policy");
    let start = matched[0].start_position().unwrap();
    assert_eq!((start.line(), start.column()), (1, 38), "behind the list's bracket");
    assert_eq!(results[1].matched_statements().len(), 1, "of a denial, only what denies");
    assert!(results[2].matched_statements().is_empty());
    assert_eq!(results[3].missing_context_values(), ["aws:RequestedRegion", "aws:MultiFactorAuthPresent"]);
    let specific = &results[1].resource_specific_results()[0];
    assert_eq!(specific.eval_resource_name(), "arn:aws:s3:::kept/a");
    assert_eq!(specific.eval_resource_decision(), &Decision::ExplicitDeny);

    let met = simulate()
        .action_names("ec2:RunInstances")
        .context_entries(entry("aws:RequestedRegion", ContextKeyTypeEnum::String, &["eu-west-1"]))
        .context_entries(entry("aws:MultiFactorAuthPresent", ContextKeyTypeEnum::Boolean, &["true"]))
        .send()
        .await
        .unwrap();
    let met = &met.evaluation_results()[0];
    assert_eq!((met.eval_decision(), met.eval_resource_name()), (&Decision::Allowed, Some("*")));
    assert!(met.missing_context_values().is_empty() && met.resource_specific_results().is_empty());

    let keys = iam.get_context_keys_for_principal_policy().policy_source_arn(user).send().await.unwrap();
    assert_eq!(keys.context_key_names(), ["aws:RequestedRegion", "aws:MultiFactorAuthPresent"]);
}

#[tokio::test]
async fn of_several_resources_the_most_restrictive_decision_is_told() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let answer = iam
        .simulate_custom_policy()
        .policy_input_list(GROUND)
        .action_names("s3:DeleteObject")
        .resource_arns("arn:aws:s3:::free/a")
        .resource_arns("arn:aws:s3:::kept/a")
        .send()
        .await
        .unwrap();
    let [result] = answer.evaluation_results() else { panic!("one result an action: {answer:?}") };
    assert_eq!(result.eval_decision(), &Decision::ExplicitDeny);
    let each: Vec<_> =
        result.resource_specific_results().iter().map(|r| r.eval_resource_decision().clone()).collect();
    assert_eq!(each, [Decision::Allowed, Decision::ExplicitDeny]);
    assert_eq!(result.matched_statements()[0].source_policy_id(), Some("PolicyInputList.1"));
}

#[tokio::test]
async fn managed_policies_boundaries_and_the_session_s_role_bear_on_it() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    create_role(&sandbox, &trust(GATEWAY_ARN), Some(PERMISSIONS)).await;
    let attach = iam.attach_role_policy().role_name(ROLE);
    attach.policy_arn("arn:aws:iam::aws:policy/AdministratorAccess").send().await.unwrap();
    let model = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    let simulate = || {
        let simulate = iam.simulate_principal_policy().policy_source_arn(ROLE_ARN);
        simulate.action_names("bedrock:InvokeModel").resource_arns(model)
    };
    let answer = simulate().send().await.unwrap();
    let result = &answer.evaluation_results()[0];
    assert_eq!((result.eval_decision(), result.eval_resource_name()), (&Decision::Allowed, Some(model)));
    let ids: Vec<_> = result.matched_statements().iter().map(|s| s.source_policy_id().unwrap()).collect();
    assert_eq!(ids, ["role_quilr-gateway-bedrock_quilr-gateway-bedrock-invoke", "AdministratorAccess"]);
    let end = result.matched_statements()[1].end_position().unwrap();
    assert_eq!((end.line(), end.column()), (8, 6), "in the document as AWS publishes it");
    assert!(result.permissions_boundary_decision_detail().is_none());

    let limit = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"#;
    let limited = simulate().permissions_boundary_policy_input_list(limit).send().await.unwrap();
    let limited = &limited.evaluation_results()[0];
    assert_eq!(limited.eval_decision(), &Decision::ImplicitDeny);
    assert!(!limited.permissions_boundary_decision_detail().unwrap().allowed_by_permissions_boundary());
    let added = simulate().action_names("iam:GetRole").policy_input_list(GROUND);
    let added = added.permissions_boundary_policy_input_list(limit).send().await.unwrap();
    assert_eq!(added.evaluation_results()[1].eval_decision(), &Decision::Allowed);

    // The page's role, seen by a right on another account's role: what its owner says is not simulated.
    let assume = iam.simulate_custom_policy().policy_input_list(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}"#,
    );
    let assume = assume.action_names("sts:AssumeRole").resource_arns("arn:aws:iam::111122223333:role/x");
    let assume = assume.send().await.unwrap();
    let assume = &assume.evaluation_results()[0];
    assert_eq!(assume.eval_decision(), &Decision::Allowed);
    let at = assume.matched_statements()[0].start_position().unwrap();
    assert_eq!((at.line(), at.column()), (1, 38), "a statement without a list: behind its own brace");
}

#[tokio::test]
async fn a_resource_policy_of_another_account_is_told_side_by_side() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let caller = "arn:aws:iam::123456789012:user/admin";
    let bucket = |principal: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}]}}"#
        )
    };
    let simulate = |principal: &str| {
        let simulate = iam.simulate_custom_policy().policy_input_list(GROUND).caller_arn(caller);
        let simulate = simulate.action_names("s3:GetObject").resource_arns("arn:aws:s3:::b/k");
        simulate.resource_policy(bucket(principal)).resource_owner("111122223333").send()
    };
    let allowed = simulate(caller).await.unwrap();
    let allowed = &allowed.evaluation_results()[0];
    assert_eq!(allowed.eval_decision(), &Decision::Allowed);
    let details = allowed.eval_decision_details().unwrap();
    assert_eq!(details.get("IAM Policy"), Some(&Decision::Allowed));
    assert_eq!(details.get("Resource Policy"), Some(&Decision::Allowed));
    let refused = simulate("arn:aws:iam::123456789012:user/other").await.unwrap();
    let refused = &refused.evaluation_results()[0];
    assert_eq!(refused.eval_decision(), &Decision::ImplicitDeny);
    assert_eq!(
        refused.eval_decision_details().unwrap().get("Resource Policy"),
        Some(&Decision::ImplicitDeny)
    );
}

#[tokio::test]
async fn organizations_and_pages() {
    let sandbox = start().await;
    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let scp =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;
    let form = format!(
        "Version=2010-05-08&Action=SimulateCustomPolicy&PolicyInputList.member.1={}&ActionNames.member.1=s3:GetObject&ActionNames.member.2=s3:PutObject&OrderedOrganizationPolicyInputList.member.1.ServiceControlPolicyInputList.member.1={}",
        encode(GROUND),
        encode(scp)
    );
    let whole = Raw::query(&form).sign(to, &keys).send(to).await;
    let decided: Vec<&str> =
        whole.body.split("<EvalDecision>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(decided, ["allowed", "implicitDeny"], "{whole:?}");
    let told: Vec<&str> = whole
        .body
        .split("<AllowedByOrganizations>")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert_eq!(told, ["true", "false"]);

    let iam = iam(&sandbox, "admin");
    let simulate = || {
        let simulate = iam.simulate_custom_policy().policy_input_list(GROUND);
        simulate.action_names("s3:GetObject").action_names("s3:PutObject").action_names("sqs:SendMessage")
    };
    let first = simulate().max_items(2).send().await.unwrap();
    assert_eq!((first.evaluation_results().len(), first.is_truncated()), (2, true));
    let rest = simulate().marker(first.marker().unwrap()).send().await.unwrap();
    assert_eq!(rest.evaluation_results()[0].eval_action_name(), "sqs:SendMessage");
}

#[tokio::test]
async fn context_keys_come_from_conditions_and_variables() {
    let sandbox = start().await;
    // The example of the AWS CLI's documentation.
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2015-08-16T12:00:00Z"}}}}"#;
    let keys = iam(&sandbox, "admin").get_context_keys_for_custom_policy().policy_input_list(text);
    assert_eq!(keys.send().await.unwrap().context_key_names(), ["aws:username", "aws:CurrentTime"]);
}

#[tokio::test]
async fn what_cannot_be_simulated_is_refused() {
    let sandbox = start().await;
    let iam = iam(&sandbox, "admin");
    let session = "arn:aws:sts::123456789012:assumed-role/x/y";
    let unclear = iam.simulate_principal_policy().policy_source_arn(session).action_names("s3:GetObject");
    assert_eq!(
        refusal(unclear.send().await),
        (
            "InvalidInput".into(),
            400,
            format!("Invalid Entity Arn: {session} does not clearly define entity type and name.")
        )
    );
    let nobody = iam.simulate_principal_policy().policy_source_arn("arn:aws:iam::123456789012:user/nobody");
    assert_eq!(
        refusal(nobody.action_names("s3:GetObject").send().await),
        ("NoSuchEntity".into(), 404, "The user with name nobody cannot be found.".into())
    );
    let custom = || iam.simulate_custom_policy();
    let cases = [
        custom().policy_input_list("{").action_names("s3:GetObject"),
        custom().policy_input_list(GROUND).action_names("GetObject"),
        custom().policy_input_list(GROUND).action_names("s3:GetObject").resource_arns("bucket"),
        custom().policy_input_list(GROUND).action_names("s3:GetObject").resource_policy(GROUND),
        custom().policy_input_list(GROUND).action_names("s3:GetObject").caller_arn(session),
        custom().policy_input_list(GROUND).action_names("s3:GetObject").context_entries(entry(
            "aws:MultiFactorAuthPresent",
            ContextKeyTypeEnum::Boolean,
            &["perhaps"],
        )),
    ];
    for case in cases {
        assert_eq!(code(case.clone().send().await), ("InvalidInput".into(), 400), "{case:?}");
    }
    let unserved = custom().policy_input_list(GROUND).action_names("s3:GetObject");
    let unserved = unserved.resource_handling_option("EC2-VPC-EBS").send().await;
    assert_eq!(code(unserved), ("NotImplemented".into(), 501));
    let gateway = crate::support::iam(&sandbox, "gateway");
    let denied = gateway.simulate_custom_policy().policy_input_list(GROUND).action_names("s3:GetObject");
    assert_eq!(code(denied.send().await), ("AccessDenied".into(), 403));

    let (to, keys) = (sandbox.address(), seeded(&sandbox, "admin"));
    for (form, says) in [
        ("SimulateCustomPolicy&ActionNames.member.1=s3:GetObject", "Value null at 'policyInputList' failed"),
        ("SimulateCustomPolicy&PolicyInputList.member.1=%7B%7D", "Value null at 'actionNames' failed"),
        (
            "SimulatePrincipalPolicy&ActionNames.member.1=s3:GetObject",
            "Value null at 'policySourceArn' failed",
        ),
        (
            "SimulateCustomPolicy&PolicyInputList.member.1=%7B%7D&ActionNames.member.1=x",
            "Value '[x]' at 'actionNames' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 3, Member must not be null]",
        ),
        ("GetContextKeysForCustomPolicy", "Value null at 'policyInputList' failed"),
    ] {
        let raw = Raw::query(&format!("Version=2010-05-08&Action={form}")).sign(to, &keys).send(to).await;
        let plain = raw.plain();
        assert!(
            raw.status == 400 && plain.contains("<Code>ValidationError</Code>") && plain.contains(says),
            "{form}: {raw:?}"
        );
    }
    let many: String = (1..=900)
        .map(|n| format!("&ActionNames.member.{n}=s3:A{n}&ResourceArns.member.{n}=arn:aws:s3:::b{n}"))
        .collect();
    let text = percent_encoding::utf8_percent_encode(GROUND, percent_encoding::NON_ALPHANUMERIC).to_string();
    let form = format!(
        "Version=2010-05-08&Action=SimulateCustomPolicy&MaxItems=1000&PolicyInputList.member.1={text}{many}"
    );
    let huge = Raw::query(&form).sign(to, &keys).send(to).await;
    assert!(
        huge.status == 400 && huge.body.contains("<Code>InvalidInput</Code>"),
        "bounded: {}",
        huge.status
    );
}
