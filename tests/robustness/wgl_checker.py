# SPDX-License-Identifier: Apache-2.0
"""Whether a history is linearizable, by search: the second opinion.

Wing and Gong's search with Lowe's memory of what was tried. It knows nothing of the
order of revisions and nothing of what became of operations without an answer: it
looks for any order in which a patient gives all the answers that were given.
"""

import math

from history import APPEND, CHANGE, FAIL, READ, UNKNOWN, by_patient


def check(operations, first_values):
    """Returns the patients whose history has no explanation."""
    return [
        f"{patient}: no order explains the history"
        for patient, history in by_patient(operations).items()
        if not _explain(history, first_values[patient])
    ]


def _apply(operation, state):
    """Returns the patient after the operation, or None if it can not be now."""
    revision, value = state
    if operation.op == READ:
        return state if state == (operation.rev, operation.value_hash) else None
    if operation.op == CHANGE and operation.expected != revision:
        return None
    if operation.outcome != UNKNOWN and operation.rev != revision + 1:
        return None
    if operation.op == APPEND:
        return revision + 1, value
    return revision + 1, operation.value_hash


def _explain(history, first_value):
    told = [
        operation
        for operation in history
        if operation.outcome != FAIL
        and not (operation.op == READ and operation.outcome == UNKNOWN)
    ]
    told.sort(key=lambda operation: operation.invoke_ns)
    ends = [
        math.inf if operation.outcome == UNKNOWN else operation.return_ns
        for operation in told
    ]
    must = sum(operation.outcome != UNKNOWN for operation in told)
    done = [False] * len(told)
    state = (1, first_value)
    first = 0  # All before it are done.
    bits = 0  # Which are done, as a number.
    tried = set()
    path = []  # What was done, with what there was before it.
    begin = 0  # Where to look next.
    while True:
        found = None
        earliest_end = math.inf
        for i in range(first, len(told)):
            # What began after the end of one that is not done is not next.
            if told[i].invoke_ns > earliest_end:
                break
            if done[i]:
                continue
            if i >= begin:
                after = _apply(told[i], state)
                if after is not None and (bits | 1 << i, after) not in tried:
                    found = i, after
                    break
            earliest_end = min(earliest_end, ends[i])
        if found is not None:
            i, after = found
            tried.add((bits | 1 << i, after))
            path.append((i, state, first, must))
            done[i] = True
            bits |= 1 << i
            state = after
            must -= told[i].outcome != UNKNOWN
            if must == 0:
                return True
            while first < len(told) and done[first]:
                first += 1
            begin = 0
            continue
        if not path:
            return must == 0
        i, state, first, must = path.pop()
        done[i] = False
        bits &= ~(1 << i)
        begin = i + 1
