// SPDX-License-Identifier: Apache-2.0
// Whether a programme is complete.

#ifndef TONUS_SERVICES_ENGINE_COMPLETION_H_
#define TONUS_SERVICES_ENGINE_COMPLETION_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Tells that the programme is complete where nothing but what is maintained is
// left to do, all that was ever worked on is in order again, and the scores are
// as the pack asks. Decisions and outcomes have been made.
void TellCompletion(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_COMPLETION_H_
