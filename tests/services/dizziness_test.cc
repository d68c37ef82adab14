// SPDX-License-Identifier: Apache-2.0
// After dizziness stopped an exercise all red flags are asked before anything
// is done again (A-044).

#include <string>

#include "absl/strings/match.h"
#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

class DizzinessTest : public testing::BlockFixture {
 protected:
  static v1::Screening Recheck(bool all) {
    v1::Screening recheck;
    recheck.set_others_denied(true);
    for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
      if (!all || !flag.asked() || flag.recheck_group() != 0) continue;
      recheck.add_answers()->set_red_flag(flag.id());
    }
    return recheck;
  }

  absl::Status Start(const std::string& patient, const std::string& which,
                     int day, bool all) {
    Call call = On(day);
    v1::StartSessionRequest request;
    request.set_name(patient + "/routine/sessions/" + which);
    request.set_pain_before(1);
    *request.mutable_recheck() = Recheck(all);
    return routines_.StartSession(call, request).status();
  }

  absl::StatusOr<v1::RunReliefResponse> Begin(const std::string& patient,
                                              int day, bool all) {
    Call call = On(day);
    v1::RunReliefRequest request;
    request.set_name(patient);
    request.set_request_id(absl::StrCat("begin", ++ids_));
    request.mutable_begin()->set_pain(5);
    *request.mutable_begin()->mutable_recheck() = Recheck(all);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.RunRelief(call, request));
    return Parsed(reply);
  }

  // Session 1 is stopped by it half way.
  void StopSession(const std::string& patient) {
    Call call = On(0);
    v1::LogSessionRequest request;
    request.set_parent(patient);
    *request.mutable_session_log() = ParseText<v1::SessionLog>(R"pb(
      session_number: 1
      completed_pct: 50
      exercises {
        exercise: "march_warmup"
        stop_symptom: STOP_SYMPTOM_DIZZINESS
      }
    )pb");
    ASSERT_THAT(progress_.LogSession(call, request), IsOk());
  }

  // A relief run is stopped by it at its first step.
  void StopRelief(const std::string& patient, int day, bool all) {
    const auto begun = Begin(patient, day, all);
    ASSERT_THAT(begun, IsOk());
    Call call = On(day);
    auto request = ParseText<v1::RunReliefRequest>(R"pb(
      report { feedback { pain_now: 5 stop_symptom: STOP_SYMPTOM_DIZZINESS } }
    )pb");
    request.set_name(patient);
    request.set_request_id(absl::StrCat("report", ++ids_));
    request.mutable_report()->set_run(begun->run().name());
    request.mutable_report()->set_step(begun->run().step().step());
    ASSERT_THAT(routines_.RunRelief(call, request), IsOk());
  }

 private:
  int ids_ = 0;
};

TEST_F(DizzinessTest, AllIsAskedBeforeTheNextSessionWhicheverItIs) {
  const std::string patient = NewPatientWithRoutine();
  StopSession(patient);
  EXPECT_EQ(Routine(patient, 0).gate(), v1::GATE_OK);
  EXPECT_THAT(Session(patient, "today", 2).advice(),
              Contains(HasSubstr("all safety questions")));
  for (const char* which : {"today", "2", "1"}) {
    const absl::Status refused = Start(patient, which, 2, /*all=*/false);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_TRUE(absl::StrContains(refused.ToString(), "A-044")) << refused;
  }
  EXPECT_THAT(Start(patient, "today", 2, /*all=*/true), IsOk());
  // What was answered is not asked again.
  EXPECT_THAT(Start(patient, "today", 3, /*all=*/false), IsOk());
  ExpectRebuilt(patient);
}

TEST_F(DizzinessTest, AllIsAskedAfterAReliefRunToo) {
  const std::string patient = NewPatientWithRoutine();
  StopRelief(patient, 0, /*all=*/false);
  EXPECT_THAT(Start(patient, "today", 1, /*all=*/false),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Start(patient, "today", 1, /*all=*/true), IsOk());
}

TEST_F(DizzinessTest, AllIsAskedBeforeAReliefRun) {
  const std::string patient = NewPatientWithRoutine();
  StopSession(patient);
  EXPECT_THAT(Begin(patient, 1, /*all=*/false),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Begin(patient, 1, /*all=*/true), IsOk());
}

TEST_F(DizzinessTest, TheSessionThatIsDoneAgainTellsNoNewOne) {
  const std::string patient = NewPatientWithRoutine();
  StopSession(patient);
  EXPECT_THAT(Start(patient, "today", 2, /*all=*/true), IsOk());
  DoNext(patient, 2);
  EXPECT_THAT(Start(patient, "today", 4, /*all=*/false), IsOk());
}

}  // namespace
}  // namespace tonus
