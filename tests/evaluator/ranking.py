# SPDX-License-Identifier: Apache-2.0
"""R-600 to R-606: severity and priority of a finding."""

import fusion
from bands import borderline_of
from syndromes import TIGHT
from tonus.knowledge.v1 import vocabulary_pb2 as words

REGION = {
    "HIP": 1.0,
    "THORACIC": 0.9,
    "TRUNK_ANTERIOR": 0.9,
    "LUMBAR": 0.9,
    "PELVIS": 0.8,
    "THIGH": 0.7,
    "SHOULDER": 0.6,
    "SCAPULAR": 0.6,
    "CHEST": 0.6,
    "NECK": 0.6,
    "LEG": 0.6,
    "FOOT": 0.4,
    "ARM": 0.3,
    "FOREARM": 0.3,
    "NERVE": 1.0,
}
LUMBAR_RESTRICTION = 0.4  # Tight or stiff; only tight has no complaint factor.
SYNDROME, ASYMMETRY, GOAL, COMPLAINT = 1.15, 1.1, 1.2, 1.2
PARTNER_SHARE = 0.5


def severity(case, reading):
    """R-601: how bad one reading is."""
    if reading.band == "NORMAL":
        return 0.0
    if reading.band == "BORDERLINE":
        return 0.3
    if reading.band_moved:
        return 0.5
    unit = case.facts.tests[reading.test].unit
    if unit in ("grade", "points"):
        return 0.75
    if unit == "mrc":
        return 1.0 if reading.value <= 3 else 0.75
    borderline, abnormal = borderline_of(
        reading, case.facts, case.profile, case.age
    )
    # The abnormal band is open on its bad end.
    higher_is_worse = abnormal.HasField("min") and not abnormal.HasField("max")
    edge = abnormal.min if higher_is_worse else abnormal.max
    width = borderline.max - borderline.min
    return min(1.0, max(0.5, 0.5 + 0.5 * abs(reading.value - edge) / width))


def axis_severity(case, axis):
    """Returns the largest severity on an axis; R-203 adds a tenth."""
    largest = max((severity(case, e.reading) for e in axis.evidence), default=0.0)
    uneven = any(e.reading.severe for e in axis.evidence)
    return min(1.0, largest + (0.1 if uneven else 0.0))


def finding_severity(case, finding):
    """Returns the severity on the deciding axis; 0 where nothing is short, weak
    or stiff, whatever a single result said."""
    axes = {
        "TIGHT": ("LENGTH",),
        "WEAK": ("STRENGTH",),
        "TIGHT_AND_WEAK": ("LENGTH", "STRENGTH"),
        "STIFF": ("JOINT",),
        "NEURAL_POSITIVE": ("NEURAL",),
        "NEURAL_SUSPECT": ("NEURAL",),
    }.get(finding.status, ())
    return max((axis_severity(case, finding.axis(axis)) for axis in axes), default=0.0)


def priority(case, finding, members):
    """R-600, before it is rounded; `members` are in a detected syndrome."""
    region = case.facts.region(finding.muscle)
    lumbar = region == "LUMBAR"
    lumbar_tightness = lumbar and finding.status in TIGHT
    restricted = lumbar_tightness or (lumbar and finding.status == "STIFF")
    factor = LUMBAR_RESTRICTION if restricted else REGION[region]
    if (finding.muscle, finding.side) in members:
        factor *= SYNDROME
    if "ASYMMETRIC" in finding.qualifiers:
        factor *= ASYMMETRY
    if finding.muscle in case.history.goal_muscles:
        factor *= GOAL
    complaint = words.Region.Name(case.profile.complaint_region)
    if complaint == f"REGION_{region}" and not lumbar_tightness:
        factor *= COMPLAINT
    confidence = fusion.confidence_of(finding)
    return 100 * finding_severity(case, finding) * (confidence or 0) * factor
