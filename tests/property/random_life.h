// SPDX-License-Identifier: Apache-2.0
// Random people who log what they did, and their plans.

#ifndef TONUS_TESTS_PROPERTY_RANDOM_LIFE_H_
#define TONUS_TESTS_PROPERTY_RANDOM_LIFE_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// The first day of every block.
inline constexpr absl::CivilDay kStart(2026, 11, 23);

// Returns the released pack.
const engine::Knowledge& Released();

// A person who has logged sessions, each as it stood then.
struct Life {
  storage::v1::PatientFacts facts;
  v1::Interpretation interpretation;
  v1::Routine before;  // As it was planned before the last log.
  v1::Routine after;
  engine::Adaptation adaptation;
};

// Returns the block as `life` stands.
v1::Routine Plan(const Life& life);

// Returns a person who has logged so many sessions, some of which hurt.
Life Live(uint64_t seed, int sessions);

// Returns a person to whom nothing is hard and nothing hurts, who has logged so
// many sessions.
Life LiveWell(uint64_t seed, int sessions);

// Returns the most that one side does of it, in repetitions and seconds.
int VolumeOf(const v1::SessionItem& item);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_RANDOM_LIFE_H_
