# SPDX-License-Identifier: Apache-2.0
"""Random assessments: every person is made from one seed.

Values crowd at the edges of the bands. A theme makes the tests of one
differential meet, since independent tests would hardly ever do; gates are
mostly open, so that there is something to decide.
"""

import datetime
import random

from google.protobuf import timestamp_pb2
from tonus.knowledge.v1 import vocabulary_pb2 as words
from tonus.v1 import assessment_service_pb2, date_pb2

from facts import sides_of

# A day that has passed on every clock.
TODAY = datetime.date(2024, 6, 14)
NOON = datetime.datetime(2024, 6, 14, 12)
SIDE = {"L": words.SIDE_LEFT, "R": words.SIDE_RIGHT, "M": words.SIDE_MIDLINE}

THEMES = (
    ("pslr", "ftf", "sit_and_reach", "pke_9090", "ake_9090", "slump", "slr_neural",
     "crossed_slr", "hip_flexion", "slb_hold", "neuro_screen"),
    ("femoral_pkb", "mod_thomas_knee", "ely_knee_flex", "mod_thomas_hip",
     "hip_ext_prone", "neuro_screen", "knee_ext_mmt"),
    ("hip_ir_prone", "hip_er_prone", "hip_flexion", "piriformis_length",
     "hip_ir_seated", "fadir"),
    ("wblt", "ankle_df_knee_flex", "ankle_df_knee_ext", "calf_raise", "tib_ant_mmt",
     "sl_stance"),
    ("hip_abd_knee_ext", "hip_abd_knee_flex", "ober_mod", "mod_thomas_abd",
     "hip_abd_mmt", "hip_abd_hhd", "trendelenburg", "janda_hip_abd"),
    ("aberrant_movement", "prone_instability", "beighton", "pslr", "schober_mm",
     "side_bend", "janda_phe"),
    ("rep_flexion", "rep_extension", "rep_rotation", "side_bend",
     "lumbar_extension", "neuro_screen"),
    ("sorensen", "trunk_flexor", "side_bridge", "prone_plank", "schober_mm", "ftf"),
    ("mod_thomas_hip", "mod_thomas_knee", "slb_hold", "hip_ext_mmt", "hip_ext_hhd",
     "trunk_flexor", "sorensen", "side_bend", "schober_mm", "prone_plank"),
    ("upper_trap_length", "levator_length", "pec_minor_table", "pec_minor_index",
     "pec_major_length", "dnf_endurance", "janda_neck_flexion", "lower_trap_mmt",
     "middle_trap_mmt", "serratus_mmt", "neck_flexion_gap"),
    ("thoracic_extension", "thoracic_rot_seated", "thoracic_rot_locked",
     "shoulder_flexion", "overhead_wall_reach", "lat_length", "shoulder_er_side",
     "shoulder_er_mmt"),
    ("start_back_total", "start_back_psych", "fabq_pa", "fabq_w", "phq2", "gad2",
     "odi", "rmdq", "nrs_avg", "psfs", "groc"),
)  # fmt: skip

# Where rules compare a value with a number that is no edge of a band.
RULE_EDGES = {
    "pslr": (90, 91, 92),
    "sl_stance": (4.5, 5, 5.5),
    "hip_ir_prone": (20, 50),
    "hip_er_prone": (19, 20, 49, 50),
    "odi": (59, 60, 61),
    "rmdq": (18, 19),
    "nrs_avg": (6, 7),
    "rep_flexion": (-1, 0, 1),
    "rep_extension": (-1, 0, 1),
    "aberrant_movement": (0, 1, 2),
    **{f"{muscle}_mmt": (3.5, 4) for muscle in ("hip_abd", "hip_ext", "knee_ext")},
}

HISTORY = (
    "pain_with_sitting",
    "pain_with_bending",
    "pain_with_standing",
    "pain_with_walking",
    "pain_with_arching",
    "pain_with_heel_drop",
    "pain_with_carrying",
    "leg_symptoms_left",
    "leg_symptoms_right",
    "low_back_stiffness",
    "fall_12m",
)


def random_assessment(seed, facts):
    """Returns the InterpretAssessmentRequest that `seed` makes."""
    return _Maker(random.Random(seed), facts).make()


class _Maker:
    def __init__(self, rng, facts):
        self.rng = rng
        self.facts = facts
        self.ill = rng.choice((0.1, 0.35, 0.6, 0.85))
        self.request = assessment_service_pb2.InterpretAssessmentRequest(
            date=_date(TODAY)
        )

    def chance(self, share):
        return self.rng.random() < share

    def make(self):
        assessment = self.request.assessment
        assessment.assessment_time.CopyFrom(
            _stamp(NOON - datetime.timedelta(days=self._days_ago()))
        )
        self._profile()
        self._conditions()
        self._screening()
        self._history()
        self._results()
        self._partial_answers()
        results = list(assessment.results)
        self.rng.shuffle(results)
        del assessment.results[:]
        assessment.results.extend(results)
        return self.request

    def _days_ago(self):
        if self.chance(0.85):
            return 0
        return self.rng.choice((1, 30, 56, 57, 100, 120, 121, 200))

    def _profile(self):
        rng, profile = self.rng, self.request.profile
        if self.chance(0.9):
            ages = (17, 18, 39, 40, 49, 50, 51, 59, 60, 64, 65, 80)
            young = self.chance(0.1)
            age = rng.choice(ages) if not young else rng.randint(14, 90)
            profile.age_years = age if age >= 18 or self.chance(0.2) else 30
            self._age_date(profile)
        profile.sex = rng.choice((0, words.SEX_FEMALE, words.SEX_MALE))
        if self.chance(0.5):
            profile.athlete = self.chance(0.5)
        if self.chance(0.5):
            profile.user_level = rng.randint(1, 5)
        if self.chance(0.5):
            regions = words.Region.values()[1:]
            profile.complaint_region = rng.choice(regions)

    def _age_date(self, profile):
        ago = datetime.timedelta(days=self.rng.choice((0, 1, 364, 365, 366, 900)))
        profile.age_date.CopyFrom(_date(TODAY - ago))

    def _conditions(self):
        rng, facts = self.rng, self.facts
        told = [
            c.id
            for c in facts.conditions.values()
            if c.gate != words.CONDITION_GATE_ENGINE
        ]
        mild = [
            id
            for id in told
            if facts.conditions[id].gate == words.CONDITION_GATE_MODIFY
        ]
        count = rng.choice((0, 0, 0, 0, 1, 1, 2, 3))
        for id in rng.sample(told if self.chance(0.25) else mild, count):
            condition = self.request.profile.conditions.add(condition=id)
            weeks = self.facts.conditions[id].ends_after_weeks or 12
            if self.chance(0.5):
                days = 7 * weeks + rng.choice((-8, -7, -1, 0, 1, 7, 60))
                condition.since.CopyFrom(_date(TODAY - datetime.timedelta(days)))
            if self.chance(0.7):
                self._clear(id)

    def _clear(self, subject):
        days = self.rng.choice((0, 0, 1, 10, 83, 84, 85, 200))
        date = _date(TODAY - datetime.timedelta(days=days))
        self.request.clearances.add(subject=subject, date=date)

    def _screening(self):
        rng = self.rng
        screening = self.request.assessment.screening
        asked = [flag.id for flag in self.facts.red_flags.values() if flag.asked]
        screening.others_denied = self.chance(0.93)
        answered = 0 if self.chance(0.8) else rng.randint(1, 3)
        if not screening.others_denied and self.chance(0.5):
            answered = len(asked) - rng.randint(0, 3)
        for flag in rng.sample(asked, answered):
            present = self.chance(0.2 if answered <= 3 else 0.02)
            screening.answers.add(red_flag=flag, present=present)
            if present and self.chance(0.6):
                self._clear(flag)

    def _history(self):
        rng, history = self.rng, self.request.assessment.history
        share = rng.choice((0.0, 0.1, 0.3))
        for key in HISTORY:
            setattr(history, key, self.chance(share))
        muscles = list(self.facts.muscles)
        if self.chance(0.3):
            history.goal_muscles.extend(rng.sample(muscles, 6))
        for field in (history.tender, history.feels_tight):
            for muscle, side in rng.sample(self.facts.targets, rng.choice((0, 0, 3))):
                field.add(muscle=muscle, side=SIDE[side])
        if self.chance(0.06):
            history.systolic_mmhg = rng.choice((120, 159, 160, 179, 180))
        if self.chance(0.06):
            history.diastolic_mmhg = rng.choice((80, 99, 100, 109, 110))

    def _results(self):
        rng = self.rng
        tests = set()
        for theme in rng.sample(THEMES, rng.choice((1, 1, 2, 2, 3, 5))):
            tests.update(t for t in theme if self.chance(0.8))
        tests.update(rng.sample(sorted(self.facts.tests), rng.randint(0, 8)))
        if self.chance(0.04):
            tests = self._stiff_low_back()
        for test in sorted(tests):
            test = self.facts.tests[test]
            if test.HasField("derivation"):
                continue
            sides = sides_of(test)
            if len(sides) == 2 and self.chance(0.25):
                sides = rng.choice((("L",), ("R",)))
            for side in sides:
                self._result(test, side)
        self._agree("start_back_total", "start_back_psych", most_others=4)
        if self.chance(0.1):
            self._wrong_result()

    def _agree(self, whole, part, most_others):
        """Drops the results of `part` that a result of `whole` contradicts."""
        results = self.request.assessment.results
        totals = [r.value for r in results if r.test == whole]
        kept = [
            r
            for r in results
            if r.test != part
            or all(r.value <= total <= r.value + most_others for total in totals)
        ]
        del results[:]
        results.extend(kept)

    def _stiff_low_back(self):
        """Adds the one finding that R-335 asks for; returns no other tests."""
        self.ill = 0.0
        low_back = self.facts.tests["schober_mm"]
        self._add(low_back, "M", low_back.min)
        for test, side in (
            *(("hip_ir_seated", side) for side in "LR"),
            ("thoracic_extension", "M"),
        ):
            best = self.facts.tests[test].bands.normal.min
            self._add(self.facts.tests[test], side, best - self.chance(0.15))
        return set()

    def _result(self, test, side):
        result = self._add(test, side, self._value(test))
        if self.chance(0.07):
            result.pain_limited = True
        assessed = self.request.assessment.assessment_time.ToDatetime()
        for _ in range(self.rng.choice((1, 1, 2)) if self.chance(0.08) else 0):
            again = self._add(test, side, self._value(test))
            ago = datetime.timedelta(hours=self.rng.choice((0, 1, 23, 24, 25, 72)))
            again.measure_time.CopyFrom(_stamp(assessed - ago))
        if self.chance(0.05):
            ago = datetime.timedelta(
                days=self.rng.choice((1, 6, 7, 8, 55, 56, 57, 119, 120, 121))
            )
            result.measure_time.CopyFrom(_stamp(assessed - ago))

    def _add(self, test, side, value):
        result = self.request.assessment.results.add(
            test=test.id, side=SIDE[side], value=value
        )
        if self.chance(0.1):
            result.pelvis_controlled = self.chance(0.5)
        if self.chance(0.1):
            result.warmed_up = self.chance(0.5)
        if test.id.endswith("_hhd"):
            result.protocol = self.rng.randint(0, 2)
        share = 0.3 if test.id == "neuro_screen" else 0.07
        result.assessor = (
            words.ASSESSOR_SELF
            if self.chance(share)
            else self.rng.choice((0, words.ASSESSOR_CLINICIAN))
        )
        return result

    def _value(self, test):
        # A serious sign closes the gate on all that is to be compared.
        if test.id in ("neuro_screen", "tib_ant_mmt") and self.chance(0.75):
            return test.min if test.id == "neuro_screen" else test.max
        if test.id in RULE_EDGES and self.chance(0.4):
            return float(self.rng.choice(RULE_EDGES[test.id]))
        bands = self.rng.choice([test.bands, *(o.bands for o in test.overrides)])
        draw = self.rng.random()
        if draw < self.ill:
            interval = bands.abnormal
        elif draw < self.ill + 0.15 and bands.HasField("borderline"):
            interval = bands.borderline
        elif bands.HasField("excess") and self.chance(0.15):
            interval = bands.excess
        else:
            interval = bands.normal
        low = max(interval.min, test.min) if interval.HasField("min") else test.min
        high = min(interval.max, test.max) if interval.HasField("max") else test.max
        return self._between(test, low, high)

    def _between(self, test, low, high):
        """Returns a value of the test, at an edge every other time."""
        step = test.step or 0.5
        if self.chance(0.5):
            value = self.rng.choice((low, high)) + self.rng.choice((-step, 0, step))
        else:
            # Not far beyond the edges: severity grows over one band only.
            near = max(low, min(high, low + (high - low) * self.rng.random()))
            value = round(near, 1)
        if test.step:
            value = round(value / test.step) * test.step
        return float(min(test.max, max(test.min, value)))

    def _partial_answers(self):
        """Adds the questionnaire that may be scored with up to 4 open items."""
        assessment = self.request.assessment
        told = any(result.test == "rmdq" for result in assessment.results)
        if told or assessment.assessment_time != _stamp(NOON) or self.chance(0.8):
            return
        answered = self.rng.randint(20, 24)
        endorsed = self.rng.choice((0, 10, 14, 15, 17, 18, 19, 20))
        answers = assessment.measures.add(measure="rmdq")
        for item in range(1, answered + 1):
            answers.items.add(item=item, answer=int(item <= endorsed))

    def _wrong_result(self):
        """Adds a result that must not be read."""
        test = self.facts.tests[self.rng.choice(sorted(self.facts.tests))]
        if test.HasField("derivation"):
            return
        side = sides_of(test)[0]
        kind = self.rng.randrange(5)
        if kind == 0:
            self._add(test, side, test.max + 1)
        elif kind == 1:
            self._add(test, side, test.min - 0.25)
        elif kind == 2:
            self._add(test, side, float("nan"))
        elif kind == 3:
            self._add(test, "M" if side == "L" else "L", test.max)
        else:
            self._add(test, side, test.max).test = "no_such_test"


def _date(day):
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def _stamp(moment):
    stamp = timestamp_pb2.Timestamp()
    stamp.FromDatetime(moment)
    return stamp
