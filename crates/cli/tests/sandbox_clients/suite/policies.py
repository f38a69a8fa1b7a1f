"""Managed policies, the policy simulator, and what is told of the account."""

import json

from harness import check, each, refused, same
from roles import PERMISSIONS
from world import ADMINISTRATOR, CUSTOMER, VENDOR, allow, deny, document

TEXT = document(allow("s3:GetObject"))
NOWHERE = f"arn:aws:iam::{CUSTOMER}:policy/nowhere"


@check("CreatePolicy", "answers the policy as GetPolicy does: ANPA…, version v1, attached to nobody")
def create(world):
    name = world.name("policy")
    made = world.admin.iam.create_policy(
        PolicyName=name, Path="/team/", PolicyDocument=TEXT, Description="d", Tags=[{"Key": "a", "Value": "b"}])["Policy"]
    same(made["Arn"], f"arn:aws:iam::{CUSTOMER}:policy/team/{name}")
    same((made["DefaultVersionId"], made["AttachmentCount"], made["IsAttachable"]), ("v1", 0, True))
    got = world.admin.iam.get_policy(PolicyArn=made["Arn"])["Policy"]
    same((got["PolicyId"], got["Description"], got["Tags"]), (made["PolicyId"], "d", [{"Key": "a", "Value": "b"}]))
    same(world.admin.iam.get_policy_version(PolicyArn=made["Arn"], VersionId="v1")["PolicyVersion"]["Document"], json.loads(TEXT))


@check("CreatePolicy", "refuses a name that is taken: EntityAlreadyExists 409")
def taken(world):
    name = world.name("policy")
    world.admin.iam.create_policy(PolicyName=name, PolicyDocument=TEXT)
    refused(world.admin.iam.create_policy, "EntityAlreadyExists", 409,
            f"A policy called {name} already exists. Duplicate names are not allowed.", PolicyName=name, PolicyDocument=TEXT)


@each("CreatePolicy", "refuses a document with {}: MalformedPolicyDocument", PERMISSIONS)
def documents(world, _name, text, says):
    refused(world.admin.iam.create_policy, "MalformedPolicyDocument", 400, says,
            PolicyName=world.name("policy"), PolicyDocument=text)


@check("CreatePolicy", "refuses more than 6144 characters: LimitExceeded 409; white space is free")
def size(world):
    long = document(allow("s3:GetObject", [f"arn:aws:s3:::bucket-number-{n:05}/*" for n in range(220)]))
    refused(world.admin.iam.create_policy, "LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144",
            PolicyName=world.name("policy"), PolicyDocument=long)
    world.admin.iam.create_policy(PolicyName=world.name("policy"), PolicyDocument=TEXT.replace(",", "," + " " * 7000))


NO_POLICY = [
    ("GetPolicy", "get_policy", {}), ("DeletePolicy", "delete_policy", {}),
    ("CreatePolicyVersion", "create_policy_version", {"PolicyDocument": TEXT}),
    ("GetPolicyVersion", "get_policy_version", {"VersionId": "v1"}), ("ListPolicyVersions", "list_policy_versions", {}),
    ("SetDefaultPolicyVersion", "set_default_policy_version", {"VersionId": "v1"}),
    ("DeletePolicyVersion", "delete_policy_version", {"VersionId": "v1"}),
    ("ListEntitiesForPolicy", "list_entities_for_policy", {}),
    ("TagPolicy", "tag_policy", {"Tags": [{"Key": "a", "Value": "b"}]}), ("UntagPolicy", "untag_policy", {"TagKeys": ["a"]}),
    ("ListPolicyTags", "list_policy_tags", {}),
]
for _operation, _method, _more in NO_POLICY:
    @check(_operation, "refuses a policy that is not there: NoSuchEntity 404")
    def no_such_policy(world, method=_method, more=_more):
        refused(getattr(world.admin.iam, method), "NoSuchEntity", 404, (NOWHERE,), PolicyArn=NOWHERE, **more)

    @check(_operation, "refuses a caller without the right, and names the policy")
    def no_right(world, operation=_operation, method=_method, more=_more):
        caller = world.somebody
        refused(getattr(caller.iam, method), "AccessDenied", 403,
                (f"User: {caller.arn} is not authorized to perform: iam:{operation} on resource: ",
                 f" because no identity-based policy allows the iam:{operation} action"),
                PolicyArn=f"arn:aws:iam::{VENDOR}:policy/nowhere", **more)


@check("CreatePolicyVersion", "counts up, refuses a sixth: LimitExceeded 409, and never uses a number twice")
def versions(world):
    arn, iam = world.policy(allow("s3:*")), world.admin.iam
    for number in range(2, 6):
        same(iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT)["PolicyVersion"]["VersionId"], f"v{number}")
    refused(iam.create_policy_version, "LimitExceeded", 409,
            "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
            PolicyArn=arn, PolicyDocument=TEXT)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v5")
    same(iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT)["PolicyVersion"]["VersionId"], "v6")
    listed = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    same(sorted(v["VersionId"] for v in listed), ["v1", "v2", "v3", "v4", "v6"])
    same([v["VersionId"] for v in listed if v["IsDefaultVersion"]], ["v1"])


@check("SetDefaultPolicyVersion", "counts at once for everyone it is attached to")
def default_version(world):
    user, iam = world.user(), world.admin.iam
    arn = world.policy(allow("iam:ListRoles"))
    iam.attach_user_policy(UserName=user.name, PolicyArn=arn)
    user.iam.list_roles()
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(deny("*")))
    user.iam.list_roles()
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")
    refused(user.iam.list_roles, "AccessDenied", 403, ("with an explicit deny in an identity-based policy",))
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(allow("iam:*")), SetAsDefault=True)
    user.iam.list_roles()


@check("DeletePolicyVersion", "refuses the default version: DeleteConflict 409, and one that is not there: NoSuchEntity")
def delete_version(world):
    arn, iam = world.policy(allow("s3:*")), world.admin.iam
    refused(iam.delete_policy_version, "DeleteConflict", 409, "Cannot delete the default version of a policy.",
            PolicyArn=arn, VersionId="v1")
    for method in ("delete_policy_version", "set_default_policy_version", "get_policy_version"):
        refused(getattr(iam, method), "NoSuchEntity", 404, None, PolicyArn=arn, VersionId="v9")


@check("DeletePolicy", "refuses an attached policy and one with more versions: DeleteConflict 409")
def delete(world):
    arn, iam, role = world.policy(allow("s3:*")), world.admin.iam, world.role()
    iam.attach_role_policy(RoleName=role.name, PolicyArn=arn)
    same(iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"], 1)
    refused(iam.delete_policy, "DeleteConflict", 409, "Cannot delete a policy attached to entities.", PolicyArn=arn)
    iam.detach_role_policy(RoleName=role.name, PolicyArn=arn)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=TEXT)
    refused(iam.delete_policy, "DeleteConflict", 409,
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
            PolicyArn=arn)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.delete_policy(PolicyArn=arn)
    refused(iam.delete_policy, "NoSuchEntity", 404, None, PolicyArn=arn)


@check("DeletePolicy", "refuses a policy that is somebody's boundary: DeleteConflict 409")
def delete_boundary(world):
    arn, role = world.policy(allow("*")), world.role()
    world.admin.iam.put_role_permissions_boundary(RoleName=role.name, PermissionsBoundary=arn)
    refused(world.admin.iam.delete_policy, "DeleteConflict", 409, None, PolicyArn=arn)


@check("DeletePolicy", "refuses AWS's own policies")
def delete_aws(world):
    refused(world.admin.iam.delete_policy, ("AccessDenied", "InvalidInput"), (403, 400), None, PolicyArn=ADMINISTRATOR)
    refused(world.admin.iam.create_policy_version, ("AccessDenied", "InvalidInput"), (403, 400), None,
            PolicyArn=ADMINISTRATOR, PolicyDocument=TEXT)


@check("ListPolicies", "filters by scope and attachment, and goes to the end by pages of one")
def listing(world):
    path, iam = f"/{world.name('path')}/", world.admin.iam
    made = [world.policy(allow("s3:*"), Path=path) for _ in range(3)]
    pages = iam.get_paginator("list_policies").paginate(Scope="Local", PathPrefix=path, PaginationConfig={"PageSize": 1})
    same(sorted(p["Arn"] for page in pages for p in page["Policies"]), sorted(made))
    iam.attach_role_policy(RoleName=world.role().name, PolicyArn=made[0])
    attached = iam.list_policies(OnlyAttached=True, Scope="Local", PathPrefix=path)["Policies"]
    same([p["Arn"] for p in attached], [made[0]])
    names = [p["PolicyName"] for page in iam.get_paginator("list_policies").paginate(Scope="AWS") for p in page["Policies"]]
    assert "AdministratorAccess" in names and "ReadOnlyAccess" in names, names


@check("ListEntitiesForPolicy", "tells the users and roles, by kind and by usage as a boundary")
def entities(world):
    arn, iam, user, role = world.policy(allow("s3:*")), world.admin.iam, world.user(), world.role()
    iam.attach_user_policy(UserName=user.name, PolicyArn=arn)
    iam.attach_role_policy(RoleName=role.name, PolicyArn=arn)
    answer = iam.list_entities_for_policy(PolicyArn=arn)
    same([u["UserName"] for u in answer["PolicyUsers"]], [user.name])
    same([(r["RoleName"], r["RoleId"]) for r in answer["PolicyRoles"]], [(role.name, role.id)])
    only = iam.list_entities_for_policy(PolicyArn=arn, EntityFilter="Role")
    same((only.get("PolicyUsers", []), len(only["PolicyRoles"])), ([], 1))


@check("TagPolicy", "sets tags, which ListPolicyTags tells and UntagPolicy takes away")
def tags(world):
    arn, iam = world.policy(allow("s3:*")), world.admin.iam
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
    same(iam.list_policy_tags(PolicyArn=arn)["Tags"], [{"Key": "b", "Value": "2"}])


@check("GetPolicy", "does not show one account's policies to another")
def accounts(world):
    arn = world.policy(allow("s3:*"))
    refused(world.gateway.iam.get_policy, "AccessDenied", 403, None, PolicyArn=arn)


# The simulator.

def decisions(answer):
    return {result["EvalActionName"]: result["EvalDecision"] for result in answer["EvaluationResults"]}


@check("SimulatePrincipalPolicy", "decides as the real calls would: allowed, explicitDeny, implicitDeny")
def simulate(world):
    user = world.user(allow("iam:*"), deny("iam:DeleteRole"))
    answer = world.admin.iam.simulate_principal_policy(
        PolicySourceArn=user.arn, ActionNames=["iam:ListRoles", "iam:DeleteRole", "s3:GetObject"])
    same(decisions(answer), {"iam:ListRoles": "allowed", "iam:DeleteRole": "explicitDeny", "s3:GetObject": "implicitDeny"})


@check("SimulatePrincipalPolicy", "decides for a role, for each resource, by the context entries")
def simulate_context(world):
    model = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"
    role = world.role(policy=allow("bedrock:InvokeModel", model, Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    def ask(address, resource=model):
        return decisions(world.admin.iam.simulate_principal_policy(
            PolicySourceArn=role.arn, ActionNames=["bedrock:InvokeModel"], ResourceArns=[resource],
            ContextEntries=[{"ContextKeyName": "aws:SourceIp", "ContextKeyType": "ip", "ContextKeyValues": [address]}]))["bedrock:InvokeModel"]
    same(ask("10.1.2.3"), "allowed")
    same(ask("192.0.2.1"), "implicitDeny")
    same(ask("10.1.2.3", model + "x"), "implicitDeny")


@check("SimulatePrincipalPolicy", "tells the context values that are missing, and obeys the boundary")
def simulate_more(world):
    user = world.user(allow("iam:ListRoles", Condition={"StringEquals": {"aws:PrincipalTag/team": "a"}}))
    simulate = world.admin.iam.simulate_principal_policy
    result = simulate(PolicySourceArn=user.arn, ActionNames=["iam:ListRoles"])["EvaluationResults"][0]
    same((result["EvalDecision"], result["MissingContextValues"]), ("implicitDeny", ["aws:PrincipalTag/team"]))
    other = world.user(allow("*"))
    world.admin.iam.put_user_permissions_boundary(UserName=other.name, PermissionsBoundary=world.policy(allow("s3:*")))
    result = simulate(PolicySourceArn=other.arn, ActionNames=["iam:ListRoles"])["EvaluationResults"][0]
    same(result["EvalDecision"], "implicitDeny")
    same(result["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"], False)


@check("SimulatePrincipalPolicy", "refuses who is not there, and bad input")
def simulate_refused(world):
    simulate = world.admin.iam.simulate_principal_policy
    refused(simulate, "NoSuchEntity", 404, None, PolicySourceArn=f"arn:aws:iam::{CUSTOMER}:user/nobody", ActionNames=["iam:ListRoles"])
    refused(simulate, ("InvalidInput", "ValidationError"), 400, None, PolicySourceArn="not-an-arn-but-long-enough", ActionNames=["iam:ListRoles"])
    refused(simulate, ("InvalidInput", "ValidationError"), 400, None, PolicySourceArn=world.admin.arn, ActionNames=["ListRoles"])
    refused(world.somebody.iam.simulate_principal_policy, "AccessDenied", 403, None, PolicySourceArn=world.somebody.arn, ActionNames=["iam:ListRoles"])


@check("SimulateCustomPolicy", "decides by the given documents alone, and refuses malformed ones")
def custom(world):
    custom = world.admin.iam.simulate_custom_policy
    answer = custom(PolicyInputList=[document(allow("s3:Get*")), document(deny("s3:GetObjectAcl"))],
                    ActionNames=["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject"])
    same(decisions(answer), {"s3:GetObject": "allowed", "s3:GetObjectAcl": "explicitDeny", "s3:PutObject": "implicitDeny"})
    refused(custom, ("InvalidInput", "PolicyEvaluation", "MalformedPolicyDocument"), (400, 500), None,
            PolicyInputList=["{"], ActionNames=["s3:GetObject"])


@check("GetContextKeysForPrincipalPolicy", "tells the condition keys that a principal's policies ask for")
def context_keys(world):
    user = world.user(allow("s3:*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    answer = world.admin.iam.get_context_keys_for_principal_policy(PolicySourceArn=user.arn)
    same([key.lower() for key in answer["ContextKeyNames"]], ["aws:sourceip"])


@check("GetContextKeysForCustomPolicy", "tells the condition keys that the given documents ask for")
def custom_context_keys(world):
    answer = world.admin.iam.get_context_keys_for_custom_policy(
        PolicyInputList=[document(allow("s3:*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))])
    same([key.lower() for key in answer["ContextKeyNames"]], ["aws:sourceip"])


@check("SimulatePrincipalPolicy", "passes over no parameter that is not served")
def unserved(world):
    for more in ({"PolicyExclusionList": [{"PolicyType": "inline"}]},
                 {"ResourceHandlingOption": "EC2-VPC-InstanceStore"}):
        refused(world.admin.iam.simulate_principal_policy, "NotImplemented", 501, ("The sandbox does not serve the parameter ",),
                PolicySourceArn=world.admin.arn, ActionNames=["iam:ListRoles"], **more)


# The account.

@check("GetAccountSummary", "counts what there is, and tells the quotas")
def summary(world):
    before = world.admin.iam.get_account_summary()["SummaryMap"]
    world.role()
    world.user()
    after = world.admin.iam.get_account_summary()["SummaryMap"]
    same((after["Roles"], after["Users"]), (before["Roles"] + 1, before["Users"] + 1))
    same((after["PolicySizeQuota"], after["AccessKeysPerUserQuota"], after["VersionsPerPolicyQuota"]), (6144, 2, 5))


@check("ListAccountAliases", "answers a list")
def aliases(world):
    assert isinstance(world.admin.iam.list_account_aliases()["AccountAliases"], list)


@check("GetAccountSummary", "refuses a caller without the right")
def summary_refused(world):
    refused(world.somebody.iam.get_account_summary, "AccessDenied", 403,
            (f"User: {world.somebody.arn} is not authorized to perform: iam:GetAccountSummary on resource: *",))
