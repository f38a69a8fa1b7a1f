//! Virtual MFA devices.

use super::World;
use crate::totp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::SystemTime;

/// How many steps a device's clock may be off, either way.
const OFF: u64 = 1;
/// The same when a device is enabled or brought back in step, with two codes one after the other.
const OFF_AT_SYNC: u64 = 10;

/// A virtual device. No `Debug`: it holds the seed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct MfaDevice {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) seed: Vec<u8>,
    pub(crate) tags: Vec<(String, String)>,
    /// `None`: nobody has enabled it.
    pub(crate) enabled: Option<Enabled>,
}

/// Who uses a device.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Enabled {
    /// A user's unique id; the account for its root user.
    pub(crate) owner: String,
    pub(crate) since: SystemTime,
    /// The step of the last code that was taken: neither it nor an earlier one is taken again.
    pub(crate) last_step: u64,
}

/// What a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// That the caller holds the device.
    Right,
    /// Nothing: it is wrong, or was used before.
    WrongCode,
    /// Nothing: the device is not the caller's.
    NotTheirs,
}

impl MfaDevice {
    /// `arn:aws:iam::ACCOUNT:mfa/PATH/NAME`
    pub(crate) fn serial(&self, account: &str) -> String {
        format!("arn:aws:iam::{account}:mfa{}{}", self.path, self.name)
    }

    /// The step of the second of two codes that follow each other; `None`: they do not, or were used.
    pub(crate) fn step_of_pair(&self, first: &str, second: &str, now: i64) -> Option<u64> {
        let here = totp::step_of(now);
        let after = self.enabled.as_ref().map_or(0, |enabled| enabled.last_step.saturating_add(1));
        (here.saturating_sub(OFF_AT_SYNC).max(after)..=here.saturating_add(OFF))
            .find(|step| totp::code(&self.seed, *step) == first && totp::code(&self.seed, step + 1) == second)
            .map(|step| step + 1)
    }
}

/// MFA devices.
impl World {
    /// An account's devices, by serial number.
    pub(crate) fn mfa_devices(&self, account: &str) -> impl Iterator<Item = (&str, &MfaDevice)> {
        let account = self.accounts.get(account);
        account.into_iter().flat_map(|account| &account.mfa_devices).map(|(id, device)| (id.as_str(), device))
    }

    /// The same, to change them.
    pub(crate) fn mfa_devices_mut(&mut self, account: &str) -> &mut BTreeMap<String, MfaDevice> {
        &mut self.account_mut(account).mfa_devices
    }

    /// Whether a user has a device enabled: such a user cannot be deleted.
    pub(crate) fn has_mfa_device(&self, account: &str, user_id: &str) -> bool {
        self.mfa_devices_of(account, user_id).next().is_some()
    }

    /// The devices of an owner, by serial number.
    pub(crate) fn mfa_devices_of<'w>(
        &'w self,
        account: &str,
        owner: &str,
    ) -> impl Iterator<Item = (&'w str, &'w Enabled)> {
        let theirs =
            self.mfa_devices(account).filter_map(|(id, device)| Some((id, device.enabled.as_ref()?)));
        theirs.filter(move |(_, enabled)| enabled.owner == owner)
    }

    /// Takes a code, which is then used.
    pub(crate) fn check_mfa(
        &mut self,
        account: &str,
        owner: &str,
        serial: &str,
        code: &str,
        now: i64,
    ) -> Verdict {
        let Some(device) = self.accounts.get_mut(account).and_then(|entry| entry.mfa_devices.get_mut(serial))
        else {
            return Verdict::NotTheirs;
        };
        let Some(enabled) = device.enabled.as_mut().filter(|enabled| enabled.owner == owner) else {
            return Verdict::NotTheirs;
        };
        let here = totp::step_of(now);
        let first = here.saturating_sub(OFF).max(enabled.last_step.saturating_add(1));
        match (first..=here.saturating_add(OFF)).find(|step| totp::code(&device.seed, *step) == code) {
            None => Verdict::WrongCode,
            Some(step) => {
                enabled.last_step = step;
                Verdict::Right
            }
        }
    }
}
