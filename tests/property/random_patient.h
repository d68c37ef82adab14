// SPDX-License-Identifier: Apache-2.0
// Random persons, the same for the same seed.

#ifndef TONUS_TESTS_PROPERTY_RANDOM_PATIENT_H_
#define TONUS_TESTS_PROPERTY_RANDOM_PATIENT_H_

#include <cstdint>

#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::testing {

// Returns a person with profile, conditions, clearances, answers, history and
// results drawn from `pack`. Most are worth planning for: conditions are
// cleared, red flags denied and results often abnormal.
storage::v1::PatientFacts RandomPatient(const knowledge::v1::Pack& pack,
                                        uint64_t seed);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_RANDOM_PATIENT_H_
