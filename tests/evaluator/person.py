# SPDX-License-Identifier: Apache-2.0
"""Who is assessed: age on the day, and health conditions by their weeks."""

import datetime


def day_of(date):
    """Returns a tonus.v1.Date as a date."""
    return datetime.date(date.year, date.month, date.day)


def _anniversary(day, year):
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February in a common year.
        return datetime.date(year, 3, 1)


def age_on(profile, today):
    """Returns completed years on `today`, None when unknown.

    The stated age grows by one on each anniversary of its date.
    """
    if not profile.HasField("age_years"):
        return None
    if not profile.HasField("age_date"):
        return profile.age_years
    stated = day_of(profile.age_date)
    years = today.year - stated.year
    if _anniversary(stated, today.year) > today:
        years -= 1
    return profile.age_years + years


def reported_conditions(profile, facts, today):
    """Returns the ids of the reported conditions that hold on `today`.

    A condition that is defined by weeks ends, or turns into the next, once so
    many weeks are completed; without a beginning it stays.
    """
    held = set()
    for reported in profile.conditions:
        condition = facts.conditions[reported.condition]
        if reported.HasField("since") and condition.ends_after_weeks:
            weeks = (today - day_of(reported.since)).days // 7
            if weeks >= condition.ends_after_weeks:
                if condition.turns_into:
                    held.add(condition.turns_into)
                continue
        held.add(condition.id)
    return held
