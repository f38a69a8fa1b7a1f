"""The same checks against moto's server, which checks signatures and policies once it is told to.

    python moto.py [--only TEXT] > results.jsonl

It is no part of the tests: it tells which checks another emulator passes, and so that they can fail.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3

from world import CUSTOMER, VENDOR, allow, document

PORT = 5577
ENDPOINT = f"http://127.0.0.1:{PORT}"
FOLDER = Path(sys.executable).parent


def client(service, account, key="x", secret="x", token=None):
    made = boto3.client(service, region_name="us-east-1", endpoint_url=ENDPOINT, aws_access_key_id=key,
                        aws_secret_access_key=secret, aws_session_token=token)
    made.meta.events.register("before-sign", lambda request, **_: request.headers.add_header("x-moto-account-id", account))
    return made


def user(account, name, *statements):
    iam = client("iam", account)
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"arn": arn, "access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"]}


def identities():
    """The sandbox's callers, as far as moto can have them."""
    admin = user(CUSTOMER, "admin", allow("*"))
    assume = allow("sts:AssumeRole")
    found = {"admin": admin, "root": {**admin, "arn": f"arn:aws:iam::{CUSTOMER}:root"}}
    for label, name in (("gateway", "quilr-gateway"), ("gateway-2", "quilr-gateway-2"), ("somebody", "somebody")):
        found[label] = user(VENDOR, name, assume)
    iam = client("iam", CUSTOMER)
    role = "AWSReservedSSO_AdministratorAccess_4f2c9a7be01d3586"
    trust = {"Effect": "Allow", "Principal": {"AWS": admin["arn"]}, "Action": "sts:AssumeRole"}
    made = iam.create_role(RoleName=role, Path="/aws-reserved/sso.amazonaws.com/eu-central-1/",
                           AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=document(allow("*")))
    session = client("sts", CUSTOMER, admin["access_key_id"], admin["secret_access_key"]).assume_role(
        RoleArn=made, RoleSessionName="alex.morgan@example.com")
    keys = session["Credentials"]
    found["sso"] = {"arn": session["AssumedRoleUser"]["Arn"], "access_key_id": keys["AccessKeyId"],
                    "secret_access_key": keys["SecretAccessKey"], "session_token": keys["SessionToken"]}
    return found


def wait():
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"{ENDPOINT}/moto-api/data.json").close()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("moto_server does not answer")


server = subprocess.Popen([FOLDER / "moto_server", "-H", "127.0.0.1", "-p", str(PORT)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "1000", "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"})
try:
    wait()
    line = {"endpoint": ENDPOINT, "region": "us-east-1", "identities": identities()}
    # From here on every call is authenticated and authorised.
    request = urllib.request.Request(f"{ENDPOINT}/moto-api/reset-auth", data=b"0", method="POST",
                                     headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(request).close()
    environment = {**os.environ, "SANDBOX": json.dumps(line)}
    ended = subprocess.run([sys.executable, Path(__file__).with_name("main.py"), *sys.argv[1:]], env=environment, check=False)
finally:
    server.terminate()
    server.wait()
sys.exit(ended.returncode)
