// SPDX-License-Identifier: Apache-2.0
// What is said of the exercises that were considered for an item is so.

#ifndef TONUS_TESTS_PROPERTY_TOLD_CONSIDERED_H_
#define TONUS_TESTS_PROPERTY_TOLD_CONSIDERED_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Adds what is untrue of the exercises that were considered for `item` of
// `session`, one line each, beginning with `considered`.
void AddUntrulyConsidered(const CheckedPerson& person,
                          const v1::Session& session,
                          const v1::SessionItem& item,
                          std::vector<std::string>* complaints);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_TOLD_CONSIDERED_H_
