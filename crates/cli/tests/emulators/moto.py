"""moto's server on loopback, with an admin in it: a line of JSON says where and with which keys.

    python moto.py [--authorise]

With --authorise every call after that is checked: its signature, and the caller's policies. It ends
with its standard input.
"""

import json
import logging
import sys
import urllib.request

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://{}:{}".format(*server.get_host_and_port())
iam = boto3.client("iam", region_name="us-east-1", endpoint_url=endpoint, aws_access_key_id="x", aws_secret_access_key="x")
iam.create_user(UserName="admin")
statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
iam.put_user_policy(UserName="admin", PolicyName="all", PolicyDocument=document)
key = iam.create_access_key(UserName="admin")["AccessKey"]
if "--authorise" in sys.argv:
    reset = urllib.request.Request(f"{endpoint}/moto-api/reset-auth", data=b"0", method="POST")
    reset.add_header("Content-Type", "text/plain")
    urllib.request.urlopen(reset).close()
keys = {"access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"]}
print(json.dumps({"endpoint": endpoint, "admin": keys}), flush=True)
sys.stdin.read()
