"""StackSets themselves: their templates, their parameters, and who may do what with them."""

import json

from harness import check, each, matches, refused, same, texts
from world import CUSTOMER, allow

TEMPLATE = """
AWSTemplateFormatVersion: '2010-09-09'
Description: A role.
Parameters:
  RoleName: { Type: String, AllowedPattern: '^[A-Za-z0-9-]+$', MaxLength: 64 }
  ExternalId:
    Type: String
    MinLength: 2
    ConstraintDescription: an ExternalId has two characters at least
  Longest: { Type: Number, Default: 3600, MinValue: 3600, MaxValue: 43200 }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      Description: !Sub 'in ${AWS::AccountId}'
      MaxSessionDuration: !Ref Longest
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::975050335771:user/quilr-gateway' }
            Action: sts:AssumeRole
            Condition: { StringEquals: { 'sts:ExternalId': !Ref ExternalId } }
      Policies:
        - PolicyName: invoke
          PolicyDocument:
            Version: '2012-10-17'
            Statement: { Effect: Allow, Action: 'bedrock:InvokeModel', Resource: !Sub 'arn:aws:bedrock:*:${AWS::AccountId}:inference-profile/*' }
      Tags: [{ Key: made-by, Value: a-stack-set }]
Outputs:
  Arn: { Value: !GetAtt Role.Arn }
"""
NAMED = ["CAPABILITY_NAMED_IAM"]


def parameters(**values):
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


class StackSet:
    """A new StackSet of the customer's, of one role that no other check has."""

    def __init__(self, world, client=None, **more):
        self.world, self.client = world, client or world.admin.cloudformation
        self.name, self.role = world.name("set"), world.name("role")
        own = parameters(RoleName=self.role, ExternalId="nobodys")
        arguments = {"TemplateBody": TEMPLATE, "Capabilities": NAMED, "Parameters": own, **more}
        self.id = self.client.create_stack_set(StackSetName=self.name, **arguments)["StackSetId"]

    def describe(self):
        return self.client.describe_stack_set(StackSetName=self.name)["StackSet"]

    def create(self, accounts, regions=("us-east-1",), **more):
        return self.client.create_stack_instances(
            StackSetName=self.name, Accounts=list(accounts), Regions=list(regions), **more)["OperationId"]

    def operation(self, operation):
        return self.client.describe_stack_set_operation(
            StackSetName=self.name, OperationId=operation)["StackSetOperation"]

    def wait(self, operation):
        """Looks until it is over; every look is a step."""
        for _ in range(50):
            found = self.operation(operation)
            if found["Status"] not in ("QUEUED", "RUNNING", "STOPPING"):
                return found["Status"]
        raise AssertionError(f"after 50 looks it is {found['Status']}")

    def instances(self, **more):
        found = self.client.list_stack_instances(StackSetName=self.name, **more)["Summaries"]
        return {(one["Account"], one["Region"]): one for one in found}

    def results(self, operation, **more):
        found = self.client.list_stack_set_operation_results(
            StackSetName=self.name, OperationId=operation, **more)["Summaries"]
        return {(one["Account"], one["Region"]): one for one in found}

    def delete(self, accounts, regions=("us-east-1",), retain=False):
        return self.wait(self.client.delete_stack_instances(
            StackSetName=self.name, Accounts=list(accounts), Regions=list(regions), RetainStacks=retain)["OperationId"])


def role_template(**properties):
    role = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}, **properties}
    return json.dumps({"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": role}}})


@check("CreateStackSet", "makes one of a template in YAML or JSON, and gives its id")
def create(world):
    made = StackSet(world)
    matches(made.id, rf"{made.name}:[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
    StackSet(world, TemplateBody=role_template(RoleName="x"), Parameters=[])


@check("CreateStackSet", "the same request again makes no second one; another of the name is refused: NameAlreadyExistsException 409")
def twice(world):
    client = world.admin.cloudformation
    arguments = {"StackSetName": world.name("set"), "TemplateBody": role_template(RoleName="x"), "Capabilities": NAMED}
    first = client.create_stack_set(ClientRequestToken="a", **arguments)["StackSetId"]
    same(client.create_stack_set(ClientRequestToken="a", **arguments)["StackSetId"], first)
    refused(client.create_stack_set, "NameAlreadyExistsException", 409, ClientRequestToken="b", **arguments)


@each("CreateStackSet", "refuses a template with {}, and names it: ValidationError", [
    ("another resource", '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}', "does not serve the resource type AWS::S3::Bucket"),
    ("no resource", '{"Resources": {}}', "Template format error: At least one Resources member must be defined."),
    ("conditions", '{"Conditions": {}, "Resources": {}}', "does not serve the section Conditions"),
    ("an unknown section", '{"Recources": {}}', "Invalid template property or properties [Recources]"),
    ("a managed policy", role_template(ManagedPolicyArns=[]), "does not serve the property ManagedPolicyArns of AWS::IAM::Role"),
    ("a misspelt property", role_template(RollName="x"), "Encountered unsupported property RollName"),
    ("another function", role_template(RoleName={"Fn::Join": ["", ["a"]]}), "does not serve the function Fn::Join"),
    ("a name that is nowhere", role_template(RoleName={"Ref": "Nowhere"}), "Unresolved resource dependencies [Nowhere]"),
    ("an alias", "a: &a 1\nb: *a", "YAML aliases are not allowed in CloudFormation templates"),
    ("a key twice", "Resources: {}\nResources: {}", "Duplicate key: Resources"),
    ("no YAML", "Resources: 'x", "YAML not well-formed"),
])
def bad_template(world, _what, template, says):
    found = refused(world.admin.cloudformation.create_stack_set, "ValidationError", 400,
                    StackSetName=world.name("set"), TemplateBody=template, Capabilities=NAMED)
    texts(found["Message"], (says,))


@check("CreateStackSet", "wants a template, and refuses one of 51,201 bytes and one by URL")
def no_template(world):
    create = world.admin.cloudformation.create_stack_set
    refused(create, "ValidationError", 400, "Either Template URL or Template Body must be specified.", StackSetName="x")
    refused(create, "ValidationError", 400, ("Member must have length less than or equal to 51200",),
            StackSetName="x", TemplateBody="#" * 51_201)
    refused(create, "NotImplemented", 501, StackSetName="x", TemplateURL="https://example.com/t.yaml")


@check("CreateStackSet", "wants a role's name acknowledged: InsufficientCapabilitiesException 400")
def capabilities(world):
    for body, capability in ((role_template(RoleName="x"), "CAPABILITY_NAMED_IAM"), (role_template(), "CAPABILITY_IAM")):
        name = world.name("set")
        refused(world.admin.cloudformation.create_stack_set, "InsufficientCapabilitiesException", 400,
                f"Requires capabilities : [{capability}]", StackSetName=name, TemplateBody=body)
        world.admin.cloudformation.create_stack_set(StackSetName=name, TemplateBody=body, Capabilities=[capability])


@each("CreateStackSet", "refuses parameters with {}: ValidationError", [
    ("one missing", {"RoleName": "x"}, "Parameters: [ExternalId] must have values"),
    ("one that is not in the template", {"RoleName": "x", "ExternalId": "xy", "Y": "1"}, "Parameters: [Y] do not exist in the template"),
    ("a value against its pattern", {"RoleName": "a b", "ExternalId": "xy"}, "Parameter 'RoleName' must match pattern ^[A-Za-z0-9-]+$"),
    ("a value too short", {"RoleName": "x", "ExternalId": "x"}, "Parameter ExternalId failed to satisfy constraint: an ExternalId has two characters at least"),
    ("a number too small", {"RoleName": "x", "ExternalId": "xy", "Longest": "60"}, "Parameter 'Longest' must be a number not less than 3600"),
    ("no number", {"RoleName": "x", "ExternalId": "xy", "Longest": "long"}, "Parameter 'Longest' must be a number"),
])
def bad_parameters(world, _what, values, says):
    refused(world.admin.cloudformation.create_stack_set, "ValidationError", 400, says, StackSetName=world.name("set"),
            TemplateBody=TEMPLATE, Capabilities=NAMED, Parameters=parameters(**values))


@check("CreateStackSet", "is decided by the StackSet's ARN, and handing over a role by iam:PassRole")
def rights(world):
    arn = f"arn:aws:cloudformation:us-east-1:{CUSTOMER}:stackset"
    user = world.user(allow("cloudformation:*", f"{arn}/mine-*"))
    arguments = {"TemplateBody": role_template(RoleName="x"), "Capabilities": NAMED}
    create = user.cloudformation.create_stack_set
    create(StackSetName=world.name("mine"), **arguments)
    refused(create, "AccessDenied", 403,
            f"User: {user.arn} is not authorized to perform: cloudformation:CreateStackSet on resource: {arn}/other:* "
            "because no identity-based policy allows the cloudformation:CreateStackSet action",
            StackSetName="other", **arguments)
    refused(create, "AccessDenied", 403, ("iam:PassRole",), StackSetName=world.name("mine"),
            AdministrationRoleARN=f"arn:aws:iam::{CUSTOMER}:role/mine", **arguments)


@check("CreateStackSet", "service-managed, is the management account's alone, and takes no roles")
def service_managed(world):
    from accounts import MEMBERS, inside

    arguments = {"TemplateBody": role_template(RoleName="x"), "Capabilities": NAMED, "PermissionModel": "SERVICE_MANAGED"}
    member = inside(world, MEMBERS[0])
    refused(member.cloudformation.create_stack_set, "ValidationError", 400, ("You must be the management account",),
            StackSetName=world.name("set"), **arguments)
    refused(world.admin.cloudformation.create_stack_set, "ValidationError", 400, ("SERVICE_MANAGED",),
            StackSetName=world.name("set"), ExecutionRoleName="x", **arguments)
    refused(world.admin.cloudformation.create_stack_set, "ValidationError", 400, ("You must be the management account",),
            StackSetName=world.name("set"), CallAs="DELEGATED_ADMIN", **arguments)


@check("DescribeStackSet", "tells template, parameters with defaults, tags and roles; by name, id and ARN")
def describe(world):
    made = StackSet(world, Tags=[{"Key": "k", "Value": "v"}], Description="said", ManagedExecution={"Active": True})
    found = made.describe()
    same(found["TemplateBody"], TEMPLATE)
    values = {one["ParameterKey"]: one["ParameterValue"] for one in found["Parameters"]}
    same(values, {"RoleName": made.role, "ExternalId": "nobodys", "Longest": "3600"})
    same((found["Status"], found["PermissionModel"], found["Description"]), ("ACTIVE", "SELF_MANAGED", "said"))
    same((found["Capabilities"], found["Tags"]), (NAMED, [{"Key": "k", "Value": "v"}]))
    same(found["ManagedExecution"], {"Active": True})
    same(found["AdministrationRoleARN"], f"arn:aws:iam::{CUSTOMER}:role/AWSCloudFormationStackSetAdministrationRole")
    same(found["ExecutionRoleName"], "AWSCloudFormationStackSetExecutionRole")
    same(found["StackSetARN"], f"arn:aws:cloudformation:us-east-1:{CUSTOMER}:stackset/{made.id}")
    for name in (made.id, found["StackSetARN"]):
        same(made.client.describe_stack_set(StackSetName=name)["StackSet"]["StackSetId"], made.id)


@check("DescribeStackSet", "refuses one that is not there, or in another region: StackSetNotFoundException 404")
def missing(world):
    made = StackSet(world)
    elsewhere = world.admin.client("cloudformation", "eu-west-1")
    for client, name in ((made.client, "nowhere"), (elsewhere, made.name)):
        refused(client.describe_stack_set, "StackSetNotFoundException", 404, f"StackSet {name} not found", StackSetName=name)


@check("ListStackSets", "lists those of the region, a page at a time, by status")
def listed(world):
    client = world.admin.client("cloudformation", "eu-central-1")
    made = [StackSet(world, client) for _ in range(3)]
    client.delete_stack_set(StackSetName=made[0].name)
    pages = client.get_paginator("list_stack_sets").paginate(Status="ACTIVE", PaginationConfig={"PageSize": 1})
    same(sorted(one["StackSetId"] for page in pages for one in page["Summaries"]), sorted(one.id for one in made[1:]))
    deleted = client.list_stack_sets(Status="DELETED")["Summaries"]
    same([(one["StackSetId"], one["Status"]) for one in deleted], [(made[0].id, "DELETED")])
    refused(world.somebody.cloudformation.list_stack_sets, "AccessDenied", 403)


@check("DeleteStackSet", "deletes an empty one, whose name is free again; one that is not there is no error")
def delete(world):
    made = StackSet(world)
    made.client.delete_stack_set(StackSetName=made.name)
    refused(made.client.describe_stack_set, "StackSetNotFoundException", 404, StackSetName=made.name)
    same(made.client.describe_stack_set(StackSetName=made.id)["StackSet"]["Status"], "DELETED")
    made.client.delete_stack_set(StackSetName=made.name)
    made.client.create_stack_set(StackSetName=made.name, TemplateBody=role_template(RoleName="x"), Capabilities=NAMED)


@check("DeleteStackSet", "refuses one that has instances: StackSetNotEmptyException 409")
def not_empty(world):
    made = StackSet(world)
    same(made.wait(made.create(["222222222222"])), "SUCCEEDED")
    refused(made.client.delete_stack_set, "StackSetNotEmptyException", 409, "StackSet is not empty", StackSetName=made.name)
    same(made.delete(["222222222222"]), "SUCCEEDED")
    made.client.delete_stack_set(StackSetName=made.name)
