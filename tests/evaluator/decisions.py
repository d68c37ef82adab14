# SPDX-License-Identifier: Apache-2.0
"""R-500 to R-508, R-604, R-605: what is done about the findings, in order."""

import dataclasses

from tonus.knowledge.v1 import vocabulary_pb2 as words

import ranking
import safety
from syndromes import TIGHT


FOUND = ("TIGHT", "WEAK", "TIGHT_AND_WEAK", "OVERLENGTHENED", "STIFF")


@dataclasses.dataclass(frozen=True)
class Decision:
    """An action about one target; a pair has a partner."""

    action: str
    muscle: str
    side: str
    partner: tuple = ()  # (muscle, side)
    score: float = 0.0
    tier: int = 2  # Nerves 0, then what a rule puts first 1, then the others.

    @property
    def key(self):
        own = f"{self.muscle}.{self.side}"
        return f"{own}>{'.'.join(self.partner)}" if self.partner else own


def decide(case, members):
    """Returns the decisions that do something; their order is by score."""
    found = []
    for target, finding in case.findings.items():
        found.extend(_decisions(case, target, finding, members))
    return found


def may_release(case, finding):
    """R-500; some targets are never released."""
    preference = case.facts.muscles[finding.muscle].release_preference
    return (
        finding.status in TIGHT
        and "DO_NOT_STRETCH" not in finding.qualifiers
        and preference != words.RELEASE_PREFERENCE_NONE
    )


def may_mobilise_low_back(case):
    """R-335: only when hips and thoracic spine were measured, no pain stopped
    that, nothing is found in their regions, and no direction is forbidden."""
    forbidden, _ = safety.tags_of(case, set())
    joints = [("hip_capsule", side) for side in "LR"] + [("thoracic_spine", "M")]
    return (
        "cond_lumbar_instability" not in case.conditions
        and not forbidden & {"LUMBAR_FLEXION", "LUMBAR_EXTENSION"}
        and all(case.findings[joint].status == "NORMAL" for joint in joints)
        and not any(
            "PAIN_LIMITED" in case.findings[joint].qualifiers for joint in joints
        )
        and not any(
            finding.status in FOUND
            for (muscle, _), finding in case.findings.items()
            if case.facts.region(muscle) in ("HIP", "THORACIC")
        )
    )


def _decisions(case, target, finding, members):
    score = ranking.priority(case, finding, members)
    if finding.status == "NEURAL_POSITIVE":
        # no gliding at all until the screen is 0 or 1.
        if not {"R-325", "R-312a", "R-312b"} & set(case.fired):
            yield Decision("FLOSS", *target, score=score, tier=0)
    elif finding.status == "STIFF":
        if finding.muscle != "lumbar_spine" or may_mobilise_low_back(case):
            tier = 1 if target in case.prioritised else 2
            yield Decision("MOBILISE", *target, score=score, tier=tier)
    elif finding.status == "OVERLENGTHENED":
        yield Decision("STRENGTHEN_SHORTENED", *target, score=score)
    elif finding.status == "WEAK":
        if not _held_back(case, *target):
            yield Decision("ACTIVATE", *target, score=score)
    elif finding.status == "TIGHT_AND_WEAK" and not may_release(case, finding):
        # Its weakness stays; it is trained without a release.
        yield Decision("ACTIVATE", *target, score=score)
    elif may_release(case, finding):
        yield from _releases(case, target, finding, members, score)


def _weak_partners(case, muscle, side):
    """R-504: those that the muscle holds back, on its side or in the middle."""
    for partner in case.facts.muscles[muscle].inhibits:
        target = partner, case.facts.on_side(partner, side)
        if case.findings[target].status == "WEAK":
            yield target


def _held_back(case, muscle, side):
    """Returns whether a muscle that may be released holds this one back."""
    sides = "LR" if side == "M" else side
    return any(
        may_release(case, case.findings[inhibitor, case.facts.on_side(inhibitor, s)])
        for inhibitor in case.facts.muscles[muscle].inhibited_by
        for s in sides
    )


def _releases(case, target, finding, members, score):
    partners = list(_weak_partners(case, *target))
    for partner in partners:
        weak = ranking.priority(case, case.findings[partner], members)
        pair_score = score + ranking.PARTNER_SHARE * weak
        action = "RELEASE_AND_ACTIVATE_PARTNER"
        yield Decision(action, *target, partner, pair_score)
    if finding.status == "TIGHT_AND_WEAK":
        yield Decision("RELEASE_AND_STRENGTHEN", *target, score=score)
    elif not partners:
        yield Decision("RELEASE_AND_INTEGRATE", *target, score=score)
