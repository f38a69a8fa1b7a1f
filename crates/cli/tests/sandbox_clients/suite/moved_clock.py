"""What time does: sessions end, conditions on time pass, changes arrive."""

from datetime import timedelta

import raw
from controlled import controlled
from harness import refused, same
from mfa import code, user_with_device
from organization import HELLO
from world import GATEWAY, allow, document, external_id, trusts

EXPIRED = "The security token included in the request is expired"


def ends(world, session, seconds):
    """Works until its last second, and is refused from the moment of its end."""
    world.advance(seconds - 1)
    session.sts.get_caller_identity()
    session.runtime.converse(**HELLO)
    world.advance(1)
    refused(session.sts.get_caller_identity, "ExpiredToken", 403, EXPIRED)
    refused(session.iam.list_roles, "ExpiredToken", 403, EXPIRED)
    refused(session.bedrock.list_foundation_models, "ExpiredTokenException", 403, EXPIRED)
    refused(session.runtime.converse, "ExpiredTokenException", 403, EXPIRED, **HELLO)


@controlled("AssumeRole", "{}: the session ends at its Expiration to the second: ExpiredToken 403 by STS and IAM, ExpiredTokenException 403 by Bedrock",
            cases=[("DurationSeconds 900", 900), ("without DurationSeconds, 3600", None), ("DurationSeconds 7200", 7200)])
def session_ends(world, _name, seconds):
    world.freeze()
    role = world.role(policy=[allow("bedrock:*"), allow("iam:*")], MaxSessionDuration=7200)
    session = world.session(world.gateway, role, **({"DurationSeconds": seconds} if seconds else {}))
    ends(world, session, seconds or 3600)
    world.session(world.gateway, role).sts.get_caller_identity()


@controlled("GetSessionToken", "its session ends at its Expiration to the second: ExpiredToken 403")
def own_session_ends(world):
    world.freeze()
    user = world.user(allow("bedrock:*"))
    keys = user.sts.get_session_token(DurationSeconds=900)["Credentials"]
    ends(world, type(user).of(world, user.arn, keys), 900)
    user.sts.get_caller_identity()


@controlled("GetFederationToken", "its session ends at its Expiration to the second: ExpiredToken 403")
def federated_session_ends(world):
    world.freeze()
    user = world.user(allow("*"))
    answer = user.sts.get_federation_token(Name="federated", DurationSeconds=900, Policy=document(allow("*")))
    ends(world, type(user).of(world, answer["FederatedUser"]["Arn"], answer["Credentials"]), 900)


@controlled("LookupEvents", "refuses an expired session: ExpiredTokenException")
def history_of_expired(world):
    session = world.session(world.gateway, world.role(policy=allow("cloudtrail:*")))
    session.cloudtrail.lookup_events()
    world.advance(3600)
    refused(session.cloudtrail.lookup_events, "ExpiredTokenException", (400, 403), EXPIRED)


@controlled("AssumeRole", "a chained session ends after its own hour, not with the session that made it")
def chained(world):
    world.freeze()
    first = world.role(policy=allow("sts:AssumeRole"))
    session = world.session(world.gateway, first, DurationSeconds=900)
    second = world.role(trusts(first.arn), policy=allow("bedrock:*"))
    chain = world.session(session, second)
    world.advance(900)
    refused(session.sts.get_caller_identity, "ExpiredToken", 403, EXPIRED)
    world.advance(2699)
    chain.runtime.converse(**HELLO)
    world.advance(1)
    refused(chain.runtime.converse, "ExpiredTokenException", 403, EXPIRED, **HELLO)


@controlled("GetCallerIdentity", "a signature's age goes by the client's clock: the moved clock expires none")
def signatures(world):
    world.advance(7 * 24 * 3600)
    world.admin.sts.get_caller_identity()
    world.admin.runtime.converse(**HELLO)


@controlled("GetCallerIdentity", "with a clock twenty minutes ahead refuses every signature as expired: SignatureDoesNotMatch 403")
def skewed(world):
    world.control("PUT", "/clock/skew", {"seconds": 1200})
    answer = raw.query(world, "sts", world.admin, "GetCallerIdentity")
    same((answer.status, answer.code), (403, "SignatureDoesNotMatch"))
    assert answer.message.startswith("Signature expired: "), answer.message
    world.control("PUT", "/clock/skew", {"seconds": 0})
    world.admin.sts.get_caller_identity()


@controlled("AssumeRole", "a statement with DateLessThan is dead once its time has come, and one with DateGreaterThan lives from then on")
def until(world):
    world.freeze()
    role = world.role()
    now = world.session(world.gateway, role).answer["Credentials"]["Expiration"] - timedelta(hours=1)
    moment = (now + timedelta(seconds=60)).strftime("%Y-%m-%dT%H:%M:%SZ")
    before, after = ({operator: {"aws:CurrentTime": moment}} for operator in ("DateLessThan", "DateGreaterThanEquals"))
    later = world.role(trusts(GATEWAY, after))
    role.trust(trusts(GATEWAY, before))
    world.advance(59)
    world.session(world.gateway, role)
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, None, RoleArn=later.arn, RoleSessionName="test")
    world.advance(1)
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, None, RoleArn=role.arn, RoleSessionName="test")
    world.session(world.gateway, later)


@controlled("Converse", "a session's DateLessThan statement dies while the session lives")
def until_in_a_session(world):
    world.freeze()
    role = world.role()
    now = world.session(world.gateway, role).answer["Credentials"]["Expiration"] - timedelta(hours=1)
    moment = (now + timedelta(seconds=300)).strftime("%Y-%m-%dT%H:%M:%SZ")
    role.put(allow("bedrock:*", Condition={"DateLessThan": {"aws:CurrentTime": moment}}))
    session = world.session(world.gateway, role)
    world.advance(299)
    session.runtime.converse(**HELLO)
    world.advance(1)
    refused(session.runtime.converse, "AccessDeniedException", 403, ("no identity-based policy allows",), **HELLO)


@controlled("GetSessionToken", "the age of its MFA grows with the clock: aws:MultiFactorAuthAge")
def age_of_mfa(world):
    user, serial, seed = user_with_device(world, allow("bedrock:*", Condition={"NumericLessThan": {"aws:MultiFactorAuthAge": "600"}}))
    keys = user.sts.get_session_token(SerialNumber=serial, TokenCode=code(seed))["Credentials"]
    session = type(user).of(world, user.arn, keys)
    session.runtime.converse(**HELLO)
    world.advance(601)
    refused(session.runtime.converse, "AccessDeniedException", 403, None, **HELLO)


def slow(world, **delay):
    world.freeze()
    world.control("PUT", "/propagation", delay)


@controlled("UpdateAssumeRolePolicy", "with a propagation delay: shown at once by GetRole, seen by AssumeRole after the delay and not before")
def trust_arrives(world):
    role = world.role(trusts(GATEWAY, external_id("old")))
    where = dict(RoleArn=role.arn, RoleSessionName="test")
    slow(world, seconds=10)
    role.trust(trusts(GATEWAY, external_id("new")))
    same(role.shown_trust()["Statement"][0]["Condition"], external_id("new"))
    world.advance(9)
    world.gateway.sts.assume_role(ExternalId="old", **where)
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, None, ExternalId="new", **where)
    world.advance(1)
    world.gateway.sts.assume_role(ExternalId="new", **where)
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, None, ExternalId="old", **where)


@controlled("CreateRole", "with a propagation delay: shown at once by GetRole, and AssumeRole is refused until the delay is over")
def role_arrives(world):
    slow(world, seconds=5, new_principals_seconds=20)
    role = world.role()
    where = dict(RoleArn=role.arn, RoleSessionName="test")
    same(world.admin.iam.get_role(RoleName=role.name)["Role"]["Arn"], role.arn)
    world.advance(19)
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, ("is not authorized to perform: sts:AssumeRole",), **where)
    world.advance(1)
    world.gateway.sts.assume_role(**where)


@controlled("PutRolePolicy", "with a propagation delay: shown at once by GetRolePolicy, and takes effect on running sessions after it")
def policy_arrives(world):
    role = world.role()
    session = world.session(world.gateway, role)
    slow(world, seconds=10)
    role.put(allow("bedrock:*"))
    same(world.admin.iam.get_role_policy(RoleName=role.name, PolicyName="p")["PolicyName"], "p")
    world.advance(9)
    refused(session.runtime.converse, "AccessDeniedException", 403, None, **HELLO)
    world.advance(1)
    session.runtime.converse(**HELLO)


@controlled("DeleteRolePolicy", "with a propagation delay: gone at once for IAM, and still in force until the delay is over")
def policy_leaves(world):
    role = world.role(policy=allow("bedrock:*"))
    session = world.session(world.gateway, role)
    slow(world, seconds=10)
    world.admin.iam.delete_role_policy(RoleName=role.name, PolicyName="p")
    same(world.admin.iam.list_role_policies(RoleName=role.name)["PolicyNames"], [])
    world.advance(9)
    session.runtime.converse(**HELLO)
    world.advance(1)
    refused(session.runtime.converse, "AccessDeniedException", 403, None, **HELLO)


@controlled("UpdateAccessKey", "with a propagation delay: an inactive key works until the delay is over, and is then refused: InvalidClientTokenId 403")
def key_leaves(world):
    user = world.user()
    slow(world, seconds=10)
    world.admin.iam.update_access_key(UserName=user.name, AccessKeyId=user.key, Status="Inactive")
    same(world.admin.iam.list_access_keys(UserName=user.name)["AccessKeyMetadata"][0]["Status"], "Inactive")
    world.advance(9)
    user.sts.get_caller_identity()
    world.advance(1)
    refused(user.sts.get_caller_identity, "InvalidClientTokenId", 403, None)
