# SPDX-License-Identifier: Apache-2.0
"""Which rules a case exercised: those with a condition of their own, which
`case.fired` holds, and those that show in what came out."""

# Every rule that the evaluator carries out and that does not run always.
RULES = (
    *("R-001", "R-003", "R-004", "R-005", "R-006", "R-009", "R-010", "R-011"),
    *("R-107", "R-108", "R-109", "R-110", "R-113", "R-114", "R-115"),
    *("R-201", "R-202", "R-203", "R-204", "R-205"),
    *("R-310", "R-311", "R-312", "R-312a", "R-312b", "R-312c", "R-312d", "R-313"),
    *("R-314", "R-315", "R-316", "R-317", "R-318", "R-319", "R-320", "R-321"),
    *("R-322", "R-323", "R-325", "R-330", "R-331", "R-335", "R-340", "R-341"),
    *("R-400", "R-401", "R-402", "R-403", "R-404"),
    *("R-504", "R-505", "R-506", "R-507", "R-739", "BP-160", "BP-180"),
    *("D-01", "D-02", "D-03", "D-04", "D-05", "D-06", "D-07", "D-09"),
    *("D-11", "D-12", "D-13", "D-14", "G-01", "G-02", "G-03", "G-04"),
    *("PR-01", "PR-02", "PR-03", "PR-04", "PR-05", "PR-06", "PR-07"),
)

PATTERNS = {
    ("LOWER_CROSSED", True): "R-400",
    ("LOWER_CROSSED", False): "R-401",
    ("UPPER_CROSSED", True): "R-402",
    ("UPPER_CROSSED", False): "R-403",
    ("LAYER", True): "R-404",
    ("LAYER", False): "R-404",
}
DECISIONS = {
    "RELEASE_AND_ACTIVATE_PARTNER": "R-504",
    "ACTIVATE": "R-505",
    "RELEASE_AND_INTEGRATE": "R-506",
    "RELEASE_AND_STRENGTHEN": "R-507",
}
STATES = {"POS": "R-107", "NEG": "R-108", "INDET": "R-109"}


def rules_fired(case, verdict):
    """Returns the ids of the rules that the case exercised, as a set."""
    fired = set(case.fired)
    fired |= set(_of_readings(case, verdict))
    fired |= set(_of_findings(case))
    fired |= {PATTERNS[id, p.full] for (id, _), p in verdict.syndromes.items()}
    for decision in verdict.decisions:
        if decision.action in DECISIONS:
            fired.add(DECISIONS[decision.action])
        elif decision.muscle == "lumbar_spine":
            fired.add("R-335")
    fired |= set(_of_gates(case, verdict))
    return fired


def _of_readings(case, verdict):
    reasons = set(verdict.refused.values())
    if "INVALID_INPUT" in reasons:
        yield "R-001"
    if "NOT_ACCEPTED_FROM_SELF" in reasons:
        yield "R-010"
    for (test, side), reading in case.readings.items():
        if reading.pain_limited:
            yield "R-003"
        if test.startswith("ratio_"):
            yield "R-004"
        if reading.repetitions > 1:
            yield "R-005"
        if reading.quality < 1:
            yield "R-006"
        if (test, {"L": "R", "R": "L"}.get(side, side)) not in case.readings:
            yield "R-009"
        yield from _of_asymmetry(test, reading)


def _of_asymmetry(test, reading):
    if reading.severe:
        yield "R-203"
    if not reading.band_moved:
        return
    if test == "side_bridge":
        yield "R-204"
    else:
        yield "R-202" if reading.band == "ABNORMAL" else "R-201"


def _of_findings(case):
    for finding in case.findings.values():
        for axis in finding.axes.values():
            if axis.state in STATES:
                yield STATES[axis.state]
        if finding.long:
            yield "R-110"
        if "ASYMMETRIC" in finding.qualifiers:
            yield "R-205"
        if case.facts.kind(finding.muscle) == "NERVE" and finding.tested:
            yield "R-115"
        if case.facts.kind(finding.muscle) == "STRUCTURE" and finding.tested:
            yield "R-114"
            if finding.side == "M":
                yield "R-113"


def _of_gates(case, verdict):
    subjects = {subject: action for action, subject in verdict.notices}
    for subject, action in subjects.items():
        if action == "STOP_AND_REFER_URGENT":
            yield "G-01"
        elif action == "REFER" and subject in case.facts.red_flags:
            yield "G-02"
        elif action == "REFER":
            block = case.facts.gate(subject) == "BLOCK"
            yield "G-03" if block else "G-04"
