// SPDX-License-Identifier: Apache-2.0
#include "services/engine/severity.h"

#include "gtest/gtest.h"
#include "services/engine/bands.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

struct SeverityRow {
  const char* test;
  double value;
  double severity;
};

Reading ReadingOf(const char* test, double value) {
  Reading reading;
  reading.test = ReleasedKnowledge().FindTest(test);
  reading.side = kLeft;
  reading.value = value;
  reading.bands = &reading.test->bands();
  reading.band = BandOf(*reading.bands, value);
  return reading;
}

double Severity(const Reading& reading) {
  return SeverityOf(ReleasedKnowledge().pack(), reading);
}

class SeverityTest : public ::testing::TestWithParam<SeverityRow> {};

TEST_P(SeverityTest, FollowsTheDistanceBeyondTheEdge) {
  EXPECT_NEAR(Severity(ReadingOf(GetParam().test, GetParam().value)),
              GetParam().severity, 1e-12)
      << GetParam().test << " " << GetParam().value;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, SeverityTest,
    ::testing::Values(
        // Lower is better; abnormal above 0, borderline 10 wide.
        SeverityRow{"mod_thomas_hip", -10, 0},
        SeverityRow{"mod_thomas_hip", -5, 0.3},
        SeverityRow{"mod_thomas_hip", 1, 0.55},
        SeverityRow{"mod_thomas_hip", 8, 0.9},
        SeverityRow{"mod_thomas_hip", 10, 1},
        SeverityRow{"mod_thomas_hip", 30, 1},
        // Higher is better; abnormal below 20, borderline 12 wide.
        SeverityRow{"slb_hold", 14, 0.75}, SeverityRow{"slb_hold", 8, 1},
        SeverityRow{"slb_hold", 2, 1},
        // Ordinal.
        SeverityRow{"trendelenburg", 1, 0.3},
        SeverityRow{"trendelenburg", 2, 0.75},
        SeverityRow{"janda_hip_abd", 3, 0.75},
        // Muscle power.
        SeverityRow{"hip_abd_mmt", 4, 0.3},
        SeverityRow{"hip_abd_mmt", 3.5, 0.75}, SeverityRow{"hip_abd_mmt", 3, 1},
        SeverityRow{"hip_abd_mmt", 0, 1}));

TEST(SeverityOfTest, ABandThatOnlyASideDifferenceWorsenedIsAFixedFigure) {
  Reading reading = ReadingOf("slb_hold", 25);
  reading.band = knowledge::v1::BAND_ABNORMAL;
  reading.band_worsened = true;
  EXPECT_EQ(Severity(reading), 0.5);
  reading.band = knowledge::v1::BAND_BORDERLINE;
  EXPECT_EQ(Severity(reading), 0.3);
}

}  // namespace
}  // namespace tonus::engine
