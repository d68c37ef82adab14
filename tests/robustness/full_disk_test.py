# SPDX-License-Identifier: Apache-2.0
"""Reads go on while a disk without space refuses writes, and writes go on when
there is space again.

TONUS_SMALL_DISK names a folder on a disk that may be filled up; without it the
limits of the server are raised above what is free. TONUS_READS sets how many
reads are timed in each part.
"""

import contextlib
import os
import pathlib
import random
import tempfile
import threading
import time
import unittest

import grpc
from ended_server import quantile, say
from load import TIMEOUT, Requests, send
from tonus.v1.patient_service_pb2 import GetPatientRequest
from tonus.v1.routine_service_pb2 import GetRoutineRequest
from tonusd_process import TonusdProcess

READS = int(os.environ.get("TONUS_READS", "1500"))
SMALL_DISK = os.environ.get("TONUS_SMALL_DISK")
GET_PATIENT = "/tonus.v1.PatientService/GetPatient"
GET_ROUTINE = "/tonus.v1.RoutineService/GetRoutine"
PATIENTS = 20
WRITERS = 4
# How long a refused client waits; the server asks for more.
PAUSE = 0.02
CHUNK = bytes(1 << 20)
NO_LIMITS = (
    "--storage-free-space-warn-percent=0",
    "--storage-free-space-warn-mib=0",
    "--storage-free-space-read-only-percent=0",
    "--storage-free-space-read-only-mib=0",
    "--storage-free-space-ballast-percent=0",
)
# The MiB count for twice the percentage at most: all of the disk.
FULL = (
    "--storage-free-space-warn-percent=50",
    "--storage-free-space-warn-mib=1000000000",
    "--storage-free-space-read-only-percent=50",
    "--storage-free-space-read-only-mib=1000000000",
)
NO_BALLAST = "--storage-free-space-ballast-mib=0"


class FullDiskTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=SMALL_DISK)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.requests = Requests(os.environ["TONUS_EXAMPLES"])
        self.patients = []

    def start(self, *flags):
        if SMALL_DISK:
            flags = ()  # Those that it ships with.
        else:
            flags = (*flags, NO_BALLAST)
        server = TonusdProcess(self.folder, *flags)
        self.addCleanup(server.kill)
        return server

    def make_patients(self, server):
        rng = random.Random(1)
        with server.channel() as channel:
            for _ in range(PATIENTS):
                create = self.requests.create()
                create.answer = send(channel, create)
                send(channel, self.requests.submit(create.patient, rng))
                self.patients.append(create.patient)

    def times_of_reads(self, server):
        """How long reads of patients and of their routines took, in seconds."""
        with server.channel() as channel:
            times = []
            for i in range(READS):
                name = self.patients[i // 2 % PATIENTS]
                path, request = (
                    (GET_ROUTINE, GetRoutineRequest(name=f"{name}/routine"))
                    if i % 2
                    else (GET_PATIENT, GetPatientRequest(name=name))
                )
                sent = request.SerializeToString()
                began = time.monotonic()
                channel.unary_unary(path)(sent, timeout=TIMEOUT)
                times.append(time.monotonic() - began)
        return times

    @contextlib.contextmanager
    def writers(self, server):
        """Clients that write meanwhile; gives the counts of their answers."""
        counts, over = {}, threading.Event()

        def write():
            rng = random.Random()
            with server.channel() as channel:
                while not over.is_set():
                    code = self.write(channel, rng)
                    counts[code] = counts.get(code, 0) + 1
                    over.wait(PAUSE)

        threads = [threading.Thread(target=write) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        yield counts
        over.set()
        for thread in threads:
            thread.join()

    def write(self, channel, rng):
        """Sends one write and returns the code of the answer."""
        try:
            send(channel, self.requests.log(rng.choice(self.patients), rng))
            return grpc.StatusCode.OK
        except grpc.RpcError as error:
            return error.code()

    def measure(self, server, state):
        """Times reads alone and beside writers; returns what those got."""
        alone = self.times_of_reads(server)
        with self.writers(server) as counts:
            beside = self.times_of_reads(server)
        for name, times in ("alone", alone), ("beside writers", beside):
            say(
                f"{state}, {name}: p50 {quantile(times, 0.5) * 1000:.1f} ms, "
                f"p99 {quantile(times, 0.99) * 1000:.1f} ms"
            )
        return counts, quantile(alone, 0.99), quantile(beside, 0.99)

    def fill(self, server):
        """Fills the disk until nothing more fits; returns the file and a server
        that goes on or, without a small disk, one with other limits."""
        if not SMALL_DISK:
            self.assertEqual(server.stop(), 0)
            return None, self.start(*FULL)
        path = self.folder / "filling"
        with contextlib.suppress(OSError), path.open("wb", 0) as file:
            while True:
                file.write(CHUNK)
        return path, server

    def make_room(self, path, server):
        if path is None:
            self.assertEqual(server.stop(), 0)
            return self.start(*NO_LIMITS)
        path.unlink()
        return server

    def test_reads_go_on_and_writes_come_back(self):
        server = self.start(*NO_LIMITS)
        self.make_patients(server)
        before, alone, beside = self.measure(server, "enough space")
        self.assertIn(grpc.StatusCode.OK, before)
        self.assertNotIn(grpc.StatusCode.RESOURCE_EXHAUSTED, before)

        path, server = self.fill(server)
        with server.channel() as channel:
            while self.write(channel, random) is grpc.StatusCode.OK:
                pass  # It looks at the disk each second.
        full, full_alone, full_beside = self.measure(server, "no space")
        self.assertEqual(set(full), {grpc.StatusCode.RESOURCE_EXHAUSTED})
        say(
            f"p99 without space to p99 with: alone {full_alone / alone:.2f}, "
            f"beside writers {full_beside / beside:.2f}"
        )

        server = self.make_room(path, server)
        began = time.monotonic()
        with server.channel() as channel:
            while self.write(channel, random) is not grpc.StatusCode.OK:
                pass
        say(f"writes came back after {time.monotonic() - began:.1f} s")
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
