// SPDX-License-Identifier: Apache-2.0
// Cases of a pack in which its tables stand a second time.

#ifndef TONUS_TESTS_TESTING_PACK_CASES_H_
#define TONUS_TESTS_TESTING_PACK_CASES_H_

#include <algorithm>

#include "absl/strings/string_view.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus::testing {

// The cases of doses and of policy switches.
inline constexpr absl::string_view kDoseCase = "doses-of-exercises";
inline constexpr absl::string_view kChoiceCase = "choices-and-orders";

// Takes a case out of `release`: whoever changes its table changes it, too.
inline void DropCase(absl::string_view id, v1::PackRelease* release) {
  auto* cases = release->mutable_vectors();
  cases->erase(std::remove_if(cases->begin(), cases->end(),
                              [&](const v1::PackVector& vector) {
                                return vector.id() == id;
                              }),
               cases->end());
}

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_PACK_CASES_H_
