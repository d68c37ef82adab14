// SPDX-License-Identifier: Apache-2.0
// Why something has no room beside what matters less.

#include "services/engine/what_is_first.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/engine/general_work.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

class WhatIsFirstTest : public ::testing::Test {
 protected:
  // A finding of the next rank; a pair with a `partner`.
  void Add(
      const std::string& id, const std::string& partner = "",
      kv1::DecisionAction action = kv1::DECISION_ACTION_RELEASE_AND_INTEGRATE) {
    decisions_.emplace_back();
    decisions_.back().set_id(id);
    decisions_.back().set_rank(static_cast<int>(decisions_.size()));
    groups_.push_back({action, id, partner, {}});
  }

  // What is said of `decision` beside items for `there`.
  std::string Said(const std::string& decision,
                   const std::vector<std::string>& there,
                   const std::string& rule = "R-506", bool turns = true,
                   bool shared = false) {
    for (size_t i = 0; i < groups_.size(); ++i) {
      groups_[i].decisions = {&decisions_[i]};
    }
    std::vector<v1::SessionItem> items(there.size());
    std::vector<const v1::SessionItem*> pointers;
    for (size_t i = 0; i < there.size(); ++i) {
      items[i].set_decision(there[i]);
      items[i].set_rule(rule);
      pointers.push_back(&items[i]);
    }
    return std::string(WhatIsFirst(groups_, decision, pointers, turns, shared));
  }

  std::vector<v1::Decision> decisions_;
  std::vector<DecisionGroup> groups_;
};

TEST_F(WhatIsFirstTest, WhatMattersMoreWhereNothingElseStands) {
  Add("a");
  Add("b");
  EXPECT_EQ(Said("b", {"a"}), kMattersMore);
  EXPECT_EQ(Said("b", {"a", "b", ""}), kMattersMore);
  EXPECT_EQ(Said("", {"a"}), kMattersMore);
  // General work is in every session.
  EXPECT_EQ(Said("a", {"b"}, kStabilityRule), kMattersMore);
}

TEST_F(WhatIsFirstTest, SingleFindingsTakeTurnsWhereThereAreSome) {
  Add("a");
  Add("b");
  EXPECT_EQ(Said("a", {"b"}), kOthersTurn);
  EXPECT_EQ(Said("a", {"b"}, "R-506", /*turns=*/false), kNeedsLess);
}

TEST_F(WhatIsFirstTest, PairsTakeThemWhereTheyShareOnePlace) {
  Add("a");
  Add("pair", "partner");
  EXPECT_EQ(Said("a", {"pair"}), kPairsFirst);
  EXPECT_EQ(Said("a", {"pair"}, "R-504", /*turns=*/true, /*shared=*/true),
            kOthersTurn);
}

TEST_F(WhatIsFirstTest, WhatNeedsLessHasTheRest) {
  Add("pair", "partner");
  Add("a");
  Add("nerve", "", kv1::DECISION_ACTION_FLOSS);
  EXPECT_EQ(Said("pair", {"a"}), kNeedsLess);
  EXPECT_EQ(Said("a", {"nerve"}), kNeedsLess);
}

TEST_F(WhatIsFirstTest, AReasonEndsTruly) {
  v1::Dropped dropped;
  dropped.set_reason("No room; what matters more comes first.");
  EndTruly(kNeedsLess, &dropped);
  EXPECT_EQ(dropped.reason(),
            "No room; what needs less room has the place that is left.");
  EndTruly(kMattersMore, &dropped);
  EXPECT_EQ(dropped.reason(),
            "No room; what needs less room has the place that is left.");
}

}  // namespace
}  // namespace tonus::engine
