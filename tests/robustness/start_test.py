# SPDX-License-Identifier: Apache-2.0
"""Starts the server on a store of many patients, after a stop and after a kill:
before it serves it reads indexes and filters of a few tables, and no patients.

TONUS_PATIENTS sets how many there are.
"""

import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

from ended_server import quantile, say
from load import Load, Requests, send
from tonusd_process import TonusdProcess

PATIENTS = int(os.environ.get("TONUS_PATIENTS", "20000"))
STARTS = 5
TENANT = "dev"
FLAGS = ("--storage-free-space-ballast-mib=0",)
# How much more a start may read than that on an empty store, in bytes.
MORE = 8 << 20


class StartTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.requests = Requests(os.environ["TONUS_EXAMPLES"])

    def start(self):
        return TonusdProcess(self.folder, *FLAGS)

    def start_often(self, end):
        """Starts servers and lets `end` end them; returns their times from start
        to serving, and the most that one has read until then."""
        times, read = [], 0
        for _ in range(STARTS):
            server = self.start()
            times.append(server.start_time)
            read = max(read, server.read_bytes())
            end(server)
        return times, read

    def stop(self, server):
        self.assertEqual(server.stop(), 0)

    def kill_under_load(self, server):
        load = Load(server, self.requests, random.random())
        load.start()
        load.wait_for(100)
        load.end(server.kill)
        self.assertEqual(load.errors, [])

    def make_patients(self):
        """One patient with a routine and one without, and many like them."""
        server = self.start()
        with server.channel() as channel:
            first = self.requests.create()
            first.answer = send(channel, first)
            send(channel, self.requests.submit(first.patient, random.Random(1)))
            send(channel, self.requests.create())
        self.stop(server)
        began = time.monotonic()
        store = self.folder / "data" / "store"
        subprocess.run(
            [os.environ["TONUS_FILL_STORE"], store, TENANT, str(PATIENTS)],
            check=True,
        )
        size = sum(file.stat().st_size for file in store.iterdir())
        say(
            f"{PATIENTS} patients, {size >> 20} MiB, made in "
            f"{time.monotonic() - began:.0f} s"
        )

    def test_a_start_does_not_read_the_patients(self):
        _, least = self.start_often(self.stop)
        self.make_patients()
        # The log of the copies is put in order once.
        self.stop(self.start())
        for name, end in ("stop", self.stop), ("kill", self.kill_under_load):
            times, read = self.start_often(end)
            say(
                f"from start to serving after a {name}: p50 "
                f"{quantile(times, 0.5):.2f} s, longest {max(times):.2f} s; "
                f"{read >> 10} KiB read, {least >> 10} KiB on an empty store"
            )
            if name == "stop":  # After a kill it reads the log, too.
                self.assertLess(read, least + MORE)


if __name__ == "__main__":
    unittest.main()
