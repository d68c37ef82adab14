// SPDX-License-Identifier: Apache-2.0
// Decisions of the released pack about given findings.

#ifndef TONUS_TESTS_ENGINE_DECISION_FIXTURE_H_
#define TONUS_TESTS_ENGINE_DECISION_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/engine/decision.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {

class DecisionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenReleasedPack();
    ASSERT_TRUE(knowledge.ok()) << knowledge.status();
    knowledge_ = std::make_unique<Knowledge>(*std::move(knowledge));
  }

  v1::Interpretation DecideOn(const std::string& findings) const {
    auto interpretation = testing::ParseText<v1::Interpretation>(findings);
    DecideWith(*knowledge_, &interpretation);
    return interpretation;
  }

  void DecideWith(const Knowledge& knowledge,
                  v1::Interpretation* interpretation) const {
    const Eligibility eligibility(knowledge, facts_, *interpretation,
                                  absl::CivilDay(2026, 11, 21));
    Decide(knowledge, profile_, history_, eligibility, interpretation);
  }

  static std::vector<std::string> Ids(const v1::Interpretation& decided) {
    std::vector<std::string> ids;
    for (const v1::Decision& decision : decided.decisions()) {
      ids.push_back(decision.id());
    }
    return ids;
  }

  std::unique_ptr<Knowledge> knowledge_;
  v1::Profile profile_;
  v1::History history_;
  storage::v1::PatientFacts facts_;
};

// severity * confidence: tight right 0.8 * 0.5, tight left 0.6 * 0.5, weak
// 0.5 * 0.8.
inline constexpr char kTightFlexorsWeakGlutes[] = R"pb(
  findings {
    muscle: "iliopsoas"
    side: SIDE_LEFT
    status: STATUS_TIGHT
    severity: 0.6
    confidence: 0.5
  }
  findings {
    muscle: "iliopsoas"
    side: SIDE_RIGHT
    status: STATUS_TIGHT
    severity: 0.8
    confidence: 0.5
  }
  findings {
    muscle: "gluteus_maximus"
    side: SIDE_LEFT
    status: STATUS_WEAK
    severity: 0.5
    confidence: 0.8
  }
  findings {
    muscle: "gluteus_maximus"
    side: SIDE_RIGHT
    status: STATUS_WEAK
    severity: 0.5
    confidence: 0.8
  }
)pb";

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_DECISION_FIXTURE_H_
