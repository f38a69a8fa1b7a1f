"""The accounts of the organisation, and the role by which its management account gets into each."""

from controlled import controlled, without
from harness import check, each, matches, refused, same
from world import CUSTOMER, VENDOR, Caller, allow, document, trusts

MEMBERS = ("222222222222", "333333333333", "444444444444", "555555555555")
ACCESS = "OrganizationAccountAccessRole"
NO_RIGHT = "because no identity-based policy allows the {0} action"


def inside(world, account, role=ACCESS):
    """The administrator in another account of the organisation."""
    answer = world.admin.sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="test")
    return Caller.of(world, answer["AssumedRoleUser"]["Arn"], answer["Credentials"])


@check("DescribeOrganization", "tells an organisation with all features, and its management account")
def organization(world):
    found = world.admin.organizations.describe_organization()["Organization"]
    same((found["MasterAccountId"], found["FeatureSet"]), (CUSTOMER, "ALL"))
    matches(found["Id"], "o-[a-z0-9]{10,32}")
    same(found["Arn"], f"arn:aws:organizations::{CUSTOMER}:organization/{found['Id']}")
    same(found["AvailablePolicyTypes"], [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}])
    member = inside(world, MEMBERS[0]).organizations.describe_organization()["Organization"]
    same(member, found, "what a member account is told")


@controlled("DescribeOrganization", "refuses an account that is in none: AWSOrganizationsNotInUseException 400")
def none(world):
    outsider = world.callers["outsider"].organizations
    for call in (outsider.describe_organization, outsider.list_accounts):
        refused(call, "AWSOrganizationsNotInUseException", 400, "Your account is not a member of an organization.")


@check("DescribeOrganization", "refuses who may not ask: AccessDeniedException 400")
def no_right(world):
    gateway = world.gateway
    refused(gateway.organizations.describe_organization, "AccessDeniedException", 400,
            f"User: {gateway.arn} is not authorized to perform: organizations:DescribeOrganization on resource: * "
            + NO_RIGHT.format("organizations:DescribeOrganization"))


@check("ListAccounts", "lists the management account and every member, 20 a page and fewer if asked")
def accounts(world):
    pages = world.admin.organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2})
    found = [account for page in pages for account in page["Accounts"]]
    same([account["Id"] for account in found], sorted([CUSTOMER, *MEMBERS]))
    same({account["Status"] for account in found}, {"ACTIVE"})
    same({account["JoinedMethod"] for account in found if account["Id"] == CUSTOMER}, {"INVITED"})
    whole = world.admin.organizations.list_accounts()
    same(whole["Accounts"], found)
    assert "NextToken" not in whole


@each("ListAccounts", "refuses {}, who may not: AccessDeniedException 400", ["a user without the right", "a member account"])
def not_allowed(world, who):
    if who == "a member account":
        refused(inside(world, MEMBERS[1]).organizations.list_accounts, "AccessDeniedException", 400,
                "You don't have permissions to access this resource.")
        return
    user = world.user(allow("iam:*"))
    refused(user.organizations.list_accounts, "AccessDeniedException", 400,
            f"User: {user.arn} is not authorized to perform: organizations:ListAccounts on resource: * "
            + NO_RIGHT.format("organizations:ListAccounts"))
    world.user(allow("organizations:ListAccounts")).organizations.list_accounts()


@check("ListAccounts", "refuses a token that is none: InvalidInputException")
def bad_token(world):
    refused(world.admin.organizations.list_accounts, "InvalidInputException", 400, NextToken="#")


@check("DescribeAccount", "tells a member account, and decides by its ARN")
def account(world):
    account = MEMBERS[2]
    found = world.admin.organizations.describe_account(AccountId=account)["Account"]
    same((found["Id"], found["JoinedMethod"], found["Status"]), (account, "CREATED", "ACTIVE"))
    matches(found["Arn"], rf"arn:aws:organizations::{CUSTOMER}:account/o-[a-z0-9]{{10,32}}/{account}")
    matches(found["Paths"][0], rf"o-[a-z0-9]+/r-[a-z0-9]+/ou-[a-z0-9]+-[a-z0-9]+/{account}/")
    user = world.user(allow("organizations:DescribeAccount", found["Arn"]))
    user.organizations.describe_account(AccountId=account)
    refused(user.organizations.describe_account, "AccessDeniedException", 400, AccountId=MEMBERS[3])


@check("DescribeAccount", "refuses an account that is not in the organisation: AccountNotFoundException 400")
def stranger(world):
    refused(world.admin.organizations.describe_account, "AccountNotFoundException", 400,
            "You specified an account that doesn't exist.", AccountId=VENDOR)


@check("AssumeRole", "lets the management account into every member account, and the vendor into none")
def into_members(world):
    for account in MEMBERS:
        session = inside(world, account)
        same(session.sts.get_caller_identity()["Account"], account)
        session.iam.list_roles()
        refused(world.gateway.sts.assume_role, "AccessDenied", 403,
                RoleArn=f"arn:aws:iam::{account}:role/{ACCESS}", RoleSessionName="test")


@check("ListRoles", "shows an account its own roles only, and a role of one name in two accounts is two roles")
def own_roles(world):
    first, second = (inside(world, account) for account in MEMBERS[:2])
    name = world.name("role")
    trust = document(trusts(f"arn:aws:iam::{CUSTOMER}:root"))
    made = first.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
    refused(second.iam.get_role, "NoSuchEntity", 404, RoleName=name)
    refused(world.admin.iam.get_role, "NoSuchEntity", 404, RoleName=name)
    other = second.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
    assert made["Arn"] != other["Arn"] and made["RoleId"] != other["RoleId"]
    first.iam.delete_role(RoleName=name)
    same(second.iam.get_role(RoleName=name)["Role"]["Arn"], other["Arn"])
    second.iam.delete_role(RoleName=name)


@controlled("AssumeRole", "holds the service control policies of a member account against the management account's session in it")
def bound_members(world):
    account = MEMBERS[0]
    session = inside(world, account)
    session.iam.list_roles()
    world.organization(without("iam:*"), account=account)
    refused(session.iam.list_roles, "AccessDenied", 403, ("with an explicit deny in a service control policy",))
    inside(world, MEMBERS[1]).iam.list_roles()
