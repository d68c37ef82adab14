// SPDX-License-Identifier: Apache-2.0
// What is told to a person in a relief run, in plain words.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_WORDS_H_
#define TONUS_SERVICES_ENGINE_RELIEF_WORDS_H_

#include "services/engine/knowledge.h"
#include "tonus/v1/relief.pb.h"

namespace tonus::engine {

// One sentence for a run that ended in `state` by what held at the time.
const char* ReasonOfOldEnd(v1::ReliefState state);

// Adds the advice that belongs to where the run stands. While the gate is
// closed only what opens it is told.
void AddReliefAdvice(const Knowledge& knowledge, v1::ReliefRun* run);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_WORDS_H_
