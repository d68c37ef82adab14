// SPDX-License-Identifier: Apache-2.0
// A yes at a check-in or at the entry of a relief run that closes no gate but
// asks for caution: it counts at once.

#include <algorithm>
#include <string>

#include "tests/services/override_fixture.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReleasedKnowledge;

constexpr char kCaution[] =
    "others_denied: true "
    "answers { red_flag: 'rf_new_onset_over_55' present: true }";

// Whether it may be done with caution: easy, not to the end of a range, and no
// contract-relax.
bool IsGentle(const v1::SessionItem& item) {
  const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
  return exercise->level() <= 2 &&
         exercise->technique() != knowledge::v1::TECHNIQUE_PNF &&
         std::find(exercise->tags().begin(), exercise->tags().end(),
                   "END_RANGE_STRETCH") == exercise->tags().end();
}

bool IsGentle(const v1::Session& session) {
  return std::all_of(session.items().begin(), session.items().end(),
                     [](const auto& item) { return IsGentle(item); }) &&
         std::all_of(
             session.home_items().begin(), session.home_items().end(),
             [](const v1::HomeItem& home) { return IsGentle(home.item()); });
}

bool IsGentle(const v1::Routine& routine) {
  return std::all_of(
      routine.sessions().begin(), routine.sessions().end(),
      [](const v1::Session& session) { return IsGentle(session); });
}

class RecheckTest : public testing::OverrideFixture {
 protected:
  v1::StartSessionResponse Start(const std::string& patient,
                                 const std::string& recheck,
                                 const std::string& more = "pain_before: 2") {
    Call call = CallOf();
    auto request = ParseText<v1::StartSessionRequest>("recheck { " + recheck +
                                                      " } " + more);
    request.set_name(patient + "/routine/sessions/today");
    const auto reply = routines_.StartSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::StartSessionResponse();
  }

  std::string Today(const std::string& patient) {
    Call call = CallOf();
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/today");
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    const auto response = Parsed(*reply);
    return response.sessions().empty() ? ""
                                       : response.sessions(0).DebugString();
  }
};

TEST_F(RecheckTest, CautionToldAtACheckInHoldsFromThisSessionOn) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine before = RoutineOf(patient);
  ASSERT_FALSE(IsGentle(before.sessions(0)));
  const v1::StartSessionResponse started = Start(patient, kCaution);
  EXPECT_EQ(started.gate(), v1::GATE_OK);
  EXPECT_THAT(started.rules(), IsEmpty());
  EXPECT_THAT(started.session().items(), Not(IsEmpty()));
  EXPECT_TRUE(IsGentle(started.session())) << started.DebugString();
  EXPECT_EQ(started.session().number(), 1);
  EXPECT_EQ(started.session().revision(), 3);
  EXPECT_EQ(started.session().name(), patient + "/routine/sessions/1");
  EXPECT_EQ(Today(patient), started.session().DebugString());
  const v1::Routine after = RoutineOf(patient);
  EXPECT_EQ(after.revision(), 3);
  EXPECT_TRUE(IsGentle(after));
  EXPECT_EQ(after.start_date().DebugString(),
            before.start_date().DebugString());
  bool told = false;
  for (const v1::SafetyNotice& notice : after.notices()) {
    told = told || notice.subject() == "rf_new_onset_over_55";
  }
  EXPECT_TRUE(told);
  ExpectRebuilt(patient);

  // Told again it is nothing new.
  Start(patient, kCaution);
  EXPECT_EQ(RoutineOf(patient).revision(), 3);
}

TEST_F(RecheckTest, WhatIsFittedToTheDayIsGentleToo) {
  const std::string patient = NewPatientWithRoutine();
  const v1::StartSessionResponse started =
      Start(patient, kCaution,
            "pain_before: 2 minutes_today: 15 equipment_today { equipment: "
            "'none' }");
  EXPECT_LE(started.session().total_minutes(), 15);
  EXPECT_THAT(started.session().items(), Not(IsEmpty()));
  EXPECT_TRUE(IsGentle(started.session()));
}

TEST_F(RecheckTest, DenialsChangeNothing) {
  const std::string patient = NewPatientWithRoutine();
  Start(patient,
        "others_denied: true "
        "answers { red_flag: 'rf_new_onset_over_55' present: false }");
  EXPECT_EQ(RoutineOf(patient).revision(), 2);
}

TEST_F(RecheckTest, CautionWaitsForNoReview) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      Set(patient, "policy { policy: 'routine_changes' choice: 'review' }"),
      IsOk());
  EXPECT_TRUE(IsGentle(Start(patient, kCaution).session()));
  EXPECT_TRUE(IsGentle(RoutineOf(patient)));
  Call call = CallOf();
  v1::ListProposalsRequest list;
  list.set_parent(patient);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto proposals,
                             routines_.ListProposals(call, list));
  EXPECT_THAT(proposals.proposals(), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(RecheckTest, CautionToldAtAReliefRunHoldsForTheRoutineToo) {
  const std::string patient = NewPatientWithRoutine();
  Call call = CallOf();
  auto request = ParseText<v1::RunReliefRequest>(
      std::string("request_id: 'a' begin { pain: 5 recheck { ") + kCaution +
      " } }");
  request.set_name(patient);
  ASSERT_THAT(routines_.RunRelief(call, request), IsOk());
  EXPECT_EQ(RoutineOf(patient).revision(), 3);
  EXPECT_TRUE(IsGentle(RoutineOf(patient)));
  ExpectRebuilt(patient);
}

TEST_F(RecheckTest, ACorrectionReplaysWhatWasToldAtACheckIn) {
  const std::string patient = NewPatientWithRoutine();
  Start(patient, kCaution);
  Call call = CallOf();
  v1::AmendAssessmentRequest request;
  request.set_name(patient + "/assessments/2");
  request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
  *request.mutable_assessment() = DeskWorker();
  request.mutable_assessment()->mutable_results(0)->set_value(12);
  ASSERT_THAT(assessments_.AmendAssessment(call, request), IsOk());
  EXPECT_TRUE(IsGentle(RoutineOf(patient)));
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
