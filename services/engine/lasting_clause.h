// SPDX-License-Identifier: Apache-2.0
// How the ledger says that what a rule protects outlives its results.

#ifndef TONUS_SERVICES_ENGINE_LASTING_CLAUSE_H_
#define TONUS_SERVICES_ENGINE_LASTING_CLAUSE_H_

#include <string>

#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Adds to `trace`, of a rule that does not fire any more, that what it protects
// lasts; `saw` are the results from which that follows.
void AddLasting(const std::string& saw, v1::RuleTrace* trace);

// Returns the clause that says so, or nullptr.
const v1::ClauseTrace* LastingClause(const v1::RuleTrace& trace);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LASTING_CLAUSE_H_
