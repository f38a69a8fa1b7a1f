"""The AWS CLI, imported once: for each line of JSON a process of its own runs what `aws` runs.

A line in: `{"arguments", "environment"}`. A line out: `{"code", "stdout", "stderr"}`.
"""

import json
import os
import sys
import tempfile
import traceback

# What `aws` imports by and by, so that no command has to wait for it.
import awscli.clidriver
import awscli.customizations.paginate  # noqa: F401


def become(arguments, environment, stdout, stderr):
    """The command itself; it does not return."""
    code = 255
    try:
        # `awscli` set where its data is as it was imported.
        data = os.environ["AWS_DATA_PATH"]
        os.environ.clear()
        os.environ.update(environment, AWS_DATA_PATH=data)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(stdout.fileno(), 1)
        os.dup2(stderr.fileno(), 2)
        sys.argv = ["aws", *arguments]
        code = awscli.clidriver.main()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


for line in sys.stdin:
    asked = json.loads(line)
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        process = os.fork()
        if process == 0:
            become(asked["arguments"], asked["environment"], stdout, stderr)
        _, status = os.waitpid(process, 0)
        answer = {"code": os.waitstatus_to_exitcode(status)}
        for name, file in (("stdout", stdout), ("stderr", stderr)):
            file.seek(0)
            answer[name] = file.read().decode(errors="replace")
    print(json.dumps(answer), flush=True)
