// SPDX-License-Identifier: Apache-2.0
#include "services/engine/formula.h"

#include "gtest/gtest.h"

namespace tonus::engine {
namespace {

using Answer = Formula::Answer;
using Node = Formula::Node;

constexpr Truth kTrue = knowledge::v1::TRUTH_TRUE;
constexpr Truth kFalse = knowledge::v1::TRUTH_FALSE;
constexpr Truth kUnknown = knowledge::v1::TRUTH_UNKNOWN;
constexpr int kSteps = 1000;

// A variable that is false or true, as a leaf; its number comes back in
// `variable`.
Node AddFree(Formula* formula, int* variable) {
  *variable = formula->AddVariable(2);
  return formula->AddLeaf({*variable}, {kFalse, kTrue});
}

TEST(FormulaTest, ALeafComesToItsTruthsAlone) {
  Formula formula;
  const int variable = formula.AddVariable(2);
  const Node leaf = formula.AddLeaf({variable}, {kFalse, kUnknown});
  EXPECT_EQ(formula.CanBe(leaf, kFalse, kSteps), Answer::kYes);
  EXPECT_EQ(formula.CanBe(leaf, kUnknown, kSteps), Answer::kYes);
  EXPECT_EQ(formula.CanBe(leaf, kTrue, kSteps), Answer::kNo);
}

TEST(FormulaTest, AVariableHasOneValueWhereverItOccurs) {
  Formula formula;
  int variable = 0;
  const Node leaf = AddFree(&formula, &variable);
  const Node other = formula.AddLeaf({variable}, {kTrue, kFalse});
  EXPECT_EQ(formula.CanBe(formula.AddAll({leaf, other}), kTrue, kSteps),
            Answer::kNo);
  EXPECT_EQ(formula.CanBe(formula.AddAny({leaf, other}), kFalse, kSteps),
            Answer::kNo);
  EXPECT_EQ(formula.CanBe(formula.AddAny({leaf, formula.AddNot(leaf)}), kFalse,
                          kSteps),
            Answer::kNo);
}

TEST(FormulaTest, DifferentVariablesAreFreeOfEachOther) {
  Formula formula;
  int a = 0;
  int b = 0;
  const Node both =
      formula.AddAll({AddFree(&formula, &a), AddFree(&formula, &b)});
  EXPECT_EQ(formula.CanBe(both, kTrue, kSteps), Answer::kYes);
  EXPECT_EQ(formula.CanBe(both, kFalse, kSteps), Answer::kYes);
  EXPECT_EQ(formula.CanBe(both, kUnknown, kSteps), Answer::kNo);
}

TEST(FormulaTest, CountsAsTheEngineDoes) {
  Formula formula;
  const Node yes = formula.AddLeaf({}, {kTrue});
  const Node no = formula.AddLeaf({}, {kFalse});
  const Node unknown = formula.AddLeaf({}, {kUnknown});
  for (const auto& parts : {std::vector<Node>{yes, no, unknown},
                            std::vector<Node>{yes, yes, unknown},
                            std::vector<Node>{no, no, unknown},
                            std::vector<Node>{unknown, unknown, no}}) {
    std::vector<Truth> truths;
    for (const Node part : parts) {
      truths.push_back(part == yes ? kTrue : (part == no ? kFalse : kUnknown));
    }
    for (int count = 1; count <= 3; ++count) {
      const Node node = formula.AddAtLeast(count, parts);
      for (const Truth truth : {kTrue, kFalse, kUnknown}) {
        EXPECT_EQ(
            formula.CanBe(node, truth, kSteps),
            AtLeastTrue(count, truths) == truth ? Answer::kYes : Answer::kNo)
            << count << " " << truth;
      }
    }
  }
}

TEST(FormulaTest, IsTrueIsNeverUnknown) {
  Formula formula;
  const Node unknown = formula.AddLeaf({}, {kUnknown});
  const Node is_true = formula.AddIsTrue(unknown);
  EXPECT_EQ(formula.CanBe(is_true, kFalse, kSteps), Answer::kYes);
  EXPECT_EQ(formula.CanBe(is_true, kUnknown, kSteps), Answer::kNo);
  EXPECT_EQ(formula.CanBe(formula.AddNot(unknown), kUnknown, kSteps),
            Answer::kYes);
}

TEST(FormulaTest, SaysWhenItGivesUp) {
  Formula formula;
  std::vector<Node> parts;
  for (int i = 0; i < 12; ++i) {
    int a = 0;
    int b = 0;
    const Node first = AddFree(&formula, &a);
    const Node second = AddFree(&formula, &b);
    // One or the other but not both, which only the choice of values shows.
    parts.push_back(formula.AddAny(
        {formula.AddAll({first, second}),
         formula.AddAll({formula.AddNot(first), formula.AddNot(second)})}));
    parts.push_back(
        formula.AddAny({formula.AddAll({first, formula.AddNot(second)}),
                        formula.AddAll({formula.AddNot(first), second})}));
  }
  const Node all = formula.AddAll(parts);
  EXPECT_EQ(formula.CanBe(all, kTrue, 2), Answer::kUndecided);
  EXPECT_EQ(formula.CanBe(all, kTrue, 1'000'000), Answer::kNo);
}

}  // namespace
}  // namespace tonus::engine
