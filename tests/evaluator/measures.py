# SPDX-License-Identifier: Apache-2.0
"""PR-01 to PR-07: what the outcome measures ask for."""


def read_measures(case):
    """Adds the referrals that follow from outcome measures."""

    def refer(rule):
        case.fire(rule)
        case.referrals.add(("REFER_ROUTINE", rule))

    # Of the 9 items of the total 4 are not about distress.
    distress = case.taken("start_back_psych")
    if case.at_least("start_back_psych", 4) or case.at_least("start_back_total", 8):
        refer("PR-01")
    elif distress and case.at_least("start_back_total", 4):
        case.fire("PR-02")
    if case.at_least("fabq_pa", 15):
        case.fire("PR-03")
    if _above(case, "fabq_w", 34):
        refer("PR-04")
    if case.at_least("phq2", 3) or case.at_least("gad2", 3):
        refer("PR-05")
    if _above(case, "odi", 60) or _above(case, "rmdq", 18):
        case.fire("PR-06")
    if case.at_least("nrs_avg", 7):
        case.fire("PR-07")


def _above(case, test, number):
    value = case.value(test)
    return value is not None and value > number
