// SPDX-License-Identifier: Apache-2.0
#include "services/engine/lasting_clause.h"

#include "absl/algorithm/container.h"

namespace tonus::engine {
namespace {

constexpr char kLasts[] = "lasts until the test is taken again";

}  // namespace

void AddLasting(const std::string& saw, v1::RuleTrace* trace) {
  v1::ClauseTrace& lasts = *trace->add_clauses();
  lasts.set_text(kLasts);
  lasts.set_truth(knowledge::v1::TRUTH_TRUE);
  lasts.set_saw(saw);
}

const v1::ClauseTrace* LastingClause(const v1::RuleTrace& trace) {
  const auto found = absl::c_find_if(
      trace.clauses(),
      [](const v1::ClauseTrace& clause) { return clause.text() == kLasts; });
  return found == trace.clauses().end() ? nullptr : &*found;
}

}  // namespace tonus::engine
