// SPDX-License-Identifier: Apache-2.0
// What the answer to a log tells: zones of pain, targets beside what was done,
// mornings and days at home.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "tests/services/log_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

namespace kv1 = knowledge::v1;

class LogKindsTest : public testing::LogFixture {
 protected:
  v1::GetSessionResponse Session(const std::string& patient, int number) {
    Call call = At(0);
    v1::GetSessionRequest request;
    request.set_name(absl::StrCat(patient, "/routine/sessions/", number));
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::GetSessionResponse();
  }
};

TEST_F(LogKindsTest, TheAnswerToALogTellsZonesAndWhatFollows) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response, Log(patient, R"pb(
        session_number: 1
        pain_before: 2
        exercises { exercise: "glute_bridge" pain_during_max: 4 }
        exercises { exercise: "open_book" pain_during_max: 3 }
        exercises { exercise: "bird_dog" painful_sound: true }
        exercises { exercise: "cat_cow" }
        exercises { exercise: "wall_slide" skip_reason: SKIP_REASON_TIME }
      )pb"));
  const v1::SessionLog& log = response.session_log();
  ASSERT_THAT(log.exercises(), SizeIs(5));
  EXPECT_EQ(log.exercises(0).zone().rule(), "Z-03");
  EXPECT_EQ(log.exercises(0).zone().level(), kv1::ZONE_LEVEL_AMBER);
  EXPECT_EQ(log.exercises(1).zone().action().response(),
            kv1::ZONE_RESPONSE_REDUCE_RANGE);
  EXPECT_EQ(log.exercises(1).zone().action().max_pain(), 2);
  EXPECT_EQ(log.exercises(2).zone().rule(), "Z-02");
  EXPECT_THAT(log.exercises(2).zone().action().text(), HasSubstr("Stop"));
  EXPECT_EQ(log.exercises(3).zone().level(), kv1::ZONE_LEVEL_UNKNOWN);
  EXPECT_THAT(log.exercises(3).zone().missing(),
              ElementsAre("pain_during_max"));
  EXPECT_FALSE(log.exercises(4).has_zone()) << "it was not done";
  EXPECT_EQ(log.morning_zone().level(), kv1::ZONE_LEVEL_UNKNOWN);
  // The zones are derived: what is stored is what was told.
  EXPECT_FALSE(Facts(patient).logs(0).log().exercises(0).has_zone());
  EXPECT_FALSE(Facts(patient).logs(0).log().has_morning_zone());
}

TEST_F(LogKindsTest, WhatAClientSaysOfZonesAndTargetsIsIgnored) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Log(patient, R"pb(
                               session_number: 1
                               withdrawn: true
                               superseded_by: "x"
                               morning_zone { level: ZONE_LEVEL_RED rule: "X" }
                               exercises {
                                 exercise: "cat_cow"
                                 zone { level: ZONE_LEVEL_RED rule: "X" }
                                 planned { sets: 99 }
                               }
                             )pb"));
  const v1::SessionLog& log = response.session_log();
  EXPECT_FALSE(log.withdrawn());
  EXPECT_EQ(log.superseded_by(), "");
  EXPECT_EQ(log.morning_zone().rule(), "");
  ASSERT_THAT(log.exercises(), SizeIs(1));
  EXPECT_EQ(log.exercises(0).zone().rule(), "");
  EXPECT_NE(log.exercises(0).planned().sets(), 99);
}

TEST_F(LogKindsTest, TheTargetStandsBesideWhatWasDone) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Session planned = Session(patient, 1).sessions(0);
  v1::SessionLog told;
  told.set_session_number(1);
  for (const v1::SessionItem& item : planned.items()) {
    for (const v1::Dose& dose : item.doses()) {
      v1::ExerciseLog* exercise = told.add_exercises();
      exercise->set_exercise(item.exercise());
      exercise->set_side(dose.side());
      exercise->mutable_done()->set_sets(1);
    }
  }
  v1::ExerciseLog* other = told.add_exercises();
  other->set_exercise("jefferson_curl");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Log(patient, told.ShortDebugString(), 1));
  int next = 0;
  for (const v1::SessionItem& item : planned.items()) {
    for (const v1::Dose& dose : item.doses()) {
      const v1::ExerciseLog& exercise = response.session_log().exercises(next);
      EXPECT_EQ(engine::DeterministicBytes(exercise.planned()),
                engine::DeterministicBytes(dose))
          << item.exercise();
      EXPECT_EQ(exercise.done().sets(), 1);
      ++next;
    }
  }
  EXPECT_FALSE(response.session_log().exercises(next).has_planned())
      << "it was not planned";
  // Also later, when it is listed.
  const auto listed = List(patient, v1::LOG_KIND_SESSION);
  ASSERT_THAT(listed.session_logs(), SizeIs(1));
  EXPECT_EQ(engine::DeterministicBytes(listed.session_logs(0).exercises(0)),
            engine::DeterministicBytes(response.session_log().exercises(0)));
}

TEST_F(LogKindsTest, TheTargetIsThatOfTheRoutineOfItsTime) {
  const std::string patient = NewPatientWithRoutine();
  const v1::SessionItem item = Session(patient, 1).sessions(0).items(0);
  const std::string log =
      absl::StrCat("session_number: 1 exercises { exercise: '", item.exercise(),
                   "' side: ", kv1::Side_Name(item.doses(0).side()), " }");
  // Before anything was planned.
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto early,
      Log(patient, absl::StrCat(log, " session_time ", Time(-5))));
  EXPECT_FALSE(early.session_log().exercises(0).has_planned());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto late, Log(patient, log, 3));
  EXPECT_TRUE(late.session_log().exercises(0).has_planned());
}

TEST_F(LogKindsTest, ASessionTellsBeforehandWhatPainMeans) {
  const std::string patient = NewPatientWithRoutine();
  const v1::GetSessionResponse response = Session(patient, 1);
  std::vector<std::string> ids;
  for (const kv1::PainZone& zone : response.pain_zones()) {
    ids.push_back(zone.id());
    EXPECT_FALSE(zone.plain_when().empty());
    for (const kv1::ZoneAction& action : zone.actions()) {
      EXPECT_FALSE(action.text().empty());
    }
  }
  EXPECT_THAT(
      ids, ElementsAre("Z-01", "Z-02", "Z-03", "Z-04", "Z-05", "Z-06", "Z-07"));
  // Once, however many sessions there are, and not without any.
  Call call = At(0);
  v1::GetSessionRequest request;
  request.set_name(patient + "/routine/sessions/1");
  request.set_count(18);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto all,
                             routines_.GetSession(call, request));
  EXPECT_THAT(Parsed(all).pain_zones(), SizeIs(7));
  request.set_if_revision_differs(response.revision());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto same,
                             routines_.GetSession(call, request));
  EXPECT_THAT(Parsed(same).pain_zones(), IsEmpty());
}

TEST_F(LogKindsTest, AStartedSessionTellsItUnlessTheGateIsClosed) {
  const std::string patient = NewPatientWithRoutine();
  const auto start = [&](const std::string& text) {
    Call call = At(0);
    auto request = ParseText<v1::StartSessionRequest>(text);
    request.set_name(patient + "/routine/sessions/today");
    const auto reply = routines_.StartSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::StartSessionResponse();
  };
  EXPECT_THAT(
      start("recheck { others_denied: true } pain_before: 2").pain_zones(),
      SizeIs(7));
  EXPECT_THAT(start("recheck { answers { red_flag: 'rf_saddle_sensation' "
                    "present: true } }")
                  .pain_zones(),
              IsEmpty());
}

TEST_F(LogKindsTest, ASessionThatReliefReplacedTellsTheZonesOfRelief) {
  const std::string patient = NewPatientWithRoutine();
  const auto read = [&](int hours) {
    Call call = At(hours);
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/1");
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    v1::GetSessionResponse zones;
    if (reply.ok()) *zones.mutable_pain_zones() = Parsed(*reply).pain_zones();
    return engine::DeterministicBytes(zones);
  };
  const std::string usual = read(0);
  Call call = At(0);
  auto request = ParseText<v1::StartSessionRequest>(
      "recheck { others_denied: true } pain_before: 6");
  request.set_name(patient + "/routine/sessions/1");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto started,
                             routines_.StartSession(call, request));
  v1::GetSessionResponse relief;
  *relief.mutable_pain_zones() = Parsed(started).pain_zones();
  EXPECT_EQ(read(1), engine::DeterministicBytes(relief));
  EXPECT_NE(read(1), usual);
  EXPECT_EQ(read(25), usual) << "that of the next day";
}

TEST_F(LogKindsTest, AMorningIsThatOfTheSessionOfTheDayBefore) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Morning(patient, "pain: 1", -3), IsOk());
  ASSERT_THAT(Log(patient, "session_number: 1", 2), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Morning(patient, "pain: 4", 23));
  const v1::Morning& morning = response.morning();
  EXPECT_EQ(morning.name(), patient + "/logs/5");
  EXPECT_EQ(morning.morning_time().seconds(), absl::ToUnixSeconds(At(23).time));
  EXPECT_THAT(morning.sessions(), ElementsAre(1));
  EXPECT_FALSE(morning.expired());
  EXPECT_EQ(morning.zone().rule(), "Z-05");
  EXPECT_EQ(
      List(patient, v1::LOG_KIND_SESSION).session_logs(0).morning_zone().rule(),
      "Z-05");
  EXPECT_THAT(List(patient, v1::LOG_KIND_MORNING).mornings(), SizeIs(2));
  EXPECT_THAT(List(patient, v1::LOG_KIND_UNSPECIFIED).session_logs(),
              SizeIs(1));
}

TEST_F(LogKindsTest, AnAnswerAfterTheDayIsRecordedAndDoesNotCount) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient, "session_number: 1", 2), IsOk());
  // In Berlin it is 10:00 at 0 h, so the day after lasts from 14 h to 38 h.
  const struct {
    int hours;
    bool expired;
  } kRows[] = {{13, true}, {14, false}, {37, false}, {38, true}, {60, true}};
  for (const auto& row : kRows) {
    TONUS_ASSERT_OK_AND_ASSIGN(
        const auto response,
        Morning(patient, "pain: 2 session_number: 1", row.hours));
    EXPECT_EQ(response.morning().expired(), row.expired) << row.hours;
    EXPECT_EQ(response.morning().has_zone(), !row.expired) << row.hours;
  }
  EXPECT_THAT(Facts(patient).mornings(), SizeIs(5));
}

TEST_F(LogKindsTest, AMorningNeedsNoRoutine) {
  const std::string patient = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Morning(patient, "pain: 2", 0));
  EXPECT_FALSE(response.morning().has_zone()) << "no session went before";
  EXPECT_THAT(
      ViolatedFields(Morning(patient, "pain: 2 session_number: 1", 0).status()),
      ElementsAre("morning.session_number"));
}

TEST_F(LogKindsTest, BadMorningsNameEveryField) {
  const std::string patient = NewPatientWithRoutine();
  const struct {
    const char* morning;
    std::vector<std::string> fields;
  } kRows[] = {
      {"", {"morning.pain"}},
      {"pain: 11", {"morning.pain"}},
      {"pain: -1 log_id: '?'", {"morning.log_id", "morning.pain"}},
      {"pain: 1 session_number: -1", {"morning.session_number"}},
      {"pain: 1 session_number: 19", {"morning.session_number"}},
      {"pain: 1 morning_time { seconds: 1767690000 }",
       {"morning.morning_time"}},
  };
  const auto before = Everything();
  for (const auto& row : kRows) {
    EXPECT_EQ(ViolatedFields(Morning(patient, row.morning, 0).status()),
              row.fields)
        << row.morning;
  }
  EXPECT_EQ(Everything(), before);
  EXPECT_THAT(Morning(patient, "sleep_lost: true", 0), IsOk());
}

TEST_F(LogKindsTest, ADayAtHomeHasItsTargetsAndZones) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Session session = Session(patient, 1).sessions(0);
  ASSERT_THAT(session.home_items(), ::testing::Not(IsEmpty()));
  const v1::HomeItem& planned = session.home_items(0);
  const std::string log = absl::StrCat(
      "pain_before: 0 items { times: 2 exercise { exercise: '",
      planned.item().exercise(),
      "' side: ", kv1::Side_Name(planned.item().doses(0).side()),
      " pain_during_max: 6 } } items { exercise { exercise: 'wall_slide' "
      "skip_reason: SKIP_REASON_TIME } }");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Home(patient, log, 5));
  const v1::HomeLog& home = response.home_log();
  EXPECT_EQ(home.name(), patient + "/logs/3");
  EXPECT_EQ(home.items(0).planned_times(), planned.times_per_day());
  EXPECT_EQ(engine::DeterministicBytes(home.items(0).exercise().planned()),
            engine::DeterministicBytes(planned.item().doses(0)));
  EXPECT_EQ(home.items(0).exercise().zone().rule(), "Z-02");
  EXPECT_EQ(home.items(1).planned_times(), 0);
  EXPECT_FALSE(home.items(1).exercise().has_zone());
  EXPECT_EQ(response.gate(), v1::GATE_OK);
  EXPECT_THAT(List(patient, v1::LOG_KIND_HOME).home_logs(), SizeIs(1));
}

TEST_F(LogKindsTest, AStopSymptomAtHomeClosesTheGate) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response,
      Home(patient,
           "items { times: 1 exercise { exercise: 'cat_cow' stop_symptom: "
           "STOP_SYMPTOM_CHEST } }"));
  EXPECT_EQ(response.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(response.notices(), ::testing::Not(IsEmpty()));
  EXPECT_THAT(Session(patient, 1).sessions(), IsEmpty());
}

TEST_F(LogKindsTest, BadDaysAtHomeNameEveryField) {
  const std::string patient = NewPatientWithRoutine();
  const struct {
    const char* log;
    std::vector<std::string> fields;
  } kRows[] = {
      {"", {"home_log.items"}},
      {"items {}", {"home_log.items[0].exercise.exercise"}},
      {"pain_before: 11 items { times: 21 exercise { exercise: 'cat_cow' "
       "pain_during_max: 11 done { sets: 21 load_kg: nan } settled_minutes: -1 "
       "} }",
       {"home_log.pain_before", "home_log.items[0].exercise.pain_during_max",
        "home_log.items[0].exercise.settled_minutes",
        "home_log.items[0].exercise.done.sets",
        "home_log.items[0].exercise.done.load_kg", "home_log.items[0].times"}},
      {"date { year: 2026 month: 1 day: 6 } items { exercise { exercise: "
       "'cat_cow' } }",
       {"home_log.date"}},
      {"date { year: 2026 month: 13 day: 6 } items { exercise { exercise: "
       "'cat_cow' } }",
       {"home_log.date"}},
  };
  const auto before = Everything();
  for (const auto& row : kRows) {
    EXPECT_EQ(ViolatedFields(Home(patient, row.log).status()), row.fields)
        << row.log;
  }
  EXPECT_EQ(Everything(), before);
}

// A-031, A-032: what a morning leads to is in its answer.
TEST_F(LogKindsTest, AMorningTellsWhatItLedTo) {
  constexpr int kDay = 24;
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient, "session_number: 1 completed_pct: 100", 1), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto calm, Morning(patient, "session_number: 1 pain: 2", kDay));
  EXPECT_EQ(calm.gate(), v1::GATE_OK);
  EXPECT_THAT(calm.notices(), IsEmpty());
  ASSERT_THAT(
      Log(patient, "session_number: 2 completed_pct: 100", 2 * kDay + 1),
      IsOk());
  ASSERT_THAT(
      Morning(patient, "session_number: 2 sleep_lost: true pain: 6", 3 * kDay),
      IsOk());
  ASSERT_THAT(
      Log(patient, "session_number: 3 completed_pct: 100", 4 * kDay + 1),
      IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto second,
      Morning(patient, "session_number: 3 sleep_lost: true pain: 6", 5 * kDay));
  EXPECT_EQ(second.gate(), v1::GATE_REFER);
  ASSERT_THAT(second.notices(), Not(IsEmpty()));
  EXPECT_EQ(second.notices(0).subject(), "A-032");
}

TEST_F(LogKindsTest, SelfTestsAndAttemptsAreChecked) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_THAT(Log(patient, R"pb(
                session_number: 1
                attempt: 2
                self_tests { test: "mod_thomas_hip" side: SIDE_LEFT before: 3 }
              )pb"),
              IsOk());
  const auto bad = Log(patient, R"pb(
    session_number: 1
    attempt: 10
    self_tests { test: "somersault" side: SIDE_LEFT before: 3 }
    self_tests { test: "mod_thomas_hip" side: SIDE_MIDLINE before: 900 }
    self_tests { test: "mod_thomas_hip" side: SIDE_LEFT }
  )pb");
  EXPECT_THAT(
      ViolatedFields(bad.status()),
      ElementsAre("session_log.attempt", "session_log.self_tests[0].test",
                  "session_log.self_tests[1].side",
                  "session_log.self_tests[1].before",
                  "session_log.self_tests[2].before"));
}

TEST_F(LogKindsTest, ALogIdIsOneFactWhateverItsKind) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Morning(patient, "log_id: 'x' pain: 2", 1), IsOk());
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             Morning(patient, "log_id: 'x' pain: 2", 40));
  EXPECT_EQ(again.morning().morning_time().seconds(),
            absl::ToUnixSeconds(At(1).time));
  EXPECT_THAT(
      ViolatedFields(Morning(patient, "log_id: 'x' pain: 3", 1).status()),
      ElementsAre("morning.log_id"));
  EXPECT_THAT(
      ViolatedFields(Log(patient, "log_id: 'x' session_number: 1").status()),
      ElementsAre("session_log.log_id"));
  EXPECT_EQ(Everything(), before);
}

}  // namespace
}  // namespace tonus
