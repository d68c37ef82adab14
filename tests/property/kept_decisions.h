// SPDX-License-Identifier: Apache-2.0
// No decision vanishes: each that is kept stands in a session on its own side,
// or is left out with a reason, or is uncovered.

#ifndef TONUS_TESTS_PROPERTY_KEPT_DECISIONS_H_
#define TONUS_TESTS_PROPERTY_KEPT_DECISIONS_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Returns what is wrong, one line each, beginning with `kept`. The gate is
// open.
std::vector<std::string> KeptComplaints(const CheckedPerson& person,
                                        const v1::Routine& routine);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_KEPT_DECISIONS_H_
