"""The gateway by the `anthropic` and the `cohere` client."""

import anthropic
import cohere
from cohere.core.api_error import ApiError

from controlled import controlled, fault
from gateway import (
    AMAZON_RERANK, CLAUDE, COHERE_RERANK, MESSAGES, NO_RETRIES, NOT_AUTHORIZED, NOVA, RERANK, TOO_LONG, answers,
    by_anthropic, by_cohere, new_key, page_role, raised,
)
from harness import same, texts
from world import GATEWAY, allow, external_id, trusts

HELLO = {"model": CLAUDE, "max_tokens": 64, "messages": [{"role": "user", "content": "Say hello."}]}


def messages(world, **more):
    return by_anthropic(world, new_key(world, "anthropic_messages_bedrock", **more)).messages


@answers(MESSAGES, "answers through the role: the text, why it ended, the tokens")
def whole(world):
    made = messages(world).create(**HELLO, system="Be brief.", stop_sequences=["\n\n"], extra_body={"temperature": 0.5})
    same((made.type, made.role, made.stop_reason, made.content[0].type), ("message", "assistant", "end_turn", "text"))
    assert made.content[0].text and made.usage.input_tokens > 0 and made.usage.output_tokens > 0
    same(messages(world).create(**{**HELLO, "max_tokens": 1}).stop_reason, "max_tokens")


@answers(MESSAGES, "streams Anthropic's events, whole and to the last one")
def streamed(world):
    with messages(world).stream(**HELLO) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text, "it has no text"
    same((final.content[0].text, final.stop_reason), (text, "end_turn"))
    assert final.usage.output_tokens > 0
    kinds = [event.type for event in messages(world).create(**HELLO, stream=True)]
    same((kinds[0], kinds[1], kinds[-2], kinds[-1]),
         ("message_start", "content_block_start", "message_delta", "message_stop"))


@answers(MESSAGES, "takes the key as `x-api-key`, and as the bearer that the client itself makes of it")
def either_header(world):
    key = new_key(world, "anthropic_messages_bedrock")["key"]
    by_header = anthropic.Anthropic(base_url=f"{world.endpoint}/anthropic_messages", max_retries=0,
                                    default_headers={"X-Api-Key": key, "Authorization": anthropic.Omit()})
    for client in (by_header, by_anthropic(world, key)):
        same(client.messages.create(**HELLO).type, "message")


@answers(MESSAGES, "calls a tool")
def tool(world):
    weather = {"name": "weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}
    made = messages(world).create(**HELLO, tools=[weather], tool_choice={"type": "tool", "name": "weather"})
    same((made.stop_reason, made.content[0].name), ("tool_use", "weather"))


@answers(MESSAGES, "through an inference profile, where the role has it")
def profile(world):
    role = page_role(world, policy=allow("bedrock:InvokeModel"))
    client = by_anthropic(world, new_key(world, "anthropic_messages_bedrock", role)).messages
    made = client.create(**{**HELLO, "model": "us.anthropic.claude-haiku-4-5-20251001-v1:0"})
    same(made.stop_reason, "end_turn")


@controlled(MESSAGES, "without a key of the gateway's: AuthenticationError 401")
def unknown_key(world):
    for key in ("sk-ant-1", "sk-quilr-" + "a" * 48):
        body = raised(anthropic.AuthenticationError, by_anthropic(world, key).messages.create, 401, None, **HELLO)
        same((body["type"], body["error"]["type"]), ("error", "authentication_error"))


@controlled(MESSAGES, "with a key of another provider type, or a model that is not selected: PermissionDeniedError 403")
def not_allowed(world):
    client = by_anthropic(world, new_key(world, "bedrock")).messages
    raised(anthropic.PermissionDeniedError, client.create, 403, ("not `anthropic_messages_bedrock`",), **HELLO)
    client = messages(world, models=["us.anthropic.claude-haiku-4-5-20251001-v1:0"])
    raised(anthropic.PermissionDeniedError, client.create, 403, ("is not selected on the API key",), **HELLO)


@controlled(MESSAGES, "of a model that is not Anthropic's, or a field that it does not have: BadRequestError 400")
def invalid(world):
    client = messages(world)
    raised(anthropic.BadRequestError, client.create, 400, ("is not a model of Anthropic's",), **{**HELLO, "model": NOVA})
    raised(anthropic.BadRequestError, client.create, 400, "ValidationException: max_tokens: Input should be greater than or equal to 1",
           **{**HELLO, "max_tokens": 0})


@controlled(MESSAGES, "where the role cannot be assumed: the page's texts ({})", [
    ("not trusted", anthropic.PermissionDeniedError, 403, "permission_error"),
    ("too long", anthropic.BadRequestError, 400, "invalid_request_error")])
def cannot_assume(world, case, kind, status, name):
    role = page_role(world, *([trusts(GATEWAY, external_id("another"))] if case == "not trusted" else []))
    more = {"aws_session_duration_seconds": 43200} if case == "too long" else {}
    client = by_anthropic(world, new_key(world, "anthropic_messages_bedrock", role, **more)).messages
    text = TOO_LONG if case == "too long" else NOT_AUTHORIZED + role.arn
    body = raised(kind, client.create, status, f"sts:AssumeRole failed: {text}", **HELLO)
    same(body["error"]["type"], name)


@controlled(MESSAGES, "where Bedrock refuses: AWS's code and text ({})", [
    ("throttle", anthropic.RateLimitError, 429, "ThrottlingException: Too many requests"),
    ("model_access_not_granted", anthropic.PermissionDeniedError, 403, "AccessDeniedException: You don't have access to the model"),
    ("use_case_missing", anthropic.NotFoundError, 404, "ResourceNotFoundException: Model use case details have not been submitted"),
    ("service_unavailable", anthropic.ServiceUnavailableError, 503, "ServiceUnavailableException: "),
    ("model_timeout", anthropic.RequestTimeoutError, 408, "ModelTimeoutException: ")])
def refused_by_bedrock(world, what, kind, status, text):
    client = messages(world)
    world.faults(fault(what, service="bedrock"))
    raised(kind, client.create, status, (text,), **HELLO)


@controlled(MESSAGES, "where a stream of Bedrock's ends with an exception, or breaks off: an error event ({})",
            [("exception", {"stream_exception": {"kind": "internal_server", "after_events": 3}}), ("break", {"reset": "mid_body"})])
def stream_breaks(world, _case, what):
    client = messages(world)
    world.faults(fault(what, service="bedrock"))
    seen = 0
    try:
        for _event in client.create(**HELLO, stream=True):
            seen += 1
    except anthropic.APIError as error:
        assert seen, "nothing came before it"
        same(error.body["error"]["type"], "api_error")
        return
    raise AssertionError("the stream ended as if it were whole")


DOCUMENTS = ["Bananas are yellow.", "Paris is the capital of France.", "Cats sleep all day."]
QUERY = {"query": "What is the capital of France?", "documents": DOCUMENTS}


def rerank(world, model=COHERE_RERANK, region="us-west-2", **more):
    client = by_cohere(world, new_key(world, "bedrock_rerank", aws_region=region, **more))
    return lambda **asked: client.rerank(model=model, request_options=NO_RETRIES, **asked)


@answers(RERANK, "ranks the documents, the most relevant first ({})", [(COHERE_RERANK,), (AMAZON_RERANK,)])
def ranked(world, model):
    made = rerank(world, model)(**QUERY)
    same(sorted(result.index for result in made.results), [0, 1, 2])
    same(made.results[0].index, 1, "the best document")
    scores = [result.relevance_score for result in made.results]
    same(scores, sorted(scores, reverse=True), "the scores")
    same(made.meta.billed_units.search_units, 1)
    same(len(rerank(world, model)(**QUERY, top_n=2).results), 2)


def refused_by_rerank(kind, call, status, text, **asked):
    try:
        call(**asked)
    except ApiError as error:
        same((type(error), error.status_code), (kind, status), f"the exception ({error})")
        found = error.body["message"] if isinstance(error.body, dict) else error.body.message
        return texts(found, text)
    raise AssertionError("it was let in")


@controlled(RERANK, "without a key of the gateway's: UnauthorizedError 401; of another type or model: ForbiddenError 403")
def rerank_keys(world):
    client = by_cohere(world, "sk-quilr-" + "a" * 48)
    ask = {"model": COHERE_RERANK, "request_options": NO_RETRIES, **QUERY}
    refused_by_rerank(cohere.UnauthorizedError, client.rerank, 401, None, **ask)
    client = by_cohere(world, new_key(world, "bedrock"))
    refused_by_rerank(cohere.ForbiddenError, client.rerank, 403, ("not `bedrock_rerank`",), **ask)
    refused_by_rerank(cohere.ForbiddenError, rerank(world, models=[AMAZON_RERANK]), 403, ("is not selected",), **QUERY)


@controlled(RERANK, "where the role cannot be assumed, or AWS refuses: the page's and AWS's texts")
def rerank_refused(world):
    role = page_role(world, trusts(GATEWAY, external_id("another")))
    refused_by_rerank(cohere.ForbiddenError, rerank(world, role=role), 403,
                      f"sts:AssumeRole failed: {NOT_AUTHORIZED}{role.arn}", **QUERY)
    refused_by_rerank(cohere.BadRequestError, rerank(world, AMAZON_RERANK, "us-east-1"), 400,
                      "ValidationException: The provided model identifier is invalid.", **QUERY)
    refused_by_rerank(cohere.ForbiddenError, rerank(world, role=page_role(world, policy=allow("s3:*"))), 403,
                      ("AccessDeniedException: ", "bedrock:InvokeModel"), **QUERY)
    world.faults(fault("throttle", service="bedrock"))
    refused_by_rerank(cohere.TooManyRequestsError, rerank(world), 429, ("ThrottlingException: ",), **QUERY)
