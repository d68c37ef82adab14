# SPDX-License-Identifier: Apache-2.0
"""The gate G-01 to G-04, and the tags that conditions and rules restrict."""

import datetime

from person import day_of

CLEARANCE_WEEKS = 12
ANSWER_DAYS = 120
# The age from which a first episode can be one after the age of 55.
FIRST_EPISODE_AGE = 55


class Answers:
    """The red-flag answers of one screening."""

    def __init__(self, request, facts, today, age):
        assessment = request.assessment
        self.day = assessment.assessment_time.ToDatetime().date()
        screening = assessment.screening
        given = {answer.red_flag: answer.present for answer in screening.answers}
        self.raised = {flag for flag, present in given.items() if present}
        fresh = (today - self.day).days <= ANSWER_DAYS
        self.open = {
            flag.id
            for flag in facts.red_flags.values()
            if flag.asked
            and facts.action(flag.id) == "STOP_AND_REFER_URGENT"
            and flag.id not in self.raised
            and not (fresh and (screening.others_denied or flag.id in given))
        }
        self.unasked = {
            flag.id
            for flag in facts.red_flags.values()
            if flag.asked
            and facts.action(flag.id) != "STOP_AND_REFER_URGENT"
            and not (screening.others_denied or flag.id in given)
            and not (
                flag.id == "rf_new_onset_over_55"
                and age is not None
                and age < FIRST_EPISODE_AGE
            )
        }


def clearances_of(request, today, flags):
    """Returns the subjects of the clearances that hold on `today`: less than
    12 weeks old, and not void. A flag is cleared by a later day only, a condition
    not before it began; any flag voids the clearances of its day and before."""
    held = set()
    begun = {
        condition.condition: day_of(condition.since)
        for condition in request.profile.conditions
        if condition.HasField("since")
    }
    for clearance in request.clearances:
        date = day_of(clearance.date)
        if date < begun.get(clearance.subject, date):
            continue
        expires = date + datetime.timedelta(weeks=CLEARANCE_WEEKS)
        if not date <= today < expires:
            continue
        if any(date <= day for day in flags.values()):
            continue
        if date == flags.get(clearance.subject):
            continue
        held.add(clearance.subject)
    return held


def gate_of(case, answers, cleared):
    """Returns the gate; the most serious check that fails decides."""
    actions = {case.facts.action(flag) for flag in case.flags.keys() - cleared}
    gates = {case.facts.gate(c) for c in case.conditions - cleared}
    if "STOP_AND_REFER_URGENT" in actions:
        return "STOP_AND_REFER_URGENT"
    if answers.open:
        return "NOT_CLEARED"
    if "REFER" in actions or gates & {"BLOCK", "CLEARANCE"}:
        return "REFER"
    return "OK"


def tags_of(case, cleared):
    """Returns (forbidden, cautioned); forbid wins over caution."""
    forbidden, cautioned = set(case.forbidden), set()
    for condition in case.conditions:
        forbidden.update(case.facts.conditions[condition].forbidden_tags)
        cautioned.update(case.facts.conditions[condition].caution_tags)
    if is_careful(case, cleared):
        forbidden.add("END_RANGE_STRETCH")
    return forbidden, cautioned - forbidden


def is_careful(case, cleared):
    """Returns whether a flag or a rule asks for caution."""
    return "CAUTION" in {action for action, _ in notices_of(case, cleared)}


def notices_of(case, cleared):
    """Returns (action, flag, condition or rule) of all that must be told."""
    notices = set(case.referrals)
    for flag in case.flags.keys() - cleared:
        notices.add((case.facts.action(flag), flag))
    for condition in case.conditions - cleared:
        if case.facts.gate(condition) in ("BLOCK", "CLEARANCE"):
            notices.add(("REFER", condition))
    return notices
