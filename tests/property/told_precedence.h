// SPDX-License-Identifier: Apache-2.0
// Who is said to matter more does, and who is said to have a turn has one.

#ifndef TONUS_TESTS_PROPERTY_TOLD_PRECEDENCE_H_
#define TONUS_TESTS_PROPERTY_TOLD_PRECEDENCE_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Returns what is wrong, one line each, beginning with `precedence`. The gate
// is open.
std::vector<std::string> PrecedenceComplaints(const CheckedPerson& person,
                                              const v1::Routine& routine);

// The same of a session that is not part of `routine`, such as one of today.
std::vector<std::string> PrecedenceComplaints(const CheckedPerson& person,
                                              const v1::Routine& routine,
                                              const v1::Session& session);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_TOLD_PRECEDENCE_H_
