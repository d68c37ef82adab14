// SPDX-License-Identifier: Apache-2.0
// Answers "why this?" and "why not that?" from what the stages wrote.

#ifndef TONUS_SERVICES_ENGINE_EXPLANATION_H_
#define TONUS_SERVICES_ENGINE_EXPLANATION_H_

#include "absl/status/statusor.h"
#include "services/engine/exercise_explanation.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::engine {

// Returns the explanation of the request's subject.
//   INVALID_ARGUMENT  the subject is missing, or neither in the pack nor in the
//                     routine; the message names the field.
//
// `planned` is the routine with the facts and the interpretation from which it
// was made.
absl::StatusOr<v1::Explanation> Explain(
    const Knowledge& knowledge, const Planned& planned,
    const v1::ExplainRoutineRequest& request);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EXPLANATION_H_
