# SPDX-License-Identifier: Apache-2.0
"""Opens the stored data folders of released formats with the server of today.

Each file in golden/ is one; golden_store.py makes them.
"""

import contextlib
import os
import pathlib
import shutil
import tempfile
import unittest

from golden_store import FOLDER, PATIENTS, ROUTINES, send_bytes, serve, unpack
from hot_patients import profile_of
from restarted_server import call
from server_options import BREAKABLE
from tonus.v1 import (
    knowledge_service_pb2,
    patient_pb2,
    patient_service_pb2,
    progress_pb2,
    progress_service_pb2,
    routine_service_pb2,
)
from tonusd_process import launch

PACK = (
    pathlib.Path(os.environ["TONUS_EXAMPLES"]).parents[1]
    / "services/knowledge/pack"
)
ARCHIVES = sorted(FOLDER.glob("*.tar.xz"))
WRONG_CONFIGURATION = 78
LOG_SESSION = "/tonus.v1.ProgressService/LogSession"


class GoldenTest(unittest.TestCase):
    @contextlib.contextmanager
    def store(self, archive):
        """Puts a golden store into a data folder; gives its writes and reads."""
        with self.subTest(archive.name), tempfile.TemporaryDirectory() as made:
            self.folder = pathlib.Path(made)
            yield unpack(archive, self.folder)

    def answer(self, reads, path, response):
        """Returns what the server of the golden store had answered to a read."""
        (stored,) = [answer for at, _, answer in reads if at == path]
        return response.FromString(stored)

    def assert_kept(self, channel, writes, reads):
        """Checks that the server answers as the one before it did: reads, and
        writes that are sent once more."""
        for path, request, response in reads + writes:
            self.assertEqual(
                send_bytes(channel, path, request), response, path
            )

    def test_there_are_golden_stores(self):
        self.assertGreater(len(ARCHIVES), 0)

    def test_what_was_stored_is_found_and_goes_on(self):
        for archive in ARCHIVES:
            with self.store(archive) as (writes, reads):
                for _ in range(2):  # Also when it has written to the store.
                    server = serve(self.folder)
                    with server.channel() as channel:
                        self.assert_kept(channel, writes, reads)
                    self.assertEqual(server.stop(), 0)
                server = serve(self.folder)
                with server.channel() as channel:
                    before = self.answer(
                        reads, PATIENTS + "GetPatient", patient_pb2.Patient
                    )
                    after = self.log_session(channel, before.name)
                    self.assertEqual(
                        after.session_log.revision, before.revision + 1
                    )
                    changed = call(
                        channel,
                        PATIENTS + "UpdatePatient",
                        patient_service_pb2.UpdatePatientRequest(
                            patient=patient_pb2.Patient(
                                name=before.name, profile=profile_of(1)
                            )
                        ),
                        patient_pb2.Patient,
                    )
                    self.assertEqual(changed.revision, before.revision + 2)
                self.assertEqual(server.stop(), 0)

    def test_a_routine_stays_on_its_pack_whatever_the_server_has(self):
        for archive in ARCHIVES:
            with self.store(archive) as (writes, reads):
                routine = self.answer(
                    reads,
                    ROUTINES + "GetRoutine",
                    routine_service_pb2.GetRoutineResponse,
                ).routine
                other = self.folder / "pack"
                shutil.copytree(PACK, other)
                version = other / "version.textproto"
                version.write_text(version.read_text().replace('"20', '"30'))
                patient = routine.name.removesuffix("/routine")
                # The other pack and back again.
                for flags in ([f"--pack-folder={other}"], []):
                    server = serve(self.folder, *flags)
                    with server.channel() as channel:
                        pack = call(
                            channel,
                            "/tonus.v1.KnowledgeService/GetPack",
                            knowledge_service_pb2.GetPackRequest(),
                            knowledge_service_pb2.GetPackResponse,
                        )
                        if flags:
                            self.assertTrue(pack.version.startswith("30"))
                            self.assert_kept(channel, writes, reads)
                        self.log_session(channel, patient)
                        now = call(
                            channel,
                            ROUTINES + "GetRoutine",
                            routine_service_pb2.GetRoutineRequest(
                                name=routine.name
                            ),
                            routine_service_pb2.GetRoutineResponse,
                        ).routine
                        self.assertEqual(now.pack_hash, routine.pack_hash)
                    self.assertEqual(server.stop(), 0)

    def test_a_newer_format_is_refused(self):
        for archive in ARCHIVES:
            with self.store(archive):
                server = serve(self.folder, "--test-format=2", program=BREAKABLE)
                self.assertEqual(server.stop(), 0)
                process = launch(self.folder)
                with process.stdout:
                    greeting = process.stdout.readline()
                if greeting:
                    process.kill()
                self.assertEqual(greeting, "", "it serves")
                self.assertEqual(process.wait(), WRONG_CONFIGURATION)
                self.assertIn(
                    "the store has format 2, this program reads format 1: a newer "
                    "program wrote it",
                    (self.folder / "stderr").read_text(),
                )

    @staticmethod
    def log_session(channel, patient):
        return call(
            channel,
            LOG_SESSION,
            progress_service_pb2.LogSessionRequest(
                parent=patient,
                session_log=progress_pb2.SessionLog(
                    session_number=2,
                    completed_pct=100,
                    pain_before=1,
                    pain_after=1,
                ),
            ),
            progress_service_pb2.LogSessionResponse,
        )


if __name__ == "__main__":
    unittest.main()
