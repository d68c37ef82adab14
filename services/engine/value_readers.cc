// SPDX-License-Identifier: Apache-2.0
#include "services/engine/value_readers.h"

#include "services/engine/clause_parts.h"

namespace tonus::engine {

namespace kv1 = knowledge::v1;

void AddTestsReadByValue(const kv1::Clause& clause,
                         absl::flat_hash_set<absl::string_view>* tests) {
  ForEachPart(clause, [&](const kv1::Clause& part) {
    if (part.has_value()) tests->insert(part.value().test());
    if (part.has_mean()) tests->insert(part.mean().test());
    if (part.has_difference()) {
      tests->insert(part.difference().first());
      tests->insert(part.difference().second());
    }
  });
}

absl::flat_hash_set<absl::string_view> TestsReadByValue(const kv1::Pack& pack) {
  absl::flat_hash_set<absl::string_view> tests;
  for (const kv1::Rule& rule : pack.rules()) {
    AddTestsReadByValue(rule.when(), &tests);
  }
  for (const kv1::Test& test : pack.tests()) {
    if (!test.has_derivation()) continue;
    tests.insert(test.derivation().numerator());
    tests.insert(test.derivation().denominator());
  }
  return tests;
}

}  // namespace tonus::engine
