"""Who is let into a role: every way in which a trust policy and the caller's own policies meet."""

import re
import time

from harness import check, each, matches, refused, same
from world import (
    CUSTOMER, EXTERNAL_ID, GATEWAY, VENDOR, allow, deny, document, external_id, trusts,
)


def denied(caller, role, action="sts:AssumeRole"):
    """AWS's bare sentence: https://repost.aws/knowledge-center/iam-assume-role-error"""
    return f"User: {caller.arn} is not authorized to perform: {action} on resource: {role}"


def let_in(caller, role, **more):
    more.setdefault("RoleSessionName", "test")
    return caller.sts.assume_role(RoleArn=role.arn, **more)


def shut_out(caller, role, **more):
    more.setdefault("RoleSessionName", "test")
    refused(caller.sts.assume_role, "AccessDenied", 403, denied(caller, role.arn), RoleArn=role.arn, **more)


# Conditions on the ExternalId: the condition; what is sent; whether it is let in.
CONDITIONS = [
    ("StringEquals on the right ExternalId", external_id(), EXTERNAL_ID, True),
    ("StringEquals on a wrong ExternalId", external_id(), "other-tenant", False),
    ("StringEquals without an ExternalId", external_id(), None, False),
    ("StringEquals on another case of it", external_id(), EXTERNAL_ID.upper(), False),
    ("StringEquals on a part of it", external_id(), EXTERNAL_ID[:-1], False),
    ("StringEquals on one of a list", external_id(["a1", EXTERNAL_ID]), EXTERNAL_ID, True),
    ("StringEquals on none of a list", external_id(["a1", "a2"]), EXTERNAL_ID, False),
    ("StringEqualsIgnoreCase on another case", external_id(operator="StringEqualsIgnoreCase"),
     EXTERNAL_ID.upper(), True),
    ("StringEqualsIgnoreCase on another value", external_id(operator="StringEqualsIgnoreCase"), "other", False),
    ("StringLike on a match", external_id("7f3c*-acme-????", "StringLike"), EXTERNAL_ID, True),
    ("StringLike on no match", external_id("7f3c*-acme-???", "StringLike"), EXTERNAL_ID, False),
    ("StringLike * without an ExternalId", external_id("*", "StringLike"), None, False),
    ("StringEquals with a star, which is none", external_id("7f3c*"), EXTERNAL_ID, False),
    ("StringNotEquals on another", external_id("banned", "StringNotEquals"), "other", True),
    ("StringNotEquals on that very one", external_id("banned", "StringNotEquals"), "banned", False),
    ("StringNotEquals without an ExternalId", external_id("banned", "StringNotEquals"), None, True),
    ("StringEqualsIfExists without an ExternalId", external_id(operator="StringEqualsIfExists"), None, True),
    ("StringEqualsIfExists on a wrong one", external_id(operator="StringEqualsIfExists"), "wrong", False),
    ("Null false without an ExternalId", external_id("false", "Null"), None, False),
    ("Null false with any", external_id("false", "Null"), "anything", True),
    ("Null true with one", external_id("true", "Null"), "anything", False),
    ("Null true without one", external_id("true", "Null"), None, True),
    ("ForAnyValue:StringEquals without one", external_id(operator="ForAnyValue:StringEquals"), None, False),
    ("ForAnyValue:StringEquals on the right one", external_id(operator="ForAnyValue:StringEquals"),
     EXTERNAL_ID, True),
    ("ForAllValues:StringEquals without one, which is vacuous",
     external_id(operator="ForAllValues:StringEquals"), None, True),
    ("ForAllValues:StringEquals on a wrong one", external_id(operator="ForAllValues:StringEquals"), "wrong", False),
    ("two operators, one of them unmet",
     {**external_id(), "StringLike": {"sts:RoleSessionName": "gateway-*"}}, EXTERNAL_ID, False),
    ("another case of the key's name", {"StringEquals": {"STS:externalid": EXTERNAL_ID}}, EXTERNAL_ID, True),
    ("a key that is not there", {"StringEquals": {"aws:PrincipalTag/team": "x"}}, EXTERNAL_ID, False),
]


@each("AssumeRole", "decides by the ExternalId: {}", CONDITIONS)
def external_ids(world, _name, condition, sent, allowed):
    role = world.role(trusts(GATEWAY, condition))
    more = {} if sent is None else {"ExternalId": sent}
    (let_in if allowed else shut_out)(world.gateway, role, **more)


@check("AssumeRole", "lets in with an ExternalId that no condition asks for")
def unasked(world):
    let_in(world.gateway, world.role(trusts(GATEWAY)), ExternalId="anything")


@each("AssumeRole", "refuses {}, although the ExternalId is right", ["gateway-2", "somebody", "admin", "sso"])
def others(world, name):
    shut_out(world.callers[name], world.role(trusts(GATEWAY, external_id())), ExternalId=EXTERNAL_ID)


@check("AssumeRole", "refuses the root user: Roles may not be assumed by root accounts.")
def root(world):
    role = world.role(trusts(f"arn:aws:iam::{CUSTOMER}:root"))
    refused(
        world.root.sts.assume_role, "AccessDenied", 403, "Roles may not be assumed by root accounts.",
        RoleArn=role.arn, RoleSessionName="test",
    )


@check("AssumeRole", "refuses a role that is not there in the same words as one that does not trust")
def missing_role(world):
    for arn in (f"arn:aws:iam::{CUSTOMER}:role/nowhere", "arn:aws:iam::111122223333:role/elsewhere"):
        refused(world.gateway.sts.assume_role, "AccessDenied", 403, denied(world.gateway, arn),
                RoleArn=arn, RoleSessionName="test")


@check("AssumeRole", "refuses a role's ARN without its path")
def without_path(world):
    role = world.role(Path="/team/")
    let_in(world.gateway, role)
    arn = f"arn:aws:iam::{CUSTOMER}:role/{role.name}"
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, denied(world.gateway, arn),
            RoleArn=arn, RoleSessionName="test")


@check("AssumeRole", "loses the role's path in the session's ARN, and keeps its unique id in the user id")
def session_arn(world):
    role = world.role(Path="/team/gateways/")
    answer = let_in(world.gateway, role, RoleSessionName="quilr-gateway")
    same(answer["AssumedRoleUser"], {
        "AssumedRoleId": f"{role.id}:quilr-gateway",
        "Arn": f"arn:aws:sts::{CUSTOMER}:assumed-role/{role.name}/quilr-gateway",
    })


@each("AssumeRole", "refuses what is no role's ARN: {}", [
    f"arn:aws:iam::{CUSTOMER}:user/admin", f"arn:aws:sts::{CUSTOMER}:assumed-role/x/y",
    f"arn:aws:iam::{CUSTOMER}:role/", "arn:aws:iam::12345:role/x1234567", f"arn:aws:s3:::{CUSTOMER}-bucket",
    "just-a-role-name-of-20", f"arn:aws:iam:us-east-1:{CUSTOMER}:role/x",
])
def no_role_arn(world, arn):
    refused(world.gateway.sts.assume_role, "ValidationError", 400, ("is invalid",),
            RoleArn=arn, RoleSessionName="test")


@each("AssumeRole", "refuses a role of the partition {}", ["aws-cn", "aws-us-gov"])
def partitions(world, partition):
    role = world.role()
    refused(world.gateway.sts.assume_role, ("AccessDenied", "ValidationError"), (403, 400), None,
            RoleArn=role.arn.replace("arn:aws:", f"arn:{partition}:"), RoleSessionName="test")


# Session names: 2 to 64 of [\w+=,.@-]*.
@each("AssumeRole", "takes the session name {}", ["a1", "x" * 64, "a+b=c,d.e@f-g_h"])
def session_names(world, name):
    let_in(world.gateway, world.role(), RoleSessionName=name)


@each("AssumeRole", "refuses the session name {!r}, and names roleSessionName", [
    "", "a", "x" * 65, "a b", "a/b", "a:b", "ümlaut", "tab\there",
])
def bad_session_names(world, name):
    refused(world.gateway.sts.assume_role, "ValidationError", 400,
            (" at 'roleSessionName' failed to satisfy constraint: Member must ",),
            RoleArn=world.role().arn, RoleSessionName=name)


@check("AssumeRole", "tells all violations of the model at once, counted")
def all_at_once(world):
    refused(world.gateway.sts.assume_role, "ValidationError", 400,
            ("3 validation errors detected: ", "'roleArn'", "'roleSessionName'", "'durationSeconds'"),
            RoleArn="x", RoleSessionName="a b", DurationSeconds=1)


@check("AssumeRole", "refuses more than the role's MaxSessionDuration: ValidationError")
def over_maximum(world):
    refused(world.gateway.sts.assume_role, "ValidationError", 400,
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            RoleArn=world.role().arn, RoleSessionName="test", DurationSeconds=3601)
    let_in(world.gateway, world.role(MaxSessionDuration=7200), DurationSeconds=7200)


@check("AssumeRole", "refuses an untrusted caller before it looks at the duration")
def trust_before_duration(world):
    shut_out(world.gateway_2, world.role(), DurationSeconds=43200)


@check("AssumeRole", "refuses a chained session over one hour: ValidationError")
def chaining(world):
    first = world.role()
    second = world.role(trusts(first.arn), MaxSessionDuration=43200)
    session = world.session(world.gateway, first)
    refused(session.sts.assume_role, "ValidationError", 400,
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            RoleArn=second.arn, RoleSessionName="test", DurationSeconds=3601)
    let_in(session, second, DurationSeconds=3600)


@check("AssumeRole", "answers an hour unless asked otherwise, and the asked time exactly")
def expiration(world):
    role = world.role()
    for more, seconds in (({}, 3600), ({"DurationSeconds": 900}, 900)):
        before = time.time()
        expires = let_in(world.gateway, role, **more)["Credentials"]["Expiration"].timestamp()
        assert before + seconds - 2 <= expires <= time.time() + seconds + 2, (expires - before, seconds)


# Kinds of principals.

@each("UpdateAssumeRolePolicy", "refuses the principal {}: MalformedPolicyDocument, Invalid principal", [
    f"arn:aws:iam::{CUSTOMER}:user/nobody", f"arn:aws:iam::{CUSTOMER}:role/nobody",
    f"arn:aws:iam::{VENDOR}:user/*", f"arn:aws:iam::{VENDOR}:user/quilr-*", f"arn:aws:iam::{CUSTOMER}:role/*",
    "arn:aws:iam::*:root", f"arn:aws-cn:iam::{VENDOR}:root", f"arn:aws-us-gov:iam::{VENDOR}:root",
    f"arn:aws:iam::{VENDOR}:group/admins", "AIDAAAAAAAAAAAAAAAAAA", "AROAAAAAAAAAAAAAAAAAA",
    f"arn:aws:iam::{VENDOR}:user/other/quilr-gateway", "quilr-gateway", "12345678901", "arn:aws:s3:::bucket",
    f"arn:aws:sts::{CUSTOMER}:assumed-role/nobody/x",
])
def bad_principals(world, principal):
    role = world.role()
    refused(role.world.admin.iam.update_assume_role_policy, "MalformedPolicyDocument", 400,
            f'Invalid principal in policy: "AWS":"{principal}"',
            RoleName=role.name, PolicyDocument=document(trusts(principal)))
    same(role.shown_trust()["Statement"][0]["Principal"]["AWS"], GATEWAY, "the policy afterwards")


@each("UpdateAssumeRolePolicy", "refuses the service {} as principal: Invalid principal … SERVICE", [
    "nothing.example.com", "nope.amazonaws.com", "codepipeiine.amazonaws.com", "ec2",
])
def bad_service(world, service):
    role = world.role()
    refused(world.admin.iam.update_assume_role_policy, "MalformedPolicyDocument", 400,
            f'Invalid principal in policy: "SERVICE":"{service}"',
            RoleName=role.name, PolicyDocument=document(trusts({"Service": service})))


TRUST_DOCUMENTS = [
    ("what is no JSON", "{", "This policy contains invalid Json"),
    ("a JSON list", "[]", None),
    ("a JSON text", '"x"', None),
    ("an empty object", "{}", None),
    ("a Version of its own", document(trusts(GATEWAY)).replace("2012-10-17", "2026-01-01"), None),
    ("NotPrincipal", document(trusts(GATEWAY)).replace('"Principal"', '"NotPrincipal"'), None),
    ("no Principal", document({"Effect": "Allow", "Action": "sts:AssumeRole"}), None),
    ("Resource", document({**trusts(GATEWAY), "Resource": "*"}), "Has prohibited field Resource"),
    ("NotResource", document({**trusts(GATEWAY), "NotResource": "*"}), None),
    ("another service's action", document(trusts(GATEWAY, action="s3:GetObject")),
     "AssumeRole policy may only specify STS AssumeRole actions."),
    ("all actions", document(trusts(GATEWAY, action="*")),
     "AssumeRole policy may only specify STS AssumeRole actions."),
    ("a Sid twice", document({"Sid": "a", **trusts(GATEWAY)}, {"Sid": "a", **trusts(GATEWAY)}),
     "Statement IDs (SID) in a single policy must be unique."),
    ("a Sid with a space", document({"Sid": "a b", **trusts(GATEWAY)}), None),
    ("an unknown Effect", document(trusts(GATEWAY, effect="Permit")), None),
    ("no Effect", document({"Principal": {"AWS": GATEWAY}, "Action": "sts:AssumeRole"}), None),
    ("no Action", document({"Effect": "Allow", "Principal": {"AWS": GATEWAY}}), None),
    ("an unknown operator", document(trusts(GATEWAY, {"StringEqual": {"sts:ExternalId": "x1"}})), None),
    ("an unknown element", document({**trusts(GATEWAY), "Remark": "x"}), None),
    ("a misspelled element", document(trusts(GATEWAY)).replace('"Principal"', '"Principle"'), None),
    ("an unknown kind of principal", document(trusts({"Google": "x"})), None),
    ("a key twice", '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}', None),
]


@each("UpdateAssumeRolePolicy", "refuses a trust policy with {}: MalformedPolicyDocument", TRUST_DOCUMENTS)
def trust_documents(world, _name, text, says):
    role = world.role()
    refused(world.admin.iam.update_assume_role_policy, "MalformedPolicyDocument", 400, says,
            RoleName=role.name, PolicyDocument=text)
    refused(world.admin.iam.create_role, "MalformedPolicyDocument", 400, says,
            RoleName=world.name("role"), AssumeRolePolicyDocument=text)


@check("UpdateAssumeRolePolicy", "refuses more than 2048 characters: LimitExceeded 409; white space is free")
def trust_quota(world):
    role = world.role()
    update = world.admin.iam.update_assume_role_policy
    long = document(trusts(GATEWAY, external_id([f"{EXTERNAL_ID}-{n}" for n in range(120)])))
    refused(update, "LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048",
            RoleName=role.name, PolicyDocument=long)
    update(RoleName=role.name, PolicyDocument=document(trusts(GATEWAY)).replace(",", "," + " " * 1500))


@check("UpdateAssumeRolePolicy", "takes *, an account's number and its root, and shows the number as root")
def good_principals(world):
    role = world.role(trusts("*"))
    same(role.shown_trust()["Statement"][0]["Principal"], "*")
    role.trust(trusts(VENDOR))
    same(role.shown_trust()["Statement"][0]["Principal"]["AWS"], f"arn:aws:iam::{VENDOR}:root")
    role.trust(trusts({"Service": "ec2.amazonaws.com"}))


@check("UpdateAssumeRolePolicy", "counts from its answer on: who was taken out is refused")
def takes_effect(world):
    role = world.role()
    let_in(world.gateway, role)
    role.trust(trusts(f"arn:aws:iam::{VENDOR}:user/quilr-gateway-2"))
    shut_out(world.gateway, role)
    let_in(world.gateway_2, role)


@check("AssumeRole", "lets anyone with the right of their own in where the principal is *")
def anyone(world):
    role = world.role(trusts("*", external_id()))
    for caller in (world.gateway, world.somebody, world.admin):
        let_in(caller, role, ExternalId=EXTERNAL_ID)
        shut_out(caller, role)


@each("AssumeRole", "lets every user of a trusted account in, if their own policies allow: {}",
      [f"arn:aws:iam::{VENDOR}:root", VENDOR])
def account(world, principal):
    role = world.role(trusts(principal))
    let_in(world.gateway, role)
    let_in(world.somebody, role)
    shut_out(world.admin, role)


@check("AssumeRole", "obeys a Deny in the trust policy over an Allow")
def trust_deny(world):
    role = world.role(trusts(f"arn:aws:iam::{VENDOR}:root"), trusts(GATEWAY, effect="Deny"))
    shut_out(world.gateway, role)
    let_in(world.gateway_2, role)


@check("AssumeRole", "decides by aws:PrincipalArn, wildcards and all")
def principal_arn(world):
    condition = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{VENDOR}:user/quilr-gateway*"}}
    role = world.role(trusts("*", condition))
    let_in(world.gateway, role)
    let_in(world.gateway_2, role)
    shut_out(world.somebody, role)
    shut_out(world.admin, role)


CONTEXT = [
    ("DateLessThan in the past", {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, False),
    ("DateLessThan in the future", {"DateLessThan": {"aws:CurrentTime": "2999-01-01T00:00:00Z"}}, True),
    ("DateGreaterThan in the future", {"DateGreaterThan": {"aws:CurrentTime": "2999-01-01T00:00:00Z"}}, False),
    ("aws:EpochTime", {"NumericLessThan": {"aws:EpochTime": "1500000000"}}, False),
    ("aws:SourceIp of another network", {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, False),
    ("aws:SourceIp of this machine", {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
    ("NotIpAddress of this machine", {"NotIpAddress": {"aws:SourceIp": "127.0.0.1/32"}}, False),
    ("aws:PrincipalAccount", {"StringEquals": {"aws:PrincipalAccount": VENDOR}}, True),
    ("aws:PrincipalAccount of another", {"StringEquals": {"aws:PrincipalAccount": CUSTOMER}}, False),
    ("aws:PrincipalType", {"StringEquals": {"aws:PrincipalType": "User"}}, True),
    ("aws:username", {"StringEquals": {"aws:username": "quilr-gateway"}}, True),
    ("aws:username of another", {"StringEquals": {"aws:username": "somebody"}}, False),
    ("aws:userid by a pattern", {"StringLike": {"aws:userid": "AIDA*"}}, True),
    ("sts:RoleSessionName", {"StringLike": {"sts:RoleSessionName": "quilr-gateway-*"}}, False),
    ("aws:MultiFactorAuthPresent", {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, False),
    ("aws:RequestedRegion", {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
    ("aws:RequestedRegion of another", {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, False),
    ("aws:TokenIssueTime, which a user has not", {"Null": {"aws:TokenIssueTime": "false"}}, False),
    ("aws:SourceVpce, which is not there", {"StringEquals": {"aws:SourceVpce": "vpce-1"}}, False),
]


@each("AssumeRole", "decides by the caller and the request: {}", CONTEXT)
def context(world, _name, condition, allowed):
    role = world.role(trusts(GATEWAY, condition))
    (let_in if allowed else shut_out)(world.gateway, role)


# Both sides.

@check("AssumeRole", "in the same account: a user without any policy gets in where the trust names it")
def same_account_by_name(world):
    user = world.user()
    let_in(user, world.role(trusts(user.arn)))


@check("AssumeRole", "in the same account: trust in the account needs the user's own policy")
def same_account_by_account(world):
    role = world.role(trusts(f"arn:aws:iam::{CUSTOMER}:root"))
    shut_out(world.user(), role)
    let_in(world.user(allow("sts:AssumeRole", role.arn)), role)
    shut_out(world.user(allow("sts:AssumeRole", role.arn + "x")), role)


@check("AssumeRole", "obeys an explicit Deny in the user's own policy")
def identity_deny(world):
    user = world.user(deny("sts:AssumeRole"))
    shut_out(user, world.role(trusts(user.arn)))


@check("AssumeRole", "obeys the caller's permissions boundary")
def boundary(world):
    role = world.role(trusts(f"arn:aws:iam::{CUSTOMER}:root"))
    user = world.user(allow("*"))
    let_in(user, role)
    world.admin.iam.put_user_permissions_boundary(
        UserName=user.name, PermissionsBoundary=world.policy(allow("bedrock:*")))
    shut_out(user, role)
    world.admin.iam.delete_user_permissions_boundary(UserName=user.name)
    let_in(user, role)


@check("AssumeRole", "lets a role session in by its role's ARN and by its own")
def session_principals(world):
    first = world.role()
    session = world.session(world.gateway, first)
    let_in(session, world.role(trusts(first.arn)))
    let_in(session, world.role(trusts(session.arn)))
    other = world.session(world.gateway, first, RoleSessionName="other")
    shut_out(other, world.role(trusts(session.arn)))


# A principal is stored by its unique id: "AWS JSON policy elements: Principal", IAM User Guide.

@check("UpdateAssumeRolePolicy", "shows a deleted user as AIDA…, and does not trust the next of that name")
def deleted_user(world):
    user = world.user(allow("sts:AssumeRole"))
    identifier = world.admin.iam.get_user(UserName=user.name)["User"]["UserId"]
    role = world.role(trusts(user.arn))
    let_in(user, role)
    world.admin.iam.delete_access_key(UserName=user.name, AccessKeyId=user.key)
    world.admin.iam.delete_user_policy(UserName=user.name, PolicyName="p")
    world.admin.iam.delete_user(UserName=user.name)
    same(role.shown_trust()["Statement"][0]["Principal"]["AWS"], identifier)
    world.admin.iam.create_user(UserName=user.name)
    again = type(user).of(world, user.arn, world.admin.iam.create_access_key(UserName=user.name)["AccessKey"])
    shut_out(again, role)
    same(role.shown_trust()["Statement"][0]["Principal"]["AWS"], identifier)
    refused(world.admin.iam.update_assume_role_policy, "MalformedPolicyDocument", 400,
            f'Invalid principal in policy: "AWS":"{identifier}"',
            RoleName=role.name, PolicyDocument=document(trusts(identifier)))


@check("UpdateAssumeRolePolicy", "shows a deleted role as AROA…, and does not trust the next of that name")
def deleted_role(world):
    first = world.role()
    second = world.role(trusts(first.arn))
    session = world.session(world.gateway, first)
    let_in(session, second)
    world.admin.iam.delete_role(RoleName=first.name)
    matches(second.shown_trust()["Statement"][0]["Principal"]["AWS"], re.escape(first.id))
    world.admin.iam.create_role(RoleName=first.name, AssumeRolePolicyDocument=document(trusts(GATEWAY)))
    shut_out(world.session(world.gateway, first), second)


@check("AssumeRole", "refuses the keys of a deleted role's session: InvalidClientTokenId")
def session_of_deleted_role(world):
    role = world.role()
    session = world.session(world.gateway, role)
    session.sts.get_caller_identity()
    world.admin.iam.delete_role(RoleName=role.name)
    refused(session.sts.get_caller_identity, "InvalidClientTokenId", 403,
            "The security token included in the request is invalid.")
