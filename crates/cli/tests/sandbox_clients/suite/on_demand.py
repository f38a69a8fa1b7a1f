"""Faults on demand, as clients see them; and going back."""

import boto3
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, EventStreamError

from controlled import controlled, fault
from harness import refused, same
from organization import HELLO
from world import allow

CLAUDE = {**HELLO, "modelId": "us.anthropic.claude-haiku-4-5-20251001-v1:0"}
# The calls by which each service is asked here.
ASK = {
    "sts": ("GetCallerIdentity", lambda caller: caller.sts.get_caller_identity, {}),
    "iam": ("ListRoles", lambda caller: caller.iam.list_roles, {}),
    "bedrock": ("ListFoundationModels", lambda caller: caller.bedrock.list_foundation_models, {}),
    "bedrock-runtime": ("Converse", lambda caller: caller.runtime.converse, HELLO),
    "cloudtrail": ("LookupEvents", lambda caller: caller.cloudtrail.lookup_events, {}),
}


def answered(says, kind, cases):
    """One check for each service: the code, the status and the text of that fault."""
    for service, (code, status, text) in cases.items():
        operation, method, arguments = ASK[service]

        def run(world, _name, method=method, arguments=arguments, code=code, status=status, text=text):
            world.faults(fault(kind, {"first": 2}))
            for _ in range(2):
                refused(method(world.admin), code, status, text, **arguments)
            method(world.admin)(**arguments)
            same(world.met(), [2])

        controlled(operation, says, cases=[(f"{code} {status}",)])(run)


TOO_MANY = (429, "Too many requests, please wait before trying again.")
answered("on demand throttles the first calls: {}", "throttle", {
    "sts": ("Throttling", 400, "Rate exceeded"),
    "iam": ("Throttling", 400, "Rate exceeded"),
    "bedrock": ("ThrottlingException", *TOO_MANY),
    "bedrock-runtime": ("ThrottlingException", *TOO_MANY),
    "cloudtrail": ("ThrottlingException", 400, "Rate exceeded"),
})
UNAVAILABLE = "The request has failed due to a temporary failure of the server."
answered("on demand is down for the first calls: {}", "service_unavailable", {
    "sts": ("ServiceUnavailable", 503, UNAVAILABLE),
    "iam": ("ServiceUnavailable", 503, UNAVAILABLE),
    "bedrock": ("ServiceUnavailableException", 503, None),
    "bedrock-runtime": ("ServiceUnavailableException", 503, None),
})
answered("on demand fails within: {}", "internal_failure", {
    "sts": ("InternalFailure", 500, None),
    "iam": ("InternalFailure", 500, None),
    "bedrock": ("InternalServerException", 500, None),
    "bedrock-runtime": ("InternalServerException", 500, None),
})
answered("on demand says that the session has expired: {}", "expired_token", {
    "sts": ("ExpiredToken", 403, "The security token included in the request is expired"),
    "bedrock-runtime": ("ExpiredTokenException", 403, "The security token included in the request is expired"),
})

MARKETPLACE = "Your AWS Marketplace subscription for this model cannot be completed at this time."
MODEL_FAULTS = [
    ("model access not granted: AccessDeniedException 403", "model_access_not_granted", "AccessDeniedException", 403,
     "You don't have access to the model with the specified model ID."),
    ("AWS Marketplace not authorised: AccessDeniedException 403", "marketplace_not_authorized", "AccessDeniedException", 403,
     ("aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe", MARKETPLACE)),
    ("no means of payment: AccessDeniedException 403", "marketplace_payment", "AccessDeniedException", 403,
     ("INVALID_PAYMENT_INSTRUMENT", MARKETPLACE)),
    ("Anthropic's use-case form missing: ResourceNotFoundException 404", "use_case_missing", "ResourceNotFoundException", 404,
     ("Model use case details have not been submitted for this account.",)),
    ("the model not ready: ModelNotReadyException 429", "model_not_ready", "ModelNotReadyException", 429, None),
    ("the model too slow: ModelTimeoutException 408", "model_timeout", "ModelTimeoutException", 408, None),
    ("the model failing: ModelErrorException 424", "model_error", "ModelErrorException", 424, None),
]


@controlled("Converse", "on demand, {}; another model answers, and whoever may not call it is told so first", cases=MODEL_FAULTS)
def model(world, _name, kind, code, status, text):
    world.faults(fault(kind, model="anthropic.*"))
    refused(world.admin.runtime.converse, code, status, text, **CLAUDE)
    refused(world.admin.runtime.converse_stream, code, status, text, **CLAUDE)
    world.admin.runtime.converse(**HELLO)
    refused(world.user().runtime.converse, "AccessDeniedException", 403, ("is not authorized to perform: bedrock:InvokeModel",), **CLAUDE)


@controlled("ConverseStream", "on demand ends with an exception in the middle of the stream: throttlingException")
def stream(world):
    world.faults(fault({"stream_exception": {"kind": "throttling", "after_events": 2}}, {"first": 1}))
    seen = []
    try:
        for event in world.admin.runtime.converse_stream(**HELLO)["stream"]:
            seen.append(next(iter(event)))
    except EventStreamError as error:
        same((len(seen), error.response["Error"]["Code"]), (2, "throttlingException"))
    else:
        raise AssertionError(f"it ended as if nothing were wrong: {seen}")
    last = [next(iter(event)) for event in world.admin.runtime.converse_stream(**HELLO)["stream"]][-1]
    same(last, "metadata")


@controlled("CreateRole", "on demand loses the connection before anything was done")
def lost_before(world):
    world.faults(fault({"reset": "before_answer"}, {"first": 1}, operation="CreateRole"))
    broken(world.role)
    world.role()


@controlled("UpdateAssumeRolePolicy", "on demand loses the answer after the change was made")
def lost_after(world):
    role = world.role()
    world.faults(fault("lost_answer", {"first": 1}, operation="UpdateAssumeRolePolicy"))
    changed = {"Effect": "Deny", "Principal": {"AWS": world.gateway.arn}, "Action": "sts:AssumeRole"}
    broken(lambda: role.trust(changed))
    same(role.shown_trust()["Statement"], [changed])


def broken(call):
    try:
        call()
    except ConnectionClosedError:
        return
    raise AssertionError("the connection held")


def patient(world, caller, service):
    """A client that tries again, as boto3's are unless told otherwise."""
    return boto3.client(
        service, region_name=world.region, endpoint_url=world.endpoint, aws_access_key_id=caller.key,
        aws_secret_access_key=caller.secret, aws_session_token=caller.token,
        config=Config(retries={"mode": "standard", "total_max_attempts": 4}))


@controlled("AssumeRole", "boto3's own retries get through a throttled start")
def retries(world):
    role = world.role()
    world.faults(fault("throttle", {"first": 2}, service="sts", operation="AssumeRole"))
    answer = patient(world, world.gateway, "sts").assume_role(RoleArn=role.arn, RoleSessionName="test")
    same((answer["ResponseMetadata"]["RetryAttempts"], world.met()), (2, [2]))


@controlled("Converse", "boto3's own retries get through {}", cases=[
    ("a throttled start", "throttle"), ("an outage", "service_unavailable"), ("a lost connection", {"reset": "before_answer"})])
def retries_of_models(world, _name, kind):
    world.faults(fault(kind, {"first": 1}, service="bedrock"))
    answer = patient(world, world.admin, "bedrock-runtime").converse(**HELLO)
    same((answer["ResponseMetadata"]["RetryAttempts"], world.met()), (1, [1]))


@controlled("ListRoles", "on demand throttles one caller and leaves the others alone")
def one_caller(world):
    world.faults(fault("throttle", caller="sso"))
    refused(world.sso.iam.list_roles, "Throttling", 400, None)
    world.admin.iam.list_roles()


@controlled("every operation", "a snapshot holds roles, their ids and policies, and a restore brings them back; what was made since is gone")
def snapshots(world):
    role = world.role(policy=allow("bedrock:*"))
    session = world.session(world.gateway, role)
    number = world.control("POST", "/snapshot")["id"]
    world.admin.iam.delete_role_policy(RoleName=role.name, PolicyName="p")
    world.admin.iam.delete_role(RoleName=role.name)
    later = world.role()
    world.faults(fault("throttle"))
    world.control("POST", "/restore", {"id": number})
    same(world.admin.iam.get_role(RoleName=role.name)["Role"]["RoleId"], role.id)
    session.runtime.converse(**HELLO)
    refused(world.admin.iam.get_role, "NoSuchEntity", 404, None, RoleName=later.name)
    same(world.met(), [])


@controlled("every operation", "a reset goes back to the start: what was made is gone, the clock is right, and the seeded callers keep their keys")
def reset(world):
    role, user = world.role(), world.user()
    world.organization([allow("iam:*")])
    world.advance(24 * 3600)
    refused(world.sso.sts.get_caller_identity, "ExpiredToken", 403, None)
    world.control("POST", "/reset")
    refused(world.admin.iam.get_role, "NoSuchEntity", 404, None, RoleName=role.name)
    refused(user.sts.get_caller_identity, "InvalidClientTokenId", 403, None)
    for caller in (world.admin, world.root, world.sso, world.gateway, world.gateway_2, world.somebody):
        same(caller.sts.get_caller_identity()["Arn"], caller.arn)
    world.admin.runtime.converse(**HELLO)


@controlled("every operation", "the control endpoint refuses a wrong token (401), a web page (403), and what it cannot do (400, 404, 405)")
def guarded(world):
    found = [
        world.ask("GET", "/state", Authorization="Bearer x")[0],
        world.ask("GET", "/state", Origin="http://127.0.0.1")[0],
        world.ask("PUT", "/faults", [{"fault": "nothing"}])[0],
        world.ask("POST", "/restore", {"id": 99})[0],
        world.ask("DELETE", "/state")[0],
    ]
    same(found, [401, 403, 400, 404, 405])
