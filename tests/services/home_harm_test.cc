// SPDX-License-Identifier: Apache-2.0
// Harm told of a day at home: the routine, the answer and the alerts that
// follow.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;

namespace kv1 = knowledge::v1;

class HomeHarmTest : public testing::AlertFixture {
 protected:
  // The exercise of the first item that is planned at home.
  std::string Planned(const std::string& patient) {
    const v1::Routine routine = RoutineOf(patient);
    EXPECT_THAT(routine.sessions(0).home_items(), Not(IsEmpty()));
    return routine.sessions(0).home_items(0).item().exercise();
  }

  static std::string Told(const std::string& exercise,
                          const std::string& more) {
    return absl::StrCat("log_id: 'h1' items { times: 1 exercise { exercise: '",
                        exercise, "' ", more, " } }");
  }

  // Alerts of what was logged, beside those of tests that are due.
  std::vector<v1::Alert> LoggedAlerts(const std::string& patient, int hours) {
    std::vector<v1::Alert> logged;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (!alert.rule().empty()) logged.push_back(alert);
    }
    return logged;
  }

  static bool Has(const v1::Session& session, const std::string& exercise) {
    return absl::c_any_of(session.items(),
                          [&](const v1::SessionItem& item) {
                            return item.exercise() == exercise;
                          }) ||
           absl::c_any_of(session.home_items(), [&](const v1::HomeItem& home) {
             return home.item().exercise() == exercise;
           });
  }
};

TEST_F(HomeHarmTest, WhatHurtTooMuchIsLeftOutAtOnceAndAtHome) {
  const std::string patient = NewPatientWithRoutine();
  const std::string exercise = Planned(patient);
  ASSERT_THAT(Home(patient, Told(exercise, "pain_during_max: 9"), 1), IsOk());
  const v1::Routine routine = RoutineOf(patient);
  for (int i : {0, 1}) {
    const v1::Session& session = routine.sessions(i);
    EXPECT_FALSE(Has(session, exercise)) << i;
    ASSERT_THAT(session.adaptations(), Not(IsEmpty()));
    EXPECT_EQ(session.adaptations(0).rule(), "A-020");
    EXPECT_THAT(session.adaptations(0).home_logs(), ElementsAre("h1"));
  }
  ExpectRebuilt(patient);
}

TEST_F(HomeHarmTest, ASymptomOfANerveIsToldInTheAnswerAndIsOneAlert) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response,
      Home(patient, Told("clamshell", "neuro_symptom: true"), 1));
  EXPECT_EQ(response.gate(), v1::GATE_OK);
  EXPECT_THAT(response.notices(),
              Contains(Property(&v1::SafetyNotice::subject, "A-040")));
  const auto alerts = LoggedAlerts(patient, 2);
  ASSERT_THAT(alerts, SizeIs(1)) << "no side was told";
  EXPECT_EQ(alerts[0].rule(), "A-040");
  EXPECT_EQ(alerts[0].side(), kv1::SIDE_UNSPECIFIED);
  EXPECT_THAT(alerts[0].home_logs(), ElementsAre("h1"));
}

TEST_F(HomeHarmTest, OneSymptomOnASideIsThatOfTheSide) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Home(patient,
                   Told("clamshell", "neuro_symptom: true side: SIDE_LEFT"), 1),
              IsOk());
  const auto alerts = LoggedAlerts(patient, 2);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].side(), kv1::SIDE_LEFT);
}

TEST_F(HomeHarmTest, ALogWithoutASideIsOneAlert) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient,
                  "session_number: 1 completed_pct: 100 exercises { exercise: "
                  "'clamshell' neuro_symptom: true }",
                  1),
              IsOk());
  EXPECT_THAT(LoggedAlerts(patient, 2), SizeIs(1));
}

TEST_F(HomeHarmTest, OneExerciseInASessionAndAtHomeIsOneAlert) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient,
                  "session_number: 1 completed_pct: 100 exercises { exercise: "
                  "'clamshell' side: SIDE_LEFT neuro_symptom: true }",
                  1),
              IsOk());
  ASSERT_THAT(Home(patient, Told("clamshell", "neuro_symptom: true"), 2),
              IsOk());
  int alerts = 0;
  for (const v1::Alert& alert : LoggedAlerts(patient, 3)) {
    if (alert.rule() != "A-040") continue;
    ++alerts;
    EXPECT_THAT(alert.sessions(), SizeIs(1));
    EXPECT_THAT(alert.home_logs(), SizeIs(1));
    EXPECT_EQ(alert.side(), knowledge::v1::SIDE_UNSPECIFIED);
  }
  EXPECT_EQ(alerts, 1);
}

TEST_F(HomeHarmTest, ASymptomThatLastsClosesTheGateUntilItIsWithdrawn) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response,
      Home(patient,
           Told("clamshell", "neuro_symptom: true settled_minutes: 3000"), 1));
  EXPECT_EQ(response.gate(), v1::GATE_REFER);
  EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());
  ASSERT_THAT(Amend(response.home_log().name(),
                    "withdraw: true reason: AMENDMENT_REASON_ENTRY_ERROR", 2),
              IsOk());
  EXPECT_THAT(RoutineOf(patient).sessions(), Not(IsEmpty()));
  EXPECT_THAT(LoggedAlerts(patient, 3), IsEmpty());
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
