// SPDX-License-Identifier: Apache-2.0
// A person with tight hip flexors and weak glutes, and the plan for them.

#ifndef TONUS_TESTS_ENGINE_PLANNED_PERSON_H_
#define TONUS_TESTS_ENGINE_PLANNED_PERSON_H_

#include <string>
#include <vector>

#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {

inline const Knowledge& ReleasedKnowledge() {
  static const auto* const kKnowledge =
      new absl::StatusOr<Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// A Monday.
inline constexpr absl::CivilDay kMonday(2026, 11, 23);

struct PlannedPerson {
  // `profile` is merged into that of the person, a profile in text proto.
  explicit PlannedPerson(const std::string& profile = "") {
    facts = tonus::testing::ParseText<storage::v1::PatientFacts>(R"pb(
      profiles {
        effective_time { seconds: 1795435200 }
        profile {
          age_years: 38
          sex: SEX_MALE
          user_level: 2
          complaint_region: REGION_LUMBAR
          equipment: "foam_roller"
          equipment: "strap"
          equipment: "band"
        }
      }
      assessments {
        fact_id: "a"
        effective_time { seconds: 1795435200 }
        screening { others_denied: true }
        results { test: "mod_thomas_hip" side: SIDE_LEFT value: 8 }
        results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
        results { test: "slb_hold" side: SIDE_LEFT value: 17 }
        results { test: "slb_hold" side: SIDE_RIGHT value: 14 }
        results { test: "trunk_flexor" side: SIDE_MIDLINE value: 42 }
        results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
      }
    )pb");
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

inline std::vector<std::string> ExercisesOf(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.push_back(item.exercise());
  }
  return exercises;
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_PLANNED_PERSON_H_
