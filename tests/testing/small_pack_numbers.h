// SPDX-License-Identifier: Apache-2.0
// The blocks of numbers of the small pack: mostly those of the released pack.

#ifndef TONUS_TESTS_TESTING_SMALL_PACK_NUMBERS_H_
#define TONUS_TESTS_TESTING_SMALL_PACK_NUMBERS_H_

namespace tonus::testing {

inline constexpr char kSmallPackNumbers[] = R"pb(
  fusion {
    abnormal_value: 1
    borderline_value: 0.2
    normal_value: -1
    prior: 0.1
    disputed_factor: 0.5
    positive_limit: 0.4
    negative_limit: -0.3
    min_confidence: 0.35
    conflict_agreement: 0.5
    confidence_floor: 0.5
    long_min_weight: 0.35
    long_min_count: 2
    high_confidence: 0.7
    medium_confidence: 0.5
    pelvis_factor: 0.5
    cold_factor: 0.9
    self_factor: 0.8
    old_days: 56
    old_factor: 0.5
    expired_days: 120
    median_hours: 24
    spread_factor: 0.7
    asymmetry_severity: 0.1
    max_suggestions: 5
    source: "authored"
    neural_borderline_count: 2
  }
  ranking {
    abnormal_base: 0.5
    abnormal_slope: 0.5
    borderline: 0.3
    abnormal_ordinal: 0.75
    abnormal_by_asymmetry: 0.5
    mrc_three_or_less: 1
    syndrome_factor: 1.15
    asymmetry_factor: 1.1
    goal_factor: 1.2
    complaint_factor: 1.2
    partner_share: 0.5
    regions { region: REGION_HIP weight: 1 tie_order: 1 }
    regions { region: REGION_THORACIC weight: 0.9 tie_order: 2 }
    regions { region: REGION_NERVE weight: 1 }
    ordinal_units: [ "grade", "points" ]
    syndrome_confidence: 0.8
    source: "authored"
    mrc_severe_at: 3
  }
  session {
    max_minutes: 30
    min_exercises: 6
    max_exercises: 10
    first_week_exercises: 6
    sessions_per_week: 3
    weeks: 1
    max_priorities: 4
    seconds_per_repetition: 2
    seconds_per_breath: 8
    cold_stretch_max_seconds: 15
    warm_up_seconds: 180
    static_before_strength_seconds: 60
    activation_within_seconds: 120
    max_smr_seconds: 300
    default_user_level: 1
    start_level: 2
    relief_pain: 5
    relief_walk_minutes { low: 5 high: 10 }
    min_safe_exercises: 6
    clearance_weeks: 12
    warm_up: "walk"
    breathing: "glute_squeeze"
    base_plan: [ "walk", "glute_bridge" ]
    walk: "walk"
    done_percent: 70
    usual_morning_days: 7
    long_hold_seconds: 20
    days_between: 2
    pnf_max_age: 75
    pnf_max_pain: 4
    caution_level: 2
    tight_and_weak_release_seconds: 60
    descending_hold_seconds { low: 8 high: 10 }
    descending_sets: 3
    relief_mode_sessions: 6
    relief_stability_exercises: 2
    average_pain_test: "pain"
    answer_days: 120
    flexion_free_minutes: 60
    flexion_free_minutes_sensitive: 120
    flexion_free_tags: "LUMBAR_FLEXION"
    source: "authored"
    caution_forbidden_tags: "LUMBAR_FLEXION"
    caution_forbidden_techniques: TECHNIQUE_PNF
    traction_tag: "SUPINE"
    massage_off_tag: "SUPINE"
    opt_in_level: 5
    activation_order { technique: TECHNIQUE_ACTIVATION }
    activation_order { technique: TECHNIQUE_STRENGTH max_level: 2 }
    activation_order { technique: TECHNIQUE_STABILITY }
    strength_order { technique: TECHNIQUE_STRENGTH }
    strength_order { technique: TECHNIQUE_ACTIVATION }
    strength_order { technique: TECHNIQUE_STABILITY }
    relief_calm_sessions: 2
    relief_replacements: 3
    relief_referral_days: 14
    easy_stretch_pull: 3
    easy_stretch_sessions: 2
    least_minutes: 15
    variety_weeks: 2
    warm_rung: 4
    movement_rung: 3
    flexion_tag: "LUMBAR_FLEXION"
    extension_tag: "SUPINE"
  }
  home {
    max_items: 2
    max_minutes: 3
    bedtime_hold_seconds { low: 60 high: 120 }
    bedtime_days: 5
    bedtime_pull: 5
    bedtime_warm_up: "walk"
    bedtime_warm_up_seconds: 120
    bedtime_techniques: TECHNIQUE_STATIC_STRETCH
    micro_techniques: TECHNIQUE_NEURAL_FLOSS
    micro_times { low: 3 high: 5 }
    micro_minutes { low: 1 high: 2 }
    static_minimum_seconds: 300
    static_days: 3
    static_maximum_seconds: 600
    static_session_seconds: 240
    static_minimum_week: 1
    source: "authored"
  }
  relief {
    wait_seconds: 60
    relieved_at: 1
    relief_drop: 2
    relief_share: 0.3
    relief_share_from: 4
    partial_drop: 1
    worse_rise: 1
    abort_rise: 2
    worse_limit: 1
    abort_level: ZONE_LEVEL_RED
    max_minutes: 30
    runs_per_day: 2
    exhausted_runs: 3
    exhausted_days: 7
    aborted_runs: 2
    aborted_days: 7
    when_exhausted: "walk"
    exhausted_red_flag: "rf_urgent"
    exhausted_text: "Pain that does not change needs review."
    learn_after_runs: 5
    prior_mean: 0.2
    prior_variance: 0.25
    effect_points: 2
    effect_limit: 2
    harm_effect: -1
    learning_days: 180
    source: "authored"
  }
  graduation {
    completion {
      rule: "P-01"
      pain: "pain"
      most_pain: 2
      function: "pain"
      least_gain: 2
      reason: "Everything is done."
      finding: "everything is maintained"
    }
    easy_week { rule: "P-01" days: 7 reason: "One easy week." }
  }
  technique_learning {
    immediate_weight: 0.4
    retained_weight: 0.6
    score_limit: 2
    harm_score: -1
    max_hours_apart: 3
    max_days_apart: 7
    first_mean: 0.3
    other_mean: 0.2
    prior_variance: 0.25
    observation_variance: 1
    first_week: 1
    last_week: 1
    weeks_together: 1
    turns: [ 1, 2 ]
    least_uses: 3
    most_uses: 6
    decide_at: 0.8
    learning_days: 180
    waiting { rule: "P-01" finding: "{target}: take {test}." }
    alternating {
      rule: "P-01"
      reason: "Turns for the {target}."
      finding: "{target}: {first} and {second} take turns."
    }
    better {
      rule: "P-01"
      reason: "{kept} comes first."
      finding: "{target}: {kept} suits better."
    }
    shorter {
      rule: "P-01"
      reason: "{kept} comes first."
      finding: "{target}: {kept} takes no longer."
    }
    resting { rule: "P-01" finding: "{target}: no turns." }
    overruled { finding: "{target}: a retest decides." }
    numbers: "{first} {first_uses}, {second} {second_uses}."
    source: "authored"
  }
)pb";

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_SMALL_PACK_NUMBERS_H_
