// SPDX-License-Identifier: Apache-2.0
// From facts to what they mean: measurement, fusion, rules, screening, then
// decisions. The one entry of the reading half of the engine.

#ifndef TONUS_SERVICES_ENGINE_INTERPRETATION_H_
#define TONUS_SERVICES_ENGINE_INTERPRETATION_H_

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Returns what `facts` mean on `today`. Total: every input has an answer;
// results that cannot be read are listed in `rejected_results`. Deterministic:
// the same knowledge, facts and day give the same bytes.
v1::Interpretation Interpret(const Knowledge& knowledge,
                             const storage::v1::PatientFacts& facts,
                             absl::CivilDay today);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_INTERPRETATION_H_
