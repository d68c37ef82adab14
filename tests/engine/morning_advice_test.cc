// SPDX-License-Identifier: Apache-2.0
#include "services/engine/morning_advice.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/eligibility.h"
#include "services/engine/interpretation.h"
#include "services/engine/relief_session.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The relief session of a person with this profile.
v1::Session Relief(const std::string& profile) {
  const PatientFacts patient = PatientFacts(profile).Assessed(0, kDenied);
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), patient.facts(), Today());
  const Eligibility eligibility(ReleasedKnowledge(), patient.facts(), read,
                                Today());
  v1::Session session;
  MakeRelief(ReleasedKnowledge(), read, eligibility,
             ReleasedKnowledge().WeekOfSession(18), /*minutes=*/30, "A-023",
             &session);
  return session;
}

std::vector<std::string> Bending(const v1::Session& session) {
  std::vector<std::string> bending;
  for (const v1::SessionItem& item : session.items()) {
    const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
    if (BendsAfterRising(ReleasedKnowledge(), *exercise)) {
      bending.push_back(item.exercise());
    }
  }
  return bending;
}

constexpr char kAble[] = "age_years: 40 user_level: 4 ";

TEST(MorningAdviceTest, ReliefThatBendsSaysWhenNot) {
  const v1::Session session = Relief(kAble);
  EXPECT_THAT(Bending(session), Not(IsEmpty()));
  EXPECT_THAT(session.advice(),
              Contains(HasSubstr("first 60 minutes after getting up")));
}

TEST(MorningAdviceTest, ReliefOfASensitivePersonDoesNotBend) {
  const v1::Session session =
      Relief(absl::StrCat(kAble,
                          "conditions { condition: "
                          "'cond_disc_herniation_stable' }"));
  EXPECT_GT(session.items_size(), 1);
  EXPECT_THAT(Bending(session), IsEmpty());
  EXPECT_THAT(session.advice(), Not(Contains(HasSubstr("getting up"))));
}

TEST(MorningAdviceTest, NamesEachBendingExerciseOnceAndTheLongerWait) {
  v1::Session session;
  for (const char* id : {"childs_pose", "walk_brisk", "childs_pose"}) {
    session.add_items()->set_exercise(id);
  }
  v1::Interpretation read;
  read.add_conditions()->set_condition("intol_flexion");
  AddMorningAdvice(ReleasedKnowledge(), read, &session);
  const std::string name =
      ReleasedKnowledge().FindExercise("childs_pose")->display_name();
  EXPECT_THAT(session.advice(),
              ElementsAre(absl::StrCat(
                  "Not within the first 120 minutes after getting up: \"", name,
                  "\".")));
}

}  // namespace
}  // namespace tonus::engine
