//! What the admin of the sandbox's account does before a test.

use crate::clients::config_of;
use sandbox::Sandbox;

/// IAM, as the admin.
pub(crate) fn iam(sandbox: &Sandbox) -> aws_sdk_iam::Client {
    aws_sdk_iam::Client::new(&config_of(sandbox, "admin"))
}

/// STS, as the admin.
pub(crate) fn sts(sandbox: &Sandbox) -> aws_sdk_sts::Client {
    aws_sdk_sts::Client::new(&config_of(sandbox, "admin"))
}

/// Makes a role with this trust policy, which may read IAM.
pub(crate) async fn role(sandbox: &Sandbox, name: &str, trust: &str) {
    let iam = iam(sandbox);
    iam.create_role().role_name(name).assume_role_policy_document(trust).send().await.unwrap();
    let all = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}"#;
    iam.put_role_policy().role_name(name).policy_name("all").policy_document(all).send().await.unwrap();
}

/// A role that everybody in the account may assume who has the right to.
pub(crate) async fn role_for_the_account(sandbox: &Sandbox, name: &str) {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}"#;
    role(sandbox, name, trust).await;
}
