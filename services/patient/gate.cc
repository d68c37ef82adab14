// SPDX-License-Identifier: Apache-2.0
#include "services/patient/gate.h"

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/planning.h"

namespace tonus {

namespace {

// Whether the gate is closed as it was, and what must be told is not as it was.
bool TellsOtherwise(const v1::Routine& outline,
                    const v1::Interpretation& interpretation) {
  if (interpretation.gate() == v1::GATE_OK ||
      interpretation.gate() != outline.gate()) {
    return false;
  }
  return !absl::c_equal(
      outline.notices(), interpretation.notices(),
      [](const v1::SafetyNotice& told, const v1::SafetyNotice& to_tell) {
        return engine::DeterministicBytes(told) ==
               engine::DeterministicBytes(to_tell);
      });
}

}  // namespace

// Gates are numbered by how serious they are.
bool IsWorse(v1::Gate a, v1::Gate b) { return a > b; }

std::optional<v1::Routine> ReissueIfGateCloses(
    const engine::Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Routine& outline, const v1::Interpretation& interpretation) {
  if (!IsWorse(interpretation.gate(), outline.gate()) &&
      !TellsOtherwise(outline, interpretation)) {
    return std::nullopt;
  }
  return engine::PlanRoutine(knowledge, facts, interpretation,
                             engine::ToCivilDay(outline.start_date()));
}

}  // namespace tonus
