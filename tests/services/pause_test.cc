// SPDX-License-Identifier: Apache-2.0
// Pauses: sessions move, nothing counts as missed, and reads say so.

#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class PauseTest : public testing::ServiceTest {
 protected:
  static absl::CivilDay Today() {
    return absl::ToCivilDay(CallOf().time, absl::UTCTimeZone());
  }

  static std::string Date(const std::string& field, int days) {
    const absl::CivilDay day = Today() + days;
    return absl::StrCat(" ", field, " { year: ", day.year(),
                        " month: ", day.month(), " day: ", day.day(), " } ");
  }

  absl::StatusOr<v1::PauseRoutineResponse> Pause(const std::string& patient,
                                                 const std::string& pause,
                                                 absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    auto request = ParseText<v1::PauseRoutineRequest>(
        absl::StrCat("pause { ", pause, " }"));
    request.set_name(patient + "/routine");
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.PauseRoutine(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::ResumeRoutineResponse> Resume(const std::string& patient,
                                                   int days) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    v1::ResumeRoutineRequest request;
    request.set_name(patient + "/routine");
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.ResumeRoutine(call, request));
    return Parsed(reply);
  }

  v1::GetSessionResponse Read(const std::string& patient, int days = 0,
                              int64_t known = 0) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/today");
    request.set_count(18);
    request.set_if_revision_differs(known);
    return Parsed(*routines_.GetSession(call, request));
  }

  void LogDone(const std::string& patient, int number, int hours) {
    Call call = CallOf();
    call.time += absl::Hours(hours);
    v1::LogSessionRequest request;
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(number);
    request.mutable_session_log()->set_completed_pct(100);
    ASSERT_THAT(progress_.LogSession(call, request), IsOk());
  }

  int DayOf(const std::string& patient, int session) {
    const v1::GetSessionResponse read = Read(patient);
    for (const v1::Session& next : read.sessions()) {
      if (next.number() == session) {
        return static_cast<int>(engine::ToCivilDay(next.date()) - Today());
      }
    }
    return -1;
  }

  v1::Progress Progress(const std::string& patient, int days) {
    Call call = CallOf();
    call.time += absl::Hours(24 * days);
    v1::GetProgressRequest request;
    request.set_name(patient + "/progress");
    return *progress_.GetProgress(call, request);
  }
};

constexpr char kHoliday[] = "reason: PAUSE_REASON_HOLIDAY";

TEST_F(PauseTest, SessionsMoveBehindIt) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_EQ(DayOf(patient, 2), 2);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto paused,
      Pause(patient, kHoliday + Date("start_date", 1) + Date("end_date", 7)));
  EXPECT_EQ(paused.pause().name(), patient + "/pauses/3");
  EXPECT_EQ(paused.next_session(), 1);
  EXPECT_EQ(paused.revision(), 3);
  EXPECT_EQ(DayOf(patient, 1), 0);
  EXPECT_EQ(DayOf(patient, 2), 9);
  EXPECT_EQ(DayOf(patient, 3), 11);
  EXPECT_EQ(DayOf(patient, 4), 14);
  // The routine and its sessions say the same.
  Call call = CallOf();
  v1::GetRoutineRequest request;
  request.set_name(patient + "/routine");
  const v1::Routine routine =
      Parsed(*routines_.GetRoutine(call, request)).routine();
  EXPECT_EQ(routine.revision(), 3);
  EXPECT_THAT(routine.sessions(1),
              EqualsProto(Read(patient).sessions(1).DebugString()));
}

TEST_F(PauseTest, WithoutAnEndItLastsUntilItIsResumed) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto paused, Pause(patient, kHoliday));
  EXPECT_FALSE(paused.has_next_date());
  EXPECT_TRUE(Read(patient, 30).has_pause());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto resumed, Resume(patient, 10));
  EXPECT_EQ(resumed.next_session(), 1);
  EXPECT_EQ(engine::ToCivilDay(resumed.pause().end_date()), Today() + 9);
  EXPECT_EQ(engine::ToCivilDay(resumed.next_date()), Today() + 11);
  EXPECT_EQ(DayOf(patient, 1), 11);
  EXPECT_FALSE(Read(patient, 10).has_pause());
}

// Whether each session of the block has a day: "--" for two that have none.
std::string Days(
    const google::protobuf::RepeatedPtrField<v1::Session>& sessions) {
  std::string days;
  for (const v1::Session& session : sessions) {
    days += session.has_date() ? 'd' : '-';
  }
  return days;
}

TEST_F(PauseTest, NoSessionIsDueInOneWithoutAnEnd) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Pause(patient, kHoliday + Date("start_date", 1)), IsOk());
  const std::string behind(17, '-');
  EXPECT_EQ(Days(Read(patient, 0).sessions()), "d" + behind)
      << "the first one is due before it";
  EXPECT_EQ(Days(Read(patient, 5).sessions()), "-" + behind);
  Call call = CallOf();
  call.time += absl::Hours(24 * 5);
  v1::ListSessionsRequest list;
  list.set_parent(patient + "/routine");
  EXPECT_EQ(Days(Parsed(*routines_.ListSessions(call, list)).sessions()),
            "-" + behind);
  v1::GetRoutineRequest plan;
  plan.set_name(patient + "/routine");
  EXPECT_EQ(
      Days(Parsed(*routines_.GetRoutine(call, plan)).routine().sessions()),
      std::string(18, 'd'))
      << "the days for which they were planned";
  ASSERT_THAT(Resume(patient, 7), IsOk());
  EXPECT_EQ(Days(Read(patient, 7).sessions()), std::string(18, 'd'));
}

TEST_F(PauseTest, AnOverdueSessionIsDueBehindIt) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      Pause(patient, kHoliday + Date("start_date", 1) + Date("end_date", 7)),
      IsOk());
  const v1::GetSessionResponse read = Read(patient, 3);
  EXPECT_EQ(engine::ToCivilDay(read.sessions(0).date()), Today() + 8);
  EXPECT_EQ(engine::ToCivilDay(Progress(patient, 3).next().session_date()),
            Today() + 8);
}

// The session before the pause is late, so the one after it moves; not into
// the pause.
TEST_F(PauseTest, NoneMovesIntoIt) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      Pause(patient, kHoliday + Date("start_date", 3) + Date("end_date", 9)),
      IsOk());
  for (int day = 0; day < 14; ++day) {
    const v1::GetSessionResponse read = Read(patient, day);
    for (const v1::Session& session : read.sessions()) {
      const auto due = engine::ToCivilDay(session.date()) - Today();
      EXPECT_FALSE(due >= 3 && due <= 9)
          << "session " << session.number() << " on day " << due
          << ", seen on day " << day;
    }
  }
}

TEST_F(PauseTest, NoneIsMissedInItWhereMissedOnesAreDropped) {
  const std::string patient = NewPatientWithRoutine();
  ChoosePolicy(CallOf(), patient, "missed_sessions", "drop");
  ASSERT_THAT(Pause(patient, kHoliday), IsOk());
  EXPECT_EQ(Read(patient, 20).sessions(0).number(), 1);
  EXPECT_EQ(Progress(patient, 20).next().session_number(), 1);
}

// Session 1 was late already when a pause of `days` began.
TEST_F(PauseTest, NothingIsDueBeforeItsEndWhereMissedOnesAreMergedOrDropped) {
  struct Case {
    int days;
    int next;
    int next_day;
  };
  // Session 2 is due two days after session 1, or behind the pause.
  const Case cases[] = {{1, 2, 2}, {2, 1, 3}, {5, 1, 6}, {6, 2, 7}};
  for (const char* choice : {"merge", "drop"}) {
    for (const Case& one : cases) {
      SCOPED_TRACE(absl::StrCat(choice, ", ", one.days, " days"));
      const std::string patient = NewPatientWithRoutine();
      ChoosePolicy(CallOf(), patient, "missed_sessions", choice);
      TONUS_ASSERT_OK_AND_ASSIGN(
          const auto paused,
          Pause(patient, kHoliday + Date("end_date", one.days),
                absl::Hours(24)));
      EXPECT_EQ(paused.next_session(), one.next);
      EXPECT_EQ(engine::ToCivilDay(paused.next_date()) - Today(), one.next_day);
      const v1::GetSessionResponse read = Read(patient, 1);
      EXPECT_TRUE(read.rest_day());
      EXPECT_EQ(read.sessions(0).number(), one.next);
      EXPECT_THAT(read.sessions(0).date(),
                  EqualsProto(paused.next_date().DebugString()));
      const v1::Progress progress = Progress(patient, 1);
      EXPECT_EQ(progress.next().session_number(), one.next);
      EXPECT_THAT(progress.next().session_date(),
                  EqualsProto(paused.next_date().DebugString()));
    }
  }
}

// What was done in the pause, and where the day of it begins, leave a day of
// rest.
TEST_F(PauseTest, ResumingTellsTheDayThatReadsTell) {
  for (const char* zone : {"UTC", "Pacific/Kiritimati"}) {
    SCOPED_TRACE(zone);
    const std::string patient = NewPatientWithRoutine();
    LogDone(patient, 1, 0);
    ASSERT_THAT(Pause(patient, kHoliday, absl::Hours(24)), IsOk());
    LogDone(patient, 2, 24 * 6);
    Call call = CallOf();
    call.time += absl::Hours(24 * 6 + 1);
    v1::UpdatePatientRequest moved;
    moved.mutable_patient()->set_name(patient);
    moved.mutable_patient()->set_time_zone(zone);
    moved.mutable_update_mask()->add_paths("time_zone");
    ASSERT_THAT(patients_.UpdatePatient(call, moved), IsOk());
    TONUS_ASSERT_OK_AND_ASSIGN(const auto resumed, Resume(patient, 7));
    const v1::Session next = Read(patient, 7).sessions(0);
    EXPECT_EQ(next.number(), 3);
    EXPECT_EQ(resumed.next_session(), 3);
    EXPECT_THAT(resumed.next_date(), EqualsProto(next.date().DebugString()));
    EXPECT_GE(engine::ToCivilDay(resumed.next_date()) - Today(), 8);
  }
}

TEST_F(PauseTest, GetSessionSaysSo) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Pause(patient, kHoliday + Date("end_date", 3)), IsOk());
  const auto during = Read(patient, 3, /*known=*/3);
  EXPECT_EQ(during.pause().reason(), v1::PAUSE_REASON_HOLIDAY);
  EXPECT_TRUE(during.rest_day());
  EXPECT_FALSE(during.not_modified()) << "the pause ends with a day";
  EXPECT_FALSE(Read(patient, 4).has_pause());
}

TEST_F(PauseTest, NoneOfItsDaysCountsAsMissed) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_EQ(Progress(patient, 7).scheduled_sessions(), 3);
  ASSERT_THAT(Pause(patient, kHoliday), IsOk());
  EXPECT_EQ(Progress(patient, 7).scheduled_sessions(), 0) << "without an end";
  ASSERT_THAT(Resume(patient, 7), IsOk());
  EXPECT_EQ(Progress(patient, 7).scheduled_sessions(), 0) << "one is due";
}

TEST_F(PauseTest, ANewPlanKeepsTheDays) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Pause(patient, kHoliday + Date("end_date", 7)), IsOk());
  const int before = DayOf(patient, 4);
  Submit(Submission(patient));
  EXPECT_EQ(DayOf(patient, 4), before);
}

TEST_F(PauseTest, ABlockLastsLongerByItsPauses) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Pause(patient, kHoliday + Date("end_date", 13)), IsOk());
  Call call = CallOf();
  call.time += absl::Hours(24 * 45);
  auto request = Submission(patient);
  request.mutable_assessment()->clear_assessment_time();
  ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
  EXPECT_EQ(Read(patient, 45).sessions(0).number(), 1)
      << "six weeks and two of pause are not over";
}

TEST_F(PauseTest, TwoPausesShareNoDay) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Pause(patient, kHoliday + Date("end_date", 3)), IsOk());
  const auto overlap =
      Pause(patient, kHoliday + Date("start_date", 3) + Date("end_date", 9));
  EXPECT_THAT(overlap, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(overlap.status()), "ALREADY_PAUSED");
  EXPECT_THAT(
      Pause(patient, kHoliday + Date("start_date", 4) + Date("end_date", 9)),
      IsOk());
}

TEST_F(PauseTest, NothingToResume) {
  const std::string patient = NewPatientWithRoutine();
  const auto resumed = Resume(patient, 0);
  EXPECT_THAT(resumed, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(resumed.status()), "NOT_PAUSED");
  EXPECT_THAT(Pause(NewPatient(), kHoliday),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(PauseTest, EveryWrongFieldIsTold) {
  const std::string patient = NewPatientWithRoutine();
  const auto fields = [&](const std::string& pause) {
    return ViolatedFields(Pause(patient, pause).status());
  };
  EXPECT_THAT(fields(""), ElementsAre("pause.reason"));
  EXPECT_THAT(fields(kHoliday + Date("start_date", 2) + Date("end_date", 1)),
              ElementsAre("pause.end_date"));
  EXPECT_THAT(fields(kHoliday + Date("start_date", 367)),
              ElementsAre("pause.start_date"));
  EXPECT_THAT(fields(kHoliday + Date("end_date", 366)),
              ElementsAre("pause.end_date"));
  EXPECT_THAT(fields(std::string(kHoliday) +
                     " start_date { year: 2026 month: 2 day: 30 }"),
              ElementsAre("pause.start_date"));
}

TEST_F(PauseTest, TheStateIsRebuiltAlike) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Pause(patient, kHoliday), IsOk());
  ASSERT_THAT(Resume(patient, 5), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(patient)));
  ExpectRebuilt(patient);
  EXPECT_THAT(state.facts().pauses(), SizeIs(1));
}

}  // namespace
}  // namespace tonus
