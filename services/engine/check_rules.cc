// SPDX-License-Identifier: Apache-2.0
#include "services/engine/check_tables.h"

namespace tonus::engine {

using ::tonus::knowledge::v1::Rule;

void CheckRules(CheckContext& context) {
  for (const Rule& rule : context.pack.rules()) {
    EntryCheck entry(context, "rules", rule.id());
    entry.Expect(rule.has_when(), "when is missing");
    entry.Expect(!rule.effects().empty(), "effects is empty");
    entry.Expect(Find(context.cited_rules.by_id, rule.id()) == nullptr,
                 "is in cited_rules too");
    entry.Expect(!rule.source().empty() ||
                     rule.evidence() == knowledge::v1::EVIDENCE_GRADE_AUTHORED,
                 "source is empty, but evidence is not AUTHORED");
    CheckClause(context, entry, rule, rule.when());
    for (const auto& effect : rule.effects()) {
      CheckEffect(context, entry, rule, effect);
    }
  }
}

}  // namespace tonus::engine
