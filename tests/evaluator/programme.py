# SPDX-License-Identifier: Apache-2.0
"""The invariants of a programme, checked on what a client gets: I-01 to I-12
and the rules of slots and doses that keep a session safe."""

import datetime

from tonus.knowledge.v1 import vocabulary_pb2 as words
from tonus.v1 import interpretation_pb2

from catalogue import LOADS, RELEASES, STRETCHES
from facts import SIDES, name

# One row for each week: highest level, whether contract-relax may be planned.
WEEKS = {1: (2, False), 2: (2, True), 3: (3, True), 4: (3, True), 5: (4, True)}
WEEKS[6] = (4, True)
RELEASABLE = {"TIGHT", "TIGHT_AND_WEAK", "STIFF"}
LONGEST_COLD_STRETCH = 15
WARM_UP_SECONDS = 180
MASSAGE_SECONDS = 300
ACTIVATION_SECONDS = 120
STATIC_BEFORE_LOAD = 60
HOME_MINUTES = 3
PNF_AGE = 75
PNF_PAIN = 4


def complaints(routine, person):
    """Returns what is wrong with `routine`, one text each."""
    return list(_Checker(routine, person).run())


class _Checker:
    def __init__(self, routine, person):
        self.routine = routine
        self.person = person
        self.verdict = person.verdict
        self.catalogue = person.catalogue
        self.decisions = {decision.id: decision for decision in routine.decisions}

    def run(self):
        gate = routine_gate(self.routine)
        if gate != self.verdict.gate:
            yield f"the gate is {gate}, not {self.verdict.gate}"
        if gate != "OK":
            if self.routine.sessions:
                yield "I-09: sessions although the gate is closed"
            return
        if len(self.routine.sessions) != 18:
            yield f"{len(self.routine.sessions)} sessions"
        yield from self._days()
        last = self.routine.sessions[-1]
        if routine_gate(last) != self.person.gate_on(last.date):
            yield f"the gate of {last.date} is {routine_gate(last)}"
        for session in self.routine.sessions:
            checks = self._closed if session.gate != self.routine.gate else self._session
            for text in checks(session):
                yield f"session {session.number}: {text}"

    def _days(self):
        days = [
            datetime.date(s.date.year, s.date.month, s.date.day)
            for s in self.routine.sessions
        ]
        for before, after in zip(days, days[1:]):
            if (after - before).days < 2:
                yield f"no rest day between {before} and {after}"
        allowed = set(self.person.profile.training_days)
        for day in days:
            if allowed and day.isoweekday() not in allowed:
                yield f"{day} is not a training day"

    def _closed(self, session):
        """A session of a day on which something has run out or begun."""
        gate = routine_gate(session)
        if gate != self.person.gate_on(session.date):
            yield f"its gate is {gate}, not {self.person.gate_on(session.date)}"
        if session.items or session.home_items:
            yield "I-09: exercises although the gate is closed"

    def _session(self, session):
        everything = [*session.items, *(h.item for h in session.home_items)]
        for item in everything:
            yield from self._item(session, item)
        yield from self._time(session)
        yield from self._blocks(session)
        yield from self._order(session)
        yield from self._home(session)
        if not session.relief:
            yield from self._content(session)

    def _item(self, session, item):
        """What must hold of every exercise, wherever it stands."""
        exercise = self.catalogue.exercises[item.exercise]
        technique = self.catalogue.technique(item.exercise)
        where = item.exercise
        for tag in set(exercise.tags) & self.verdict.forbidden:
            yield f"I-01: {where} carries the forbidden tag {tag}"
        if not self.catalogue.at_hand(item.exercise, self.person.profile.equipment):
            yield f"R-738: {where} needs what is not at hand"
        for other in item.alternatives:
            tags = set(self.catalogue.exercises[other.exercise].tags)
            if tags & self.verdict.forbidden:
                yield f"I-01: {other.exercise}, beside {where}, is forbidden"
        if exercise.level > self._level_cap(session):
            yield f"I-07: {where} is level {exercise.level}"
        if technique in self.verdict.limits.techniques:
            yield f"{where}: {technique} is not used for this person"
        if technique in STRETCHES and item.slot != words.SLOT_RELIEF:
            yield from self._stretch(session, item, technique)
        if technique == "PNF":
            yield from self._contract_relax(session, item)
        yield from self._sides(item)

    def _level_cap(self, session):
        level = self.person.profile.user_level or 1
        cap = min(WEEKS[session.week][0], level + 1, 4)
        if self.verdict.limits.max_level:
            cap = min(cap, self.verdict.limits.max_level)
        return cap

    def _findings(self, item):
        """Yields the findings of the first target on the sides that are done."""
        target = self.catalogue.target(item.exercise)
        facts = self.person.facts
        for dose in item.doses:
            side = SIDES[dose.side]
            sides = "LR" if side == "M" else side
            touched = {facts.on_side(target, one) for one in sides}
            yield from (self.verdict.findings[target, one] for one in touched)

    def _stretch(self, session, item, technique):
        for finding in self._findings(item):
            where = f"{item.exercise} for {finding.muscle}.{finding.side}"
            if finding.status not in RELEASABLE:
                yield f"I-04: {where}, which is {finding.status}"
            if "DO_NOT_STRETCH" in finding.qualifiers:
                yield f"I-08: {where}"
        longest = self.verdict.limits.max_hold_seconds
        if technique == "STATIC_STRETCH" and longest:
            for dose in item.doses:
                if dose.hold_seconds > longest:
                    yield f"{item.exercise}: held for {dose.hold_seconds} s"

    def _contract_relax(self, session, item):
        person = self.person
        pain = person.average_pain()
        if not WEEKS[session.week][1]:
            yield f"I-10: {item.exercise}"
        if person.age is None or person.age >= PNF_AGE:
            yield f"R-711: {item.exercise} at the age of {person.age}"
        if pain is None or pain > PNF_PAIN:
            yield f"R-711: {item.exercise} with average pain {pain}"
        for finding in self._findings(item):
            if "NEURAL_SUSPECT" in finding.qualifiers:
                yield f"R-711: {item.exercise}: a nerve may be involved"

    def _sides(self, item):
        """I-12: where the target of a decision is treated, its worse side comes
        first and never gets less."""
        target = self.catalogue.target(item.exercise)
        decision = self.decisions.get(item.decision)
        if decision is None or target not in (decision.muscle, decision.partner):
            return
        volume = {
            SIDES[dose.side]: dose.sets
            * (dose.repetitions or 1)
            * (dose.hold_seconds or 1)
            + sum(dose.repetitions_by_set)
            for dose in item.doses
        }
        if set(volume) != {"L", "R"}:
            return
        for worse, better in ("LR", "RL"):
            finding = self.verdict.findings.get((target, worse))
            if finding is None or "ASYMMETRIC" not in finding.qualifiers:
                continue
            if volume[worse] < volume[better]:
                yield f"I-12: {item.exercise} does less on the worse side"
            if SIDES[item.doses[0].side] != worse:
                yield f"I-12: {item.exercise} begins with the better side"

    def _time(self, session):
        seconds = sum(map(self.catalogue.seconds, session.items))
        # Relief ends when it helps, whatever time there is.
        wished = 0 if session.relief else self.person.profile.session_minutes
        allowed = wished or 30
        if seconds > 60 * allowed:
            yield f"I-05: it takes {seconds / 60:.2f} of {allowed} minutes"
        if abs(seconds / 60 - session.total_minutes) > 0.02:
            yield f"R-730: {session.total_minutes} minutes, not {seconds / 60:.2f}"
        massage = sum(
            self.catalogue.seconds(item)
            for item in session.items
            if self.catalogue.technique(item.exercise) == "SMR"
        )
        if massage > MASSAGE_SECONDS:
            yield f"R-715: {massage} s of self-massage"

    def _blocks(self, session):
        """I-02: releases, then activations, nothing between."""
        blocks = {}
        for place, item in enumerate(session.items):
            if item.block:
                blocks.setdefault(item.block, []).append((place, item))
        for block, items in blocks.items():
            places = [place for place, _ in items]
            if places != list(range(places[0], places[0] + len(places))):
                yield f"I-02: something stands inside block {block}"
            loads = [
                self.catalogue.technique(item.exercise) in LOADS for _, item in items
            ]
            if loads != sorted(loads):
                yield f"I-02: block {block} releases after it has activated"
            if not all(loads) and not any(loads):
                yield f"R-504: block {block} releases without an activation"
            since = 0
            for (_, item), load in zip(items, loads):
                if load and since > ACTIVATION_SECONDS:
                    yield f"R-504: {item.exercise} begins {since} s after the release"
                since = since + self.catalogue.seconds(item) if load else 0

    def _order(self, session):
        """I-03 and R-706."""
        warm = 0
        stretched = {}
        for item in session.items:
            technique = self.catalogue.technique(item.exercise)
            target = self.catalogue.target(item.exercise)
            longest = max((dose.hold_seconds for dose in item.doses), default=0)
            cold = technique == "PNF" or (
                technique == "STATIC_STRETCH" and longest > LONGEST_COLD_STRETCH
            )
            if cold and warm < WARM_UP_SECONDS:
                yield f"I-03: {item.exercise} after {warm} s of warm-up"
            if technique in ("AEROBIC", "DYNAMIC_MOBILITY") or technique in LOADS:
                warm += self.catalogue.seconds(item)
            if technique == "STATIC_STRETCH":
                for side, held in self.catalogue.held(item).items():
                    key = target, side
                    stretched[key] = stretched.get(key, 0) + held
            if technique == "STRENGTH":
                for (muscle, side), held in stretched.items():
                    if muscle == target and held > STATIC_BEFORE_LOAD:
                        yield f"R-706: {held} s of stretch before {item.exercise}"

    def _home(self, session):
        if len(session.home_items) > 2:
            yield f"R-733: {len(session.home_items)} items at home"
        asked = self.person.profile
        if session.home_items and asked.HasField("home_exercises"):
            if not asked.home_exercises:
                yield "items at home although none are wanted"
        for home in session.home_items:
            if self.catalogue.seconds(home.item) > 60 * HOME_MINUTES:
                yield f"R-733: {home.item.exercise} takes too long"
            if home.item.slot not in (words.SLOT_BEDTIME, words.SLOT_MICRO):
                yield f"{home.item.exercise} at home has another slot"

    def _content(self, session):
        """What a training session needs: I-05 and I-06."""
        few = any(
            notice.subject == "INSUFFICIENT_SAFE_OPTIONS" for notice in session.notices
        )
        count = len(session.items)
        if count > 10:
            yield f"I-05: {count} exercises"
        if count < 6 and not few and not session.short_format:
            yield f"I-05: only {count} exercises"
        techniques = [self.catalogue.technique(i.exercise) for i in session.items]
        if "STABILITY" not in techniques and self._may_stabilise(session):
            yield "I-06: no stability exercise"
        orders = [item.order for item in session.items]
        if orders != list(range(1, count + 1)):
            yield f"the order is {orders}"
        for item in session.items:
            if not item.rule or not item.reason:
                yield f"{item.exercise} says no rule or no reason"
            first = RELEASES | LOADS
            technique = self.catalogue.technique(item.exercise)
            if item.block and technique not in first:
                yield f"{item.exercise} belongs to no block"

    def _may_stabilise(self, session):
        cap = self._level_cap(session)
        return any(
            self.catalogue.technique(exercise.id) == "STABILITY"
            and exercise.level <= cap
            and not exercise.opt_in_only
            and not set(exercise.tags)
            & (self.verdict.forbidden | self.verdict.cautioned)
            and self.catalogue.at_hand(exercise.id, self.person.profile.equipment)
            for exercise in self.catalogue.exercises.values()
        )


def routine_gate(routine):
    """Returns the gate of a routine or of a session, for example OK."""
    return name(interpretation_pb2.Gate, routine.gate)
