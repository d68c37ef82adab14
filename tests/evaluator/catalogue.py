# SPDX-License-Identifier: Apache-2.0
"""The exercises of the knowledge pack, indexed, and how long a dose takes."""

import pathlib

from google.protobuf import text_format
from tonus.knowledge.v1 import pack_pb2, vocabulary_pb2 as words

from facts import name

TABLES = ("equipment", "exercises")
STRETCHES = {"STATIC_STRETCH", "PNF"}
LOADS = {"ACTIVATION", "STRENGTH", "STABILITY"}
RELEASES = STRETCHES | {"SMR", "DYNAMIC_MOBILITY", "DECOMPRESSION"}
SECONDS_PER_REPETITION = 2
SECONDS_PER_BREATH = 8


class Catalogue:
    """The exercises and the equipment of the pack in `folder`."""

    def __init__(self, folder):
        pack = pack_pb2.Pack()
        for table in TABLES:
            file = pathlib.Path(folder) / f"{table}.textproto"
            text_format.Merge(file.read_text(), pack)
        self.exercises = {exercise.id: exercise for exercise in pack.exercises}
        self.equipment = {thing.id: thing for thing in pack.equipment}

    def technique(self, exercise):
        """Returns the family of an exercise, for example SMR."""
        return name(words.Technique, self.exercises[exercise].technique)

    def target(self, exercise):
        """Returns the first target, None when there is none."""
        targets = self.exercises[exercise].targets
        return targets[0] if targets else None

    def at_hand(self, exercise, listed):
        """R-738: whether what the exercise needs is there for a person who has
        listed `listed`."""
        for thing in self.exercises[exercise].equipment:
            row = self.equipment[thing]
            usual = row.usually_available and "none" not in listed
            if not (row.always_available or usual or thing in listed):
                return False
        return True

    def seconds(self, item):
        """R-730: the time of an item, both sides and rests included."""
        return sum(self._seconds(item.exercise, dose) for dose in item.doses)

    def _seconds(self, exercise, dose):
        technique = self.technique(exercise)
        rests = (dose.sets - 1) * dose.rest_seconds
        if dose.total_seconds:
            return dose.total_seconds + rests
        if technique == "SMR":  # the time governs, not the passes.
            return dose.sets * dose.hold_seconds + rests
        if technique == "PNF":
            cycle = dose.hold_seconds + dose.rest_seconds
            breaths = dose.breaths * SECONDS_PER_BREATH
            return dose.sets * (dose.repetitions * cycle + breaths)
        if technique == "BREATHING":
            breath = SECONDS_PER_BREATH + dose.hold_seconds
            return dose.sets * dose.breaths * breath + rests
        if technique == "STATIC_STRETCH" and not dose.hold_seconds:
            return dose.sets * dose.breaths * SECONDS_PER_BREATH + rests
        repetitions = dose.sets * dose.repetitions + sum(dose.repetitions_by_set)
        if not repetitions:
            return dose.sets * dose.hold_seconds + rests
        return repetitions * (SECONDS_PER_REPETITION + dose.hold_seconds) + rests

    def held(self, item):
        """Returns the static seconds by side of an item."""
        return {
            dose.side: dose.sets * max(1, dose.repetitions) * dose.hold_seconds
            for dose in item.doses
        }
