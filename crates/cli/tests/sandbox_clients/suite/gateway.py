"""QuilrAI's gateway as its clients see it: keys by the dashboard, then the clients of OpenAI, Anthropic
and Cohere and boto3, each unchanged but for its base URL and its key.

Its operations are told by their paths. Every path that is served has to answer in one check at least.
"""

import anthropic
import boto3
import cohere
import openai
from botocore.config import Config

from controlled import controlled
from harness import Check, matches, same, texts
from world import EXTERNAL_ID, GATEWAY, allow, external_id, trusts

CHAT = "POST /openai_compatible/v1/chat/completions"
EMBEDDINGS = "POST /openai_compatible/v1/embeddings"
MODELS = "GET /openai_compatible/v1/models"
MODEL = "GET /openai_compatible/v1/models/{id}"
MESSAGES = "POST /anthropic_messages/v1/messages"
RERANK = "POST /rerank/v2/rerank"
CONVERSE = "POST /bedrock-runtime/model/{id}/converse"
CONVERSE_STREAM = "POST /bedrock-runtime/model/{id}/converse-stream"
INVOKE = "POST /bedrock-runtime/model/{id}/invoke"
KEYS = "POST /_sandbox/gateway/keys"

NOVA = "amazon.nova-micro-v1:0"
CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"
TITAN = "amazon.titan-embed-text-v2:0"
# What cohere's client takes with each request.
NO_RETRIES = {"max_retries": 0}
COHERE_EMBED = "cohere.embed-english-v3"
COHERE_RERANK = "cohere.rerank-v3-5:0"
AMAZON_RERANK = "amazon.rerank-v1:0"

INVOKE_ACTIONS = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
PAGE_PERMISSIONS = allow(INVOKE_ACTIONS, "arn:aws:bedrock:*::foundation-model/*")
NOT_AUTHORIZED = f"User: {GATEWAY} is not authorized to perform: sts:AssumeRole on resource: "
TOO_LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."

# The paths that have answered.
ANSWERED = set()


OPERATIONS = [CHAT, EMBEDDINGS, MODELS, MODEL, MESSAGES, RERANK, CONVERSE, CONVERSE_STREAM, INVOKE, KEYS]


def page_role(world, *statements, policy=PAGE_PERMISSIONS):
    """The role of the page, or one that trusts otherwise."""
    return world.role(*(statements or [trusts(GATEWAY, external_id())]), policy=policy)


def form(role_arn, provider_type, **more):
    return {"provider_type": provider_type, "aws_role_arn": role_arn, "aws_external_id": EXTERNAL_ID, **more}


def new_key(world, provider_type, role=None, **more):
    """A new key; without a role, for the page's."""
    role = role or page_role(world)
    status, made = world.ask("POST", "/gateway/keys", form(role.arn, provider_type, **more))
    same(status, 201, f"the status of the new key ({made})")
    matches(made["key"], "sk-quilr-[a-z0-9]{48}", "the key")
    return made


def by_openai(world, key):
    return openai.OpenAI(api_key=secret(key), base_url=f"{world.endpoint}/openai_compatible/v1", max_retries=0)


def by_anthropic(world, key):
    return anthropic.Anthropic(api_key=secret(key), base_url=f"{world.endpoint}/anthropic_messages", max_retries=0)


def by_cohere(world, key):
    return cohere.ClientV2(api_key=secret(key), base_url=f"{world.endpoint}/rerank")


def by_boto3(world, key, secret_key=None, region="us-east-1"):
    return boto3.client(
        "bedrock-runtime",
        region_name=region,
        endpoint_url=f"{world.endpoint}/bedrock-runtime",
        aws_access_key_id=secret(key),
        aws_secret_access_key=secret_key or secret(key),
        config=Config(retries={"total_max_attempts": 1}),
    )


def secret(key):
    return key["key"] if isinstance(key, dict) else key


def answers(path, says, cases=((),)):
    """A check in which the path answers."""

    def register(run):
        def whole(world, *case):
            run(world, *case)
            ANSWERED.add(path)

        return controlled(path, says, cases)(whole)

    return register


def raised(kind, call, status, text, **arguments):
    """Calls, and wants the client's own exception of that type with this status and text."""
    try:
        answer = call(**arguments)
    except kind as error:
        same(type(error), kind, "the exception")
        same(error.status_code, status, f"the status ({error})")
        body = error.body if isinstance(error.body, dict) else error.body.__dict__
        found = body.get("message") or body["error"]["message"]
        texts(found, text)
        return body
    raise AssertionError(f"it was let in: {str(answer)[:200]}")


def sessions(world):
    """The names of the sessions that were made, the oldest first."""
    looked = world.admin.cloudtrail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "AssumeRole"}]
    )
    return looked["Events"][::-1]


def checks(world):
    """Last of all: every path that the gateway says it serves has answered."""
    if world.controlled is None:
        return
    for route in world.controlled.control("GET", "")["gateway"]:
        path = f"{route['method']} {route['path']}"

        def run(_world, path=path):
            assert path in ANSWERED, "no check had an answer of it"

        yield Check(path, "has answered in a check", run)
