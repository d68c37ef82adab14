# SPDX-License-Identifier: Apache-2.0
"""What values, profile and history alone set: D-01 to D-14, R-011, R-312,
R-321, R-330, R-340, R-739 and blood pressure."""

LEG_POWER = ("hip_abd_mmt", "hip_ext_mmt", "knee_ext_mmt")


def set_conditions(case):
    """Adds conditions, flags and the preference that need no finding."""
    _profile(case)
    _blood_pressure(case)
    _directions(case)
    _load_and_balance(case)
    _neurological_screen(case)
    _laxity(case)


def _profile(case):
    if case.age is not None and case.age < 18:
        case.raise_flag("rf_under_18", [case.assessed])
        case.fire("R-011")
    if case.age is not None and case.age >= 65:
        case.conditions.add("cond_age_65_plus")
        case.fire("R-739")


def _blood_pressure(case):
    history = case.history

    def reaches(systolic, diastolic):
        return (
            history.HasField("systolic_mmhg") and history.systolic_mmhg >= systolic
        ) or (
            history.HasField("diastolic_mmhg") and history.diastolic_mmhg >= diastolic
        )

    if reaches(160, 100):
        case.conditions.add("cond_hypertension_uncontrolled")
        case.fire("BP-160")
    if reaches(180, 110):
        case.raise_flag("rf_bp_very_high", [case.assessed])
        case.fire("BP-180")


def _directions(case):
    history = case.history
    if case.at_least("rep_flexion", 1):
        case.conditions.add("intol_flexion")
        case.fire("D-01")
    if case.at_least("rep_extension", 1):
        case.conditions.add("intol_extension")
        case.fire("D-02")
    if any(case.at_least("rep_rotation", 1, side) for side in "LR"):
        case.conditions.add("intol_rotation")
        case.fire("D-03")
    bending = history.pain_with_sitting and history.pain_with_bending
    if bending and not case.taken("rep_flexion"):
        case.conditions.add("intol_flexion")
        case.fire("D-04")
    arching = history.pain_with_standing and history.pain_with_arching
    if arching and not case.taken("rep_extension"):
        case.conditions.add("intol_extension")
        case.fire("D-05")
    if case.at_most("rep_flexion", -1) and case.at_least("rep_extension", 0):
        case.preference = "FLEXION"
        case.fire("D-06")
    if case.at_most("rep_extension", -1) and case.at_least("rep_flexion", 0):
        case.preference = "EXTENSION"
        case.fire("D-07")
    if {"intol_flexion", "intol_extension"} <= case.conditions:
        # A neutral spine: no end-range lumbar motion in any direction.
        case.forbidden |= {
            "LUMBAR_FLEXION",
            "LUMBAR_EXTENSION",
            "LUMBAR_ROTATION",
            "LUMBAR_SIDE_BEND",
        }
        case.fire("D-09")


def _load_and_balance(case):
    history = case.history
    bends = (case.readings.get(("side_bend", side)) for side in "LR")
    if any(bend is not None and bend.pain_stopped for bend in bends):
        case.conditions.add("intol_sidebend")
        case.fire("D-11")
    loads = (
        history.pain_with_heel_drop,
        history.pain_with_carrying,
        history.pain_with_sitting,
    )
    if sum(loads) >= 2:
        case.conditions.add("intol_compression")
        case.fire("D-12")
    wobbles = any(case.below("sl_stance", 5, side) for side in "LR")
    if wobbles or history.fall_12m:
        case.conditions.add("cond_falls_risk")
        case.fire("D-13")
    if any(case.value("fadir", side) == 1 for side in "LR"):
        case.conditions.add("cond_hip_fai")
        case.fire("R-321")


def _neurological_screen(case):
    """R-312, as far as it reads values alone, and D-14."""
    screens = [case.value("neuro_screen", side) for side in "LR"]
    if 1 in screens:
        case.referrals |= {("CAUTION", "R-312"), ("REFER_ROUTINE", "R-312")}
        case.fire("R-312")
    for grade, flag, rule in (
        (2, "rf_motor_deficit", "R-312a"),
        (3, "rf_progressive_motor_loss", "R-312b"),
    ):
        days = [day for value, day, _ in case.alarms if value == grade]
        for side, value in zip("LR", screens):
            if value == grade:
                days += case.days_of(["neuro_screen"], side)
        if days:
            case.raise_flag(flag, days)
            case.fire(rule)
            case.referrals.add(("CAUTION", rule))
    for side in "LR":
        if case.ever_below("tib_ant_mmt", 4, side):
            case.raise_flag("rf_motor_deficit", case.days_of(["tib_ant_mmt"], side))
            case.fire("R-312c")
    if "cond_disc_herniation_stable" in case.conditions and screens != [0, 0]:
        case.conditions.add("cond_radiculopathy")
        case.fire("D-14")


def measured_flags(case):
    """Returns the flags about which what was measured leaves no question: all
    that could raise them was looked at. Runs after the differentials."""
    measured = set()
    history = case.history
    if history.HasField("systolic_mmhg") and history.HasField("diastolic_mmhg"):
        measured.add("rf_bp_very_high")
    if all(_power_is_known(case, side) for side in "LR"):
        measured.add("rf_motor_deficit")
    return measured


def _power_is_known(case, side):
    """R-312: the screen, the ankle and, where it matters, hip and knee."""
    screened = case.taken("neuro_screen", side) or any(
        alarm[2] == side for alarm in case.alarms
    )
    told = {
        "L": case.history.leg_symptoms_left,
        "R": case.history.leg_symptoms_right,
    }
    matters = told[side] or any(
        case.status(nerve, side) in ("NEURAL_POSITIVE", "NEURAL_SUSPECT")
        for nerve in ("sciatic_nerve", "femoral_nerve")
    )
    power = all(case.taken(test, side) for test in LEG_POWER)
    return screened and case.taken("tib_ant_mmt", side) and (power or not matters)


def _laxity(case):
    raises = [case.value("pslr", side) for side in "LR"]
    far = None not in raises and sum(raises) / 2 > 91
    lax = case.abnormal("beighton")
    aberrant = case.at_least("aberrant_movement", 1)
    unstable = case.value("prone_instability") == 1
    young = case.age is not None and case.age < 40
    cluster = sum((young, far or lax, aberrant, unstable)) >= 3
    if cluster or (aberrant and unstable):
        case.conditions.add("cond_lumbar_instability")
        case.fire("R-330")
    if lax:
        case.conditions.add("cond_hypermobility")
        case.fire("R-340")


def read_leg_power(case):
    """R-312: weak hip or knee muscles on a side with a doubtful nerve or leg
    symptoms. Runs after the differentials."""
    told = {
        "L": case.history.leg_symptoms_left,
        "R": case.history.leg_symptoms_right,
    }
    for side in "LR":
        nerves = [
            case.findings[nerve, side]
            for nerve in ("sciatic_nerve", "femoral_nerve")
            if case.status(nerve, side) in ("NEURAL_POSITIVE", "NEURAL_SUSPECT")
        ]
        weak = [test for test in LEG_POWER if case.ever_below(test, 4, side)]
        lasts = {("R-310", side), ("R-317", side)} & case.lasting
        if weak and (told[side] or nerves or lasts):
            # What was told is a fact of the day on which it was told.
            days = case.days_of(weak, side) + [case.assessed] * told[side]
            case.raise_flag("rf_motor_deficit", days)
            case.fire("R-312d")
