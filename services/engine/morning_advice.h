// SPDX-License-Identifier: Apache-2.0
// Bending of the low back waits after rising (D-10). When a session is planned
// or started, the time of rising is not known.

#ifndef TONUS_SERVICES_ENGINE_MORNING_ADVICE_H_
#define TONUS_SERVICES_ENGINE_MORNING_ADVICE_H_

#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/exercise.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Whether the exercise has a tag that waits after rising.
bool BendsAfterRising(const Knowledge& knowledge,
                      const knowledge::v1::Exercise& exercise);

// Whether a condition in force makes the wait longer.
bool IsBendingSensitive(const Knowledge& knowledge,
                        const v1::Interpretation& interpretation);

// Adds a sentence that names the exercises of `session` that wait after rising,
// and for how long; nothing when it has none.
void AddMorningAdvice(const Knowledge& knowledge,
                      const v1::Interpretation& interpretation,
                      v1::Session* session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MORNING_ADVICE_H_
