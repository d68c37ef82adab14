// SPDX-License-Identifier: Apache-2.0
// Under review, whatever is told names the proposal that it led to.
#include <map>
#include <string>
#include <vector>

#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::tonus::testing::IsOk;
using ::tonus::testing::ParseText;

class WaitingProposalTest : public testing::BlockFixture {
 protected:
  // A patient whose changes are reviewed.
  std::string ReviewedPatient() {
    const std::string patient = NewPatientWithRoutine();
    Call call = CallOf();
    v1::SetOverrideRequest request;
    request.set_parent(patient);
    *request.mutable_override() = ParseText<v1::Override>(
        "policy { policy: 'routine_changes' choice: 'review' } "
        "reason: OVERRIDE_REASON_ORGANISATION");
    EXPECT_THAT(routines_.SetOverride(call, request), IsOk());
    return patient;
  }

  // All of the session went well; nothing is known of the morning after it.
  void LogWell(const std::string& patient, int number, int hours) {
    v1::SessionLog log = ParseText<v1::SessionLog>(
        "completed_pct: 100 rpe: 5 pain_before: 1 pain_after: 1");
    log.set_session_number(number);
    const v1::Session session =
        Session(patient, absl::StrCat(number), hours / 24);
    for (const v1::SessionItem& item : session.items()) {
      v1::ExerciseLog& exercise = *log.add_exercises();
      exercise = ParseText<v1::ExerciseLog>(
          "completed_pct: 100 pain_during_max: 1 difficulty: 0");
      exercise.set_exercise(item.exercise());
    }
    const auto reply = Log(patient, log.ShortDebugString(), hours);
    ASSERT_THAT(reply, IsOk());
    EXPECT_EQ(reply->proposal(), "");
  }

  // A patient whom only the last morning keeps from a step up.
  std::string AlmostAStepUp() {
    const std::string patient = ReviewedPatient();
    EXPECT_THAT(Morning(patient, "pain: 1", -2), IsOk());
    LogWell(patient, 1, 0);
    EXPECT_THAT(Morning(patient, "pain: 1", 22), IsOk());
    LogWell(patient, 2, 48);
    return patient;
  }

  std::vector<std::string> Pending(const std::string& patient, int hours) {
    Call call = At(hours);
    v1::ListProposalsRequest request;
    request.set_parent(patient);
    request.set_pending_only(true);
    const auto reply = routines_.ListProposals(call, request);
    EXPECT_THAT(reply, IsOk());
    std::vector<std::string> names;
    if (!reply.ok()) return names;
    for (const v1::Proposal& proposal : reply->proposals()) {
      names.push_back(proposal.name());
    }
    return names;
  }

  void ExpectNamed(const std::string& patient, const std::string& proposal,
                   int hours) {
    EXPECT_THAT(proposal, StartsWith(patient + "/proposals/"));
    EXPECT_THAT(Pending(patient, hours), ElementsAre(proposal));
  }
};

TEST_F(WaitingProposalTest, AMorningNamesIt) {
  const std::string patient = AlmostAStepUp();
  EXPECT_THAT(Pending(patient, 60), IsEmpty());
  const v1::Session before = Session(patient, "3", 3);
  const auto reply = Morning(patient, "pain: 1", 70);
  ASSERT_THAT(reply, IsOk());
  ExpectNamed(patient, reply->proposal(), 71);
  EXPECT_EQ(SecondsIn(Session(patient, "3", 3)), SecondsIn(before))
      << "a step up waits";
}

TEST_F(WaitingProposalTest, AnItemOfAStreamNamesIt) {
  const std::string patient = AlmostAStepUp();
  Call call = At(70);
  call.message_number = 1;
  v1::SyncLogsRequest request;
  request.set_parent(patient);
  *request.mutable_entry()->mutable_morning() = ParseText<v1::Morning>(
      absl::StrCat("log_id: 'm' pain: 1 morning_time ", Time(70)));
  const auto reply = progress_.SyncLogs(call, request);
  ASSERT_THAT(reply, IsOk());
  EXPECT_EQ(reply->status().code(), 0) << reply->status().message();
  ExpectNamed(patient, reply->proposal(), 71);
}

TEST_F(WaitingProposalTest, ADayAtHomeNamesWhatWaitsBesideWhatItChanges) {
  const std::string patient = AlmostAStepUp();
  ASSERT_THAT(Morning(patient, "pain: 1", 70), IsOk());
  const v1::Session next = Session(patient, "3", 3);
  const std::map<std::string, int> before = SecondsIn(next);
  ASSERT_THAT(next.items(), Not(IsEmpty()));
  const std::string hurt = next.items(next.items_size() - 1).exercise();
  const auto reply =
      Home(patient,
           absl::StrCat("items { times: 1 exercise { exercise: '", hurt,
                        "' pain_during_max: 8 } }"),
           72);
  ASSERT_THAT(reply, IsOk());
  ExpectNamed(patient, reply->proposal(), 73);
  const v1::Session after = Session(patient, "3", 3);
  EXPECT_FALSE(SecondsIn(after).contains(hurt)) << "safety does not wait";
  for (const auto& [exercise, seconds] : SecondsIn(after)) {
    const auto known = before.find(exercise);
    if (known == before.end()) continue;
    EXPECT_LE(seconds, known->second) << exercise << ": a step up waits";
  }
  ExpectRebuilt(patient);
}

// A gate that closes does not wait, and what did can neither open it nor come
// in with the clearance that does.
TEST_F(WaitingProposalTest, AGateThatClosesTakesTheProposalAway) {
  const std::string patient = AlmostAStepUp();
  const auto told = Morning(patient, "pain: 1", 70);
  ASSERT_THAT(told, IsOk());
  ExpectNamed(patient, told->proposal(), 71);
  TellFlag(patient, 3);
  EXPECT_THAT(Pending(patient, 73), IsEmpty());
  auto request = ParseText<v1::ReviewProposalRequest>(
      "verdict: REVIEW_VERDICT_APPROVE reason: REVIEW_REASON_AGREED");
  request.set_name(told->proposal());
  Call call = On(3);
  EXPECT_FALSE(routines_.ReviewProposal(call, request).ok());
  EXPECT_NE(Routine(patient, 3).gate(), v1::GATE_OK);

  Clear(patient, 4);
  EXPECT_EQ(Routine(patient, 4).gate(), v1::GATE_OK);
  Call later = On(4);
  EXPECT_FALSE(routines_.ReviewProposal(later, request).ok());
  EXPECT_THAT(Session(patient, "3", 4).items(), Not(IsEmpty()));
  ExpectRebuilt(patient);
}

// One log may tell of what went well twice and of what hurt.
TEST_F(WaitingProposalTest, WhatHurtsBringsInNoStepUpOfTheSameLog) {
  const std::string patient = ReviewedPatient();
  EXPECT_THAT(Morning(patient, "pain: 1", -2), IsOk());
  LogWell(patient, 1, 0);
  EXPECT_THAT(Morning(patient, "pain: 1", 22), IsOk());
  const v1::Session done = Session(patient, "2", 2);
  const v1::Session next = Session(patient, "3", 2);
  v1::SessionLog log = ParseText<v1::SessionLog>(
      "session_number: 2 completed_pct: 100 rpe: 5 pain_before: 1 "
      "pain_next_morning: 1");
  for (const v1::SessionItem& item : done.items()) {
    v1::ExerciseLog& exercise = *log.add_exercises();
    exercise = ParseText<v1::ExerciseLog>(
        "completed_pct: 100 pain_during_max: 1 difficulty: 0");
    exercise.set_exercise(item.exercise());
  }
  v1::ExerciseLog& hurt = *log.mutable_exercises()->rbegin();
  hurt.set_pain_during_max(8);
  const auto reply = Log(patient, log.ShortDebugString(), 48);
  ASSERT_THAT(reply, IsOk());
  ExpectNamed(patient, reply->proposal(), 49);
  const std::map<std::string, int> before = SecondsIn(next);
  const std::map<std::string, int> after = SecondsIn(Session(patient, "3", 3));
  EXPECT_FALSE(after.contains(hurt.exercise())) << "safety does not wait";
  for (const auto& [exercise, seconds] : after) {
    const auto known = before.find(exercise);
    if (known == before.end()) continue;
    EXPECT_LE(seconds, known->second) << exercise << ": a step up waits";
  }
  ExpectRebuilt(patient);
}

// While something waits, or was rejected, what is planned anew for another
// reason knows what was done and what hurt.
class HurtWhileSomethingWaitsTest : public WaitingProposalTest {
 protected:
  // Returns a patient with a proposal that was made after session 2.
  std::string Waiting() {
    const std::string patient = AlmostAStepUp();
    const auto told = Morning(patient, "pain: 1", 70);
    EXPECT_THAT(told, IsOk());
    if (told.ok()) ExpectNamed(patient, told->proposal(), 71);
    return patient;
  }

  // Tells that the exercise for a finding that session 4 has too hurt in
  // session 3, and returns it.
  std::string HurtInSession3(const std::string& patient) {
    const v1::Session next = Session(patient, "4", 4);
    std::string hurt;
    const v1::Session now = Session(patient, "3", 4);
    for (const v1::SessionItem& item : now.items()) {
      if (SecondsIn(next).contains(item.exercise()) &&
          !item.decision().empty()) {
        hurt = item.exercise();
      }
    }
    EXPECT_NE(hurt, "");
    const auto reply =
        Log(patient,
            absl::StrCat("session_number: 3 completed_pct: 100 rpe: 5 "
                         "pain_before: 1 exercises { exercise: '",
                         hurt, "' completed_pct: 100 pain_during_max: 7 }"),
            96);
    EXPECT_THAT(reply, IsOk());
    EXPECT_FALSE(SecondsIn(Session(patient, "4", 5)).contains(hurt));
    return hurt;
  }

  // A clinician says something of an exercise that is in no session.
  void ExcludeAnother(const std::string& patient, int day) {
    Call call = On(day);
    v1::SetOverrideRequest request;
    request.set_parent(patient);
    *request.mutable_override() = ParseText<v1::Override>(
        "exclude_exercise: 'wall_slide_liftoff' "
        "reason: OVERRIDE_REASON_CLINICAL_FINDING");
    ASSERT_THAT(routines_.SetOverride(call, request), IsOk());
  }

  v1::Session CheckIn(const std::string& patient, const std::string& day_says) {
    Call call = On(7);
    auto request = ParseText<v1::StartSessionRequest>(absl::StrCat(
        "pain_before: 2 recheck { others_denied: true } ", day_says));
    request.set_name(patient + "/routine/sessions/4");
    const auto reply = routines_.StartSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? testing::Parsed(*reply).session() : v1::Session();
  }
};

TEST_F(HurtWhileSomethingWaitsTest, ACheckInDoesNotBringItBack) {
  for (const char* day_says :
       {"", "minutes_today: 15",
        "equipment_today { equipment: ['mat', 'chair', 'wall'] }"}) {
    const std::string patient = Waiting();
    const std::string hurt = HurtInSession3(patient);
    const v1::Session session = CheckIn(patient, day_says);
    EXPECT_THAT(session.items(), Not(IsEmpty()));
    EXPECT_FALSE(SecondsIn(session).contains(hurt)) << day_says;
  }
}

TEST_F(HurtWhileSomethingWaitsTest, AWordOfAClinicianDoesNotBringItBack) {
  const std::string patient = Waiting();
  const std::string hurt = HurtInSession3(patient);
  ExcludeAnother(patient, 5);
  EXPECT_FALSE(SecondsIn(Session(patient, "4", 5)).contains(hurt));
  Clear(patient, 5, "cond_cardiac");
  EXPECT_FALSE(SecondsIn(Session(patient, "4", 5)).contains(hurt));
  ExpectRebuilt(patient);
}

// What was done since is no absence.
TEST_F(HurtWhileSomethingWaitsTest, WhatWasDoneCountsAsDone) {
  const std::string patient = Waiting();
  for (int i = 2; i < 6; ++i) DoNext(patient, testing::kDays[i]);
  const v1::Routine before = Routine(patient, 14);
  ExcludeAnother(patient, 14);
  const v1::Routine after = Routine(patient, 14);
  EXPECT_EQ(after.retests_size(), before.retests_size());
  for (int number = 7; number <= 9; ++number) {
    EXPECT_THAT(RulesOf(Session(patient, absl::StrCat(number), 14)),
                Not(::testing::Contains("A-058")))
        << number;
  }
}

}  // namespace
}  // namespace tonus
