"""IAM's roles."""

import json
import urllib.parse

from harness import check, each, matches, refused, same
from world import (
    ADMINISTRATOR, AWS_READ_ONLY, CUSTOMER, GATEWAY, VENDOR, allow, document, trusts,
)

TRUST = document(trusts(GATEWAY))


def no_role(name):
    return f"The role with name {name} cannot be found."


@check("CreateRole", "answers the role as GetRole does; its id and ARN are IAM's")
def create(world):
    name = world.name("role")
    made = world.admin.iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=TRUST, Path="/team/", Description="For the gateway",
        MaxSessionDuration=7200, Tags=[{"Key": "a", "Value": "b"}])["Role"]
    same(made["Arn"], f"arn:aws:iam::{CUSTOMER}:role/team/{name}")
    matches(made["RoleId"], "AROA[A-Z2-7]{17}")
    same(made["AssumeRolePolicyDocument"], json.loads(TRUST))
    got = world.admin.iam.get_role(RoleName=name)["Role"]
    same({key: got[key] for key in made}, made)
    same((got["MaxSessionDuration"], got["Description"], got["Tags"]), (7200, "For the gateway", [{"Key": "a", "Value": "b"}]))


@check("CreateRole", "refuses a name that is taken, in another case too: EntityAlreadyExists 409")
def taken(world):
    role = world.role()
    for name in (role.name, role.name.upper()):
        refused(world.admin.iam.create_role, "EntityAlreadyExists", 409,
                f"Role with name {name} already exists.", RoleName=name, AssumeRolePolicyDocument=TRUST)


@check("GetRole", "finds a role in whatever case its name is asked")
def any_case(world):
    role = world.role()
    same(world.admin.iam.get_role(RoleName=role.name.upper())["Role"]["RoleName"], role.name)


@each("CreateRole", "refuses the name {!r}: ValidationError at roleName", ["", "a b", "x" * 65, "a/b", "rôle", "a*"])
def names(world, name):
    refused(world.admin.iam.create_role, "ValidationError", 400, (" at 'roleName' failed to satisfy",),
            RoleName=name, AssumeRolePolicyDocument=TRUST)


@each("CreateRole", "refuses the path {!r}: ValidationError at path", ["", "team", "/team", "/te am/", "/" + "x" * 511 + "/"])
def paths(world, path):
    refused(world.admin.iam.create_role, "ValidationError", 400, (" at 'path' failed to satisfy",),
            RoleName=world.name("role"), AssumeRolePolicyDocument=TRUST, Path=path)


@each("CreateRole", "refuses a MaxSessionDuration of {}", [3599, 43201, 0, -3600])
def max_session(world, seconds):
    refused(world.admin.iam.create_role, "ValidationError", 400,
            (" at 'maxSessionDuration' failed to satisfy constraint: Member must have value",),
            RoleName=world.name("role"), AssumeRolePolicyDocument=TRUST, MaxSessionDuration=seconds)


@check("CreateRole", "needs iam:TagRole as well where it comes with tags")
def create_with_tags(world):
    user = world.user(allow("iam:CreateRole"))
    more = dict(AssumeRolePolicyDocument=TRUST)
    user.iam.create_role(RoleName=world.name("role"), **more)
    refused(user.iam.create_role, "AccessDenied", 403, ("is not authorized to perform: iam:TagRole on resource: ",),
            RoleName=world.name("role"), Tags=[{"Key": "a", "Value": "b"}], **more)


@check("CreateRole", "decides by iam:PermissionsBoundary and aws:RequestTag")
def create_conditions(world):
    boundary = world.policy(allow("*"))
    bounded = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    user = world.user(allow("iam:CreateRole", Condition=bounded))
    refused(user.iam.create_role, "AccessDenied", 403, None, RoleName=world.name("role"), AssumeRolePolicyDocument=TRUST)
    user.iam.create_role(RoleName=world.name("role"), AssumeRolePolicyDocument=TRUST, PermissionsBoundary=boundary)
    tagged = {"StringEquals": {"aws:RequestTag/team": "a"}}
    user = world.user(allow(["iam:CreateRole", "iam:TagRole"], Condition=tagged))
    refused(user.iam.create_role, "AccessDenied", 403, None, RoleName=world.name("role"),
            AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "team", "Value": "b"}])
    user.iam.create_role(RoleName=world.name("role"), AssumeRolePolicyDocument=TRUST,
                         Tags=[{"Key": "team", "Value": "a"}])


NO_ROLE = [
    ("GetRole", "get_role", {}), ("DeleteRole", "delete_role", {}), ("UpdateRole", "update_role", {}),
    ("UpdateRoleDescription", "update_role_description", {"Description": "x"}),
    ("UpdateAssumeRolePolicy", "update_assume_role_policy", {"PolicyDocument": TRUST}),
    ("PutRolePolicy", "put_role_policy", {"PolicyName": "p", "PolicyDocument": document(allow("s3:*"))}),
    ("GetRolePolicy", "get_role_policy", {"PolicyName": "p"}), ("ListRolePolicies", "list_role_policies", {}),
    ("DeleteRolePolicy", "delete_role_policy", {"PolicyName": "p"}),
    ("AttachRolePolicy", "attach_role_policy", {"PolicyArn": ADMINISTRATOR}),
    ("DetachRolePolicy", "detach_role_policy", {"PolicyArn": ADMINISTRATOR}),
    ("ListAttachedRolePolicies", "list_attached_role_policies", {}),
    ("PutRolePermissionsBoundary", "put_role_permissions_boundary", {"PermissionsBoundary": ADMINISTRATOR}),
    ("DeleteRolePermissionsBoundary", "delete_role_permissions_boundary", {}),
    ("TagRole", "tag_role", {"Tags": [{"Key": "a", "Value": "b"}]}), ("UntagRole", "untag_role", {"TagKeys": ["a"]}),
    ("ListRoleTags", "list_role_tags", {}),
]
for _operation, _method, _more in NO_ROLE:
    @check(_operation, "refuses a role that is not there: NoSuchEntity 404, by its name")
    def no_such_role(world, method=_method, more=_more):
        refused(getattr(world.admin.iam, method), "NoSuchEntity", 404, no_role("nowhere"), RoleName="nowhere", **more)

    @check(_operation, "refuses a caller without the right, and names the role")
    def no_right(world, operation=_operation, method=_method, more=_more):
        caller = world.somebody
        refused(getattr(caller.iam, method), "AccessDenied", 403,
                (f"User: {caller.arn} is not authorized to perform: iam:{operation} on resource: ",
                 f" because no identity-based policy allows the iam:{operation} action"),
                RoleName="nowhere", **more)

PROTECTED = [entry for entry in NO_ROLE if not entry[0].startswith(("Get", "List"))]
for _operation, _method, _more in PROTECTED:
    @check(_operation, "refuses the role of Identity Center: UnmodifiableEntity")
    def protected(world, method=_method, more=_more):
        name = world.sso.arn.split("/")[1]
        refused(getattr(world.admin.iam, method), "UnmodifiableEntity", 400, None, RoleName=name, **more)


@check("ListRoles", "goes to the end by pages of one, each role once, and filters by the path")
def pages(world):
    path = f"/{world.name('path')}/"
    made = [world.role(Path=path).name for _ in range(4)]
    seen, more = [], {}
    while True:
        page = world.admin.iam.list_roles(PathPrefix=path, MaxItems=1, **more)
        assert len(page["Roles"]) == 1, page["Roles"]
        seen += [role["RoleName"] for role in page["Roles"]]
        if not page["IsTruncated"]:
            assert "Marker" not in page, "a marker at the end"
            break
        more = {"Marker": page["Marker"]}
    same(sorted(seen), sorted(made))


@each("ListRoles", "refuses the marker {!r}: ValidationError", ["", "nonsense", "€", "x" * 400])
def markers(world, marker):
    refused(world.admin.iam.list_roles, "ValidationError", 400, None, Marker=marker)


@each("ListRoles", "refuses MaxItems of {!r}", [0, -1, 1001, "many", "1.5", "99999999999999999999"])
def sizes(world, size):
    refused(world.admin.iam.list_roles, ("ValidationError", "MalformedInput"), 400, None, MaxItems=size)


@check("UpdateRole", "without MaxSessionDuration sets it back to one hour")
def update(world):
    role = world.role(MaxSessionDuration=7200, Description="kept?")
    world.admin.iam.update_role(RoleName=role.name, Description="new")
    after = world.admin.iam.get_role(RoleName=role.name)["Role"]
    same((after["MaxSessionDuration"], after["Description"]), (3600, "new"))


@check("UpdateRoleDescription", "changes the description and answers the role; the duration stays")
def describe(world):
    role = world.role(MaxSessionDuration=7200)
    answer = world.admin.iam.update_role_description(RoleName=role.name, Description="new")["Role"]
    same((answer["Description"], answer["Arn"]), ("new", role.arn))
    same(world.admin.iam.get_role(RoleName=role.name)["Role"]["MaxSessionDuration"], 7200)


@check("DeleteRole", "refuses a role with inline or attached policies: DeleteConflict 409; a second time NoSuchEntity")
def delete(world):
    iam, role = world.admin.iam, world.role(policy=allow("s3:*"))
    iam.attach_role_policy(RoleName=role.name, PolicyArn=AWS_READ_ONLY)
    refused(iam.delete_role, "DeleteConflict", 409, "Cannot delete entity, must detach all policies first.", RoleName=role.name)
    iam.detach_role_policy(RoleName=role.name, PolicyArn=AWS_READ_ONLY)
    refused(iam.delete_role, "DeleteConflict", 409, "Cannot delete entity, must delete policies first.", RoleName=role.name)
    iam.delete_role_policy(RoleName=role.name, PolicyName="p")
    iam.delete_role(RoleName=role.name)
    refused(iam.delete_role, "NoSuchEntity", 404, no_role(role.name), RoleName=role.name)


@check("CreateRole", "gives a role of a deleted one's name another id")
def again(world):
    role = world.role()
    world.admin.iam.delete_role(RoleName=role.name)
    made = world.admin.iam.create_role(RoleName=role.name, AssumeRolePolicyDocument=TRUST)["Role"]
    assert made["RoleId"] != role.id, "the same id"


# Inline policies.

PERMISSIONS = [
    ("what is no JSON", "{", "This policy contains invalid Json"),
    ("a Principal", document({**allow("s3:*"), "Principal": "*"}), "Policy document should not specify a principal."),
    ("a NotPrincipal", document({**allow("s3:*"), "NotPrincipal": {"AWS": "*"}}), None),
    ("a Resource that is no ARN", document(allow("s3:*", "bucket")), 'Resource bucket must be in ARN format or "*".'),
    ("no Resource", document({"Effect": "Allow", "Action": "s3:*"}), None),
    ("no Action", document({"Effect": "Allow", "Resource": "*"}), None),
    ("Action and NotAction", document({**allow("s3:*"), "NotAction": "iam:*"}), None),
    ("Resource and NotResource", document({**allow("s3:*"), "NotResource": "*"}), None),
    ("an action without a service", document(allow("GetObject")), None),
    ("a Sid twice", document({"Sid": "a", **allow("s3:*")}, {"Sid": "a", **allow("s3:*")}),
     "Statement IDs (SID) in a single policy must be unique."),
    ("an unknown Effect", document({**allow("s3:*"), "Effect": "allow"}), None),
    ("an unknown Version", document(allow("s3:*")).replace("2012-10-17", "2012-10-18"), None),
    ("an unknown condition operator", document(allow("s3:*", Condition={"StringIs": {"aws:username": "x"}})), None),
    ("a number that is none", document(allow("s3:*", Condition={"Bool": "true"})), None),
    ("an unknown element", document({**allow("s3:*"), "Comment": "x"}), None),
    ("no Statement", '{"Version":"2012-10-17"}', None),
    ("Statement as text", '{"Version":"2012-10-17","Statement":"x"}', None),
    ("an action that is a number", document(allow(7)), None),
]


@each("PutRolePolicy", "refuses a permissions policy with {}: MalformedPolicyDocument", PERMISSIONS)
def permissions(world, _name, text, says):
    refused(world.admin.iam.put_role_policy, "MalformedPolicyDocument", 400, says,
            RoleName=world.role().name, PolicyName="p", PolicyDocument=text)


@check("PutRolePolicy", "refuses more than 10240 characters together: LimitExceeded 409; replacing counts once")
def inline_quota(world):
    role = world.role()
    half = document(allow("s3:GetObject", [f"arn:aws:s3:::bucket-number-{n:05}/*" for n in range(180)]))
    put = dict(RoleName=role.name, PolicyDocument=half)
    world.admin.iam.put_role_policy(PolicyName="one", **put)
    world.admin.iam.put_role_policy(PolicyName="one", **put)
    refused(world.admin.iam.put_role_policy, "LimitExceeded", 409,
            f"Maximum policy size of 10240 bytes exceeded for role {role.name}", PolicyName="two", **put)


@check("GetRolePolicy", "answers the document as it was given, to the byte, percent-encoded on the wire")
def inline_text(world):
    role = world.role()
    text = '{ "Version": "2012-10-17",\n  "Statement": {"Effect":"Allow", "Action":"s3:*", "Resource":"arn:aws:s3:::ü+%20/*"} }'
    world.admin.iam.put_role_policy(RoleName=role.name, PolicyName="p", PolicyDocument=text)
    import raw
    answer = raw.query(world, "iam", world.admin, "GetRolePolicy", RoleName=role.name, PolicyName="p")
    same(world.admin.iam.get_role_policy(RoleName=role.name, PolicyName="p")["PolicyDocument"], json.loads(text))
    shown = answer.xml(".//{*}PolicyDocument")
    same(urllib.parse.unquote(shown), text)
    assert "{" not in shown and " " not in shown, shown


@check("GetRolePolicy", "refuses a policy that is not there: NoSuchEntity, by its name")
def no_inline(world):
    role = world.role()
    for method in ("get_role_policy", "delete_role_policy"):
        refused(getattr(world.admin.iam, method), "NoSuchEntity", 404,
                "The role policy with name none cannot be found.", RoleName=role.name, PolicyName="none")


@check("ListRolePolicies", "goes to the end by pages of one")
def inline_pages(world):
    role = world.role()
    for name in "cab":
        role.put(allow("s3:*"), name=name)
    pages = world.admin.iam.get_paginator("list_role_policies").paginate(RoleName=role.name, PaginationConfig={"PageSize": 1})
    same([name for page in pages for name in page["PolicyNames"]], ["a", "b", "c"])


# Attached policies.

@check("AttachRolePolicy", "twice is once; AWS's own policies too; listed by name; detaching twice: NoSuchEntity")
def attach(world):
    role, iam = world.role(), world.admin.iam
    for _ in range(2):
        iam.attach_role_policy(RoleName=role.name, PolicyArn=AWS_READ_ONLY)
    same(iam.list_attached_role_policies(RoleName=role.name)["AttachedPolicies"],
         [{"PolicyName": "ReadOnlyAccess", "PolicyArn": AWS_READ_ONLY}])
    iam.detach_role_policy(RoleName=role.name, PolicyArn=AWS_READ_ONLY)
    refused(iam.detach_role_policy, "NoSuchEntity", 404, f"Policy {AWS_READ_ONLY} was not found.",
            RoleName=role.name, PolicyArn=AWS_READ_ONLY)


@check("AttachRolePolicy", "refuses a policy that is not there: NoSuchEntity … does not exist or is not attachable.")
def attach_unknown(world):
    role = world.role()
    for arn in (f"arn:aws:iam::{CUSTOMER}:policy/nowhere", "arn:aws:iam::aws:policy/NoSuchPolicyOfAws",
                f"arn:aws:iam::{VENDOR}:policy/theirs"):
        refused(world.admin.iam.attach_role_policy, ("NoSuchEntity", "AccessDenied"), (404, 403),
                None, RoleName=role.name, PolicyArn=arn)


@check("AttachRolePolicy", "refuses what is no policy's ARN: InvalidInput 400")
def attach_no_arn(world):
    refused(world.admin.iam.attach_role_policy, ("InvalidInput", "ValidationError"), 400, None,
            RoleName=world.role().name, PolicyArn="not-an-arn-but-long-enough")


@check("AttachRolePolicy", "refuses an eleventh policy: LimitExceeded 409")
def attach_quota(world):
    role = world.role()
    for _ in range(10):
        world.admin.iam.attach_role_policy(RoleName=role.name, PolicyArn=world.policy(allow("s3:*")))
    refused(world.admin.iam.attach_role_policy, "LimitExceeded", 409, "Cannot exceed quota for PoliciesPerRole: 10",
            RoleName=role.name, PolicyArn=world.policy(allow("s3:*")))


@check("AttachRolePolicy", "decides by iam:PolicyARN")
def attach_condition(world):
    role = world.role()
    user = world.user(allow("iam:AttachRolePolicy", Condition={"ArnEquals": {"iam:PolicyARN": AWS_READ_ONLY}}))
    refused(user.iam.attach_role_policy, "AccessDenied", 403, None, RoleName=role.name, PolicyArn=ADMINISTRATOR)
    user.iam.attach_role_policy(RoleName=role.name, PolicyArn=AWS_READ_ONLY)


@check("PutRolePermissionsBoundary", "is told by GetRole and goes again; a policy that is not there: NoSuchEntity")
def boundary(world):
    role, iam, arn = world.role(), world.admin.iam, world.policy(allow("*"))
    iam.put_role_permissions_boundary(RoleName=role.name, PermissionsBoundary=arn)
    same(iam.get_role(RoleName=role.name)["Role"]["PermissionsBoundary"],
         {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn})
    iam.delete_role_permissions_boundary(RoleName=role.name)
    assert "PermissionsBoundary" not in iam.get_role(RoleName=role.name)["Role"]
    refused(iam.put_role_permissions_boundary, "NoSuchEntity", 404, None, RoleName=role.name,
            PermissionsBoundary=f"arn:aws:iam::{CUSTOMER}:policy/nowhere")


# Tags.

@check("TagRole", "sets and replaces tags, whatever the case of the key; UntagRole takes them away")
def tags(world):
    role, iam = world.role(), world.admin.iam
    iam.tag_role(RoleName=role.name, Tags=[{"Key": "Team", "Value": "a"}, {"Key": "b", "Value": ""}])
    iam.tag_role(RoleName=role.name, Tags=[{"Key": "team", "Value": "c"}])
    listed = iam.list_role_tags(RoleName=role.name)["Tags"]
    same(sorted((t["Key"].lower(), t["Value"]) for t in listed), [("b", ""), ("team", "c")])
    iam.untag_role(RoleName=role.name, TagKeys=["TEAM", "never"])
    same(iam.list_role_tags(RoleName=role.name)["Tags"], [{"Key": "b", "Value": ""}])


TAG_RULES = [
    ("a key twice", "InvalidInput", [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]),
    ("a key of AWS's own", "InvalidInput", [{"Key": "aws:x", "Value": "1"}]),
    ("a key of AWS's own in capitals", "InvalidInput", [{"Key": "AWS:x", "Value": "1"}]),
    ("51 of them", "ValidationError", [{"Key": f"k{n}", "Value": "v"} for n in range(51)]),
    ("a key of 129 characters", "ValidationError", [{"Key": "k" * 129, "Value": "v"}]),
    ("a value of 257 characters", "ValidationError", [{"Key": "k", "Value": "v" * 257}]),
    ("a key with #", "ValidationError", [{"Key": "a#", "Value": "v"}]),
    ("no value", "ValidationError", [{"Key": "a"}]),
    ("no key", "ValidationError", [{"Value": "a"}]),
]


@each("TagRole", "refuses tags with {}", TAG_RULES)
def tag_rules(world, _name, code, tags):
    refused(world.admin.iam.tag_role, code, 400, None, RoleName=world.role().name, Tags=tags)


@check("TagRole", "refuses a fifty-first tag: LimitExceeded 409; letters of any script are taken")
def tag_quota(world):
    role = world.role()
    world.admin.iam.tag_role(RoleName=role.name, Tags=[{"Key": "ключ 鍵", "Value": "wert=ü"}])
    world.admin.iam.tag_role(RoleName=role.name, Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(49)])
    refused(world.admin.iam.tag_role, "LimitExceeded", 409, None, RoleName=role.name, Tags=[{"Key": "k50", "Value": "v"}])


@check("ListRoleTags", "goes to the end by pages of one")
def tag_pages(world):
    role = world.role(Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(3)])
    seen, more = [], {}
    while True:
        page = world.admin.iam.list_role_tags(RoleName=role.name, MaxItems=1, **more)
        seen += [tag["Key"] for tag in page["Tags"]]
        if not page["IsTruncated"]:
            break
        more = {"Marker": page["Marker"]}
    same(seen, ["k0", "k1", "k2"])


@check("GetRole", "decides by the role's tags: aws:ResourceTag and iam:ResourceTag")
def resource_tag(world):
    user = world.user(allow("iam:GetRole", Condition={"StringEquals": {"iam:ResourceTag/team": "a", "aws:ResourceTag/team": "a"}}))
    mine, other = world.role(Tags=[{"Key": "team", "Value": "a"}]), world.role()
    user.iam.get_role(RoleName=mine.name)
    refused(user.iam.get_role, "AccessDenied", 403, None, RoleName=other.name)


@check("ListInstanceProfilesForRole", "answers none: there are no instance profiles here")
def instance_profiles(world):
    role = world.role()
    same(world.admin.iam.list_instance_profiles_for_role(RoleName=role.name)["InstanceProfiles"], [])
    refused(world.admin.iam.list_instance_profiles_for_role, "NoSuchEntity", 404, no_role("nowhere"), RoleName="nowhere")


@check("GetRole", "keeps one account's roles from another's: the vendor does not see them")
def accounts(world):
    role = world.role()
    refused(world.gateway.iam.get_role, "AccessDenied", 403, None, RoleName=role.name)
