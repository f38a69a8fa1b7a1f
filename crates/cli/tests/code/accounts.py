"""Accounts that deploy CloudFormation, asked over HTTP by boto3: those of the endpoint in the environment,
or else of moto's server on loopback.

A line of JSON in, a line of JSON out, until the input ends.
"""

import ast
import json
import logging
import os
import sys

import boto3

REGION = "us-east-1"
if "AWS_ENDPOINT_URL" in os.environ:
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    KEYS = {"aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"]}
else:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    KEYS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}


def client(service, account=None):
    keys = KEYS
    if account:
        # Whoever assumes a role of an account works in that account; in moto it need not be there.
        role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
        session = client("sts").assume_role(RoleArn=role, RoleSessionName="reader")["Credentials"]
        keys = {
            "aws_access_key_id": session["AccessKeyId"],
            "aws_secret_access_key": session["SecretAccessKey"],
            "aws_session_token": session["SessionToken"],
        }
    return boto3.client(service, region_name=REGION, endpoint_url=endpoint, **keys)


def deploy(ask):
    cloudformation = client("cloudformation")
    name = f"stack{ask['number']}"
    body = open(ask["file"], encoding="utf-8").read()
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=body,
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in ask["parameters"].items()
        ],
    )
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    return {"status": stack["StackStatus"], "outputs": outputs}


def document(answer):
    """A policy document; of a stack's role, moto 5.2 answers it as Python writes it, not as JSON."""
    return ast.literal_eval(answer) if isinstance(answer, str) else answer


def role(ask):
    iam = client("iam", ask.get("account"))
    found = iam.get_role(RoleName=ask["role"])["Role"]
    names = iam.list_role_policies(RoleName=ask["role"])["PolicyNames"]
    answers = {
        name: iam.get_role_policy(RoleName=ask["role"], PolicyName=name)["PolicyDocument"] for name in names
    }
    return {
        "arn": found["Arn"],
        "trust": found["AssumeRolePolicyDocument"],
        "policies": {name: document(answer) for name, answer in answers.items()},
        # botocore leaves what is no JSON as it is.
        "no_json": [name for name, answer in answers.items() if isinstance(answer, str)],
        "longest_session": found["MaxSessionDuration"],
        "description": found["Description"],
        "tags": {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])},
    }


def forget(ask):
    client("cloudformation").delete_stack(StackName=f"stack{ask['number']}")
    return {}


def has_role(ask):
    iam = client("iam", ask.get("account"))
    names = [each["RoleName"] for each in iam.list_roles()["Roles"]]
    return {"there": ask["role"] in names}


def make_role(ask):
    """A role as somebody makes it by hand."""
    iam = client("iam", ask["account"])
    iam.create_role(
        RoleName=ask["role"],
        AssumeRolePolicyDocument=json.dumps(ask["trust"]),
        MaxSessionDuration=ask.get("longest_session", 3600),
    )
    for name, policy in ask.get("policies", {}).items():
        iam.put_role_policy(RoleName=ask["role"], PolicyName=name, PolicyDocument=json.dumps(policy))
    return {}


def clear(ask):
    """The account without the role, and without what moto leaves of a stack that it could not make."""
    client("iam", ask["account"]).delete_role(RoleName=ask["role"])
    cloudformation = client("cloudformation", ask["account"])
    for stack in cloudformation.describe_stacks()["Stacks"]:
        cloudformation.delete_stack(StackName=stack["StackName"])
    return {}


def overrides(ask):
    """The ExternalId of each account of a StackSet."""
    cloudformation = client("cloudformation")
    found = {}
    for each in cloudformation.list_stack_instances(StackSetName=ask["name"])["Summaries"]:
        instance = cloudformation.describe_stack_instance(
            StackSetName=ask["name"], StackInstanceAccount=each["Account"], StackInstanceRegion=each["Region"]
        )["StackInstance"]
        values = {one["ParameterKey"]: one["ParameterValue"] for one in instance["ParameterOverrides"]}
        found[each["Account"]] = values.get("ExternalId")
    return found


def stack_sets(ask):
    sets = client("cloudformation").list_stack_sets()["Summaries"]
    return {each["StackSetName"]: each["Status"] for each in sets}


def add_instance(ask):
    """An account that somebody else adds."""
    client("cloudformation").create_stack_instances(
        StackSetName=ask["name"],
        Accounts=[ask["account"]],
        Regions=[REGION],
        ParameterOverrides=[{"ParameterKey": "ExternalId", "ParameterValue": ask["external_id"]}],
    )
    return {}


def organization(ask):
    """An organization with accounts of these names; gives their ids."""
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    made = {}
    for name in ask["names"]:
        status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
        made[name] = status["AccountId"]
    return made


ANSWERS = {
    "endpoint": lambda ask: {"endpoint": endpoint},
    "deploy": deploy,
    "role": role,
    "forget": forget,
    "has_role": has_role,
    "make_role": make_role,
    "clear": clear,
    "overrides": overrides,
    "stack_sets": stack_sets,
    "add_instance": add_instance,
    "organization": organization,
}

for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(ANSWERS[question["do"]](question)), flush=True)
server.stop()
