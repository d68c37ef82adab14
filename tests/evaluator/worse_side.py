# SPDX-License-Identifier: Apache-2.0
"""R-205: which side of a target is the worse one."""

import ranking

# How bad a known status is beside another one.
BADNESS = {
    "NORMAL": 0,
    "OVERLENGTHENED": 1,
    "NEURAL_SUSPECT": 1,
    "TIGHT": 2,
    "WEAK": 2,
    "STIFF": 2,
    "NEURAL_POSITIVE": 2,
    "TIGHT_AND_WEAK": 3,
}


def worse_finding(case, left, right):
    """Returns the worse of two sides of one target, None when neither is.

    Different verdicts decide by their badness, then their severity; equal or
    unknown ones by the asymmetric tests, the heavier side when both have some.
    """
    if left.status != right.status and {left.status, right.status} <= set(BADNESS):
        badness = [BADNESS[f.status] for f in (left, right)]
        severity = [ranking.finding_severity(case, f) for f in (left, right)]
        for one, other in (badness, severity):
            if one != other:
                return left if one > other else right
    against_left, against_right = (_weight_against(f) for f in (left, right))
    if abs(against_left - against_right) < 1e-9:
        return None
    return left if against_left > against_right else right


def _weight_against(finding):
    return sum(
        evidence.weight
        for axis in finding.axes.values()
        for evidence in axis.evidence
        if evidence.reading.asymmetric
    )
