# SPDX-License-Identifier: Apache-2.0
"""The evaluator's verdict against the server's interpretation."""

from tonus.knowledge.v1 import rule_pb2, vocabulary_pb2 as words
from tonus.knowledge.v1 import action_pb2
from tonus.v1 import interpretation_pb2

import fusion
from facts import SIDES, name

# The server rounds both priorities of a pair and their sum to one decimal.
SCORE_TOLERANCE = 0.13
TOLERANCE = 1e-6
KEPT = 4
TRAINING = (
    action_pb2.DECISION_ACTION_ACTIVATE,
    action_pb2.DECISION_ACTION_STRENGTHEN_SHORTENED,
)


def differences(verdict, interpretation):
    """Returns a sentence for everything that is not equal."""
    found = []

    def expect(what, expected, actual):
        if expected != actual:
            found.append(f"{what}: expected {_show(expected)}, got {_show(actual)}")

    expect(
        "gate", verdict.gate, name(interpretation_pb2.Gate, interpretation.gate)
    )
    expect(
        "open questions", verdict.open_questions, set(interpretation.open_questions)
    )
    expect("unasked questions", verdict.unasked, set(interpretation.unasked_questions))
    expect(
        "rejected results",
        verdict.refused,
        {r.index: r.reason for r in interpretation.rejected_results},
    )
    expect(
        "conditions",
        verdict.conditions,
        {c.condition for c in interpretation.conditions},
    )
    for what, expected, forbidden in (
        ("forbidden tags", verdict.forbidden, True),
        ("cautioned tags", verdict.cautioned, False),
    ):
        tags = {t.tag for t in interpretation.tags if t.forbidden == forbidden}
        expect(what, expected, tags)
    _compare_syndromes(verdict.syndromes, interpretation.syndromes, expect)
    expect(
        "directional preference",
        verdict.preference.replace("UNSPECIFIED", ""),
        name(
            rule_pb2.DirectionalPreference, interpretation.directional_preference
        ).replace("UNSPECIFIED", ""),
    )
    expect(
        "notices",
        verdict.notices,
        {
            (name(words.SafetyAction, notice.action), notice.subject)
            for notice in interpretation.notices
        },
    )
    _compare_limits(verdict.limits, interpretation.limits, expect)
    _compare_findings(verdict, interpretation, expect)
    _compare_decisions(verdict, interpretation, expect)
    return found


def _compare_syndromes(expected, patterns, expect):
    actual = {(p.syndrome, SIDES[p.side]): p for p in patterns}
    full, got = ({k: p.full for k, p in both.items()} for both in (expected, actual))
    expect("syndromes", full, got)
    for key in expected.keys() & actual.keys():
        confidence, got = expected[key].confidence, actual[key].confidence
        if abs(confidence - got) > TOLERANCE:
            expect(f"confidence of {key}", confidence, got)


def _compare_limits(expected, actual, expect):
    for field in ("max_level", "max_exercises", "max_hold_seconds", "relief_mode"):
        expect(field, getattr(expected, field), getattr(actual, field))
    techniques = {name(words.Technique, t) for t in actual.forbidden_techniques}
    expect("forbidden techniques", expected.techniques, techniques)


def _compare_findings(verdict, interpretation, expect):
    def expect_near(what, where, expected, actual):
        if abs(expected - actual) > TOLERANCE:
            expect(f"{what} of {where}", expected, actual)

    actual = {(f.muscle, SIDES[f.side]): f for f in interpretation.findings}
    expect("targets", set(verdict.findings), set(actual))
    for target in verdict.findings.keys() & actual.keys():
        where = ".".join(target)
        expected, got = verdict.findings[target], actual[target]
        expect(f"status of {where}", expected.status, name(words.Status, got.status))
        expect(
            f"qualifiers of {where}",
            expected.qualifiers,
            {name(words.Qualifier, q) for q in got.qualifiers},
        )
        confidence = verdict.confidence(target)
        if confidence is not None:
            expect_near("confidence", where, confidence, got.confidence)
            label = fusion.label_of(confidence)
            expect(f"confidence label of {where}", label, got.confidence_label)
            expect_near("severity", where, verdict.severities[target], got.severity)


def _compare_decisions(verdict, interpretation, expect):
    expected = {f"{d.action}:{d.key}": d for d in verdict.decisions}
    acting = [d for d in interpretation.decisions if d.rank]
    expect(
        "ranks",
        list(range(1, len(acting) + 1)),
        [decision.rank for decision in acting],
    )
    actual = {_key(d): d for d in acting}
    expect("decisions", set(expected), set(actual))
    idle = {(d.muscle, SIDES[d.side]) for d in interpretation.decisions if not d.rank}
    expect("left alone", verdict.left_alone(), idle)
    for key in expected.keys() & actual.keys():
        close = abs(expected[key].score - actual[key].score) <= SCORE_TOLERANCE
        if not close:
            expect(f"score of {key}", expected[key].score, actual[key].score)
    # nerves, what R-316 puts first, then scores. Ties are not judged:
    # the first tie rule is the level of exercises, unknown here.
    order = [
        (expected[key].tier, -decision.score, key)
        for key, decision in zip(map(_key, acting), acting)
        if key in expected
    ]
    for before, after in zip(order, order[1:]):
        if before[:2] > after[:2]:
            expect("order", f"{after[2]} before {before[2]}", f"{before[2]} first")
    _compare_kept(acting, verdict.gate, expect)


def _compare_kept(acting, gate, expect):
    """R-511, R-515: the first 4 findings are kept, the rest is queued; left
    and right of one muscle are one finding, and of one pair one pair, so a side
    that is left comes along whatever is done on it. Nerves are glided beside
    the sessions and take no place. While the gate is closed nothing is kept."""
    findings = []
    sides = {}
    for decision in acting:
        if gate != "OK":
            expect(f"kept {_key(decision)}", False, decision.kept)
            continue
        if decision.action == action_pb2.DECISION_ACTION_FLOSS:
            continue
        finding = decision.action, decision.muscle, decision.partner
        trained = decision.action in TRAINING
        there = sides.get((trained, decision.muscle), set())
        if there and decision.side not in there and finding not in findings[:KEPT]:
            kept = True
        else:
            if finding not in findings:
                findings.append(finding)
            kept = findings.index(finding) < KEPT
        expect(f"kept {_key(decision)}", kept, decision.kept)
        if kept:
            sides.setdefault((trained, decision.muscle), set()).add(decision.side)
            if decision.partner:
                partner = True, decision.partner
                sides.setdefault(partner, set()).add(decision.partner_side)


def _key(decision):
    action = name(action_pb2.DecisionAction, decision.action)
    key = f"{action}:{decision.muscle}.{SIDES[decision.side]}"
    if decision.partner:
        key += f">{decision.partner}.{SIDES[decision.partner_side]}"
    return key


def _show(value):
    return sorted(value) if isinstance(value, (set, frozenset)) else value
