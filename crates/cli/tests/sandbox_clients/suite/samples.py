"""For any shape of a service model: a value that it accepts, and values that break one rule of it."""

import re

from world import CUSTOMER, document, allow

ROLE = f"arn:aws:iam::{CUSTOMER}:role/none"
POLICY = f"arn:aws:iam::{CUSTOMER}:policy/none"
BY_NAME = {
    "RoleArn": ROLE,
    "PolicyArn": POLICY,
    "PolicySourceArn": f"arn:aws:iam::{CUSTOMER}:user/none",
    "PermissionsBoundary": POLICY,
    "arn": POLICY,
    "PolicyDocument": document(allow("s3:GetObject")),
    "AssumeRolePolicyDocument": document(allow("sts:AssumeRole")),
    "Policy": document(allow("s3:GetObject")),
    "SerialNumber": f"arn:aws:iam::{CUSTOMER}:mfa/none",
    "VersionId": "v1",
    "AccessKeyId": "AKIAAAAAAAAAAAAAAAAA",
    "modelId": "amazon.nova-micro-v1:0",
    "modelIdentifier": "amazon.nova-micro-v1:0",
    "copyFrom": f"arn:aws:bedrock:us-east-1:{CUSTOMER}:inference-profile/us.amazon.nova-micro-v1:0",
    "inferenceProfileIdentifier": "us.amazon.nova-micro-v1:0",
    "body": b"{}",
    "MaxItems": 10,
}
VALID = ("none", "/", "/x/", "123456", POLICY, "none-none", "x" * 40, "AKIAAAAAAAAAAAAAAAAA", "v1", "en", "a.b-c")
# Printable first: a header carries no others.
INVALID = ("a b", "#", "a#b?!", "!!!!!!!!!!!!!!!!!!!!", "x", " ", "é", "a\tb", "€", "€" * 20, "\u0001", "\u0001" * 20)


def compiled(pattern):
    """Java's pattern as Python's; `\\w` and `\\d` are ASCII in it."""
    classes = {"Z": r"\s", "P": r".,:;!?\-", "S": "+=<>"}
    unicode = r"\p" in pattern
    pattern = re.sub(r"\\p\{(\w)\w*\}", lambda found: classes.get(found[1], r"\w"), pattern)
    return re.compile(pattern, 0 if unicode else re.ASCII)


def accepts(shape, text):
    rules = shape.metadata
    if not rules.get("min", 0) <= len(text) <= rules.get("max", 1 << 30):
        return False
    return "pattern" not in rules or compiled(rules["pattern"]).fullmatch(text) is not None


def valid(shape, name="", depth=0):
    """A small value that the model accepts; structures have their required members only."""
    kind, rules = shape.type_name, shape.metadata
    if name in BY_NAME and (kind != "string" or accepts(shape, BY_NAME[name])):
        return BY_NAME[name]
    if kind == "string":
        if getattr(shape, "enum", None):
            return shape.enum[0]
        # Where none fits, the operation is told apart from an unknown one all the same.
        return next((text for text in VALID if accepts(shape, text)), "x" * max(1, rules.get("min", 1)))
    if kind == "structure":
        if shape.metadata.get("document"):
            return {"type": "object"}
        if getattr(shape, "is_tagged_union", False):
            names = sorted(shape.members, key=lambda member: shape.members[member].type_name != "string")
            return {names[0]: valid(shape.members[names[0]], names[0], depth + 1)}
        return {name: valid(shape.members[name], name, depth + 1) for name in shape.required_members}
    if kind == "list":
        return [valid(shape.member, name, depth + 1) for _ in range(max(1, rules.get("min", 1)))]
    return {
        "integer": rules.get("min", 1), "long": rules.get("min", 1), "float": 0.5, "double": 0.5,
        "boolean": True, "timestamp": 1_700_000_000, "blob": b"{}", "map": {},
    }[kind]


def filled(shape, name=""):
    """The same, but never a structure of nothing: the query protocol cannot send one."""
    value = valid(shape, name)
    if value == {} and shape.type_name == "structure":
        first = next(iter(shape.members))
        value = {first: valid(shape.members[first], first)}
    return value


def too_short(shape):
    least = shape.metadata.get("min", 0)
    return "a" * (least - 1) if least else None


def too_long(shape):
    most = shape.metadata.get("max", 1 << 30)
    return "a" * (most + 1) if most <= 200_000 else None


def against_pattern(shape):
    rules = shape.metadata
    if "pattern" not in rules:
        return None
    low, high = rules.get("min", 0), rules.get("max", 1 << 30)
    pattern = compiled(rules["pattern"])
    fitting = [text for text in INVALID if low <= len(text) <= high and not pattern.fullmatch(text)]
    return fitting[0] if fitting else None
