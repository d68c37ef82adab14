// SPDX-License-Identifier: Apache-2.0
// What scores make of an expectation: and the probability of A-076
// to three digits.
#include "services/engine/technique_posterior.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

constexpr double kDigits = 0.0005;

const knowledge::v1::TechniqueLearning& Learning() {
  return ReleasedKnowledge().pack().technique_learning();
}

Posterior After(double prior, const std::vector<double>& scores) {
  return PosteriorOf(Learning(), prior, scores);
}

TEST(TechniquePosteriorTest, ThreeUsesOfEach) {
  const Posterior first = After(Learning().first_mean(), {0.8, 0.6, 1.0});
  const Posterior second = After(Learning().other_mean(), {0.1, -0.2, 0.3});
  EXPECT_NEAR(first.mean, 0.514, kDigits);
  EXPECT_NEAR(second.mean, 0.143, kDigits);
  EXPECT_NEAR(first.variance, 1.0 / 7, 1e-12);
  EXPECT_EQ(first.uses, 3);
  EXPECT_NEAR(ProbabilityBetter(first, second), 0.756, kDigits);
  EXPECT_NEAR(ProbabilityBetter(second, first), 0.244, kDigits);
}

TEST(TechniquePosteriorTest, WithoutUsesTheExpectationStands) {
  const Posterior first = After(Learning().first_mean(), {});
  EXPECT_DOUBLE_EQ(first.mean, 0.3);
  EXPECT_DOUBLE_EQ(first.prior, 0.3);
  EXPECT_DOUBLE_EQ(first.variance, 0.25);
  EXPECT_EQ(first.uses, 0);
  const Posterior second = After(Learning().other_mean(), {});
  EXPECT_DOUBLE_EQ(second.mean, 0.2);
  EXPECT_NEAR(ProbabilityBetter(first, second), 0.556, kDigits);
}

TEST(TechniquePosteriorTest, EvenIsEven) {
  EXPECT_DOUBLE_EQ(ProbabilityBetter(After(0.2, {1}), After(0.2, {1})), 0.5);
}

TEST(TechniquePosteriorTest, MoreUsesAreMoreCertain) {
  EXPECT_GT(After(0.2, {1}).variance, After(0.2, {1, 1}).variance);
}

TEST(TechniquePosteriorTest, NumbersAreThoseOfThePack) {
  knowledge::v1::TechniqueLearning other = Learning();
  other.set_observation_variance(0.5);
  // 0.2 / 0.25 + 1 / 0.5 over 1 / 0.25 + 1 / 0.5.
  EXPECT_NEAR(PosteriorOf(other, 0.2, {1.0}).mean, 2.8 / 6, 1e-12);
  other.set_prior_variance(0.5);
  EXPECT_NEAR(PosteriorOf(other, 0.2, {1.0}).mean, 2.4 / 4, 1e-12);
}

}  // namespace
}  // namespace tonus::engine
