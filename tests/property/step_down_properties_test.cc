// SPDX-License-Identifier: Apache-2.0
// What gets easier since it hurt is easier, for random people: less of it than
// hurt, or an easier exercise in its place, and it does not come back by
// itself.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/selection.h"
#include "tests/property/random_life.h"

namespace tonus {
namespace {

using testing::Life;
using testing::Live;
using testing::Released;
using testing::VolumeOf;

constexpr int kLives = 150;

const v1::SessionItem* Find(const v1::Session& session,
                            const std::string& exercise) {
  const auto found = absl::c_find_if(
      session.items(),
      [&](const v1::SessionItem& item) { return item.exercise() == exercise; });
  return found == session.items().end() ? nullptr : &*found;
}

// Whether it went a step down since it hurt.
bool IsEasier(const v1::AppliedAdaptation& applied) {
  return (applied.rule() == "A-020" || applied.rule() == "A-021") &&
         absl::StrContains(applied.reason(), "easier");
}

// The least of it that hurt.
int LeastThatHurt(const Life& life, const v1::AppliedAdaptation& applied) {
  int least = std::numeric_limits<int>::max();
  for (const int number : applied.sessions()) {
    for (const v1::Session& session : life.after.sessions()) {
      const v1::SessionItem* item = Find(session, applied.exercise());
      if (session.number() == number && item != nullptr) {
        least = std::min(least, VolumeOf(*item));
      }
    }
  }
  return least;
}

bool IsEasierThan(const std::string& exercise, const std::string& other) {
  return absl::c_any_of(
      engine::Easier(Released(), *Released().FindExercise(other)),
      [&](const auto* easier) { return easier->id() == exercise; });
}

// What the tests saw.
struct Seen {
  int less = 0;
  int replaced = 0;
};

// Checks one exercise that got easier in one session that is still open.
void CheckEasier(const Life& life, const v1::AppliedAdaptation& applied,
                 const v1::Session& session, Seen* seen) {
  const std::string& hurt = applied.exercise();
  const std::string where =
      absl::StrCat(applied.rule(), " ", hurt, " in session ", session.number());
  for (const v1::SessionItem& item : session.items()) {
    if (item.substitutes() == hurt && item.rule() == applied.rule()) {
      ++seen->replaced;
      EXPECT_NE(item.exercise(), hurt) << where;
    }
  }
  // A warm-up is whole, and comes back only where nothing else warms up.
  const auto& warm_ups = Released().pack().session().warm_up();
  if (absl::c_linear_search(warm_ups, hurt)) return;
  if (const v1::SessionItem* item = Find(session, hurt)) {
    ++seen->less;
    EXPECT_LT(VolumeOf(*item), LeastThatHurt(life, applied))
        << where << ": " << item->ShortDebugString();
  }
}

TEST(StepDownPropertiesTest, WhatGetsEasierIsEasier) {
  Seen seen;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 2 + static_cast<int>(seed % 14));
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    for (const v1::Session& session : life.after.sessions()) {
      if (life.adaptation.WasDone(session.number()) || session.relief()) {
        continue;
      }
      const auto adaptation = life.adaptation.For(
          session.number(), engine::ToCivilDay(session.date()));
      for (const v1::AppliedAdaptation& applied : session.adaptations()) {
        const auto* step = adaptation.StepOf(applied.exercise());
        if (IsEasier(applied) && step != nullptr && step->step < 0) {
          CheckEasier(life, applied, session, &seen);
        }
      }
    }
  }
  EXPECT_GT(seen.less, kLives);
  EXPECT_GT(seen.replaced, kLives);
}

// Whether `harder` is reached from `exercise` by its harder ones.
bool IsHarderThan(const std::string& harder, const std::string& exercise) {
  std::set<std::string> passed;
  const auto* next = Released().FindExercise(exercise);
  while (next != nullptr && passed.insert(next->id()).second) {
    next = Released().FindExercise(next->progression());
    if (next != nullptr && next->id() == harder) return true;
  }
  return false;
}

TEST(StepDownPropertiesTest, WhileItRestsOrIsEasierNothingHarderIsDone) {
  int rests = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 2 + static_cast<int>(seed % 14));
    for (const v1::Session& session : life.after.sessions()) {
      if (life.adaptation.WasDone(session.number())) continue;
      const auto adaptation = life.adaptation.For(
          session.number(), engine::ToCivilDay(session.date()));
      for (const auto& [hurt, row] : adaptation.left_out) {
        if (!row->when().skip_reason().empty()) continue;
        ++rests;
        for (const v1::SessionItem& item : session.items()) {
          // Of what warms up, one is in every session that stretches, and the
          // walk is advised beside it in any case.
          const auto& warm_ups = Released().pack().session().warm_up();
          if (item.slot() == knowledge::v1::SLOT_PRE &&
              absl::c_linear_search(warm_ups, hurt) &&
              absl::c_linear_search(warm_ups, item.exercise())) {
            continue;
          }
          EXPECT_FALSE(IsHarderThan(item.exercise(), hurt))
              << "seed " << seed << " session " << session.number() << ": "
              << item.exercise() << " while " << hurt << " rests";
        }
      }
    }
  }
  EXPECT_GT(rests, kLives);
}

TEST(StepDownPropertiesTest, WhatStandsInByAStepIsEasier) {
  int replaced = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 2 + static_cast<int>(seed % 14));
    for (const v1::Session& session : life.after.sessions()) {
      const auto adaptation = life.adaptation.For(
          session.number(), engine::ToCivilDay(session.date()));
      for (const v1::SessionItem& item : session.items()) {
        const auto* step = adaptation.StepOf(item.substitutes());
        if (step == nullptr || step->step >= 0 ||
            adaptation.left_out.contains(item.substitutes()) ||
            item.rule() != step->rule) {
          continue;
        }
        ++replaced;
        EXPECT_TRUE(IsEasierThan(item.exercise(), item.substitutes()))
            << "seed " << seed << " session " << session.number() << ": "
            << item.exercise() << " for " << item.substitutes();
      }
    }
  }
  EXPECT_GT(replaced, kLives);
}

}  // namespace
}  // namespace tonus
