"""Runs the checks against the sandbox that `SANDBOX` describes, and prints a line of JSON for each.

--list      names the checks and runs none
--only TEXT runs those whose operation or sentence has it
"""

import argparse
import json
import os
import sys

import model_rules
import trust, sessions, users, roles, policies  # noqa: E401, F401: these register their checks
from harness import CHECKS
from world import World

options = argparse.ArgumentParser()
options.add_argument("--list", action="store_true")
options.add_argument("--only", default="")
options = options.parse_args()
world = World(json.loads(os.environ["SANDBOX"]))


def wanted(check):
    return options.only in f"{check.operation} {check.says}"


for check in [*CHECKS, *model_rules.checks(world)]:
    if wanted(check):
        line = check.line() if options.list else check.perform(world)
        print(json.dumps(line), flush=True)
