// SPDX-License-Identifier: Apache-2.0
// The desk worker with hip flexors that are as tight on the left as on the
// right and hamstrings that nobody tested, and the plan for them.

#ifndef TONUS_TESTS_ENGINE_PLANNED_PERSON_H_
#define TONUS_TESTS_ENGINE_PLANNED_PERSON_H_

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/desk_worker.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {

inline const Knowledge& ReleasedKnowledge() {
  static const auto* const kKnowledge =
      new absl::StatusOr<Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

inline constexpr absl::CivilDay kMonday = tonus::testing::kDeskWorkerDay;

struct PlannedPerson {
  // `profile` is merged into that of the person, a profile in text proto.
  explicit PlannedPerson(const std::string& profile = "") {
    facts = tonus::testing::ParseText<storage::v1::PatientFacts>(
        tonus::testing::kDeskWorker);
    auto& results = *facts.mutable_assessments(0)->mutable_results();
    results.erase(std::remove_if(results.begin(), results.end(),
                                 [](const v1::TestResult& result) {
                                   return result.test() == "pke_9090";
                                 }),
                  results.end());
    for (v1::TestResult& result : results) {
      if (result.test() == "mod_thomas_hip") result.set_value(8);
    }
    facts.mutable_profiles(0)->mutable_profile()->MergeFrom(
        tonus::testing::ParseText<v1::Profile>(profile));
    Plan();
  }

  void Plan() {
    interpretation = Interpret(ReleasedKnowledge(), facts, kMonday);
    routine = PlanRoutine(ReleasedKnowledge(), facts, interpretation, kMonday);
  }

  const v1::Session& Session(int number) const {
    return routine.sessions(number - 1);
  }

  storage::v1::PatientFacts facts;
  v1::Interpretation interpretation;
  v1::Routine routine;
};

// The desk worker with no other results than `results`, an assessment in text
// proto.
inline PlannedPerson PlannedWith(const std::string& profile,
                                 const std::string& results) {
  PlannedPerson person(profile);
  auto& assessment = *person.facts.mutable_assessments(0);
  assessment.clear_results();
  assessment.MergeFrom(
      tonus::testing::ParseText<std::decay_t<decltype(assessment)>>(results));
  person.Plan();
  return person;
}

inline std::vector<std::string> ExercisesOf(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.push_back(item.exercise());
  }
  return exercises;
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_PLANNED_PERSON_H_
