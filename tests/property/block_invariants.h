// SPDX-License-Identifier: Apache-2.0
// The invariants of a whole block: days, weeks, and what is done at home.

#ifndef TONUS_TESTS_PROPERTY_BLOCK_INVARIANTS_H_
#define TONUS_TESTS_PROPERTY_BLOCK_INVARIANTS_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Returns what is wrong, one line each, beginning with the invariant or with
// `days`, `home` or `week`. The gate is open.
std::vector<std::string> BlockComplaints(const CheckedPerson& person,
                                         const v1::Routine& routine);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_BLOCK_INVARIANTS_H_
