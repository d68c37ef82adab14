// SPDX-License-Identifier: Apache-2.0
// When one of two techniques is kept, at the bounds.
#include "services/engine/technique_decision.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace kv1 = knowledge::v1;

const kv1::TechniqueLearning& Learning() {
  return ReleasedKnowledge().pack().technique_learning();
}

std::vector<TechniqueChoice> Choices(double first_minutes = 2,
                                     double second_minutes = 2.5) {
  return {
      {kv1::TECHNIQUE_STATIC_STRETCH, Learning().first_mean(), first_minutes},
      {kv1::TECHNIQUE_PNF, Learning().other_mean(), second_minutes}};
}

// The uses in turns, first, second, first and so on, each in its own session.
std::vector<ScoredUse> InTurns(const std::vector<double>& first,
                               const std::vector<double>& second) {
  std::vector<ScoredUse> uses;
  for (size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) {
      uses.push_back({static_cast<int>(uses.size()),
                      kv1::TECHNIQUE_STATIC_STRETCH, first[i]});
    }
    if (i < second.size()) {
      uses.push_back(
          {static_cast<int>(uses.size()), kv1::TECHNIQUE_PNF, second[i]});
    }
  }
  return uses;
}

TechniqueDecision Decide(const std::vector<ScoredUse>& uses) {
  return DecideTechnique(Learning(), Choices(), uses);
}

struct Case {
  std::string name;
  std::vector<double> first;
  std::vector<double> second;
  int kept;  // -1 for none.
  bool shorter = false;
};

class BoundsTest : public ::testing::TestWithParam<Case> {};

TEST_P(BoundsTest, Keeps) {
  const TechniqueDecision decision =
      Decide(InTurns(GetParam().first, GetParam().second));
  EXPECT_EQ(decision.kept.value_or(-1), GetParam().kept);
  EXPECT_EQ(decision.shorter, GetParam().shorter);
}

INSTANTIATE_TEST_SUITE_P(
    Uses, BoundsTest,
    ::testing::ValuesIn(std::vector<Case>{
        {"Nothing", {}, {}, -1},
        {"NotSureEnough", {0.8, 0.6, 1.0}, {0.1, -0.2, 0.3}, -1},
        // Three uses of each: the sums must differ by 2.75 for the first one,
        // and by 3.55 for the second, which is expected to do less.
        {"TheFirstFallsShort", {1, 1, 0.74}, {0, 0, 0}, -1},
        {"TheFirst", {1, 1, 0.75}, {0, 0, 0}, 0},
        {"TheSecondFallsShort", {0, 0, 0}, {1.2, 1.2, 1.14}, -1},
        {"TheSecond", {0, 0, 0}, {1.2, 1.2, 1.15}, 1},
        {"TwoUsesOfOneAreTooFew", {2, 2, 2}, {-2, -2}, -1},
        {"FiveEvenUses", {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, -1},
        {"SixUsesOfOneAlone", {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, -1},
        {"SixEvenUses", {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}, 0, true},
    }),
    [](const auto& info) { return info.param.name; });

TEST(TechniqueDecisionTest, TheShorterOneIsTheShorterOne) {
  const std::vector<double> even(6, 0);
  const auto kept = [&](double first_minutes, double second_minutes) {
    return DecideTechnique(Learning(), Choices(first_minutes, second_minutes),
                           InTurns(even, even))
        .kept.value_or(-1);
  };
  EXPECT_EQ(kept(2, 2.5), 0);
  EXPECT_EQ(kept(2.5, 2), 1);
  EXPECT_EQ(kept(2, 2), 0) << "of two that take the same the first choice";
}

TEST(TechniqueDecisionTest, WhatWasDecidedStandsWhileItIsLikelier) {
  std::vector<ScoredUse> uses = InTurns({1, 1, 0.75}, {0, 0, 0});
  uses.push_back({6, kv1::TECHNIQUE_STATIC_STRETCH, 0});
  const TechniqueDecision less = Decide(uses);
  EXPECT_LT(less.first_better, 0.8);
  EXPECT_EQ(less.kept.value_or(-1), 0);
  EXPECT_THAT(less.sessions, ElementsAre(0, 1, 2, 3, 4, 5))
      << "what led to it, not what came later";
  for (int i = 7; i < 11; ++i) {
    uses.push_back({i, kv1::TECHNIQUE_STATIC_STRETCH, -1});
  }
  const TechniqueDecision reopened = Decide(uses);
  EXPECT_LT(reopened.first_better, 0.5);
  EXPECT_FALSE(reopened.kept.has_value());
  EXPECT_THAT(reopened.sessions, IsEmpty());
}

TEST(TechniqueDecisionTest, AnotherTechniqueIsPassedOver) {
  std::vector<ScoredUse> uses = InTurns({1, 1, 0.75}, {0, 0, 0});
  uses.insert(uses.begin(), {0, kv1::TECHNIQUE_SMR, 2});
  const TechniqueDecision decision = Decide(uses);
  EXPECT_EQ(decision.known[0].uses, 3);
  EXPECT_EQ(decision.known[1].uses, 3);
  EXPECT_EQ(decision.kept.value_or(-1), 0);
}

}  // namespace
}  // namespace tonus::engine
