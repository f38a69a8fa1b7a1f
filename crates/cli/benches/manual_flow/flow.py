"""The page's manual flow in one process: ROLE, TRUST, TRUST-FOR-THE-TEST, PERMISSIONS, EXTERNAL-ID."""

import sys

import boto3

role, trust, trust_for_test, permissions, external_id = sys.argv[1:]
iam, sts = boto3.client("iam"), boto3.client("sts")
iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
iam.put_role_policy(RoleName=role, PolicyName="quilr-gateway-bedrock-invoke", PolicyDocument=permissions)
arn = iam.get_role(RoleName=role)["Role"]["Arn"]
iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust_for_test)
# AWS refuses this one; moto does not.
sts.assume_role(RoleArn=arn, RoleSessionName="test")
sts.assume_role(RoleArn=arn, RoleSessionName="test", ExternalId=external_id)
iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust)
