# SPDX-License-Identifier: Apache-2.0
"""R-100 to R-115: several results into one status."""

import dataclasses
import math

from tonus.knowledge.v1 import test_pb2, vocabulary_pb2 as words

from asymmetry import worse_value
from facts import OPPOSITE, name, sides_of
from tolerance import at_least, at_most

VALUE = {"ABNORMAL": 1.0, "BORDERLINE": 0.2, "NORMAL": -1.0}
POSITIVE, STRICT_POSITIVE, NEGATIVE = 0.40, 0.70, -0.30
MIN_CONFIDENCE = 0.35
HIGH, MEDIUM = 0.70, 0.50
CONFLICT_AGREEMENT = 0.5
LONG_WEIGHT, LONG_COUNT = 0.35, 2
PRIOR, DISPUTED = 0.10, 0.5


@dataclasses.dataclass
class Evidence:
    """One reading that speaks about a target."""

    reading: object
    axis: str
    weight: float


@dataclasses.dataclass
class Axis:
    """R-102 to R-109: what the evidence says on one axis."""

    state: str = "UNKNOWN"  # POS, NEG, INDET or UNKNOWN.
    confidence: float = 0.0
    qualifier: str = ""  # Of an undecided axis.
    evidence: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Finding:
    """What is concluded about one target on one side."""

    muscle: str
    side: str
    status: str = "UNKNOWN"
    qualifiers: set = dataclasses.field(default_factory=set)
    axes: dict = dataclasses.field(default_factory=dict)
    long: bool = False
    tested: bool = False  # Any reading speaks about it, even if not counted.
    forced: bool = False  # Its status was forced to UNKNOWN.
    dropped: set = dataclasses.field(default_factory=set)  # Tests.

    def axis(self, axis):
        return self.axes.get(axis) or Axis()


def collect_evidence(facts, readings, muscle, side, dropped=()):
    """Returns the evidence about a target; R-101, R-113 and R-003."""
    found = []
    for mapping in facts.mappings[muscle]:
        axis = name(words.Axis, mapping.axis)
        candidates = [
            reading
            for reading in _speaking(facts, readings, mapping, side)
            if mapping.test not in dropped
            and (axis == "NEURAL" or not reading.pain_limited)
        ]
        if not candidates:
            continue
        reading = _worse(facts.tests[mapping.test], candidates)
        weight = facts.tests[mapping.test].weight * mapping.factor * reading.quality
        found.append(Evidence(reading, axis, weight))
    return found


def is_tested(facts, readings, muscle, side):
    return any(
        True
        for mapping in facts.mappings[muscle]
        for _ in _speaking(facts, readings, mapping, side)
    )


def is_pain_limited(facts, readings, muscle, side):
    """R-003: a test that speaks about the target was stopped by pain."""
    return any(
        reading.pain_stopped
        for mapping in facts.mappings[muscle]
        for reading in _speaking(facts, readings, mapping, side)
    )


def speaks_for(mapping, reading, side):
    """Returns whether `reading` of the mapping's test is about `side`."""
    relation = name(test_pb2.TestMapping.SideRelation, mapping.side)
    if relation in ("BOTH", "MIDLINE"):
        return True
    wanted = OPPOSITE[side] if relation == "OPPOSITE" else side
    return reading.side == wanted


def _speaking(facts, readings, mapping, side):
    for test_side in sides_of(facts.tests[mapping.test]):
        reading = readings.get((mapping.test, test_side))
        if reading is not None and speaks_for(mapping, reading, side):
            yield reading


def _worse(test, candidates):
    """R-113: of two sides the worse one counts, once: by its band, then by its
    value; of equal ones the better measurement."""
    if len(candidates) == 1:
        return candidates[0]
    first, second = candidates
    if (first.band, first.value) == (second.band, second.value):
        return max(candidates, key=lambda reading: reading.quality)
    if first.band == second.band:
        return worse_value(test, first, second)
    return max(candidates, key=lambda reading: VALUE[reading.band])


def prior(muscle, axis):
    """R-105."""
    tends = {
        words.MUSCLE_SYSTEM_TONIC: {"LENGTH": PRIOR, "STRENGTH": -PRIOR},
        words.MUSCLE_SYSTEM_PHASIC: {"LENGTH": -PRIOR, "STRENGTH": PRIOR},
    }.get(muscle.system, {})
    return tends.get(axis, 0.0) * (DISPUTED if muscle.class_disputed else 1.0)


def read_axis(evidence, prior_value, positive):
    """R-102 to R-104, R-107 to R-109."""
    if not evidence:
        return Axis()
    signed = sum(e.weight * VALUE[e.reading.band] for e in evidence)
    total = sum(e.weight for e in evidence)
    sizes = sum(e.weight * abs(VALUE[e.reading.band]) for e in evidence)
    agreement = abs(signed) / sizes
    data = 1 - math.prod(1 - e.weight for e in evidence)
    axis = Axis(confidence=data * (0.5 + 0.5 * agreement), evidence=evidence)
    score = signed / total + prior_value
    sure = at_least(axis.confidence, MIN_CONFIDENCE)
    if sure and at_least(score, positive):
        axis.state = "POS"
    elif sure and at_most(score, NEGATIVE):
        axis.state = "NEG"
    else:
        axis.state = "INDET"
        axis.qualifier = _undecided({e.reading.band for e in evidence}, agreement)
    return axis


def _undecided(bands, agreement):
    """R-109."""
    if not at_least(agreement, CONFLICT_AGREEMENT) and {"ABNORMAL", "NORMAL"} <= bands:
        return "CONFLICT"
    if "BORDERLINE" in bands and "ABNORMAL" not in bands:
        return "BORDERLINE"
    return "LOW_EVIDENCE"


def is_long(evidence):
    """R-110."""
    excess = [e.weight for e in evidence if e.axis == "LENGTH" and e.reading.excess]
    return len(excess) >= LONG_COUNT or any(
        at_least(weight, LONG_WEIGHT) for weight in excess
    )


def fuse(facts, readings, finding, hypermobile):
    """Reads axes and status of `finding` from the evidence that is left."""
    muscle = facts.muscles[finding.muscle]
    evidence = collect_evidence(
        facts, readings, finding.muscle, finding.side, finding.dropped
    )
    if facts.kind(finding.muscle) == "NERVE":
        axis = read_axis(evidence, 0, POSITIVE)
        finding.axes = {"NEURAL": dataclasses.replace(axis, qualifier="")}
        finding.status = _nerve_status(evidence)
        return
    finding.axes = {}
    for axis in ("LENGTH", "STRENGTH", "JOINT"):
        strict = hypermobile and axis != "STRENGTH"
        finding.axes[axis] = read_axis(
            [e for e in evidence if e.axis == axis],
            prior(muscle, axis),
            STRICT_POSITIVE if strict else POSITIVE,
        )
    finding.long = is_long(evidence)
    finding.status = status_of(facts, finding)


def status_of(facts, finding):
    """R-114 for structures, table F1 for muscles."""
    if facts.kind(finding.muscle) == "STRUCTURE":
        joint = finding.axis("JOINT").state
        return {"POS": "STIFF", "NEG": "NORMAL"}.get(joint, "UNKNOWN")
    system = name(words.MuscleSystem, facts.muscles[finding.muscle].system)
    length = finding.axis("LENGTH").state
    strength = finding.axis("STRENGTH").state
    if length == "POS":
        return "TIGHT_AND_WEAK" if strength == "POS" else "TIGHT"
    if finding.long:
        return "OVERLENGTHENED"
    if strength == "POS":
        return "WEAK"
    if length == "NEG" and strength == "NEG":
        return "NORMAL"
    if length == "NEG":
        return "NORMAL" if system in ("TONIC", "MIXED") else "UNKNOWN"
    if strength == "NEG":
        return "NORMAL" if system in ("PHASIC", "MIXED") else "UNKNOWN"
    return "UNKNOWN"


def _nerve_status(evidence):
    """R-115."""
    bands = [e.reading.band for e in evidence]
    borderline = bands.count("BORDERLINE")
    if "ABNORMAL" in bands or borderline >= 2:
        return "NEURAL_POSITIVE"
    if borderline == 1:
        return "NEURAL_SUSPECT"
    return "NORMAL" if bands else "UNKNOWN"


def label_of(confidence):
    """Returns the name of a confidence that is enough for a verdict."""
    if at_least(confidence, HIGH):
        return "HIGH"
    return "MEDIUM" if at_least(confidence, MEDIUM) else "LOW"


def confidence_of(finding):
    """R-112: of the deciding axis; None where no axis decides."""
    length = finding.axis("LENGTH").confidence
    strength = finding.axis("STRENGTH").confidence
    return {
        "TIGHT": length,
        "OVERLENGTHENED": length,
        "WEAK": strength,
        "TIGHT_AND_WEAK": min(length, strength),
        "STIFF": finding.axis("JOINT").confidence,
        "NEURAL_POSITIVE": finding.axis("NEURAL").confidence,
        "NEURAL_SUSPECT": finding.axis("NEURAL").confidence,
    }.get(finding.status)
