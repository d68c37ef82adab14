// SPDX-License-Identifier: Apache-2.0
#include "services/engine/easy_stretch.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/finding_table.h"
#include "services/engine/measurement.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr char kRule[] = "R-502";
constexpr kv1::Technique kStretches[] = {kv1::TECHNIQUE_STATIC_STRETCH,
                                         kv1::TECHNIQUE_PNF};

// The readings that say that a target is tight.
std::vector<const Reading*> LengthReadings(const Case& the_case,
                                           const v1::Finding& finding) {
  std::vector<const Reading*> readings;
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (evidence.axis() != kv1::AXIS_LENGTH ||
        !evidence.excluded_by().empty()) {
      continue;
    }
    const Reading* reading =
        the_case.measurements.Find(evidence.test(), evidence.side());
    if (reading != nullptr) readings.push_back(reading);
  }
  return readings;
}

bool Stretches(const Case& the_case, const v1::ExerciseLog& log,
               const v1::Finding& finding) {
  const kv1::Exercise* exercise =
      the_case.knowledge.FindExercise(log.exercise());
  if (exercise == nullptr || exercise->targets().empty() ||
      exercise->targets(0) != finding.muscle() ||
      !absl::c_linear_search(kStretches, exercise->technique())) {
    return false;
  }
  return log.side() == finding.side() || log.side() == kv1::SIDE_UNSPECIFIED ||
         log.side() == kv1::SIDE_MIDLINE || finding.side() == kv1::SIDE_MIDLINE;
}

// The strongest pull that a log tells of stretches of a target; nullopt when it
// tells of none.
std::optional<int> PullIn(const Case& the_case, const v1::SessionLog& log,
                          const v1::Finding& finding) {
  std::optional<int> pull;
  for (const v1::ExerciseLog& exercise : log.exercises()) {
    if (exercise.has_ease() && Stretches(the_case, exercise, finding)) {
      pull = std::max(pull.value_or(exercise.ease()), exercise.ease());
    }
  }
  return pull;
}

// Whether the stretches of a target were easy in enough consecutive sessions
// after `since`.
bool WereEasy(const Case& the_case, const v1::Finding& finding,
              absl::Time since) {
  const auto& constants = the_case.knowledge.pack().session();
  int easy = 0;
  int last_session = 0;
  for (const auto& fact : the_case.facts.logs()) {
    if (ToTime(fact.effective_time()) <= since) continue;
    const std::optional<int> pull = PullIn(the_case, fact.log(), finding);
    if (!pull.has_value()) continue;
    if (*pull > constants.easy_stretch_pull()) {
      easy = 0;
    } else if (easy == 0 || fact.log().session_number() != last_session) {
      ++easy;
    }
    last_session = fact.log().session_number();
    if (easy >= constants.easy_stretch_sessions()) return true;
  }
  return false;
}

void Stop(const v1::Finding& finding, v1::PlanLimits* limits) {
  for (const kv1::Technique technique : kStretches) {
    v1::TargetTechniqueLimit& limit =
        *limits->add_forbidden_target_techniques();
    limit.set_muscle(finding.muscle());
    limit.set_side(finding.side());
    limit.set_technique(technique);
    limit.set_rule(kRule);
  }
}

void AskAgain(const v1::Finding& finding,
              const std::vector<const Reading*>& readings, Case* the_case) {
  for (const Reading* reading : readings) {
    if (reading->test->has_derivation()) continue;
    v1::TestRequest& request = the_case->repeats.emplace_back();
    request.set_test(reading->test->id());
    request.set_side(reading->side);
    request.set_rule(kRule);
    request.set_reason(absl::StrCat(
        "Stretches of the ",
        TargetName(the_case->knowledge, finding.muscle(), finding.side()),
        " were easy in consecutive sessions, so they are stopped until it is "
        "tested again."));
  }
}

}  // namespace

void StopEasyStretches(Case* the_case) {
  for (const v1::Finding& finding : the_case->result.findings()) {
    if (!IsTight(finding)) continue;
    const std::vector<const Reading*> readings =
        LengthReadings(*the_case, finding);
    absl::Time since = absl::InfinitePast();
    for (const Reading* reading : readings) {
      since = std::max(since, reading->time);
    }
    if (!WereEasy(*the_case, finding, since)) continue;
    Stop(finding, the_case->result.mutable_limits());
    AskAgain(finding, readings, the_case);
  }
}

}  // namespace tonus::engine
