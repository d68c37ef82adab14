# SPDX-License-Identifier: Apache-2.0
"""Whether a history of patients is linearizable, by the revisions in the answers.

Every answer tells a revision, so the one order that could explain the history is
known, and it remains to look whether it does.
"""

import math

from history import APPEND, CHANGE, FAIL, OK, UNKNOWN, by_patient


def check(operations, first_values, resolved):
    """Returns what is wrong.

    `first_values` has the value of each patient at revision 1; `resolved` maps the
    request ids of unknown operations that were found to have been applied to the
    revision that each made: the others were not.
    """
    wrong = []
    for patient, history in by_patient(operations).items():
        wrong += [
            f"{patient}: {text}"
            for text in _check_one(history, first_values[patient], resolved)
        ]
    return wrong


def _check_one(history, first_value, resolved):
    writes = {1: None}  # By the revision that each made.
    for operation in history:
        if not operation.mutates or operation.outcome == FAIL:
            continue
        if operation.outcome == UNKNOWN:
            revision = resolved.get(operation.request_id)
            if revision is None:
                continue
        else:
            revision = operation.rev
        if revision in writes:
            yield f"revision {revision} was made twice"
        writes[revision] = operation
    if sorted(writes) != list(range(1, len(writes) + 1)):
        yield f"revisions have a gap: {len(writes)} up to {max(writes)}"
        return
    values = {1: first_value}
    for revision in range(2, len(writes) + 1):
        operation = writes[revision]
        values[revision] = (
            values[revision - 1]
            if operation.op == APPEND
            else operation.value_hash
        )
        if operation.op == CHANGE and operation.expected != revision - 1:
            yield (
                f"a change of revision {operation.expected} made revision "
                f"{revision}"
            )
    yield from _check_reads(history, values)
    yield from _check_times(history, writes)


def _check_reads(history, values):
    for operation in history:
        if operation.outcome != OK or operation.mutates:
            continue
        if operation.rev not in values:
            yield f"revision {operation.rev} was read and never made"
        elif values[operation.rev] != operation.value_hash:
            yield f"revision {operation.rev} was read with another value"


def _check_times(history, writes):
    """Each operation has its moment within its call: writes in the order of their
    revisions, and a read after the write that it saw and before the next one."""
    places = []  # (place in the order, begin, end)
    for revision, operation in writes.items():
        if operation is not None:
            places.append((2 * revision, operation.invoke_ns, _end(operation)))
    for operation in history:
        if operation.outcome == OK and not operation.mutates:
            places.append(
                (2 * operation.rev + 1, operation.invoke_ns, _end(operation))
            )
    places.sort(key=lambda place: place[0])
    # Nothing may end before something that comes earlier in the order began;
    # reads of one revision have no order among themselves.
    latest_begin = before = -math.inf
    place_before = None
    for place, begin, end in places:
        if place != place_before:
            before, place_before = latest_begin, place
        if end < before:
            yield (
                f"what ended at {end} saw or made revision {place // 2}, but an "
                f"earlier one began at {before}"
            )
        latest_begin = max(latest_begin, begin)


def _end(operation):
    return operation.return_ns if operation.outcome == OK else math.inf
