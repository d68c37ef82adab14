// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_uses.h"

#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Whether targets are released with it within a session or after it.
bool IsRelease(const Knowledge& knowledge, kv1::Technique technique) {
  return absl::c_any_of(
      knowledge.pack().release_orders(), [&](const kv1::ReleaseOrder& order) {
        return absl::c_linear_search(order.techniques(), technique) ||
               absl::c_linear_search(order.post_techniques(), technique);
      });
}

bool IsOn(kv1::Side side, const TargetSide& target) {
  return side == target.side || side == kv1::SIDE_MIDLINE ||
         target.side == kv1::SIDE_MIDLINE;
}

void AddExposure(const Knowledge& knowledge, const Exposure& exposure,
                 TechniqueDone* done) {
  const bool tried = absl::c_any_of(
      exposure.logs, [](const v1::ExerciseLog* log) { return WasDone(*log); });
  constexpr int kAll = 100;  // Percent.
  done->whole |= tried && exposure.completed_pct.value_or(kAll) >=
                              knowledge.pack().session().done_percent();
  done->harmed |= exposure.zone.level() == kv1::ZONE_LEVEL_RED ||
                  absl::c_any_of(exposure.logs, [](const v1::ExerciseLog* log) {
                    return log->neuro_symptom();
                  });
}

}  // namespace

std::map<int, TechniquesDone> ReadTechniquesDone(const Knowledge& knowledge,
                                                 const BlockDone& history,
                                                 const TargetSide& target) {
  std::map<int, TechniquesDone> by_session;
  for (const auto& [subject, exposures] : history.exposures) {
    const kv1::Exercise& exercise = *knowledge.FindExercise(subject.exercise);
    if (exercise.targets().empty() ||
        exercise.targets(0) != target.muscle->id() ||
        !IsOn(subject.side, target) ||
        !IsRelease(knowledge, exercise.technique())) {
      continue;
    }
    for (const Exposure& exposure : exposures) {
      const SessionDone& session = history.sessions[exposure.session];
      if (!session.IsSession() || session.relief) continue;
      AddExposure(knowledge, exposure,
                  &by_session[exposure.session][exercise.technique()]);
    }
  }
  return by_session;
}

kv1::Technique TechniqueBehind(const Knowledge& knowledge,
                               const TargetSide& target,
                               const TechniquesDone& done) {
  std::set<kv1::Technique> after;
  for (const kv1::Exercise* stretch :
       PostStretchCandidates(knowledge, target.muscle->id())) {
    after.insert(stretch->technique());
  }
  std::set<kv1::Technique> within;
  std::set<kv1::Technique> all;
  for (const auto& [technique, how] : done) {
    if (!how.whole) continue;
    all.insert(technique);
    if (!after.contains(technique)) within.insert(technique);
  }
  const std::set<kv1::Technique>& counted = within.empty() ? all : within;
  return counted.size() == 1 ? *counted.begin() : kv1::TECHNIQUE_UNSPECIFIED;
}

}  // namespace tonus::engine
