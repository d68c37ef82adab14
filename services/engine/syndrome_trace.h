// SPDX-License-Identifier: Apache-2.0
// What the rules of crossed patterns saw, also where there is no pattern.

#ifndef TONUS_SERVICES_ENGINE_SYNDROME_TRACE_H_
#define TONUS_SERVICES_ENGINE_SYNDROME_TRACE_H_

#include "services/engine/finding_table.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Adds a trace for the full and the partial rule of every pattern on each side,
// with the members that make each arm, and for the rule of every pattern that
// consists of others. A status is never UNKNOWN to a rule, so neither is any of
// these.
void TraceSyndromes(const Knowledge& knowledge, const FindingTable& findings,
                    v1::Interpretation* interpretation);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SYNDROME_TRACE_H_
