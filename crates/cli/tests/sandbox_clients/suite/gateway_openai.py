"""The gateway by the `openai` client."""

import json

import openai

from controlled import controlled, fault
from gateway import (
    CHAT, COHERE_EMBED, EMBEDDINGS, MODEL, MODELS, NOT_AUTHORIZED, NOVA, TITAN, TOO_LONG, answers, by_openai, form,
    new_key, page_role, raised, sessions,
)
from harness import matches, same
from world import GATEWAY, VENDOR, allow, deny, external_id, trusts

HELLO = {"model": NOVA, "messages": [{"role": "user", "content": "Say hello."}]}


def completions(world, **more):
    return by_openai(world, new_key(world, "bedrock", **more)).chat.completions


@answers(CHAT, "answers through the role: the text, why it ended, the tokens")
def whole(world):
    made = completions(world).create(**HELLO, max_tokens=64, temperature=0, stop=["\n\n"])
    choice = made.choices[0]
    assert choice.message.content, "it has no text"
    same((made.object, made.model, choice.finish_reason, choice.index), ("chat.completion", NOVA, "stop", 0))
    same(made.usage.total_tokens, made.usage.prompt_tokens + made.usage.completion_tokens, "total_tokens")
    assert made.usage.completion_tokens > 0


@answers(CHAT, "ends with `length` where max_tokens is reached")
def cut(world):
    made = completions(world).create(**HELLO, max_completion_tokens=2)
    same((made.choices[0].finish_reason, made.usage.completion_tokens), ("length", 2))


@answers(CHAT, "streams chunks, and the usage where it is asked for")
def streamed(world):
    chunks = list(completions(world).create(**HELLO, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text and len(chunks) > 3, f"{len(chunks)} chunks: {text!r}"
    same(chunks[0].choices[0].delta.role, "assistant")
    same([chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1], "stop")
    assert chunks[-1].usage.total_tokens > 0
    same(len({chunk.id for chunk in chunks}), 1, "the number of ids")


@answers(CHAT, "takes a system message, parts of text, several turns of one role and an assistant's turn")
def turns(world):
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "developer", "content": "In English."},
        {"role": "user", "content": [{"type": "text", "text": "One."}]},
        {"role": "user", "content": "Two."},
        {"role": "assistant", "content": "Three."},
        {"role": "user", "content": "Four."},
    ]
    assert completions(world).create(model=NOVA, messages=messages).choices[0].message.content


TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


@answers(CHAT, "calls a tool, whole and streamed, and takes its result")
def tools(world):
    client = completions(world)
    required = {**HELLO, "tools": [TOOL], "tool_choice": "required"}
    made = client.create(**required).choices[0]
    same(made.finish_reason, "tool_calls")
    call = made.message.tool_calls[0]
    same(call.function.name, "weather")
    assert "city" in json.loads(call.function.arguments)
    pieces = [chunk.choices[0].delta for chunk in client.create(**required, stream=True)]
    calls = [piece.tool_calls[0] for piece in pieces if piece.tool_calls]
    same(calls[0].function.name, "weather")
    assert "city" in json.loads("".join(piece.function.arguments for piece in calls))
    messages = [*HELLO["messages"], made.message.model_dump(exclude_none=True),
                {"role": "tool", "tool_call_id": call.id, "content": "Rain."}]
    assert client.create(model=NOVA, messages=messages, tools=[TOOL]).choices[0].message.content


@controlled(CHAT, "without a key of the gateway's: AuthenticationError 401, which does not repeat it ({})",
            [("another vendor's", "sk-other-1"), ("an unknown one", "sk-quilr-" + "a" * 48)])
def unknown_key(world, _case, key):
    client = openai.OpenAI(api_key=key, base_url=f"{world.endpoint}/openai_compatible/v1", max_retries=0)
    body = raised(openai.AuthenticationError, client.chat.completions.create, 401, None, **HELLO)
    same(body["code"], "invalid_api_key")
    assert key not in json.dumps(body), "the refusal repeats the key"


@controlled(CHAT, "with a key of another provider type: PermissionDeniedError 403")
def other_type(world):
    client = by_openai(world, new_key(world, "bedrock_embeddings"))
    raised(openai.PermissionDeniedError, client.chat.completions.create, 403,
           ("`bedrock_embeddings`, not `bedrock`",), **HELLO)


@controlled(CHAT, "of a model that is not selected on the key: PermissionDeniedError 403, and AWS is not asked")
def not_selected(world):
    client = completions(world, models=["amazon.nova-lite-v1:0"])
    raised(openai.PermissionDeniedError, client.create, 403, ("is not selected on the API key",), **HELLO)
    same(sessions(world), [], "the sessions")


UNTRUSTED = [
    ("the gateway is not trusted", [trusts(f"arn:aws:iam::{VENDOR}:user/somebody", external_id())]),
    ("the ExternalId differs", [trusts(GATEWAY, external_id("another"))]),
]


@controlled(CHAT, "where {}: PermissionDeniedError 403 with the page's text, `sts:AssumeRole failed: …`", UNTRUSTED)
def untrusted(world, _case, statements):
    role = page_role(world, *statements)
    client = by_openai(world, new_key(world, "bedrock", role)).chat.completions
    body = raised(openai.PermissionDeniedError, client.create, 403,
                  f"sts:AssumeRole failed: {NOT_AUTHORIZED}{role.arn}", **HELLO)
    same(body["code"], "AccessDeniedException")


@controlled(CHAT, "with a duration over the role's maximum: BadRequestError 400 with the page's text")
def too_long(world):
    client = completions(world, aws_session_duration_seconds=7200)
    raised(openai.BadRequestError, client.create, 400, f"sts:AssumeRole failed: {TOO_LONG}", **HELLO)


@controlled(CHAT, "without permission: PermissionDeniedError 403, AccessDeniedException with AWS's text")
def no_permission(world):
    role = page_role(world, policy=allow("s3:*"))
    client = by_openai(world, new_key(world, "bedrock", role, aws_role_session_name="page-check")).chat.completions
    session = f"arn:aws:sts::123456789012:assumed-role/{role.name}/page-check"
    body = raised(
        openai.PermissionDeniedError, client.create, 403,
        f"AccessDeniedException: User: {session} is not authorized to perform: bedrock:InvokeModel on resource: "
        f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA} because no identity-based policy allows the "
        "bedrock:InvokeModel action", **HELLO)
    same(body["code"], "AccessDeniedException")


@controlled(CHAT, "of an unknown model: BadRequestError 400, ValidationException with AWS's text")
def unknown_model(world):
    raised(openai.BadRequestError, completions(world).create, 400,
           "ValidationException: The provided model identifier is invalid.", **{**HELLO, "model": "amazon.nova-none"})


@controlled(CHAT, "with what is not served: BadRequestError 400 that names it ({})",
            [("n", 2), ("logprobs", True), ("response_format", {"type": "json_object"})])
def unserved(world, name, value):
    raised(openai.BadRequestError, completions(world).create, 400, (f"`{name}`",), **HELLO, **{name: value})


@controlled(CHAT, "throttled once by AWS: tried again, and answered; twice: RateLimitError 429 (of {})",
            [("Bedrock", {"service": "bedrock"}), ("STS", {"service": "sts", "operation": "AssumeRole"})])
def throttled(world, _case, when):
    client = completions(world)
    world.faults(fault("throttle", {"first": 1}, **when))
    assert client.create(**HELLO).choices[0].message.content
    same(world.met(), [1])
    client = completions(world)
    world.faults(fault("throttle", {"first": 2}, **when))
    raised(openai.RateLimitError, client.create, 429, None, **HELLO)
    same(world.met(), [2])
    assert client.create(**HELLO).choices[0].message.content


@controlled(CHAT, "where {}: InternalServerError {}", [
    ("Bedrock is down", "service_unavailable", 503), ("Bedrock fails", "internal_failure", 500),
    ("the connection to Bedrock is lost", {"reset": "before_answer"}, 502)])
def broken(world, _case, what, status):
    client = completions(world)
    world.faults(fault(what, service="bedrock"))
    raised(openai.InternalServerError, client.create, status, None, **HELLO)


@controlled(CHAT, "where a stream of Bedrock's ends with an exception, or breaks off: APIError in the stream ({})",
            [("exception", {"stream_exception": {"kind": "throttling", "after_events": 2}}), ("break", {"reset": "mid_body"})])
def stream_breaks(world, _case, what):
    client = completions(world)
    world.faults(fault(what, service="bedrock"))
    stream, seen = client.create(**HELLO, stream=True), 0
    try:
        for _chunk in stream:
            seen += 1
    except openai.APIError as error:
        assert seen, "nothing came before it"
        assert error.message, "it says nothing"
        return
    raise AssertionError("the stream ended as if it were whole")


@controlled(CHAT, "assumes the role once for many requests, under the session name of the form")
def cached(world):
    client = completions(world, aws_role_session_name="acme-gateway")
    for _ in range(3):
        client.create(**HELLO)
    made = sessions(world)
    same(len(made), 1, "the number of AssumeRole calls")
    request = json.loads(made[0]["CloudTrailEvent"])["requestParameters"]
    same((request["roleSessionName"], request["durationSeconds"]), ("acme-gateway", 3600))


@controlled(CHAT, "without a session name: quilr-gateway-<timestamp>")
def default_name(world):
    completions(world).create(**HELLO)
    request = json.loads(sessions(world)[0]["CloudTrailEvent"])["requestParameters"]
    matches(request["roleSessionName"], r"quilr-gateway-\d{10}", "the session name")


@controlled(CHAT, "renews the credentials five minutes before they expire, and not earlier")
def renewed(world):
    client = completions(world, aws_session_duration_seconds=900)
    world.freeze()
    client.create(**HELLO)
    world.advance(599)
    client.create(**HELLO)
    same(len(sessions(world)), 1, "the number of AssumeRole calls")
    world.advance(1)
    client.create(**HELLO)
    same(len(sessions(world)), 2, "the number of AssumeRole calls")


@controlled(CHAT, "after the trust is taken away: answered by the cached credentials, refused once these are renewed")
def trust_taken(world):
    role = page_role(world)
    client = by_openai(world, new_key(world, "bedrock", role)).chat.completions
    world.freeze()
    client.create(**HELLO)
    role.trust(trusts(f"arn:aws:iam::{VENDOR}:user/somebody"))
    client.create(**HELLO)
    world.advance(3300)
    raised(openai.PermissionDeniedError, client.create, 403, ("sts:AssumeRole failed: ",), **HELLO)


@controlled(CHAT, "after older sessions are denied on the role: refused at once; a changed key begins anew")
def sessions_revoked(world):
    role = page_role(world)
    key = new_key(world, "bedrock", role)
    client = by_openai(world, key).chat.completions
    world.freeze()
    client.create(**HELLO)
    world.advance(10)
    now = world.control("POST", "/clock/freeze")["now"]
    role.put(deny("*", Condition={"DateLessThan": {"aws:TokenIssueTime": now}}), name="AWSRevokeOlderSessions")
    raised(openai.PermissionDeniedError, client.create, 403, ("with an explicit deny in an identity-based policy",),
           **HELLO)
    world.control("PUT", f"/gateway/keys/{key['id']}", form(role.arn, "bedrock"))
    client.create(**HELLO)


@controlled(CHAT, "while a change of IAM is on its way: refused until it arrives, and answered then")
def propagated(world):
    world.freeze()
    world.control("PUT", "/propagation", {"seconds": 5, "new_principals_seconds": 20})
    role = page_role(world)
    client = by_openai(world, new_key(world, "bedrock", role)).chat.completions
    raised(openai.PermissionDeniedError, client.create, 403, ("sts:AssumeRole failed: ",), **HELLO)
    world.advance(20)
    assert client.create(**HELLO).choices[0].message.content


@controlled(CHAT, "where AWS takes the session for expired: told so, and the next request assumes the role anew")
def expired(world):
    client = completions(world)
    client.create(**HELLO)
    world.faults(fault("expired_token", {"first": 1}, service="bedrock"))
    raised(openai.PermissionDeniedError, client.create, 403, ("ExpiredTokenException: ",), **HELLO)
    client.create(**HELLO)
    same(len(sessions(world)), 2, "the number of AssumeRole calls")


@controlled(CHAT, "with the gateway denied by its own organisation: PermissionDeniedError 403 that says so")
def organisation(world):
    client = completions(world)
    world.organization([allow("*"), deny("sts:AssumeRole")], account=VENDOR)
    raised(openai.PermissionDeniedError, client.create, 403,
           ("sts:AssumeRole failed: ", "with an explicit deny in a service control policy"), **HELLO)


def embeddings(world, **more):
    return by_openai(world, new_key(world, "bedrock_embeddings", **more)).embeddings


@answers(EMBEDDINGS, "embeds a text or several, in the order in which they came ({})",
         [(TITAN, 1024), (COHERE_EMBED, 1024)])
def embedded(world, model, length):
    client = embeddings(world)
    one = client.create(model=model, input="a role")
    same((len(one.data[0].embedding), one.model), (length, model))
    assert one.usage.prompt_tokens > 0
    several = client.create(model=model, input=["a bicycle", "a role"], encoding_format="float")
    same([data.index for data in several.data], [0, 1])
    close = max(abs(a - b) for a, b in zip(several.data[1].embedding, one.data[0].embedding))
    assert close < 1e-6, f"base64 and float differ by {close}"


@answers(EMBEDDINGS, "with dimensions, as far as the model has them: else BadRequestError 400")
def dimensions(world):
    client = embeddings(world)
    same(len(client.create(model=TITAN, input="a role", dimensions=256).data[0].embedding), 256)
    raised(openai.BadRequestError, client.create, 400, ("300 is not a valid enum value",),
           model=TITAN, input="a role", dimensions=300)


@controlled(EMBEDDINGS, "with no text, tokens instead of text, or too many texts: BadRequestError 400 ({})",
            [("none", []), ("tokens", [[1, 2]]), ("97", ["a"] * 97)])
def no_texts(world, _case, value):
    raised(openai.BadRequestError, embeddings(world).create, 400, ("`input`",), model=TITAN, input=value)


@controlled(EMBEDDINGS, "where the role does not trust the gateway: PermissionDeniedError 403 with the page's text")
def embeddings_untrusted(world):
    role = page_role(world, trusts(GATEWAY, external_id("another")))
    client = by_openai(world, new_key(world, "bedrock_embeddings", role)).embeddings
    raised(openai.PermissionDeniedError, client.create, 403,
           f"sts:AssumeRole failed: {NOT_AUTHORIZED}{role.arn}", model=TITAN, input="a role")


@answers(MODELS, "lists the models that the key serves in its region, or those that are selected on it")
def models(world):
    listed = {model.id for model in by_openai(world, new_key(world, "bedrock")).models.list()}
    assert {NOVA, "us." + NOVA} <= listed and TITAN not in listed, sorted(listed)
    listed = {model.id for model in by_openai(world, new_key(world, "bedrock_embeddings")).models.list()}
    assert TITAN in listed and NOVA not in listed, sorted(listed)
    selected = by_openai(world, new_key(world, "bedrock", models=[NOVA])).models.list()
    same([model.id for model in selected], [NOVA])


@answers(MODEL, "tells of one, and of another: NotFoundError 404")
def model(world):
    client = by_openai(world, new_key(world, "bedrock"))
    same(client.models.retrieve(NOVA).id, NOVA)
    raised(openai.NotFoundError, client.models.retrieve, 404, ("amazon.nova-none",), model="amazon.nova-none")


@controlled(MODELS, "without a known key: AuthenticationError 401, whatever the path")
def models_unknown_key(world):
    client = by_openai(world, "sk-quilr-" + "b" * 48)
    for call in (lambda: client.models.list(), lambda: client.models.retrieve("x"), lambda: client.files.list()):
        raised(openai.AuthenticationError, call, 401, None)
