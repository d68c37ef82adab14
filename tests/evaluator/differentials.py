# SPDX-License-Identifier: Apache-2.0
"""R-310 to R-341: what looks tight but is not, and what must not be stretched.

Each rule is written from its wording. The rules run in the order of their
numbers on each side; a force to normal sets the length axis to negative and
reads table F1 again.
"""

import dataclasses

import fusion


def differentiate(case):
    """Applies the differentials to the fused findings of `case`."""
    for side in "LR":
        _sciatic(case, side)
        _guarding(case, side)
        _femoral(case, side)
        _hip(case, side)
        _calf_and_adductors(case, side)
    _untested_legs(case)
    _instability(case)
    for finding in case.findings.values():
        if finding.status == "OVERLENGTHENED":
            finding.qualifiers.add("DO_NOT_STRETCH")
            case.fire("R-341")


def _drop(case, muscle, side, *tests):
    """The tests no longer speak about the muscle; it is fused again."""
    finding = case.findings[muscle, side]
    finding.dropped.update(tests)
    fusion.fuse(
        case.facts, case.readings, finding, "cond_hypermobility" in case.conditions
    )


def _force_normal(case, muscle, side):
    finding = case.findings[muscle, side]
    # The qualifier of fusion stays: qualifiers add up.
    length = finding.axis("LENGTH")
    finding.axes["LENGTH"] = dataclasses.replace(length, state="NEG")
    if not finding.forced:
        finding.status = fusion.status_of(case.facts, finding)


def _force_unknown(case, muscle, side):
    finding = case.findings[muscle, side]
    finding.status, finding.forced = "UNKNOWN", True


def _sciatic(case, side):
    """R-310: a hamstring that is a nerve."""
    if case.status("sciatic_nerve", side) == "NEURAL_POSITIVE":
        case.fire("R-310", "R-311")
        case.conditions.add("intol_neural")
        case.nerves.add(("R-310", side))
    elif ("R-310", side) not in case.lasting:
        return
    _drop(case, "hamstrings", side, "pslr", "ftf", "sit_and_reach")
    _force_unknown(case, "hamstrings", side)
    case.qualify("hamstrings", side, "NEURAL_SUSPECT", "DO_NOT_STRETCH")


def _guarding(case, side):
    """R-313 to R-316: guarding, truly short, or not yet known."""
    calm = case.status("sciatic_nerve", side) != "NEURAL_POSITIVE"
    passive = case.painless_band("pke_9090", side)
    active = case.painless_band("ake_9090", side)
    free = passive == "NORMAL" or (passive == "MISSING" and active == "NORMAL")
    limited = case.painless_band("pslr", side) in ("BORDERLINE", "ABNORMAL")
    short = case.painless_band("ftf", "M") == "ABNORMAL"
    far = case.abnormal("ftf")
    if calm and ("R-310", side) not in case.lasting and free and (limited or short):
        case.fire("R-313")
        _force_normal(case, "hamstrings", side)
        case.qualify("hamstrings", side, "PROTECTIVE", "DO_NOT_STRETCH")
    elif calm and "ABNORMAL" in (passive, active):
        case.fire("R-314")
    stiff = case.abnormal("pslr", side) or far or case.abnormal("sit_and_reach")
    if stiff and passive == active == "MISSING":
        case.fire("R-315")
        _force_unknown(case, "hamstrings", side)
        case.qualify("hamstrings", side, "NEEDS_DIFFERENTIAL", "DO_NOT_STRETCH")
    long = case.band("pke_9090", side) == "NORMAL"
    if far and long and case.abnormal("hip_flexion", side):
        case.fire("R-316")
        case.prioritised.add(("hip_capsule", side))


def _femoral(case, side):
    """R-317."""
    if case.value("femoral_pkb", side) == 2:
        case.fire("R-317")
        case.findings["femoral_nerve", side].status = "NEURAL_POSITIVE"
        case.conditions.add("intol_neural")
        case.nerves.add(("R-317", side))
    elif ("R-317", side) not in case.lasting:
        return
    _drop(case, "rectus_femoris", side, "mod_thomas_knee", "ely_knee_flex")
    case.qualify("rectus_femoris", side, "DO_NOT_STRETCH")
    case.qualify("iliopsoas", side, "DO_NOT_STRETCH")


def _hip(case, side):
    """R-318, R-320 and R-323: joint, bone and band."""
    worn = case.abnormal("hip_ir_prone", side) and case.abnormal("hip_flexion", side)
    if worn and case.age is not None and case.age >= 50:
        case.fire("R-318")
        case.referrals.add(("REFER_ROUTINE", "R-318"))
        case.qualify("hip_capsule", side, "STRUCTURAL_SUSPECT")
    inward = case.value("hip_ir_prone", side)
    outward = case.value("hip_er_prone", side)
    if inward is not None and outward is not None:
        if abs(inward - outward) >= 30 and inward + outward >= 70:
            case.fire("R-320")
            case.qualify("hip_capsule", side, "STRUCTURAL_SUSPECT")
            case.qualify("piriformis", side, "DO_NOT_STRETCH")
            case.qualify("deep_hip_rotators", side, "DO_NOT_STRETCH")
    if case.abnormal("ober_mod", side):
        case.fire("R-323")
        _drop(case, "iliotibial_band", side, "ober_mod")


def _calf_and_adductors(case, side):
    """R-319 and R-322: the joint or the two-joint muscle limits."""
    if (
        case.painless_band("wblt", side) == "ABNORMAL"
        and case.painless_band("ankle_df_knee_flex", side) == "NORMAL"
    ):
        case.fire("R-319")
        _force_normal(case, "soleus", side)
        case.findings["ankle_talocrural", side].status = "STIFF"
    if (
        case.painless_band("hip_abd_knee_ext", side) == "ABNORMAL"
        and case.painless_band("hip_abd_knee_flex", side) == "NORMAL"
    ):
        case.fire("R-322")
        _force_normal(case, "hip_adductors", side)


def _untested_legs(case):
    """R-325: a positive nerve without a neurological screen on its side."""
    for side in "LR":
        positive = any(
            case.status(nerve, side) == "NEURAL_POSITIVE"
            for nerve in ("sciatic_nerve", "femoral_nerve")
        )
        if positive and not case.taken("neuro_screen", side):
            case.fire("R-325")
            case.referrals |= {("CAUTION", "R-325"), ("REFER_ROUTINE", "R-325")}


def _instability(case):
    """R-331: stiffness protects an unstable back."""
    if "cond_lumbar_instability" not in case.conditions:
        return
    case.fire("R-331")
    for side in "LR":
        for muscle in ("erector_spinae_lumbar", "quadratus_lumborum"):
            case.qualify(muscle, side, "DO_NOT_STRETCH")
            if case.status(muscle, side) in ("TIGHT", "TIGHT_AND_WEAK"):
                case.qualify(muscle, side, "PROTECTIVE")
    case.qualify("lumbar_spine", "M", "DO_NOT_STRETCH")
    case.qualify("thoracolumbar_fascia", "M", "DO_NOT_STRETCH")
