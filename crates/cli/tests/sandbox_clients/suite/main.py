"""Runs the checks against the sandbox that `SANDBOX` describes, and prints a line of JSON for each. Those
that need its clock, faults or organisation moved run against the one that `CONTROLLED` describes.

--list      names the checks and runs none
--only TEXT runs those whose operation or sentence has it
--without-aws leaves out the commands of the real `aws`, which take the most time
"""

import argparse
import json
import os
from importlib import import_module

import answers
import command_line
import gateway
import model_rules
from controlled import Controlled
from harness import CHECKS
from world import World

# Each registers its checks as it is read.
for module in ("trust", "sessions", "mfa", "users", "roles", "policies", "bedrock", "bedrock_runtime", "authentication",
               "organization", "accounts", "stack_sets", "stack_instances", "stack_operations", "moved_clock", "on_demand", "gateway_openai", "gateway_others", "gateway_runtime"):
    import_module(module)
CHECKS.extend(command_line.ALL)

options = argparse.ArgumentParser()
options.add_argument("--list", action="store_true")
options.add_argument("--only", default="")
options.add_argument("--without-aws", action="store_true")
options = options.parse_args()
world = World(json.loads(os.environ["SANDBOX"]))
if "CONTROLLED" in os.environ:
    world.controlled = Controlled(json.loads(os.environ["CONTROLLED"]), world.answers)
served = model_rules.served(world)
if options.without_aws:
    CHECKS[:] = [check for check in CHECKS if check not in command_line.ALL]
elif not options.list:
    command_line.start(world)


def service_of(operation):
    if operation in gateway.OPERATIONS:
        return "gateway"
    return next((name for name, known in model_rules.names().items() if operation in known), "every service")


from_models = model_rules.checks(world, served)
for check in [*from_models, *CHECKS, *answers.checks(served), *gateway.checks(world)]:
    if options.only in f"{check.operation} {check.says}":
        line = check.line() if options.list else check.perform(world)
        print(json.dumps({"service": service_of(check.operation), **line}), flush=True)
