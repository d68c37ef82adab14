# SPDX-License-Identifier: Apache-2.0
"""Clients that read and write the same few patients, and note what they did."""

import hashlib
import random
import threading
import time

import grpc
from google.protobuf import field_mask_pb2
from history import APPEND, CHANGE, FAIL, OK, READ, WRITE, Operation
from restarted_server import call, is_gone
from tonus.v1 import (
    outcome_pb2,
    patient_pb2,
    patient_service_pb2,
    progress_service_pb2,
)

PATIENTS = "/tonus.v1.PatientService/"
RECORD_OUTCOME = "/tonus.v1.ProgressService/RecordOutcome"

# What most clients do most of the time.
KINDS = (READ, READ, READ, CHANGE, CHANGE, WRITE, APPEND)

# Refused without an effect: another write came first, or too many calls.
REFUSED = (grpc.StatusCode.ABORTED, grpc.StatusCode.RESOURCE_EXHAUSTED)


def value_of(patient):
    """Returns a hash of what the writes of this test change."""
    profile = patient_pb2.Profile()
    profile.CopyFrom(patient.profile)
    profile.ClearField("age_date")  # The server's.
    written = profile.SerializeToString(deterministic=True)
    return hashlib.sha256(written).hexdigest()[:16]


def profile_of(number):
    """Returns a profile; the numbers that lie near each other have different
    ones."""
    return patient_pb2.Profile(
        age_years=18 + number % 60,
        user_level=1 + number // 60 % 3,
        session_minutes=(15, 20, 30)[number // 180 % 3],
        athlete=bool(number // 540 % 2),
        working=bool(number // 1080 % 2),
        home_exercises=bool(number // 2160 % 2),
    )


class Recorder:
    """The history, and how many operations it has. Thread-safe."""

    def __init__(self):
        self.operations = []
        self.requests = {}  # Of each write: path, request, class of response.
        self.errors = []
        self._changed = threading.Condition()
        self._count = 0

    def begin(self, client, kind, patient, expected=0):
        with self._changed:
            self._count += 1
            operation = Operation(
                client,
                kind,
                patient,
                f"{kind}-{self._count}",
                time.monotonic_ns(),
                expected=expected,
            )
            self.operations.append(operation)
            self._changed.notify_all()
        return operation, self._count

    def fail(self, error):
        with self._changed:
            self.errors.append(error)
            self._changed.notify_all()

    def wait_for(self, count):
        """Returns once there are so many operations, or a client failed."""
        with self._changed:
            self._changed.wait_for(lambda: self._count >= count or self.errors)

    @property
    def count(self):
        return self._count


def request_of(operation, number, etag):
    """Returns path, request and class of response of an operation."""
    if operation.op == READ:
        return (
            PATIENTS + "GetPatient",
            patient_service_pb2.GetPatientRequest(name=operation.patient),
            patient_pb2.Patient,
        )
    if operation.op == APPEND:
        return (
            RECORD_OUTCOME,
            progress_service_pb2.RecordOutcomeRequest(
                parent=operation.patient,
                measures=[
                    outcome_pb2.MeasureAnswers(
                        measure="rmdq", total=number % 25
                    )
                ],
                request_id=operation.request_id,
            ),
            progress_service_pb2.RecordOutcomeResponse,
        )
    return (
        PATIENTS + "UpdatePatient",
        patient_service_pb2.UpdatePatientRequest(
            patient=patient_pb2.Patient(
                name=operation.patient,
                etag=etag if operation.op == CHANGE else "",
                profile=profile_of(number),
            ),
            update_mask=field_mask_pb2.FieldMask(paths=["profile"]),
            request_id=operation.request_id,
        ),
        patient_pb2.Patient,
    )


class Client(threading.Thread):
    """Calls `server` until it is stopped or `limit` operations were begun."""

    def __init__(self, number, server, names, recorder, limit, seed):
        super().__init__()
        self._number = number
        self._server = server
        self._names = names
        self._recorder = recorder
        self._limit = limit
        self._rng = random.Random(f"{seed} {number}")
        self._known = {}  # By patient: the revision and the etag it read last.

    def run(self):
        try:
            channel = self._server.channel()
            while self._recorder.count < self._limit:
                channel = self._do(channel)
        except Exception as error:  # Any: the main thread must know.
            self._recorder.fail(error)

    def _do(self, channel):
        """Does one operation; returns the channel for the next."""
        name = self._rng.choice(self._names)
        kind = self._rng.choice(KINDS)
        if kind == CHANGE and name not in self._known:
            kind = READ
        revision, etag = self._known.get(name, (0, ""))
        operation, number = self._recorder.begin(
            self._number, kind, name, revision if kind == CHANGE else 0
        )
        how = request_of(operation, number, etag)
        if kind in (WRITE, CHANGE):
            operation.value_hash = value_of(how[1].patient)
        if operation.mutates:
            self._recorder.requests[operation.request_id] = how
        while True:
            try:
                response = call(channel, *how)
            except (grpc.RpcError, ValueError) as error:
                if is_gone(error):
                    channel = self._server.channel_after(channel)
                    # One half finds out, the other never asks again.
                    if self._rng.random() < 0.5:
                        continue
                    return channel
                if error.code() not in REFUSED:
                    raise
                operation.return_ns = time.monotonic_ns()
                operation.outcome = FAIL
                return channel
            operation.return_ns = time.monotonic_ns()
            operation.outcome = OK
            operation.rev = response.revision
            if isinstance(response, patient_pb2.Patient):
                self._known[name] = (operation.rev, response.etag)
            if operation.op == READ:
                operation.value_hash = value_of(response)
            return channel
