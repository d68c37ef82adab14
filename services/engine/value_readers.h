// SPDX-License-Identifier: Apache-2.0
// Which tests a pack looks at more closely than by their band.

#ifndef TONUS_SERVICES_ENGINE_VALUE_READERS_H_
#define TONUS_SERVICES_ENGINE_VALUE_READERS_H_

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// Adds the ids of the tests whose value `clause` compares. They live as long as
// it.
void AddTestsReadByValue(const knowledge::v1::Clause& clause,
                         absl::flat_hash_set<absl::string_view>* tests);

// Returns the ids of the tests whose value a rule compares or another value is
// computed from. They live as long as `pack`.
absl::flat_hash_set<absl::string_view> TestsReadByValue(
    const knowledge::v1::Pack& pack);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_VALUE_READERS_H_
