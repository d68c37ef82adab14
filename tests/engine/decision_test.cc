// SPDX-License-Identifier: Apache-2.0
#include "services/engine/decision.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/forbidden_wording.h"
#include "tests/engine/decision_fixture.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ParseText;

TEST_F(DecisionTest, ATightMuscleAndItsWeakPartnerOfTheSameSideMakeAPair) {
  const v1::Interpretation decided = DecideOn(kTightFlexorsWeakGlutes);
  EXPECT_THAT(
      Ids(decided),
      ElementsAre(
          "release_and_activate_partner:iliopsoas.R>gluteus_maximus.R",
          "release_and_activate_partner:iliopsoas.L>gluteus_maximus.L"));
  // Hip 1.0: 40 + 0.5 * 40, and 30 + 0.5 * 40.
  EXPECT_DOUBLE_EQ(decided.decisions(0).score(), 60);
  EXPECT_DOUBLE_EQ(decided.decisions(1).score(), 50);
  EXPECT_EQ(decided.decisions(0).rank(), 1);
  EXPECT_TRUE(decided.decisions(1).kept());
}

TEST_F(DecisionTest, APartnerInTheMidlineCountsForEitherSide) {
  EXPECT_THAT(Ids(DecideOn(R"pb(
                findings {
                  muscle: "iliopsoas"
                  side: SIDE_RIGHT
                  status: STATUS_TIGHT
                  severity: 1
                  confidence: 1
                }
                findings {
                  muscle: "rectus_abdominis"
                  side: SIDE_MIDLINE
                  status: STATUS_WEAK
                  severity: 1
                  confidence: 1
                }
              )pb")),
              ElementsAre("release_and_activate_partner:iliopsoas.R>"
                          "rectus_abdominis.M"));
}

TEST_F(DecisionTest, APartnerOfTheOtherSideIsTrainedDirectly) {
  EXPECT_THAT(Ids(DecideOn(R"pb(
                findings {
                  muscle: "iliopsoas"
                  side: SIDE_RIGHT
                  status: STATUS_TIGHT
                  severity: 1
                  confidence: 1
                }
                findings {
                  muscle: "gluteus_maximus"
                  side: SIDE_LEFT
                  status: STATUS_WEAK
                  severity: 0.5
                  confidence: 1
                }
              )pb")),
              ElementsAre("release_and_integrate:iliopsoas.R",
                          "activate:gluteus_maximus.L"));
}

TEST_F(DecisionTest, WhatMustNotBeStretchedIsNotReleased) {
  const v1::Interpretation decided = DecideOn(R"pb(
    findings {
      muscle: "iliopsoas"
      side: SIDE_RIGHT
      status: STATUS_TIGHT
      severity: 1
      confidence: 1
      qualifiers: QUALIFIER_DO_NOT_STRETCH
    }
    findings {
      muscle: "gluteus_maximus"
      side: SIDE_RIGHT
      status: STATUS_WEAK
      severity: 0.5
      confidence: 1
    }
  )pb");
  EXPECT_THAT(Ids(decided), ElementsAre("activate:gluteus_maximus.R",
                                        "leave_alone:iliopsoas.R"));
  EXPECT_THAT(decided.decisions(1).reason(),
              HasSubstr("stretching is ruled out"));
}

TEST_F(DecisionTest, EachVerdictHasItsAction) {
  const v1::Interpretation decided = DecideOn(R"pb(
    findings {
      muscle: "hamstrings"
      side: SIDE_LEFT
      status: STATUS_TIGHT_AND_WEAK
      severity: 0.9
      confidence: 0.9
    }
    findings { muscle: "hamstrings" side: SIDE_RIGHT status: STATUS_NORMAL }
    findings {
      muscle: "rhomboids"
      side: SIDE_LEFT
      status: STATUS_OVERLENGTHENED
    }
    findings {
      muscle: "thoracic_spine"
      side: SIDE_MIDLINE
      status: STATUS_STIFF
      severity: 0.5
      confidence: 0.5
    }
    findings {
      muscle: "sciatic_nerve"
      side: SIDE_LEFT
      status: STATUS_NEURAL_POSITIVE
      severity: 0.1
      confidence: 0.1
    }
    findings {
      muscle: "femoral_nerve"
      side: SIDE_LEFT
      status: STATUS_NEURAL_SUSPECT
    }
    findings {
      muscle: "soleus"
      side: SIDE_LEFT
      status: STATUS_UNKNOWN
      qualifiers: QUALIFIER_CONFLICT
    }
    findings { muscle: "soleus" side: SIDE_RIGHT status: STATUS_UNKNOWN }
  )pb");
  EXPECT_THAT(
      Ids(decided),
      ElementsAre("floss:sciatic_nerve.L",  // Nerves first, whatever the score.
                  "release_and_strengthen:hamstrings.L",
                  "mobilise:thoracic_spine.M",
                  "strengthen_shortened:rhomboids.L", "retest:soleus.L",
                  "retest:femoral_nerve.L", "leave_alone:hamstrings.R"));
}

TEST_F(DecisionTest, AStiffLowBackIsLeftAloneUnlessARuleAllowsIt) {
  const std::string stiff = R"pb(findings {
                                   muscle: "lumbar_spine"
                                   side: SIDE_MIDLINE
                                   status: STATUS_STIFF
                                   severity: 1
                                   confidence: 1
                                 })pb";
  EXPECT_THAT(Ids(DecideOn(stiff)), ElementsAre("leave_alone:lumbar_spine.M"));
  EXPECT_THAT(
      Ids(DecideOn(stiff + R"pb(limits {
                                  allowed_target_techniques {
                                    muscle: "lumbar_spine"
                                    technique: TECHNIQUE_DYNAMIC_MOBILITY
                                    rule: "R-335"
                                  }
                                })pb")),
      ElementsAre("mobilise:lumbar_spine.M"));
}

TEST_F(DecisionTest, ANerveIsNotGlidedBeforeItsScreen) {
  EXPECT_THAT(Ids(DecideOn(R"pb(
                findings {
                  muscle: "sciatic_nerve"
                  side: SIDE_LEFT
                  status: STATUS_NEURAL_POSITIVE
                }
                limits { forbidden_techniques: TECHNIQUE_NEURAL_FLOSS }
              )pb")),
              ElementsAre("retest:sciatic_nerve.L"));
}

TEST_F(DecisionTest, WhatFollowsIsWhatTheRowsOfThePackSay) {
  knowledge::v1::Pack pack = knowledge_->pack();
  pack.mutable_decision_rules()->Clear();
  pack.MergeFrom(ParseText<knowledge::v1::Pack>(R"pb(
    decision_rules {
      id: "low_back"
      rule: "R-509"
      statuses: [ STATUS_TIGHT ]
      with { qualifier: QUALIFIER_ASYMMETRIC }
      without { other_side_not_tight: true }
      action: DECISION_ACTION_RETEST
      reason: "{target} waits."
      rejections {
        considered: "do it at once"
        actions: ACTION_RELEASE
        rule: "R-508"
        reason: "{other_side} comes first."
        with { other_side_not_tight: true }
      }
    }
    decision_rules {
      id: "everything"
      rule: "R-501"
      statuses: [
        STATUS_UNKNOWN,
        STATUS_NORMAL,
        STATUS_TIGHT,
        STATUS_WEAK,
        STATUS_TIGHT_AND_WEAK,
        STATUS_OVERLENGTHENED,
        STATUS_STIFF,
        STATUS_NEURAL_POSITIVE,
        STATUS_NEURAL_SUSPECT
      ]
      action: DECISION_ACTION_MOBILISE
      reason: "{target} is moved."
      rejections {
        considered: "leave it"
        rule: "R-508"
        reason: "{other_side} does not do it for {target}."
        with { other_side_not_tight: true }
      }
    })pb"));
  absl::StatusOr<Knowledge> other = Knowledge::Compile(pack, "test");
  ASSERT_TRUE(other.ok()) << other.status();
  auto interpretation = ParseText<v1::Interpretation>(R"pb(
    findings {
      muscle: "iliopsoas"
      side: SIDE_RIGHT
      status: STATUS_TIGHT
      severity: 1
      confidence: 1
      qualifiers: QUALIFIER_ASYMMETRIC
    }
    findings {
      muscle: "iliopsoas"
      side: SIDE_LEFT
      status: STATUS_TIGHT
      severity: 1
      confidence: 1
    }
    findings {
      muscle: "gluteus_maximus"
      side: SIDE_LEFT
      status: STATUS_WEAK
      severity: 0.5
      confidence: 1
    }
  )pb");
  DecideWith(*other, &interpretation);
  EXPECT_THAT(Ids(interpretation),
              ElementsAre("mobilise:iliopsoas.L", "mobilise:gluteus_maximus.L",
                          "retest:iliopsoas.R"));
  const v1::Decision& moved = interpretation.decisions(1);
  EXPECT_EQ(moved.rule(), "R-501");
  EXPECT_EQ(moved.reason(), "Left gluteus maximus is moved.");
  EXPECT_EQ(moved.rejected(0).reason(),
            "Right gluteus maximus does not do it for left gluteus maximus.");
}

TEST_F(DecisionTest, NoTextMakesAForbiddenClaim) {
  const v1::Interpretation decided = DecideOn(kTightFlexorsWeakGlutes);
  for (const v1::Decision& decision : decided.decisions()) {
    EXPECT_THAT(ForbiddenClaimsIn(knowledge_->pack().forbidden_claims(),
                                  decision.reason()),
                IsEmpty());
  }
}

}  // namespace
}  // namespace tonus::engine
