// SPDX-License-Identifier: Apache-2.0
// Every invariant of a plan, on random persons over the released pack.
//
// TONUS_PROPERTY_PATIENTS sets how many persons, TONUS_PROPERTY_SEED the first
// seed; a failure names its seed and prints the smallest facts that show it.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/check_in.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_patient.h"
#include "tests/property/shrinking.h"
#include "tests/property/told_precedence.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using storage::v1::PatientFacts;

constexpr absl::CivilDay kStart(2026, 11, 21);

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// Pain, little time, and nothing at hand.
std::vector<storage::v1::CheckInFact> CheckIns() {
  std::vector<storage::v1::CheckInFact> check_ins(4);
  check_ins[0].set_pain_before(6);
  check_ins[1].set_minutes_today(10);
  check_ins[2].set_minutes_today(15);
  check_ins[2].mutable_equipment_today()->add_equipment("none");
  check_ins[3].set_minutes_today(24);
  check_ins[3].mutable_equipment_today();
  return check_ins;
}

// What is wrong with the session that `check_in` makes of `planned`, for a
// person who has what is at hand that day.
std::vector<std::string> CheckInComplaints(
    const PatientFacts& facts, const v1::Interpretation& interpretation,
    const v1::Routine& routine, const v1::Session& planned,
    const storage::v1::CheckInFact& check_in) {
  const v1::Session session =
      engine::AdaptToCheckIn(Released(), facts, interpretation, planned,
                             check_in, absl::UTCTimeZone())
          .session();
  PatientFacts today = facts;
  if (check_in.has_equipment_today()) {
    *today.mutable_profiles(0)->mutable_profile()->mutable_equipment() =
        check_in.equipment_today().equipment();
  }
  std::vector<std::string> complaints =
      testing::InvariantChecker(Released().pack(), today, interpretation)
          .CheckSession(session, /*fewer_allowed=*/true);
  if (check_in.minutes_today() > 0 && !session.relief() &&
      session.total_minutes() > check_in.minutes_today()) {
    complaints.push_back(
        absl::StrCat("I-05 takes ", session.total_minutes(), " min"));
  }
  for (std::string& complaint : testing::PrecedenceComplaints(
           testing::CheckedPerson(Released().pack(), today, interpretation),
           routine, session)) {
    complaints.push_back(std::move(complaint));
  }
  for (std::string& complaint : complaints) {
    absl::StrAppend(&complaint, " (after ", check_in.ShortDebugString(), ")");
  }
  return complaints;
}

std::vector<std::string> Complaints(const PatientFacts& facts) {
  const engine::Knowledge& knowledge = Released();
  const v1::Interpretation interpretation =
      engine::Interpret(knowledge, facts, kStart);
  const v1::Routine routine =
      engine::PlanRoutine(knowledge, facts, interpretation, kStart);
  const testing::InvariantChecker checker(knowledge.pack(), facts,
                                          interpretation);
  std::vector<std::string> complaints = checker.CheckRoutine(routine);
  if (routine.sessions().empty()) return complaints;
  for (const int session : {0, 3, 12, 17}) {
    for (const storage::v1::CheckInFact& check_in : CheckIns()) {
      for (std::string& complaint :
           CheckInComplaints(facts, interpretation, routine,
                             routine.sessions(session), check_in)) {
        complaints.push_back(std::move(complaint));
      }
    }
  }
  return complaints;
}

TEST(InvariantsTest, HoldForEveryPerson) {
  const uint64_t first = FromEnvironment("TONUS_PROPERTY_SEED", 1);
  const uint64_t count = FromEnvironment("TONUS_PROPERTY_PATIENTS", 2000);
  for (uint64_t seed = first; seed < first + count; ++seed) {
    const PatientFacts facts = testing::RandomPatient(Released().pack(), seed);
    const std::vector<std::string> complaints = Complaints(facts);
    if (complaints.empty()) continue;
    const std::string invariant =
        complaints[0].substr(0, complaints[0].find(' '));
    const PatientFacts smallest =
        testing::Shrink(facts, [&](const PatientFacts& smaller) {
          for (const std::string& complaint : Complaints(smaller)) {
            if (complaint.rfind(invariant, 0) == 0) return true;
          }
          return false;
        });
    FAIL() << "seed " << seed << ":\n"
           << absl::StrJoin(Complaints(smallest), "\n") << "\n"
           << smallest.DebugString();
  }
}

// Persons in whom a long run found something.
TEST(InvariantsTest, HoldForThoseOfLongRuns) {
  for (const uint64_t seed :
       {7569, 9233, 20074, 21151, 30540, 31131, 32624, 39783, 40377, 57576,
        58868, 61418, 71641, 82555, 245373}) {
    EXPECT_THAT(Complaints(testing::RandomPatient(Released().pack(), seed)),
                ::testing::IsEmpty())
        << "seed " << seed;
  }
}

// Guards the test above against persons for whom nothing is planned.
TEST(InvariantsTest, PersonsAreWorthPlanningFor) {
  std::map<std::string, int> seen;
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    const PatientFacts facts = testing::RandomPatient(Released().pack(), seed);
    const v1::Interpretation interpretation =
        engine::Interpret(Released(), facts, kStart);
    const v1::Routine routine =
        engine::PlanRoutine(Released(), facts, interpretation, kStart);
    seen[routine.gate() == v1::GATE_OK ? "planned" : "closed"]++;
    for (const v1::Decision& decision : routine.decisions()) {
      seen[knowledge::v1::DecisionAction_Name(decision.action())]++;
    }
    for (const v1::Session& session : routine.sessions()) {
      if (!session.short_format().empty()) seen["short format"]++;
      for (const v1::HomeItem& home : session.home_items()) {
        seen[home.item().slot() == knowledge::v1::SLOT_BEDTIME ? "bedtime"
                                                               : "micro"]++;
      }
      for (const v1::SessionItem& item : session.items()) {
        if (!item.alternatives().empty()) seen["alternative"]++;
        const auto technique =
            Released().FindExercise(item.exercise())->technique();
        seen[knowledge::v1::Technique_Name(technique)]++;
        if (item.block() > 0) seen["block"]++;
        if (item.caution()) seen["caution"]++;
        if (!item.substitutes().empty()) seen["substitute"]++;
      }
    }
  }
  EXPECT_GE(seen["planned"], 150);
  EXPECT_GE(seen["short format"], 20);
  EXPECT_GE(seen["bedtime"], 20);
  EXPECT_GE(seen["micro"], 20);
  EXPECT_GE(seen["alternative"], 20);
  EXPECT_GE(seen["closed"], 25);
  for (const char* kind :
       {"block", "caution", "substitute",
        "DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER",
        "DECISION_ACTION_RELEASE_AND_INTEGRATE",
        "DECISION_ACTION_RELEASE_AND_STRENGTHEN", "DECISION_ACTION_ACTIVATE",
        "DECISION_ACTION_MOBILISE", "DECISION_ACTION_FLOSS",
        "DECISION_ACTION_STRENGTHEN_SHORTENED", "DECISION_ACTION_LEAVE_ALONE",
        "DECISION_ACTION_RETEST", "TECHNIQUE_SMR", "TECHNIQUE_PNF",
        "TECHNIQUE_STATIC_STRETCH", "TECHNIQUE_DYNAMIC_MOBILITY",
        "TECHNIQUE_NEURAL_FLOSS", "TECHNIQUE_STABILITY"}) {
    EXPECT_GT(seen[kind], 0) << kind;
  }
}

TEST(InvariantsTest, TheSameFactsGiveTheSameBytesInAnyOrderOfResults) {
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    const PatientFacts facts = testing::RandomPatient(Released().pack(), seed);
    PatientFacts reversed = facts;
    auto* results = reversed.mutable_assessments(0)->mutable_results();
    std::reverse(results->begin(), results->end());
    std::string bytes[3];
    const PatientFacts* inputs[] = {&facts, &facts, &reversed};
    for (int i = 0; i < 3; ++i) {
      const v1::Interpretation interpretation =
          engine::Interpret(Released(), *inputs[i], kStart);
      bytes[i] =
          engine::PlanRoutine(Released(), *inputs[i], interpretation, kStart)
              .SerializeAsString();
    }
    EXPECT_EQ(bytes[0], bytes[1]) << "seed " << seed;
    EXPECT_EQ(bytes[0], bytes[2]) << "seed " << seed;
  }
}

}  // namespace
}  // namespace tonus
