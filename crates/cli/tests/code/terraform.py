"""What a Terraform file would make, read with python-hcl2: a line of JSON in, a line of JSON out.

python-hcl2 parses and does not evaluate; what the file's expressions use is evaluated here: strings
with `${var.NAME}` and their escapes, objects, lists, and `jsonencode` around them.
"""

import json
import re
import sys

import hcl2

TOKEN = re.compile(r'\s*("(?:\\.|[^"\\])*"|[{}\[\],=:()]|[\w.-]+)')
TEMPLATE = re.compile(r"(\$\$\{|%%\{|\$\{\s*var\.\w+\s*\}|\$\{|%\{)")


class Reader:
    def __init__(self, text, variables):
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens).replace(" ", "") == re.sub(r"\s", "", text).replace(" ", ""), text
        self.variables = variables

    def take(self, wanted=None):
        token = self.tokens.pop(0)
        assert wanted is None or token == wanted, f"{token} where {wanted} must be"
        return token

    def value(self):
        token = self.take()
        if token == "jsonencode":
            self.take("(")
            inner = self.value()
            self.take(")")
            return inner
        if token == "{":
            made = {}
            while self.tokens[0] != "}":
                key = self.take()
                assert self.take() in "=:"
                made[self.string(key) if key.startswith('"') else key] = self.value()
                if self.tokens[0] == ",":
                    self.take()
            self.take("}")
            return made
        if token == "[":
            made = []
            while self.tokens[0] != "]":
                made.append(self.value())
                if self.tokens[0] == ",":
                    self.take()
            self.take("]")
            return made
        if token.startswith('"'):
            return self.string(token)
        if token.startswith("var."):
            return self.variables[token[4:]]
        return json.loads(token)

    def string(self, token):
        made = ""
        for part in TEMPLATE.split(token[1:-1]):
            if part in ("$${", "%%{"):
                made += part[1:]
            elif part.startswith("${"):
                made += self.variables[re.search(r"var\.(\w+)", part)[1]]
            else:
                assert part != "%{", token
                made += json.loads(f'"{part}"')
        return made


def read(file):
    parsed = hcl2.loads(open(file, encoding="utf-8").read())

    def block(kind, *labels):
        for each in parsed[kind]:
            for label in labels:
                each = each.get(f'"{label}"', {})
            if each:
                return each
        raise KeyError(labels)

    def evaluate(text, variables):
        if not isinstance(text, str):
            return text
        if text.startswith("${") and text.endswith("}"):
            text = text[2:-1]
        reader = Reader(text, variables)
        value = reader.value()
        assert not reader.tokens, reader.tokens
        return value

    variables = {}
    for each in parsed["variable"]:
        for name, variable in each.items():
            variables[name.strip('"')] = evaluate(variable["default"], {})
    role = block("resource", "aws_iam_role", "quilr_gateway")
    policy = block("resource", "aws_iam_role_policy", "quilr_gateway")
    assert policy["role"] == "${aws_iam_role.quilr_gateway.id}"
    return {
        "account_id": variables["account_id"],
        "name": evaluate(role["name"], variables),
        "path": evaluate(role["path"], variables),
        "longest_session": evaluate(role["max_session_duration"], variables),
        "trust": evaluate(role["assume_role_policy"], variables),
        "policy_name": evaluate(policy["name"], variables),
        "permissions": evaluate(policy["policy"], variables),
    }


for line in sys.stdin:
    print(json.dumps(read(json.loads(line)["file"])), flush=True)
