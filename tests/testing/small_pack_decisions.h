// SPDX-License-Identifier: Apache-2.0
// How the small pack decides and releases: one row where the released pack has
// many.

#ifndef TONUS_TESTS_TESTING_SMALL_PACK_DECISIONS_H_
#define TONUS_TESTS_TESTING_SMALL_PACK_DECISIONS_H_

namespace tonus::testing {

inline constexpr char kSmallPackDecisions[] = R"pb(
  release_barriers {
    trait { qualifier: QUALIFIER_PROTECTIVE }
    reason: "it probably guards something"
    rule: "R-900"
  }
  release_barriers {
    trait { release_preference: RELEASE_PREFERENCE_NONE }
    reason: "it is never a target of release"
    rule: "R-900"
  }
  release_barriers {
    trait { qualifier: QUALIFIER_DO_NOT_STRETCH }
    reason: "it must not be stretched"
    rule: "R-900"
  }
  decision_rules {
    id: "barred"
    rule: "R-900"
    statuses: [ STATUS_TIGHT, STATUS_TIGHT_AND_WEAK ]
    with { release_barrier: true }
    action: DECISION_ACTION_LEAVE_ALONE
    reason: "{verdict}, but is left alone: {barrier}."
  }
  decision_rules {
    id: "pair"
    rule: "R-900"
    statuses: [ STATUS_TIGHT, STATUS_TIGHT_AND_WEAK ]
    with { weak_partner: true }
    action: DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER
    per_weak_partner: true
    reason: "{verdict} and {partner_verdict}."
    rejections {
      considered: "strengthen first"
      rule: "R-900"
      reason: "{partner} is trained after the release."
    }
  }
  decision_rules {
    id: "tight"
    rule: "R-900"
    statuses: [ STATUS_TIGHT, STATUS_TIGHT_AND_WEAK ]
    action: DECISION_ACTION_RELEASE_AND_INTEGRATE
    reason: "{verdict}."
  }
  decision_rules {
    id: "weak_in_pair"
    statuses: [ STATUS_WEAK ]
    with { tight_inhibitor: true }
  }
  decision_rules {
    id: "weak"
    rule: "R-900"
    statuses: [ STATUS_WEAK ]
    action: DECISION_ACTION_ACTIVATE
    reason: "{verdict}."
  }
  decision_rules {
    id: "stiff"
    rule: "R-900"
    statuses: [ STATUS_STIFF ]
    action: DECISION_ACTION_MOBILISE
    reason: "{verdict}."
  }
  decision_rules {
    id: "nerve"
    rule: "R-900"
    statuses: [ STATUS_NEURAL_POSITIVE, STATUS_NEURAL_SUSPECT ]
    action: DECISION_ACTION_RETEST
    reason: "{target} is tested again."
  }
  decision_rules {
    id: "nothing_known"
    statuses: [ STATUS_UNKNOWN ]
    without { evidence: true }
  }
  decision_rules {
    id: "other"
    rule: "R-900"
    statuses: [ STATUS_NORMAL, STATUS_OVERLENGTHENED, STATUS_UNKNOWN ]
    action: DECISION_ACTION_LEAVE_ALONE
    reason: "{target} is left alone."
  }
  decision_steps {
    action: DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER
    steps { action: ACTION_RELEASE target: STEP_TARGET_OWN }
    steps { action: ACTION_ACTIVATE target: STEP_TARGET_PARTNER }
    steps {
      action: ACTION_LENGTHEN
      target: STEP_TARGET_OWN
      rule: "R-900"
      considered: "stretch it afterwards"
      obstacles {
        with { forbidden_for_target: TECHNIQUE_STATIC_STRETCH }
        reason: "It is not stretched."
      }
    }
  }
  decision_steps {
    action: DECISION_ACTION_RELEASE_AND_INTEGRATE
    steps { action: ACTION_RELEASE target: STEP_TARGET_OWN }
    steps { action: ACTION_INTEGRATE target: STEP_TARGET_OWN }
  }
  decision_steps {
    action: DECISION_ACTION_ACTIVATE
    steps { action: ACTION_ACTIVATE target: STEP_TARGET_OWN }
  }
  decision_steps {
    action: DECISION_ACTION_MOBILISE
    steps { action: ACTION_MOBILISE target: STEP_TARGET_OWN }
    steps { action: ACTION_INTEGRATE target: STEP_TARGET_OWN }
  }
  decision_steps {
    action: DECISION_ACTION_RETEST
    steps { action: ACTION_RETEST target: STEP_TARGET_OWN }
  }
  decision_steps {
    action: DECISION_ACTION_LEAVE_ALONE
    steps { action: ACTION_LEAVE_ALONE target: STEP_TARGET_OWN }
  }
  general_steps {
    action: ACTION_STABILISE
    rule: "R-900"
    reason: "The trunk is trained every time."
  }
  omissions {
    id: "muscle_unknown"
    target_kind: TARGET_KIND_MUSCLE
    statuses: STATUS_UNKNOWN
    considered: "treat it"
    actions: [ ACTION_RELEASE, ACTION_ACTIVATE ]
  }
  omissions {
    id: "muscle"
    target_kind: TARGET_KIND_MUSCLE
    considered: "treat it"
    actions: [ ACTION_RELEASE, ACTION_ACTIVATE ]
    rule: "R-900"
    reason: "It needs nothing."
  }
  omissions {
    id: "structure_unknown"
    target_kind: TARGET_KIND_STRUCTURE
    statuses: STATUS_UNKNOWN
    considered: "mobilise it"
    actions: ACTION_MOBILISE
  }
  omissions {
    id: "structure"
    target_kind: TARGET_KIND_STRUCTURE
    considered: "mobilise it"
    actions: ACTION_MOBILISE
    rule: "R-900"
    reason: "It is not stiff."
  }
  omissions {
    id: "nerve_unknown"
    target_kind: TARGET_KIND_NERVE
    statuses: STATUS_UNKNOWN
    considered: "glide it"
    actions: ACTION_FLOSS
  }
  omissions {
    id: "nerve"
    target_kind: TARGET_KIND_NERVE
    considered: "glide it"
    actions: ACTION_FLOSS
    rule: "R-900"
    reason: "It is calm."
  }
  adaptation_rules {
    id: "rest"
    rule: "R-900"
    subject: ADAPTATION_SUBJECT_EXERCISE
    when { zones: ZONE_LEVEL_GREEN }
    times: 1
    span: ADAPTATION_SPAN_CONSECUTIVE
    effects { leave_out { sessions: 1 } }
    reason: "It rests."
    finding: "was done"
  }
  adaptation {
    steps_up_per_session: 2
    steps_up_rule: "R-900"
    swap_rule: "R-900"
    step_rule: "R-900"
    step_down_percent: 50
  }
  alert_rules { kind: ALERT_KIND_RED_FLAG }
  alert_rules { kind: ALERT_KIND_ADVERSE_EVENT }
  alert_rules { kind: ALERT_KIND_NERVE_SYMPTOM subjects: "R-900" }
  alert_rules { kind: ALERT_KIND_DETERIORATION }
  alert_rules { kind: ALERT_KIND_OUTCOME }
  alert_rules { kind: ALERT_KIND_RELIEF }
  alert_rules { kind: ALERT_KIND_NO_PROGRESS }
  alert_rules { kind: ALERT_KIND_PROPOSAL text: "It waits." }
  alert_rules { kind: ALERT_KIND_ADHERENCE text: "Week $0: $1 of $2, $3." }
  alert_rules { kind: ALERT_KIND_RETEST text: "It is due." }
  adherence_alerts { most_sessions: 0 rule: "R-900" }
  adverse_event_rules {
    severity: ADVERSE_EVENT_SEVERITY_MILD
    rule: "R-900"
    reason: "it happened"
  }
  adverse_event_rules {
    severity: ADVERSE_EVENT_SEVERITY_MODERATE
    action: SAFETY_ACTION_REFER_ROUTINE
    days: 7
    rule: "R-900"
    reason: "it happened"
  }
  adverse_event_rules {
    severity: ADVERSE_EVENT_SEVERITY_SEVERE
    action: SAFETY_ACTION_REFER
    rule: "R-900"
    reason: "it happened"
  }
  retest_rules {
    id: "longer"
    rule: "R-900"
    subject: RETEST_SUBJECT_TARGET
    when { was: STATUS_TIGHT axis: AXIS_LENGTH changes: RETEST_CHANGE_IMPROVED }
    reason: "It got longer."
    finding: "got longer"
  }
  release_orders {
    rule: "R-900"
    preference: RELEASE_PREFERENCE_SMR_FIRST
    techniques: [ TECHNIQUE_SMR, TECHNIQUE_DYNAMIC_MOBILITY ]
    post_techniques: TECHNIQUE_STATIC_STRETCH
  }
  release_orders {
    rule: "R-900"
    preference: RELEASE_PREFERENCE_STRETCH_FIRST
    techniques: [ TECHNIQUE_STATIC_STRETCH, TECHNIQUE_PNF ]
    post_techniques: TECHNIQUE_STATIC_STRETCH
  }
  release_orders {
    rule: "R-900"
    preference: RELEASE_PREFERENCE_PNF_FIRST
    techniques: [ TECHNIQUE_PNF, TECHNIQUE_STATIC_STRETCH ]
    post_techniques: TECHNIQUE_STATIC_STRETCH
  }
  release_orders {
    rule: "R-900"
    preference: RELEASE_PREFERENCE_EITHER
    techniques: [ TECHNIQUE_SMR, TECHNIQUE_DYNAMIC_MOBILITY ]
    post_techniques: TECHNIQUE_STATIC_STRETCH
  }
  release_orders {
    rule: "R-900"
    preference: RELEASE_PREFERENCE_NONE
    techniques: TECHNIQUE_DYNAMIC_MOBILITY
    post_techniques: TECHNIQUE_STATIC_STRETCH
  }
)pb";

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_SMALL_PACK_DECISIONS_H_
