# SPDX-License-Identifier: Apache-2.0
"""Lets clients read and write the same patients while their server is killed, and
checks that each patient is linearizable.

TONUS_OPERATIONS, TONUS_OPERATIONS_BETWEEN_KILLS and TONUS_KILL_SEED set how many
operations, how often the server is killed and from which random numbers. A history
that is wrong is kept in the folder TONUS_REPORT.
"""

import os
import pathlib
import random
import tempfile
import time
import unittest

import grpc
import revision_checker
import wgl_checker
from ended_server import SEED, quantile, say
from history import FAIL, OK, UNKNOWN, write_history
from hot_patients import PATIENTS, Client, Recorder, profile_of, value_of
from restarted_server import RestartedServer, call
from tonus.v1 import patient_pb2, patient_service_pb2

OPERATIONS = int(os.environ.get("TONUS_OPERATIONS", "10000"))
# On average.
OPERATIONS_BETWEEN_KILLS = int(
    os.environ.get("TONUS_OPERATIONS_BETWEEN_KILLS", "500")
)
# A new store and new patients after so many.
OPERATIONS_OF_A_STORE = 20000
REPORT = os.environ.get("TONUS_REPORT", tempfile.gettempdir())
CLIENTS = 12
HOT_PATIENTS = 64


class LinearizabilityTest(unittest.TestCase):
    def test_each_patient_is_linearizable(self):
        say(f"seed {SEED}, {OPERATIONS} operations")
        self.rng = random.Random(SEED)
        self.start_times = []
        self.kills = 0
        counts = {OK: 0, FAIL: 0, UNKNOWN: 0}
        applied = 0
        check_time = {"revisions": 0.0, "search": 0.0}
        for begun in range(0, OPERATIONS, OPERATIONS_OF_A_STORE):
            limit = min(OPERATIONS_OF_A_STORE, OPERATIONS - begun)
            operations, first_values, resolved = self.run_store(limit)
            began = time.monotonic()
            wrong = revision_checker.check(operations, first_values, resolved)
            check_time["revisions"] += time.monotonic() - began
            began = time.monotonic()
            wrong += wgl_checker.check(operations, first_values)
            check_time["search"] += time.monotonic() - began
            if wrong:
                path = pathlib.Path(REPORT) / f"history-{SEED}-{begun}.jsonl"
                write_history(operations, path)
                self.fail("\n".join(wrong[:20] + [f"The history is in {path}."]))
            for operation in operations:
                counts[operation.outcome] += 1
            applied += len(resolved)
        say(
            f"{counts[OK]} answered, {counts[FAIL]} refused, {counts[UNKNOWN]} "
            f"unknown, of which {applied} had taken effect; {self.kills} kills; "
            f"checked in {check_time['revisions']:.2f} s by revisions and "
            f"{check_time['search']:.2f} s by search; from start to serving: "
            f"p50 {quantile(self.start_times, 0.5):.2f} s, "
            f"p99 {quantile(self.start_times, 0.99):.2f} s"
        )
        self.assertGreater(self.kills, 0)
        self.assertGreater(counts[UNKNOWN], 0)

    def run_store(self, limit):
        """Returns the history of one store, the first values, and which of the
        unknown operations were applied."""
        with tempfile.TemporaryDirectory() as folder:
            server = RestartedServer(pathlib.Path(folder), self.rng)
            try:
                first_values = self.create_patients(server)
                recorder = Recorder()
                clients = [
                    Client(
                        number,
                        server,
                        sorted(first_values),
                        recorder,
                        limit,
                        self.rng.random(),
                    )
                    for number in range(CLIENTS)
                ]
                for client in clients:
                    client.start()
                next_kill = 0
                while True:
                    next_kill += self.rng.randint(
                        OPERATIONS_BETWEEN_KILLS // 5,
                        OPERATIONS_BETWEEN_KILLS * 9 // 5,
                    )
                    recorder.wait_for(min(next_kill, limit))
                    if next_kill >= limit or recorder.errors:
                        break
                    server.kill_and_start()
                for client in clients:
                    client.join()
                self.assertEqual(recorder.errors, [])
                resolved = self.resolve(server.channel(), recorder)
            finally:
                code = server.stop()
            self.assertEqual(code, 0)
            self.kills += server.kills
            self.start_times += server.start_times
            return recorder.operations, first_values, resolved

    @staticmethod
    def create_patients(server):
        values = {}
        for number in range(HOT_PATIENTS):
            patient = call(
                server.channel(),
                PATIENTS + "CreatePatient",
                patient_service_pb2.CreatePatientRequest(
                    patient=patient_pb2.Patient(profile=profile_of(number))
                ),
                patient_pb2.Patient,
            )
            values[patient.name] = value_of(patient)
        return values

    @staticmethod
    def resolve(channel, recorder):
        """Finds out by retries which of the unknown operations were applied: the
        answer then tells a revision that was there before any retry."""
        last, resolved = {}, {}
        for operation in recorder.operations:
            if operation.patient not in last:
                patient = call(
                    channel,
                    PATIENTS + "GetPatient",
                    patient_service_pb2.GetPatientRequest(
                        name=operation.patient
                    ),
                    patient_pb2.Patient,
                )
                last[operation.patient] = patient.revision
        for operation in recorder.operations:
            if operation.outcome != UNKNOWN or not operation.mutates:
                continue
            try:
                response = call(
                    channel, *recorder.requests[operation.request_id]
                )
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.ABORTED:
                    raise
                continue
            if response.revision <= last[operation.patient]:
                resolved[operation.request_id] = response.revision
        return resolved


if __name__ == "__main__":
    unittest.main()
