"""Bedrock Runtime: every surface of the gateway, the rights it needs, and bodies that a model refuses."""

import json

import raw
from harness import check, each, matches, refused, same
from sessions import HELLO, MODEL
from world import CUSTOMER, allow, deny

TITAN = "amazon.titan-embed-text-v2:0"
COHERE_EMBED = "cohere.embed-english-v3"
COHERE_RERANK = "cohere.rerank-v3-5:0"
CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
CLAUDE_MODEL = CLAUDE.removeprefix("us.")
ANTHROPIC = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 20,
             "messages": [{"role": "user", "content": "Say hello."}]}


def invoke(caller, model, body, **more):
    answer = caller.runtime.invoke_model(modelId=model, body=json.dumps(body), **more)
    return json.loads(answer["body"].read())


@check("Converse", "answers a message with its tokens, the reason it stopped, and the latency")
def converse(world):
    answer = world.admin.runtime.converse(modelId=MODEL, messages=HELLO)
    same(answer["output"]["message"]["role"], "assistant")
    assert answer["output"]["message"]["content"][0]["text"]
    same(answer["stopReason"], "end_turn")
    usage = answer["usage"]
    same(usage["inputTokens"] + usage["outputTokens"], usage["totalTokens"])


@check("Converse", "stops at maxTokens and at a stop sequence")
def converse_stops(world):
    answer = world.admin.runtime.converse(modelId=MODEL, messages=HELLO, inferenceConfig={"maxTokens": 2})
    same((answer["stopReason"], answer["usage"]["outputTokens"]), ("max_tokens", 2))


@check("ConverseStream", "answers its events in order, to the end")
def stream(world):
    events = list(world.admin.runtime.converse_stream(modelId=MODEL, messages=HELLO)["stream"])
    names = [name for event in events for name in event]
    same((names[0], names[-3:]), ("messageStart", ["contentBlockStop", "messageStop", "metadata"]))
    assert "contentBlockDelta" in names


@check("InvokeModel", "embeds with Titan in each of its dimensions")
def titan(world):
    for size in (256, 512, 1024):
        answer = invoke(world.admin, TITAN, {"inputText": "hello", "dimensions": size, "normalize": True})
        same(len(answer["embedding"]), size)
    assert answer["inputTextTokenCount"] > 0


@check("InvokeModel", "embeds with Cohere, one vector a text")
def cohere(world):
    answer = invoke(world.admin, COHERE_EMBED, {"texts": ["a", "b"], "input_type": "search_document"})
    same(len(answer["embeddings"]), 2)


@check("InvokeModel", "ranks with Cohere, the best document first")
def rerank(world):
    answer = invoke(world.admin, COHERE_RERANK, {
        "api_version": 2, "query": "capital of France", "documents": ["Bananas.", "Paris is the capital of France."]})
    same(answer["results"][0]["index"], 1)


@check("InvokeModel", "speaks Anthropic's Messages behind a profile")
def claude(world):
    answer = invoke(world.admin, CLAUDE, ANTHROPIC)
    same((answer["type"], answer["role"], answer["content"][0]["type"]), ("message", "assistant", "text"))


@check("InvokeModelWithResponseStream", "streams Anthropic's events in order")
def claude_stream(world):
    answer = world.admin.runtime.invoke_model_with_response_stream(modelId=CLAUDE, body=json.dumps(ANTHROPIC))
    kinds = [json.loads(event["chunk"]["bytes"])["type"] for event in answer["body"]]
    same((kinds[0], kinds[-1]), ("message_start", "message_stop"))


@check("CountTokens", "counts what Converse and InvokeModel would take in")
def count(world):
    # Models in AWS's documentation of CountTokens are Anthropic's.
    answer = world.admin.runtime.count_tokens(modelId=CLAUDE_MODEL, input={"converse": {"messages": HELLO}})
    assert answer["inputTokens"] > 0
    world.admin.runtime.count_tokens(modelId=CLAUDE_MODEL, input={"invokeModel": {"body": json.dumps(ANTHROPIC)}})
    refused(world.somebody.runtime.count_tokens, "AccessDeniedException", 403,
            ("is not authorized to perform: bedrock:CountTokens on resource: ",),
            modelId=CLAUDE_MODEL, input={"converse": {"messages": HELLO}})
    refused(world.admin.runtime.count_tokens, "ValidationException", 400, None,
            modelId="amazon.no-such-model-v1:0", input={"converse": {"messages": HELLO}})


# Rights.

def arn(region, model=MODEL):
    return f"arn:aws:bedrock:{region}::foundation-model/{model}"


def missing(session, resource, action="InvokeModel"):
    return (f"User: {session.arn} is not authorized to perform: bedrock:{action} on resource: {resource} "
            f"because no identity-based policy allows the bedrock:{action} action")


@check("Converse", "needs bedrock:InvokeModel on the model, and on no other")
def right(world):
    session = world.session(world.gateway, world.role(policy=allow("bedrock:InvokeModel", arn("us-east-1"))))
    session.runtime.converse(modelId=MODEL, messages=HELLO)
    refused(session.runtime.converse, "AccessDeniedException", 403,
            missing(session, arn("us-east-1", "amazon.nova-lite-v1:0")), modelId="amazon.nova-lite-v1:0", messages=HELLO)


@each("{}", "needs bedrock:InvokeModelWithResponseStream, which InvokeModel is not", [
    ("ConverseStream", lambda s: (s.runtime.converse_stream, {"modelId": MODEL, "messages": HELLO})),
    ("InvokeModelWithResponseStream", lambda s: (s.runtime.invoke_model_with_response_stream, {"modelId": MODEL, "body": "{}"})),
])
def stream_right(world, _name, what):
    session = world.session(world.gateway, world.role(policy=allow("bedrock:InvokeModel")))
    call, parameters = what(session)
    refused(call, "AccessDeniedException", 403, missing(session, arn("us-east-1"), "InvokeModelWithResponseStream"), **parameters)


@check("Converse", "through a geographic profile needs the profile, and the model in every region that it reaches")
def profile_right(world):
    profile = f"arn:aws:bedrock:us-east-1:{CUSTOMER}:inference-profile/us.{MODEL}"
    role = world.role(policy=allow("bedrock:InvokeModel", [profile, arn("us-east-1")]))
    session = world.session(world.gateway, role)
    refused(session.runtime.converse, "AccessDeniedException", 403, (f"::foundation-model/{MODEL} because no",),
            modelId=f"us.{MODEL}", messages=HELLO)
    role.put(allow("bedrock:InvokeModel", [profile, arn("*")]))
    session.runtime.converse(modelId=f"us.{MODEL}", messages=HELLO)
    role.put(allow("bedrock:InvokeModel", arn("*")))
    refused(session.runtime.converse, "AccessDeniedException", 403, missing(session, profile), modelId=f"us.{MODEL}", messages=HELLO)


@check("Converse", "decides by bedrock:InferenceProfileArn and aws:RequestedRegion")
def profile_conditions(world):
    profile = f"arn:aws:bedrock:us-east-1:{CUSTOMER}:inference-profile/us.{MODEL}"
    only = {"StringEquals": {"bedrock:InferenceProfileArn": profile}}
    role = world.role(policy=[allow("bedrock:InvokeModel", profile), allow("bedrock:InvokeModel", arn("*"), Condition=only)])
    session = world.session(world.gateway, role)
    session.runtime.converse(modelId=f"us.{MODEL}", messages=HELLO)
    refused(session.runtime.converse, "AccessDeniedException", 403, None, modelId=MODEL, messages=HELLO)
    role.put(allow("bedrock:InvokeModel"), deny("*", Condition={"StringEquals": {"aws:RequestedRegion": "us-west-2"}}))
    refused(session.runtime.converse, "AccessDeniedException", 403, ("us-west-2", "with an explicit deny"), modelId=f"us.{MODEL}", messages=HELLO)


@check("Converse", "refuses before it looks at the body: rights first, then the conversation")
def right_first(world):
    session = world.session(world.gateway, world.role())
    refused(session.runtime.converse, "AccessDeniedException", 403, None, modelId=MODEL, messages=[])


# Models that cannot be called so.

@each("Converse", "refuses the model {}: ValidationException", [
    ("amazon.no-such-model-v1:0", "The provided model identifier is invalid."),
    ("eu.amazon.nova-micro-v1:0", "The provided model identifier is invalid."),
    ("amazon.rerank-v1:0", "The provided model identifier is invalid."),
    (arn("eu-west-1"), "The provided model identifier is invalid."),
    (TITAN, None), (COHERE_EMBED, None), (COHERE_RERANK, None), (CLAUDE_MODEL, ("on-demand throughput isn", "inference profile")),
])
def bad_model(world, model, says):
    refused(world.admin.runtime.converse, ("ValidationException", "ResourceNotFoundException"), (400, 404), says, modelId=model, messages=HELLO)


CONVERSATIONS = [
    ("no message", []), ("an assistant first", [{"role": "assistant", "content": [{"text": "x"}]}]),
    ("two of the user", HELLO * 2), ("no content", [{"role": "user", "content": []}]),
    ("a blank text", [{"role": "user", "content": [{"text": "  "}]}]),
    ("an unknown role", [{"role": "robot", "content": [{"text": "x"}]}]),
    ("content without a kind", [{"role": "user", "content": [{}]}]),
    ("an unknown kind of content", [{"role": "user", "content": [{"song": {}}]}]),
    ("content of two kinds", [{"role": "user", "content": [{"text": "x", "image": {}}]}]),
    ("a number for a text", [{"role": "user", "content": [{"text": 7}]}]),
    ("content as a text", [{"role": "user", "content": "x"}]),
]


@each("Converse", "refuses a conversation with {}: 400", CONVERSATIONS)
def conversations(world, _name, messages):
    answer = raw.rest(world, world.admin, "POST", f"/model/{MODEL}/converse", json.dumps({"messages": messages})).sign().send()
    assert answer.status == 400 and answer.code in ("ValidationException", "SerializationException"), answer
    assert answer.message, answer


CONFIGS = [
    ("maxTokens 0", {"maxTokens": 0}), ("maxTokens as a text", {"maxTokens": "9"}), ("temperature 1.5", {"temperature": 1.5}),
    ("temperature -1", {"temperature": -1}), ("topP 2", {"topP": 2}), ("an empty stop sequence", {"stopSequences": [""]}),
    ("stopSequences as a text", {"stopSequences": "x"}), ("a config that is a list", []),
]


@each("Converse", "refuses inferenceConfig with {}: 400", CONFIGS)
def configs(world, _name, config):
    answer = raw.rest(world, world.admin, "POST", f"/model/{MODEL}/converse",
                      json.dumps({"messages": HELLO, "inferenceConfig": config})).sign().send()
    assert answer.status == 400 and answer.code in ("ValidationException", "SerializationException"), answer


BODIES = [
    ("nothing", TITAN, b""), ("what is no JSON", TITAN, b"{"), ("a list", TITAN, b"[]"), ("a text", TITAN, b'"x"'), ("null", TITAN, b"null"),
    ("bytes that are no UTF-8", TITAN, b'{"inputText":"\xff\xfe"}'),
    ("two documents", TITAN, b'{"inputText":"x"}{"inputText":"y"}'), ("deep nesting", TITAN, b"[" * 100_000),
    ("no inputText", TITAN, b"{}"), ("inputText as a number", TITAN, b'{"inputText":7}'), ("an empty inputText", TITAN, b'{"inputText":""}'),
    ("300 dimensions", TITAN, b'{"inputText":"x","dimensions":300}'), ("dimensions as a text", TITAN, b'{"inputText":"x","dimensions":"256"}'),
    ("normalize as a text", TITAN, b'{"inputText":"x","normalize":"yes"}'), ("an unknown member", TITAN, b'{"inputText":"x","colour":"red"}'),
    ("no texts", COHERE_EMBED, b'{"input_type":"search_document"}'), ("no input_type", COHERE_EMBED, b'{"texts":["x"]}'),
    ("an unknown input_type", COHERE_EMBED, b'{"texts":["x"],"input_type":"poem"}'), ("an empty list of texts", COHERE_EMBED, b'{"texts":[],"input_type":"search_document"}'),
    ("97 texts", COHERE_EMBED, json.dumps({"texts": ["x"] * 97, "input_type": "search_document"}).encode()),
    ("no query", COHERE_RERANK, b'{"api_version":2,"documents":["a"]}'), ("no documents", COHERE_RERANK, b'{"api_version":2,"query":"q"}'),
    ("an empty list of documents", COHERE_RERANK, b'{"api_version":2,"query":"q","documents":[]}'), ("no api_version", COHERE_RERANK, b'{"query":"q","documents":["a"]}'),
    ("an empty query", COHERE_RERANK, b'{"api_version":2,"query":"","documents":["a"]}'),
    ("no anthropic_version", CLAUDE, json.dumps({k: v for k, v in ANTHROPIC.items() if k != "anthropic_version"}).encode()),
    ("another anthropic_version", CLAUDE, json.dumps({**ANTHROPIC, "anthropic_version": "2023-06-01"}).encode()),
    ("no max_tokens", CLAUDE, json.dumps({k: v for k, v in ANTHROPIC.items() if k != "max_tokens"}).encode()),
    ("max_tokens 0", CLAUDE, json.dumps({**ANTHROPIC, "max_tokens": 0}).encode()), ("max_tokens as a text", CLAUDE, json.dumps({**ANTHROPIC, "max_tokens": "20"}).encode()),
    ("no messages", CLAUDE, json.dumps({k: v for k, v in ANTHROPIC.items() if k != "messages"}).encode()),
    ("an empty conversation", CLAUDE, json.dumps({**ANTHROPIC, "messages": []}).encode()),
    ("a system role among the messages", CLAUDE, json.dumps({**ANTHROPIC, "messages": [{"role": "system", "content": "x"}]}).encode()),
    ("an unknown member", CLAUDE, json.dumps({**ANTHROPIC, "colour": "red"}).encode()), ("a model in the body", CLAUDE, json.dumps({**ANTHROPIC, "model": "x"}).encode()),
    ("a temperature of 2", CLAUDE, json.dumps({**ANTHROPIC, "temperature": 2}).encode()),
    ("Nova's messages as a text", MODEL, b'{"messages":"x"}'), ("Nova without messages", MODEL, b"{}"), ("Titan's body for Nova", MODEL, b'{"inputText":"x"}'),
]
for _name, _model, _body in BODIES:
    @check("InvokeModel", f"refuses a body for {_model.split(':')[0]} with {_name}: ValidationException 400")
    def bodies(world, model=_model, body=_body):
        answer = raw.rest(world, world.admin, "POST", f"/model/{model}/invoke", body).sign().send()
        assert (answer.code, answer.status) == ("ValidationException", 400), answer
        assert answer.message, answer


CONVERSE_BODIES = [
    ("what is no JSON", b"{"), ("a list", b"[]"), ("a text", b'"x"'), ("a number", b"7"), ("bytes that are no UTF-8", b'{"messages":"\xff"}'),
    ("deep nesting", b'{"messages":' + b"[" * 100_000), ("messages as a text", b'{"messages":"x"}'), ("messages as an object", b'{"messages":{}}'),
    ("a message that is a text", b'{"messages":["x"]}'), ("two documents", b"{}{}"), ("system as a text", b'{"messages":[],"system":"x"}'),
    ("a member of messages without a role", b'{"messages":[{"content":[{"text":"x"}]}]}'),
]


@each("Converse", "refuses a body that is {}: 400", CONVERSE_BODIES)
def converse_bodies(world, _name, body):
    answer = raw.rest(world, world.admin, "POST", f"/model/{MODEL}/converse", body).sign().send()
    assert answer.status == 400 and answer.code in ("ValidationException", "SerializationException"), answer


@check("InvokeModel", "takes a model by its ARN, with its slash escaped and unescaped")
def by_arn(world):
    import urllib.parse
    body = b'{"inputText":"x"}'
    for path in (arn("us-east-1", TITAN), urllib.parse.quote(arn("us-east-1", TITAN), safe="")):
        world.admin.runtime.invoke_model(modelId=urllib.parse.unquote(path), body=body)


@check("InvokeModel", "answers the body's own media type and the counts of tokens")
def headers(world):
    answer = world.admin.runtime.invoke_model(modelId=TITAN, body=b'{"inputText":"x"}')
    same(answer["contentType"], "application/json")
    matches(answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-bedrock-input-token-count"], r"\d+")


@each("InvokeModel", "refuses the keys of {}, who has no right in Bedrock", ["gateway", "somebody"])
def no_right(world, name):
    caller = world.callers[name]
    refused(caller.runtime.invoke_model, "AccessDeniedException", 403, missing(caller, arn("us-east-1", TITAN)), modelId=TITAN, body=b"{}")
