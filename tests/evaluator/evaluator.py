# SPDX-License-Identifier: Apache-2.0
"""Reads an assessment from beginning to end: request in, verdict out."""

import dataclasses
import datetime
import math

import asymmetry
import bands
import decisions
import differentials
import fired
import fusion
import intolerance
import limits
import measures
import person
import ranking
import safety
import syndromes
import validity
import worse_side
from case import Case
from facts import sides_of


@dataclasses.dataclass
class Verdict:
    """What is compared with the server's interpretation."""

    gate: str
    open_questions: set
    unasked: set
    refused: dict  # Reason by index of the result.
    conditions: set
    forbidden: set
    cautioned: set
    findings: dict  # Finding by (muscle, side).
    syndromes: dict  # Pattern by (syndrome, side).
    preference: str
    notices: set  # (action, subject)
    limits: limits.Limits
    decisions: list
    fired: set = dataclasses.field(default_factory=set)  # Rule ids.

    severities: dict = dataclasses.field(default_factory=dict)  # By target.

    def confidence(self, target):
        """Returns the confidence of a verdict, None without one (R-112)."""
        return fusion.confidence_of(self.findings[target])

    def left_alone(self):
        """Returns the tested targets about which nothing is done."""
        acted = {(d.muscle, d.side) for d in self.decisions}
        acted |= {decision.partner for decision in self.decisions}
        return {
            target
            for target, finding in self.findings.items()
            if target not in acted and (finding.tested or finding.qualifiers)
        }


def evaluate(request, facts):
    """Returns the Verdict on an InterpretAssessmentRequest that has a date and
    an assessment time."""
    today = person.day_of(request.date)
    profile, assessment = request.profile, request.assessment
    readings, refused, alarms = validity.read_results(assessment, facts, today)
    age = person.age_on(profile, today)
    bands.add_ratios(readings, facts)
    bands.add_bands(readings, facts, profile, age)
    asymmetry.read_asymmetry(readings, facts)

    answers = safety.Answers(request, facts, today, age)
    case = Case(
        facts=facts,
        profile=profile,
        history=assessment.history,
        today=today,
        assessed=answers.day,
        age=age,
        readings=readings,
        alarms=alarms,
        conditions=person.reported_conditions(profile, facts, today),
        flags=dict.fromkeys(answers.raised, answers.day),
    )
    for day in _earlier_days(assessment, today):
        _add_flags_of(day, request, case)
    _add_what_lasts(request, case)
    intolerance.set_conditions(case)
    measures.read_measures(case)
    _find(case)
    _recheck_nerves(request, case)
    patterns = syndromes.find_syndromes(case)
    members = set().union(*(pattern.members for pattern in patterns.values()))
    cleared = safety.clearances_of(request, today, case.flags)
    forbidden, cautioned = safety.tags_of(case, cleared)
    verdict = Verdict(
        gate=safety.gate_of(case, answers, cleared),
        open_questions=answers.open,
        unasked=answers.unasked
        - case.flags.keys()
        - intolerance.measured_flags(case),
        refused=refused,
        conditions=case.conditions,
        forbidden=forbidden,
        cautioned=cautioned,
        findings=case.findings,
        syndromes=patterns,
        preference=case.preference,
        notices=safety.notices_of(case, cleared),
        limits=limits.limits_of(case, safety.is_careful(case, cleared)),
        decisions=decisions.decide(case, members),
    )
    verdict.severities = {
        target: ranking.finding_severity(case, finding)
        for target, finding in case.findings.items()
        if finding.status in worse_side.BADNESS
    }
    verdict.fired = fired.rules_fired(case, verdict)
    return verdict


def _earlier_days(assessment, today):
    """Returns the days before today on which something was learned."""
    days = {validity.time_of(r, assessment).date() for r in assessment.results}
    days.add(assessment.assessment_time.ToDatetime().date())
    return sorted(day for day in days if day < today)


def _read(assessment, case, day, expired_days=validity.EXPIRED_DAYS):
    """Returns (readings, alarms) of an assessment on `day`."""
    readings, _, alarms = validity.read_results(
        assessment, case.facts, day, expired_days
    )
    bands.add_ratios(readings, case.facts)
    bands.add_bands(readings, case.facts, case.profile, case.age)
    asymmetry.read_asymmetry(readings, case.facts)
    return readings, alarms


def _add_what_lasts(request, case):
    """Adds the conditions, and what keeps muscles off nerves, that hold if the
    last result of each test counts however old it is, and that held once: what
    it showed lasts until the test is taken again."""
    readings, alarms = _read(request.assessment, case, case.today, math.inf)
    ever = Case(
        facts=case.facts,
        profile=case.profile,
        history=case.history,
        today=case.today,
        assessed=case.assessed,
        age=case.age,
        readings=readings,
        alarms=alarms,
        conditions=set(case.conditions),
    )
    intolerance.set_conditions(ever)
    _find(ever)
    once, nerves = set(), set()
    for day in {*_earlier_days(request.assessment, case.today), case.today}:
        then = _as_of(day, request, case, person.age_on(case.profile, day))
        once |= then.conditions
        nerves |= then.nerves
    case.conditions |= ever.conditions & once
    case.lasting |= ever.nerves & nerves


def _readings_by(day, request, case):
    """Returns (readings, alarms) of what had been measured by `day`, as then."""
    past = type(request.assessment)()
    past.CopyFrom(request.assessment)
    del past.results[:]
    past.results.extend(
        result
        for result in request.assessment.results
        if validity.time_of(result, request.assessment).date() <= day
    )
    return _read(past, case, day)


def _as_of(day, request, case, age):
    """Returns the case of a person of `age` as it was read on `day`."""
    then = Case(
        facts=case.facts,
        profile=case.profile,
        history=case.history,
        today=day,
        assessed=case.assessed,
        age=age,
        readings={},
        alarms=[],
        conditions=person.reported_conditions(case.profile, case.facts, day),
    )
    then.readings, then.alarms = _readings_by(day, request, then)
    intolerance.set_conditions(then)
    _find(then)
    return then


def _recheck_nerves(request, case):
    """R-311: a nerve test that is no better than two weeks before it."""
    for side in "LR":
        if case.status("sciatic_nerve", side) != "NEURAL_POSITIVE":
            continue
        for test in ("slump", "slr_neural"):
            now = case.readings.get((test, side))
            if now is None or now.band == "NORMAL":
                continue
            day = now.time.date() - datetime.timedelta(days=14)
            before = _readings_by(day, request, case)[0].get((test, side))
            if before is None or before.band == "NORMAL":
                continue
            if now.value >= before.value:
                case.referrals.add(("REFER_ROUTINE", "R-311"))


def _add_flags_of(day, request, case):
    """Adds the flags that rules would have raised on `day`, from what had been
    measured by then: a sign does not go away because its result grew old or a
    later one came. Only a clearance ends it."""
    then = _as_of(day, request, case, case.age)
    for flag, raised in then.flags.items():
        if case.facts.action(flag) in ("STOP_AND_REFER_URGENT", "REFER"):
            case.raise_flag(flag, [raised])


def _find(case):
    """Fuses every target, applies the differentials, adds the qualifiers."""
    for muscle, side in case.facts.targets:
        finding = fusion.Finding(muscle, side)
        hypermobile = "cond_hypermobility" in case.conditions
        fusion.fuse(case.facts, case.readings, finding, hypermobile)
        finding.tested = fusion.is_tested(case.facts, case.readings, muscle, side)
        case.findings[muscle, side] = finding
    differentials.differentiate(case)
    intolerance.read_leg_power(case)
    for muscle in case.facts.muscles:
        _qualify(case, muscle)


def _qualify(case, muscle):
    """R-003, R-109 and R-205."""
    sides = sides_of(case.facts.muscles[muscle])
    findings = [case.findings[muscle, side] for side in sides]
    for finding in findings:
        undecided = {axis.qualifier for axis in finding.axes.values()}
        finding.qualifiers |= undecided - {""}
        if fusion.is_pain_limited(case.facts, case.readings, muscle, finding.side):
            finding.qualifiers.add("PAIN_LIMITED")
    if len(findings) == 2:
        worse = worse_side.worse_finding(case, *findings)
        if worse is not None:
            worse.qualifiers.add("ASYMMETRIC")
