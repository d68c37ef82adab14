// SPDX-License-Identifier: Apache-2.0
// The base plan, which serves whom nothing was found in.

#ifndef TONUS_TESTS_PROPERTY_BASE_PLAN_INVARIANTS_H_
#define TONUS_TESTS_PROPERTY_BASE_PLAN_INVARIANTS_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Returns what is wrong, one line each, beginning with `R-512`: an exercise of
// the base plan that is left out without a word, that leaves its place to other
// general work, or that is disliked and there beside something like it. The
// gate is open. Nothing for whom the base plan is not for.
std::vector<std::string> BasePlanComplaints(const CheckedPerson& person,
                                            const v1::Routine& routine);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_BASE_PLAN_INVARIANTS_H_
