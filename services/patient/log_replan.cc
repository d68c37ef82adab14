// SPDX-License-Identifier: Apache-2.0
#include "services/patient/log_replan.h"

#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/patient/block.h"
#include "services/patient/gate.h"

namespace tonus {

std::optional<v1::Routine> RoutineAfterLog(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after,
    const v1::Interpretation& interpretation, absl::CivilDay today) {
  const v1::Routine& outline = before.outline();
  if (auto closed = ReissueIfGateCloses(knowledge, after.facts(), outline,
                                        interpretation)) {
    return closed;
  }
  if (outline.gate() != v1::GATE_OK) return std::nullopt;
  const v1::Interpretation without =
      engine::Interpret(knowledge, before.facts(), today);
  if (engine::DeterministicBytes(without.limits()) ==
      engine::DeterministicBytes(interpretation.limits())) {
    return std::nullopt;
  }
  return PlanBlock(knowledge, before, after, interpretation, today,
                   WhenOver::kStay);
}

}  // namespace tonus
