// SPDX-License-Identifier: Apache-2.0
// What reads show when the day comes on which safety is judged more strictly,
// while nobody says anything new.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/patient/state_excerpts.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReleasedKnowledge;

// Calls are on 2026-01-05, a Monday.
class ExpiryTest : public testing::ServiceTest {
 protected:
  static Call CallOn(int day) {
    Call call = CallOf();
    call.time += absl::Hours(24 * day);
    return call;
  }

  // A patient with a routine of day 0.
  std::string PatientWith(const std::string& profile) {
    Call call = CallOf();
    const auto reply = patients_.CreatePatient(
        call, ParseText<v1::CreatePatientRequest>(
                  absl::StrCat("patient { profile { ", profile, " } }")));
    EXPECT_THAT(reply, IsOk());
    const std::string patient = Parsed(*reply).name();
    Submit(Submission(patient));
    return patient;
  }

  // One with a heart disease who was cleared on `date`.
  std::string Cleared(const std::string& date) {
    const std::string patient =
        PatientWith("age_years: 40 conditions { condition: 'cond_cardiac' }");
    Call call = CallOf();
    v1::RecordClearanceRequest request;
    request.set_name(patient);
    request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
    *request.mutable_clearance() = ParseText<v1::Clearance>(
        absl::StrCat("subject: 'cond_cardiac' date { ", date, " }"));
    EXPECT_THAT(patients_.RecordClearance(call, request), IsOk());
    return patient;
  }

  v1::GetSessionResponse Get(const std::string& patient, int day,
                             const std::string& session = "today",
                             int count = 1, int64_t known = 0) {
    Call call = CallOn(day);
    v1::GetSessionRequest request;
    request.set_name(absl::StrCat(patient, "/routine/sessions/", session));
    request.set_count(count);
    request.set_if_revision_differs(known);
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::GetSessionResponse();
  }

  v1::GetRoutineResponse GetRoutine(const std::string& patient, int day,
                                    int64_t known = 0) {
    Call call = CallOn(day);
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    request.set_if_revision_differs(known);
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::GetRoutineResponse();
  }

  v1::ListSessionsResponse List(const std::string& patient, int day,
                                int64_t known = 0) {
    Call call = CallOn(day);
    v1::ListSessionsRequest request;
    request.set_parent(patient + "/routine");
    request.set_if_revision_differs(known);
    const auto reply = routines_.ListSessions(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::ListSessionsResponse();
  }

  // Answers every flag, as one who begins late has to.
  v1::StartSessionResponse Start(const std::string& patient, int day) {
    Call call = CallOn(day);
    auto request = ParseText<v1::StartSessionRequest>(
        "recheck { others_denied: true } pain_before: 2");
    for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
      if (!flag.asked() || flag.recheck_group() != 0) continue;
      request.mutable_recheck()->add_answers()->set_red_flag(flag.id());
    }
    request.set_name(patient + "/routine/sessions/today");
    const auto reply = routines_.StartSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::StartSessionResponse();
  }

  StreamPart<v1::WatchRoutineResponse> Watch(const std::string& patient,
                                             int day, int64_t after,
                                             const std::string& cursor = "") {
    Call call = CallOn(day);
    v1::WatchRoutineRequest request;
    request.set_name(patient + "/routine");
    request.set_after_revision(after);
    auto part = routines_.WatchRoutine(call, request, cursor);
    EXPECT_THAT(part, IsOk());
    return part.ok() ? *std::move(part)
                     : StreamPart<v1::WatchRoutineResponse>();
  }

  static v1::Routine Watched(const std::string& bytes) {
    v1::WatchRoutineResponse message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    return message.routine();
  }

  // What of `session` the tags of `interpretation` forbid.
  static std::vector<std::string> Forbidden(
      const v1::Interpretation& interpretation, const v1::Session& session) {
    std::vector<std::string> forbidden;
    auto judge = [&](const v1::SessionItem& item) {
      const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
      for (const v1::TagRestriction& tag : interpretation.tags()) {
        const auto& tags = exercise->tags();
        if (std::find(tags.begin(), tags.end(), tag.tag()) == tags.end() ||
            (!tag.forbidden() && item.caution())) {
          continue;
        }
        forbidden.push_back(absl::StrCat(item.exercise(), " ", tag.tag()));
      }
    };
    for (const v1::SessionItem& item : session.items()) judge(item);
    for (const v1::HomeItem& home : session.home_items()) judge(home.item());
    return forbidden;
  }

  // Reads everything on every day, and compares it with a screening of the day.
  void ExpectSafeEveryDay(const std::string& patient, int days) {
    const auto state = log_.ReadState(RefOf(patient));
    ASSERT_THAT(state, IsOk());
    for (int day = 0; day < days; ++day) {
      const v1::Interpretation fresh = engine::Interpret(
          ReleasedKnowledge(), state->facts(), DayIn("", CallOn(day).time));
      const v1::GetSessionResponse response = Get(patient, day, "1", 18);
      const v1::Routine routine = GetRoutine(patient, day).routine();
      if (fresh.gate() != v1::GATE_OK) {
        EXPECT_EQ(response.gate(), fresh.gate()) << "day " << day;
        EXPECT_THAT(response.sessions(), IsEmpty()) << "day " << day;
        EXPECT_THAT(response.notices(), Not(IsEmpty()));
        EXPECT_THAT(routine.sessions(), IsEmpty());
        continue;
      }
      EXPECT_THAT(routine.sessions(), SizeIs(18)) << "day " << day;
      EXPECT_THAT(response.sessions(), SizeIs(18)) << "day " << day;
      for (const v1::Session& session : response.sessions()) {
        EXPECT_THAT(Forbidden(fresh, session), IsEmpty())
            << "day " << day << " session " << session.number();
      }
    }
  }
};

TEST_F(ExpiryTest, AClearanceEndsWithinTheBlock) {
  // Twelve weeks before 2026-01-25, which is day 20.
  const std::string patient = Cleared("year: 2025 month: 11 day: 2");
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_THAT(routine.expire_date(),
              EqualsProto("year: 2026 month: 1 day: 25"));
  int open = 0;
  for (const v1::Session& session : routine.sessions()) {
    const bool before = engine::ToCivilDay(session.date()) <
                        engine::ToCivilDay(routine.expire_date());
    EXPECT_EQ(session.gate(), before ? v1::GATE_OK : v1::GATE_REFER);
    EXPECT_EQ(session.items().empty(), !before);
    if (!before) {
      EXPECT_THAT(session.home_items(), IsEmpty());
    }
    EXPECT_EQ(session.has_expire_date(), before);
    if (!before) {
      EXPECT_EQ(session.notices(0).subject(), "cond_cardiac");
    }
    open += before ? 1 : 0;
  }
  EXPECT_GT(open, 4);
  EXPECT_LT(open, 12);
  EXPECT_EQ(Get(patient, 19).gate(), v1::GATE_OK);
  EXPECT_THAT(Get(patient, 19).sessions(0).items(), Not(IsEmpty()));
  EXPECT_EQ(Get(patient, 20).gate(), v1::GATE_REFER);
  EXPECT_THAT(Get(patient, 20).sessions(), IsEmpty());
  EXPECT_THAT(List(patient, 20).sessions(), IsEmpty());
  EXPECT_EQ(List(patient, 20).gate(), v1::GATE_REFER);
  ExpectSafeEveryDay(patient, 50);
}

TEST_F(ExpiryTest, NothingIsNotModifiedOnceTheDayHasCome) {
  const std::string patient = Cleared("year: 2025 month: 11 day: 2");
  const int64_t revision = Get(patient, 0).revision();
  const int64_t routine = GetRoutine(patient, 0).revision();
  EXPECT_TRUE(Get(patient, 0, "today", 1, revision).not_modified());
  EXPECT_TRUE(List(patient, 0, revision).not_modified());
  EXPECT_TRUE(GetRoutine(patient, 14, routine).not_modified());
  EXPECT_FALSE(Get(patient, 20, "today", 1, revision).not_modified());
  EXPECT_FALSE(List(patient, 20, revision).not_modified());
  const v1::GetRoutineResponse anew = GetRoutine(patient, 20, routine);
  EXPECT_FALSE(anew.not_modified());
  EXPECT_EQ(anew.revision(), routine);
  EXPECT_EQ(anew.routine().name(), patient + "/routine");
  EXPECT_EQ(anew.routine().etag(), RoutineOf(patient).etag());
}

TEST_F(ExpiryTest, AWatchSendsTheRoutineAgainOnTheDay) {
  const std::string patient = Cleared("year: 2025 month: 11 day: 2");
  const int64_t revision = RoutineOf(patient).revision();
  const auto first = Watch(patient, 0, 0);
  ASSERT_THAT(first.messages, SizeIs(1));
  EXPECT_THAT(Watch(patient, 19, 0, first.cursor).messages, IsEmpty());
  const auto day = Watch(patient, 20, 0, first.cursor);
  ASSERT_THAT(day.messages, SizeIs(1));
  EXPECT_EQ(Watched(day.messages[0]).gate(), v1::GATE_REFER);
  EXPECT_THAT(Watched(day.messages[0]).sessions(), IsEmpty());
  EXPECT_EQ(Watched(day.messages[0]).revision(), revision);
  EXPECT_THAT(Watch(patient, 20, 0, day.cursor).messages, IsEmpty());
  EXPECT_THAT(Watch(patient, 40, 0, day.cursor).messages, IsEmpty());
  // Somebody who comes back, and somebody new.
  EXPECT_THAT(Watch(patient, 20, revision).messages, SizeIs(1));
  const auto fresh = Watch(patient, 20, 0);
  ASSERT_THAT(fresh.messages, SizeIs(1));
  EXPECT_EQ(Watched(fresh.messages[0]).gate(), v1::GATE_REFER);
}

TEST_F(ExpiryTest, ASessionIsNotStartedOnTheDay) {
  const std::string patient = Cleared("year: 2025 month: 11 day: 2");
  EXPECT_THAT(Start(patient, 19).session().items(), Not(IsEmpty()));
  const v1::StartSessionResponse response = Start(patient, 20);
  EXPECT_EQ(response.gate(), v1::GATE_REFER);
  EXPECT_THAT(response.session().items(), IsEmpty());
  EXPECT_EQ(RoutineOf(patient).gate(), v1::GATE_REFER);
}

TEST_F(ExpiryTest, APregnancyPassesIntoItsSecondTrimester) {
  // Week 14 begins on 2026-01-20, day 15.
  const std::string patient = PatientWith(
      "age_years: 30 conditions { condition: 'cond_pregnancy_t1' since { year: "
      "2025 month: 10 day: 14 } }");
  EXPECT_EQ(RoutineOf(patient).gate(), v1::GATE_OK);
  EXPECT_THAT(RoutineOf(patient).expire_date(),
              EqualsProto("year: 2026 month: 1 day: 20"));
  EXPECT_EQ(Get(patient, 15).gate(), v1::GATE_REFER);
  ExpectSafeEveryDay(patient, 45);
}

TEST_F(ExpiryTest, ABirthdayForbidsMoreAndClosesNothing) {
  // 65 on 2026-01-19, day 14: no momentum, hanging with caution only.
  const std::string patient = PatientWith(
      "age_years: 64 age_date { year: 2025 month: 1 day: 19 } user_level: 3 "
      "equipment: 'foam_roller' equipment: 'band'");
  EXPECT_THAT(RoutineOf(patient).expire_date(),
              EqualsProto("year: 2026 month: 1 day: 19"));
  EXPECT_EQ(Get(patient, 14).gate(), v1::GATE_OK);
  EXPECT_THAT(Get(patient, 14).sessions(0).items(), Not(IsEmpty()));
  ExpectSafeEveryDay(patient, 45);
}

// A fracture of 11 weeks ago: the block ends in a week, but whoever lifts it is
// not the person who checks in.
TEST_F(ExpiryTest, ACheckInDoesNotOpenWhatTimeAloneOpened) {
  const std::string patient = PatientWith(
      "age_years: 40 conditions { condition: 'cond_recent_fracture' since { "
      "year: 2025 month: 10 day: 20 } }");
  ASSERT_NE(RoutineOf(patient).gate(), v1::GATE_OK);
  const v1::StartSessionResponse started = Start(patient, 15);
  EXPECT_EQ(started.gate(), RoutineOf(patient).gate());
  EXPECT_EQ(started.session().gate(), started.gate());
  EXPECT_THAT(started.notices(), Not(IsEmpty()));
  EXPECT_THAT(started.session().notices(), SizeIs(started.notices_size()));
  EXPECT_THAT(started.session().items(), IsEmpty());
  EXPECT_THAT(started.session().home_items(), IsEmpty());
  EXPECT_THAT(started.session().adaptations(), IsEmpty());
  EXPECT_THAT(started.rules(), IsEmpty());
  EXPECT_THAT(Get(patient, 15).sessions(), IsEmpty());
}

TEST_F(ExpiryTest, AnswersRunOutForOneWhoStaysAway) {
  const std::string patient = PatientWith("age_years: 40");
  EXPECT_THAT(RoutineOf(patient).expire_date(),
              EqualsProto("year: 2026 month: 5 day: 6"));
  const v1::Routine routine = RoutineOf(patient);
  for (const v1::Session& session : routine.sessions()) {
    EXPECT_EQ(session.gate(), v1::GATE_OK);
    EXPECT_THAT(session.expire_date(),
                EqualsProto("year: 2026 month: 5 day: 6"));
  }
  EXPECT_THAT(Get(patient, 120).sessions(), SizeIs(1));
  EXPECT_EQ(Get(patient, 121).gate(), v1::GATE_NOT_CLEARED);
  EXPECT_THAT(Get(patient, 121).sessions(), IsEmpty());
  // A check-in answers them again.
  EXPECT_EQ(Start(patient, 121).gate(), v1::GATE_OK);
  EXPECT_EQ(Get(patient, 121).gate(), v1::GATE_OK);
  EXPECT_THAT(Get(patient, 121).sessions(0).items(), Not(IsEmpty()));
}

TEST_F(ExpiryTest, ANewClearanceOpensItAgain) {
  const std::string patient = Cleared("year: 2025 month: 11 day: 2");
  EXPECT_EQ(Get(patient, 20).gate(), v1::GATE_REFER);
  Call call = CallOn(20);
  v1::RecordClearanceRequest request;
  request.set_name(patient);
  request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
  request.mutable_clearance()->set_subject("cond_cardiac");
  EXPECT_THAT(patients_.RecordClearance(call, request), IsOk());
  EXPECT_EQ(Get(patient, 20).gate(), v1::GATE_OK);
  const v1::Routine routine = RoutineOf(patient);
  for (const v1::Session& session : routine.sessions()) {
    EXPECT_EQ(session.gate(), v1::GATE_OK);
  }
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
