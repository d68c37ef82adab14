# SPDX-License-Identifier: Apache-2.0
"""What clients did to patients and what they were told, one JSON line each.

A patient is a revision and a value. A `write` sets the value, `change` sets it if
the revision is still the one that the client had read (`expected`), `append` leaves
it; each makes the next revision. A `read` makes nothing.
"""

import dataclasses
import json

# Outcomes.
OK = "ok"  # Answered; `rev` is the revision after it, or that was read.
FAIL = "fail"  # Refused: certainly not applied.
UNKNOWN = "unknown"  # Never answered: applied at any time after `invoke_ns`, or not.

READ = "read"
WRITE = "write"
CHANGE = "change"
APPEND = "append"


@dataclasses.dataclass
class Operation:
    """One line. Times are of one monotonic clock, in nanoseconds."""

    client: int
    op: str
    patient: str
    request_id: str
    invoke_ns: int
    return_ns: int = 0
    outcome: str = UNKNOWN
    rev: int = 0
    value_hash: str = ""  # Written or read; empty for an append.
    expected: int = 0  # Of a change: the revision that it was made from.

    @property
    def mutates(self):
        return self.op != READ


def write_history(operations, path):
    """Writes the lines into a file."""
    with open(path, "w") as file:
        for operation in operations:
            file.write(json.dumps(dataclasses.asdict(operation)) + "\n")


def read_history(path):
    """Returns the operations in a file."""
    with open(path) as file:
        return [Operation(**json.loads(line)) for line in file]


def by_patient(operations):
    """Returns the operations of each patient."""
    patients = {}
    for operation in operations:
        patients.setdefault(operation.patient, []).append(operation)
    return patients
