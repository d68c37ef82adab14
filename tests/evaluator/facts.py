# SPDX-License-Identifier: Apache-2.0
"""The tables of the knowledge pack, indexed: facts, never conditions.

Muscles, tests with their bands, mappings, tags, gates and syndrome sets are
read from the pack; its rules are not, and neither are the numbers of fusion
and ranking: those are written down a second time in this folder.
"""

import pathlib

from google.protobuf import text_format
from tonus.knowledge.v1 import pack_pb2, vocabulary_pb2 as words

TABLES = (
    "conditions",
    "muscles",
    "red_flags",
    "structures",
    "syndrome_sets",
    "test_mappings",
    "tests",
)
SIDES = {words.SIDE_LEFT: "L", words.SIDE_RIGHT: "R", words.SIDE_MIDLINE: "M"}
OPPOSITE = {"L": "R", "R": "L", "M": "M"}


def name(enum, number):
    """Returns the name of an enum's value without its prefix: `TIGHT`."""
    full = enum.Name(number)
    prefix = enum.Name(0).removesuffix("UNSPECIFIED")
    return full.removeprefix(prefix)


def sides_of(thing):
    """Returns the sides that a muscle or a test has."""
    bilateral = thing.laterality == words.LATERALITY_BILATERAL
    return ("L", "R") if bilateral else ("M",)


class Facts:
    """The pack in `folder`, with what the evaluator looks up in it."""

    def __init__(self, folder):
        pack = pack_pb2.Pack()
        for table in TABLES:
            file = pathlib.Path(folder) / f"{table}.textproto"
            text_format.Merge(file.read_text(), pack)
        self.muscles = {muscle.id: muscle for muscle in pack.muscles}
        self.tests = {test.id: test for test in pack.tests}
        self.conditions = {c.id: c for c in pack.conditions}
        self.red_flags = {flag.id: flag for flag in pack.red_flags}
        self.syndromes = list(pack.syndromes)
        self.syndrome_sets = {s.id: list(s.members) for s in pack.syndrome_sets}
        self.mappings = {muscle: [] for muscle in self.muscles}
        for mapping in pack.test_mappings:
            self.mappings[mapping.muscle].append(mapping)
        # Every target and side, in the order of the pack.
        self.targets = [
            (muscle.id, side) for muscle in pack.muscles for side in sides_of(muscle)
        ]

    def kind(self, muscle):
        """Returns MUSCLE, STRUCTURE or NERVE."""
        return name(words.TargetKind, self.muscles[muscle].kind)

    def region(self, muscle):
        return name(words.Region, self.muscles[muscle].region)

    def gate(self, condition):
        """Returns BLOCK, CLEARANCE, MODIFY or ENGINE."""
        return name(words.ConditionGate, self.conditions[condition].gate)

    def action(self, flag):
        """Returns what a red flag leads to, for example REFER."""
        return name(words.SafetyAction, self.red_flags[flag].action)

    def on_side(self, muscle, side):
        """Returns the side of `muscle` that belongs to `side`: M if midline."""
        return side if sides_of(self.muscles[muscle]) != ("M",) else "M"
