# SPDX-License-Identifier: Apache-2.0
"""Ends the real server under load, again and again, and looks for what it
acknowledged.

TONUS_KILLS and TONUS_KILL_SEED set how often and from which random numbers.
"""

import copy
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import unittest

from checker import complaints, read_records
from load import Load, Requests, send
from tonusd_process import TonusdProcess, launch
from writes import CREATE, LOG, SUBMIT, mark_of

KILLS = int(os.environ.get("TONUS_KILLS", "20"))
SEED = int(os.environ.get("TONUS_KILL_SEED", "1"))
EXAMPLES = os.environ["TONUS_EXAMPLES"]

# The drain limit of tonusd with room for a slow machine, in seconds.
STOP_LIMIT = 30


class EndedServerTest(unittest.TestCase):
    """One store, and servers that come and go on it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.requests = Requests(EXAMPLES)
        self.rng = random.Random(SEED)
        self.server = None
        self.addCleanup(self.stop_server)

    def start_server(self):
        self.server = TonusdProcess(self.folder)

    def stop_server(self):
        if self.server:
            self.assertEqual(self.server.stop(), 0)
            self.server = None

    def kill_server(self):
        self.server.kill()
        self.server = None

    def start_load(self, round_number):
        load = Load(self.server, self.requests, f"{SEED} {round_number}")
        load.start()
        load.wait_for(self.rng.randint(20, 60))
        # Any phase of the calls that are then under way.
        threading.Event().wait(self.rng.uniform(0, 0.02))
        return load

    def assert_kept(self, writes):
        """Checks `writes` against the running server, repeats them all, and
        checks again. Returns how many of the unanswered had taken effect."""
        with self.server.channel() as channel:
            known = {write.mark for write in writes}
            known |= {write.patient for write in writes} - {""}
            records = read_records(channel, known)
            self.assertEqual(complaints(writes, records), [])
            stored = self.stored_marks(records)
            unanswered = [write for write in writes if write.answer is None]
            applied = [write for write in unanswered if write.mark in stored]
            for write in writes:
                answer = send(channel, write)
                if write.answer is None:
                    write.answer = answer
                self.assertEqual(answer, write.answer, write.kind.name)
            records = read_records(channel, known)
            self.assertEqual(complaints(writes, records), [])
            self.assertEqual(len(self.stored_marks(records)), len(writes))
        return len(applied)

    @staticmethod
    def stored_marks(records):
        return {
            mark_of(resource)
            for record in records.values()
            for resource in record.resources
        }


class KillTest(EndedServerTest):
    def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(self):
        print(f"seed {SEED}, {KILLS} kills", file=sys.stderr)
        everything = []
        hits = unanswered = applied = 0
        for kill in range(KILLS):
            self.start_server()
            load = self.start_load(kill)
            hit = load.end(self.kill_server)
            self.assertEqual(load.errors, [])
            hits += bool(hit)
            unanswered += len(hit)
            if self.rng.random() < 0.25:
                self.kill_during_recovery()
            self.start_server()
            applied += self.assert_kept(load.writes)
            self.stop_server()
            everything += load.writes
        print(
            f"{len(everything)} writes; {hits} of {KILLS} kills met calls under "
            f"way; of {unanswered} unanswered calls {applied} had taken effect",
            file=sys.stderr,
        )
        # Whether the kills tested anything.
        self.assertGreaterEqual(hits, KILLS * 0.25)
        for kind in (CREATE, SUBMIT, LOG):
            self.assertIn(kind, {write.kind for write in everything})
        self.start_server()
        self.assert_kept(everything)

    def kill_during_recovery(self):
        process = launch(self.folder)
        threading.Event().wait(self.rng.uniform(0, 0.3))
        process.kill()
        process.wait()
        process.stdout.close()


class StopTest(EndedServerTest):
    def test_a_stop_under_load_is_clean_and_loses_nothing(self):
        for round_number in range(3):
            self.start_server()
            load = self.start_load(round_number)
            began = time.monotonic()
            load.end(self.stop_server)  # Which checks the exit code.
            self.assertLess(time.monotonic() - began, STOP_LIMIT)
            self.assertEqual(load.errors, [])
            self.start_server()
            self.assert_kept(load.writes)
            self.stop_server()


class CheckerTest(EndedServerTest):
    """That the checker complains: the tests above are worth what it is."""

    def setUp(self):
        super().setUp()
        self.start_server()
        self.create = self.requests.create()
        with self.server.channel() as channel:
            self.create.answer = send(channel, self.create)
            self.writes = [self.create]
            for make in (self.requests.submit, self.requests.log):
                write = make(self.create.patient, self.rng)
                write.answer = send(channel, write)
                self.writes.append(write)
            self.records = read_records(channel, {self.create.patient})
        (self.record,) = self.records.values()

    def complain(self, text):
        self.assertIn(text, "\n".join(complaints(self.writes, self.records)))

    def test_a_true_history_gives_no_complaint(self):
        self.assertEqual(complaints(self.writes, self.records), [])

    def test_a_lost_write(self):
        self.record.assessments.clear()
        self.complain("was acknowledged and is lost")
        self.complain("has revisions [1, 3]")

    def test_a_lost_patient(self):
        self.records.clear()
        self.complain("CreatePatient")

    def test_a_lost_last_write(self):
        self.record.logs.clear()
        self.record.patient.revision -= 1
        self.complain("LogSession")

    def test_a_write_that_took_effect_twice(self):
        again = copy.deepcopy(self.record.logs[0])
        again.revision += 1
        self.record.logs.append(again)
        self.record.patient.revision += 1
        self.complain("took effect 2 times")

    def test_a_write_that_changed(self):
        self.record.logs[0].pain_after += 1
        self.complain("is not what was acknowledged")

    def test_a_write_that_nobody_sent(self):
        del self.writes[2]
        self.complain("was stored and never sent")

    def test_an_old_routine(self):
        self.record.routine.revision = 1
        self.complain("has the routine of revision 1 after an assessment at 2")


if __name__ == "__main__":
    unittest.main()
