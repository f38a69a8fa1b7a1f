//! Clients of a sandbox: AWS's SDK with somebody's keys, and this crate with a session's.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use live::{Account, Source};
use sandbox::Sandbox;

/// What a client of any service needs.
pub(crate) fn config(sandbox: &Sandbox, keys: Credentials) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(sandbox.endpoint())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build()
}

/// With the keys of one of the sandbox's callers.
pub(crate) fn config_of(sandbox: &Sandbox, who: &str) -> SdkConfig {
    let caller = sandbox.identity(who).unwrap();
    config(sandbox, Credentials::new(&caller.access_key_id, &caller.secret_access_key, None, None, "test"))
}

/// An account, with the keys that STS gave.
pub(crate) async fn account_with(sandbox: &Sandbox, keys: aws_sdk_sts::types::Credentials) -> Account {
    Account::connect(Source::Endpoint {
        url: sandbox.endpoint(),
        region: "us-east-1".to_owned(),
        access_key_id: keys.access_key_id,
        secret_access_key: keys.secret_access_key,
        session_token: Some(keys.session_token),
    })
    .await
    .unwrap()
}
