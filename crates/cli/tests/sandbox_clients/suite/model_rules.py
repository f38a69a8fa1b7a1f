"""The constraints of the service models, for every operation that is served: what breaks one is refused
in AWS's words. Nothing here names an operation: the models are botocore's own."""

import functools
import re

import botocore.session
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

import samples
from harness import Check

# Members whose breach has an error of its own in the service model.
OWN_CODES = {
    ("LookupEvents", "EventCategory"): "InvalidEventCategoryException",
    ("LookupEvents", "MaxResults"): "InvalidMaxResultsException",
    ("ListAccounts", "MaxResults"): "InvalidInputException",
    ("ListAccounts", "NextToken"): "InvalidInputException",
    ("DescribeAccount", "AccountId"): "InvalidInputException",
}
SERVICES = ("sts", "iam", "bedrock", "bedrock-runtime", "cloudtrail", "organizations", "cloudformation")
# Deeper than this lie tools and documents of Converse, one within another.
DEEPEST = 5
# How an operation that is not served is refused; those of SAML and OpenID carry no signature.
UNKNOWN = ("InvalidAction", "UnknownOperationException", "NotImplemented", "404", "501",
           "MissingAuthenticationToken")

REQUIRED, LENGTHS, PATTERNS, NUMBERS, ENUMS, LISTS = (
    "refuses a request without {}: Member must not be null",
    "refuses a text out of the bounds of {}: Member must have length …",
    "refuses a text against the pattern of {}: Member must satisfy regular expression pattern",
    "refuses a number out of bounds, and what is no number, at {}",
    "refuses an unknown value at {}: Member must satisfy enum value set",
    "refuses a list that is too short or too long at {}: Member must have length …",
)
NOT_A_NUMBER = "what is no number"


class Fault:
    """One rule broken: where, by which value, and what AWS says of it."""

    def __init__(self, kind, path, value, says):
        self.kind, self.path, self.value, self.says = kind, path, value, says

    @property
    def member(self):
        """As the docs of the API name it: `Tags[].Key`."""
        return ".".join(str(step) for step in self.path).replace(".0", "[]")


def faults(shape, path=(), within=()):
    """Every rule below a structure, broken in turn."""
    for name, member in shape.members.items():
        here = (*path, name)
        location = member.serialization.get("location")
        if name in shape.required_members and location != "uri":
            yield Fault(REQUIRED, here, None, "Member must not be null")
        if len(here) <= DEEPEST and member.name not in within:
            yield from of_value(member, here, (*within, member.name), location)


def of_value(shape, path, within, location):
    kind, rules = shape.type_name, shape.metadata
    if kind == "string":
        yield from of_text(shape, path, location)
    elif kind in ("integer", "long", "float", "double"):
        if "min" in rules:
            yield Fault(NUMBERS, path, rules["min"] - 1,
                        f"Member must have value greater than or equal to {rules['min']}")
        if "max" in rules:
            yield Fault(NUMBERS, path, rules["max"] + 1,
                        f"Member must have value less than or equal to {rules['max']}")
        # boto3 itself cannot send a fraction that is none.
        if kind in ("integer", "long"):
            yield Fault(NUMBERS, path, "many", NOT_A_NUMBER)
    elif kind == "list":
        if rules.get("min", 0) > 0 and location is None:
            yield Fault(LISTS, path, [],
                        f"Member must have length greater than or equal to {rules['min']}")
        if 0 < rules.get("max", 0) <= 2500:
            value = [samples.filled(shape.member, path[-1])] * (rules["max"] + 1)
            yield Fault(LISTS, path, value,
                        f"Member must have length less than or equal to {rules['max']}")
        member = (*path, 0)
        if shape.member.type_name == "structure":
            yield from faults(shape.member, member, (*within, shape.member.name))
        else:
            yield from of_value(shape.member, member, within, None)
    elif kind == "structure" and not rules.get("document"):
        yield from faults(shape, path, within)


def of_text(shape, path, location):
    rules = shape.metadata
    if getattr(shape, "enum", None):
        yield Fault(ENUMS, path, "SOMETHING_ELSE", "Member must satisfy enum value set: [")
        return
    short, long, against = samples.too_short(shape), samples.too_long(shape), samples.against_pattern(shape)
    # An empty part of a path or an empty header is none.
    if short is not None and (short or location in (None, "querystring")):
        yield Fault(LENGTHS, path, short,
                    f"Member must have length greater than or equal to {rules['min']}")
    if long is not None and not (location == "header" and len(long) > 8000):
        yield Fault(LENGTHS, path, long, f"Member must have length less than or equal to {rules['max']}")
    if against is not None and (location is None or against.isascii() and against.isprintable()):
        yield Fault(PATTERNS, path, against,
                    f"Member must satisfy regular expression pattern: {rules['pattern']}")


def request(shape, fault):
    """A request that the model accepts, but for the fault."""
    root = samples.valid(shape)
    here, below = root, shape
    for step, following in zip(fault.path, fault.path[1:]):
        below = below.member if step == 0 else below.members[step]
        if step != 0 and not here.get(step):
            here[step] = samples.valid(below, step)
        here = here[step]
        if getattr(below, "is_tagged_union", False) and following not in here:
            here.clear()
    last = fault.path[-1]
    if fault.value is None:
        here.pop(last, None)
    else:
        here[last] = fault.value
    return root


def position(path):
    """As AWS writes it: `tags.1.member.key`."""
    return ".".join("1.member" if step == 0 else step[0].lower() + step[1:] for step in path)


def wrong(client, operation, shape, fault):
    """What does not hold; `None` where it does."""
    try:
        client._make_api_call(operation, request(shape, fault))
    except ClientError as error:
        code, text = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        seen = f"{code} {status}: {text[:200]}"
        if code == "NotImplemented" and text.startswith("The sandbox does not serve the parameter "):
            return None  # refused as a whole, whatever it holds
        if status != 400:
            return seen
        if fault.says == NOT_A_NUMBER:
            known = ("ValidationError", "ValidationException", "MalformedInput", "SerializationException")
            return None if code in known else seen
        if code == OWN_CODES.get((operation, fault.path[-1])):
            return None
        if code not in ("ValidationError", "ValidationException"):
            return seen
        if text.startswith("The sandbox does not serve "):
            return None  # refused as a whole, whatever it holds
        counted = re.match(r"\d+ validation errors? detected: Value ", text)
        at = f"at '{position(fault.path)}' failed to satisfy constraint: {fault.says}"
        if counted and at in text:
            return None
        # The members of a list of texts are told with their list, all their rules together.
        at = f"at '{position(fault.path[:-1])}' failed to satisfy constraint: Member must satisfy constraint: ["
        return None if fault.path[-1] == 0 and counted and at in text and fault.says in text else seen
    except (BotoCoreError, ResponseParserError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    return "it was let in"


@functools.cache
def names():
    """The operations of the services that are looked at, by service."""
    session = botocore.session.get_session()
    return {name: session.get_service_model(name).operation_names for name in SERVICES}


def served(world):
    """The operations that the other side knows, by service."""
    found = {}
    for service in SERVICES:
        # Someone without rights: what is known is refused, and nothing changes.
        client = world.somebody.client(service)
        found[service] = [name for name in client.meta.service_model.operation_names if knows(client, name)]
    return found


def knows(client, operation):
    model = client.meta.service_model.operation_model(operation)
    if model.has_event_stream_input:
        return False
    parameters = samples.valid(model.input_shape) if model.input_shape else {}
    try:
        client._make_api_call(operation, parameters)
    except ClientError as error:
        found = error.response["Error"]
        elsewhere = found.get("Message", "").startswith("Credential should be scoped")
        return not elsewhere and found["Code"] not in UNKNOWN
    except (BotoCoreError, ResponseParserError):
        # An answer that is none; the checks of the operation tell.
        return False
    return True


def checks(world, served):
    """A check for each operation and kind of rule."""
    for service, operations in served.items():
        client = world.admin.client(service)
        for operation in operations:
            shape = client.meta.service_model.operation_model(operation).input_shape
            by_kind = {}
            for fault in faults(shape) if shape else ():
                by_kind.setdefault(fault.kind, []).append(fault)
            for kind, some in by_kind.items():
                yield of_kind(client, operation, shape, kind, some)


def of_kind(client, operation, shape, kind, some):
    members = ", ".join(dict.fromkeys(f"`{fault.member}`" for fault in some))

    def run(_world):
        found = [(fault, wrong(client, operation, shape, fault)) for fault in some]
        bad = [f"{fault.member} = {str(fault.value)[:40]!r}: {why}" for fault, why in found if why]
        assert not bad, f"{len(bad)} of {len(some)}: " + "\n    ".join(bad)

    made = Check(operation, kind.format(members), run)
    made.rules = len(some)
    return made
