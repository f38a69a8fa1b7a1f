"""What the gateway does at runtime, with boto3: assume the role, then every surface of Bedrock."""

import json
import os

import boto3
from botocore.exceptions import ClientError

credentials = boto3.client("sts").assume_role(
    RoleArn=os.environ["ROLE_ARN"],
    ExternalId=os.environ["EXTERNAL_ID"],
    RoleSessionName="quilr-gateway-test",
    DurationSeconds=900,
)["Credentials"]
session = boto3.Session(
    credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]
)
runtime = session.client("bedrock-runtime")
messages = [{"role": "user", "content": [{"text": "Say hello."}]}]
seen = {"identity": session.client("sts").get_caller_identity()["Arn"]}

answer = runtime.converse(modelId="amazon.nova-micro-v1:0", messages=messages)
seen["converse_tokens"] = answer["usage"]["outputTokens"]

stream = runtime.converse_stream(modelId="amazon.nova-micro-v1:0", messages=messages)["stream"]
names = [name for event in stream for name in event]
seen["stream_events"] = list(dict.fromkeys(name for name in names if name != "contentBlockStart"))


def invoke(model, body):
    answer = runtime.invoke_model(modelId=model, body=json.dumps(body))
    return json.loads(answer["body"].read())


embedding = invoke("amazon.titan-embed-text-v2:0", {"inputText": "hello", "dimensions": 256, "normalize": True})
seen["embedding_length"] = len(embedding["embedding"])

ranked = invoke(
    "cohere.rerank-v3-5:0",
    {
        "api_version": 2,
        "query": "capital of France",
        "documents": ["Bananas are yellow.", "Paris is the capital of France."],
    },
)
seen["best_document"] = ranked["results"][0]["index"]

try:
    runtime.converse(modelId="us.amazon.nova-micro-v1:0", messages=messages)
except ClientError as error:
    seen["profile_refused"] = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"

print(json.dumps(seen))
