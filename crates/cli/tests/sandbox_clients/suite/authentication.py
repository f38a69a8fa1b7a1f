"""Signatures, headers and forms that no client would send, and what AWS says to each."""

import json

import raw
from harness import check, each, same

ME = dict(Action="GetCallerIdentity", Version="2011-06-15")
EXPIRED, NOT_YET = "Signature expired: ", "Signature not yet current: "
MISMATCH = ("The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method. Consult the service documentation for details.")
INVALID_TOKEN = "The security token included in the request is invalid."


def me(world, caller=None):
    return raw.action(world, "sts", caller or world.admin, "GetCallerIdentity")


def models(world):
    return raw.rest(world, world.admin, "GET", "/foundation-models")


def answers(answer, code, status, says=""):
    assert (answer.code, answer.status) == (code, status), f"{answer}; wanted {code} {status}"
    assert says in (answer.message or ""), f"{answer}; wanted {says!r}"


def authorization(request, old, new):
    request.headers["Authorization"] = request.headers["Authorization"].replace(old, new)
    return request


# How a request is spoiled; what STS says; what Bedrock says.
IncompleteSignature, Mismatch = ("IncompleteSignature", 400), ("SignatureDoesNotMatch", 403)
Missing, Unknown = ("MissingAuthenticationToken", 403), ("InvalidClientTokenId", 403)
SIGNATURES = [
    ("no Authorization", lambda r: r, Missing, ""),
    ("an empty Authorization", lambda r: r.header("Authorization", ""), None, ""),
    ("Basic authorization", lambda r: r.header("Authorization", "Basic YTpi"), None, ""),
    ("a bearer token", lambda r: r.header("Authorization", "Bearer abc"), None, ""),
    ("another algorithm", lambda r: authorization(r.sign(), "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), None, ""),
    ("no Credential", lambda r: authorization(r.sign(), "Credential=", "Kredential="), IncompleteSignature, ""),
    ("no SignedHeaders", lambda r: authorization(r.sign(), "SignedHeaders=", "Headers="), IncompleteSignature, ""),
    ("no Signature", lambda r: authorization(r.sign(), "Signature=", "Sig="), IncompleteSignature, ""),
    ("a credential of three parts", lambda r: authorization(r.sign(), "/aws4_request", ""), IncompleteSignature, ""),
    ("a wrong secret", lambda r: r.change(secret="x" * 40).sign(), Mismatch, MISMATCH),
    ("one letter of the signature changed", lambda r: flip(r.sign()), Mismatch, MISMATCH),
    ("an unknown key", lambda r: r.change(key="AKIAAAAAAAAAAAAAAAAA").sign(), Unknown, INVALID_TOKEN),
    ("a key that is none", lambda r: r.change(key="nonsense").sign(), Unknown, INVALID_TOKEN),
    ("a session token for a user's key", lambda r: r.change(token="AAAA").sign(), Unknown, INVALID_TOKEN),
    ("a body changed after signing", lambda r: r.sign().change(body=r.body + b"&x=1"), Mismatch, MISMATCH),
    ("a query changed after signing", lambda r: r.sign().change(query="x=1"), Mismatch, MISMATCH),
    ("a signed header changed", lambda r: r.sign().header("Content-Type", "text/plain"), Mismatch, MISMATCH),
    ("the host not signed", lambda r: r.sign(["x-amz-date"]), Mismatch, "must be a 'SignedHeader'"),
    ("no date", lambda r: r.sign().header("X-Amz-Date", None), IncompleteSignature, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."),
    ("a date that is none", lambda r: r.header("X-Amz-Date", "yesterday").sign(), IncompleteSignature, "Date must be in ISO-8601 'basic format'. Got 'yesterday'."),
    ("a date in the long form", lambda r: r.header("X-Amz-Date", "2026-11-25T12:00:00Z").sign(), IncompleteSignature, "Date must be in ISO-8601 'basic format'."),
    ("a time of sixteen minutes ago", lambda r: r.later(minutes=-16).sign(), Mismatch, EXPIRED),
    ("a time of sixteen minutes ahead", lambda r: r.later(minutes=16).sign(), Mismatch, NOT_YET),
    ("another day in the scope", lambda r: r.change(scope_day="20200101").sign(), Mismatch, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"),
    ("another service in the scope", lambda r: r.change(scope_service="s3").sign(), Mismatch, "Credential should be scoped to correct service"),
    ("another end of the scope", lambda r: r.change(terminator="aws5_request").sign(), Mismatch, "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."),
    ("a region that is none", lambda r: r.change(region="moon-1").sign(), Mismatch, "Credential should be scoped to a valid region"),
]
JSON_CODES = {
    "IncompleteSignature": ("IncompleteSignatureException", 400), "SignatureDoesNotMatch": ("InvalidSignatureException", 403),
    "MissingAuthenticationToken": ("MissingAuthenticationTokenException", 403),
    "InvalidClientTokenId": ("UnrecognizedClientException", 403),
}


def flip(request):
    head, _, signature = request.headers["Authorization"].rpartition("=")
    request.headers["Authorization"] = f"{head}={'0' if signature[0] != '0' else '1'}{signature[1:]}"
    return request


@each("GetCallerIdentity", "refuses {}", SIGNATURES)
def sts_signatures(world, _name, spoil, wanted, says):
    answer = spoil(me(world)).send()
    if wanted is None:
        assert answer.status in (400, 403) and answer.code in ("IncompleteSignature", "MissingAuthenticationToken"), answer
    else:
        answers(answer, *wanted, says)


@each("ListFoundationModels", "refuses {}", SIGNATURES)
def bedrock_signatures(world, name, spoil, wanted, says):
    answer = spoil(models(world)).send()
    if wanted is None:
        assert answer.status in (400, 403) and answer.code in (
            "IncompleteSignatureException", "MissingAuthenticationTokenException", "UnrecognizedClientException",
            "AccessDeniedException"), answer
        return
    if name == "no Authorization":
        says = ""
    answers(answer, *JSON_CODES[wanted[0]], says)


# Session keys.

@check("GetCallerIdentity", "refuses session keys without their token, with a spoiled one, and with another's")
def session_tokens(world):
    role = world.role()
    one, two = world.session(world.gateway, role), world.session(world.gateway, role)
    same(me(world, one).sign().send().status, 200)
    for token in (None, "", "nonsense", one.token[:-8] + "AAAAAAAA", one.token[:40], two.token, one.token + "A"):
        request = me(world, one).change(token=token)
        answers(request.sign().send(), "InvalidClientTokenId", 403, INVALID_TOKEN)


@check("GetCallerIdentity", "refuses a session's token that was not signed")
def unsigned_token(world):
    request = me(world, world.session(world.gateway, world.role())).change(token=None)
    token = request.caller.token
    request.sign().headers["X-Amz-Security-Token"] = token
    # AWS takes a token beside the signature for the services that say so; STS is none of them.
    assert request.send().status in (200, 403)


# Forms of the query protocol.

def posted(world, body, service="sts", **more):
    return raw.form(world, service, world.admin, body, **more).sign().send()


FORMS = [
    ("no Action", "Version=2011-06-15", ("MissingAction", 400)),
    ("nothing at all", "", ("MissingAction", 400)),
    ("an unknown Action", "Action=Nothing&Version=2011-06-15", ("InvalidAction", 400)),
    ("an Action in small letters", "Action=getcalleridentity&Version=2011-06-15", ("InvalidAction", 400)),
    ("an empty Action", "Action=&Version=2011-06-15", None),
    ("an unknown Version", "Action=GetCallerIdentity&Version=1999-01-01", ("InvalidAction", 400)),
    ("no Version", "Action=GetCallerIdentity", ("InvalidAction", 400)),
    ("IAM's action with STS's version", "Action=ListRoles&Version=2011-06-15", ("InvalidAction", 400)),
    ("a name with a percent sign alone", "Action=GetCallerIdentity%&Version=2011-06-15", None),
    ("JSON in place of a form", '{"Action":"GetCallerIdentity"}', ("MissingAction", 400)),
]


@each("GetCallerIdentity", "refuses a form with {}", FORMS)
def forms(world, _name, body, wanted):
    answer = posted(world, body)
    if wanted:
        answers(answer, *wanted)
    else:
        assert 400 <= answer.status < 500, answer


@check("InvalidAction", "names the action and the version")
def invalid_action(world):
    answers(posted(world, "Action=DoNothing&Version=2011-06-15"), "InvalidAction", 400,
            "Could not find operation DoNothing for version 2011-06-15")
    answers(posted(world, "Action=DoNothing&Version=2010-05-08", "iam"), "InvalidAction", 400,
            "Could not find operation DoNothing for version 2010-05-08")


@check("GetCallerIdentity", "is taken as GET with the parameters in the query, and presigned")
def get(world):
    request = raw.Request(world, "sts", world.admin, "GET", query="Action=GetCallerIdentity&Version=2011-06-15")
    same(request.sign().send().xml(".//{*}Arn"), world.admin.arn)
    request = raw.Request(world, "sts", world.admin, "GET", query="Action=GetCallerIdentity&Version=2011-06-15")
    same(request.presign().send().xml(".//{*}Arn"), world.admin.arn)


PRESIGNED = [
    ("an expired one", lambda r: r.later(seconds=-120).presign(60)),
    ("a changed signature", lambda r: r.presign().change(query=r.query[:-1] + ("0" if r.query[-1] != "0" else "1"))),
    ("one valid for more than a week", lambda r: r.presign(604801)),
    ("a negative time", lambda r: r.presign(-1)), ("a time that is none", lambda r: r.presign("soon")),
    ("a parameter added", lambda r: r.presign().change(query=r.query + "&x=1")),
    ("no signature", lambda r: r.presign().change(query=r.query.split("&X-Amz-Signature")[0])),
    ("no date", lambda r: r.presign().change(query=r.query.replace("X-Amz-Date", "X-Amz-Day"))),
]


@each("GetCallerIdentity", "refuses a presigned request: {}", PRESIGNED)
def presigned(world, _name, spoil):
    request = raw.Request(world, "sts", world.admin, "GET", query="Action=GetCallerIdentity&Version=2011-06-15")
    answer = spoil(request).send()
    assert answer.status in (400, 403) and answer.code in (
        "SignatureDoesNotMatch", "IncompleteSignature", "MissingAuthenticationToken", "ExpiredToken", "RequestExpired",
        "AuthorizationQueryParametersError", "InvalidParameterValue", "ValidationError"), answer


@check("GetCallerIdentity", "answers with the request's id in the header and the body, in STS's namespace")
def identity_frame(world):
    answer = me(world).sign().send()
    same(answer.xml(".//{*}RequestId"), answer.headers["x-amzn-requestid"])
    assert 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"' in answer.text, answer.text
    assert answer.headers["content-type"].startswith("text/xml")


@check("ListRoles", "answers in IAM's namespace")
def iam_frame(world):
    answer = raw.query(world, "iam", world.admin, "ListRoles")
    assert 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"' in answer.text, answer.text[:200]


LISTS = [
    ("number 0", "Tags.member.0.Key=a&Tags.member.0.Value=b"), ("a number that is none", "Tags.member.x.Key=a&Tags.member.x.Value=b"),
    ("no number", "Tags.Key=a&Tags.Value=b"), ("a negative number", "Tags.member.-1.Key=a&Tags.member.-1.Value=b"),
    ("a number beyond all bounds", "Tags.member.99999999999999999999.Key=a&Tags.member.99999999999999999999.Value=b"),
]


@each("TagRole", "does not pass over a list with {} in silence", LISTS)
def lists(world, _name, text):
    role = world.role()
    answer = posted(world, f"Action=TagRole&Version=2010-05-08&RoleName={role.name}&{text}", "iam")
    tags = world.admin.iam.list_role_tags(RoleName=role.name)["Tags"]
    assert 400 <= answer.status < 500 or tags == [{"Key": "a", "Value": "b"}], f"{answer}, and the tags are {tags}"


# What does not belong to AWS's protocols at all.

@each("GetCallerIdentity", "refuses the method {} with an answer, not with a crash", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO"])
def methods(world, method):
    answer = raw.Request(world, "sts", world.admin, method).sign().send()
    assert 400 <= answer.status < 500, answer


HOSTS = ["evil.example.com", "127.0.0.1.evil.example.com", "sts.amazonaws.com", ""]


@each("GetCallerIdentity", "refuses the host {!r}: no page of the web gets in by a name of its own", HOSTS)
def hosts(world, host):
    answer = me(world).header("Host", host).sign().send()
    assert answer.status in (400, 403), answer


@check("GetCallerIdentity", "refuses a body over four megabytes, and goes on serving")
def large(world):
    try:
        answer = me(world).change(body=b"Action=GetCallerIdentity&Version=2011-06-15&x=" + b"y" * 5_000_000).sign().send()
        assert answer.status == 413, answer
    except (ConnectionError, OSError):
        pass
    same(me(world).sign().send().status, 200)


@check("GetCallerIdentity", "refuses a path that is not served")
def path(world):
    answer = raw.action(world, "sts", world.admin, "GetCallerIdentity").change(path="/sts").sign().send()
    assert 400 <= answer.status < 500, answer


JSON_TARGETS = [
    ("no target", None), ("an unknown target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DoNothing"),
    ("a target of another service", "DynamoDB_20120810.ListTables"), ("an empty target", ""), ("a target without a dot", "LookupEvents"),
]


@each("LookupEvents", "refuses a call with {}", JSON_TARGETS)
def targets(world, _name, target):
    headers = {"Content-Type": "application/x-amz-json-1.1"}
    if target is not None:
        headers["X-Amz-Target"] = target
    answer = raw.Request(world, "cloudtrail", world.admin, body=b"{}", headers=headers).sign().send()
    assert 400 <= answer.status < 500 and answer.code, answer


JSON_BODIES = [("what is no JSON", b"{"), ("a list", b"[]"), ("a text for a number", b'{"MaxResults":"ten"}'), ("a number for a list", b'{"LookupAttributes":7}')]


@each("LookupEvents", "refuses a body with {}: SerializationException", JSON_BODIES)
def bodies(world, _name, body):
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"}
    answer = raw.Request(world, "cloudtrail", world.admin, body=body, headers=headers).sign().send()
    assert answer.status == 400 and answer.code in ("SerializationException", "ValidationException", "InvalidMaxResultsException"), answer


@check("ListFoundationModels", "frames its refusals with a type, a message and the request's id")
def json_frame(world):
    answer = models(world).send()
    assert answer.headers["x-amzn-errortype"] and answer.headers["x-amzn-requestid"], dict(answer.headers)
    same(list(json.loads(answer.text)), ["message"])
