// SPDX-License-Identifier: Apache-2.0
// No earlier reading is skipped that would have raised a flag which locks.

#include <algorithm>
#include <cstdint>
#include <random>

#include "absl/algorithm/container.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/past_flags.h"
#include "services/engine/reading.h"
#include "services/engine/red_flags.h"
#include "services/knowledge/released_pack.h"
#include "services/timestamp.h"
#include "tests/property/random_patient.h"

namespace tonus::engine {
namespace {

using storage::v1::PatientFacts;

constexpr absl::CivilDay kToday(2026, 11, 21);
constexpr int kAssessments = 5;
constexpr uint64_t kPersons = 400;

const Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// A person with parts of the assessments of several, some days apart: with all
// of them there is nearly always a sign.
PatientFacts OftenAssessed(uint64_t seed) {
  std::mt19937_64 random(seed);
  PatientFacts person = testing::RandomPatient(Released().pack(), seed);
  person.clear_assessments();
  absl::CivilDay day = kToday - 200;
  for (int i = 0; i < kAssessments; ++i) {
    const PatientFacts other = testing::RandomPatient(
        Released().pack(), seed * kAssessments + static_cast<uint64_t>(i));
    for (storage::v1::AssessmentFact assessment : other.assessments()) {
      auto& results = *assessment.mutable_results();
      results.erase(std::remove_if(results.begin(), results.end(),
                                   [&](const auto&) { return random() % 8; }),
                    results.end());
      if (random() % 2 == 0) assessment.clear_history();
      day += 1 + static_cast<int>(random() % 30);
      *assessment.mutable_effective_time() =
          tonus::ToTimestamp(absl::FromCivil(day, absl::UTCTimeZone()));
      *person.add_assessments() = assessment;
    }
  }
  return person;
}

bool RaisesWhatLocks(const Case& reading) {
  return absl::c_any_of(reading.raised_flags, [&](const RaisedFlag& raised) {
    return LocksUntilCleared(*reading.knowledge.FindRedFlag(raised.red_flag));
  });
}

TEST(AlarmsPropertiesTest, WhatWouldHaveRaisedAFlagIsReadAgain) {
  int raised = 0;
  int skipped = 0;
  for (uint64_t seed = 0; seed < kPersons; ++seed) {
    const PatientFacts person = OftenAssessed(seed);
    const Case today(Released(), person, kToday);
    const auto read = AlarmingMoments(today);
    for (int i = 1; i < person.assessments_size(); ++i) {
      const absl::CivilDay day =
          UtcDay(person.assessments(i - 1).effective_time());
      if (absl::c_linear_search(read, Moment(i, day))) continue;
      ++skipped;
      const PatientFacts then = MeasuredBy(person, i, day);
      Case past(Released(), then, day);
      past.age_years = today.age_years;
      ReadToday(&past);
      EXPECT_FALSE(RaisesWhatLocks(past)) << "seed " << seed << ", after " << i;
    }
    raised += static_cast<int>(FlagsOfTheirTime(today).size());
  }
  EXPECT_GT(raised, 0) << "nobody had a sign";
  EXPECT_GT(skipped, 0) << "nothing was skipped";
}

}  // namespace
}  // namespace tonus::engine
