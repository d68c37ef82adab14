// SPDX-License-Identifier: Apache-2.0
// What was logged at random, by random people: the sessions after it hold the
// invariants, what was done stays as it was, nothing that is left out comes
// back, and the order of the logs does not matter.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/adaptation.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"
#include "services/engine/replay.h"
#include "services/engine/target_name.h"
#include "tests/property/checked_dose.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_life.h"
#include "tonus/storage/v1/event.pb.h"

namespace tonus {
namespace {

using storage::v1::LogFact;
using storage::v1::PatientFacts;

using testing::kStart;
using testing::Life;
using testing::Live;
using testing::LiveWell;
using testing::Plan;
using testing::Released;
using testing::VolumeOf;

// What an easier dose may break: the range of the exercise.
bool IsOfDose(const std::string& complaint) {
  return absl::StartsWith(complaint, "dose of");
}

// What is wrong with a session for a person who may not do what is left out of
// it.
std::vector<std::string> Complaints(const Life& life,
                                    const v1::Session& session) {
  v1::Interpretation interpretation = life.interpretation;
  for (const auto& [exercise, row] :
       life.adaptation.For(session.number(), engine::ToCivilDay(session.date()))
           .left_out) {
    interpretation.mutable_limits()->add_forbidden_exercises(exercise);
  }
  std::vector<std::string> complaints;
  for (std::string& complaint :
       testing::InvariantChecker(Released().pack(), life.facts, interpretation)
           .CheckSession(session, /*fewer_allowed=*/true)) {
    if (!IsOfDose(complaint)) complaints.push_back(std::move(complaint));
  }
  return complaints;
}

std::set<std::string> ExercisesIn(const v1::Session& session) {
  std::set<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.insert(item.exercise());
  }
  return exercises;
}

constexpr int kLives = 60;
constexpr int kBedtimeSeconds = 60;

TEST(AdaptationPropertiesTest, AdaptedSessionsHoldTheInvariants) {
  int adapted = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 1 + static_cast<int>(seed % 17));
    for (const v1::Session& session : life.after.sessions()) {
      adapted += session.adaptations().empty() ? 0 : 1;
      EXPECT_THAT(Complaints(life, session), ::testing::IsEmpty())
          << "session " << session.number() << " of seed " << seed;
    }
  }
  EXPECT_GT(adapted, 5 * kLives);
}

TEST(AdaptationPropertiesTest, WhatIsLeftOutIsNowhere) {
  int left_out = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 1 + static_cast<int>(seed % 17));
    for (const v1::Session& session : life.after.sessions()) {
      const auto adaptation = life.adaptation.For(
          session.number(), engine::ToCivilDay(session.date()));
      std::set<std::string> exercises = ExercisesIn(session);
      for (const v1::HomeItem& home : session.home_items()) {
        exercises.insert(home.item().exercise());
      }
      for (const std::string& exercise : exercises) {
        EXPECT_FALSE(adaptation.left_out.count(exercise))
            << exercise << " in session " << session.number() << " of seed "
            << seed;
      }
      left_out += adaptation.left_out.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(left_out, kLives);
}

// Whatever lowers the volume: a shorter one does nothing.
TEST(AdaptationPropertiesTest, WhatIsDoneAtHomeKeepsTheRangeOfItsDose) {
  int lighter = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 1 + static_cast<int>(seed % 17));
    for (const v1::Session& session : life.after.sessions()) {
      const auto adaptation = life.adaptation.For(
          session.number(), engine::ToCivilDay(session.date()));
      for (const v1::HomeItem& home : session.home_items()) {
        const auto& exercise = *Released().FindExercise(home.item().exercise());
        lighter += adaptation.LighterFor(Released(), exercise).percent_off > 0;
        for (const v1::Dose& dose : home.item().doses()) {
          EXPECT_EQ(testing::WrongRange(exercise, dose), "")
              << exercise.id() << " in session " << session.number()
              << " of seed " << seed;
          EXPECT_TRUE(home.item().slot() != knowledge::v1::SLOT_BEDTIME ||
                      testing::Held(exercise, dose) >= kBedtimeSeconds)
              << exercise.id() << " in session " << session.number()
              << " of seed " << seed;
        }
      }
    }
  }
  EXPECT_GT(lighter, kLives / 2);
}

TEST(AdaptationPropertiesTest, WhatWasDoneStaysAsItWas) {
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const int sessions = 2 + static_cast<int>(seed % 16);
    const Life life = Live(seed, sessions);
    for (int i = 0; i + 1 < sessions && i < life.after.sessions_size(); ++i) {
      if (life.facts.logs(i).log().completed_pct() < 70) continue;
      EXPECT_EQ(ExercisesIn(life.after.sessions(i)),
                ExercisesIn(life.before.sessions(i)))
          << "seed " << seed << " session " << i + 1;
    }
  }
}

TEST(AdaptationPropertiesTest, TheOrderOfLogsDoesNotMatter) {
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    Life life = Live(seed, 6);
    std::vector<LogFact> logs(life.facts.logs().begin(),
                              life.facts.logs().end());
    std::shuffle(logs.begin(), logs.end(), std::mt19937_64(seed));
    life.facts.clear_logs();
    for (const LogFact& log : logs) {
      storage::v1::Event event;
      *event.mutable_session_logged() = log;
      engine::AddFacts(event, &life.facts);
    }
    life.adaptation = engine::Adaptation(Released(), life.facts, life.after,
                                         kStart + 42, absl::UTCTimeZone());
    EXPECT_EQ(engine::DeterministicBytes(Plan(life)),
              engine::DeterministicBytes(life.after))
        << "seed " << seed;
  }
}

constexpr char kStepUp[] = "goes up a step";

int TimesIn(absl::string_view text, absl::string_view part) {
  int times = 0;
  for (size_t at = text.find(part); at != absl::string_view::npos;
       at = text.find(part, at + 1)) {
    ++times;
  }
  return times;
}

// Checks what the sessions of a block tell of steps up, one after the other.
class StepReader {
 public:
  // Returns how many steps up the session tells.
  int Read(const v1::Session& session) {
    int told = 0;
    std::set<std::string> names;
    for (const v1::SessionItem& item : session.items()) {
      names.insert(
          engine::ExerciseName(*Released().FindExercise(item.exercise())));
      const auto place = std::make_pair(item.exercise(), item.slot());
      const int times = TimesIn(item.reason(), kStepUp);
      EXPECT_LE(times, 1) << Where(session, item);
      told += times;
      // Another exercise is a step by itself, when it stands in for the first
      // time.
      if (times > 0 &&
          (item.substitutes().empty() ||
           !told_.emplace(item.exercise(), item.substitutes()).second)) {
        EXPECT_GT(VolumeOf(item), volumes_[place]) << Where(session, item);
      }
      if (item.rule() == "A-010" || item.rule() == "A-012") {
        EXPECT_FALSE(ExercisesIn(session).count(item.substitutes()))
            << Where(session, item);
      }
      volumes_[place] = VolumeOf(item);
    }
    for (const std::string& advice : session.advice()) {
      if (!absl::StrContains(advice, kStepUp)) continue;
      EXPECT_TRUE(std::any_of(names.begin(), names.end(),
                              [&](const std::string& name) {
                                return absl::StartsWith(advice, name);
                              }))
          << session.number() << ": " << advice;
      EXPECT_EQ(TimesIn(advice, kStepUp), 1) << advice;
    }
    return told;
  }

 private:
  static std::string Where(const v1::Session& session,
                           const v1::SessionItem& item) {
    return absl::StrCat("session ", session.number(), ": ", item.exercise(),
                        ": ", item.reason());
  }

  // What was done of each exercise and slot before.
  std::map<std::pair<std::string, knowledge::v1::Slot>, int> volumes_;
  // What stood in for what, as it was told.
  std::set<std::pair<std::string, std::string>> told_;
};

TEST(AdaptationPropertiesTest, AStepUpIsToldOnceAndWhereThereIsMore) {
  int told = 0;
  for (uint64_t seed = 1; seed <= kLives / 4; ++seed) {
    const Life life = LiveWell(seed, 18);
    StepReader reader;
    for (const v1::Session& session : life.after.sessions()) {
      SCOPED_TRACE(absl::StrCat("seed ", seed));
      told += reader.Read(session);
    }
  }
  EXPECT_GT(told, kLives / 4);
}

// The first session after the gate was closed for so many days; nullptr when
// none is left. `life` is planned again for the day on which it opens.
const v1::Session* AfterClosing(int days, Life* life) {
  if (life->after.sessions().empty()) return nullptr;
  absl::CivilDay last = kStart;
  for (const LogFact& log : life->facts.logs()) {
    last = std::max(last, engine::UtcDay(log.effective_time()));
  }
  PatientFacts facts = life->facts;
  v1::Pause& closed = *facts.add_pauses()->mutable_pause();
  *closed.mutable_start_date() = engine::ToDate(last + 1);
  *closed.mutable_end_date() = engine::ToDate(last + days);
  v1::Routine outline = life->after;
  engine::ShiftByPauses(facts, &outline);
  life->adaptation = engine::Adaptation(Released(), facts, outline,
                                        last + days + 1, absl::UTCTimeZone());
  life->after = Plan(*life);
  for (const v1::Session& session : life->after.sessions()) {
    if (!life->adaptation.WasDone(session.number())) return &session;
  }
  return nullptr;
}

TEST(AdaptationPropertiesTest, AfterTheGateWasClosedTheInvariantsHold) {
  int rested = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    Life life = Live(seed, 1 + static_cast<int>(seed % 17));
    if (AfterClosing(1 + static_cast<int>(seed % 20), &life) == nullptr) {
      continue;
    }
    for (const v1::Session& session : life.after.sessions()) {
      rested += session.adaptations().empty() ? 0 : 1;
      EXPECT_THAT(Complaints(life, session), ::testing::IsEmpty())
          << "session " << session.number() << " of seed " << seed;
    }
  }
  EXPECT_GT(rested, kLives);
}

TEST(AdaptationPropertiesTest, AfterTheGateWasClosedNothingIsHarder) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    Life life = LiveWell(seed, 1 + static_cast<int>(seed % 17));
    const v1::Session* next =
        AfterClosing(1 + static_cast<int>(seed % 20), &life);
    if (next == nullptr) continue;
    std::map<std::string, int> reached;
    for (const v1::Session& session : life.after.sessions()) {
      if (!life.adaptation.WasDone(session.number())) continue;
      for (const v1::SessionItem& item : session.items()) {
        int& most = reached[item.exercise()];
        most = std::max(most, VolumeOf(item));
      }
    }
    for (const v1::SessionItem& item : next->items()) {
      const auto before = reached.find(item.exercise());
      if (before == reached.end()) continue;
      ++compared;
      EXPECT_LE(VolumeOf(item), before->second)
          << item.exercise() << " in session " << next->number() << " of seed "
          << seed;
    }
  }
  EXPECT_GT(compared, 2 * kLives);
}

}  // namespace
}  // namespace tonus
