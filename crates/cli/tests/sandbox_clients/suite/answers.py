"""Last of all: every operation that is served succeeded at least once, and every answer was AWS's."""

from harness import Check
from required import OPERATIONS


def checks(served):
    for service, operations in served.items():
        for operation in operations:
            yield Check(operation, "answers in the shape of the service model, and succeeds at least once",
                        shape(service, operation))
            yield Check(operation, "frames its refusals as AWS does, with the request's id", frame(service, operation))
    known = {operation for operations in served.values() for operation in operations}
    for operation in OPERATIONS:
        yield Check(operation, "is served", is_served(operation, known))


def shape(service, operation):
    def run(world):
        assert (service, operation) in world.answers.succeeded, "no check had an answer of it"
        wrong = world.answers.wrong_answers[service, operation]
        assert not wrong, "\n    ".join(sorted(wrong))

    return run


def frame(service, operation):
    def run(world):
        assert (service, operation) in world.answers.refused, "no check was refused by it"
        wrong = world.answers.wrong_refusals[service, operation]
        assert not wrong, "\n    ".join(sorted(wrong))

    return run


def is_served(operation, known):
    def run(_world):
        assert operation in known, "it is not"

    return run
