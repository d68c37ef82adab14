// SPDX-License-Identifier: Apache-2.0
// Makes failing facts small, so that a person can read them.

#ifndef TONUS_TESTS_PROPERTY_SHRINKING_H_
#define TONUS_TESTS_PROPERTY_SHRINKING_H_

#include "absl/functional/function_ref.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::testing {

// Returns the smallest facts found by dropping one result, condition, piece of
// equipment or answer at a time while `fails` stays true.
storage::v1::PatientFacts Shrink(
    storage::v1::PatientFacts facts,
    absl::FunctionRef<bool(const storage::v1::PatientFacts&)> fails);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_SHRINKING_H_
