// SPDX-License-Identifier: Apache-2.0
// The parts of a condition that are not made of others.

#ifndef TONUS_SERVICES_ENGINE_CLAUSE_PARTS_H_
#define TONUS_SERVICES_ENGINE_CLAUSE_PARTS_H_

#include "absl/functional/function_ref.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// Calls `visit` with each of them, in order; with `clause` itself when it is
// not made of others.
void ForEachPart(
    const knowledge::v1::Clause& clause,
    absl::FunctionRef<void(const knowledge::v1::Clause& part)> visit);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLAUSE_PARTS_H_
