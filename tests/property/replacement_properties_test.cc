// SPDX-License-Identifier: Apache-2.0
// What a clinician puts in the place of an exercise stands in every session in
// which that would, or the routine says why not; and it breaks no invariant.
// TONUS_REPLACEMENT_STEP=1 tries every pair of exercises.

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/engine/candidates.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_patient.h"

namespace tonus::testing {
namespace {

using ::testing::IsEmpty;

constexpr int kPersons = 6;
// Every so many exercises of the pack are tried for each of the plan.
constexpr int kStep = 31;
constexpr absl::CivilDay kStart(2026, 11, 23);
constexpr char kReplacement[] = "overrides/1";

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

v1::Routine Plan(const storage::v1::PatientFacts& facts) {
  return engine::PlanRoutine(
      Released(), facts, engine::Interpret(Released(), facts, kStart), kStart);
}

storage::v1::PatientFacts Replacing(storage::v1::PatientFacts facts,
                                    const std::string& exercise,
                                    const std::string& replacement) {
  auto* fact = facts.add_overrides();
  fact->set_revision(1);
  fact->set_fact_id("o");
  auto* replace = fact->mutable_override()->mutable_replace_exercise();
  replace->set_exercise(exercise);
  replace->set_replacement(replacement);
  return facts;
}

bool IsIn(const v1::Session& session, const std::string& exercise) {
  return absl::c_any_of(session.items(), [&](const v1::SessionItem& item) {
    return item.exercise() == exercise;
  });
}

bool IsAtHome(const v1::Session& session, const std::string& exercise) {
  return absl::c_any_of(session.home_items(), [&](const v1::HomeItem& home) {
    return home.item().exercise() == exercise;
  });
}

// Whether the routine says why the replacement is not followed everywhere.
bool IsTold(const v1::Routine& routine) {
  return absl::c_any_of(routine.refused(), [](const v1::Dropped& refused) {
    return refused.override() == kReplacement && !refused.reason().empty();
  });
}

std::set<std::string> ExercisesOf(const v1::Routine& routine) {
  std::set<std::string> exercises;
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      exercises.insert(item.exercise());
    }
    for (const v1::HomeItem& home : session.home_items()) {
      exercises.insert(home.item().exercise());
    }
  }
  return exercises;
}

// Whether the item uses the range of a release outside a block, and so trains
// no partner.
bool UsesRange(const v1::Session& session, const v1::SessionItem& item) {
  return item.block() == 0 &&
         absl::c_any_of(session.items(), [&](const v1::SessionItem& other) {
           return other.block() == 0 && other.decision() == item.decision() &&
                  engine::PurposeOf(*Released().FindExercise(
                      other.exercise())) == engine::Purpose::kRelease;
         });
}

// What stands for the exercise without serving what that would.
std::vector<std::string> Misplaced(const v1::Routine& routine) {
  std::vector<std::string> found;
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      if (item.override() != kReplacement) continue;
      const auto& wanted = *Released().FindExercise(item.substitutes());
      const auto& instead = *Released().FindExercise(item.exercise());
      bool serves = engine::PurposeOf(instead) == engine::PurposeOf(wanted);
      for (const v1::Decision& decision : routine.decisions()) {
        if (decision.id() != item.decision() || UsesRange(session, item)) {
          continue;
        }
        for (const std::string& target :
             {decision.muscle(), decision.partner()}) {
          const bool works_on_it =
              wanted.targets_size() > 0 && wanted.targets(0) == target;
          serves = serves && (!works_on_it || engine::Lists(instead, target));
        }
      }
      if (!serves) {
        found.push_back(absl::StrCat(session.number(), " ", item.exercise(),
                                     " for ", item.decision(), ": ",
                                     item.reason()));
      }
    }
  }
  return found;
}

struct Seen {
  int pairs = 0;
  // Places of the exercise in which its replacement stands.
  int followed = 0;
  // Routines that say why not.
  int told = 0;
};

void CheckPair(const storage::v1::PatientFacts& person,
               const v1::Routine& before, const std::string& exercise,
               const std::string& replacement, Seen* seen) {
  const auto facts = Replacing(person, exercise, replacement);
  const v1::Interpretation interpretation =
      engine::Interpret(Released(), facts, kStart);
  const v1::Routine routine =
      engine::PlanRoutine(Released(), facts, interpretation, kStart);
  ++seen->pairs;
  seen->told += IsTold(routine) ? 1 : 0;
  std::vector<int> silent;
  for (int i = 0; i < routine.sessions_size(); ++i) {
    const v1::Session& session = routine.sessions(i);
    const bool wanted = IsIn(before.sessions(i), exercise);
    const bool wanted_at_home = IsAtHome(before.sessions(i), exercise);
    const bool there = !wanted || IsIn(session, replacement);
    seen->followed += wanted && there ? 1 : 0;
    if ((!there || (wanted_at_home && !IsAtHome(session, replacement))) &&
        !IsTold(routine)) {
      silent.push_back(session.number());
    }
  }
  EXPECT_THAT(silent, IsEmpty()) << "nothing is told";
  EXPECT_THAT(Misplaced(routine), IsEmpty());
  EXPECT_TRUE(absl::c_equal(routine.decisions(), before.decisions(),
                            [](const auto& a, const auto& b) {
                              return engine::DeterministicBytes(a) ==
                                     engine::DeterministicBytes(b);
                            }))
      << "what is done of a finding is not what is concluded from it";
  EXPECT_THAT(InvariantChecker(Released().pack(), facts, interpretation)
                  .CheckRoutine(routine),
              IsEmpty());
}

TEST(ReplacementPropertiesTest, ItStandsWhereTheOtherWouldOrTheRoutineSaysWhy) {
  const int step = FromEnvironment("TONUS_REPLACEMENT_STEP", kStep);
  const int persons = FromEnvironment("TONUS_REPLACEMENT_PERSONS", kPersons);
  const auto& all = Released().pack().exercises();
  Seen seen;
  int tried = 0;
  int found = 0;
  for (uint64_t seed = 1; found < persons; ++seed) {
    const storage::v1::PatientFacts person =
        RandomPatient(Released().pack(), seed);
    const v1::Routine before = Plan(person);
    if (before.sessions().empty()) continue;
    ++found;
    for (const std::string& exercise : ExercisesOf(before)) {
      for (int i = ++tried % step; i < all.size(); i += step) {
        if (all.Get(i).id() == exercise) continue;
        SCOPED_TRACE(
            absl::StrCat("seed ", seed, " ", exercise, " > ", all.Get(i).id()));
        CheckPair(person, before, exercise, all.Get(i).id(), &seen);
      }
    }
  }
  EXPECT_GT(seen.followed, seen.pairs / 10) << "hardly one is followed";
  RecordProperty("pairs", seen.pairs);
  RecordProperty("followed", seen.followed);
  RecordProperty("told", seen.told);
}

}  // namespace
}  // namespace tonus::testing
