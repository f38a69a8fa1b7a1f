"""Bedrock: what a region offers, and what an account makes of it."""

import raw
from harness import check, each, matches, refused, same
from sessions import HELLO, MODEL
from world import CUSTOMER, VENDOR, allow

SYSTEM = f"arn:aws:bedrock:us-east-1:{CUSTOMER}:inference-profile/us.{MODEL}"
FOUNDATION = f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}"


def denied(caller, action, resource):
    return (f"User: {caller.arn} is not authorized to perform: bedrock:{action} on resource: {resource} "
            f"because no identity-based policy allows the bedrock:{action} action")


@check("ListFoundationModels", "answers models with ARNs of the region, and filters by each of its filters")
def models(world):
    everything = world.admin.bedrock.list_foundation_models()["modelSummaries"]
    assert all(m["modelArn"] == f"arn:aws:bedrock:us-east-1::foundation-model/{m['modelId']}" for m in everything)
    for filters, holds in (
        ({"byProvider": "amazon"}, lambda m: m["providerName"] == "Amazon"),
        ({"byOutputModality": "EMBEDDING"}, lambda m: "EMBEDDING" in m["outputModalities"]),
        ({"byInferenceType": "ON_DEMAND"}, lambda m: "ON_DEMAND" in m["inferenceTypesSupported"]),
    ):
        found = world.admin.bedrock.list_foundation_models(**filters)["modelSummaries"]
        same([m["modelId"] for m in found], [m["modelId"] for m in everything if holds(m)], str(filters))
        assert found, filters


@check("ListFoundationModels", "knows no Amazon rerank model in us-east-1, and one in us-west-2")
def rerank_regions(world):
    def ids(region):
        return [m["modelId"] for m in world.admin.client("bedrock", region).list_foundation_models()["modelSummaries"]]
    assert "amazon.rerank-v1:0" not in ids("us-east-1")
    assert "amazon.rerank-v1:0" in ids("us-west-2")


@check("ListFoundationModels", "refuses a caller without the right: AccessDeniedException 403")
def models_refused(world):
    caller = world.somebody
    refused(caller.bedrock.list_foundation_models, "AccessDeniedException", 403,
            (f"User: {caller.arn} is not authorized to perform: bedrock:ListFoundationModels",
             " because no identity-based policy allows the bedrock:ListFoundationModels action"))


@check("GetFoundationModel", "answers by id and by ARN what the list says")
def model(world):
    listed = world.admin.bedrock.list_foundation_models()["modelSummaries"]
    listed = next(m for m in listed if m["modelId"] == MODEL)
    for identifier in (MODEL, FOUNDATION):
        details = world.admin.bedrock.get_foundation_model(modelIdentifier=identifier)["modelDetails"]
        same((details["modelArn"], details["modelName"]), (listed["modelArn"], listed["modelName"]))


@check("GetFoundationModel", "refuses a model that is not there, or not in this region")
def no_model(world):
    for identifier in ("amazon.no-such-model-v1:0", FOUNDATION.replace("us-east-1", "eu-west-1"), "amazon.rerank-v1:0"):
        refused(world.admin.bedrock.get_foundation_model, ("ResourceNotFoundException", "ValidationException"), (404, 400),
                None, modelIdentifier=identifier)
    refused(world.admin.bedrock.get_foundation_model, "ValidationException", 400,
            (" at 'modelIdentifier' failed to satisfy constraint: ",), modelIdentifier="a b")


@check("GetFoundationModel", "refuses a caller without the right, and names the model's ARN")
def model_refused(world):
    refused(world.somebody.bedrock.get_foundation_model, "AccessDeniedException", 403,
            denied(world.somebody, "GetFoundationModel", FOUNDATION), modelIdentifier=MODEL)


@check("GetFoundationModelAvailability", "tells agreement, entitlement, region and authorisation of a model")
def availability(world):
    answer = world.admin.bedrock.get_foundation_model_availability(modelId=MODEL)
    same((answer["modelId"], answer["regionAvailability"], answer["entitlementAvailability"]), (MODEL, "AVAILABLE", "AVAILABLE"))
    refused(world.admin.bedrock.get_foundation_model_availability, ("ResourceNotFoundException", "ValidationException"), (404, 400),
            None, modelId="amazon.no-such-model-v1:0")


@check("ListInferenceProfiles", "goes to the end by pages of one, and filters by type")
def profiles(world):
    pages = world.admin.bedrock.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 1})
    ids = [p["inferenceProfileId"] for page in pages for p in page["inferenceProfileSummaries"]]
    same(len(ids), len(set(ids)), "profiles told once")
    assert f"us.{MODEL}" in ids and not any(i.startswith("eu.") for i in ids), ids
    whole = world.admin.bedrock.list_inference_profiles(typeEquals="SYSTEM_DEFINED", maxResults=1000)["inferenceProfileSummaries"]
    assert {p["type"] for p in whole} == {"SYSTEM_DEFINED"}


@each("ListInferenceProfiles", "refuses {}", [
    ("maxResults 0", {"maxResults": 0}), ("maxResults 1001", {"maxResults": 1001}), ("maxResults many", {"maxResults": "many"}),
    ("an unknown type", {"typeEquals": "MINE"}), ("a token that is none", {"nextToken": "nonsense"}),
    ("a token with a space", {"nextToken": "a b"}),
])
def profiles_refused(world, _name, parameters):
    refused(world.admin.bedrock.list_inference_profiles, "ValidationException", 400, None, **parameters)


@check("GetInferenceProfile", "answers by id and by ARN, with the models of every region that it reaches")
def profile(world):
    for identifier in (f"us.{MODEL}", SYSTEM):
        answer = world.admin.bedrock.get_inference_profile(inferenceProfileIdentifier=identifier)
        same((answer["inferenceProfileArn"], answer["type"], answer["status"]), (SYSTEM, "SYSTEM_DEFINED", "ACTIVE"))
        assert FOUNDATION in [m["modelArn"] for m in answer["models"]]
    refused(world.admin.bedrock.get_inference_profile, "ResourceNotFoundException", 404, None,
            inferenceProfileIdentifier="us.amazon.no-such-model-v1:0")
    refused(world.somebody.bedrock.get_inference_profile, "AccessDeniedException", 403,
            ("is not authorized to perform: bedrock:GetInferenceProfile on resource: ",), inferenceProfileIdentifier=f"us.{MODEL}")


def make(world, **more):
    more.setdefault("modelSource", {"copyFrom": FOUNDATION})
    more.setdefault("inferenceProfileName", world.name("profile"))
    return world.admin.bedrock.create_inference_profile(**more)["inferenceProfileArn"]


@check("CreateInferenceProfile", "makes an application profile that is listed, told and called by its ARN")
def application(world):
    name = world.name("profile")
    arn = make(world, inferenceProfileName=name, description="For team A")
    matches(arn, rf"arn:aws:bedrock:us-east-1:{CUSTOMER}:application-inference-profile/[a-z0-9]{{12}}")
    told = world.admin.bedrock.get_inference_profile(inferenceProfileIdentifier=arn)
    same((told["inferenceProfileName"], told["description"], told["type"], told["models"]),
         (name, "For team A", "APPLICATION", [{"modelArn": FOUNDATION}]))
    listed = world.admin.bedrock.list_inference_profiles(typeEquals="APPLICATION")["inferenceProfileSummaries"]
    assert arn in [p["inferenceProfileArn"] for p in listed]
    world.admin.runtime.converse(modelId=arn, messages=HELLO)


@check("CreateInferenceProfile", "from a system profile: a call needs the profile, and the models behind it in every region")
def application_rights(world):
    arn = make(world, modelSource={"copyFrom": SYSTEM})
    role = world.role(policy=allow("bedrock:InvokeModel", [arn, FOUNDATION]))
    session = world.session(world.gateway, role)
    refused(session.runtime.converse, "AccessDeniedException", 403,
            ("on resource: arn:aws:bedrock:us-", f"::foundation-model/{MODEL} because no identity-based policy"),
            modelId=arn, messages=HELLO)
    role.put(allow("bedrock:InvokeModel", [arn, f"arn:aws:bedrock:*::foundation-model/{MODEL}"]))
    session.runtime.converse(modelId=arn, messages=HELLO)
    role.put(allow("bedrock:InvokeModel", f"arn:aws:bedrock:*::foundation-model/{MODEL}"))
    refused(session.runtime.converse, "AccessDeniedException", 403, denied(session, "InvokeModel", arn), modelId=arn, messages=HELLO)


@check("CreateInferenceProfile", "is idempotent by its token, and refuses a name that is taken")
def idempotent(world):
    name = world.name("profile")
    arn = make(world, inferenceProfileName=name, clientRequestToken="token-1")
    same(make(world, inferenceProfileName=name, clientRequestToken="token-1"), arn)
    refused(world.admin.bedrock.create_inference_profile, "ConflictException", (409, 400), None,
            inferenceProfileName=name, modelSource={"copyFrom": FOUNDATION}, clientRequestToken="token-2")


@check("TagResource", "tags an application profile; ListTagsForResource tells, UntagResource takes away")
def tags(world):
    arn, bedrock = make(world, tags=[{"key": "a", "value": "1"}]), world.admin.bedrock
    bedrock.tag_resource(resourceARN=arn, tags=[{"key": "b", "value": "2"}])
    bedrock.untag_resource(resourceARN=arn, tagKeys=["a"])
    same(bedrock.list_tags_for_resource(resourceARN=arn)["tags"], [{"key": "b", "value": "2"}])
    refused(bedrock.list_tags_for_resource, "ResourceNotFoundException", 404, None,
            resourceARN=f"arn:aws:bedrock:us-east-1:{CUSTOMER}:application-inference-profile/abcdefghij12")


@each("CreateInferenceProfile", "refuses {}", [
    ("a source that is not there", {"modelSource": {"copyFrom": FOUNDATION.replace("nova-micro", "nova-nano")}}),
    ("a source of another region", {"modelSource": {"copyFrom": FOUNDATION.replace("us-east-1", "eu-west-1")}}),
    ("a source that is no ARN", {"modelSource": {"copyFrom": MODEL}}), ("no source", {"modelSource": {}}),
    ("a name with a slash", {"inferenceProfileName": "a/b"}), ("a name of 65", {"inferenceProfileName": "x" * 65}),
    ("a tag twice", {"tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}),
])
def application_refused(world, _name, parameters):
    parameters = {"inferenceProfileName": world.name("profile"), "modelSource": {"copyFrom": FOUNDATION}, **parameters}
    refused(world.admin.bedrock.create_inference_profile, ("ValidationException", "ResourceNotFoundException", "SerializationException", "TooManyTagsException"), (400, 404), None, **parameters)


@check("DeleteInferenceProfile", "takes it away: it can be told and called no more; a second time: not found")
def delete(world):
    arn = make(world)
    world.admin.bedrock.delete_inference_profile(inferenceProfileIdentifier=arn)
    for method in ("get_inference_profile", "delete_inference_profile"):
        refused(getattr(world.admin.bedrock, method), "ResourceNotFoundException", 404, None, inferenceProfileIdentifier=arn)
    refused(world.admin.runtime.converse, ("ValidationException", "ResourceNotFoundException"), (400, 404), None, modelId=arn, messages=HELLO)


@check("DeleteInferenceProfile", "refuses a system-defined profile, and another account's")
def delete_system(world):
    refused(world.admin.bedrock.delete_inference_profile, ("ValidationException", "AccessDeniedException"), (400, 403), None,
            inferenceProfileIdentifier=SYSTEM)
    refused(world.admin.bedrock.delete_inference_profile, ("AccessDeniedException", "ResourceNotFoundException", "ValidationException"),
            (403, 404, 400), None,
            inferenceProfileIdentifier=f"arn:aws:bedrock:us-east-1:{VENDOR}:application-inference-profile/abcdefghij12")


@each("UnknownOperationException", "is the answer to {}", [
    "GET /guardrails", "POST /model-customization-jobs", "DELETE /foundation-models", "GET /model/x/invoke",
    "GET /", "PUT /inference-profiles", "POST /nothing/at/all",
])
def unknown(world, line):
    method, path = line.split()
    answer = raw.rest(world, world.admin, method, path).sign().send()
    assert (answer.code, answer.status) == ("UnknownOperationException", 404), answer
