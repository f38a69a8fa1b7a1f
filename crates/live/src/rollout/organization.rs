//! The accounts of the organization, as its management account or a delegated administrator sees them.

use crate::account::Account;
use crate::error::LiveError;
use onboarding::Pack;
use onboarding::rollout::{AccountList, list_of};

/// Every account of the organization; those that are not active are left out with a note.
///
/// # Errors
/// [`LiveError::AccessDenied`] where the caller is neither; whatever else AWS refuses.
pub async fn organization_accounts(account: &Account, pack: &Pack) -> Result<AccountList, LiveError> {
    account.whoami().await?;
    let client = aws_sdk_organizations::Client::new(account.config());
    let mut all = Vec::new();
    let mut next: Option<String> = None;
    let mut backoff = account.pacing().backoff(account.pacing().trust_window);
    loop {
        let answer = client
            .list_accounts()
            .set_next_token(next.clone())
            .send()
            .await
            .map_err(|error| account.asked().error("organizations:ListAccounts", &error));
        let answer = match answer {
            Err(error) if error.is_throttle() && backoff.again().await => continue,
            answer => answer?,
        };
        for found in answer.accounts.unwrap_or_default() {
            all.push((
                found.id.unwrap_or_default(),
                found.name.unwrap_or_default(),
                found.status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            ));
        }
        next = answer.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            return Ok(list_of(all, pack));
        }
    }
}
