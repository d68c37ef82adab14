// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_length.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

// Whether all of `longer` stands in `session` or is told with a reason.
void ExpectTold(const v1::Session& longer, const v1::Session& session) {
  for (const v1::SessionItem& item : longer.items()) {
    const std::string& exercise = item.exercise();
    const bool stands =
        absl::c_any_of(session.items(), [&](const v1::SessionItem& other) {
          return other.exercise() == exercise;
        });
    const bool told =
        absl::c_any_of(session.dropped(), [&](const v1::Dropped& dropped) {
          return dropped.exercise() == exercise && !dropped.reason().empty();
        });
    EXPECT_TRUE(stands != told) << session.number() << " " << exercise;
  }
}

struct Row {
  int at_hand;
  int minutes;
  const char* format;
};

TEST(SessionLengthTest, TheFormatFollowsTheTime) {
  for (const Row& row :
       {Row{0, 30, ""}, Row{60, 30, ""}, Row{30, 30, ""}, Row{25, 25, ""},
        Row{21, 21, ""}, Row{20, 20, "20_minutes"}, Row{19, 15, "15_minutes"},
        Row{15, 15, "15_minutes"}, Row{10, 10, "15_minutes"}}) {
    const SessionLength length = LengthFor(ReleasedKnowledge(), row.at_hand);
    EXPECT_EQ(length.minutes, row.minutes) << row.at_hand;
    EXPECT_EQ(length.format == nullptr ? "" : length.format->id(), row.format)
        << row.at_hand;
  }
}

TEST(SessionLengthTest, AShortSessionKeepsAPairStabilityAndStrength) {
  const PlannedPerson person("session_minutes: 20");
  const PlannedPerson usual;
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_EQ(session.short_format(), "20_minutes");
    EXPECT_EQ(session.budget_minutes(), 20);
    EXPECT_LE(session.total_minutes(), 20);
    int stability = 0;
    int post = 0;
    int blocks = 0;
    for (const v1::SessionItem& item : session.items()) {
      const auto& exercise = *ReleasedKnowledge().FindExercise(item.exercise());
      stability +=
          exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY ? 1 : 0;
      post += item.slot() == knowledge::v1::SLOT_POST ? 1 : 0;
      blocks = std::max(blocks, item.block());
    }
    EXPECT_EQ(stability, 1) << session.number();
    EXPECT_EQ(blocks, 1) << session.number();
    EXPECT_LE(post, 1) << session.number();
    EXPECT_LE(session.items_size(),
              usual.Session(session.number()).items_size());
  }
}

TEST(SessionLengthTest, ThePairsOfAShortSessionTakeTurns) {
  const PlannedPerson person("session_minutes: 15");
  const auto activation = [](const v1::Session& session) {
    for (const v1::SessionItem& item : session.items()) {
      if (item.block() == 1 && item.slot() == knowledge::v1::SLOT_INTRA) {
        return session.items(item.order()).exercise();
      }
    }
    return std::string();
  };
  EXPECT_NE(activation(person.Session(1)), activation(person.Session(2)));
  EXPECT_EQ(activation(person.Session(1)), activation(person.Session(3)));
}

// A pair for the hip flexors, which matters most, and a stiff joint.
TEST(SessionLengthTest, WhatMattersMostWaitsForNoSingleFinding) {
  for (const int minutes : {15, 20}) {
    PlannedPerson person(absl::StrCat("session_minutes: ", minutes));
    auto& assessment = *person.facts.mutable_assessments(0);
    assessment.mutable_results()->RemoveLast();
    assessment.mutable_results()->RemoveLast();  // No weak trunk.
    assessment.MergeFrom(testing::ParseText<storage::v1::AssessmentFact>(R"pb(
      results { test: "hip_ir_prone" side: SIDE_LEFT value: 20 }
      results { test: "hip_ir_prone" side: SIDE_RIGHT value: 22 }
    )pb"));
    person.Plan();
    const v1::Decision& top = person.routine.decisions(0);
    ASSERT_EQ(top.partner(), "gluteus_maximus");
    for (const v1::Session& session : person.routine.sessions()) {
      if (session.week() == 1) continue;  // That has room for six exercises.
      EXPECT_TRUE(absl::c_any_of(session.items(),
                                 [&](const v1::SessionItem& item) {
                                   return item.decision() == top.id() &&
                                          item.block() > 0;
                                 }))
          << minutes << " " << session.number();
    }
  }
}

// Whatever warms up, most of the time is for what the person needs.
TEST(SessionLengthTest, AWarmUpLeavesRoomForWhatTheSessionIsFor) {
  for (const int minutes : {10, 12, 15, 20, 29, 30}) {
    for (const bool march : {true, false}) {
      SCOPED_TRACE(absl::StrCat(minutes, march ? " march" : " walk"));
      PlannedPerson person(absl::StrCat("session_minutes: ", minutes));
      if (!march) {
        person.facts.add_overrides()->mutable_override()->set_exclude_exercise(
            "march_warmup");
        person.Plan();
      }
      for (const v1::Session& session : person.routine.sessions()) {
        SCOPED_TRACE(session.number());
        const v1::SessionItem& warm_up = session.items(0);
        EXPECT_EQ(warm_up.exercise(), march ? "march_warmup" : "walk_brisk");
        EXPECT_EQ(warm_up.doses(0).hold_seconds(), 180);
        EXPECT_EQ(warm_up.minutes(), 3);
        EXPECT_LE(session.total_minutes(), minutes);
        int findings = 0;
        int stability = 0;
        for (const v1::SessionItem& item : session.items()) {
          findings += item.decision().empty() ? 0 : 1;
          stability +=
              ReleasedKnowledge().FindExercise(item.exercise())->technique() ==
                      knowledge::v1::TECHNIQUE_STABILITY
                  ? 1
                  : 0;
        }
        EXPECT_GE(findings, 1);
        EXPECT_GE(stability, 1);
      }
    }
  }
}

// What 6 exercises need is there in 20 minutes.
TEST(SessionLengthTest, AShortSessionHasSixExercisesWhereTheyFit) {
  for (const int minutes : {15, 20}) {
    const PlannedPerson person(absl::StrCat("session_minutes: ", minutes));
    for (const v1::Session& session : person.routine.sessions()) {
      EXPECT_GE(session.items_size(), 6) << minutes << " " << session.number();
    }
  }
}

TEST(SessionLengthTest, AShortSessionTellsAllThatItLeavesOut) {
  const PlannedPerson usual;
  for (const int minutes : {10, 15, 20}) {
    const PlannedPerson person(absl::StrCat("session_minutes: ", minutes));
    // The last sessions begin nothing new, whatever it would be.
    for (int number = 1; number <= 16; ++number) {
      ExpectTold(usual.Session(number), person.Session(number));
    }
  }
}

TEST(SessionLengthTest, AUsualSessionKeepsToAShorterTime) {
  const PlannedPerson person("session_minutes: 22");
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_EQ(session.short_format(), "");
    EXPECT_EQ(session.budget_minutes(), 22);
    EXPECT_LE(session.total_minutes(), 22);
    EXPECT_GE(session.items_size(), 6);
  }
}

}  // namespace
}  // namespace tonus::engine
