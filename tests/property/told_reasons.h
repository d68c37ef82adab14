// SPDX-License-Identifier: Apache-2.0
// What a session tells is so: why something is left out, what was considered
// and what an item is for. Nothing is silent.

#ifndef TONUS_TESTS_PROPERTY_TOLD_REASONS_H_
#define TONUS_TESTS_PROPERTY_TOLD_REASONS_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Returns what is wrong, one line each, beginning with `left out`, `considered`
// or `reason`. The gate is open.
std::vector<std::string> ReasonComplaints(const CheckedPerson& person,
                                          const v1::Routine& routine);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_TOLD_REASONS_H_
