# SPDX-License-Identifier: Apache-2.0
"""R-001 to R-006 and R-010: which results are read, with what weight.

A result is refused when it is out of range, off the steps of its test, on a
side that the test does not have, entered by the person alone where only a
clinician counts, or too old. Repetitions of one test and side within 24 h of
the latest are one reading: their median.
"""

import dataclasses
import datetime
import math
import statistics

from tonus.knowledge.v1 import vocabulary_pb2 as words

from facts import SIDES, sides_of
from tolerance import above

OLD_DAYS, EXPIRED_DAYS = 56, 120
PAIN_IS_THE_RESULT = (words.TEST_KIND_NEURAL, words.TEST_KIND_PAIN_PROVOCATION)
REPETITION = datetime.timedelta(hours=24)


@dataclasses.dataclass
class Reading:
    """What one test says on one side."""

    test: str
    side: str
    value: float
    quality: float  # Product of the factors of.
    pain_limited: bool  # Pain stopped every repetition: no evidence.
    pain_stopped: bool  # Pain stopped at least one.
    protocol: int
    time: datetime.datetime
    band: str = ""  # NORMAL, BORDERLINE or ABNORMAL, after asymmetry.
    repetitions: int = 1
    excess: bool = False
    asymmetric: bool = False  # The worse of two unequal sides.
    severe: bool = False  # Asymmetric and abnormal by itself: R-203.
    band_moved: bool = False  # By.
    poorest: float = None  # Of the repetitions.
    values: tuple = ()  # The repetitions, where the test's error is not known.


def read_results(assessment, facts, today, expired_days=EXPIRED_DAYS):
    """Returns (readings by test and side, refusals by index, alarms).

    Alarms are (value, day, side) of neurological screens that were refused only
    because the person entered them alone (R-010): they still raise flags.
    """
    refused, groups, self_screens = {}, {}, {}
    for index, result in enumerate(assessment.results):
        reason = _refusal(result, facts)
        if reason:
            refused[index] = reason
            if (result.test, reason) == ("neuro_screen", "NOT_ACCEPTED_FROM_SELF"):
                self_screens.setdefault(result.side, []).append(result)
            continue
        key = result.test, SIDES[result.side]
        groups.setdefault(key, {})[index] = result
    readings = {}
    for key, group in groups.items():
        reading = _merge(key, list(group.values()), assessment, facts, today)
        if (today - reading.time.date()).days > expired_days:
            refused.update(dict.fromkeys(group, "EXPIRED"))
        else:
            readings[key] = reading
    readings.update(_count_of_items(assessment))
    alarms = [
        _alarm(screens, assessment, readings, today)
        for screens in self_screens.values()
    ]
    return readings, refused, [alarm for alarm in alarms if alarm is not None]


def _count_of_items(assessment):
    """P-03: the items of rmdq that were endorsed. Those without an answer may
    add to them, so a count says that it is above a number, never below."""
    for answers in assessment.measures:
        if answers.measure == "rmdq" and answers.items:
            count = sum(item.answer for item in answers.items)
            time = assessment.assessment_time.ToDatetime()
            yield ("rmdq", "M"), Reading("rmdq", "M", count, 1, False, False, 0, time)


def _alarm(screens, assessment, readings, today):
    """Returns (the poorest of the newest refused screens of one side, its day,
    the side); None when they expired or an accepted screen came later."""
    newest = max(time_of(screen, assessment) for screen in screens)
    accepted = readings.get(("neuro_screen", SIDES[screens[0].side]))
    replaced = accepted is not None and accepted.time > newest
    if replaced or _is_expired(screens, assessment, today):
        return None
    recent = [
        screen.value
        for screen in screens
        if newest - time_of(screen, assessment) <= REPETITION
    ]
    return max(recent), newest.date(), SIDES[screens[0].side]


def time_of(result, assessment):
    """Returns when a result was measured."""
    own = result.HasField("measure_time")
    stamp = result.measure_time if own else assessment.assessment_time
    return stamp.ToDatetime()


def _refusal(result, facts):
    test = facts.tests.get(result.test)
    if test is None:
        return "UNKNOWN_TEST"
    if SIDES.get(result.side) not in sides_of(test):
        return "WRONG_SIDE"
    if not result.HasField("value") or not _is_valid(result.value, test):
        return "INVALID_INPUT"
    if result.assessor == words.ASSESSOR_SELF and _needs_clinician(test):
        return "NOT_ACCEPTED_FROM_SELF"
    return None


def _is_valid(value, test):
    if not math.isfinite(value) or not test.min <= value <= test.max:
        return False
    if test.unit == "mrc":
        return (value * 2).is_integer()
    # The mean of several activities is the one score between whole points.
    whole = test.unit in ("grade", "points") and test.id != "psfs"
    return value.is_integer() if whole else True


def _needs_clinician(test):
    return (
        test.unit == "mrc"
        or test.kind == words.TEST_KIND_NEURAL
        or test.id == "prone_instability"
    )


def _is_expired(results, assessment, today):
    newest = max(time_of(result, assessment) for result in results)
    return (today - newest.date()).days > EXPIRED_DAYS


def _quality(result, test):
    """R-006: the product of the factors of one result."""
    factor = 1.0
    uncontrolled = result.HasField("pelvis_controlled") and not result.pelvis_controlled
    if uncontrolled and test.needs_pelvis_control:
        factor *= 0.5
    cold = result.HasField("warmed_up") and not result.warmed_up
    if cold and test.kind in (words.TEST_KIND_MUSCLE_LENGTH, words.TEST_KIND_ROM):
        factor *= 0.9
    if result.assessor == words.ASSESSOR_SELF:
        factor *= 0.8
    return factor


def _recent(results, assessment):
    """Returns (the time of the newest result, those within 24 h of it)."""
    newest = max(time_of(result, assessment) for result in results)
    return newest, [
        result
        for result in results
        if newest - time_of(result, assessment) <= REPETITION
    ]


def _merge(key, every, assessment, facts, today):
    """R-005: the latest results within 24 h as one reading. R-003 takes those
    that pain stopped out one by one, as if they had not been made."""
    test = facts.tests[key[0]]
    latest, results = _recent(every, assessment)
    pain_stopped = any(result.pain_limited for result in results)
    pain_limited = all(result.pain_limited for result in results)
    if test.kind in PAIN_IS_THE_RESULT:
        pain_limited = pain_stopped
    elif pain_stopped and not pain_limited:
        painless = [result for result in every if not result.pain_limited]
        latest, results = _recent(painless, assessment)
    old = (today - latest.date()).days > OLD_DAYS
    values = [result.value for result in results]
    quality = min(_quality(result, test) for result in results)
    if above(max(values) - min(values), _mdc(results, test)):
        quality *= 0.7
    if old:
        quality *= 0.5
    protocols = {result.protocol for result in results}
    return Reading(
        test=key[0],
        side=key[1],
        value=_value(test, values),
        poorest=_poorest(test, values),
        values=tuple(values) if _mdc(results, test) == math.inf else (),
        quality=quality,
        pain_limited=pain_limited,
        pain_stopped=pain_stopped,
        protocol=protocols.pop() if len(protocols) == 1 else 0,
        time=latest,
        repetitions=len(values),
    )


def _value(test, values):
    """Returns the median; of two middle grades or points the poorer one, since
    there is no grade between them. What a nerve or provoked pain says is the
    poorest of all."""
    if test.kind in PAIN_IS_THE_RESULT:
        return _poorest(test, values)
    if test.unit not in ("grade", "points", "mrc") or test.id == "psfs":
        return statistics.median(values)
    if test.direction == words.DIRECTION_HIGHER:
        return statistics.median_low(values)
    return statistics.median_high(values)


def _poorest(test, values):
    return min(values) if test.direction == words.DIRECTION_HIGHER else max(values)


def _mdc(results, test):
    uncontrolled = any(
        r.HasField("pelvis_controlled") and not r.pelvis_controlled for r in results
    )
    if uncontrolled and test.HasField("uncontrolled_mdc"):
        return test.uncontrolled_mdc
    return test.mdc if test.HasField("mdc") else math.inf
