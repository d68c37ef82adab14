# SPDX-License-Identifier: Apache-2.0
"""Cuts the power of the disk under load, again and again, and looks for what
the server had acknowledged.

The server runs on a file system that loses what was not synced: bytes, new and
other names of files, deletions. TONUS_POWER_CUTS and TONUS_KILL_SEED set how
often and from which random numbers.
"""

import os
import shutil
import unittest

from checker import complaints
from ended_server import SEED, EndedServerTest, quantile, say
from load import Load
from server_options import BREAKABLE, random_options, random_store_options
from tonusd_process import launch

CUTS = int(os.environ.get("TONUS_POWER_CUTS", "50"))
CUTS_OF_A_STORE = 25
CUT_EXIT = 99


class PowerCutTest(EndedServerTest):
    def flags_of_cut(self, when, lie=0):
        return [
            f"--test-{when}",
            f"--test-lie={lie}",
            f"--test-seed={self.rng.getrandbits(32)}",
            "--storage-free-space-ballast-mib=0",
            *random_store_options(self.rng),
        ]

    def start_to_be_cut(self, after, lie=0):
        """Starts a server whose power is cut under way. What RocksDB does on its
        own may bring the cut before it serves: then the next one is started."""
        while True:
            flags = self.flags_of_cut(f"cut-after={after}", lie)
            try:
                return self.start_server(BREAKABLE, flags)
            except RuntimeError as error:
                self.assertIn(f"ended with {CUT_EXIT}:", str(error))
                self.take_what_is_left()

    def load_until_cut(self, round_number):
        """Returns the writes of clients that wrote until the power was cut."""
        load = Load(self.server, self.requests, f"{SEED} {round_number}")
        load.start()
        load.end(lambda: self.assertEqual(self.server.wait(), CUT_EXIT))
        self.server = None
        self.assertEqual(load.errors, [])
        self.take_what_is_left()
        return load.writes

    def take_what_is_left(self):
        data = self.folder / "data"
        shutil.rmtree(data / "store")
        (data / "left").rename(data / "store")
        self.forget_buried()

    def forget_buried(self):
        for buried in (self.folder / "data").glob("left.*"):
            buried.unlink()

    def cut_while_starting(self):
        """Cuts the power before the server serves, at any change it makes."""
        process = launch(
            self.folder,
            *self.flags_of_cut(f"cut-opening={self.rng.randint(0, 40)}"),
            program=BREAKABLE,
        )
        if process.stdout.readline():
            process.terminate()  # It needed fewer changes to start.
        if process.wait() == CUT_EXIT:
            self.take_what_is_left()
        else:
            shutil.rmtree(self.folder / "data" / "left")
            self.forget_buried()
        process.stdout.close()

    def test_nothing_acknowledged_is_lost(self):
        say(f"seed {SEED}, {CUTS} power cuts")
        written = unanswered = applied = 0
        for first in range(0, CUTS, CUTS_OF_A_STORE):
            everything = []
            for cut in range(first, min(first + CUTS_OF_A_STORE, CUTS)):
                self.start_to_be_cut(self.rng.randint(40, 400))
                writes = self.load_until_cut(cut)
                if self.rng.random() < 0.25:
                    self.cut_while_starting()
                self.start_server(*random_options(self.rng))
                unanswered += sum(write.answer is None for write in writes)
                applied += self.assert_kept(writes)
                everything += writes
                self.stop_server()
            self.start_server()
            self.assert_all_kept(everything)
            self.stop_server()
            self.forget_store()
            written += len(everything)
        say(
            f"{written} writes; of {unanswered} unanswered calls {applied} had "
            f"taken effect; from start to serving: p50 "
            f"{quantile(self.start_times, 0.5):.2f} s, p99 "
            f"{quantile(self.start_times, 0.99):.2f} s"
        )
        self.assertGreaterEqual(unanswered, CUTS * 0.25)

    def test_a_disk_that_lies_about_its_syncs_loses(self):
        """The control: without it the test above might pass for any server."""
        self.start_server()
        self.stop_server()
        self.start_to_be_cut(400, lie=1)
        writes = self.load_until_cut(0)
        self.start_server()
        with self.server.channel() as channel:
            found = complaints(writes, self.read(channel, writes))
        lost = [text for text in found if "acknowledged and is lost" in text]
        say(f"{len(lost)} of {len(writes)} writes are lost on a lying disk")
        self.assertGreater(len(lost), 0)


if __name__ == "__main__":
    unittest.main()
