# SPDX-License-Identifier: Apache-2.0
"""What the ledger may promise: no step for which nothing is left.

G-06 leaves out an exercise with a forbidden tag, R-318 what stretches a hip to
its end, R-324 what a replaced hip does not bear, R-500 and R-501 the stretch of
a side that must not or need not be stretched, R-315 all but two exercises of
hamstrings of which a side is open. Level, equipment and the week put an exercise
off and leave it possible.
"""

from tonus.knowledge.v1 import action_pb2

from catalogue import LOADS, RELEASES, STRETCHES
from facts import SIDES, name, sides_of
from syndromes import TIGHT

NOT_AFTER_HIP_REPLACEMENT = {
    "scorpion_supine",
    "scorpion_prone",
    "supine_hip_rotation",
    "hip_car_quadruped",
    "figure4_seated",
    "tfl_standing_cross",
    "pnf_tfl_side",
}
WHILE_HAMSTRINGS_ARE_OPEN = {"left_rib_exhale", "hamstring_active_90_90"}
# Which exercises an action may be; an action that is none is not among them.
FAMILIES = {
    "RELEASE": RELEASES,
    "MOBILISE": RELEASES,
    "LENGTHEN": {"STATIC_STRETCH"},
    "FLOSS": {"NEURAL_FLOSS"},
    "ACTIVATE": LOADS,
    "STRENGTHEN": LOADS,
    "INTEGRATE": LOADS,
    "STABILISE": {"STABILITY"},
}
# Decisions that aim at length.
LENGTHENED = ("RELEASE_AND_ACTIVATE_PARTNER", "RELEASE_AND_INTEGRATE")


def step_differences(verdict, interpretation, facts, catalogue):
    """Returns a sentence for each step that nothing can be done for, and for
    each target whose stretch is allowed and missing, or the other way round."""
    found = []
    for decision in interpretation.decisions:
        steps = {
            (name(action_pb2.Action, step.action), step.muscle, SIDES[step.side])
            for step in decision.steps
        }
        for action, muscle, side in steps:
            if action in FAMILIES and not _is_possible(
                action, muscle, side, verdict, facts, catalogue
            ):
                found.append(f"{decision.id}: nothing is left to {action} {muscle}")
        if name(action_pb2.DecisionAction, decision.action) not in LENGTHENED:
            continue
        target = decision.muscle, SIDES[decision.side]
        expected = _is_possible("LENGTHEN", *target, verdict, facts, catalogue)
        actual = ("LENGTHEN", *target) in steps
        if expected != actual:
            found.append(f"{decision.id} lengthens: expected {expected}, got {actual}")
    return found


def _is_possible(action, muscle, side, verdict, facts, catalogue):
    # What uses new range or steadies the trunk is a movement of anything.
    anything = not muscle or action == "INTEGRATE"
    # A long stretch after the session is one of the target itself.
    first = action == "LENGTHEN"
    return any(
        catalogue.technique(id) in FAMILIES[action]
        and (
            anything
            or (catalogue.target(id) == muscle if first else muscle in row.targets)
        )
        and _is_allowed(row, side, verdict, facts, catalogue)
        for id, row in catalogue.exercises.items()
    )


def _is_allowed(row, side, verdict, facts, catalogue):
    technique = catalogue.technique(row.id)
    if catalogue.target(row.id) == "hamstrings" and _is_open(row, side, verdict):
        return row.id in WHILE_HAMSTRINGS_ARE_OPEN
    if technique in verdict.limits.techniques or verdict.forbidden & set(row.tags):
        return False
    if row.relief_only or row.opt_in_only or row.never_in_block:
        return False
    hips = any(facts.region(target) == "HIP" for target in row.targets)
    if "R-318" in verdict.fired and hips and "END_RANGE_STRETCH" in row.tags:
        return False
    replaced = "cond_hip_replacement" in verdict.conditions
    if replaced and row.id in NOT_AFTER_HIP_REPLACEMENT:
        return False
    if technique not in STRETCHES:
        return True
    return _may_be_stretched(row, side, verdict, facts)


def _is_open(row, side, verdict):
    """R-315: on any side that the exercise works on."""
    return any(
        "NEEDS_DIFFERENTIAL" in verdict.findings["hamstrings", worked].qualifiers
        for worked in (side if row.per_side and side in "LR" else "LR")
    )


def _may_be_stretched(row, side, verdict, facts):
    """R-500, R-501: on each side that the stretch reaches."""
    muscle = row.targets[0]
    sides = sides_of(facts.muscles[muscle])
    if row.per_side and side in sides:
        sides = (side,)
    return all(
        verdict.findings[muscle, reached].status in (*TIGHT, "STIFF")
        and "DO_NOT_STRETCH" not in verdict.findings[muscle, reached].qualifiers
        for reached in sides
    )
