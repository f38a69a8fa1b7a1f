//! The QuilrAI keys that a command works with: of the environment, else of the keychain. Never of an
//! argument, which every other program can read.

use crate::error::Failure;
use crate::setup_args::SetupArgs;
use live::{GatewayOptions, KeySlot, KeyStore, Keys, NetworkSettings, QuilrKey};
use onboarding::fields::GatewayUrl;
use onboarding::{ProviderType, Setup};

/// The variable of a key that serves every provider type which has none of its own.
pub(crate) const VARIABLE: &str = "QUILR_API_KEY";

/// The base URL, and the keys there are for a setup.
pub(crate) async fn gateway(
    setup: &Setup,
    args: &SetupArgs,
    url: GatewayUrl,
    network: NetworkSettings,
) -> Result<GatewayOptions, Failure> {
    let mut keys = Keys::new();
    let mut trouble = None;
    let store = KeyStore::default();
    for provider_type in setup.chosen() {
        if let Some(key) = of_environment(provider_type)? {
            keys.insert(provider_type, key);
        } else if args.is_of_file() && !setup.id.is_empty() && trouble.is_none() {
            match store.get(&KeySlot { setup: setup.id.clone(), provider_type }).await {
                Ok(key) => keys.extend(key.map(|key| (provider_type, key))),
                Err(error) => trouble = Some(format!("{error}: {}", error.hint())),
            }
        }
    }
    Ok(GatewayOptions { url, keys, trouble, network })
}

/// `QUILR_API_KEY_BEDROCK_RERANK` and the like, else `QUILR_API_KEY`.
fn of_environment(provider_type: ProviderType) -> Result<Option<QuilrKey>, Failure> {
    let own = format!("{VARIABLE}_{}", provider_type.as_str().to_ascii_uppercase());
    for name in [own.as_str(), VARIABLE] {
        let Some(value) = std::env::var_os(name).filter(|value| !value.is_empty()) else { continue };
        // What is not UTF-8 is no key either.
        let given = QuilrKey::parse(&value.to_string_lossy())
            .map_err(|bad| Failure::bad_input(bad.code(), format_args!("{name}: {bad}")).hint(bad.hint()))?;
        return Ok(Some(given.key));
    }
    Ok(None)
}
