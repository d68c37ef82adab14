// SPDX-License-Identifier: Apache-2.0
#include "services/engine/missed_sessions.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tonus::testing::ParseText;

// Sessions 4 to 6 on days 0, 2 and 4.
v1::Routine Outline() {
  v1::Routine outline;
  for (int i = 0; i < 3; ++i) {
    v1::Session* session = outline.add_sessions();
    session->set_number(4 + i);
    *session->mutable_date() = ToDate(Today() + 2 * i);
  }
  return outline;
}

int Next(const std::vector<int>& open, const char* choice, int day) {
  return NextSessionOn(Outline(), open, choice, Today() + day);
}

TEST(MissedSessionsTest, ShiftedOnesAreDoneNext) {
  for (const char* choice : {"", "shift"}) {
    EXPECT_EQ(Next({4, 5, 6}, choice, 0), 4);
    EXPECT_EQ(Next({4, 5, 6}, choice, 30), 4);
    EXPECT_EQ(Next({6}, choice, 0), 6);
    EXPECT_EQ(Next({}, choice, 0), 0);
  }
}

TEST(MissedSessionsTest, DroppedAndMergedOnesMakeRoomWhenTheNextIsDue) {
  for (const char* choice : {"drop", "merge"}) {
    EXPECT_EQ(Next({4, 5, 6}, choice, -3), 4);
    EXPECT_EQ(Next({4, 5, 6}, choice, 1), 4);
    EXPECT_EQ(Next({4, 5, 6}, choice, 2), 5);
    EXPECT_EQ(Next({4, 6}, choice, 2), 6) << "5 is done";
    EXPECT_EQ(Next({4, 5, 6}, choice, 4), 6);
    EXPECT_EQ(Next({4, 5, 6}, choice, 40), 6) << "the last one waits";
    EXPECT_EQ(Next({4, 5}, choice, 5), 0) << "the last one is done";
    EXPECT_EQ(Next({}, choice, 0), 0);
  }
}

TEST(MissedSessionsTest, MissedAreThoseRightBefore) {
  EXPECT_THAT(MissedBefore(Outline(), {4, 5, 6}, 6), ElementsAre(5, 4));
  EXPECT_THAT(MissedBefore(Outline(), {4, 6}, 6), IsEmpty());
  EXPECT_THAT(MissedBefore(Outline(), {4, 5, 6}, 4), IsEmpty());
}

TEST(MissedSessionsTest, OpenAreThoseOfWhichNothingWasDone) {
  const PatientFacts patient =
      PatientFacts()
          .Logged(0, "session_number: 4 skip_reason: SKIP_REASON_TIME")
          .Logged(0, "session_number: 5 completed_pct: 1")
          .Logged(0, "session_number: 6 completed_pct: 0");
  EXPECT_THAT(OpenSessions(patient.facts(), Outline()), ElementsAre(4, 6));
}

constexpr char kSession[] = R"pb(
  number: 5
  items { order: 1 exercise: "march_warmup" minutes: 3 }
  items { order: 2 exercise: "smr_glutes_roller" minutes: 1 block: 1 }
  items { order: 3 exercise: "glute_bridge" minutes: 2 block: 1 }
  items { order: 4 exercise: "childs_pose" minutes: 1 }
  total_minutes: 7
  budget_minutes: 15
)pb";

// A missed session with two blocks, of which the first is in the other one too.
constexpr char kMissed[] = R"pb(
  number: 4
  items { order: 1 exercise: "smr_glutes_roller" minutes: 1 block: 1 }
  items { order: 2 exercise: "glute_bridge" minutes: 2 block: 1 }
  items { order: 3 exercise: "hip_flexor_bed_edge" minutes: 2 block: 2 }
  items { order: 4 exercise: "side_bridge_knees" minutes: 3 block: 2 }
  items { order: 5 exercise: "walk_brisk" minutes: 5 }
)pb";

std::vector<std::string> ExercisesOf(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const auto& item : session.items()) {
    exercises.push_back(item.exercise());
  }
  return exercises;
}

TEST(MissedSessionsTest, TakesOverTheBlocksThatItLacks) {
  auto session = ParseText<v1::Session>(kSession);
  TakeOverBlocks(ReleasedKnowledge(), ParseText<v1::Session>(kMissed),
                 &session);
  EXPECT_THAT(
      ExercisesOf(session),
      ElementsAre("march_warmup", "smr_glutes_roller", "glute_bridge",
                  "hip_flexor_bed_edge", "side_bridge_knees", "childs_pose"));
  for (int i = 0; i < session.items_size(); ++i) {
    EXPECT_EQ(session.items(i).order(), i + 1);
  }
  EXPECT_EQ(session.items(3).block(), 2);
  EXPECT_EQ(session.items(4).block(), 2);
  EXPECT_EQ(session.total_minutes(), 12);
  EXPECT_THAT(session.merged_sessions(), ElementsAre(4));
}

TEST(MissedSessionsTest, WhatItTakesOverIsNotLeftOutAnyMore) {
  auto missed = ParseText<v1::Session>(kMissed);
  missed.mutable_items(2)->set_decision("D:psoas.L");
  missed.mutable_items(3)->set_decision("D:psoas.L");
  auto session = ParseText<v1::Session>(kSession);
  *session.mutable_dropped() =
      ParseText<v1::Session>(R"pb(
        dropped { exercise: "hip_flexor_bed_edge" decision: "D:psoas.L" }
        dropped { exercise: "side_bridge_knees" decision: "D:other.L" }
        dropped { exercise: "walk_brisk" decision: "D:psoas.L" }
      )pb")
          .dropped();
  TakeOverBlocks(ReleasedKnowledge(), missed, &session);
  ASSERT_EQ(session.dropped_size(), 2);
  EXPECT_EQ(session.dropped(0).exercise(), "") << "the decision waits";
  EXPECT_EQ(session.dropped(0).decision(), "D:other.L");
  EXPECT_THAT(session.dropped(0).reason(),
              ::testing::HasSubstr("stands in this session"));
  EXPECT_EQ(session.dropped(1).exercise(), "walk_brisk");
}

TEST(MissedSessionsTest, WhatItHasAnywayIsTakenOver) {
  auto session = ParseText<v1::Session>(kMissed);
  session.set_number(5);
  const int items = session.items_size();
  TakeOverBlocks(ReleasedKnowledge(), ParseText<v1::Session>(kMissed),
                 &session);
  EXPECT_EQ(session.items_size(), items);
  EXPECT_THAT(session.merged_sessions(), ElementsAre(4));
}

TEST(MissedSessionsTest, AsFarAsTheTimeAllows) {
  auto session = ParseText<v1::Session>(kSession);
  session.set_budget_minutes(11);
  const std::string before = session.SerializeAsString();
  TakeOverBlocks(ReleasedKnowledge(), ParseText<v1::Session>(kMissed),
                 &session);
  EXPECT_EQ(session.SerializeAsString(), before);
  session.set_budget_minutes(12);
  TakeOverBlocks(ReleasedKnowledge(), ParseText<v1::Session>(kMissed),
                 &session);
  EXPECT_EQ(session.items_size(), 6);
}

TEST(MissedSessionsTest, NeverTooManyExercisesOrTooMuchMassage) {
  auto many = ParseText<v1::Session>(kSession);
  while (many.items_size() < 9) many.add_items()->set_exercise("cat_cow");
  TakeOverBlocks(ReleasedKnowledge(), ParseText<v1::Session>(kMissed), &many);
  EXPECT_EQ(many.items_size(), 9);

  auto massage = ParseText<v1::Session>(kMissed);
  massage.mutable_items(2)->set_exercise("smr_hamstrings_stick");
  massage.mutable_items(2)->set_minutes(4.5);
  auto session = ParseText<v1::Session>(kSession);
  TakeOverBlocks(ReleasedKnowledge(), massage, &session);
  EXPECT_EQ(session.items_size(), 4);
}

TEST(MissedSessionsTest, ReliefTakesOverNothing) {
  auto relief = ParseText<v1::Session>(kSession);
  relief.set_relief(true);
  TakeOverBlocks(ReleasedKnowledge(), ParseText<v1::Session>(kMissed), &relief);
  EXPECT_EQ(relief.items_size(), 4);
}

}  // namespace
}  // namespace tonus::engine
