// SPDX-License-Identifier: Apache-2.0
#include "services/engine/logged_match.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsNerveSymptom(const v1::ExerciseLog& log) {
  return log.neuro_symptom() || log.spread_down_limb() ||
         log.stop_symptom() == v1::STOP_SYMPTOM_LIMB_NEURAL;
}

Truth AtMost(const std::optional<int>& value, int limit) {
  return value.has_value() ? TruthOf(*value <= limit) : kv1::TRUTH_UNKNOWN;
}

Truth AtLeast(const std::optional<int>& value, int limit) {
  return value.has_value() ? TruthOf(*value >= limit) : kv1::TRUTH_UNKNOWN;
}

Truth IsOneOf(const google::protobuf::RepeatedField<int>& levels,
              kv1::ZoneLevel level) {
  if (levels.empty()) return kv1::TRUTH_TRUE;
  if (level == kv1::ZONE_LEVEL_UNKNOWN ||
      level == kv1::ZONE_LEVEL_UNSPECIFIED) {
    return kv1::TRUTH_UNKNOWN;
  }
  return TruthOf(absl::c_linear_search(levels, level));
}

std::optional<int> SettledMinutes(const v1::ExerciseLog& log) {
  if (!log.has_settled_minutes()) return std::nullopt;
  return log.settled_minutes();
}

// Whether the symptom was there, and was gone as soon or as late as is asked.
Truth NerveSymptomMatches(const kv1::LoggedCondition& when,
                          const Exposure& exposure) {
  if (!when.nerve_symptom()) return kv1::TRUTH_TRUE;
  if (!HadNerveSymptom(exposure)) return kv1::TRUTH_FALSE;
  std::vector<Truth> soon;
  std::vector<Truth> late;
  for (const v1::ExerciseLog* log : exposure.logs) {
    if (!IsNerveSymptom(*log)) continue;
    const std::optional<int> minutes = SettledMinutes(*log);
    soon.push_back(AtMost(minutes, when.max_settled_minutes()));
    late.push_back(AtLeast(minutes, when.min_settled_minutes()));
  }
  // Of several symptoms, every one was brief, or one lasted.
  return All({when.has_max_settled_minutes() ? All(soon) : kv1::TRUTH_TRUE,
              when.has_min_settled_minutes() ? Any(late) : kv1::TRUTH_TRUE});
}

Truth StopSymptomMatches(const kv1::LoggedCondition& when,
                         const Exposure& exposure) {
  if (when.stop_symptom().empty()) return kv1::TRUTH_TRUE;
  const std::string name = absl::StrCat("STOP_SYMPTOM_", when.stop_symptom());
  return TruthOf(absl::c_any_of(exposure.logs, [&](const v1::ExerciseLog* log) {
    return v1::StopSymptom_Name(log->stop_symptom()) == name;
  }));
}

Truth SkipReasonMatches(const kv1::LoggedCondition& when,
                        v1::SkipReason reason) {
  return TruthOf(when.skip_reason().empty() ||
                 v1::SkipReason_Name(reason) ==
                     absl::StrCat("SKIP_REASON_", when.skip_reason()));
}

Truth CompletionMatches(const kv1::LoggedCondition& when,
                        const std::optional<int>& percent) {
  return All(
      {when.has_min_completed_pct() ? AtLeast(percent, when.min_completed_pct())
                                    : kv1::TRUTH_TRUE,
       when.has_max_completed_pct() ? AtMost(percent, when.max_completed_pct())
                                    : kv1::TRUTH_TRUE});
}

Truth SpreadMatches(const kv1::LoggedCondition& when,
                    const Exposure& exposure) {
  return TruthOf(!when.spread_down_limb() ||
                 absl::c_any_of(exposure.logs, [](const v1::ExerciseLog* log) {
                   return log->spread_down_limb();
                 }));
}

Truth TagMatches(const kv1::LoggedCondition& when,
                 const kv1::Exercise& exercise) {
  return TruthOf(when.tags().empty() ||
                 absl::c_any_of(exercise.tags(), [&](const std::string& tag) {
                   return absl::c_linear_search(when.tags(), tag);
                 }));
}

// What is asked of exercises even where a session is judged.
Truth ExerciseMatches(const kv1::LoggedCondition& when,
                      const kv1::Exercise& exercise, const Exposure& exposure) {
  return All(
      {TruthOf(when.techniques().empty() ||
               absl::c_linear_search(when.techniques(), exercise.technique())),
       IsOneOf(when.zones(), exposure.zone.level()),
       when.has_max_difficulty()
           ? AtMost(exposure.difficulty, when.max_difficulty())
           : kv1::TRUTH_TRUE,
       when.has_min_difficulty()
           ? AtLeast(exposure.difficulty, when.min_difficulty())
           : kv1::TRUTH_TRUE,
       TagMatches(when, exercise), NerveSymptomMatches(when, exposure),
       SpreadMatches(when, exposure), StopSymptomMatches(when, exposure)});
}

bool AsksOfExercises(const kv1::LoggedCondition& when) {
  return !when.zones().empty() || !when.techniques().empty() ||
         when.has_max_difficulty() || when.has_min_difficulty() ||
         when.nerve_symptom() || when.spread_down_limb() ||
         !when.tags().empty() || !when.stop_symptom().empty();
}

// What is asked of the session whatever is judged.
Truth SessionMatches(const kv1::LoggedCondition& when,
                     const SessionDone& session) {
  return All({IsOneOf(when.mornings(), session.morning.level()),
              when.has_max_rpe() ? AtMost(session.rpe, when.max_rpe())
                                 : kv1::TRUTH_TRUE});
}

Truth SomeExerciseMatches(const Knowledge& knowledge,
                          const kv1::LoggedCondition& when,
                          const BlockDone& block, int position) {
  std::vector<Truth> truths;
  for (const auto& [subject, exposures] : block.exposures) {
    const auto* exercise = knowledge.FindExercise(subject.exercise);
    for (const Exposure& exposure : exposures) {
      if (exposure.session != position) continue;
      truths.push_back(ExerciseMatches(when, *exercise, exposure));
    }
  }
  return Any(truths);
}

}  // namespace

bool Matches(const kv1::LoggedCondition& when, const WeekTrained& week) {
  return (!when.has_min_week_pct() || week.percent >= when.min_week_pct()) &&
         (!when.has_max_week_pct() || week.percent <= when.max_week_pct()) &&
         (!when.has_min_week_begun() || week.begun >= when.min_week_begun()) &&
         (!when.has_max_week_begun() || week.begun <= when.max_week_begun());
}

bool Matches(const kv1::LoggedCondition& when, const BreakTaken& taken) {
  return (!when.has_min_closed_days() ||
          taken.closed_days >= when.min_closed_days()) &&
         (!when.has_max_closed_days() ||
          taken.closed_days <= when.max_closed_days()) &&
         (!when.has_min_break_days() || taken.days >= when.min_break_days());
}

bool HadNerveSymptom(const Exposure& exposure) {
  return absl::c_any_of(exposure.logs, [](const v1::ExerciseLog* log) {
    return IsNerveSymptom(*log);
  });
}

Truth Matches(const kv1::LoggedCondition& when, const kv1::Exercise& exercise,
              const Exposure& exposure, const SessionDone& session) {
  return All({ExerciseMatches(when, exercise, exposure),
              SessionMatches(when, session),
              SkipReasonMatches(when, exposure.skip_reason),
              CompletionMatches(when, exposure.completed_pct)});
}

Truth Matches(const Knowledge& knowledge, const kv1::LoggedCondition& when,
              const BlockDone& block, int position) {
  const SessionDone& session = block.sessions[position];
  return All({AsksOfExercises(when)
                  ? SomeExerciseMatches(knowledge, when, block, position)
                  : kv1::TRUTH_TRUE,
              SessionMatches(when, session),
              SkipReasonMatches(when, session.skip_reason),
              CompletionMatches(when, session.completed_pct)});
}

}  // namespace tonus::engine
