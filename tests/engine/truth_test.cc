// SPDX-License-Identifier: Apache-2.0
#include "services/engine/truth.h"

#include <vector>

#include "gtest/gtest.h"

namespace tonus::engine {
namespace {

constexpr auto T = knowledge::v1::TRUTH_TRUE;
constexpr auto F = knowledge::v1::TRUTH_FALSE;
constexpr auto U = knowledge::v1::TRUTH_UNKNOWN;

TEST(TruthTest, UnknownStaysUnknownWhenNegated) {
  EXPECT_EQ(Not(T), F);
  EXPECT_EQ(Not(F), T);
  EXPECT_EQ(Not(U), U);
}

TEST(TruthTest, AllAndAnyOfTwo) {
  struct Row {
    Truth a, b, all, any;
  };
  for (const Row& row : std::vector<Row>{{T, T, T, T},
                                         {T, F, F, T},
                                         {F, F, F, F},
                                         {T, U, U, T},
                                         {F, U, F, U},
                                         {U, U, U, U}}) {
    for (const auto& truths :
         {std::vector<Truth>{row.a, row.b}, std::vector<Truth>{row.b, row.a}}) {
      EXPECT_EQ(All(truths), row.all);
      EXPECT_EQ(Any(truths), row.any);
    }
  }
  EXPECT_EQ(All({}), T);
  EXPECT_EQ(Any({}), F);
}

TEST(TruthTest, ACountIsDecidedAsSoonAsTheOpenOnesCanNotChangeIt) {
  EXPECT_EQ(AtLeastTrue(2, {T, T, U, U}), T);
  EXPECT_EQ(AtLeastTrue(2, {T, U, F, F}), U);
  EXPECT_EQ(AtLeastTrue(2, {U, U, F, F}), U);
  EXPECT_EQ(AtLeastTrue(2, {U, F, F, F}), F);
  EXPECT_EQ(AtLeastTrue(2, {T, F, F, F}), F);
}

}  // namespace
}  // namespace tonus::engine
