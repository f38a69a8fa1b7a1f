"""Every operation through the real `aws`, whose JSON is what people and scripts read.

The commands of a chain follow one another; the chains run beside each other and beside the other checks.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import Check, NotServed
from world import ADMINISTRATOR, AWS_READ_ONLY, CUSTOMER, GATEWAY, allow, document, external_id, trusts

AT_ONCE = 4
FOUNDATION = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"
HELLO = json.dumps([{"role": "user", "content": [{"text": "Say hello."}]}])
TEXT = document(allow("iam:ListRoles"))
TRUST = document(trusts([GATEWAY, f"arn:aws:iam::{CUSTOMER}:user/admin"], external_id()))
PHONE = f"arn:aws:iam::{CUSTOMER}:mfa/cli-phone"
TAG = "Key=team,Value=a"


def at(answer, path):
    """A member of an answer, `Role.Arn`; a number is a place in a list."""
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


class Aws:
    """The CLI, ready to run commands one after another."""

    def __init__(self):
        program = [sys.executable, Path(__file__).with_name("aws_process.py")]
        self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, arguments, environment):
        self.process.stdin.write(json.dumps({"arguments": arguments, "environment": environment}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Step:
    """A command; the members that its answer must have, with their values where those are known; and
    the file that it must write, with how that begins."""

    def __init__(self, operation, command, wanted=None, save=None, caller="admin", file=None):
        self.operation, self.command, self.wanted = operation, command, wanted or {}
        self.save, self.caller, self.file, self.outcome = save or {}, caller, file, None

    def run(self, aws, world, known):
        arguments = [part.format_map(known) if part[1:-1] in known else part
                     for part in self.command]
        lost = [part for part in arguments if part.startswith("{") and part.endswith("}") and part[1:-1].isalpha()]
        if lost:
            raise NotServed(f"no {lost[0]}: a command before this one failed")
        caller = world.callers[self.caller]
        environment = {
            "PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""),
            "AWS_ENDPOINT_URL": world.endpoint, "AWS_DEFAULT_REGION": world.region, "AWS_MAX_ATTEMPTS": "1",
            "AWS_ACCESS_KEY_ID": caller.key, "AWS_SECRET_ACCESS_KEY": caller.secret, "AWS_PAGER": "",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
        }
        ended = aws.run([*arguments, "--output", "json"], environment)
        if ended["code"] != 0:
            missing = "(InvalidAction)" in ended["stderr"] or "(UnknownOperationException)" in ended["stderr"]
            raise (NotServed if missing else AssertionError)(ended["stderr"].strip())
        answer = json.loads(ended["stdout"]) if ended["stdout"].strip() else {}
        for path, value in self.wanted.items():
            try:
                found = at(answer, path)
            except (KeyError, IndexError, TypeError):
                raise AssertionError(f"{path} is missing in {json.dumps(answer)[:300]}") from None
            value = value.format_map(known) if isinstance(value, str) else value
            assert value is None or found == value, f"{path} is {found!r}, not {value!r}"
        if self.file:
            written, start = self.file
            content = written.read_bytes()
            written.unlink()
            assert content.startswith(start), f"the file begins with {content[:40]!r}"
        for name, path in self.save.items():
            known[name] = at(answer, path)


def words(line):
    """A command line; `{name}` is a value of the chain, a word of its own."""
    return line.split()


ROLE = [
    Step("CreateRole", [*words("iam create-role --role-name cli-role --description made --assume-role-policy-document"), TRUST],
         {"Role.Arn": f"arn:aws:iam::{CUSTOMER}:role/cli-role", "Role.RoleId": None, "Role.CreateDate": None}),
    Step("GetRole", words("iam get-role --role-name cli-role"), {"Role.MaxSessionDuration": 3600, "Role.AssumeRolePolicyDocument": json.loads(TRUST)}),
    Step("ListRoles", words("iam list-roles --path-prefix /"), {"Roles.0.RoleName": None}),
    Step("UpdateRole", words("iam update-role --role-name cli-role --max-session-duration 7200")),
    Step("UpdateRoleDescription", words("iam update-role-description --role-name cli-role --description new"), {"Role.Description": "new"}),
    Step("UpdateAssumeRolePolicy", [*words("iam update-assume-role-policy --role-name cli-role --policy-document"), TRUST]),
    Step("PutRolePolicy", [*words("iam put-role-policy --role-name cli-role --policy-name p --policy-document"), TEXT]),
    Step("GetRolePolicy", words("iam get-role-policy --role-name cli-role --policy-name p"), {"PolicyDocument": json.loads(TEXT)}),
    Step("ListRolePolicies", words("iam list-role-policies --role-name cli-role"), {"PolicyNames": ["p"]}),
    Step("AttachRolePolicy", words(f"iam attach-role-policy --role-name cli-role --policy-arn {AWS_READ_ONLY}")),
    Step("ListAttachedRolePolicies", words("iam list-attached-role-policies --role-name cli-role"), {"AttachedPolicies": [{"PolicyName": "ReadOnlyAccess", "PolicyArn": AWS_READ_ONLY}]}),
    Step("PutRolePermissionsBoundary", words(f"iam put-role-permissions-boundary --role-name cli-role --permissions-boundary {ADMINISTRATOR}")),
    Step("DeleteRolePermissionsBoundary", words("iam delete-role-permissions-boundary --role-name cli-role")),
    Step("TagRole", words(f"iam tag-role --role-name cli-role --tags {TAG}")),
    Step("ListRoleTags", words("iam list-role-tags --role-name cli-role"), {"Tags": [{"Key": "team", "Value": "a"}]}),
    Step("UntagRole", words("iam untag-role --role-name cli-role --tag-keys team")),
    Step("AssumeRole", words("sts assume-role --role-arn arn:aws:iam::123456789012:role/cli-role --role-session-name cli --external-id 7f3c2b1e-acme-2026"),
         {"AssumedRoleUser.Arn": f"arn:aws:sts::{CUSTOMER}:assumed-role/cli-role/cli", "Credentials.SessionToken": None, "Credentials.Expiration": None}, caller="gateway"),
    Step("LookupEvents", words("cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=CreateRole --max-items 1"), {"Events.0.EventName": "CreateRole", "Events.0.CloudTrailEvent": None}),
    Step("SimulatePrincipalPolicy", words("iam simulate-principal-policy --policy-source-arn arn:aws:iam::123456789012:role/cli-role --action-names iam:ListRoles"), {"EvaluationResults.0.EvalDecision": "allowed"}),
    Step("DetachRolePolicy", words(f"iam detach-role-policy --role-name cli-role --policy-arn {AWS_READ_ONLY}")),
    Step("DeleteRolePolicy", words("iam delete-role-policy --role-name cli-role --policy-name p")),
    Step("DeleteRole", words("iam delete-role --role-name cli-role")),
]
USER = [
    Step("CreateUser", words("iam create-user --user-name cli-user --path /team/"), {"User.Arn": f"arn:aws:iam::{CUSTOMER}:user/team/cli-user", "User.UserId": None}),
    Step("GetUser", words("iam get-user --user-name cli-user"), {"User.Path": "/team/"}),
    Step("ListUsers", words("iam list-users --path-prefix /team/"), {"Users.0.UserName": None}),
    Step("CreateAccessKey", words("iam create-access-key --user-name cli-user"), {"AccessKey.Status": "Active", "AccessKey.SecretAccessKey": None}, {"key": "AccessKey.AccessKeyId"}),
    Step("ListAccessKeys", words("iam list-access-keys --user-name cli-user"), {"AccessKeyMetadata.0.AccessKeyId": "{key}"}),
    Step("GetAccessKeyLastUsed", words("iam get-access-key-last-used --access-key-id {key}"), {"UserName": "cli-user", "AccessKeyLastUsed.ServiceName": "N/A"}),
    Step("GetAccessKeyInfo", words("sts get-access-key-info --access-key-id {key}"), {"Account": CUSTOMER}),
    Step("UpdateAccessKey", words("iam update-access-key --user-name cli-user --access-key-id {key} --status Inactive")),
    Step("DeleteAccessKey", words("iam delete-access-key --user-name cli-user --access-key-id {key}")),
    Step("PutUserPolicy", [*words("iam put-user-policy --user-name cli-user --policy-name p --policy-document"), TEXT]),
    Step("GetUserPolicy", words("iam get-user-policy --user-name cli-user --policy-name p"), {"PolicyDocument": json.loads(TEXT)}),
    Step("ListUserPolicies", words("iam list-user-policies --user-name cli-user"), {"PolicyNames": ["p"]}),
    Step("DeleteUserPolicy", words("iam delete-user-policy --user-name cli-user --policy-name p")),
    Step("AttachUserPolicy", words(f"iam attach-user-policy --user-name cli-user --policy-arn {AWS_READ_ONLY}")),
    Step("ListAttachedUserPolicies", words("iam list-attached-user-policies --user-name cli-user"), {"AttachedPolicies.0.PolicyArn": AWS_READ_ONLY}),
    Step("DetachUserPolicy", words(f"iam detach-user-policy --user-name cli-user --policy-arn {AWS_READ_ONLY}")),
    Step("PutUserPermissionsBoundary", words(f"iam put-user-permissions-boundary --user-name cli-user --permissions-boundary {ADMINISTRATOR}")),
    Step("DeleteUserPermissionsBoundary", words("iam delete-user-permissions-boundary --user-name cli-user")),
    Step("TagUser", words(f"iam tag-user --user-name cli-user --tags {TAG}")),
    Step("ListUserTags", words("iam list-user-tags --user-name cli-user"), {"Tags": [{"Key": "team", "Value": "a"}]}),
    Step("UntagUser", words("iam untag-user --user-name cli-user --tag-keys team")),
    Step("UpdateUser", words("iam update-user --user-name cli-user --new-user-name cli-user-2")),
    Step("DeleteUser", words("iam delete-user --user-name cli-user-2")),
    Step("GetSessionToken", words("sts get-session-token --duration-seconds 900"), {"Credentials.SessionToken": None}),
    Step("GetFederationToken", [*words("sts get-federation-token --name cli --policy"), TEXT], {"FederatedUser.Arn": f"arn:aws:sts::{CUSTOMER}:federated-user/cli"}),
    Step("GetCallerIdentity", words("sts get-caller-identity"), {"Account": CUSTOMER, "Arn": f"arn:aws:iam::{CUSTOMER}:user/admin", "UserId": None}),
    Step("GetAccountSummary", words("iam get-account-summary"), {"SummaryMap.Users": None}),
    Step("ListAccountAliases", words("iam list-account-aliases"), {"AccountAliases": None}),
]
POLICY = [
    Step("CreatePolicy", [*words("iam create-policy --policy-name cli-policy --policy-document"), TEXT], {"Policy.DefaultVersionId": "v1", "Policy.PolicyId": None}, {"policy": "Policy.Arn"}),
    Step("GetPolicy", words("iam get-policy --policy-arn {policy}"), {"Policy.AttachmentCount": 0}),
    Step("ListPolicies", words("iam list-policies --scope Local"), {"Policies.0.Arn": None}),
    Step("CreatePolicyVersion", [*words("iam create-policy-version --policy-arn {policy} --policy-document"), TEXT], {"PolicyVersion.VersionId": "v2"}),
    Step("GetPolicyVersion", words("iam get-policy-version --policy-arn {policy} --version-id v2"), {"PolicyVersion.Document": json.loads(TEXT)}),
    Step("ListPolicyVersions", words("iam list-policy-versions --policy-arn {policy}"), {"Versions.1.VersionId": None}),
    Step("SetDefaultPolicyVersion", words("iam set-default-policy-version --policy-arn {policy} --version-id v2")),
    Step("DeletePolicyVersion", words("iam delete-policy-version --policy-arn {policy} --version-id v1")),
    Step("ListEntitiesForPolicy", words("iam list-entities-for-policy --policy-arn {policy}"), {"PolicyRoles": []}),
    Step("TagPolicy", words("iam tag-policy --policy-arn {policy} --tags " + TAG)),
    Step("ListPolicyTags", words("iam list-policy-tags --policy-arn {policy}"), {"Tags": [{"Key": "team", "Value": "a"}]}),
    Step("UntagPolicy", words("iam untag-policy --policy-arn {policy} --tag-keys team")),
    Step("DeletePolicy", words("iam delete-policy --policy-arn {policy}")),
    Step("SimulateCustomPolicy", [*words("iam simulate-custom-policy --action-names iam:ListRoles --policy-input-list"), TEXT], {"EvaluationResults.0.EvalDecision": "allowed"}),
]
BEDROCK = [
    Step("ListFoundationModels", words("bedrock list-foundation-models --by-provider amazon"), {"modelSummaries.0.modelArn": None}),
    Step("GetFoundationModel", words("bedrock get-foundation-model --model-identifier amazon.nova-micro-v1:0"), {"modelDetails.modelArn": FOUNDATION}),
    Step("GetFoundationModelAvailability", words("bedrock get-foundation-model-availability --model-id amazon.nova-micro-v1:0"), {"regionAvailability": "AVAILABLE"}),
    Step("ListInferenceProfiles", words("bedrock list-inference-profiles --type-equals SYSTEM_DEFINED --max-items 1"), {"inferenceProfileSummaries.0.status": "ACTIVE"}),
    Step("CreateInferenceProfile", words(f"bedrock create-inference-profile --inference-profile-name cli-profile --model-source copyFrom={FOUNDATION}"), {"status": "ACTIVE"}, {"profile": "inferenceProfileArn"}),
    Step("GetInferenceProfile", words("bedrock get-inference-profile --inference-profile-identifier {profile}"), {"type": "APPLICATION"}),
    Step("DeleteInferenceProfile", words("bedrock delete-inference-profile --inference-profile-identifier {profile}")),
    Step("Converse", [*words("bedrock-runtime converse --model-id amazon.nova-micro-v1:0 --messages"), HELLO], {"stopReason": "end_turn", "output.message.role": "assistant", "usage.totalTokens": None}),
    Step("InvokeModel", [*words("bedrock-runtime invoke-model --model-id amazon.titan-embed-text-v2:0 --body"), '{"inputText":"x"}', "/dev/null"], {"contentType": "application/json"}),
    Step("CountTokens", [*words("bedrock-runtime count-tokens --model-id anthropic.claude-haiku-4-5-20251001-v1:0 --input"), json.dumps({"converse": {"messages": json.loads(HELLO)}})], {"inputTokens": None}),
]
PICTURE = Path(tempfile.gettempdir()) / f"sandbox-{os.getpid()}.png"
MFA = [
    Step("CreateVirtualMFADevice", [*words("iam create-virtual-mfa-device --virtual-mfa-device-name cli-phone --bootstrap-method QRCodePNG --outfile"), str(PICTURE)],
         {"VirtualMFADevice.SerialNumber": PHONE}, file=(PICTURE, b"\x89PNG\r\n\x1a\n")),
    Step("ListVirtualMFADevices", words("iam list-virtual-mfa-devices --assignment-status Unassigned"), {"VirtualMFADevices.0.SerialNumber": None}),
    Step("DeleteVirtualMFADevice", words(f"iam delete-virtual-mfa-device --serial-number {PHONE}")),
]
CHAINS = (ROLE, USER, POLICY, BEDROCK, MFA)


def run_chain(world, chain):
    aws, known = Aws(), {}
    for step in chain:
        try:
            step.run(aws, world, known)
        except Exception as why:  # told by the step's check
            step.outcome = why
    aws.end()


def start(world):
    """Begins; the checks wait for their chain."""
    pool = ThreadPoolExecutor(AT_ONCE)
    for chain in CHAINS:
        future = pool.submit(run_chain, world, chain)
        for step in chain:
            step.future = future
    pool.shutdown(wait=False)


def outcome(step):
    def run(_world):
        step.future.result()
        if step.outcome is not None:
            raise step.outcome

    return run


ALL = []
for _step in (step for chain in CHAINS for step in chain):
    _says = f"`aws {' '.join(_step.command[:2])}` answers as AWS does"
    if _step.wanted:
        _says += ": " + ", ".join(f"`{path}`" for path in _step.wanted)
    if _step.file:
        _says += ", and a picture as a file"
    ALL.append(Check(_step.operation, _says, outcome(_step)))
