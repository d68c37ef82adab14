// SPDX-License-Identifier: Apache-2.0
// Which technique suits a person better: what is known,
// and which one comes first in which session.
//
// Computed anew from all that was logged: any order of the logs gives the same,
// and a correction corrects all that followed from it. It only orders what may
// be done; what a session that was done had stays as it was.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_TRIALS_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_TRIALS_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Adds the trials of the targets that are released, the orders of techniques
// that follow behind those of retests, and what is told of them. The decisions
// have been made. Nothing before a session was logged or while the gate is
// closed.
void LearnTechniques(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_TRIALS_H_
