// SPDX-License-Identifier: Apache-2.0
// Nothing is silent: who is found to need something has it every week, and once
// in a block at least, or is told why not.

#ifndef TONUS_TESTS_PROPERTY_TOLD_WEEKS_H_
#define TONUS_TESTS_PROPERTY_TOLD_WEEKS_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Returns what is left out without a word, one line each, beginning with `left
// out`. The gate is open.
std::vector<std::string> WeekComplaints(const CheckedPerson& person,
                                        const v1::Routine& routine);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_TOLD_WEEKS_H_
