// SPDX-License-Identifier: Apache-2.0
// What goes no step: what is easier already, and relief.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using StepDownTest = AdaptationTest;

TEST_F(StepDownTest, NothingIsToldThatChangesNothing) {
  Log({{1, 0, Peak("sit_to_stand", 3)}, {2, 2, Peak("sit_to_stand", 3)}});
  EXPECT_THAT(In(3).applied, SizeIs(1));
  Log({{3, 4, Peak("sit_to_stand", 3)}, {4, 7, Peak("sit_to_stand", 3)}});
  EXPECT_THAT(In(5).applied, SizeIs(1)) << "it is easier already";
}

TEST_F(StepDownTest, ReliefIsNoTrainingToGoUpFrom) {
  for (const int number : {1, 2}) {
    CheckIn(number, 2 * number - 2, /*pain=*/5);
    Log({{number, 2 * number - 2,
          absl::StrCat("completed_pct: 100 pain_before: 5 rpe: 3 "
                       "pain_next_morning: 1 ",
                       Exercise("across_body_hip",
                                "completed_pct: 100 pain_during_max: 5 "
                                "difficulty: -2"))}});
  }
  EXPECT_THAT(Applied(3), IsEmpty());
}

}  // namespace
}  // namespace tonus::engine
