// SPDX-License-Identifier: Apache-2.0
// What people read of doses, numbers, records and the catalogue, word for word.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/client/catalog_text.h"
#include "services/client/dose_text.h"
#include "services/client/progress_text.h"
#include "services/client/record_text.h"
#include "services/client/tempo_text.h"
#include "services/client/words.h"
#include "tests/client/test_names.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::ParseText;

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
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 repetitions: 8
                            max_repetitions: 15 hold_seconds: 30 }
                    tempo { max_pressure: 6 })",
                 "1 set of 30 s, 8 to 15 passes"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 3 repetitions: 5
                            hold_seconds: 8 rest_seconds: 20 })",
                 "3 sets of 5 times 8 s, 20 s rest"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 2 repetitions: 1
                            hold_seconds: 20 })",
                 "2 sets of 20 s"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 repetitions: 8
                            rest_seconds: 20 })",
                 "1 set of 8"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 repetitions: 3
                            hold_seconds: 5 rest_seconds: 5 }
                    tempo { contraction_seconds { low: 3 high: 10 } })",
                 "1 set of 3 times 5 s, 5 s rest"},
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
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 2 max_sets: 3
                            repetitions: 8 max_repetitions: 10
                            hold_seconds: 3 max_hold_seconds: 5 })",
                 "2 to 3 sets of 8 to 10 times 3 to 5 s"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 breaths: 4
                            max_breaths: 6 })",
                 "1 set of 4 to 6 slow breaths"},
        DoseCase{R"(doses { side: SIDE_MIDLINE sets: 1 max_sets: 5
                            total_seconds: 60 max_total_seconds: 90
                            hold_seconds: 15 max_hold_seconds: 90 })",
                 "60 to 90 s in all, in up to 5 sets, 15 to 90 s at a time"},
        DoseCase{R"(doses { side: SIDE_RIGHT sets: 2 repetitions: 8 }
                    doses { side: SIDE_LEFT sets: 1 repetitions: 8 })",
                 "right: 2 sets of 8; left: 1 set of 8"}));

TEST(TempoTextTest, SaysWhatApplies) {
  EXPECT_EQ(TempoText(knowledge::v1::Tempo()), "");
  EXPECT_EQ(TempoText(ParseText<knowledge::v1::Tempo>(R"(
              repetition_seconds { low: 2 high: 4 }
              tender_point_seconds { low: 5 high: 10 }
              max_pressure: 6)")),
            "2 to 4 s each; press at most 6 of 10, breathing easily; wait 5 to "
            "10 s on a tender point");
  EXPECT_EQ(TempoText(ParseText<knowledge::v1::Tempo>(R"(
              contraction_seconds { low: 3 high: 10 }
              relaxation_seconds { low: 5 high: 5 }
              effort_percent { low: 20 high: 60 }
              usual_effort_percent: 30)")),
            "push at about 30 percent of your strength; never outside 20 to 60 "
            "percent; a push may last 3 to 10 s; relax 5 s after each");
}

TEST(PatientTextTest, TellsWhatThePersonWants) {
  const auto patient = ParseText<v1::Patient>(R"(
    name: "patients/p" revision: 1 profile {
      training_days: [WEEKDAY_MONDAY, WEEKDAY_SATURDAY]
      session_minutes: 20 preferred_exercises: "glute_bridge"
      disliked_exercises: "plank_knees" home_exercises: false })");
  EXPECT_THAT(PatientText(patient),
              HasSubstr("  training days: monday, saturday\n"
                        "  sessions of at most 20 min\n"
                        "  likes: glute_bridge\n"
                        "  dislikes: plank_knees\n"
                        "  does nothing at home beside the sessions\n"));
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

TEST(ProgressTextTest, TellsEverything) {
  EXPECT_EQ(ProgressText(ParseText<v1::Progress>(R"(
              scheduled_sessions: 3 completed_sessions: 2 adherence: 0.6667
              weeks { week: 1 completed_sessions: 2 scheduled_sessions: 3
                      missed_sessions: 1 }
              weeks { week: 2 partial_sessions: 1 paused_sessions: 2
                      scheduled_sessions: 1 }
              pauses { start_date { year: 2026 month: 3 day: 9 } }
              pain { date { year: 2026 month: 3 day: 2 } average_pain: 3 }
              pain {
                date { year: 2026 month: 3 day: 3 } session_number: 1
                pain_before: 3 pain_after: 0 pain_next_morning: 1
              }
              pain { date { year: 2026 month: 3 day: 8 } pain_morning: 2 }
              omitted_pain_points: 4
              measures { outcome { text: "Function: better." } }
              tests { sides { text: "Lunge, left: better." }
                      sides { text: "Lunge, right: the same." } }
              targets { change: TARGET_CHANGE_GRADUATED
                        text: "Soleus, left: tested normal now." }
              targets { change: TARGET_CHANGE_REMAINS
                        text: "Soleus, right: still tight." }
              technique_trials { rule: "A-076"
                                 text: "The left soleus: massage first." }
              next {
                session_number: 4 session_date { year: 2026 month: 3 day: 9 }
                retest {
                  after_session: 9 state: RETEST_STATE_DUE
                  date { year: 2026 month: 3 day: 8 }
                  open_tests { display_name: "Lunge" side: SIDE_LEFT }
                  open_tests { display_name: "Schober" side: SIDE_MIDLINE }
                }
                tests {
                  test: "wblt" rule: "A-066" reason: "It got worse."
                  due_date { year: 2026 month: 3 day: 12 }
                  last_date { year: 2026 month: 3 day: 16 }
                }
                measures { display_name: "Function" due: true
                           last_date { year: 2026 month: 2 day: 1 } }
                measures { display_name: "Change"
                           due_date { year: 2026 month: 4 day: 1 } }
              }
              statements { text: "Too few to say more." rules: "A-069" })")),
            R"(2 of 3 sessions done (66.67 %)
  week 1: 2 of 3, 1 missed
  week 2: 0 of 1, 1 partly done, 2 paused
  paused from 2026-03-09 on

Too few to say more. (A-069)

Next
  session 4, 2026-03-09
  retest after session 9, due since 2026-03-08: Lunge, left; Schober
  test wblt (A-066), from 2026-03-12 on, by 2026-03-16 at the latest: It got worse.
  due now: Function, last on 2026-02-01
  to answer: Change, on 2026-04-01

Pain and function
  Function: better.

Targets
  graduated: Soleus, left: tested normal now.
  Soleus, right: still tight.

Techniques
  The left soleus: massage first. (A-076)

Range and strength
  Lunge, left: better.
  Lunge, right: the same.

Pain, 0 to 10
  4 older points left out
  2026-03-02: 3 on average in 24 hours
  2026-03-03, session 1: 3 before, 0 after, 1 the next morning
  2026-03-08: 2 in the morning
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
              }
              history {
                pain_with_sitting: true
                tender { muscle: "iliopsoas" side: SIDE_LEFT }
                tender { muscle: "soleus" side: SIDE_RIGHT }
                feels_tight { muscle: "hamstrings" side: SIDE_LEFT }
                systolic_mmhg: 130
              })"),
                           TestNames()),
            R"(patients/a/assessments/2, 2026-03-01 06:30 UTC, 1 result
  Modified Thomas, left: 3 deg, stopped by pain
  red flag yes: numbness of the saddle
  every other red flag was denied
  pain with sitting
  tender: Iliopsoas, left; Soleus, right
  feels tight: Hamstrings, left
  blood pressure: 130/? mmHg
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
