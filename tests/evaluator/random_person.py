# SPDX-License-Identifier: Apache-2.0
"""Random people who get a programme: every one is made from one seed."""

import datetime
import random

from google.protobuf import timestamp_pb2
from tonus.knowledge.v1 import vocabulary_pb2 as words
from tonus.v1 import assessment_service_pb2, patient_service_pb2

import person as age_of
from evaluator import evaluate
from facts import SIDES
from random_assessment import TODAY, random_assessment

# Refused by a submission, which an interpretation only leaves out.
WRONG = {"INVALID_INPUT", "UNKNOWN_TEST", "WRONG_SIDE"}
# Three days with a rest day between each two, and more.
TRAINING_DAYS = ((1, 3, 5), (2, 4, 6), (1, 3, 5, 6), (2, 4, 7), (1, 2, 3, 4, 5, 6, 7))


class RandomPerson:
    """A person with an assessment of yesterday, and what the evaluator says of
    it."""

    def __init__(self, seed, facts, catalogue):
        self.facts = facts
        self.catalogue = catalogue
        self.rng = random.Random(f"person {seed}")
        self.request = random_assessment(seed, facts)
        del self.request.clearances[:]
        _move(self.request)
        self._keep_right_results()
        self._wishes()
        self.verdict = evaluate(self.request, facts)
        self.profile = self.request.profile
        self.age = age_of.age_on(self.profile, age_of.day_of(self.request.date))

    def creation(self):
        request = patient_service_pb2.CreatePatientRequest()
        request.patient.profile.CopyFrom(self.profile)
        return request

    def submission(self, patient):
        request = assessment_service_pb2.SubmitAssessmentRequest(parent=patient)
        request.assessment.CopyFrom(self.request.assessment)
        return request

    def average_pain(self):
        """Returns the average pain of the last 24 hours, None when unknown."""
        values = [
            result.value
            for result in self.request.assessment.results
            if result.test == "nrs_avg"
        ]
        return max(values, default=None)

    def gate_on(self, date):
        """Returns the gate of a later day, were the person assessed alike then."""
        later = type(self.request).FromString(self.request.SerializeToString())
        ahead = age_of.day_of(date) - age_of.day_of(later.date)
        _shift(_stamps(later.assessment), ahead)
        later.date.CopyFrom(date)
        return evaluate(later, self.facts).gate

    def _keep_right_results(self):
        refused = evaluate(self.request, self.facts).refused
        kept, seen = [], set()
        for index, result in enumerate(self.request.assessment.results):
            key = result.test, SIDES.get(result.side)
            if refused.get(index) in WRONG or key in seen:
                continue
            seen.add(key)
            kept.append(result)
        kept = [type(result).FromString(result.SerializeToString()) for result in kept]
        del self.request.assessment.results[:]
        self.request.assessment.results.extend(kept)

    def _wishes(self):
        rng, profile = self.rng, self.request.profile
        things = sorted(self.catalogue.equipment) + ["none"]
        exercises = sorted(self.catalogue.exercises)
        profile.equipment.extend(rng.sample(things, rng.choice((0, 0, 1, 3, 8))))
        if rng.random() < 0.3:
            profile.training_days.extend(rng.choice(TRAINING_DAYS))
        if rng.random() < 0.3:
            profile.session_minutes = rng.choice((15, 16, 20, 25, 29, 30))
        if rng.random() < 0.3:
            profile.home_exercises = rng.random() < 0.5
        if rng.random() < 0.3:
            wishes = rng.sample(exercises, 12)
            profile.preferred_exercises.extend(wishes[:6])
            profile.disliked_exercises.extend(wishes[6:])


def _move(request):
    """Moves all that happened to the days before today: the assessment is of
    yesterday, since no clock may show a time before noon."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    shift = today - TODAY
    _shift(_stamps(request.assessment), shift - datetime.timedelta(days=1))
    dates = [request.date]
    if request.profile.HasField("age_date"):
        dates.append(request.profile.age_date)
    dates += [c.since for c in request.profile.conditions if c.HasField("since")]
    for date in dates:
        day = datetime.date(date.year, date.month, date.day) + shift
        date.year, date.month, date.day = day.year, day.month, day.day


def _stamps(assessment):
    measured = [r.measure_time for r in assessment.results if r.HasField("measure_time")]
    return [assessment.assessment_time, *measured]


def _shift(stamps, ahead):
    for stamp in stamps:
        moved = timestamp_pb2.Timestamp()
        moved.FromDatetime(stamp.ToDatetime() + ahead)
        stamp.CopyFrom(moved)
