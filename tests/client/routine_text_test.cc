// SPDX-License-Identifier: Apache-2.0
// What people read of sessions, routines and explanations, word for word.

#include "services/client/routine_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/client/diff_text.h"
#include "services/client/session_text.h"
#include "tests/client/test_names.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::ParseText;

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

TEST(DiffTextTest, TellsWhatCanBeSeen) {
  EXPECT_EQ(DiffText(ParseText<v1::RoutineDiff>(R"pb(
                       findings { muscle: "psoas" after: STATUS_UNKNOWN }
                       findings { muscle: "psoas" after: STATUS_TIGHT }
                       sessions {
                         number: 1
                         items {
                           exercise: "glute_bridge"
                           kind: ITEM_CHANGE_KIND_DOSE
                           before { side: SIDE_MIDLINE sets: 1 repetitions: 8 }
                           after { side: SIDE_MIDLINE sets: 1 repetitions: 8 }
                         }
                       }
                     )pb"),
                     TestNames()),
            "psoas: not told -> tight\n"
            "Session 1:\n"
            "  ~ Bridge: 1 set of 8, done with more or with less caution\n");
}

TEST(DiffTextTest, ALimitThatIsRefusedNamesNoExercise) {
  EXPECT_EQ(RefusedText(ParseText<v1::Routine>(
                            "refused { rule: 'OVERRIDE' reason: 'Level 1.' }")
                            .refused(),
                        TestNames()),
            "Refused: Level 1. [OVERRIDE]\n");
}

TEST(SessionTextTest, WhatWaitsForTheEndOfAPauseHasNoDay) {
  auto session = ParseText<v1::Session>(kSession);
  session.clear_date();
  EXPECT_THAT(SessionText(session, TestNames()),
              ::testing::StartsWith("Session 1, week 1, after the pause: "));
}

TEST(SessionTextTest, WhatANoticeHoldsIsNotToldAgain) {
  auto session = ParseText<v1::Session>(kSession);
  session.add_notices()->set_text("See somebody. Help is there.");
  session.add_advice("Help is there.");
  const std::string text = SessionText(session, TestNames());
  EXPECT_THAT(text, HasSubstr("! See somebody. Help is there.\n"));
  EXPECT_THAT(text, Not(HasSubstr("Advice: Help is there.")));
}

TEST(SessionTextTest, NoticesAreToldOnADayWithoutASession) {
  EXPECT_EQ(SessionsText(ParseText<v1::GetSessionResponse>(
                             R"(gate: GATE_OK block_complete: true
                                notices { text: "Help is there." })"),
                         TestNames(), {}),
            "! Help is there.\n"
            "Every session of this block was done. A new assessment starts "
            "the next one.\n");
  EXPECT_EQ(SessionsText(ParseText<v1::GetSessionResponse>("gate: GATE_OK"),
                         TestNames(), {}),
            "No session is planned.\n");
}

TEST(SessionTextTest, SaysHowOnRequest) {
  EXPECT_THAT(
      SessionText(ParseText<v1::Session>(kSession), TestNames(), {true}),
      HasSubstr("    How: Lift the hips.\n"));
}

constexpr char kFullItem[] = R"(
    exercise: "glute_bridge" slot: SLOT_BEDTIME minutes: 2
    doses { side: SIDE_LEFT sets: 1 hold_seconds: 60 }
    tempo { pull { low: 5 high: 5 } }
    alternatives { exercise: "march_warmup" }
    alternatives { exercise: "lunge" equipment: "band" }
    considered { exercise: "lunge" rule: "R-736" reason: "Too hard." }
    source: "src5" rule: "R-714" reason: "Adds time.")";

TEST(SessionTextTest, TellsWhatIsDoneAtHome) {
  auto session = ParseText<v1::Session>(kSession);
  v1::HomeItem* home = session.add_home_items();
  *home->mutable_item() = ParseText<v1::SessionItem>(kFullItem);
  home->set_times_per_day(1);
  home->set_days_per_week(5);
  home->set_before("Take a warm shower.");
  const std::string text = SessionText(session, TestNames());
  EXPECT_THAT(text, HasSubstr(R"(At home this week
  - Bridge (at bedtime on 5 days of the week, 2 min)
    First: Take a warm shower.
    1 set of 60 s, left only
    Tempo: pull 5 of 10
    Why: Adds time. (rule R-714)
    Without the equipment: March (needs nothing); lunge (needs band)
)"));
  EXPECT_THAT(text, Not(HasSubstr("Not chosen")));
  EXPECT_THAT(SessionText(session, TestNames(), {false, true}),
              HasSubstr("    Not chosen: lunge: Too hard. (rule R-736)\n"
                        "    Source: src5\n"));
}

TEST(SessionTextTest, SeveralTimesADayIsSaid) {
  const auto home = ParseText<v1::HomeItem>(
      "item { slot: SLOT_MICRO } times_per_day: 3 days_per_week: 7");
  EXPECT_EQ(HomeFrequencyText(home), "3 times a day, every day");
}

TEST(RoutineTextTest, ShowsHomeAndWalkingByWeek) {
  v1::Routine routine = ParseText<v1::Routine>(R"(
    gate: GATE_OK
    walking { week: 1 minutes: 10 } walking { week: 2 minutes: 15 }
    sessions { number: 1 week: 1 home_items {
      item { exercise: "glute_bridge" slot: SLOT_MICRO }
      times_per_day: 3 days_per_week: 7 } }
    sessions { number: 2 week: 1 home_items {
      item { exercise: "glute_bridge" slot: SLOT_MICRO }
      times_per_day: 3 days_per_week: 7 } })");
  const std::string text = RoutineText(routine, TestNames());
  EXPECT_THAT(text, HasSubstr("\nAt home\n  week 1: Bridge 3 times a day, "
                              "every day\n\n"));
  EXPECT_THAT(text,
              HasSubstr("  week 1: 10 min, week 2: 15 min, on 3 to 5 days"));
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

TEST(SessionTextTest, ACheckInOnARestDayTellsIt) {
  v1::StartSessionResponse started;
  *started.mutable_session() = ParseText<v1::Session>(kSession);
  started.set_gate(v1::GATE_OK);
  EXPECT_THAT(StartedSessionText(started, TestNames()),
              ::testing::StartsWith("Session 1"));
  started.set_rest_day(true);
  EXPECT_THAT(StartedSessionText(started, TestNames()),
              ::testing::StartsWith("Today is a rest day.\nSession 1"));
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
    refused { decision: "x" rule: "R-732" reason: "No room." }
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
  EXPECT_THAT(text, HasSubstr(": No mat. (rule R-734)\n"
                              "  No room. (rule R-732)\n"));
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

}  // namespace
}  // namespace tonus::client
