# SPDX-License-Identifier: Apache-2.0
"""What the rules of one case ask: values, bands, answers, findings.

A rule fires only when its whole condition is known to be true. No condition
here negates a comparison, so a missing value may simply answer False; where
being missing itself matters, a rule asks `taken`.
"""

import dataclasses
import datetime


@dataclasses.dataclass
class Case:
    """An assessment while it is read; the rules add to it."""

    facts: object
    profile: object
    history: object
    today: datetime.date
    assessed: datetime.date
    age: int | None
    readings: dict
    alarms: list  # (value, day, side) of refused neurological screens.
    findings: dict = dataclasses.field(default_factory=dict)
    conditions: set = dataclasses.field(default_factory=set)
    flags: dict = dataclasses.field(default_factory=dict)  # Its day, by flag.
    referrals: set = dataclasses.field(default_factory=set)  # (action, rule)
    forbidden: set = dataclasses.field(default_factory=set)  # Tags, by rules.
    prioritised: set = dataclasses.field(default_factory=set)  # Targets.
    nerves: set = dataclasses.field(default_factory=set)  # (rule, side) that fired.
    # The same of results that expired: what kept muscles off still does.
    lasting: set = dataclasses.field(default_factory=set)
    preference: str = ""
    fired: list = dataclasses.field(default_factory=list)

    def fire(self, *rules):
        self.fired.extend(rules)

    def raise_flag(self, flag, days):
        """Raises a red flag on the last of `days`, of what it follows from."""
        self.flags[flag] = max([*days, self.flags.get(flag, datetime.date.min)])

    def days_of(self, tests, side):
        """Returns the days of the readings of `tests` on a side."""
        found = (self.readings.get((test, side)) for test in tests)
        return [reading.time.date() for reading in found if reading is not None]

    def taken(self, test, side="M"):
        return (test, side) in self.readings

    def value(self, test, side="M"):
        """Returns the value, None when missing."""
        reading = self.readings.get((test, side))
        return None if reading is None else reading.value

    def at_least(self, test, number, side="M"):
        value = self.value(test, side)
        return value is not None and value >= number

    def at_most(self, test, number, side="M"):
        value = self.value(test, side)
        return value is not None and value <= number

    def below(self, test, number, side="M"):
        value = self.value(test, side)
        return value is not None and value < number

    def ever_below(self, test, number, side):
        """As `below`, of the poorest repetition: what raises a flag."""
        reading = self.readings.get((test, side))
        return reading is not None and reading.poorest < number

    def band(self, test, side="M"):
        """Returns the band, MISSING when there is no reading."""
        reading = self.readings.get((test, side))
        return "MISSING" if reading is None else reading.band

    def painless_band(self, test, side):
        """Returns the band; MISSING for a test that pain stopped each time,
        where its value would be taken as proof."""
        reading = self.readings.get((test, side))
        stopped = reading is not None and reading.pain_limited
        return "MISSING" if stopped else self.band(test, side)

    def abnormal(self, test, side="M"):
        return self.band(test, side) == "ABNORMAL"

    def status(self, muscle, side):
        return self.findings[muscle, self.facts.on_side(muscle, side)].status

    def qualify(self, muscle, side, *qualifiers):
        finding = self.findings[muscle, self.facts.on_side(muscle, side)]
        finding.qualifiers.update(qualifiers)
