"""The sandbox as its clients see it: its callers, and what a check sets up in it."""

import itertools
import json

import boto3
import botocore.session
from botocore.config import Config

import shapes

CUSTOMER = "123456789012"
VENDOR = "975050335771"
GATEWAY = f"arn:aws:iam::{VENDOR}:user/quilr-gateway"
EXTERNAL_ID = "7f3c2b1e-acme-2026"
AWS_READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"

# The services' models are read once, by one loader; clients of many callers share it.
_LOADER = botocore.session.get_session().get_component("data_loader")


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, resource="*", **more):
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def trusts(principal, condition=None, action="sts:AssumeRole", effect="Allow"):
    """A statement of a trust policy; a bare string is an `AWS` principal."""
    principal = {"AWS": principal} if isinstance(principal, (str, list)) and principal != "*" else principal
    statement = {"Effect": effect, "Principal": principal, "Action": action}
    if condition is not None:
        statement["Condition"] = condition
    return statement


def external_id(value=EXTERNAL_ID, operator="StringEquals"):
    return {operator: {"sts:ExternalId": value}}


class Caller:
    """Someone with keys; `caller.iam`, `caller.sts`… are boto3's clients, their own checks off."""

    def __init__(self, world, arn, key, secret, token=None):
        self.world, self.arn = world, arn
        self.key, self.secret, self.token = key, secret, token
        self._clients = {}

    @classmethod
    def of(cls, world, arn, credentials):
        return cls(
            world,
            arn,
            credentials["AccessKeyId"],
            credentials["SecretAccessKey"],
            credentials.get("SessionToken"),
        )

    def client(self, service, region=None):
        region = region or self.world.region
        if (service, region) not in self._clients:
            session = botocore.session.Session()
            session.register_component("data_loader", _LOADER)
            client = boto3.Session(botocore_session=session).client(
                service,
                region_name=region,
                endpoint_url=self.world.endpoint,
                aws_access_key_id=self.key,
                aws_secret_access_key=self.secret,
                aws_session_token=self.token,
                config=Config(
                    parameter_validation=False,
                    retries={"total_max_attempts": 1},
                    connect_timeout=5,
                    read_timeout=20,
                ),
            )
            self.world.answers.watch(client)
            self._clients[service, region] = client
        return self._clients[service, region]

    iam = property(lambda self: self.client("iam"))
    sts = property(lambda self: self.client("sts"))
    bedrock = property(lambda self: self.client("bedrock"))
    runtime = property(lambda self: self.client("bedrock-runtime"))
    cloudtrail = property(lambda self: self.client("cloudtrail"))
    organizations = property(lambda self: self.client("organizations"))
    cloudformation = property(lambda self: self.client("cloudformation"))


class Role:
    def __init__(self, world, made):
        self.world, self.name, self.arn, self.id = world, made["RoleName"], made["Arn"], made["RoleId"]

    def trust(self, *statements):
        self.world.admin.iam.update_assume_role_policy(
            RoleName=self.name, PolicyDocument=document(*statements)
        )

    def put(self, *statements, name="p"):
        self.world.admin.iam.put_role_policy(
            RoleName=self.name, PolicyName=name, PolicyDocument=document(*statements)
        )

    def shown_trust(self):
        return self.world.admin.iam.get_role(RoleName=self.name)["Role"]["AssumeRolePolicyDocument"]


class World:
    # One beside it that a check may move as it likes, see `controlled.py`.
    controlled = None

    def __init__(self, line):
        self.endpoint, self.region = line["endpoint"], line["region"]
        self.answers = shapes.Answers()
        self._numbers = itertools.count(1)
        self.callers = {
            name: Caller(
                self, keys["arn"], keys["access_key_id"], keys["secret_access_key"], keys.get("session_token")
            )
            for name, keys in line["identities"].items()
        }
        self.admin, self.root, self.sso = (self.callers[name] for name in ("admin", "root", "sso"))
        self.gateway, self.gateway_2 = self.callers["gateway"], self.callers["gateway-2"]
        self.somebody = self.callers["somebody"]

    def name(self, what="x"):
        """A name that no other check has."""
        return f"{what}-{next(self._numbers)}"

    def role(self, *statements, policy=None, **more):
        """A new role in the customer's account; without statements the gateway is trusted."""
        statements = statements or (trusts(GATEWAY),)
        made = self.admin.iam.create_role(
            RoleName=self.name("role"), AssumeRolePolicyDocument=document(*statements), **more
        )
        role = Role(self, made["Role"])
        if policy is not None:
            role.put(*(policy if isinstance(policy, list) else [policy]))
        return role

    def user(self, *statements, **more):
        """A new user in the customer's account with keys and these permissions."""
        name = self.name("user")
        arn = self.admin.iam.create_user(UserName=name, **more)["User"]["Arn"]
        if statements:
            self.admin.iam.put_user_policy(
                UserName=name, PolicyName="p", PolicyDocument=document(*statements)
            )
        caller = Caller.of(self, arn, self.admin.iam.create_access_key(UserName=name)["AccessKey"])
        caller.name = name
        return caller

    def policy(self, *statements, **more):
        """A new managed policy; its ARN."""
        return self.admin.iam.create_policy(
            PolicyName=self.name("policy"), PolicyDocument=document(*statements), **more
        )["Policy"]["Arn"]

    def session(self, caller, role, **more):
        """The caller in a session of the role."""
        more.setdefault("RoleSessionName", "test")
        answer = caller.sts.assume_role(RoleArn=role.arn, **more)
        session = Caller.of(self, answer["AssumedRoleUser"]["Arn"], answer["Credentials"])
        session.answer = answer
        return session
