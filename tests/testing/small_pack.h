// SPDX-License-Identifier: Apache-2.0
// The smallest pack that has an entry in every table: for tests that want to
// see the whole of what they reason about.

#ifndef TONUS_TESTS_TESTING_SMALL_PACK_H_
#define TONUS_TESTS_TESTING_SMALL_PACK_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/engine/emitted_rules.h"
#include "tests/testing/small_pack_decisions.h"
#include "tests/testing/small_pack_numbers.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::testing {

// A two-sided tight hip flexor that inhibits a glute, a stiff midline joint and
// a nerve; one week of three sessions.
inline constexpr char kSmallPack[] = R"pb(
  version: "test.1"
  muscles {
    id: "iliopsoas"
    display_name: "Iliopsoas"
    kind: TARGET_KIND_MUSCLE
    region: REGION_HIP
    laterality: LATERALITY_BILATERAL
    system: MUSCLE_SYSTEM_TONIC
    inhibits: "gluteus_maximus"
    antagonists: "gluteus_maximus"
    release_preference: RELEASE_PREFERENCE_STRETCH_FIRST
    smr_policy: SMR_POLICY_FORBIDDEN
  }
  muscles {
    id: "gluteus_maximus"
    display_name: "Gluteus maximus"
    kind: TARGET_KIND_MUSCLE
    region: REGION_HIP
    laterality: LATERALITY_BILATERAL
    system: MUSCLE_SYSTEM_PHASIC
    inhibited_by: "iliopsoas"
    release_preference: RELEASE_PREFERENCE_NONE
    smr_policy: SMR_POLICY_ALLOWED
    smr_safe: "upper outer quarter"
  }
  muscles {
    id: "thoracic_spine"
    display_name: "Thoracic spine"
    kind: TARGET_KIND_STRUCTURE
    region: REGION_THORACIC
    laterality: LATERALITY_MIDLINE
    release_preference: RELEASE_PREFERENCE_SMR_FIRST
    smr_policy: SMR_POLICY_CAUTION
  }
  muscles {
    id: "sciatic_nerve"
    display_name: "Sciatic nerve"
    kind: TARGET_KIND_NERVE
    region: REGION_NERVE
    laterality: LATERALITY_BILATERAL
    release_preference: RELEASE_PREFERENCE_NONE
    smr_policy: SMR_POLICY_NOT_APPLICABLE
  }
  smr_prohibitions {
    id: "SMR-01"
    text: "never on bone"
    source: "authored"
    targets: "iliopsoas"
  }
  syndrome_sets { id: "TIGHT" members: "iliopsoas" }
  syndrome_sets { id: "WEAK" members: "gluteus_maximus" }
  syndromes {
    id: "LOWER"
    display_name: "Lower pattern"
    tight_sets: "TIGHT"
    weak_sets: "WEAK"
    full_rule: "R-400"
    partial_rule: "R-400"
  }
  syndromes {
    id: "LAYER"
    display_name: "Layer pattern"
    composed_of: "LOWER"
    full_rule: "R-400"
  }
  integration_movements { muscle: "iliopsoas" exercise: "glute_bridge" }
  integration_movements { muscle: "thoracic_spine" exercise: "glute_bridge" }
  inhibition_evidence { source: "authored" evidence: EVIDENCE_GRADE_AUTHORED }
  tests {
    id: "thomas"
    display_name: "Thomas"
    kind: TEST_KIND_MUSCLE_LENGTH
    laterality: LATERALITY_BILATERAL
    unit: "deg"
    min: -40
    max: 60
    direction: DIRECTION_LOWER
    bands {
      normal { max: -10 }
      borderline { min: -10 min_excluded: true max: 0 }
      abnormal { min: 0 min_excluded: true }
      excess { max: -25 }
    }
    asymmetry: 6
    mdc: 6
    weight: 0.6
    evidence: EVIDENCE_GRADE_PARTIAL
    source: "authored"
    procedure: "let the thigh hang"
    required_tags: "SUPINE"
    needs_pelvis_control: true
    uncontrolled_mdc: 15
    overrides {
      min_age_years: 60
      bands {
        normal { max: 0 }
        abnormal { min: 0 min_excluded: true }
      }
      source: "authored"
    }
  }
  tests {
    id: "bridge_hold"
    display_name: "Bridge hold"
    kind: TEST_KIND_ENDURANCE
    laterality: LATERALITY_BILATERAL
    unit: "s"
    min: 0
    max: 300
    step: 1
    direction: DIRECTION_HIGHER
    bands {
      normal { min: 60 }
      borderline { min: 30 max: 59 }
      abnormal { max: 29 }
    }
    weight: 0.5
    evidence: EVIDENCE_GRADE_AUTHORED
    source: "authored"
    procedure: "hold the bridge"
  }
  tests {
    id: "rotation"
    display_name: "Seated rotation"
    kind: TEST_KIND_ROM
    laterality: LATERALITY_MIDLINE
    unit: "deg"
    min: 0
    max: 90
    direction: DIRECTION_HIGHER
    bands {
      normal { min: 45 }
      abnormal { max: 45 max_excluded: true }
    }
    weight: 0.5
    evidence: EVIDENCE_GRADE_AUTHORED
    source: "authored"
    procedure: "turn"
  }
  tests {
    id: "bridge_difference"
    display_name: "Side difference of the bridge"
    kind: TEST_KIND_ENDURANCE
    laterality: LATERALITY_MIDLINE
    unit: "ratio"
    min: 0
    max: 10
    direction: DIRECTION_LOWER
    bands {
      normal { max: 0.1 }
      abnormal { min: 0.1 min_excluded: true }
    }
    weight: 0.2
    evidence: EVIDENCE_GRADE_AUTHORED
    source: "authored"
    procedure: "computed"
    derivation {
      formula: FORMULA_SIDE_DIFFERENCE
      numerator: "bridge_hold"
      max_days_apart: 7
    }
  }
  tests {
    id: "pain"
    display_name: "Pain"
    kind: TEST_KIND_PROM
    laterality: LATERALITY_MIDLINE
    unit: "points"
    min: 0
    max: 10
    step: 1
    direction: DIRECTION_LOWER
    bands {
      normal { max: 3 }
      abnormal { min: 4 }
    }
    evidence: EVIDENCE_GRADE_AUTHORED
    source: "authored"
    procedure: "ask"
  }
  test_mappings {
    id: "TI-001"
    test: "thomas"
    muscle: "iliopsoas"
    side: SIDE_RELATION_SAME
    axis: AXIS_LENGTH
    factor: 1
  }
  test_mappings {
    id: "TI-002"
    test: "bridge_hold"
    muscle: "gluteus_maximus"
    side: SIDE_RELATION_SAME
    axis: AXIS_STRENGTH
    factor: 1
  }
  test_mappings {
    id: "TI-003"
    test: "rotation"
    muscle: "thoracic_spine"
    side: SIDE_RELATION_MIDLINE
    axis: AXIS_JOINT
    factor: 1
  }
  retest_sets { id: "RETEST" tests: "thomas" }
  measures {
    id: "pain"
    display_name: "Pain"
    item_count: 1
    direction: DIRECTION_LOWER
    mcid: 2
    relative_mcid: 0.3
    recall_period: "24 h"
    licence: LICENCE_STATUS_FREE
    source: "authored"
    scoring {
      rule: "P-01"
      method: METHOD_SINGLE
      item_max: 10
      min_answered: 1
      text: "the answer"
    }
    schedule: [ "start", "session" ]
  }
  red_flags {
    id: "rf_urgent"
    finding: "loss of bladder control"
    action: SAFETY_ACTION_STOP_AND_REFER_URGENT
    recheck_group: 1
    source: "authored"
    asked: true
    stop_symptom: "SADDLE"
  }
  red_flags {
    id: "rf_under_18"
    finding: "age below 18"
    action: SAFETY_ACTION_REFER
    source: "authored"
    also_raised_by: "R-011"
  }
  recheck_questions { group: 1 text: "anything new?" }
  conditions {
    id: "cond_acute"
    display_name: "acute hernia"
    gate: CONDITION_GATE_CLEARANCE
    forbidden_tags: "LUMBAR_FLEXION"
    ends_after_weeks: 12
    turns_into: "cond_later"
  }
  conditions {
    id: "cond_later"
    display_name: "later hernia"
    gate: CONDITION_GATE_MODIFY
    caution_tags: "LUMBAR_FLEXION"
  }
  tags { id: "SUPINE" meaning: "lying on the back" }
  tags { id: "LUMBAR_FLEXION" meaning: "bending the low back" }
  pain_zones {
    id: "Z-01"
    zone: "RED"
    level: ZONE_LEVEL_RED
    when: "peak >= 5"
    plain_when: "pain of 5 or more"
    plain_when_in_pain: "sharp pain"
    action: "stop"
    min_peak: 5
    sharp_pain: true
    painful_sound: true
    stop_symptom: true
    actions {
      response: ZONE_RESPONSE_STOP
      recheck_red_flags: true
      text: "Stop."
    }
  }
  pain_zones {
    id: "Z-02"
    zone: "GREEN"
    level: ZONE_LEVEL_GREEN
    when: "otherwise"
    plain_when: "anything less"
    action: "continue"
    actions { response: ZONE_RESPONSE_CONTINUE text: "Go on." }
  }
  pain_zones {
    id: "Z-04"
    zone: "RED"
    level: ZONE_LEVEL_RED
    when: "morning - usual >= 3 or sleep lost"
    plain_when: "3 more the next morning, or sleep lost"
    action: "rest"
    min_morning_rise: 3
    sleep_lost: true
    next_morning: true
    actions { text: "Rest." }
  }
  pain_zones {
    id: "Z-03"
    zone: "GREEN"
    level: ZONE_LEVEL_GREEN
    when: "otherwise"
    plain_when: "anything less the next morning"
    action: "continue"
    next_morning: true
    actions { text: "Go on." }
  }
  exercises {
    id: "hip_flexor_stretch"
    display_name: "Hip flexor stretch"
    technique: TECHNIQUE_STATIC_STRETCH
    targets: "iliopsoas"
    equipment: "mat"
    position: POSITION_HALF_KNEELING
    per_side: true
    sets { low: 1 high: 2 }
    hold_seconds { low: 30 high: 60 }
    minutes: 2
    level: 2
    instruction: "kneel and lean forward"
    source: "authored"
  }
  exercises {
    id: "glute_bridge"
    display_name: "Bridge"
    technique: TECHNIQUE_ACTIVATION
    targets: "gluteus_maximus"
    position: POSITION_SUPINE
    sets { low: 1 high: 3 }
    repetitions { low: 8 high: 12 }
    minutes: 2
    level: 2
    tags: "SUPINE"
    regression: "glute_squeeze"
    instruction: "lie and lift the hips"
    source: "authored"
  }
  exercises {
    id: "glute_squeeze"
    display_name: "Squeeze"
    technique: TECHNIQUE_ACTIVATION
    targets: "gluteus_maximus"
    position: POSITION_SUPINE
    sets { low: 1 high: 2 }
    repetitions { low: 8 high: 10 }
    minutes: 1
    level: 1
    tags: "SUPINE"
    progression: "glute_bridge"
    instruction: "squeeze the seat together"
    source: "authored"
  }
  exercises {
    id: "walk"
    display_name: "Walk"
    technique: TECHNIQUE_AEROBIC
    position: POSITION_STANDING
    total_seconds { low: 180 high: 600 }
    minutes: 3
    level: 1
    instruction: "walk at an easy pace"
    source: "authored"
  }
  equipment { id: "mat" display_name: "Mat" always_available: true }
  source_coverage {
    article: "src1"
    named_exercise: "bridge"
    exercise: "glute_bridge"
    dose: "2 x 8"
  }
  rules {
    id: "R-011"
    text: "Under 18 no plan is made."
    when { age { comparison: COMPARISON_LESS years: 18 } }
    effects { raise_red_flag: "rf_under_18" }
    evidence: EVIDENCE_GRADE_AUTHORED
    order: 11
    stage: RULE_STAGE_MEASUREMENT
  }
  rules {
    id: "R-310"
    text: "A tight hip flexor with leg symptoms may be a nerve."
    when {
      all {
        clauses {
          value { test: "thomas" comparison: COMPARISON_GREATER number: 0 }
        }
        clauses { side_history: "leg_symptoms" }
        clauses { not { fired: "R-011" } }
        clauses { status { muscle: "iliopsoas" statuses: STATUS_TIGHT } }
      }
    }
    effects { force_unknown: "iliopsoas" }
    effects { drop_evidence { muscle: "iliopsoas" tests: "thomas" } }
    per_side: true
    source: "authored"
    evidence: EVIDENCE_GRADE_PARTIAL
    order: 310
    stage: RULE_STAGE_FINDING
  }
  cited_rules {
    id: "R-400"
    text: "The lower pattern has every arm."
    evidence: EVIDENCE_GRADE_AUTHORED
  }
  cited_rules {
    id: "P-01"
    text: "The single answer is the score."
    evidence: EVIDENCE_GRADE_AUTHORED
  }
  rulings { id: "R-900" conflict: "any" ruling: "the safer one" }
  week_shapes {
    week: 1
    first_session: 1
    last_session: 3
    level_cap: 2
    max_pairs: 2
    min_pairs: 1
    smr_seconds { low: 30 high: 30 }
    dynamic_sets { low: 1 high: 1 }
    static_sets { low: 1 high: 1 }
    static_hold_seconds { low: 30 high: 30 }
    activation_sets { low: 1 high: 1 }
    activation_repetitions { low: 8 high: 8 }
    strength_sets { low: 1 high: 1 }
    strength_repetitions { low: 8 high: 10 }
    strength_effort { low: 5 high: 5 }
    retest_before: "RETEST"
  }
  ladder_steps {
    id: "L1"
    order: 1
    rung: 1
    exercise: "glute_squeeze"
    dose: "8"
    next_on_same: "L2"
  }
  ladder_steps {
    id: "L2"
    order: 2
    rung: 2
    exercise: "hip_flexor_stretch"
    dose: "30 s"
  }
  articles { id: "src1" title: "Low back health" }
  forbidden_claims {
    id: "N-1"
    claim: "stretching corrects posture"
    example: "Stretching corrects posture."
    wordings {
      words { any: "stretch" }
      words { any: [ "correct", "improv" ] }
      words { any: "postur" }
    }
    wordings {
      words { any: "postur" }
      words { any: [ "correct", "improv" ] }
    }
  }
  forbidden_claims {
    id: "N-2"
    claim: "bedtime hormones lengthen muscle"
    example: "At night it grows."
    wordings { words { any: "hormon" } }
    wordings {
      words { any: [ "night", "overnight", "sleep" ] }
      words { any: [ "lengthens ", "grow" ] }
    }
    wordings {
      words { any: "keeps its length" }
      words { any: "sleep" }
    }
  }
  forbidden_claims {
    id: "N-3"
    claim: "flexibility reduces back pain"
    example: "More flexibility reduces pain."
    wordings {
      words { any: [ "flexib", "longer " ] }
      words { any: [ "reduc", "ease" ] }
      words { any: "pain" }
    }
    unless: "not by itself "
  }
  forbidden_claims {
    id: "N-4"
    claim: "fascia is melted by rolling"
    example: "Rolling melts the fascia."
    wordings {
      words { any: "melt" }
      words { any: "fascia" }
    }
    wordings {
      words { any: "fascia" }
      words { any: "melt" }
    }
  }
  forbidden_claims {
    id: "N-5"
    claim: "a late gluteus is a disorder"
    example: "The firing order is wrong."
    wordings { words { any: "firing order" } }
  }
  forbidden_claims {
    id: "N-6"
    claim: "bending damages discs"
    example: "Bending damages the discs."
    wordings {
      words { any: "bend" }
      words { any: "damag" }
      words { any: "disc" }
    }
  }
  instruction_wording {
    min_words: 4
    harmful: [ "bounc", "holding the breath ", "into the pain " ]
    harmful: "through numb"
    unless: [ "no ", "without " ]
    examples: "Bounce into the pain."
  }
  notes { id: "NOTE-1" text: "a note" }
)pb";

// What code cites and the rest of the small pack lacks, as text.
inline std::string SmallPackCitedRules() {
  std::string text;
  for (const absl::string_view id : engine::kEmittedRules) {
    if (id == "SMR-01" || id == "N-1") continue;
    text += "cited_rules { id: '" + std::string(id) +
            "' text: 'What code does by itself.' "
            "evidence: EVIDENCE_GRADE_AUTHORED }\n";
  }
  return text;
}

inline knowledge::v1::Pack SmallPack() {
  knowledge::v1::Pack pack;
  google::protobuf::TextFormat::Parser parser;
  EXPECT_TRUE(parser.ParseFromString(
      absl::StrCat(kSmallPack, kSmallPackNumbers, kSmallPackDecisions,
                   SmallPackCitedRules()),
      &pack));
  return pack;
}

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_SMALL_PACK_H_
