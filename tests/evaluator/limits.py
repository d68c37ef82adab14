# SPDX-License-Identifier: Apache-2.0
"""What flags and rules limit in a plan, beside tags."""

import dataclasses


@dataclasses.dataclass
class Limits:
    """Zero means not limited."""

    max_level: int = 0
    max_exercises: int = 0
    max_hold_seconds: int = 0
    techniques: set = dataclasses.field(default_factory=set)  # Not used.
    relief_mode: bool = False


def limits_of(case, careful):
    """Returns the Limits; `careful` when a flag or rule asks for caution."""
    limits = Limits()
    if careful or {"PR-01", "PR-07"} & set(case.fired):
        limits.max_level = 2
    if careful or "PR-07" in case.fired:
        limits.techniques.add("PNF")
    if "PR-01" in case.fired:
        limits.max_exercises = 6
    if "cond_hypermobility" in case.conditions:
        limits.max_hold_seconds = 20
        limits.techniques.add("PNF")
    if {"R-325", "R-312a", "R-312b"} & set(case.fired):
        limits.techniques.add("NEURAL_FLOSS")
    limits.relief_mode = bool({"PR-06", "PR-07"} & set(case.fired))
    return limits
