"""What a check is, how it runs, and how it is told.

A check is a function with one sentence on what it holds against an operation. A line of JSON tells how
it ended: `passed`, `failed` with the reason, or `not served` where the operation is not there.
"""

import json
import re
import time
import traceback

from botocore.exceptions import ClientError

CHECKS = []


class NotServed(Exception):
    """The other side does not know the operation."""


class Check:
    """`family` and `case` are the two halves of a sentence that many checks share."""

    def __init__(self, operation, says, run, family="", case=""):
        self.operation, self.says, self.run = operation, says, run
        self.family, self.case = family or says, case

    def line(self, **more):
        told = {"operation": self.operation, "says": self.says, "family": self.family, "case": self.case}
        return {**told, **more}

    def perform(self, world):
        started = time.monotonic()
        status, detail = "passed", ""
        try:
            self.run(world)
        except NotServed as why:
            status, detail = "not served", str(why)
        except AssertionError as why:
            status, detail = "failed", str(why) or traceback.format_exc(limit=-1)
        except ClientError as why:
            status, detail = "failed", f"refused: {why}"
            if is_unknown(why):
                status = "not served"
        except Exception as why:  # a check that breaks is a failed one, not the end of the others
            status, detail = "failed", f"{type(why).__name__}: {why}\n{traceback.format_exc(limit=-2)}"
        return self.line(status=status, detail=detail, seconds=round(time.monotonic() - started, 3))


def check(operation, says):
    """Registers a check of that operation of AWS."""

    def register(run):
        CHECKS.append(Check(operation, says, run))
        return run

    return register


def each(operation, says, cases):
    """Registers one check a case; `{}` in the sentence is the case's first member, `{!r}` its value."""

    def register(run):
        for case in cases:
            case = case if isinstance(case, tuple) else (case,)
            shown = repr(case[0]) if "{!r}" in says else str(case[0])
            shown = shown if len(shown) < 70 else f"{len(str(case[0]))} characters"
            whole, family = (says.replace("{!r}", "{}").replace("{}", text) for text in (shown, "{}"))
            CHECKS.append(
                Check(operation.replace("{}", shown), whole, lambda world, case=case: run(world, *case), family, shown)
            )
        return run

    return register


def is_unknown(error):
    code = error.response["Error"]["Code"]
    return code in ("InvalidAction", "UnknownOperationException", "404", "501")


def same(found, wanted, what=""):
    assert found == wanted, f"{what or 'it'} is {found!r}, not {wanted!r}"


def matches(found, pattern, what=""):
    assert re.fullmatch(pattern, str(found)), f"{what or 'it'} is {found!r}, not {pattern}"


def texts(found, wanted):
    """A text to the letter, or each of a tuple somewhere in it."""
    if isinstance(wanted, str):
        same(found, wanted, "the text")
    for part in wanted if isinstance(wanted, tuple) else ():
        assert part in found, f"the text is {found!r}, without {part!r}"


def refused(call, codes, status, text=None, **arguments):
    """Calls, and wants this code (one of several, where AWS's is not settled), status and text."""
    try:
        answer = call(**arguments)
    except ClientError as error:
        if is_unknown(error) and "InvalidAction" not in codes:
            raise NotServed(str(error)) from error
        response = error.response
        found = response["Error"]
        seen = f"{found['Code']} {response['ResponseMetadata']['HTTPStatusCode']}: {found.get('Message')}"
        codes = (codes,) if isinstance(codes, str) else codes
        assert found["Code"] in codes, f"{seen}; wanted {' or '.join(codes)} {status}"
        statuses = status if isinstance(status, tuple) else (status,)
        assert response["ResponseMetadata"]["HTTPStatusCode"] in statuses, f"{seen}; wanted {status}"
        texts(found.get("Message", ""), text)
        return found
    answer.pop("ResponseMetadata", None)
    raise AssertionError(f"it was let in: {json.dumps(answer, default=str)[:300]}; wanted {codes}")
