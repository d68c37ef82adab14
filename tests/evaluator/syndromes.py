# SPDX-License-Identifier: Apache-2.0
"""R-400 to R-405: crossed patterns, per side and overall."""

import dataclasses
import statistics

import fusion

TIGHT = ("TIGHT", "TIGHT_AND_WEAK")
WEAK = ("WEAK", "TIGHT_AND_WEAK")


@dataclasses.dataclass
class Pattern:
    """A pattern on one side, or over both on side M."""

    full: bool
    members: set  # Targets.
    confidence: float


def find_syndromes(case):
    """Returns the Pattern of every (syndrome, side)."""
    found = {}
    for syndrome in case.facts.syndromes:
        for side in "LR":
            pattern = _pattern(case, syndrome, side)
            if pattern is not None:
                found[syndrome.id, side] = pattern
        sides = [found[syndrome.id, s] for s in "LR" if (syndrome.id, s) in found]
        if sides:
            best = max(sides, key=lambda p: (p.full, round(p.confidence, 9)))
            found[syndrome.id, "M"] = best
    for syndrome in case.facts.syndromes:
        # R-404 puts overall labels together.
        parts = [found.get((part, "M")) for part in syndrome.composed_of]
        if parts and None not in parts:
            members = set().union(*(part.members for part in parts))
            full = all(part.full for part in parts)
            pattern = Pattern(full, members, _confidence(case, members))
            found[syndrome.id, "M"] = pattern
    return found


def _pattern(case, syndrome, side):
    """R-400 to R-403: four arms, or three with a tight and a weak one."""
    tight = [_arm(case, arm, side, TIGHT) for arm in syndrome.tight_sets]
    weak = [_arm(case, arm, side, WEAK) for arm in syndrome.weak_sets]
    present = sum(map(bool, tight + weak))
    if present < 3 or not any(tight) or not any(weak):
        return None
    members = set().union(*tight, *weak)
    return Pattern(present == 4, members, _confidence(case, members))


def _confidence(case, members):
    """R-405."""
    values = [fusion.confidence_of(case.findings[member]) for member in members]
    return 0.8 * statistics.mean(values)


def _arm(case, syndrome_set, side, statuses):
    """Returns the members of an arm that have the needed status."""
    targets = (
        (muscle, case.facts.on_side(muscle, side))
        for muscle in case.facts.syndrome_sets[syndrome_set]
    )
    return {t for t in targets if case.findings[t].status in statuses}
