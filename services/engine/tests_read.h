// SPDX-License-Identifier: Apache-2.0
// Which tests a condition of a rule looks at.

#ifndef TONUS_SERVICES_ENGINE_TESTS_READ_H_
#define TONUS_SERVICES_ENGINE_TESTS_READ_H_

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// Adds the ids of the tests that `clause` reads, by value, by band, or through
// the status of what they speak about. They live as long as the knowledge.
void AddTestsRead(const Knowledge& knowledge,
                  const knowledge::v1::Clause& clause,
                  absl::flat_hash_set<absl::string_view>* tests);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TESTS_READ_H_
