// SPDX-License-Identifier: Apache-2.0
// What people read of an interpretation, word for word.

#include "services/client/interpretation_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/test_names.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::ParseText;

constexpr char kInterpretation[] = R"(
  gate: GATE_OK
  notices { action: SAFETY_ACTION_REFER_ROUTINE text: "See a physician soon." }
  findings {
    muscle: "iliopsoas" side: SIDE_RIGHT status: STATUS_TIGHT
    confidence_label: "HIGH" qualifiers: QUALIFIER_ASYMMETRIC
    evidence { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8
               band: BAND_ABNORMAL }
    evidence { test: "pke_9090" side: SIDE_RIGHT value: 1 excluded_by: "R-002" }
  }
  findings {
    muscle: "gluteus_maximus" side: SIDE_RIGHT status: STATUS_WEAK
    confidence_label: "MEDIUM"
  }
  findings { muscle: "hamstrings" side: SIDE_LEFT status: STATUS_NORMAL }
  findings {
    muscle: "iliopsoas" side: SIDE_LEFT status: STATUS_UNKNOWN
    qualifiers: QUALIFIER_BORDERLINE
    evidence { test: "mod_thomas_hip" side: SIDE_LEFT value: 1.5 }
  }
  findings { muscle: "soleus" side: SIDE_LEFT status: STATUS_UNKNOWN }
  findings { muscle: "soleus" side: SIDE_RIGHT status: STATUS_UNKNOWN }
  decisions {
    action: DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER
    muscle: "iliopsoas" side: SIDE_RIGHT
    partner: "gluteus_maximus" partner_side: SIDE_RIGHT
    rank: 1 kept: true rule: "R-504" reason: "Tight holds weak back."
  }
  decisions {
    action: DECISION_ACTION_LEAVE_ALONE muscle: "hamstrings" side: SIDE_LEFT
    rule: "R-501" reason: "Hamstrings test in order."
  }
  decisions {
    action: DECISION_ACTION_LEAVE_ALONE muscle: "iliopsoas" side: SIDE_LEFT
    rule: "R-109" reason: "Left iliopsoas stays open."
  }
  decisions {
    action: DECISION_ACTION_LEAVE_ALONE muscle: "hamstrings" side: SIDE_RIGHT
    rule: "R-501" reason: "Hamstrings test in order."
  }
  syndromes { syndrome: "LOWER_CROSSED" side: SIDE_MIDLINE }
  test_requests {
    test: "pke_9090" side: SIDE_LEFT reason: "It would decide the hamstrings."
  })";

TEST(InterpretationTextTest, OfADecisionOnlyWhatMayBeDoneIsToldAsDone) {
  const std::string text = InterpretationText(ParseText<v1::Interpretation>(R"(
        gate: GATE_OK
        decisions {
          action: DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER
          muscle: "iliopsoas" side: SIDE_RIGHT
          partner: "gluteus_maximus" partner_side: SIDE_RIGHT
          rank: 1 kept: true rule: "R-504" reason: "Tight holds weak back."
          steps {
            action: ACTION_ACTIVATE muscle: "gluteus_maximus" side: SIDE_RIGHT
          }
          steps { action: ACTION_STABILISE }
        }
        decisions {
          action: DECISION_ACTION_RELEASE_AND_INTEGRATE
          muscle: "hamstrings" side: SIDE_LEFT
          rank: 2 kept: true rule: "R-506" reason: "Nothing may release it."
          steps {
            action: ACTION_LEAVE_ALONE muscle: "hamstrings" side: SIDE_LEFT
          }
        })"),
                                              TestNames());
  EXPECT_THAT(text, HasSubstr("1. activate Gluteus maximus, right, then "
                              "stabilise the trunk\n"));
  EXPECT_THAT(text, HasSubstr("Left alone\n  Nothing may release it."));
  EXPECT_THAT(text, Not(HasSubstr("release Iliopsoas")));
  EXPECT_THAT(text, Not(HasSubstr("release Hamstrings")));
}

// The hip extensor: what decides first, the rest as what it is.
TEST(InterpretationTextTest, AVerdictIsToldWithWhatDecidesIt) {
  EXPECT_THAT(InterpretationText(ParseText<v1::Interpretation>(R"(
    gate: GATE_OK
    findings {
      muscle: "gluteus_maximus" side: SIDE_RIGHT status: STATUS_WEAK
      confidence_label: "MEDIUM" qualifiers: QUALIFIER_LOW_EVIDENCE
      axes { axis: AXIS_LENGTH state: STATE_INDETERMINATE }
      axes { axis: AXIS_STRENGTH state: STATE_POSITIVE }
      evidence { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8
                 band: BAND_ABNORMAL axis: AXIS_LENGTH weight: 0.9 }
      evidence { test: "pke_9090" side: SIDE_RIGHT value: 2
                 band: BAND_BORDERLINE axis: AXIS_STRENGTH weight: 0.2 }
      evidence { test: "pke_9090" side: SIDE_RIGHT value: 1
                 band: BAND_ABNORMAL axis: AXIS_STRENGTH weight: 0.5 }
    })"),
                                 TestNames()),
              HasSubstr("its length stays open: too little evidence): Knee "
                        "extension 1 deg (abnormal); Knee extension 2 deg "
                        "(borderline); Modified Thomas 8 deg (abnormal, of its "
                        "length)\n"));
}

TEST(InterpretationTextTest, TellsWhatIsDoneWhatIsLeftAndWhatIsUnknown) {
  EXPECT_EQ(InterpretationText(ParseText<v1::Interpretation>(kInterpretation),
                               TestNames()),
            R"(! See a physician soon.
Exercise may be planned.

Tight
  Iliopsoas, right (confidence high; the worse side): Modified Thomas 8 deg (abnormal)

Weak
  Gluteus maximus, right (confidence medium)

What is done, the most important first
  1. release Iliopsoas, right, then at once activate Gluteus maximus, right
     Why: Tight holds weak back. (rule R-504)

Left alone
  Hamstrings test in order. (rule R-501)

Not known
  Iliopsoas, left: only borderline results
  Not tested, so left alone:
    Soleus

Tests that would help
  Knee extension, left (pke_9090): It would decide the hamstrings.

Patterns (labels, not diagnoses)
  Lower crossed, in part
)");
}

TEST(InterpretationTextTest, AnUntestedSideIsNamed) {
  EXPECT_THAT(InterpretationText(ParseText<v1::Interpretation>(R"(
        gate: GATE_OK
        findings { muscle: "iliopsoas" side: SIDE_LEFT status: STATUS_UNKNOWN
                   qualifiers: QUALIFIER_BORDERLINE
                   evidence { test: "mod_thomas_hip" side: SIDE_LEFT } }
        findings { muscle: "iliopsoas" side: SIDE_RIGHT status: STATUS_UNKNOWN }
        findings { muscle: "soleus" side: SIDE_LEFT status: STATUS_UNKNOWN }
        findings { muscle: "soleus" side: SIDE_RIGHT status: STATUS_UNKNOWN })"),
                                 TestNames()),
              HasSubstr("Iliopsoas, left: only borderline results\n"
                        "  Not tested, so left alone:\n"
                        "    Iliopsoas, right, Soleus\n"));
}

TEST(InterpretationTextTest, WhatWasRejectedIsNotCalledUntested) {
  EXPECT_THAT(InterpretationText(ParseText<v1::Interpretation>(R"(
        gate: GATE_OK
        findings { muscle: "iliopsoas" side: SIDE_LEFT status: STATUS_UNKNOWN }
        findings { muscle: "iliopsoas" side: SIDE_RIGHT status: STATUS_UNKNOWN }
        findings { muscle: "hamstrings" side: SIDE_LEFT status: STATUS_UNKNOWN }
        findings { muscle: "hamstrings" side: SIDE_RIGHT status: STATUS_UNKNOWN }
        rejected_results { test: "mod_thomas_hip" side: SIDE_LEFT
                           reason: "EXPIRED" description: "Measure again." }
        rejected_results { test: "pke_9090" side: SIDE_LEFT
                           reason: "INVALID_INPUT" description: "Above 90." })"),
                                 TestNames()),
              HasSubstr("Not known\n"
                        "  Results too old to read, so left alone:\n"
                        "    Iliopsoas, left\n"
                        "  Results not read, see below, so left alone:\n"
                        "    Hamstrings, right\n"
                        "  Not tested, so left alone:\n"
                        "    Iliopsoas, right, Hamstrings, left\n"));
}

TEST(InterpretationTextTest, OutcomesAreTold) {
  auto interpretation = ParseText<v1::Interpretation>(kInterpretation);
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              Not(HasSubstr("questionnaires")));
  interpretation.add_outcomes()->set_text("Pain: 6 at first, 4 now.");
  interpretation.add_outcomes()->set_text("Change: much better.");
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              HasSubstr("\nWhat the questionnaires say\n"
                        "  Pain: 6 at first, 4 now.\n"
                        "  Change: much better.\n"));
}

// What stands in a notice is not told again.
TEST(InterpretationTextTest, AdviceIsToldAtEveryGate) {
  auto interpretation = ParseText<v1::Interpretation>(kInterpretation);
  interpretation.mutable_notices(0)->set_text("See somebody. Help is there.");
  interpretation.mutable_limits()->add_advice("Help is there.");
  interpretation.mutable_limits()->add_advice("See a physiotherapist.");
  for (const v1::Gate gate :
       {v1::GATE_OK, v1::GATE_NOT_CLEARED, v1::GATE_STOP_AND_REFER_URGENT}) {
    interpretation.set_gate(gate);
    const std::string text = InterpretationText(interpretation, TestNames());
    EXPECT_THAT(text, HasSubstr("! See somebody. Help is there.\n"));
    EXPECT_THAT(text, HasSubstr("\nAdvice\n  See a physiotherapist.\n"));
  }
}

TEST(InterpretationTextTest, AClosedGateLeavesTheReferralAlone) {
  auto interpretation = ParseText<v1::Interpretation>(kInterpretation);
  interpretation.set_gate(v1::GATE_STOP_AND_REFER_URGENT);
  interpretation.mutable_notices(0)->set_text("Call the emergency number.");
  EXPECT_EQ(InterpretationText(interpretation, TestNames()),
            "STOP. This needs urgent medical help now. No exercise.\n"
            "! Call the emergency number.\n");
}

TEST(InterpretationTextTest, UnansweredQuestionsAreAsked) {
  const auto interpretation = ParseText<v1::Interpretation>(
      R"(gate: GATE_NOT_CLEARED open_questions: "rf_a")");
  EXPECT_EQ(InterpretationText(interpretation, TestNames()),
            "No exercise yet: urgent red-flag questions are not answered. An "
            "assessment that answers them changes that; explain lists them.\n"
            "Ask about:\n"
            "  numbness of the saddle (rf_a)\n"
            "Then submit again with --yes ID for each yes, and "
            "--deny-red-flags when all others were answered no.\n");
}

TEST(InterpretationTextTest, QuestionsThatNobodyAskedAreCountedAndNamed) {
  auto interpretation = ParseText<v1::Interpretation>(
      R"(gate: GATE_OK unasked_questions: ["rf_a", "rf_b"])");
  constexpr char kAsk[] =
      "! 2 other screening questions were never asked, so what a yes would "
      "bring is not known. Ask about:\n"
      "  numbness of the saddle (rf_a)\n"
      "  rf_b (rf_b)\n"
      "Then submit again with --yes ID for each yes, and "
      "--deny-red-flags when all others were answered no.\n";
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              HasSubstr(absl::StrCat("Exercise may be planned.\n", kAsk)));
  interpretation.set_gate(v1::GATE_REFER);
  EXPECT_EQ(
      InterpretationText(interpretation, TestNames()),
      absl::StrCat("No exercise until a clinician has seen this.\n", kAsk));
  interpretation.set_gate(v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              Not(HasSubstr("never asked")));
  interpretation.set_gate(v1::GATE_OK);
  interpretation.mutable_unasked_questions()->RemoveLast();
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              HasSubstr("! 1 other screening question was never asked"));
}

TEST(InterpretationTextTest, AGateThatIsNotNamedIsClosed) {
  auto interpretation = ParseText<v1::Interpretation>(kInterpretation);
  interpretation.clear_gate();
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              Not(HasSubstr("release")));
}

}  // namespace
}  // namespace tonus::client
