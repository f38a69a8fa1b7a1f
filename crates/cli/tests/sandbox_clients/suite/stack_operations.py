"""How operations of StackSets go on: one after another, failing within a tolerance, stopped."""

from accounts import MEMBERS
from controlled import controlled, without
from harness import check, refused, same, texts
from stack_sets import NAMED, StackSet, parameters


@controlled("DescribeStackSetOperation", "is RUNNING at the first look and SUCCEEDED at the next, and a step further at every look")
def steps(world):
    world.freeze()
    made = StackSet(world)
    one = made.create(MEMBERS[:1])
    same([made.operation(one)["Status"] for _ in range(2)], ["RUNNING", "SUCCEEDED"])
    found = made.operation(one)
    same((found["Action"], found["StackSetId"]), ("CREATE", made.id))
    assert found["EndTimestamp"] >= found["CreationTimestamp"]
    three = made.create(MEMBERS[1:4])
    seen = []
    while not seen or seen[-1]["RUNNING"] or seen[-1]["PENDING"]:
        found = [one["Status"] for one in made.results(three).values()]
        seen.append({word: found.count(word) for word in ("PENDING", "RUNNING", "SUCCEEDED")})
    same([look["SUCCEEDED"] for look in seen], [0, 1, 2, 3])
    same(seen[0], {"PENDING": 2, "RUNNING": 1, "SUCCEEDED": 0})


@check("DescribeStackSetOperation", "refuses one that is not there: OperationNotFoundException 404")
def missing(world):
    made = StackSet(world)
    for call in (made.client.describe_stack_set_operation, made.client.list_stack_set_operation_results,
                 made.client.stop_stack_set_operation):
        refused(call, "OperationNotFoundException", 404, StackSetName=made.name, OperationId="nowhere")
        refused(call, "StackSetNotFoundException", 404, StackSetName="nowhere", OperationId="x")


@controlled("CreateStackInstances", "without managed execution refuses a second operation: OperationInProgressException 409")
def in_progress(world):
    world.freeze()
    made = StackSet(world)
    operation = made.create(MEMBERS[:1])
    says = f"Another Operation on StackSet arn:aws:cloudformation:us-east-1:123456789012:stackset/{made.id} is in progress"
    where = {"StackSetName": made.name, "Accounts": [MEMBERS[1]], "Regions": ["us-east-1"]}
    refused(made.client.create_stack_instances, "OperationInProgressException", 409, says, **where)
    refused(made.client.delete_stack_instances, "OperationInProgressException", 409, says, RetainStacks=True, **where)
    refused(made.client.update_stack_set, "OperationInProgressException", 409, says, StackSetName=made.name, UsePreviousTemplate=True,
            Capabilities=NAMED, Parameters=parameters(RoleName="x", ExternalId="xy"))
    refused(made.client.delete_stack_set, "OperationInProgressException", 409, says, StackSetName=made.name)
    same(made.wait(operation), "SUCCEEDED")
    same(made.wait(made.create(MEMBERS[1:2])), "SUCCEEDED")


@controlled("CreateStackInstances", "with managed execution queues it, and starts what does not conflict together")
def queued(world):
    world.freeze()
    made = StackSet(world, ManagedExecution={"Active": True})
    first, second, third = (made.create([account]) for account in (MEMBERS[0], MEMBERS[1], MEMBERS[2]))
    conflicting = made.client.delete_stack_instances(
        StackSetName=made.name, Accounts=[MEMBERS[1]], Regions=["us-east-1"], RetainStacks=False)["OperationId"]

    def look():
        listed = made.client.list_stack_set_operations(StackSetName=made.name)["Summaries"]
        return {one["OperationId"]: one["Status"] for one in listed}

    over, waits = "SUCCEEDED", "QUEUED"
    same(look(), {first: "RUNNING", second: waits, third: waits, conflicting: waits})
    # The second and the third run in the same step; who needs the second's account runs in the one after.
    same(look(), {first: over, second: over, third: over, conflicting: waits})
    same(look(), {first: over, second: over, third: over, conflicting: over})
    same(sorted(account for account, _ in made.instances()), [MEMBERS[0], MEMBERS[2]])
    refused(made.client.create_stack_instances, "OperationIdAlreadyExistsException", 409, StackSetName=made.name,
            Accounts=[MEMBERS[0]], Regions=["us-east-1"], OperationId=first)


@controlled("ListStackSetOperationResults", "stops at the first failure and cancels the rest, unless a tolerance says otherwise")
def tolerance(world):
    world.organization(without("iam:CreateRole"), account=MEMBERS[1])
    for preferences, status, wanted in (
        ({}, "FAILED", ["SUCCEEDED", "FAILED", "CANCELLED", "CANCELLED"]),
        ({"FailureToleranceCount": 1}, "SUCCEEDED", ["SUCCEEDED", "FAILED", "SUCCEEDED", "SUCCEEDED"]),
        ({"FailureTolerancePercentage": 24}, "FAILED", ["SUCCEEDED", "FAILED", "CANCELLED", "CANCELLED"]),
        ({"FailureTolerancePercentage": 25, "MaxConcurrentPercentage": 100}, "SUCCEEDED",
         ["SUCCEEDED", "FAILED", "SUCCEEDED", "SUCCEEDED"]),
    ):
        made = StackSet(world)
        operation = made.create(MEMBERS, OperationPreferences=preferences)
        same(made.wait(operation), status, f"with {preferences}")
        results = made.results(operation)
        same([results[account, "us-east-1"]["Status"] for account in MEMBERS], wanted, f"with {preferences}")
        same(made.operation(operation)["StatusDetails"]["FailedStackInstancesCount"], 1)
        cancelled = made.results(operation, Filters=[{"Name": "OPERATION_RESULT_STATUS", "Values": "CANCELLED"}])
        same(len(cancelled), wanted.count("CANCELLED"))
        for one in cancelled.values():
            same(one["StatusReason"], "Cancelled since failure tolerance has exceeded")


@check("ListStackSetOperationResults", "lists what came of it a page at a time")
def results(world):
    made = StackSet(world)
    operation = made.create(MEMBERS[:3])
    same(made.wait(operation), "SUCCEEDED")
    pages = made.client.get_paginator("list_stack_set_operation_results").paginate(
        StackSetName=made.name, OperationId=operation, PaginationConfig={"PageSize": 2})
    same([(one["Account"], one["Status"]) for page in pages for one in page["Summaries"]],
         [(account, "SUCCEEDED") for account in MEMBERS[:3]])


@check("ListStackSetOperations", "lists the newest first, a page at a time")
def listed(world):
    made = StackSet(world)
    first = made.create(MEMBERS[:1])
    same(made.wait(first), "SUCCEEDED")
    made.delete(MEMBERS[:1])
    pages = made.client.get_paginator("list_stack_set_operations").paginate(
        StackSetName=made.name, PaginationConfig={"PageSize": 1})
    found = [one for page in pages for one in page["Summaries"]]
    same([one["Action"] for one in found], ["DELETE", "CREATE"])
    same(found[1]["OperationId"], first)
    refused(made.client.list_stack_set_operations, "StackSetNotFoundException", 404, StackSetName="nowhere")


@controlled("StopStackSetOperation", "ends it where it is: STOPPING, then STOPPED, and the rest is cancelled")
def stop(world):
    world.freeze()
    made = StackSet(world)
    operation = made.create(MEMBERS)
    made.operation(operation)
    made.client.stop_stack_set_operation(StackSetName=made.name, OperationId=operation)
    same([made.operation(operation)["Status"] for _ in range(2)], ["STOPPING", "STOPPED"])
    same([one["Status"] for one in made.results(operation).values()], ["SUCCEEDED", "CANCELLED", "CANCELLED", "CANCELLED"])
    refused(made.client.stop_stack_set_operation, "InvalidOperationException", 400, StackSetName=made.name, OperationId=operation)
    same(made.wait(made.create(MEMBERS[1:])), "SUCCEEDED")


@controlled("ListStackInstances", "shows an instance that is wanted and not there yet: OUTDATED, RUNNING or PENDING")
def pending(world):
    world.freeze()
    made = StackSet(world)
    made.create(MEMBERS[:2])
    found = made.instances()
    same([(one["Status"], one["StackInstanceStatus"]["DetailedStatus"]) for one in found.values()],
         [("OUTDATED", "RUNNING"), ("OUTDATED", "PENDING")])
    assert all("StackId" not in one for one in found.values())
    texts(str(made.instances()), ("CURRENT",))
