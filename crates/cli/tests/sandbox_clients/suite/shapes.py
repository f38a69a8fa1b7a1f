"""Every answer that a check gets is held against the service model, whatever the check is about."""

import json
import re
import threading
import xml.etree.ElementTree as xml
from collections import defaultdict

ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
BASE32 = "[A-Z2-7]"
# What AWS itself answers although its model does not list it; `Policy` is the one value that the
# documentation of AttachedPermissionsBoundary allows, and the simulator's public answers name so the
# types of policies.
BEYOND_THE_ENUM = {"INFERENCE_PROFILE", "VIDEO", "SPEECH", "Policy", "IAM Policy", "Resource Policy"}
# Members whose form AWS documents: IAM identifiers, IAM User Guide.
FORMS = {
    "RoleId": f"AROA{BASE32}{{17}}",
    "PolicyId": f"ANPA{BASE32}{{17}}",
    "AssumedRoleId": f"AROA{BASE32}{{17}}:.+",
    "FederatedUserId": r"\d{12}:.+",
    "SecretAccessKey": "[A-Za-z0-9+/]{40}",
    "Account": r"\d{12}",
}
USER_ID = {
    "GetCallerIdentity": rf"AIDA{BASE32}{{17}}|AROA{BASE32}{{17}}:.+|\d{{12}}(:.+)?",
    None: f"AIDA{BASE32}{{17}}",
}
# A long-term key; in what STS answers, a temporary one.
ACCESS_KEY = {"sts": f"ASIA{BASE32}{{16}}", "iam": f"AKIA{BASE32}{{16}}"}
# The services of the query protocol.
QUERY = ("iam", "sts", "cloudformation")
REQUEST_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class Answers:
    """What was seen: which operations succeeded, and what is wrong with whose answers."""

    def __init__(self):
        self.succeeded, self.refused = set(), set()
        self.wrong_answers, self.wrong_refusals = defaultdict(set), defaultdict(set)
        self._lock = threading.Lock()

    def watch(self, client):
        client.meta.events.register("after-call", self._seen)

    def _seen(self, http_response, model, **_):
        service = model.service_model.service_name
        key = (service, model.name)
        with self._lock:
            if http_response.status_code >= 300:
                self.refused.add(key)
                self.wrong_refusals[key].update(refusal(service, http_response))
            else:
                self.succeeded.add(key)
                self.wrong_answers[key].update(success(service, model, http_response))


def refusal(service, response):
    """The frame of a refusal: a request id, and the code where the protocol puts it."""
    identifier = response.headers.get("x-amzn-requestid", "")
    if not re.fullmatch(REQUEST_ID, identifier):
        yield f"a refusal has the request id {identifier!r}"
    text = response.content.decode()
    if service in QUERY:
        root = parse(text)
        if root is None:
            yield f"a refusal is no XML: {text[:200]!r}"
            return
        tags = [element.tag.rpartition("}")[2] for element in root.iter()]
        if tags != ["ErrorResponse", "Error", "Type", "Code", "Message", "RequestId"]:
            yield f"a refusal has the elements {tags}"
        elif root[1].text != identifier:
            yield "the request id of the body is not that of the header"
    else:
        try:
            body = json.loads(text)
        except ValueError:
            yield f"a refusal is no JSON: {text[:200]!r}"
            return
        typed = response.headers.get("x-amzn-errortype") or body.get("__type")
        if not typed or not isinstance(body.get("message", body.get("Message")), str):
            yield f"a refusal has no type or message: {text[:200]!r}"


def success(service, model, response):
    if not re.fullmatch(REQUEST_ID, response.headers.get("x-amzn-requestid", "")):
        yield "it has no request id"
    wanted = model.http.get("responseCode", 200)
    if response.status_code != wanted:
        yield f"its status is {response.status_code}, not {wanted}"
    shape = model.output_shape
    if shape is None or model.has_event_stream_output:
        return
    if service in QUERY:
        root = parse(response.content.decode())
        result = root.find(f"{{*}}{model.name}Result") if root is not None else None
        if result is None:
            yield f"it has no {model.name}Result"
            return
        yield from in_xml(result, shape, model.name, model.name, service)
    else:
        members = {name: member for name, member in shape.members.items()
                   if member.serialization.get("location") is None}
        if not members or shape.serialization.get("payload"):
            return
        yield from in_json(json.loads(response.content or b"{}"), shape, model.name)


def parse(text):
    try:
        return xml.fromstring(text)
    except xml.ParseError:
        return None


def in_xml(element, shape, path, operation, service):
    """A structure of the query protocol: members that are known, of their types, and the required ones."""
    seen = set()
    names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
    for child in element:
        tag = child.tag.rpartition("}")[2]
        name = names.get(tag)
        if name is None:
            yield f"{path}.{tag} is not in the model"
            continue
        seen.add(name)
        yield from xml_value(child, shape.members[name], f"{path}.{name}", operation, service)
    for name in shape.required_members:
        if name not in seen:
            yield f"{path}.{name} is required and missing"


def xml_value(element, shape, path, operation, service):
    kind, text = shape.type_name, element.text or ""
    name = path.rpartition(".")[2]
    if kind == "structure":
        yield from in_xml(element, shape, path, operation, service)
    elif kind == "list":
        for child in element:
            if child.tag.rpartition("}")[2] != "member":
                yield f"{path} has an element {child.tag}"
            yield from xml_value(child, shape.member, path + "[]", operation, service)
    elif kind == "timestamp" and not re.fullmatch(ISO, text):
        yield f"{path} is {text!r}, not an ISO time"
    elif kind in ("integer", "long") and not re.fullmatch(r"-?\d+", text):
        yield f"{path} is {text!r}, not a number"
    elif kind == "boolean" and text not in ("true", "false"):
        yield f"{path} is {text!r}, not true or false"
    elif kind == "string":
        form = FORMS.get(name)
        if name == "UserId":
            form = USER_ID.get(operation, USER_ID[None])
        if name == "AccessKeyId" and text != "N/A":
            form = ACCESS_KEY[service]
        if form and not re.fullmatch(form, text):
            yield f"{path} is {text!r}, not {form}"
        if getattr(shape, "enum", None) and text not in {*shape.enum, *BEYOND_THE_ENUM}:
            yield f"{path} is {text!r}, not one of {shape.enum}"


def in_json(value, shape, path):
    kind = shape.type_name
    wanted = {
        "structure": dict, "map": dict, "list": list, "string": str, "boolean": bool,
        "integer": int, "long": int, "float": (int, float), "double": (int, float),
    }.get(kind)
    if wanted and (not isinstance(value, wanted) or (kind != "boolean" and isinstance(value, bool))):
        yield f"{path} is {json.dumps(value)[:80]}, not a {kind}"
        return
    if kind == "structure" and not shape.metadata.get("document"):
        names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
        for key, below in value.items():
            if key not in names:
                yield f"{path}.{key} is not in the model"
            elif below is None:
                yield f"{path}.{key} is null"
            else:
                yield from in_json(below, shape.members[names[key]], f"{path}.{key}")
        for name in shape.required_members:
            if name not in {names.get(key) for key in value}:
                yield f"{path}.{name} is required and missing"
    elif kind == "list":
        for below in value:
            yield from in_json(below, shape.member, path + "[]")
    elif kind == "timestamp":
        iso = isinstance(value, str) and re.fullmatch(ISO.replace("Z", r"(\.\d+)?Z"), value)
        if not iso and not isinstance(value, (int, float)):
            yield f"{path} is {value!r}, not a time"
    elif kind == "string" and getattr(shape, "enum", None):
        if value not in shape.enum and value not in BEYOND_THE_ENUM:
            yield f"{path} is {value!r}, not one of {shape.enum}"
