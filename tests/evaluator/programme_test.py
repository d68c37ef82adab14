# SPDX-License-Identifier: Apache-2.0
"""Checks the programmes of random people, as a client of the server gets them.

TONUS_PROGRAMMES sets how many, TONUS_EVALUATOR_SEED the first seed. TONUS_PACK
is the folder of the pack that the server and the checks read.
"""

import collections
import datetime
import os
import pathlib
import sys
import tempfile
import unittest

from google.protobuf import text_format
from tonus.v1 import (
    assessment_service_pb2_grpc,
    date_pb2,
    patient_service_pb2_grpc,
    routine_service_pb2,
    routine_service_pb2_grpc,
)

from catalogue import Catalogue
from facts import Facts
from programme import complaints, routine_gate
from random_person import RandomPerson
from tonusd_process import TonusdProcess

PROGRAMMES = int(os.environ.get("TONUS_PROGRAMMES", 150))
SEED = int(os.environ.get("TONUS_EVALUATOR_SEED", 1))
SHOWN = 5


class ProgrammeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        server = TonusdProcess(pathlib.Path(cls.folder.name))
        cls.addClassCleanup(server.stop)
        channel = server.channel()
        cls.addClassCleanup(channel.close)
        cls.patients = patient_service_pb2_grpc.PatientServiceStub(channel)
        cls.assessments = assessment_service_pb2_grpc.AssessmentServiceStub(channel)
        cls.routines = routine_service_pb2_grpc.RoutineServiceStub(channel)
        cls.facts = Facts(os.environ["TONUS_PACK"])
        cls.catalogue = Catalogue(os.environ["TONUS_PACK"])

    def programme_of(self, person):
        """Returns the routine of a new patient like `person`."""
        patient = self.patients.CreatePatient(person.creation(), timeout=20)
        self.assessments.SubmitAssessment(person.submission(patient.name), timeout=20)
        request = routine_service_pb2.GetRoutineRequest(name=f"{patient.name}/routine")
        return self.routines.GetRoutine(request, timeout=20).routine

    def test_every_programme_keeps_the_invariants(self):
        gates = collections.Counter()
        wrong = {}
        for seed in range(SEED, SEED + PROGRAMMES):
            person = RandomPerson(seed, self.facts, self.catalogue)
            routine = self.programme_of(person)
            gates[routine_gate(routine)] += 1
            found = complaints(routine, person)
            if not found:
                continue
            wrong[seed] = found
            if len(wrong) <= SHOWN:
                text = text_format.MessageToString(person.request)
                print(f"seed {seed}:", *found, text, sep="\n", file=sys.stderr)
        print("gates:", dict(gates), file=sys.stderr)
        self.assertFalse(wrong, f"seeds with complaints: {sorted(wrong)}")
        self.assertGreater(gates["OK"], PROGRAMMES // 3, "too few programmes to check")

    def test_the_same_person_gets_the_same_programme(self):
        for seed in range(SEED, SEED + max(5, PROGRAMMES // 20)):
            person = RandomPerson(seed, self.facts, self.catalogue)
            first, second = (self.programme_of(person) for _ in range(2))
            for routine in (first, second):
                for field in ("name", "revision", "etag", "create_time"):
                    routine.ClearField(field)
                for session in routine.sessions:
                    session.ClearField("name")
                    session.ClearField("revision")
            self.assertEqual(first, second, f"seed {seed}")

    def test_what_is_wrong_is_seen(self):
        person, routine = self.person_with_a_block()
        self.assertEqual(complaints(routine, person), [])
        for expected, spoil in MISTAKES.items():
            with self.subTest(expected):
                wrong = type(routine).FromString(routine.SerializeToString())
                spoil(wrong.sessions[0], self.catalogue)
                found = complaints(wrong, person)
                self.assertTrue(any(expected in text for text in found), found)

    def person_with_a_block(self):
        for seed in range(SEED, SEED + 1000):
            person = RandomPerson(seed, self.facts, self.catalogue)
            routine = self.programme_of(person)
            if not person.verdict.forbidden or not routine.sessions:
                continue
            if any(item.block for item in routine.sessions[0].items):
                return person, routine
        self.fail("no such person")


def _replace(session, exercise):
    session.items[-1].exercise = exercise


def _day_after(date):
    day = datetime.date(date.year, date.month, date.day) + datetime.timedelta(days=1)
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def _level_4(catalogue):
    return next(e.id for e in catalogue.exercises.values() if e.level == 4)


def _reverse_block(session):
    places = [i for i, item in enumerate(session.items) if item.block]
    first, last = (session.items[place].exercise for place in (places[0], places[-1]))
    session.items[places[0]].exercise, session.items[places[-1]].exercise = last, first


def _repeat_last_of_block(session):
    """The last activation, very long, and once more."""
    last = max(i for i, item in enumerate(session.items) if item.block)
    session.items[last].doses[0].sets = 99
    items = list(session.items)
    kept = items[: last + 1] + items[last:]
    del session.items[:]
    session.items.extend(kept)


def _without(session, technique, catalogue):
    kept = [i for i in session.items if catalogue.technique(i.exercise) != technique]
    del session.items[:]
    session.items.extend(kept)


# What is done to the first session of a block, by what must be said of it.
MISTAKES = {
    "I-02": lambda session, _: _reverse_block(session),
    "begins": lambda session, _: _repeat_last_of_block(session),
    "I-05": lambda session, _: session.items.extend(list(session.items) * 2),
    "I-06": lambda session, catalogue: _without(session, "STABILITY", catalogue),
    "I-07": lambda session, catalogue: _replace(session, _level_4(catalogue)),
    "I-10": lambda session, _: _replace(session, "pnf_straight_leg"),
    "no rest day": lambda session, _: session.date.MergeFrom(_day_after(session.date)),
    "the order is": lambda session, _: setattr(session.items[0], "order", 9),
    "says no rule": lambda session, _: setattr(session.items[0], "rule", ""),
    "R-730": lambda session, _: setattr(session, "total_minutes", 1),
}


if __name__ == "__main__":
    unittest.main()
