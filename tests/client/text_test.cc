// SPDX-License-Identifier: Apache-2.0
// What people read, word for word.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/client/catalog_text.h"
#include "services/client/dose_text.h"
#include "services/client/interpretation_text.h"
#include "services/client/record_text.h"
#include "services/client/routine_text.h"
#include "services/client/session_text.h"
#include "services/client/words.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::ParseText;

Names TestNames() {
  return Names(ParseText<knowledge::v1::Pack>(R"(
    muscles { id: "iliopsoas" display_name: "Iliopsoas" }
    muscles { id: "gluteus_maximus" display_name: "Gluteus maximus" }
    muscles { id: "hamstrings" display_name: "Hamstrings" }
    muscles { id: "soleus" display_name: "Soleus" }
    tests { id: "mod_thomas_hip" display_name: "Modified Thomas" unit: "deg" }
    tests { id: "pke_9090" display_name: "Knee extension" unit: "deg" }
    test_mappings { test: "mod_thomas_hip" muscle: "iliopsoas"
                    side: SIDE_RELATION_SAME }
    test_mappings { test: "pke_9090" muscle: "hamstrings"
                    side: SIDE_RELATION_OPPOSITE }
    exercises {
      id: "glute_bridge" display_name: "Bridge"
      instruction: "Lift the hips."
    }
    exercises { id: "march_warmup" display_name: "March" }
    syndromes { id: "LOWER_CROSSED" display_name: "Lower crossed" }
    conditions { id: "cond_a" display_name: "condition A" }
    red_flags { id: "rf_a" finding: "numbness of the saddle" })"));
}

struct DoseCase {
  std::string doses;
  std::string text;
};

using DoseTest = ::testing::TestWithParam<DoseCase>;

TEST_P(DoseTest, IsSaidInPlainWords) {
  EXPECT_EQ(DoseText(ParseText<v1::SessionItem>(GetParam().doses)),
            GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Doses, DoseTest,
    ::testing::Values(
        DoseCase{"", ""},
        DoseCase{R"(doses { side: SIDE_RIGHT sets: 2 repetitions: 8
                            rest_seconds: 10 }
                    doses { side: SIDE_LEFT sets: 2 repetitions: 8
                            rest_seconds: 10 })",
                 "2 sets of 8, each side, right first, 10 s rest"},
        DoseCase{R"(doses { side: SIDE_LEFT sets: 1 hold_seconds: 30 })",
                 "1 set of 30 s, left only"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 3 repetitions: 5
                            hold_seconds: 8 rest_seconds: 20 })",
                 "3 sets of 5 times 8 s, 20 s rest"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 2 repetitions: 1
                            hold_seconds: 20 })",
                 "2 sets of 20 s"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 breaths: 5 })",
                 "1 set of 5 slow breaths"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 3
                            repetitions_by_set: [8, 6, 4] hold_seconds: 10 })",
                 "3 sets of 8, 6, 4 times 10 s"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 total_seconds: 180 })",
                 "3 min in all"},
        DoseCase{R"(doses { side: SIDE_RIGHT sets: 2 total_seconds: 60
                            hold_seconds: 30 })",
                 "60 s in all, in up to 2 sets, 30 s at a time, right only"},
        DoseCase{R"(doses { side: SIDE_RIGHT sets: 2 repetitions: 8 }
                    doses { side: SIDE_LEFT sets: 1 repetitions: 8 })",
                 "right: 2 sets of 8; left: 1 set of 8"}));

TEST(WordsTest, NumbersHaveNoTrailingZeros) {
  EXPECT_EQ(NumberWord(3), "3");
  EXPECT_EQ(NumberWord(5.60), "5.6");
  EXPECT_EQ(NumberWord(0.125), "0.12");
  EXPECT_EQ(NumberWord(100), "100");
  EXPECT_EQ(NumberWord(-0.001), "0");
  EXPECT_EQ(NumberWord(-12.5), "-12.5");
}

TEST(WordsTest, DurationsAreRounded) {
  EXPECT_EQ(SecondsWord(90), "90 s");
  EXPECT_EQ(SecondsWord(60), "60 s");
  EXPECT_EQ(SecondsWord(120), "2 min");
  EXPECT_EQ(SecondsWord(125), "125 s");
  EXPECT_EQ(MinutesWord(6.87), "6.9 min");
  EXPECT_EQ(MinutesWord(3), "3 min");
  EXPECT_EQ(MinutesWord(0.42), "25 s");
  EXPECT_EQ(MinutesWord(0.99), "59 s");
  EXPECT_EQ(MinutesWord(0.999), "1 min");
}

TEST(WordsTest, GradesNameTheirScaleFirst) {
  EXPECT_EQ(ValueWord(0, "grade"), "grade 0");
  EXPECT_EQ(ValueWord(4, "mrc"), "mrc 4");
  EXPECT_EQ(ValueWord(6, "points"), "6 points");
  EXPECT_EQ(ValueWord(5.6, "cm"), "5.6 cm");
  EXPECT_EQ(ValueWord(80, "pct"), "80 %");
  EXPECT_EQ(ValueWord(2, ""), "2");
}

TEST(WordsTest, ListsAreWrapped) {
  EXPECT_EQ(WrappedList({"a"}, "  "), "  a\n");
  const std::string long_item(40, 'x');
  EXPECT_EQ(WrappedList({long_item, long_item, "b"}, "  "),
            "  " + long_item + ",\n  " + long_item + ", b\n");
}

TEST(WordsTest, EveryStatusAndQualifierHasAWord) {
  namespace kb = ::tonus::knowledge::v1;
  for (int i = kb::Status_MIN + 1; i <= kb::Status_MAX; ++i) {
    EXPECT_THAT(StatusWord(static_cast<kb::Status>(i)), Not(HasSubstr("_")));
  }
  for (int i = kb::Qualifier_MIN + 1; i <= kb::Qualifier_MAX; ++i) {
    EXPECT_THAT(QualifierWord(static_cast<kb::Qualifier>(i)),
                Not(HasSubstr("_")));
  }
}

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
            "No exercise yet: urgent red-flag questions are not answered.\n"
            "Ask about:\n"
            "  numbness of the saddle (rf_a)\n"
            "Then submit again with --yes ID for each yes, and "
            "--deny-red-flags when all others were answered no.\n");
}

TEST(InterpretationTextTest, AGateThatIsNotNamedIsClosed) {
  auto interpretation = ParseText<v1::Interpretation>(kInterpretation);
  interpretation.clear_gate();
  EXPECT_THAT(InterpretationText(interpretation, TestNames()),
              Not(HasSubstr("release")));
}

constexpr char kSession[] = R"(
  number: 1 week: 1 date { year: 2026 month: 3 day: 2 }
  items {
    order: 1 exercise: "march_warmup" slot: SLOT_PRE minutes: 3
    doses { side: SIDE_MIDLINE sets: 1 total_seconds: 180 }
    rule: "R-702" reason: "Warms up."
  }
  items {
    order: 2 exercise: "glute_bridge" slot: SLOT_INTRA minutes: 2.5
    doses { side: SIDE_RIGHT sets: 2 repetitions: 8 rest_seconds: 10 }
    doses { side: SIDE_LEFT sets: 2 repetitions: 8 rest_seconds: 10 }
    effort: 5 caution: true reason: "Your gluteus is weak."
    substitutes: "lunge"
  }
  dropped { exercise: "lunge" reason: "No equipment." }
  total_minutes: 5.5 gate: GATE_OK
  advice: "Walk every day.")";

TEST(SessionTextTest, TellsOrderDosesMinutesAndReasons) {
  EXPECT_EQ(SessionText(ParseText<v1::Session>(kSession), TestNames()),
            R"(Session 1, week 1, from 2026-03-02: 2 exercises, 5.5 min
 1. March (warm-up, 3 min)
    3 min in all
    Why: Warms up. (rule R-702)
 2. Bridge (main part, 2.5 min)
    2 sets of 8, each side, right first, 10 s rest
    Effort: about 5 of 10
    Caution: half range; stop at pain 2 of 10
    Why: Your gluteus is weak.
    In place of: lunge
Left out
  lunge: No equipment.
Advice: Walk every day.
)");
}

TEST(SessionTextTest, SaysHowOnRequest) {
  EXPECT_THAT(
      SessionText(ParseText<v1::Session>(kSession), TestNames(), {true}),
      HasSubstr("    How: Lift the hips.\n"));
}

TEST(SessionTextTest, AClosedGateLeavesTheReferralAlone) {
  auto session = ParseText<v1::Session>(kSession);
  session.set_gate(v1::GATE_REFER);
  session.add_notices()->set_text("See a clinician.");
  const std::string referral =
      "No exercise until a clinician has seen this.\n! See a clinician.\n";
  EXPECT_EQ(SessionText(session, TestNames()), referral);

  v1::GetSessionResponse read;
  *read.add_sessions() = ParseText<v1::Session>(kSession);
  read.set_gate(v1::GATE_REFER);
  *read.mutable_notices() = session.notices();
  EXPECT_EQ(SessionsText(read, TestNames()), referral);

  v1::StartSessionResponse started;
  *started.mutable_session() = ParseText<v1::Session>(kSession);
  started.set_gate(v1::GATE_REFER);
  *started.mutable_notices() = session.notices();
  EXPECT_EQ(StartedSessionText(started, TestNames()), referral);
}

TEST(SessionTextTest, ARestDayShowsTheNextSession) {
  v1::GetSessionResponse response;
  *response.add_sessions() = ParseText<v1::Session>(kSession);
  response.set_gate(v1::GATE_OK);
  response.set_rest_day(true);
  EXPECT_THAT(SessionsText(response, TestNames()),
              ::testing::StartsWith(
                  "Today is a rest day. The next session is:\n\nSession 1"));
}

TEST(SessionTextTest, NothingToDoIsSaid) {
  v1::GetSessionResponse response;
  response.set_gate(v1::GATE_OK);
  EXPECT_EQ(SessionsText(response, TestNames()), "No session is planned.\n");
  response.set_block_complete(true);
  EXPECT_THAT(SessionsText(response, TestNames()), HasSubstr("was done"));
}

TEST(SessionTextTest, ReliefIsNotCalledASession) {
  auto session = ParseText<v1::Session>(kSession);
  session.set_relief(true);
  EXPECT_THAT(SessionText(session, TestNames()),
              ::testing::StartsWith("Relief in place of session 1"));
}

TEST(RoutineTextTest, ShowsSessionsInBriefAndRetests) {
  v1::Routine routine = ParseText<v1::Routine>(R"(
    revision: 2 pack_version: "2026.1" gate: GATE_OK
    start_date { year: 2026 month: 3 day: 2 }
    retests { tests: "mod_thomas_hip" after_session: 18 }
    uncovered { decision: "mobilise:x" reason: "Nothing safe." })");
  *routine.add_sessions() = ParseText<v1::Session>(kSession);
  EXPECT_EQ(RoutineText(routine, TestNames()),
            R"(Routine from 2026-03-02, 1 session, pack 2026.1, revision 2

No safe exercise found
  mobilise:x: Nothing safe.

Sessions
  1. week 1, 2026-03-02, 5.5 min: March, Bridge

Tests to repeat
  after session 18: Modified Thomas
)");
}

TEST(RoutineTextTest, AClosedGateLeavesTheReferralAlone) {
  const auto routine = ParseText<v1::Routine>(
      R"(gate: GATE_REFER notices { text: "See a clinician." }
         decisions { muscle: "iliopsoas" action: DECISION_ACTION_ACTIVATE })");
  EXPECT_EQ(RoutineText(routine, TestNames()),
            "No exercise until a clinician has seen this.\n"
            "! See a clinician.\n");
}

TEST(ExplanationTextTest, TellsTheLedger) {
  const auto explanation = ParseText<v1::Explanation>(R"(
    sentences: "It is tight."
    findings {
      muscle: "hamstrings" side: SIDE_RIGHT status: STATUS_UNKNOWN
      rejected { action: "treat it" rule: "R-106" reason: "Not tested." }
    }
    decisions {
      action: DECISION_ACTION_LEAVE_ALONE muscle: "hamstrings" side: SIDE_LEFT
      reason: "In order."
      factors {
        priority: 60 severity: 0.75 confidence: 0.8 region: 1 syndrome: 1
        asymmetry: 1 goal: 1 complaint: 1
      }
      steps {
        action: ACTION_LEAVE_ALONE muscle: "hamstrings" side: SIDE_LEFT
        rule: "R-501" priority: 60
      }
      rejected { action: "stretch it" rule: "R-501" reason: "Not tight." }
    }
    refused { exercise: "glute_bridge" rule: "R-734" reason: "No mat." }
    rules {
      rule: "R-101" side: SIDE_LEFT truth: TRUTH_UNKNOWN
      clauses {
        text: "any of" truth: TRUTH_UNKNOWN
        parts { text: "band(x) is NORMAL" truth: TRUTH_UNKNOWN saw: "missing" }
        parts { text: "has cond_y" truth: TRUTH_FALSE saw: "no" }
      }
    }
    sessions: [1, 2]
    sources {
      subject: "R-101" citation: "A book." evidence: EVIDENCE_GRADE_DISPUTED
    })");
  const std::string text = ExplanationText(explanation, TestNames());
  EXPECT_THAT(text, HasSubstr("It is tight.\n"));
  EXPECT_THAT(text, HasSubstr("Decisions\n  In order.\n"));
  EXPECT_THAT(text,
              HasSubstr("100 x severity 0.75 x confidence 0.8 x region 1 x "
                        "pattern 1 x asymmetry 1 x goal 1 x complaint 1 = 60"));
  EXPECT_THAT(text, HasSubstr("(rule R-501, priority 60)\n"));
  EXPECT_THAT(text, HasSubstr(R"(
Considered and rejected
  treat it: Not tested. (rule R-106)
  stretch it: Not tight. (rule R-501)
)"));
  EXPECT_THAT(text, HasSubstr(": No mat. (rule R-734)\n"));
  EXPECT_THAT(text, HasSubstr(R"(
Rules
  R-101, left: unknown
    unknown: any of
      unknown: band(x) is NORMAL (missing)
      false: has cond_y (no)

In sessions
  1, 2

Sources
  R-101: A book. [disputed]
)"));
}

TEST(RecordTextTest, TellsProgress) {
  EXPECT_EQ(ProgressText(ParseText<v1::Progress>(R"(
              scheduled_sessions: 3 completed_sessions: 2 adherence: 0.6667
              weeks { week: 1 completed_sessions: 2 scheduled_sessions: 3 }
              pain { date { year: 2026 month: 3 day: 2 } average_pain: 3 }
              pain {
                date { year: 2026 month: 3 day: 3 } session_number: 1
                pain_before: 3 pain_after: 0
              }
              statements: "Too few to say more.")")),
            R"(2 of 3 sessions done (66.67 %)
  week 1: 2 of 3

Pain, 0 to 10
  2026-03-02, assessment: average of 24 hours 3
  2026-03-03, session 1: pain 3 before, 0 after

Too few to say more.
)");
}

TEST(RecordTextTest, TellsWhatWasMeasured) {
  EXPECT_EQ(AssessmentText(ParseText<v1::Assessment>(R"(
              name: "patients/a/assessments/2"
              assessment_time { seconds: 1772346600 }
              results { test: "mod_thomas_hip" side: SIDE_LEFT value: 3
                        pain_limited: true }
              screening {
                answers { red_flag: "rf_a" present: true } others_denied: true
              })"),
                           TestNames()),
            R"(patients/a/assessments/2, 2026-03-01 06:30 UTC, 1 result
  Modified Thomas, left: 3 deg, stopped by pain
  red flag yes: numbness of the saddle
  every other red flag was denied
)");
}

TEST(NamesTest, AnUnknownIdIsItsOwnName) {
  EXPECT_EQ(TestNames().Exercise("new_exercise"), "new_exercise");
  EXPECT_EQ(TestNames().Instruction("new_exercise"), "");
}

TEST(CatalogTextTest, TellsRangesOfTests) {
  EXPECT_EQ(TestsText(ParseText<v1::ListTestsResponse>(R"(
              tests {
                id: "a" display_name: "A" unit: "deg" min: -40 max: 60
                laterality: LATERALITY_BILATERAL procedure: "Lie down."
              })")),
            "a:L|R: A, -40 to 60 deg\n    Lie down.\n");
}

}  // namespace
}  // namespace tonus::client
