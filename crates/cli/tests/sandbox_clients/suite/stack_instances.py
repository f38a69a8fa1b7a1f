"""Instances of StackSets: what stands in the accounts afterwards, and why it does not."""

from accounts import MEMBERS, inside
from controlled import controlled, fault, without
from harness import check, each, matches, refused, same, texts
from stack_sets import NAMED, TEMPLATE, StackSet, parameters
from world import CUSTOMER, allow, document, trusts

UNIT = "ou-q1w2-workloads"
EXISTS = r"ResourceLogicalId:Role, ResourceType:AWS::IAM::Role, ResourceStatusReason:Resource handler returned message: \"Resource of type 'AWS::IAM::Role' with identifier '{}' already exists.\" \(RequestToken: [0-9a-f-]+, HandlerErrorCode: AlreadyExists\)\."


def role_in(world, account, name):
    """The role as the account's own administrator sees it; `None`: it is not there."""
    iam = (world.admin if account == CUSTOMER else inside(world, account)).iam
    found = [role for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"] if role["RoleName"] == name]
    return iam.get_role(RoleName=name)["Role"] if found else None


def external_id(role):
    return role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"]


def state(instance):
    return instance["Status"], instance["StackInstanceStatus"]["DetailedStatus"]


@check("CreateStackInstances", "makes the role of the template in each account, the management account too")
def create(world):
    made = StackSet(world, Tags=[{"Key": "team", "Value": "ai"}])
    accounts = [CUSTOMER, *MEMBERS[:2]]
    same(made.wait(made.create(accounts, OperationPreferences={"MaxConcurrentCount": 1})), "SUCCEEDED")
    for account in accounts:
        role = role_in(world, account, made.role)
        same(role["Arn"], f"arn:aws:iam::{account}:role/{made.role}")
        same((role["Description"], role["MaxSessionDuration"]), (f"in {account}", 3600))
        same(external_id(role), "nobodys")
        same({tag["Key"]: tag["Value"] for tag in role["Tags"]}, {"made-by": "a-stack-set", "team": "ai"})
        iam = (world.admin if account == CUSTOMER else inside(world, account)).iam
        policy = iam.get_role_policy(RoleName=made.role, PolicyName="invoke")["PolicyDocument"]
        same(policy["Statement"]["Resource"], f"arn:aws:bedrock:*:{account}:inference-profile/*")
        found = made.instances()[account, "us-east-1"]
        same(state(found), ("CURRENT", "SUCCEEDED"))
        matches(found["StackId"], rf"arn:aws:cloudformation:us-east-1:{account}:stack/StackSet-{made.name}-[0-9a-f-]+/[0-9a-f-]+")


@check("CreateStackInstances", "gives each account the value of its own, and the gateway gets in with that one alone")
def own_values(world):
    made = StackSet(world, ManagedExecution={"Active": True})
    operations = {account: made.create([account], ParameterOverrides=parameters(ExternalId=f"of-{account}"))
                  for account in MEMBERS[:3]}
    for account, operation in operations.items():
        same(made.wait(operation), "SUCCEEDED")
        arn = f"arn:aws:iam::{account}:role/{made.role}"
        world.gateway.sts.assume_role(RoleArn=arn, RoleSessionName="test", ExternalId=f"of-{account}")
        refused(world.gateway.sts.assume_role, "AccessDenied", 403, RoleArn=arn, RoleSessionName="test", ExternalId="nobodys")
        found = made.client.describe_stack_instance(
            StackSetName=made.name, StackInstanceAccount=account, StackInstanceRegion="us-east-1")["StackInstance"]
        same(found["ParameterOverrides"], parameters(ExternalId=f"of-{account}"))
        same(found["LastOperationId"], operation)


@check("CreateStackInstances", "fails where a role of that name is, with CloudFormation's reason, and leaves that role alone")
def exists(world):
    made = StackSet(world)
    there = inside(world, MEMBERS[0]).iam
    there.create_role(RoleName=made.role, Description="not yours",
                      AssumeRolePolicyDocument=document(trusts(f"arn:aws:iam::{CUSTOMER}:root")))
    operation = made.create(MEMBERS[:1])
    same(made.wait(operation), "FAILED")
    found = made.instances()[MEMBERS[0], "us-east-1"]
    same(state(found), ("OUTDATED", "FAILED"))
    matches(found["StatusReason"], EXISTS.format(made.role))
    assert "StackId" not in found
    same(made.results(operation)[MEMBERS[0], "us-east-1"]["StatusReason"], found["StatusReason"])
    same(there.get_role(RoleName=made.role)["Role"]["Description"], "not yours")
    # Once it is out of the way, the same operation succeeds.
    there.delete_role(RoleName=made.role)
    same(made.wait(made.create(MEMBERS[:1])), "SUCCEEDED")
    same(state(made.instances()[MEMBERS[0], "us-east-1"]), ("CURRENT", "SUCCEEDED"))


@check("CreateStackInstances", "fails in the second region, since a role is in all of them")
def two_regions(world):
    made = StackSet(world)
    same(made.wait(made.create(MEMBERS[:1], ["us-east-1", "eu-west-1"])), "FAILED")
    found = made.instances()
    same(state(found[MEMBERS[0], "us-east-1"]), ("CURRENT", "SUCCEEDED"))
    matches(found[MEMBERS[0], "eu-west-1"]["StatusReason"], EXISTS.format(made.role))


@check("CreateStackInstances", "fails with IAM's reason where IAM does not take what the template makes, and rolls back")
def rolled_back(world):
    made = StackSet(world, TemplateBody=TEMPLATE.replace("bedrock:InvokeModel'", "bedrock'"))
    same(made.wait(made.create(MEMBERS[:1])), "FAILED")
    found = made.instances()[MEMBERS[0], "us-east-1"]
    texts(found["StatusReason"], ("(Service: Iam, Status Code: 400, Request ID: ", "HandlerErrorCode: InvalidRequest"))
    same(role_in(world, MEMBERS[0], made.role), None, "the role that was made before its policy was refused")


@check("CreateStackInstances", "refuses parameters that are not in the template, and no account")
def bad_request(world):
    made = StackSet(world)
    create = made.client.create_stack_instances
    refused(create, "ValidationError", 400, "Parameters: [Nothing] do not exist in the template", StackSetName=made.name,
            Accounts=[MEMBERS[0]], Regions=["us-east-1"], ParameterOverrides=parameters(Nothing="x"))
    refused(create, "ValidationError", 400, StackSetName=made.name, Accounts=[], Regions=["us-east-1"])
    refused(create, "ValidationError", 400, StackSetName=made.name, Accounts=[MEMBERS[0]], Regions=["nowhere"])
    refused(create, "StackSetNotFoundException", 404, StackSetName="nowhere", Accounts=[MEMBERS[0]], Regions=["us-east-1"])
    refused(create, "ValidationError", 400, ("SELF_MANAGED",), StackSetName=made.name, Regions=["us-east-1"],
            DeploymentTargets={"OrganizationalUnitIds": [UNIT]})


@check("CreateStackInstances", "is decided by the StackSet's ARN: AccessDenied 403")
def rights(world):
    made, user = StackSet(world), world.user(allow("iam:*"))
    arn = f"arn:aws:cloudformation:us-east-1:{CUSTOMER}:stackset/{made.id}"
    refused(user.cloudformation.create_stack_instances, "AccessDenied", 403,
            f"User: {user.arn} is not authorized to perform: cloudformation:CreateStackInstances on resource: {arn} "
            "because no identity-based policy allows the cloudformation:CreateStackInstances action",
            StackSetName=made.name, Accounts=[MEMBERS[0]], Regions=["us-east-1"])


@each("CreateStackInstances", "service-managed, works in the accounts of the unit{}", [
    (", all of them", {}, MEMBERS),
    (" that are named: INTERSECTION", {"Accounts": [MEMBERS[1]], "AccountFilterType": "INTERSECTION"}, MEMBERS[1:2]),
    (" but those that are named: DIFFERENCE", {"Accounts": [MEMBERS[1]], "AccountFilterType": "DIFFERENCE"},
     (MEMBERS[0], *MEMBERS[2:])),
])
def units(world, _how, more, accounts):
    made = StackSet(world, PermissionModel="SERVICE_MANAGED", AutoDeployment={"Enabled": False})
    operation = made.client.create_stack_instances(
        StackSetName=made.name, Regions=["us-east-1"], DeploymentTargets={"OrganizationalUnitIds": [UNIT], **more})["OperationId"]
    same(made.wait(operation), "SUCCEEDED")
    found = made.instances()
    same([account for account, _ in found], list(accounts))
    same({one["OrganizationalUnitId"] for one in found.values()}, {UNIT})
    same(role_in(world, accounts[0], made.role)["Arn"], f"arn:aws:iam::{accounts[0]}:role/{made.role}")
    same(made.operation(operation)["DeploymentTargets"]["OrganizationalUnitIds"], [UNIT])
    same(made.describe()["OrganizationalUnitIds"], [UNIT])


@check("CreateStackInstances", "service-managed, wants a unit, and refuses one that is not there")
def no_unit(world):
    made = StackSet(world, PermissionModel="SERVICE_MANAGED", AutoDeployment={"Enabled": False})
    create = made.client.create_stack_instances
    refused(create, "ValidationError", 400, ("OrganizationalUnit",), StackSetName=made.name, Regions=["us-east-1"], Accounts=[MEMBERS[0]])
    refused(create, "ValidationError", 400, ("ou-none-nowhere1",), StackSetName=made.name, Regions=["us-east-1"],
            DeploymentTargets={"OrganizationalUnitIds": ["ou-none-nowhere1"]})


@controlled("CreateStackInstances", "fails where the execution role is not there or does not let the administration role in")
def no_execution_role(world):
    account = MEMBERS[0]
    iam = inside(world, account).iam
    made = StackSet(world)
    says = f"Account {account} should have 'AWSCloudFormationStackSetExecutionRole' role with trust relationship to Role 'AWSCloudFormationStackSetAdministrationRole'."
    iam.update_assume_role_policy(RoleName="AWSCloudFormationStackSetExecutionRole",
                                  PolicyDocument=document(trusts("arn:aws:iam::975050335771:root")))
    same(made.wait(made.create([account])), "FAILED")
    same(made.instances()[account, "us-east-1"]["StatusReason"], says)
    same(made.wait(made.create(["999999999999"])), "FAILED")
    same(made.instances()["999999999999", "us-east-1"]["StatusReason"], says.replace(account, "999999999999"))


@controlled("CreateStackInstances", "fails where the administration role does not trust CloudFormation")
def no_administration_role(world):
    name = "AWSCloudFormationStackSetAdministrationRole"
    world.admin.iam.update_assume_role_policy(RoleName=name, PolicyDocument=document(trusts(world.admin.arn)))
    made = StackSet(world)
    same(made.wait(made.create(MEMBERS[:1])), "FAILED")
    same(made.instances()[MEMBERS[0], "us-east-1"]["StatusReason"],
         f"Account {CUSTOMER} should have '{name}' role with trust relationship to CloudFormation service.")


@controlled("CreateStackInstances", "is bound by the service control policies of each account, self-managed and service-managed",
            [("SELF_MANAGED",), ("SERVICE_MANAGED",)])
def bound(world, model):
    world.organization(without("iam:CreateRole"), account=MEMBERS[0])
    made = StackSet(world, PermissionModel=model)
    targets = {"OrganizationalUnitIds": [UNIT]} if model == "SERVICE_MANAGED" else {"Accounts": list(MEMBERS)}
    operation = made.client.create_stack_instances(
        StackSetName=made.name, Regions=["us-east-1"], DeploymentTargets=targets,
        OperationPreferences={"FailureToleranceCount": 1})["OperationId"]
    same(made.wait(operation), "SUCCEEDED")
    found = made.instances()
    texts(found[MEMBERS[0], "us-east-1"]["StatusReason"],
          ("is not authorized to perform: iam:CreateRole", "with an explicit deny in a service control policy", "HandlerErrorCode: AccessDenied"))
    same({state(found[account, "us-east-1"]) for account in MEMBERS[1:]}, {("CURRENT", "SUCCEEDED")})


@controlled("CreateStackInstances", "on demand fails in an account, and succeeds when it is tried again")
def on_demand(world):
    world.faults({"when": {"service": "cloudformation", "account": MEMBERS[1]}, "often": {"first": 1},
                  "fault": "stackset_account_fails"})
    made = StackSet(world)
    operation = made.create(MEMBERS[:3], OperationPreferences={"FailureToleranceCount": 3})
    same(made.wait(operation), "SUCCEEDED")
    failed = made.instances(Filters=[{"Name": "DETAILED_STATUS", "Values": "FAILED"}])
    same(list(failed), [(MEMBERS[1], "us-east-1")])
    texts(failed[MEMBERS[1], "us-east-1"]["StatusReason"], ("Rate exceeded", "HandlerErrorCode: Throttling"))
    same((world.met(), role_in(world, MEMBERS[1], made.role)), ([1], None))
    same(made.wait(made.create(MEMBERS[1:2])), "SUCCEEDED")
    same(state(made.instances()[MEMBERS[1], "us-east-1"]), ("CURRENT", "SUCCEEDED"))


@controlled("CreateStackInstances", "goes on with the clock when nobody looks, and stands in CloudTrail of each account")
def with_the_clock(world):
    world.freeze()
    made = StackSet(world)
    made.create(MEMBERS[:1])
    same(role_in(world, MEMBERS[0], made.role), None)
    world.advance(2)
    same(role_in(world, MEMBERS[0], made.role)["RoleName"], made.role)
    events = inside(world, MEMBERS[0]).cloudtrail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateRole"}])["Events"]
    texts(events[0]["CloudTrailEvent"], ("cloudformation.amazonaws.com", "AWSCloudFormationStackSetExecutionRole", made.role))


@check("UpdateStackInstances", "changes an account's own value, keeps it, and goes back to the StackSet's")
def update(world):
    made, account = StackSet(world), MEMBERS[0]
    same(made.wait(made.create([account], ParameterOverrides=parameters(ExternalId="first"))), "SUCCEEDED")
    before = role_in(world, account, made.role)

    def change(*own):
        more = {"ParameterOverrides": list(own[0])} if own else {}
        operation = made.client.update_stack_instances(
            StackSetName=made.name, Accounts=[account], Regions=["us-east-1"], **more)["OperationId"]
        same(made.wait(operation), "SUCCEEDED")
        return external_id(role_in(world, account, made.role))

    same(change(parameters(ExternalId="second")), "second")
    same(change(), "second", "without a list")
    kept = [{"ParameterKey": "ExternalId", "UsePreviousValue": True}, *parameters(Longest="7200")]
    same(change(kept), "second", "with UsePreviousValue")
    same(role_in(world, account, made.role)["MaxSessionDuration"], 7200)
    same(change(parameters(Longest="7200")), "nobodys", "with a list that does not name it")
    same(role_in(world, account, made.role)["RoleId"], before["RoleId"], "the role is the same one")


@check("UpdateStackInstances", "fails in the account where the value breaks the template's rule, and changes nothing")
def update_refused(world):
    made, account = StackSet(world), MEMBERS[0]
    same(made.wait(made.create([account], ParameterOverrides=parameters(ExternalId="first"))), "SUCCEEDED")
    operation = made.client.update_stack_instances(StackSetName=made.name, Accounts=[account], Regions=["us-east-1"],
                                                   ParameterOverrides=parameters(ExternalId="x"))["OperationId"]
    same(made.wait(operation), "FAILED")
    found = made.instances()[account, "us-east-1"]
    same(state(found), ("OUTDATED", "FAILED"))
    texts(found["StatusReason"], ("an ExternalId has two characters at least",))
    same(external_id(role_in(world, account, made.role)), "first")


@check("UpdateStackInstances", "refuses an account without an instance: StackInstanceNotFoundException 404")
def update_missing(world):
    made = StackSet(world)
    refused(made.client.update_stack_instances, "StackInstanceNotFoundException", 404, StackSetName=made.name,
            Accounts=[MEMBERS[0]], Regions=["us-east-1"])


@check("DeleteStackInstances", "takes the roles away; with RetainStacks they stay")
def delete(world):
    made = StackSet(world)
    same(made.wait(made.create(MEMBERS[:2])), "SUCCEEDED")
    same(made.delete(MEMBERS[:1]), "SUCCEEDED")
    same(role_in(world, MEMBERS[0], made.role), None)
    same(list(made.instances()), [(MEMBERS[1], "us-east-1")])
    same(made.delete(MEMBERS[1:2], retain=True), "SUCCEEDED")
    same(role_in(world, MEMBERS[1], made.role)["RoleName"], made.role)
    same(made.instances(), {})
    same(made.delete(MEMBERS[:1]), "SUCCEEDED", "what is not there")


@check("DeleteStackInstances", "leaves an instance inoperable whose role cannot go, until it is let go with it")
def inoperable(world):
    made, account = StackSet(world), MEMBERS[0]
    same(made.wait(made.create([account])), "SUCCEEDED")
    iam = inside(world, account).iam
    iam.attach_role_policy(RoleName=made.role, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    same(made.delete([account]), "FAILED")
    found = made.instances()[account, "us-east-1"]
    same(state(found), ("INOPERABLE", "INOPERABLE"))
    texts(found["StatusReason"], ("Cannot delete entity, must detach all policies first.",))
    same(made.delete([account], retain=True), "SUCCEEDED")
    same(made.instances(), {})


@check("DescribeStackInstance", "refuses one that is not there: StackInstanceNotFoundException 404")
def describe_missing(world):
    made = StackSet(world)
    refused(made.client.describe_stack_instance, "StackInstanceNotFoundException", 404, StackSetName=made.name,
            StackInstanceAccount=MEMBERS[0], StackInstanceRegion="us-east-1")


@check("ListStackInstances", "lists them a page at a time, by account, region and filter")
def listed(world):
    made = StackSet(world)
    operation = made.create(MEMBERS[:3])
    same(made.wait(operation), "SUCCEEDED")
    pages = made.client.get_paginator("list_stack_instances").paginate(
        StackSetName=made.name, PaginationConfig={"PageSize": 2})
    same([one["Account"] for page in pages for one in page["Summaries"]], list(MEMBERS[:3]))
    same(list(made.instances(StackInstanceAccount=MEMBERS[1])), [(MEMBERS[1], "us-east-1")])
    same(made.instances(StackInstanceRegion="eu-west-1"), {})
    by_operation = made.instances(Filters=[{"Name": "LAST_OPERATION_ID", "Values": operation}])
    same(len(by_operation), 3)
    same(made.instances(Filters=[{"Name": "DETAILED_STATUS", "Values": "FAILED"}]), {})
    refused(made.client.list_stack_instances, "StackSetNotFoundException", 404, StackSetName="nowhere")


@check("UpdateStackSet", "brings every instance to another template, keeps what accounts have of their own, and replaces a renamed role")
def update_set(world):
    made = StackSet(world)
    same(made.wait(made.create(MEMBERS[:2], ParameterOverrides=parameters(ExternalId="own"))), "SUCCEEDED")
    update = made.client.update_stack_set
    template = TEMPLATE.replace("a-stack-set", "another").replace("PolicyName: invoke", "PolicyName: other")
    kept = [{"ParameterKey": key, "UsePreviousValue": True} for key in ("RoleName", "ExternalId")]
    same(made.wait(update(StackSetName=made.name, TemplateBody=template, Capabilities=NAMED, Parameters=kept)["OperationId"]), "SUCCEEDED")
    for account in MEMBERS[:2]:
        role = role_in(world, account, made.role)
        same((external_id(role), role["Tags"]), ("own", [{"Key": "made-by", "Value": "another"}]))
        same(inside(world, account).iam.list_role_policies(RoleName=made.role)["PolicyNames"], ["other"])
    renamed = parameters(RoleName=made.role + "-2", ExternalId="nobodys")
    same(made.wait(update(StackSetName=made.name, UsePreviousTemplate=True, Capabilities=NAMED, Parameters=renamed)["OperationId"]), "SUCCEEDED")
    same(role_in(world, MEMBERS[0], made.role), None)
    same(role_in(world, MEMBERS[0], made.role + "-2")["RoleName"], made.role + "-2")


@check("UpdateStackSet", "of some accounts leaves the others outdated, and refuses one without an instance")
def update_some(world):
    made = StackSet(world)
    same(made.wait(made.create(MEMBERS[:2])), "SUCCEEDED")
    arguments = {"StackSetName": made.name, "UsePreviousTemplate": True, "Capabilities": NAMED, "Regions": ["us-east-1"],
                 "Parameters": parameters(RoleName=made.role, ExternalId="another")}
    refused(made.client.update_stack_set, "StackInstanceNotFoundException", 404, Accounts=[MEMBERS[3]], **arguments)
    same(made.wait(made.client.update_stack_set(Accounts=[MEMBERS[0]], **arguments)["OperationId"]), "SUCCEEDED")
    found = made.instances()
    same([one["Status"] for one in found.values()], ["CURRENT", "OUTDATED"])
    same(external_id(role_in(world, MEMBERS[1], made.role)), "nobodys")


@check("UpdateStackSet", "wants a template or the one before, and refuses what CreateStackSet refuses")
def update_refusals(world):
    made = StackSet(world)
    update = made.client.update_stack_set
    refused(update, "ValidationError", 400, "Either Template URL or Template Body must be specified.", StackSetName=made.name)
    refused(update, "InsufficientCapabilitiesException", 400, StackSetName=made.name, UsePreviousTemplate=True)
    refused(update, "ValidationError", 400, ("must have values",), StackSetName=made.name, UsePreviousTemplate=True, Capabilities=NAMED)
    refused(update, "ValidationError", 400, ("does not serve a change of PermissionModel",), StackSetName=made.name, UsePreviousTemplate=True,
            Capabilities=NAMED, PermissionModel="SERVICE_MANAGED", Parameters=parameters(RoleName="x", ExternalId="xy"))
    refused(update, "StackSetNotFoundException", 404, StackSetName="nowhere", UsePreviousTemplate=True)
