// SPDX-License-Identifier: Apache-2.0
// Whether what a result means for a target is said once: fusion adds up every
// row, so a second one would count the same evidence twice.
#include <map>
#include <string>
#include <tuple>

#include "services/engine/check_tables.h"

namespace tonus::engine {

void CheckMappings(CheckContext& context) {
  using Meaning = std::tuple<std::string, std::string, int, int>;
  std::map<Meaning, std::string> first;
  for (const auto& mapping : context.pack.test_mappings()) {
    const auto [known, added] =
        first.emplace(Meaning(mapping.test(), mapping.muscle(), mapping.axis(),
                              mapping.side()),
                      mapping.id());
    if (added) continue;
    EntryCheck(context, "test_mappings", mapping.id())
        .Complain(absl::StrCat("says the same as `", known->second,
                               "`: the evidence would count twice"));
  }
}

}  // namespace tonus::engine
