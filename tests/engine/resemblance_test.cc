// SPDX-License-Identifier: Apache-2.0
// What counts as a likeness, and what does not.
#include "services/engine/resemblance.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"
#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;
using v1::Interpretation;

constexpr char kActual[] = R"pb(
  gate: GATE_OK
  findings {
    muscle: "iliopsoas"
    side: SIDE_LEFT
    confidence: 0.6
    qualifiers: [ QUALIFIER_BORDERLINE, QUALIFIER_ASYMMETRIC ]
  }
  findings { muscle: "soleus" side: SIDE_LEFT confidence: 0.45 }
  notices { text: "See a clinician promptly." }
  limits { max_level: 2 }
)pb";

class ResemblanceTest : public ::testing::Test {
 protected:
  std::vector<std::string> Lacks(const std::string& partial) const {
    return WhatLacks(ParseText<Interpretation>(partial), actual_);
  }
  std::vector<std::string> IsThere(const std::string& unwanted) const {
    return WhatIsThere(ParseText<Interpretation>(unwanted), actual_);
  }

  const Interpretation actual_ = ParseText<Interpretation>(kActual);
};

TEST_F(ResemblanceTest, NothingIsLackedByWhatIsLikeIt) {
  EXPECT_THAT(Lacks(""), IsEmpty());
  EXPECT_THAT(Lacks(R"pb(
                gate: GATE_OK
                findings { muscle: "soleus" confidence: 0.4503 }
                findings { qualifiers: QUALIFIER_ASYMMETRIC }
                notices { text: "clinician" }
                limits { max_level: 2 })pb"),
              IsEmpty());
}

// A condition that was widened is another one.
TEST_F(ResemblanceTest, ConditionsAreComparedWhole) {
  const auto rule = [](const char* bands) {
    return ParseText<knowledge::v1::Pack>(absl::StrCat(
        "rules { id: 'R' when { all { clauses { band { test: 't' bands: [",
        bands, "] } } } } }"));
  };
  const auto narrow = rule("BAND_NORMAL");
  const auto wide = rule("BAND_NORMAL, BAND_BORDERLINE");
  EXPECT_THAT(WhatLacks(narrow, narrow), IsEmpty());
  EXPECT_THAT(WhatLacks(narrow, wide), SizeIs(1));
  EXPECT_THAT(WhatLacks(wide, narrow), SizeIs(1));
}

TEST_F(ResemblanceTest, EachDifferenceIsLacked) {
  EXPECT_THAT(Lacks("gate: GATE_REFER"),
              ElementsAre("gate: GATE_OK instead of GATE_REFER"));
  EXPECT_THAT(Lacks("findings { muscle: 'sol' }"), SizeIs(1));
  EXPECT_THAT(Lacks("findings { muscle: 'soleus' confidence: 0.451 }"),
              ElementsAre(HasSubstr("the closest is { muscle: \"soleus\"")));
  EXPECT_THAT(
      Lacks("findings { muscle: 'soleus' qualifiers: QUALIFIER_ASYMMETRIC }"),
      SizeIs(1));
  EXPECT_THAT(Lacks("limits { max_level: 3 max_exercises: 1 }"), SizeIs(2));
  EXPECT_THAT(Lacks("decisions { rank: 1 }"),
              ElementsAre(HasSubstr("there is none")));
}

TEST_F(ResemblanceTest, OnlyWhatFitsIsThere) {
  EXPECT_THAT(IsThere("findings { muscle: 'soleus' side: SIDE_RIGHT }"),
              IsEmpty());
  EXPECT_THAT(IsThere("findings { side: SIDE_LEFT }"), SizeIs(2));
  EXPECT_THAT(IsThere("gate: GATE_REFER limits { max_level: 3 }"), IsEmpty());
  EXPECT_THAT(IsThere("gate: GATE_OK limits { max_level: 2 }"), SizeIs(2));
}

}  // namespace
}  // namespace tonus::engine
