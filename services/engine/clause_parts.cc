// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clause_parts.h"

namespace tonus::engine {

using knowledge::v1::Clause;

// NOLINTNEXTLINE(misc-no-recursion): packs are not deeper than their parser.
void ForEachPart(const Clause& clause,
                 absl::FunctionRef<void(const Clause& part)> visit) {
  const auto each = [&](const auto& clauses) {
    for (const Clause& part : clauses) ForEachPart(part, visit);
  };
  switch (clause.kind_case()) {
    case Clause::kAll:
      return each(clause.all().clauses());
    case Clause::kAny:
      return each(clause.any().clauses());
    case Clause::kAtLeast:
      return each(clause.at_least().clauses());
    case Clause::kNot:
      return ForEachPart(clause.not_(), visit);
    default:
      return visit(clause);
  }
}

}  // namespace tonus::engine
