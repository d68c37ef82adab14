// SPDX-License-Identifier: Apache-2.0
// In which order decisions come, which of them a block keeps, and the patterns
// that raise them.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/decision_fixture.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using DecisionRankTest = DecisionTest;

TEST_F(DecisionRankTest, ABlockKeepsFourFindingsAndCountsBothSidesOnce) {
  const v1::Interpretation decided = DecideOn(R"pb(
    findings {
      muscle: "gluteus_maximus"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 1
      confidence: 1
    }
    findings {
      muscle: "gluteus_maximus"
      side: SIDE_RIGHT
      status: STATUS_WEAK
      severity: 0.2
      confidence: 1
    }
    findings {
      muscle: "gluteus_medius"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 0.9
      confidence: 1
    }
    findings {
      muscle: "rectus_abdominis"
      side: SIDE_MIDLINE
      status: STATUS_WEAK
      severity: 0.9
      confidence: 1
    }
    findings {
      muscle: "deep_neck_flexors"
      side: SIDE_MIDLINE
      status: STATUS_WEAK
      severity: 1
      confidence: 1
    }
    findings {
      muscle: "lower_trapezius"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 0.8
      confidence: 1
    }
  )pb");
  std::vector<std::string> queued;
  for (const v1::Decision& decision : decided.decisions()) {
    if (!decision.kept()) queued.push_back(decision.id());
  }
  EXPECT_THAT(queued, ElementsAre("activate:lower_trapezius.L"));
}

// The worse side has no weak partner, the other one has.
constexpr char kTightSides[] = R"pb(
  findings {
    muscle: "quadratus_lumborum"
    side: SIDE_LEFT
    status: STATUS_TIGHT
    severity: 0.5
    confidence: 0.5
  }
  findings {
    muscle: "quadratus_lumborum"
    side: SIDE_RIGHT
    status: STATUS_TIGHT
    qualifiers: QUALIFIER_ASYMMETRIC
    severity: 0.6
    confidence: 0.5
  }
  findings {
    muscle: "gluteus_medius"
    side: SIDE_LEFT
    status: STATUS_WEAK
    severity: 0.9
    confidence: 0.9
  }
)pb";

constexpr char kThreeStronger[] = R"pb(
  findings {
    muscle: "rectus_abdominis"
    side: SIDE_MIDLINE
    status: STATUS_WEAK
    severity: 1
    confidence: 1
  }
  findings {
    muscle: "lower_trapezius"
    side: SIDE_LEFT
    status: STATUS_WEAK
    severity: 1
    confidence: 1
  }
  findings {
    muscle: "deep_neck_flexors"
    side: SIDE_MIDLINE
    status: STATUS_WEAK
    severity: 1
    confidence: 1
  }
)pb";

std::vector<std::string> KeptOf(const v1::Interpretation& decided) {
  std::vector<std::string> kept;
  for (const v1::Decision& decision : decided.decisions()) {
    if (decision.kept()) kept.push_back(decision.id());
  }
  return kept;
}

TEST_F(DecisionRankTest, TheOtherSideComesAlongWhateverIsDoneOnIt) {
  EXPECT_THAT(
      KeptOf(DecideOn(absl::StrCat(kTightSides, kThreeStronger))),
      ElementsAre(
          "activate:rectus_abdominis.M", "activate:deep_neck_flexors.M",
          "activate:lower_trapezius.L",
          "release_and_activate_partner:quadratus_lumborum.L>gluteus_medius.L",
          "release_and_integrate:quadratus_lumborum.R"));
}

TEST_F(DecisionRankTest, TheOtherSideOfAPartnerComesAlongToo) {
  EXPECT_THAT(
      KeptOf(DecideOn(absl::StrCat(R"pb(
                                     findings {
                                       muscle: "quadratus_lumborum"
                                       side: SIDE_LEFT
                                       status: STATUS_TIGHT
                                       severity: 0.5
                                       confidence: 0.5
                                     }
                                     findings {
                                       muscle: "gluteus_medius"
                                       side: SIDE_LEFT
                                       status: STATUS_WEAK
                                       severity: 0.9
                                       confidence: 0.9
                                     }
                                     findings {
                                       muscle: "gluteus_medius"
                                       side: SIDE_RIGHT
                                       status: STATUS_WEAK
                                       severity: 0.2
                                       confidence: 0.5
                                     }
                                   )pb",
                                   kThreeStronger))),
      ElementsAre(
          "activate:rectus_abdominis.M", "activate:deep_neck_flexors.M",
          "activate:lower_trapezius.L",
          "release_and_activate_partner:quadratus_lumborum.L>gluteus_medius.L",
          "activate:gluteus_medius.R"));
}

TEST_F(DecisionRankTest, TiesGoToTheTightThenToTheRegionThenToTheId) {
  // Equal scores and levels; hip comes before neck, and L before R.
  const v1::Interpretation decided = DecideOn(R"pb(
    findings {
      muscle: "gluteus_medius"
      side: SIDE_RIGHT
      status: STATUS_WEAK
      severity: 0.5
      confidence: 1
    }
    findings {
      muscle: "gluteus_medius"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 0.5
      confidence: 1
    }
    findings {
      muscle: "piriformis"
      side: SIDE_LEFT
      status: STATUS_TIGHT
      severity: 0.5
      confidence: 1
    }
  )pb");
  EXPECT_THAT(Ids(decided), ElementsAre("release_and_integrate:piriformis.L",
                                        "activate:gluteus_medius.L",
                                        "activate:gluteus_medius.R"));
}

TEST_F(DecisionRankTest, FactorsMultiply) {
  profile_.set_complaint_region(knowledge::v1::REGION_HIP);
  history_.add_goal_muscles("gluteus_maximus");
  const v1::Interpretation decided = DecideOn(R"pb(
    findings {
      muscle: "gluteus_maximus"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 0.5
      confidence: 0.5
      qualifiers: QUALIFIER_ASYMMETRIC
    }
  )pb");
  // 100 * 0.5 * 0.5 * 1.1 * 1.2 * 1.2 = 39.6.
  EXPECT_DOUBLE_EQ(decided.decisions(0).score(), 39.6);
}

TEST_F(DecisionRankTest, TightLowBackWeighsLessAndGetsNoComplaintFactor) {
  profile_.set_complaint_region(knowledge::v1::REGION_LUMBAR);
  const v1::Interpretation decided = DecideOn(R"pb(
    findings {
      muscle: "erector_spinae_lumbar"
      side: SIDE_LEFT
      status: STATUS_TIGHT
      severity: 1
      confidence: 1
    }
    findings {
      muscle: "multifidus_lumbar"
      side: SIDE_RIGHT
      status: STATUS_WEAK
      severity: 1
      confidence: 1
    }
  )pb");
  EXPECT_DOUBLE_EQ(decided.decisions(0).score(), 108);  // 0.9 * 1.2
  EXPECT_DOUBLE_EQ(decided.decisions(1).score(), 40);   // 0.4
}

TEST_F(DecisionRankTest, ThreeArmsArePartialAndFourAreFull) {
  const std::string three = R"pb(
    findings {
      muscle: "iliopsoas"
      side: SIDE_LEFT
      status: STATUS_TIGHT
      severity: 1
      confidence: 0.5
    }
    findings {
      muscle: "gluteus_maximus"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 1
      confidence: 0.5
    }
    findings {
      muscle: "rectus_abdominis"
      side: SIDE_MIDLINE
      status: STATUS_WEAK
      severity: 1
      confidence: 0.5
    }
  )pb";
  const v1::Interpretation partial = DecideOn(three);
  ASSERT_EQ(partial.syndromes_size(), 2);  // All sides, and left.
  EXPECT_EQ(partial.syndromes(0).syndrome(), "LOWER_CROSSED");
  EXPECT_FALSE(partial.syndromes(0).full());
  EXPECT_EQ(partial.syndromes(0).rule(), "R-401");
  EXPECT_DOUBLE_EQ(partial.syndromes(0).confidence(), 0.4);
  EXPECT_EQ(partial.syndromes(1).side(), knowledge::v1::SIDE_LEFT);
  EXPECT_DOUBLE_EQ(partial.decisions(0).factors().syndrome(), 1.15);

  const v1::Interpretation full =
      DecideOn(three + R"pb(findings {
                              muscle: "quadratus_lumborum"
                              side: SIDE_LEFT
                              status: STATUS_TIGHT
                              severity: 1
                              confidence: 0.5
                            })pb");
  EXPECT_TRUE(full.syndromes(0).full());
  EXPECT_EQ(full.syndromes(0).rule(), "R-400");
}

TEST_F(DecisionRankTest, TwoArmsAreNoPattern) {
  EXPECT_THAT(DecideOn(kTightFlexorsWeakGlutes).syndromes(), IsEmpty());
}

}  // namespace
}  // namespace tonus::engine
