# SPDX-License-Identifier: Apache-2.0
"""Ends the real server under load, again and again, and looks for what it
acknowledged.

TONUS_KILLS and TONUS_KILL_SEED set how often and from which random numbers.
"""

import copy
import os
import time
import unittest

from checker import complaints, read_records
from ended_server import SEED, EndedServerTest, quantile, say
from feed import Feed
from load import send
from writes import CREATE, LOG, SUBMIT

KILLS = int(os.environ.get("TONUS_KILLS", "75"))

# A new store after so many, so that looking at all of it stays quick.
KILLS_OF_A_STORE = 50

# The drain limit of tonusd with room for a slow machine, in seconds.
STOP_LIMIT = 40


class KillTest(EndedServerTest):
    def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(self):
        say(f"seed {SEED}, {KILLS} kills")
        self.kinds = set()
        self.written = self.hits = self.unanswered = self.applied = 0
        for first in range(0, KILLS, KILLS_OF_A_STORE):
            self.kill_one_store(range(first, min(first + KILLS_OF_A_STORE, KILLS)))
        say(
            f"{self.written} writes; {self.hits} of {KILLS} kills met calls "
            f"under way; of {self.unanswered} unanswered calls {self.applied} "
            "had taken effect"
        )
        say(
            f"from start to serving: p50 {quantile(self.start_times, 0.5):.2f} s, "
            f"p99 {quantile(self.start_times, 0.99):.2f} s"
        )
        # Whether the kills tested anything.
        self.assertGreaterEqual(self.hits, KILLS * 0.25)
        self.assertEqual(self.kinds, {CREATE, SUBMIT, LOG})

    def kill_one_store(self, kills):
        everything = []
        feed = Feed()
        self.start_server()
        for kill in kills:
            load = self.start_load(kill)
            hit = load.end(self.kill_server)
            self.assertEqual(load.errors, [])
            self.hits += bool(hit)
            self.unanswered += len(hit)
            if self.rng.random() < 0.25:
                self.kill_during_recovery()
            # The next kill ends the server that has recovered from this one.
            self.start_server()
            self.applied += self.assert_kept(load.writes)
            everything += load.writes
            with self.server.channel() as channel:
                feed.read_on(channel)
        self.assert_all_kept(everything)
        with self.server.channel() as channel:
            feed.read_on(channel)
            records = self.read(channel, everything)
        self.assertEqual(feed.complaints(records), [])
        self.stop_server()
        self.forget_store()
        self.written += len(everything)
        self.kinds |= {write.kind for write in everything}


class StopTest(EndedServerTest):
    def test_a_stop_under_load_is_clean_and_loses_nothing(self):
        for round_number in range(2):
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
            self.feed = Feed()
            self.feed.read_on(channel)
        (self.record,) = self.records.values()

    def complain(self, text):
        self.assertIn(text, "\n".join(complaints(self.writes, self.records)))

    def test_a_true_history_gives_no_complaint(self):
        self.assertEqual(complaints(self.writes, self.records), [])
        self.assertEqual(self.feed.complaints(self.records), [])

    def test_a_feed_that_misses_a_write(self):
        self.feed.revisions[self.create.patient].remove(2)
        self.assertIn("of it came [1, 3]", self.feed.complaints(self.records)[0])

    def test_a_feed_that_tells_of_nobody(self):
        self.assertIn("not known", self.feed.complaints({})[0])

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
