// SPDX-License-Identifier: Apache-2.0
#include "services/patient/reopening.h"

#include <algorithm>

#include "services/engine/interpretation.h"
#include "services/error.h"

namespace tonus {

absl::Status CheckReopening(const Call& call, const Change& change,
                            absl::CivilDay today, v1::Gate gate) {
  if (call.principal.role == v1::ROLE_CLINICIAN ||
      gate >= std::max(v1::GATE_REFER, change.before.outline().gate())) {
    return absl::OkStatus();
  }
  const v1::Gate before =
      engine::Interpret(change.knowledge, change.before.facts(), today).gate();
  if (before < v1::GATE_REFER || gate >= before) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, "CLINICIAN_REQUIRED",
                   "only a clinician may correct what closes the gate");
}

}  // namespace tonus
