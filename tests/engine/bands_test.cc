// SPDX-License-Identifier: Apache-2.0
#include "services/engine/bands.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using testing::ParseText;

struct BandRow {
  const char* test;
  double value;
  const char* profile;
  std::optional<int> age;
  kv1::DynamometryProtocol protocol;
  kv1::Band band;
};

constexpr auto kAny = kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED;
constexpr auto kBelt = kv1::DYNAMOMETRY_PROTOCOL_BELT;
constexpr auto kManual = kv1::DYNAMOMETRY_PROTOCOL_MANUAL;
constexpr auto kNormal = kv1::BAND_NORMAL;
constexpr auto kBorderline = kv1::BAND_BORDERLINE;
constexpr auto kAbnormal = kv1::BAND_ABNORMAL;

class BandTest : public ::testing::TestWithParam<BandRow> {};

TEST_P(BandTest, IsThatOfTheBestFittingNorm) {
  const BandRow& row = GetParam();
  const kv1::Test* test = ReleasedKnowledge().FindTest(row.test);
  ASSERT_NE(test, nullptr);
  const auto profile = ParseText<v1::Profile>(row.profile);
  EXPECT_EQ(BandOf(BandsFor(*test, profile, row.age, row.protocol), row.value),
            row.band)
      << row.test << " " << row.value << " " << row.profile;
}

INSTANTIATE_TEST_SUITE_P(
    Edges, BandTest,
    ::testing::Values(BandRow{"mod_thomas_hip", -10, "", {}, kAny, kNormal},
                      BandRow{
                          "mod_thomas_hip", -9.9, "", {}, kAny, kBorderline},
                      BandRow{"mod_thomas_hip", 0, "", {}, kAny, kBorderline},
                      BandRow{"mod_thomas_hip", 0.1, "", {}, kAny, kAbnormal},
                      BandRow{"wblt", 10, "", {}, kAny, kNormal},
                      BandRow{"wblt", 9.9, "", {}, kAny, kBorderline},
                      BandRow{"wblt", 8, "", {}, kAny, kBorderline},
                      BandRow{"wblt", 7.9, "", {}, kAny, kAbnormal},
                      BandRow{"janda_hip_abd", 1, "", {}, kAny, kNormal},
                      BandRow{"janda_hip_abd", 2, "", {}, kAny, kAbnormal}));

INSTANTIATE_TEST_SUITE_P(
    UnknownFactsFitNothing, BandTest,
    ::testing::Values(
        BandRow{"pke_9090", 24, "", {}, kAny, kNormal},
        BandRow{"pke_9090", 24, "sex: SEX_FEMALE", {}, kAny, kAbnormal},
        BandRow{"pke_9090", 20, "sex: SEX_FEMALE", {}, kAny, kBorderline},
        BandRow{"pke_9090", 16, "sex: SEX_FEMALE", {}, kAny, kNormal},
        BandRow{"pke_9090", 26, "sex: SEX_MALE", {}, kAny, kNormal},
        BandRow{"wblt", 8, "", 59, kAny, kBorderline},
        BandRow{"wblt", 8, "", 60, kAny, kNormal},
        BandRow{"sorensen", 66, "", {}, kAny, kBorderline},
        BandRow{"sorensen", 66, "", 39, kAny, kBorderline},
        BandRow{"sorensen", 66, "", 40, kAny, kNormal},
        BandRow{"mod_thomas_knee", 60, "", {}, kAny, kAbnormal},
        BandRow{"mod_thomas_knee", 60, "athlete: false", {}, kAny, kAbnormal},
        BandRow{"mod_thomas_knee", 60, "athlete: true", {}, kAny, kNormal},
        BandRow{"beighton", 4, "", 50, kAny, kBorderline},
        BandRow{"beighton", 4, "", 51, kAny, kAbnormal}));

INSTANTIATE_TEST_SUITE_P(
    MoreFieldsThenLaterRowWin, BandTest,
    ::testing::Values(
        // One field each; the row for 60 years stands later.
        BandRow{"sorensen", 50, "", 60, kAny, kNormal},
        BandRow{"side_bridge", 30, "sex: SEX_MALE", 59, kAny, kAbnormal},
        BandRow{"side_bridge", 30, "sex: SEX_MALE", 60, kAny, kNormal},
        // Two fields must both fit.
        BandRow{"hip_abd_hhd", 16, "", {}, kBelt, kNormal},
        BandRow{"hip_abd_hhd", 16, "sex: SEX_MALE", {}, kAny, kNormal},
        BandRow{"hip_abd_hhd", 16, "sex: SEX_MALE", {}, kManual, kBorderline},
        BandRow{"hip_abd_hhd", 16, "sex: SEX_MALE", {}, kBelt, kAbnormal},
        BandRow{"hip_abd_hhd", 20, "sex: SEX_FEMALE", {}, kBelt, kBorderline},
        BandRow{"hip_abd_hhd", 16, "sex: SEX_FEMALE", {}, kManual, kNormal}));

TEST(ContainsTest, EndsAreInsideUnlessExcluded) {
  EXPECT_TRUE(Contains(ParseText<kv1::Interval>("min: 2 max: 3"), 2));
  EXPECT_TRUE(Contains(ParseText<kv1::Interval>("min: 2 max: 3"), 3));
  EXPECT_FALSE(
      Contains(ParseText<kv1::Interval>("min: 2 min_excluded: true"), 2));
  EXPECT_FALSE(
      Contains(ParseText<kv1::Interval>("max: 3 max_excluded: true"), 3));
  EXPECT_TRUE(Contains(ParseText<kv1::Interval>("max: 3"), -1e6));
  EXPECT_FALSE(Contains(ParseText<kv1::Interval>(""), 0));
}

TEST(ContainsTest, DecimalsThatBinaryMissesReachTheEdge) {
  const double almost = 1 - 19.0 / 20.0;  // 0.05 and a hair
  ASSERT_NE(almost, 0.05);
  EXPECT_TRUE(Contains(ParseText<kv1::Interval>("max: 0.05"), almost));
  EXPECT_FALSE(Contains(
      ParseText<kv1::Interval>("min: 0.05 min_excluded: true"), almost));
}

// Each valid value has exactly one band, in every norm of every test.
TEST(BandOfTest, PartitionsTheRangeOfEveryTest) {
  for (const kv1::Test& test : ReleasedKnowledge().pack().tests()) {
    std::vector<const kv1::Bands*> norms = {&test.bands()};
    for (const auto& row : test.overrides()) norms.push_back(&row.bands());
    const double step = test.step() > 0 ? test.step() : 0.1;
    for (const kv1::Bands* bands : norms) {
      for (double x = test.min(); x <= test.max(); x += step) {
        const int count = Contains(bands->normal(), x) +
                          Contains(bands->borderline(), x) +
                          Contains(bands->abnormal(), x);
        ASSERT_EQ(count, 1) << test.id() << " " << x;
      }
    }
  }
}

}  // namespace
}  // namespace tonus::engine
