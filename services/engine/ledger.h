// SPDX-License-Identifier: Apache-2.0
// The ledger of decisions: what is done step by step, what was considered and
// rejected for every target, and where the rules behind it come from.

#ifndef TONUS_SERVICES_ENGINE_LEDGER_H_
#define TONUS_SERVICES_ENGINE_LEDGER_H_

#include "services/engine/eligibility.h"
#include "services/engine/finding_table.h"
#include "services/engine/knowledge.h"
#include "services/engine/ranking.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Completes the decisions and findings of `interpretation`: every action that
// a target could get is a step or is rejected with its rule and its reason, and
// every rule, test and pair that is named has its source.
// `findings` and `eligibility` are those of `interpretation`.
void CompleteLedger(const Knowledge& knowledge, const FindingTable& findings,
                    const Ranking& ranking, const Eligibility& eligibility,
                    v1::Interpretation* interpretation);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LEDGER_H_
