// SPDX-License-Identifier: Apache-2.0
#include "services/engine/tests_read.h"

#include "services/engine/clause_parts.h"
#include "services/engine/value_readers.h"

namespace tonus::engine {

void AddTestsRead(const Knowledge& knowledge,
                  const knowledge::v1::Clause& clause,
                  absl::flat_hash_set<absl::string_view>* tests) {
  AddTestsReadByValue(clause, tests);
  ForEachPart(clause, [&](const knowledge::v1::Clause& part) {
    if (part.has_band()) tests->insert(part.band().test());
    if (part.has_pain_limited()) tests->insert(part.pain_limited().test());
    if (!part.has_status()) return;
    for (const auto* mapping :
         knowledge.MappingsOfMuscle(part.status().muscle())) {
      tests->insert(mapping->test());
    }
  });
}

}  // namespace tonus::engine
