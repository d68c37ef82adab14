# SPDX-License-Identifier: Apache-2.0
"""Clients that write as fast as they are answered, until their server dies."""

import collections
import pathlib
import random
import threading
import time

import grpc
from google.protobuf import text_format, timestamp_pb2
from tonus.v1 import (
    assessment_pb2,
    assessment_service_pb2,
    patient_pb2,
    patient_service_pb2,
    progress_pb2,
    progress_service_pb2,
)
from writes import CREATE, SUBMIT, Write

CLIENTS = 8
TIMEOUT = 30  # Seconds, far more than any call needs.
OPEN_PATIENTS = 6  # Fewer than clients, so that writes of one patient meet.

# What must pass before a repetition: another write came first, or overload.
AGAIN = (grpc.StatusCode.ABORTED, grpc.StatusCode.RESOURCE_EXHAUSTED)
# What a call gets when its server goes: gRPC itself cancels one that arrives
# between the request to stop and the moment in which the client knows of it.
GONE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)


def send(channel, write):
    """Sends a write once and returns the bytes of the answer."""
    method = channel.unary_unary(
        write.kind.path,
        request_serializer=type(write.request).SerializeToString,
    )
    return method(write.request, timeout=TIMEOUT)


class Requests:
    """Makes requests, no two alike: variants of the desk worker."""

    def __init__(self, examples):
        examples = pathlib.Path(examples)
        self._profile = text_format.Parse(
            (examples / "desk_worker.patient.textproto").read_text(),
            patient_pb2.Profile(),
        )
        self._assessment = text_format.Parse(
            (examples / "desk_worker.assessment.textproto").read_text(),
            assessment_pb2.Assessment(),
        )
        self._lock = threading.Lock()
        self._count = 0

    def _number(self):
        with self._lock:
            self._count += 1
            return self._count

    def create(self):
        mark = str(self._number())
        return Write(
            patient_service_pb2.CreatePatientRequest(
                patient=patient_pb2.Patient(
                    profile=self._profile, external_id=mark
                ),
                request_id=f"create-{mark}",
            ),
            mark,
        )

    def submit(self, patient, rng):
        number = self._number()
        assessment = assessment_pb2.Assessment()
        assessment.CopyFrom(self._assessment)
        for result in assessment.results:
            if result.test == "mod_thomas_hip":
                result.value = rng.randint(-12, 12)
            elif result.test == "slb_hold":
                result.value = rng.randint(5, 60)
        del assessment.results[rng.randrange(len(assessment.results))]
        time_of_it = self._time(number)
        assessment.assessment_time.CopyFrom(time_of_it)
        return Write(
            assessment_service_pb2.SubmitAssessmentRequest(
                parent=patient,
                assessment=assessment,
                request_id=f"submit-{number}",
            ),
            time_of_it.ToJsonString(),
        )

    def log(self, patient, rng):
        number = self._number()
        time_of_it = self._time(number)
        return Write(
            progress_service_pb2.LogSessionRequest(
                parent=patient,
                session_log=progress_pb2.SessionLog(
                    session_number=rng.randint(1, 18),
                    session_time=time_of_it,
                    completed_pct=rng.randint(0, 100),
                    pain_before=rng.randint(0, 4),
                    pain_after=rng.randint(0, 4),
                ),
                request_id=f"log-{number}",
            ),
            time_of_it.ToJsonString(),
        )

    @staticmethod
    def _time(number):
        # The number in nanoseconds makes the time a mark.
        return timestamp_pb2.Timestamp(
            seconds=int(time.time()) - 3600, nanos=number
        )


class Load:
    """CLIENTS threads that write to `server` until it is gone.

    Start with start(), and join() after ending the server. Then `writes` holds
    every write that was sent, and `errors` what no write may be answered.
    """

    def __init__(self, server, requests, seed):
        self.writes = []
        self.errors = []
        self._requests = requests
        self._sent = threading.Condition()
        self._patients = collections.deque(maxlen=OPEN_PATIENTS)
        self._assessed = collections.deque(maxlen=OPEN_PATIENTS)
        self._threads = [
            threading.Thread(
                target=self._run,
                args=(server.channel(), random.Random(f"{seed} {client}")),
            )
            for client in range(CLIENTS)
        ]

    def start(self):
        for thread in self._threads:
            thread.start()

    def wait_for(self, count):
        """Returns once that many writes were sent, or a client failed."""
        with self._sent:
            self._sent.wait_for(
                lambda: len(self.writes) >= count or self.errors
            )

    def end(self, end_server):
        """Calls `end_server` while clients write, and waits for the clients.

        Returns the writes that were under way at that moment and were never
        answered."""
        moment = time.monotonic()
        end_server()
        for thread in self._threads:
            thread.join()
        return [
            write
            for write in self.writes
            if write.answer is None and write.started < moment
        ]

    def _run(self, channel, rng):
        with channel:
            try:
                while self._send_until_answered(channel, self._next(rng)):
                    pass
            except Exception as error:  # Any: the main thread must know.
                with self._sent:
                    self.errors.append(error)
                    self._sent.notify_all()

    def _next(self, rng):
        with self._sent:
            patients, assessed = list(self._patients), list(self._assessed)
        dice = rng.random()
        if not patients or dice < 0.15:
            return self._requests.create()
        if not assessed or dice < 0.6:
            return self._requests.submit(rng.choice(patients), rng)
        return self._requests.log(rng.choice(assessed), rng)

    def _send_until_answered(self, channel, write):
        """Returns whether the server answered; False: it is gone."""
        write.started = time.monotonic()
        with self._sent:
            self.writes.append(write)
            self._sent.notify_all()
        while True:
            try:
                answer = send(channel, write)
            except grpc.RpcError as error:
                if error.code() in AGAIN:
                    continue
                if error.code() in GONE:
                    return False
                raise
            with self._sent:
                write.answer = answer
                if write.kind is CREATE:
                    self._patients.append(write.patient)
                elif write.kind is SUBMIT:
                    self._assessed.append(write.patient)
            return True
