// SPDX-License-Identifier: Apache-2.0
// A retest comes when its session was done, wherever the calendar stands, and
// what is measured then is judged.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_RETEST;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

constexpr int kDay = 24;
constexpr int kMiddle = 9;
// By the calendar the session of the middle was days ago.
constexpr int kLate = 19 * kDay;

class RetestDueTest : public testing::AlertFixture {
 protected:
  v1::Progress ProgressAt(const std::string& patient, int hours) {
    Call call = At(hours);
    v1::GetProgressRequest request;
    request.set_name(patient + "/progress");
    const auto progress = progress_.GetProgress(call, request);
    EXPECT_THAT(progress, IsOk());
    return progress.value_or(v1::Progress());
  }

  v1::RetestProgress MiddleAt(const std::string& patient, int hours) {
    const v1::Progress progress = ProgressAt(patient, hours);
    for (const v1::RetestProgress& retest : progress.retests()) {
      if (retest.after_session() == kMiddle) return retest;
    }
    ADD_FAILURE() << "no retest in the middle";
    return {};
  }

  void Do(const std::string& patient, int number, int hours) {
    ASSERT_THAT(
        Log(patient,
            absl::StrCat("completed_pct: 100 session_number: ", number), hours),
        IsOk())
        << number;
  }

  static absl::CivilDay DayAt(int hours) {
    return absl::ToCivilDay(At(hours).time, absl::UTCTimeZone());
  }

  // Tests of the retest that are open, taken at that time.
  void Take(const std::string& patient, const v1::RetestProgress& retest,
            int hours) {
    v1::SubmitAssessmentRequest request = Submission(patient);
    request.mutable_assessment()->clear_results();
    for (const v1::TestName& test : retest.open_tests()) {
      v1::TestResult* result = request.mutable_assessment()->add_results();
      result->set_test(test.test());
      result->set_side(test.side());
      const auto* entry = testing::ReleasedKnowledge().FindTest(test.test());
      result->set_value(entry->min());
      if (entry->needs_pelvis_control()) result->set_pelvis_controlled(true);
    }
    Call call = At(hours);
    ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
  }
};

// Bending that spreads pain rules the fingertips to the floor out, for which
// another test stands from then on: nobody has to take that one after the
// other.
TEST_F(RetestDueTest, WhatWasTakenStaysTakenWhenAnotherTestStandsForIt) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= kMiddle; ++number) {
    Do(patient, number, 2 * kDay * (number - 1) + 1);
  }
  const int later = 2 * kDay * kMiddle;
  const v1::RetestProgress due = MiddleAt(patient, later);
  ASSERT_TRUE(absl::c_any_of(due.tests(), [](const v1::TestName& test) {
    return test.test() == "ftf";
  }));
  Take(patient, due, later);
  ASSERT_EQ(MiddleAt(patient, later + 1).state(), v1::RETEST_STATE_TAKEN);
  ASSERT_THAT(Log(patient,
                  "completed_pct: 100 session_number: 10 "
                  "exercises { exercise: 'cat_cow' spread_down_limb: true }",
                  later + 2),
              IsOk());
  const v1::RetestProgress after = MiddleAt(patient, later + 3);
  EXPECT_FALSE(absl::c_any_of(after.tests(), [](const v1::TestName& test) {
    return test.test() == "ftf";
  })) << "it may not be taken any more";
  EXPECT_EQ(after.state(), v1::RETEST_STATE_TAKEN);
  EXPECT_THAT(after.open_tests(), IsEmpty());
  EXPECT_FALSE(
      absl::c_any_of(Alerts(patient, later + 3), [](const v1::Alert& alert) {
        return alert.kind() == ALERT_KIND_RETEST &&
               absl::c_linear_search(alert.tests(), "ake_9090");
      }));
}

TEST_F(RetestDueTest, ItWaitsForItsSessionAndNotForTheCalendar) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= 4; ++number) {
    Do(patient, number, 2 * kDay * (number - 1) + 1);
  }
  for (const v1::Alert& alert : Alerts(patient, kLate)) {
    if (alert.kind() != ALERT_KIND_RETEST) continue;
    ASSERT_THAT(Acknowledge(alert.name(), kLate), IsOk());
  }
  const v1::RetestProgress ahead = MiddleAt(patient, kLate);
  EXPECT_EQ(ahead.state(), v1::RETEST_STATE_AHEAD);
  EXPECT_GT(engine::ToCivilDay(ahead.date()), DayAt(kLate))
      << "that of its session as it moved";
  const v1::NextSteps next = ProgressAt(patient, kLate).next();
  EXPECT_EQ(next.session_number(), 5);
  EXPECT_EQ(engine::ToCivilDay(next.session_date()), DayAt(kLate))
      << "overdue since";
  for (int number = 5; number < kMiddle; ++number) {
    Do(patient, number, kLate + 2 * kDay * (number - 5));
  }
  const int before = kLate + 2 * kDay * 4;
  EXPECT_THAT(KindsOf(Alerts(patient, before - 1)),
              Not(Contains(ALERT_KIND_RETEST)));
  Do(patient, kMiddle, before);
  const v1::RetestProgress due = MiddleAt(patient, before + 1);
  EXPECT_EQ(due.state(), v1::RETEST_STATE_DUE);
  EXPECT_EQ(engine::ToCivilDay(due.date()), DayAt(before));
  EXPECT_THAT(KindsOf(Alerts(patient, before + 1)),
              Contains(ALERT_KIND_RETEST).Times(1));
  Take(patient, due, before + kDay);
  EXPECT_EQ(MiddleAt(patient, before + kDay + 1).state(),
            v1::RETEST_STATE_TAKEN);
  EXPECT_THAT(KindsOf(Alerts(patient, before + kDay + 1)),
              Not(Contains(ALERT_KIND_RETEST)));
  ExpectRebuilt(patient);
}

// what was missed is dropped, so few sessions lie before the retest.
TEST_F(RetestDueTest, WhatIsMeasuredWhenItIsDueIsJudgedByTheSessionsDone) {
  const std::string patient = NewPatientWithRoutine();
  ChoosePolicy(At(0), patient, "missed_sessions", "drop");
  Do(patient, 1, 1);
  Do(patient, 2, 2 * kDay);
  Do(patient, 5, 9 * kDay);
  // The next ones were dropped, that of the middle too.
  const int tenth = 21 * kDay;
  EXPECT_EQ(MiddleAt(patient, tenth).state(), v1::RETEST_STATE_AHEAD);
  Do(patient, kMiddle + 1, tenth);
  const v1::RetestProgress due = MiddleAt(patient, tenth + 1);
  ASSERT_EQ(due.state(), v1::RETEST_STATE_DUE);
  Take(patient, due, tenth + 2);
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_TRUE(
      absl::c_any_of(routine.sessions(), [](const v1::Session& session) {
        return absl::c_any_of(session.adaptations(),
                              [](const v1::AppliedAdaptation& applied) {
                                return applied.rule() == "A-059";
                              });
      }));
}

// Tests of a return that are taken in the evening are those of the
// session of the next morning, and nobody is asked for them any more.
TEST_F(RetestDueTest, WhatIsTakenOnReturnIsOverAlsoOnTheNextDay) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= 3; ++number) {
    Do(patient, number, 2 * (number - 1) * kDay);
  }
  const auto on_return = [&](int hours) {
    const v1::Progress progress = ProgressAt(patient, hours);
    for (const v1::RetestProgress& retest : progress.retests()) {
      if (retest.before_session() == 4) return retest;
    }
    return v1::RetestProgress();
  };
  const auto is_asked = [&](int hours) {
    const std::vector<v1::Alert> alerts = Alerts(patient, hours);
    return absl::c_any_of(alerts, [](const v1::Alert& alert) {
      return alert.kind() == ALERT_KIND_RETEST && alert.rule() == "A-058";
    });
  };
  const int evening = 26 * kDay;
  EXPECT_EQ(on_return(evening).state(), v1::RETEST_STATE_DUE);
  EXPECT_TRUE(is_asked(evening));
  Take(patient, on_return(evening), evening);
  EXPECT_EQ(on_return(evening + 1).state(), v1::RETEST_STATE_TAKEN);
  EXPECT_FALSE(is_asked(evening + 1));
  Do(patient, 4, evening + kDay);
  EXPECT_EQ(on_return(evening + kDay + 1).state(), v1::RETEST_STATE_TAKEN);
  EXPECT_FALSE(is_asked(evening + kDay + 1));
  ExpectRebuilt(patient);
}

// what got worse is taken again after a few days, and progress says so
// until it was.
TEST_F(RetestDueTest, WhatGotWorseIsAskedForAgainInProgress) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= kMiddle; ++number) {
    Do(patient, number, 2 * kDay * (number - 1) + 1);
  }
  const int retest = 2 * kDay * kMiddle;
  EXPECT_THAT(ProgressAt(patient, retest).next().tests(), IsEmpty());
  const auto take = [&](double value, int hours) {
    v1::SubmitAssessmentRequest request = Submission(patient);
    for (v1::TestResult& result :
         *request.mutable_assessment()->mutable_results()) {
      if (result.test() == "mod_thomas_hip") result.set_value(value);
    }
    Call call = At(hours);
    ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
  };
  take(25, retest);
  const v1::NextSteps next = ProgressAt(patient, retest + 1).next();
  ASSERT_THAT(next.tests(), Not(IsEmpty()));
  for (const v1::TestRequest& again : next.tests()) {
    EXPECT_EQ(again.test(), "mod_thomas_hip");
    EXPECT_EQ(again.rule(), "A-066");
    EXPECT_EQ(engine::ToCivilDay(again.due_date()), DayAt(retest) + 3);
  }
  take(0, retest + 4 * kDay);
  EXPECT_THAT(ProgressAt(patient, retest + 4 * kDay + 1).next().tests(),
              IsEmpty());
}

// Who stays away is asked for the tests of the start again: that which
// got worse is among them, and is asked for by the alert about it alone.
TEST_F(RetestDueTest, WhatGotWorseIsAskedForOnceAlsoOnReturn) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= kMiddle; ++number) {
    Do(patient, number, 2 * kDay * (number - 1) + 1);
  }
  const int retest = 2 * kDay * kMiddle;
  const auto take = [&](double value, int hours) {
    v1::SubmitAssessmentRequest request = Submission(patient);
    for (v1::TestResult& result :
         *request.mutable_assessment()->mutable_results()) {
      if (result.test() == "mod_thomas_hip") result.set_value(value);
    }
    Call call = At(hours);
    ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
  };
  const auto asking = [&](const std::string& test, int hours) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (alert.kind() == ALERT_KIND_RETEST &&
          absl::c_linear_search(alert.tests(), test)) {
        found.push_back(alert);
      }
    }
    return found;
  };
  take(25, retest);
  const int back = retest + 20 * kDay;
  for (const int hours : {retest + 4 * kDay, back, back + kDay}) {
    const auto found = asking("mod_thomas_hip", hours);
    ASSERT_THAT(found, SizeIs(1)) << hours;
    EXPECT_EQ(found[0].rule(), "A-066");
    EXPECT_EQ(found[0].side(), knowledge::v1::SIDE_UNSPECIFIED) << "of both";
    EXPECT_THAT(found[0].text(), Not(HasSubstr("left")));
    EXPECT_THAT(found[0].text(), Not(HasSubstr("right")));
    if (hours == back) {
      ASSERT_THAT(
          Home(patient, "items { times: 1 exercise { exercise: 'cat_cow' } }",
               hours),
          IsOk());
    }
  }
  ASSERT_THAT(asking("wblt", back + kDay), SizeIs(1));
  EXPECT_EQ(asking("wblt", back + kDay)[0].rule(), "A-058");
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
