// SPDX-License-Identifier: Apache-2.0
// No decision is left without an answer: for random persons, the explanation of
// each that is kept says where it is served or why not; and what is done at
// home is explained as what is done in a session.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/explanation.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/target_name.h"
#include "tests/engine/planned_person.h"
#include "tests/property/random_patient.h"

namespace tonus {
namespace {

using engine::ReleasedKnowledge;
using ::testing::Contains;
using ::testing::StartsWith;

constexpr absl::CivilDay kStart(2026, 11, 21);

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

struct Person {
  explicit Person(uint64_t seed)
      : facts(testing::RandomPatient(ReleasedKnowledge().pack(), seed)),
        interpretation(engine::Interpret(ReleasedKnowledge(), facts, kStart)),
        routine(engine::PlanRoutine(ReleasedKnowledge(), facts, interpretation,
                                    kStart)) {}

  v1::Explanation Ask(const v1::ExplainRoutineRequest& request) const {
    return engine::Explain(ReleasedKnowledge(),
                           {facts, interpretation, routine}, request)
        .value();
  }

  const storage::v1::PatientFacts facts;
  const v1::Interpretation interpretation;
  const v1::Routine routine;
};

// Where it is served, or why it is not.
bool IsAnswered(const v1::Routine& routine, const v1::Decision& decision,
                const v1::Explanation& answer) {
  const auto is_told = [&](const auto& dropped) {
    return dropped.decision() == decision.id();
  };
  return !answer.sessions().empty() ||
         std::any_of(answer.refused().begin(), answer.refused().end(),
                     is_told) ||
         std::any_of(routine.uncovered().begin(), routine.uncovered().end(),
                     is_told) ||
         std::any_of(answer.sentences().begin(), answer.sentences().end(),
                     [](const std::string& sentence) {
                       return absl::StrContains(sentence,
                                                "along with something else in");
                     });
}

void CheckDecisions(const Person& person) {
  const bool relief = std::any_of(
      person.routine.sessions().begin(), person.routine.sessions().end(),
      [](const v1::Session& session) { return session.relief(); });
  if (relief) return;
  for (const v1::Decision& decision : person.routine.decisions()) {
    if (!decision.kept()) continue;
    v1::ExplainRoutineRequest request;
    request.set_decision(decision.id());
    const v1::Explanation answer = person.Ask(request);
    EXPECT_TRUE(IsAnswered(person.routine, decision, answer))
        << decision.id() << "\n"
        << answer.DebugString();
    if (decision.partner().empty() || !answer.sessions().empty()) continue;
    const std::string partner = engine::Sentence(
        absl::StrCat(engine::TargetName(ReleasedKnowledge(), decision.partner(),
                                        decision.partner_side()),
                     ": "));
    EXPECT_THAT(answer.sentences(), Contains(StartsWith(partner)))
        << decision.id();
  }
}

void CheckHome(const Person& person) {
  std::vector<std::string> kept;
  for (const v1::Decision& decision : person.routine.decisions()) {
    if (decision.kept()) kept.push_back(decision.id());
  }
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::HomeItem& home : session.home_items()) {
      const v1::SessionItem& item = home.item();
      EXPECT_THAT(kept, Contains(item.decision())) << item.exercise();
      EXPECT_NE(item.rule(), "") << item.exercise();
      EXPECT_NE(item.reason(), "") << item.exercise();
      EXPECT_NE(item.source(), "") << item.exercise();
      v1::ExplainRoutineRequest request;
      request.set_exercise(item.exercise());
      EXPECT_THAT(person.Ask(request).sessions(), Contains(session.number()));
      request.set_decision(item.decision());
      EXPECT_THAT(person.Ask(request).sessions(), Contains(session.number()));
    }
  }
}

TEST(ExplainedTest, EveryKeptDecisionAndEverythingAtHomeIs) {
  const uint64_t first = FromEnvironment("TONUS_PROPERTY_SEED", 1);
  const uint64_t count = FromEnvironment("TONUS_PROPERTY_PATIENTS", 300);
  int at_home = 0;
  int considered = 0;
  for (uint64_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Person person(seed);
    if (person.routine.gate() != v1::GATE_OK) continue;
    CheckDecisions(person);
    CheckHome(person);
    for (const v1::Session& session : person.routine.sessions()) {
      for (const v1::HomeItem& home : session.home_items()) {
        ++at_home;
        if (!home.item().considered().empty()) ++considered;
      }
    }
    if (::testing::Test::HasFailure()) return;
  }
  // Few targets have a single exercise for home.
  EXPECT_GT(considered, at_home / 2);
}

}  // namespace
}  // namespace tonus
