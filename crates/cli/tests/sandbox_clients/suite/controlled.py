"""A sandbox whose clock, faults, delays and organisation a check moves as it likes: one of its own.

It comes as `CONTROLLED`, begun with `controlled.json`. Each check finds it as it began.
"""

import json
import urllib.error
import urllib.request

from harness import CHECKS, Check, NotServed, same
from world import CUSTOMER, World, allow, deny, document


class Controlled(World):
    def __init__(self, line, answers):
        super().__init__(line)
        self.answers, self._control = answers, line["control"]

    def ask(self, method, path, body=None, **headers):
        """What the control endpoint answers, and its status."""
        headers = {"Authorization": f"Bearer {self._control['token']}", **headers}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._control["endpoint"] + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def control(self, method, path, body=None):
        status, answer = self.ask(method, path, body)
        same(status, 200, f"the status of {method} {path} ({answer})")
        return answer

    def advance(self, seconds):
        self.control("POST", "/clock/advance", {"seconds": seconds})

    def freeze(self):
        self.control("POST", "/clock/freeze")

    def faults(self, *rules):
        self.control("PUT", "/faults", list(rules))

    def met(self):
        """How many calls each rule has met."""
        return [rule["met"] for rule in self.control("GET", "/faults")["faults"]]

    def organization(self, *levels, account=CUSTOMER):
        """A list of statements for each level, from the root down."""
        levels = [[json.loads(document(*level))] for level in levels]
        self.control("PUT", f"/accounts/{account}/service-control-policies", {"levels": levels})


EVERYTHING = allow("*")


def without(action):
    return [EVERYTHING, deny(action)]


def fault(fault, often="always", **when):
    return {"when": when, "often": often, "fault": fault}


def controlled(operation, says, cases=((),)):
    """Registers a check, or one a case, of the sandbox that is controlled."""

    def register(run):
        for case in cases:
            def whole(world, case=case):
                if world.controlled is None:
                    raise NotServed("nothing controls it")
                world.controlled.control("POST", "/reset")
                run(world.controlled, *case)

            name = str(case[0]) if case else ""
            CHECKS.append(Check(operation.replace("{}", name), says.replace("{}", name), whole, says, name))
        return run

    return register
