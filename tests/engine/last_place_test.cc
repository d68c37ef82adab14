// SPDX-License-Identifier: Apache-2.0
// Who has the last places of a session, and what is told of the others.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/shorter_session.h"
#include "services/engine/week_pairs.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::HasSubstr;
using ::tonus::testing::ParseText;

// Distress, which makes every session one of six exercises.
PlannedPerson Distressed() {
  return PlannedWith("user_level: 3", R"pb(
    results { test: "start_back_psych" side: SIDE_MIDLINE value: 5 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
    results { test: "mod_thomas_hip" side: SIDE_LEFT value: 8 }
    results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
    results { test: "hip_ext_mmt" side: SIDE_LEFT value: 3 }
    results { test: "hip_ext_mmt" side: SIDE_RIGHT value: 3 }
    results { test: "wblt" side: SIDE_LEFT value: 4 }
    results { test: "wblt" side: SIDE_RIGHT value: 4 }
    results { test: "hip_abd_mmt" side: SIDE_LEFT value: 3 }
    results { test: "hip_abd_mmt" side: SIDE_RIGHT value: 3 }
    results { test: "thoracic_extension" side: SIDE_MIDLINE value: 5 }
  )pb");
}

bool Serves(const DecisionGroup& group, const v1::Session& session) {
  return std::any_of(
      session.items().begin(), session.items().end(),
      [&](const v1::SessionItem& item) { return group.Has(item.decision()); });
}

TEST(LastPlaceTest, InSmallSessionsEveryFindingHasATurn) {
  const PlannedPerson person = Distressed();
  ASSERT_EQ(person.interpretation.limits().max_exercises(), 6);
  const std::vector<DecisionGroup> groups = KeptGroups(person.interpretation);
  ASSERT_GE(groups.size(), 3);
  for (const DecisionGroup& group : groups) {
    const std::string& id = group.decisions.front()->id();
    if (std::any_of(person.routine.uncovered().begin(),
                    person.routine.uncovered().end(),
                    [&](const v1::Uncovered& uncovered) {
                      return group.Has(uncovered.decision());
                    })) {
      continue;
    }
    EXPECT_TRUE(std::any_of(
        person.routine.sessions().begin(), person.routine.sessions().end(),
        [&](const v1::Session& session) { return Serves(group, session); }))
        << id;
  }
}

// A walk may be done outside the session (R-723), a finding may not.
TEST(LastPlaceTest, AWalkTakesNoPlaceFromAFinding) {
  const PlannedPerson person = Distressed();
  for (const v1::Session& session : person.routine.sessions()) {
    const bool walks =
        std::any_of(session.items().begin(), session.items().end(),
                    [](const v1::SessionItem& item) {
                      return item.exercise() == "walk_brisk";
                    });
    for (const v1::Dropped& dropped : session.dropped()) {
      EXPECT_FALSE(walks && !dropped.decision().empty() &&
                   absl::StartsWith(dropped.reason(), "This session has room"))
          << session.number() << " " << dropped.decision();
    }
  }
}

// The block of the release that stands there is finished before general work.
TEST(LastPlaceTest, AShortSessionFinishesItsBlock) {
  PlannedPerson person("session_minutes: 15");
  person.facts =
      ParseText<storage::v1::PatientFacts>(tonus::testing::kDeskWorker);
  person.facts.mutable_profiles(0)->mutable_profile()->set_session_minutes(15);
  person.Plan();
  const auto decision_of = [&](const std::string& id) -> const v1::Decision* {
    for (const v1::Decision& decision : person.routine.decisions()) {
      if (decision.id() == id) return &decision;
    }
    return nullptr;
  };
  for (const v1::Session& session : person.routine.sessions()) {
    if (session.week() == 6) continue;
    std::set<std::string> released;
    int fillers = 0;
    for (const v1::SessionItem& item : session.items()) {
      const v1::Decision* decision = decision_of(item.decision());
      if (item.block() > 0 && decision != nullptr) {
        released.insert(decision->muscle());
      }
      fillers += item.rule() == "R-731" ? 1 : 0;
    }
    for (const v1::Dropped& dropped : session.dropped()) {
      const v1::Decision* decision = decision_of(dropped.decision());
      EXPECT_FALSE(fillers > 0 && decision != nullptr &&
                   !decision->partner().empty() &&
                   released.count(decision->muscle()) > 0 &&
                   dropped.reason() == kShortReason)
          << session.number() << " " << dropped.exercise();
    }
  }
}

// What trains it on the way is named, and so is the turn of another one.
TEST(LastPlaceTest, WhatHasNoRoomSaysWhatComesFirst) {
  const PlannedPerson person = Distressed();
  int told = 0;
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      told += absl::EndsWith(dropped.reason(), " in it, too.") ||
                      absl::EndsWith(dropped.reason(),
                                     "another one has its turn here.")
                  ? 1
                  : 0;
    }
  }
  EXPECT_GT(told, 0);
}

}  // namespace
}  // namespace tonus::engine
