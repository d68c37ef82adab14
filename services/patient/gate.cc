// SPDX-License-Identifier: Apache-2.0
#include "services/patient/gate.h"

#include "services/engine/facts.h"
#include "services/engine/planning.h"

namespace tonus {

// Gates are numbered by how serious they are.
bool IsWorse(v1::Gate a, v1::Gate b) { return a > b; }

std::optional<v1::Routine> ReissueIfGateCloses(
    const engine::Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Routine& outline, const v1::Interpretation& interpretation) {
  if (!IsWorse(interpretation.gate(), outline.gate())) return std::nullopt;
  return engine::PlanRoutine(knowledge, facts, interpretation,
                             engine::ToCivilDay(outline.start_date()));
}

}  // namespace tonus
