//! What the admin of the sandbox's account does before a test.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use sandbox::Sandbox;

fn admin(sandbox: &Sandbox) -> SdkConfig {
    let admin = sandbox.identity("admin").unwrap();
    let keys = Credentials::new(&admin.access_key_id, &admin.secret_access_key, None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(sandbox.endpoint())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build()
}

/// IAM, as the admin.
pub(crate) fn iam(sandbox: &Sandbox) -> aws_sdk_iam::Client {
    aws_sdk_iam::Client::new(&admin(sandbox))
}

/// STS, as the admin.
pub(crate) fn sts(sandbox: &Sandbox) -> aws_sdk_sts::Client {
    aws_sdk_sts::Client::new(&admin(sandbox))
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
