# SPDX-License-Identifier: Apache-2.0
"""What the tests share that end a server under load: a store, servers that come
and go on it, and the check of what they leave."""

import os
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import unittest

from checker import complaints, read_records
from load import Load, Requests, send
from server_options import random_options
from tonusd_process import TonusdProcess, launch
from writes import mark_of

SEED = int(os.environ.get("TONUS_KILL_SEED", "1"))

# How many answered writes are repeated after each end, beside the unanswered.
REPEATED = 10


def quantile(values, part):
    """Returns the value that `part` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def say(text):
    """Tells a figure of the run."""
    print(text, file=sys.stderr)


class EndedServerTest(unittest.TestCase):
    """One store, and servers that come and go on it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.requests = Requests(os.environ["TONUS_EXAMPLES"])
        self.rng = random.Random(SEED)
        self.server = None
        self.start_times = []
        self.addCleanup(self.stop_server)

    def start_server(self, program=None, flags=None):
        """Starts a server with options of its own, unless they are given."""
        if flags is None:
            program, flags = random_options(self.rng)
        self.server = TonusdProcess(self.folder, *flags, program=program)
        self.start_times.append(self.server.start_time)

    def stop_server(self):
        if self.server:
            server, self.server = self.server, None
            self.assertEqual(server.stop(), 0)

    def kill_server(self):
        self.server.kill()
        self.server = None

    def kill_during_recovery(self):
        program, flags = random_options(self.rng)
        process = launch(self.folder, *flags, program=program)
        threading.Event().wait(self.rng.uniform(0, 0.3))
        process.kill()
        process.wait()
        process.stdout.close()

    def forget_store(self):
        """The next server begins with nothing."""
        shutil.rmtree(self.folder / "data")

    def start_load(self, round_number, writes=(20, 60)):
        load = Load(self.server, self.requests, f"{SEED} {round_number}")
        load.start()
        load.wait_for(self.rng.randint(*writes))
        # Any phase of the calls that are then under way.
        threading.Event().wait(self.rng.uniform(0, 0.02))
        return load

    def assert_kept(self, writes, repeat_all=False):
        """Checks `writes` against the running server and repeats those that
        were not answered and some or all of the others, which must get the
        same answer. Returns how many of the unanswered had taken effect."""
        with self.server.channel() as channel:
            records = self.read(channel, writes)
            self.assertEqual(complaints(writes, records), [])
            stored = {
                mark_of(resource)
                for record in records.values()
                for resource in record.resources
            }
            unanswered = [write for write in writes if write.answer is None]
            applied = [write for write in unanswered if write.mark in stored]
            answered = [write for write in writes if write.answer is not None]
            if not repeat_all and len(answered) > REPEATED:
                answered = self.rng.sample(answered, REPEATED)
            for write in answered:
                self.assertEqual(
                    send(channel, write), write.answer, write.kind.name
                )
            for write in unanswered:
                write.answer = send(channel, write)
        return len(applied)

    def assert_all_kept(self, writes):
        """Checks all writes of a store, each of which was answered: each took
        effect once, and nothing else did."""
        self.assert_kept(writes, repeat_all=True)
        with self.server.channel() as channel:
            records = self.read(channel, writes)
        self.assertEqual(complaints(writes, records), [])
        self.assertEqual(
            sum(len(record.resources) for record in records.values()),
            len(writes),
        )

    @staticmethod
    def read(channel, writes):
        known = {write.mark for write in writes}
        known |= {write.patient for write in writes} - {""}
        return read_records(channel, known)
