// SPDX-License-Identifier: Apache-2.0
// Why an exercise is in the routine, or why it is not.

#ifndef TONUS_SERVICES_ENGINE_EXERCISE_EXPLANATION_H_
#define TONUS_SERVICES_ENGINE_EXERCISE_EXPLANATION_H_

#include "services/engine/explanation_writer.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What was known of a person, and what was planned.
struct Planned {
  const storage::v1::PatientFacts& facts;
  const v1::Interpretation& interpretation;
  const v1::Routine& routine;
};

// Tells it to `writer`.
void ExplainExercise(const Knowledge& knowledge, const Planned& planned,
                     const knowledge::v1::Exercise& exercise,
                     ExplanationWriter* writer);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EXERCISE_EXPLANATION_H_
