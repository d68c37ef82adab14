// SPDX-License-Identifier: Apache-2.0
#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {

namespace {

using ::tonus::knowledge::v1::EvidenceGrade;
using ::tonus::knowledge::v1::Rule;

bool ClaimsSource(EvidenceGrade evidence) {
  return evidence != knowledge::v1::EVIDENCE_GRADE_AUTHORED &&
         evidence != knowledge::v1::EVIDENCE_GRADE_MEMORY;
}

}  // namespace

void ReferRule(CheckContext& context, EntryCheck& entry,
               absl::string_view field, absl::string_view id) {
  if (Find(context.rules.by_id, id) != nullptr ||
      Find(context.cited_rules.by_id, id) != nullptr ||
      absl::c_any_of(context.pack.rulings(),
                     [&](const auto& ruling) { return ruling.id() == id; })) {
    return;
  }
  entry.Complain(knowledge::v1::PACK_CHECK_REFERENCE,
                 absl::StrCat(field, " names `", id,
                              "`, which is not in rules, cited_rules or "
                              "rulings"));
}

void CheckRules(CheckContext& context) {
  for (const Rule& rule : context.pack.rules()) {
    EntryCheck entry(context, "rules", rule.id(),
                     knowledge::v1::PACK_CHECK_RULE);
    entry.Expect(!rule.effects().empty(), "effects is empty");
    entry.Expect(!rule.per_target() ||
                     rule.stage() != knowledge::v1::RULE_STAGE_MEASUREMENT,
                 "is per_target, but there are no findings yet at its stage");
    entry.Expect(Find(context.cited_rules.by_id, rule.id()) == nullptr,
                 "is in cited_rules too");
    entry.Expect(!rule.source().empty() || !ClaimsSource(rule.evidence()),
                 "source is empty, but evidence says that it was looked up");
    if (rule.has_when()) {
      CheckClause(context, entry, rule, rule.when());
    } else {
      entry.Complain("when is missing");
    }
    for (const auto& effect : rule.effects()) {
      CheckEffect(context, entry, rule, effect);
    }
  }
}

}  // namespace tonus::engine
