"""Requests as no client would send them: signed by hand, and then spoiled."""

import hashlib
import hmac
import http.client
import json
import urllib.parse
import xml.etree.ElementTree as xml
from datetime import datetime, timedelta, timezone

VERSIONS = {"sts": "2011-06-15", "iam": "2010-05-08"}
FORM = "application/x-www-form-urlencoded; charset=utf-8"


class Answer:
    def __init__(self, response):
        self.status, self.headers = response.status, response.headers
        self.body = response.read()
        self.text = self.body.decode(errors="replace")

    def xml(self, path):
        found = xml.fromstring(self.text).find(path)
        return found.text if found is not None else None

    @property
    def code(self):
        typed = self.headers.get("x-amzn-errortype")
        if typed:
            return typed.split(":")[0]
        try:
            return self.xml(".//{*}Code")
        except xml.ParseError:
            try:
                return json.loads(self.text).get("__type")
            except ValueError:
                return None

    @property
    def message(self):
        try:
            return self.xml(".//{*}Message")
        except xml.ParseError:
            try:
                return json.loads(self.text).get("message")
            except ValueError:
                return self.text

    def __repr__(self):
        return f"{self.code} {self.status}: {self.message or self.text[:200]}"


class Request:
    """A request whose every part can be changed, before it is signed and after."""

    def __init__(self, world, service, caller, method="POST", path="/", query="", body=b"", headers=()):
        self.world, self.service, self.caller = world, service, caller
        self.method, self.path, self.query = method, path, query
        self.body = body if isinstance(body, bytes) else body.encode()
        self.host = urllib.parse.urlsplit(world.endpoint).netloc
        self.headers = {"Host": self.host, **dict(headers)}
        self.region, self.scope_service, self.terminator = world.region, service, "aws4_request"
        self.algorithm, self.time = "AWS4-HMAC-SHA256", datetime.now(timezone.utc)
        self.scope_day = self.unsigned = None
        self.key, self.secret, self.token = caller.key, caller.secret, caller.token

    def later(self, **by):
        self.time += timedelta(**by)
        return self

    def change(self, **parts):
        for name, value in parts.items():
            setattr(self, name, value)
        return self

    def header(self, name, value):
        """Sets a header; `None` takes it away."""
        self.headers = {key: known for key, known in self.headers.items() if key.lower() != name.lower()}
        if value is not None:
            self.headers[name] = value
        return self

    @property
    def stamp(self):
        return self.time.strftime("%Y%m%dT%H%M%SZ")

    def scope(self):
        return "/".join((self.scope_day or self.stamp[:8], self.region, self.scope_service, self.terminator))

    def sign(self, signed=None):
        self.headers.setdefault("X-Amz-Date", self.stamp)
        if self.token:
            self.headers.setdefault("X-Amz-Security-Token", self.token)
        names = signed or sorted(name.lower() for name in self.headers)
        digest = hashlib.sha256(self.body).hexdigest()
        signature = self.signature(self.query, names, digest)
        self.headers["Authorization"] = (
            f"{self.algorithm} Credential={self.key}/{self.scope()}, "
            f"SignedHeaders={';'.join(names)}, Signature={signature}"
        )
        return self

    def presign(self, expires=60):
        pairs = [
            ("X-Amz-Algorithm", self.algorithm), ("X-Amz-Credential", f"{self.key}/{self.scope()}"),
            ("X-Amz-Date", self.stamp), ("X-Amz-Expires", str(expires)), ("X-Amz-SignedHeaders", "host"),
        ]
        if self.token:
            pairs.append(("X-Amz-Security-Token", self.token))
        self.query = "&".join(filter(None, [self.query, urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote)]))
        digest = hashlib.sha256(b"").hexdigest()
        self.query += "&X-Amz-Signature=" + self.signature(self.query, ["host"], digest)
        return self

    def signature(self, query, names, digest):
        known = {name.lower(): " ".join(str(value).split()) for name, value in self.headers.items()}
        pairs = sorted(
            (urllib.parse.quote(urllib.parse.unquote_plus(name), safe="-_.~"),
             urllib.parse.quote(urllib.parse.unquote_plus(value), safe="-_.~"))
            for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)
        )
        path = urllib.parse.quote(self.path, safe="/-_.~")
        canonical = "\n".join([
            self.method, path, "&".join(f"{name}={value}" for name, value in pairs),
            "".join(f"{name}:{known.get(name, '')}\n" for name in names), ";".join(names), digest,
        ])
        text = "\n".join([self.algorithm, self.stamp, self.scope(), hashlib.sha256(canonical.encode()).hexdigest()])
        key = f"AWS4{self.secret}".encode()
        for part in (self.scope_day or self.stamp[:8], self.region, self.scope_service, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def send(self):
        connection = http.client.HTTPConnection(self.host, timeout=10)
        target = self.path + (f"?{self.query}" if self.query else "")
        connection.putrequest(self.method, target, skip_host=True, skip_accept_encoding=True)
        headers = dict(self.headers)
        if self.body and not any(name.lower() in ("content-length", "transfer-encoding") for name in headers):
            headers["Content-Length"] = str(len(self.body))
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(self.body or None)
        answer = Answer(connection.getresponse())
        connection.close()
        return answer


def form(world, service, caller, body, **more):
    return Request(world, service, caller, body=body, headers={"Content-Type": FORM}, **more)


def action(world, service, caller, name, **parameters):
    pairs = {"Action": name, "Version": VERSIONS[service], **parameters}
    return form(world, service, caller, urllib.parse.urlencode(pairs))


def query(world, service, caller, name, **parameters):
    return action(world, service, caller, name, **parameters).sign().send()


def rest(world, caller, method, path, body=b"", service="bedrock", query="", **headers):
    return Request(world, service, caller, method, path, query, body, {"Content-Type": "application/json", **headers})
