// SPDX-License-Identifier: Apache-2.0
#include "services/measured_value.h"

#include "gtest/gtest.h"

namespace tonus {
namespace {

TEST(MeasuredValueTest, NumbersHaveNoTrailingZeros) {
  EXPECT_EQ(NumberWord(3), "3");
  EXPECT_EQ(NumberWord(5.60), "5.6");
  EXPECT_EQ(NumberWord(0.125), "0.12");
  EXPECT_EQ(NumberWord(100), "100");
  EXPECT_EQ(NumberWord(-0.001), "0");
  EXPECT_EQ(NumberWord(-12.5), "-12.5");
}

TEST(MeasuredValueTest, GradesNameTheirScaleFirst) {
  EXPECT_EQ(MeasuredValue(0, "grade"), "grade 0");
  EXPECT_EQ(MeasuredValue(4, "mrc"), "MRC grade 4");
}

TEST(MeasuredValueTest, OneIsSingular) {
  EXPECT_EQ(MeasuredValue(6, "points"), "6 points");
  EXPECT_EQ(MeasuredValue(1, "points"), "1 point");
  EXPECT_EQ(MeasuredValue(1, "reps"), "1 rep");
  EXPECT_EQ(MeasuredValue(1, "finger"), "1 finger wide");
  EXPECT_EQ(MeasuredValue(2, "finger"), "2 fingers wide");
}

TEST(MeasuredValueTest, UnitsFollow) {
  EXPECT_EQ(MeasuredValue(5.6, "cm"), "5.6 cm");
  EXPECT_EQ(MeasuredValue(15.004F, "cm"), "15.004 cm");
  EXPECT_EQ(MeasuredValue(12.000001, "cm"), "12 cm");
  EXPECT_EQ(MeasuredValue(-12, "deg"), "-12 deg");
  EXPECT_EQ(MeasuredValue(80, "pct"), "80 %");
  EXPECT_EQ(MeasuredValue(12.5, "pctBW"), "12.5 % of body weight");
  EXPECT_EQ(MeasuredValue(0.8, "ratio"), "0.8");
  EXPECT_EQ(MeasuredValue(2, ""), "2");
}

}  // namespace
}  // namespace tonus
