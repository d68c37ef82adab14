// SPDX-License-Identifier: Apache-2.0
// The truth of every clause of every rule that was considered.

#include "services/engine/rule_trace.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/reading.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The only trace of a rule with this condition, for a person with a normal
// right hip flexor.
v1::RuleTrace TraceOf(const std::string& when, const std::string& more = "") {
  const Knowledge knowledge = KnowledgeWithRules(absl::StrCat(
      "rules { id: 'T-1' text: 'A rule.' order: 1 stage: RULE_STAGE_FINDING "
      "evidence: EVIDENCE_GRADE_AUTHORED effects { advise: 'x' } when { ",
      when, " } ", more, " }"));
  const PatientFacts patient = PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("mod_thomas_hip", kRight, -20)));
  Case the_case(knowledge, patient.facts(), Today());
  ReadCase(&the_case);
  EXPECT_THAT(the_case.result.rules(), SizeIs(1));
  return the_case.result.rules(0);
}

constexpr char kNormal[] =
    "band { test: 'mod_thomas_hip' bands: BAND_NORMAL side: SIDE_REFERENCE_ANY "
    "}";
constexpr char kUntaken[] =
    "band { test: 'pke_9090' bands: BAND_NORMAL side: SIDE_REFERENCE_ANY }";
constexpr char kHasIt[] = "condition: 'cond_cardiac'";

std::string Clause(const std::string& text) {
  return absl::StrCat(" clauses { ", text, " } ");
}

TEST(RuleTraceTest, AConjunctionShowsItsMembers) {
  const v1::RuleTrace trace =
      TraceOf(absl::StrCat("all { ", Clause(kNormal), Clause(kHasIt), " }"));
  EXPECT_EQ(trace.truth(), kv1::TRUTH_FALSE);
  ASSERT_THAT(trace.clauses(), SizeIs(2));
  EXPECT_EQ(trace.clauses(0).truth(), kv1::TRUTH_TRUE);
  EXPECT_THAT(trace.clauses(0).saw(), HasSubstr("-20 deg, NORMAL"));
  EXPECT_EQ(trace.clauses(1).truth(), kv1::TRUTH_FALSE);
  EXPECT_EQ(trace.clauses(1).saw(), "no");
  EXPECT_THAT(trace.missing(), IsEmpty());
}

TEST(RuleTraceTest, ADisjunctionShowsItsParts) {
  const v1::RuleTrace trace =
      TraceOf(absl::StrCat("any { ", Clause(kNormal), Clause(kUntaken), " }"));
  EXPECT_EQ(trace.truth(), kv1::TRUTH_TRUE);
  ASSERT_THAT(trace.clauses(), SizeIs(1));
  const v1::ClauseTrace& any = trace.clauses(0);
  EXPECT_EQ(any.text(), "any of");
  EXPECT_THAT(any.saw(), IsEmpty());
  ASSERT_THAT(any.parts(), SizeIs(2));
  EXPECT_EQ(any.parts(0).truth(), kv1::TRUTH_TRUE);
  EXPECT_EQ(any.parts(1).truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_THAT(any.parts(1).saw(), HasSubstr("missing"));
  // It is TRUE whatever the other test would say.
  EXPECT_THAT(trace.missing(), IsEmpty());
}

TEST(RuleTraceTest, NestingIsKept) {
  const v1::RuleTrace trace = TraceOf(
      absl::StrCat("all { ",
                   Clause(absl::StrCat("at_least { count: 2 ", Clause(kNormal),
                                       Clause(kHasIt), Clause(kUntaken), " }")),
                   Clause(absl::StrCat("not { any { ", Clause(kHasIt),
                                       Clause(kHasIt), " } }")),
                   " }"));
  EXPECT_EQ(trace.truth(), kv1::TRUTH_UNKNOWN);
  ASSERT_THAT(trace.clauses(), SizeIs(2));
  EXPECT_EQ(trace.clauses(0).text(), "at least 2 of");
  EXPECT_EQ(trace.clauses(0).truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_THAT(trace.clauses(0).parts(), SizeIs(3));
  EXPECT_EQ(trace.clauses(1).text(), "not");
  EXPECT_EQ(trace.clauses(1).truth(), kv1::TRUTH_TRUE);
  ASSERT_THAT(trace.clauses(1).parts(), SizeIs(1));
  EXPECT_EQ(trace.clauses(1).parts(0).text(), "any of");
  EXPECT_EQ(trace.clauses(1).parts(0).truth(), kv1::TRUTH_FALSE);
  EXPECT_THAT(trace.missing(), ElementsAre("pke_9090.L", "pke_9090.R"));
}

TEST(RuleTraceTest, ANegatedComparisonStaysOneLine) {
  const v1::RuleTrace trace = TraceOf(absl::StrCat("not { ", kUntaken, " }"));
  EXPECT_EQ(trace.truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_THAT(trace.clauses(0).text(), HasSubstr("not band(pke_9090)"));
  EXPECT_THAT(trace.clauses(0).parts(), IsEmpty());
  EXPECT_THAT(trace.missing(), ElementsAre("pke_9090.L", "pke_9090.R"));
}

struct MissingRow {
  const char* name;
  const char* when;
  std::vector<std::string> missing;
};

class MissingTest : public ::testing::TestWithParam<MissingRow> {};

TEST_P(MissingTest, IsNamed) {
  const v1::RuleTrace trace = TraceOf(GetParam().when);
  EXPECT_EQ(trace.truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_THAT(trace.missing(), ::testing::ElementsAreArray(GetParam().missing));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MissingTest,
    ::testing::Values(
        MissingRow{"Midline",
                   "value { test: 'schober_mm' comparison: COMPARISON_LESS "
                   "number: 1 }",
                   {"schober_mm.M"}},
        MissingRow{"OneSideOfTheMean",
                   "mean { test: 'mod_thomas_hip' comparison: COMPARISON_LESS "
                   "number: 1 }",
                   {"mod_thomas_hip.L"}},
        MissingRow{"Age",
                   "age { comparison: COMPARISON_LESS years: 40 }",
                   {"age_years"}},
        MissingRow{"BloodPressure",
                   "blood_pressure { systolic: 160 diastolic: 100 }",
                   {"systolic_mmhg", "diastolic_mmhg"}}),
    [](const auto& info) { return info.param.name; });

TEST(RuleTraceTest, ASideIsNamedForItself) {
  const Knowledge knowledge = KnowledgeWithRules(absl::StrCat(
      "rules { id: 'T-1' text: 'A rule.' order: 1 stage: RULE_STAGE_FINDING "
      "evidence: EVIDENCE_GRADE_AUTHORED effects { advise: 'x' } per_side: "
      "true "
      "when { band { test: 'pke_9090' bands: BAND_NORMAL side: "
      "SIDE_REFERENCE_OPPOSITE } } }"));
  const PatientFacts patient = PatientFacts().Assessed(0, kDenied);
  Case the_case(knowledge, patient.facts(), Today());
  ReadCase(&the_case);
  ASSERT_THAT(the_case.result.rules(), SizeIs(2));
  EXPECT_EQ(the_case.result.rules(0).side(), kLeft);
  EXPECT_THAT(the_case.result.rules(0).missing(), ElementsAre("pke_9090.R"));
  EXPECT_THAT(the_case.result.rules(1).missing(), ElementsAre("pke_9090.L"));
}

TEST(RuleTraceTest, ARuleOfEveryTargetNamesTheTarget) {
  const Knowledge knowledge = KnowledgeWithRules(
      "rules { id: 'T-1' text: 'A rule.' order: 1 stage: RULE_STAGE_FINDING "
      "evidence: EVIDENCE_GRADE_AUTHORED per_target: true "
      "effects { add_qualifier { qualifier: QUALIFIER_PROTECTIVE } } "
      "when { status { statuses: STATUS_TIGHT } } }");
  const PatientFacts patient = PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("mod_thomas_hip", kRight, -20)));
  Case the_case(knowledge, patient.facts(), Today());
  ReadCase(&the_case);
  // Only where something was measured; of the rest there is nothing to tell.
  int with_evidence = 0;
  for (const v1::Finding& finding : the_case.result.findings()) {
    if (!finding.evidence().empty()) ++with_evidence;
  }
  ASSERT_THAT(the_case.result.rules(), SizeIs(with_evidence));
  bool found = false;
  for (const v1::RuleTrace& trace : the_case.result.rules()) {
    EXPECT_EQ(trace.truth(), kv1::TRUTH_FALSE);
    if (trace.muscle() == "iliopsoas" && trace.side() == kRight) {
      found = true;
      EXPECT_EQ(trace.clauses(0).saw(), "NORMAL");
    }
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace tonus::engine
