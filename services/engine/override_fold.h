// SPDX-License-Identifier: Apache-2.0
// Folds what clinicians said: overrides, their ends, and clearances.

#ifndef TONUS_SERVICES_ENGINE_OVERRIDE_FOLD_H_
#define TONUS_SERVICES_ENGINE_OVERRIDE_FOLD_H_

#include <cstdint>

#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Adds an override that the event with that revision set. One that says the
// same as another is that one, with the smaller revision.
void AddOverride(const storage::v1::OverrideFact& fact, int64_t revision,
                 storage::v1::PatientFacts* facts);

// Ends an override, if it is there: of several ends the first counts.
void EndOverride(const storage::v1::OverrideClearing& clearing,
                 storage::v1::PatientFacts* facts);

// Adds a clearance, in the order of day and subject, once.
void AddClearance(const v1::Clearance& clearance,
                  storage::v1::PatientFacts* facts);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OVERRIDE_FOLD_H_
