"""IAM's users, their keys and their policies. Texts: IAM's, as public reports show them."""

from harness import check, each, refused, same
from world import ADMINISTRATOR, AWS_READ_ONLY, CUSTOMER, Caller, allow, document


def no_user(name):
    return f"The user with name {name} cannot be found."


@check("CreateUser", "answers the user with its path, id, ARN and tags")
def create(world):
    name = world.name("user")
    user = world.admin.iam.create_user(UserName=name, Path="/team/", Tags=[{"Key": "a", "Value": "b"}])["User"]
    same(user["Arn"], f"arn:aws:iam::{CUSTOMER}:user/team/{name}")
    same(user["Path"], "/team/")
    same(user["Tags"], [{"Key": "a", "Value": "b"}])
    again = world.admin.iam.get_user(UserName=name)["User"]
    same(again["UserId"], user["UserId"])
    same(again["CreateDate"], user["CreateDate"])


@check("CreateUser", "refuses a name that is taken, in another case too: EntityAlreadyExists 409")
def taken(world):
    name = world.name("user")
    world.admin.iam.create_user(UserName=name)
    for other in (name, name.upper()):
        refused(world.admin.iam.create_user, "EntityAlreadyExists", 409,
                f"User with name {other} already exists.", UserName=other)


@each("CreateUser", "refuses the name {!r}: ValidationError", ["", "a b", "x" * 65, "a/b", "ü"])
def names(world, name):
    refused(world.admin.iam.create_user, "ValidationError", 400, None, UserName=name)


@each("CreateUser", "refuses the path {!r}: ValidationError", ["", "team", "/team", "team/", "/te am/", "/" + "x" * 511 + "/"])
def paths(world, path):
    refused(world.admin.iam.create_user, "ValidationError", 400, (" at 'path' failed to satisfy",),
            UserName=world.name("user"), Path=path)


@check("CreateUser", "refuses a permissions boundary that does not exist: NoSuchEntity 404")
def bad_boundary(world):
    refused(world.admin.iam.create_user, "NoSuchEntity", 404, None, UserName=world.name("user"),
            PermissionsBoundary=f"arn:aws:iam::{CUSTOMER}:policy/nowhere")


@check("GetUser", "answers the caller without a name, and refuses who is no user")
def own(world):
    same(world.admin.iam.get_user()["User"]["Arn"], world.admin.arn)
    refused(world.sso.iam.get_user, "ValidationError", 400,
            "Must specify userName when calling with non-User credentials")


NO_USER = [
    ("GetUser", "get_user", {}), ("DeleteUser", "delete_user", {}), ("UpdateUser", "update_user", {"NewPath": "/x/"}),
    ("CreateAccessKey", "create_access_key", {}), ("ListAccessKeys", "list_access_keys", {}),
    ("UpdateAccessKey", "update_access_key", {"AccessKeyId": "AKIAAAAAAAAAAAAAAAAA", "Status": "Inactive"}),
    ("DeleteAccessKey", "delete_access_key", {"AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"}),
    ("PutUserPolicy", "put_user_policy", {"PolicyName": "p", "PolicyDocument": document(allow("s3:*"))}),
    ("GetUserPolicy", "get_user_policy", {"PolicyName": "p"}), ("ListUserPolicies", "list_user_policies", {}),
    ("DeleteUserPolicy", "delete_user_policy", {"PolicyName": "p"}),
    ("AttachUserPolicy", "attach_user_policy", {"PolicyArn": ADMINISTRATOR}),
    ("DetachUserPolicy", "detach_user_policy", {"PolicyArn": ADMINISTRATOR}),
    ("ListAttachedUserPolicies", "list_attached_user_policies", {}),
    ("PutUserPermissionsBoundary", "put_user_permissions_boundary", {"PermissionsBoundary": ADMINISTRATOR}),
    ("DeleteUserPermissionsBoundary", "delete_user_permissions_boundary", {}),
    ("TagUser", "tag_user", {"Tags": [{"Key": "a", "Value": "b"}]}), ("UntagUser", "untag_user", {"TagKeys": ["a"]}),
    ("ListUserTags", "list_user_tags", {}),
]
for _operation, _method, _more in NO_USER:
    @check(_operation, "refuses a user that is not there: NoSuchEntity 404, by its name")
    def no_such_user(world, method=_method, more=_more):
        refused(getattr(world.admin.iam, method), "NoSuchEntity", 404, no_user("nobody"), UserName="nobody", **more)

    @check(_operation, "refuses a caller without the right, and names the user")
    def no_right(world, operation=_operation, method=_method, more=_more):
        caller = world.somebody
        refused(getattr(caller.iam, method), "AccessDenied", 403,
                (f"User: {caller.arn} is not authorized to perform: iam:{operation} on resource: ",
                 f" because no identity-based policy allows the iam:{operation} action"),
                UserName="nobody", **more)


@check("ListUsers", "goes to the end by pages of one, each user once, and filters by the path")
def pages(world):
    path = f"/{world.name('path')}/"
    made = [world.name("user") for _ in range(4)]
    for name in made:
        world.admin.iam.create_user(UserName=name, Path=path)
    seen, more = [], {}
    while True:
        page = world.admin.iam.list_users(PathPrefix=path, MaxItems=1, **more)
        assert len(page["Users"]) == 1, page["Users"]
        seen += [user["UserName"] for user in page["Users"]]
        if not page["IsTruncated"]:
            assert "Marker" not in page, "a marker at the end"
            break
        more = {"Marker": page["Marker"]}
    same(sorted(seen), sorted(made))


@check("UpdateUser", "renames: the ARN changes, the id and the keys stay; a name in use is refused")
def rename(world):
    user, other = world.user(allow("iam:GetUser")), world.user()
    identifier = world.admin.iam.get_user(UserName=user.name)["User"]["UserId"]
    new = world.name("user")
    world.admin.iam.update_user(UserName=user.name, NewUserName=new, NewPath="/moved/")
    moved = user.iam.get_user()["User"]
    same((moved["UserId"], moved["Arn"]), (identifier, f"arn:aws:iam::{CUSTOMER}:user/moved/{new}"))
    refused(world.admin.iam.get_user, "NoSuchEntity", 404, no_user(user.name), UserName=user.name)
    refused(world.admin.iam.update_user, "EntityAlreadyExists", 409, None, UserName=new, NewUserName=other.name)


@check("DeleteUser", "refuses a user with keys, inline or attached policies: DeleteConflict 409; a second time NoSuchEntity")
def delete(world):
    iam = world.admin.iam
    user = world.user(allow("s3:*"))
    iam.attach_user_policy(UserName=user.name, PolicyArn=AWS_READ_ONLY)

    def conflict(text):
        refused(iam.delete_user, "DeleteConflict", 409, text, UserName=user.name)

    conflict(None)
    iam.detach_user_policy(UserName=user.name, PolicyArn=AWS_READ_ONLY)
    conflict(None)
    iam.delete_user_policy(UserName=user.name, PolicyName="p")
    conflict("Cannot delete entity, must delete access keys first.")
    iam.delete_access_key(UserName=user.name, AccessKeyId=user.key)
    iam.delete_user(UserName=user.name)
    refused(iam.delete_user, "NoSuchEntity", 404, no_user(user.name), UserName=user.name)


# Access keys.

@check("CreateAccessKey", "refuses a third key: LimitExceeded 409")
def third_key(world):
    user = world.user()
    world.admin.iam.create_access_key(UserName=user.name)
    refused(world.admin.iam.create_access_key, "LimitExceeded", 409,
            "Cannot exceed quota for AccessKeysPerUser: 2", UserName=user.name)


@check("ListAccessKeys", "answers the keys with their status, without a secret")
def list_keys(world):
    user = world.user()
    world.admin.iam.create_access_key(UserName=user.name)
    keys = world.admin.iam.list_access_keys(UserName=user.name)["AccessKeyMetadata"]
    same(sorted(key["Status"] for key in keys), ["Active", "Active"])
    assert user.key in [key["AccessKeyId"] for key in keys]
    assert not any("SecretAccessKey" in key for key in keys)


@check("UpdateAccessKey", "makes an inactive key worthless at once, and an active one good again")
def inactive(world):
    user = world.user(allow("iam:ListRoles"))
    user.iam.list_roles()
    change = dict(UserName=user.name, AccessKeyId=user.key)
    world.admin.iam.update_access_key(Status="Inactive", **change)
    refused(user.sts.get_caller_identity, "InvalidClientTokenId", 403,
            "The security token included in the request is invalid.")
    refused(user.bedrock.list_foundation_models, "UnrecognizedClientException", 403,
            "The security token included in the request is invalid.")
    world.admin.iam.update_access_key(Status="Active", **change)
    user.iam.list_roles()


@check("UpdateAccessKey", "refuses an unknown status: ValidationError, and an unknown key: NoSuchEntity")
def unknown_status(world):
    user = world.user()
    refused(world.admin.iam.update_access_key, "ValidationError", 400,
            (" at 'status' failed to satisfy constraint: Member must satisfy enum value set: [",),
            UserName=user.name, AccessKeyId=user.key, Status="Sleeping")
    for method, more in (("update_access_key", {"Status": "Inactive"}), ("delete_access_key", {})):
        refused(getattr(world.admin.iam, method), "NoSuchEntity", 404,
                "The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.",
                UserName=user.name, AccessKeyId="AKIAAAAAAAAAAAAAAAAA", **more)


@check("DeleteAccessKey", "makes the key unknown at once; a second time NoSuchEntity")
def deleted_key(world):
    user = world.user(allow("*"))
    user.sts.get_caller_identity()
    world.admin.iam.delete_access_key(UserName=user.name, AccessKeyId=user.key)
    refused(user.sts.get_caller_identity, "InvalidClientTokenId", 403, None)
    refused(world.admin.iam.delete_access_key, "NoSuchEntity", 404, None, UserName=user.name, AccessKeyId=user.key)


@check("DeleteUser", "ends the sessions and keys of the user with it")
def keys_of_deleted(world):
    user = world.user()
    session = Caller.of(world, user.arn, user.sts.get_session_token()["Credentials"])
    session.sts.get_caller_identity()
    world.admin.iam.delete_access_key(UserName=user.name, AccessKeyId=user.key)
    world.admin.iam.delete_user(UserName=user.name)
    for caller in (user, session):
        refused(caller.sts.get_caller_identity, "InvalidClientTokenId", 403, None)


@check("GetAccessKeyLastUsed", "answers when and where a key was last used; N/A before")
def last_used(world):
    user = world.user(allow("iam:ListRoles"))
    before = world.admin.iam.get_access_key_last_used(AccessKeyId=user.key)
    same(before["UserName"], user.name)
    same(before["AccessKeyLastUsed"].get("ServiceName"), "N/A")
    user.iam.list_roles()
    after = world.admin.iam.get_access_key_last_used(AccessKeyId=user.key)["AccessKeyLastUsed"]
    same((after["ServiceName"], after["Region"]), ("iam", "us-east-1"))
    assert after["LastUsedDate"]


# Inline policies.

@check("PutUserPolicy", "gives rights at once, and GetUserPolicy answers the document as it was given")
def inline(world):
    user = world.user()
    refused(user.iam.list_roles, "AccessDenied", 403, None)
    text = document(allow("iam:ListRoles"))
    world.admin.iam.put_user_policy(UserName=user.name, PolicyName="p", PolicyDocument=text)
    user.iam.list_roles()
    import json
    same(world.admin.iam.get_user_policy(UserName=user.name, PolicyName="p")["PolicyDocument"], json.loads(text))
    same(world.admin.iam.list_user_policies(UserName=user.name)["PolicyNames"], ["p"])
    world.admin.iam.delete_user_policy(UserName=user.name, PolicyName="p")
    refused(user.iam.list_roles, "AccessDenied", 403, None)


@check("PutUserPolicy", "refuses more than 2048 characters together: LimitExceeded 409")
def inline_quota(world):
    user = world.user()
    long = document(allow("s3:GetObject", [f"arn:aws:s3:::bucket-{n:04}/*" for n in range(80)]))
    refused(world.admin.iam.put_user_policy, "LimitExceeded", 409,
            f"Maximum policy size of 2048 bytes exceeded for user {user.name}",
            UserName=user.name, PolicyName="p", PolicyDocument=long)


@check("GetUserPolicy", "refuses a policy that is not there: NoSuchEntity, by its name")
def no_inline(world):
    user = world.user()
    for method in ("get_user_policy", "delete_user_policy"):
        refused(getattr(world.admin.iam, method), "NoSuchEntity", 404,
                "The user policy with name none cannot be found.", UserName=user.name, PolicyName="none")


@check("AttachUserPolicy", "gives the policy's rights; twice is once; detaching what is not attached: NoSuchEntity")
def attach(world):
    user, iam = world.user(), world.admin.iam
    arn = world.policy(allow("iam:ListRoles"))
    for _ in range(2):
        iam.attach_user_policy(UserName=user.name, PolicyArn=arn)
    same([p["PolicyArn"] for p in iam.list_attached_user_policies(UserName=user.name)["AttachedPolicies"]], [arn])
    user.iam.list_roles()
    iam.detach_user_policy(UserName=user.name, PolicyArn=arn)
    refused(user.iam.list_roles, "AccessDenied", 403, None)
    refused(iam.detach_user_policy, "NoSuchEntity", 404, f"Policy {arn} was not found.", UserName=user.name, PolicyArn=arn)


@check("AttachUserPolicy", "refuses an eleventh policy: LimitExceeded 409")
def attach_quota(world):
    user = world.user()
    for _ in range(10):
        world.admin.iam.attach_user_policy(UserName=user.name, PolicyArn=world.policy(allow("s3:*")))
    refused(world.admin.iam.attach_user_policy, "LimitExceeded", 409, "Cannot exceed quota for PoliciesPerUser: 10",
            UserName=user.name, PolicyArn=world.policy(allow("s3:*")))


# Boundaries.

@check("PutUserPermissionsBoundary", "bounds what the user may do, is told by GetUser, and goes again")
def boundary(world):
    user, iam = world.user(allow("*")), world.admin.iam
    arn = world.policy(allow("iam:GetUser"))
    iam.put_user_permissions_boundary(UserName=user.name, PermissionsBoundary=arn)
    same(iam.get_user(UserName=user.name)["User"]["PermissionsBoundary"], {
        "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn})
    user.iam.get_user()
    refused(user.iam.list_roles, "AccessDenied", 403,
            ("because no permissions boundary allows the iam:ListRoles action",))
    iam.delete_user_permissions_boundary(UserName=user.name)
    user.iam.list_roles()


@check("PutUserPermissionsBoundary", "refuses a policy that is not there, and what is no policy's ARN")
def boundary_unknown(world):
    user = world.user()
    refused(world.admin.iam.put_user_permissions_boundary, "NoSuchEntity", 404, None,
            UserName=user.name, PermissionsBoundary=f"arn:aws:iam::{CUSTOMER}:policy/nowhere")
    refused(world.admin.iam.put_user_permissions_boundary, ("InvalidInput", "ValidationError"), 400, None,
            UserName=user.name, PermissionsBoundary="not-an-arn-but-long-enough")


@check("ListGroupsForUser", "answers none: there are no groups here")
def groups(world):
    user = world.user()
    same(world.admin.iam.list_groups_for_user(UserName=user.name)["Groups"], [])
    refused(world.admin.iam.list_groups_for_user, "NoSuchEntity", 404, no_user("nobody"), UserName="nobody")


# Tags.

@check("TagUser", "sets and replaces tags, whatever the case of the key; UntagUser takes them away")
def tags(world):
    user, iam = world.user(), world.admin.iam
    iam.tag_user(UserName=user.name, Tags=[{"Key": "Team", "Value": "a"}, {"Key": "b", "Value": ""}])
    iam.tag_user(UserName=user.name, Tags=[{"Key": "team", "Value": "c"}])
    listed = iam.list_user_tags(UserName=user.name)["Tags"]
    same(sorted((t["Key"].lower(), t["Value"]) for t in listed), [("b", ""), ("team", "c")])
    iam.untag_user(UserName=user.name, TagKeys=["team", "never"])
    same(iam.list_user_tags(UserName=user.name)["Tags"], [{"Key": "b", "Value": ""}])


@check("TagUser", "refuses a key twice, AWS's own keys, and more than fifty")
def tag_rules(world):
    user, tag = world.user(), world.admin.iam.tag_user
    refused(tag, "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            UserName=user.name, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    refused(tag, "InvalidInput", 400, None, UserName=user.name, Tags=[{"Key": "aws:x", "Value": "1"}])
    tag(UserName=user.name, Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(50)])
    refused(tag, "LimitExceeded", 409, None, UserName=user.name, Tags=[{"Key": "k50", "Value": "v"}])


@check("TagUser", "makes the user's tags aws:PrincipalTag of its calls")
def principal_tag(world):
    condition = {"StringEquals": {"aws:PrincipalTag/team": "platform"}}
    user = world.user(allow("iam:ListRoles", Condition=condition))
    refused(user.iam.list_roles, "AccessDenied", 403, None)
    world.admin.iam.tag_user(UserName=user.name, Tags=[{"Key": "team", "Value": "platform"}])
    user.iam.list_roles()
