"""The gateway's Bedrock Runtime by boto3, signed with the key; and the dashboard."""

import json

from botocore.exceptions import EventStreamError
from urllib3.exceptions import ProtocolError

from controlled import controlled, fault
from gateway import (
    CLAUDE, CONVERSE, CONVERSE_STREAM, INVOKE, KEYS, NOT_AUTHORIZED, NOVA, TITAN, TOO_LONG, answers, by_boto3, form,
    new_key, page_role,
)
from harness import refused, same
from world import GATEWAY, allow, external_id, trusts

MESSAGES = [{"role": "user", "content": [{"text": "Say hello."}]}]
HELLO = {"modelId": NOVA, "messages": MESSAGES}
GUARDRAIL = {"guardrailIdentifier": "abc", "guardrailVersion": "1"}


def runtime(world, **more):
    return by_boto3(world, new_key(world, "bedrock", **more))


@answers(CONVERSE, "answers as Bedrock does, signed with the key; the region is the key's, whatever the client's")
def converse(world):
    key = new_key(world, "bedrock")
    made = by_boto3(world, key, region="eu-central-1").converse(**HELLO)
    assert made["output"]["message"]["content"][0]["text"] and made["usage"]["outputTokens"] > 0
    same(made["stopReason"], "end_turn")
    seen = world.ask("GET", "/events?limit=1")[1]["events"][0]
    same((seen["operation"], seen["error_code"]), ("Converse", None))


@answers(CONVERSE_STREAM, "streams as Bedrock does")
def converse_stream(world):
    events = list(runtime(world).converse_stream(**HELLO)["stream"])
    names = list(dict.fromkeys(name for event in events for name in event))
    same(names, ["messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"])


@controlled(CONVERSE_STREAM, "where a stream of Bedrock's ends with an exception, or breaks off: passed on as it is ({})",
            [("exception", {"stream_exception": {"kind": "throttling", "after_events": 2}}), ("break", {"reset": "mid_body"})])
def stream_breaks(world, _case, what):
    client = runtime(world)
    world.faults(fault(what, service="bedrock"))
    seen = 0
    try:
        for _event in client.converse_stream(**HELLO)["stream"]:
            seen += 1
    except (EventStreamError, ProtocolError) as error:
        assert seen, "nothing came before it"
        assert isinstance(error, ProtocolError) or "throttlingException" in str(error), str(error)
        return
    raise AssertionError("the stream ended as if it were whole")


BODIES = [
    (NOVA, "us-east-1", {"messages": MESSAGES}),
    (CLAUDE, "us-east-1", {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 16, "messages": [{"role": "user", "content": "hi"}]}),
    ("openai.gpt-oss-20b-1:0", "us-west-2", {"messages": [{"role": "user", "content": "hi"}]}),
]


@answers(INVOKE, "answers Nova, Anthropic and OpenAI-style models in their own shape ({})", BODIES)
def invoke(world, model, region, body):
    made = runtime(world, aws_region=region).invoke_model(modelId=model, body=json.dumps(body))
    assert json.loads(made["body"].read()), "it is empty"


@controlled(INVOKE, "of another model family: ValidationException 400 ({})",
            [(TITAN,), ("meta.llama3-8b-instruct-v1:0",), ("mistral.mistral-7b-instruct-v0:2",)])
def other_family(world, model):
    refused(runtime(world).invoke_model, "ValidationException", 400, ("does not support the model family",),
            modelId=model, body="{}")


@controlled(INVOKE, "with a stream: ValidationException 400, stream invoke is not enabled")
def invoke_stream(world):
    refused(runtime(world).invoke_model_with_response_stream, "ValidationException", 400,
            ("stream invoke is not enabled",), modelId=NOVA, body=json.dumps({"messages": MESSAGES}))


@controlled(CONVERSE, "with Bedrock's guardrail fields: ValidationException 400, by every operation")
def guardrails(world):
    client = runtime(world)
    text = ("guardrail fields",)
    refused(client.converse, "ValidationException", 400, text, **HELLO, guardrailConfig=GUARDRAIL)
    refused(client.converse_stream, "ValidationException", 400, text, **HELLO, guardrailConfig=GUARDRAIL)
    refused(client.invoke_model, "ValidationException", 400, text, modelId=NOVA,
            body=json.dumps({"messages": MESSAGES}), **GUARDRAIL)


@controlled(CONVERSE, "with a key that is unknown, or none of the gateway's: UnrecognizedClientException 403")
def unknown_key(world):
    for key in ("sk-quilr-" + "a" * 48, "AKIAIOSFODNN7EXAMPLE", world.admin.key):
        refused(by_boto3(world, key).converse, "UnrecognizedClientException", 403,
                "The security token included in the request is invalid.", **HELLO)


@controlled(CONVERSE, "signed with another secret than the key: SignatureDoesNotMatch 403")
def other_secret(world):
    client = by_boto3(world, new_key(world, "bedrock"), secret_key="another")
    refused(client.converse, "SignatureDoesNotMatch", 403, None, **HELLO)


@controlled(CONVERSE, "of a model that is not selected on the key: AccessDeniedException 403, by every operation")
def not_selected(world):
    client = runtime(world, models=["amazon.nova-lite-v1:0"])
    text = ("is not selected on the API key",)
    refused(client.converse, "AccessDeniedException", 403, text, **HELLO)
    refused(client.converse_stream, "AccessDeniedException", 403, text, **HELLO)
    refused(client.invoke_model, "AccessDeniedException", 403, text, modelId=NOVA, body="{}")


@controlled(CONVERSE, "with a key of another provider type: AccessDeniedException 403")
def other_type(world):
    client = by_boto3(world, new_key(world, "bedrock_rerank"))
    refused(client.converse, "AccessDeniedException", 403, ("`bedrock_rerank`, not `bedrock`",), **HELLO)


@controlled(CONVERSE, "where the role cannot be assumed: AccessDeniedException and ValidationException with the page's texts")
def cannot_assume(world):
    role = page_role(world, trusts(GATEWAY, external_id("another")))
    refused(by_boto3(world, new_key(world, "bedrock", role)).converse, "AccessDeniedException", 403,
            f"sts:AssumeRole failed: {NOT_AUTHORIZED}{role.arn}", **HELLO)
    refused(runtime(world, aws_session_duration_seconds=7200).converse, "ValidationException", 400,
            f"sts:AssumeRole failed: {TOO_LONG}", **HELLO)


@controlled(CONVERSE, "where Bedrock refuses: its own code, status and text ({})", [
    ("throttle", "ThrottlingException", 429), ("model_timeout", "ModelTimeoutException", 408),
    ("model_not_ready", "ModelNotReadyException", 429), ("internal_failure", "InternalServerException", 500)])
def refused_by_bedrock(world, what, code, status):
    client = runtime(world)
    world.faults(fault(what, service="bedrock"))
    refused(client.converse, code, status, None, **HELLO)


@controlled(INVOKE, "without permission: AccessDeniedException 403 on InvokeModel, with AWS's text")
def no_permission(world):
    client = by_boto3(world, new_key(world, "bedrock", page_role(world, policy=allow("s3:*"))))
    refused(client.invoke_model, "AccessDeniedException", 403,
            ("is not authorized to perform: bedrock:InvokeModel on resource: ",), modelId=NOVA,
            body=json.dumps({"messages": MESSAGES}))


def dashboard(world, status, sent, method="POST", path="/gateway/keys"):
    found, answer = world.ask(method, path, sent)
    same(found, status, f"the status ({answer})")
    return json.loads(answer)["error"] if isinstance(answer, str) else answer


ROLE = "arn:aws:iam::123456789012:role/quilr-gateway-bedrock"


@controlled(KEYS, "refuses as the page does ({})", [
    ("Missing required field: aws_external_id", "aws_external_id", (None, "", " ")),
    ("Missing required field: aws_role_arn", "aws_role_arn", (None, "", " ")),
    ("aws_session_duration_seconds must be between 900 and 43200", "aws_session_duration_seconds", (899, 43201, 1000.5)),
    ("aws_role_session_name must be 2-64 characters matching [\\w+=,.@-]", "aws_role_session_name", ("a", "a b", "a" * 65))])
def page_refuses(world, text, field, values):
    for value in values:
        error = dashboard(world, 400, form(ROLE, "bedrock", **{field: value}))
        same((error["message"], error["field"]), (text, field))


@controlled(KEYS, "names and refuses all three fields of the static-key path, and repeats no value")
def static_fields(world):
    names = ["aws_access_key", "aws_secret_key", "aws_session_token"]
    error = dashboard(world, 400, form(ROLE, "bedrock", **{name: "CANARY" for name in names}))
    same([flaw["field"] for flaw in error["all"]], names)
    same(error["message"], "Fields to not send in assume-role mode: aws_access_key, aws_secret_key, aws_session_token. "
         "These belong to the static-key path and will be rejected")
    assert "CANARY" not in json.dumps(error), "it repeats a value"


@controlled(KEYS, "tells a key once: no list, change or state has it")
def told_once(world):
    made = new_key(world, "bedrock", name="acme")
    same(made["ends_in"], made["key"][-4:])
    same((made["aws_region"], made["aws_session_duration_seconds"]), ("us-east-1", 3600), "the defaults")
    path = f"/gateway/keys/{made['id']}"
    told = [world.control("GET", "/gateway/keys"), world.control("GET", path), world.control("GET", "/state"),
            world.control("PUT", path, form(ROLE, "bedrock", aws_role_session_name="other"))]
    same(told[0]["keys"][0]["name"], "acme")
    same(told[3]["aws_role_session_name"], "other")
    assert made["key"] not in json.dumps(told), "the key is told again"


@controlled(KEYS, "takes a key away: UnrecognizedClientException from then on; a snapshot brings it back")
def taken_away(world):
    key = new_key(world, "bedrock")
    client = by_boto3(world, key)
    client.converse(**HELLO)
    snapshot = world.control("POST", "/snapshot")["id"]
    world.control("DELETE", f"/gateway/keys/{key['id']}")
    refused(client.converse, "UnrecognizedClientException", 403, None, **HELLO)
    world.control("POST", "/restore", {"id": snapshot})
    world.control("DELETE", "/snapshot", {"id": snapshot})
    client.converse(**HELLO)
    world.control("POST", "/reset")
    refused(client.converse, "UnrecognizedClientException", 403, None, **HELLO)


@controlled(KEYS, "holds a hundred keys and no more, and keeps a key's provider type")
def bounded(world):
    for _ in range(100):
        made = dashboard(world, 201, form(ROLE, "bedrock"))
    same(dashboard(world, 409, form(ROLE, "bedrock"))["code"], "keys")
    error = dashboard(world, 400, form(ROLE, "bedrock_rerank"), "PUT", f"/gateway/keys/{made['id']}")
    same(error["field"], "provider_type")
    same(dashboard(world, 404, None, "DELETE", "/gateway/keys/none")["code"], "key")
