// SPDX-License-Identifier: Apache-2.0
// What was done as it was planned changes nothing of what is ahead.
// TONUS_PROPERTY_PATIENTS persons are tried from TONUS_PROPERTY_SEED on.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/adaptation.h"
#include "services/engine/block_planner.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "tests/property/random_life.h"
#include "tests/property/random_patient.h"

namespace tonus {
namespace {

using testing::kStart;
using testing::Released;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// The items alone: what a week has at home, and what it leaves out, is told
// once, in the first of its sessions that is not done.
std::string ItemsOf(const v1::Session& session) {
  v1::Session items;
  *items.mutable_items() = session.items();
  return engine::DeterministicBytes(items);
}

TEST(DonePropertiesTest, WhatIsAheadStaysWhenNothingWasLogged) {
  const uint64_t first = FromEnvironment("TONUS_PROPERTY_SEED", 1);
  const uint64_t count = FromEnvironment("TONUS_PROPERTY_PATIENTS", 300);
  int compared = 0;
  for (uint64_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const storage::v1::PatientFacts facts =
        testing::RandomPatient(Released().pack(), seed);
    const v1::Interpretation read =
        engine::Interpret(Released(), facts, kStart);
    const v1::Routine issued =
        engine::PlanRoutine(Released(), facts, read, kStart);
    const int sessions = 1 + static_cast<int>(seed % 17);
    if (issued.sessions_size() <= sessions) continue;
    v1::Routine done;
    for (int i = 0; i < sessions; ++i) {
      *done.add_sessions() = issued.sessions(i);
    }
    engine::RunningBlock running;
    running.adaptation =
        engine::Adaptation(Released(), facts, issued,
                           engine::ToCivilDay(issued.sessions(sessions).date()),
                           absl::UTCTimeZone());
    running.done = &done;
    const v1::Routine again = engine::PlanRoutine(
        Released(), facts, read, kStart, std::nullopt, running);
    ASSERT_EQ(again.sessions_size(), issued.sessions_size());
    for (int i = sessions; i < issued.sessions_size(); ++i) {
      ++compared;
      EXPECT_EQ(ItemsOf(again.sessions(i)), ItemsOf(issued.sessions(i)))
          << "session " << i + 1 << " after " << sessions;
    }
  }
  EXPECT_GT(compared, static_cast<int>(count));
}

}  // namespace
}  // namespace tonus
