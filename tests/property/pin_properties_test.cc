// SPDX-License-Identifier: Apache-2.0
// What a clinician pins is in every session it may be in, or the routine says
// why not, and what stands in a session is not told to be left out of it: on
// random persons with exercises of their plan, or with any.

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/random_patient.h"

namespace tonus::testing {
namespace {

using ::testing::IsEmpty;

constexpr int kPersons = 200;
constexpr int kPinsOfThePlan = 3;
constexpr absl::CivilDay kStart(2026, 11, 23);
constexpr char kPin[] = "overrides/1";

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

v1::Routine PlanWith(storage::v1::PatientFacts facts,
                     const std::string& exercise) {
  if (!exercise.empty()) {
    auto* fact = facts.add_overrides();
    fact->set_revision(1);
    fact->mutable_override()->set_pin_exercise(exercise);
  }
  return engine::PlanRoutine(
      Released(), facts, engine::Interpret(Released(), facts, kStart), kStart);
}

bool IsIn(const v1::Session& session, const std::string& exercise) {
  return absl::c_any_of(session.items(), [&](const v1::SessionItem& item) {
    return item.exercise() == exercise;
  });
}

bool IsRefused(const v1::Routine& routine) {
  return absl::c_any_of(routine.refused(), [](const v1::Dropped& refused) {
    return refused.override() == kPin && !refused.reason().empty();
  });
}

// What the sessions hold and tell to be left out, each with its number.
std::vector<std::string> Contradictions(const v1::Routine& routine) {
  std::vector<std::string> found;
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      if (!IsIn(session, dropped.exercise())) continue;
      found.push_back(absl::StrCat(session.number(), " ", dropped.exercise(),
                                   " for ", dropped.decision()));
    }
  }
  return found;
}

// Some of what the plan holds or leaves out, and one of all exercises.
std::vector<std::string> SomePins(const v1::Routine& routine, uint64_t seed) {
  std::set<std::string> of_plan;
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      of_plan.insert(item.exercise());
    }
    for (const v1::Dropped& dropped : session.dropped()) {
      if (!dropped.exercise().empty()) of_plan.insert(dropped.exercise());
    }
  }
  std::mt19937_64 random(seed);
  std::vector<std::string> pins;
  const auto& all = Released().pack().exercises();
  pins.push_back(all.Get(static_cast<int>(random() % all.size())).id());
  for (int i = 0; i < kPinsOfThePlan && !of_plan.empty(); ++i) {
    auto pin = of_plan.begin();
    std::advance(pin, random() % of_plan.size());
    pins.push_back(*pin);
    of_plan.erase(pin);
  }
  return pins;
}

TEST(PinPropertiesTest, APinIsInEverySessionOrTheRoutineSaysWhyNot) {
  int pins = 0;
  int refused = 0;
  for (uint64_t seed = 1; seed <= kPersons; ++seed) {
    const storage::v1::PatientFacts facts =
        RandomPatient(Released().pack(), seed);
    const v1::Routine without_pins = PlanWith(facts, "");
    EXPECT_THAT(Contradictions(without_pins), IsEmpty()) << "seed " << seed;
    for (const std::string& pin : SomePins(without_pins, seed)) {
      const v1::Routine routine = PlanWith(facts, pin);
      ++pins;
      refused += IsRefused(routine) ? 1 : 0;
      std::vector<int> without;
      for (const v1::Session& session : routine.sessions()) {
        if (!IsIn(session, pin)) without.push_back(session.number());
      }
      EXPECT_EQ(!without.empty() || routine.sessions().empty(),
                IsRefused(routine))
          << "seed " << seed << " " << pin << " is missing in "
          << ::testing::PrintToString(without);
      EXPECT_THAT(Contradictions(routine), IsEmpty())
          << "seed " << seed << " " << pin;
    }
  }
  EXPECT_GT(pins - refused, kPersons) << "hardly a pin is possible";
}

}  // namespace
}  // namespace tonus::testing
