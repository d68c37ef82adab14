# SPDX-License-Identifier: Apache-2.0
"""R-200 to R-204: what a difference between the sides does to the bands.

R-205, the qualifier, is in worse_side.py; it reads the final statuses.
"""

from tonus.knowledge.v1 import vocabulary_pb2 as words

from tolerance import at_least

WORSE = {"NORMAL": "BORDERLINE", "BORDERLINE": "ABNORMAL", "ABNORMAL": "ABNORMAL"}


def worse_value(test, first, second):
    """Returns the reading with the poorer value, `first` when equal."""
    if test.direction == words.DIRECTION_HIGHER:
        return second if second.value < first.value else first
    return second if second.value > first.value else first


def read_asymmetry(readings, facts):
    """Marks the worse side of every asymmetric test and moves its band.

    Where pain stopped a side, the sides cannot be compared.
    """
    for test in facts.tests.values():
        left, right = (readings.get((test.id, side)) for side in "LR")
        if left is None or right is None or left.pain_limited or right.pain_limited:
            continue
        if not _differ(test, left.value, right.value):
            continue
        worse = worse_value(test, left, right)
        worse.asymmetric = True
        worse.severe = worse.band == "ABNORMAL"
        _worsen(worse)
    _read_side_bridges(readings)


def _differ(test, left, right):
    difference = abs(left - right)
    if test.HasField("asymmetry"):
        return at_least(difference, test.asymmetry)
    if test.HasField("relative_asymmetry"):
        larger = max(left, right)
        return difference > 0 and at_least(
            difference, test.relative_asymmetry * larger
        )
    return False


def _worsen(reading):
    """R-201, R-202; an abnormal band stays (R-203)."""
    reading.band_moved = reading.band != "ABNORMAL"
    reading.band = WORSE[reading.band]


def _read_side_bridges(readings):
    """R-204: an abnormal ratio worsens the shorter side bridge."""
    ratio = readings.get(("ratio_side_asym", "M"))
    if ratio is None or ratio.band != "ABNORMAL":
        return
    left, right = (readings["side_bridge", side] for side in "LR")
    shorter = left if left.value < right.value else right
    shorter.asymmetric = True
    if shorter.band != "ABNORMAL":
        _worsen(shorter)
