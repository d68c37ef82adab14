// SPDX-License-Identifier: Apache-2.0
// What was logged reaches a clinician when it is told, however long ago it was.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;

constexpr int kDay = 24;
constexpr char kSymptom[] =
    " exercises { exercise: 'glute_bridge' side: SIDE_LEFT neuro_symptom: true "
    "}";
constexpr char kLasting[] =
    " exercises { exercise: 'glute_bridge' side: SIDE_LEFT neuro_symptom: true "
    "settled_minutes: 2000 }";

class LateLogTest : public testing::AlertFixture {
 protected:
  // A session that was done on `day`, told at `hours`; returns its name.
  std::string Tell(const std::string& patient, int number, int day, int hours,
                   const std::string& more) {
    const auto log = Log(patient,
                         absl::StrCat("session_number: ", number,
                                      " completed_pct: 90 session_time ",
                                      Time(kDay * day + 1), " ", more),
                         hours);
    EXPECT_THAT(log, IsOk());
    return log.ok() ? log->session_log().name() : "";
  }

  void RecordPain(const std::string& patient, int pain) {
    Call call = At(0);
    v1::RecordOutcomeRequest request;
    request.set_parent(patient);
    request.add_measures()->set_measure("nrs_avg");
    request.mutable_measures(0)->set_total(pain);
    EXPECT_THAT(progress_.RecordOutcome(call, request), IsOk());
  }

  // A session that was done on its day and told at `hours`.
  v1::LogSessionResponse Hurt(const std::string& patient, int number, int pain,
                              int hours, bool has_symptom = false) {
    const auto log =
        Log(patient,
            absl::StrCat("session_number: ", number, " completed_pct: 90 ",
                         "session_time ", Time(2 * kDay * (number - 1) + 1),
                         " pain_before: ", pain,
                         has_symptom ? " exercises { exercise: 'glute_bridge' "
                                       "stop_symptom: STOP_SYMPTOM_WEAKNESS }"
                                     : ""),
            hours);
    EXPECT_THAT(log, IsOk());
    return log.value_or(v1::LogSessionResponse());
  }

  std::vector<v1::Alert> OfRule(const std::string& patient,
                                const std::string& rule, int hours) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (alert.rule() == rule) found.push_back(alert);
    }
    return found;
  }

  // Whether the person is told of the rule when they tell something else.
  bool IsNotice(const std::string& patient, const std::string& rule,
                int hours) {
    const auto home = Home(
        patient, "items { times: 1 exercise { exercise: 'cat_cow' } }", hours);
    EXPECT_THAT(home, IsOk());
    return absl::c_any_of(home->notices(), [&](const v1::SafetyNotice& notice) {
      return notice.subject() == rule;
    });
  }
};

TEST_F(LateLogTest, ASymptomReachesAClinicianHoweverLateItIsTold) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, 1, 0, 120 * kDay, kSymptom);
  EXPECT_THAT(OfRule(patient, "A-040", 120 * kDay + 1), SizeIs(1));
  EXPECT_TRUE(IsNotice(patient, "A-040", 120 * kDay + 1));
  EXPECT_FALSE(IsNotice(patient, "A-040", 211 * kDay));
  ExpectRebuilt(patient);
}

TEST_F(LateLogTest, ASymptomThatIsToldTwiceIsOneAlert) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, 1, 0, 120 * kDay, kSymptom);
  const auto alerts = OfRule(patient, "A-040", 120 * kDay + 1);
  ASSERT_THAT(alerts, SizeIs(1));
  ASSERT_THAT(Acknowledge(alerts[0].name(), 120 * kDay + 2), IsOk());
  Tell(patient, 1, 0, 130 * kDay, kSymptom);
  EXPECT_THAT(OfRule(patient, "A-040", 130 * kDay + 1), IsEmpty());
}

TEST_F(LateLogTest, ARiseOfPainReachesAClinicianWhenItIsTold) {
  const std::string patient = NewPatientWithRoutine();
  RecordPain(patient, 3);
  for (int number = 1; number <= 3; ++number) {
    Tell(patient, number, 2 * number - 2, 40 * kDay + number, "pain_before: 5");
  }
  EXPECT_THAT(OfRule(patient, "A-033", 40 * kDay + 5), SizeIs(1));
  EXPECT_TRUE(IsNotice(patient, "A-033", 54 * kDay));
  EXPECT_FALSE(IsNotice(patient, "A-033", 56 * kDay));
}

// Sessions 1, 4 and 7 hurt and those between did not: as long as only the three
// are known, pain has risen.
TEST_F(LateLogTest, WhatClosedForWantOfAnEarlierLogOpensWithIt) {
  for (const bool has_symptom : {false, true}) {
    const std::string patient = NewPatientWithRoutine();
    RecordPain(patient, 3);
    const int hours = 20 * kDay;
    for (const int number : {1, 4, 7}) {
      const auto log = Hurt(patient, number, /*pain=*/7, hours + number,
                            has_symptom && number == 4);
      EXPECT_EQ(log.gate() == v1::GATE_OK, number < (has_symptom ? 4 : 7))
          << number;
    }
    EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());
    for (const int number : {2, 3, 5}) {
      Hurt(patient, number, /*pain=*/1, hours + 10 + number);
    }
    EXPECT_NE(RoutineOf(patient).gate(), v1::GATE_OK) << "6 is not known";
    const auto last = Hurt(patient, 6, /*pain=*/1, hours + 16);
    // A symptom closes in any order.
    EXPECT_EQ(last.gate() == v1::GATE_OK, !has_symptom);
    EXPECT_EQ(RoutineOf(patient).gate(), last.gate());
    EXPECT_EQ(RoutineOf(patient).sessions().empty(), has_symptom);
    EXPECT_THAT(OfRule(patient, "A-033", hours + 17), IsEmpty());
    ExpectRebuilt(patient);
  }
}

// The clearance was given without knowing of it.
TEST_F(LateLogTest, WhatIsToldAfterAClearanceIsNotCleared) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, 1, 0, 2, kLasting);
  ASSERT_THAT(OfRule(patient, "A-042", 3), SizeIs(1));
  Call call = At(5 * kDay);
  v1::RecordClearanceRequest request;
  request.set_name(patient);
  request.mutable_clearance()->set_subject("A-042");
  request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
  ASSERT_THAT(patients_.RecordClearance(call, request), IsOk());
  EXPECT_THAT(OfRule(patient, "A-042", 5 * kDay + 1), IsEmpty());
  Tell(patient, 2, 2, 8 * kDay, kLasting);
  EXPECT_THAT(OfRule(patient, "A-042", 8 * kDay + 1), SizeIs(1));
  ExpectRebuilt(patient);
}

TEST_F(LateLogTest, NeitherIsAStopSymptom) {
  constexpr char kFlag[] = "rf_chest_pain_dyspnoea";
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, kFlag, 3 * kDay);
  Call call = At(5 * kDay);
  v1::RecordClearanceRequest request;
  request.set_name(patient);
  request.mutable_clearance()->set_subject(kFlag);
  request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
  ASSERT_THAT(patients_.RecordClearance(call, request), IsOk());
  const auto urgent = [&](int hours) {
    return absl::c_count_if(Alerts(patient, hours), [&](const auto& alert) {
      return alert.red_flag() == kFlag;
    });
  };
  ASSERT_EQ(urgent(5 * kDay + 1), 0);
  Tell(patient, 1, 0, 8 * kDay,
       "exercises { exercise: 'glute_bridge' stop_symptom: STOP_SYMPTOM_CHEST "
       "}");
  EXPECT_EQ(urgent(8 * kDay + 1), 1);
  EXPECT_TRUE(IsNotice(patient, kFlag, 8 * kDay + 1));
}

TEST_F(LateLogTest, ACorrectionThatTellsNothingNewIsNotToldAnew) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Tell(patient, 1, 0, 2, kSymptom);
  ASSERT_THAT(
      Amend(log,
            absl::StrCat("reason: AMENDMENT_REASON_ENTRY_ERROR entry { "
                         "session_log { session_number: 1 completed_pct: 80 "
                         "session_time ",
                         Time(1), kSymptom, " } }"),
            80 * kDay),
      IsOk());
  EXPECT_FALSE(IsNotice(patient, "A-040", 92 * kDay));
  EXPECT_FALSE(Facts(patient).logs(0).has_told_date());
}

TEST_F(LateLogTest, ASymptomThatACorrectionTellsIsToldThen) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = Tell(patient, 1, 0, 2, "");
  ASSERT_THAT(
      Amend(log,
            absl::StrCat("reason: AMENDMENT_REASON_ENTRY_ERROR entry { "
                         "session_log { session_number: 1 completed_pct: 90 "
                         "session_time ",
                         Time(1), kSymptom, " } }"),
            120 * kDay),
      IsOk());
  EXPECT_THAT(OfRule(patient, "A-040", 120 * kDay + 1), SizeIs(1));
}

// The same log without an id, sent again on another day, is the same fact.
TEST_F(LateLogTest, WhatIsToldAgainWasToldFirst) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, 1, 0, 5 * kDay, "");
  const auto facts = Facts(patient);
  Tell(patient, 1, 0, 9 * kDay, "");
  ASSERT_THAT(Facts(patient).logs(), SizeIs(1));
  EXPECT_EQ(Facts(patient).logs(0).told_date().day(), 10);
}

}  // namespace
}  // namespace tonus
