// SPDX-License-Identifier: Apache-2.0
// What a write does when it closes the gate between two assessments, or tells
// more while it is closed.

#ifndef TONUS_SERVICES_PATIENT_GATE_H_
#define TONUS_SERVICES_PATIENT_GATE_H_

#include <optional>

#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Whether gate `a` is more serious than gate `b`.
bool IsWorse(v1::Gate a, v1::Gate b);

// Returns the routine, without sessions, that replaces the current one when the
// gate of `interpretation`, which is that of `facts`, is worse than its own, or
// is closed as it is and other things are to be told; nullopt otherwise. So
// this never opens a gate: that takes an assessment.
std::optional<v1::Routine> ReissueIfGateCloses(
    const engine::Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Routine& outline, const v1::Interpretation& interpretation);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_GATE_H_
