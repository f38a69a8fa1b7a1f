//! Virtual MFA devices. The codes go by the sandbox's clock.

use super::rules::{Check, EXISTING_USER_NAME, PATH};
use super::target::USER;
use super::users::asked_or_own;
use super::{Page, authorize, limit_exceeded, tags};
use crate::clock::{epoch_seconds, iso};
use crate::cloud::{Call, Operation};
use crate::error::ApiError;
use crate::ids::{base32, random_bytes};
use crate::qr;
use crate::state::World;
use crate::state::entity::EntityKind;
use crate::state::mfa::{Enabled, MfaDevice};
use crate::validate::{Pattern, Text, words_and};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use aws_smithy_types::base64;
use axum::http::StatusCode;

/// What is served.
pub(super) const CREATE: Operation = Operation { name: "CreateVirtualMFADevice", run: create };
pub(super) const DEACTIVATE: Operation = Operation { name: "DeactivateMFADevice", run: deactivate };
pub(super) const DELETE: Operation = Operation { name: "DeleteVirtualMFADevice", run: delete };
pub(super) const ENABLE: Operation = Operation { name: "EnableMFADevice", run: enable };
pub(super) const LIST: Operation = Operation { name: "ListMFADevices", run: list };
pub(super) const LIST_VIRTUAL: Operation = Operation { name: "ListVirtualMFADevices", run: list_virtual };
pub(super) const RESYNC: Operation = Operation { name: "ResyncMFADevice", run: resync };

/// "You can assign up to eight MFA devices to a user": IAM and STS quotas.
const MOST_OF_A_USER: usize = 8;
/// Devices of an account that nobody has enabled are bounded by its users times eight in AWS; here by
/// this, so that the world does not grow without end.
const MOST_OF_AN_ACCOUNT: usize = 1000;

/// The model gives it no greatest length; with its ARN it must fit a serial number.
const DEVICE_NAME: Text = Text {
    min: 1,
    max: 226,
    pattern: Some(Pattern {
        shown: r"[\w+=,.@-]+",
        accepts: |text| !text.is_empty() && words_and(text, "+=,.@-"),
    }),
};
const SERIAL_NUMBER: Text = Text {
    min: 9,
    max: 256,
    pattern: Some(Pattern {
        shown: r"[\w+=/:,.@-]+",
        accepts: |text| !text.is_empty() && words_and(text, "+=/:,.@-"),
    }),
};
const CODE: Text = Text {
    min: 6,
    max: 6,
    pattern: Some(Pattern {
        shown: r"[\d]+",
        accepts: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
    }),
};

fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let path = check.optional("Path", PATH).unwrap_or("/");
    let name = check.required("VirtualMFADeviceName", DEVICE_NAME);
    let device_tags = tags::read(call, &mut check.violations);
    check.end()?;
    let account = &call.caller.account;
    let device = MfaDevice {
        name: name.to_owned(),
        path: path.to_owned(),
        seed: random_bytes::<40>().to_vec(),
        tags: device_tags,
        enabled: None,
    };
    let serial = device.serial(account);
    let context = tags::context(call.caller.context(call.origin), &device.tags);
    authorize(call, "iam:CreateVirtualMFADevice", &serial, &serial, context.clone())?;
    if !device.tags.is_empty() {
        authorize(call, "iam:TagMFADevice", &serial, &serial, context)?;
    }
    USER.check_tags(&device.tags)?;
    let mut world = call.cloud.write();
    let devices = world.mfa_devices_mut(account);
    if devices.contains_key(&serial) {
        let message = "MFADevice entity at the same path and name already exists.";
        return Err(ApiError::conflict("EntityAlreadyExists", message));
    }
    if devices.len() >= MOST_OF_AN_ACCOUNT {
        return Err(limit_exceeded("VirtualMfaDevicesPerAccount", MOST_OF_AN_ACCOUNT));
    }
    let mut xml = Xml::default();
    // "BootstrapDatum": what a blob is on the wire is base 64, here of the seed's base 32.
    let seed = base32(&device.seed);
    let picture = qr::png(&format!("otpauth://totp/{name}@{account}?secret={seed}")).ok_or_else(failure)?;
    xml.element("VirtualMFADevice", |xml| {
        xml.text("SerialNumber", &serial)
            .text("Base32StringSeed", &base64::encode(seed))
            .text("QRCodePNG", &base64::encode(picture));
        if !device.tags.is_empty() {
            tags::write(xml, &device.tags);
        }
    });
    devices.insert(serial, device);
    Ok(Answer::Xml(Some(xml)))
}

/// A text that no QR code holds, which no name can make.
fn failure() -> ApiError {
    let message = "The request processing has failed because of an unknown error, exception or failure.";
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "ServiceFailure", message)
}

fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let serial = check.required("SerialNumber", SERIAL_NUMBER);
    check.end()?;
    let account = &call.caller.account;
    authorize(call, "iam:DeleteVirtualMFADevice", serial, serial, call.caller.context(call.origin))?;
    let mut world = call.cloud.write();
    let devices = world.mfa_devices_mut(account);
    let device = devices.get(serial).ok_or_else(|| no_such_device(serial))?;
    if device.enabled.is_some() {
        let message = "MFA VirtualDevice in use. Must deactivate first.";
        return Err(ApiError::conflict("DeleteConflict", message));
    }
    devices.remove(serial);
    Ok(Answer::Xml(None))
}

fn enable(call: &Call<'_>) -> Result<Answer, ApiError> {
    let asked = PairInput::read(call)?;
    let owner = owner(call, Some(asked.user_name), "iam:EnableMFADevice")?;
    let mut world = call.cloud.write();
    let account = &call.caller.account;
    let theirs = world.mfa_devices_of(account, &owner).count();
    let device = world.mfa_devices_mut(account).get_mut(asked.serial);
    let device = device.ok_or_else(|| no_such_device(asked.serial))?;
    if device.enabled.is_some() {
        return Err(ApiError::conflict("EntityAlreadyExists", "MFA Device is already in use."));
    }
    if theirs >= MOST_OF_A_USER {
        return Err(limit_exceeded("MFADevicesPerUser", MOST_OF_A_USER));
    }
    let last_step = asked.last_step(call, device)?;
    device.enabled = Some(Enabled { owner, since: call.origin.now, last_step });
    Ok(Answer::Xml(None))
}

fn resync(call: &Call<'_>) -> Result<Answer, ApiError> {
    let asked = PairInput::read(call)?;
    let owner = owner(call, Some(asked.user_name), "iam:ResyncMFADevice")?;
    let mut world = call.cloud.write();
    let device = world.mfa_devices_mut(&call.caller.account).get_mut(asked.serial);
    let device = device.ok_or_else(|| no_such_device(asked.serial))?;
    let last_step = asked.last_step(call, device)?;
    let enabled = device.enabled.as_mut().filter(|enabled| enabled.owner == owner);
    enabled.ok_or_else(invalid_for_user)?.last_step = last_step;
    Ok(Answer::Xml(None))
}

fn deactivate(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.optional("UserName", EXISTING_USER_NAME);
    let serial = check.required("SerialNumber", SERIAL_NUMBER);
    check.end()?;
    let owner = owner(call, name, "iam:DeactivateMFADevice")?;
    let mut world = call.cloud.write();
    let device = world.mfa_devices_mut(&call.caller.account).get_mut(serial);
    let device = device.ok_or_else(|| no_such_device(serial))?;
    if device.enabled.as_ref().is_none_or(|enabled| enabled.owner != owner) {
        return Err(invalid_for_user());
    }
    device.enabled = None;
    Ok(Answer::Xml(None))
}

fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = check.optional("UserName", EXISTING_USER_NAME);
    check.page()?;
    check.end()?;
    let owner = owner(call, name, "iam:ListMFADevices")?;
    let world = call.cloud.read();
    let account = &call.caller.account;
    let user_name = world.user_by_id(&owner).map(|(_, user)| user.name.as_str());
    let page = Page::cut(call, world.mfa_devices_of(account, &owner), |(serial, _)| *serial)?;
    let mut xml = Xml::default();
    xml.list("MFADevices", &page.items, |xml, (serial, enabled)| {
        // The root user's name is shown as that of its account's.
        xml.text("UserName", user_name.unwrap_or(account))
            .text("SerialNumber", serial)
            .text("EnableDate", &iso(enabled.since));
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

fn list_virtual(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let status = call.form.get("AssignmentStatus");
    check.violations.one_of("assignmentStatus", status, &["Any", "Assigned", "Unassigned"]);
    check.page()?;
    check.end()?;
    let account = &call.caller.account;
    let resource = format!("arn:aws:iam::{account}:mfa/");
    authorize(call, "iam:ListVirtualMFADevices", &resource, &resource, call.caller.context(call.origin))?;
    let world = call.cloud.read();
    let wanted = world.mfa_devices(account).filter(|(_, device)| match status {
        Some("Assigned") => device.enabled.is_some(),
        Some("Unassigned") => device.enabled.is_none(),
        _ => true,
    });
    let page = Page::cut(call, wanted, |(serial, _)| *serial)?;
    let mut xml = Xml::default();
    xml.list("VirtualMFADevices", &page.items, |xml, (serial, device)| {
        xml.text("SerialNumber", serial);
        if let Some(enabled) = &device.enabled {
            xml.text("EnableDate", &iso(enabled.since));
            write_owner(xml, &world, account, &enabled.owner);
        }
    });
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// `<User>`
fn write_owner(xml: &mut Xml, world: &World, account: &str, owner: &str) {
    xml.element("User", |xml| match world.user_by_id(owner) {
        Some((_, user)) => {
            xml.text("Path", &user.path)
                .text("UserName", &user.name)
                .text("UserId", &user.id)
                .text("Arn", &user.arn(account))
                .text("CreateDate", &iso(user.created));
        }
        None => {
            xml.text("UserId", owner).text("Arn", &format!("arn:aws:iam::{account}:root"));
        }
    });
}

/// What EnableMFADevice and ResyncMFADevice ask for.
struct PairInput<'a> {
    user_name: &'a str,
    serial: &'a str,
    first: &'a str,
    second: &'a str,
}

impl<'a> PairInput<'a> {
    fn read(call: &'a Call<'_>) -> Result<Self, ApiError> {
        let mut check = Check::new(call);
        let input = Self {
            user_name: check.required("UserName", EXISTING_USER_NAME),
            serial: check.required("SerialNumber", SERIAL_NUMBER),
            first: check.required("AuthenticationCode1", CODE),
            second: check.required("AuthenticationCode2", CODE),
        };
        check.end()?;
        Ok(input)
    }

    fn last_step(&self, call: &Call<'_>, device: &MfaDevice) -> Result<u64, ApiError> {
        let step = device.step_of_pair(self.first, self.second, epoch_seconds(call.origin.now));
        step.ok_or_else(|| {
            ApiError::forbidden("InvalidAuthenticationCode", "Authentication code for device is not valid.")
        })
    }
}

/// The unique id of the user who is meant, if the caller may do this to it; the root user's is its
/// account.
fn owner(call: &Call<'_>, asked: Option<&str>, action: &str) -> Result<String, ApiError> {
    let account = &call.caller.account;
    let Some(name) = asked_or_own(call, asked)? else {
        let arn = &call.caller.arn;
        authorize(call, action, arn, arn, call.caller.context(call.origin))?;
        return Ok(account.clone());
    };
    EntityKind::User.authorize(call, action, name, |base| base)?;
    let world = call.cloud.read();
    let user = world.user(account, name).ok_or_else(|| EntityKind::User.not_found(name))?;
    Ok(user.id.clone())
}

fn no_such_device(serial: &str) -> ApiError {
    ApiError::no_such_entity(format!("VirtualMFADevice with serial number {serial} doesn't exist."))
}

fn invalid_for_user() -> ApiError {
    ApiError::no_such_entity("MFA Device invalid for user.")
}
