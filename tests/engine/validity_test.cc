// SPDX-License-Identifier: Apache-2.0
#include "services/engine/validity.h"

#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

struct ValidityRow {
  const char* result;
  const char* reason;  // "" for a result that can be read
  const char* rule;
};

class ValidityTest : public ::testing::TestWithParam<ValidityRow> {};

TEST_P(ValidityTest, AcceptsOrSaysWhyNot) {
  const auto rejected =
      Reject(ReleasedKnowledge(),
             testing::ParseText<v1::TestResult>(GetParam().result), 7);
  if (*GetParam().reason == '\0') {
    EXPECT_FALSE(rejected.has_value()) << rejected->DebugString();
    return;
  }
  ASSERT_TRUE(rejected.has_value());
  EXPECT_EQ(rejected->reason(), GetParam().reason);
  EXPECT_EQ(rejected->rule(), GetParam().rule);
  EXPECT_EQ(rejected->index(), 7);
  EXPECT_FALSE(rejected->description().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ValidityTest,
    ::testing::Values(
        ValidityRow{"test: 'pslr' side: SIDE_LEFT value: 0", "", ""},
        ValidityRow{"test: 'pslr' side: SIDE_LEFT value: 135", "", ""},
        ValidityRow{"test: 'pslr' side: SIDE_LEFT value: -0.1", "INVALID_INPUT",
                    "R-001"},
        ValidityRow{"test: 'pslr' side: SIDE_LEFT value: 135.1",
                    "INVALID_INPUT", "R-001"},
        ValidityRow{"test: 'pslr' side: SIDE_LEFT value: nan", "INVALID_INPUT",
                    "R-001"},
        ValidityRow{"test: 'pslr' side: SIDE_LEFT value: inf", "INVALID_INPUT",
                    "R-001"},
        ValidityRow{"test: 'pslr' side: SIDE_LEFT", "INVALID_INPUT", "R-001"},
        ValidityRow{"test: 'janda_hip_abd' side: SIDE_LEFT value: 1", "", ""},
        ValidityRow{"test: 'janda_hip_abd' side: SIDE_LEFT value: 1.5",
                    "INVALID_INPUT", "R-002"},
        ValidityRow{"test: 'slump' side: SIDE_LEFT value: 0.5", "INVALID_INPUT",
                    "R-002"},
        ValidityRow{"test: 'hip_abd_mmt' side: SIDE_LEFT value: 3.5", "", ""},
        ValidityRow{"test: 'hip_abd_mmt' side: SIDE_LEFT value: 3.25",
                    "INVALID_INPUT", "R-002"},
        ValidityRow{"test: 'no_such_test' side: SIDE_LEFT value: 1",
                    "UNKNOWN_TEST", "R-001"},
        ValidityRow{"side: SIDE_LEFT value: 1", "UNKNOWN_TEST", "R-001"},
        ValidityRow{"test: 'pslr' side: SIDE_MIDLINE value: 70", "WRONG_SIDE",
                    "R-001"},
        ValidityRow{"test: 'pslr' value: 70", "WRONG_SIDE", "R-001"},
        ValidityRow{"test: 'sorensen' side: SIDE_LEFT value: 70", "WRONG_SIDE",
                    "R-001"},
        ValidityRow{"test: 'ratio_flex_ext' side: SIDE_MIDLINE value: 1",
                    "INVALID_INPUT", "R-004"},
        ValidityRow{"test: 'slump' side: SIDE_LEFT value: 1 "
                    "assessor: ASSESSOR_SELF",
                    "NOT_ACCEPTED_FROM_SELF", "R-010"},
        ValidityRow{"test: 'hip_abd_mmt' side: SIDE_LEFT value: 4 "
                    "assessor: ASSESSOR_SELF",
                    "NOT_ACCEPTED_FROM_SELF", "R-010"},
        ValidityRow{"test: 'prone_instability' side: SIDE_MIDLINE value: 1 "
                    "assessor: ASSESSOR_SELF",
                    "NOT_ACCEPTED_FROM_SELF", "R-010"},
        ValidityRow{"test: 'slump' side: SIDE_LEFT value: 1 "
                    "assessor: ASSESSOR_CLINICIAN",
                    "", ""},
        ValidityRow{"test: 'ftf' side: SIDE_MIDLINE value: 1 "
                    "assessor: ASSESSOR_SELF",
                    "", ""},
        // A value that is wrong anyway is wrong first.
        ValidityRow{"test: 'slump' side: SIDE_LEFT value: 9 "
                    "assessor: ASSESSOR_SELF",
                    "INVALID_INPUT", "R-001"}));

}  // namespace
}  // namespace tonus::engine
