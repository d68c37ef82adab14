// SPDX-License-Identifier: Apache-2.0
// Corrections of what was logged.

#include <string>
#include <vector>

#include "tests/services/log_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr char kReason[] = " reason: AMENDMENT_REASON_ENTRY_ERROR ";
constexpr char kStopped[] =
    "session_number: 1 exercises { exercise: 'cat_cow' stop_symptom: "
    "STOP_SYMPTOM_CHEST }";

class AmendLogTest : public testing::LogFixture {
 protected:
  // The name of the log.
  std::string Logged(const std::string& patient, const std::string& log,
                     int hours = 1) {
    const auto response = Log(patient, log, hours);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->session_log().name() : "";
  }

  static std::string Entry(const std::string& log) {
    return absl::StrCat("entry { session_log { ", log, " } }", kReason);
  }
};

TEST_F(AmendLogTest, ACorrectionTakesThePlaceOfTheLog) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log =
      Logged(patient, "log_id: 'a' session_number: 1 completed_pct: 10 rpe: 4");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response,
      Amend(log, Entry("session_number: 1 completed_pct: 100 rpe: 4")));
  const v1::SessionLog& corrected = response.entry().session_log();
  EXPECT_EQ(corrected.name(), patient + "/logs/4");
  EXPECT_EQ(corrected.completed_pct(), 100);
  EXPECT_EQ(corrected.log_id(), "a") << "what names it stays";
  EXPECT_EQ(corrected.session_time().seconds(), absl::ToUnixSeconds(At(1).time))
      << "and so does its time";
  EXPECT_EQ(response.gate(), v1::GATE_OK);
  const auto facts = Facts(patient);
  ASSERT_THAT(facts.logs(), SizeIs(1));
  EXPECT_EQ(facts.logs(0).log().completed_pct(), 100);
}

TEST_F(AmendLogTest, WhatWasCorrectedIsListedOnDemand) {
  const std::string patient = NewPatientWithRoutine();
  const std::string first = Logged(patient, "session_number: 1 rpe: 4");
  const std::string second = Logged(patient, "session_number: 2 rpe: 5", 49);
  ASSERT_THAT(Amend(first, Entry("session_number: 1 rpe: 6")), IsOk());
  ASSERT_THAT(Amend(second, absl::StrCat("withdraw: true", kReason)), IsOk());
  const auto in_force = List(patient, v1::LOG_KIND_SESSION);
  ASSERT_THAT(in_force.session_logs(), SizeIs(1));
  EXPECT_EQ(in_force.session_logs(0).rpe(), 6);
  const auto all = List(patient, v1::LOG_KIND_SESSION, true);
  ASSERT_THAT(all.session_logs(), SizeIs(3));
  EXPECT_EQ(all.session_logs(0).name(), patient + "/logs/5");
  EXPECT_TRUE(all.session_logs(1).withdrawn());
  EXPECT_EQ(all.session_logs(1).amendment_reason(),
            v1::AMENDMENT_REASON_ENTRY_ERROR);
  EXPECT_EQ(all.session_logs(2).superseded_by(), patient + "/logs/5");
  EXPECT_EQ(all.session_logs(2).rpe(), 4) << "as it was recorded";
}

TEST_F(AmendLogTest, AWithdrawnLogLeavesNothing) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Logged(patient, "log_id: 'a' session_number: 1");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response, Amend(log, absl::StrCat("withdraw: true", kReason)));
  EXPECT_TRUE(response.entry().session_log().withdrawn());
  EXPECT_EQ(response.entry().session_log().name(), log);
  EXPECT_THAT(Facts(patient).logs(), IsEmpty());
  // Nor does the same log when it arrives once more.
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             Log(patient, "log_id: 'a' session_number: 1", 9));
  EXPECT_TRUE(again.session_log().withdrawn());
  EXPECT_EQ(Everything(), before);
}

TEST_F(AmendLogTest, ACorrectionGivesWhatTheRightLogWouldHaveGiven) {
  const std::string right =
      "log_id: 'a' session_number: 1 completed_pct: 90 session_time " + Time(2);
  const std::string wrong =
      "log_id: 'a' session_number: 2 rpe: 9 session_time " + Time(3);
  const std::string straight = NewPatientWithRoutine();
  Logged(straight, right, 5);
  const std::string corrected = NewPatientWithRoutine();
  const std::string log = Logged(corrected, wrong, 5);
  ASSERT_THAT(Amend(log, Entry(right)), IsOk());
  EXPECT_EQ(engine::DeterministicBytes(Facts(straight)),
            engine::DeterministicBytes(Facts(corrected)));
}

TEST_F(AmendLogTest, ACorrectionGoesBackToTheRoutineOfThen) {
  const std::string patient = NewPatientWithRoutine();
  const auto easy = [](int session) {
    return absl::StrCat("session_number: ", session,
                        " exercises { exercise: 'kneeling_hip_flexor' ease: 3 "
                        "}");
  };
  TONUS_ASSERT_OK_AND_ASSIGN(const auto before, log_.ReadState(RefOf(patient)));
  Logged(patient, easy(1), 1);
  const std::string second = Logged(patient, easy(2), 50);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto changed,
                             log_.ReadState(RefOf(patient)));
  EXPECT_EQ(changed.head().routine_revision(), 4) << "stretches were stopped";
  ASSERT_THAT(Amend(second, Entry("session_number: 2 exercises { exercise: "
                                  "'kneeling_hip_flexor' ease: 6 }")),
              IsOk());
  // The stretches are back: the routine is what it was at first.
  TONUS_ASSERT_OK_AND_ASSIGN(const auto after, log_.ReadState(RefOf(patient)));
  EXPECT_EQ(after.head().routine_revision(), 5);
  TONUS_ASSERT_OK_AND_ASSIGN(
      std::string first_bytes,
      log_.records().ReadRoutine(RefOf(patient),
                                 before.head().routine_revision()));
  TONUS_ASSERT_OK_AND_ASSIGN(std::string last_bytes,
                             log_.records().ReadRoutine(RefOf(patient), 5));
  v1::Routine first;
  v1::Routine last;
  ASSERT_TRUE(first.ParseFromString(first_bytes));
  ASSERT_TRUE(last.ParseFromString(last_bytes));
  ASSERT_EQ(first.sessions_size(), last.sessions_size());
  for (int i = 0; i < first.sessions_size(); ++i) {
    EXPECT_EQ(first.sessions(i).items_size(), last.sessions(i).items_size());
  }
}

TEST_F(AmendLogTest, MorningsAndDaysAtHomeAreCorrectedToo) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto morning,
                             Morning(patient, "pain: 9", 1));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto home,
      Home(patient, "items { times: 9 exercise { exercise: 'cat_cow' } }", 2));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto right,
      Amend(morning.morning().name(),
            absl::StrCat("entry { morning { pain: 1 } }", kReason)));
  EXPECT_EQ(right.entry().morning().pain(), 1);
  ASSERT_THAT(
      Amend(home.home_log().name(), absl::StrCat("withdraw: true", kReason)),
      IsOk());
  const auto facts = Facts(patient);
  ASSERT_THAT(facts.mornings(), SizeIs(1));
  EXPECT_EQ(facts.mornings(0).morning().pain(), 1);
  EXPECT_THAT(facts.home_logs(), IsEmpty());
  EXPECT_THAT(ViolatedFields(Amend(right.entry().morning().name(),
                                   Entry("session_number: 1"))
                                 .status()),
              ElementsAre("entry"))
      << "of another kind";
}

TEST_F(AmendLogTest, OnlyWhatIsInForceIsCorrected) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Logged(patient, "session_number: 1 rpe: 4");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto second,
                             Amend(log, Entry("session_number: 1 rpe: 5")));
  const auto again = Amend(log, Entry("session_number: 1 rpe: 6"));
  EXPECT_EQ(ReasonOf(again.status()), "LOG_SUPERSEDED");
  const std::string name = second.entry().session_log().name();
  EXPECT_THAT(
      ViolatedFields(Amend(name, Entry("session_number: 1 rpe: 5")).status()),
      ElementsAre("entry"))
      << "nothing to correct";
  ASSERT_THAT(Amend(name, Entry("session_number: 1 rpe: 6")), IsOk());
  const std::string third = patient + "/logs/5";
  ASSERT_THAT(Amend(third, absl::StrCat("withdraw: true", kReason)), IsOk());
  EXPECT_EQ(ReasonOf(Amend(third, Entry("session_number: 1")).status()),
            "LOG_WITHDRAWN");
  for (const char* other : {"/logs/2", "/logs/99"}) {
    EXPECT_THAT(Amend(patient + other, Entry("session_number: 1")),
                StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST_F(AmendLogTest, BadCorrectionsNameEveryField) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Logged(patient, "log_id: 'a' session_number: 1");
  const struct {
    std::string request;
    std::vector<std::string> fields;
  } kRows[] = {
      {"", {"reason", "entry"}},
      {absl::StrCat("entry {}", kReason), {"entry"}},
      {Entry("session_number: 1 rpe: 11"), {"entry.session_log.rpe"}},
      {absl::StrCat("withdraw: true ", Entry("session_number: 1")), {"entry"}},
      {Entry("log_id: 'b' session_number: 1"), {"entry"}},
      {Entry("session_number: 19"), {"entry.session_number"}},
  };
  const auto before = Everything();
  for (const auto& row : kRows) {
    EXPECT_EQ(ViolatedFields(Amend(log, row.request).status()), row.fields)
        << row.request;
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(AmendLogTest, AYesIsNeverTakenBackByTheWay) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Logged(patient, kStopped);
  const std::string without = Entry("session_number: 1");
  const std::string flag = "rf_chest_pain_dyspnoea";
  const std::string named =
      absl::StrCat(without, "retracted_red_flags: '", flag, "'");
  EXPECT_EQ(ReasonOf(Amend(log, without).status()), "RED_FLAG_RETRACTION");
  EXPECT_EQ(
      ReasonOf(Amend(log, absl::StrCat("withdraw: true", kReason)).status()),
      "RED_FLAG_RETRACTION");
  EXPECT_EQ(
      ReasonOf(Amend(log, absl::StrCat(Entry(absl::StrCat(kStopped, " rpe: 3")),
                                       "retracted_red_flags: '", flag, "'"))
                   .status()),
      "RED_FLAG_RETRACTION")
      << "it is not taken back";
  const auto by_patient = Amend(log, named, 100, v1::ROLE_PATIENT);
  EXPECT_EQ(ReasonOf(by_patient.status()), "CLINICIAN_REQUIRED");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(log, named));
  EXPECT_EQ(response.gate(), v1::GATE_OK) << "it was a mistake";
  EXPECT_EQ(Facts(patient).logs(0).log().exercises_size(), 0);
}

// a symptom of a nerve that lasts for days.
TEST_F(AmendLogTest, OnlyAClinicianTakesBackWhatClosesTheGate) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log =
      Logged(patient,
             "session_number: 1 exercises { exercise: 'cat_cow' neuro_symptom: "
             "true settled_minutes: 3000 }");
  ASSERT_EQ(RoutineOf(patient).gate(), v1::GATE_REFER);
  const std::string right = Entry("session_number: 1");
  EXPECT_EQ(ReasonOf(Amend(log, right, 100, v1::ROLE_PATIENT).status()),
            "CLINICIAN_REQUIRED");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(log, right));
  EXPECT_EQ(response.gate(), v1::GATE_OK);
}

TEST_F(AmendLogTest, OnlyAClinicianWithdrawsWhatClosesTheGate) {
  const struct {
    const char* log;
    v1::Gate gate;
    const char* withdrawal;
  } kRows[] = {
      {kStopped, v1::GATE_STOP_AND_REFER_URGENT,
       "withdraw: true retracted_red_flags: 'rf_chest_pain_dyspnoea'"},
      {"session_number: 1 exercises { exercise: 'cat_cow' neuro_symptom: true "
       "settled_minutes: 3000 }",
       v1::GATE_REFER, "withdraw: true"},
  };
  for (const auto& row : kRows) {
    const std::string patient = NewPatientWithRoutine();
    const std::string log = Logged(patient, row.log);
    ASSERT_EQ(RoutineOf(patient).gate(), row.gate);
    const std::string withdrawal = absl::StrCat(row.withdrawal, kReason);
    for (const v1::Role role : {v1::ROLE_SERVICE, v1::ROLE_PATIENT}) {
      EXPECT_EQ(ReasonOf(Amend(log, withdrawal, 100, role).status()),
                "CLINICIAN_REQUIRED");
      EXPECT_EQ(RoutineOf(patient).gate(), row.gate);
    }
    TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(log, withdrawal));
    EXPECT_EQ(response.gate(), v1::GATE_OK);
  }
}

TEST_F(AmendLogTest, AYesThatWasForgottenClosesTheGate) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Logged(patient, "session_number: 1");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response, Amend(log, Entry(kStopped), 100, v1::ROLE_PATIENT));
  EXPECT_EQ(response.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(response.notices(), ::testing::Not(IsEmpty()));
}

TEST_F(AmendLogTest, NobodyElsesLog) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Logged(patient, "session_number: 1");
  Call call = At(5);
  call.principal.tenant = "other";
  v1::AmendLogRequest request;
  request.set_name(log);
  request.set_withdraw(true);
  request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
  EXPECT_THAT(progress_.AmendLog(call, request),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tonus
