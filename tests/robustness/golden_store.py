# SPDX-License-Identifier: Apache-2.0
"""A stored data folder of a released format, and what its server had answered.

    TONUSD=... PYTHONPATH=... golden_store.py FORMAT

makes golden/FORMAT.tar.xz, with the server TONUSD, once for each format; the test
that opens them sets the environment. A file that is there is never made again.
"""

import base64
import json
import os
import pathlib
import sys
import tarfile
import tempfile

from fake_clock import fake_clock
from load import Requests
from tonus.v1 import (
    patient_pb2,
    patient_service_pb2,
    progress_pb2,
    progress_service_pb2,
    routine_service_pb2,
)
from tonusd_process import TonusdProcess

FOLDER = pathlib.Path(__file__).parent / "golden"

# When it was written, and when tests read it: nothing has expired.
CLOCK = "@2026-01-05 09:00:00"
FLAGS = ("--storage-free-space-ballast-mib=0",)

PATIENTS = "/tonus.v1.PatientService/"
ROUTINES = "/tonus.v1.RoutineService/"


def send_bytes(channel, path, request):
    """Sends a serialized request and returns the serialized response."""
    return channel.unary_unary(path)(request, timeout=30)


def serve(folder, *flags, **how):
    """Starts a server on `folder` at the time of the golden stores."""
    return TonusdProcess(
        folder, *FLAGS, *flags, environment=fake_clock(CLOCK), **how
    )


def unpack(archive, folder):
    """Puts a golden store into the data folder of `folder`; returns its writes
    and reads as (path, request, response)."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    with tarfile.open(archive) as tar:
        tar.extractall(data)
    lines = (data / "answers.jsonl").read_text().splitlines()
    answers = {"write": [], "read": []}
    for line in map(json.loads, lines):
        answers[line["kind"]].append(
            (
                line["path"],
                base64.b64decode(line["request"]),
                base64.b64decode(line["response"]),
            )
        )
    return answers["write"], answers["read"]


class _Maker:
    """Sends requests and notes what was answered."""

    def __init__(self, channel):
        self._channel = channel
        self.lines = []

    def send(self, kind, path, request):
        sent = request.SerializeToString()
        response = send_bytes(self._channel, path, sent)
        self.lines.append(
            json.dumps(
                {
                    "kind": kind,
                    "path": path,
                    "request": base64.b64encode(sent).decode(),
                    "response": base64.b64encode(response).decode(),
                }
            )
        )
        return response


def _write(maker, requests):
    """A patient with a routine and a session that was done, and a bare one."""
    create = requests.create()
    response = maker.send("write", create.kind.path, create.request)
    name = patient_pb2.Patient.FromString(response).name
    submit = requests.submit(name, _NoChance())
    submit.request.assessment.ClearField("assessment_time")
    maker.send("write", submit.kind.path, submit.request)
    log = progress_service_pb2.LogSessionRequest(
        parent=name,
        session_log=progress_pb2.SessionLog(
            session_number=1, completed_pct=90, pain_before=2, pain_after=2
        ),
        request_id="log",
    )
    maker.send("write", "/tonus.v1.ProgressService/LogSession", log)
    bare = requests.create()
    maker.send("write", bare.kind.path, bare.request)
    return name


def _read(maker, name):
    maker.send(
        "read",
        PATIENTS + "GetPatient",
        patient_service_pb2.GetPatientRequest(name=name),
    )
    maker.send(
        "read",
        ROUTINES + "GetRoutine",
        routine_service_pb2.GetRoutineRequest(name=f"{name}/routine"),
    )
    maker.send(
        "read",
        ROUTINES + "ListSessions",
        routine_service_pb2.ListSessionsRequest(parent=f"{name}/routine"),
    )


class _NoChance:
    """Chooses the first there is."""

    def randint(self, low, high):
        return low

    def randrange(self, end):
        return 0


def make(archive):
    """Makes a golden store with the server of the environment."""
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        for _ in range(2):  # The second one makes a table of the log.
            server = serve(folder)
            if not (folder / "data" / "answers.jsonl").exists():
                with server.channel() as channel:
                    maker = _Maker(channel)
                    name = _write(maker, Requests(os.environ["TONUS_EXAMPLES"]))
                    _read(maker, name)
                (folder / "data" / "answers.jsonl").write_text(
                    "\n".join(maker.lines)
                )
            assert server.stop() == 0
        with tarfile.open(archive, "x:xz", preset=9) as tar:
            for part in ("store", "answers.jsonl"):
                tar.add(folder / "data" / part, arcname=part)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    make(FOLDER / f"{sys.argv[1]}.tar.xz")
