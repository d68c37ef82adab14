# SPDX-License-Identifier: Apache-2.0
"""Servers whose clock is wrong, or is set while they serve."""

import pathlib
import tempfile
import time
import unittest

import grpc
from fake_clock import fake_clock
from google.protobuf import field_mask_pb2
from hot_patients import PATIENTS, profile_of
from restarted_server import call
from tonus.v1 import patient_pb2, patient_service_pb2
from tonusd_process import TonusdProcess

WRITES = 5


class ClockTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.times = []
        self.requests = {}  # By request id: what was sent and answered.

    def serve(self, environment=None):
        self.server = TonusdProcess(self.folder, environment=environment)
        self.channel = self.server.channel()

    def stop(self):
        self.channel.close()
        self.assertEqual(self.server.stop(), 0)

    def create(self):
        request = patient_service_pb2.CreatePatientRequest(
            patient=patient_pb2.Patient(profile=profile_of(0)),
            request_id="create",
        )
        self.patient = call(
            self.channel, PATIENTS + "CreatePatient", request, patient_pb2.Patient
        )
        self.times.append(self.patient.update_time.ToNanoseconds())

    def write(self, etag=""):
        number = len(self.times)
        request = patient_service_pb2.UpdatePatientRequest(
            patient=patient_pb2.Patient(
                name=self.patient.name, etag=etag, profile=profile_of(number)
            ),
            update_mask=field_mask_pb2.FieldMask(paths=["profile"]),
            request_id=f"update-{number}",
        )
        answer = self.send(request)
        self.requests[request.request_id] = request, answer
        self.times.append(answer.update_time.ToNanoseconds())
        # The order is that of the commits, and is told by numbers.
        self.assertEqual(answer.revision, len(self.times))
        self.patient = answer

    def send(self, request):
        return call(
            self.channel, PATIENTS + "UpdatePatient", request, patient_pb2.Patient
        )

    def write_and_check(self):
        stale = self.patient.etag
        for _ in range(WRITES):
            self.write(etag=self.patient.etag)
        self.assertEqual(self.times, sorted(self.times), "times go back")
        # Nothing was forgotten before its time, and nothing is new again.
        answered = list(self.requests.values())
        for request, answer in answered[:WRITES] + answered[-WRITES:]:
            self.assertEqual(self.send(request), answer)
        with self.assertRaises(grpc.RpcError) as refused:
            self.write(etag=stale)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.ABORTED)

    def hours_ahead(self):
        """How far the clock of the server is ahead, whatever patients show."""
        probe = call(
            self.channel,
            PATIENTS + "CreatePatient",
            patient_service_pb2.CreatePatientRequest(
                patient=patient_pb2.Patient()
            ),
            patient_pb2.Patient,
        )
        return round((probe.create_time.seconds - time.time()) / 3600)

    def run_with(self, clock, hours):
        self.serve()
        self.create()
        self.write_and_check()
        self.stop()
        self.serve(fake_clock(clock))
        self.assertEqual(self.hours_ahead(), hours)
        self.write_and_check()
        self.stop()
        self.serve()
        self.write_and_check()
        self.stop()

    def test_a_server_whose_clock_is_ahead(self):
        self.run_with("+2h", 2)

    def test_a_server_whose_clock_is_behind(self):
        self.run_with("-2h", -2)

    def test_a_clock_that_runs_too_fast(self):
        self.run_with("+0 x2", 0)

    def test_a_clock_that_is_set_while_it_serves(self):
        file = self.folder / "clock"
        self.serve(fake_clock("+0", file))
        self.create()
        for hours in (2, -2, 3, -3, 1, 0):
            draft = self.folder / "draft"
            draft.write_text(f"{hours:+}h\n")
            draft.rename(file)  # Nobody reads a half of it.
            # The server looks at the clock of the system every second or two.
            while self.hours_ahead() != hours:
                self.write(etag=self.patient.etag)
            self.write_and_check()
        self.stop()


if __name__ == "__main__":
    unittest.main()
