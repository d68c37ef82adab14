# SPDX-License-Identifier: Apache-2.0
"""That both checkers of histories accept what is right and catch what is wrong."""

import dataclasses
import pathlib
import random
import tempfile
import unittest

import revision_checker
import wgl_checker
from history import (
    APPEND,
    CHANGE,
    FAIL,
    OK,
    READ,
    UNKNOWN,
    WRITE,
    Operation,
    read_history,
    write_history,
)

CLIENTS = 6
SEEDS = range(20)
PATIENT = "patients/a"
FIRST = "first"


def make_history(seed, count=120):
    """Returns a history that clients of a right server might have, and which of
    its unknown operations were applied."""
    rng = random.Random(seed)
    revision, value = 1, FIRST
    known = [1] * CLIENTS  # The revision that each client has read last.
    operations, resolved = [], {}
    under_way = {}  # By client: the operation and when it takes effect.
    now = 0
    while len(operations) < count or under_way:
        now += 1
        client = rng.randrange(CLIENTS)
        if client not in under_way:
            if len(operations) >= count:
                continue
            kind = rng.choice((READ, READ, WRITE, CHANGE, APPEND))
            operation = Operation(
                client, kind, PATIENT, f"r{len(operations)}", invoke_ns=now
            )
            if kind in (WRITE, CHANGE):
                operation.value_hash = operation.request_id
            if kind == CHANGE:
                operation.expected = known[client]
            operations.append(operation)
            under_way[client] = operation, False
            continue
        operation, effective = under_way[client]
        if not effective:
            # The moment in which it takes effect, if it does.
            if operation.op == READ:
                operation.rev, operation.value_hash = revision, value
                operation.outcome = OK
            elif operation.op == CHANGE and operation.expected != revision:
                operation.outcome = FAIL
            elif rng.random() < 0.05:
                operation.outcome = UNKNOWN
            else:
                revision += 1
                if operation.op != APPEND:
                    value = operation.value_hash
                operation.rev, operation.outcome = revision, OK
            under_way[client] = operation, True
            continue
        operation.return_ns = now
        del under_way[client]
        if operation.outcome == OK:
            known[client] = operation.rev
            if operation.mutates and rng.random() < 0.1:
                resolved[operation.request_id] = operation.rev
                operation.outcome, operation.rev = UNKNOWN, 0
    return operations, resolved


class CheckersTest(unittest.TestCase):
    def found(self, operations, resolved):
        """Returns whether each checker complains."""
        values = {PATIENT: FIRST}
        return (
            bool(revision_checker.check(operations, values, resolved)),
            bool(wgl_checker.check(operations, values)),
        )

    def assert_caught(self, mutate):
        """Checks that both checkers catch `mutate`, which changes a history and
        returns whether it found what to change, in every history."""
        mutated = 0
        for seed in SEEDS:
            operations, resolved = make_history(seed)
            if not mutate(operations, resolved, random.Random(seed)):
                continue
            mutated += 1
            self.assertEqual(
                self.found(operations, resolved), (True, True), f"seed {seed}"
            )
        self.assertGreater(mutated, len(SEEDS) / 2)

    def test_what_is_right_gives_no_complaint(self):
        for seed in range(100):
            operations, resolved = make_history(seed)
            self.assertEqual(
                self.found(operations, resolved), (False, False), f"seed {seed}"
            )

    def test_a_history_is_kept_in_a_file(self):
        operations, _ = make_history(1)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "history"
            write_history(operations, path)
            self.assertEqual(read_history(path), operations)

    def test_a_stale_read(self):
        def mutate(operations, _, rng):
            reads = [o for o in operations if o.op == READ]
            rng.shuffle(reads)
            for read in reads:
                # A write had been acknowledged before the read began; the read
                # shows what there was before that write.
                old = [
                    o
                    for o in reads
                    if o.rev < read.rev
                    and any(
                        w.mutates
                        and w.outcome == OK
                        and w.rev > o.rev
                        and w.return_ns < read.invoke_ns
                        for w in operations
                    )
                ]
                if old:
                    read.rev, read.value_hash = old[-1].rev, old[-1].value_hash
                    return True
            return False

        self.assert_caught(mutate)

    def test_a_read_of_what_was_not_written_yet(self):
        def mutate(operations, _, rng):
            reads = [o for o in operations if o.op == READ]
            for read in rng.sample(reads, len(reads)):
                later = [
                    w
                    for w in operations
                    if w.op == WRITE
                    and w.outcome == OK
                    and w.invoke_ns > read.return_ns
                ]
                if later:
                    read.rev = later[-1].rev
                    read.value_hash = later[-1].value_hash
                    return True
            return False

        self.assert_caught(mutate)

    def test_a_lost_update(self):
        def mutate(operations, _, rng):
            # Two clients change the same revision, and both are told yes.
            changes = [o for o in operations if o.op == CHANGE]
            for won in changes:
                for lost in changes:
                    if (
                        won.outcome == OK
                        and lost.outcome == FAIL
                        and won.expected == lost.expected
                    ):
                        lost.outcome, lost.rev = OK, won.rev
                        return True
            return False

        self.assert_caught(mutate)

    def test_a_value_that_was_lost(self):
        def mutate(operations, _, rng):
            reads = [
                o
                for o in operations
                if o.op == READ and o.value_hash != FIRST
            ]
            if not reads:
                return False
            rng.choice(reads).value_hash = FIRST
            return True

        self.assert_caught(mutate)

    def test_a_retry_that_is_applied_twice(self):
        def mutate(operations, resolved, rng):
            # Everything from an append on is one revision further, as if it
            # had been applied once more by its retry.
            appends = [
                o for o in operations if o.op == APPEND and o.outcome == OK
            ]
            twice = rng.choice(appends).rev if appends else 0
            later = [o for o in operations if o.rev > twice]
            for operation in later:
                operation.rev += 1
            for operation in operations:
                operation.expected += operation.expected > twice
            return bool(appends and later)

        self.assert_caught_without_unknown(mutate)

    def assert_caught_without_unknown(self, mutate):
        """As assert_caught, with histories in which no operation is left that
        might explain what is wrong."""
        caught = 0
        for seed in range(400):
            operations, resolved = make_history(seed, count=25)
            if any(o.outcome == UNKNOWN for o in operations):
                continue
            if mutate(operations, resolved, random.Random(seed)):
                caught += 1
                self.assertEqual(
                    self.found(operations, resolved), (True, True), f"seed {seed}"
                )
        self.assertGreater(caught, 10)

    def test_a_revision_that_is_used_again_after_a_crash(self):
        def mutate(operations, _, rng):
            writes = [
                o for o in operations if o.mutates and o.outcome == OK
            ]
            lost = rng.choice(writes[:-5])
            again = dataclasses.replace(
                lost,
                op=WRITE,
                request_id="again",
                value_hash="again",
                invoke_ns=lost.return_ns + 1,
                return_ns=lost.return_ns + 2,
            )
            operations.append(again)
            return True

        self.assert_caught(mutate)

    def test_a_write_that_was_acknowledged_and_is_gone(self):
        def mutate(operations, resolved, rng):
            writes = [o for o in operations if o.op == WRITE and o.outcome == OK]
            if not writes:
                return False
            gone = rng.choice(writes)
            # Its revision was made by nobody.
            operations.remove(gone)
            return any(o.rev >= gone.rev for o in operations)

        self.assert_caught_without_unknown(mutate)


if __name__ == "__main__":
    unittest.main()
