// SPDX-License-Identifier: Apache-2.0
// What was done of a block that is planned again stays, and the sessions after
// it follow from it.

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::Not;
using testing::ParseText;

// The block of `person`, of which the first sessions were done as in `issued`,
// planned again.
v1::Routine PlanAgain(PlannedPerson* person, const v1::Routine& issued,
                      int sessions) {
  v1::Routine done;
  for (int i = 0; i < sessions; ++i) {
    *done.add_sessions() = issued.sessions(i);
    storage::v1::LogFact& log = *person->facts.add_logs();
    log.set_fact_id(absl::StrCat("log", i));
    log.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(ToCivilDay(issued.sessions(i).date())) + 12,
            absl::UTCTimeZone())));
    log.mutable_log()->set_session_number(i + 1);
    log.mutable_log()->set_completed_pct(100);
  }
  RunningBlock running;
  running.adaptation = Adaptation(ReleasedKnowledge(), person->facts, issued,
                                  ToCivilDay(issued.sessions(sessions).date()),
                                  absl::UTCTimeZone());
  running.done = &done;
  return PlanRoutine(ReleasedKnowledge(), person->facts, person->interpretation,
                     kMonday, std::nullopt, running);
}

// The other person's findings are all new.
PlannedPerson Other() {
  PlannedPerson other;
  auto* results = other.facts.mutable_assessments(0)->mutable_results();
  results->Clear();
  for (const char* result :
       {"test: 'mod_thomas_knee' side: SIDE_LEFT value: 60",
        "test: 'mod_thomas_knee' side: SIDE_RIGHT value: 60",
        "test: 'wblt' side: SIDE_LEFT value: 4",
        "test: 'wblt' side: SIDE_RIGHT value: 4",
        "test: 'ankle_df_knee_flex' side: SIDE_LEFT value: 5",
        "test: 'ankle_df_knee_flex' side: SIDE_RIGHT value: 5",
        "test: 'thoracic_rot_seated' side: SIDE_LEFT value: 25",
        "test: 'thoracic_rot_seated' side: SIDE_RIGHT value: 25"}) {
    *results->Add() = ParseText<v1::TestResult>(result);
  }
  other.Plan();
  return other;
}

TEST(DoneSessionsTest, WhatWasDoneStaysAndTheRestIsNew) {
  const PlannedPerson before;
  PlannedPerson person = Other();
  const v1::Routine fresh = person.routine;
  const v1::Routine routine = PlanAgain(&person, before.routine, 4);
  ASSERT_EQ(routine.sessions_size(), 18);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(DeterministicBytes(routine.sessions(i)),
              DeterministicBytes(before.routine.sessions(i)))
        << i + 1;
  }
  EXPECT_NE(DeterministicBytes(routine.sessions(4)),
            DeterministicBytes(before.routine.sessions(4)));
  EXPECT_EQ(ExercisesOf(routine.sessions(5)), ExercisesOf(fresh.sessions(5)));
}

// Nothing is new after the first session of the last week, also when what is
// found then asks for it: not in sessions and not at home.
TEST(DoneSessionsTest, TheLastWeekBeginsNothingThatWasNotDone) {
  const PlannedPerson before;
  PlannedPerson person = Other();
  const v1::Routine fresh = person.routine;
  const v1::Routine routine = PlanAgain(&person, before.routine, 16);
  std::set<std::string> known;
  for (int i = 0; i < 16; ++i) {
    for (const v1::SessionItem& item : before.routine.sessions(i).items()) {
      known.insert(item.exercise());
    }
    for (const v1::HomeItem& home : before.routine.sessions(i).home_items()) {
      known.insert(home.item().exercise());
    }
  }
  int at_home = 0;
  for (int i = 16; i < 18; ++i) {
    for (const v1::SessionItem& item : routine.sessions(i).items()) {
      EXPECT_THAT(known, Contains(item.exercise())) << i + 1;
    }
    for (const v1::HomeItem& home : routine.sessions(i).home_items()) {
      EXPECT_THAT(known, Contains(home.item().exercise())) << i + 1;
    }
    // Otherwise it would have begun something.
    for (const v1::HomeItem& home : fresh.sessions(i).home_items()) {
      at_home += known.count(home.item().exercise()) == 0 ? 1 : 0;
    }
  }
  EXPECT_GT(at_home, 0);
}

}  // namespace
}  // namespace tonus::engine
