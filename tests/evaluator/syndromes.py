# SPDX-License-Identifier: Apache-2.0
"""R-400 to R-405: crossed patterns, per side and overall."""

TIGHT = ("TIGHT", "TIGHT_AND_WEAK")
WEAK = ("WEAK", "TIGHT_AND_WEAK")


def find_syndromes(case):
    """Returns ({(syndrome, side): full}, {(syndrome, side): members}).

    Side M is the label over both sides.
    """
    found, members = {}, {}
    for syndrome in case.facts.syndromes:
        for side in "LR":
            if syndrome.composed_of:
                continue
            tight = [_arm(case, arm, side, TIGHT) for arm in syndrome.tight_sets]
            weak = [_arm(case, arm, side, WEAK) for arm in syndrome.weak_sets]
            present = sum(map(bool, tight + weak))
            if present >= 3 and any(tight) and any(weak):
                found[syndrome.id, side] = present == 4
                members[syndrome.id, side] = set().union(*tight, *weak)
    for syndrome in case.facts.syndromes:
        sides = [found[syndrome.id, s] for s in "LR" if (syndrome.id, s) in found]
        if sides:
            found[syndrome.id, "M"] = any(sides)
    for syndrome in case.facts.syndromes:
        # R-404 puts overall labels together.
        parts = [found.get((part, "M")) for part in syndrome.composed_of]
        if parts and None not in parts:
            found[syndrome.id, "M"] = all(parts)
    return found, members


def _arm(case, syndrome_set, side, statuses):
    """Returns the members of an arm that have the needed status."""
    targets = (
        (muscle, case.facts.on_side(muscle, side))
        for muscle in case.facts.syndrome_sets[syndrome_set]
    )
    return {t for t in targets if case.findings[t].status in statuses}
