// SPDX-License-Identifier: Apache-2.0
// What a rule came to, with the truth of each of its clauses and what it saw.

#ifndef TONUS_SERVICES_ENGINE_RULE_TRACE_H_
#define TONUS_SERVICES_ENGINE_RULE_TRACE_H_

#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/clause.h"
#include "tonus/knowledge/v1/rule.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Evaluates the condition of `rule` into `trace` clause by clause, so that a
// reader sees which one failed and, where it is UNKNOWN, what is missing.
// Returns the day of the newest fact that it saw, as Evaluate() does.
absl::CivilDay Consider(const Case& the_case, const Viewpoint& viewpoint,
                        const knowledge::v1::Rule& rule, v1::RuleTrace* trace);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RULE_TRACE_H_
