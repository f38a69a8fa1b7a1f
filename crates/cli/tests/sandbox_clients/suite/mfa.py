"""Virtual MFA devices, and the conditions that ask for them."""

import base64
import hashlib
import hmac
import struct
import time

from harness import check, refused, same
from world import CUSTOMER, Caller, allow, trusts


def code(seed, shift=0):
    """RFC 6238, as every authenticator does it."""
    moment = struct.pack(">Q", int(time.time()) // 30 + shift)
    digest = hmac.new(base64.b32decode(seed + "=" * (-len(seed) % 8)), moment, hashlib.sha1).digest()
    number = struct.unpack(">I", digest[digest[-1] & 15:][:4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def device(world):
    made = world.admin.iam.create_virtual_mfa_device(VirtualMFADeviceName=world.name("device"))["VirtualMFADevice"]
    return made["SerialNumber"], made["Base32StringSeed"].decode()


def user_with_device(world, *statements):
    user, (serial, seed) = world.user(*statements), device(world)
    # The two codes before the running one, so that it stays unused.
    world.admin.iam.enable_mfa_device(
        UserName=user.name, SerialNumber=serial, AuthenticationCode1=code(seed, -2), AuthenticationCode2=code(seed, -1))
    return user, serial, seed


PRESENT = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@check("EnableMFADevice", "takes two codes in a row, lists the device, and refuses a second time: EntityAlreadyExists")
def enable(world):
    user, serial, seed = user_with_device(world)
    same([d["SerialNumber"] for d in world.admin.iam.list_mfa_devices(UserName=user.name)["MFADevices"]], [serial])
    refused(world.admin.iam.enable_mfa_device, "EntityAlreadyExists", 409, None, UserName=user.name, SerialNumber=serial,
            AuthenticationCode1=code(seed, -1), AuthenticationCode2=code(seed))


@check("EnableMFADevice", "refuses wrong codes: InvalidAuthenticationCode 403, and a device that is not there: NoSuchEntity")
def enable_refused(world):
    user, (serial, seed) = world.user(), device(world)
    wrong = f"{(int(code(seed)) + 1) % 1_000_000:06}"
    refused(world.admin.iam.enable_mfa_device, "InvalidAuthenticationCode", 403, None, UserName=user.name,
            SerialNumber=serial, AuthenticationCode1=wrong, AuthenticationCode2=wrong)
    refused(world.admin.iam.enable_mfa_device, "NoSuchEntity", 404, None, UserName=user.name,
            SerialNumber=f"arn:aws:iam::{CUSTOMER}:mfa/nowhere", AuthenticationCode1="123456", AuthenticationCode2="654321")


@check("ResyncMFADevice", "takes two unused codes in a row, and refuses the same two again: InvalidAuthenticationCode 403")
def resync(world):
    user, serial, seed = user_with_device(world)
    pair = {"AuthenticationCode1": code(seed), "AuthenticationCode2": code(seed, 1)}
    world.admin.iam.resync_mfa_device(UserName=user.name, SerialNumber=serial, **pair)
    refused(world.admin.iam.resync_mfa_device, "InvalidAuthenticationCode", 403, None, UserName=user.name,
            SerialNumber=serial, **pair)


@check("DeactivateMFADevice", "takes the device from the user; only then it can be deleted")
def deactivate(world):
    user, serial, _ = user_with_device(world)
    refused(world.admin.iam.delete_virtual_mfa_device, "DeleteConflict", 409, None, SerialNumber=serial)
    world.admin.iam.deactivate_mfa_device(UserName=user.name, SerialNumber=serial)
    refused(world.admin.iam.deactivate_mfa_device, "NoSuchEntity", 404, None, UserName=user.name, SerialNumber=serial)
    world.admin.iam.delete_virtual_mfa_device(SerialNumber=serial)
    refused(world.admin.iam.delete_virtual_mfa_device, "NoSuchEntity", 404, None, SerialNumber=serial)


@check("CreateVirtualMFADevice", "refuses a name that is taken: EntityAlreadyExists; ListVirtualMFADevices tells who has which")
def taken(world):
    serial, _ = device(world)
    refused(world.admin.iam.create_virtual_mfa_device, "EntityAlreadyExists", 409, None,
            VirtualMFADeviceName=serial.rpartition("/")[2])
    free = world.admin.iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")["VirtualMFADevices"]
    assert serial in [d["SerialNumber"] for d in free]


@check("AssumeRole", "with MFA: lets in with the right code where the trust policy asks for it")
def assume(world):
    user, serial, seed = user_with_device(world)
    role = world.role(trusts(user.arn, PRESENT))
    where = dict(RoleArn=role.arn, RoleSessionName="test")
    refused(user.sts.assume_role, "AccessDenied", 403, None, **where)
    wrong = f"{(int(code(seed)) + 1) % 1_000_000:06}"
    refused(user.sts.assume_role, "AccessDenied", 403, ("MultiFactorAuthentication failed",), SerialNumber=serial, TokenCode=wrong, **where)
    user.sts.assume_role(SerialNumber=serial, TokenCode=code(seed), **where)


@check("AssumeRole", "with MFA: refuses another user's device, and a serial number without a code")
def assume_refused(world):
    user, (_, serial, seed) = world.user(), user_with_device(world)
    where = dict(RoleArn=world.role(trusts(user.arn)).arn, RoleSessionName="test", SerialNumber=serial)
    refused(user.sts.assume_role, "AccessDenied", 403, ("MultiFactorAuthentication failed",), TokenCode=code(seed), **where)
    refused(user.sts.assume_role, ("AccessDenied", "ValidationError"), (403, 400), None, **where)


@check("GetSessionToken", "with MFA: its keys have aws:MultiFactorAuthPresent, and may call IAM")
def session(world):
    user, serial, seed = user_with_device(world, allow("iam:ListRoles", Condition=PRESENT))
    refused(user.iam.list_roles, "AccessDenied", 403, None)
    credentials = user.sts.get_session_token(SerialNumber=serial, TokenCode=code(seed))["Credentials"]
    Caller.of(world, user.arn, credentials).iam.list_roles()


@check("GetSessionToken", "with MFA: refuses a wrong code")
def session_refused(world):
    user, serial, seed = user_with_device(world)
    wrong = f"{(int(code(seed)) + 1) % 1_000_000:06}"
    refused(user.sts.get_session_token, "AccessDenied", 403, ("MultiFactorAuthentication failed",), SerialNumber=serial, TokenCode=wrong)
