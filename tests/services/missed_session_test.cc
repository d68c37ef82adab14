// SPDX-License-Identifier: Apache-2.0
// What is next after sessions were missed, by the choice of a clinician.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/patient/state_excerpts.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

class MissedSessionTest : public testing::ServiceTest {
 protected:
  void Choose(const std::string& patient, const std::string& choice) {
    ChoosePolicy(CallOf(), patient, "missed_sessions", choice);
  }

  v1::GetSessionResponse Today(const std::string& patient, int days,
                               int64_t known = 0) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/today");
    request.set_if_revision_differs(known);
    return Parsed(*routines_.GetSession(call, request));
  }

  v1::ListSessionsResponse List(const std::string& patient, int days) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    v1::ListSessionsRequest request;
    request.set_parent(patient + "/routine");
    return Parsed(*routines_.ListSessions(call, request));
  }

  v1::StartSessionResponse Start(const std::string& patient, int days) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    auto request = ParseText<v1::StartSessionRequest>(
        "recheck { others_denied: true } pain_before: 2");
    request.set_name(patient + "/routine/sessions/today");
    return Parsed(*routines_.StartSession(call, request));
  }

  void Log(const std::string& patient, int number, int days,
           int completed_pct = 100) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    v1::LogSessionRequest request;
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(number);
    request.mutable_session_log()->set_completed_pct(completed_pct);
    ASSERT_THAT(progress_.LogSession(call, request), IsOk());
  }
};

TEST_F(MissedSessionTest, TheyAreDoneNextWhenNobodyChose) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_EQ(Today(patient, 4).sessions(0).number(), 1);
  EXPECT_FALSE(Today(patient, 4).rest_day());
  EXPECT_EQ(Start(patient, 4).session().number(), 1);
}

TEST_F(MissedSessionTest, ADayOfRestFollowsAlsoWhenItWasDoneLate) {
  const std::string patient = NewPatientWithRoutine();
  Log(patient, 1, 4);
  EXPECT_EQ(Today(patient, 4).sessions(0).number(), 2);
  EXPECT_TRUE(Today(patient, 4).rest_day());
  EXPECT_TRUE(Today(patient, 6).rest_day());
  EXPECT_FALSE(Today(patient, 7).rest_day());
}

// What was done in part is not done again the next day.
TEST_F(MissedSessionTest, TheTurnOfASessionThatWasBegunIsOver) {
  const std::string patient = NewPatientWithRoutine();
  Log(patient, 1, 0, 60);
  EXPECT_EQ(Today(patient, 0).sessions(0).number(), 2);
  EXPECT_TRUE(Today(patient, 0).rest_day());
  EXPECT_TRUE(Today(patient, 1).rest_day());
  EXPECT_FALSE(Today(patient, 2).rest_day());
  Log(patient, 2, 2, 0);
  EXPECT_EQ(Today(patient, 3).sessions(0).number(), 2) << "nothing was done";
  EXPECT_FALSE(Today(patient, 3).rest_day());
}

// The days of the sessions of a list, counted from that of the first one.
std::vector<int> DaysOf(const v1::ListSessionsResponse& list,
                        absl::CivilDay start) {
  std::vector<int> days;
  for (const v1::Session& session : list.sessions()) {
    days.push_back(
        static_cast<int>(engine::ToCivilDay(session.date()) - start));
  }
  return days;
}

TEST_F(MissedSessionTest, TheListHasTheDaysThatAreLeft) {
  const std::string patient = NewPatientWithRoutine();
  const absl::CivilDay start =
      engine::ToCivilDay(List(patient, 0).sessions(0).date());
  std::vector<int> days = DaysOf(List(patient, 0), start);
  days.resize(3);
  EXPECT_THAT(days, ElementsAre(0, 2, 4));
  // Nothing was done for nine days.
  days = DaysOf(List(patient, 9), start);
  days.resize(4);
  EXPECT_THAT(days, ElementsAre(9, 11, 14, 16));
  EXPECT_THAT(Today(patient, 9).sessions(0),
              EqualsProto(List(patient, 9).sessions(0).DebugString()));
  EXPECT_FALSE(Today(patient, 9, Today(patient, 9).revision()).not_modified())
      << "it moves with the day";
  Log(patient, 1, 9);
  days = DaysOf(List(patient, 9), start);
  days.resize(3);
  EXPECT_THAT(days, ElementsAre(0, 11, 14));
  EXPECT_TRUE(Today(patient, 9, Today(patient, 9).revision()).not_modified());
}

TEST_F(MissedSessionTest, TheyKeepToTheTrainingDaysThreeAWeek) {
  const std::string patient = NewPatient();
  const absl::CivilDay start = DayIn("UTC", CallOf().time);
  v1::UpdatePatientRequest request;
  request.mutable_patient()->set_name(patient);
  const int first = static_cast<int>(absl::GetWeekday(start));
  for (const int after : {0, 2, 4}) {
    request.mutable_patient()->mutable_profile()->add_training_days(
        static_cast<v1::Weekday>(v1::WEEKDAY_MONDAY + (first + after) % 7));
  }
  Call call = CallOf();
  ASSERT_THAT(patients_.UpdatePatient(call, request), IsOk());
  Submit(Submission(patient));
  std::vector<int> days = DaysOf(List(patient, 0), start);
  days.resize(4);
  EXPECT_THAT(days, ElementsAre(0, 2, 4, 7));
  // The first was due yesterday; today is none of the training days.
  days = DaysOf(List(patient, 1), start);
  days.resize(4);
  EXPECT_THAT(days, ElementsAre(2, 4, 7, 9));
  EXPECT_TRUE(Today(patient, 1).rest_day());
  EXPECT_FALSE(Today(patient, 2).rest_day());
  Log(patient, 1, 5);
  days = DaysOf(List(patient, 5), start);
  days.resize(4);
  EXPECT_THAT(days, ElementsAre(0, 7, 9, 11));
}

TEST_F(MissedSessionTest, DroppedOnesAreLeftOut) {
  const std::string patient = NewPatientWithRoutine();
  Choose(patient, "drop");
  EXPECT_EQ(Today(patient, 0).sessions(0).number(), 1);
  EXPECT_EQ(Today(patient, 1).sessions(0).number(), 1);
  EXPECT_EQ(Today(patient, 2).sessions(0).number(), 2);
  EXPECT_EQ(Today(patient, 4).sessions(0).number(), 3);
  EXPECT_EQ(Start(patient, 4).session().number(), 3);
  const int64_t revision = Today(patient, 4).revision();
  EXPECT_FALSE(Today(patient, 4, revision).not_modified())
      << "which one is next changes with the day";
}

// While it is not missed, it can be done at once.
TEST_F(MissedSessionTest, OneThatIsLateIsNotDueOnADayThatIsPast) {
  for (const char* choice : {"merge", "drop"}) {
    SCOPED_TRACE(choice);
    const std::string patient = NewPatientWithRoutine();
    const absl::CivilDay start =
        engine::ToCivilDay(List(patient, 0).sessions(0).date());
    Choose(patient, choice);
    std::vector<int> days = DaysOf(List(patient, 1), start);
    days.resize(3);
    // Done on that day, the next ones wait for a day of rest.
    EXPECT_THAT(days, ElementsAre(1, 4, 7));
    EXPECT_EQ(engine::ToCivilDay(Today(patient, 1).sessions(0).date()),
              start + 1);
  }
}

TEST_F(MissedSessionTest, MergedOnesGiveTheirBlocks) {
  const std::string patient = NewPatientWithRoutine();
  Choose(patient, "merge");
  const v1::Session third = Today(patient, 4).sessions(0);
  EXPECT_EQ(third.number(), 3);
  EXPECT_LE(third.total_minutes(), third.budget_minutes());
  EXPECT_LE(third.items_size(), 10);
  EXPECT_THAT(third.merged_sessions(), Not(IsEmpty()));
  EXPECT_THAT(List(patient, 4).sessions(2), EqualsProto(third.DebugString()));
  const v1::StartSessionResponse started = Start(patient, 4);
  EXPECT_EQ(started.session().number(), 3);
  EXPECT_THAT(started.session().items(), SizeIs(third.items_size()));
}

}  // namespace
}  // namespace tonus
