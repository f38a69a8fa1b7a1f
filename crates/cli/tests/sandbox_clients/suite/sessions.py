"""Sessions: what narrows them, what they carry, and what they may not do."""

import json

from harness import check, each, matches, refused, same
from world import CUSTOMER, GATEWAY, VENDOR, Caller, allow, deny, document, trusts
from trust import denied, let_in, shut_out

MODEL = "amazon.nova-micro-v1:0"
HELLO = [{"role": "user", "content": [{"text": "Say hello."}]}]
INVOKE = allow(["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"])


def says_hello(session):
    session.runtime.converse(modelId=MODEL, messages=HELLO)


def may_not_invoke(session, why):
    resource = f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}"
    refused(session.runtime.converse, "AccessDeniedException", 403,
            f"User: {session.arn} is not authorized to perform: bedrock:InvokeModel on resource: {resource} {why}",
            modelId=MODEL, messages=HELLO)


NOT_ALLOWED = "because no {} allows the bedrock:InvokeModel action"
DENIED = "with an explicit deny in a{} {}"


@check("GetCallerIdentity", "answers the account, the ARN and the user id of every kind of caller")
def identities(world):
    for caller in world.callers.values():
        answer = caller.sts.get_caller_identity()
        same(answer["Arn"], caller.arn)
        same(answer["Account"], caller.arn.split(":")[4])
    same(world.root.sts.get_caller_identity()["UserId"], CUSTOMER)
    matches(world.sso.sts.get_caller_identity()["UserId"], r"AROA[A-Z2-7]{17}:.+")


@check("GetCallerIdentity", "needs no permission: an explicit Deny does not stop it")
def identity_needs_nothing(world):
    user = world.user(deny("*"))
    same(user.sts.get_caller_identity()["Arn"], user.arn)


@check("AssumeRole", "narrows the session by the session policy: what it does not allow is refused by its name")
def session_policy(world):
    role = world.role(policy=INVOKE)
    says_hello(world.session(world.gateway, role, Policy=document(INVOKE)))
    session = world.session(world.gateway, role, Policy=document(allow("bedrock:List*")))
    may_not_invoke(session, NOT_ALLOWED.format("session policy"))
    session = world.session(world.gateway, role, Policy=document(INVOKE, deny("bedrock:*")))
    may_not_invoke(session, DENIED.format("", "session policy"))


@check("AssumeRole", "gives nothing by a session policy that the role does not have")
def session_policy_gives_nothing(world):
    session = world.session(world.gateway, world.role(), Policy=document(allow("*")))
    may_not_invoke(session, NOT_ALLOWED.format("identity-based policy"))


@check("AssumeRole", "tells the packed size of a session policy in percent")
def packed(world):
    answer = let_in(world.gateway, world.role(), Policy=document(INVOKE))
    assert 0 < answer["PackedPolicySize"] <= 100, answer["PackedPolicySize"]


SESSION_DOCUMENTS = [
    ("what is no JSON", "{"), ("a Principal", document({**INVOKE, "Principal": "*"})),
    ("a Resource that is no ARN", document(allow("s3:GetObject", "bucket"))),
    ("an unknown Effect", document({**INVOKE, "Effect": "Maybe"})), ("no Action", document({"Effect": "Allow", "Resource": "*"})),
]


@each("AssumeRole", "refuses a session policy with {}: MalformedPolicyDocument", SESSION_DOCUMENTS)
def bad_session_policy(world, _name, text):
    refused(world.gateway.sts.assume_role, "MalformedPolicyDocument", 400, None,
            RoleArn=world.role().arn, RoleSessionName="test", Policy=text)


@check("AssumeRole", "refuses a session policy that does not fit: PackedPolicyTooLarge")
def packed_too_large(world):
    # Random names, that no packing makes small.
    import hashlib
    names = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(60)]
    text = document(allow("s3:GetObject", [f"arn:aws:s3:::{name}/*" for name in names]))
    refused(world.gateway.sts.assume_role, ("PackedPolicyTooLarge", "ValidationError"), 400, None,
            RoleArn=world.role().arn, RoleSessionName="test", Policy=text)


@check("AssumeRole", "narrows the session by PolicyArns of the role's account and of AWS")
def policy_arns(world):
    role = world.role(policy=[INVOKE, allow("iam:List*")])
    invoke = world.policy(INVOKE)
    says_hello(world.session(world.gateway, role, PolicyArns=[{"arn": invoke}]))
    session = world.session(world.gateway, role, PolicyArns=[{"arn": world.policy(allow("iam:List*"))}])
    may_not_invoke(session, NOT_ALLOWED.format("session policy"))
    session.iam.list_roles()
    both = world.session(world.gateway, role, PolicyArns=[{"arn": invoke}], Policy=document(allow("iam:List*")))
    says_hello(both)
    both.iam.list_roles()


@check("AssumeRole", "refuses PolicyArns that do not exist, and of another account")
def bad_policy_arns(world):
    for arn in (f"arn:aws:iam::{CUSTOMER}:policy/nowhere", f"arn:aws:iam::{VENDOR}:policy/x",
                "arn:aws:iam::aws:policy/NoSuchPolicyOfAws"):
        refused(world.gateway.sts.assume_role,
                ("MalformedPolicyDocument", "MalformedPolicy", "InvalidParameterValue", "ValidationError",
                 "AccessDenied", "NoSuchEntity"),
                (400, 403, 404), None,
                RoleArn=world.role().arn, RoleSessionName="test", PolicyArns=[{"arn": arn}])


@check("AssumeRole", "refuses more than ten PolicyArns")
def many_policy_arns(world):
    arn = world.policy(INVOKE)
    refused(world.gateway.sts.assume_role, ("ValidationError", "LimitExceeded", "InvalidParameterValue", "PackedPolicyTooLarge"), (400, 409), None,
            RoleArn=world.role().arn, RoleSessionName="test", PolicyArns=[{"arn": arn}] * 11)


@check("AssumeRole", "is bounded by the role's permissions boundary, and names it in the refusal")
def role_boundary(world):
    role = world.role(policy=INVOKE)
    session = world.session(world.gateway, role)
    says_hello(session)
    world.admin.iam.put_role_permissions_boundary(
        RoleName=role.name, PermissionsBoundary=world.policy(allow("iam:*")))
    may_not_invoke(session, NOT_ALLOWED.format("permissions boundary"))
    world.admin.iam.put_role_permissions_boundary(
        RoleName=role.name, PermissionsBoundary=world.policy(allow("*"), deny("bedrock:*")))
    may_not_invoke(session, DENIED.format("", "permissions boundary"))
    world.admin.iam.delete_role_permissions_boundary(RoleName=role.name)
    says_hello(session)


@check("AssumeRole", "issues sessions that follow the role's policies as they change")
def follows(world):
    role = world.role()
    session = world.session(world.gateway, role)
    may_not_invoke(session, NOT_ALLOWED.format("identity-based policy"))
    role.put(INVOKE)
    says_hello(session)
    role.put(INVOKE, deny("bedrock:*"))
    may_not_invoke(session, DENIED.format("n", "identity-based policy"))


@check("AssumeRole", "revokes older sessions by a Deny on aws:TokenIssueTime")
def revoked(world):
    role = world.role(policy=INVOKE)
    session = world.session(world.gateway, role)
    says_hello(session)
    older = {"DateLessThan": {"aws:TokenIssueTime": "2999-01-01T00:00:00Z"}}
    role.put(deny("*", Condition=older), name="AWSRevokeOlderSessions")
    may_not_invoke(session, DENIED.format("n", "identity-based policy"))


# Session tags: "Passing session tags in AWS STS", IAM User Guide.

TAGS = [{"Key": "team", "Value": "platform"}, {"Key": "cost", "Value": "42"}]
TAGGING = ["sts:AssumeRole", "sts:TagSession"]


@check("AssumeRole", "refuses session tags without sts:TagSession in the trust policy")
def tags_need_a_right(world):
    role = world.role(trusts(world.admin.arn))
    refused(world.admin.sts.assume_role, "AccessDenied", 403, denied(world.admin, role.arn, "sts:TagSession"),
            RoleArn=role.arn, RoleSessionName="test", Tags=TAGS)


@check("AssumeRole", "refuses session tags without sts:TagSession in the caller's own policies, across accounts")
def tags_need_both_sides(world):
    role = world.role(trusts(GATEWAY, action=TAGGING))
    refused(world.gateway.sts.assume_role, "AccessDenied", 403, denied(world.gateway, role.arn, "sts:TagSession"),
            RoleArn=role.arn, RoleSessionName="test", Tags=TAGS)


@check("AssumeRole", "makes session tags aws:PrincipalTag in the session, and aws:RequestTag in the request")
def principal_tags(world):
    platform = {"StringEquals": {"aws:RequestTag/team": "platform"}}
    role = world.role(trusts(world.admin.arn, action="sts:AssumeRole"),
                      trusts(world.admin.arn, platform, "sts:TagSession"),
                      policy={**INVOKE, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "platform"}}})
    says_hello(world.session(world.admin, role, Tags=TAGS))
    may_not_invoke(world.session(world.admin, role), NOT_ALLOWED.format("identity-based policy"))
    refused(world.admin.sts.assume_role, "AccessDenied", 403, None, RoleArn=role.arn, RoleSessionName="test",
            Tags=[{"Key": "team", "Value": "other"}])


BAD_TAGS = [
    ("a key twice, in another case", [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]),
    ("a key of AWS's own", [{"Key": "aws:team", "Value": "1"}]),
    ("51 of them", [{"Key": f"k{n}", "Value": "v"} for n in range(51)]),
    ("a key of 129 characters", [{"Key": "k" * 129, "Value": "v"}]),
    ("a value of 257 characters", [{"Key": "k", "Value": "v" * 257}]),
    ("a key with #", [{"Key": "a#", "Value": "v"}]),
    ("an empty key", [{"Key": "", "Value": "v"}]),
]


@each("AssumeRole", "refuses session tags with {}", BAD_TAGS)
def bad_tags(world, _name, tags):
    role = world.role(trusts(world.admin.arn, action=TAGGING))
    refused(world.admin.sts.assume_role, ("ValidationError", "InvalidParameterValue", "InvalidInput", "MalformedInput"), 400, None,
            RoleArn=role.arn, RoleSessionName="test", Tags=tags)


@check("AssumeRole", "hands transitive tags on along a chain, and lets none be overridden")
def transitive(world):
    second = world.role(trusts(f"arn:aws:iam::{CUSTOMER}:root", action=TAGGING),
                        policy={**INVOKE, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "platform"}}})
    first = world.role(trusts(world.admin.arn, action=TAGGING), policy=allow(TAGGING))
    kept = world.session(world.admin, first, Tags=TAGS, TransitiveTagKeys=["team"])
    says_hello(world.session(kept, second))
    refused(kept.sts.assume_role, ("InvalidParameterValue", "ValidationError", "AccessDenied"), (400, 403), None,
            RoleArn=second.arn, RoleSessionName="test", Tags=[{"Key": "team", "Value": "other"}])
    lost = world.session(world.admin, first, Tags=TAGS)
    may_not_invoke(world.session(lost, second), NOT_ALLOWED.format("identity-based policy"))


@check("AssumeRole", "refuses a transitive key that is none of the tags")
def unknown_transitive(world):
    role = world.role(trusts(world.admin.arn, action=TAGGING))
    refused(world.admin.sts.assume_role, ("InvalidParameterValue", "ValidationError"), 400, None,
            RoleArn=role.arn, RoleSessionName="test", Tags=TAGS, TransitiveTagKeys=["other"])


# The source identity: "Monitor and control actions taken with assumed roles", IAM User Guide.

SOURCING = ["sts:AssumeRole", "sts:SetSourceIdentity"]


@check("AssumeRole", "refuses a SourceIdentity without sts:SetSourceIdentity in the trust policy")
def source_needs_a_right(world):
    role = world.role(trusts(world.admin.arn))
    refused(world.admin.sts.assume_role, "AccessDenied", 403,
            denied(world.admin, role.arn, "sts:SetSourceIdentity"),
            RoleArn=role.arn, RoleSessionName="test", SourceIdentity="alex")


@check("AssumeRole", "keeps the SourceIdentity along a chain, answers it, and lets nobody change it")
def source_identity(world):
    second = world.role(trusts(f"arn:aws:iam::{CUSTOMER}:root", action=SOURCING))
    first = world.role(trusts(world.admin.arn, action=SOURCING), policy=allow(SOURCING))
    session = world.session(world.admin, first, SourceIdentity="alex")
    same(session.answer["SourceIdentity"], "alex")
    same(let_in(session, second)["SourceIdentity"], "alex")
    refused(session.sts.assume_role, ("AccessDenied", "ValidationError"), (403, 400), None,
            RoleArn=second.arn, RoleSessionName="test", SourceIdentity="jo")


@check("AssumeRole", "decides by sts:SourceIdentity")
def source_condition(world):
    named = {"StringEquals": {"sts:SourceIdentity": "alex"}}
    role = world.role(trusts(world.admin.arn, named, SOURCING))
    let_in(world.admin, role, SourceIdentity="alex")
    refused(world.admin.sts.assume_role, "AccessDenied", 403, None, RoleArn=role.arn, RoleSessionName="test",
            SourceIdentity="jo")
    shut_out(world.admin, role)


@each("AssumeRole", "refuses the SourceIdentity {!r}", ["a", "x" * 257, "a b", "aws:me"])
def bad_source(world, value):
    role = world.role(trusts(world.admin.arn, action=SOURCING))
    refused(world.admin.sts.assume_role, ("ValidationError", "InvalidParameterValue"), 400, None,
            RoleArn=role.arn, RoleSessionName="test", SourceIdentity=value)


# MFA.

@check("AssumeRole", "refuses a code of an MFA device that the caller does not have")
def wrong_mfa(world):
    refused(world.admin.sts.assume_role, "AccessDenied", 403,
            ("MultiFactorAuthentication failed",),
            RoleArn=world.role(trusts(world.admin.arn)).arn, RoleSessionName="test",
            SerialNumber=f"arn:aws:iam::{CUSTOMER}:mfa/nobody", TokenCode="123456")


@each("AssumeRole", "refuses an ill-formed MFA code: {!r}", ["12345", "1234567", "12345x"])
def bad_code(world, code):
    refused(world.admin.sts.assume_role, "ValidationError", 400, (" at 'tokenCode' failed to satisfy",),
            RoleArn=world.role(trusts(world.admin.arn)).arn, RoleSessionName="test",
            SerialNumber=f"arn:aws:iam::{CUSTOMER}:mfa/nobody", TokenCode=code)


# GetSessionToken and GetFederationToken: "Compare AWS STS credentials", IAM User Guide.

def token(world, caller, **more):
    return Caller.of(world, caller.arn, caller.sts.get_session_token(**more)["Credentials"])


@check("GetSessionToken", "gives a user keys of the same identity and rights")
def session_token(world):
    user = world.user(INVOKE, allow("sts:AssumeRole"))
    session = token(world, user)
    same(session.sts.get_caller_identity()["Arn"], user.arn)
    says_hello(session)
    let_in(session, world.role(trusts(user.arn)))


@check("GetSessionToken", "needs no permission, and works for the root user")
def session_token_free(world):
    token(world, world.user())
    token(world, world.root)


@check("GetSessionToken", "lasts twelve hours unless asked otherwise; one hour for the root user")
def session_token_duration(world):
    import time
    for caller, hours in ((world.user(), 12), (world.root, 1)):
        left = caller.sts.get_session_token()["Credentials"]["Expiration"].timestamp() - time.time()
        assert abs(left - hours * 3600) < 60, left
    world.user().sts.get_session_token(DurationSeconds=129600)


@each("GetSessionToken", "refuses {} seconds", [899, 129601, 0, -1])
def session_token_bounds(world, seconds):
    refused(world.admin.sts.get_session_token, "ValidationError", 400,
            (" at 'durationSeconds' failed to satisfy constraint: Member must have value",), DurationSeconds=seconds)


@check("GetSessionToken", "refuses a role session: Cannot call GetSessionToken with session credentials")
def session_token_of_session(world):
    refused(world.sso.sts.get_session_token, "AccessDenied", 403,
            "Cannot call GetSessionToken with session credentials")


@check("GetSessionToken", "issues keys that may not call IAM without MFA: InvalidClientTokenId")
def session_token_iam(world):
    refused(token(world, world.admin).iam.list_roles, "InvalidClientTokenId", 403,
            "The security token included in the request is invalid.")


@check("GetSessionToken", "issues keys that may call nothing of STS but AssumeRole and GetCallerIdentity")
def session_token_sts(world):
    session = token(world, world.admin)
    for call, more in ((session.sts.get_session_token, {}), (session.sts.get_federation_token, {"Name": "bob"})):
        refused(call, "AccessDenied", 403, ("with session credentials",), **more)


@check("GetFederationToken", "gives the user's rights as far as the policy allows them")
def federation(world):
    user = world.user(INVOKE, allow("sts:GetFederationToken"), allow("iam:*"))
    answer = user.sts.get_federation_token(Name="bob", Policy=document(INVOKE))
    same(answer["FederatedUser"], {
        "FederatedUserId": f"{CUSTOMER}:bob", "Arn": f"arn:aws:sts::{CUSTOMER}:federated-user/bob"})
    session = Caller.of(world, answer["FederatedUser"]["Arn"], answer["Credentials"])
    same(session.sts.get_caller_identity()["Arn"], session.arn)
    says_hello(session)


@check("GetFederationToken", "gives nothing without a policy")
def federation_without(world):
    user = world.user(INVOKE, allow("sts:GetFederationToken"))
    answer = user.sts.get_federation_token(Name="bob")
    session = Caller.of(world, answer["FederatedUser"]["Arn"], answer["Credentials"])
    refused(session.runtime.converse, "AccessDeniedException", 403, None, modelId=MODEL, messages=HELLO)


@check("GetFederationToken", "issues keys that may not call IAM, nor STS but GetCallerIdentity")
def federation_limits(world):
    user = world.user(allow("*"))
    answer = user.sts.get_federation_token(Name="bob", Policy=document(allow("*")))
    session = Caller.of(world, answer["FederatedUser"]["Arn"], answer["Credentials"])
    refused(session.iam.list_roles, "InvalidClientTokenId", 403, None)
    role = world.role(trusts(user.arn), trusts(f"arn:aws:iam::{CUSTOMER}:root"))
    refused(session.sts.assume_role, "AccessDenied", 403, None, RoleArn=role.arn, RoleSessionName="test")


@check("GetFederationToken", "needs sts:GetFederationToken")
def federation_right(world):
    user = world.user(INVOKE)
    refused(user.sts.get_federation_token, "AccessDenied", 403,
            (f"User: {user.arn} is not authorized to perform: sts:GetFederationToken on resource: ",),
            Name="bob")


@check("GetFederationToken", "refuses a role session: Cannot call GetFederationToken with session credentials")
def federation_of_session(world):
    refused(world.sso.sts.get_federation_token, "AccessDenied", 403,
            "Cannot call GetFederationToken with session credentials", Name="bob")


@each("GetFederationToken", "refuses the name {!r}", ["", "a", "x" * 33, "a b"])
def federation_names(world, name):
    refused(world.admin.sts.get_federation_token, "ValidationError", 400, (" at 'name' failed to satisfy",), Name=name)


@check("GetAccessKeyInfo", "tells the account of a key of any account")
def key_info(world):
    same(world.admin.sts.get_access_key_info(AccessKeyId=world.admin.key)["Account"], CUSTOMER)
    same(world.admin.sts.get_access_key_info(AccessKeyId=world.gateway.key)["Account"], VENDOR)
    same(world.admin.sts.get_access_key_info(AccessKeyId=world.sso.key)["Account"], CUSTOMER)


@check("GetAccessKeyInfo", "refuses what is no key id, and a caller without the right")
def key_info_refused(world):
    refused(world.admin.sts.get_access_key_info, "ValidationError", 400, None, AccessKeyId="short")
    refused(world.admin.sts.get_access_key_info, "ValidationError", 400, None, AccessKeyId="AKIA-not-a-key-id-20")
    refused(world.somebody.sts.get_access_key_info, "AccessDenied", 403, None, AccessKeyId=world.admin.key)


# LookupEvents.

def events(world, name, **more):
    pages = world.admin.cloudtrail.get_paginator("lookup_events").paginate(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}], **more)
    return [event for page in pages for event in page["Events"]]


@check("LookupEvents", "finds the calls just made, by their name, the newest first")
def finds(world):
    role = world.role()
    found = [json.loads(event["CloudTrailEvent"]) for event in events(world, "CreateRole")]
    same(found[0]["requestParameters"]["roleName"], role.name)
    same(found[0]["eventSource"], "iam.amazonaws.com")
    same(found[0]["userIdentity"]["arn"], world.admin.arn)
    times = [event["EventTime"] for event in events(world, "CreateRole")]
    same(times, sorted(times, reverse=True), "the order")


@check("LookupEvents", "tells a refused call with its error code and no secret")
def finds_refusals(world):
    refused(world.admin.iam.delete_role, "NoSuchEntity", 404, None, RoleName="nowhere")
    newest = events(world, "DeleteRole")[0]
    same(json.loads(newest["CloudTrailEvent"])["errorCode"], "NoSuchEntityException")
    session = world.session(world.gateway, world.role())
    text = "".join(event["CloudTrailEvent"] for event in events(world, "AssumeRole"))
    assert session.secret not in text and session.token not in text, "a secret is told"


@check("LookupEvents", "goes to the end by pages of one")
def event_pages(world):
    for _ in range(3):
        world.admin.sts.get_caller_identity()
    names = [event["EventId"] for event in events(world, "GetCallerIdentity", PaginationConfig={"PageSize": 1, "MaxItems": 5})]
    same(len(set(names)), len(names), "events told twice")
    assert len(names) >= 3, names


@check("LookupEvents", "refuses bad attributes, times, sizes and tokens")
def event_refusals(world):
    look = world.admin.cloudtrail.lookup_events
    refused(look, ("ValidationException", "InvalidMaxResultsException"), 400, None, MaxResults=51)
    refused(look, ("ValidationException", "InvalidMaxResultsException"), 400, None, MaxResults=0)
    refused(look, "InvalidTimeRangeException", 400, None, StartTime=1_800_000_000, EndTime=1_700_000_000)
    refused(look, "InvalidNextTokenException", 400, None, NextToken="nonsense")
    refused(look, ("ValidationException", "InvalidLookupAttributesException"), 400, None,
            LookupAttributes=[{"AttributeKey": "Nothing", "AttributeValue": "x"}])
    refused(world.somebody.cloudtrail.lookup_events, "AccessDeniedException", (400, 403), None)
