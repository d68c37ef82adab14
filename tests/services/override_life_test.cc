// SPDX-License-Identifier: Apache-2.0
// How overrides are set, how long they hold, and how they end.
#include <string>

#include "services/engine/facts.h"
#include "tests/services/override_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::ExercisesOf;
using ::tonus::testing::FindItem;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::SomeExercise;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr auto kWrong = absl::StatusCode::kInvalidArgument;

using OverrideLifeTest = testing::OverrideFixture;

TEST_F(OverrideLifeTest, ADatedOverrideChangesTheSessionsOfItsDaysAlone) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine before = RoutineOf(patient);
  const std::string excluded = SomeExercise(before);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set,
      Set(patient, "exclude_exercise: '" + excluded +
                       "' start_date { year: 2026 month: 1 day: 12 } "
                       "end_date { year: 2026 month: 1 day: 18 }"));
  const v1::Routine after = RoutineOf(patient);
  ASSERT_EQ(after.sessions_size(), before.sessions_size());
  int changed = 0;
  for (int i = 0; i < after.sessions_size(); ++i) {
    const auto day = engine::ToCivilDay(after.sessions(i).date());
    const bool held = absl::CivilDay(2026, 1, 12) <= day &&
                      day <= absl::CivilDay(2026, 1, 18);
    if (held) {
      ++changed;
      EXPECT_THAT(ExercisesOf(after.sessions(i)), Not(Contains(excluded)));
    } else {
      EXPECT_EQ(ExercisesOf(after.sessions(i)),
                ExercisesOf(before.sessions(i)));
    }
  }
  EXPECT_EQ(changed, 3);
}

TEST_F(OverrideLifeTest, ClearingBringsBackWhatWas) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine before = RoutineOf(patient);
  const std::string excluded = SomeExercise(before);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set, Set(patient, "exclude_exercise: '" + excluded + "'"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto cleared, Clear(set.override().name()));
  EXPECT_FALSE(cleared.diff().same());
  EXPECT_TRUE(cleared.override().has_clear_time());
  EXPECT_EQ(cleared.override().clear_reason(),
            v1::OVERRIDE_REASON_NOT_TOLERATED);
  EXPECT_EQ(cleared.revision(), 4);
  const v1::Routine after = RoutineOf(patient);
  EXPECT_THAT(after.overrides(), IsEmpty());
  for (int i = 0; i < after.sessions_size(); ++i) {
    EXPECT_EQ(ExercisesOf(after.sessions(i)), ExercisesOf(before.sessions(i)));
  }
  EXPECT_EQ(ReasonOf(Clear(set.override().name()).status()), "ALREADY_CLEARED");
  ExpectRebuilt(patient);
}

TEST_F(OverrideLifeTest, WhatWasDoneUnderAnOverrideStaysPlannedAsItWas) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = SomeExercise(RoutineOf(patient));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set, Set(patient, "exclude_exercise: '" + excluded + "'"));
  for (int number = 1; number <= 3; ++number) {
    Call call = CallOf();
    call.time += absl::Hours(48 * (number - 1));
    auto log =
        ParseText<v1::LogSessionRequest>("session_log { completed_pct: 100 }");
    log.set_parent(patient);
    log.mutable_session_log()->set_session_number(number);
    ASSERT_THAT(progress_.LogSession(call, log), IsOk());
  }
  ASSERT_THAT(Clear(set.override().name(), absl::Hours(24 * 7)), IsOk());
  const v1::Routine after = RoutineOf(patient);
  // The first week was trained without it.
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(ExercisesOf(after.sessions(i)), Not(Contains(excluded)));
  }
  bool back = false;
  for (const auto& session : after.sessions()) {
    back = back || FindItem(session, excluded) != nullptr;
  }
  EXPECT_TRUE(back);
}

TEST_F(OverrideLifeTest, ListsWhatStandsAndOnDemandWhatEnded) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto standing, Set(patient, "level_cap: 3"));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto over,
      Set(patient, "level_cap: 2 end_date { year: 2026 month: 1 day: 7 }"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto gone, Set(patient, "level_cap: 1"));
  ASSERT_THAT(Clear(gone.override().name()), IsOk());
  EXPECT_THAT(List(patient, false), ElementsAre(standing.override().name()));
  EXPECT_THAT(List(patient, true),
              ElementsAre(gone.override().name(), over.override().name(),
                          standing.override().name()));
}

TEST_F(OverrideLifeTest, AllThatIsWrongIsToldAtOnce) {
  const std::string patient = NewPatient();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_request_id("not allowed");
  *request.mutable_override() = ParseText<v1::Override>(
      "force_verdict { muscle: 'iliopsoas' side: SIDE_MIDLINE } "
      "start_date { year: 2026 month: 3 day: 2 } "
      "end_date { year: 2026 month: 3 day: 1 }");
  EXPECT_THAT(ViolatedFields(routines_.SetOverride(call, request).status()),
              UnorderedElementsAre("request_id", "override.force_verdict.side",
                                   "override.reason", "override.end_date"));
}

TEST_F(OverrideLifeTest, RefusesWhatThePackDoesNotHave) {
  const std::string patient = NewPatient();
  const struct {
    const char* change;
    const char* field;
  } kCases[] = {
      {"pin_exercise: 'none_such'", "override.pin_exercise"},
      {"exclude_exercise: ''", "override.exclude_exercise"},
      {"permit_exercise: 'x'", "override.permit_exercise"},
      {"replace_exercise { exercise: 'cat_cow' replacement: 'cat_cow' }",
       "override.replace_exercise.replacement"},
      {"force_verdict { muscle: 'iliopsoas' side: SIDE_LEFT status: "
       "STATUS_STIFF }",
       "override.force_verdict.status"},
      {"force_verdict { muscle: 'sciatic_nerve' side: SIDE_LEFT status: "
       "STATUS_NEURAL_POSITIVE }",
       "override.force_verdict.status"},
      {"force_verdict { muscle: 'hip_capsule' side: SIDE_LEFT status: "
       "STATUS_TIGHT }",
       "override.force_verdict.status"},
      {"mute_verdict { muscle: 'x' side: SIDE_LEFT }",
       "override.mute_verdict.muscle"},
      {"dose_cap { }", "override.dose_cap"},
      {"dose_cap { max_sets: 11 }", "override.dose_cap.max_sets"},
      {"dose_cap { percent: 9 }", "override.dose_cap.percent"},
      {"dose_cap { percent: 101 }", "override.dose_cap.percent"},
      {"dose_cap { percent: 50 exercise: 'x' }", "override.dose_cap.exercise"},
      {"level_cap: 0", "override.level_cap"},
      {"level_cap: 6", "override.level_cap"},
      {"policy { policy: 'x' choice: 'y' }", "override.policy.policy"},
      {"policy { policy: 'routine_changes' choice: 'y' }",
       "override.policy.choice"},
      {"equipment { equipment: 'mat' equipment: 'x' }",
       "override.equipment.equipment[1]"},
      {"reason: OVERRIDE_REASON_OTHER", "override.change"},
      {"level_cap: 2 start_date { year: 2026 month: 1 day: 4 }",
       "override.start_date"},
      {"level_cap: 2 end_date { year: 2026 month: 1 day: 4 }",
       "override.end_date"},
      {"level_cap: 2 start_date { year: 2026 month: 2 day: 30 }",
       "override.start_date"},
  };
  for (const auto& test : kCases) {
    const auto set = Set(patient, test.change);
    EXPECT_THAT(set.status(), StatusIs(kWrong)) << test.change;
    EXPECT_THAT(ViolatedFields(set.status()), ElementsAre(test.field))
        << test.change;
  }
  EXPECT_THAT(List(patient, true), IsEmpty());
}

TEST_F(OverrideLifeTest, AnOverrideWithoutARoutineWaitsForTheFirst) {
  const std::string patient = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient, "pin_exercise: 'wall_slide'"));
  EXPECT_FALSE(set.has_diff());
  Submit(Submission(patient));
  const v1::Routine planned = RoutineOf(patient);
  for (const auto& session : planned.sessions()) {
    EXPECT_NE(FindItem(session, "wall_slide"), nullptr);
  }
}

TEST_F(OverrideLifeTest, ATrialStoresNothing) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_validate_only(true);
  *request.mutable_override() = ParseText<v1::Override>(
      "pin_exercise: 'wall_slide' reason: OVERRIDE_REASON_OTHER");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reply,
                             routines_.SetOverride(call, request));
  EXPECT_FALSE(Parsed(reply).diff().same());
  EXPECT_EQ(Parsed(reply).override().name(), "");
  EXPECT_EQ(Everything(), before);
}

TEST_F(OverrideLifeTest, ARetryGetsTheFirstAnswer) {
  const std::string patient = NewPatientWithRoutine();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_request_id("o1");
  *request.mutable_override() =
      ParseText<v1::Override>("level_cap: 2 reason: OVERRIDE_REASON_OTHER");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             routines_.SetOverride(call, request));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             routines_.SetOverride(call, request));
  EXPECT_EQ(first.bytes, again.bytes);
  EXPECT_THAT(List(patient, true), ElementsAre(patient + "/overrides/3"));
}

TEST_F(OverrideLifeTest, NamesNobodyKnowsAreNotFound) {
  EXPECT_THAT(Set("patients/aaaaaaaaaaaaaaaaaaaaaaaaaa", "level_cap: 2"),
              StatusIs(absl::StatusCode::kNotFound));
  const std::string patient = NewPatient();
  EXPECT_THAT(Clear(patient + "/overrides/9"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Clear(patient + "/overrides/9-"), StatusIs(kWrong));
}

TEST_F(OverrideLifeTest, AStaleEtagChangesNothing) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_etag("stale");
  *request.mutable_override() =
      ParseText<v1::Override>("level_cap: 2 reason: OVERRIDE_REASON_OTHER");
  const auto set = routines_.SetOverride(call, request);
  EXPECT_THAT(set.status(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(set.status()), "STALE_ETAG");
  EXPECT_EQ(Everything(), before);
}

}  // namespace
}  // namespace tonus
