// SPDX-License-Identifier: Apache-2.0
// What tests of a running block share: sessions done day by day, a gate that
// closes and opens, and what is read on a day.

#ifndef TONUS_TESTS_SERVICES_BLOCK_FIXTURE_H_
#define TONUS_TESTS_SERVICES_BLOCK_FIXTURE_H_

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "services/engine/dose.h"
#include "services/engine/facts.h"
#include "tests/services/log_fixture.h"

namespace tonus::testing {

inline constexpr char kFlag[] = "rf_dvt_signs";
// Days of the sessions of the first two weeks.
inline constexpr int kDays[] = {0, 2, 4, 7, 9, 11};

class BlockFixture : public LogFixture {
 protected:
  static Call On(int day) { return At(24 * day); }

  static absl::CivilDay Date(int day) {
    return absl::ToCivilDay(On(day).time, absl::UTCTimeZone());
  }

  v1::Routine Routine(const std::string& patient, int day) {
    Call call = On(day);
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).routine() : v1::Routine();
  }

  v1::Session Session(const std::string& patient, const std::string& which,
                      int day) {
    Call call = On(day);
    v1::GetSessionRequest request;
    request.set_name(absl::StrCat(patient, "/routine/sessions/", which));
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    const v1::GetSessionResponse response =
        reply.ok() ? Parsed(*reply) : v1::GetSessionResponse();
    return response.sessions().empty() ? v1::Session() : response.sessions(0);
  }

  v1::Progress Progress(const std::string& patient, int day) {
    Call call = On(day);
    v1::GetProgressRequest request;
    request.set_name(patient + "/progress");
    const auto reply = progress_.GetProgress(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.value_or(v1::Progress());
  }

  // The session of that day is done whole, and all of it felt far too easy.
  void DoNext(const std::string& patient, int day) {
    const v1::Session session = Session(patient, "today", day);
    v1::LogSessionRequest request;
    request.set_parent(patient);
    v1::SessionLog& log = *request.mutable_session_log();
    log = ParseText<v1::SessionLog>(
        "completed_pct: 100 rpe: 5 pain_before: 1 pain_after: 1 "
        "pain_next_morning: 1");
    log.set_session_number(session.number());
    for (const v1::SessionItem& item : session.items()) {
      v1::ExerciseLog& exercise = *log.add_exercises();
      exercise = ParseText<v1::ExerciseLog>(
          "completed_pct: 100 pain_during_max: 1 difficulty: -2");
      exercise.set_exercise(item.exercise());
    }
    Call call = On(day);
    ASSERT_THAT(progress_.LogSession(call, request), IsOk());
  }

  // A patient who did the first `sessions` on their days.
  std::string NewPatientAfter(int sessions) {
    const std::string patient = NewPatientWithRoutine();
    for (int i = 0; i < sessions; ++i) DoNext(patient, kDays[i]);
    return patient;
  }

  // Before a session something urgent is told.
  void TellFlag(const std::string& patient, int day) {
    Call call = On(day);
    auto request = ParseText<v1::StartSessionRequest>(
        "pain_before: 1 recheck { others_denied: true }");
    request.set_name(patient + "/routine/sessions/today");
    v1::RedFlagAnswer& answer = *request.mutable_recheck()->add_answers();
    answer.set_red_flag(kFlag);
    answer.set_present(true);
    ASSERT_THAT(routines_.StartSession(call, request), IsOk());
    const v1::Routine closed = Routine(patient, day);
    EXPECT_NE(closed.gate(), v1::GATE_OK);
    EXPECT_THAT(closed.sessions(), ::testing::IsEmpty());
  }

  void Clear(const std::string& patient, int day,
             const std::string& subject = kFlag) {
    Call call = On(day);
    v1::RecordClearanceRequest request;
    request.set_name(patient);
    request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
    request.mutable_clearance()->set_subject(subject);
    const auto reply = patients_.RecordClearance(call, request);
    ASSERT_THAT(reply, IsOk());
  }

  static std::vector<std::string> RulesOf(const v1::Session& session) {
    std::vector<std::string> rules;
    for (const v1::AppliedAdaptation& applied : session.adaptations()) {
      if (applied.exercise().empty()) rules.push_back(applied.rule());
    }
    return rules;
  }

  // Seconds of each exercise on its longer side.
  static std::map<std::string, int> SecondsIn(const v1::Session& session) {
    const engine::Knowledge& knowledge = ReleasedKnowledge();
    std::map<std::string, int> seconds;
    for (const v1::SessionItem& item : session.items()) {
      for (const v1::Dose& dose : item.doses()) {
        int& most = seconds[item.exercise()];
        most =
            std::max(most, engine::DoseSeconds(
                               knowledge.pack().session(),
                               *knowledge.FindExercise(item.exercise()), dose));
      }
    }
    return seconds;
  }

  // What is in `session` and was done in an earlier one is no more than it was
  // at most.
  void ExpectNothingHarder(const std::string& patient,
                           const v1::Session& session, int day) {
    std::map<std::string, int> reached;
    for (int number = 1; number < session.number(); ++number) {
      for (const auto& [exercise, seconds] :
           SecondsIn(Session(patient, absl::StrCat(number), day))) {
        reached[exercise] = std::max(reached[exercise], seconds);
      }
    }
    int shared = 0;
    for (const auto& [exercise, seconds] : SecondsIn(session)) {
      const auto before = reached.find(exercise);
      if (before == reached.end()) continue;
      ++shared;
      EXPECT_LE(seconds, before->second) << exercise;
    }
    EXPECT_GE(shared, 4);
  }
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_BLOCK_FIXTURE_H_
