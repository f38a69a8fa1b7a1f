"""What an organisation's service control policies do to the accounts in it."""

from controlled import EVERYTHING, controlled, without
from harness import refused, same
from world import CUSTOMER, VENDOR, Caller, allow, trusts

HELLO = {"modelId": "amazon.nova-micro-v1:0", "messages": [{"role": "user", "content": [{"text": "Say hello."}]}]}
MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"


def denied(caller, action, resource, why):
    return f"User: {caller.arn} is not authorized to perform: {action} on resource: {resource} {why}"


EXPLICIT = "with an explicit deny in a service control policy"


@controlled("Converse", "refuses whom a service control policy denies Bedrock, with the text for it: AccessDeniedException 403")
def bedrock_denied(world):
    session = world.session(world.gateway, world.role(policy=allow("bedrock:*")))
    session.runtime.converse(**HELLO)
    world.organization([EVERYTHING], without("bedrock:*"))
    for caller in (session, world.admin, world.sso):
        refused(caller.runtime.converse, "AccessDeniedException", 403,
                denied(caller, "bedrock:InvokeModel", MODEL, EXPLICIT), **HELLO)
    world.organization([EVERYTHING], [EVERYTHING])
    session.runtime.converse(**HELLO)


@controlled("Converse", "refuses whom no service control policy of some level allows Bedrock, with the text for it")
def bedrock_not_allowed(world):
    why = "because no service control policy allows the bedrock:InvokeModel action"
    for levels in ([[EVERYTHING], [allow("iam:*")]], [[allow("iam:*")], [EVERYTHING]]):
        world.organization(*levels)
        refused(world.admin.runtime.converse, "AccessDeniedException", 403,
                denied(world.admin, "bedrock:InvokeModel", MODEL, why), **HELLO)
        world.admin.iam.list_roles()


@controlled("Converse", "decides by the region that a service control policy asks for")
def by_region(world):
    only = {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}
    world.organization([EVERYTHING, {**without("bedrock:*")[1], "Condition": only}])
    world.admin.runtime.converse(**HELLO)
    found = refused(world.admin.client("bedrock-runtime", "us-west-2").converse, "AccessDeniedException", 403, None, **HELLO)
    assert found["Message"].endswith(EXPLICIT), found


@controlled("ListFoundationModels", "refuses whom a service control policy denies it: AccessDeniedException 403")
def models_denied(world):
    world.organization(without("bedrock:List*"))
    refused(world.admin.bedrock.list_foundation_models, "AccessDeniedException", 403, (EXPLICIT,))
    world.admin.bedrock.get_foundation_model(modelIdentifier="amazon.nova-micro-v1:0")


@controlled("AssumeRole", "refuses a caller whose own account's service control policies deny it, or do not allow it")
def assume_denied(world):
    role = world.role()
    where = dict(RoleArn=role.arn, RoleSessionName="test")
    world.organization(without("sts:AssumeRole"), account=VENDOR)
    refused(world.gateway.sts.assume_role, "AccessDenied", 403,
            denied(world.gateway, "sts:AssumeRole", role.arn, EXPLICIT), **where)
    world.organization([allow("iam:*")], account=VENDOR)
    why = "because no service control policy allows the sts:AssumeRole action"
    refused(world.gateway.sts.assume_role, "AccessDenied", 403,
            denied(world.gateway, "sts:AssumeRole", role.arn, why), **where)


@controlled("AssumeRole", "is not touched by the service control policies of the role's account: they bind its own principals only")
def assume_from_outside(world):
    role = world.role()
    world.organization(without("sts:*"))
    world.session(world.gateway, role)
    own = world.role(trusts(world.admin.arn))
    refused(world.admin.sts.assume_role, "AccessDenied", 403, (EXPLICIT,), RoleArn=own.arn, RoleSessionName="test")


@controlled("ListRoles", "refuses the root user of a member account what a service control policy denies")
def root_bound(world):
    world.root.iam.list_roles()
    world.organization(without("iam:ListRoles"))
    resource = f"arn:aws:iam::{CUSTOMER}:role/"
    refused(world.root.iam.list_roles, "AccessDenied", 403, denied(world.root, "iam:ListRoles", resource, EXPLICIT))
    world.root.iam.list_users()


@controlled("ListRoles", "lets a service-linked role through, whatever a service control policy denies")
def service_linked(world):
    world.organization(without("iam:*"))
    arn = f"arn:aws:iam::{CUSTOMER}:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport"
    answer = world.gateway.sts.assume_role(RoleArn=arn, RoleSessionName="test")
    Caller.of(world, arn, answer["Credentials"]).iam.list_roles()
    refused(world.admin.iam.list_roles, "AccessDenied", 403, (EXPLICIT,))


@controlled("CreateRole", "refuses an administrator what a service control policy denies by a condition on the request")
def by_name(world):
    world.organization([EVERYTHING, {**without("iam:CreateRole")[1], "Resource": f"arn:aws:iam::{CUSTOMER}:role/quilr-*"}])
    world.role()
    refused(world.admin.iam.create_role, "AccessDenied", 403, (EXPLICIT,), RoleName="quilr-gateway-bedrock",
            AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}')


@controlled("GetCallerIdentity", "answers even where a service control policy denies everything")
def identity_always(world):
    world.organization([{"Effect": "Deny", "Action": "*", "Resource": "*"}])
    same(world.admin.sts.get_caller_identity()["Arn"], world.admin.arn)
    refused(world.admin.iam.list_roles, "AccessDenied", 403, (EXPLICIT,))


@controlled("SimulatePrincipalPolicy", "tells whether the organisation allows it: AllowedByOrganizations")
def simulated(world):
    ask = dict(PolicySourceArn=world.admin.arn, ActionNames=["bedrock:InvokeModel", "s3:GetObject"])
    world.organization([EVERYTHING], without("bedrock:*"))
    results = world.admin.iam.simulate_principal_policy(**ask)["EvaluationResults"]
    found = [(r["EvalDecision"], r["OrganizationsDecisionDetail"]["AllowedByOrganizations"]) for r in results]
    same(found, [("explicitDeny", False), ("allowed", True)])
